package decode

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"stadsdelskollen/ingest/contract"
	"stadsdelskollen/queries/period"
	"stadsdelskollen/queries/register"
)

// batchRows bounds a record batch.
const batchRows = 8192

// Unit is the level of an area that the register does not know: an office.
const Unit = "enhet"

// own are the columns that every batch begins with: the line, the primary key
// as text, the period, the area's name in the register, and its level.
var own = []arrow.Field{
	{Name: "_line", Type: arrow.PrimitiveTypes.Int64},
	{Name: "_key", Type: arrow.BinaryTypes.String},
	{Name: "_period", Type: arrow.BinaryTypes.String},
	{Name: "_area", Type: arrow.BinaryTypes.String},
	{Name: "_level", Type: arrow.BinaryTypes.String},
}

// Reader is an array.RecordReader over the rows of a file that have no fault.
// Faults, Cells and Rows are complete when Next has returned false.
type Reader struct {
	opt     Options
	next    rows
	width   int            // fields of the header
	places  map[string]int // where each column stands, from 0
	unknown []Fault

	schema  *arrow.Schema
	builder *array.RecordBuilder
	current arrow.RecordBatch
	err     error
	done    bool

	at      map[string]int // where each field stands in the contract
	values  []value        // of the row in hand
	rows    int64
	faults  []Fault
	cells   map[Cell]bool
	areas   map[[2]string]place
	lastDay time.Time // of the newest period that was read
}

// place is what a name means in a period.
type place struct {
	area register.Area
	err  error
}

// decimalType holds amounts to the thousandth.
var decimalType = &arrow.Decimal128Type{Precision: 18, Scale: 3}

// Schema of the batches of a feed.
func Schema(feed contract.Feed) *arrow.Schema {
	fields := append([]arrow.Field{}, own...)
	for _, f := range feed.Fields {
		var t arrow.DataType = arrow.BinaryTypes.String
		switch f.Type {
		case contract.Integer:
			t = arrow.PrimitiveTypes.Int64
		case contract.Number:
			t = decimalType
		case contract.Date:
			t = arrow.FixedWidthTypes.Date32
		}
		fields = append(fields, arrow.Field{Name: f.Name, Type: t, Nullable: true})
	}
	return arrow.NewSchema(fields, nil)
}

func newReader(opt Options, next rows, width int, places map[string]int, unknown []Fault) *Reader {
	r := &Reader{opt: opt, next: next, width: width, places: places, unknown: unknown, schema: Schema(opt.Feed),
		at: map[string]int{}, values: make([]value, len(opt.Feed.Fields)), cells: map[Cell]bool{}, areas: map[[2]string]place{}}
	for i, f := range opt.Feed.Fields {
		r.at[f.Name] = i
	}
	r.builder = array.NewRecordBuilder(memory.DefaultAllocator, r.schema)
	return r
}

// Schema of the batches.
func (r *Reader) Schema() *arrow.Schema { return r.schema }

// Retain does nothing: the reader has one owner, who calls Close.
func (r *Reader) Retain() {}

// Release does nothing; see Retain.
func (r *Reader) Release() {}

// Close gives back the memory of the batches.
func (r *Reader) Close() {
	if r.current != nil {
		r.current.Release()
		r.current = nil
	}
	r.builder.Release()
}

// RecordBatch is the batch that Next has read.
func (r *Reader) RecordBatch() arrow.RecordBatch { return r.current }

// Record is RecordBatch under its older name, which the interface asks for.
func (r *Reader) Record() arrow.RecordBatch { return r.current }

// Err is what stopped the reading: a *Refusal, or a fault of the disk.
func (r *Reader) Err() error { return r.err }

// Faults of rows, in the order of the file.
func (r *Reader) Faults() []Fault { return r.faults }

// Unknown headings, which were not read.
func (r *Reader) Unknown() []Fault { return r.unknown }

// Cells are the periods and areas that the faulty rows were about.
func (r *Reader) Cells() []Cell {
	var out []Cell
	for c := range r.cells {
		out = append(out, c)
	}
	return out
}

// Fields are the places of the contract's columns in the file, from 1.
func (r *Reader) Fields() map[string]int {
	out := map[string]int{}
	for name, i := range r.places {
		out[name] = i + 1
	}
	return out
}

// Next reads the next batch.
func (r *Reader) Next() bool {
	if r.current != nil {
		r.current.Release()
		r.current = nil
	}
	good := 0
	for !r.done && good < batchRows {
		row, err := r.next()
		if err != nil {
			r.stop(err)
			break
		}
		r.rows++
		if r.take(row) {
			good++
		}
		if len(r.faults) > r.opt.Limits.Faults {
			r.stop(refuse(row.line, "fel", "filen har fler än %d fel; från rad %d lästes inget mer", r.opt.Limits.Faults, row.line))
		}
	}
	if good == 0 || r.err != nil {
		return false
	}
	r.current = r.builder.NewRecordBatch()
	return true
}

func (r *Reader) stop(err error) {
	r.done = true
	switch {
	case !errors.Is(err, io.EOF):
		r.err = err
	case r.rows == 0:
		r.err = refuse(0, "tom", "filen har en rubrikrad men inga rader")
	}
}

