//go:build duckdb_arrow

package ingest

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/warehouse"
)

// arrowOf is a delivery whose second row names its source in Latin-1.
func arrowOf(t *testing.T) string {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "stadsdel", Type: arrow.BinaryTypes.String}, {Name: "manad", Type: arrow.BinaryTypes.String},
		{Name: "hushall", Type: arrow.PrimitiveTypes.Int64}, {Name: "kostnad_tkr", Type: arrow.PrimitiveTypes.Int64},
		{Name: "kalla", Type: arrow.BinaryTypes.String},
	}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for i, texts := range [][]string{{"Kungsholmen", "Norrmalm"}, {"2011-11", "2011-11"}, nil, nil, {"Rapport", "K\xe4lla"}} {
		if texts == nil {
			b.Field(i).(*array.Int64Builder).AppendValues([]int64{211, 252}, nil)
			continue
		}
		b.Field(i).(*array.StringBuilder).AppendValues(texts, nil)
	}
	batch := b.NewRecordBatch()
	defer batch.Release()
	var out bytes.Buffer
	w := ipc.NewWriter(&out, ipc.WithSchema(schema))
	if err := errors.Join(w.Write(batch), w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestACellThatIsNotUTF8IsRefusedAndTheOthersGoIn(t *testing.T) {
	ws := workspace(t)
	put(t, ws, "ekonomiskt_bistand_2011-11.arrow", arrowOf(t))
	wh := openWarehouse(t, ws)
	f := run(t, ws, wh).Files[0]
	closing(t, wh)
	if f.Status != warehouse.Partly || len(f.Faults) != 1 || f.Faults[0].Line != 2 || f.Faults[0].Field != 5 || f.Faults[0].Message != "byte 0xE4 är inte UTF-8" {
		t.Errorf("%+v", f)
	}
	if _, err := Rebuild(t.Context(), ws, ws.database()); err != nil {
		t.Error(err)
	}
}

func TestContentThatTheWarehouseCannotHoldIsRefusedAndHindersNothing(t *testing.T) {
	ws := workspace(t)
	wh := openWarehouse(t, ws)
	defer closing(t, wh)
	// No check knows of this rule.
	err := wh.Tx(t.Context(), func(tx *duck.Tx) error {
		return tx.Exec(t.Context(), "CREATE UNIQUE INDEX only_once ON row_ekonomiskt_bistand (hushall)", nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	put(t, ws, "ekonomiskt_bistand_1.csv", header+"Kungsholmen;2011-11;211;1718;\nNorrmalm;2011-11;211;1718;\n")
	put(t, ws, "ekonomiskt_bistand_2.csv", header+"Kungsholmen;2011-11;211;1718;\n")
	files := run(t, ws, wh).Files
	if files[0].Status != warehouse.Refused || !strings.Contains(files[0].Faults[0].Message, "går inte att lagra") || files[0].Reasons == "" {
		t.Errorf("%+v", files[0])
	}
	if files[1].Status != warehouse.Accepted {
		t.Errorf("%+v", files[1])
	}
}
