package synthetic

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// delivery writes one file of the inbox as Swedish spreadsheets do: UTF-8, semicolon, decimal comma.
type delivery struct {
	f    *os.File
	csv  *csv.Writer
	rows int
}

// inbox creates <feed>_<of>.csv.
func (out *output) inbox(feed, of string, columns ...string) (*delivery, error) {
	name := feed + "_" + of + ".csv"
	f, err := os.OpenFile(filepath.Join(out.dir, "inbox", name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	d := &delivery{f: f, csv: csv.NewWriter(f)}
	d.csv.Comma = ';'
	d.csv.Write(columns)
	return d, nil
}

// add writes one row. The csv writer keeps the first error, which close reports.
func (d *delivery) add(values ...string) {
	d.csv.Write(values)
	d.rows++
}

func (d *delivery) close(out *output) error {
	d.csv.Flush()
	err := d.csv.Error()
	if err == nil {
		err = d.f.Sync()
	}
	if info, statErr := d.f.Stat(); statErr == nil {
		out.bytes += info.Size()
	}
	if closeErr := d.f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(d.f.Name()), err)
	}
	out.files++
	return nil
}

// kr writes öre as kronor with a decimal comma.
func kr(ore int64) string {
	s := strconv.FormatInt(ore, 10)
	for len(s) < 3 {
		s = "0" + s
	}
	return s[:len(s)-2] + "," + s[len(s)-2:]
}

// rounded divides and rounds half up; both are at least 0.
func rounded(x, by int64) int64 { return (x + by/2) / by }

func householdID(id int32) string { return pseudonym("k-", int(id)) }

// pseudonym writes at least six digits.
func pseudonym(prefix string, n int) string {
	s := strconv.Itoa(n)
	for len(s) < 6 {
		s = "0" + s
	}
	return prefix + s
}
