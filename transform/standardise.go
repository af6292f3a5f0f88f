//go:build duckdb_arrow

package transform

import (
	"cmp"
	"math"
	"slices"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform/compare"
)

// standardised are the published counts of persons that are told by the same
// groups as the inhabitants (grupp of an area fact).
var standardised = []string{"bistandstagare"}

// persons is by how much the members of a household, who come together, make
// chance larger than for persons who come one by one (METHODS.md 0.2: about 2
// with 1.7 persons a household).
const persons = 2

// standardise adds each district's recipients over those expected with the
// city's share in every group, where deliveries tell both by the same groups and
// the groups make up the whole.
func (m *model) standardise(d *publication.Derived) {
	type cell struct{ measure, division, area, period string }
	at := map[cell]map[string]float64{}
	for _, f := range m.facts {
		if f.Value == nil || len(f.Period) != len("2011") || f.Measure != "folkmangd" && !slices.Contains(standardised, f.Measure) {
			continue
		}
		c := cell{f.Measure, f.Division, f.Area, f.Period}
		if f.Level == publication.LevelCity {
			c.division = ""
		} else if f.Level != publication.LevelDistrict {
			continue
		}
		if at[c] == nil {
			at[c] = map[string]float64{}
		}
		at[c][f.Category] = *f.Value
	}
	for c, own := range at {
		if c.measure == "folkmangd" || c.division == "" {
			continue
		}
		city := at[cell{c.measure, "", m.city, c.period}]
		people, all := at[cell{"folkmangd", c.division, c.area, c.period}], at[cell{"folkmangd", "", m.city, c.period}]
		groups := groupsOf(city, all)
		total, ok := own[""]
		if groups == nil || !ok {
			continue
		}
		var strata []compare.Stratum
		for _, g := range groups {
			n, ok := people[g]
			if !ok {
				n = math.NaN() // missing is missing, and not zero
			}
			strata = append(strata, compare.Stratum{Population: n / persons, RefCount: city[g], RefPopulation: all[g]})
		}
		near, err := compare.IndirectlyStandardised(total/persons, strata, compare.Conf95)
		if err != nil {
			continue
		}
		far, err := compare.IndirectlyStandardised(total/persons, strata, compare.Conf998)
		if err != nil {
			continue
		}
		d.Standardised = append(d.Standardised, publication.Standardised{Measure: c.measure, Area: c.area, Division: c.division, Period: c.period, Groups: int64(len(groups)),
			Observed: total, Expected: persons * near.Expected, Ratio: near.Value, Lower: scaled(1, near.Lower), Upper: scaled(1, near.Upper),
			Verdict: verdict(compare.AgainstBenchmark(far.Interval, compare.Of(1)))})
	}
	slices.SortFunc(d.Standardised, func(a, b publication.Standardised) int {
		return cmp.Or(cmp.Compare(a.Measure, b.Measure), cmp.Compare(a.Area, b.Area), cmp.Compare(a.Division, b.Division), cmp.Compare(a.Period, b.Period))
	})
}

// groupsOf are the groups that the city tells both cases and inhabitants by; nil
// unless they are at least two and make up the whole of both.
func groupsOf(cases, people map[string]float64) []string {
	var names []string
	var sumCases, sumPeople float64
	for _, g := range sortedKeys(people) {
		if _, ok := cases[g]; ok && g != "" {
			names = append(names, g)
			sumCases, sumPeople = sumCases+cases[g], sumPeople+people[g]
		}
	}
	const rounding = 0.005
	near := func(sum, total float64) bool { return total > 0 && math.Abs(sum-total) <= rounding*total }
	if len(names) < 2 || !near(sumCases, cases[""]) || !near(sumPeople, people[""]) {
		return nil
	}
	return names
}
