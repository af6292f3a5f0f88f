package decode

import (
	"fmt"

	"github.com/apache/arrow-go/v18/parquet/file"
)

// checkParquet holds what the footer says against the file and the limits
// before anything is read by it: chunks are in the file and together no longer
// than it, and no column is nested, since the library reads those in
// goroutines of its own, where a panic cannot be caught.
func checkParquet(f *file.Reader, size int64, limits Limits) error {
	schema := f.MetaData().Schema
	if n := schema.NumColumns(); n > limits.Columns {
		return refuse(0, "kolumner", "filen har %d kolumner; högst %d läses", n, limits.Columns)
	}
	for i := range schema.NumColumns() {
		if c := schema.Column(i); len(c.ColumnPath()) != 1 || c.MaxRepetitionLevel() > 0 {
			return refuse(0, "innehall", "kolumn %d har fält i fält; endast en tabell med enkla kolumner läses", i+1)
		}
	}
	damaged := refuse(0, "innehall", "filen är skadad och kan inte läsas som Parquet")
	large := refuse(0, "storlek", "filen är större än %d byte uppackad", limits.Expanded)
	var rows, unpacked int64
	left := size
	for i := range f.NumRowGroups() {
		group := f.MetaData().RowGroup(i)
		if group.NumRows() < 0 || group.TotalByteSize() < 0 || group.NumColumns() != schema.NumColumns() {
			return damaged
		}
		if rows += group.NumRows(); rows < 0 || rows > int64(limits.Cells) {
			return refuse(0, "storlek", "filen har fler än %d celler", limits.Cells)
		}
		var chunks int64
		for j := range group.NumColumns() {
			c, err := group.ColumnChunk(j)
			if err != nil {
				return fmt.Errorf("kolumn %d: %w", j+1, err)
			}
			at, length := c.DataPageOffset(), c.TotalCompressedSize()
			if c.HasDictionaryPage() && c.DictionaryPageOffset() > 0 {
				at = min(at, c.DictionaryPageOffset())
			}
			if at < 0 || length < 0 || at > size || length > size-at || c.NumValues() != group.NumRows() || c.TotalUncompressedSize() < 0 {
				return damaged
			}
			if left -= length; left < 0 {
				return damaged
			}
			if c.TotalUncompressedSize() > limits.Expanded-chunks {
				return large
			}
			chunks += c.TotalUncompressedSize()
		}
		most := max(chunks, group.TotalByteSize())
		if most > limits.Expanded-unpacked {
			return large
		}
		unpacked += most
	}
	if f.NumRows() != rows {
		return damaged
	}
	return nil
}
