package audit

import (
	"math/big"
	"slices"
)

// simplex holds a component as a condensed tableau in whole numbers: entry
// (i, j) is cells[i][j] / den, row i belongs to the basic variable basis[i],
// column j to the nonbasic variable side[j], and the last column is the right
// hand side. A pivot keeps all entries whole, for every division by the former
// denominator leaves no rest (Edmonds 1967, Bareiss 1968).
//
// Variable v < len(c.cells) is a cell less its lower bound; the rest are slacks.
type simplex struct {
	c     *component
	cells [][]number
	den   number
	basis []int
	side  []int
	place []int // per variable: its row, or -1 - its column
	note  func()
}

// stall is how many pivots without progress are made by largest coefficient
// before Bland's rule, which cannot cycle, takes over.
const stall = 30

// newSimplex finds a first feasible basis. ok is false where no world exists.
func newSimplex(c *component) (s *simplex, ok bool) {
	s = &simplex{c: c, den: whole(1)}
	n := len(c.cells)
	lines := slack(c)
	// Columns: cells, then one slack per inequality. Rows whose slack can start
	// in the basis need no artificial variable.
	width := n
	for _, l := range lines {
		if l.slack {
			width++
		}
	}
	s.place = make([]int, width)
	for v := range s.place {
		s.place[v] = noPlace
	}
	next, artificial := n, -1
	var surplus []int // slack variables that start as columns
	for _, l := range lines {
		line := make([]number, n+1)
		for _, t := range l.terms {
			line[t.v] = whole(t.c)
		}
		line[n] = whole(l.rhs)
		own := artificial
		if l.slack {
			own, next = next, next+1
			if l.rhs < 0 { // turned: its slack then has -1 and stands outside
				surplus = append(surplus, own)
				own = artificial
			}
		}
		if l.rhs < 0 {
			for j := range line {
				line[j] = line[j].neg()
			}
		}
		if own >= 0 {
			s.place[own] = len(s.cells)
		}
		s.basis = append(s.basis, own)
		s.cells = append(s.cells, line)
	}
	s.widen(lines, n, surplus)
	return s, s.phaseOne()
}

// noPlace marks a variable that has none yet.
const noPlace = -1 << 40

// line is a row as equation: terms (+ slack) = rhs.
type line struct {
	terms []term
	rhs   int64
	slack bool
}

// slack writes a component over x - lo >= 0: equations, rows with one slack per
// bound, and upper bounds of cells.
func slack(c *component) []line {
	var out []line
	for _, r := range c.rows {
		var low int64
		for _, t := range r.terms {
			low += t.c * c.lo[t.v]
		}
		r = r.minus(low)
		if r.equation() {
			out = append(out, line{r.terms, r.hi, false})
			continue
		}
		if r.hi != noHigh {
			out = append(out, line{r.terms, r.hi, true})
		}
		if r.lo != noLow {
			n := r.negated()
			out = append(out, line{n.terms, n.hi, true})
		}
	}
	for v := range c.cells {
		if c.hi[v] != noHigh {
			out = append(out, line{[]term{{v, 1}}, c.hi[v] - c.lo[v], true})
		}
	}
	return out
}

// widen adds the columns of slacks that start outside the basis.
func (s *simplex) widen(lines []line, n int, surplus []int) {
	for v := range n {
		s.side = append(s.side, v)
	}
	s.side = append(s.side, surplus...)
	for j, v := range s.side {
		s.place[v] = -1 - j
	}
	at := 0
	for i := range s.cells {
		rhs := s.cells[i][n]
		wide := make([]number, len(s.side)+1)
		copy(wide, s.cells[i][:n])
		wide[len(s.side)] = rhs
		if lines[i].slack && s.basis[i] < 0 {
			wide[n+at] = whole(-1)
			at++
		}
		s.cells[i] = wide
	}
}

// phaseOne drives the artificial variables (basis -1) to zero and out.
func (s *simplex) phaseOne() bool {
	goal := make([]number, len(s.side)+1)
	for i, line := range s.cells {
		if s.basis[i] < 0 {
			for j := range line {
				goal[j] = cross(goal[j], whole(1), line[j].neg(), whole(1), whole(1))
			}
		}
	}
	m := len(s.cells)
	s.cells, s.basis = append(s.cells, goal), append(s.basis, -2)
	rhs := len(s.side)
	for idle := 0; !s.cells[m][rhs].zero(); {
		k := s.entering(m, 1, idle)
		if k < 0 {
			return false
		}
		r := s.leaving(k, m)
		idle = s.step(r, k, idle)
		rhs = len(s.side)
	}
	s.cells, s.basis = s.cells[:m], s.basis[:m]
	for i := 0; i < len(s.cells); i++ {
		if s.basis[i] >= 0 {
			continue
		}
		k := slices.IndexFunc(s.cells[i][:len(s.side)], func(x number) bool { return !x.zero() })
		if k < 0 { // the row follows from the others
			last := len(s.cells) - 1
			s.cells[i], s.basis[i] = s.cells[last], s.basis[last]
			if s.basis[i] >= 0 {
				s.place[s.basis[i]] = i
			}
			s.cells, s.basis = s.cells[:last], s.basis[:last]
			i--
			continue
		}
		if s.cells[i][k].sign() < 0 {
			for j := range s.cells[i] {
				s.cells[i][j] = s.cells[i][j].neg()
			}
		}
		s.pivot(i, k)
	}
	return true
}

