//go:build duckdb_arrow

package disclosure

import (
	"cmp"
	"fmt"
	"slices"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/register"
)

// row is one area of a table of counts: its total and its categories.
type row struct {
	level, area string
	total       int64
	cells       map[string]int64 // by category
	at          map[string]int   // index of each cell, that of the total under ""
	delivered   bool
}

// counts is a table of counts that add over categories and over areas: the city
// is the sum of its districts, the units outside them, and whoever is in none.
type counts struct {
	g *gate
	table
	rows       []row
	categories []string // from the smallest sum over the districts to the largest
	fixed      int      // the first of them, hidden in an earlier publication
}

// protectTable is the crude rule. The same categories are hidden for all areas,
// so that no sum over areas can be solved for a hidden cell; at least two of
// them, with five or more together in every area, so that each cell may be
// anything from 0 to that sum. Where no choice of categories does it, only
// totals are shown. A hidden total of a district or unit closes the edge: the
// city and the units outside the districts are hidden with it.
func (g *gate) protectTable(t table) error {
	c := &counts{g: g, table: t}
	if err := c.read(); err != nil {
		return err
	}
	rowHidden := map[string]bool{}
	closed := c.edgeWasHidden()
	var districts, edge []row
	for _, r := range c.rows {
		switch {
		case !r.delivered:
		case r.level == register.Part:
			rowHidden[r.area] = true
		case r.level != register.City && (r.total < MinCount || g.knows(r.at[""], ledger.Value)):
			rowHidden[r.area] = true
			closed = true
		case r.level == register.District:
			districts = append(districts, r)
		default:
			edge = append(edge, r)
		}
	}
	rest, solvable := c.rest()
	closed = closed || !solvable
	hidden := c.categories
	if !closed {
		hidden = c.pattern(slices.Concat(districts, edge, rest))
	}
	if closed || len(hidden) == len(c.categories) {
		if h := c.pattern(districts); closed || len(h) < len(hidden) {
			closed, hidden = true, h
		}
	}
	hidden = c.neverMore(hidden)
	c.hide(hidden, rowHidden, closed)
	return nil
}

// read sorts the table's facts into rows and its categories by size.
func (c *counts) read() error {
	byArea := map[[2]string]int{}
	sums := map[string]int64{}
	for _, i := range c.indices {
		f := c.g.base[i]
		k := [2]string{f.Level, f.Area}
		n, ok := byArea[k]
		if !ok {
			n = len(c.rows)
			byArea[k] = n
			c.rows = append(c.rows, row{level: f.Level, area: f.Area, cells: map[string]int64{}, at: map[string]int{"": -1}})
		}
		r := &c.rows[n]
		r.at[f.Category] = i
		if f.Category != "" {
			sums[f.Category] += 0
		}
		if !visible(f.Status) {
			continue
		}
		v := int64(*f.Value)
		if f.Category == "" {
			r.total, r.delivered = v, true
			continue
		}
		r.cells[f.Category] = v
		if f.Level == register.District {
			sums[f.Category] += v
		}
	}
	for category := range sums {
		c.categories = append(c.categories, category)
	}
	known := func(category string) bool {
		return c.g.known[c.hiding(category)] || c.g.known[c.hiding(ledger.AllCategory)]
	}
	slices.SortFunc(c.categories, func(a, b string) int {
		if known(a) != known(b) {
			if known(a) {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(sums[a], sums[b]), cmp.Compare(a, b))
	})
	for c.fixed < len(c.categories) && known(c.categories[c.fixed]) {
		c.fixed++
	}
	return c.checkSums()
}

// checkSums refuses a table in which a category is missing or does not add up:
// the rule rests on the sums.
func (c *counts) checkSums() error {
	cities := 0
	for _, r := range c.rows {
		if r.level == register.City {
			cities++
		}
		if !r.delivered && len(r.cells) > 0 {
			return fmt.Errorf("%s, %s: categories without a total", r.area, c.period)
		}
		if !r.delivered || len(c.categories) == 0 {
			continue
		}
		var sum int64
		for _, v := range r.cells {
			sum += v
		}
		if len(r.cells) != len(c.categories) || sum != r.total {
			return fmt.Errorf("%s, %s: the categories add up to %d, the total is %d", r.area, c.period, sum, r.total)
		}
	}
	if cities > 1 {
		return fmt.Errorf("%s: %d areas are the city", c.period, cities)
	}
	return nil
}

// rest is who is in the city but in no district and no unit of the table, as a
// reader can work it out: nobody (no row), a row to protect like any other, or
// one that cannot be protected.
func (c *counts) rest() (rest []row, solvable bool) {
	n := slices.IndexFunc(c.rows, func(r row) bool { return r.level == register.City && r.delivered })
	if n < 0 {
		return nil, true
	}
	missing := false
	left := row{total: c.rows[n].total, cells: map[string]int64{}}
	for _, category := range c.categories {
		left.cells[category] = c.rows[n].cells[category]
	}
	for _, r := range c.rows {
		switch {
		case r.level != register.District && r.level != register.Outside:
		case !r.delivered:
			missing = missing || r.level == register.District
		default:
			left.total -= r.total
			for category, v := range r.cells {
				left.cells[category] -= v
			}
		}
	}
	nobody := left.total == 0
	for _, v := range left.cells {
		if v < 0 {
			return nil, false
		}
		nobody = nobody && v == 0
	}
	if nobody && !missing {
		return nil, true
	}
	return []row{left}, left.total >= MinCount
}

// pattern is the smallest set of categories, in their order, that makes the
// rows safe; all of them when none does.
func (c *counts) pattern(rows []row) []string {
	for n := c.fixed; n < len(c.categories); n++ {
		if n != 1 && safe(rows, c.categories[:n], c.categories[n:]) {
			return c.categories[:n]
		}
	}
	return c.categories
}

func safe(rows []row, hidden, shown []string) bool {
	for _, r := range rows {
		for _, category := range shown {
			if r.cells[category] < MinCount {
				return false
			}
		}
		var sum int64
		for _, category := range hidden {
			sum += r.cells[category]
		}
		if len(hidden) > 0 && sum < MinCount {
			return false
		}
	}
	return true
}

// neverMore hides all categories of a table that was published with fewer of
// them hidden: what a correction adds to a pattern could be told from before.
func (c *counts) neverMore(hidden []string) []string {
	t := ledger.Table{Measure: reasons, Division: c.division, Period: c.period, Categories: true}
	if c.g.shown[t] && len(hidden) > c.fixed {
		return c.categories
	}
	return hidden
}

func (c *counts) edgeWasHidden() bool {
	return slices.ContainsFunc(c.rows, func(r row) bool {
		edge := r.level == register.City || r.level == register.Outside
		return edge && c.g.knows(r.at[""], ledger.Value)
	})
}

func (c *counts) hide(hidden []string, rowHidden map[string]bool, closed bool) {
	for _, r := range c.rows {
		whole := rowHidden[r.area] || closed && r.level != register.District
		for category, i := range r.at {
			if i >= 0 && (whole || category != "" && slices.Contains(hidden, category)) {
				c.g.hide(i)
			}
		}
	}
	if len(hidden) > 0 && len(hidden) == len(c.categories) {
		c.g.hidden[c.hiding(ledger.AllCategory)] = true
	}
	for _, category := range hidden {
		c.g.hidden[c.hiding(category)] = true
	}
}

// hiding is the memory of a category that is hidden for all areas.
func (c *counts) hiding(category string) ledger.Hiding {
	return ledger.Hiding{Measure: reasons, Area: ledger.AllAreas, Division: c.division, Category: category, Period: c.period, Column: ledger.Value}
}
