//go:build duckdb_arrow

package transform

import (
	"cmp"
	"math"
	"slices"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform/compare"
)

// candidate is a district's figure that could stand out: by its difference from
// the others in the newest period, by its change from the year before, or both.
type candidate struct {
	row     publication.Standout
	order   int64 // of the indicator
	p, ofP  *float64
	q, ofQ  float64
	sure    bool // the verdict points at the district
	changed bool
}

// standouts adds what stands out: of process indicators the differences that are
// sure and the changes from one year to the next, where the false discoveries of
// all that the page could have shown together are held at 5 % (Benjamini and
// Hochberg). Levels are not among the candidates: they are pictures of who lives
// where, and always win.
func (m *model) standouts(d *publication.Derived, charts map[seriesKey]chartState) {
	var all []*candidate
	for i := range m.figures {
		f := &m.figures[i]
		if f.Process != "ja" {
			continue
		}
		found := differences(f)
		changes(f, m.rounding, charts, found)
		for _, k := range sortedKeys(found) {
			c := found[k]
			c.row.Judgement, c.row.ChangeJudgement = judged(f, c.row.Verdict), judged(f, c.row.Change)
			all = append(all, c)
		}
	}
	adjust(all)
	kept := slices.DeleteFunc(all, func(c *candidate) bool { return c.row.Kind == "" })
	slices.SortStableFunc(kept, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.least(), b.least()), cmp.Compare(b.size(), a.size()),
			cmp.Compare(a.order, b.order), cmp.Compare(a.row.Category, b.row.Category), cmp.Compare(a.row.Area, b.row.Area))
	})
	for i, c := range kept {
		c.row.Order = int64(i + 1)
		d.Standouts = append(d.Standouts, c.row)
	}
}

// differences are the compared districts of an indicator in its newest period,
// by area and category: the newest month, or the newest year where no month compares anybody.
func differences(f *figures) map[string]*candidate {
	carried := map[string]bool{}
	for _, o := range f.obs {
		if o.SumOf != "" {
			carried[o.Period+o.Division] = true
		}
	}
	months, years := map[string]string{}, map[string]string{}
	for _, c := range f.comparisons {
		if c.P == nil || c.Level != publication.LevelDistrict || carried[c.Period+c.Division] {
			continue
		}
		of := years
		if len(c.Period) == len("2011-11") {
			of = months
		}
		of[c.Category] = max(of[c.Category], c.Period)
	}
	out := map[string]*candidate{}
	for _, c := range f.comparisons {
		if c.P == nil || c.Level != publication.LevelDistrict || c.Period != cmp.Or(months[c.Category], years[c.Category]) || carried[c.Period+c.Division] {
			continue
		}
		k := newCandidate(f, c.Category, c.Area, c.Division)
		k.row.Period, k.row.Verdict = c.Period, c.Verdict
		k.row.Difference, k.row.DiffLower, k.row.DiffUpper = c.Difference, c.DiffLower, c.DiffUpper
		k.p, k.sure = c.P, c.Verdict == publication.Higher || c.Verdict == publication.Lower
		out[c.Category+"\x00"+c.Area] = k
	}
	return out
}

func newCandidate(f *figures, category, area, division string) *candidate {
	return &candidate{order: f.Order, row: publication.Standout{Indicator: f.Name, Category: category, Area: area, Division: division}}
}

// changes adds to the candidates how the newest year of each district lies
// against the year before: twelve months against twelve where the months can
// tell, else calendar year against calendar year.
func changes(f *figures, rounded rounding, charts map[seriesKey]chartState, found map[string]*candidate) {
	for _, s := range f.series {
		if s.level != publication.LevelDistrict {
			continue
		}
		c, from, to, ok := s.newestChange(f, rounded, charts[s.seriesKey].limits)
		if !ok {
			continue
		}
		k := found[s.category+"\x00"+s.area]
		if k == nil {
			k = newCandidate(f, s.category, s.area, s.division)
			k.row.Period, k.row.Verdict = to, publication.NotCompared
			found[s.category+"\x00"+s.area] = k
		}
		k.ofP = &c.P
		k.row.ChangeFrom = from
		k.row.FromValue, k.row.ToValue = scaled(1, compare.Of(c.Before)), scaled(1, compare.Of(c.After))
		k.row.ChangeValue, k.row.ChangeLower, k.row.ChangeUpper = scaled(1, compare.Of(c.Value)), scaled(1, c.Lower), scaled(1, c.Upper)
		k.row.Change = publication.Grown
		if c.Value < 0 {
			k.row.Change = publication.Shrunk
		}
	}
}

