//go:build duckdb_arrow

package attack

import (
	"fmt"
	"slices"

	"stadsdelskollen/queries/publication"
)

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
	own  []map[ref]ref // by publication: what its own unknowns are called
}

func newCounts(pubs []Publication, sums bool) *counts {
	s := &counts{system: &system{known: map[ref]int64{}, hidden: map[ref]publication.Fact{}, scale: map[string]int64{}, restOff: map[string]bool{}, readings: true}, told: map[ref]within{}, own: make([]map[ref]ref, len(pubs))}
	for i, p := range pubs {
		sh := &sheet{Publication: p, defs: p.defined(), at: map[ref]publication.Fact{}, areas: map[string]map[ref]bool{}}
		for _, f := range p.Facts {
			count := f.Kind == publication.KindCount || f.Kind == publication.KindPair
			if f.Level != publication.LevelUnit && (count || f.Measure == medianDays || f.Measure == p90Days) {
				sh.add(f)
			}
		}
		sh.order = sorted(sh.at)
		s.sheets, s.own[i] = append(s.sheets, sh), map[ref]ref{}
		s.learn(i, sh)
		sh.build()
		sh.inGroups()
		if i > 0 {
			s.corrected(i, sh, sums)
		}
		first := len(s.rows)
		s.write(i, sh)
		for n := first; n < len(s.rows); n++ {
			s.rows[n].coef = s.named(i, s.rows[n].coef)
		}
	}
	return s
}

// corrected gives a publication unknowns of its own for what a correction has moved
// along: all that nobody prints and that stands in a line with a corrected figure, and if
// asked for the sum of that line.
func (s *counts) corrected(i int, sh *sheet, sums bool) {
	own := s.own[i]
	rename := func(r ref) {
		if _, done := own[r]; !done {
			mine := r.col(fmt.Sprintf("%s@%d", r.column, i))
			own[r], s.told[mine] = mine, sh.reading(r)
		}
	}
	for before := -1; before != len(own); {
		before = len(own)
		for _, l := range sh.lines {
			all := slices.Concat(l.left, l.right)
			if !slices.ContainsFunc(all, func(r ref) bool { _, moved := own[r]; return moved && !unprinted(r) }) {
				continue
			}
			for _, r := range all {
				if unprinted(r) {
					rename(r)
				}
			}
			if l.rest != nil {
				rename(*l.rest)
			}
			if sums && slices.ContainsFunc(l.right, func(r ref) bool { _, moved := own[r]; return moved }) {
				for _, r := range l.left {
					rename(r)
				}
			}
		}
	}
}

func unprinted(r ref) bool { return r.column == "y" || r.column == part }

// reading is what a publication tells of a figure by itself.
func (sh *sheet) reading(r ref) within {
	f := sh.at[r.col("")]
	v := f.Value
	if r.column == "n" {
		v = f.Denominator
	}
	if v == nil || r.column != "n" && r.column != "" {
		return within{0, much}
	}
	x, near := int64(*v), sh.RoundedTo/2
	return within{max(0, x-near), x + near}
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
		s.told[mine], s.own[i][r] = is, mine
	}
}

// named are the cells of a row by what a publication's unknowns are called.
func (s *counts) named(i int, coef map[ref]int64) map[ref]int64 {
	out := map[ref]int64{}
	for r, c := range coef {
		if mine, ok := s.own[i][r]; ok {
			r = mine
		}
		out[r] += c
	}
	return out
}
