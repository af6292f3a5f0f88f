package audit

import (
	"fmt"
	"slices"
)

// World returns one whole-number world that agrees with everything published: a
// start for one who does not know the truth. Cells that are published have their
// value in it. ErrContradiction says that there is none.
func World(t Table) (map[string]int64, error) {
	p, err := compile(t)
	if err != nil {
		return nil, err
	}
	parts, err := p.parts()
	if err != nil {
		return nil, err
	}
	out := make(map[string]int64, len(p.ids))
	for v, id := range p.ids {
		out[id] = p.value[v]
	}
	for _, c := range parts {
		world, err := c.anyWorld()
		if err != nil {
			return nil, fmt.Errorf("around cell %s: %w", p.ids[c.cells[0]], err)
		}
		for i, v := range c.cells {
			out[p.ids[v]] = world[i]
		}
	}
	return out, nil
}

// anyWorld is the first whole vertex of the component's polytope that turns up on
// the way to the ends of its cells, or a whole world near where none does.
func (c *component) anyWorld() ([]int64, error) {
	s, ok := newSimplex(c)
	if !ok {
		return nil, ErrContradiction
	}
	if world, ok := s.whole(); ok {
		return world, nil
	}
	for v := range c.cells {
		s.minimise(v)
		if world, ok := s.world(); ok {
			return world, nil
		}
		if s.maximise(v) {
			if world, ok := s.world(); ok {
				return world, nil
			}
		}
		if v%mendings == 0 {
			if world, ok := s.whole(); ok {
				return world, nil
			}
		}
	}
	world, err := c.branch(0, -1, func(int64) bool { return true })
	if world != nil {
		return world, nil
	}
	if err == nil {
		err = ErrContradiction
	}
	return nil, err
}

// mendings is at how many cells' ends a world is looked for around the vertex: at
// each one of so many.
const mendings = 16

// whole is a whole world at the present vertex or close by: what is fractional
// there, with what lies around it, is solved anew among whole numbers while all else is held.
func (s *simplex) whole() ([]int64, bool) {
	if world, ok := s.world(); ok {
		return world, true
	}
	if len(s.c.cells) <= solvable {
		return nil, false // the branching of the whole is quick
	}
	world := make([]int64, len(s.c.cells))
	var broken []int
	for v := range world {
		x := s.at(v)
		if !x.IsInt() || !x.Num().IsInt64() {
			broken = append(broken, v)
			continue
		}
		world[v] = x.Num().Int64()
	}
	if len(broken) > solvable/2 {
		return nil, false // the branching of a part is not quick
	}
	for _, most := range []int{solvable / 2, solvable} {
		free := s.c.around(broken, most)
		part := s.c.holding(free, world)
		if part == nil {
			continue
		}
		found, _ := part.branch(0, -1, func(int64) bool { return true })
		if found == nil {
			continue
		}
		for i, v := range free {
			world[v] = found[i]
		}
		return world, true
	}
	return nil, false
}

// around lists cells in the order of how many rows lie between them and the first
// ones, no more than most.
func (c *component) around(first []int, most int) []int {
	in := make([][]int, len(c.cells))
	for i, r := range c.rows {
		for _, t := range r.terms {
			in[t.v] = append(in[t.v], i)
		}
	}
	out := slices.Clone(first)
	seen := map[int]bool{}
	for _, v := range out {
		seen[v] = true
	}
	for i := 0; i < len(out); i++ {
		for _, r := range in[out[i]] {
			for _, t := range c.rows[r].terms {
				if len(out) < most && !seen[t.v] {
					seen[t.v] = true
					out = append(out, t.v)
				}
			}
		}
	}
	return out
}

// holding is the component of some cells with all others held at a world; nil where
// what is held leaves one of them nothing.
func (c *component) holding(free []int, world []int64) *component {
	local := make(map[int]int, len(free))
	out := &component{}
	for i, v := range free {
		local[v] = i
		out.cells = append(out.cells, v)
		out.lo, out.hi = append(out.lo, c.lo[v]), append(out.hi, c.hi[v])
	}
	same := map[string]int{}
	for _, r := range c.rows {
		n, held := row{lo: r.lo, hi: r.hi}, int64(0)
		for _, t := range r.terms {
			if i, ok := local[t.v]; ok {
				n.terms = append(n.terms, term{i, t.c})
			} else {
				held += t.c * world[t.v]
			}
		}
		if len(n.terms) > 0 && out.add(n.minus(held), same) != nil {
			return nil
		}
	}
	for i := range out.cells {
		if out.lo[i] > out.hi[i] {
			return nil
		}
	}
	return out
}
