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
	cell, touching := map[string]Cell{}, map[string][]int{}
	var rows []Limit
	var zero int64
	for _, c := range t.Cells {
		cell[c.ID] = c
	}
	for _, rel := range t.Relations {
		coef := map[string]int64{}
		for _, id := range rel.Sum {
			coef[id]++
		}
		coef[rel.Equals]--
		rows = append(rows, Limit{Coef: coef, Lo: &zero, Hi: &zero, Why: "relation"})
	}
	rows = append(rows, t.Limits...)
	for i, row := range rows {
		for id := range row.Coef {
			touching[id] = append(touching[id], i)
		}
		if !row.satisfied(cell, nil) {
			return fmt.Errorf("the table itself: %s violated", row.Why)
		}
	}
	for _, w := range witnesses {
		for _, world := range []map[string]int64{w.Low, w.High} {
			for id, x := range world {
				switch c, known := cell[id]; {
				case known && c.Published:
					return fmt.Errorf("witness of %s: changes a published cell, %s", w.Primary, id)
				case !known || !w.names(id) || x < c.Lo || c.Hi != nil && x > *c.Hi:
					return fmt.Errorf("witness of %s: invalid cell value, %s", w.Primary, id)
				}
				for _, i := range touching[id] {
					if !rows[i].satisfied(cell, world) {
						return fmt.Errorf("witness of %s: %s violated at %s", w.Primary, rows[i].Why, id)
					}
				}
			}
		}
		low, high, need := w.Low[w.Primary], w.High[w.Primary], r
		if own := cell[w.Primary].Need; own != nil {
			need = *own
		}
		if !w.names(w.Primary) || max(low, high) < need.Threshold || max(low, high)-min(low, high) < need.Width {
			return fmt.Errorf("witness of %s: too narrow", w.Primary)
		}
	}
	return nil
}

// names reports whether both worlds say what a cell is.
func (w Witness) names(id string) bool {
	_, low := w.Low[id]
	_, high := w.High[id]
	return low && high
}

// satisfied adds up a row in a world; what the world does not name has its true value.
func (l Limit) satisfied(cell map[string]Cell, world map[string]int64) bool {
	sum, part := new(big.Int), new(big.Int)
	for id, c := range l.Coef {
		x, ok := world[id]
		if !ok {
			x = cell[id].Value
		}
		sum.Add(sum, part.Mul(big.NewInt(c), part.SetInt64(x)))
	}
	return (l.Lo == nil || sum.Cmp(big.NewInt(*l.Lo)) >= 0) && (l.Hi == nil || sum.Cmp(big.NewInt(*l.Hi)) <= 0)
}
