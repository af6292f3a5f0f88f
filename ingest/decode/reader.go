package decode

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"stadsdelskollen/queries/period"
	"stadsdelskollen/queries/register"
)

// batchRows bounds a record batch.
const batchRows = 8192

// Unit is the level of an area that the register does not know: an office.
const Unit = "enhet"

// Reader is an array.RecordReader over the rows of a file that have no fault.
// Faults, Cells and Notes are complete when Next has returned false.
type Reader struct {
	stream
	schema  *arrow.Schema
	builder *array.RecordBuilder
	current arrow.RecordBatch
	err     error
	done    bool

	at      map[string]int // where each field stands in the contract
	reads   []reading      // how each field is read
	values  []value        // of the row in hand
	rows    int64
	faults  []Fault
	notes   []Fault
	states  map[[2]string]int64 // figures that are not there, by column and state
	cells   map[Cell]bool
	areas   map[[2]string]located
	lastDay time.Time // of the newest period that was read
}

// located is what a name means in a period.
type located struct {
	area register.Area
	err  error
	mark bool // a footnote mark was taken off
}

func newReader(opt Options, shapes []*shape, notes []Fault) *Reader {
	r := &Reader{stream: newStream(opt, shapes), notes: notes, schema: Schema(opt.Feed), at: map[string]int{},
		values: make([]value, len(opt.Feed.Fields)), states: map[[2]string]int64{}, cells: map[Cell]bool{}, areas: map[[2]string]located{}}
	for i, f := range opt.Feed.Fields {
		r.at[f.Name] = i
		r.reads = append(r.reads, reading{field: f, inKey: opt.Feed.InKey(f.Name), isPeriod: f.Name == opt.Feed.Own.Period,
			mapping: opt.Mapping, notation: opt.Mapping.notation()})
	}
	r.pass = r.note
	r.builder = array.NewRecordBuilder(memory.DefaultAllocator, r.schema)
	return r
}

// note keeps what is to be said of a row that is no fault.
func (r *Reader) note(f Fault) {
	if len(r.notes) < r.opt.Limits.Faults {
		r.notes = append(r.notes, f)
	}
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

// Notes say what was passed over, guessed or taken off: headings that are not
// read, rows that are no data, footnote marks, figures that are not there.
func (r *Reader) Notes() []Fault {
	out := slices.Clone(r.notes)
	for _, f := range r.opt.Feed.Fields {
		for _, state := range States {
			if n := r.states[[2]string{f.Name, state}]; n > 0 {
				out = append(out, Fault{Column: f.Name, Rule: "tecken", Message: fmt.Sprintf("%s: %d", stateWords[state], n)})
			}
		}
	}
	return out
}

var stateWords = map[string]string{
	Hidden: "värden som den som levererade filen har dolt", NotApplicable: "värden som anges som ej tillämpliga",
}

// Parts are the tables of the delivery, in the order of places.
func (r *Reader) Parts() []Part {
	var out []Part
	for _, s := range r.shapes {
		for len(out) <= s.part {
			out = append(out, Part{})
		}
		out[s.part] = s.Part
	}
	return out
}

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
	for name, i := range r.shapes[0].places {
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
		rec, err := r.nextRecord()
		if err != nil {
			r.stop(err)
			break
		}
		r.rows++
		if r.take(rec) {
			good++
		}
		if len(r.faults) > r.opt.Limits.Faults {
			_, _, line := Place(rec.place)
			r.stop(refuse(rec.place, "fel", "filen har fler än %d fel; från rad %d lästes inget mer", r.opt.Limits.Faults, line))
		}
	}
	if good == 0 || r.err != nil {
		return false
	}
	r.current = r.builder.NewRecordBatch()
	return true
}

// nameMark is a footnote mark at the end of a name.
var nameMark = regexp.MustCompile(`(?:[\x{b9}\x{b2}\x{b3}\x{2070}\x{2074}-\x{2079}*†‡]+|\s*\d\))$`)

