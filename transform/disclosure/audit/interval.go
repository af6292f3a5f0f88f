package audit

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// Intervals returns the exact feasible interval of every hidden cell: all that
// the published figures say of it to one who solves the equations.
func Intervals(t Table) (map[string]Interval, error) {
	p, err := compile(t)
	if err != nil {
		return nil, err
	}
	parts, err := p.parts()
	if err != nil {
		return nil, err
	}
	out := map[string]Interval{}
	for _, c := range parts {
		ivs, err := c.intervals()
		if err != nil {
			return nil, fmt.Errorf("around cell %s: %w", p.ids[c.cells[0]], err)
		}
		for i, v := range c.cells {
			out[p.ids[v]] = ivs[i]
		}
	}
	return out, nil
}

// intervals are those of all cells of a component.
func (c *component) intervals() ([]Interval, error) {
	interval, err := c.solver()
	if err != nil {
		return nil, err
	}
	out := make([]Interval, len(c.cells))
	for v := range out {
		out[v] = interval(v)
	}
	return out, nil
}

// solver chooses flows where the component is a network, and else the simplex.
func (c *component) solver() (func(v int) Interval, error) {
	if n, ok := flows(c); ok {
		return n.interval, nil
	}
	s, ok := newSimplex(c)
	if !ok {
		return nil, ErrContradiction
	}
	return s.interval, nil
}

func (n *network) interval(v int) Interval {
	if n.tail[v] != n.head[v] && n.bridge(v) {
		x := new(big.Rat).SetInt64(n.c.value[v])
		return Interval{Lo: x, Hi: x}
	}
	low, _ := n.extreme(v, -1, endless)
	iv := Interval{Lo: new(big.Rat).SetInt64(low[v])}
	if high, unbounded := n.extreme(v, 1, endless); !unbounded {
		iv.Hi = new(big.Rat).SetInt64(high[v])
	}
	return iv
}

func (s *simplex) interval(v int) Interval {
	var iv Interval
	if s.maximise(v) {
		iv.Hi = s.at(v)
	}
	s.minimise(v)
	iv.Lo = s.at(v)
	return iv
}

// branches bounds the search of one branch and bound: beyond it a whole end of an
// interval counts as not found.
const branches = 400

// bound is how many branches are tried: in a large component each is dear.
func (c *component) bound() int {
	if len(c.cells) > solvable {
		return branches / 20
	}
	return branches
}

// ErrBranches says that a search ended at its bound.
var ErrBranches = errors.New("no whole end found within the bounds of the search")

// IntegerInterval returns the interval of whole worlds for one hidden cell.
// It may be narrower than the feasible interval, for beyond two-way tables a
// vertex can be fractional.
func IntegerInterval(t Table, id string) (Interval, error) {
	p, err := compile(t)
	if err != nil {
		return Interval{}, err
	}
	v := slices.Index(p.ids, id)
	if v < 0 || !p.hidden[v] {
		return Interval{}, fmt.Errorf("cell %s: not a hidden cell", id)
	}
	c, err := p.part(v)
	if err != nil {
		return Interval{}, err
	}
	low, err := c.branch(0, -1, nil)
	if err != nil {
		return Interval{}, fmt.Errorf("least of %s: %w", id, err)
	}
	if low == nil {
		return Interval{}, ErrContradiction
	}
	iv := Interval{Lo: new(big.Rat).SetInt64(low[0])}
	s, _ := newSimplex(c)
	if !s.maximise(0) {
		return iv, nil
	}
	high, err := c.branch(0, 1, nil)
	if err != nil {
		return Interval{}, fmt.Errorf("largest of %s: %w", id, err)
	}
	iv.Hi = new(big.Rat).SetInt64(high[0])
	return iv, nil
}

// branch finds a whole world where a cell is largest (sign 1) or smallest (-1)
// by branch and bound: a fractional cell is bounded below its value, then above
// (Land and Doig 1960). It ends early at a world that is enough, if asked to. A
// nil world: there is none.
func (c *component) branch(v int, sign int64, enough func(x int64) bool) ([]int64, error) {
	var best []int64
	todo := []*component{c}
	bound := c.bound()
	for nodes := 0; len(todo) > 0; nodes++ {
		if nodes == bound {
			return best, ErrBranches
		}
		last := len(todo) - 1
		sub := todo[last]
		todo = todo[:last]
		s, ok := newSimplex(sub)
		if !ok {
			continue
		}
		if sign < 0 {
			s.minimise(v)
		} else if !s.maximise(v) {
			return best, ErrBranches
		}
		if best != nil && !better(s.at(v), sign, best[v]) {
			continue
		}
		world, ok := s.world()
		if !ok && enough != nil {
			if near, ok := s.whole(); ok && enough(near[v]) {
				return near, nil
			}
		}
		if ok {
			best = world
			if enough != nil && enough(world[v]) {
				return best, nil
			}
			continue
		}
		f, x := s.fractional()
		if f < 0 {
			return best, ErrBranches
		}
		todo = append(todo, sub.bounded(f, floor(x)+1, sub.hi[f]), sub.bounded(f, sub.lo[f], floor(x)))
	}
	return best, nil
}

// better reports whether a whole value within the bound x beats what is known.
func better(x *big.Rat, sign, known int64) bool {
	if sign > 0 {
		return floor(x) > known
	}
	return ceil(x) < known
}

// fractional is a cell whose value is not whole at the present vertex: the
// smallest, for when counts are whole, kronor mostly are.
func (s *simplex) fractional() (cell int, value *big.Rat) {
	cell = -1
	for v := range s.c.cells {
		if x := s.at(v); !x.IsInt() && (cell < 0 || x.Cmp(value) < 0) {
			cell, value = v, x
		}
	}
	return cell, value
}

// bounded is the component with other bounds for one cell.
func (c *component) bounded(v int, lo, hi int64) *component {
	n := *c
	n.lo, n.hi = slices.Clone(c.lo), slices.Clone(c.hi)
	n.lo[v], n.hi[v] = lo, hi
	return &n
}
