package audit

import (
	"math/big"
	"slices"
)

// vertices proves cells by whole vertices of the component's polytope: those
// where a cell is largest and smallest, and any met on the way. Every whole
// vertex serves all cells for which it is the highest or lowest world so far.
func (pr *prover) vertices(c *component, member map[int]int, left []int) {
	if len(left) == 0 {
		return
	}
	s, ok := newSimplex(c)
	if !ok {
		return // cannot be: the true world is one
	}
	low, high := map[int][]int64{}, map[int][]int64{}
	for _, v := range left {
		low[v], high[v] = c.value, c.value
	}
	harvest := func(w []int64, ok bool) {
		if !ok || slices.ContainsFunc(w, func(x int64) bool { return x > largest>>20 || x < -largest>>20 }) {
			return
		}
		for _, v := range left {
			i := member[v]
			if w[i] > high[v][i] {
				high[v] = w
			}
			if w[i] < low[v][i] {
				low[v] = w
			}
		}
	}
	s.note = func() { harvest(s.world()) }
	proved := func(v int) bool {
		i := member[v]
		if !pr.rules[v].met(low[v][i], high[v][i]) {
			return false
		}
		pr.keep(c, i, low[v], high[v])
		return true
	}
	for _, v := range left {
		if proved(v) {
			continue
		}
		var iv Interval
		if s.maximise(member[v]) {
			iv.Hi = s.at(member[v])
			harvest(s.whole())
		}
		s.minimise(member[v])
		iv.Lo = s.at(member[v])
		harvest(s.whole())
		if proved(v) || !iv.Meets(pr.rules[v]) {
			continue
		}
		if len(c.cells) > solvable {
			pr.pushed(c, member[v], iv, low[v], high[v])
		} else {
			pr.branched(c, member[v], iv, low[v], high[v])
		}
	}
}

// pushes is how many upper ends are tried for a cell of a large component.
const pushes = 6

// pushed proves a cell of a large component, where branching ends at its bound: a
// first world is looked for beyond an upper end, and another one below what that
// leaves.
func (pr *prover) pushed(c *component, v int, iv Interval, low, high []int64) {
	rule := pr.rules[c.cells[v]]
	least, most := ceil(iv.Lo), high[v]+rule.Threshold+rule.Width
	if iv.Hi != nil {
		most = min(most, floor(iv.Hi))
	}
	for top := most; top > most-pushes && top >= max(rule.Threshold, least+rule.Width); top-- {
		if high[v] < top {
			w, err := c.bounded(v, top, c.hi[v]).anyWorld()
			if err != nil {
				continue
			}
			high = w
		}
		if low[v] > top-rule.Width {
			w, err := c.bounded(v, c.lo[v], top-rule.Width).anyWorld()
			if err != nil {
				continue
			}
			low = w
		}
		pr.keep(c, v, low, high)
		return
	}
}

// far is where a cell that nothing bounds is cut off, in times of what it needs.
const far = 1000

// branched proves a cell whose feasible interval is wide enough but whose
// vertices are fractional or without end.
func (pr *prover) branched(c *component, v int, iv Interval, low, high []int64) {
	rule, top := pr.rules[c.cells[v]], c
	if iv.Hi == nil {
		top = c.bounded(v, c.lo[v], c.value[v]+far*pr.enough(c.cells[v]))
	}
	least := low[v]
	if w, _ := top.branch(v, 1, func(x int64) bool { return rule.met(least, x) }); w != nil && w[v] > high[v] {
		high = w
	}
	most := high[v]
	if !rule.met(least, most) && iv.Lo.Cmp(new(big.Rat).SetInt64(least)) < 0 {
		if w, _ := c.branch(v, -1, func(x int64) bool { return rule.met(x, most) }); w != nil && w[v] < low[v] {
			low = w
		}
	}
	if rule.met(low[v], high[v]) {
		pr.keep(c, v, low, high)
	}
}
