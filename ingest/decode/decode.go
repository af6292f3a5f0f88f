// Package decode reads a delivered file into typed Arrow record batches that
// remember in which file, on which sheet, line and column each row stood. A
// file's extension and first bytes choose the format; each format yields
// tables of raw rows, and what follows is the same for all of them: the header
// is found, a wide table is made long, and every field is read by its contract.
//
// It promises that every fault of every row is reported with line, field and
// a Swedish sentence, that a row with a fault is in no batch, that what is
// passed over (headings, footnotes, sums) is said, and that what a file asks
// of memory is bounded. What is no readable table at all is refused whole,
// with a *Refusal. It reads only what it is given and guesses nothing about a
// value: what can be read in two ways is refused.
package decode

import (
	"fmt"
	"io"
	"strings"

	"stadsdelskollen/ingest/contract"
	"stadsdelskollen/queries/register"
)

// Limits bound what a file may ask of the machine.
type Limits struct {
	// Bytes of the file, fields of its header, bytes of one row and of one
	// field, and faults after which nothing more is read.
	Bytes                       int64
	Columns, Row, Field, Faults int
	// Expanded is what archives and workbooks may hold in all, Members how many
	// files an archive may hold, Depth how many archives may stand in another,
	// Cells how many cells a workbook may have.
	Expanded              int64
	Members, Depth, Cells int
}

// DefaultLimits suit monthly deliveries of a large city's cases.
var DefaultLimits = Limits{Bytes: 200 << 20, Columns: 500, Row: 1 << 20, Field: 32 << 10, Faults: 100_000,
	Expanded: 128 << 20, Members: 100, Depth: 2, Cells: 5_000_000}

// Options say how a file is to be read.
type Options struct {
	Feed     contract.Feed
	Register *register.Register
	// Mapping is what the workspace declares of the feed's files.
	Mapping Mapping
	Limits  Limits
}

// Fault is one fault of a file. Line is a place (see Place), Field counts from
// 1; Line 0 is the whole file, Field 0 the whole row. Column is the contract's
// name.
type Fault struct {
	Line                       int64
	Field                      int
	Column, Rule, Message, Raw string
}

// Part is one table of a delivery: File is its path within an archive, Sheet
// its name in a workbook; both are empty for a plain file.
type Part struct{ File, Sheet string }

// place packs where a row stood into one number that sorts by part and, in a
// table of one part with one row a line, is the line itself.
func place(part, column int, line int64) int64 {
	return int64(part)<<48 | int64(column&0xffff)<<32 | line&0xffffffff
}

// Place takes a place apart: the part, from 0; the column that a row of a wide
// table was made of, from 1, or 0; and the line, from 1.
func Place(at int64) (part, column int, line int64) {
	return int(at >> 48), int(at >> 32 & 0xffff), at & 0xffffffff
}

// Cell is the period and area that a refused row was about; empty is any.
type Cell struct{ Period, Area string }

// Refusal says why nothing of a file can be read.
type Refusal struct{ Faults []Fault }

// Error is in Swedish: whoever sent the file reads it.
func (r *Refusal) Error() string {
	var all []string
	for _, f := range r.Faults {
		all = append(all, f.Message)
	}
	return strings.Join(all, "; ")
}

func refuse(line int64, rule, format string, args ...any) *Refusal {
	return &Refusal{[]Fault{{Line: line, Rule: rule, Message: fmt.Sprintf(format, args...)}}}
}

// row is one raw row of a table, its fields as text.
type row struct {
	line   int64
	fields []string
	// typed says which fields the format itself holds as numbers; nil in text.
	typed []bool
	raw   string
	torn  bool // its quotation marks cannot be trusted
	gap   bool // empty rows stand before it
}

// rows yields the rows of a table and io.EOF after the last.
type rows func() (row, error)

// table is one table of a delivery, whose rows can be read several times.
type table struct {
	Part
	open func() (rows, error)
	// headed says that the first row is the header, in formats that have one.
	headed    bool
	encoding  string // of text
	separator byte
	mark      string // its byte order mark, and how its lines end
	ending    string
	notes     []Fault // what was found while opening
}

// Open begins to read the file: it is refused here if it is no table of the
// feed, with all that its header lacks.
func Open(name string, size int64, in io.ReaderAt, opt Options) (r *Reader, err error) {
	if opt.Limits == (Limits{}) {
		opt.Limits = DefaultLimits
	}
	switch {
	case size == 0:
		return nil, refuse(0, "tom", "filen är tom")
	case size > opt.Limits.Bytes:
		return nil, refuse(0, "storlek", "filen är %d byte; högst %d läses", size, opt.Limits.Bytes)
	}
	budget := opt.Limits.Expanded
	tables, err := openFile(name, size, in, opt, 0, &budget)
	if err != nil {
		return nil, err
	}
	shapes, notes, err := shapeAll(name, tables, opt)
	if err != nil {
		return nil, err
	}
	return newReader(opt, shapes, notes), nil
}

// Lines reads a file again for rows as they were delivered, by their places,
// and the header under which they can be delivered again.
func Lines(name string, size int64, in io.ReaderAt, opt Options, places map[int64]bool) (header string, found map[int64]string, err error) {
	r, err := Open(name, size, in, opt)
	if err != nil {
		return "", nil, err
	}
	defer r.Close()
	found = map[int64]string{}
	for len(found) < len(places) {
		rec, err := r.nextRecord()
		if err == io.EOF {
			break
		}
		if err != nil {
			return r.header(), found, err
		}
		if places[rec.place] {
			found[rec.place] = visible(rec.raw)
		}
	}
	return r.header(), found, nil
}
