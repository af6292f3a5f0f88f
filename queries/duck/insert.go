//go:build duckdb_arrow

package duck

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// batchRows bounds the rows of one record batch.
const batchRows = 64 << 10

// Insert puts structs into a table: a field goes to the column with the name
// in its tag `db`. A nil pointer is NULL. A DECIMAL column takes float64
// fields, rounded to its scale.
func Insert[T any](ctx context.Context, tx *Tx, table string, rows []T) error {
	schema, fields, err := arrowSchema(reflect.TypeFor[T]())
	if err != nil {
		return fmt.Errorf("insert into %s: %w", table, err)
	}
	for len(rows) > 0 {
		part := rows[:min(len(rows), batchRows)]
		rows = rows[len(part):]
		if err := insertBatch(ctx, tx, table, schema, fields, reflect.ValueOf(part)); err != nil {
			return fmt.Errorf("insert into %s: %w", table, err)
		}
	}
	return nil
}

func insertBatch(ctx context.Context, tx *Tx, table string, schema *arrow.Schema, fields []int, rows reflect.Value) error {
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for i := range rows.Len() {
		for j, f := range fields {
			appendValue(b.Field(j), rows.Index(i).Field(f))
		}
	}
	rec := b.NewRecordBatch()
	defer rec.Release()
	reader, err := array.NewRecordReader(schema, []arrow.RecordBatch{rec})
	if err != nil {
		return err
	}
	defer reader.Release()
	const view = "rows_to_insert"
	return tx.WithBatches(ctx, view, reader, func() error {
		return tx.Exec(ctx, "INSERT INTO "+quote(table)+" BY NAME SELECT * FROM "+view, nil)
	})
}

func arrowSchema(t reflect.Type) (*arrow.Schema, []int, error) {
	var cols []arrow.Field
	var fields []int
	for i := range t.NumField() {
		name := t.Field(i).Tag.Get("db")
		if name == "" {
			continue
		}
		ft := t.Field(i).Type
		nullable := ft.Kind() == reflect.Pointer
		if nullable {
			ft = ft.Elem()
		}
		at, ok := arrowType(ft)
		if !ok {
			return nil, nil, fmt.Errorf("column %s: no Arrow type for %s", name, ft)
		}
		cols = append(cols, arrow.Field{Name: name, Type: at, Nullable: nullable})
		fields = append(fields, i)
	}
	return arrow.NewSchema(cols, nil), fields, nil
}

func arrowType(t reflect.Type) (arrow.DataType, bool) {
	if t == reflect.TypeFor[time.Time]() {
		return arrow.FixedWidthTypes.Timestamp_us, true
	}
	switch t.Kind() {
	case reflect.String:
		return arrow.BinaryTypes.String, true
	case reflect.Int, reflect.Int32, reflect.Int64:
		return arrow.PrimitiveTypes.Int64, true
	case reflect.Float64:
		return arrow.PrimitiveTypes.Float64, true
	case reflect.Bool:
		return arrow.FixedWidthTypes.Boolean, true
	}
	return nil, false
}

func appendValue(b array.Builder, v reflect.Value) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			b.AppendNull()
			return
		}
		v = v.Elem()
	}
	switch b := b.(type) {
	case *array.StringBuilder:
		b.Append(v.String())
	case *array.Int64Builder:
		b.Append(v.Int())
	case *array.Float64Builder:
		b.Append(v.Float())
	case *array.BooleanBuilder:
		b.Append(v.Bool())
	case *array.TimestampBuilder:
		b.Append(arrow.Timestamp(v.Interface().(time.Time).UnixMicro()))
	}
}
