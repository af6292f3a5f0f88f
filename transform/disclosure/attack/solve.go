//go:build duckdb_arrow

package attack

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"runtime"
	"slices"
	"strings"
	"sync"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform/disclosure/audit"
)

// component are hidden cells that rows join.
type component struct {
	cells []ref
	rows  []row
}

// solve finds every hidden figure that all rows together give away.
func (s *system) solve() []Finding {
	parts := s.components()
	found := make([][]Finding, len(parts))
	var wg sync.WaitGroup
	queue := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range queue {
				found[i] = s.attack(parts[i])
			}
		})
	}
	for i := range parts {
		queue <- i
	}
	close(queue)
	wg.Wait()
	return slices.Concat(found...)
}

// signature names the cells of a row, to find two that say the same.
func (r row) signature() string {
	var b strings.Builder
	for _, x := range slices.SortedFunc(maps.Keys(r.coef), compareRefs) {
		fmt.Fprintf(&b, "%q*%d ", x, r.coef[x])
	}
	return b.String()
}

func compareRefs(a, b ref) int {
	return cmp.Or(cmp.Compare(a.measure, b.measure), cmp.Compare(a.period, b.period), cmp.Compare(a.level, b.level), cmp.Compare(a.area, b.area),
		cmp.Compare(a.division, b.division), cmp.Compare(a.category, b.category), cmp.Compare(a.column, b.column))
}

// components joins the rows of all publications. One hidden cell is one unknown
// in all of them, unless the same line leaves different residuals: then the older
// one is a revision and its cells stand for themselves.
func (s *system) components() []component {
	seen := map[string][]row{}
	var rows []row
	for _, r := range s.rows {
		key := r.signature()
		doubled, apart := false, false
		for _, old := range seen[key] {
			doubled = doubled || old.lo == r.lo && old.hi == r.hi
			apart = apart || old.pub != r.pub && (old.lo > r.hi || old.hi < r.lo)
		}
		if doubled {
			continue
		}
		if apart {
			r.coef = renamed(r)
		}
		seen[key] = append(seen[key], r)
		rows = append(rows, r)
	}
	group := map[ref]ref{}
	var find func(ref) ref
	find = func(x ref) ref {
		up, ok := group[x]
		if !ok || up == x {
			group[x] = x
			return x
		}
		root := find(up)
		group[x] = root
		return root
	}
	for _, r := range rows {
		var first *ref
		for x := range r.coef {
			if first == nil {
				root := find(x)
				first = &root
			}
			group[find(x)] = find(*first)
		}
	}
	byRoot := map[ref]*component{}
	for x := range group {
		root := find(x)
		if byRoot[root] == nil {
			byRoot[root] = &component{}
		}
		byRoot[root].cells = append(byRoot[root].cells, x)
	}
	for _, r := range rows {
		for x := range r.coef {
			c := byRoot[find(x)]
			c.rows = append(c.rows, r)
			break
		}
	}
	out := make([]component, 0, len(byRoot))
	for _, c := range byRoot {
		slices.SortFunc(c.cells, compareRefs)
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b component) int { return compareRefs(a.cells[0], b.cells[0]) })
	return out
}

// renamed are the cells of a row as unknowns of its own publication.
func renamed(r row) map[ref]int64 {
	out := map[ref]int64{}
	for x, c := range r.coef {
		x.column += fmt.Sprintf("@%d", r.pub)
		out[x] = c
	}
	return out
}

// secret says whether a cell stands as .. in the publication that is attacked.
func (s *system) secret(x ref) bool {
	_, hidden := s.hidden[x]
	_, here := s.sheets[0].at[x.col("")]
	return hidden && here
}

func (s *system) amountOf(x ref) bool { return s.hidden[x].Kind == publication.KindAmount }

// rule is what keeps a cell secret: for people five and five apart; for kronor
// at least what five households cost.
func (s *system) rule(x ref) audit.Rule {
	if s.amountOf(x) {
		least := leastHomeCost * minCount * s.scale[x.measure]
		return audit.Rule{Threshold: least, Width: least}
	}
	return audit.Five
}

// table writes a component for the exact solver, leaving out rows of one kind.
func (c component) table(without string) audit.Table {
	t := audit.Table{Cells: make([]audit.Cell, len(c.cells))}
	for i, x := range c.cells {
		t.Cells[i].ID = key(x)
	}
	for i := range c.rows {
		r := &c.rows[i]
		if r.kind == without {
			continue
		}
		l := audit.Limit{Coef: map[string]int64{}, Why: r.why}
		for x, n := range r.coef {
			l.Coef[key(x)] = n
		}
		if r.lo != none {
			l.Lo = &r.lo
		}
		if r.hi != much {
			l.Hi = &r.hi
		}
		t.Limits = append(t.Limits, l)
	}
	return t
}

