package table

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/metadata"
	"github.com/apache/arrow-go/v18/parquet/schema"

	"github.com/apache/arrow-go/v18/parquet"
)

func sample() Table {
	return Table{Name: "hushall", Title: "Hushåll", Publication: "2011-11_0", Published: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC), AboutName: "nyckeltal", RowsName: "observationer",
		Columns: []Column{{Name: "omrade"}, {Name: "varde", Kind: Figure, Decimals: 1, Signed: true}},
		Rows:    [][]Cell{{{Text: "=1+1"}, {Text: "12.5"}}, {{Text: "Norrmalm"}, {Sign: ".."}}}}
}

// A null has room for a figure under it, which readers do not see.
func TestAValueUnderANullIsRefused(t *testing.T) {
	for _, under := range []float64{0, 3} {
		mem := memory.NewGoAllocator()
		values := memory.NewBufferBytes(arrow.Float64Traits.CastToBytes([]float64{12.5, under}))
		column := array.NewFloat64Data(array.NewData(arrow.PrimitiveTypes.Float64, 2, []*memory.Buffer{memory.NewBufferBytes([]byte{1}), values}, nil, 1, 0))
		s := arrow.NewSchema([]arrow.Field{{Name: "varde", Type: arrow.PrimitiveTypes.Float64, Nullable: true}}, nil)
		var b bytes.Buffer
		w, err := ipc.NewFileWriter(&b, ipc.WithSchema(s), ipc.WithAllocator(mem))
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(array.NewRecordBatch(s, []arrow.Array{column}, 2)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		c, err := ReadArrow(b.Bytes())
		if refused := err != nil && strings.Contains(err.Error(), "under a null"); refused != (under != 0) {
			t.Errorf("%v under a null: %v, %+v", under, err, c)
		}
	}
}

func TestStatisticsOfOtherRowsAreSeen(t *testing.T) {
	column := schema.NewColumn(schema.NewFloat64Node("varde", parquet.Repetitions.Optional, -1), 1, 0)
	for _, c := range []struct {
		values []float64
		nulls  int64
		want   bool
	}{{[]float64{12.5, 40}, 1, true}, {[]float64{3, 12.5, 40}, 1, false}, {[]float64{12.5, 40, 41}, 1, false}, {[]float64{12.5, 40}, 0, false}} {
		s := metadata.NewFloat64Statistics(column, memory.NewGoAllocator())
		s.Update(c.values, c.nulls)
		if got := follows(s, []string{"40", "", "12.5"}); got != c.want {
			t.Errorf("%v with %d nulls: got %v", c.values, c.nulls, got)
		}
	}
}

func TestTablesThatNoFormatCouldHoldAreRefused(t *testing.T) {
	short, wrong := sample(), sample()
	short.Rows[0] = short.Rows[0][:1]
	wrong.Rows[0][1].Text = "tolv"
	for name, write := range map[string]func(Table) ([]byte, error){"CSV": CSV, "JSON": JSON, "XLSX": XLSX, "Arrow": Arrow, "Parquet": Parquet} {
		for _, bad := range []Table{short, wrong} {
			if _, err := write(bad); err == nil {
				t.Errorf("%s took it", name)
			}
		}
		if _, err := write(sample()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLongTablesAreReadBackWhole(t *testing.T) {
	long := sample()
	long.Rows = nil
	for i := range 3000 {
		c := Cell{Text: strconv.Itoa(i) + ".5"}
		if i%3 == 1 {
			c = Cell{Sign: "-"}
		}
		long.Rows = append(long.Rows, []Cell{{Text: "Område " + strconv.Itoa(i%14)}, c})
	}
	for name, f := range map[string]struct {
		write func(Table) ([]byte, error)
		read  func([]byte) (Contents, error)
	}{"CSV": {CSV, ReadCSV}, "JSON": {JSON, ReadJSON}, "XLSX": {XLSX, ReadXLSX}, "Arrow": {Arrow, ReadArrow}, "Parquet": {Parquet, ReadParquet}} {
		data, err := f.write(long)
		if err != nil {
			t.Fatal(err)
		}
		c, err := f.read(data)
		if err != nil || len(c.Figures) != len(long.Rows) {
			t.Fatalf("%s: %d figures, %v", name, len(c.Figures), err)
		}
		for i, s := range c.Figures {
			if want := long.Rows[i][1].Text; s.Text != want || s.Area != long.Rows[i][0].Text {
				t.Errorf("%s, row %d: got %+v, want %s", name, i, s, want)
			}
		}
	}
}

func TestTheSameTableGivesTheSameBytesEachTime(t *testing.T) {
	for name, write := range map[string]func(Table) ([]byte, error){"CSV": CSV, "JSON": JSON, "XLSX": XLSX, "Arrow": Arrow, "Parquet": Parquet} {
		first, err := write(sample())
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			if again, err := write(sample()); err != nil || !bytes.Equal(first, again) {
				t.Fatalf("%s differs from one time to the next (%v)", name, err)
			}
		}
	}
}

func TestTextIsNeverAFormula(t *testing.T) {
	data, err := XLSX(sample())
	if err != nil {
		t.Fatal(err)
	}
	c, err := ReadXLSX(data)
	if err != nil || len(c.Figures) != 2 || c.Figures[0].Area != "=1+1" || c.Figures[0].Text != "12.5" || c.Figures[1].Sign != ".." {
		t.Errorf("%+v, %v", c, err)
	}
}
