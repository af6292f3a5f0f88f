//go:build duckdb_arrow

package duck

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"
)

func open(t *testing.T, path string) *DB {
	t.Helper()
	db, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

type pair struct {
	Name  string   `db:"name"`
	Value *float64 `db:"value"`
}

func TestFailedTransactionLeavesNothing(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "x.duckdb"))
	boom := errors.New("boom")
	err := db.Tx(t.Context(), func(tx *Tx) error {
		if err := tx.Exec(t.Context(), "CREATE TABLE t AS SELECT 1 AS a", nil); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Fatalf("got %v", err)
	}
	err = db.Tx(t.Context(), func(tx *Tx) error { return tx.Exec(t.Context(), "SELECT a FROM t", nil) })
	if err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("the table is still there: %v", err)
	}
}

func TestSelectReadsDecimalsAndNulls(t *testing.T) {
	db := open(t, "")
	err := db.Tx(t.Context(), func(tx *Tx) error {
		got, err := Select[pair](t.Context(), tx, "SELECT 'a' AS name, 8295.05::DECIMAL(18,3) AS value UNION ALL SELECT $n, NULL ORDER BY name", Args{"n": "b"})
		if err != nil {
			return err
		}
		v := 8295.05
		if diff := cmp.Diff([]pair{{"a", &v}, {"b", nil}}, got); diff != "" {
			t.Error(diff)
		}
		_, err = Select[pair](t.Context(), tx, "SELECT 'a' AS name", nil)
		if err == nil || !strings.Contains(err.Error(), "has no column") {
			t.Errorf("a missing column passed: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestBatchesReachATable(t *testing.T) {
	db := open(t, "")
	schema := arrow.NewSchema([]arrow.Field{{Name: "name", Type: arrow.BinaryTypes.String}, {Name: "value", Type: arrow.PrimitiveTypes.Float64, Nullable: true}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	b.Field(0).(*array.StringBuilder).AppendValues([]string{"å", "ä"}, nil)
	b.Field(1).(*array.Float64Builder).AppendValues([]float64{1, 0}, []bool{true, false})
	rec := b.NewRecordBatch()
	defer rec.Release()
	reader, err := array.NewRecordReader(schema, []arrow.RecordBatch{rec})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Release()
	err = db.Tx(t.Context(), func(tx *Tx) error {
		err := tx.WithBatches(t.Context(), "incoming", reader, func() error {
			return tx.Exec(t.Context(), "CREATE TABLE t AS SELECT * FROM incoming", nil)
		})
		if err != nil {
			return err
		}
		got, err := Select[pair](t.Context(), tx, "SELECT name, value FROM t ORDER BY name", nil)
		if err != nil {
			return err
		}
		one := 1.0
		if diff := cmp.Diff([]pair{{"ä", nil}, {"å", &one}}, got); diff != "" {
			t.Error(diff)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestStatementHeaderIsChecked(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"-- name: other\nSELECT 1", "not the file's name"},
		{"-- name: a\nSELECT $x", "$x is not in the header"},
		{"-- name: a\n-- params: x\nSELECT 1", "x, which is not used"},
		{"-- name: a\nSELECT 1; SELECT 2", "one statement a file"},
		{"-- name: a\nSELECT now()", "does not belong"},
		{"-- name: a\n-- name: a\nSELECT 1", "dir/a.sql:2"},
	} {
		_, err := Parse("dir/a.sql", c.text)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v, want %q", c.text, err, c.want)
		}
	}
	s, err := Parse("dir/a.sql", "-- name: a\n-- title: En titel\n--   som går vidare\n-- reads: b, c\n-- Why it is here.\nSELECT 1 -- ; is fine here\n")
	if err != nil || s.Header["title"] != "En titel som går vidare" || len(s.Reads) != 2 {
		t.Errorf("got %+v, %v", s, err)
	}
}

func TestStatementsRunInTheOrderOfTheirReads(t *testing.T) {
	set := []Statement{{Name: "a", Reads: []string{"b", "elsewhere"}}, {Name: "b", Reads: []string{"c"}}, {Name: "c"}}
	got, err := Order(set)
	if err != nil {
		t.Fatal(err)
	}
	var names string
	for _, s := range got {
		names += s.Name
	}
	if names != "cba" {
		t.Errorf("got %s", names)
	}
	set[2].Reads = []string{"a"}
	if _, err := Order(set); err == nil {
		t.Error("a circle passed")
	}
}

func TestStructsAreInsertedByColumnName(t *testing.T) {
	db := open(t, "")
	v := 8295.05
	want := []pair{{"a", &v}, {"b", nil}}
	err := db.Tx(t.Context(), func(tx *Tx) error {
		if err := tx.Exec(t.Context(), "CREATE TABLE t (value DECIMAL(18,3), name VARCHAR)", nil); err != nil {
			return err
		}
		if err := Insert(t.Context(), tx, "t", want); err != nil {
			return err
		}
		got, err := Select[pair](t.Context(), tx, "SELECT name, value FROM t ORDER BY name", nil)
		if err != nil {
			return err
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		return Insert(t.Context(), tx, "t", []pair(nil))
	})
	if err != nil {
		t.Fatal(err)
	}
}
