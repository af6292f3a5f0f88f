//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"

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
// no other cell of the table has to be looked at.
//
// So the months of the reasons need not be unknowns of the system. Whatever whole
// margins a world has, each district's table, that of the units outside and that of
// the rest can be filled with them by whole numbers in which the cell stands at
// either end; the city's table is their sum, and has the city's margins, because in that
// world the city's margins are the sums of theirs. The two worlds of a month of a reason
// are then two worlds of the margins, each with such a filling.
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

// world is what the cells of a part are in one of the worlds of a witness; a cell
// that it does not name has its true value.
type world map[string]int64

func (p *part) in(w world, n int) int64 {
	if v, ok := w[strconv.Itoa(p.local[n])]; ok {
		return v
	}
	return p.g.cells[n].value
}

// span is what a reason of a month can be in one world.
func (p *part) span(z fine, w world) (low, high int64) {
	r, c, total := p.in(w, z.month), p.in(w, z.year), int64(0)
	for _, t := range z.total {
		total += p.in(w, t.cell)
	}
	return max(0, r+c-total), min(r, c)
}

// bounded looks for two worlds of every small month of a reason among those that
// the witnesses show: in each of them the month can be what span says. Where there
// are none it hides one margin more; stuck are the months whose margins are both
// hidden already: less must then be told.
func (p *part) bounded(witnesses []audit.Witness) (more bool, stuck []audit.Exposure) {
	var worlds map[string][]world
	for _, n := range p.cells {
		for _, z := range p.g.fines[n] {
			if p.apart(z, []world{nil}) {
				continue
			}
			if worlds == nil {
				worlds = byCell(witnesses)
			}
			month, year := strconv.Itoa(p.local[z.month]), strconv.Itoa(p.local[z.year])
			if p.apart(z, slices.Concat([]world{nil}, worlds[month], worlds[year])) {
				continue
			}
			hid := false
			for _, m := range []int{z.month, z.year} {
				if i := p.local[m]; !hid && !p.hidden[i] && !p.g.cells[m].was {
					p.hidden[i], hid = true, true
				}
			}
			if more = more || hid; !hid {
				stuck = append(stuck, audit.Exposure{ID: month, Interval: audit.Interval{Lo: new(big.Rat)}})
			}
		}
	}
	return more, stuck
}

// apart says whether a month of a reason is far enough from itself in some of the worlds.
func (p *part) apart(z fine, worlds []world) bool {
	least := p.g.set.Rules.MinCount
	low, high := p.span(z, nil)
	for _, w := range worlds {
		l, h := p.span(z, w)
		low, high = min(low, l), max(high, h)
	}
	return high >= least && high-low >= least
}

// byCell are the worlds that name each cell.
func byCell(witnesses []audit.Witness) map[string][]world {
	out := map[string][]world{}
	for _, w := range witnesses {
		for id := range w.Low {
			out[id] = append(out[id], w.Low)
		}
		for id := range w.High {
			out[id] = append(out[id], w.High)
		}
	}
	return out
}
