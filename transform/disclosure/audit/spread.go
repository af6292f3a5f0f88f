package audit

import (
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
)

// ErrNoWorld says that no whole world was found within the bounds of the search,
// nor shown not to exist.
var ErrNoWorld = errors.New("no whole world was found")

// Spread looks for witnesses where nearly every figure is told within limits, as
// by rounding: then most cells are unknown, each has little room, and a small
// change near a cell is all that its two worlds need. It starts from the values
// of t where they agree with it (the truth), and otherwise from a world that it
// finds near them. That world is returned; witnesses name what differs from it.
//
// Worlds are found by repairing one broken row after another, from a fixed seed;
// only the verification counts. Where no two worlds are found for a cell a small
// component is solved exactly. What is left is exposed, with the interval that
// follows row by row.
func Spread(t Table, r Rule) (world map[string]int64, proof Proof, err error) {
	p, err := compile(t)
	if err != nil {
		return nil, Proof{}, err
	}
	s, err := newSpreader(p, t, r)
	if err != nil {
		return nil, Proof{}, err
	}
	if !s.start() {
		return nil, Proof{}, ErrNoWorld
	}
	t.Cells = slices.Clone(t.Cells)
	world = make(map[string]int64, len(p.ids))
	for v := range t.Cells {
		t.Cells[v].Value = s.base[v]
		world[p.ids[v]] = s.base[v]
	}
	s.all()
	if err := s.exact(t, r); err != nil {
		return nil, Proof{}, err
	}
	proof = Proof{Witnesses: s.witnesses(), Exposed: s.exposures()}
	return world, proof, Verify(t, r, proof.Witnesses)
}

type spreader struct {
	*prover
	lo, hi []int64 // of each cell, as they follow row by row
	base   []int64
	sums   []int64 // of the rows in base
	close  map[int]Interval
	wanted []bool // primary
	rng    *rand.Rand
}

func newSpreader(p *problem, t Table, r Rule) (*spreader, error) {
	s := &spreader{prover: &prover{p: p, found: map[int]*pair{}}, lo: slices.Clone(p.lo), hi: slices.Clone(p.hi), base: slices.Clone(p.value),
		close: map[int]Interval{}, wanted: make([]bool, len(t.Cells)), rng: rand.New(rand.NewPCG(5, 21))}
	for v, c := range t.Cells {
		s.rules = append(s.rules, c.rule(r))
		if s.rules[v].Threshold < 1 || s.rules[v].Width < 1 {
			return nil, fmt.Errorf("cell %s: rule %+v protects nothing", c.ID, s.rules[v])
		}
		switch {
		case c.Published:
			s.lo[v], s.hi[v] = c.Value, c.Value
		case c.Primary:
			s.primary, s.wanted[v] = append(s.primary, v), true
		}
	}
	if !s.tighten() {
		return nil, ErrContradiction
	}
	return s, nil
}

// passes bounds how often all rows are gone through to narrow their cells.
const passes = 40

// tighten narrows each cell to what the others in each of its rows leave it; false
// where nothing is left.
func (s *spreader) tighten() bool {
	for range passes {
		changed := false
		for i := range s.p.rows {
			moved, ok := s.narrow(&s.p.rows[i])
			if !ok {
				return false
			}
			changed = changed || moved
		}
		if !changed {
			break
		}
	}
	return true
}

// narrow is tighten for one row.
func (s *spreader) narrow(r *row) (changed, ok bool) {
	var low, high int64 // of the row's sum
	endlessLow, endlessHigh := 0, 0
	for _, t := range r.terms {
		a, b, anyA, anyB := s.ends(t)
		low, high = low+a, high+b
		endlessLow, endlessHigh = endlessLow+anyA, endlessHigh+anyB
	}
	if endlessLow == 0 && r.hi != noHigh && low > r.hi || endlessHigh == 0 && r.lo != noLow && high < r.lo {
		return false, false
	}
	for _, t := range r.terms {
		a, b, anyA, anyB := s.ends(t)
		most, least := int64(noHigh), int64(noLow) // of coefficient times cell
		if r.hi != noHigh && endlessLow == anyA {
			most = r.hi - (low - a)
		}
		if r.lo != noLow && endlessHigh == anyB {
			least = r.lo - (high - b)
		}
		c := t.c
		if c < 0 {
			c = -c
			most, least = negate(least), negate(most)
		}
		if most != noHigh && floorDiv(most, c) < s.hi[t.v] {
			s.hi[t.v], changed = floorDiv(most, c), true
		}
		if least != noLow && -floorDiv(-least, c) > s.lo[t.v] {
			s.lo[t.v], changed = -floorDiv(-least, c), true
		}
		if s.lo[t.v] > s.hi[t.v] {
			return changed, false
		}
	}
	return changed, true
}

// ends are the least and the most of a term, or 1 for one without end.
func (s *spreader) ends(t term) (a, b int64, anyA, anyB int) {
	lo, hi := s.lo[t.v], s.hi[t.v]
	if lo == noLow {
		anyA = 1
	} else {
		a = t.c * lo
	}
	if hi == noHigh {
		anyB = 1
	} else {
		b = t.c * hi
	}
	if t.c < 0 {
		return b, a, anyB, anyA
	}
	return a, b, anyA, anyB
}

