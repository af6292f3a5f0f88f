package audit

import (
	"cmp"
	"slices"
)

// longest is how many rows are reduced; a larger component is left to the simplex.
const longest = 120

// flows recognises a network, if need be after leaving out equations that follow
// from the others: a city's totals where those of its areas are printed too.
func flows(c *component) (*network, bool) {
	if n, ok := asNetwork(c); ok {
		return n, true
	}
	if !c.true || len(c.rows) > longest || slices.ContainsFunc(c.rows, func(r row) bool { return !r.equation() }) {
		return nil, false
	}
	return asNetwork(c.independent())
}

// independent is the component without equations that follow from others.
// Rows of cells that stand in many rows go last, so that they are the ones to fall.
func (c *component) independent() *component {
	degree := make([]int, len(c.cells))
	for _, r := range c.rows {
		for _, t := range r.terms {
			degree[t.v]++
		}
	}
	crowd := func(r row) int {
		sum := 0
		for _, t := range r.terms {
			sum += degree[t.v]
		}
		return sum
	}
	rows := slices.Clone(c.rows)
	slices.SortStableFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(crowd(a)*len(b.terms), crowd(b)*len(a.terms)), cmp.Compare(len(a.terms), len(b.terms)))
	})
	out := *c
	out.rows = nil
	echelon := make([][]int64, len(c.cells))
	for _, r := range rows {
		if independent(r, echelon) {
			out.rows = append(out.rows, r)
		}
	}
	return &out
}

// independent eliminates a row's cells by those of the echelon, in order, and
// puts what is left into it. Nothing left: the row follows from the echelon. A row
// whose coefficients grow out of hand counts as independent, which costs nothing
// but a network not recognised.
func independent(r row, echelon [][]int64) bool {
	left := make([]int64, len(echelon))
	for _, t := range r.terms {
		left[t.v] = t.c
	}
	for v := range left {
		if left[v] == 0 {
			continue
		}
		e := echelon[v]
		if e == nil {
			echelon[v] = left
			return true
		}
		a, b := e[v], left[v]
		for j := v; j < len(left); j++ {
			left[j] = left[j]*a - e[j]*b
			if left[j] > 1<<30 || left[j] < -1<<30 {
				return true
			}
		}
	}
	return false
}
