//go:build duckdb_arrow

package disclosure

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform/disclosure/audit"
)

// prove hides and proves every part of the system by itself, on all cores. The
// outcome does not depend on their order: a part touches its own cells only.
func (g *gate) prove(known map[string]ledger.Proof) ([]ledger.Proof, error) {
	g.families = g.together()
	results := make([]outcome, len(g.parts))
	next := make(chan int)
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for n := range next {
				results[n] = g.part(g.parts[n]).solve(known)
			}
		})
	}
	for n := range g.parts {
		next <- n
	}
	close(next)
	wait.Wait()
	var proofs []ledger.Proof
	var faults []error
	for _, r := range results {
		if r.err != nil {
			faults = append(faults, r.err)
		}
		if r.proof != nil {
			proofs = append(proofs, *r.proof)
		}
		for i, why := range r.close {
			g.close[i] = why
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(append([]error{ErrRefused}, faults...)...)
	}
	return proofs, nil
}

// part is cells that lines join, with what has been decided of them.
type part struct {
	g      *gate
	cells  []int
	local  map[int]int
	lines  []int
	hidden []bool
	close  map[int]string // facts coarsened away
}

type outcome struct {
	proof *ledger.Proof // nil: nothing is hidden, or the proof was known
	close map[int]string
	err   error
}

func (g *gate) part(cells []int) *part {
	p := &part{g: g, cells: cells, local: make(map[int]int, len(cells)), hidden: make([]bool, len(cells)), close: map[int]string{}}
	for i, c := range cells {
		p.local[c] = i
		p.lines = append(p.lines, g.inRow[c]...)
	}
	slices.Sort(p.lines)
	return p
}

// solve hides what must be hidden until everything hidden is proved. Where that
// fails it tells less, step by step.
func (p *part) solve(known map[string]ledger.Proof) outcome {
	if !p.start() {
		return outcome{}
	}
	print := p.fingerprint()
	if k, ok := known[print]; ok && p.recall(k) {
		return outcome{close: p.close}
	}
	if !p.g.steps.complement {
		p.settle()
		return outcome{}
	}
	for {
		exposed, witnesses, err := p.attempt(true)
		if err == nil && len(exposed) > 0 {
			p.start()
			exposed, witnesses, err = p.attempt(false)
		}
		if err != nil {
			return outcome{err: fmt.Errorf("%s: %w", p.name(), err)}
		}
		if len(exposed) == 0 {
			p.settle()
			return outcome{proof: p.proof(print, witnesses), close: p.close}
		}
		if !p.coarsen(exposed) {
			return outcome{err: p.refusal(exposed)}
		}
		p.start()
	}
}

// start hides what is hidden for its own sake; false where nothing is.
func (p *part) start() bool {
	any := false
	for i, n := range p.cells {
		c := p.g.cells[n]
		p.hidden[i] = c.hidden || c.primary || c.fact >= 0 && (p.g.close[c.fact] != "" || p.close[c.fact] != "")
		any = any || p.hidden[i] && (c.fact >= 0 || c.primary)
	}
	if any {
		p.couple()
	}
	return any
}

// couple hides together what can be turned into each other.
func (p *part) couple() {
	for changed := true; changed; {
		changed = false
		hide := func(i int) {
			if i >= 0 && !p.hidden[i] {
				p.hidden[i], changed = true, true
			}
		}
		for _, n := range p.cells {
			c := p.g.cells[n]
			if c.fact < 0 || c.key.Column != others {
				continue
			}
			x, y, of := p.of(c.fact, ledger.Value), p.local[n], p.of(c.fact, ledger.Denominator)
			if p.hidden[x] || p.hidden[y] || p.hidden[of] {
				hide(x)
				hide(y)
			}
		}
		for _, f := range p.g.families {
			if _, mine := p.local[f[0]]; !mine {
				continue
			}
			if slices.ContainsFunc(f, func(n int) bool { return p.hidden[p.local[n]] }) {
				for _, n := range f {
					hide(p.local[n])
				}
			}
		}
	}
}

