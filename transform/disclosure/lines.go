//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"maps"
	"slices"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
)

// columns are those of a kind that add over areas and months.
func columns(kind string) []string {
	switch kind {
	case publication.KindPair:
		return []string{ledger.Value, ledger.Denominator}
	case publication.KindSummary:
		return []string{ledger.Cases}
	}
	return []string{ledger.Value}
}

// overAreas is R2: the city is its districts, the units outside them and
// whoever is in none; a part of the city is its districts. Where the figures
// do not add up, the sums and what stands outside the districts are not told.
func (g *gate) overAreas(t *table) {
	var heads, members []place
	for _, p := range t.places {
		switch p.level {
		case publication.LevelCity, publication.LevelPart:
			heads = append(heads, p)
		default:
			members = append(members, p)
		}
	}
	if t.def.OverDistricts != publication.AddsYes {
		g.signed(t, heads, members)
		return
	}
	for _, head := range heads {
		of := members
		if head.level == publication.LevelPart {
			of = slices.DeleteFunc(slices.Clone(members), func(p place) bool { return g.set.PartOf[p.area] != head.area })
		}
		if len(of) == 0 && head.level == publication.LevelPart {
			g.closeRow(t, head, "a part of the city without known districts")
			continue
		}
		if !g.sumOfAreas(t, head, of) {
			for _, p := range t.places {
				if p.level != publication.LevelDistrict {
					g.closeRow(t, p, "the areas do not add up to the city")
				}
			}
			return
		}
	}
}

// closeRow hides all figures of an area in a table.
func (g *gate) closeRow(t *table, p place, why string) {
	for _, i := range t.at[p] {
		if visible(g.base[i].Status) {
			g.close[i] = why
		}
	}
}

// rest is whoever is in the head and in none of its members: one figure for
// each category and column.
type rest struct {
	t       *table
	head    place
	value   map[string]map[string]int64 // column, category
	sum     map[string]map[string][]int
	missing bool // an area was not delivered
	secret  bool // an area is hidden by the deliverer
	slack   int64
}

// sumOfAreas adds the lines of one head, with its rest. It is false where the
// members are more than the head.
func (g *gate) sumOfAreas(t *table, head place, members []place) bool {
	r := rest{t: t, head: head, value: map[string]map[string]int64{}, sum: map[string]map[string][]int{}}
	for _, column := range columns(t.def.Kind) {
		r.value[column], r.sum[column] = map[string]int64{}, map[string][]int{}
		for c, i := range t.at[head] {
			n := g.cellOf(i, column)
			if n < 0 {
				continue
			}
			r.value[column][c] = g.cells[n].value
			for _, p := range members {
				j, ok := t.at[p][c]
				m := -1
				if ok {
					m = g.cellOf(j, column)
				}
				switch {
				case m >= 0:
					r.value[column][c] -= g.cells[m].value
					r.sum[column][c] = append(r.sum[column][c], m)
				case ok && g.close[j] != "":
					r.secret = true
				default:
					r.missing = r.missing || p.level == publication.LevelDistrict
				}
			}
		}
	}
	if t.def.Kind == publication.KindAmount {
		r.slack = int64(len(members)+1) / 2
	}
	nobody := !r.missing && !r.secret
	for _, column := range columns(t.def.Kind) {
		for c, v := range r.value[column] {
			if v < -r.slack || column == ledger.Denominator && v < r.value[ledger.Value][c] {
				return false
			}
			nobody = nobody && v <= r.slack
		}
	}
	if !g.steps.areas {
		return true
	}
	g.addRest(r, nobody)
	if !nobody && !r.missing && !r.secret && g.steps.rest && r.few(g.set.Rules.MinCount) {
		for _, p := range t.places {
			if p == head || p.level == publication.LevelOutside && head.level == publication.LevelCity {
				g.closeRow(t, p, "few people are in no area")
			}
		}
	}
	return true
}

// few says whether any line leaves so few for the rest that a reader who takes it
// for nothing would be nearly right.
func (r rest) few(least int64) bool {
	if r.t.def.Kind == publication.KindAmount {
		least = int64(float64(least*homeTkr) * r.t.scale)
	}
	for column, of := range r.value {
		for c, v := range of {
			if r.small(v, least) || column == ledger.Denominator && r.small(v-r.value[ledger.Value][c], least) {
				return true
			}
		}
	}
	return false
}

func (g *gate) addRest(r rest, nobody bool) {
	at := map[string]map[string]int{}
	for _, column := range columns(r.t.def.Kind) {
		at[column] = map[string]int{}
		for _, c := range slices.Sorted(maps.Keys(r.value[column])) {
			sum, total := r.sum[column][c], g.cellOf(r.t.at[r.head][c], column)
			why := fmt.Sprintf("%s is its areas", r.head.area)
			if nobody {
				g.between(why, sum, total, -r.slack, r.slack)
				continue
			}
			n := g.restCell(r, c, column)
			at[column][c] = n
			g.between(why+" and the rest", append(sum, n), total, -r.slack, r.slack)
		}
	}
	if nobody {
		return
	}
	first := len(g.cells)
	g.insideRest(r, at)
	var all []int
	for _, of := range at {
		all = slices.AppendSeq(all, maps.Values(of))
	}
	for n := first; n < len(g.cells); n++ {
		all = append(all, n)
	}
	open := !slices.ContainsFunc(all, func(n int) bool { return g.cells[n].primary })
	for _, n := range all {
		g.cells[n].open = open
	}
}

