//go:build duckdb_arrow

package disclosure

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"stadsdelskollen/queries/publication"
)

// overMonths is R4: a year is the sum of its months, of the districts that the
// area was made of; where months are told in groups, group by group.
func (g *gate) overMonths(t *table, tables map[[2]string]*table) {
	monthly := cmp.Or(t.def.SumOf, t.def.Name)
	if len(t.period) != 4 || t.def.SumOf == "" && t.def.OverPeriods != publication.AddsYes || !g.steps.months {
		return
	}
	for _, p := range t.places {
		groups := map[string][]string{}
		for c := range t.at[p] {
			name := c
			if t.def.SumOf != "" && c != "" {
				name = g.set.groupOf(c)
			}
			groups[name] = append(groups[name], c)
		}
		for _, name := range slices.Sorted(maps.Keys(groups)) {
			if name == "" && len(groups) > 1 && t.def.SumOf != "" {
				continue // follows from the others
			}
			for _, column := range columns(t.def.Kind) {
				g.yearLine(t, p, name, groups[name], column, monthly, tables)
			}
			switch {
			case t.def.SumOf == "" || !g.steps.fine:
			case g.set.Rules.rounds():
				g.fineCells(t, p, name, groups[name], monthly, tables)
			default:
				g.fineMonths(t, p, name, groups[name], monthly, tables)
			}
		}
	}
	if t.def.SumOf != "" && g.steps.fine && g.set.Rules.rounds() {
		g.fineAreas(monthly, t.period, tables)
	}
}

func (g *gate) yearLine(t *table, p place, group string, categories []string, column, monthly string, tables map[[2]string]*table) {
	var l line
	var zero, sum int64
	all := true
	add := func(n int, coef int64) {
		if n < 0 {
			all = false
			return
		}
		sum += coef * g.cells[n].value
		l.terms = append(l.terms, term{n, coef})
	}
	slices.Sort(categories)
	for _, c := range categories {
		add(g.cellOf(t.at[p][c], column), -1)
	}
	if !all {
		return
	}
	for m := 1; m <= 12; m++ {
		of := tables[[2]string{monthly, fmt.Sprintf("%s-%02d", t.period, m)}]
		if of == nil {
			all = false
			continue
		}
		for _, q := range g.set.before(p, of.set) {
			i, ok := of.at[q][group]
			if !ok {
				if _, total := of.at[q][""]; !total {
					all = false
				}
				continue // nobody that month
			}
			n := g.cellOf(i, column)
			if t.def.SumOf != "" {
				n = g.counted(i)
			}
			add(n, 1)
		}
	}
	slack := int64(0)
	if t.def.Kind == publication.KindAmount {
		slack = int64(len(l.terms)+1) / 2
	}
	low := -slack
	switch {
	case all && sum >= -slack && sum <= slack:
		l.lo, l.hi, l.why = &low, &slack, "the year is its months"
	case sum <= 0:
		l.hi, l.why = &zero, "the months are no more than the year"
	default:
		return
	}
	g.lines = append(g.lines, l)
}
