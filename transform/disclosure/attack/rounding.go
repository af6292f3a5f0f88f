//go:build duckdb_arrow

package attack

import (
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform/disclosure/audit"
)

// apartByThree is what every rounded count that may be below five must leave: three
// whole values, as many as a printed nought leaves. It repeats the rule of the gate
// on purpose.
var apartByThree = audit.Rule{Threshold: 1, Width: 2}

// leastBase is the smallest rounded number that kronor may stand beside.
const leastBase = 10

// rounded looks at what rounding demands of each figure alone: every count is a
// multiple, and no true mean or ratio stands beside a rounded count.
func (a *attacker) rounded(p Publication) {
	defs := p.defined()
	multiple := func(f publication.Fact, what string, v *float64) {
		if v != nil && math.Mod(*v, float64(p.RoundedTo)) != 0 {
			a.find(RuleRounding, label(f), "%s %v is not rounded to %d", what, *v, p.RoundedTo)
		}
	}
	type place struct{ period, level, area, division string }
	homes := map[place]publication.Fact{}
	for _, f := range p.Facts {
		if f.Measure == households && f.Category == "" {
			homes[place{f.Period, f.Level, f.Area, f.Division}] = f
		}
	}
	for _, f := range p.Facts {
		if f.N != nil {
			n := float64(*f.N)
			multiple(f, "the number of cases", &n)
		}
		family := defs[f.Measure].together()
		switch {
		case f.Kind == publication.KindCount, f.Kind == publication.KindPair:
			multiple(f, "the count", f.Value)
			multiple(f, "n", f.Denominator)
		case f.Kind == publication.KindDelivered && f.Value != nil, f.Kind == publication.KindSummary && family != "" && f.Value != nil:
			a.find(RuleRounding, label(f), "a true mean, %v, beside rounded counts", *f.Value)
		case f.Kind == publication.KindAmount && family == households && f.Value != nil:
			if h := homes[place{f.Period, f.Level, f.Area, f.Division}]; h.Value != nil && *h.Value < leastBase {
				a.find(RuleRounding, label(f), "a cost of %v beside %v households, below %d", *f.Value, *h.Value, leastBase)
			}
		}
	}
}

// unpick solves all rounded counts of a publication and those beside it together
// (attack 21), and reports every one that may be small and can be told closer than
// rounding leaves it. A figure is first taken for the same in all of them. Where that
// cannot be, sums of what was corrected are taken for corrected too, even if
// they are told alike.
func unpick(pubs []Publication) []Finding {
	var out []Finding
	s := newCounts(pubs, false)
	again := map[ref]bool{}
	for _, c := range s.components() {
		found, contradicted := s.unpick(c)
		if out = append(out, found...); !contradicted {
			continue
		}
		for _, x := range c.cells {
			again[x] = true
		}
	}
	if len(again) == 0 {
		return out
	}
	s = newCounts(pubs, true)
	for _, c := range s.components() {
		if slices.ContainsFunc(c.cells, func(x ref) bool { return again[x] }) {
			out = append(out, s.last(c)...)
		}
	}
	return out
}

// part is the column of a reason's month that is told in its group only.
const part = "in its group"

// inGroups adds the months of the reasons that groups are told in place of: they
// make the group's month, and over the year the year of their reason.
func (sh *sheet) inGroups() {
	years := map[ref][]ref{}
	var order []ref
	for _, l := range slices.Clone(sh.lines) {
		if l.kind != byTime || len(l.left) < 2 {
			continue
		}
		for _, month := range l.right {
			of := line{kind: byCategory, left: []ref{month}}
			for _, year := range l.left {
				z := month.col(part)
				z.category = year.category
				of.right = append(of.right, z)
				if years[year] == nil {
					order = append(order, year)
				}
				years[year] = append(years[year], z)
			}
			sh.lines = append(sh.lines, of)
		}
	}
	cities, parts := map[ref]ref{}, map[ref][]ref{} // of a reason and month
	var reasons []ref
	for _, year := range order {
		sh.lines = append(sh.lines, line{kind: byTime, left: []ref{year}, right: years[year]})
		for _, z := range years[year] {
			at := ref{measure: z.measure, category: z.category, period: z.period}
			switch z.level {
			case publication.LevelCity:
				cities[at] = z
				reasons = append(reasons, at)
			case publication.LevelDistrict, publication.LevelOutside:
				parts[at] = append(parts[at], z)
			}
		}
	}
	for _, at := range reasons {
		rest := cities[at].col("rest " + part)
		sh.lines = append(sh.lines, line{kind: byArea, left: []ref{cities[at]}, right: parts[at], rest: &rest, open: sh.unevenly(at, len(parts[at]))})
	}
}