// insideRest says of a rest what holds within any area: categories make a
// total, x and the others make n.
func (g *gate) insideRest(r rest, at map[string]map[string]int) {
	values := at[ledger.Value]
	if total, ok := values[""]; ok && len(values) > 1 && r.t.def.OverCategories == publication.AddsYes {
		var cells []int
		sum := int64(0)
		for _, c := range slices.Sorted(maps.Keys(values)) {
			if c != "" {
				cells = append(cells, values[c])
				sum += g.cells[values[c]].value
			}
		}
		if sum == g.cells[total].value {
			g.equal("the categories of the rest make its total", cells, total)
		}
	}
	for _, c := range slices.Sorted(maps.Keys(at[ledger.Denominator])) {
		x, n := values[c], at[ledger.Denominator][c]
		k := g.cells[x].key
		k.Column = others
		y := g.latent(k, g.cells[n].value-g.cells[x].value, g.set.count())
		g.cells[y].primary = r.small(g.cells[y].value, g.set.Rules.MinCount)
		g.equal("x and the others of the rest make n", []int{x, y}, n)
	}
}

// restOf begins the level of whoever is in no area of a city or a part of one.
const restOf = "rest av "

func (g *gate) restCell(r rest, category, column string) int {
	v := r.value[column][category]
	k := ledger.Hiding{Measure: r.t.def.Name, Level: restOf + r.head.level, Area: r.head.area, Category: category, Period: r.t.period, Column: column}
	rule, least := g.set.count(), g.set.Rules.MinCount
	if r.t.def.Kind == publication.KindAmount {
		rule = g.set.amount(v, r.t.scale)
		least = int64(float64(g.set.Rules.MinCount*homeTkr) * r.t.scale)
	}
	n := g.latent(k, v, rule)
	g.cells[n].primary = g.steps.rest && r.small(v, least)
	return n
}

// small says whether a rest tells of few people. None at all needs no
// protection, unless an area is missing: then there would be nobody in that one.
// One that holds an area which the deliverer hides is that area.
func (r rest) small(v, least int64) bool {
	return r.secret || v < least && (v > r.slack || r.missing)
}

// signed is R2 for what does not add: a household may count in two districts,
// so the city is at most the sum of all, and no area is more than the city.
func (g *gate) signed(t *table, heads, members []place) {
	if t.def.OverDistricts != publication.AddsSign || t.def.Kind != publication.KindCount || !g.steps.signed {
		return
	}
	for _, head := range heads {
		i, ok := t.at[head][""]
		city := -1
		if ok {
			city = g.cellOf(i, ledger.Value)
		}
		if city < 0 || head.level != publication.LevelCity {
			g.closeRow(t, head, "a part of the city whose households do not add")
			continue
		}
		terms, sum, all := []term{{city, 1}}, int64(0), true
		for _, p := range members {
			n := -1
			if j, ok := t.at[p][""]; ok {
				n = g.cellOf(j, ledger.Value)
			}
			if n < 0 {
				all = false
				continue
			}
			sum += g.cells[n].value
			terms = append(terms, term{n, -1})
			if g.cells[n].value <= g.cells[city].value {
				g.atMost("no area has more than the city", term{n, 1}, term{city, -1})
			}
		}
		if all && len(terms) > 1 && g.cells[city].value <= sum {
			g.atMost("the city has no more than its areas", terms...)
		}
	}
}

// bounds are R5 and R6: what readers know beside the sums.
func (g *gate) bounds(tables map[[2]string]*table) {
	for _, k := range slices.SortedFunc(maps.Keys(tables), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		if k[0] == households && g.steps.linked {
			g.homesAndAdults(tables[k], tables[[2]string{reasons, k[1]}])
		}
	}
}

// homesAndAdults: a household has one adult with a reason, or two.
func (g *gate) homesAndAdults(homes, adults *table) {
	if adults == nil {
		return
	}
	for _, p := range homes.places {
		i, ok := homes.at[p][""]
		j, both := adults.at[p][""]
		if !ok || !both {
			continue
		}
		h, a := g.cellOf(i, ledger.Value), g.cellOf(j, ledger.Value)
		if h < 0 || a < 0 {
			continue
		}
		if g.cells[h].value <= g.cells[a].value {
			g.atMost("a household has at least one adult", term{h, 1}, term{a, -1})
		}
		if g.cells[a].value <= 2*g.cells[h].value {
			g.atMost("a household has at most two adults", term{a, 1}, term{h, -2})
		}
	}
}

// together are the cells that are hidden together: those of each family of
// measures for an area and a period.
func (g *gate) together() [][]int {
	type key struct {
		family, category, period string
		place
	}
	at := map[key][]int{}
	for n, c := range g.cells {
		if c.fact < 0 || c.key.Column != ledger.Value || defined[c.key.Measure].Together == "" || !g.steps.together || g.set.Rules.rounds() {
			continue
		}
		k := key{defined[c.key.Measure].Together, c.key.Category, c.key.Period, placeOf(g.base[c.fact])}
		at[k] = append(at[k], n)
	}
	var out [][]int
	for _, of := range at {
		out = append(out, of)
	}
	slices.SortFunc(out, func(a, b []int) int { return a[0] - b[0] })
	return out
}
