//go:build duckdb_arrow

package warehouse

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/register"
)

// delivered is a warehouse with deliveries that need no rows to be counted.
func delivered(t *testing.T, rows ...string) *DB {
	t.Helper()
	r, err := register.Load(fstest.MapFS{"stadsdelar.csv": &fstest.MapFile{Data: []byte(areas)}})
	if err != nil {
		t.Fatal(err)
	}
	w := open(t, "")
	if err := w.SetRegister(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	err = w.Tx(t.Context(), func(tx *duck.Tx) error {
		for _, row := range rows {
			if err := tx.Exec(t.Context(), row, nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func received(receipt, completes string) string {
	return "INSERT INTO delivery SELECT " + receipt + ", 'bistand', 'fil" + receipt + ".csv', 'x', TIMESTAMP '2024-01-0" + receipt + " 06:00', 'inbox', 1, " + completes + ", 'inlast', 1, 0"
}

var asOf = time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC)

func TestWhoIsMissingIsNamed(t *testing.T) {
	w := delivered(t, received("1", "NULL"), received("2", "NULL"),
		"INSERT INTO scope VALUES (1, 'bistand', '2023-12', 'Farsta'), (1, 'bistand', '2023-12', 'Hela staden'), (2, 'arenden', '2023-12', '*'), (2, 'referens', '2022', '0180'), (2, 'matt', '2023-12', 'enhet:Farsta')")
	got, err := w.Missing(t.Context(), asOf, []Month{{"bistand", "2023-12"}, {"bistand", "2011-11"}, {"arenden", "2023-12"}})
	want := map[Month][]string{
		{"bistand", "2023-12"}: {"Norra innerstaden"},
		{"bistand", "2011-11"}: {"Farsta", "Norrmalm", "Östermalm"},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	complete, err := w.Completeness(t.Context(), asOf)
	wantComplete := []Completeness{
		{"arenden", "2023-12", 2, 2, []string{}},
		{"bistand", "2023-12", 1, 2, []string{"Norra innerstaden"}},
	}
	if diff := cmp.Diff(wantComplete, complete); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	// Before the delivery came, all were missing.
	before, err := w.Missing(t.Context(), time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), []Month{{"bistand", "2023-12"}})
	if err != nil || len(before[Month{"bistand", "2023-12"}]) != 2 {
		t.Errorf("got %v, %v", before, err)
	}
}

func TestAReceiptThatTakesAnothersPlaceIsARevision(t *testing.T) {
	w := delivered(t, received("1", "NULL"), received("2", "1"), received("3", "NULL"), received("4", "NULL"),
		"INSERT INTO scope VALUES (1, 'bistand', '2023-12', 'Farsta'), (1, 'bistand', '2023-12', 'Norra innerstaden'), (2, 'bistand', '2023-12', 'Farsta')",
		"INSERT INTO scope VALUES (3, 'bistand', '2023-12', 'Farsta'), (3, 'bistand', '2023-12', 'Norra innerstaden'), (4, 'bistand', '2023-12', 'Farsta'), (4, 'bistand', '2023-11', 'Farsta')")
	got, err := w.Revisions(t.Context(), asOf)
	day := func(d int) time.Time { return time.Date(2024, 1, d, 6, 0, 0, 0, time.UTC) }
	want := []Revision{{4, 3, "bistand", "2023-12", "fil4.csv", day(4), 1}, {3, 1, "bistand", "2023-12", "fil3.csv", day(3), 2}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}
