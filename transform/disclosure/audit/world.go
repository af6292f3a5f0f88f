package audit

import "fmt"

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
	if world, ok := s.world(); ok {
		return world, nil
	}
	for v := range c.cells {
		s.minimise(v)
		if world, ok := s.world(); ok {
			return world, nil
		}
		if !s.maximise(v) {
			continue
		}
		if world, ok := s.world(); ok {
			return world, nil
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