func negate(bound int64) int64 {
	switch bound {
	case noLow:
		return noHigh
	case noHigh:
		return noLow
	}
	return -bound
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// start makes base a world, from the values that came; false where none is found.
func (s *spreader) start() bool {
	for v := range s.base {
		s.base[v] = min(max(s.base[v], s.lo[v]), s.hi[v])
	}
	s.sums = make([]int64, len(s.p.rows))
	for i := range s.p.rows {
		s.sums[i] = s.p.rows[i].sum(s.base)
	}
	for range restarts {
		m := s.mend()
		if m.run(patience * (len(s.base) + 100)) {
			s.base, s.sums = m.x, m.sums
			return true
		}
	}
	return false
}

// Searches are bounded: tries, and steps of each.
const (
	restarts = 4
	patience = 60   // steps to a first world, for each cell
	nearby   = 4000 // steps to a world near it
)

// all looks for a world beside base for every cell that needs one. A world found
// for one cell often serves others.
func (s *spreader) all() {
	for _, v := range s.primary {
		if s.found[v] != nil {
			continue
		}
		rule := s.rules[v]
		up := s.reach(v, min(s.hi[v], max(s.base[v]+rule.Width, rule.Threshold)))
		if s.found[v] != nil {
			continue
		}
		high := s.base
		if up != nil {
			high = up
		}
		if high[v] < rule.Threshold {
			continue
		}
		if down := s.reach(v, max(s.lo[v], high[v]-rule.Width)); down != nil && s.found[v] == nil && rule.met(down[v], high[v]) {
			s.pair(v, down, high)
		}
	}
}

// reach is a world in which a cell is as near to a wanted value as is found.
func (s *spreader) reach(v int, want int64) []int64 {
	for want != s.base[v] {
		for range restarts {
			m := s.mend()
			m.frozen = v
			m.move(v, want-m.x[v])
			if m.run(nearby) {
				s.harvest(m)
				return m.x
			}
		}
		if want > s.base[v] {
			want--
		} else {
			want++
		}
	}
	return nil
}

// harvest keeps a world for every cell that it and base are enough for.
func (s *spreader) harvest(m *mending) {
	for _, v := range m.moved() {
		x, was := m.x[v], s.base[v]
		if s.wanted[v] && s.found[v] == nil && s.rules[v].met(min(x, was), max(x, was)) {
			s.pair(v, s.base, m.x)
		}
	}
}

func (s *spreader) pair(v int, low, high []int64) {
	w := &pair{}
	for i, x := range s.base {
		if low[i] != x || high[i] != x {
			w.cells, w.low, w.high = append(w.cells, i), append(w.low, low[i]), append(w.high, high[i])
		}
	}
	s.found[v] = w
}

// exact asks the simplex of the cells that are left, in components that it can solve.
func (s *spreader) exact(t Table, r Rule) error {
	left := map[int]bool{}
	for _, v := range s.open() {
		left[v] = true
	}
	if len(left) == 0 {
		return nil
	}
	cells := slices.Clone(t.Cells)
	for v := range cells {
		cells[v].Primary = false
	}
	asked := map[int]bool{}
	for v := range left {
		c, err := s.p.part(v)
		if err != nil {
			return err
		}
		if len(c.cells) <= solvable {
			cells[v].Primary, asked[v] = true, true
		}
	}
	if len(asked) == 0 {
		return nil
	}
	t.Cells = cells
	proof, err := Prove(t, r)
	if err != nil {
		return err
	}
	index := make(map[string]int, len(s.p.ids))
	for v, id := range s.p.ids {
		index[id] = v
	}
	for _, w := range proof.Witnesses {
		low, high := slices.Clone(s.base), slices.Clone(s.base)
		for id, x := range w.Low {
			low[index[id]], high[index[id]] = x, w.High[id]
		}
		s.pair(index[w.Primary], low, high)
	}
	for _, e := range proof.Exposed {
		s.close[index[e.ID]] = e.Interval
	}
	return nil
}

func (s *spreader) exposures() []Exposure {
	var out []Exposure
	for _, v := range s.open() {
		iv, ok := s.close[v]
		if !ok {
			iv.Lo = new(big.Rat).SetInt64(s.lo[v])
			if s.hi[v] != noHigh {
				iv.Hi = new(big.Rat).SetInt64(s.hi[v])
			}
		}
		out = append(out, Exposure{s.p.ids[v], iv})
	}
	return out
}

// Beside are worlds of t near its values, which must satisfy it, in which one hidden
// cell has one of some other values: some for each, as far as they are found.
func Beside(t Table, id string, wanted []int64, each int) ([]map[string]int64, error) {
	p, err := compile(t)
	if err != nil {
		return nil, err
	}
	if !p.true {
		return nil, ErrFalse
	}
	s, err := newSpreader(p, t, Five)
	if err != nil {
		return nil, err
	}
	if v := slices.Index(p.ids, id); v >= 0 && s.start() {
		return s.beside(v, wanted, each), nil
	}
	return nil, fmt.Errorf("cell %s: unknown", id)
}

func (s *spreader) beside(v int, wanted []int64, each int) (out []map[string]int64) {
	for _, want := range wanted {
		if want < s.lo[v] || want > s.hi[v] {
			continue
		}
		for range each {
			m := s.mend()
			m.frozen = v
			m.move(v, want-m.x[v])
			if !m.run(nearby) || !s.p.holds(m.x) {
				continue
			}
			world := make(map[string]int64, len(s.p.ids))
			for i, id := range s.p.ids {
				world[id] = m.x[i]
			}
			out = append(out, world)
		}
	}
	return out
}