// take reads one row into the batch, or its faults.
func (r *Reader) take(in row) bool {
	fault := func(field int, column string, p *problem) {
		r.faults = append(r.faults, Fault{Line: in.line, Field: field, Column: column, Rule: p.rule, Message: p.message, Raw: in.raw})
	}
	before := len(r.faults)
	r.checkShape(in, fault)
	if len(r.faults) > before {
		r.cells[Cell{}] = true
		return false
	}
	clear(r.values)
	for i, f := range r.opt.Feed.Fields {
		v, p := r.field(in, f)
		if p != nil {
			fault(r.places[f.Name]+1, f.Name, p)
			continue
		}
		r.values[i] = v
	}
	when, name := r.value(r.opt.Feed.Own.Period), r.value(r.opt.Feed.Own.Area)
	found := r.locate(when, name, r.value(r.opt.Feed.Own.Level))
	if found.err != nil {
		fault(r.places[r.opt.Feed.Own.Area]+1, r.opt.Feed.Own.Area, &problem{"omrade", found.err.Error()})
	}
	if len(r.faults) > before {
		r.remember(when, name, found)
		return false
	}
	r.append(in.line, when, found.area)
	return true
}

// field reads one column of the row; one that the file lacks is empty.
func (r *Reader) field(in row, f contract.Field) (value, *problem) {
	text := ""
	if at, ok := r.places[f.Name]; ok {
		text = in.fields[at]
	}
	v, p := parse(f, r.opt.Feed.InKey(f.Name), text)
	if p == nil && f.Name == r.opt.Feed.Own.Period && f.Type == contract.String {
		if _, ok := parsePeriod(v.text); !ok {
			p = problemf("period", "%s är varken månad eller år; skriv ÅÅÅÅ-MM eller ÅÅÅÅ", show(text))
		}
	}
	return v, p
}

// value is the text of a column in the row in hand; empty where it is faulty.
func (r *Reader) value(name string) string {
	i, ok := r.at[name]
	if !ok {
		return ""
	}
	return r.values[i].text
}

// checkShape sees that the row has the header's fields and none too long.
func (r *Reader) checkShape(in row, fault func(int, string, *problem)) {
	n := len(in.fields)
	for n > r.width && strings.TrimSpace(in.fields[n-1]) == "" {
		n--
	}
	if n != r.width {
		fault(0, "", problemf("falt", "raden har %d fält, rubriken %d", n, r.width))
	}
	if in.torn {
		fault(0, "", problemf("citattecken", "text står efter ett avslutande citattecken"))
	}
	for i, f := range in.fields {
		if len(f) > r.opt.Limits.Field {
			fault(i+1, "", problemf("langd", "fältet är längre än %d byte", r.opt.Limits.Field))
		}
	}
}

// locate finds the area that a name means on the last day of the period. A
// unit has the name that enheter.csv gives it, or else its own.
func (r *Reader) locate(when, name, level string) place {
	if when == "" || name == "" {
		return place{}
	}
	p, _ := parsePeriod(when)
	r.lastDay = p.Last()
	if outside := r.opt.Feed.Own.Outside; outside != "" {
		return place{area: register.Area{Name: name, Level: outside}}
	}
	if level == Unit {
		return place{area: register.Area{Name: r.opt.Register.Unit(name), Level: Unit}}
	}
	found := r.resolve(when, name, p)
	if found.err == nil && level != "" && level != found.area.Level {
		found.err = fmt.Errorf("%s är på nivån %s, inte %s", found.area.Name, found.area.Level, level)
	}
	return found
}

// resolve asks the register once for each name and period.
func (r *Reader) resolve(when, name string, p period.Period) place {
	k := [2]string{when, name}
	found, ok := r.areas[k]
	if !ok {
		found.area, found.err = r.opt.Register.Resolve(name, p.Last())
		r.areas[k] = found
	}
	return found
}

// remember notes what a faulty row was about, as far as can be told: with an
// unknown name the areas it may have meant, with a bad period any period.
func (r *Reader) remember(when, name string, found place) {
	var unknown *register.Unknown
	switch {
	case when != "" && found.area.Name != "":
		r.cells[Cell{when, found.area.Name}] = true
	case when != "" && errors.As(found.err, &unknown):
		for _, near := range unknown.Nearest {
			r.cells[Cell{when, near}] = true
		}
	case when == "" && name != "":
		area, err := r.opt.Register.Resolve(name, r.lastDay)
		if err == nil {
			r.cells[Cell{"", area.Name}] = true
		} else {
			r.cells[Cell{}] = true
		}
	default:
		r.cells[Cell{when, ""}] = true
	}
}

func (r *Reader) append(line int64, when string, area register.Area) {
	r.values[r.at[r.opt.Feed.Own.Area]].text = area.Name
	if i, ok := r.at[r.opt.Feed.Own.Unit]; ok && !r.values[i].null {
		r.values[i].text = r.opt.Register.Unit(r.values[i].text)
	}
	var key []string
	for _, name := range r.opt.Feed.PrimaryKey {
		if text := r.value(name); text != "" {
			key = append(key, text)
		}
	}
	r.builder.Field(0).(*array.Int64Builder).Append(line)
	for i, text := range []string{strings.Join(key, ", "), when, area.Name, area.Level} {
		r.builder.Field(i + 1).(*array.StringBuilder).Append(text)
	}
	for i, v := range r.values {
		appendValue(r.builder.Field(len(own)+i), v)
	}
}

func appendValue(b array.Builder, v value) {
	if v.null {
		b.AppendNull()
		return
	}
	switch b := b.(type) {
	case *array.StringBuilder:
		b.Append(v.text)
	case *array.Int64Builder:
		b.Append(v.n)
	case *array.Decimal128Builder:
		b.Append(decimal128.FromI64(v.n))
	case *array.Date32Builder:
		b.Append(arrow.Date32(v.n))
	}
}
