package audit

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
)

// tables is how many random tables are made; a long test asks for ten thousand.
var tables = flag.Int("tables", 300, "number of random tables")

// kinds are the ways in which published tables hang together.
var kinds = []struct {
	name string
	make func(*rand.Rand) Table
}{
	{"margins", margins},
	{"hierarchy", hierarchy},
	{"months", months},
	{"revisions", revisions},
	{"linked", linked},
}

// Random tables with fixed seeds: what is protected withstands attack by
// other means; each complementary cell is needed; and what is given up could not
// have been protected by hiding everything that may be hidden.
func TestRandomTablesAreProtectedOrGivenUpForGoodReason(t *testing.T) {
	solver, haveGLPK := glpsol(t)
	counted, given, safe := 0, 0, 0
	for i := range *tables {
		kind := kinds[i%len(kinds)]
		t.Run(fmt.Sprintf("%s/%d", kind.name, i), func(t *testing.T) {
			table := kind.make(random(uint64(i)))
			p, err := Protect(table, Five)
			if err != nil {
				t.Fatal(err)
			}
			if !p.Safe() {
				given++
				beyondHelp(t, table, p)
				return
			}
			safe++
			shown := Hide(table, p.Complementary)
			if err := Verify(shown, Five, p.Witnesses); err != nil {
				t.Error(err)
			}
			if attack(t, shown, Five) {
				counted++
			}
			if haveGLPK && i%3 == 0 {
				attackByGLPK(t, solver, shown)
			}
			minimal(t, table, Five, p)
		})
	}
	t.Logf("%d protected, %d of them attacked by counting all worlds; %d given up", safe, counted, given)
	if safe < *tables*2/3 || counted < *tables/3 {
		t.Errorf("%d protected, %d counted: the tables test too little", safe, counted)
	}
}

// beyondHelp shows that an exposed cell stays exposed with all else hidden.
func beyondHelp(t *testing.T, table Table, p Pattern) {
	t.Helper()
	var all []string
	for _, c := range table.Cells {
		if !c.Keep {
			all = append(all, c.ID)
		}
	}
	proof, err := Prove(Hide(table, all), Five)
	if err != nil {
		t.Fatal(err)
	}
	still := map[string]bool{}
	for _, e := range proof.Exposed {
		still[e.ID] = true
	}
	for _, e := range p.Exposed {
		if !still[e.ID] {
			t.Errorf("%s was given up, but can be protected", e.ID)
		}
	}
}

// count is a figure as districts have them: often small, mostly not.
func count(rng *rand.Rand) int64 {
	if rng.IntN(6) == 0 {
		return rng.Int64N(5)
	}
	return 5 + rng.Int64N(20)
}

func counts(rng *rand.Rand, rows, columns int) [][]int64 {
	x := make([][]int64, rows)
	for i := range x {
		for range columns {
			x[i] = append(x[i], count(rng))
		}
	}
	return x
}

func margins(rng *rand.Rand) Table {
	b := builder{threshold: 5}
	b.grid("", counts(rng, 2+rng.IntN(5), 2+rng.IntN(4)), true)
	return b.t
}

// hierarchy is a two-way table whose districts add up to areas, too.
func hierarchy(rng *rand.Rand) Table {
	b := builder{threshold: 5}
	x := counts(rng, 4+rng.IntN(3), 3)
	ids := b.grid("", x, true)
	half := len(x) / 2
	for a, rows := range [][][]string{ids[:half], ids[half:]} {
		for j := range x[0] {
			var parts []string
			for _, r := range rows {
				parts = append(parts, r[j])
			}
			b.total(fmt.Sprintf("area%d:c%d", a+1, j+1), rng.IntN(2) == 0, parts...)
		}
	}
	return b.t
}

// months are three months with their quarter, and a year of it and another.
func months(rng *rand.Rand) Table {
	b := builder{threshold: 5}
	rows, columns := 3, 2+rng.IntN(2)
	ids := make([][][]string, 3)
	for m := range ids {
		ids[m] = b.grid(fmt.Sprintf("m%d:", m+1), counts(rng, rows, columns), true)
	}
	for i := range rows {
		for j := range columns {
			q := b.total(fmt.Sprintf("q1:r%d:c%d", i+1, j+1), false, ids[0][i][j], ids[1][i][j], ids[2][i][j])
			rest := b.cell(fmt.Sprintf("rest:r%d:c%d", i+1, j+1), 30+rng.Int64N(60), false)
			b.total(fmt.Sprintf("year:r%d:c%d", i+1, j+1), true, q, rest)
		}
	}
	return b.t
}

// revisions are two releases of a month, tied equal where nothing was revised.
func revisions(rng *rand.Rand) Table {
	b := builder{threshold: 5}
	x := counts(rng, 3, 3)
	first := b.grid("v1:", x, true)
	i, j := rng.IntN(3), rng.IntN(3)
	if x[i][j] >= 5 {
		x[i][j] += rng.Int64N(4)
	}
	second := b.grid("v2:", x, true)
	var zero int64
	for r := range first {
		for c := range first[r] {
			if r != i || c != j {
				b.t.Limits = append(b.t.Limits, Limit{Coef: map[string]int64{first[r][c]: 1, second[r][c]: -1}, Lo: &zero, Hi: &zero, Why: "not revised"})
			}
		}
	}
	return b.t
}

// linked are two tables of the same districts, by reason and by sex, that share
// the districts' totals, which may be hidden.
func linked(rng *rand.Rand) Table {
	b := builder{threshold: 5}
	var totals []string
	sexes := make([][]string, 2)
	for d := range 3 {
		var reasons []string
		var sum int64
		for r := range 3 {
			x := count(rng)
			sum += x
			reasons = append(reasons, b.cell(fmt.Sprintf("d%d:reason%d", d+1, r+1), x, false))
		}
		total := b.total(fmt.Sprintf("d%d:Total", d+1), false, reasons...)
		women := rng.Int64N(sum + 1)
		parts := []string{b.cell(fmt.Sprintf("d%d:women", d+1), women, false), b.cell(fmt.Sprintf("d%d:men", d+1), sum-women, false)}
		b.t.Relations = append(b.t.Relations, Relation{Sum: parts, Equals: total})
		totals = append(totals, total)
		sexes[0], sexes[1] = append(sexes[0], parts[0]), append(sexes[1], parts[1])
	}
	city := b.total("city:Total", true, totals...)
	both := []string{b.total("city:women", true, sexes[0]...), b.total("city:men", true, sexes[1]...)}
	b.t.Relations = append(b.t.Relations, Relation{Sum: both, Equals: city})
	return b.t
}
