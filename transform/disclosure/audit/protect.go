package audit

import (
	"cmp"
	"slices"
)

// Pattern is what to hide besides the primary cells, and why that is safe.
type Pattern struct {
	Complementary []string // newly hidden; cells hidden before are not repeated
	Proof
}

// Safe reports that every primary cell has a witness.
func (p Pattern) Safe() bool { return len(p.Exposed) == 0 }

// Protect hides primary cells and, greedily, the cheapest further cells after
// which each has a witness; then it shows again, from the largest down, those
// that turn out not to be needed. The cost of a cell is its value plus one. Cells
// that come hidden stay hidden, so a pattern only grows. A cell marked Keep is
// never hidden for another's sake; a primary cell always is for its own.
//
// It fails closed: primary cells that it cannot protect are in Exposed, and the
// table may not be published as it is.
func Protect(t Table, r Rule) (Pattern, error) {
	pr, err := newProver(t, r)
	if err != nil {
		return Pattern{}, err
	}
	s := suppressor{prover: pr, widest: map[int]Interval{}}
	for _, v := range pr.primary {
		pr.p.hidden[v] = true
	}
	if !pr.p.holds(pr.p.value) {
		return Pattern{}, ErrFalse
	}
	if err := pr.all(pr.open()); err != nil {
		return Pattern{}, err
	}
	for _, v := range pr.open() {
		if err := s.shelter(v); err != nil {
			return Pattern{}, err
		}
	}
	if err := s.prune(); err != nil {
		return Pattern{}, err
	}
	return s.pattern(t, r)
}

type suppressor struct {
	*prover
	widest map[int]Interval // of primary cells, with all hidden that may be
}

// pattern is the result, with its witnesses verified against the table as it
// would be published.
func (s *suppressor) pattern(t Table, r Rule) (Pattern, error) {
	var out Pattern
	slices.Sort(s.added)
	for _, v := range s.added {
		out.Complementary = append(out.Complementary, s.p.ids[v])
	}
	var err error
	if out.Exposed, err = s.exposed(); err != nil {
		return Pattern{}, err
	}
	out.Witnesses = s.witnesses()
	return out, Verify(Hide(t, out.Complementary), r, out.Witnesses)
}

// Hide is the table with its primary cells and these hidden.
func Hide(t Table, ids []string) Table {
	hide := make(map[string]bool, len(ids))
	for _, id := range ids {
		hide[id] = true
	}
	cells := slices.Clone(t.Cells)
	for i := range cells {
		if cells[i].Primary || hide[cells[i].ID] {
			cells[i].Published = false
		}
	}
	t.Cells = cells
	return t
}

// shelter hides what one primary cell needs: the cheapest circuit that suffices
// or, where none does alone, one circuit upon another.
func (s *suppressor) shelter(v int) error {
	if ok, err := s.proved(v); ok || err != nil {
		return err
	}
	if hopeless, err := s.hopeless(v); hopeless || err != nil {
		return err
	}
	if c := s.cheapest(v); c != nil {
		s.hide(c)
		if s.meets(v)(c.up, c.down) {
			s.ride(v, c)
			return nil
		}
	} else if s.climb(v, s.price, longCells, longSteps) {
		return nil
	}
	_, err := s.proved(v)
	return err
}

// hopeless reports that a cell fails its rule even with everything hidden that may
// be: then no search is worth its time. One simplex answers for a whole component.
func (s *suppressor) hopeless(v int) (bool, error) {
	if iv, ok := s.widest[v]; ok {
		return !iv.Meets(s.rules[v]), nil
	}
	if len(s.p.ids) > 4*solvable {
		return false, nil // not worth its time
	}
	wide := *s.p
	wide.hidden = make([]bool, len(s.p.hidden))
	for x, keep := range s.p.keep {
		wide.hidden[x] = s.p.hidden[x] || !keep
	}
	c, err := wide.part(v)
	if err != nil {
		return false, err
	}
	if _, ok := flows(c); !ok && len(c.cells) > solvable {
		return false, nil
	}
	interval, err := c.solver()
	if err != nil {
		return false, err
	}
	for _, x := range s.primary {
		if i := slices.Index(c.cells, x); i >= 0 {
			s.widest[x] = interval(i)
		}
	}
	return !s.widest[v].Meets(s.rules[v]), nil
}

// proved looks for a witness among what is hidden now.
func (s *suppressor) proved(v int) (bool, error) {
	if s.found[v] != nil {
		return true, nil
	}
	err := s.all([]int{v})
	return s.found[v] != nil, err
}

func (s *suppressor) hide(c *circuit) {
	for _, v := range c.cells {
		if !s.p.hidden[v] {
			s.p.hidden[v] = true
			s.added = append(s.added, v)
		}
	}
}

// price is what it costs to let a cell change: nothing where it is hidden.
func (s *suppressor) price(v int) (int64, bool) {
	switch {
	case s.p.hidden[v]:
		return 0, true
	case s.p.keep[v]:
		return 0, false
	}
	return max(s.p.value[v], -s.p.value[v]) + 1, true
}

// cheapest is the circuit of least cost that protects a cell, alone or, in a
// network, together with what is hidden already.
func (s *suppressor) cheapest(v int) *circuit {
	h := hunt{p: s.p, world: s.p.value, free: s.price, need: s.meets(v), accept: acceptAny}
	alone := h.run(v, longCells, longSteps)
	h = hunt{p: s.p, world: s.p.value, free: s.price, best: alone,
		need:   func(up, down int64) bool { return up > 0 || down > 0 },
		accept: func(c *circuit) bool { return c.cost > 0 && s.together(v, c) }}
	return h.run(v, min(s.span(alone), quickCells), quickSteps)
}

// span is how many cells a circuit has that a joint one must not exceed.
func (s *suppressor) span(c *circuit) int {
	if c == nil {
		return quickCells
	}
	return len(c.cells)
}

// together reports whether a circuit, with what is hidden already, protects a
// cell of a network; elsewhere that would take too long to ask of each.
func (s *suppressor) together(v int, c *circuit) bool {
	var shown []int
	for _, x := range c.cells {
		if !s.p.hidden[x] {
			shown = append(shown, x)
			s.p.hidden[x] = true
		}
	}
	defer func() {
		for _, x := range shown {
			s.p.hidden[x] = false
		}
	}()
	part, err := s.p.part(v)
	if err != nil {
		return false
	}
	n, ok := flows(part)
	if !ok || !s.flow(n, 0) {
		return false
	}
	delete(s.found, v)
	return true
}

// prune shows complementary cells again, the largest first, where every primary
// cell whose witness uses them finds another.
func (s *suppressor) prune() error {
	s.quick = true
	slices.SortStableFunc(s.added, func(a, b int) int { return cmp.Compare(s.p.value[b], s.p.value[a]) })
	var kept []int
	for _, v := range s.added {
		s.p.hidden[v] = false
		before := map[int]*pair{}
		for x, w := range s.found {
			if slices.Contains(w.cells, v) {
				before[x] = w
				delete(s.found, x)
			}
		}
		ok := true
		for _, x := range s.primary {
			if before[x] == nil {
				continue
			}
			var err error
			if ok, err = s.proved(x); err != nil {
				return err
			}
			if !ok {
				break
			}
		}
		if !ok {
			s.p.hidden[v] = true
			kept = append(kept, v)
			for x, w := range before {
				s.found[x] = w
			}
		}
	}
	s.added = kept
	return nil
}
