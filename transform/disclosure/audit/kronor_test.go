package audit

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// kronor puts a table of costs beside one of households, and what everybody
// knows: a household costs 7 to 11 tkr a month. The same cells are primary, the
// costs by 15 percent.
func kronor(rng *rand.Rand, households [][]int64) Table {
	n, k := builder{threshold: 5}, builder{}
	n.grid("n:", households, true)
	costs := make([][]int64, len(households))
	for i, line := range households {
		for _, x := range line {
			var sum int64
			for range x {
				sum += 8000 + rng.Int64N(2500)
			}
			costs[i] = append(costs[i], sum)
		}
	}
	k.grid("k:", costs, true)
	for i := range n.t.Cells {
		count, cost := n.t.Cells[i], &k.t.Cells[i]
		n.t.Limits = append(n.t.Limits,
			Limit{Coef: map[string]int64{cost.ID: 1, count.ID: -7000}, Lo: ptr(0), Why: "at least 7 tkr each"},
			Limit{Coef: map[string]int64{cost.ID: 1, count.ID: -11000}, Hi: ptr(0), Why: "at most 11 tkr each"})
		if cost.Primary = count.Primary; cost.Primary {
			cost.Need = &Rule{Threshold: max(1, cost.Value*115/100), Width: max(1, cost.Value*15/100)}
		}
	}
	n.t.Cells = append(n.t.Cells, k.t.Cells...)
	n.t.Relations = append(n.t.Relations, k.t.Relations...)
	return n.t
}

// together hides in both tables what protects the counts.
func together(t *testing.T, rng *rand.Rand, households [][]int64) (table Table, safe bool) {
	t.Helper()
	p := protect(t, twoWay(households, 5))
	var ids []string
	for _, id := range p.Complementary {
		ids = append(ids, "n:"+id, "k:"+id)
	}
	return Hide(kronor(rng, households), ids), p.Safe()
}

func need(table Table, id string) Rule {
	for _, c := range table.Cells {
		if c.ID == id {
			return c.rule(Five)
		}
	}
	return Five
}

// What the costs add can be too much for a pattern that the counts alone allow:
// then the cells are rightly exposed.
func TestCountsAndKronorHiddenInTheSameCellsAreProvedTogether(t *testing.T) {
	solver, haveGLPK := glpsol(t)
	tables := [][][]int64{city}
	for i := range 60 {
		tables = append(tables, counts(random(uint64(i)), 3, 3))
	}
	proved := 0
	for i, x := range tables {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			table, safe := together(t, random(uint64(i)), x)
			if !safe {
				return // by the counts alone
			}
			proof, err := Prove(table, Five)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range proof.Exposed {
				if e.Interval.Meets(need(table, e.ID)) {
					t.Errorf("%s: no witness, though [%v, %v]", e.ID, e.Interval.Lo, e.Interval.Hi)
				}
			}
			if haveGLPK && i%10 == 1 {
				attackByGLPK(t, solver, table)
			}
			if len(proof.Exposed) == 0 {
				proved++
			}
		})
	}
	if proved < 50 {
		t.Errorf("only %d tables proved", proved)
	}
}

func TestACostPrintedBesideAHiddenCountGivesItAway(t *testing.T) {
	table, _ := together(t, random(1), [][]int64{{3, 20, 15}, {30, 12, 18}, {25, 40, 9}})
	for i, c := range table.Cells {
		if c.ID[:2] == "k:" {
			table.Cells[i].Published, table.Cells[i].Primary = true, false
		}
	}
	proof, err := Prove(table, Five)
	if err != nil {
		t.Fatal(err)
	}
	if len(proof.Exposed) != 1 || proof.Exposed[0].ID != "n:r1:c1" {
		t.Errorf("exposed %v, want n:r1:c1", proof.Exposed)
	}
}

func BenchmarkProveKronor14x9(b *testing.B) {
	p, err := Protect(twoWay(city, 5), Five)
	if err != nil {
		b.Fatal(err)
	}
	var ids []string
	for _, id := range p.Complementary {
		ids = append(ids, "n:"+id, "k:"+id)
	}
	table := Hide(kronor(random(1), city), ids)
	for b.Loop() {
		if p, err := Prove(table, Five); err != nil || len(p.Exposed) > 0 {
			b.Fatal(err, p.Exposed)
		}
	}
}
