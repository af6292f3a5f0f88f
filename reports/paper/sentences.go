package paper

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	timeperiod "stadsdelskollen/queries/period"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// most is how many sentences of one kind a report holds.
const most = 8

// spoken are the sentences that say something.
func spoken(said ...prose.Said) []prose.Said {
	return slices.DeleteFunc(said, func(s prose.Said) bool { return s.Text == "" })
}

// atMost keeps as many sentences as a report holds of one kind, and says how many
// there are beside them.
func atMost(said []prose.Said, one, many string) []prose.Said {
	if len(said) <= most {
		return said
	}
	return append(slices.Clone(said[:most]), prose.Plain(prose.Further(len(said)-most, one, many)))
}

// standing are the sentences about what stands out, the newest first and else in
// the publication's order; pick says of which rows. Several districts that differ
// in the same figure are one sentence, or one figure could leave no room for others.
func (b *book) standing(pick func(publication.Standout) bool) []prose.Said {
	rows := slices.DeleteFunc(slices.Clone(b.standouts), func(x publication.Standout) bool { return b.find(x.Indicator) == nil || !pick(x) })
	slices.SortStableFunc(rows, func(a, b publication.Standout) int { return cmp.Compare(b.Period, a.Period) })
	of := func(x publication.Standout) place { return place{x.Indicator, "", x.Category, x.Period} }
	apart := map[place]int{}
	for _, x := range rows {
		if x.Kind == publication.StandsApart {
			apart[of(x)]++
		}
	}
	var out []prose.Said
	for _, x := range rows {
		s := b.find(x.Indicator)
		switch n := apart[of(x)]; {
		case x.Kind != publication.StandsApart || n == 1:
			out = append(out, spoken(prose.Standout(s.subject(x.Category), x))...)
		case n > 1:
			out = append(out, prose.Apart(s.subject(x.Category), x.Period, b.comparisons(s, x.Category, x.Period)))
			apart[of(x)] = 0 // said
		}
	}
	return atMost(out, "ett tal som sticker ut", "tal som sticker ut")
}

// comparisons are those of all districts in a period.
func (b *book) comparisons(s *series, category, period string) (out []publication.Comparison) {
	for _, a := range b.areas {
		if c := s.verdict(a.Name, category, period); c != nil && a.Level == publication.LevelDistrict {
			out = append(out, *c)
		}
	}
	return out
}

// yearBefore is the year before a period's.
func yearBefore(period string) string {
	at, err := timeperiod.Parse(period)
	if err != nil {
		return period
	}
	return strconv.Itoa(at.Year() - 1)
}

// recent says whether a row speaks of a period's year or the one before: what
// stood out earlier is history.
func recent(x publication.Standout, period string) bool {
	at, err := timeperiod.Parse(period)
	of, e := timeperiod.Parse(x.Period)
	return err == nil && e == nil && of.Year() >= at.Year()-1
}

// tried is how many comparisons of a period have a verdict, and how many of them
// show a sure difference.
func (b *book) tried(period string) (tried, sure int) {
	for _, s := range b.series {
		for k, c := range s.compared {
			if k.period != period || c.Verdict == publication.NotCompared {
				continue
			}
			tried++
			if c.Verdict != publication.NoSure {
				sure++
			}
		}
	}
	return tried, sure
}

// figuresOf are the visible values of some districts; missing says that there
// are others without a value.
func (s *series) figuresOf(names []string, category, period string) (out []prose.Figure, missing bool) {
	for _, n := range names {
		o := s.at(n, category, period)
		if o == nil || o.Value == nil {
			missing = missing || delivered(o)
			continue
		}
		out = append(out, prose.Figure{Area: n, Value: *o.Value})
	}
	return out, missing
}

// levels says the figures of some indicators in a period.
func (b *book) levels(names []string, period string, indicators ...string) []prose.Said {
	var out []prose.Said
	for _, name := range indicators {
		if s := b.find(name); s != nil {
			figures, missing := s.figuresOf(names, "", period)
			out = append(out, spoken(prose.Levels(s.subject(""), period, figures, missing))...)
		}
	}
	return out
}

// differences says of every indicator that can be compared in a period where
// it differs surely.
func (b *book) differences(names []string, period string) []prose.Said {
	var out []prose.Said
	for _, s := range b.series {
		if len(s.categories) == 0 {
			higher, lower, tried := s.differing(names, "", period)
			if tried > 0 {
				out = append(out, spoken(prose.Compared(s.subject(""), period, higher, lower))...)
			}
			continue
		}
		var sure []string
		n := 0
		for _, c := range s.categories {
			higher, lower, tried := s.differing(names, c, period)
			if tried > 0 {
				n++
			}
			if len(higher)+len(lower) > 0 {
				sure = append(sure, prose.Lower(c))
			}
		}
		out = append(out, spoken(prose.ComparedKinds(s.subject(""), period, s.Categories, sure, n))...)
	}
	return out
}

