//go:build duckdb_arrow

package transform

import (
	"errors"
	"hash/fnv"
	"math"
	"slices"
	"strconv"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform/compare"
)

// slopeFacts are the area facts along which a slope index is drawn, the first
// that all districts have. They are named here, before anyone has seen a figure.
var slopeFacts = []string{"medelinkomst_kr", "forvarvsarbetande_andel"}

// minUnequal is the fewest districts whose inequality is worth a figure.
const minUnequal = 5

// yearSet is one category of an indicator in one year: every district of today's
// division has a figure.
type yearSet struct {
	category, basis string
	year            int
	areas           []string // in order of name
	figures         []yearFigure
}

// inequality adds how unlike the districts of today are, year by year, and
// whether that has changed. Years are compared on the same districts only.
func (m *model) inequality(f *figures, d *publication.Derived) {
	if f.Method != publication.MethodProportion && f.Method != publication.MethodRatio {
		return
	}
	var rows []publication.Disparity
	for _, set := range m.yearSets(f) {
		rows = append(rows, m.unequal(f, set)...)
	}
	d.Disparities = append(d.Disparities, rows...)
	d.Growth = append(d.Growth, growth(rows)...)
}

func (m *model) yearSets(f *figures) []yearSet {
	wanted := sortedKeys(m.members[m.today])
	if len(wanted) < minUnequal {
		return nil
	}
	type cell struct {
		category string
		year     int
	}
	at := map[cell]map[string]yearFigure{}
	bases := map[cell]string{}
	for _, s := range f.series {
		if s.level != publication.LevelDistrict || s.division != m.today {
			continue
		}
		years, basis := s.yearly(f.Indicator)
		for _, y := range years {
			c := cell{s.category, y.year}
			if at[c] == nil {
				at[c] = map[string]yearFigure{}
			}
			at[c][s.area], bases[c] = y, basis
		}
	}
	var out []yearSet
	for c, by := range at {
		set := yearSet{category: c.category, basis: bases[c], year: c.year, areas: wanted}
		for _, a := range wanted {
			if y, ok := by[a]; ok && y.count.Exposure > 0 {
				set.figures = append(set.figures, y)
			}
		}
		if len(set.figures) == len(wanted) {
			out = append(out, set)
		}
	}
	slices.SortFunc(out, func(a, b yearSet) int {
		if a.category != b.category {
			if a.category < b.category {
				return -1
			}
			return 1
		}
		return a.year - b.year
	})
	return out
}

// unequal are the measures of one year. Of shares and of households per
// inhabitant chance can be taken away; of kronor it cannot, and there is no interval.
func (m *model) unequal(f *figures, set yearSet) []publication.Disparity {
	var out []publication.Disparity
	add := func(measure, fact string, factor float64, e compare.Estimate, err error) {
		if err != nil {
			return
		}
		out = append(out, publication.Disparity{Indicator: f.Name, Category: set.category, Division: m.today, Year: strconv.Itoa(set.year), Measure: measure,
			Fact: fact, Basis: set.basis, Areas: int64(len(set.areas)), Value: factor * e.Value, Lower: scaled(factor, e.Lower), Upper: scaled(factor, e.Upper)})
	}
	seed := func(measure string) uint64 { return seedOf(f.Name, set.category, strconv.Itoa(set.year), measure) }
	counts := make([]compare.Count, len(set.figures))
	for i, y := range set.figures {
		counts[i] = y.count
	}
	switch {
	case f.Method == publication.MethodProportion:
		shares := make([]compare.Share, len(counts))
		for i, c := range counts {
			shares[i] = compare.Share{X: c.Events, N: c.Exposure}
		}
		e, err := compare.TypicalDifferenceOfShares(shares, seed(publication.TypicalDifference))
		add(publication.TypicalDifference, "", f.Factor, e, err)
	case f.Funnel == publication.FunnelOfRates:
		e, err := compare.TypicalDifferenceOfRates(counts, seed(publication.TypicalDifference))
		add(publication.TypicalDifference, "", f.Factor, e, err)
		fallthrough
	default:
		for _, measure := range []string{publication.TheilAll, publication.TheilBetween, publication.TheilWithin, publication.TheilShare} {
			e, err := m.theil(f, set.areas, counts, measure, seed(measure))
			add(measure, "", 1, e, err)
		}
	}
	if f.Method == publication.MethodProportion || f.Funnel == publication.FunnelOfRates {
		fact, e, err := m.slope(f, set)
		if fact != "" {
			add(publication.SlopeIndex, fact, f.Factor, e, err)
		}
	}
	return out
}

// theil is a part of Theil's T, weighted by what a figure is divided by.
func (m *model) theil(f *figures, areas []string, counts []compare.Count, measure string, seed uint64) (compare.Estimate, error) {
	number := map[string]int{}
	parts := make([]int, len(areas))
	for i, a := range areas {
		part := m.parts[a]
		if _, ok := number[part]; !ok {
			number[part] = len(number)
		}
		parts[i] = number[part]
	}
	statistic := func(counts []compare.Count) compare.Number {
		groups := make([]compare.Group, len(counts))
		for i, c := range counts {
			groups[i] = compare.Group{Rate: c.Events / c.Exposure, Population: c.Exposure, Area: parts[i]}
		}
		x, err := compare.Decompose(groups)
		if err != nil {
			return compare.Number{}
		}
		switch measure {
		case publication.TheilBetween:
			return compare.Of(x.Between.T)
		case publication.TheilWithin:
			return compare.Of(x.Within.T)
		case publication.TheilShare:
			return compare.Of(100 * x.Between.T / x.Total.T)
		}
		return compare.Of(x.Total.T)
	}
	if measure != publication.TheilAll && len(number) < 2 {
		return compare.Estimate{}, errNoParts
	}
	if f.Funnel == publication.FunnelOfRates {
		return compare.RedrawRates(counts, statistic, seed)
	}
	v := statistic(counts)
	if !v.OK {
		return compare.Estimate{}, errNoParts
	}
	return compare.Estimate{Value: v.Value}, nil
}

