// Package table writes one table of published figures as CSV, JSON, a
// workbook, Parquet and Arrow, and reads its own files back.
//
// It promises that every format holds the same figures with the same decimals,
// that a figure that is not shown stands as a sign or as nothing beside its
// status in each of them, and that the same table gives the same bytes. It
// knows neither files, databases nor clocks. It refuses a row of another length
// than its columns, and a figure that is no number.
package table

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Kind of a column.
type Kind int

// Kinds of columns. A figure has decimals; a whole number has none.
const (
	Text Kind = iota
	Figure
	Whole
)

// Column describes one column for every format.
type Column struct {
	Name        string
	Title       string // Swedish, for people
	Description string
	Kind        Kind
	Unit        string // of a figure
	// Decimals of a figure as it is shown; -1 means up to three as stored.
	Decimals int
	// Signed says that a sign stands where a figure is not shown. A column
	// without it is empty there.
	Signed bool
	// Values are all that a text column may hold; nil when that is open.
	Values []string
	// Required says that no cell is empty.
	Required bool
}

// Cell is one value as text: a number with a decimal point, a word, or nothing.
// Sign stands in a figure's place and then Text is empty.
type Cell struct{ Text, Sign string }

// Note is one line about the table: what a reader needs beside the figures.
type Note struct {
	Key   string // in JSON and in the metadata of Parquet and Arrow
	Title string // Swedish, for people
	Text  string
	// Number says that Text is a number in JSON.
	Number bool
}

// Table is what is written.
type Table struct {
	Name        string // of the file, without its ending
	Title       string
	Publication string // its id
	Published   time.Time
	Warning     string // stands first in every format; empty for none
	AboutName   string // the key in JSON under which About stands
	About       []Note
	RowsName    string // the key in JSON under which the rows stand
	Key         []string
	Columns     []Column
	Rows        [][]Cell
}

// check refuses what the writers could not write.
func (t Table) check() error {
	for i, row := range t.Rows {
		if len(row) != len(t.Columns) {
			return fmt.Errorf("%s: row %d has %d cells, want %d", t.Name, i+1, len(row), len(t.Columns))
		}
		for j, c := range row {
			if t.Columns[j].Kind == Text || c.Text == "" {
				continue
			}
			if _, err := strconv.ParseFloat(c.Text, 64); err != nil {
				return fmt.Errorf("%s: row %d, %s: %w", t.Name, i+1, t.Columns[j].Name, err)
			}
		}
	}
	return nil
}

// Notes are all lines about the table: its warning first, then its publication.
func (t Table) Notes() []Note {
	var out []Note
	if t.Warning != "" {
		out = append(out, Note{Key: "anmarkning", Title: "Anmärkning", Text: t.Warning})
	}
	out = append(out, Note{Key: "publikation", Title: "Publikation", Text: t.Publication})
	return append(out, t.About...)
}

// Index finds a column by its name; -1 when there is none.
func (t Table) Index(name string) int {
	return slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
}

// number is a cell's number; check has made sure that it is one.
func (c Cell) number() float64 {
	v, _ := strconv.ParseFloat(c.Text, 64)
	return v
}