func withoutMark(name string) string {
	return strings.TrimSpace(nameMark.ReplaceAllString(name, ""))
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

// take reads one record into the batch, or its faults.
func (r *Reader) take(in record) bool {
	fault := func(field int, column string, p *problem) {
		r.faults = append(r.faults, Fault{Line: in.place, Field: field, Column: column, Rule: p.rule, Message: p.message, Raw: visible(in.raw)})
	}
	before := len(r.faults)
	r.checkShape(in, fault)
	if len(r.faults) > before {
		r.cells[Cell{}] = true
		return false
	}
	clear(r.values)
	for i, f := range r.opt.Feed.Fields {
		v, p := r.field(in, i)
		if p != nil {
			fault(in.at[i], f.Name, p)
			continue
		}
		r.values[i] = v
	}
	when, name := r.value(r.opt.Feed.Own.Period), r.value(r.opt.Feed.Own.Area)
	found := r.locate(when, name, r.value(r.opt.Feed.Own.Level))
	if found.err != nil {
		fault(in.at[r.at[r.opt.Feed.Own.Area]], r.opt.Feed.Own.Area, &problem{"omrade", found.err.Error()})
	}
	if len(r.faults) > before {
		r.remember(when, name, found)
		return false
	}
	r.append(in, when, found)
	return true
}

// field reads one column of the record; one that the file lacks is empty. A
// number that can be read in two ways asks how its column writes the others.
func (r *Reader) field(in record, i int) (value, *problem) {
	how := r.reads[i]
	if in.typed[i] {
		how.notation = notation{'.'}
	}
	v, p := how.parse(in.texts[i])
	if p == nil || p.rule != "tvetydigt" {
		return v, p
	}
	learned, err := in.notation(how.field.Name)
	if err != nil {
		return value{}, problemf("typ", "kolumnen kunde inte läsas igenom: %v", err)
	}
	how.notation = learned
	return how.parse(in.texts[i])
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
func (r *Reader) checkShape(in record, fault func(int, string, *problem)) {
	fields := in.source.fields
	n := len(fields)
	for n > in.width && strings.TrimSpace(fields[n-1]) == "" {
		n--
	}
	if n != in.width {
		fault(0, "", problemf("falt", "raden har %d fält, rubriken %d", n, in.width))
	}
	if in.source.torn {
		fault(0, "", problemf("citattecken", "text står efter ett avslutande citattecken"))
	}
	for i, f := range fields {
		if len(f) > r.opt.Limits.Field {
			fault(i+1, "", problemf("langd", "fältet är längre än %d byte", r.opt.Limits.Field))
		}
	}
}

// locate finds the area that a name means on the last day of the period. A
// unit has the name that enheter.csv gives it, or else its own.
func (r *Reader) locate(when, name, level string) located {
	if when == "" || name == "" {
		return located{}
	}
	p, _ := parsePeriod(when)
	r.lastDay = p.Last()
	if outside := r.opt.Feed.Own.Outside; outside != "" {
		return located{area: register.Area{Name: name, Level: outside}}
	}
	if level == Unit {
		return located{area: register.Area{Name: r.opt.Register.Unit(name), Level: Unit}}
	}
	found := r.resolve(when, name, p)
	if found.err == nil && level != "" && level != found.area.Level {
		found.err = fmt.Errorf("%s är på nivån %s, inte %s", found.area.Name, found.area.Level, level)
	}
	return found
}

// resolve asks the register once for each name and period.
func (r *Reader) resolve(when, name string, p period.Period) located {
	k := [2]string{when, name}
	found, ok := r.areas[k]
	if !ok {
		found.area, found.err = r.opt.Register.Resolve(name, p.Last())
		if bare := withoutMark(name); found.err != nil && bare != name {
			if area, err := r.opt.Register.Resolve(bare, p.Last()); err == nil {
				found = located{area: area, mark: true}
			}
		}
		r.areas[k] = found
	}
	return found
}

// remember notes what a faulty row was about, as far as can be told: with an
// unknown name the areas it may have meant, with a bad period any period.
func (r *Reader) remember(when, name string, found located) {
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
