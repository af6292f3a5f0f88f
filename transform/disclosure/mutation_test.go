//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
	reader "stadsdelskollen/transform/disclosure/attack"
)

// mutation takes one protection away from facts that need it.
type mutation struct {
	name    string
	off     func(*protections)
	facts   []warehouse.BaseFact
	earlier []warehouse.BaseFact // published before, with all protections
	// rule is the attack that must find the leak. Without one, seen must: it
	// speaks for whoever knows what no reader of the files does.
	rule string
	seen func([]publication.Fact) bool
}

// city is the sum of areas' adults per reason.
func city(areas ...[]float64) []float64 {
	out := make([]float64, len(areas[0]))
	for _, a := range areas {
		for i, v := range a {
			out[i] += v
		}
	}
	return out
}

// square is three districts by four reasons with one count of three, and the city.
func square() []warehouse.BaseFact {
	a, b, c := []float64{60, 20, 30, 3}, []float64{70, 25, 35, 12}, []float64{80, 30, 40, 14}
	return slices.Concat(areaRow(register.District, "A", a...), areaRow(register.District, "B", b...), areaRow(register.District, "C", c...),
		areaRow(register.City, theCity, city(a, b, c)...))
}

// moved is a month after some adults of three districts were moved to another reason:
// the districts' totals are as they were.
func moved(before bool) []warehouse.BaseFact {
	a, b, c, d := []float64{65, 20, 30, 3}, []float64{65, 25, 55, 17}, []float64{80, 30, 40, 14}, []float64{92, 40, 60, 18}
	if before {
		a, b, d = []float64{60, 20, 30, 8}, []float64{70, 25, 55, 12}, []float64{90, 40, 60, 20}
	}
	return slices.Concat(areaRow(register.District, "A", a...), areaRow(register.District, "B", b...), areaRow(register.District, "C", c...), areaRow(register.District, "D", d...),
		areaRow(register.City, theCity, city(a, b, c, d)...))
}

// uncorrected is the square before A's three were eight.
func uncorrected() []warehouse.BaseFact {
	a, b, c := []float64{60, 20, 30, 8}, []float64{70, 25, 35, 12}, []float64{80, 30, 40, 14}
	return slices.Concat(areaRow(register.District, "A", a...), areaRow(register.District, "B", b...), areaRow(register.District, "C", c...),
		areaRow(register.City, theCity, city(a, b, c)...))
}

// inTime are two districts' decisions of a year and its sum; one month is small.
func inTime() []warehouse.BaseFact {
	var out []warehouse.BaseFact
	at := func(period string, x, n float64) {
		f := pair(register.District, "A", x, n)
		f.Period = period
		out = append(out, f)
	}
	for m := range 12 {
		x := 20.0
		if m == 4 {
			x = 3
		}
		at(fmt.Sprintf("2011-%02d", m+1), x, 40)
	}
	at("2011", 11*20+3, 12*40)
	return out
}

// inOneDistrict is a city of one district, four months of households.
func inOneDistrict() []warehouse.BaseFact {
	var out []warehouse.BaseFact
	for m := range 4 {
		for _, f := range []warehouse.BaseFact{fact(households, register.District, "A", "", float64(200+m)), fact(households, register.City, theCity, "", float64(200+m))} {
			f.Period = fmt.Sprintf("2011-%02d", m+1)
			out = append(out, f)
		}
	}
	return out
}

func with(f warehouse.BaseFact, by func(*warehouse.BaseFact)) warehouse.BaseFact {
	by(&f)
	return f
}

func open(measure, area string) func([]publication.Fact) bool {
	return func(facts []publication.Fact) bool {
		return slices.ContainsFunc(facts, func(f publication.Fact) bool { return f.Measure == measure && f.Area == area && f.Value != nil })
	}
}

