package decode

import (
	"context"
	"errors"
	"io"
	"strconv"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// columnar makes a table of batches, which begin yields anew each time. Its
// columns are typed, so that nothing about numbers has to be guessed. A row's
// line is its number.
func columnar(what string, limits Limits, begin func() (array.RecordReader, func() error, error)) (out []table, err error) {
	guard := func(err *error) {
		if p := recover(); p != nil {
			*err = refuse(0, "innehall", "filen är skadad och kan inte läsas som %s", what)
		}
	}
	broken := func(err error) error {
		var refusal *Refusal
		if errors.As(err, &refusal) {
			return refusal
		}
		return refuse(0, "innehall", "filen kan inte läsas som %s: %v", what, err)
	}
	load := func() (all []row, err error) {
		defer guard(&err)
		batches, done, err := begin()
		if err != nil {
			return nil, broken(err)
		}
		defer func() {
			batches.Release()
			err = errors.Join(err, done())
		}()
		fields := batches.Schema().Fields()
		if len(fields) > limits.Columns {
			return nil, refuse(0, "kolumner", "filen har %d kolumner; högst %d läses", len(fields), limits.Columns)
		}
		var header row
		for _, f := range fields {
			header.fields = append(header.fields, f.Name)
		}
		header.raw = canonical(header.fields)
		all = append(all, header)
		cells, text := limits.Cells, limits.Expanded
		for batches.Next() {
			b := batches.RecordBatch()
			if cells -= int(b.NumRows()) * max(len(fields), 1); cells < 0 {
				return nil, refuse(0, "storlek", "filen har fler än %d celler", limits.Cells)
			}
			for i := range int(b.NumRows()) {
				r := row{line: int64(len(all)), fields: make([]string, len(fields)), typed: make([]bool, len(fields))}
				for j := range fields {
					r.fields[j], r.typed[j] = cellText(b.Column(j), i)
					// Many cells can be one and the same piece of the file.
					if text -= int64(len(r.fields[j])); text < 0 {
						return nil, refuse(0, "storlek", "filen är större än %d byte uppackad", limits.Expanded)
					}
				}
				r.raw = canonical(r.fields)
				all = append(all, r)
			}
		}
		if err := batches.Err(); err != nil && !errors.Is(err, io.EOF) {
			return nil, broken(err)
		}
		return all, nil
	}
	all, err := load()
	if err != nil {
		return nil, err
	}
	return []table{{headed: true, open: fromMemory(all)}}, nil
}

// cellText is a value as text, and whether its column holds numbers.
func cellText(column arrow.Array, i int) (string, bool) {
	if column.IsNull(i) {
		return "", false
	}
	switch c := column.(type) {
	case *array.Float64:
		return plainNumber(c.Value(i)), true
	case *array.Float32:
		return strconv.FormatFloat(float64(c.Value(i)), 'f', -1, 32), true
	case *array.Date32:
		return c.Value(i).ToTime().Format(time.DateOnly), false
	case *array.Date64:
		return c.Value(i).ToTime().Format(time.DateOnly), false
	case *array.Timestamp:
		unit := c.DataType().(*arrow.TimestampType).Unit
		return c.Value(i).ToTime(unit).Format("2006-01-02T15:04:05Z"), false
	case *array.String:
		return c.Value(i), false
	case *array.LargeString:
		return c.Value(i), false
	case *array.Dictionary:
		return cellText(c.Dictionary(), c.GetValueIndex(i))
	}
	switch column.DataType().ID() {
	case arrow.INT8, arrow.INT16, arrow.INT32, arrow.INT64, arrow.UINT8, arrow.UINT16, arrow.UINT32, arrow.UINT64,
		arrow.DECIMAL32, arrow.DECIMAL64, arrow.DECIMAL128, arrow.DECIMAL256:
		return column.ValueStr(i), true
	}
	return column.ValueStr(i), false
}

func openParquet(in io.ReaderAt, size int64, opt Options) ([]table, error) {
	return columnar("Parquet", opt.Limits, func() (array.RecordReader, func() error, error) {
		props := parquet.NewReaderProperties(memory.DefaultAllocator)
		props.MaxCompressedPageSize = min(props.MaxCompressedPageSize, size)
		props.MaxUncompressedPageSize = min(props.MaxUncompressedPageSize, opt.Limits.Expanded)
		f, err := file.NewParquetReader(io.NewSectionReader(in, 0, size), file.WithReadProps(props))
		if err != nil {
			return nil, nil, err
		}
		if err := checkParquet(f, size, opt.Limits); err != nil {
			return nil, nil, errors.Join(err, f.Close())
		}
		r, err := pqarrow.NewFileReader(f, pqarrow.ArrowReadProperties{BatchSize: batchRows}, memory.DefaultAllocator)
		if err != nil {
			return nil, nil, errors.Join(err, f.Close())
		}
		batches, err := r.GetRecordReader(context.Background(), nil, nil)
		if err != nil {
			return nil, nil, errors.Join(err, f.Close())
		}
		return batches, f.Close, nil
	})
}

// openArrow reads Arrow IPC, as a file or as a stream.
func openArrow(in io.ReaderAt, size int64, opt Options) ([]table, error) {
	magic := make([]byte, 6)
	if _, err := in.ReadAt(magic, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	isFile := string(magic) == "ARROW1"
	if err := checkArrow(in, size, isFile, opt.Limits); err != nil {
		return nil, err
	}
	return columnar("Arrow", opt.Limits, func() (array.RecordReader, func() error, error) {
		section := io.NewSectionReader(in, 0, size)
		if !isFile {
			r, err := ipc.NewReader(section)
			return r, func() error { return nil }, err
		}
		f, err := ipc.NewFileReader(section)
		if err != nil {
			return nil, nil, err
		}
		var all []arrow.RecordBatch
		for i := range f.NumRecords() {
			b, err := f.RecordBatchAt(i)
			if err != nil {
				return nil, nil, errors.Join(err, f.Close())
			}
			all = append(all, b)
		}
		r, err := array.NewRecordReader(f.Schema(), all)
		return r, f.Close, err
	})
}