// step pivots and counts pivots without progress.
func (s *simplex) step(r, k, idle int) int {
	still := s.cells[r][len(s.side)].zero()
	s.pivot(r, k)
	if still {
		return idle + 1
	}
	return 0
}

// entering chooses a column whose entry in row i has this sign, or -1.
func (s *simplex) entering(i, sign, idle int) int {
	best := -1
	for j, x := range s.cells[i][:len(s.side)] {
		if x.sign() != sign {
			continue
		}
		switch {
		case best < 0:
			best = j
		case idle > stall:
			if s.side[j] < s.side[best] {
				best = j
			}
		case sign > 0 && s.cells[i][best].less(x), sign < 0 && x.less(s.cells[i][best]):
			best = j
		}
	}
	return best
}

// leaving is the row that first reaches zero when column k grows, or -1. Rows
// from end on are goals. Ties go to the smallest variable.
func (s *simplex) leaving(k, end int) int {
	best, rhs := -1, len(s.side)
	for i := range end {
		if s.cells[i][k].sign() <= 0 {
			continue
		}
		if best >= 0 {
			d := compareProducts(s.cells[i][rhs], s.cells[best][k], s.cells[best][rhs], s.cells[i][k])
			if d > 0 || d == 0 && s.basis[i] > s.basis[best] {
				continue
			}
		}
		best = i
	}
	return best
}

// pivot exchanges the variable of row r with that of column k; the entry there
// is positive. The column of an artificial variable that leaves is dropped.
func (s *simplex) pivot(r, k int) {
	p, top := s.cells[r][k], s.cells[r]
	var used []int
	for j, x := range top {
		if j != k && !x.zero() {
			used = append(used, j)
		}
	}
	same := p.equal(s.den)
	for i, line := range s.cells {
		if i == r {
			continue
		}
		f := line[k]
		line[k] = f.neg()
		switch {
		case f.zero() && same:
		case same: // only where the pivot row has an entry
			for _, j := range used {
				line[j] = cross(line[j], p, f, top[j], s.den)
			}
		default:
			for j, x := range line {
				if j != k && !(x.zero() && (f.zero() || top[j].zero())) {
					line[j] = cross(x, p, f, top[j], s.den)
				}
			}
		}
	}
	top[k] = s.den
	s.den = p
	out, in := s.basis[r], s.side[k]
	s.basis[r], s.side[k] = in, out
	s.place[in] = r
	if out >= 0 {
		s.place[out] = -1 - k
	} else {
		s.drop(k)
	}
	if s.note != nil && s.den.b == nil && s.den.s == 1 {
		s.note()
	}
}

func (s *simplex) drop(k int) {
	last := len(s.side) - 1
	for i, line := range s.cells {
		line[k] = line[last]
		line[last] = line[last+1]
		s.cells[i] = line[:last+1]
	}
	s.side[k] = s.side[last]
	s.side = s.side[:last]
	if k < last {
		s.place[s.side[k]] = -1 - k
	}
}

// maximise moves to a vertex where a cell is largest; false: nothing bounds it.
func (s *simplex) maximise(v int) bool {
	if k := -1 - s.place[v]; k >= 0 {
		r := s.leaving(k, len(s.cells))
		if r < 0 {
			return false
		}
		s.pivot(r, k)
	}
	for idle := 0; ; {
		k := s.entering(s.place[v], -1, idle)
		if k < 0 {
			return true
		}
		r := s.leaving(k, len(s.cells))
		if r < 0 {
			return false
		}
		idle = s.step(r, k, idle)
	}
}

// minimise moves to a vertex where a cell is smallest.
func (s *simplex) minimise(v int) {
	for idle := 0; s.place[v] >= 0; {
		k := s.entering(s.place[v], 1, idle)
		if k < 0 {
			return
		}
		idle = s.step(s.leaving(k, len(s.cells)), k, idle)
	}
}

// at is the value of a cell at the present vertex.
func (s *simplex) at(v int) *big.Rat {
	x := new(big.Rat).SetInt64(s.c.lo[v])
	if i := s.place[v]; i >= 0 {
		x.Add(x, new(big.Rat).SetFrac(s.cells[i][len(s.side)].big(), s.den.big()))
	}
	return x
}

// world is the present vertex where all its cells are whole; the common
// denominator may be large and they small.
func (s *simplex) world() ([]int64, bool) {
	w := append([]int64(nil), s.c.lo...)
	if s.den.b != nil {
		for v := range w {
			x := s.at(v)
			if !x.IsInt() || !x.Num().IsInt64() {
				return nil, false
			}
			w[v] = x.Num().Int64()
		}
		return w, true
	}
	for v := range w {
		i := s.place[v]
		if i < 0 {
			continue
		}
		x := s.cells[i][len(s.side)]
		if x.b != nil || x.s%s.den.s != 0 {
			return nil, false
		}
		w[v] += x.s / s.den.s
	}
	return w, true
}
