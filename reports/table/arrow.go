package table

import (
	"bytes"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// schema is the table's columns for Arrow; what a column means stands in its
// metadata, what the table is in the schema's.
func (t Table) schema() *arrow.Schema {
	fields := make([]arrow.Field, len(t.Columns))
	for i, c := range t.Columns {
		fields[i] = arrow.Field{Name: c.Name, Type: c.arrowType(), Nullable: c.Kind != Text,
			Metadata: arrow.NewMetadata([]string{"titel", "beskrivning"}, []string{c.Title, c.Description})}
	}
	keys, texts := []string{"titel"}, []string{t.Title}
	for _, n := range t.Notes() {
		keys, texts = append(keys, n.Key), append(texts, n.Text)
	}
	md := arrow.NewMetadata(keys, texts)
	return arrow.NewSchema(fields, &md)
}

func (c Column) arrowType() arrow.DataType {
	switch c.Kind {
	case Figure:
		return arrow.PrimitiveTypes.Float64
	case Whole:
		return arrow.PrimitiveTypes.Int64
	}
	return arrow.BinaryTypes.String
}

// record is the whole table as one batch. The caller releases it.
func (t Table) record(mem memory.Allocator) (arrow.RecordBatch, error) {
	b := array.NewRecordBuilder(mem, t.schema())
	defer b.Release()
	for _, row := range t.Rows {
		for j, c := range row {
			switch f := b.Field(j).(type) {
			case *array.StringBuilder:
				f.Append(c.Text)
			case *array.Float64Builder:
				if c.Text == "" {
					f.AppendNull()
				} else {
					f.Append(c.number())
				}
			case *array.Int64Builder:
				if c.Text == "" {
					f.AppendNull()
					continue
				}
				n, err := strconv.ParseInt(c.Text, 10, 64)
				if err != nil {
					return nil, err
				}
				f.Append(n)
			}
		}
	}
	return b.NewRecordBatch(), nil
}

// Arrow is the table as an Arrow IPC file. A figure that is not shown is null,
// and the bytes under a null are zero.
func Arrow(t Table) (_ []byte, err error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	mem := memory.NewGoAllocator()
	rec, err := t.record(mem)
	if err != nil {
		return nil, err
	}
	defer rec.Release()
	var b bytes.Buffer
	w, err := ipc.NewFileWriter(&b, ipc.WithSchema(rec.Schema()), ipc.WithAllocator(mem))
	if err != nil {
		return nil, err
	}
	if err := w.Write(rec); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Parquet is the table as a Parquet file. Its statistics are made from the
// published rows: there is nothing else to make them from.
func Parquet(t Table) ([]byte, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	mem := memory.NewGoAllocator()
	rec, err := t.record(mem)
	if err != nil {
		return nil, err
	}
	defer rec.Release()
	var b bytes.Buffer
	props := parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Zstd), parquet.WithAllocator(mem), parquet.WithCreatedBy("stadsdelskollen"))
	w, err := pqarrow.NewFileWriter(rec.Schema(), &b, props, pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	if err != nil {
		return nil, err
	}
	md := rec.Schema().Metadata()
	for i, k := range md.Keys() {
		if err := w.AppendKeyValueMetadata(k, md.Values()[i]); err != nil {
			return nil, err
		}
	}
	if err := w.Write(rec); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