func mutations() []mutation {
	small := inOneDistrict()
	small[6].Value = value(3) // so that the ledger remembers A's April as hidden
	small = small[:7]         // before the city delivered
	return []mutation{
		{name: "counts below five", off: func(p *protections) { p.small = false }, facts: square(), rule: reader.RuleSmall},
		{name: "the others of a pair", off: func(p *protections) { p.pairs = false }, rule: reader.RuleSmall,
			facts: []warehouse.BaseFact{pair(register.District, "A", 37, 40), pair(register.District, "B", 20, 40)}},
		{name: "all adults in one reason", off: func(p *protections) { p.group = false }, rule: reader.RuleShares,
			facts: slices.Concat(areaRow(register.District, "A", 48), areaRow(register.District, "B", 70, 25), areaRow(register.District, "C", 80, 30))},
		{name: "the p % rule", off: func(p *protections) { p.percent = false }, seen: open(cost, "A"),
			facts: []warehouse.BaseFact{with(fact(cost, register.District, "A", "", 1000), func(f *warehouse.BaseFact) {
				f.Contributors, f.Largest, f.Second = whole(20), value(800), value(100)
			})}},
		{name: "few case workers", off: func(p *protections) { p.workers = false }, seen: open(medianDays, "A"),
			facts: []warehouse.BaseFact{with(summary(register.District, "A", 12, 80), func(f *warehouse.BaseFact) { f.Workers = whole(4) })}},
		{name: "few cases behind a median", off: func(p *protections) { p.summaries = false }, rule: reader.RuleCases,
			facts: []warehouse.BaseFact{summary(register.District, "A", 12, 9)}},
		{name: "few cases behind a 90th percentile", off: func(p *protections) { p.summaries = false }, rule: reader.RuleCases,
			facts: []warehouse.BaseFact{p90("A", 30, 49)}},
		{name: "few cases beyond a limit", off: func(p *protections) { p.limits = false },
			seen:  func(facts []publication.Fact) bool { return facts[0].Lower != nil },
			facts: []warehouse.BaseFact{with(summary(register.District, "A", 12, 80), func(f *warehouse.BaseFact) { f.BelowLower = whole(4) })}},
		{name: "categories make a total", off: func(p *protections) { p.categories = false }, facts: square(), rule: reader.RuleSubtract},
		{name: "areas make a city", off: func(p *protections) { p.areas = false }, facts: square(), rule: reader.RuleSubtract},
		{name: "units outside the districts", off: func(p *protections) { p.areas = false }, rule: reader.RuleSubtract,
			facts: slices.Concat(areaRow(register.District, "A", 60, 20, 30, 25), areaRow(register.District, "B", 70, 25, 35, 12), areaRow(register.Outside, homeless, 30, 9, 14, 3),
				areaRow(register.City, theCity, 160, 54, 79, 40))},
		{name: "whoever is in no area", off: func(p *protections) { p.rest = false }, rule: reader.RuleSubtract,
			facts: slices.Concat(areaRow(register.District, "A", 60, 20), areaRow(register.District, "B", 70, 30), areaRow(register.City, theCity, 133, 57))},
		{name: "the city beside its only district", off: func(p *protections) { p.signed = false }, facts: inOneDistrict(), earlier: small, rule: reader.RuleTogether},
		{name: "a year and its months", off: func(p *protections) { p.months = false }, facts: inTime(), rule: reader.RuleTime},
		{name: "households beside adults", off: func(p *protections) { p.linked = false }, rule: reader.RuleTogether,
			facts: slices.Concat(homesAndAdults("A", 4, 6), homesAndAdults("B", 20, 30), homesAndAdults("C", 20, 30), homesAndAdults("D", 20, 30))},
		{name: "medians beside shares", off: func(p *protections) { p.medians = false }, rule: reader.RuleMedian,
			facts: []warehouse.BaseFact{pair(register.District, "A", 8, 10), summary(register.District, "A", 12, 10), pair(register.District, "B", 4, 10), summary(register.District, "B", 20, 10),
				pair(register.District, "C", 40, 80), pair(register.City, theCity, 52, 100)}},
		// 48 and 44 of 50 in time: of 92 together either could be anything from 42 to 50; the
		// percentiles say that the one is at least 45, the other at most 45.
		{name: "percentiles beside shares", off: func(p *protections) { p.medians = false }, rule: reader.RuleMedian,
			facts: []warehouse.BaseFact{pair(register.District, "A", 48, 50), p90("A", 13, 50), pair(register.District, "B", 44, 50), p90("B", 16, 50),
				pair(register.District, "C", 60, 100), pair(register.City, theCity, 152, 200)}},
		{name: "hidden once, hidden for ever", off: func(p *protections) { p.sticky = false }, facts: uncorrected(), earlier: square(), rule: reader.RuleSibling},
		{name: "shown once, known for ever", off: func(p *protections) { p.known = false }, facts: moved(false), earlier: moved(true), rule: reader.RuleBridge},
		{name: "what a corrected year says beside the one before", off: func(p *protections) { p.earlier = false }, rule: reader.RuleSibling,
			facts: yearInTime(20, 22, 24, 20, 3, 23, 20, 2, 24, 20, 21, 23), earlier: yearInTime(20, 22, 24, 20, 21, 23, 20, 2, 24, 20, 21, 23)},
		{name: "households, cost and their ratio", off: func(p *protections) { p.together = false }, rule: reader.RuleTogether,
			facts: slices.Concat(costsOf(register.District, "A", 3, 27), costsOf(register.District, "B", 300, 2700), costsOf(register.District, "C", 60, 540), costsOf(register.City, theCity, 363, 3267))},
		{name: "hidden for another's sake", off: func(p *protections) { p.complement = false }, facts: square(), rule: reader.RuleSubtract},
	}
}

