//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"maps"
	"slices"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/transform/disclosure/audit"
)

// Two roundings of a correction are two facts: a total that was told as 15 and is
// told as 20 says of the parts that did not change what it said then and what it says
// now. So the lines of a rounded part are written once more for each time at which
// readers were told otherwise, with what they were told then. A figure that was told
// as now is taken for the same; where that cannot be, a sum of what was
// corrected is taken for corrected as well.

// spread proves a part with what earlier rounded publications told of it; past says
// that they told otherwise.
func (p *part) spread() (proof audit.Proof, past bool, err error) {
	now := p.readings()
	for _, sums := range []bool{false, true} {
		t := p.before(now, sums)
		if len(t.Limits) == len(now.Limits) {
			break
		}
		if _, proof, err = audit.Spread(t, apartByThree); err == nil {
			return proof, true, nil
		}
	}
	_, proof, err = audit.Spread(now, apartByThree)
	return proof, false, err
}

// lastTold is the newest figure that a rounded publication told of a count; nil where
// none did.
func (g *gate) lastTold(k ledger.Hiding) (told *float64) {
	for _, r := range g.toldBefore[k] {
		if r.Figure != nil {
			told = r.Figure
		}
	}
	return told
}

// before adds the lines of former times to what is told now.
func (p *part) before(now audit.Table, sums bool) audit.Table {
	times := map[int64]bool{}
	for _, n := range p.cells {
		for _, r := range p.g.toldBefore[p.g.cells[n].key] {
			times[r.Order] = true
		}
	}
	t := audit.Table{Cells: slices.Clone(now.Cells), Limits: slices.Clone(now.Limits)}
	made := map[string]bool{}
	for _, at := range slices.Sorted(maps.Keys(times)) {
		then := p.corrected(at, sums)
		for _, n := range p.lines {
			l := p.g.lines[n]
			if l.of > 0 || !slices.ContainsFunc(l.terms, func(x term) bool { _, other := then[x.cell]; return other }) {
				continue
			}
			coef := map[string]int64{}
			for _, x := range l.terms {
				id := fmt.Sprint(p.local[x.cell])
				if c, other := then[x.cell]; other {
					if id = c.ID; !made[id] {
						made[id], t.Cells = true, append(t.Cells, c)
					}
				}
				coef[id] += x.coef
			}
			t.Limits = append(t.Limits, audit.Limit{Coef: coef, Lo: l.lo, Hi: l.hi, Why: l.why})
		}
	}
	return t
}

// corrected are the cells that were other figures at a time than they are now: told
// otherwise, or moved along with one that was.
func (p *part) corrected(at int64, sums bool) map[int]audit.Cell {
	then := map[int]audit.Cell{}
	for i, n := range p.cells {
		c := p.g.cells[n]
		var told *ledger.Told
		for _, r := range p.g.toldBefore[c.key] {
			if told == nil || r.Order <= at {
				told = &r
			}
		}
		if told == nil || told.Figure == nil || p.hidden[i] && p.g.lastTold(c.key) == nil || *told.Figure == Rounded(float64(c.value)) {
			continue
		}
		figure := int64(*told.Figure)
		high := figure + reach
		then[n] = audit.Cell{ID: fmt.Sprintf("%d then %d", i, figure), Value: figure, Lo: max(0, figure-reach), Hi: &high}
	}
	for before := -1; before != len(then); {
		before = len(then)
		for _, k := range p.lines {
			p.movedAlong(p.g.lines[k], at, sums, then)
		}
	}
	return then
}

// movedAlong adds what must or may have moved with the corrected figures of a line.
func (p *part) movedAlong(l line, at int64, sums bool, then map[int]audit.Cell) {
	printed := func(n int) bool { c := p.g.cells[n]; return c.fact >= 0 && c.key.Column != others }
	if l.of > 0 || !slices.ContainsFunc(l.terms, func(x term) bool { _, moved := then[x.cell]; return moved && printed(x.cell) }) {
		return
	}
	parts := slices.ContainsFunc(l.terms, func(x term) bool { _, moved := then[x.cell]; return moved && x.coef > 0 })
	for _, x := range l.terms {
		_, moved := then[x.cell]
		switch c := p.g.cells[x.cell]; {
		case moved:
		case !printed(x.cell):
			then[x.cell] = audit.Cell{ID: fmt.Sprintf("%d at %d", p.local[x.cell], at), Value: c.value}
		case sums && parts && x.coef < 0 && !c.was:
			now := p.reading(p.local[x.cell], x.cell)
			now.ID, now.Primary = fmt.Sprintf("%d at %d", p.local[x.cell], at), false
			then[x.cell] = now
		}
	}
}
