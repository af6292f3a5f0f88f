//go:build duckdb_arrow

package attack

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"stadsdelskollen/queries/publication"
)

// Divisions finds figures of one measure and period that hold the same people
// twice: an area in two divisions, a district beside what it was made of, or a
// protected measure in two divisions at all, but for the medians that
// besideItsParts allows.
func Divisions(facts []publication.Fact, succession []publication.Succession) []Finding {
	type table struct{ measure, period string }
	tables := map[table]map[string]publication.Fact{} // area → one of its facts
	a := &attacker{}
	var order []table
	times := timesDivision(facts)
	for _, f := range facts {
		if f.Level != publication.LevelDistrict || f.Measure == medianDays && f.Division != times[f.Period] {
			continue
		}
		t := table{f.Measure, f.Period}
		if tables[t] == nil {
			tables[t] = map[string]publication.Fact{}
			order = append(order, t)
		}
		if other, ok := tables[t][f.Area]; ok && other.Division != f.Division {
			a.find(RuleGeography, label(f), "the figure stands in the divisions %s and %s", other.Division, f.Division)
			continue
		}
		tables[t][f.Area] = f
	}
	for _, t := range order {
		of := tables[t]
		division := ""
		areas := slices.Sorted(maps.Keys(of))
		for _, area := range areas {
			f := of[area]
			division = cmp.Or(division, f.Division)
			if f.Kind != publication.KindPublic && f.Division != division {
				a.find(RuleGeography, label(f), "in division %s, and the same period in %s", f.Division, division)
			}
			for _, into := range becomes(area, time.Time{}, succession) {
				if other, ok := of[into]; ok && other.Division != f.Division {
					a.find(RuleGeography, label(f), "it became %s, whose figure of the same period is there too", into)
				}
			}
		}
	}
	return append(a.found, besideItsParts(facts, succession)...)
}

// becomes are the districts that an area went into, at any distance.
func becomes(area string, after time.Time, succession []publication.Succession) []string {
	var out []string
	for _, s := range succession {
		if s.From == area && s.Date.After(after) {
			out = append(out, s.To)
			out = append(out, becomes(s.To, s.Date, succession)...)
		}
	}
	return out
}

// OtherDivision finds periods of a protected measure that two publications show
// in different divisions.
func OtherDivision(here, there []publication.Fact, dir string) []Finding {
	type table struct{ measure, period string }
	division := map[table]string{}
	hereTimes, thereTimes := timesDivision(here), timesDivision(there)
	for _, f := range there {
		if f.Measure == medianDays && f.Division != thereTimes[f.Period] {
			continue
		}
		if f.Level == publication.LevelDistrict && f.Kind != publication.KindPublic && f.Value != nil {
			division[table{f.Measure, f.Period}] = f.Division
		}
	}
	a := &attacker{}
	found := map[table]bool{}
	for _, f := range here {
		t := table{f.Measure, f.Period}
		d, ok := division[t]
		if f.Measure == medianDays && f.Division != hereTimes[f.Period] {
			continue
		}
		if f.Level != publication.LevelDistrict || f.Kind == publication.KindPublic || f.Value == nil || !ok || d == f.Division || found[t] {
			continue
		}
		found[t] = true
		a.find(RuleGeography, label(f), "in division %s here, in %s in %s", f.Division, d, dir)
	}
	return a.found
}