func (p *part) of(fact int, column string) int {
	if n := p.g.cellOf(fact, column); n >= 0 {
		if i, ok := p.local[n]; ok {
			return i
		}
	}
	return -1
}

// attempt adds complementary cells until every hidden figure has its witness,
// those that were hidden for another's sake too: a reader cannot tell which they are.
func (p *part) attempt(headlines bool) ([]audit.Exposure, []audit.Witness, error) {
	for {
		result, err := audit.Protect(p.table(headlines), p.g.set.count())
		if err != nil || len(result.Exposed) > 0 {
			return result.Exposed, nil, err
		}
		if len(result.Complementary) == 0 {
			// Months whose margins are both hidden keep what each margin's own worlds
			// say: no world of both is looked for.
			if more, _ := p.bounded(result.Witnesses); !more {
				return nil, result.Witnesses, nil
			}
			p.couple()
			continue
		}
		for _, id := range result.Complementary {
			p.hidden[index(id)] = true
		}
		p.couple()
	}
}

func index(id string) int {
	i, _ := strconv.Atoi(id) // an id that table made
	return i
}

// table is the part as readers have it: hidden cells must be proved, unless an
// earlier publication showed them.
func (p *part) table(headlines bool) audit.Table {
	var t audit.Table
	for i, n := range p.cells {
		c := p.g.cells[n]
		rule := c.rule
		cell := audit.Cell{ID: strconv.Itoa(i), Value: c.value, Published: !p.hidden[i] || c.was || c.open, Need: &rule, Keep: c.was || c.open || headlines && c.keep}
		if c.key.Level != "" && c.value < 0 {
			cell.Lo = c.value // a rest of rounded kronor
		}
		cell.Primary = !cell.Published && (c.primary || c.fact >= 0)
		t.Cells = append(t.Cells, cell)
	}
	for _, n := range p.lines {
		l := p.g.lines[n]
		if l.of > 0 && (!p.g.told(l.of-1) || p.close[l.of-1] != "") {
			continue
		}
		coef := make(map[string]int64, len(l.terms))
		for _, x := range l.terms {
			coef[strconv.Itoa(p.local[x.cell])] += x.coef
		}
		t.Limits = append(t.Limits, p.limit(&t, n, coef))
	}
	return t
}

// limit is a line; of a sum of rounded figures what the rounding leaves open is a
// cell of its own, so that the search meets an equation.
func (p *part) limit(t *audit.Table, n int, coef map[string]int64) audit.Limit {
	l := p.g.lines[n]
	if l.lo == nil || l.hi == nil || *l.lo == *l.hi {
		return audit.Limit{Coef: coef, Lo: l.lo, Hi: l.hi, Why: l.why}
	}
	open := audit.Cell{ID: "s" + strconv.Itoa(n), Lo: *l.lo, Hi: l.hi}
	for _, x := range l.terms {
		open.Value += x.coef * p.g.cells[x.cell].value
	}
	t.Cells = append(t.Cells, open)
	coef[open.ID] = -1
	var zero int64
	return audit.Limit{Coef: coef, Lo: &zero, Hi: &zero, Why: l.why}
}

// settle writes what was decided to the cells.
func (p *part) settle() {
	for i, n := range p.cells {
		p.g.cells[n].hidden = p.hidden[i]
	}
}

