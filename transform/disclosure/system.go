//go:build duckdb_arrow

package disclosure

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
	"stadsdelskollen/transform/disclosure/audit"
)

// others is the column of a pair's n - x, which is never printed and yet public
// where x and n are.
const others = "ovriga"

// system is every equation that readers have, over all that is published and
// all that is not: R1 to R7 of docs/decisions/0020.
type system struct {
	cells    []cell
	at       map[ledger.Hiding]int
	lines    []line
	parts    [][]int // cells that lines or couplings join
	inRow    map[int][]int
	close    map[int]string // facts that are hidden whatever follows: why
	caseCell map[int]int    // of a summary's number of cases
	fines    []fine
	finesAt  map[int][]int // by the cell of their group's month
}

// cell is one number: of a fact, or of nobody's (the rest of a city).
type cell struct {
	key     ledger.Hiding
	fact    int // -1: never printed
	value   int64
	hidden  bool // stands as .. or is not printed at all
	primary bool // hidden for its own sake
	was     bool // an earlier publication showed this very value
	open    bool // a rest that tells of nobody: a reader may know it, so it is no cover
	keep    bool // a headline: hidden for another's sake only when all else fails
	rule    audit.Rule
}

type term struct {
	cell int
	coef int64
}

// line says lo <= sum of terms <= hi; nil is no bound.
type line struct {
	terms  []term
	lo, hi *int64
	why    string
	of     int // 1 + the summary that says it, and only as long as it is shown
}

// table is one measure of one period: facts by place and category.
type table struct {
	def    publication.Measure
	period string
	places []place
	at     map[place]map[string]int
	set    map[place]bool
	scale  float64
}

func (g *gate) tables() []*table {
	type key struct{ measure, period string }
	byKey := map[key]*table{}
	var out []*table
	for i, f := range g.base {
		if f.Kind == publication.KindPublic || carried(f) {
			continue
		}
		k := key{f.Measure, f.Period}
		t := byKey[k]
		if t == nil {
			t = &table{def: defined[f.Measure], period: f.Period, at: map[place]map[string]int{}, set: map[place]bool{}}
			byKey[k] = t
			out = append(out, t)
		}
		p := placeOf(f)
		if t.at[p] == nil {
			t.at[p] = map[string]int{}
			t.places = append(t.places, p)
			t.set[p] = true
		}
		t.at[p][f.Category] = i
	}
	return out
}

// scaleOf is what makes every amount of a measure whole: 1, 10, 100 or 1000.
func scaleOf(facts []warehouse.BaseFact) map[string]float64 {
	out := map[string]float64{}
	for _, f := range facts {
		s := max(1, out[f.Measure])
		for f.Value != nil && f.Kind == publication.KindAmount && s < 1000 && math.Abs(*f.Value*s-math.Round(*f.Value*s)) > 1e-6 {
			s *= 10
		}
		out[f.Measure] = s
	}
	return out
}

// build makes cells and lines, and marks what is hidden for its own sake.
func (g *gate) build() error {
	g.at, g.inRow, g.close, g.caseCell = map[ledger.Hiding]int{}, map[int][]int{}, map[int]string{}, map[int]int{}
	tables := g.tables()
	scale := scaleOf(g.base)
	for _, t := range tables {
		g.closeSecret(t)
	}
	g.closeLinked(tables)
	g.closeFamilies()
	for _, t := range tables {
		t.scale = scale[t.def.Name]
		for _, p := range t.places {
			for _, c := range slices.Sorted(maps.Keys(t.at[p])) {
				g.cellsOf(t.at[p][c], t.scale)
			}
		}
	}
	for _, t := range tables {
		if err := g.overCategories(t); err != nil {
			return err
		}
		g.overAreas(t)
	}
	byName := map[[2]string]*table{}
	for _, t := range tables {
		byName[[2]string{t.def.Name, t.period}] = t
	}
	for _, t := range tables {
		g.overMonths(t, byName)
	}
	g.bounds(byName)
	g.medians()
	g.cases(tables)
	g.primaries(tables)
	g.earlier(scale)
	g.join()
	return nil
}

// cellsOf adds the cells of a fact that was delivered.
func (g *gate) cellsOf(i int, scale float64) {
	f := g.base[i]
	if !visible(f.Status) || g.close[i] != "" {
		return
	}
	switch f.Kind {
	case publication.KindCount:
		g.add(i, ledger.Value, int64(*f.Value), g.set.count())
	case publication.KindAmount:
		v := int64(math.Round(*f.Value * scale))
		g.add(i, ledger.Value, v, g.set.amount(v, scale))
	case publication.KindPair:
		x, n := int64(*f.Value), int64(*f.Denominator)
		cx := g.add(i, ledger.Value, x, g.set.count())
		cy := g.add(i, others, n-x, g.set.count())
		cn := g.add(i, ledger.Denominator, n, g.set.count())
		g.equal("x and the others make n", []int{cx, cy}, cn)
	}
}

// homeTkr is what a household receives in a month at most, in tkr: a hidden
// amount must leave room for as many households as a hidden count.
const homeTkr = 12

func (s Setting) count() audit.Rule {
	return audit.Rule{Threshold: s.Rules.MinCount, Width: s.Rules.MinCount}
}

