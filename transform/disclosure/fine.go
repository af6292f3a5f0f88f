//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"slices"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
)

// fineMonths lists what is never printed and yet bounded: the adults of one reason
// in one month, when the month is told in groups and the year by reason.
//
// The reasons of a group over the months of a year are a two-way table of which
// only the margins are told: r, the group's month; c, the reason's year; T, the sum of
// all. One cell z of it, with all other reasons and all other months added up, is a
// table of two by two:
//
//	z  s   z + s = r
//	u  v   z + u = c,  z + s + u + v = T
//
// Whole numbers not below nought that fit these lines can always be filled in to a whole
// table: s and u are dealt out over the other reasons and months by any means, and what
// then is left has margins with the same sum v, which the north-west corner rule fills.
// So these four cells and three lines say of z all that the whole table does, and two
// worlds of them are two worlds.
//
// The table of a city is the sum of those of its areas and of whoever is in none, each
// with margins of its own: the city's cell is the sum of theirs.
func (g *gate) fineMonths(t *table, p place, group string, categories []string, monthly string, tables map[[2]string]*table) {
	if len(categories) < 2 || g.yearsOf(t, p, categories) == nil {
		return
	}
	for m := 1; m <= 12; m++ {
		of := tables[[2]string{monthly, fmt.Sprintf("%s-%02d", t.period, m)}]
		if of == nil {
			continue
		}
		for _, q := range g.set.before(p, of.set) {
			i, ok := of.at[q][group]
			if !ok || g.base[i].Value == nil {
				continue
			}
			for _, c := range categories {
				k := g.key(i, ledger.Value)
				k.Category = c
				if v, known := g.fine[k]; known && v < g.set.Rules.MinCount {
					g.fines = append(g.fines, fine{k, v, g.counted(i), g.blocks(t, p, q, of, group, categories, c)})
				}
			}
		}
	}
}

// fine is a month of a reason that is below the least count, and the tables that
// it is the sum of.
type fine struct {
	key   ledger.Hiding
	value int64
	month int // the cell of its group in the month
	of    []block
}

// block is one area's table of two by two around a month of a reason, by the cells
// that its margins are the sums of.
type block struct {
	month, year, total []term
	z                  int64
}

// yearsOf are the cells of a group's reasons in the year of an area, in the order
// of categories; nil where one of them is none.
func (g *gate) yearsOf(t *table, p place, categories []string) []term {
	var out []term
	for _, c := range categories {
		i, ok := t.at[p][c]
		n := -1
		if ok {
			n = g.cellOf(i, ledger.Value)
		}
		if n < 0 {
			return nil
		}
		out = append(out, term{n, 1})
	}
	return out
}

// blocks are the tables that a month of a reason is the sum of: its own for one of
// an area; for the city, or a part of it, those of its areas and of whoever is in none.
func (g *gate) blocks(t *table, p, q place, of *table, group string, categories []string, category string) []block {
	column := slices.Index(categories, category)
	one := func(p place, months []place) (b block) {
		b.total = g.yearsOf(t, p, categories)
		if b.total == nil {
			return block{}
		}
		b.year = b.total[column : column+1]
		for _, q := range months {
			if i, ok := of.at[q][group]; ok {
				b.month = append(b.month, term{g.counted(i), 1})
				k := g.key(i, ledger.Value)
				k.Category = category
				b.z += g.fine[k]
			}
		}
		return b
	}
	own := one(p, []place{q})
	if p.level != publication.LevelCity && p.level != publication.LevelPart {
		return []block{own}
	}
	var out []block
	rest := block{slices.Clone(own.month), slices.Clone(own.year), slices.Clone(own.total), own.z}
	less := func(from *[]term, what []term) {
		for _, x := range what {
			*from = append(*from, term{x.cell, -x.coef})
		}
	}
	for _, member := range notCity(t.places) {
		if p.level == publication.LevelPart && g.set.PartOf[member.area] != p.area {
			continue
		}
		b := one(member, g.set.before(member, of.set))
		if b.total == nil {
			continue // no year of its own: one of the rest
		}
		less(&rest.month, b.month)
		less(&rest.year, b.year)
		less(&rest.total, b.total)
		rest.z -= b.z
		out = append(out, b)
	}
	return append(out, rest)
}

// counted is the cell of a month's count. One that is closed for the sake of what the
// deliverer hides has none; where a year tells of it, it is an unknown of the system
// like any other, and must be proved.
func (g *gate) counted(i int) int {
	n := g.cellOf(i, ledger.Value)
	if n < 0 && g.base[i].Value != nil {
		n = g.latent(g.key(i, ledger.Value), int64(*g.base[i].Value), g.set.count())
		g.cells[n].primary = true
	}
	return n
}
