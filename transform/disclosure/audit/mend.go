package audit

import (
	"maps"
	"slices"
)

// mending is a way from a world to one near it, row by row: while a row is
// broken, a cell of it moves so that the rows together are less broken. Rows that
// stay broken weigh more and more (breakout local search; Morris, The breakout
// method for escaping from local minima, 1993).
type mending struct {
	s       *spreader
	x       []int64
	sums    []int64
	weight  map[int]int64 // of a row, beyond one
	broken  []int         // rows
	at      map[int]int   // their places in broken
	rest    map[int]int   // cells that have just moved, until which step
	changed map[int]bool
	frozen  int // a cell that may not move
}

func (s *spreader) mend() *mending {
	m := &mending{s: s, x: slices.Clone(s.base), sums: slices.Clone(s.sums), weight: map[int]int64{}, at: map[int]int{}, rest: map[int]int{}, changed: map[int]bool{}, frozen: -1}
	for i := range m.sums {
		m.mark(i)
	}
	return m
}

func (m *mending) gap(i int, sum int64) int64 {
	r := &m.s.p.rows[i]
	switch {
	case r.lo != noLow && sum < r.lo:
		return r.lo - sum
	case r.hi != noHigh && sum > r.hi:
		return r.hi - sum
	}
	return 0
}

// mark enters a row among the broken ones, or takes it out.
func (m *mending) mark(i int) {
	n, is := m.at[i]
	switch broken := m.gap(i, m.sums[i]) != 0; {
	case broken && !is:
		m.at[i] = len(m.broken)
		m.broken = append(m.broken, i)
	case !broken && is:
		last := len(m.broken) - 1
		m.broken[n] = m.broken[last]
		m.at[m.broken[n]] = n
		m.broken = m.broken[:last]
		delete(m.at, i)
	}
}

func (m *mending) move(v int, step int64) {
	m.x[v] += step
	m.changed[v] = true
	for _, in := range m.s.p.in[v] {
		m.sums[in.v] += in.c * step
		m.mark(in.v)
	}
}

// worse is by how much a move breaks rows more than it mends.
func (m *mending) worse(v int, step int64) int64 {
	var out int64
	for _, in := range m.s.p.in[v] {
		was, is := m.gap(in.v, m.sums[in.v]), m.gap(in.v, m.sums[in.v]+in.c*step)
		out += (1 + m.weight[in.v]) * (max(is, -is) - max(was, -was))
	}
	return out
}

// run mends until nothing is broken; false where the steps do not suffice.
func (m *mending) run(steps int) bool {
	for step := range steps {
		if len(m.broken) == 0 {
			return true
		}
		i := m.broken[m.s.rng.IntN(len(m.broken))]
		v, by, cost := m.best(i, step)
		if v < 0 {
			clear(m.rest)
			continue
		}
		if cost >= 0 {
			for _, b := range m.broken {
				m.weight[b]++
			}
		}
		m.move(v, by)
		m.rest[v] = step + 2 + m.s.rng.IntN(4)
	}
	return len(m.broken) == 0
}

// best is the move of a cell of a broken row that leaves least broken; -1 where
// none can move.
func (m *mending) best(i, now int) (v int, by, cost int64) {
	v = -1
	ties := 0
	gap := m.gap(i, m.sums[i])
	for _, t := range m.s.p.rows[i].terms {
		if t.v == m.frozen || !m.s.p.hidden[t.v] || m.rest[t.v] > now {
			continue
		}
		full := gap / t.c
		if full == 0 {
			full = sign(gap) * sign(t.c)
		}
		for _, step := range []int64{full, sign(full)} {
			step = min(max(m.x[t.v]+step, m.s.lo[t.v]), m.s.hi[t.v]) - m.x[t.v]
			if step == 0 {
				continue
			}
			c := m.worse(t.v, step)
			switch {
			case v < 0 || c < cost:
				v, by, cost, ties = t.v, step, c, 1
			case c == cost:
				if ties++; m.s.rng.IntN(ties) == 0 {
					v, by = t.v, step
				}
			}
			if full == sign(full) {
				break
			}
		}
	}
	return v, by, cost
}

func sign(x int64) int64 {
	if x < 0 {
		return -1
	}
	return 1
}

// moved lists what a mending has moved, in order.
func (m *mending) moved() []int { return slices.Sorted(maps.Keys(m.changed)) }
