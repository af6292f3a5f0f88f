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
