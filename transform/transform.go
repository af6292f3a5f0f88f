//go:build duckdb_arrow

// Package transform adds to a publication what its figures say when they are
// held against each other: how far each could move by chance, whether the
// districts differ at all, which of them differ from the rest, and which are
// most like each other. Every period and division is a set of its own.
//
// It promises that every comparison follows from published observations and
// from nothing else; the rules are METHODS.md sections 0, 2, 5, 7 and 8, the
// statistics those of transform/compare. It reads and writes a publication that
// is not sealed yet, after its indicators have been computed. It refuses to
// call a sum of some districts the city.
package transform

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform/compare"
)

// Compare fills observation's intervals, jamforelse and spridning.
func Compare(ctx context.Context, pub *publication.DB) error {
	divisions, err := pub.Divisions(ctx)
	if err != nil {
		return fmt.Errorf("compare: %w", err)
	}
	info, err := pub.Info(ctx)
	if err != nil {
		return fmt.Errorf("compare: %w", err)
	}
	expected := map[string]int64{}
	for _, d := range divisions {
		expected[d.ID] = d.Areas
	}
	indicators, err := pub.Indicators(ctx)
	if err != nil {
		return fmt.Errorf("compare: %w", err)
	}
	for _, ind := range indicators {
		if err := compareIndicator(ctx, pub, ind, expected, roundingOf(info)); err != nil {
			return fmt.Errorf("compare %s: %w", ind.Name, err)
		}
	}
	return nil
}

func compareIndicator(ctx context.Context, pub *publication.DB, ind publication.Indicator, expected map[string]int64, rounded rounding) error {
	obs, err := pub.Observations(ctx, ind.Name)
	if err != nil {
		return err
	}
	if ind.Method == publication.MethodProportion {
		limits, err := intervals(ind, obs, rounded)
		if err != nil {
			return err
		}
		if err := pub.SetIntervals(ctx, limits); err != nil {
			return err
		}
	}
	var rows []publication.Comparison
	var spreads []publication.Spread
	for _, g := range groups(obs) {
		g.ind, g.expected, g.rounded = ind, expected[g.division], rounded
		comparisons, spread := g.compare()
		rows = append(rows, comparisons...)
		if spread != nil {
			spreads = append(spreads, *spread)
		}
	}
	return pub.StoreComparisons(ctx, rows, spreads)
}

// intervals are the observations that have a Wilson interval, with it, in the
// indicator's unit. They cover chance at 95 %; all cases are counted, so the
// interval says how much the share could move if nothing else changed. Of rounded
// counts it covers all that they may have been rounded from, too.
func intervals(ind publication.Indicator, obs []publication.Observation, rounded rounding) ([]publication.Observation, error) {
	var out []publication.Observation
	for _, o := range obs {
		if !usable(o) {
			continue
		}
		e, err := rounded.of(o).interval()
		if err != nil {
			return nil, fmt.Errorf("%s, %s, %s: %w", o.Area, o.Period, o.Category, err)
		}
		o.Lower, o.Upper = scaled(ind.Factor, e.Lower), scaled(ind.Factor, e.Upper)
		out = append(out, o)
	}
	return out, nil
}

// usable says whether an observation has a figure and the two it is made of.
func usable(o publication.Observation) bool {
	return o.Value != nil && o.Numerator != nil && o.Denominator != nil && *o.Denominator > 0
}

// group is one category of an indicator in one period: the districts of the
// division in force, and the city.
type group struct {
	ind       publication.Indicator
	category  string
	period    string
	division  string
	expected  int64
	districts []publication.Observation // those with a figure
	reported  int64                     // those with a figure and those whose figure is hidden
	city      *publication.Observation  // nil when it has no figure
	rounded   rounding
}

// groups splits observations, which come in the order category, period.
func groups(obs []publication.Observation) []group {
	type key struct{ category, period, division string }
	at := map[key]int{}
	cities := map[key]*publication.Observation{}
	var out []group
	for i, o := range obs {
		if o.Level == publication.LevelCity && o.Value != nil {
			cities[key{category: o.Category, period: o.Period}] = &obs[i]
		}
		if o.Level != publication.LevelDistrict {
			continue
		}
		k := key{o.Category, o.Period, o.Division}
		n, ok := at[k]
		if !ok {
			n = len(out)
			at[k] = n
			out = append(out, group{category: o.Category, period: o.Period, division: o.Division})
		}
		if o.Value != nil {
			out[n].districts = append(out[n].districts, o)
		}
		if o.Value != nil || o.Status == publication.Hidden {
			out[n].reported++
		}
	}
	for n := range out {
		out[n].city = cities[key{category: out[n].category, period: out[n].period}]
	}
	slices.SortStableFunc(out, func(a, b group) int {
		return cmp.Or(cmp.Compare(a.category, b.category), cmp.Compare(a.period, b.period), cmp.Compare(a.division, b.division))
	})
	return out
}

