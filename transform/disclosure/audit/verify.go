package audit

import (
	"fmt"
	"math/big"
)

// Verify checks witnesses by addition and nothing else: both worlds are whole
// and within what is known of each hidden cell (a count is not below nought),
// leave every published figure as it is, satisfy every relation and limit, differ
// in the primary cell by the required width, and the larger reaches the
// threshold. It uses no code of the search.
func Verify(t Table, r Rule, witnesses []Witness) error {
	v := verifier{at: make(map[string]int, len(t.Cells)), world: make([]int64, len(t.Cells)), touching: make([][]int, len(t.Cells))}
	for i, c := range t.Cells {
		v.at[c.ID], v.world[i] = i, c.Value
	}
	for _, l := range limitsOf(t) {
		if !v.add(l) || !v.satisfied(len(v.rows)-1) {
			return fmt.Errorf("the table itself: %s violated", l.Why)
		}
	}
	for _, w := range witnesses {
		for _, world := range []map[string]int64{w.Low, w.High} {
			for id, x := range world {
				i, known := v.at[id]
				switch {
				case known && t.Cells[i].Published:
					return fmt.Errorf("witness of %s: changes a published cell, %s", w.Primary, id)
				case !known || !w.names(id) || x < t.Cells[i].Lo || t.Cells[i].Hi != nil && x > *t.Cells[i].Hi:
					return fmt.Errorf("witness of %s: invalid cell value, %s", w.Primary, id)
				}
				v.world[i] = x
			}
			row := v.violated(world)
			for id := range world {
				v.world[v.at[id]] = t.Cells[v.at[id]].Value
			}
			if row >= 0 {
				return fmt.Errorf("witness of %s: %s violated", w.Primary, v.rows[row].why)
			}
		}
		low, high, need := w.Low[w.Primary], w.High[w.Primary], r
		if i, known := v.at[w.Primary]; known && t.Cells[i].Need != nil {
			need = *t.Cells[i].Need
		}
		if !w.names(w.Primary) || max(low, high) < need.Threshold || max(low, high)-min(low, high) < need.Width {
			return fmt.Errorf("witness of %s: too narrow", w.Primary)
		}
	}
	return nil
}

// limitsOf are a table's relations and limits, as limits.
func limitsOf(t Table) []Limit {
	var zero int64
	out := make([]Limit, 0, len(t.Relations)+len(t.Limits))
	for _, rel := range t.Relations {
		coef := map[string]int64{}
		for _, id := range rel.Sum {
			coef[id]++
		}
		coef[rel.Equals]--
		out = append(out, Limit{Coef: coef, Lo: &zero, Hi: &zero, Why: "relation"})
	}
	return append(out, t.Limits...)
}

// names reports whether both worlds say what a cell is.
func (w Witness) names(id string) bool {
	_, low := w.Low[id]
	_, high := w.High[id]
	return low && high
}

// verifier is a table by numbers, in one world: what a witness does not name has its
// true value there.
type verifier struct {
	at       map[string]int
	world    []int64
	rows     []checked
	touching [][]int // per cell: its rows
	checks   int
	sum, one big.Int
}

type checked struct {
	cells, coefs []int64
	lo, hi       *int64
	why          string
	check        int // when it was last added up
}

// add takes a row; false where it names a cell that there is not.
func (v *verifier) add(l Limit) bool {
	r := checked{lo: l.Lo, hi: l.Hi, why: l.Why}
	for id, c := range l.Coef {
		i, known := v.at[id]
		if !known {
			return false
		}
		r.cells, r.coefs = append(r.cells, int64(i)), append(r.coefs, c)
		v.touching[i] = append(v.touching[i], len(v.rows))
	}
	v.rows = append(v.rows, r)
	return true
}

// violated is a row that the present world breaks, of those that its cells stand
// in, or -1.
func (v *verifier) violated(cells map[string]int64) int {
	v.checks++
	for id := range cells {
		for _, i := range v.touching[v.at[id]] {
			if v.rows[i].check != v.checks && !v.satisfied(i) {
				return i
			}
			v.rows[i].check = v.checks
		}
	}
	return -1
}

// satisfied adds up a row in the present world.
func (v *verifier) satisfied(row int) bool {
	r := &v.rows[row]
	if sum, exact := v.quick(r); exact {
		return (r.lo == nil || sum >= *r.lo) && (r.hi == nil || sum <= *r.hi)
	}
	v.sum.SetInt64(0)
	var part big.Int
	for k, i := range r.cells {
		v.one.SetInt64(v.world[i])
		v.sum.Add(&v.sum, v.one.Mul(part.SetInt64(r.coefs[k]), &v.one))
	}
	return (r.lo == nil || v.sum.Cmp(part.SetInt64(*r.lo)) >= 0) && (r.hi == nil || v.sum.Cmp(part.SetInt64(*r.hi)) <= 0)
}

// quick adds up a row of few small numbers, whose sum stays below 2^62: a thousand
// products of ten bits and forty at most. Others are left to numbers of any size.
func (v *verifier) quick(r *checked) (sum int64, exact bool) {
	const few, small, bound = 1 << 10, 1 << 10, 1 << 40
	if len(r.cells) > few {
		return 0, false
	}
	for k, i := range r.cells {
		x, c := v.world[i], r.coefs[k]
		if x > bound || x < -bound || c > small || c < -small {
			return 0, false
		}
		sum += c * x
	}
	return sum, true
}
