//go:build duckdb_arrow

package disclosure

import "math"

// earlier adds what publications of the past still say of what they hid: a line of
// which they showed other figures than now, and whose hidden figures are what they
// were. The new line less the old one would tell a figure that was corrected between.
// Where the hidden ones have changed, the old line is no longer true and binds nobody.
func (g *gate) earlier(scale map[string]float64) {
	if !g.steps.earlier || len(g.shown) == 0 {
		return
	}
	for _, l := range g.lines {
		if l.lo == nil || l.hi == nil || l.of > 0 {
			continue
		}
		old := line{why: l.why + ", as an earlier publication showed it"}
		var told, hidden int64
		corrected, all := false, true
		for _, t := range l.terms {
			c := g.cells[t.cell]
			was, shown := g.before(c, scale)
			switch {
			case shown:
				told += t.coef * was
				corrected = corrected || was != c.value
			case c.fact < 0 || g.known[c.key]:
				old.terms = append(old.terms, t)
				hidden += t.coef * c.value
			default:
				all = false
			}
		}
		if lo, hi := *l.lo-told, *l.hi-told; all && corrected && len(old.terms) > 0 && lo <= hidden && hidden <= hi {
			old.lo, old.hi = &lo, &hi
			g.lines = append(g.lines, old)
		}
	}
}

// before is what earlier publications showed of a cell: the figure of now, or the
// last that they showed.
func (g *gate) before(c cell, scale map[string]float64) (v int64, shown bool) {
	figures := g.shown[c.key]
	if c.key.Column == others {
		return 0, false
	}
	for _, f := range figures {
		if v = int64(math.Round(f * max(1, scale[c.key.Measure]))); v == c.value && c.was {
			return v, true
		}
	}
	return v, len(figures) > 0
}
