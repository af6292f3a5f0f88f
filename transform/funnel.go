//go:build duckdb_arrow

package transform

import (
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform/compare"
)

// minFunnel is the fewest districts of a funnel: with fewer, the variation
// between them is a guess.
const minFunnel = 5

// curvePoints is how many sizes a funnel's lines are drawn through.
const curvePoints = 25

// funnels adds a funnel for every category and period of an indicator that has
// one; lines to draw for the newest month and every year.
func funnels(f *figures, rounded rounding, d *publication.Derived) {
	if f.Funnel != publication.FunnelOfShares && f.Funnel != publication.FunnelOfRates {
		return
	}
	gs := groups(f.obs)
	newest := ""
	for _, g := range gs {
		if len(g.period) == len("2011-11") && len(g.districts) >= minFunnel {
			newest = max(newest, g.period)
		}
	}
	for _, g := range gs {
		var kept []publication.Observation
		for _, o := range g.districts {
			if usable(o) {
				kept = append(kept, o)
			}
		}
		if len(kept) < minFunnel {
			continue
		}
		o, err := overdispersion(f.Funnel, kept)
		if err != nil {
			continue // no case at all: there is nothing to draw
		}
		g.ind = f.Indicator
		row := publication.Funnel{Indicator: f.Name, Category: g.category, Period: g.period, Division: g.division, Kind: f.Funnel, Areas: int64(len(kept)),
			Target: f.Factor * o.Target, Phi: o.Phi, Tau2: o.Tau2, Typical: f.Factor * o.Typical, Flat: o.Flat}
		for i, p := range o.Points {
			at := position(rounded.nearest(f, kept[i], p, o.Target))
			if at == publication.FarAbove || at == publication.FarBelow {
				row.Outside++
			}
			a := p.Adjusted
			d.FunnelPoints = append(d.FunnelPoints, publication.FunnelPoint{Indicator: f.Name, Category: g.category, Period: g.period, Division: g.division,
				Area: kept[i].Area, Size: *kept[i].Denominator, Value: f.Factor * p.Value, Z: p.Z,
				Lower95: f.Factor * a.At95.Lower.Value, Upper95: f.Factor * a.At95.Upper.Value,
				Lower998: f.Factor * a.At998.Lower.Value, Upper998: f.Factor * a.At998.Upper.Value, Position: at})
		}
		d.Funnels = append(d.Funnels, row)
		if g.period == newest || !strings.Contains(g.period, "-") {
			d.FunnelCurves = append(d.FunnelCurves, curve(f, g, kept, o)...)
		}
	}
}

func overdispersion(kind string, obs []publication.Observation) (compare.Overdispersion, error) {
	if kind == publication.FunnelOfRates {
		counts := make([]compare.Count, len(obs))
		for i, o := range obs {
			counts[i] = compare.Count{Events: *o.Numerator, Exposure: *o.Denominator}
		}
		return compare.OverdispersedRates(counts)
	}
	shares := make([]compare.Share, len(obs))
	for i, o := range obs {
		shares[i] = compare.Share{X: *o.Numerator, N: *o.Denominator}
	}
	return compare.OverdispersedShares(shares)
}

// nearest is a point of rounded counts as near to the target as it may be.
func (r rounding) nearest(f *figures, o publication.Observation, p compare.FunnelPoint, target float64) compare.FunnelPoint {
	if r == 0 {
		return p
	}
	off := r.off(o)
	low, high := (*o.Numerator-off) / *o.Denominator, (*o.Numerator+off) / *o.Denominator
	if f.Funnel == publication.FunnelOfShares {
		s := r.of(o)
		least, most := s.least(), s.most()
		low, high = least.X/least.N, most.X/most.N
	}
	p.Value = min(max(target, low), high)
	return p
}

// position is where a point lies against the limits that hold the variation
// between districts too. On a limit is within it.
func position(p compare.FunnelPoint) string {
	far, near := p.Adjusted.At998, p.Adjusted.At95
	switch {
	case p.Value > far.Upper.Value:
		return publication.FarAbove
	case p.Value < far.Lower.Value:
		return publication.FarBelow
	case p.Value > near.Upper.Value:
		return publication.Above
	case p.Value < near.Lower.Value:
		return publication.Below
	}
	return publication.Within
}

// curve is the lines from half the smallest size to a tenth above the largest,
// closer together where they bend most.
func curve(f *figures, g group, obs []publication.Observation, o compare.Overdispersion) []publication.FunnelCurve {
	low, high := *obs[0].Denominator, *obs[0].Denominator
	for _, x := range obs {
		low, high = min(low, *x.Denominator), max(high, *x.Denominator)
	}
	low, high = low/2, high*1.1
	var out []publication.FunnelCurve
	for i := range curvePoints {
		at := float64(i) / (curvePoints - 1)
		size := low + (high-low)*at*at
		draw := compare.CurveOfShares
		if f.Funnel == publication.FunnelOfRates {
			draw = compare.CurveOfRates
		}
		b, err := draw(size, o.Target, o.Tau2)
		if err != nil {
			return nil
		}
		out = append(out, publication.FunnelCurve{Indicator: f.Name, Category: g.category, Period: g.period, Division: g.division, Order: int64(i + 1), Size: size,
			Lower95: f.Factor * b.At95.Lower.Value, Upper95: f.Factor * b.At95.Upper.Value,
			Lower998: f.Factor * b.At998.Lower.Value, Upper998: f.Factor * b.At998.Upper.Value})
	}
	return out
}
