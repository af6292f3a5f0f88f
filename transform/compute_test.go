//go:build duckdb_arrow

package transform

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/period"
	"stadsdelskollen/queries/publication"
)

const today = "2007-01-01"

// world is a publication's content with so many months of decisions in time, of
// which share says the chance by district and month.
func world(months int, share func(area string, month int) float64) publication.Content {
	c := publication.Content{Info: publication.Info{Month: "2023-12", Published: time.Date(2024, 1, 8, 0, 0, 0, 0, time.UTC),
		Audience: publication.AudienceInternal, CityArea: "Hela staden"},
		Divisions: []publication.Division{{ID: today, Areas: 6}}}
	r := rand.New(rand.NewPCG(4, 5))
	first := period.Month(2020, time.January)
	for _, a := range []string{"A", "B", "C", "D", "E", "F"} {
		c.Members = append(c.Members, publication.Member{Division: today, Area: a})
		c.Areas = append(c.Areas, publication.Area{Name: a, Slug: a, Level: publication.LevelDistrict, Part: "Del " + string('1'+a[0]%2)})
		for m := range months {
			const n = 200
			x := 0
			for range n {
				if r.Float64() < share(a, m) {
					x++
				}
			}
			value, of := float64(x), float64(n)
			c.Facts = append(c.Facts, publication.Fact{Measure: "beslut_inom_riktlinje", Kind: publication.KindPair, Level: publication.LevelDistrict, Area: a, Division: today,
				Period: first.Add(m).String(), Value: &value, Denominator: &of, Unit: "beslut", Status: publication.OK, Source: "test"})
		}
	}
	return c
}

