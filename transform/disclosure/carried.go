//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"strings"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/warehouse"
)

// carried says whether a base fact is the one that may stand in a later
// division than its period's: the median of the cases of a merged district's
// parts together. A median is no sum, so it cannot be made after the gate.
func carried(f warehouse.BaseFact) bool {
	return f.Measure == medianDays && f.Level == publication.LevelDistrict && f.Parts != ""
}

func partsOf(f warehouse.BaseFact) []string { return strings.Split(f.Parts, " + ") }

// placed names a figure of a district in the division
// of the time.
type placed struct{ measure, period, area string }

// own is the index of every figure of the two measures of cases in the division
// of the time.
func (g *gate) own() map[placed]int {
	out := map[placed]int{}
	for i, f := range g.base {
		if (f.Measure == medianDays || f.Measure == withinDays) && f.Level == publication.LevelDistrict && !carried(f) {
			out[placed{f.Measure, f.Period, f.Area}] = i
		}
	}
	return out
}

// checkCarried refuses a median in a later division that is not of whole
// districts of the division of the time.
func (g *gate) checkCarried() []error {
	var faults []error
	own := g.own()
	for _, f := range g.base {
		if !carried(f) {
			continue
		}
		if _, ok := own[placed{medianDays, f.Period, f.Area}]; ok || len(partsOf(f)) < 2 {
			faults = append(faults, fmt.Errorf("%s: the district is no union of districts of the time", cellName(f)))
		}
		for _, part := range partsOf(f) {
			i, ok := own[placed{medianDays, f.Period, part}]
			if !ok || g.base[i].Division >= f.Division {
				faults = append(faults, fmt.Errorf("%s: its part %s has no figure in a former division", cellName(f), part))
			}
		}
	}
	return faults
}

// protectCarried runs after the cohorts. A median over merged cases is shown by
// the rules of any other, and only where every part's median is shown and no
// part's share within the guideline is hidden: a median on one side of the
// guideline bounds the x of all parts together, and so a hidden one. Its number
// of cases never crosses.
func (g *gate) protectCarried() {
	own := g.own()
	for i, f := range g.base {
		if !carried(f) {
			continue
		}
		status, hidden := "", f.N != nil && *f.N < MinCases || g.knows(i, ledger.Value)
		for _, part := range partsOf(f) {
			switch s := g.out[own[placed{medianDays, f.Period, part}]].Status; s {
			case publication.Hidden:
				hidden = true
			case publication.NotDelivered, publication.NotApplicable:
				if status != publication.NotDelivered {
					status = s
				}
			}
			n, ok := own[placed{withinDays, f.Period, part}]
			hidden = hidden || ok && g.out[n].Status == publication.Hidden
		}
		p := &g.out[i]
		switch {
		case status == publication.NotDelivered || f.Status == publication.NotDelivered:
			p.Value, p.Lower, p.Upper, p.Status = nil, nil, nil, publication.NotDelivered
		case hidden:
			g.hide(i)
		case status == publication.NotApplicable:
			p.Value, p.Lower, p.Upper, p.Status = nil, nil, nil, publication.NotApplicable
		default:
			g.limits(i)
		}
	}
}
