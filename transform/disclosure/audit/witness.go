package audit

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// ErrFalse says that the true values break a relation, a limit or a bound: then
// every proof from it would be empty.
var ErrFalse = errors.New("the true values do not satisfy the table's own relations")

// Exposure is a primary cell without a witness, and what a reader learns of it.
type Exposure struct {
	ID       string
	Interval Interval
}

// Proof has a witness for every primary cell that is protected.
type Proof struct {
	Witnesses []Witness
	Exposed   []Exposure
}

// Prove looks for a witness of every primary cell. A primary cell that is
// published, or that no search could prove, is exposed. The witnesses returned
// are verified.
func Prove(t Table, r Rule) (Proof, error) {
	pr, err := newProver(t, r)
	if err != nil {
		return Proof{}, err
	}
	pr.patient = true
	if err := pr.all(pr.open()); err != nil {
		return Proof{}, err
	}
	proof := Proof{Witnesses: pr.witnesses()}
	if err := Verify(t, r, proof.Witnesses); err != nil {
		return Proof{}, err
	}
	proof.Exposed, err = pr.exposed()
	return proof, err
}

// pair is a witness in the problem's numbers: what the named cells are in either world.
type pair struct {
	cells     []int
	low, high []int64
}

type prover struct {
	p       *problem
	rules   []Rule // per cell
	primary []int
	found   map[int]*pair
	added   []int // complementary cells, hidden by the search
	quick   bool  // no simplex on large components
	patient bool  // every search there is
}

func newProver(t Table, r Rule) (*prover, error) {
	p, err := compile(t)
	if err != nil {
		return nil, err
	}
	if !p.true {
		return nil, ErrFalse
	}
	pr := &prover{p: p, found: map[int]*pair{}}
	for v, c := range t.Cells {
		own := c.rule(r)
		if own.Threshold < 1 || own.Width < 1 {
			return nil, fmt.Errorf("cell %s: rule %+v protects nothing", c.ID, own)
		}
		pr.rules = append(pr.rules, own)
		if c.Primary {
			pr.primary = append(pr.primary, v)
		}
	}
	slices.SortStableFunc(pr.primary, func(a, b int) int { return cmp.Compare(p.value[a], p.value[b]) })
	return pr, nil
}

// open are the hidden primary cells without a witness.
func (pr *prover) open() []int {
	var out []int
	for _, v := range pr.primary {
		if pr.p.hidden[v] && pr.found[v] == nil {
			out = append(out, v)
		}
	}
	return out
}

// Searches are bounded: steps per size of circuit, and cells of a circuit.
const (
	quickSteps = 600
	longSteps  = 4000
	quickCells = 12
	longCells  = 24
	quickPart  = 60  // cells of a component
	solvable   = 120 // cells of a component that a simplex is asked to solve at once
)

// all proves cells component by component: networks by flows; others by circuits
// from the true world, with more patience in large components, then by vertices of
// an exact simplex, then by branching. The patient ask the simplex in large
// components too, for the few cells that are left there.
func (pr *prover) all(open []int) error {
	waiting := make(map[int]bool, len(open))
	for _, v := range open {
		waiting[v] = true
	}
	for _, v := range open {
		if !waiting[v] {
			continue
		}
		c, err := pr.p.part(v)
		if err != nil {
			return err
		}
		member := make(map[int]int, len(c.cells))
		var mine []int
		for i, x := range c.cells {
			if member[x] = i; waiting[x] {
				mine = append(mine, x)
				delete(waiting, x)
			}
		}
		if n, ok := flows(c); ok {
			for _, v := range mine {
				pr.flow(n, member[v])
			}
			continue
		}
		left := slices.DeleteFunc(mine, func(v int) bool {
			return pr.circuit(v, quickCells, quickSteps) || pr.climb(v, pr.hiddenOnly, quickCells, quickSteps)
		})
		if len(c.cells) > quickPart && !pr.quick {
			left = slices.DeleteFunc(left, func(v int) bool { return pr.climb(v, pr.hiddenOnly, longCells, longSteps) })
		}
		if len(left) > 0 && len(c.cells) <= solvable && (!pr.quick || len(c.cells) <= quickPart) {
			pr.vertices(c, member, left)
		}
		if len(left) > 0 && len(c.cells) > solvable && pr.patient {
			pr.vertices(c, member, pr.seek(c, left))
		}
	}
	return nil
}

// enough is how far up a cell should go to meet its rule; only what room is
// missing there is sought below.
func (pr *prover) enough(v int) int64 {
	return max(pr.rules[v].Threshold-pr.p.value[v], pr.rules[v].Width)
}

func (pr *prover) flow(n *network, v int) bool {
	x, cell := n.c.value[v], n.c.cells[v]
	high, _ := n.extreme(v, 1, pr.enough(cell))
	low, _ := n.extreme(v, -1, max(0, pr.rules[cell].Width-(high[v]-x)))
	if !pr.rules[cell].met(low[v], high[v]) {
		return false
	}
	pr.keep(n.c, v, low, high)
	return true
}

