//go:build duckdb_arrow

package disclosure

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/transform/disclosure/audit"
)

// Pattern inference (attack 22 of SDC.md): who knows the gate's code can try the
// values that a hidden count may have and see which of them would have hidden the same
// cells. Only where no other value below the least would is the count known to be
// what it is. It cannot be told from outside, since the truth is needed; so it is
// tried here, and what is found is for the operator, never published
// (docs/decisions/0052).

// inferable are the small counts of which neither one more nor one less would have
// given the same pattern: for each, worlds are taken that agree with everything
// published, and its part is protected anew in them. Counts that an earlier publication hid
// are not tried, since their pattern stands; at most set.Patterns are, newest first.
func (g *gate) inferable() ([]ledger.Hiding, error) {
	if g.set.Patterns == 0 || g.set.Rules.rounds() {
		return nil, nil
	}
	type trial struct{ part, cell int }
	var trials []trial
	for n, cells := range g.parts {
		for _, c := range cells {
			if x := g.cells[c]; x.hidden && x.primary && x.fact >= 0 && x.key.Column != others && audit.TooFew(x.value, g.set.Rules.MinCount) && !g.knows(x.fact, x.key.Column) {
				trials = append(trials, trial{n, c})
			}
		}
	}
	slices.SortStableFunc(trials, func(a, b trial) int { return cmp.Compare(g.cells[b.cell].key.Period, g.cells[a.cell].key.Period) })
	var out []ledger.Hiding
	for _, t := range trials[:min(len(trials), g.set.Patterns)] {
		alone, err := g.onlyValue(g.parts[t.part], t.cell)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", keyName(g.cells[t.cell].key), err)
		}
		if alone {
			out = append(out, g.cells[t.cell].key)
		}
	}
	return out, nil
}

// worldsTried is how many worlds are tried for each neighbouring value.
const worldsTried = 4

// onlyValue says whether no neighbouring value of a cell gives the same pattern.
func (g *gate) onlyValue(cells []int, cell int) (bool, error) {
	p := g.part(cells)
	for i, n := range cells {
		p.hidden[i] = g.cells[n].hidden
	}
	t := p.table(false)
	wanted := slices.DeleteFunc([]int64{g.cells[cell].value + 1, g.cells[cell].value - 1}, func(v int64) bool { return v < 0 || v >= g.set.Rules.MinCount })
	others, err := audit.Beside(t, strconv.Itoa(p.local[cell]), wanted, worldsTried)
	if err != nil {
		return false, err
	}
	return !slices.ContainsFunc(others, func(w map[string]int64) bool { return g.samePattern(p, w) }), nil
}

// samePattern protects a part anew in another world.
func (g *gate) samePattern(p *part, world map[string]int64) bool {
	other := *g
	other.cells = slices.Clone(g.cells)
	for i, n := range p.cells {
		c := &other.cells[n]
		if v, ok := world[strconv.Itoa(i)]; ok && c.value != v {
			small, was := audit.TooFew(v, g.set.Rules.MinCount), audit.TooFew(c.value, g.set.Rules.MinCount)
			c.value = v
			if c.fact >= 0 && c.rule == g.set.count() && small != was {
				c.primary = small || g.knows(c.fact, ledger.Value)
			}
		}
		c.hidden = c.fact < 0
	}
	q := other.part(p.cells)
	if out := q.solve(nil); out.err != nil {
		return false
	}
	for i, n := range p.cells {
		if g.cells[n].fact >= 0 && g.cells[n].hidden != q.hidden[i] {
			return false
		}
	}
	return true
}

// ToldByPattern names those counts for the operator.
func (r *Release) ToldByPattern() []string {
	var out []string
	for _, h := range r.Inferable {
		out = append(out, keyName(h))
	}
	return out
}
