//go:build duckdb_arrow

package attack

import (
	"fmt"
	"math/big"
	"slices"

	"stadsdelskollen/transform/disclosure/audit"
)

// name says which attack found a cell, what follows for it, and from what.
func (s *system) name(c component, t audit.Table, x ref, iv audit.Interval) Finding {
	rule, why := s.reason(c, x, iv)
	text := "it is between " + s.print(x, iv.Lo) + " and " + s.print(x, iv.Hi)
	if iv.Exact() {
		text = "it is " + s.print(x, iv.Lo)
	}
	if s.safe(x, iv) {
		rule, text = s.whole(t, x, text)
	}
	return Finding{rule, x.String(), text + ": " + why}
}

// whole looks among whole worlds only, where the equations alone leave room.
func (s *system) whole(t audit.Table, x ref, text string) (rule, what string) {
	if len(t.Cells) > few {
		return RuleUndecided, text + ", and no two worlds were found that show it to be safe"
	}
	iv, err := audit.IntegerInterval(t, key(x))
	if err != nil || s.safe(x, iv) {
		return RuleUndecided, text + ", and no two worlds were found that show it to be safe"
	}
	return RuleIntegers, "in whole numbers it is between " + s.print(x, iv.Lo) + " and " + s.print(x, iv.Hi)
}

func (s *system) print(x ref, v *big.Rat) string {
	if v == nil {
		return "any number"
	}
	f, _ := new(big.Rat).Quo(v, big.NewRat(max(1, s.scale[x.measure]), 1)).Float64()
	return number(f)
}

// reason finds the simplest attack that gives a cell away: one line alone, or
// all equations with what they cannot do without.
func (s *system) reason(c component, x ref, iv audit.Interval) (rule, why string) {
	shortest := -1
	for i, r := range c.rows {
		if _, in := r.coef[x]; !in {
			continue
		}
		if shortest < 0 || len(r.coef) < len(c.rows[shortest].coef) {
			shortest = i
		}
		if alone, ok := s.alone(r, x); ok && !s.safe(x, alone) {
			return lineRule(r, x, s), r.why
		}
	}
	if shortest < 0 {
		return RuleEquations, "all equations together"
	}
	why = c.rows[shortest].why
	if len(c.cells) > 200 {
		return RuleEquations, why
	}
	if c.joined() && s.without(c.ofFirst(), x, "") {
		return RuleSibling, fmt.Sprintf("together with %s: %s", s.others(c), why)
	}
	for _, k := range []struct{ kind, rule string }{{byTime, RuleTime}, {byPart, RuleHierarchy}, {byMedian, RuleMedian}, {byLink, RuleTogether}, {byHabit, RuleUnlisted}, {byPair, RulePair}} {
		if s.without(c, x, k.kind) {
			return k.rule, why
		}
	}
	if iv.Exact() {
		return RuleBridge, why
	}
	return RuleEquations, why
}

// alone is what one row says of a cell when all others in it are at least nought.
func (s *system) alone(r row, x ref) (audit.Interval, bool) {
	c := component{rows: []row{r}}
	for y := range r.coef {
		c.cells = append(c.cells, y)
	}
	slices.SortFunc(c.cells, compareRefs)
	all, err := audit.Intervals(c.table(""))
	return all[key(x)], err == nil
}

// lineRule names the attack on a single line.
func lineRule(r row, x ref, s *system) string {
	switch {
	case r.pub > 0:
		return RuleSibling
	case r.kind == byTime:
		return RuleTime
	case r.kind == byPart:
		return RuleHierarchy
	case r.kind == byMedian:
		return RuleMedian
	case r.kind == byLink:
		return RuleTogether
	case r.kind == byHabit:
		return RuleUnlisted
	case r.kind == byPair:
		return RulePair
	case len(r.coef) == 1:
		return RuleSubtract
	}
	return RuleResidual
}

// without says whether a cell is safe when the rows of a kind are not known.
func (s *system) without(c component, x ref, kind string) bool {
	if kind != "" && !slices.ContainsFunc(c.rows, func(r row) bool { return r.kind == kind }) || !slices.Contains(c.cells, x) {
		return false
	}
	all, err := audit.Intervals(c.table(kind))
	return err == nil && s.safe(x, all[key(x)])
}

// joined says whether rows of several publications meet.
func (c component) joined() bool {
	return slices.ContainsFunc(c.rows, func(r row) bool { return r.pub > 0 })
}

func (s *system) others(c component) string {
	for _, r := range c.rows {
		if r.pub > 0 {
			return s.sheets[r.pub].Name
		}
	}
	return ""
}
