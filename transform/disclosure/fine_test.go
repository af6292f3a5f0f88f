//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
	"stadsdelskollen/transform/disclosure/audit"
)

// randomYear is twelve months of districts of different sizes by all nine reasons,
// the last of them rare, with the city.
func randomYear(rng *rand.Rand, districts int) []warehouse.BaseFact {
	share := []int{120, 45, 18, 55, 9, 12, 8, 5, 7}
	size := make([]int, districts)
	for d := range size {
		size[d] = 20 + rng.IntN(100)
	}
	var out []warehouse.BaseFact
	for m := range 12 {
		all := make([]float64, len(share))
		add := func(level, area string, row []float64) {
			for _, f := range areaRow(level, area, row...) {
				f.Period = fmt.Sprintf("2011-%02d", m+1)
				out = append(out, f)
			}
		}
		for d := range districts {
			row := make([]float64, len(share))
			for i, s := range share {
				mean := s * size[d] / 100
				row[i] = float64(mean*3/4 + rng.IntN(mean/2+3))
				all[i] += row[i]
			}
			add(register.District, fmt.Sprintf("D%02d", d), row)
		}
		add(register.City, theCity, all)
	}
	return out
}

// withEveryMonth is a year as readers have it, with each month of each reason
// that stands in a group as an unknown: the whole system, by code of its own. A
// small month must be proved, and so must what is hidden of the printed figures.
func withEveryMonth(base []warehouse.BaseFact, p Protected) audit.Table {
	truth, at := map[[4]string]int64{}, map[[4]string]string{}
	for _, f := range base {
		truth[[4]string{f.Area, f.Period, f.Category, ""}] = int64(*f.Value)
	}
	group := map[string]string{}
	for _, g := range p.Grouped {
		group[g.Category] = g.Group
	}
	var t audit.Table
	cell := func(k [4]string, v int64, shown, prove bool) {
		at[k] = strconv.Itoa(len(t.Cells))
		t.Cells = append(t.Cells, audit.Cell{ID: at[k], Value: v, Published: shown, Primary: prove && !shown})
	}
	sums := map[string]map[string]bool{} // total → its parts
	part := func(total, of [4]string) {
		if at[total] == "" || at[of] == "" || total == of {
			return
		}
		if sums[at[total]] == nil {
			sums[at[total]] = map[string]bool{}
		}
		sums[at[total]][at[of]] = true
	}
	// Sums along one dimension at a time; the last word names it, so that one cell
	// can be several sums.
	relate := func() {
		for _, total := range slices.Sorted(maps.Keys(sums)) {
			t.Relations = append(t.Relations, audit.Relation{Sum: slices.Sorted(maps.Keys(sums[total])), Equals: total})
		}
		clear(sums)
	}
	monthOf := map[[4]string]int64{}
	yearSum := map[[4]string]int64{}
	for k, v := range truth {
		category := k[2]
		if g, ok := group[category]; ok {
			category = g
		}
		monthOf[[4]string{k[0], k[1], category, ""}] += v
		yearSum[[4]string{k[0], k[1][:4], k[2], "year"}] += v
	}
	var keys [][4]string
	for _, f := range p.Facts {
		k := [4]string{f.Area, f.Period, f.Category, ""}
		v := monthOf[k]
		if len(f.Period) == 4 {
			k[3] = "year"
			v = yearSum[k]
		}
		cell(k, v, f.Value != nil, true)
		keys = append(keys, k)
	}
	for _, f := range base {
		if group[f.Category] != "" {
			k := [4]string{f.Area, f.Period, f.Category, "fine"}
			cell(k, int64(*f.Value), false, *f.Value < 5)
			keys = append(keys, k)
		}
	}
	for _, k := range keys { // categories
		if k[3] != "fine" && k[2] != "" {
			part([4]string{k[0], k[1], "", k[3]}, k)
		}
	}
	relate()
	for _, k := range keys { // reasons of a group
		if k[3] == "fine" {
			part([4]string{k[0], k[1], group[k[2]], ""}, k)
		}
	}
	relate()
	for _, k := range keys { // areas
		if k[0] != theCity {
			part([4]string{theCity, k[1], k[2], k[3]}, k)
		}
	}
	relate()
	for _, k := range keys { // months
		if k[3] == "fine" || k[3] == "" && at[[4]string{k[0], k[1][:4], k[2], "year"}] != "" {
			part([4]string{k[0], k[1][:4], k[2], "year"}, k)
		}
	}
	relate()
	return t
}

