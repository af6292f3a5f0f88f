//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"maps"
	"slices"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/transform/disclosure/audit"
)

// fineMonths protects what is never printed and yet bounded: the adults of one
// reason in one month, when the month is told in groups and the year by reason.
//
// The reasons of a group over the months of a year are a two-way table of which
// only the margins are told. By the theory of transport problems a cell of it
// can, with given margins, be any whole number from max(0, r + c - T) to min(r, c),
// where r is the month of the group, c the year of the reason and T the sum of all:
// no other cell has to be looked at, and the city's table follows that of
// the district. Where r or c is hidden, its own witness takes it higher.
func (g *gate) fineMonths(t *table, p place, group string, categories []string, monthly string, tables map[[2]string]*table) {
	if len(categories) < 2 {
		return
	}
	years := map[string]int{}
	var sum []term
	for _, c := range categories {
		n := g.cellOf(t.at[p][c], ledger.Value)
		if n < 0 {
			return
		}
		years[c] = n
		sum = append(sum, term{n, 1})
	}
	for m := 1; m <= 12; m++ {
		of := tables[[2]string{monthly, fmt.Sprintf("%s-%02d", t.period, m)}]
		if of == nil {
			continue
		}
		for _, q := range g.set.before(p, of.set) {
			i, ok := of.at[q][group]
			if !ok || g.cellOf(i, ledger.Value) < 0 {
				continue
			}
			for _, c := range slices.Sorted(maps.Keys(years)) {
				k := g.key(i, ledger.Value)
				k.Category = c
				if v, ok := g.fine[k]; ok {
					g.fineMonth(v, g.cellOf(i, ledger.Value), years[c], sum)
				}
			}
		}
	}
}

// fine is a month of a reason that is never printed, by the cells that bound it.
type fine struct {
	month, year int
	total       []term
}

func (g *gate) fineMonth(v int64, month, year int, total []term) {
	if v < g.set.Rules.MinCount {
		g.fines[month] = append(g.fines[month], fine{month, year, total})
	}
}

// bounded finds the first reason of a month that the margins, as high as their
// witnesses take them, bound too closely; it hides one margin more. It is false
// where all are well.
func (p *part) bounded(witnesses []audit.Witness) bool {
	high := map[int]int64{}
	for _, w := range witnesses {
		i := index(w.Primary)
		high[p.cells[i]] = max(w.High[w.Primary], w.Low[w.Primary])
	}
	top := func(n int) int64 { return max(p.g.cells[n].value, high[n]) }
	least, more := p.g.set.Rules.MinCount, false
	for _, n := range p.cells {
		for _, z := range p.g.fines[n] {
			r, c, total := p.g.cells[z.month].value, p.g.cells[z.year].value, int64(0)
			for _, t := range z.total {
				total += p.g.cells[t.cell].value
			}
			if u := min(top(z.month), top(z.year)); u >= least && u-max(0, r+c-total) >= least {
				continue
			}
			for _, m := range []int{z.month, z.year} {
				if i := p.local[m]; !p.hidden[i] && !p.g.cells[m].was {
					p.hidden[i], more = true, true
					break
				}
			}
		}
	}
	return more
}
