//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"slices"
	"testing"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
	reader "stadsdelskollen/transform/disclosure/attack"
)

// perMonth is kronor per household and month of so many households.
func perMonth(area, period string, kronor float64, homes int64) warehouse.BaseFact {
	f := fact("kostnad_per_hushallsmanad", register.District, area, "", kronor)
	f.Period, f.N, f.Contributors = period, whole(homes), whole(homes)
	f.Lower, f.Upper, f.BelowLower, f.AboveUpper = value(kronor-100), value(kronor+100), whole(homes/3), whole(homes/4)
	f.Largest, f.Second = value(kronor/10), value(kronor/20)
	return f
}

func in(period string, facts ...warehouse.BaseFact) []warehouse.BaseFact {
	for i := range facts {
		facts[i].Period = period
	}
	return facts
}

// costYear is a year of three districts, the first with few households in March,
// with kronor per household and month for March, May and the year.
func costYear() []warehouse.BaseFact {
	var out []warehouse.BaseFact
	for m := 1; m <= 12; m++ {
		few := 40.0
		if m == 3 {
			few = 3
		}
		out = append(out, in(fmt.Sprintf("2011-%02d", m), slices.Concat(costsOf(register.District, "A", few, few*9), costsOf(register.District, "B", 50, 450),
			costsOf(register.District, "C", 60, 540), costsOf(register.City, theCity, few+110, few*9+990))...)...)
	}
	for _, area := range []string{"A", "B", "C"} {
		out = append(out, perMonth(area, "2011-03", 9000, 50), perMonth(area, "2011-05", 9000, 50), perMonth(area, "2011", 9000, 70))
	}
	return out
}

func TestKronorPerHouseholdAreHiddenWhereHouseholdsAre(t *testing.T) {
	p := protect(t, costYear(), Known{})
	hidden := map[[2]string]bool{}
	for _, f := range p.Facts {
		if f.Measure == households && f.Status == publication.Hidden {
			hidden[[2]string{f.Area, f.Period}], hidden[[2]string{f.Area, f.Period[:4]}] = true, true
		}
	}
	if !hidden[[2]string{"A", "2011"}] || hidden[[2]string{"A", "2011-05"}] {
		t.Fatalf("hidden: %v", hidden)
	}
	for _, f := range p.Facts {
		if f.Measure != "kostnad_per_hushallsmanad" {
			continue
		}
		want := "ok 9000 - 8900 9100"
		if hidden[[2]string{f.Area, f.Period}] {
			want = "dold - - - -"
		}
		if seen(f) != want {
			t.Errorf("%s: %s, want %s", label(f), seen(f), want)
		}
	}
	if found := attack(p.Facts); len(found) > 0 {
		t.Error(found)
	}
}

func TestAReaderFindsTheMonthThatAShownYearTells(t *testing.T) {
	p := protect(t, costYear(), Known{})
	for i, f := range p.Facts {
		if f.Measure == "kostnad_per_hushallsmanad" && f.Area == "A" && f.Period == "2011" {
			p.Facts[i].Value, p.Facts[i].Status = value(9000), publication.OK
		}
	}
	found := attack(p.Facts)
	if !slices.ContainsFunc(found, func(f Finding) bool { return f.Rule == reader.RuleTogether && f.Where == "kostnad_tkr, A, 2011-03" }) {
		t.Error(found)
	}
}

func TestAnAverageOfFewOrOfOneLargePaymentIsHidden(t *testing.T) {
	few, large := perMonth("A", november, 9000, 9), perMonth("A", november, 9000, 40)
	large.Largest, large.Second = value(6000), value(2500)
	for _, f := range []warehouse.BaseFact{few, large} {
		p := protect(t, append(costsOf(register.District, "A", 40, 360), f), Known{})
		if got := find(t, p.Facts, f.Measure, "A", "").Status; got != publication.Hidden {
			t.Errorf("n %d, largest %v: %s", *f.N, *f.Largest, got)
		}
	}
}

// expected is a year's decisions in time against those expected.
func expected(area string, percent float64, n int64) warehouse.BaseFact {
	f := fact("beslut_i_tid_mot_forvantat", register.District, area, "", percent)
	f.Period, f.N = "2011", whole(n)
	f.Lower, f.Upper, f.BelowLower, f.AboveUpper = value(percent-5), value(percent+5), whole(20), whole(20)
	return f
}

func TestDecisionsAgainstThoseExpectedAreHiddenWithTheYearsPair(t *testing.T) {
	facts := slices.Concat(in("2011", pair(register.District, "A", 98, 100), pair(register.District, "B", 60, 100), pair(register.District, "C", 70, 100),
		pair(register.City, theCity, 228, 300)), []warehouse.BaseFact{expected("A", 120, 100), expected("B", 90, 100), expected("C", 95, 100)})
	p := protect(t, facts, Known{})
	shown := 0
	for _, area := range []string{"A", "B", "C"} {
		pair, e := find(t, p.Facts, withinDays, area, ""), find(t, p.Facts, "beslut_i_tid_mot_forvantat", area, "")
		if pair.Status != e.Status {
			t.Errorf("%s: the pair %s, against those expected %s", area, pair.Status, e.Status)
		}
		if e.Value != nil && e.Lower != nil && e.N != nil {
			shown++
		}
	}
	if shown == 0 || find(t, p.Facts, withinDays, "A", "").Status != publication.Hidden {
		t.Errorf("%d are shown", shown)
	}
	if found := attack(p.Facts); len(found) > 0 {
		t.Error(found)
	}
}

func TestTheVariationIsToldForFiveGroupsOfFiveCaseWorkers(t *testing.T) {
	for _, c := range []struct {
		groups, workers int64
		want            string
	}{{5, 5, publication.OK}, {4, 9, publication.Hidden}, {9, 4, publication.Hidden}} {
		f := fact("variation_bifall", register.City, theCity, "mellan enheter", 12)
		f.Period, f.N, f.Workers = "2011", whole(c.groups), whole(c.workers)
		if got := protect(t, []warehouse.BaseFact{f}, Known{}).Facts[0]; got.Status != c.want {
			t.Errorf("%d groups of %d: %s", c.groups, c.workers, got.Status)
		}
	}
}
