package compare

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Band holds the two pairs of funnel limits: 95 % is "worth noting", 99.8 %
// points at an area. A limit that is missing does not exist.
type Band struct {
	At95, At998 Interval
}

// bandOf builds a band from a method that gives the limits of one level.
func bandOf(limits func(conf float64) (Interval, error)) (b Band, err error) {
	if b.At95, err = limits(Conf95); err != nil {
		return Band{}, err
	}
	if b.At998, err = limits(Conf998); err != nil {
		return Band{}, err
	}
	return b, nil
}

// FunnelOfShares returns the limits within which the share of an area of size n
// varies by chance around target, between 0 and 1. A share lies on a limit
// exactly when its Wilson limit touches the target.
//
// Source: Spiegelhalter, Stat Med 2005;24:1185-202; equal to the "sigma
// adjustment" of Fingertips.
func FunnelOfShares(n, target float64) (Band, error) {
	if !(n > 0) || !(target >= 0 && target <= 1) || !finite(n) {
		return Band{}, fmt.Errorf("funnel of shares: target %v in an area of %v", target, n)
	}
	return bandOf(func(conf float64) (Interval, error) {
		z, err := zValue(conf)
		half := z * math.Sqrt(target*(1-target)/n)
		return Between(clamp(target-half, 0, target), clamp(target+half, target, 1)), err
	})
}

// FunnelOfRatios returns the limits of observed/expected for an area with this
// expected number of cases: the exact interval around the expected number,
// divided by it. It is not a discrete prediction limit.
//
// Source: Spiegelhalter, Stat Med 2005;24:1185-202; as FunnelPlotR.
func FunnelOfRatios(expected float64) (Band, error) {
	return bandOf(func(conf float64) (Interval, error) {
		limits, err := ExactCount(expected, conf)
		if err != nil {
			return Interval{}, fmt.Errorf("funnel of ratios: %w", err)
		}
		if !(expected > 0) {
			return Interval{}, fmt.Errorf("funnel of ratios: %v cases expected", expected)
		}
		lower, upper := limits.Lower.Value/expected, limits.Upper.Value/expected
		if !finite(lower, upper) {
			return Interval{}, fmt.Errorf("funnel of ratios: %w", errOverflow)
		}
		return Between(lower, upper), nil
	})
}

// FunnelLine is where a funnel's lines run for one observed count: the expected
// numbers at which the count lies on the lower and on the upper line, and the
// ratios observed/expected there. With no case the upper line does not exist.
type FunnelLine struct {
	ExpectedAtLower, ExpectedAtUpper Number
	Ratio                            Interval
}

// FunnelAtCount returns the lines of a funnel of rates or ratios in terms of the
// observed count.
//
// Source: Spiegelhalter (2005); Fingertips technical guidance, funnel plots. The
// closed form of what the package finds by bisection.
func FunnelAtCount(observed, conf float64) (FunnelLine, error) {
	limits, err := ExactCount(observed, conf)
	if err != nil {
		return FunnelLine{}, fmt.Errorf("funnel: %w", err)
	}
	line := FunnelLine{ExpectedAtLower: limits.Upper, Ratio: Interval{Lower: Of(observed / limits.Upper.Value)}}
	if observed > 0 && limits.Lower.Value > 0 {
		line.ExpectedAtUpper, line.Ratio.Upper = limits.Lower, Of(observed/limits.Lower.Value)
	}
	return line, nil
}

// Position is where an area lies against a target, by the interval of its own
// observation and not by eye.
type Position struct {
	Verdict Verdict // NoSureDifference inside the 95 % limits
	// Far is set when the area lies outside the 99.8 % limits too: only then
	// may a funnel point at it.
	Far bool
}

// PositionOfShare places a share by its Wilson interval.
func PositionOfShare(x, n, target float64) (Position, error) {
	return position(target, func(conf float64) (Interval, error) {
		e, err := Proportion(x, n, conf)
		return e.Interval, err
	})
}

// PositionOfRatio places observed/expected against 1 by the limits of [Rate]:
// exact below ten cases, Byar's from ten.
func PositionOfRatio(observed, expected float64) (Position, error) {
	return position(1, func(conf float64) (Interval, error) {
		e, err := Rate(observed, expected, 1, conf)
		return e.Interval, err
	})
}

