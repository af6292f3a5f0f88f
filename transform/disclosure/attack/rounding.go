//go:build duckdb_arrow

package attack

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"

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

// within is what a publication tells of one unknown: between lo and hi, hi being much
// where nothing is told.
type within struct{ lo, hi int64 }

// counts is the system of all counts for one who takes every rounded figure for
// what it may have been rounded from. One figure is one unknown in all
// publications, unless they tell of it what cannot both be: then a correction came
// between, and each has its own.
type counts struct {
	*system
	told map[ref]within
	own  map[string]map[ref]ref // by publication: what its unknowns are called
}

// unpick solves all rounded counts of a publication and those beside it together
// (attack 21), and reports every one that may be small and can be told closer than
// rounding leaves it.
func unpick(pubs []Publication) []Finding {
	s := &counts{system: &system{known: map[ref]int64{}, hidden: map[ref]publication.Fact{}, scale: map[string]int64{}, restOff: map[string]bool{}, readings: true}, told: map[ref]within{}}
	for i, p := range pubs {
		sh := &sheet{Publication: p, defs: p.defined(), at: map[ref]publication.Fact{}, areas: map[string]map[ref]bool{}}
		for _, f := range p.Facts {
			count := f.Kind == publication.KindCount || f.Kind == publication.KindPair
			if f.Level != publication.LevelUnit && (count || f.Measure == medianDays || f.Measure == p90Days) {
				sh.add(f)
			}
		}
		sh.order = sorted(sh.at)
		s.sheets = append(s.sheets, sh)
		s.learn(i, sh)
	}
	for i, sh := range s.sheets {
		sh.build()
		sh.inGroups()
		first := len(s.rows)
		s.write(i, sh)
		for n := first; n < len(s.rows); n++ {
			s.rows[n].coef = s.named(i, s.rows[n].coef)
		}
	}
	var out []Finding
	for _, c := range s.components() {
		out = append(out, s.unpick(c)...)
	}
	return out
}

// learn enters what a publication tells of each of its figures.
func (s *counts) learn(i int, sh *sheet) {
	for _, r := range sh.order {
		f := sh.at[r]
		switch f.Kind {
		case publication.KindPair:
			s.enter(i, sh, r, f, f.Value)
			s.enter(i, sh, r.col("n"), f, f.Denominator)
			var y *float64
			if f.Value != nil && f.Denominator != nil && sh.RoundedTo == 0 {
				rest := *f.Denominator - *f.Value
				y = &rest
			}
			s.enter(i, sh, r.col("y"), f, y)
		case publication.KindCount:
			s.enter(i, sh, r, f, f.Value)
		}
	}
}

func (s *counts) enter(i int, sh *sheet, r ref, f publication.Fact, v *float64) {
	is := within{0, much}
	if v != nil {
		x, near := int64(*v), sh.RoundedTo/2
		is = within{max(0, x-near), x + near}
	}
	if f.Status == publication.Hidden && v == nil && i == 0 && r.column != "y" {
		s.hidden[r] = f
	}
	was, known := s.told[r]
	both := within{max(was.lo, is.lo), min(was.hi, is.hi)}
	switch {
	case !known:
		s.told[r] = is
	case both.lo <= both.hi:
		s.told[r] = both
	default:
		mine := r.col(fmt.Sprintf("%s@%d", r.column, i))
		s.told[mine] = is
		if s.own == nil {
			s.own = map[string]map[ref]ref{}
		}
		if s.own[sh.Name] == nil {
			s.own[sh.Name] = map[ref]ref{}
		}
		s.own[sh.Name][r] = mine
	}
}

// named are the cells of a row by what a publication's unknowns are called.
func (s *counts) named(i int, coef map[ref]int64) map[ref]int64 {
	own := s.own[s.sheets[i].Name]
	out := map[ref]int64{}
	for r, c := range coef {
		if mine, ok := own[r]; ok {
			r = mine
		}
		out[r] += c
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
		if _, hidden := s.hidden[x]; hidden {
			need = audit.Five
		}
		cell.Need = &need
	}
	return t
}

// unpick solves one component: first as if nobody were in no area, for a reader may
// know that, and otherwise with them.
func (s *counts) unpick(c component) []Finding {
	t := s.table(c)
	world, _, err := audit.Spread(t, apartByThree)
	if err != nil {
		if with, any := c.withRests(); any {
			return s.unpick(with)
		}
		if own := c.ofFirst(); len(own.rows) < len(c.rows) && errors.Is(err, audit.ErrContradiction) {
			var out []Finding
			for _, part := range own.split() {
				out = append(out, s.unpick(part)...)
			}
			return out
		}
		return s.doubt(c, err.Error())
	}
	for i, x := range c.cells {
		_, hidden := s.hidden[x]
		is := t.Cells[i]
		t.Cells[i].Value = world[is.ID]
		known := is.Hi != nil && *is.Hi == is.Lo
		small := is.Hi != nil && *is.Hi < leastBase || world[is.ID] <= minCount
		t.Cells[i].Primary = s.here(x) && !known && (hidden || small)
	}
	_, proof, err := audit.Spread(t, apartByThree)
	if err != nil {
		return s.doubt(c, err.Error())
	}
	var out []Finding
	for _, e := range proof.Exposed {
		i := slices.IndexFunc(t.Cells, func(cell audit.Cell) bool { return cell.ID == e.ID })
		out = append(out, s.unpicked(c, c.cells[i], e.Interval))
	}
	return out
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