func p90(area string, days float64, n int64) warehouse.BaseFact {
	f := summary(register.District, area, days, n)
	f.Measure = "handlaggningstid_p90"
	return f
}

func homesAndAdults(area string, homes, adults float64) []warehouse.BaseFact {
	return []warehouse.BaseFact{fact(households, register.District, area, "", homes), fact(reasons, register.District, area, "", adults)}
}

// asReader is the attack with all that a reader has: the guideline, the groups,
// and what was published before.
func asReader(p Protected, before ...publication.Fact) []Finding {
	guideline := int64(14)
	here := reader.Publication{Facts: p.Facts, Guideline: &guideline, Groups: map[[2]string][]string{}, Published: "2012-02-01"}
	for _, g := range p.Grouped {
		k := [2]string{g.Measure, g.Group}
		here.Groups[k] = append(here.Groups[k], g.Category)
	}
	if before == nil {
		return reader.Facts(here)
	}
	return reader.Facts(here, reader.Publication{Name: "earlier", Facts: before, Guideline: &guideline, Groups: here.Groups, Published: "2012-01-01"})
}

// Each protection is taken away in turn from facts that need it: then the
// attack finds what it kept hidden. With all of them it finds nothing.
func TestWithoutAnyOneProtectionTheAttackSucceeds(t *testing.T) {
	for _, m := range mutations() {
		t.Run(m.name, func(t *testing.T) {
			var known Known
			var before []publication.Fact
			if m.earlier != nil {
				first := protect(t, m.earlier, Known{})
				known, before = after(Known{}, first), first.Facts
			}
			sound := protect(t, m.facts, known)
			if found := asReader(sound, before...); len(found) > 0 || m.seen != nil && m.seen(sound.Facts) {
				t.Fatalf("with every protection: %v", found)
			}
			steps := everything()
			m.off(&steps)
			p, err := protectWith(m.facts, known, plain, steps)
			if err != nil {
				t.Fatal(err)
			}
			if m.seen != nil {
				if !m.seen(p.Facts) {
					t.Error("nothing more is seen without it")
				}
				return
			}
			found := asReader(p, before...)
			if !slices.ContainsFunc(found, func(f Finding) bool { return f.Rule == m.rule }) {
				t.Errorf("want %q, found %v", m.rule, found)
			}
		})
	}
}

// elsewhere are the protections whose need other tests show.
var elsewhere = map[string]string{
	"fine":     "TestAMonthOfAReasonIsNotProvedByWorldsThatLackIt",
	"rounding": "TestWithoutAnyOneProtectionOfRoundingTheAttackSucceeds",
	"readings": "TestWithoutAnyOneProtectionOfRoundingTheAttackSucceeds",
	"fewHomes": "TestWithoutAnyOneProtectionOfRoundingTheAttackSucceeds",
	"means":    "TestWithoutAnyOneProtectionOfRoundingTheAttackSucceeds",
}

func TestNoProtectionIsWithoutAFactThatNeedsIt(t *testing.T) {
	needed := map[string]bool{}
	for _, m := range mutations() {
		steps := everything()
		m.off(&steps)
		v := reflect.ValueOf(steps)
		for i := range v.NumField() {
			if !v.Field(i).Bool() {
				needed[v.Type().Field(i).Name] = true
			}
		}
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[protections]()) {
		if !needed[f.Name] && elsewhere[f.Name] == "" {
			t.Errorf("%s: no facts need it", f.Name)
		}
	}
}
