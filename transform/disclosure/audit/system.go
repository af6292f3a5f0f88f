package audit

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// ErrContradiction says that no world at all agrees with what is published.
var ErrContradiction = errors.New("published figures contradict each other")

// noLow and noHigh stand for a missing bound.
const (
	noLow  = math.MinInt64
	noHigh = math.MaxInt64
)

// largest keeps every sum of a row within int64, with room to spare.
const largest = int64(1) << 62

type term struct {
	v int   // cell
	c int64 // coefficient
}

// row says lo <= sum of terms <= hi.
type row struct {
	terms  []term
	lo, hi int64
}

func (r *row) equation() bool { return r.lo == r.hi }

// problem is a table with numbers for names.
type problem struct {
	ids    []string
	value  []int64
	lo, hi []int64
	keep   []bool
	hidden []bool
	rows   []row
	in     [][]term // per cell: the rows it stands in (term.v is the row)
	spare  struct { // of one search at a time, left as found: all nought
		imbalance []int64
		used      []bool
	}
	most int  // equations that a cell stands in at most
	true bool // the true values satisfy every row and bound
}

func compile(t Table) (*problem, error) {
	p := &problem{in: make([][]term, len(t.Cells))}
	index := make(map[string]int, len(t.Cells))
	for i, c := range t.Cells {
		if _, ok := index[c.ID]; ok {
			return nil, fmt.Errorf("cell %s: stands twice", c.ID)
		}
		index[c.ID] = i
		hi := int64(noHigh)
		if c.Hi != nil {
			hi = *c.Hi
		}
		p.ids, p.value = append(p.ids, c.ID), append(p.value, c.Value)
		p.lo, p.hi = append(p.lo, c.Lo), append(p.hi, hi)
		p.keep, p.hidden = append(p.keep, c.Keep), append(p.hidden, !c.Published)
	}
	for _, r := range t.Relations {
		coef := make(map[string]int64, len(r.Sum)+1)
		for _, id := range r.Sum {
			coef[id]++
		}
		coef[r.Equals]--
		if err := p.addRow(index, coef, 0, 0); err != nil {
			return nil, fmt.Errorf("sum that equals %s: %w", r.Equals, err)
		}
	}
	for _, l := range t.Limits {
		lo, hi := int64(noLow), int64(noHigh)
		if l.Lo != nil {
			lo = *l.Lo
		}
		if l.Hi != nil {
			hi = *l.Hi
		}
		if err := p.addRow(index, l.Coef, lo, hi); err != nil {
			return nil, fmt.Errorf("limit %q: %w", l.Why, err)
		}
	}
	p.true = p.holds(p.value)
	for _, in := range p.in {
		p.most = max(p.most, len(in))
	}
	return p, nil
}

// scratch is working space per row and per cell, all nought.
func (p *problem) scratch() (imbalance []int64, used []bool) {
	if p.spare.used == nil {
		p.spare.imbalance, p.spare.used = make([]int64, len(p.rows)), make([]bool, len(p.ids))
	}
	return p.spare.imbalance, p.spare.used
}

func (p *problem) addRow(index map[string]int, coef map[string]int64, lo, hi int64) error {
	r := row{lo: lo, hi: hi, terms: make([]term, 0, len(coef))}
	size := new(big.Int)
	for id, c := range coef {
		v, ok := index[id]
		if !ok {
			return fmt.Errorf("cell %s: unknown", id)
		}
		if c != 0 {
			r.terms = append(r.terms, term{v, c})
			most := max(p.value[v], -p.value[v], p.lo[v], -p.lo[v])
			size.Add(size, new(big.Int).Abs(new(big.Int).Mul(big.NewInt(c), big.NewInt(most))))
		}
	}
	for _, bound := range []int64{lo, hi} {
		if bound != noLow && bound != noHigh {
			size.Add(size, new(big.Int).Abs(big.NewInt(bound)))
		}
	}
	if !size.IsInt64() || size.Int64() > largest {
		return errors.New("figures too large to add exactly")
	}
	slices.SortFunc(r.terms, func(a, b term) int { return cmp.Compare(a.v, b.v) })
	for _, t := range r.terms {
		p.in[t.v] = append(p.in[t.v], term{len(p.rows), t.c})
	}
	p.rows = append(p.rows, r)
	return nil
}

