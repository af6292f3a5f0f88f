package audit

import (
	"cmp"
	"slices"
)

// circuit is a change of cells that leaves every equation as it is, with the
// primary cell changing by one: a rectangle of a two-way table, the rectangles of
// two months against each other where a year's sums are printed, and so on.
type circuit struct {
	cells []int
	steps []int64
	cost  int64 // of the cells in it that are still published: Σ(value + 1)
	up    int64 // how often the change can be added to the world searched from
	down  int64 // and subtracted
}

// hunt searches circuits through one cell, the cheapest first, by repairing one
// broken equation after another.
type hunt struct {
	p      *problem
	world  []int64
	free   func(v int) (cost int64, ok bool) // cells that may change
	need   func(up, down int64) bool         // what a circuit must at least allow
	accept func(c *circuit) bool
	best   *circuit
	budget int
	size   int // most cells

	imbalance []int64
	broken    []int // rows
	used      []bool
	found     circuit
}

// sizes are the limits by which circuits are sought, small ones first.
var sizes = []int{4, 6, 8, 10, 12, 16, 24}

// run searches circuits of growing size until one is accepted; budget counts the
// steps for each size.
func (h *hunt) run(seed, most, budget int) *circuit {
	h.imbalance, h.used = h.p.scratch()
	cost, ok := h.free(seed)
	if !ok {
		return nil
	}
	for _, size := range sizes {
		if size > most {
			break
		}
		h.size, h.budget = size, budget
		h.found = circuit{}
		if up, down, ok := h.put(seed, 1, endless, endless, cost); ok {
			h.search(up, down)
			h.take(seed, 1, cost)
		}
		if h.best != nil {
			return h.best
		}
	}
	return h.best
}

// put adds a cell to the circuit; false when it leaves no room.
func (h *hunt) put(v int, step, up, down, cost int64) (int64, int64, bool) {
	var above int64 = endless
	if h.p.hi[v] != noHigh {
		above = h.p.hi[v] - h.world[v]
	}
	below := h.world[v] - h.p.lo[v]
	if step < 0 {
		above, below = below, above
	}
	size := max(step, -step)
	if above != endless {
		above /= size
	}
	if below != endless {
		below /= size
	}
	up, down = min(up, above), min(down, below)
	if !h.need(up, down) {
		return 0, 0, false
	}
	h.found.cells, h.found.steps = append(h.found.cells, v), append(h.found.steps, step)
	h.found.cost += cost
	h.used[v] = true
	h.shift(v, step)
	return up, down, true
}

// take removes the last cell again.
func (h *hunt) take(v int, step, cost int64) {
	last := len(h.found.cells) - 1
	h.found.cells, h.found.steps = h.found.cells[:last], h.found.steps[:last]
	h.found.cost -= cost
	h.used[v] = false
	h.shift(v, -step)
}

func (h *hunt) shift(v int, step int64) {
	for _, in := range h.p.in[v] {
		if !h.p.rows[in.v].equation() {
			continue
		}
		was := h.imbalance[in.v]
		h.imbalance[in.v] += in.c * step
		switch now := h.imbalance[in.v]; {
		case was == 0 && now != 0:
			h.broken = append(h.broken, in.v)
		case was != 0 && now == 0:
			h.broken = slices.Delete(h.broken, slices.Index(h.broken, in.v), slices.Index(h.broken, in.v)+1)
		}
	}
}

// repair is a cell that restores one equation.
type repair struct {
	v     int
	step  int64
	left  int // equations broken afterwards
	cost  int64
	chain int // cells that must at least follow
}

func (h *hunt) search(up, down int64) {
	if h.budget--; h.budget < 0 {
		return
	}
	if len(h.broken) == 0 {
		h.complete(up, down)
		return
	}
	if len(h.found.cells) >= h.size {
		return
	}
	for _, r := range h.repairs() {
		if h.best != nil && h.found.cost+r.cost >= h.best.cost {
			continue
		}
		if u, d, ok := h.put(r.v, r.step, up, down, r.cost); ok {
			h.search(u, d)
			h.take(r.v, r.step, r.cost)
			if h.budget < 0 || h.best != nil && h.best.cost == 0 {
				return
			}
		}
	}
}

// repairs lists the cells that restore the broken equation with the best of
// them: that leaves the fewest broken.
func (h *hunt) repairs() []repair {
	var chosen, list []repair
	room := h.size - len(h.found.cells) - 1
	for _, i := range h.broken {
		list = list[:0]
		for _, t := range h.p.rows[i].terms {
			if h.used[t.v] || h.imbalance[i]%t.c != 0 {
				continue
			}
			cost, ok := h.free(t.v)
			if !ok {
				continue
			}
			r := repair{v: t.v, step: -h.imbalance[i] / t.c, cost: cost}
			r.left, r.chain = h.after(r)
			if r.chain <= room {
				list = append(list, r)
			}
		}
		if len(list) == 0 {
			return nil // this equation cannot be restored
		}
		slices.SortFunc(list, func(a, b repair) int {
			return cmp.Or(cmp.Compare(a.left, b.left), cmp.Compare(a.cost, b.cost), cmp.Compare(a.v, b.v))
		})
		if chosen == nil || list[0].left < chosen[0].left || list[0].left == chosen[0].left && len(list) < len(chosen) {
			chosen = slices.Clone(list)
		}
	}
	return chosen
}

// after counts the equations broken after a repair, and the cells that must at
// least follow: a cell restores no more than the equations it stands in.
func (h *hunt) after(r repair) (left, chain int) {
	left = len(h.broken)
	for _, in := range h.p.in[r.v] {
		if !h.p.rows[in.v].equation() {
			continue
		}
		was := h.imbalance[in.v]
		switch now := was + in.c*r.step; {
		case was == 0 && now != 0:
			left++
		case was != 0 && now == 0:
			left--
		}
	}
	most := h.p.most
	return left, (left + most - 1) / most
}

func (h *hunt) complete(up, down int64) {
	c := circuit{cells: slices.Clone(h.found.cells), steps: slices.Clone(h.found.steps), cost: h.found.cost, up: up, down: down}
	h.p.within(&c, h.world)
	if h.need(c.up, c.down) && h.accept(&c) {
		h.best = &c
	}
}

// within lowers how often a circuit fits to what the inequalities allow.
func (p *problem) within(c *circuit, world []int64) {
	change := map[int]int64{}
	for i, v := range c.cells {
		for _, in := range p.in[v] {
			if !p.rows[in.v].equation() {
				change[in.v] += in.c * c.steps[i]
			}
		}
	}
	for i, d := range change {
		r := &p.rows[i]
		s := r.sum(world)
		above, below := int64(endless), int64(endless)
		if d != 0 && r.hi != noHigh {
			above = (r.hi - s) / max(d, -d)
		}
		if d != 0 && r.lo != noLow {
			below = (s - r.lo) / max(d, -d)
		}
		if d < 0 {
			above, below = below, above
		}
		c.up, c.down = min(c.up, above), min(c.down, below)
	}
}

// moved is the world with a circuit added so many times.
func (c *circuit) moved(world []int64, times int64) []int64 {
	out := slices.Clone(world)
	for i, v := range c.cells {
		out[v] += times * c.steps[i]
	}
	return out
}
