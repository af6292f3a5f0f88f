//go:build duckdb_arrow

package warehouse

import (
	"fmt"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/duck"
)

// payments are n decoded rows of utbetalningar on lines 2 and on, of 1, 2, 3 … kr.
func payments(t *testing.T, n int) Incoming {
	t.Helper()
	var fields []arrow.Field
	for _, name := range []string{"_key", "_period", "_area", "_level", "hushall", "manad", "stadsdel", "_tecken"} {
		fields = append(fields, arrow.Field{Name: name, Type: arrow.BinaryTypes.String})
	}
	fields = append(fields, arrow.Field{Name: "_line", Type: arrow.PrimitiveTypes.Int64},
		arrow.Field{Name: "belopp_kr", Type: &arrow.Decimal128Type{Precision: 18, Scale: 3}})
	schema := arrow.NewSchema(fields, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for i := range n {
		household := fmt.Sprint("h", i+1)
		for f, text := range []string{household, "2011-11", "Farsta", "stadsdel", household, "2011-11", "Farsta", ""} {
			b.Field(f).(*array.StringBuilder).Append(text)
		}
		b.Field(8).(*array.Int64Builder).Append(int64(i + 2))
		b.Field(9).(*array.Decimal128Builder).Append(decimal128.FromI64(int64(i+1) * 1000))
	}
	rows, err := array.NewRecordReader(schema, []arrow.RecordBatch{b.NewRecordBatch()})
	if err != nil {
		t.Fatal(err)
	}
	return Incoming{Rows: rows, Faults: func() []Fault { return nil }, Cells: func() []Cell { return nil },
		Warnings: func() []Fault { return nil }, Parts: func() []Part { return []Part{{}} },
		Fields: func() map[string]int { return map[string]int{"belopp_kr": 4} },
		Raw: func(lines map[int64]bool) (map[int64]string, error) {
			out := map[int64]string{}
			for line := range lines {
				out[line] = fmt.Sprint("raw ", line)
			}
			return out, nil
		}}
}

var feed = Feed{Name: "utbetalningar", Snapshot: true, Levels: []string{"stadsdel"}, Area: "stadsdel", Period: "manad"}

func delivery(receipt int) Delivery {
	return Delivery{Receipt: receipt, Feed: "utbetalningar", Name: "utbetalningar.csv", SHA256: "x", Origin: "inbox", Received: time.Date(2012, 1, 1, 0, 0, 0, 0, time.UTC)}
}

// withCheck adds a check that finds payments of more than 2 kr.
func withCheck(t *testing.T, w *DB, severity string) {
	t.Helper()
	s, err := duck.Parse("checks/dyr.sql", "-- name: dyr\n-- severity: "+severity+"\n-- title: Dyr\n-- reads: incoming\n"+
		"SELECT _line AS line, 'belopp_kr' AS column_name, 'dyr' AS rule, 'dyr' AS message FROM incoming WHERE belopp_kr > 2\n")
	if err != nil {
		t.Fatal(err)
	}
	w.checks = append(w.checks, s)
}

func TestTheSeverityOfACheckDecidesWhatGoesIn(t *testing.T) {
	dyr := Fault{Line: 4, Field: 4, Column: "belopp_kr", Rule: "dyr", Message: "dyr", Raw: "raw 4"}
	warning := dyr
	warning.Raw = ""
	for severity, want := range map[string]struct {
		out    Outcome
		faults []Fault
	}{
		refuseRow:      {Outcome{Status: Partly, Accepted: 2, Refused: 1}, []Fault{dyr}},
		refuseDelivery: {Outcome{Status: Refused, Refused: 3}, []Fault{dyr}},
		warn:           {Outcome{Status: Accepted, Accepted: 3, Warnings: []Fault{warning}}, []Fault{}},
	} {
		w := open(t, "")
		withCheck(t, w, severity)
		out, err := w.Load(t.Context(), delivery(1), feed, payments(t, 3))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.out, out); diff != "" {
			t.Errorf("%s: %s", severity, diff)
		}
		faults, err := w.Faults(t.Context(), 1)
		if diff := cmp.Diff(want.faults, faults); err != nil || diff != "" {
			t.Errorf("%s: %v %s", severity, err, diff)
		}
		stored, err := w.Deliveries(t.Context())
		if err != nil || len(stored) != 1 || stored[0].Accepted != out.Accepted || stored[0].Status != out.Status {
			t.Errorf("%s: %+v, %v", severity, stored, err)
		}
	}
}

func TestADeliveryThatFailsLeavesNothing(t *testing.T) {
	w := open(t, "")
	in := payments(t, 3)
	in.Raw = func(map[int64]bool) (map[int64]string, error) { return nil, fmt.Errorf("disk") }
	withCheck(t, w, refuseRow)
	if _, err := w.Load(t.Context(), delivery(1), feed, in); err == nil {
		t.Fatal("no error")
	}
	stored, err := w.Deliveries(t.Context())
	if err != nil || len(stored) > 0 {
		t.Errorf("%+v, %v", stored, err)
	}
	if _, err := w.Load(t.Context(), delivery(1), feed, payments(t, 2)); err != nil {
		t.Errorf("the next one: %v", err)
	}
}