// unevenly says whether some area's month of a reason is not among so many.
func (sh *sheet) unevenly(at ref, told int) bool {
	areas := map[ref]bool{}
	for _, r := range sh.order {
		if r.measure == at.measure && r.period == at.period && (r.level == publication.LevelDistrict || r.level == publication.LevelOutside) {
			areas[ref{area: r.area, division: r.division, level: r.level}] = true
		}
	}
	return told < len(areas)
}

// table writes a component for the search: what is told of each cell, a value to
// start from, and which cells must not be told closer.
func (s *counts) table(c component) audit.Table {
	t := c.table("")
	for i, x := range c.cells {
		is, ok := s.told[x]
		if !ok {
			is = within{0, much}
		}
		cell := &t.Cells[i]
		cell.Lo, cell.Value = is.lo, is.lo
		if is.hi != much {
			hi := is.hi
			cell.Hi, cell.Value = &hi, (is.lo+is.hi)/2
		}
		need := apartByThree
		if _, hidden := s.hidden[x]; hidden && is.hi == much {
			need = audit.Five // and where an earlier publication told it rounded, no more than that
		}
		cell.Need = &need
	}
	return t
}

// unpick solves one component: first as if nobody were in no area, for a reader may
// know that, and otherwise with them. contradicted says that the publications of it
// cannot all be about the same figures.
func (s *counts) unpick(c component) (found []Finding, contradicted bool) {
	t := s.table(c)
	world, _, err := audit.Spread(t, apartByThree)
	if err != nil {
		if with, any := c.withRests(); any {
			return s.unpick(with)
		}
		if len(c.ofFirst().rows) < len(c.rows) {
			return nil, true
		}
		return s.doubt(c, err.Error()), false
	}
	for i, x := range c.cells {
		_, hidden := s.hidden[x]
		is := t.Cells[i]
		t.Cells[i].Value = world[is.ID]
		known := is.Hi != nil && *is.Hi == is.Lo
		small := is.Hi != nil && *is.Hi < leastBase || world[is.ID] <= minCount
		hidden = hidden && is.Hi == nil
		t.Cells[i].Primary = s.here(x) && !known && (hidden || small)
	}
	_, proof, err := audit.Spread(t, apartByThree)
	if err != nil {
		return s.doubt(c, err.Error()), false
	}
	for _, e := range proof.Exposed {
		i := slices.IndexFunc(t.Cells, func(cell audit.Cell) bool { return cell.ID == e.ID })
		if _, hidden := s.hidden[c.cells[i]]; hidden && e.Interval.Lo != nil && e.Interval.Lo.Cmp(big.NewRat(minCount, 1)) >= 0 {
			continue // it is not small, and rounding would tell as much
		}
		found = append(found, s.unpicked(c, c.cells[i], e.Interval))
	}
	return found, false
}

// last solves a component of which the publications contradicted each other; where
// they still do, each can only be taken by itself.
func (s *counts) last(c component) []Finding {
	found, contradicted := s.unpick(c)
	if !contradicted {
		return found
	}
	for _, own := range c.ofFirst().split() {
		more, _ := s.unpick(own)
		found = append(found, more...)
	}
	return found
}

// has says whether a publication tells of a figure, shown or hidden, or of the group
// that a reason's month is part of.
func (sh *sheet) has(r ref) bool {
	if r.column == part {
		return true
	}
	f, ok := sh.at[r.col("")]
	return ok && (f.Value != nil || f.Status == publication.Hidden || r.column == "n" && f.Denominator != nil)
}

// here says whether an unknown is one of the publication that is attacked.
func (s *counts) here(x ref) bool {
	if strings.Contains(x.column, "@") {
		return false // what it was in an earlier publication
	}
	x.column = ""
	for _, sh := range s.sheets[:1] {
		if _, there := sh.at[x]; there {
			return true
		}
	}
	return slices.ContainsFunc(slices.Collect(maps.Keys(s.sheets[0].Groups)), func(k [2]string) bool {
		return k[0] == x.measure && slices.Contains(s.sheets[0].Groups[k], x.category)
	})
}

func (s *counts) unpicked(c component, x ref, iv audit.Interval) Finding {
	to := "without end"
	if iv.Hi != nil {
		to = iv.Hi.RatString()
	}
	why := ""
	least := math.MaxInt
	for _, r := range c.rows {
		if _, in := r.coef[x]; in && len(r.coef) < least {
			why, least = r.why, len(r.coef)
		}
	}
	if iv.Lo == nil {
		iv.Lo = new(big.Rat)
	}
	return Finding{RuleRounding, x.String(), fmt.Sprintf("it is between %s and %s, closer than rounding leaves it: %s", iv.Lo.RatString(), to, why)}
}
