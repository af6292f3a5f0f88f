package compare

import (
	"fmt"
	"math"
)

// AttributeKind is a kind of control chart for cases out of a total.
type AttributeKind int

// The kinds. Plain limits allow for chance alone and are far too tight for large
// totals; Laney's primed charts add the variation between months and are the
// ones to use.
const (
	PChart AttributeKind = iota // shares
	UChart                      // rates
	PPrime
	UPrime
)

func (k AttributeKind) share() bool  { return k == PChart || k == PPrime }
func (k AttributeKind) primed() bool { return k == PPrime || k == UPrime }

// AttributePhase is the points from Start to before End.
type AttributePhase struct {
	Start, End int
	Status     PhaseStatus
	Centre     Number // cases over totals of the baseline
	// Sigma is the variation between neighbouring months in units of chance,
	// Laney's sigma z: 1 is pure chance. It is 1 by definition in plain charts.
	Sigma Number
	R1    Number
}

// AttributesChart is a control chart of shares or rates.
type AttributesChart struct {
	Phases []AttributePhase
	Values []Number
	Limits []Interval // three sigma, one a point, not below 0 and for shares not above 1
	Flags  []Flag     // one a point
}

// laneyRange turns a mean moving range into a standard deviation.
const laneyRange = 1.128

// Attributes charts cases (Events) out of totals (Exposure) by month, by the
// phases, rules and gate of [XmR]; the rules see each point's distance from the
// centre in its own sigma. The zero Count is a gap.
//
// Source: Laney, Quality Engineering 2002;14:531-7 (primed); Montgomery,
// Introduction to Statistical Quality Control, ch. 7 (plain); as R's qicharts2.
func Attributes(kind AttributeKind, points []Count, plan Plan) (AttributesChart, error) {
	c, distances, err := attributes(kind, points, plan)
	if err != nil {
		return AttributesChart{}, err
	}
	slow := false
	for i := range c.Phases {
		p := &c.Phases[i]
		own := distances[p.Start:p.End]
		p.R1 = Autocorrelation(own, plan.known(p.Start, p.End)...)
		slow = gate(p.R1, count(own), slow)
		if slow && (p.Status == Charted || p.Status == Trial) {
			p.Status = Slow
			clear(c.Limits[p.Start:p.End])
		}
		if p.Status == Charted || p.Status == Trial {
			copy(c.Flags[p.Start:p.End], flags(c.Values[p.Start:p.End], own))
		}
	}
	return c, nil
}

// AttributeLimits returns the chart of [Attributes] without its gate and rules:
// the limits as textbooks have them.
func AttributeLimits(kind AttributeKind, points []Count, plan Plan) (AttributesChart, error) {
	c, _, err := attributes(kind, points, plan)
	return c, err
}

// attributes returns the chart without flags, and each point's distance from its
// centre in sigmas.
func attributes(kind AttributeKind, points []Count, plan Plan) (AttributesChart, []Number, error) {
	phases, err := plan.phases(len(points))
	if err != nil {
		return AttributesChart{}, nil, fmt.Errorf("chart: %w", err)
	}
	c := AttributesChart{
		Values: make([]Number, len(points)), Limits: make([]Interval, len(points)), Flags: make([]Flag, len(points)),
	}
	for i, p := range points {
		if p == (Count{}) {
			continue
		}
		if err := kind.check(p); err != nil {
			return AttributesChart{}, nil, fmt.Errorf("chart: %w", err)
		}
		c.Values[i] = Of(p.Events / p.Exposure)
	}
	distances := make([]Number, len(points))
	for _, p := range phases {
		in, whole := plan.baseline(p, func(i int) bool { return c.Values[i].OK })
		own := kind.phase(points[p.Start:p.End], in, whole, c.Values[p.Start:p.End], distances[p.Start:p.End], c.Limits[p.Start:p.End])
		own.Start, own.End = p.Start, p.End
		c.Phases = append(c.Phases, own)
	}
	return c, distances, nil
}

func (k AttributeKind) check(p Count) error {
	if k.share() {
		return Share{X: p.Events, N: p.Exposure}.check()
	}
	return p.check()
}

// phase returns the centre and sigma of one phase, and fills in the distances
// and limits of its points.
func (k AttributeKind) phase(points []Count, in []bool, whole bool, values, distances []Number, limits []Interval) AttributePhase {
	var base []Count
	for i, p := range points {
		if in[i] {
			base = append(base, p)
		}
	}
	all := sumCounts(base)
	p := AttributePhase{Centre: Of(all.Events / all.Exposure)}
	if !p.Centre.OK {
		p.Status = TooShort
		return p
	}
	// chance is the standard deviation of chance of a point.
	chance := func(i int) float64 {
		variance := p.Centre.Value / points[i].Exposure
		if k.share() {
			variance *= 1 - p.Centre.Value
		}
		return math.Sqrt(variance)
	}
	zs := make([]Number, len(points))
	for i, v := range values {
		if v.OK && chance(i) > 0 {
			zs[i] = Of((v.Value - p.Centre.Value) / chance(i))
		}
	}
	pairs, usable := k.sigma(&p, keep(zs, in), len(base))
	p.Status = status(pairs, usable, whole, false)
	if !usable {
		return p
	}
	top := math.Inf(1)
	if k.share() {
		top = 1
	}
	for i, z := range zs {
		if z.OK {
			half := 3 * p.Sigma.Value * chance(i)
			distances[i] = Of(z.Value / p.Sigma.Value)
			limits[i] = Between(math.Max(0, p.Centre.Value-half), math.Min(p.Centre.Value+half, top))
		}
	}
	return p
}

// sigma sets the phase's sigma from the standardised baseline. It reports
// whether there are points enough, and whether there is a sigma to use.
func (k AttributeKind) sigma(p *AttributePhase, zs []Number, n int) (pairs, usable bool) {
	if !k.primed() {
		p.Sigma = Of(1)
		return n > 1, n > 1 && count(zs) > 0
	}
	ranges := XmRLimits(zs)
	if ranges.Ranges == 0 {
		return n > 1 && count(zs) == 0, false
	}
	p.Sigma = Of(ranges.MeanRange.Value / laneyRange)
	return true, p.Sigma.OK && p.Sigma.Value > slack
}
