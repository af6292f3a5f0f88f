package audit

import "testing"

// A reader who does not know the truth begins with any world there is, mostly a
// corner of all that there are. From there, too, two worlds are found of every small
// cell of a year's system of over five hundred hidden ones.
func TestALargeSystemIsProvedFromTheFirstWorldThatIsFound(t *testing.T) {
	table := held(t)
	world, err := World(table)
	if err != nil {
		t.Fatal(err)
	}
	corner := 0
	for i, c := range table.Cells {
		table.Cells[i].Value = world[c.ID]
		if !c.Published && world[c.ID] == 0 {
			corner++
		}
	}
	if corner < 100 {
		t.Fatalf("%d hidden cells are nought: the world is no corner", corner)
	}
	proof, err := Prove(table, Five)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range proof.Exposed {
		t.Errorf("%s: no two worlds", e.ID)
	}
}

// A witness found from one world is one from another as well, once it names what
// differs between the two.
func TestAWitnessFoundFromAnotherWorldNamesWhatDiffers(t *testing.T) {
	start, from := []int64{3, 7, 5, 5}, []int64{1, 9, 5, 5}
	found := (&pair{cells: []int{2, 3}, low: []int64{5, 5}, high: []int64{10, 0}}).since([]int{0, 1, 2, 3}, from, start)
	for i, want := range [][3]int64{{0, 1, 1}, {1, 9, 9}, {2, 5, 10}, {3, 5, 0}} {
		if got := [3]int64{int64(found.cells[i]), found.low[i], found.high[i]}; got != want {
			t.Errorf("%v, want %v", got, want)
		}
	}
}

// What the search leaves is pushed to its ends: bounds that leave a small cell no
// middle are solved, and what comes out is a witness like any other.
func TestACellOfALargeSystemIsPushedToItsEnds(t *testing.T) {
	table := held(t)
	pr, err := newProver(table, Five)
	if err != nil {
		t.Fatal(err)
	}
	pushed := 0
	for _, v := range pr.open() {
		c, err := pr.p.part(v)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.cells) <= solvable {
			continue
		}
		s, ok := newSimplex(c)
		if !ok {
			t.Fatal("the true world is none")
		}
		pr.pushed(c, 0, s.interval(0), c.value, c.value)
		if pr.found[v] == nil {
			t.Errorf("%s is not proved", pr.p.ids[v])
		}
		if pushed++; pushed == 3 {
			break
		}
	}
	witnesses := pr.witnesses()
	if len(witnesses) != 3 {
		t.Fatalf("%d witnesses", len(witnesses))
	}
	for i, c := range table.Cells {
		table.Cells[i].Primary = false
		for _, w := range witnesses {
			table.Cells[i].Primary = table.Cells[i].Primary || w.Primary == c.ID
		}
	}
	if err := Verify(table, Five, witnesses); err != nil {
		t.Error(err)
	}
}
