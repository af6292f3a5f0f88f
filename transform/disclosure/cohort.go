//go:build duckdb_arrow

package disclosure

import (
	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/register"
)

// cohort is one area's applications of a month: how many were decided in time
// (a pair) and the median time to a decision (a summary). Either may be missing.
type cohort struct {
	level         string
	pair, summary int // indices, -1 where there is none
	x, n          int64
	hasPair       bool
	cases         int64 // of the summary
	hasCases      bool
}

// protectCohort hides a pair's x where x or n - x is small, x and n where n is,
// and a median of few cases. Cases add over areas, so the city's own x, n and
// number of cases cross only when nothing is hidden among its parts and the
// cases in none of them are none or not few.
func (g *gate) protectCohort(t table) {
	areas := g.cohorts(t)
	hideX, hideN, hideCases := false, false, false // of the city
	missingPair, missingCases := false, false
	var rest cohort
	for _, a := range areas {
		switch a.level {
		case register.District, register.Outside:
			x, n := g.pairHidden(a)
			hideX, hideN = hideX || x, hideN || n
			hideCases = hideCases || a.hasCases && g.summaryHidden(a, x)
			missingPair = missingPair || !a.hasPair
			missingCases = missingCases || !a.hasCases
			rest.x, rest.n, rest.cases = rest.x-a.x, rest.n-a.n, rest.cases-a.cases
		case register.City:
			rest.x, rest.n, rest.cases = rest.x+a.x, rest.n+a.n, rest.cases+a.cases
		}
	}
	// Nobody in the rest needs no protection, unless an area is missing: then
	// it would say that there was nobody in that one.
	if rest.n != 0 || rest.x != 0 || missingPair {
		x, n := smallPair(rest.x, rest.n)
		hideX, hideN = hideX || x, hideN || n
	}
	hideCases = hideCases || (rest.cases != 0 || missingCases) && rest.cases < MinCount
	for _, a := range areas {
		x, n := g.pairHidden(a)
		cases := a.cases < MinCases || a.hasPair && a.n != a.cases
		switch a.level {
		case register.City:
			x, n, cases = x || hideX || hideN, n || hideN, cases || hideCases
		case register.Part:
			x, n, cases = true, true, true
		}
		g.hideCohort(a, x, n, cases)
	}
}

func (g *gate) hideCohort(a cohort, x, n, cases bool) {
	switch {
	case n:
		g.hideAll(a.pair)
	case x:
		g.hide(a.pair)
	}
	if a.summary < 0 {
		return
	}
	if g.summaryHidden(a, x) || a.level == register.Part {
		g.hide(a.summary)
		return
	}
	g.limits(a.summary)
	if cases || n && a.hasPair || g.knows(a.summary, ledger.Cases) {
		g.out[a.summary].N = nil
		g.hidden[g.key(a.summary, ledger.Cases)] = true
	}
}

// limits leaves out a median's limits that few cases lie beyond.
func (g *gate) limits(i int) {
	p, f := &g.out[i], g.base[i]
	if p.Value == nil || f.BelowLower == nil || *f.BelowLower < MinBeyond {
		p.Lower = nil
	}
	if p.Value == nil || f.AboveUpper == nil || *f.AboveUpper < MinBeyond {
		p.Upper = nil
	}
}

// summaryHidden says whether a median must be hidden, given whether the pair's x
// is: a median on the other side of the guideline bounds x by n/2.
func (g *gate) summaryHidden(a cohort, x bool) bool {
	return a.cases < MinCases || x && a.hasPair && a.cases < 2*MinCount+1 || g.knows(a.summary, ledger.Value)
}

// pairHidden says whether x, and whether n too, must be hidden for the area's
// own sake.
func (g *gate) pairHidden(a cohort) (x, n bool) {
	if !a.hasPair {
		return false, false
	}
	x, n = smallPair(a.x, a.n)
	n = n || g.knows(a.pair, ledger.Denominator)
	return x || n || g.knows(a.pair, ledger.Value), n
}

func smallPair(x, n int64) (hideX, hideN bool) {
	return x < MinCount || n-x < MinCount, n < MinCount
}

func (g *gate) cohorts(t table) []cohort {
	var out []cohort
	byArea := map[[2]string]int{}
	for _, i := range t.indices {
		f := g.base[i]
		if carried(f) {
			continue // its cases are those of its parts
		}
		k := [2]string{f.Level, f.Area}
		n, ok := byArea[k]
		if !ok {
			n = len(out)
			byArea[k] = n
			out = append(out, cohort{level: f.Level, pair: -1, summary: -1})
		}
		a := &out[n]
		switch {
		case f.Measure == withinDays:
			a.pair = i
			if visible(f.Status) {
				a.x, a.n, a.hasPair = int64(*f.Value), int64(*f.Denominator), true
			}
		default:
			a.summary = i
			if f.N != nil {
				a.cases, a.hasCases = *f.N, true
			}
		}
	}
	return out
}
