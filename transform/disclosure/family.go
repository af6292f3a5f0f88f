//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"slices"

	"stadsdelskollen/queries/publication"
)

// ofFamily says whether a summary follows from counts and kronor of its family
// (Measure.Together), so that it could be turned into them.
func ofFamily(measure string) bool {
	d := defined[measure]
	return d.Kind == publication.KindSummary && d.Together != ""
}

// showBound hides each such summary that stands beside a hidden figure of its
// family. A year is bound by the figures of the year; where its family has none,
// by the months that it is the sum of. A summary that is hidden for its own sake
// hides nothing: its family says more than it does.
func (g *gate) showBound() {
	type key struct {
		family, period string
		place
	}
	at := map[key][]int{}
	for i, f := range g.base {
		if family := defined[f.Measure].Together; family != "" && f.Kind != publication.KindSummary && f.Category == "" {
			k := key{family, f.Period, placeOf(f)}
			at[k] = append(at[k], i)
		}
	}
	secret := func(k key) bool {
		return slices.ContainsFunc(at[k], func(i int) bool { return g.out[i].Status == publication.Hidden })
	}
	places := map[[2]string]map[place]bool{} // family and period
	for k := range at {
		t := [2]string{k.family, k.period}
		if places[t] == nil {
			places[t] = map[place]bool{}
		}
		places[t][k.place] = true
	}
	for i, f := range g.base {
		if !ofFamily(f.Measure) || !g.steps.together || !visible(g.out[i].Status) {
			continue
		}
		k := key{defined[f.Measure].Together, f.Period, placeOf(f)}
		hidden := secret(k)
		for m := 1; m <= 12 && len(f.Period) == 4 && len(at[k]) == 0; m++ {
			month := key{family: k.family, period: fmt.Sprintf("%s-%02d", f.Period, m)}
			for _, q := range g.set.before(k.place, places[[2]string{k.family, month.period}]) {
				month.place = q
				hidden = hidden || secret(month)
			}
		}
		if hidden {
			g.hide(i, true)
		}
	}
}