func TestEveryMonthOfAReasonHasTwoWorldsInTheWholeSystem(t *testing.T) {
	small := 0
	for seed := range uint64(12) {
		base := randomYear(rand.New(rand.NewPCG(seed, 12)), 2+int(seed%3))
		p := protect(t, base, Known{})
		if len(p.Grouped) == 0 || !slices.ContainsFunc(p.Facts, func(f publication.Fact) bool { return f.Category == "Vård av barn" && f.Value != nil }) {
			t.Fatalf("%d: nothing of the year is told by reason", seed)
		}
		table := withEveryMonth(base, p)
		for _, c := range table.Cells {
			if c.Primary {
				small++
			}
		}
		proof, err := audit.Prove(table, audit.Five)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range proof.Exposed {
			i, _ := strconv.Atoi(e.ID)
			t.Errorf("%d: cell %d of %d: from %v to %v", seed, i, table.Cells[i].Value, e.Interval.Lo, e.Interval.Hi)
		}
	}
	if small < 1000 {
		t.Errorf("%d cells proved: the years test too little", small)
	}
}

// Where the month of a group and the year of a reason are hidden and no world has
// five of both, the months of the reason are not proved, and less is told.
func TestAMonthOfAReasonIsNotProvedByWorldsThatLackIt(t *testing.T) {
	base := randomYear(rand.New(rand.NewPCG(1, 12)), 2)
	for _, fine := range []bool{true, false} {
		steps := everything()
		steps.fine = fine
		g, p, z := withFine(t, base, steps)
		if !fine {
			if p != nil {
				t.Error("a month of a reason is looked at all the same")
			}
			continue
		}
		month, year := strconv.Itoa(p.local[z.month]), strconv.Itoa(p.local[z.year])
		g.cells[z.month].value, g.cells[z.year].value = 1, 2
		p.hidden[p.local[z.month]], p.hidden[p.local[z.year]] = true, true
		apart := []audit.Witness{
			{Primary: month, Low: map[string]int64{month: 0}, High: map[string]int64{month: 9, year: 0}},
			{Primary: year, Low: map[string]int64{year: 0}, High: map[string]int64{year: 9, month: 0}},
		}
		if _, stuck := p.bounded(apart); !slices.ContainsFunc(stuck, func(e audit.Exposure) bool { return e.ID == month }) {
			t.Error("nine of the one and nine of the other, but never together, pass for a proof")
		}
		apart[0].High[year] = 9
		if _, stuck := p.bounded(apart); slices.ContainsFunc(stuck, func(e audit.Exposure) bool { return e.ID == month }) {
			t.Error("a world with nine of both is no proof")
		}
	}
}

// withFine is a gate whose system stands, with the part of one month of a reason
// that is small and the only one of its group's month; nil where there is none.
func withFine(t *testing.T, base []warehouse.BaseFact, steps protections) (*gate, *part, fine) {
	t.Helper()
	set := plain
	set.Groups = DefaultGroups()
	g := &gate{set: set, steps: steps, fine: map[ledger.Hiding]int64{}, fines: map[int][]fine{}}
	g.base, _ = g.design(base)
	sortFacts(g.base)
	if err := g.build(); err != nil {
		t.Fatal(err)
	}
	for _, cells := range g.parts {
		for _, n := range cells {
			if of := g.fines[n]; len(of) > 0 {
				g.fines = map[int][]fine{n: of[:1]}
				return g, g.part(cells), of[0]
			}
		}
	}
	return g, nil, fine{}
}