func (g group) compare() ([]publication.Comparison, *publication.Spread) {
	switch g.ind.Method {
	case publication.MethodProportion:
		return g.shares()
	case publication.MethodMedian:
		return g.medians(), nil
	case publication.MethodRatio:
		name, value := g.reference()
		return g.notCompared(name, value), nil
	}
	name, value := g.cityOnly()
	if g.ind.Method == publication.MethodCount {
		value = nil // a count of the city is no level to hold a district's against
	}
	return g.notCompared(name, value), nil
}

// reference is the city's own figure when every district is reported too, even
// where some district's is hidden, and otherwise all that is shown, pooled: three
// districts are no city.
func (g group) reference() (string, *float64) {
	if g.city != nil && g.expected > 0 && g.reported == g.expected {
		return g.city.Area, g.city.Value
	}
	var x, n float64
	for _, o := range g.districts {
		if usable(o) {
			x, n = x+*o.Numerator, n+*o.Denominator
		}
	}
	if n == 0 {
		return publication.ReportedOnly, nil
	}
	return publication.ReportedOnly, scaled(g.ind.Factor, compare.Of(x/n))
}

// cityOnly is the city's own figure, or nothing: what cannot be pooled.
func (g group) cityOnly() (string, *float64) {
	if g.city == nil {
		return publication.ReportedOnly, nil
	}
	return g.city.Area, g.city.Value
}

func (g group) row(o publication.Observation, reference string, value *float64) publication.Comparison {
	return publication.Comparison{Indicator: o.Indicator, Category: o.Category, Period: o.Period, Level: o.Level, Area: o.Area,
		Division: o.Division, Reference: reference, ReferenceValue: value, Verdict: publication.NotCompared}
}

func (g group) notCompared(reference string, value *float64) []publication.Comparison {
	var out []publication.Comparison
	for _, o := range g.districts {
		out = append(out, g.row(o, reference, value))
	}
	return out
}

// shares holds each district's share against the rest of the reported ones.
func (g group) shares() ([]publication.Comparison, *publication.Spread) {
	shares := make([]compare.Share, len(g.districts))
	for i, o := range g.districts {
		if usable(o) {
			shares[i] = compare.Share{X: *o.Numerator, N: *o.Denominator}
		}
	}
	c := compare.Shares(shares)
	if g.rounded > 0 {
		rs := g.rounded.all(g.districts)
		c = rs.guarded(c, compare.Shares, func(_, j int) bool { return usable(g.districts[j]) })
		c.Heterogeneity = compare.Shares(rs.flattened()).Heterogeneity
	}
	reference, value := g.reference()
	var out []publication.Comparison
	for i, o := range g.districts {
		a, r := c.Areas[i], g.row(o, reference, value)
		r.Verdict = verdict(a.Verdict)
		r.Difference = scaled(g.ind.Factor, a.Effect.Value)
		r.DiffLower, r.DiffUpper = scaled(g.ind.Factor, a.Effect.Lower), scaled(g.ind.Factor, a.Effect.Upper)
		r.P, r.PAdjusted = scaled(1, a.P), scaled(1, a.AdjustedP)
		out = append(out, r)
	}
	s := &publication.Spread{Indicator: g.ind.Name, Category: g.category, Period: g.period, Division: g.division,
		Areas: int64(len(g.districts)), Expected: g.expected}
	if h := c.Heterogeneity; c.Compared >= 2 {
		df := int64(h.DF)
		s.Chi2, s.DF = scaled(1, compare.Of(h.ChiSquare)), &df
		s.P, s.Phi = scaled(1, compare.Of(h.P)), scaled(1, compare.Of(h.Dispersion))
	}
	return out, s
}

// medians holds each district's interval against the city's own median. There
// is no test against the rest, and medians cannot be pooled.
func (g group) medians() []publication.Comparison {
	reference, value := g.cityOnly()
	out := g.notCompared(reference, value)
	for i, o := range g.districts {
		limits := compare.Interval{Lower: number(o.Lower), Upper: number(o.Upper)}
		out[i].Verdict = verdict(compare.AgainstBenchmark(limits, number(value)))
	}
	return out
}

func verdict(v compare.Verdict) string {
	switch v {
	case compare.Higher:
		return publication.Higher
	case compare.Lower:
		return publication.Lower
	case compare.NoSureDifference:
		return publication.NoSure
	}
	return publication.NotCompared
}

func number(v *float64) compare.Number {
	if v == nil {
		return compare.Number{}
	}
	return compare.Of(*v)
}

func scaled(factor float64, n compare.Number) *float64 {
	if !n.OK {
		return nil
	}
	v := factor * n.Value
	return &v
}
