package register

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"
	"unicode/utf8"
)

// readCSV reads a file row by row. The columns must be there; get gives an empty
// text for any other that is not. Every fault carries file and line.
func readCSV(fsys fs.FS, name string, optional bool, columns []string, row func(line int, get func(string) string) error) error {
	text, err := fs.ReadFile(fsys, name)
	if optional && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read register: %w", err)
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if err := checkText(text); err != nil {
		return fmt.Errorf("%s:%w", name, err)
	}
	in := csv.NewReader(bytes.NewReader(text))
	in.TrimLeadingSpace = true
	header, err := in.Read()
	wanted := strings.Join(columns, ",")
	switch {
	case errors.Is(err, io.EOF):
		return fmt.Errorf("%s:1: the file is empty; it begins with %s", name, wanted)
	case err != nil:
		return faultIn(name, err)
	case len(header) == 1 && strings.ContainsAny(header[0], ";\t"):
		return fmt.Errorf("%s:1: the columns are separated by semicolons or tabs, and have to be by commas: %s", name, wanted)
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
			return errors.Join(append(faults, faultIn(name, err))...)
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

// checkText says where a text is no longer UTF-8: line and column, from 1.
func checkText(text []byte) error {
	line := 1
	for l := range bytes.Lines(text) {
		for column := 1; len(l) > 0; column++ {
			r, size := utf8.DecodeRune(l)
			if r == utf8.RuneError && size == 1 {
				return fmt.Errorf("%d:%d: the byte 0x%02X is not UTF-8; save the file as UTF-8", line, column, l[0])
			}
			l = l[size:]
		}
		line++
	}
	return nil
}

// faultIn gives a fault of the CSV itself its place.
func faultIn(name string, err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return fmt.Errorf("%s:%d:%d: %w", name, parse.Line, parse.Column, parse.Err)
	}
	return fmt.Errorf("%s: %w", name, err)
}

func day(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.DateOnly, s)
}
