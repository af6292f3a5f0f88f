package audit

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// city is a month of 14 districts and 9 reasons with the sizes of Stockholm: a
// few large reasons, several rare ones.
func city(rng *rand.Rand) [][]int64 {
	district := []int64{1360, 880, 830, 290, 210, 330, 240, 240, 520, 850, 470, 150, 460, 620}
	reason := []int64{330, 235, 150, 95, 70, 50, 35, 20, 15} // per mille
	x := make([][]int64, len(district))
	for i, d := range district {
		for _, share := range reason {
			mean := d * share / 1000
			x[i] = append(x[i], max(0, mean*3/4+rng.Int64N(mean/2+2)))
		}
	}
	return x
}

// year is twelve months of a city with all margins, and the year's sum of every
// cell and margin, in adult-months.
func year(rng *rand.Rand) Table {
	b := builder{threshold: 5}
	base := city(rng)
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
		b.total("year:"+name, true, cells[name]...)
	}
	return b.t
}

func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 2011)) }

func BenchmarkProtectTable14x9(b *testing.B) {
	table := twoWay(city(random(1)), 5)
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
	table := protected(b, twoWay(city(random(1)), 5))
	for b.Loop() {
		if _, err := Intervals(table); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProveTable14x9(b *testing.B) {
	table := protected(b, twoWay(city(random(1)), 5))
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

func BenchmarkIntervalsYear14x9x12(b *testing.B) {
	table := protected(b, year(random(2)))
	for b.Loop() {
		if _, err := Intervals(table); err != nil {
			b.Fatal(err)
		}
	}
}