// newestChange is the change of a series and the first and last period of its
// newest year.
func (s series) newestChange(f *figures, rounded rounding, limits bool) (c compare.YearChange, from, to string, ok bool) {
	if limits {
		if c, err := compare.NewestYear(s.values()); err == nil {
			n := len(s.months)
			return c, s.month(n - compare.Window), s.month(n - 1), true
		}
	}
	if f.Method != publication.MethodProportion || len(s.years) < 2 {
		return c, "", "", false
	}
	a, b := s.years[len(s.years)-2], s.years[len(s.years)-1]
	if !usable(*a) || !usable(*b) {
		return c, "", "", false
	}
	before, after := rounded.of(*a), rounded.of(*b)
	e, err := compare.ProportionDifference(after.Share, before.Share, compare.Conf95)
	if err != nil {
		return c, "", "", false
	}
	lower, upper, p, ok := after.against(before)
	if !ok {
		return c, "", "", false
	}
	c = compare.YearChange{Before: *a.Value, After: *b.Value, P: p}
	c.Value = f.Factor * e.Value
	c.Lower, c.Upper = compare.Of(f.Factor*lower.Value), compare.Of(f.Factor*upper.Value)
	return c, b.Period, b.Period, true
}

// adjust holds the false discoveries of the page and says what each candidate
// stands out by; Kind stays empty where it does not.
func adjust(all []*candidate) {
	var ps []float64
	for _, c := range all {
		for _, p := range []*float64{c.p, c.ofP} {
			if p != nil {
				ps = append(ps, *p)
			}
		}
	}
	qs, err := compare.BenjaminiHochberg(ps)
	if err != nil {
		return
	}
	for _, c := range all {
		apart := false
		c.q, c.ofQ = 1, 1
		if c.p != nil {
			c.q, qs = qs[0], qs[1:]
			c.row.DiffQ = &c.q
			apart = c.sure && c.q < compare.Level
		}
		if c.ofP != nil {
			c.ofQ, qs = qs[0], qs[1:]
			c.row.ChangeQ = &c.ofQ
			c.changed = c.ofQ < compare.Level
		}
		switch {
		case apart && c.changed:
			c.row.Kind = publication.StandsBoth
		case apart:
			c.row.Kind = publication.StandsApart
		case c.changed:
			c.row.Kind = publication.StandsChanged
		}
	}
}

// judged is whether a verdict, or a change, is the good way or the bad; empty
// where neither is good, or nothing is sure.
func judged(f *figures, what string) string {
	up := what == publication.Higher || what == publication.Grown
	down := what == publication.Lower || what == publication.Shrunk
	switch {
	case !up && !down || f.Direction != "hog_bra" && f.Direction != "lag_bra":
		return ""
	case up == (f.Direction == "hog_bra"):
		return publication.Better
	}
	return publication.Worse
}

// rank puts first what is clearly worse and getting worse, then what is clearly
// better and getting better, then what both differs and has changed otherwise,
// then the rest.
func rank(c *candidate) int {
	both := c.row.Kind == publication.StandsBoth
	switch {
	case both && c.row.Judgement == publication.Worse && c.row.ChangeJudgement == publication.Worse:
		return 0
	case both && c.row.Judgement == publication.Better && c.row.ChangeJudgement == publication.Better:
		return 1
	case both:
		return 2
	}
	return 3
}

// least is the smallest adjusted p of what the candidate stands out by.
func (c *candidate) least() float64 {
	switch c.row.Kind {
	case publication.StandsApart:
		return c.q
	case publication.StandsChanged:
		return c.ofQ
	}
	return min(c.q, c.ofQ)
}

// size is the largest difference or change, in the indicator's unit.
func (c *candidate) size() float64 {
	largest := 0.0
	for _, v := range []*float64{c.row.Difference, c.row.ChangeValue} {
		if v != nil {
			largest = max(largest, math.Abs(*v))
		}
	}
	return largest
}
