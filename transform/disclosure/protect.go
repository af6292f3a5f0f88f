//go:build duckdb_arrow

package disclosure

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"
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
	fines  []int // months of reasons
	hidden []bool
	close  map[int]string // facts coarsened away
}

// proved is what stands for a part: two worlds of each hidden figure, and of each
// small month of a reason.
type proved struct {
	witnesses []audit.Witness
	fines     map[int]spread
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
		p.fines = append(p.fines, g.finesAt[c]...)
	}
	slices.Sort(p.lines)
	return p
}

// solve hides what must be hidden until everything hidden is proved. Where that
// fails it tells less, step by step.
func (p *part) solve(known map[string]ledger.Proof) outcome {
	if p.g.set.Rules.rounds() && p.ofCounts() {
		return p.solveRounded(known)
	}
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
		exposed, found, err := p.attempt(true)
		if err == nil && len(exposed) > 0 {
			p.start()
			exposed, found, err = p.attempt(false)
		}
		if err != nil {
			return outcome{err: fmt.Errorf("%s: %w", p.name(), err)}
		}
		if len(exposed) == 0 {
			p.settle()
			return outcome{proof: p.proof(print, found), close: p.close}
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
func (p *part) attempt(headlines bool) ([]audit.Exposure, proved, error) {
	for {
		t := p.table(headlines)
		result, err := audit.Protect(t, p.g.set.count())
		if err != nil || len(result.Exposed) > 0 {
			return result.Exposed, proved{}, err
		}
		if len(result.Complementary) == 0 {
			fines, more, exposed, err := p.fineProofs(t, result.Witnesses, headlines)
			if err != nil || len(exposed) > 0 {
				return exposed, proved{}, err
			}
			if !more {
				found := proved{result.Witnesses, fines}
				return nil, found, p.verified(t, found)
			}
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
	open := audit.Cell{ID: openLine + strconv.Itoa(n), Value: p.open(n), Lo: *l.lo, Hi: l.hi}
	t.Cells = append(t.Cells, open)
	coef[open.ID] = -1
	var zero int64
	return audit.Limit{Coef: coef, Lo: &zero, Hi: &zero, Why: l.why}
}

// openLine stands in front of the number of a line whose slack is a cell.
const openLine = "s"

// open is what the rounding of a line leaves open in truth.
func (p *part) open(n int) (sum int64) {
	for _, x := range p.g.lines[n].terms {
		sum += x.coef * p.g.cells[x.cell].value
	}
	return sum
}

// settle writes what was decided to the cells.
func (p *part) settle() {
	for i, n := range p.cells {
		p.g.cells[n].hidden = p.hidden[i]
	}
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
	g.showRounded()
}
