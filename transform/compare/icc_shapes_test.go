package compare_test

import (
	"math"
	"testing"
)

// Shrout & Fleiss's table of six targets and four judges: ICC(1,1) is 0.17, and
// the same whether the cases come as a table, in groups, or summed up.
func TestShroutAndFleissTableInEitherShape(t *testing.T) {
	table := [][]float64{{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}}
	var rows, values, groups []any
	for i, r := range table {
		var row []any
		for _, v := range r {
			row, values, groups = append(row, v), append(values, v), append(groups, float64(i))
		}
		rows = append(rows, row)
	}
	for name, in := range map[string]input{"table": {"ratings": rows}, "groups": {"values": values, "group": groups},
		"F": {"f": 11.2417 / 6.2639, "groups": 6.0, "cases": 24.0}, "mean squares": {"msb": 11.2417, "msw": 6.2639, "k": 6.0, "n": 4.0}} {
		out, err := iccInterval(in)
		if err != nil {
			t.Fatal(err)
		}
		if icc, lower, upper := number(out["icc"]), number(out["lower"]), number(out["upper"]); math.Abs(icc-0.166) > 0.001 || math.Abs(lower+0.133) > 0.001 || math.Abs(upper-0.723) > 0.001 {
			t.Errorf("%s: %v (%v to %v)", name, icc, lower, upper)
		}
	}
}