// differing are the districts that differ surely, in the order of the site's pages, and how many were tried.
func (s *series) differing(names []string, category, period string) (higher, lower []string, tried int) {
	for _, n := range names {
		c := s.verdict(n, category, period)
		if c == nil || c.Verdict == publication.NotCompared {
			continue
		}
		tried++
		switch c.Verdict {
		case publication.Higher:
			higher = append(higher, n)
		case publication.Lower:
			lower = append(lower, n)
		}
	}
	s.farthestFirst(higher, category, period)
	s.farthestFirst(lower, category, period)
	return higher, lower, tried
}

// farthestFirst orders districts with a verdict by their difference, and where that is the same or none by their figure.
func (s *series) farthestFirst(names []string, category, period string) {
	at := func(n string) (difference, value float64) {
		if d := s.verdict(n, category, period).Difference; d != nil {
			difference = math.Abs(*d)
		}
		if o := s.at(n, category, period); o != nil && o.Value != nil {
			value = *o.Value
		}
		return difference, value
	}
	slices.SortStableFunc(names, func(a, b string) int {
		ofA, valueA := at(a)
		ofB, valueB := at(b)
		return cmp.Or(cmp.Compare(ofB, ofA), cmp.Compare(valueB, valueA))
	})
}

// movements says what control charts show that goes on in a month.
func (b *book) movements(period string) []prose.Said {
	var out []prose.Said
	for _, s := range b.series {
		for _, c := range s.charts {
			if c.Category == "" && c.Level == publication.LevelDistrict && c.Kind != publication.ChartLine && c.Ongoing && c.LatestTo == period {
				out = append(out, spoken(prose.ControlChart(s.subject(""), c, c.PhasesIn(s.phases)))...)
			}
		}
	}
	return atMost(out, "en särskild orsak", "särskilda orsaker")
}

// yearly says what has changed over the years up to one: trends that are sure,
// and whether the districts have grown less alike.
func (b *book) yearly(year string) []prose.Said {
	var out []prose.Said
	for _, s := range b.series {
		for _, t := range s.trends {
			sure := t.Direction == publication.TrendUp || t.Direction == publication.TrendDown
			if t.Category == "" && t.To == year && t.Level == publication.LevelDistrict && sure {
				out = append(out, spoken(prose.Trend(s.subject(""), t))...)
			}
		}
	}
	out = atMost(out, "en säker ändring över åren", "säkra ändringar över åren")
	for _, s := range b.series {
		for _, c := range s.growth {
			if c.To != year || c.Category != "" {
				continue
			}
			at := func(year string) publication.Disparity {
				i := slices.IndexFunc(s.unequal, func(d publication.Disparity) bool {
					return d.Category == c.Category && d.Measure == c.Measure && d.Fact == c.Fact && d.Year == year && d.Division == c.Division
				})
				if i < 0 {
					return publication.Disparity{}
				}
				return s.unequal[i]
			}
			if first, last := at(c.From), at(c.To); first.Year != "" && last.Year != "" {
				out = append(out, spoken(prose.Inequality(s.subject(""), c, first, last))...)
			}
		}
	}
	return out
}

// ofDistrict says how a district stands beside the others in each figure's
// newest period, and what has changed in it.
func (b *book) ofDistrict(area string) (differs, changed []prose.Said) {
	var against []string
	alike := map[string][]string{}
	for _, s := range b.series {
		for _, c := range append([]string{""}, s.categories...) {
			v := s.verdict(area, c, s.lastPeriod(area, c))
			switch {
			case v == nil:
			case v.Verdict == publication.NoSure:
				if c == "" {
					others := prose.Others(*v)
					if alike[others] == nil {
						against = append(against, others)
					}
					alike[others] = append(alike[others], s.subject("").Name)
				}
			default:
				differs = append(differs, spoken(prose.Beside(s.subject(c), *v))...)
			}
		}
		for _, c := range s.charts {
			if c.Area == area && c.Category == "" && c.LatestRule != "" {
				changed = append(changed, spoken(prose.ControlChart(s.subject(""), c, c.PhasesIn(s.phases)))...)
			}
		}
		for _, t := range s.trends {
			if t.Area == area && t.Category == "" && t.Direction != publication.TrendUnknown {
				changed = append(changed, spoken(prose.Trend(s.subject(""), t))...)
			}
		}
	}
	differs = atMost(differs, "en säker skillnad", "säkra skillnader")
	for _, others := range against {
		differs = append(differs, prose.Plain(prose.Alike(area, others, alike[others])))
	}
	return differs, atMost(changed, "en jämförelse över tid", "jämförelser över tid")
}
