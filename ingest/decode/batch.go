package decode

import (
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"

	"stadsdelskollen/ingest/contract"
)

// own are the columns that every batch begins with: the row's place, the primary
// key as text, the period, the area's name in the register, and its level; the
// states of figures that are not there (see tecken); and the place spelled out:
// file within an archive, sheet, line, and the column of a wide table or 0.
var own = []arrow.Field{
	{Name: "_line", Type: arrow.PrimitiveTypes.Int64},
	{Name: "_key", Type: arrow.BinaryTypes.String},
	{Name: "_period", Type: arrow.BinaryTypes.String},
	{Name: "_area", Type: arrow.BinaryTypes.String},
	{Name: "_level", Type: arrow.BinaryTypes.String},
	{Name: "_tecken", Type: arrow.BinaryTypes.String},
	{Name: "_file", Type: arrow.BinaryTypes.String},
	{Name: "_sheet", Type: arrow.BinaryTypes.String},
	{Name: "_row", Type: arrow.PrimitiveTypes.Int64},
	{Name: "_column", Type: arrow.PrimitiveTypes.Int64},
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

// append puts the record in hand into the batch.
func (r *Reader) append(in record, when string, found located) {
	own := r.opt.Feed.Own
	if found.mark {
		r.note(Fault{Line: in.place, Field: in.at[r.at[own.Area]], Column: own.Area, Rule: "fotnot", Message: "fotnotstecknet i " + show(r.value(own.Area)) + " togs bort"})
	}
	r.values[r.at[own.Area]].text = found.area.Name
	if i, ok := r.at[own.Unit]; ok && !r.values[i].null {
		r.values[i].text = r.opt.Register.Unit(r.values[i].text)
	}
	var key []string
	for _, name := range r.opt.Feed.PrimaryKey {
		if text := r.value(name); text != "" {
			key = append(key, text)
		}
	}
	_, column, line := Place(in.place)
	ints := map[int]int64{0: in.place, 8: line, 9: int64(column)}
	texts := []string{"", strings.Join(key, ", "), when, found.area.Name, found.area.Level, r.tecken(in), in.File, in.Sheet, "", ""}
	for i, text := range texts {
		if b, ok := r.builder.Field(i).(*array.Int64Builder); ok {
			b.Append(ints[i])
		} else {
			r.builder.Field(i).(*array.StringBuilder).Append(text)
		}
	}
	for i, v := range r.values {
		appendValue(r.builder.Field(len(texts)+i), v)
	}
}

// tecken lists the record's figures that are not there and not merely missing:
// "hushall=dold kostnad_tkr=ej_tillamplig", in the contract's order. It counts
// them, and says which footnote marks were taken off.
func (r *Reader) tecken(in record) string {
	var out []string
	for i, v := range r.values {
		name := r.opt.Feed.Fields[i].Name
		if v.state != "" {
			out = append(out, name+"="+v.state)
			r.states[[2]string{name, v.state}]++
		}
		if v.mark != "" {
			r.note(Fault{Line: in.place, Field: in.at[i], Column: name, Rule: "fotnot", Message: "fotnotstecknet " + show(v.mark) + " i " + show(in.texts[i]) + " togs bort"})
		}
	}
	return strings.Join(out, " ")
}

// RowText is a row of a batch as a person reads it: its place, the states of its
// figures, and its values.
func RowText(batch arrow.RecordBatch, i int) string {
	var out []string
	place := fmt.Sprintf("%s %s rad %s", batch.Column(6).ValueStr(i), batch.Column(7).ValueStr(i), batch.Column(8).ValueStr(i))
	if column := batch.Column(9).(*array.Int64).Value(i); column > 0 {
		place += fmt.Sprintf(" kolumn %d", column)
	}
	if states := batch.Column(5).(*array.String).Value(i); states != "" {
		out = append(out, "tecken("+states+")")
	}
	for j := len(own); j < int(batch.NumCols()); j++ {
		if c := batch.Column(j); !c.IsNull(i) {
			out = append(out, batch.ColumnName(j)+"="+c.ValueStr(i))
		}
	}
	return strings.Join(strings.Fields(place), " ") + ": " + strings.Join(out, " ")
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
