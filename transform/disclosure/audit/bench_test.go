package audit

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// city is a month of 14 districts and 9 reasons with the sizes of Stockholm:
// stockholm-like-14x9-protected in testdata/sdc/02_realistic_14x9.json.
var city = [][]int64{
	{714, 280, 73, 46, 99, 58, 47, 21, 24},
	{330, 248, 118, 29, 31, 54, 47, 10, 11},
	{419, 90, 174, 16, 32, 55, 51, 13, 13},
	{290, 100, 39, 5, 16, 24, 31, 4, 10},
	{63, 16, 13, 2, 7, 5, 6, 6, 3},
	{48, 19, 19, 4, 10, 9, 5, 0, 2},
	{70, 15, 11, 4, 2, 11, 12, 2, 1},
	{232, 62, 31, 12, 18, 11, 21, 9, 12},
	{434, 105, 58, 34, 44, 35, 42, 10, 28},
	{216, 66, 40, 15, 20, 18, 20, 10, 12},
	{154, 82, 99, 23, 24, 42, 35, 8, 10},
	{65, 21, 30, 9, 10, 12, 6, 5, 0},
	{163, 74, 41, 16, 37, 27, 14, 4, 9},
	{305, 190, 37, 23, 23, 48, 14, 19, 10},
}

// year is twelve months of a city with all margins, and the year's sum of every
// cell and margin, in adult-months.
func year(rng *rand.Rand) Table {
	b := builder{threshold: 5}
	base := city
	cells := map[string][]string{}
	for m := range 12 {
		x := make([][]int64, len(base))
		for i := range base {
			for _, v := range base[i] {
				x[i] = append(x[i], max(0, v+rng.Int64N(v/5+3)-v/10-1))
			}
		}
		before := len(b.t.Cells)
		b.grid(fmt.Sprintf("m%d:", m+1), x, true)
		for _, c := range b.t.Cells[before:] {
			var name string
			fmt.Sscanf(c.ID, fmt.Sprintf("m%d:%%s", m+1), &name)
			cells[name] = append(cells[name], c.ID)
		}
	}
	for _, c := range b.t.Cells[:len(b.t.Cells)/12] {
		name := c.ID[len("m1:"):]
		b.total("year:"+name, strings.Contains(name, "Total"), cells[name]...)
	}
	return b.t
}

func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 2011)) }

func BenchmarkProtectTable14x9(b *testing.B) {
	table := twoWay(city, 5)
	for b.Loop() {
		p, err := Protect(table, Five)
		if err != nil || !p.Safe() {
			b.Fatal(err, p.Exposed)
		}
	}
}

func protected(b *testing.B, table Table) Table {
	b.Helper()
	p, err := Protect(table, Five)
	if err != nil || !p.Safe() {
		b.Fatal(err, p.Exposed)
	}
	out := Hide(table, p.Complementary)
	var hidden, primary int
	for _, c := range out.Cells {
		if !c.Published {
			hidden++
		}
		if c.Primary {
			primary++
		}
	}
	b.Logf("%d cells, %d hidden, of them %d primary", len(out.Cells), hidden, primary)
	return out
}

func BenchmarkAuditTable14x9(b *testing.B) {
	table := protected(b, twoWay(city, 5))
	for b.Loop() {
		if _, err := Intervals(table); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProveTable14x9(b *testing.B) {
	table := protected(b, twoWay(city, 5))
	for b.Loop() {
		if p, err := Prove(table, Five); err != nil || len(p.Exposed) > 0 {
			b.Fatal(err, p.Exposed)
		}
	}
}

func BenchmarkProtectYear14x9x12(b *testing.B) {
	table := year(random(2))
	for b.Loop() {
		if p, err := Protect(table, Five); err != nil || !p.Safe() {
			b.Fatal(err, p.Exposed)
		}
	}
}

func BenchmarkProveYear14x9x12(b *testing.B) {
	table := protected(b, year(random(2)))
	for b.Loop() {
		if p, err := Prove(table, Five); err != nil || len(p.Exposed) > 0 {
			b.Fatal(err, p.Exposed)
		}
	}
}

// held is a protected year in which a cell hidden in one month is hidden in all,
// as by a rule that the pattern shall not change within a year, and with it every
// cell of up to twelve: over 500 cells joined by the year's sums.
func held(b testing.TB) Table {
	b.Helper()
	p, err := Protect(year(random(2)), Five)
	if err != nil || !p.Safe() {
		b.Fatal(err, p.Exposed)
	}
	table := Hide(year(random(2)), p.Complementary)
	hidden := map[string]bool{}
	for _, c := range table.Cells {
		if _, name, _ := strings.Cut(c.ID, ":"); !c.Published {
			hidden[name] = true
		}
	}
	for i, line := range city {
		for j, x := range line {
			if x <= 12 {
				hidden[fmt.Sprintf("r%d:c%d", i+1, j+1)] = true
			}
		}
	}
	n := 0
	for i, c := range table.Cells {
		if month, name, _ := strings.Cut(c.ID, ":"); month != "year" && hidden[name] {
			table.Cells[i].Published = false
			n++
		}
	}
	b.Logf("%d hidden", n)
	return table
}

func BenchmarkProveHeldYear14x9x12(b *testing.B) {
	table := held(b)
	for b.Loop() {
		if p, err := Prove(table, Five); err != nil || len(p.Exposed) > 0 {
			b.Fatal(err, p.Exposed)
		}
	}
}

func BenchmarkIntervalsHeldYear14x9x12(b *testing.B) {
	table := held(b)
	for b.Loop() {
		if _, err := Intervals(table); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkIntervalsYear14x9x12(b *testing.B) {
	table := protected(b, year(random(2)))
	for b.Loop() {
		if _, err := Intervals(table); err != nil {
			b.Fatal(err)
		}
	}
}

// Twenty years of months that nothing joins: what a whole publication costs.
func BenchmarkProtect240Months14x9(b *testing.B) {
	t := builder{threshold: 5}
	rng := random(4)
	for m := range 240 {
		x := make([][]int64, len(city))
		for i, line := range city {
			for _, v := range line {
				x[i] = append(x[i], max(0, v+rng.Int64N(v/5+3)-v/10-1))
			}
		}
		t.grid(fmt.Sprintf("m%d:", m+1), x, true)
	}
	for b.Loop() {
		if _, err := Protect(t.t, Five); err != nil {
			b.Fatal(err)
		}
	}
}