func computed(t testing.TB, c publication.Content) *publication.DB {
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
	if err := db.Fill(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if err := Compute(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	return db
}

const inTime = "handlaggningstid_inom_riktlinje"

func TestAPlantedFallIsASpecialCauseAndStandsOutFirst(t *testing.T) {
	c := world(48, func(area string, m int) float64 {
		if area == "C" && m >= 36 {
			return 0.4
		}
		return 0.7
	})
	db := computed(t, c)
	charts, err := db.Charts(t.Context(), inTime)
	if err != nil || len(charts) != 6 {
		t.Fatalf("%d charts, %v", len(charts), err)
	}
	for _, x := range charts {
		if x.Kind != publication.ChartLaney || x.Months != 48 || x.Gaps != 0 {
			t.Errorf("%+v", x)
		}
		if x.Area == "C" && (x.LatestSide != publication.Lower || x.LatestFrom != "2023-01" || x.LatestTo != "2023-12" || !x.Ongoing) {
			t.Errorf("the fall: %+v", x)
		}
	}
	stands, err := db.Standouts(t.Context())
	if err != nil || len(stands) == 0 {
		t.Fatalf("%+v, %v", stands, err)
	}
	if s := stands[0]; s.Area != "C" || s.Kind != publication.StandsBoth || s.Judgement != publication.Worse || s.ChangeJudgement != publication.Worse || s.Order != 1 || *s.ChangeUpper >= 0 {
		t.Errorf("what stands out first: %+v", s)
	}
	// The verdicts are against the rest, so the others are a little above it.
	for _, s := range stands[1:] {
		if s.Verdict != publication.Higher && s.Kind != publication.StandsChanged {
			t.Errorf("%+v", s)
		}
	}
}

func TestEqualDistrictsGiveNothingThatStandsOut(t *testing.T) {
	db := computed(t, world(36, func(string, int) float64 { return 0.7 }))
	stands, err := db.Standouts(t.Context())
	if err != nil || len(stands) != 0 {
		t.Errorf("%+v, %v", stands, err)
	}
	growth, err := db.DisparityChanges(t.Context(), inTime)
	if err != nil || len(growth) != 1 || growth[0].Verdict != publication.NoSure {
		t.Errorf("%+v, %v", growth, err)
	}
}

func TestGrowingDifferencesAreSaidToGrow(t *testing.T) {
	db := computed(t, world(48, func(area string, m int) float64 {
		return 0.6 + float64(m/12)*0.04*float64(int(area[0])-int('C'))
	}))
	growth, err := db.DisparityChanges(t.Context(), inTime)
	if err != nil || len(growth) != 1 || growth[0].Verdict != publication.Grown || growth[0].From != "2020" || growth[0].To != "2023" {
		t.Errorf("%+v, %v", growth, err)
	}
}

// Months that are missing stay gaps, and a declared new level sets limits anew.
func TestGapsStayGapsAndANewLevelBeginsAPhase(t *testing.T) {
	c := world(48, func(_ string, m int) float64 {
		if m >= 24 {
			return 0.5
		}
		return 0.8
	})
	c.Facts = slices.DeleteFunc(c.Facts, func(f publication.Fact) bool {
		return f.Area == "A" && (f.Period == "2020-05" || f.Period == "2023-02")
	})
	c.Events = []publication.Event{{Date: time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC), Text: "Ny lag", Source: "test", NewLevel: true}}
	db := computed(t, c)
	charts, err := db.Charts(t.Context(), inTime)
	if err != nil || charts[0].Gaps != 2 || charts[0].Months != 46 || charts[0].Phases != 2 {
		t.Fatalf("%+v, %v", charts, err)
	}
	phases, err := db.ChartPhases(t.Context(), inTime)
	if err != nil || phases[1].Cause != "Ny lag" || phases[1].From != "2022-01" || *phases[0].Centre < 75 || *phases[1].Centre > 55 {
		t.Errorf("%+v, %v", phases[:2], err)
	}
	points, err := db.ChartPoints(t.Context(), inTime)
	if err != nil || len(points) != 6*48 {
		t.Fatalf("%d points, %v", len(points), err)
	}
	for _, p := range points {
		if p.Area == "A" && (p.Period == "2020-05" || p.Period == "2023-02") && (p.Value != nil || p.Lower != nil || p.Signal != "") {
			t.Errorf("a gap has %+v", p)
		}
	}
	events, err := db.EventChanges(t.Context(), inTime)
	if err != nil || len(events) != 6 {
		t.Fatalf("%+v, %v", events, err)
	}
	for _, e := range events {
		if e.Verdict != publication.EventClear || *e.LevelUpper >= -20 || *e.LevelLower <= -40 {
			t.Errorf("a fall of 30: %+v", e)
		}
	}
	over, err := db.OverTime(t.Context(), inTime)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range over {
		if o.Area == "A" && o.Period >= "2020-12" && o.Period < "2021-05" && o.Rolling != nil || o.Area == "A" && o.Period == "2021-05" && (o.YearBefore != nil || o.Rolling == nil) {
			t.Errorf("over a missing month: %+v", o)
		}
	}
}

// Merged districts begin a new phase on the day of the merger, in the sums of
// their parts before it and in their own figures after.
func TestAMergerBeginsAPhaseOfTheDistrictsThatItMade(t *testing.T) {
	c := world(40, func(string, int) float64 { return 0.7 })
	day := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)
	const now = "2022-01-01"
	c.Divisions = append(c.Divisions, publication.Division{ID: now, From: &day, Areas: 5})
	for _, a := range []string{"AB", "C", "D", "E", "F"} {
		c.Members = append(c.Members, publication.Member{Division: now, Area: a})
	}
	for _, a := range []string{"A", "B"} {
		c.Succession = append(c.Succession, publication.Succession{From: a, To: "AB", Date: day, Kind: "sammanslagen"})
	}
	var facts []publication.Fact
	for _, f := range c.Facts {
		switch {
		case f.Period < "2022-01":
		case f.Area == "B":
			continue
		case f.Area == "A":
			f.Area, f.Division = "AB", now
		default:
			f.Division = now
		}
		facts = append(facts, f)
	}
	c.Facts = facts
	charts, err := computed(t, c).Charts(t.Context(), inTime)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, x := range charts {
		got[x.Area] = fmt.Sprintf("%s %d %d", x.Division, x.Months, x.Phases)
	}
	want := map[string]string{"AB": now + " 40 2", "A": today + " 24 1", "B": today + " 24 1", "C": now + " 40 1", "D": now + " 40 1", "E": now + " 40 1", "F": now + " 40 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAFunnelHoldsEveryDistrictAndItsCurvesHoldNothingUndrawable(t *testing.T) {
	db := computed(t, world(14, func(area string, _ int) float64 {
		if area == "E" {
			return 0.3
		}
		return 0.7
	}))
	funnels, err := db.Funnels(t.Context(), inTime)
	if err != nil || len(funnels) != 14 {
		t.Fatalf("%d funnels, %v", len(funnels), err)
	}
	points, err := db.FunnelPoints(t.Context(), inTime)
	if err != nil || len(points) != 14*6 {
		t.Fatalf("%d points, %v", len(points), err)
	}
	for _, p := range points {
		if outside := p.Value > p.Upper998 || p.Value < p.Lower998; outside != (p.Position == publication.FarAbove || p.Position == publication.FarBelow) {
			t.Errorf("%+v", p)
		}
	}
	curves, err := db.FunnelCurves(t.Context(), inTime)
	if err != nil || len(curves) != curvePoints {
		t.Fatalf("%d points of curves, %v", len(curves), err)
	}
	for i, c := range curves {
		if !(c.Lower998 <= c.Lower95 && c.Lower95 <= c.Upper95 && c.Upper95 <= c.Upper998) || i > 0 && (c.Size <= curves[i-1].Size || c.Upper998 > curves[i-1].Upper998) {
			t.Errorf("%+v", c)
		}
	}
}

// What follows is a function of the content: computed again it is the same.
func TestComputedAgainItIsTheSame(t *testing.T) {
	c := world(36, func(area string, m int) float64 { return 0.5 + 0.05*float64(area[0]-'A') + 0.002*float64(m) })
	again := c
	again.Facts = slices.Clone(c.Facts)
	slices.Reverse(again.Facts)
	var got [2]publication.Derived
	for i, content := range []publication.Content{c, again} {
		m, err := load(t.Context(), computed(t, content))
		if err != nil {
			t.Fatal(err)
		}
		if got[i], err = m.derive(); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(got[0], got[1]); diff != "" {
		t.Error(diff)
	}
	if _, err := json.Marshal(got[0]); err != nil { // JSON has neither NaN nor Inf
		t.Error(err)
	}
}

func TestPersonsAreStandardisedByTheGroupsThatMakeUpTheWhole(t *testing.T) {
	c := world(1, func(string, int) float64 { return 0.7 })
	add := func(measure, level, area, division, group string, v float64) {
		c.Facts = append(c.Facts, publication.Fact{Measure: measure, Kind: publication.KindPublic, Level: level, Area: area, Division: division, Category: group,
			Period: "2023", Value: &v, Unit: "personer", Status: publication.OK, Source: "test"})
	}
	for _, g := range []struct {
		name                  string
		cases, people, inArea float64
	}{{"", 300, 10000, 1000}, {"0–17 år", 100, 2000, 400}, {"18– år", 200, 8000, 600}} {
		add("bistandstagare", publication.LevelCity, "Hela staden", "", g.name, g.cases)
		add("folkmangd", publication.LevelCity, "Hela staden", "", g.name, g.people)
		add("folkmangd", publication.LevelDistrict, "A", today, g.name, g.inArea)
		add("folkmangd", publication.LevelDistrict, "B", today, g.name, g.inArea)
	}
	add("bistandstagare", publication.LevelDistrict, "A", today, "", 70)
	rows, err := computed(t, c).Standardised(t.Context())
	// 400 · 100/2000 + 600 · 200/8000 = 35 expected.
	if err != nil || len(rows) != 1 || rows[0].Area != "A" || math.Abs(rows[0].Expected-35) > 1e-9 || math.Abs(rows[0].Ratio-2) > 1e-9 || rows[0].Verdict != publication.Higher {
		t.Errorf("%+v, %v", rows, err)
	}
}
