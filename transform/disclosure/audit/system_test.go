package audit

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
)

func ptr(x int64) *int64 { return &x }

func hidden(id string, x int64) Cell { return Cell{ID: id, Value: x} }

func shown(id string, x int64) Cell { return Cell{ID: id, Value: x, Published: true} }

func components(t *testing.T, table Table) []*component {
	t.Helper()
	p, err := compile(table)
	if err != nil {
		t.Fatal(err)
	}
	parts, err := p.parts()
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

func TestMonthsFallApartUnlessTheirSumIsPrinted(t *testing.T) {
	b := builder{threshold: 0}
	var ids [2][][]string
	for m := range ids {
		ids[m] = b.grid(fmt.Sprintf("m%d:", m+1), [][]int64{{3, 20}, {30, 12}}, true)
	}
	var inner []string
	for _, id := range slices.Concat(ids[0], ids[1]) {
		inner = append(inner, id...)
	}
	if n := len(components(t, Hide(b.t, inner))); n != 2 {
		t.Errorf("%d components, want one for each month", n)
	}
	b.total("sum", true, ids[0][0][0], ids[1][0][0])
	if n := len(components(t, Hide(b.t, inner))); n != 1 {
		t.Errorf("%d components, want the months joined", n)
	}
}

func TestNetworksAreRecognised(t *testing.T) {
	two := twoWay([][]int64{{3, 20, 15}, {30, 12, 18}, {25, 40, 9}}, 0)
	areas, districts, all := areasOfCity()
	cube := year(random(2))
	var months []string
	for _, c := range cube.Cells {
		if !strings.HasPrefix(c.ID, "year:") && !strings.Contains(c.ID, "Total") {
			months = append(months, c.ID)
		}
	}
	triangle := Table{
		Cells:     []Cell{hidden("a", 1), hidden("b", 2), hidden("c", 3), shown("ab", 3), shown("bc", 5), shown("ca", 4)},
		Relations: []Relation{{[]string{"a", "b"}, "ab"}, {[]string{"b", "c"}, "bc"}, {[]string{"c", "a"}, "ca"}},
	}
	for _, tt := range []struct {
		name  string
		table Table
		want  bool
	}{
		{"two-way", Hide(two, []string{"r1:c1", "r1:c2", "r2:c1", "r2:c2", "r3:c3", "r3:c2"}), true},
		{"areas printed", Hide(areas, districts), true},
		{"areas hidden", Hide(areas, all), true},
		{"a year's cube", Hide(cube, months), false},
		{"an odd ring", triangle, false},
	} {
		for _, c := range components(t, tt.table) {
			if _, got := flows(c); got != tt.want {
				t.Errorf("%s: network %v, want %v", tt.name, got, tt.want)
			}
		}
	}
}

// areasOfCity is a table of districts by reason, that add up to areas, and these
// to the city, with every total of every row and column.
func areasOfCity() (table Table, districts, all []string) {
	b := builder{threshold: 0}
	rng := random(7)
	city := make([][]string, 3)
	var totals []string
	for a := range 2 {
		columns := make([][]string, 3)
		for d := range 3 {
			var line []string
			for j := range columns {
				id := b.cell(fmt.Sprintf("a%d:d%d:c%d", a, d, j), count(rng), false)
				columns[j], line = append(columns[j], id), append(line, id)
			}
			b.total(fmt.Sprintf("a%d:d%d:Total", a, d), true, line...)
			districts = append(districts, line...)
		}
		var line []string
		for j, c := range columns {
			line = append(line, b.total(fmt.Sprintf("a%d:c%d", a, j), false, c...))
			city[j] = append(city[j], line[j])
		}
		totals = append(totals, b.total(fmt.Sprintf("a%d:Total", a), true, line...))
		all = append(all, line...)
	}
	for j, c := range city {
		b.total(fmt.Sprintf("city:c%d", j), true, c...)
	}
	b.total("city:Total", true, totals...)
	return b.t, districts, append(all, districts...)
}

func TestABridgeIsExactWhateverItsSize(t *testing.T) {
	table := Hide(twoWay([][]int64{{300, 20, 15}, {30, 12, 18}, {25, 40, 900}}, 0), []string{"r1:c1", "r1:c2", "r2:c1", "r2:c2", "r3:c3"})
	for id, iv := range mustIntervals(t, table) {
		if want := id == "r3:c3"; iv.Exact() != want {
			t.Errorf("%s: exact %v, want %v", id, iv.Exact(), want)
		}
	}
}

// Three cells of which any two are together at most one: the polytope reaches
// three halves for their sum, whole worlds only one.
func TestAFeasibleIntervalAloneIsNoProof(t *testing.T) {
	table := Table{
		Cells:     []Cell{hidden("a", 0), hidden("b", 0), hidden("c", 1), hidden("sum", 1)},
		Relations: []Relation{{[]string{"a", "b", "c"}, "sum"}},
	}
	for _, pair := range [][2]string{{"a", "b"}, {"b", "c"}, {"a", "c"}} {
		table.Limits = append(table.Limits, Limit{Coef: map[string]int64{pair[0]: 1, pair[1]: 1}, Hi: ptr(1)})
	}
	if got := mustIntervals(t, table)["sum"].Hi; got.Cmp(big.NewRat(3, 2)) != 0 {
		t.Errorf("largest %v, want 3/2", got)
	}
	iv, err := IntegerInterval(table, "sum")
	if err != nil || iv.Lo.Sign() != 0 || iv.Hi.Cmp(big.NewRat(1, 1)) != 0 {
		t.Errorf("whole interval [%v, %v], %v; want [0, 1]", iv.Lo, iv.Hi, err)
	}
	// Scaled so that the polytope meets the rule and no pair of whole worlds does.
	table.Cells[3].Primary = true
	proof, err := Prove(table, Rule{Threshold: 2, Width: 1})
	if err != nil || len(proof.Exposed) != 1 {
		t.Errorf("%+v, %v: want the sum exposed", proof, err)
	}
	if proof, err = Prove(table, Rule{Threshold: 1, Width: 1}); err != nil || len(proof.Exposed) != 0 {
		t.Errorf("%+v, %v: want the sum proved", proof, err)
	}
}

func TestFiguresOfAnySizeStayExact(t *testing.T) {
	const huge = int64(900_000_000_000_000_001)
	table := Table{
		Cells:     []Cell{hidden("a", huge), hidden("b", 3), shown("sum", huge+3)},
		Relations: []Relation{{[]string{"a", "b"}, "sum"}},
		Limits:    []Limit{{Coef: map[string]int64{"a": 1, "b": -7}, Lo: ptr(0)}},
	}
	got := mustIntervals(t, table)
	if want := big.NewRat(huge+3, 8); got["b"].Hi.Cmp(want) != 0 {
		t.Errorf("b is at most %v, want %v", got["b"].Hi, want)
	}
}

func TestTablesThatMakeNoSenseAreRefused(t *testing.T) {
	good := func() Table {
		return Table{Cells: []Cell{hidden("a", 3), hidden("b", 4), shown("s", 7)}, Relations: []Relation{{[]string{"a", "b"}, "s"}}}
	}
	for _, tt := range []struct {
		name, want string
		change     func(*Table)
	}{
		{"cell twice", "stands twice", func(t *Table) { t.Cells = append(t.Cells, t.Cells[0]) }},
		{"unknown cell", "unknown", func(t *Table) { t.Relations[0].Sum[0] = "x" }},
		{"too large", "too large", func(t *Table) { t.Cells[2].Value = noHigh }},
		{"contradiction", "contradict", func(t *Table) {
			t.Limits = append(t.Limits, Limit{Coef: map[string]int64{"a": 1, "b": 1}, Hi: ptr(6)})
		}},
	} {
		table := good()
		tt.change(&table)
		if _, err := Intervals(table); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	table := good()
	table.Cells[0].Value = 2
	if _, err := Prove(table, Five); !errors.Is(err, ErrFalse) {
		t.Errorf("sum that does not hold: %v", err)
	}
	if _, err := Protect(table, Five); !errors.Is(err, ErrFalse) {
		t.Errorf("sum that does not hold: %v", err)
	}
	if _, err := Prove(good(), Rule{}); err == nil {
		t.Error("a rule that asks for nothing is accepted")
	}
}
