//go:build duckdb_arrow

package transform_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform"
)

// Today's division is a set of its own beside that of the time: nothing counts
// twice, and what was compared in the division of the time stays as it was.
func TestEachDivisionIsComparedOnItsOwn(t *testing.T) {
	const today = "2023-07-01"
	merged := time.Date(2023, 7, 1, 0, 0, 0, 0, time.UTC)
	run := func(carry bool) (rows []publication.Comparison, spreads []publication.Spread) {
		c := publication.Content{
			Info:      publication.Info{Month: november, Published: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC), Audience: publication.AudienceInternal},
			Divisions: []publication.Division{{ID: division, Areas: 4}},
			Facts: []publication.Fact{pair("stadsdel", "A", 900, 1000), pair("stadsdel", "B", 600, 1000), pair("stadsdel", "C", 610, 1000), pair("stadsdel", "D", 620, 1000),
				pair("stad", "Hela staden", 2830, 4100)},
		}
		if carry {
			c.Divisions = append(c.Divisions, publication.Division{ID: today, From: &merged, Areas: 3})
			for _, a := range []string{"A", "B", "C", "D"} {
				c.Members = append(c.Members, publication.Member{Division: division, Area: a})
			}
			for _, a := range []string{"AB", "C", "D"} {
				c.Members = append(c.Members, publication.Member{Division: today, Area: a})
			}
			c.Succession = []publication.Succession{{From: "A", To: "AB", Date: merged, Kind: "sammanslagen"}, {From: "B", To: "AB", Date: merged, Kind: "sammanslagen"}}
		}
		db, err := publication.Create(t.Context(), filepath.Join(t.TempDir(), "p.duckdb"))
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		}()
		if err := db.Fill(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		if err := db.ComputeIndicators(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := transform.Compare(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		if rows, err = db.Comparisons(t.Context(), "handlaggningstid_inom_riktlinje"); err != nil {
			t.Fatal(err)
		}
		if spreads, err = db.Spreads(t.Context(), "handlaggningstid_inom_riktlinje"); err != nil {
			t.Fatal(err)
		}
		return rows, spreads
	}
	alone, aloneSpread := run(false)
	both, bothSpread := run(true)
	if diff := cmp.Diff(alone, both[:len(alone)]); diff != "" {
		t.Errorf("the division of the time: %s", diff)
	}
	if diff := cmp.Diff(aloneSpread, bothSpread[:1]); diff != "" || len(bothSpread) != 2 {
		t.Errorf("spread: %s", diff)
	}
	now := both[len(alone):]
	if len(now) != 3 || now[0].Area != "AB" || now[0].Division != today || *now[0].ReferenceValue != *alone[0].ReferenceValue ||
		figure(now[0].Difference, 1) != "13.5" { // 1 500 of 2 000 against 1 230 of 2 000
		t.Errorf("today's division: %+v", now)
	}
	if s := bothSpread[1]; s.Division != today || s.Areas != 3 || s.Expected != 3 {
		t.Errorf("%+v", s)
	}
}
