//go:build duckdb_arrow

package facts

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"stadsdelskollen/queries/warehouse"
	"stadsdelskollen/transform/compare"
)

// workload is twelve reports of one year's cases, decided in the month they were
// made in. Units have so many case workers each; every unit serves one district.
func (f *filled) workload(year int, perUnit ...int) {
	f.t.Helper()
	r := rand.New(rand.NewPCG(7, 1))
	districts := []string{"Bromma", "Farsta", "Skarpnäck", "Skärholmen", "Södermalm", "Kungsholmen", "Östermalm"}
	rows := map[int][]string{}
	for u, workers := range perUnit {
		unit := 0.5 * r.NormFloat64()
		for w := range workers {
			worker := 0.3 * r.NormFloat64()
			for i := range 48 {
				m := i%12 + 1
				applied := time.Date(year, time.Month(m), 1, 0, 0, 0, 0, time.UTC)
				days := min(26, int(math.Exp(2+unit+worker+0.4*r.NormFloat64())))
				kind := "bifall"
				if r.Float64() < 0.3+0.1*float64(w%3) {
					kind = "avslag"
				}
				rows[m] = append(rows[m], fmt.Sprintf("'%d-%d-%d-%d', '%d-%02d', NULL, '%s', 'stadsdel', 'Enhet %d', 'w%d-%d', DATE '%s', NULL, DATE '%s', '%s', '%s', NULL, NULL, NULL",
					year, u, w, i, year, m, districts[u], u, u, w, applied.Format(time.DateOnly), applied.AddDate(0, 0, days).Format(time.DateOnly), kind, []string{"ensam", "par"}[i%2]))
			}
		}
	}
	for m := range 12 {
		f.deliver("arenden", "manad", "'*'", rows[m+1]...)
	}
}

func TestVariationIsSplitForTheCityAndForNobodyElse(t *testing.T) {
	f := fill(t)
	f.workload(2021, 6, 5, 7, 5, 6, 3)
	facts := f.build(Options{})
	sum := 0.0
	for _, category := range []string{"mellan stadsdelar", "mellan enheter", "mellan handläggare", "inom"} {
		b, ok := pick(facts, "variation_handlaggningstid", "Hela staden", category, "2021")
		if !ok || b.Value == nil || b.Lower == nil || b.Upper == nil || *b.Lower > *b.Value || *b.Upper < *b.Value {
			t.Fatalf("%s: %s", category, show(b))
		}
		// The sixth unit has three case workers and is not counted.
		if *b.N != 5 || *b.Workers != 5 || *b.BelowLower != 5 || b.Kind != "sammanfattning" || b.Unit != "procent" {
			t.Errorf("%s: %+v", category, b)
		}
		if category != "mellan stadsdelar" {
			sum += *b.Value
		}
	}
	if math.Abs(sum-100) > 0.2 {
		t.Errorf("the three shares add up to %v", sum)
	}
	want := map[string][2]float64{"mellan enheter": {15, 75}, "mellan handläggare": {5, 40}}
	for category, limits := range want {
		if b, _ := pick(facts, "variation_handlaggningstid", "Hela staden", category, "2021"); *b.Value < limits[0] || *b.Value > limits[1] {
			t.Errorf("planted between %v: %s is %v", limits, category, *b.Value)
		}
	}
	for _, b := range facts {
		if (b.Measure == "variation_handlaggningstid" || b.Measure == "variation_bifall") && b.Level != "stad" {
			t.Errorf("below the city: %+v", b)
		}
	}
	if b, ok := pick(facts, "variation_bifall", "Hela staden", "inom", "2021"); !ok || b.Value == nil || *b.Value < 80 {
		t.Errorf("decisions: %s", show(b))
	}
}

func TestFourGroupsOfFiveCaseWorkersAreTooFew(t *testing.T) {
	f := fill(t)
	f.workload(2021, 6, 5, 7, 5, 4, 3)
	for _, category := range []string{"mellan stadsdelar", "mellan enheter", "mellan handläggare", "inom"} {
		b, ok := pick(f.build(Options{}), "variation_handlaggningstid", "Hela staden", category, "2021")
		if !ok || b.Value != nil || b.Lower != nil || b.Status != "ej_tillamplig" || *b.N != 4 {
			t.Errorf("%s: %s", category, show(b))
		}
	}
}

