//go:build duckdb_arrow

package warehouse

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// batchSize bounds the rows of a record batch.
const batchSize = 8192

// integers are the columns of batches that hold int64; the others hold text.
var integers = map[string]bool{"line": true, "field": true, "part": true}

// batches makes record batches of rows: thousands of them would take seconds
// as single inserts.
func batches[T any](columns []string, rows []T, values func(T) []any) (array.RecordReader, error) {
	fields := make([]arrow.Field, len(columns))
	for i, c := range columns {
		fields[i] = arrow.Field{Name: c, Type: arrow.BinaryTypes.String}
		if integers[c] {
			fields[i].Type = arrow.PrimitiveTypes.Int64
		}
	}
	schema := arrow.NewSchema(fields, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	var out []arrow.RecordBatch
	for len(rows) > 0 || len(out) == 0 {
		n := min(batchSize, len(rows))
		for _, row := range rows[:n] {
			for i, v := range values(row) {
				switch v := v.(type) {
				case string:
					b.Field(i).(*array.StringBuilder).Append(v)
				case int64:
					b.Field(i).(*array.Int64Builder).Append(v)
				default:
					return nil, fmt.Errorf("batch column %s: %T", columns[i], v)
				}
			}
		}
		rows = rows[n:]
		out = append(out, b.NewRecordBatch())
	}
	return array.NewRecordReader(schema, out)
}