// coarsen tells less where a cell could not be proved: first without the
// summaries that bound it, then the area without categories, then the table
// without, then nothing of the area, then no table. It is false when all that is done.
func (p *part) coarsen(exposed []audit.Exposure) bool {
	more := false
	drop := func(i int, why string) {
		if p.close[i] == "" && p.g.close[i] == "" {
			p.close[i], more = why, true
		}
	}
	for _, step := range []func(c, other cell) bool{
		func(c, other cell) bool {
			return other.key.Category != "" && sameRow(c, other)
		},
		func(c, other cell) bool { return other.key.Category != "" && sameTable(c, other) },
		func(c, other cell) bool { return c.key.Period == other.key.Period && c.key.Area == other.key.Area },
		sameTable,
	} {
		for _, e := range exposed {
			c := p.g.cells[p.cells[index(e.ID)]]
			for _, n := range p.lines {
				if l := p.g.lines[n]; l.of > 0 && p.g.base[l.of-1].Period == c.key.Period {
					drop(l.of-1, "it would say too much of a hidden figure")
				}
			}
			if more {
				continue
			}
			for i, n := range p.cells {
				if other := p.g.cells[n]; other.fact >= 0 && !other.was && !p.hidden[i] && step(c, other) {
					drop(other.fact, "the table could not be proved")
				}
			}
		}
		if more {
			return true
		}
	}
	return false
}

func sameTable(a, b cell) bool { return a.key.Measure == b.key.Measure && a.key.Period == b.key.Period }

func sameRow(a, b cell) bool {
	return sameTable(a, b) && a.key.Level == b.key.Level && a.key.Area == b.key.Area
}

// refusal says what could be inferred, and from which figures.
func (p *part) refusal(exposed []audit.Exposure) error {
	var faults []error
	for n, e := range exposed {
		if n == maxFaults {
			faults = append(faults, fmt.Errorf("and %d more", len(exposed)-n))
			break
		}
		i := index(e.ID)
		to := "without end"
		if e.Interval.Hi != nil {
			to = e.Interval.Hi.RatString()
		}
		faults = append(faults, fmt.Errorf("%s could be told to lie between %s and %s from %s", keyName(p.g.cells[p.cells[i]].key), e.Interval.Lo.RatString(), to, p.sources(p.cells[i])))
	}
	return errors.Join(faults...)
}

// sources names the figures that stand in a line with a cell.
func (p *part) sources(n int) string {
	var names []string
	for _, k := range p.lines {
		l := p.g.lines[k]
		if !slices.ContainsFunc(l.terms, func(t term) bool { return t.cell == n }) {
			continue
		}
		for _, t := range l.terms {
			if c := p.g.cells[t.cell]; t.cell != n && c.fact >= 0 && !p.hidden[p.local[t.cell]] && len(names) < 8 {
				names = append(names, keyName(c.key))
			}
		}
	}
	if len(names) == 0 {
		return "what was published before"
	}
	return strings.Join(names, "; ")
}

func (p *part) name() string { return keyName(p.g.cells[p.cells[0]].key) }

func keyName(k ledger.Hiding) string {
	name := k.Measure + ", " + k.Area + ", " + k.Period
	if k.Level == "rest av stad" || k.Level == "rest av del" {
		name = k.Measure + ", whoever is in no area of " + k.Area + ", " + k.Period
	}
	if k.Category != "" {
		name += ", " + k.Category
	}
	switch k.Column {
	case ledger.Denominator:
		name += " (n)"
	case others:
		name += " (n - x)"
	case ledger.Cases:
		name += " (cases)"
	}
	return name
}

// show writes to the published facts what the cells say.
func (g *gate) show() {
	for i := range g.base {
		f := &g.out[i]
		if f.Kind == publication.KindPublic || f.Status == publication.NotDelivered {
			continue
		}
		if g.close[i] != "" || f.Status == publication.Hidden {
			g.hide(i, true)
			continue
		}
		if n := g.cellOf(i, ledger.Value); n >= 0 && g.cells[n].hidden {
			of := g.cellOf(i, ledger.Denominator)
			g.hide(i, of >= 0 && g.cells[of].hidden)
		}
		if f.Kind == publication.KindSummary && f.Status != publication.Hidden {
			g.showSummary(i)
		}
	}
	g.showDelivered()
	g.showBound()
	g.showCarried()
}