func TestADecisionThatWasNotTriedIsNeitherAGrantNorARefusal(t *testing.T) {
	cases := []decided{{Year: "2021", Unit: "A", Worker: "w", Granted: pointer(int64(1))}, {Year: "2021", Unit: "A", Worker: "w"}, {Year: "2021", Unit: "A", Worker: "", Granted: pointer(int64(0))}}
	got := observations(cases, varied[1].value, func(d decided) string { return d.Unit })
	if len(got) != 1 || got[0].Value != 1 {
		t.Errorf("got %+v", got)
	}
}

// Every second application is of each type, and types are decided alike: what is
// expected of a district is the city's share, and 100 is as expected.
func TestDecisionsInTimeAreHeldAgainstWhatTheMixOfHouseholdsGives(t *testing.T) {
	f := fill(t)
	f.workload(2021, 6, 5, 7, 5, 6, 6)
	f.handled("2022-01", [6]string{"z", "Farsta", "Enhet 1", "w1-1", "2022-01-20", ""})
	facts := f.build(Options{GuidelineDays: 7})
	pair := func(area string) (x, n float64) {
		b, ok := pick(facts, "beslut_inom_riktlinje", area, "", "2021")
		if !ok || b.Value == nil {
			t.Fatalf("%s: %s", area, show(b))
		}
		return *b.Value, *b.Denominator
	}
	cityX, cityN := pair("Hela staden")
	for _, area := range []string{"Bromma", "Farsta", "Kungsholmen"} {
		x, n := pair(area)
		b, ok := pick(facts, "beslut_i_tid_mot_forvantat", area, "", "2021")
		if !ok || b.Value == nil || *b.N != int64(n) {
			t.Fatalf("%s: %s", area, show(b))
		}
		if want := 100 * x / (n * cityX / cityN); math.Abs(*b.Value-want) > 3 {
			t.Errorf("%s: %v, want about %v", area, *b.Value, want)
		}
		limits, err := compare.Rate(x, 1, 1, compare.Conf95)
		if err != nil {
			t.Fatal(err)
		}
		if ratio := *b.Upper / *b.Value; math.Abs(ratio-limits.Upper.Value/x) > 0.03 || *b.BelowLower != int64(min(x, n-x)) {
			t.Errorf("%s: %+v", area, b)
		}
	}
	if b, ok := pick(facts, "beslut_i_tid_mot_forvantat", "Hela staden", "", "2021"); ok {
		t.Errorf("the city is held against itself: %s", show(b))
	}
}

func TestTypesThatAreMostlyUnknownExpectNothing(t *testing.T) {
	f := fill(t)
	f.report(append(months(2021), "2022-01"), append(steady("b", "Bromma", 2021, 10), application{"j", "Bromma", "2022-01-20", -1}))
	for _, b := range f.build(Options{GuidelineDays: 14}) {
		if b.Measure == "beslut_i_tid_mot_forvantat" {
			t.Fatalf("%+v", b)
		}
	}
}

// Case workers of an area are those of the twelve months that end with the
// period, in all that it is now made of.
func TestCaseWorkersOfAnAreaAreThoseOfTwelveMonths(t *testing.T) {
	f := fill(t)
	for m, month := range append(months(2022), months(2023)...) {
		area := "Norrmalm"
		if month >= "2023-07" {
			area = "Norra innerstaden"
		}
		f.handled(month, [6]string{fmt.Sprint("a", m), area, "", fmt.Sprint("w", m), month + "-03", month + "-09"})
	}
	facts := f.build(Options{GuidelineDays: 14})
	for _, c := range []struct {
		measure, area, period string
		want                  int64
	}{
		{"handlaggningstid_median", "Norrmalm", "2022-05", 5}, {"handlaggningstid_median", "Norrmalm", "2023-06", 12},
		{"oppna_arenden", "Norra innerstaden", "2023-07", 12}, {"handlaggningstid_p90", "Norra innerstaden", "2023", 12}, {"handlaggningstid_median", "Hela staden", "2022", 12},
	} {
		if b, ok := pick(facts, c.measure, c.area, "", c.period); !ok || b.Workers == nil || *b.Workers != c.want {
			t.Errorf("%+v: %+v", c, b.Workers)
		}
	}
	var none warehouse.BaseFact
	for _, b := range facts {
		if b.Area == "Farsta" && b.Measure == "handlaggningstid_median" {
			none = b
		}
	}
	if none.Workers != nil {
		t.Errorf("a district of which nobody is named: %d", *none.Workers)
	}
}