func position(target float64, limits func(conf float64) (Interval, error)) (Position, error) {
	band, err := bandOf(limits)
	if err != nil {
		return Position{}, fmt.Errorf("place in a funnel: %w", err)
	}
	near, far := AgainstBenchmark(band.At95, Of(target)), AgainstBenchmark(band.At998, Of(target))
	return Position{Verdict: near, Far: far == Lower || far == Higher}, nil
}

// Winsorised is the share of areas at each end whose distance from the target
// is pulled in before over-dispersion is estimated.
const Winsorised = 0.1

// FunnelPoint is one area of an over-dispersed funnel.
type FunnelPoint struct {
	Value          float64
	Z, WinsorisedZ float64 // distance from the target in standard errors of chance
	Chance         Band    // limits of chance alone, on the transformed scale and back
	Adjusted       Band    // limits with the variation between areas added
}

// Overdispersion is a funnel that allows for areas differing by more than
// chance for reasons the chart does not hold.
type Overdispersion struct {
	Target float64 // in the unit of the values
	Phi    float64 // mean square of the winsorised distances: 1 is pure chance
	Tau2   float64 // variance between areas on the transformed scale, beyond chance
	// Typical is the standard deviation between areas beyond chance in the unit
	// of the values, at the target: the "typical difference between districts".
	Typical float64
	// Flat is set when the variation between the areas is larger than the
	// chance of even the smallest of them, and no area lies outside: then the
	// funnel says nothing. It does not mean that all are equal. Show the ranked
	// dots instead.
	Flat   bool
	Points []FunnelPoint
}

// OverdispersedShares is the funnel of shares around the share of all areas
// together, on the arcsine scale.
//
// Source: Spiegelhalter, Qual Saf Health Care 2005;14:347-51, additive random
// effects; as FunnelPlotR with data_type "PR".
func OverdispersedShares(areas []Share) (Overdispersion, error) {
	f, err := funnelOfShares(areas)
	if err != nil {
		return Overdispersion{}, err
	}
	return f.overdispersion()
}

func funnelOfShares(areas []Share) (funnelScale, error) {
	all := sumShares(areas)
	f := arcsine(all.X / all.N)
	for _, a := range areas {
		if err := a.check(); err != nil {
			return funnelScale{}, fmt.Errorf("funnel: %w", err)
		}
		f.values = append(f.values, a.X/a.N)
		f.errors = append(f.errors, 1/(2*math.Sqrt(a.N)))
	}
	return f, nil
}

// OverdispersedRatios is the funnel of observed (Events) over expected
// (Exposure) numbers around 1, on the square-root scale. No case is no trouble
// there; on the logarithmic scale of the English SHMI it would be.
//
// Source: as [OverdispersedShares], squared back to the scale of the ratios,
// which FunnelPlotR 0.6.0 does not do.
func OverdispersedRatios(areas []Count) (Overdispersion, error) {
	f, err := funnelOfCounts(areas, 1)
	if err != nil {
		return Overdispersion{}, err
	}
	return f.overdispersion()
}

// OverdispersedRates is the funnel of rates around the rate of all areas
// together: [OverdispersedRatios] against what that rate would give each.
func OverdispersedRates(areas []Count) (Overdispersion, error) {
	f, err := funnelOfRates(areas)
	if err != nil {
		return Overdispersion{}, err
	}
	return f.overdispersion()
}

func funnelOfRates(areas []Count) (funnelScale, error) {
	all := sumCounts(areas)
	rate := all.Events / all.Exposure
	if !(rate > 0) || !finite(rate) {
		return funnelScale{}, errors.New("funnel of rates: no events")
	}
	return funnelOfCounts(areas, rate)
}

func funnelOfCounts(areas []Count, rate float64) (funnelScale, error) {
	f := squareRoot(rate)
	for _, a := range areas {
		if err := a.check(); err != nil {
			return funnelScale{}, fmt.Errorf("funnel: %w", err)
		}
		f.values = append(f.values, a.Events/a.Exposure)
		f.errors = append(f.errors, 1/(2*math.Sqrt(a.Exposure*rate)))
	}
	return f, nil
}

// funnelScale is a funnel on the scale where chance has the same standard error
// whatever the value.
type funnelScale struct {
	target        float64 // in the unit of the values
	values        []float64
	errors        []float64 // standard errors of chance on the scale
	forward, back func(float64) float64
	perUnit       float64 // slope of back at the target
}

