package register

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"
)

// readCSV reads a file row by row. The columns must be there; get gives an empty
// text for any other that is not. Every fault carries file and line.
func readCSV(fsys fs.FS, name string, optional bool, columns []string, row func(line int, get func(string) string) error) (err error) {
	f, err := fsys.Open(name)
	if optional && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read register: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	in := csv.NewReader(f)
	in.TrimLeadingSpace = true
	header, err := in.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if len(header) > 0 {
		header[0] = trimBOM(header[0])
	}
	at := map[string]int{}
	for i, h := range header {
		at[h] = i
	}
	var faults []error
	for _, c := range columns {
		if _, ok := at[c]; !ok {
			faults = append(faults, fmt.Errorf("%s:1: column %s is missing", name, c))
		}
	}
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	for {
		rec, err := in.Read()
		if errors.Is(err, io.EOF) {
			return errors.Join(faults...)
		}
		if err != nil {
			return errors.Join(append(faults, fmt.Errorf("%s: %w", name, err))...)
		}
		line, _ := in.FieldPos(0)
		get := func(c string) string {
			if i, ok := at[c]; ok {
				return strings.TrimSpace(rec[i])
			}
			return "" // an optional column that the file lacks
		}
		if err := row(line, get); err != nil {
			faults = append(faults, fmt.Errorf("%s:%d: %w", name, line, err))
		}
	}
}

func trimBOM(s string) string {
	const bom = "\ufeff"
	if len(s) >= len(bom) && s[:len(bom)] == bom {
		return s[len(bom):]
	}
	return s
}

func day(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.DateOnly, s)
}
