//go:build duckdb_arrow

package attack

import (
	"fmt"
	"testing"

	"stadsdelskollen/queries/publication"
)

// years are monthly tables of 14 districts by 6 groups, in each of which a square
// of cells is hidden, with all sums.
func years(n int) []publication.Fact {
	var out []publication.Fact
	for m := range 12 * n {
		at := fmt.Sprintf("%d-%02d", 2005+m/12, m%12+1)
		column := make([]float64, 7)
		for i := range 14 {
			area, sum := fmt.Sprintf("Stadsdel %02d", i), 0.0
			for g := range 6 {
				v := float64(20 + (i*7+g*13+m*5)%90)
				f := shown(adults, area, fmt.Sprintf("Grupp %d", g), at, v)
				if g < 2 && (i+m)%5 == 0 {
					f = dots(adults, area, f.Category, at)
				}
				out = append(out, f)
				sum += v
				column[g] += v
			}
			out = append(out, shown(adults, area, "", at, sum))
			column[6] += sum
		}
		for g, v := range column {
			category := fmt.Sprintf("Grupp %d", g)
			if g == 6 {
				category = ""
			}
			out = append(out, shown(adults, theCity, category, at, v))
		}
	}
	return out
}

func BenchmarkFactsOfTwentyYears(b *testing.B) {
	p := Publication{Facts: years(20)}
	for b.Loop() {
		if found := Facts(p); len(found) > 0 {
			b.Fatal(found[0])
		}
	}
}

// A year's sums join its months into one system.
func BenchmarkAYearWithItsSums(b *testing.B) {
	facts := years(1)
	sums := map[[2]string]publication.Fact{}
	for _, f := range facts {
		k := [2]string{f.Area, f.Category}
		year, ok := sums[k]
		if !ok {
			year = shown("vuxenmanader_hinder", f.Area, f.Category, "2005", 0)
		}
		v := *year.Value + 50
		if f.Value != nil {
			v = *year.Value + *f.Value
		}
		year.Value = &v
		sums[k] = year
	}
	for _, f := range sums {
		facts = append(facts, f)
	}
	p := Publication{Facts: facts, Definitions: []Definition{{"matt": adults, "kategorier": "ja", "stadsdelar": "ja"}, {"matt": "vuxenmanader_hinder", "summa_av_matt": adults}}}
	for b.Loop() {
		Facts(p)
	}
}
