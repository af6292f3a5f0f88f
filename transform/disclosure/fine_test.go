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
	return yearSized(rng, districts, 20, 120)
}

// yearSized is such a year of districts of sizes from small to large, in percent.
func yearSized(rng *rand.Rand, districts, small, large int) []warehouse.BaseFact {
	share := []int{120, 45, 18, 55, 9, 12, 8, 5, 7}
	size := make([]int, districts)
	for d := range size {
		size[d] = small + rng.IntN(large-small)
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

// systemOf is the system of a year, before it is proved.
func systemOf(t *testing.T, base []warehouse.BaseFact, steps protections) *gate {
	t.Helper()
	g := &gate{set: plain, steps: steps, fine: map[ledger.Hiding]int64{}}
	g.base, _ = g.design(base)
	sortFacts(g.base)
	if err := g.build(); err != nil {
		t.Fatal(err)
	}
	return g
}

// solved is every part of a year's system that has months of reasons, with its worlds.
func solved(t *testing.T, base []warehouse.BaseFact) (parts []*part, of []proved) {
	t.Helper()
	g := systemOf(t, base, everything())
	for _, cells := range g.parts {
		p := g.part(cells)
		if len(p.fines) == 0 {
			continue
		}
		p.start()
		exposed, found, err := p.attempt(true)
		for len(exposed) > 0 && p.coarsen(exposed) {
			p.start()
			exposed, found, err = p.attempt(false)
		}
		if err != nil || len(exposed) > 0 {
			t.Fatal(exposed, err)
		}
		parts, of = append(parts, p), append(of, found)
	}
	return parts, of
}

// Where a reader knows of a group's month and a reason's year that they are at most nine
// together, each of them can be five, but never both: then nothing that could be
// hidden proves the month of the reason. Without that knowledge it is proved.
func TestAMonthOfAReasonIsNotProvedByWorldsThatLackIt(t *testing.T) {
	base := yearSized(rand.New(rand.NewPCG(5, 3)), 4, 3, 20)
	off := everything()
	off.fine = false
	if g := systemOf(t, base, off); len(g.fines) > 0 {
		t.Error("months of reasons are looked at all the same")
	}
	for _, knows := range []bool{false, true} {
		g := systemOf(t, base, everything())
		n := slices.IndexFunc(g.fines, func(z fine) bool {
			r, c := g.cells[z.of[0].month[0].cell], g.cells[z.of[0].year[0].cell]
			return len(z.of) == 1 && r.primary && r.value+c.value <= 9
		})
		r, c := g.fines[n].of[0].month[0].cell, g.fines[n].of[0].year[0].cell
		if nine := int64(9); knows {
			g.inRow[r] = append(g.inRow[r], len(g.lines))
			g.lines = append(g.lines, line{terms: []term{{r, 1}, {c, 1}}, hi: &nine, why: "nine at most"})
		}
		p := g.part(g.parts[slices.IndexFunc(g.parts, func(of []int) bool { return slices.Contains(of, r) })])
		p.start()
		_, hide, exposed, err := p.seek(p.table(false), n)
		if err != nil || (exposed != nil) != knows || (len(hide) == 0) != knows {
			t.Errorf("known %v: %d more are hidden, exposed %v, %v", knows, len(hide), exposed, err)
		}
	}
}

// filled is a table of whole numbers not below nought with these margins, in which
// one cell has a given value: the rest of its row and column dealt out from the
// start, and what is left filled from the north-west corner.
func filled(rows, columns []int64, i, j int, v int64) [][]int64 {
	rows, columns = slices.Clone(rows), slices.Clone(columns)
	out := make([][]int64, len(rows))
	for k := range out {
		out[k] = make([]int64, len(columns))
	}
	put := func(i, j int, v int64) {
		out[i][j] += v
		rows[i] -= v
		columns[j] -= v
	}
	put(i, j, v)
	for k := range columns {
		if k != j {
			put(i, k, min(rows[i], columns[k]))
		}
	}
	for k := range rows {
		if k != i {
			put(k, j, min(rows[k], columns[j]))
		}
	}
	for k := range rows {
		for l := range columns {
			if k != i && l != j {
				put(k, l, min(rows[k], columns[l]))
			}
		}
	}
	return out
}

// Each world of a month of a reason is filled in, table by table, without the gate's
// tables of two by two: every margin comes out, the city's as the sum of its districts', and
// the month is five apart in the two worlds.
func TestTheWorldsOfAMonthOfAReasonCanBeFilledIn(t *testing.T) {
	several, both := 0, 0
	for seed := range uint64(20) {
		parts, of := solved(t, yearSized(rand.New(rand.NewPCG(seed, 3)), 3+int(seed%4), 10, 80))
		for n, p := range parts {
			for _, z := range p.fines {
				s, ok := of[n].fines[z]
				if !ok {
					t.Fatalf("%d: %s has no worlds", seed, keyName(p.g.fines[z].key))
				}
				if len(p.g.fines[z].of) > 1 {
					several++
				}
				if b := p.g.fines[z].of[0]; len(s.high) > 0 && len(b.month) == 1 && p.hidden[p.local[b.month[0].cell]] && p.hidden[p.local[b.year[0].cell]] {
					both++
				}
				low, high := fillOf(t, p, z, s.low, false), fillOf(t, p, z, s.high, true)
				if high < 5 || high-low < 5 {
					t.Errorf("%d: %s from %d to %d", seed, keyName(p.g.fines[z].key), low, high)
				}
			}
		}
	}
	if several < 20 || both < 20 {
		t.Errorf("%d months of cities, %d whose margins are both hidden: the years test too little", several, both)
	}
}

// fillOf fills the tables around a month of a reason in one world and returns what
// the month is there.
func fillOf(t *testing.T, p *part, n int, w world, large bool) (month int64) {
	t.Helper()
	z := p.g.fines[n]
	names := fiveGroups[slices.IndexFunc(fiveGroups, func(g Group) bool { return slices.Contains(g.Reasons, z.key.Category) })]
	margins := func(level, area, division string) (rows, columns []int64) {
		for _, reason := range names.Reasons {
			c := p.g.at[ledger.Hiding{Measure: "vuxenmanader_hinder", Level: level, Area: area, Division: division, Category: reason, Period: "2011", Column: ledger.Value}]
			rows = append(rows, p.in(w, p.local[c]))
		}
		for m := range 12 {
			c := p.g.at[ledger.Hiding{Measure: reasons, Level: level, Area: area, Division: division, Category: names.Name, Period: fmt.Sprintf("2011-%02d", m+1), Column: ledger.Value}]
			columns = append(columns, p.in(w, p.local[c]))
		}
		return rows, columns
	}
	i, j := slices.Index(names.Reasons, z.key.Category), int(z.key.Period[5]-'0')*10+int(z.key.Period[6]-'0')-1
	places := []place{{z.key.Level, z.key.Area, z.key.Division}}
	if z.key.Level == register.City {
		places = nil
		for d := range len(z.of) - 1 {
			places = append(places, place{register.District, fmt.Sprintf("D%02d", d), division})
		}
	}
	var sum [][]int64
	for k, at := range places {
		rows, columns := margins(at.level, at.area, at.division)
		v, _, _, _ := p.inner(z.of[k], w, large)
		table := filled(rows, columns, i, j, v)
		check(t, table, rows, columns)
		if sum = added(sum, table); table[i][j] != v {
			t.Fatalf("%s: %d, want %d", keyName(z.key), table[i][j], v)
		}
	}
	rows, columns := margins(z.key.Level, z.key.Area, z.key.Division)
	check(t, sum, rows, columns)
	return sum[i][j]
}

func added(a, b [][]int64) [][]int64 {
	if a == nil {
		return b
	}
	for i := range b {
		for j := range b[i] {
			a[i][j] += b[i][j]
		}
	}
	return a
}

// check adds up a table.
func check(t *testing.T, table [][]int64, rows, columns []int64) {
	t.Helper()
	across, down := make([]int64, len(rows)), make([]int64, len(columns))
	for i := range table {
		for j, v := range table[i] {
			if v < 0 {
				t.Fatalf("a cell below nought: %v", table)
			}
			across[i] += v
			down[j] += v
		}
	}
	if !slices.Equal(across, rows) || !slices.Equal(down, columns) {
		t.Fatalf("sums %v and %v, want %v and %v", across, down, rows, columns)
	}
}
