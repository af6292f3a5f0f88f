package audit

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// three is what a rounded count that may be small must leave: three whole values.
var three = Rule{Threshold: 1, Width: 2}

// rounded is a table of counts told to the nearest five, with all its margins; those
// shown as 0 or 5 need two worlds.
func rounded(table [][]int64) Table {
	var t Table
	at := func(i, j int) string { return fmt.Sprintf("%d:%d", i, j) }
	add := func(id string, v int64) {
		r := (v + 2) / 5 * 5
		high := r + 2
		t.Cells = append(t.Cells, Cell{ID: id, Value: v, Lo: max(0, r-2), Hi: &high, Primary: r <= 5})
	}
	columns := make([]int64, len(table[0]))
	var all int64
	var downs [][]string = make([][]string, len(columns))
	var rows, cols []string
	for i, row := range table {
		var sum int64
		var ids []string
		for j, v := range row {
			add(at(i, j), v)
			ids, downs[j] = append(ids, at(i, j)), append(downs[j], at(i, j))
			sum, columns[j] = sum+v, columns[j]+v
		}
		add(at(i, -1), sum)
		t.Relations = append(t.Relations, Relation{Sum: ids, Equals: at(i, -1)})
		rows, all = append(rows, at(i, -1)), all+sum
	}
	for j, v := range columns {
		add(at(-1, j), v)
		t.Relations = append(t.Relations, Relation{Sum: downs[j], Equals: at(-1, j)})
		cols = append(cols, at(-1, j))
	}
	add(at(-1, -1), all)
	t.Relations = append(t.Relations, Relation{Sum: rows, Equals: at(-1, -1)}, Relation{Sum: cols, Equals: at(-1, -1)})
	return t
}

func TestRoundedCellsThatTheirSumsPinDownAreExposed(t *testing.T) {
	// Twos, sevens and twelves all round down: the sums say so (sdc, round5-unpicked).
	unpicked := rounded([][]int64{{2, 2, 2}, {7, 7, 7}, {12, 12, 12}})
	_, proof, err := Spread(unpicked, three)
	if err != nil {
		t.Fatal(err)
	}
	// Six cells and the total of the twos.
	if len(proof.Exposed) != 7 || len(proof.Witnesses) != 0 {
		t.Errorf("%d exposed, %d proved", len(proof.Exposed), len(proof.Witnesses))
	}
	for _, e := range proof.Exposed {
		if !e.Interval.Exact() {
			t.Errorf("%s: %v to %v", e.ID, e.Interval.Lo, e.Interval.Hi)
		}
	}
	_, proof, err = Spread(rounded([][]int64{{11, 25, 6}, {30, 14, 41}, {8, 19, 53}}), three)
	if err != nil || len(proof.Exposed) != 0 {
		t.Errorf("an ordinary table: %v, %v", proof.Exposed, err)
	}
}

// A reader knows the rounded figures alone; where a small table is pinned down is
// decided exactly, so both come to the same.
func TestAReaderFindsTheSameRoundedCellsAsOneWhoKnowsTheTruth(t *testing.T) {
	exposed := 0
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 21))
		table := make([][]int64, 2+rng.IntN(3))
		for i := range table {
			for range 3 {
				table[i] = append(table[i], int64(rng.IntN(14)))
			}
		}
		known := rounded(table)
		_, truth, err := Spread(known, three)
		if err != nil {
			t.Fatal(err)
		}
		for i := range known.Cells {
			known.Cells[i].Value = *known.Cells[i].Hi - 2
		}
		world, reader, err := Spread(known, three)
		if err != nil {
			t.Fatalf("%d: %v", seed, err)
		}
		if len(world) != len(known.Cells) {
			t.Errorf("%d: a world of %d cells", seed, len(world))
		}
		if fmt.Sprint(ids(truth)) != fmt.Sprint(ids(reader)) {
			t.Errorf("%d: %v; the reader %v", seed, ids(truth), ids(reader))
		}
		exposed += len(truth.Exposed)
	}
	if exposed == 0 {
		t.Error("no table was pinned down")
	}
}

func ids(p Proof) (out []string) {
	for _, e := range p.Exposed {
		out = append(out, e.ID)
	}
	return out
}

// A year of reasons in fourteen districts with all sums: one component of two
// thousand figures.
func TestAYearOfRoundedReasonsIsProvedFromItsRoundedFiguresAlone(t *testing.T) {
	table := roundedYear(rand.New(rand.NewPCG(1, 1)), 14, 6, 12)
	_, proof, err := Spread(table, three)
	if err != nil {
		t.Fatal(err)
	}
	if len(proof.Witnesses) < 100 || len(proof.Exposed) > 0 {
		t.Errorf("%d proved, exposed %v", len(proof.Witnesses), ids(proof))
	}
}

func BenchmarkSpreadOfAYear(b *testing.B) {
	table := roundedYear(rand.New(rand.NewPCG(1, 1)), 14, 6, 12)
	for b.Loop() {
		if _, _, err := Spread(table, three); err != nil {
			b.Fatal(err)
		}
	}
}

// roundedYear has every count of area, category and month, and every sum over one
// or several of the three, told to the nearest five and otherwise not known.
func roundedYear(rng *rand.Rand, areas, categories, months int) Table {
	var t Table
	size := []int{areas, categories, months}
	value := map[[3]int]int64{}
	for a := range areas {
		for c := range categories {
			level := rng.IntN(1 + 120/(1+c*c))
			for m := range months {
				v := int64(max(0, level/4+rng.IntN(3+level/4)))
				for mask := range 8 {
					k := [3]int{a, c, m}
					for d := range 3 {
						if mask>>d&1 == 1 {
							k[d] = -1
						}
					}
					value[k] += v
				}
			}
		}
	}
	var visit func(k [3]int, d int)
	visit = func(k [3]int, d int) {
		if d < 3 {
			for i := -1; i < size[d]; i++ {
				k[d] = i
				visit(k, d+1)
			}
			return
		}
		r := (value[k] + 2) / 5 * 5
		high := r + 2
		t.Cells = append(t.Cells, Cell{ID: fmt.Sprint(k), Value: r, Lo: max(0, r-2), Hi: &high, Primary: r <= 5})
		for d := range 3 {
			if k[d] >= 0 {
				continue
			}
			rel := Relation{Equals: fmt.Sprint(k)}
			for i := range size[d] {
				part := k
				part[d] = i
				rel.Sum = append(rel.Sum, fmt.Sprint(part))
			}
			t.Relations = append(t.Relations, rel)
		}
	}
	visit([3]int{}, 0)
	return t
}
