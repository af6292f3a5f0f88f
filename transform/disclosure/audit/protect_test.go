package audit

import (
	"maps"
	"math/big"
	"slices"
	"testing"
)

func protect(t *testing.T, table Table) Pattern {
	t.Helper()
	p, err := Protect(table, Five)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The naive rule of the spreadsheet fails on this month; the published pattern
// of sdcTable's HITAS has four complementary cells, and so has ours.
func TestTheMonthOfTheDesignNeedsFourComplementaryCells(t *testing.T) {
	table := twoWay(city, 5)
	p := protect(t, table)
	if !p.Safe() || len(p.Complementary) != 4 {
		t.Errorf("%v, exposed %v: want four cells", p.Complementary, p.Exposed)
	}
	attack(t, Hide(table, p.Complementary), Five)
	minimal(t, table, Five, p)
}

func TestCellsHiddenBeforeStayHiddenAndServe(t *testing.T) {
	x := [][]int64{{3, 20, 15}, {30, 12, 18}, {25, 40, 9}}
	fresh := protect(t, twoWay(x, 5))
	// Another, dearer rectangle was chosen for an earlier release.
	earlier := []string{"r1:c2", "r2:c1", "r2:c2"}
	if slices.Equal(fresh.Complementary, earlier) {
		t.Fatal("the test needs another pattern")
	}
	sticky := protect(t, Hide(twoWay(x, 5), earlier))
	if !sticky.Safe() || len(sticky.Complementary) != 0 {
		t.Errorf("besides %v also %v", earlier, sticky.Complementary)
	}
	// A wider one of which a part is of no use: nothing of it comes back.
	before := Hide(twoWay(x, 5), append(earlier, "r3:c3"))
	after := Hide(before, protect(t, before).Complementary)
	for i, c := range before.Cells {
		if !c.Published && after.Cells[i].Published {
			t.Errorf("%s is shown again", c.ID)
		}
	}
}

func TestWhatCannotBeProtectedIsNamedAndWhatFollowsForIt(t *testing.T) {
	// The row adds up to four: whatever is hidden, all in it are below five.
	table := twoWay([][]int64{{3, 1, 0}, {30, 12, 18}, {25, 40, 9}}, 5)
	p := protect(t, table)
	if p.Safe() {
		t.Fatal("a row of four people passes")
	}
	exposed := map[string]Interval{}
	for _, e := range p.Exposed {
		exposed[e.ID] = e.Interval
	}
	for _, id := range []string{"r1:c1", "r1:c2", "r1:c3", "r1:Total"} {
		iv, ok := exposed[id]
		if !ok || iv.Hi == nil || iv.Hi.Cmp(big.NewRat(4, 1)) > 0 {
			t.Errorf("%s: exposed %v with %v, want at most 4", id, ok, iv)
		}
	}
}

func TestAHeadlineIsNeverHiddenForAnotherCell(t *testing.T) {
	table := twoWay([][]int64{{3, 20, 15}, {30, 12, 18}, {25, 40, 9}}, 5)
	for i := range table.Cells {
		if table.Cells[i].ID != "r3:c3" && table.Cells[i].ID != "r1:c1" {
			continue
		}
		table.Cells[i].Keep = true // r1:c1 is primary all the same
	}
	p := protect(t, table)
	for _, c := range Hide(table, p.Complementary).Cells {
		if c.Keep && c.Published == c.Primary {
			t.Errorf("%s: published %v", c.ID, c.Published)
		}
	}
	if !p.Safe() {
		t.Errorf("exposed: %v", p.Exposed)
	}
}

// Kronor need room of their own: 15 percent above the cell, and as wide.
func TestACellsOwnRuleDecides(t *testing.T) {
	table := twoWay([][]int64{{27000, 3000, 150000}, {261000, 20000, 170000}, {240000, 380000, 190000}}, 0)
	table.Cells[0].Primary = true
	for i := range table.Cells {
		if c := &table.Cells[i]; c.Primary {
			c.Need = &Rule{Threshold: c.Value * 115 / 100, Width: c.Value * 15 / 100}
		}
	}
	p := protect(t, table)
	if !p.Safe() {
		t.Fatalf("exposed: %v", p.Exposed)
	}
	iv := mustIntervals(t, Hide(table, p.Complementary))[table.Cells[0].ID]
	if !iv.Meets(*table.Cells[0].Need) {
		t.Errorf("%s: [%v, %v]", table.Cells[0].ID, iv.Lo, iv.Hi)
	}
	// The cheapest rectangle can give no more than 3000, enough by the rule for counts.
	if slices.Equal(p.Complementary, []string{"r1:c2", "r2:c1", "r2:c2"}) {
		t.Errorf("pattern %v has too little room", p.Complementary)
	}
}

func TestAYearWithItsSumsIsProtectedAndEachComplementaryCellOfItsProofCounts(t *testing.T) {
	table := year(random(3))
	p := protect(t, table)
	if !p.Safe() {
		t.Fatalf("exposed: %v", p.Exposed)
	}
	shown := Hide(table, p.Complementary)
	proof, err := Prove(shown, Five)
	if err != nil || len(proof.Exposed) > 0 {
		t.Fatalf("%v, exposed %v", err, proof.Exposed)
	}
	attack(t, shown, Five)
	// A witness that says nothing of a hidden cell it needs no longer adds up.
	for _, w := range proof.Witnesses[:10] {
		for id := range w.High {
			if w.High[id] == w.Low[id] || id == w.Primary {
				continue
			}
			bad := Witness{w.Primary, maps.Clone(w.Low), maps.Clone(w.High)}
			bad.High[id]++
			if err := Verify(shown, Five, []Witness{bad}); err == nil {
				t.Errorf("%s: a world with one more in %s passes", w.Primary, id)
			}
		}
	}
}
