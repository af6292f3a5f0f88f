//go:build duckdb_arrow

package attack

import (
	"maps"
	"slices"
)

// What an earlier publication shows of a figure that is hidden now is taken for what
// it still is, as long as it fits. A correction may have come between without a shown
// neighbour to tell of it: a month that has become small, in a year that has changed.

// unlearn gives up what other publications show of hidden figures of this one in
// each line whose shown figures have changed so that a hidden one must have too, or
// that does not hold with it, and in every line that such a figure stands in: which of
// them was corrected nobody can tell.
func (s *system) unlearn(sh *sheet) {
	stale := map[ref]bool{}
	for again := true; again; {
		again = false
		for _, l := range sh.lines {
			coef := map[ref]int64{}
			sum, open, told, old := s.fill(sh, l, coef)
			if len(old) == 0 {
				continue
			}
			of := slices.Concat(l.left, l.right)
			if slices.ContainsFunc(of, func(x ref) bool { return stale[x] }) || told && len(coef) == 0 && !sh.fits(l, sum, open) || s.moved(sh, l) {
				for x := range old {
					s.drop(sh, x, stale)
				}
				again = true
			}
		}
	}
}

// fits says whether a line that is known altogether holds.
func (sh *sheet) fits(l line, sum int64, open bool) bool {
	rounding := sh.rounding(l)
	return sum >= -rounding && (sum <= rounding || open || l.open || l.rest != nil)
}

// rounding is how far a line of rounded figures may be from its sum.
func (sh *sheet) rounding(l line) int64 {
	if !sh.amount(l) {
		return 0
	}
	return int64(len(l.left)+len(l.right)+1) / 2
}

// moved says whether the figures of a line that this publication and another both
// show differ, and do not make up for each other.
func (s *system) moved(sh *sheet, l line) bool {
	for _, other := range s.sheets {
		var sum int64
		for side, refs := range [][]ref{l.left, l.right} {
			for _, x := range refs {
				if other == sh || sh.hides(x) || other.hides(x) {
					continue
				}
				here, _, _ := s.value(sh, x)
				there, _, _ := s.value(other, x)
				sum += int64(1-2*side) * (here - there)
			}
		}
		if rounding := 2 * sh.rounding(l); sum > rounding || sum < -rounding {
			return true
		}
	}
	return false
}

// drop forgets a figure; of a pair all that is hidden of it.
func (s *system) drop(sh *sheet, x ref, stale map[ref]bool) {
	f := sh.at[x.col("")]
	for _, column := range columnsOf(f) {
		if column == "n" && f.Denominator != nil {
			continue
		}
		delete(s.known, x.col(column))
		stale[x.col(column)] = true
	}
}

// hides says whether a figure stands as .. in this publication itself.
func (sh *sheet) hides(x ref) bool {
	if x.column == "n" {
		return sh.at[x.col("")].Denominator == nil
	}
	return sh.at[x.col("")].Value == nil
}

func with(old map[ref]int64, x ref, coef int64) map[ref]int64 {
	if old == nil {
		old = map[ref]int64{}
	}
	old[x] += coef
	return old
}

// withoutOld is the component for a reader who has seen that what earlier
// publications show of its hidden figures is not all true any more.
func (s *system) withoutOld(c component) (without component, any bool) {
	cells := map[ref]bool{}
	for _, r := range c.rows {
		if r.pub == 0 && len(r.old) > 0 {
			r, any = r.forgetting(s.known), true
		}
		without.rows = append(without.rows, r)
		for x := range r.coef {
			cells[x] = true
		}
	}
	without.cells = slices.SortedFunc(maps.Keys(cells), compareRefs)
	return without, any
}

// forgetting is a row in which what only another publication shows is unknown.
func (r row) forgetting(known map[ref]int64) row {
	r.coef = maps.Clone(r.coef)
	for x, n := range r.old {
		r.coef[x] += n
		if r.lo != none {
			r.lo += n * known[x]
		}
		if r.hi != much {
			r.hi += n * known[x]
		}
	}
	r.old = nil
	return r
}
