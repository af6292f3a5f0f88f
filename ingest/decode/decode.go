// Package decode reads a delivered file into typed Arrow record batches that
// remember on which line each row stood. A file's extension and first bytes
// choose the format; each format is a function that yields raw rows, and what
// follows is the same for all of them.
//
// It promises that every fault of every row is reported with line, field and
// a Swedish sentence, that a row with a fault is in no batch, and that memory
// does not grow with the file but with its faults, which are bounded. What is
// no readable table at all is refused whole, with a *Refusal. It reads only
// what it is given and guesses nothing about a value.
package decode

import (
	"fmt"
	"io"
	"path"
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
}

// DefaultLimits suit monthly deliveries of a large city's cases.
var DefaultLimits = Limits{Bytes: 200 << 20, Columns: 500, Row: 1 << 20, Field: 32 << 10, Faults: 100_000}

// Options say how a file is to be read.
type Options struct {
	Feed     contract.Feed
	Register *register.Register
	// Columns are the workspace's own names of columns, by the contract's.
	Columns map[string]string
	Limits  Limits
}

// Fault is one fault of a file. Line and Field count from 1; Line 0 is the
// whole file, Field 0 the whole row. Column is the contract's name.
type Fault struct {
	Line                       int64
	Field                      int
	Column, Rule, Message, Raw string
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

// row is one raw row of a file, its fields as text.
type row struct {
	line   int64
	fields []string
	raw    string
	torn   bool // its quotation marks cannot be trusted
}

// rows yields the rows of a file, its header first, and io.EOF after the last.
type rows func() (row, error)

// format opens a file's rows; known are the column names that a header may hold.
type format func(r io.Reader, known map[string]bool, limits Limits) (rows, error)

var formats = map[string]format{
	".csv": openCSV,
}

// Open begins to read the file: it is refused here if it is no table of the
// feed, with all that its header lacks.
func Open(name string, size int64, r io.Reader, opt Options) (*Reader, error) {
	if opt.Limits == (Limits{}) {
		opt.Limits = DefaultLimits
	}
	ext := strings.ToLower(path.Ext(name))
	open, ok := formats[ext]
	switch {
	case size == 0:
		return nil, refuse(0, "tom", "filen är tom")
	case size > opt.Limits.Bytes:
		return nil, refuse(0, "storlek", "filen är %d byte; högst %d läses", size, opt.Limits.Bytes)
	case !ok && ext == "":
		return nil, refuse(0, "format", "filnamnet har ingen ändelse; spara filen som .csv")
	case !ok:
		return nil, refuse(0, "format", "formatet %s kan inte läsas ännu; spara filen som .csv", ext)
	}
	names := newNames(opt)
	next, err := open(r, names.known, opt.Limits)
	if err != nil {
		return nil, err
	}
	header, err := next()
	if err == io.EOF {
		return nil, refuse(0, "tom", "filen är tom")
	}
	if err != nil {
		return nil, err
	}
	places, unknown, err := names.place(header)
	if err != nil {
		return nil, err
	}
	return newReader(opt, next, len(header.fields), places, unknown), nil
}

// Lines reads a file again for rows as they were delivered: those that begin
// on the given lines, without their line ending, and the file's beginning up
// to and with its header's.
func Lines(r io.Reader, opt Options, lines map[int64]bool) (header string, found map[int64]string, err error) {
	if opt.Limits == (Limits{}) {
		opt.Limits = DefaultLimits
	}
	found = map[int64]string{}
	s, err := newScanner(r, newNames(opt).known, opt.Limits)
	if err != nil {
		return "", nil, err
	}
	first := true
	for {
		row, err := s.next()
		if err == io.EOF {
			return header, found, nil
		}
		if err != nil {
			return header, found, err
		}
		if first {
			header, first = s.beginning(), false
		}
		if lines[row.line] {
			found[row.line] = row.raw
		}
	}
}
