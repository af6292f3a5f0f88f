//go:build duckdb_arrow

package attack

import (
	"slices"
	"strconv"

	"stadsdelskollen/queries/publication"
)

// limits writes the inequalities between measures: a household has an adult, and
// a median on one side of the guideline tells how many were within it.
func (s *system) limits(pub int, sh *sheet) {
	twice := s.twoAdultsAtMost(sh)
	for _, r := range sh.order {
		f := sh.at[r]
		switch {
		case f.Measure == households && r.category == "":
			all := r
			all.measure = adults
			s.atLeastNought(pub, sh, byLink, map[ref]int64{all: 1, r: -1}, "a household has at least one adult")
			if twice {
				s.atLeastNought(pub, sh, byLink, map[ref]int64{r: 2, all: -1}, "no household shown has more than two adults")
			}
		case (f.Measure == medianDays || f.Measure == p90Days) && f.Value != nil && sh.Guideline != nil:
			s.median(pub, sh, r, f)
		}
	}
}

// median writes what a median tells of how many were within the guideline: at least
// half, or at most half, of its own cases or of all parts of a merged district. A 90th
// percentile says the same of nine tenths.
func (s *system) median(pub int, sh *sheet, r ref, f publication.Fact) {
	r.measure = withinDays
	of := []ref{r}
	if _, there := sh.at[r]; !there {
		of = sh.partsOf(r)
	}
	part, whole, share := int64(1), int64(2), "half"
	if f.Measure == p90Days {
		part, whole, share = 9, 10, "nine tenths"
	}
	coef := map[ref]int64{}
	within := *f.Value <= float64(*sh.Guideline)
	why := label(f) + " is " + number(*f.Value) + ", within the guideline: at least " + share + " of the decisions were"
	if !within {
		why = label(f) + " is " + number(*f.Value) + ", beyond the guideline: at most " + share + " of the decisions were within it"
	}
	for _, x := range of {
		coef[x], coef[x.col("n")] = whole, -part
		if !within {
			coef[x], coef[x.col("n")] = -whole, part
		}
	}
	s.atLeastNought(pub, sh, byMedian, coef, why)
}

// partsOf are the districts of the time that merged into a later one.
func (sh *sheet) partsOf(r ref) []ref {
	var out []ref
	for _, x := range sh.order {
		if x.measure == r.measure && x.period == r.period && x.level == r.level && slices.Contains(mergedInto(x.area, x.division, sh.Succession), r.area) {
			out = append(out, x)
		}
	}
	return out
}

// atLeastNought adds Σ coef·cell >= 0, where every cell is told.
func (s *system) atLeastNought(pub int, sh *sheet, kind string, coef map[ref]int64, why string) {
	r := row{kind: kind, coef: map[ref]int64{}, lo: 0, hi: much, why: why, pub: pub}
	for x, c := range coef {
		v, shown, there := s.value(sh, x)
		switch {
		case !there:
			return
		case shown:
			r.lo -= c * v
			if sh.hides(x) {
				r.old = with(r.old, x, c)
			}
		default:
			r.coef[x] += c
		}
	}
	if len(r.coef) > 0 {
		s.rows = append(s.rows, r)
	}
}

// twoAdultsAtMost says whether every place that shows both has at most two adults
// a household.
func (s *system) twoAdultsAtMost(sh *sheet) bool {
	n := 0
	for r, f := range sh.at {
		if f.Measure != households || f.Value == nil || r.category != "" {
			continue
		}
		r.measure = adults
		if all := sh.at[r].Value; all != nil {
			if off := float64(3 * (sh.RoundedTo / 2)); *all+off > 2**f.Value {
				return false
			}
			n++
		}
	}
	return n >= enoughLines
}

// noRest says whether a reader may leave people in no area out: every line of
// the measure that can be computed has none.
func (s *system) noRest(sh *sheet, rest ref) bool {
	key := sh.Name + "\x00" + rest.measure
	off, done := s.restOff[key]
	if !done {
		n := 0
		off = true
		for _, l := range sh.lines {
			if l.rest == nil || l.rest.measure != rest.measure {
				continue
			}
			left, computed := s.rest(sh, l)
			if computed {
				n++
				rounding := int64(0)
				if sh.amount(l) {
					rounding = int64(len(l.right)+2) / 2
				}
				off = off && left <= rounding && left >= -rounding
			}
		}
		off = off && n > 0
		s.restOff[key] = off
	}
	return off
}

// rest is what a line leaves for people in no area, where all is shown.
func (s *system) rest(sh *sheet, l line) (left int64, computed bool) {
	for side, refs := range [][]ref{l.left, l.right} {
		for _, x := range refs {
			v, shown, there := s.value(sh, x)
			if there && !shown || !there && side == 0 {
				return 0, false
			}
			left += int64(1-2*side) * v
		}
	}
	return left, true
}

// rests finds people in no area shown, where they can be counted and are few.
func (a *attacker) rests(s *system) {
	for _, sh := range s.sheets[:1] {
		for _, l := range sh.lines {
			if l.rest == nil {
				continue
			}
			left, computed := s.rest(sh, l)
			open := false // a district without a row has none, or nobody asked
			for _, x := range l.right {
				_, _, there := s.value(sh, x)
				open = open || !there
			}
			least, rounding := int64(minCount), int64(0)
			if sh.amount(l) {
				least, rounding = leastHomeCost*minCount*s.scale[l.rest.measure], int64(len(l.right)+2)/2
			}
			if computed && left < least && (left > rounding || open && left >= 0) {
				a.find(RuleSubtract, l.left[0].String(), "whoever is in no area shown is %d, below %d: %s", left, least, s.explain(sh, l))
			}
		}
	}
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// latent bounds the months of a fine category that are printed in its group only,
// by the group's month and the category's year (Fréchet).
func (a *attacker) latent(p Publication) {
	defs := p.defined()
	at := map[ref]publication.Fact{}
	for _, f := range p.Facts {
		at[refOf(f)] = f
	}
	for _, f := range p.Facts {
		monthly := defs[f.Measure].sumOf()
		if monthly == "" || f.Category == "" || f.Value == nil || len(f.Period) != 4 {
			continue
		}
		for key, fine := range p.Groups {
			if key[0] != monthly || len(fine) < 2 || !slices.Contains(fine, f.Category) {
				continue
			}
			a.months(at, f, monthly, key[1])
		}
	}
}

// months looks at one category's year beside the twelve months of its group: what
// the other eleven months cannot hold is in the twelfth.
func (a *attacker) months(at map[ref]publication.Fact, year publication.Fact, monthly, group string) {
	var sum float64
	months := make([]publication.Fact, 0, 12)
	for m := 1; m <= 12; m++ {
		r := refOf(year)
		r.measure, r.category, r.period = monthly, group, year.Period+"-"+strconv.Itoa(100 + m)[1:]
		f, ok := at[r]
		if !ok || f.Value == nil {
			return
		}
		months = append(months, f)
		sum += *f.Value
	}
	for _, m := range months {
		most := min(*m.Value, *year.Value)
		if least := max(0, *year.Value-(sum-*m.Value)); most < minCount || least < minCount && most-least < minCount {
			a.find(RuleTime, label(m)+": "+year.Category, "it is between %v and %v: the year has %v and the group's other months %v", least, most, *year.Value, sum-*m.Value)
		}
	}
}