// amount is the rule for kronor: p percent above the value and p percent wide,
// and no narrower than what five households may receive.
func (s Setting) amount(v int64, scale float64) audit.Rule {
	least := int64(float64(s.Rules.MinCount*homeTkr) * scale)
	share := func(p int64) int64 { return (max(v, -v)*p + 99) / 100 }
	return audit.Rule{Threshold: max(least, share(100+s.Rules.Percent)), Width: max(least, share(s.Rules.Percent))}
}

func (g *gate) add(fact int, column string, v int64, r audit.Rule) int {
	k := g.key(fact, column)
	f := g.base[fact]
	c := cell{key: k, fact: fact, value: v, rule: r, keep: f.Level == register.City || f.Category == "" && defined[f.Measure].OverCategories == publication.AddsYes}
	switch column {
	case ledger.Value:
		c.was = g.saw(fact, column, *f.Value)
	case ledger.Denominator:
		c.was = g.saw(fact, column, *f.Denominator)
	default:
		c.was = g.saw(fact, ledger.Value, *f.Value) && g.saw(fact, ledger.Denominator, *f.Denominator)
	}
	c.was = c.was && g.steps.known
	return g.put(c)
}

// latent adds a cell that is never printed.
func (g *gate) latent(k ledger.Hiding, v int64, r audit.Rule) int {
	return g.put(cell{key: k, fact: -1, value: v, hidden: true, rule: r})
}

func (g *gate) put(c cell) int {
	n := len(g.cells)
	g.cells = append(g.cells, c)
	g.at[c.key] = n
	return n
}

// cellOf is the cell of a fact's column, -1 where there is none.
func (g *gate) cellOf(fact int, column string) int {
	if n, ok := g.at[g.key(fact, column)]; ok {
		return n
	}
	return -1
}

func (g *gate) equal(why string, sum []int, total int) { g.between(why, sum, total, 0, 0) }

// between says that the sum less the total lies in lo to hi.
func (g *gate) between(why string, sum []int, total int, lo, hi int64) {
	l := line{lo: &lo, hi: &hi, why: why}
	for _, c := range sum {
		l.terms = append(l.terms, term{c, 1})
	}
	l.terms = append(l.terms, term{total, -1})
	g.lines = append(g.lines, l)
}

// atMost says that the weighted sum is at most nought.
func (g *gate) atMost(why string, terms ...term) {
	var zero int64
	g.lines = append(g.lines, line{terms: terms, hi: &zero, why: why})
}

// overCategories is R1: the categories of an area make its total.
func (g *gate) overCategories(t *table) error {
	if t.def.OverCategories != publication.AddsYes || t.def.Kind != publication.KindCount {
		return nil
	}
	for _, p := range t.places {
		var cells []int
		total, missing, sum := -1, false, int64(0)
		for _, c := range slices.Sorted(maps.Keys(t.at[p])) {
			i := t.at[p][c]
			n := g.cellOf(i, ledger.Value)
			switch {
			case n < 0:
				missing = missing || c != "" && g.base[i].Status != publication.NotDelivered
			case c == "":
				total = n
			default:
				cells = append(cells, n)
				sum += g.cells[n].value
			}
		}
		switch {
		case len(cells) == 0:
		case total < 0 && !missing:
			return fmt.Errorf("%s, %s, %s: categories without a total", t.def.Name, p.area, t.period)
		case total >= 0 && sum != g.cells[total].value:
			return fmt.Errorf("%s, %s, %s: the categories add up to %d, the total is %d", t.def.Name, p.area, t.period, sum, g.cells[total].value)
		case total >= 0 && g.steps.categories:
			g.equal("the categories make the total", cells, total)
		}
	}
	return nil
}

// job is a part of the system in a deterministic order.
func (g *gate) join() {
	parent := make([]int, len(g.cells))
	for i := range parent {
		parent[i] = i
	}
	var root func(int) int
	root = func(x int) int {
		for parent[x] != x {
			parent[x] = parent[parent[x]]
			x = parent[x]
		}
		return x
	}
	tie := func(a, b int) { parent[max(root(a), root(b))] = min(root(a), root(b)) }
	for n, l := range g.lines {
		for _, t := range l.terms {
			tie(l.terms[0].cell, t.cell)
		}
		c := l.terms[0].cell
		g.inRow[c] = append(g.inRow[c], n)
	}
	for _, of := range g.together() {
		for _, c := range of {
			tie(of[0], c)
		}
	}
	g.finesAt = map[int][]int{}
	for n, z := range g.fines {
		g.finesAt[z.month] = append(g.finesAt[z.month], n)
		for _, b := range z.of {
			for _, t := range slices.Concat(b.month, b.total) {
				tie(z.month, t.cell)
			}
		}
	}
	byRoot := map[int]int{}
	for c := range g.cells {
		r := root(c)
		n, ok := byRoot[r]
		if !ok {
			n = len(g.parts)
			byRoot[r] = n
			g.parts = append(g.parts, nil)
		}
		g.parts[n] = append(g.parts[n], c)
	}
	for _, p := range g.parts {
		slices.SortFunc(p, func(a, b int) int { return compareKeys(g.cells[a].key, g.cells[b].key) })
	}
}

func compareKeys(a, b ledger.Hiding) int {
	return cmp.Or(cmp.Compare(a.Measure, b.Measure), cmp.Compare(a.Period, b.Period), cmp.Compare(a.Division, b.Division), cmp.Compare(a.Level, b.Level),
		cmp.Compare(a.Area, b.Area), cmp.Compare(a.Category, b.Category), cmp.Compare(a.Column, b.Column))
}