// keep records two worlds of a component as the witness of one of its cells.
func (pr *prover) keep(c *component, v int, low, high []int64) {
	w := &pair{}
	for i, cell := range c.cells {
		if low[i] != c.value[i] || high[i] != c.value[i] {
			w.cells, w.low, w.high = append(w.cells, cell), append(w.low, low[i]), append(w.high, high[i])
		}
	}
	pr.found[c.cells[v]] = w
}

// meets reports whether a circuit that fits so often up and down meets the rule
// for a cell by itself.
func (pr *prover) meets(v int) func(up, down int64) bool {
	x, most := pr.p.value[v], pr.enough(v)
	return func(up, down int64) bool {
		return pr.rules[v].met(x-min(down, most), x+min(up, most))
	}
}

func (pr *prover) hiddenOnly(v int) (int64, bool) { return 0, pr.p.hidden[v] }

func acceptAny(*circuit) bool { return true }

// climb lays circuits one upon another, each from the world that the last one
// led to: first up, and then down from the true world for what is still missing.
// Each circuit's cells are hidden as it is laid.
func (pr *prover) climb(v int, free func(int) (int64, bool), cells, steps int) bool {
	x := pr.p.value[v]
	high := pr.ascend(v, pr.enough(v), 1, free, cells, steps)
	low := pr.p.value
	if missing := pr.rules[v].Width - (high[v] - x); missing > 0 && high[v] >= pr.rules[v].Threshold {
		low = pr.ascend(v, missing, -1, free, cells, steps)
	}
	if !pr.rules[v].met(low[v], high[v]) {
		return false
	}
	w := &pair{}
	for i, value := range pr.p.value {
		if low[i] != value || high[i] != value {
			w.cells, w.low, w.high = append(w.cells, i), append(w.low, low[i]), append(w.high, high[i])
		}
	}
	pr.found[v] = w
	return true
}

// ascend moves a cell by as much as asked for, or as far as circuits are found.
func (pr *prover) ascend(v int, most, sign int64, free func(int) (int64, bool), cells, steps int) []int64 {
	world := pr.p.value
	need := func(up, down int64) bool { return sign > 0 && up > 0 || sign < 0 && down > 0 }
	for most > 0 {
		h := hunt{p: pr.p, world: world, free: free, need: need, accept: acceptAny}
		c := h.run(v, cells, steps)
		if c == nil {
			break
		}
		step := min(most, c.up)
		if sign < 0 {
			step = min(most, c.down)
		}
		for _, x := range c.cells {
			if !pr.p.hidden[x] {
				pr.p.hidden[x] = true
				pr.added = append(pr.added, x)
			}
		}
		world = c.moved(world, sign*step)
		most -= step
	}
	return world
}

// circuit looks for one circuit among hidden cells that meets the rule.
func (pr *prover) circuit(v, cells, steps int) bool {
	h := hunt{p: pr.p, world: pr.p.value, free: pr.hiddenOnly, need: pr.meets(v), accept: acceptAny}
	c := h.run(v, cells, steps)
	if c == nil {
		return false
	}
	pr.ride(v, c)
	return true
}

// ride makes a circuit the witness of its first cell.
func (pr *prover) ride(v int, c *circuit) {
	up := min(c.up, pr.enough(v))
	down := min(c.down, max(0, pr.rules[v].Width-up))
	w := &pair{cells: c.cells}
	for i, cell := range c.cells {
		w.low = append(w.low, pr.p.value[cell]-down*c.steps[i])
		w.high = append(w.high, pr.p.value[cell]+up*c.steps[i])
	}
	pr.found[v] = w
}

func (pr *prover) witnesses() []Witness {
	var out []Witness
	for _, v := range pr.primary {
		f := pr.found[v]
		if f == nil {
			continue
		}
		w := Witness{Primary: pr.p.ids[v], Low: map[string]int64{}, High: map[string]int64{}}
		for i, cell := range f.cells {
			w.Low[pr.p.ids[cell]], w.High[pr.p.ids[cell]] = f.low[i], f.high[i]
		}
		out = append(out, w)
	}
	return out
}

// exposed says of every primary cell without a witness what follows for it.
func (pr *prover) exposed() ([]Exposure, error) {
	var out []Exposure
	for _, v := range pr.primary {
		if pr.found[v] != nil {
			continue
		}
		if !pr.p.hidden[v] {
			x := new(big.Rat).SetInt64(pr.p.value[v])
			out = append(out, Exposure{pr.p.ids[v], Interval{x, x}})
			continue
		}
		c, err := pr.p.part(v)
		if err != nil {
			return nil, err
		}
		if _, ok := flows(c); !ok && len(c.cells) > solvable {
			// What a reader learns at least: nothing. No witness was found all the same.
			out = append(out, Exposure{pr.p.ids[v], Interval{Lo: new(big.Rat).SetInt64(c.lo[0])}})
			continue
		}
		interval, err := c.solver()
		if err != nil {
			return nil, err
		}
		out = append(out, Exposure{pr.p.ids[v], interval(0)})
	}
	return out, nil
}
