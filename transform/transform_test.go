//go:build duckdb_arrow

package transform_test

import (
	"fmt"
	"math"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform"
)

const (
	november = "2011-11"
	division = "2007-01-01"
)

func fact(measure, kind, level, area, category string, value float64) publication.Fact {
	f := publication.Fact{Measure: measure, Kind: kind, Level: level, Area: area, Category: category, Period: november,
		Value: &value, Unit: "x", Status: publication.OK, Source: "test"}
	if level == publication.LevelDistrict {
		f.Division = division
	}
	return f
}

// compared is a publication of the given facts, with a division of so many
// districts, after Compare.
func compared(t *testing.T, districts int64, facts ...publication.Fact) *publication.DB {
	t.Helper()
	db, err := publication.Create(t.Context(), filepath.Join(t.TempDir(), "p.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	err = db.Fill(t.Context(), publication.Content{
		Info:      publication.Info{Month: november, Published: time.Unix(0, 0).UTC(), Audience: publication.AudienceInternal},
		Divisions: []publication.Division{{ID: division, Areas: districts}},
		Facts:     facts,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.ComputeIndicators(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := transform.Compare(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	return db
}

func figure(v *float64, decimals int) string {
	if v == nil {
		return "-"
	}
	return fmt.Sprintf("%.*f", decimals, *v)
}

var adults = []struct {
	area                      string
	total, unemployed, social float64
}{{"Kungsholmen", 219, 105, 56}, {"Norrmalm", 256, 105, 61}, {"Östermalm", 228, 93, 47}}

func review() []publication.Fact {
	var facts []publication.Fact
	for _, a := range adults {
		for category, v := range map[string]float64{"": a.total, "Arbetslös": a.unemployed, "Sociala skäl": a.social} {
			facts = append(facts, fact("vuxna_hinder", publication.KindCount, publication.LevelDistrict, a.area, category, v))
		}
	}
	return facts
}

func TestTheSharesOfTheReviewAreComparedWithTheReportedDistricts(t *testing.T) {
	db := compared(t, 14, review()...)
	obs, err := db.Observations(t.Context(), "forsorjningshinder")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range obs {
		got = append(got, fmt.Sprintf("%s %s %s (%s-%s)", o.Category, o.Area, figure(o.Value, 1), figure(o.Lower, 1), figure(o.Upper, 1)))
	}
	want := []string{
		"Arbetslös Kungsholmen 47.9 (41.4-54.5)", "Arbetslös Norrmalm 41.0 (35.2-47.1)", "Arbetslös Östermalm 40.8 (34.6-47.3)",
		"Sociala skäl Kungsholmen 25.6 (20.2-31.7)", "Sociala skäl Norrmalm 23.8 (19.0-29.4)", "Sociala skäl Östermalm 20.6 (15.9-26.3)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	rows, err := db.Comparisons(t.Context(), "forsorjningshinder")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range rows {
		pooled := map[string]string{"Arbetslös": "43.1", "Sociala skäl": "23.3"}[c.Category] // 303 and 164 of 703
		if c.Reference != publication.ReportedOnly || figure(c.ReferenceValue, 1) != pooled || c.Verdict != publication.NoSure || c.PAdjusted == nil {
			t.Errorf("%+v", c)
		}
	}
	if c := rows[0]; math.Abs(*c.Difference-(100*105.0/219-100*198.0/484)) > 1e-9 || *c.DiffLower >= *c.Difference || *c.DiffUpper <= *c.Difference {
		t.Errorf("Kungsholmen against the other two: %v (%v to %v)", *c.Difference, *c.DiffLower, *c.DiffUpper)
	}
	spreads, err := db.Spreads(t.Context(), "forsorjningshinder")
	if err != nil || len(spreads) != 2 || spreads[0].Areas != 3 || spreads[0].Expected != 14 || spreads[0].P == nil || *spreads[0].P < 0.05 {
		t.Errorf("%+v, %v", spreads, err)
	}
}

func pair(level, area string, x, n float64) publication.Fact {
	f := fact("beslut_inom_riktlinje", publication.KindPair, level, area, "", x)
	f.Denominator = &n
	return f
}

func TestAnAreaThatDiffersIsPointedAtAndTheCityIsTheReferenceWhenAllReport(t *testing.T) {
	facts := []publication.Fact{pair("stadsdel", "A", 900, 1000), pair("stadsdel", "B", 600, 1000), pair("stadsdel", "C", 610, 1000), pair("stad", "Hela staden", 2200, 3100)}
	hidden := pair("stadsdel", "C", 0, 1000)
	hidden.Value, hidden.Status = nil, publication.Hidden
	for _, c := range []struct {
		districts int64
		facts     []publication.Fact
		want      []string
	}{
		{3, facts, []string{"A hogre Hela staden 71.0", "B lagre Hela staden 71.0", "C lagre Hela staden 71.0"}},
		{4, facts, []string{"A hogre de redovisade stadsdelarna 70.3", "B lagre de redovisade stadsdelarna 70.3", "C lagre de redovisade stadsdelarna 70.3"}},
		{3, []publication.Fact{facts[0], facts[1], hidden, facts[3]}, []string{"A hogre Hela staden 71.0", "B lagre Hela staden 71.0"}},
		{4, []publication.Fact{facts[0], facts[1], hidden, facts[3]}, []string{"A hogre de redovisade stadsdelarna 75.0", "B lagre de redovisade stadsdelarna 75.0"}},
		{3, []publication.Fact{facts[0]}, []string{"A jamfors_ej de redovisade stadsdelarna 90.0"}},
	} {
		rows, err := compared(t, c.districts, c.facts...).Comparisons(t.Context(), "handlaggningstid_inom_riktlinje")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range rows {
			got = append(got, fmt.Sprintf("%s %s %s %s", r.Area, r.Verdict, r.Reference, figure(r.ReferenceValue, 1)))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func median(level, area string, days float64, limits ...float64) publication.Fact {
	f := fact("handlaggningstid_median", publication.KindSummary, level, area, "", days)
	if len(limits) == 2 {
		f.Lower, f.Upper = &limits[0], &limits[1]
	}
	return f
}

func TestAMediansIntervalIsHeldAgainstTheCitysMedian(t *testing.T) {
	facts := []publication.Fact{median("stadsdel", "A", 20, 18, 22), median("stadsdel", "B", 12, 10, 13), median("stadsdel", "C", 14, 12, 15),
		median("stadsdel", "D", 30), median("stad", "Hela staden", 14, 13, 15)}
	for _, c := range []struct {
		facts []publication.Fact
		want  []string
	}{
		{facts, []string{"A hogre Hela staden 14", "B lagre Hela staden 14", "C ingen Hela staden 14", "D jamfors_ej Hela staden 14"}},
		{facts[:1], []string{"A jamfors_ej de redovisade stadsdelarna -"}},
	} {
		db := compared(t, 14, c.facts...)
		rows, err := db.Comparisons(t.Context(), "handlaggningstid_median")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range rows {
			got = append(got, fmt.Sprintf("%s %s %s %s", r.Area, r.Verdict, r.Reference, figure(r.ReferenceValue, 0)))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Error(diff)
		}
		if obs, err := db.Observations(t.Context(), "handlaggningstid_median"); err != nil || figure(obs[len(obs)-1].Value, 0) == "-" {
			t.Errorf("%+v, %v", obs, err)
		}
	}
}

func TestRatiosAndCountsAreShownBesideAReferenceAndNotJudged(t *testing.T) {
	var facts []publication.Fact
	for _, a := range []struct {
		area       string
		homes, tkr float64
	}{{"Kungsholmen", 211, 1718}, {"Norrmalm", 252, 1991}, {"Östermalm", 222, 1842}} {
		facts = append(facts, fact("hushall", publication.KindCount, publication.LevelDistrict, a.area, "", a.homes),
			fact("kostnad_tkr", publication.KindAmount, publication.LevelDistrict, a.area, "", a.tkr))
	}
	db := compared(t, 14, facts...)
	for indicator, want := range map[string]string{"kostnad_per_hushall": "de redovisade stadsdelarna 8104 jamfors_ej", "hushall": "de redovisade stadsdelarna - jamfors_ej"} {
		rows, err := db.Comparisons(t.Context(), indicator)
		if err != nil || len(rows) != 3 {
			t.Fatalf("%s: %d rows, %v", indicator, len(rows), err)
		}
		for _, r := range rows {
			if got := fmt.Sprintf("%s %s %s", r.Reference, figure(r.ReferenceValue, 0), r.Verdict); got != want {
				t.Errorf("%s, %s: %s, want %s", indicator, r.Area, got, want)
			}
		}
	}
}