// slope is the slope index along the first fact that every district has, in its
// newest year, from the lowest to the highest.
func (m *model) slope(f *figures, set yearSet) (fact string, e compare.Estimate, err error) {
	year, people := newestFact(m.today, set.areas, "folkmangd", m.facts)
	if year == "" || !whole(people) {
		return "", e, nil
	}
	for _, name := range slopeFacts {
		_, values := newestFact(m.today, set.areas, name, m.facts)
		if !whole(values) {
			continue
		}
		order := make([]int, len(values))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int {
			switch d := values[a].Value - values[b].Value; {
			case d < 0:
				return -1
			case d > 0:
				return 1
			}
			return 0
		})
		var groups []compare.SlopeGroup
		for _, i := range order {
			c := set.figures[i].count
			groups = append(groups, compare.SlopeGroup{Population: people[i].Value, Value: c.Events / c.Exposure, SE: chance(f, c)})
		}
		s, err := compare.SlopeIndexOfInequality(groups, compare.Linear)
		return name, s.Estimate, err
	}
	return "", e, nil
}

func whole(values []compare.Number) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(n compare.Number) bool { return !n.OK })
}

// growth compares the newest year of each measure with the first.
func growth(rows []publication.Disparity) []publication.DisparityChange {
	type line struct{ category, measure, fact, basis string }
	first := map[line]publication.Disparity{}
	last := map[line]publication.Disparity{}
	var order []line
	for _, r := range rows {
		k := line{r.Category, r.Measure, r.Fact, r.Basis}
		if _, ok := first[k]; !ok {
			first[k] = r
			order = append(order, k)
		}
		last[k] = r
	}
	var out []publication.DisparityChange
	for _, k := range order {
		a, b := first[k], last[k]
		if a.Year == b.Year {
			continue
		}
		difference := compare.Difference
		if a.Measure == publication.SlopeIndex {
			difference = steeper
		}
		c, err := difference(estimate(b), estimate(a))
		if err != nil {
			continue // no figure, and nothing to say
		}
		row := publication.DisparityChange{Indicator: a.Indicator, Category: a.Category, Division: a.Division, Measure: a.Measure, Fact: a.Fact, From: a.Year, To: b.Year,
			FromValue: a.Value, ToValue: b.Value, Change: c.Value, Lower: scaled(1, c.Lower), Upper: scaled(1, c.Upper), Verdict: publication.NotCompared}
		switch compare.AgainstBenchmark(c.Interval, compare.Of(0)) {
		case compare.Higher:
			row.Verdict = publication.Grown
		case compare.Lower:
			row.Verdict = publication.Shrunk
		case compare.NoSureDifference:
			row.Verdict = publication.NoSure
		}
		out = append(out, row)
	}
	return out
}

// steeper is by how much more a slope leans, whichever way it does; without an
// interval where the two lean different ways.
func steeper(later, earlier compare.Estimate) (compare.Estimate, error) {
	switch {
	case later.Value < 0 && earlier.Value < 0:
		return compare.Difference(mirrored(later), mirrored(earlier))
	case later.Value > 0 && earlier.Value > 0:
		return compare.Difference(later, earlier)
	}
	return compare.Difference(compare.Estimate{Value: math.Abs(later.Value)}, compare.Estimate{Value: math.Abs(earlier.Value)})
}

func mirrored(e compare.Estimate) compare.Estimate {
	flip := func(n compare.Number) compare.Number { return compare.Number{Value: -n.Value, OK: n.OK} }
	return compare.Estimate{Value: -e.Value, Interval: compare.Interval{Lower: flip(e.Upper), Upper: flip(e.Lower)}}
}

func estimate(r publication.Disparity) compare.Estimate {
	return compare.Estimate{Value: r.Value, Interval: compare.Interval{Lower: number(r.Lower), Upper: number(r.Upper)}}
}

// seedOf makes the seed of a bootstrap from what it is of, so that an interval
// does not depend on what else is computed.
func seedOf(names ...string) uint64 {
	h := fnv.New64a()
	for _, n := range names {
		h.Write([]byte(n))
		h.Write([]byte{0})
	}
	return h.Sum64()
}

var errNoParts = errors.New("the parts of the city are not known, or the rates cannot be decomposed")

// chance is the standard error of a share or rate by chance.
func chance(f *figures, c compare.Count) compare.Number {
	v := c.Events / c.Exposure
	if f.Method == publication.MethodProportion {
		return compare.Of(math.Sqrt(v * (1 - v) / c.Exposure))
	}
	return compare.Of(math.Sqrt(c.Events) / c.Exposure)
}
