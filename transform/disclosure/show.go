//go:build duckdb_arrow

package disclosure

import (
	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
)

// hide hides a figure that somebody delivered, with a pair's n if asked to; one
// that nobody delivered stays what it is.
func (g *gate) hide(i int, all bool) {
	p := &g.out[i]
	if p.Status == publication.NotDelivered {
		return
	}
	p.Status = publication.Hidden
	p.Value, p.Lower, p.Upper, p.N = nil, nil, nil, nil
	g.hidden[g.key(i, ledger.Value)] = true
	if p.Kind != publication.KindPair || all {
		p.Denominator = nil
	}
	if p.Kind == publication.KindPair && all {
		g.hidden[g.key(i, ledger.Denominator)] = true
	}
}

// showSummary shows a summary with what may be told of it: limits that enough
// cases lie beyond, and its number of cases where that is shown.
func (g *gate) showSummary(i int) {
	if g.out[i].Status == publication.NotApplicable && g.base[i].N != nil {
		g.showUndefined(i)
		return
	}
	if !visible(g.out[i].Status) && !g.knows(i, ledger.Value) {
		return
	}
	if g.tooFew(g.base[i]) || g.steps.sticky && g.knows(i, ledger.Value) {
		g.hide(i, true)
		return
	}
	if carried(g.base[i]) {
		g.limits(i, g.partsHidden(i))
		return
	}
	p := &g.out[i]
	n, ok := g.caseCell[i]
	pairHidden := ok && g.cells[n].key.Column == ledger.Denominator && g.out[g.cells[n].fact].Status == publication.Hidden
	g.limits(i, pairHidden)
	if p.Category != "" {
		return // its number is of groups of case workers
	}
	if !ok || g.cells[n].hidden || g.steps.sticky && g.knows(i, ledger.Cases) {
		p.N = nil
		g.hidden[g.key(i, ledger.Cases)] = true
	}
}

// showUndefined shows that cases have no median or percentile, as where nothing was
// applied for or too little is decided yet. The sign says how many they are, or
// nearly: it is hidden where they are few or their number is hidden, and the number
// is never told.
func (g *gate) showUndefined(i int) {
	f := g.base[i]
	pair, ok := g.ownFacts[placed{withinDays, f.Period, f.Area}]
	if g.tooFew(f) || ok && f.Level == publication.LevelDistrict && g.out[pair].Status == publication.Hidden {
		g.hide(i, true)
		return
	}
	g.out[i].N = nil
}

// limits leaves out limits that few cases lie beyond, and those beside a hidden
// share.
func (g *gate) limits(i int, hidden bool) {
	p, f, least := &g.out[i], g.base[i], g.set.Rules.BeyondMin
	if !g.steps.limits {
		return
	}
	if hidden || f.BelowLower == nil || *f.BelowLower < least {
		p.Lower = nil
	}
	if hidden || f.AboveUpper == nil || *f.AboveUpper < least {
		p.Upper = nil
	}
}

// partsHidden says whether the share of a part of a merged district is hidden.
func (g *gate) partsHidden(i int) bool {
	f := g.base[i]
	for _, part := range partsOf(f) {
		if j, ok := g.ownFacts[placed{withinDays, f.Period, part}]; ok && g.out[j].Status == publication.Hidden {
			return true
		}
	}
	return false
}

// showCarried gives a summary of merged cases the sign of a part that was not
// delivered or does not exist.
func (g *gate) showCarried() {
	for i, f := range g.base {
		if !carried(f) {
			continue
		}
		p := &g.out[i]
		for _, part := range partsOf(f) {
			switch s := g.out[g.ownFacts[placed{f.Measure, f.Period, part}]].Status; s {
			case publication.NotDelivered, publication.NotApplicable:
				if p.Status != publication.NotDelivered && p.Status != publication.Hidden {
					p.Value, p.Lower, p.Upper, p.Status = nil, nil, nil, s
				}
			}
		}
	}
}

// showDelivered lets a delivered ratio cross only beside both figures that it
// is made of.
func (g *gate) showDelivered() {
	type key struct {
		family, category, period string
		place
	}
	hidden, shown := map[key]bool{}, map[key]int{}
	of := func(i int) key {
		f := g.base[i]
		return key{defined[f.Measure].Together, f.Category, f.Period, placeOf(f)}
	}
	for i, f := range g.out {
		if defined[f.Measure].Together == "" || f.Kind == publication.KindDelivered || f.Kind == publication.KindSummary || !g.steps.together {
			continue
		}
		if k := of(i); f.Status == publication.Hidden {
			hidden[k] = true
		} else if f.Value != nil {
			shown[k]++
		}
	}
	for i, f := range g.out {
		if f.Kind == publication.KindDelivered && (hidden[of(i)] || shown[of(i)] < 2 && g.steps.together || g.steps.sticky && g.knows(i, ledger.Value)) {
			g.hide(i, true)
		}
	}
}