func key(x ref) string {
	return strings.Join([]string{x.measure, x.level, x.area, x.division, x.category, x.period, x.column}, "\x1f")
}

// few is how many cells a component may have for its intervals to be computed
// exactly for every cell, and not only for those that no two worlds protect.
const few = 60

// attack solves one component. A start is looked for among whole worlds; from
// there two worlds are sought for every cell that differ enough, and a cell that
// has none is found: bounds alone never pass for a proof.
func (s *system) attack(c component) []Finding {
	if !slices.ContainsFunc(c.cells, s.watched) {
		return nil
	}
	t := c.table("")
	world, err := audit.World(t)
	if errors.Is(err, audit.ErrContradiction) {
		if with, any := c.withRests(); any {
			return s.attack(with)
		}
		if without, any := s.withoutOld(c); any {
			return s.attack(without)
		}
		if own := c.ofFirst(); len(own.rows) < len(c.rows) {
			var out []Finding
			for _, part := range own.split() {
				out = append(out, s.attack(part)...)
			}
			return out
		}
		return s.doubt(c, "the figures shown contradict each other")
	}
	if err != nil {
		return s.doubt(c, err.Error())
	}
	for i := range t.Cells {
		t.Cells[i].Value = world[t.Cells[i].ID]
		if x := c.cells[i]; s.secret(x) {
			rule := s.rule(x)
			if s.amountOf(x) && len(c.cells) > few {
				// Worlds so far apart from the first keep everybody 15 percent away; in smaller
				// components the exact interval says so.
				rule.Width = max(rule.Width, (15*t.Cells[i].Value+99)/100)
			}
			t.Cells[i].Primary, t.Cells[i].Need = true, &rule
		}
	}
	proof, err := audit.Prove(t, audit.Five)
	if err != nil {
		return s.doubt(c, err.Error())
	}
	found := map[string]audit.Interval{}
	for _, e := range proof.Exposed {
		found[e.ID] = e.Interval
	}
	if len(c.cells) <= few {
		all, err := audit.Intervals(t)
		if err != nil {
			return s.doubt(c, err.Error())
		}
		for _, x := range c.cells {
			if iv := all[key(x)]; !s.safe(x, iv) {
				found[key(x)] = iv
			}
		}
	}
	var out []Finding
	for _, x := range c.cells {
		if iv, ok := found[key(x)]; ok {
			out = append(out, s.name(c, t, x, iv))
		}
	}
	return out
}

// watched are the cells whose intervals matter: those hidden here, and the people
// in no area.
func (s *system) watched(x ref) bool { return s.secret(x) || strings.HasPrefix(x.column, "rest") }

// safe says whether an interval keeps a cell secret.
func (s *system) safe(x ref, iv audit.Interval) bool {
	switch {
	case strings.HasPrefix(x.column, "rest"):
		least := int64(minCount)
		if s.sheets[0].at[ref{x.measure, x.level, x.area, x.division, x.category, x.period, ""}].Kind == publication.KindAmount {
			return true // kronor of nobody in particular: what few people cost is watched in the counts
		}
		return iv.Hi == nil || iv.Lo.Sign() <= 0 || iv.Hi.Cmp(big.NewRat(least, 1)) >= 0
	case !s.secret(x):
		return true
	case !iv.Meets(s.rule(x)):
		return false
	case s.amountOf(x) && iv.Hi != nil:
		// Nobody comes within 15 percent: U >= 1.15 v and L <= v give at least this.
		width := new(big.Rat).Sub(iv.Hi, iv.Lo)
		return width.Mul(width, big.NewRat(115, 15)).Cmp(iv.Hi) >= 0
	}
	return true
}

func (s *system) doubt(c component, why string) []Finding {
	return []Finding{{RuleUndecided, c.cells[0].String(), fmt.Sprintf("%s: %d hidden figures around it could not be shown to be safe (%s)", why, len(c.cells), c.rows[0].why)}}
}

// withRests is the component for a reader who has seen that somebody is in no area.
func (c component) withRests() (with component, any bool) {
	cells := map[ref]bool{}
	for _, r := range c.rows {
		if r.rest != nil {
			r.coef = maps.Clone(r.coef)
			r.coef[*r.rest], r.rest, any = -1, nil, true
		}
		with.rows = append(with.rows, r)
		for x := range r.coef {
			cells[x] = true
		}
	}
	with.cells = slices.SortedFunc(maps.Keys(cells), compareRefs)
	return with, any
}

// ofFirst is the component without what other publications say.
func (c component) ofFirst() component {
	own := component{}
	cells := map[ref]bool{}
	for _, r := range c.rows {
		if r.pub == 0 {
			own.rows = append(own.rows, r)
			for x := range r.coef {
				cells[x] = true
			}
		}
	}
	own.cells = slices.SortedFunc(maps.Keys(cells), compareRefs)
	return own
}

func (c component) split() []component {
	return (&system{rows: c.rows}).components()
}
