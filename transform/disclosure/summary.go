//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"strings"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/warehouse"
)

// carried says whether a base fact is one that may stand in a later division
// than its period's: a summary of the cases of a merged district's parts
// together. It is no sum, so it cannot be made after the gate.
func carried(f warehouse.BaseFact) bool {
	return f.Kind == publication.KindSummary && f.Level == publication.LevelDistrict && f.Parts != ""
}

func partsOf(f warehouse.BaseFact) []string { return strings.Split(f.Parts, " + ") }

// placed names a figure of a district in the division of the time.
type placed struct{ measure, period, area string }

// own is the index of every figure of a district in the division of the time
// that a summary may have to be set against.
func (g *gate) own() map[placed]int {
	out := map[placed]int{}
	for i, f := range g.base {
		if (f.Kind == publication.KindSummary || f.Kind == publication.KindPair) && f.Level == publication.LevelDistrict && f.Category == "" && !carried(f) {
			out[placed{f.Measure, f.Period, f.Area}] = i
		}
	}
	return out
}

// checkCarried refuses a summary in a later division that is not of whole
// districts of the division of the time.
func (g *gate) checkCarried() []error {
	var faults []error
	own := g.own()
	for _, f := range g.base {
		if !carried(f) {
			continue
		}
		if _, ok := own[placed{f.Measure, f.Period, f.Area}]; ok || len(partsOf(f)) < 2 {
			faults = append(faults, fmt.Errorf("%s: the district is no union of districts of the time", cellName(f)))
		}
		for _, part := range partsOf(f) {
			i, ok := own[placed{f.Measure, f.Period, part}]
			if !ok || g.base[i].Division >= f.Division {
				faults = append(faults, fmt.Errorf("%s: its part %s has no figure in a former division", cellName(f), part))
			}
		}
	}
	return faults
}

// told says whether a summary is shown, as far as it can be said of it alone.
func (g *gate) told(i int) bool {
	f := g.base[i]
	return visible(f.Status) && g.close[i] == "" && !g.tooFew(f) && !(g.steps.sticky && g.knows(i, ledger.Value))
}

// medians are R6: a median on one side of the guideline says whether half of
// the cases were decided in time, a 90th percentile whether nine tenths were. A
// figure of a merged district says it of its parts together. Each line holds only as
// long as its summary is shown.
func (g *gate) medians() {
	own := g.own()
	pairs := map[placed]int{}
	for i, f := range g.base {
		if f.Measure == withinDays && f.Level != publication.LevelDistrict {
			pairs[placed{f.Level, f.Period, f.Area}] = i
		}
	}
	for i, f := range g.base {
		if f.Kind != publication.KindSummary || f.Category != "" || !strings.HasPrefix(f.Measure, "handlaggningstid_") || !g.steps.medians {
			continue
		}
		var of []int
		switch {
		case carried(f):
			for _, part := range partsOf(f) {
				if n, ok := own[placed{withinDays, f.Period, part}]; ok {
					of = append(of, n)
				}
			}
		case f.Level == publication.LevelDistrict:
			if n, ok := own[placed{withinDays, f.Period, f.Area}]; ok {
				of = append(of, n)
			}
		default:
			if n, ok := pairs[placed{f.Level, f.Period, f.Area}]; ok {
				of = append(of, n)
			}
		}
		g.median(i, of)
	}
}

func (g *gate) median(i int, pairs []int) {
	part, of := int64(1), int64(2)
	if isP90(g.base[i].Measure) {
		part, of = 9, 10
	}
	var l line
	var sum, zero int64
	for _, j := range pairs {
		x, n := g.cellOf(j, ledger.Value), g.cellOf(j, ledger.Denominator)
		if x < 0 || n < 0 {
			return
		}
		sum += of*g.cells[x].value - part*g.cells[n].value
		l.terms = append(l.terms, term{x, of}, term{n, -part})
	}
	if len(l.terms) == 0 {
		return
	}
	l.why, l.of = "a median says how many were decided in time", i+1
	if sum >= 0 {
		l.lo = &zero
	} else {
		l.hi = &zero
	}
	g.lines = append(g.lines, l)
}

// cases gives each summary the cell that its number of cases is: a pair's n,
// another summary's, or one of its own. They add over areas. A number that is
// not of cases, or not the one that another figure of the area shows is not told.
func (g *gate) cases(tables []*table) {
	type key struct {
		period string
		place
	}
	at := map[key]int{}
	for n, c := range g.cells {
		if c.fact >= 0 && c.key.Measure == withinDays && c.key.Column == ledger.Denominator {
			at[key{c.key.Period, placeOf(g.base[c.fact])}] = n
		}
	}
	for _, t := range tables {
		if t.def.Kind != publication.KindSummary || t.def.Together != "" && t.def.Together != defined[withinDays].Together {
			continue // of households, which do not add; their number is not told
		}
		own := false
		for _, p := range t.places {
			i, ok := t.at[p][""]
			if !ok || g.base[i].N == nil || !visible(g.base[i].Status) || g.close[i] != "" {
				continue
			}
			n, ok := at[key{t.period, p}]
			if !ok {
				c := cell{key: g.key(i, ledger.Cases), fact: i, value: *g.base[i].N, rule: g.set.count(), keep: p.level == publication.LevelCity}
				c.was = g.steps.known && g.saw(i, ledger.Cases, float64(c.value))
				n = g.put(c)
				at[key{t.period, p}] = n
				own = true
			}
			if g.cells[n].value == *g.base[i].N {
				g.caseCell[i] = n
			}
		}
		for _, p := range t.places {
			if own && p.level == publication.LevelCity && !g.sumOfAreas(t, p, notCity(t.places)) {
				for _, q := range t.places {
					delete(g.caseCell, t.at[q][""])
				}
			}
		}
	}
}

func notCity(places []place) []place {
	var out []place
	for _, p := range places {
		if p.level == publication.LevelDistrict || p.level == publication.LevelOutside {
			out = append(out, p)
		}
	}
	return out
}