func arcsine(target float64) funnelScale {
	forward := func(p float64) float64 { return math.Asin(math.Sqrt(clamp(p, 0, 1))) }
	return funnelScale{
		target:  target,
		forward: forward,
		back:    func(y float64) float64 { s := math.Sin(clamp(y, 0, math.Pi/2)); return s * s },
		perUnit: math.Sin(2 * forward(target)),
	}
}

// squareRoot is the scale of rates relative to a target rate.
func squareRoot(target float64) funnelScale {
	return funnelScale{
		target:  target,
		forward: func(r float64) float64 { return math.Sqrt(r / target) },
		back:    func(y float64) float64 { y = math.Max(y, 0); return target * y * y },
		perUnit: 2 * target,
	}
}

func (f funnelScale) overdispersion() (Overdispersion, error) {
	o, err := f.moments()
	if err != nil {
		return Overdispersion{}, err
	}
	centre := f.forward(f.target)
	o.Flat = o.Tau2 > 0
	for i := range o.Points {
		p := &o.Points[i]
		chance := f.errors[i] * f.errors[i]
		p.Chance, p.Adjusted = f.band(centre, f.errors[i]), f.band(centre, math.Sqrt(chance+o.Tau2))
		o.Flat = o.Flat && o.Tau2 > chance && p.Adjusted.At998.Contains(p.Value)
	}
	return o, nil
}

// moments returns the over-dispersion without its limits.
func (f funnelScale) moments() (Overdispersion, error) {
	if len(f.values) < 2 {
		return Overdispersion{}, fmt.Errorf("funnel of %d areas, needs two", len(f.values))
	}
	o := Overdispersion{Target: f.target, Points: make([]FunnelPoint, len(f.values))}
	centre := f.forward(f.target)
	zs, squares, weights := make([]float64, len(f.values)), make([]float64, len(f.values)), make([]float64, len(f.values))
	for i, v := range f.values {
		zs[i] = (f.forward(v) - centre) / f.errors[i]
		weights[i] = 1 / (f.errors[i] * f.errors[i])
		if !finite(zs[i], weights[i]) {
			return Overdispersion{}, fmt.Errorf("funnel: %w", errOverflow)
		}
	}
	for i, z := range winsorise(zs) {
		o.Points[i] = FunnelPoint{Value: f.values[i], Z: zs[i], WinsorisedZ: z}
		squares[i] = z * z
	}
	o.Phi = total(squares) / float64(len(squares))
	o.Tau2 = betweenVariance(o.Phi, weights)
	o.Typical = f.perUnit * math.Sqrt(o.Tau2)
	if !finite(o.Target, o.Phi, o.Tau2, o.Typical) {
		return Overdispersion{}, fmt.Errorf("funnel: %w", errOverflow)
	}
	return o, nil
}

func (f funnelScale) band(centre, se float64) Band {
	limits := func(conf float64) Interval {
		z := distuv.UnitNormal.Quantile(0.5 + conf/2)
		return Between(math.Min(f.back(centre-z*se), f.target), math.Max(f.back(centre+z*se), f.target))
	}
	return Band{At95: limits(Conf95), At998: limits(Conf998)}
}

// winsorise pulls the extreme values in to the type 7 quantiles.
func winsorise(values []float64) []float64 {
	low, high := quantile7(values, Winsorised), quantile7(values, 1-Winsorised)
	pulled := make([]float64, len(values))
	for i, v := range values {
		pulled[i] = clamp(v, low, high)
	}
	return pulled
}

// betweenVariance is the moment estimate of the variance between areas. Without
// over-dispersion it is zero: limits are never narrower than those of chance.
func betweenVariance(phi float64, weights []float64) float64 {
	if phi <= 1 {
		return 0
	}
	largest := 0.0
	for _, w := range weights {
		largest = math.Max(largest, w)
	}
	// Scaled by the largest weight, so that squares do not overflow.
	scaled, squares := make([]float64, len(weights)), make([]float64, len(weights))
	for i, w := range weights {
		scaled[i] = w / largest
		squares[i] = scaled[i] * scaled[i]
	}
	sum, k := total(scaled), float64(len(weights))
	return math.Max(0, (k*phi-(k-1))/(sum-total(squares)/sum)/largest)
}
