//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"strings"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
)

// inGroup is the level of a reason's month that is told in its group only.
const inGroup = "hinder i grupp"

// fineCells adds the months of the reasons that a group is told in place of, which
// nobody prints: together they make the group's month, and over the year the year
// of their reason.
func (g *gate) fineCells(t *table, p place, group string, categories []string, monthly string, tables map[[2]string]*table) {
	years := map[string][]int{}
	for _, c := range categories {
		if g.cellOf(t.at[p][c], ledger.Value) < 0 || len(categories) < 2 {
			return
		}
	}
	for m := 1; m <= 12; m++ {
		of := tables[[2]string{monthly, fmt.Sprintf("%s-%02d", t.period, m)}]
		if of == nil {
			return
		}
		for _, q := range g.set.before(p, of.set) {
			i, ok := of.at[q][group]
			month := -1
			if ok {
				month = g.cellOf(i, ledger.Value)
			}
			if month < 0 {
				return
			}
			var cells []int
			for _, c := range categories {
				k := g.key(i, ledger.Value)
				k.Category = c
				v := g.fine[k]
				k.Level = inGroup + ", " + k.Level
				n := g.latent(k, v, g.set.count())
				cells, years[c] = append(cells, n), append(years[c], n)
			}
			g.equal("the reasons of a month make its group", cells, month)
		}
	}
	for _, c := range categories {
		g.equal("a reason's months make its year", years[c], g.cellOf(t.at[p][c], ledger.Value))
	}
}

// fineAreas says that the city's month of a reason is that of its areas and of
// whoever is in none.
func (g *gate) fineAreas(monthly, year string, tables map[[2]string]*table) {
	for n, last := 0, len(g.cells); n < last; n++ {
		city := g.cells[n]
		if city.fact >= 0 || city.key.Measure != monthly || city.key.Level != inGroup+", "+publication.LevelCity || !strings.HasPrefix(city.key.Period, year) {
			continue
		}
		sum, value := []int(nil), city.value
		members := notCity(tables[[2]string{monthly, city.key.Period}].places)
		for _, p := range members {
			k := city.key
			k.Level, k.Area, k.Division = inGroup+", "+p.level, p.area, p.division
			if m, ok := g.at[k]; ok {
				sum, value = append(sum, m), value-g.cells[m].value
			}
		}
		if value < 0 || len(sum) == 0 {
			continue
		}
		if value > 0 || len(sum) < len(members) {
			k := city.key
			k.Level = restOf + k.Level
			sum = append(sum, g.latent(k, value, g.set.count()))
		}
		g.equal("a reason's month in the city is that of its areas", sum, n)
	}
}
