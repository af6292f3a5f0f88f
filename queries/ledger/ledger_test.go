//go:build duckdb_arrow

package ledger

import (
	"path/filepath"
	"testing"
	"time"

	"stadsdelskollen/queries/duck"
)

func households(publication string, v float64) []Released {
	return []Released{{Publication: publication, Measure: "hushall", Kind: "antal", Level: "stadsdel", Area: "Bromma", Division: "2007-01-01", Period: "2011-11", Value: &v, Status: "ok"}}
}

func TestALedgerOfTheFormerShapeOpensAndTakesMore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.duckdb")
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Append(t.Context(), Publication{"a", "public", time.Date(2011, 12, 1, 0, 0, 0, 0, time.UTC), 0}, households("a", 200), nil, nil); err != nil {
		t.Fatal(err)
	}
	if err := db.duck.Tx(t.Context(), func(tx *duck.Tx) error { return tx.Exec(t.Context(), "DROP TABLE proof; DROP TABLE rounded", nil) }); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if db, err = Open(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	err = db.Append(t.Context(), Publication{"b", "public", time.Date(2012, 1, 1, 0, 0, 0, 0, time.UTC), 0}, households("b", 200), nil, []Proof{{"f", "{}"}})
	if err != nil {
		t.Fatal(err)
	}
	if proofs, err := db.Proofs(t.Context(), Always); err != nil || len(proofs) != 1 {
		t.Errorf("%+v, %v", proofs, err)
	}
}

func TestAFigureIsRememberedAsRoundedWhereItsPublicationRounds(t *testing.T) {
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "ledger.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for i, to := range []int64{0, 5} {
		id := string(rune('a' + i))
		if err := db.Append(t.Context(), Publication{id, "public", time.Date(2011, 12, i+1, 0, 0, 0, 0, time.UTC), to}, households(id, 203-float64(i)*3), nil, nil); err != nil {
			t.Fatal(err)
		}
		if any, err := db.Rounded(t.Context()); err != nil || any != (to > 0) {
			t.Errorf("after %s: rounded %v, %v", id, any, err)
		}
	}
	if told, err := db.Told(t.Context(), Always); err != nil || len(told) != 1 || *told[0].Figure != 200 {
		t.Errorf("%+v, %v", told, err)
	}
	shown, err := db.Shown(t.Context(), Always)
	if err != nil || len(shown) != 2 || shown[0].Figure != 200 || shown[0].RoundedTo != 5 || shown[1].Figure != 203 || shown[1].RoundedTo != 0 {
		t.Errorf("%+v, %v", shown, err)
	}
}

func TestAPublicationAddsOnlyWhatIsNewOrOther(t *testing.T) {
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "ledger.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for i, v := range []float64{200, 200, 210, 200} {
		id := string(rune('a' + i))
		if err := db.Append(t.Context(), Publication{id, "public", time.Date(2011, 12, i+1, 0, 0, 0, 0, time.UTC), 0}, households(id, v), nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	var rows []struct {
		N int64 `db:"n"`
	}
	err = db.duck.Tx(t.Context(), func(tx *duck.Tx) error {
		rows, err = duck.Select[struct {
			N int64 `db:"n"`
		}](t.Context(), tx, "SELECT count(*) AS n FROM released", nil)
		return err
	})
	if err != nil || rows[0].N != 3 {
		t.Errorf("%+v, %v, want three rows", rows, err)
	}
	shown, err := db.Shown(t.Context(), Always)
	if err != nil || len(shown) != 2 {
		t.Errorf("%+v, %v", shown, err)
	}
	if then, err := db.Shown(t.Context(), time.Date(2011, 12, 2, 12, 0, 0, 0, time.UTC)); err != nil || len(then) != 1 {
		t.Errorf("as of the second day: %+v, %v", then, err)
	}
}