// holds reports whether hidden cells with these values agree with everything.
// Bounds of a printed cell say nothing that its figure does not.
func (p *problem) holds(world []int64) bool {
	for v, x := range world {
		if p.hidden[v] && (x < p.lo[v] || x > p.hi[v]) {
			return false
		}
	}
	for i := range p.rows {
		if s := p.rows[i].sum(world); s < p.rows[i].lo || s > p.rows[i].hi {
			return false
		}
	}
	return true
}

func (r *row) sum(world []int64) int64 {
	var s int64
	for _, t := range r.terms {
		s += t.c * world[t.v]
	}
	return s
}

// component is a set of hidden cells that rows join, and those rows with the
// published figures moved to the bounds. Its cells are numbered anew.
type component struct {
	cells  []int // of the problem
	value  []int64
	lo, hi []int64
	rows   []row
	true   bool
}

// part returns the component of a hidden cell. Rows that fix or bound one cell
// become its bounds where that is exact, and equal rows become one.
func (p *problem) part(seed int) (*component, error) {
	c := &component{true: p.true}
	local := map[int]int{}
	reach := func(v int) {
		if _, ok := local[v]; !ok && p.hidden[v] {
			local[v] = len(c.cells)
			c.cells = append(c.cells, v)
			c.value = append(c.value, p.value[v])
			c.lo, c.hi = append(c.lo, p.lo[v]), append(c.hi, p.hi[v])
		}
	}
	reach(seed)
	seen := map[int]bool{}
	same := map[string]int{}
	for i := 0; i < len(c.cells); i++ {
		for _, in := range p.in[c.cells[i]] {
			if seen[in.v] {
				continue
			}
			seen[in.v] = true
			r := row{lo: p.rows[in.v].lo, hi: p.rows[in.v].hi}
			var known int64
			for _, t := range p.rows[in.v].terms {
				if !p.hidden[t.v] {
					known += t.c * p.value[t.v]
					continue
				}
				reach(t.v)
				r.terms = append(r.terms, term{local[t.v], t.c})
			}
			if err := c.add(r.minus(known), same); err != nil {
				return nil, err
			}
		}
	}
	for i := range c.cells {
		if c.lo[i] > c.hi[i] {
			return nil, ErrContradiction
		}
	}
	return c, nil
}

// minus moves a known sum from the row to its bounds.
func (r row) minus(known int64) row {
	if r.lo != noLow {
		r.lo -= known
	}
	if r.hi != noHigh {
		r.hi -= known
	}
	return r
}

// negated is the same row with all signs turned.
func (r row) negated() row {
	n := row{lo: noLow, hi: noHigh, terms: make([]term, len(r.terms))}
	for i, t := range r.terms {
		n.terms[i] = term{t.v, -t.c}
	}
	if r.hi != noHigh {
		n.lo = -r.hi
	}
	if r.lo != noLow {
		n.hi = -r.lo
	}
	return n
}

func (c *component) add(r row, same map[string]int) error {
	slices.SortFunc(r.terms, func(a, b term) int { return cmp.Compare(a.v, b.v) })
	if r.terms[0].c < 0 {
		r = r.negated()
	}
	if r.lo > r.hi {
		return ErrContradiction
	}
	if len(r.terms) == 1 && r.terms[0].c == 1 {
		v := r.terms[0].v
		c.lo[v], c.hi[v] = max(c.lo[v], r.lo), min(c.hi[v], r.hi)
		return nil
	}
	var key strings.Builder
	for _, t := range r.terms {
		key.WriteString(strconv.Itoa(t.v))
		key.WriteByte('*')
		key.WriteString(strconv.FormatInt(t.c, 10))
		key.WriteByte(' ')
	}
	if i, ok := same[key.String()]; ok {
		old := &c.rows[i]
		if old.lo, old.hi = max(old.lo, r.lo), min(old.hi, r.hi); old.lo > old.hi {
			return ErrContradiction
		}
		return nil
	}
	same[key.String()] = len(c.rows)
	c.rows = append(c.rows, r)
	return nil
}

// parts splits all hidden cells into components.
func (p *problem) parts() ([]*component, error) {
	var out []*component
	done := make([]bool, len(p.ids))
	for v, h := range p.hidden {
		if !h || done[v] {
			continue
		}
		c, err := p.part(v)
		if err != nil {
			return nil, fmt.Errorf("around cell %s: %w", p.ids[v], err)
		}
		for _, x := range c.cells {
			done[x] = true
		}
		out = append(out, c)
	}
	return out, nil
}
