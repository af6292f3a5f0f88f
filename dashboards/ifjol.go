package dashboards

import (
	"math"
	"strings"

	"stadsdelskollen/queries/period"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// yearBeforeView sets an area's newest month of every indicator beside the same month a year before. Nothing in it is
// called a change: two months cannot tell.
type yearBeforeView struct {
	Table *table
	Apart bool // some indicators' months cannot be told together
}

// yearBefore is the view of an area; nil where no indicator has more than its newest month.
func (s *site) yearBefore(p *page, area string) *yearBeforeView {
	v := &yearBeforeView{}
	t := table{Caption: area + ", senaste månaden med tal", Head: heads("Nyckeltal", "Senaste månaden", "Samma månad året före", "Skillnad", "Senaste tolv månaderna"), Stacks: true}
	for _, ind := range s.inds {
		f := s.conclusions.by[ind.Name]
		if f == nil {
			continue
		}
		for _, o := range f.lastly {
			then := ind.figures[key{area, "", monthsBefore(o.Period, 12)}]
			beside := o.YearBefore != nil || o.Rolling != nil || then != nil && then.Status != publication.NotApplicable
			if o.Area != area || o.Category != "" || o.Value == nil || !beside {
				continue
			}
			m := ind.measure()
			before, apart := p.value(then, m), p.value(then, m)
			if o.YearBefore != nil {
				before, apart = cell{Text: brief(*o.YearBefore, m)}, difference(*o.Value-*o.YearBefore, m)
			}
			v.Apart = v.Apart || o.Rolling == nil && !ind.adds()
			t.Rows = append(t.Rows, row{Head: cell{Text: hardSpaces(ind.Title), Href: p.indicatorLink(ind), Note: prose.Period(o.Period)},
				Cells: []cell{{Text: brief(*o.Value, m)}, before, apart, p.twelve(ind, o)}})
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	v.Table = p.table(t)
	return v
}

// adds says whether an indicator's months can be told together: counts of what happens, shares and ratios. A median cannot,
// and households of two months are mostly the same.
func (ind *indicator) adds() bool {
	switch ind.Method {
	case publication.MethodProportion, publication.MethodRatio:
		return true
	case publication.MethodCount:
		return ind.Type == flow
	}
	return false
}

// flow is the type of an indicator of what happens in a month.
const flow = "flode"

// twelve is the cell of the twelve months that end with a row's, or the sign for why they are not told together.
func (p *page) twelve(ind *indicator, o publication.OverTime) cell {
	if o.Rolling != nil {
		return cell{Text: prose.Brief(*o.Rolling, o.RollingUnit, ind.measure().Decimals)}
	}
	if !ind.adds() {
		return p.signed(publication.NotApplicable)
	}
	for back := range 12 {
		if then := ind.figures[key{o.Area, "", monthsBefore(o.Period, back)}]; then != nil && then.Status == publication.Hidden {
			return p.signed(publication.Hidden)
		}
	}
	return p.signed(publication.NotDelivered)
}

// monthsBefore is the month that many months before another.
func monthsBefore(month string, n int) string {
	m, err := period.Parse(month)
	if err != nil {
		return ""
	}
	return m.Add(-n).String()
}

// difference is the cell of a difference, with its sign and its unit.
func difference(v float64, m prose.Measure) cell {
	sign := strings.TrimSuffix(prose.Signed(v, m.Decimals), prose.Number(math.Abs(v), m.Decimals))
	if m.Unit != "procent" {
		return cell{Text: sign + brief(math.Abs(v), m)}
	}
	c := cell{Text: prose.Signed(v, m.Decimals), Note: "procent\u00adenheter"}
	if prose.Number(math.Abs(v), m.Decimals) == "1" {
		c.Note = "procent\u00adenhet"
	}
	return c
}
