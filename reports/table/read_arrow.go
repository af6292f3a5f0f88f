package table

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/metadata"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// ReadArrow reads what Arrow wrote. It refuses a null with anything under it (the
// bytes of a figure that is not shown), and a file that is not the same when what
// was read is written again: there is something between its parts.
func ReadArrow(data []byte) (c Contents, err error) {
	r, err := ipc.NewFileReader(bytes.NewReader(data), ipc.WithAllocator(memory.NewGoAllocator()))
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	header, texts := described(r.Schema())
	var again bytes.Buffer
	w, err := ipc.NewFileWriter(&again, ipc.WithSchema(r.Schema()), ipc.WithAllocator(memory.NewGoAllocator()))
	if err != nil {
		return c, err
	}
	var rows [][]string
	for i := range r.NumRecords() {
		rec, err := r.RecordBatch(i)
		if err != nil {
			return c, err
		}
		if err := w.Write(rec); err != nil {
			return c, err
		}
		if err := nothingUnderNulls(rec); err != nil {
			return c, err
		}
		more, err := texted(rec)
		if err != nil {
			return c, err
		}
		rows = append(rows, more...)
	}
	if err := w.Close(); err != nil {
		return c, err
	}
	if !bytes.Equal(again.Bytes(), data) {
		return c, errors.New("bytes that belong to no row")
	}
	return contents(header, rows, texts)
}

// described are the columns of a schema and all texts about them.
func described(s *arrow.Schema) (header, texts []string) {
	md := s.Metadata()
	texts = append(slices.Clone(md.Keys()), md.Values()...)
	for _, f := range s.Fields() {
		header = append(header, f.Name)
		texts = append(append(texts, f.Metadata.Keys()...), f.Metadata.Values()...)
	}
	return header, texts
}

// texted are the rows of a batch as text.
func texted(rec arrow.RecordBatch) ([][]string, error) {
	rows := make([][]string, rec.NumRows())
	for i := range rows {
		rows[i] = make([]string, rec.NumCols())
	}
	for j, column := range rec.Columns() {
		for i := range rows {
			if column.IsNull(i) {
				continue
			}
			text, _, err := valueAt(column, i)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", rec.ColumnName(j), err)
			}
			rows[i][j] = text
		}
	}
	return rows, nil
}

// nothingUnderNulls looks at the room that a null has for a value. In Parquet it
// has none, and what a reader puts there is not of the file.
func nothingUnderNulls(rec arrow.RecordBatch) error {
	for j, column := range rec.Columns() {
		for i := range column.Len() {
			if !column.IsNull(i) {
				continue
			}
			if _, under, err := valueAt(column, i); err != nil || under {
				return errors.Join(err, fmt.Errorf("%s, row %d: there is a value under a null", rec.ColumnName(j), i+1))
			}
		}
	}
	return nil
}

// valueAt is a value as text, whether it is null or not, and whether it is
// other than nothing.
func valueAt(column arrow.Array, i int) (text string, under bool, err error) {
	switch a := column.(type) {
	case *array.String:
		return a.Value(i), a.Value(i) != "", nil
	case *array.Float64:
		return strconv.FormatFloat(a.Value(i), 'f', -1, 64), math.Float64bits(a.Value(i)) != 0, nil
	case *array.Int64:
		return strconv.FormatInt(a.Value(i), 10), a.Value(i) != 0, nil
	}
	return "", false, fmt.Errorf("a column of type %s", column.DataType())
}

// ReadParquet reads what Parquet wrote. It refuses statistics that name another
// least or greatest value than the rows have, or another number of nulls, and bytes
// that belong to no column.
func ReadParquet(data []byte) (c Contents, err error) {
	f, err := file.NewParquetReader(bytes.NewReader(data))
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	r, err := pqarrow.NewFileReader(f, pqarrow.ArrowReadProperties{}, memory.NewGoAllocator())
	if err != nil {
		return c, err
	}
	schema, err := r.Schema()
	if err != nil {
		return c, err
	}
	header, texts := described(schema)
	texts = append(texts, f.MetaData().GetCreatedBy())
	if err := nothingBetween(data, f.MetaData()); err != nil {
		return c, err
	}
	var rows [][]string
	for g := range f.NumRowGroups() {
		more, err := parquetGroup(r, g)
		if err != nil {
			return c, err
		}
		if err := checkStatistics(f.MetaData().RowGroup(g), header, more); err != nil {
			return c, err
		}
		rows = append(rows, more...)
	}
	return contents(header, rows, texts)
}

// nothingBetween refuses bytes that belong to no column: columns follow each other
// from the first mark to the last part, whose length stands at the end.
func nothingBetween(data []byte, md *metadata.FileMetaData) error {
	at := int64(len(parquetMark))
	for g := range md.NumRowGroups() {
		for j := range md.Schema.NumColumns() {
			chunk, err := md.RowGroup(g).ColumnChunk(j)
			if err != nil {
				return err
			}
			start := chunk.DataPageOffset()
			if chunk.HasDictionaryPage() {
				start = min(start, chunk.DictionaryPageOffset())
			}
			if start != at {
				return fmt.Errorf("bytes that no column has, before byte %d", start)
			}
			at += chunk.TotalCompressedSize()
		}
	}
	end := len(data) - 4 - len(parquetMark)
	if last := int64(end) - int64(binary.LittleEndian.Uint32(data[end:])); last != at {
		return fmt.Errorf("bytes that no column has, before byte %d", last)
	}
	return nil
}

const parquetMark = "PAR1"

func parquetGroup(r *pqarrow.FileReader, group int) (rows [][]string, err error) {
	all := make([]int, r.ParquetReader().MetaData().Schema.NumColumns())
	for i := range all {
		all[i] = i
	}
	// The bytes are in memory: there is nothing to wait for.
	t, err := r.ReadRowGroups(context.Background(), all, []int{group})
	if err != nil {
		return nil, err
	}
	defer t.Release()
	batches := array.NewTableReader(t, -1)
	defer batches.Release()
	for batches.Next() {
		more, err := texted(batches.RecordBatch())
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	return rows, batches.Err()
}

func checkStatistics(group *metadata.RowGroupMetaData, header []string, rows [][]string) error {
	for j, name := range header {
		chunk, err := group.ColumnChunk(j)
		if err != nil {
			return err
		}
		stats, err := chunk.Statistics()
		if err != nil {
			return err
		}
		column := make([]string, len(rows))
		for i, row := range rows {
			column[i] = row[j]
		}
		if stats != nil && !follows(stats, column) {
			return fmt.Errorf("%s: the statistics are not those of its rows", name)
		}
	}
	return nil
}

// follows says whether statistics are those of a column.
func follows(stats metadata.TypedStatistics, column []string) bool {
	nulls := int64(0)
	least, most := math.Inf(1), math.Inf(-1)
	for _, text := range column {
		if text == "" {
			nulls++
		}
		if v, err := strconv.ParseFloat(text, 64); err == nil {
			least, most = min(least, v), max(most, v)
		}
	}
	var a, b float64
	switch s := stats.(type) {
	case *metadata.ByteArrayStatistics:
		return !s.HasMinMax() || len(column) > 0 && string(s.Min()) == slices.Min(column) && string(s.Max()) == slices.Max(column)
	case *metadata.Float64Statistics:
		a, b = s.Min(), s.Max()
	case *metadata.Int64Statistics:
		a, b = float64(s.Min()), float64(s.Max())
	default:
		return false
	}
	return (!stats.HasMinMax() || a == least && b == most) && (!stats.HasNullCount() || stats.NullCount() == nulls)
}
