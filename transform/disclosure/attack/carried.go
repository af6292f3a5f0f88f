//go:build duckdb_arrow

package attack

import (
	"cmp"
	"time"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
)

// placed names a figure of a district in the division of the time.
type placed struct{ measure, period, area string }

// timesDivision is the division of the time of each median's period: the
// earliest that it stands in.
func timesDivision(facts []publication.Fact) map[string]string {
	out := map[string]string{}
	for _, f := range facts {
		if f.Measure != medianDays || f.Level != publication.LevelDistrict {
			continue
		}
		if d, ok := out[f.Period]; !ok || f.Division < d {
			out[f.Period] = f.Division
		}
	}
	return out
}

// besideItsParts finds published medians of later divisions that stand where no
// union of districts is, or show a number of cases. What such a median says of its
// parts' shares is among the equations.
func besideItsParts(facts []publication.Fact, succession []publication.Succession) []Finding {
	a := &attacker{}
	times := timesDivision(facts)
	own := map[placed]publication.Fact{}
	parts := map[placed][]string{} // of what an area of the time became
	later := ""
	for _, f := range facts {
		if f.Level != publication.LevelDistrict || f.Measure != medianDays && f.Measure != withinDays {
			continue
		}
		if f.Measure == withinDays || f.Division == times[f.Period] {
			own[placed{f.Measure, f.Period, f.Area}] = f
		}
		if f.Measure == medianDays && f.Division == times[f.Period] {
			for _, s := range mergedInto(f.Area, f.Division, succession) {
				k := placed{medianDays, f.Period, s}
				parts[k] = append(parts[k], f.Area)
			}
		}
	}
	for _, f := range facts {
		if f.Measure != medianDays || f.Level != publication.LevelDistrict || f.Division == times[f.Period] {
			continue
		}
		if later = cmp.Or(later, f.Division); f.Division != later {
			a.find(RuleGeography, label(f), "in division %s, and another in %s", f.Division, later)
		}
		of := parts[placed{medianDays, f.Period, f.Area}]
		if _, ok := own[placed{medianDays, f.Period, f.Area}]; ok || len(of) < 2 {
			a.find(RuleGeography, label(f), "in division %s, and the same period in %s", f.Division, times[f.Period])
			continue
		}
		if f.N != nil {
			a.find(RuleCarried, label(f), "it shows a number of cases")
		}
	}
	return a.found
}

// mergedInto are the districts that an area of a division merged whole into, at any
// distance.
func mergedInto(area, division string, succession []publication.Succession) []string {
	var out []string
	for _, s := range succession {
		if day := s.Date.Format(time.DateOnly); s.From == area && day > division && s.Kind == register.Merged {
			out = append(out, s.To)
			out = append(out, mergedInto(s.To, day, succession)...)
		}
	}
	return out
}
