package compare

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Constants of the XmR chart as Making Data Count has them.
const (
	xmrFactor = 2.66 // limits in mean moving ranges; 3/1.128 is 2.6596

	// BaselinePoints is the number of observed points that set the limits of a
	// phase. Until then they are trial limits.
	BaselinePoints = 12

	// AllPoints as the baseline of a [Plan] sets limits from every point.
	AllPoints = math.MaxInt
)

// ProcessLimits are the centre and limits of an XmR chart. The limits are
// missing if there is no pair of adjacent points, or if none differs.
type ProcessLimits struct {
	Mean      Number
	MeanRange Number // mean moving range
	Ranges    int    // number of moving ranges
	Interval
}

// Near returns the limits at two thirds of the distance from the mean.
func (l ProcessLimits) Near() Interval {
	if l.Empty() {
		return Interval{}
	}
	half := 2 * xmrFactor / 3 * l.MeanRange.Value
	return Between(l.Mean.Value-half, l.Mean.Value+half)
}

// DrawnLower returns the lower limit as it is drawn for a figure that cannot be
// negative, such as a count.
func (l ProcessLimits) DrawnLower() Number {
	return Number{Value: math.Max(0, l.Lower.Value), OK: l.Lower.OK}
}

// XmRLimits returns mean ± 2.66 mean moving ranges. A moving range is taken
// between adjacent observed points only: one that touches a gap is dropped and
// not bridged. Large moving ranges are kept, so that the audience can recompute.
//
// Source: Wheeler, Understanding Variation (2000); NHS England, Making Data Count.
func XmRLimits(points []Number) ProcessLimits {
	var values, ranges []float64
	for i, p := range points {
		if !observed(p) {
			continue
		}
		values = append(values, p.Value)
		if i > 0 && observed(points[i-1]) {
			ranges = append(ranges, math.Abs(p.Value-points[i-1].Value))
		}
	}
	l := ProcessLimits{Ranges: len(ranges)}
	if len(values) > 0 {
		l.Mean = Of(total(values) / float64(len(values)))
	}
	if len(ranges) > 0 {
		l.MeanRange = Of(total(ranges) / float64(len(ranges)))
	}
	// Differences that only rounding has made are no variation.
	if half := xmrFactor * l.MeanRange.Value; l.Mean.OK && half > slack*math.Abs(l.Mean.Value) {
		if both := Between(l.Mean.Value-half, l.Mean.Value+half); both.Lower.OK && both.Upper.OK {
			l.Interval = both
		}
	}
	return l
}

// slack is the relative difference that rounding can have made: two figures
// nearer than this are equal, in whatever unit they are given.
const slack = 1e-9

func observed(p Number) bool { return p.OK && finite(p.Value) }

// Plan says how a chart is divided.
type Plan struct {
	// Starts are the indices of the first point of each phase after the first.
	// A phase starts only at a dated, named change: a law, a merger, a system.
	Starts []int
	// Excluded are the indices of points known to be errors, which take no part
	// in setting limits.
	Excluded []int
	// Known are the indices of the first points after dated events that begin no
	// phase: what was declared beforehand is no sign of slowness, so the levels
	// between them are removed before the gate looks at neighbours.
	Known []int
	// Baseline is the number of observed points of a phase that set its limits,
	// which are fixed from then on. 0 means [BaselinePoints].
	Baseline int
}

// PhaseStatus says what limits a phase has, or why it has none.
type PhaseStatus int

// The statuses.
const (
	Charted   PhaseStatus = iota // limits from a whole baseline
	Trial                        // limits from fewer points than a baseline
	TooShort                     // no pair of adjacent points: no limits
	Unvarying                    // the baseline does not vary: no limits
	Slow                         // autocorrelated: a line without limits or rules
)

// Phase is the points from Start to before End.
type Phase struct {
	Start, End int
	Observed   int
	Status     PhaseStatus
	Limits     ProcessLimits // of the baseline; no interval unless Charted or Trial
	// R1 is the correlation of neighbours after the best single step is removed.
	R1 Number
}

// Chart is an XmR chart.
type Chart struct {
	Phases []Phase
	Flags  []Flag // one a point
}

// XmR charts a series of months, which must be a flow: stocks and rolling sums
// share most of each month with the next, which the gate (see [Slow]) tells only
// when the series is long enough. Each phase has its own limits and rules. A gap
// is a missing number. Not for areas, whose order is arbitrary.
//
// A flag is a question and not a finding. Of series of 24 independent months 16 %
// have at least one when every point sets the limits, and 31 % when the first
// twelve do, since limits from twelve points are themselves uncertain (25 % and
// 48 % of 36 months).
//
// Source: Wheeler (2000); NHS England, Making Data Count. The gate and the rule
// for gaps are our own.
func XmR(points []Number, plan Plan) (Chart, error) {
	phases, err := plan.phases(len(points))
	if err != nil {
		return Chart{}, fmt.Errorf("chart: %w", err)
	}
	c := Chart{Flags: make([]Flag, len(points))}
	slow := false
	for _, p := range phases {
		own := points[p.Start:p.End]
		baseline, whole := plan.baseline(p, func(i int) bool { return observed(points[i]) })
		p.Limits = XmRLimits(keep(own, baseline))
		p.Observed, p.R1 = count(own), Autocorrelation(own, plan.known(p.Start, p.End)...)
		slow = gate(p.R1, p.Observed, slow)
		p.Status = status(p.Limits.Ranges > 0, !p.Limits.Empty(), whole, slow)
		if p.Status != Charted && p.Status != Trial {
			p.Limits.Interval = Interval{}
		}
		copy(c.Flags[p.Start:p.End], Flags(own, p.Limits))
		c.Phases = append(c.Phases, p)
	}
	return c, nil
}

// status returns the status of a phase from whether it has pairs of points,
// limits, a whole baseline, and neighbours that resemble each other.
func status(pairs, limits, whole, slow bool) PhaseStatus {
	switch {
	case !pairs:
		return TooShort
	case !limits:
		return Unvarying
	case slow:
		return Slow
	case whole:
		return Charted
	}
	return Trial
}

// known are the known events within a phase, counted from its start.
func (p Plan) known(start, end int) []int {
	var within []int
	for _, i := range p.Known {
		if i > start && i < end {
			within = append(within, i-start)
		}
	}
	return within
}

// phases divides n points by the plan.
func (p Plan) phases(n int) ([]Phase, error) {
	if n == 0 {
		return nil, errors.New("no points")
	}
	if p.Baseline < 0 || p.Baseline == 1 {
		return nil, fmt.Errorf("a baseline of %d points", p.Baseline)
	}
	for _, i := range p.Excluded {
		if i < 0 || i >= n {
			return nil, fmt.Errorf("point %d is excluded, of %d", i, n)
		}
	}
	var phases []Phase
	start := 0
	for _, next := range p.Starts {
		if next <= start || next >= n {
			return nil, fmt.Errorf("a phase starts at point %d, after %d and of %d", next, start, n)
		}
		phases, start = append(phases, Phase{Start: start, End: next}), next
	}
	return append(phases, Phase{Start: start, End: n}), nil
}

// baseline reports for each point of a phase whether it sets the limits, and
// whether the baseline is whole.
func (p Plan) baseline(phase Phase, usable func(int) bool) (in []bool, whole bool) {
	wanted := p.Baseline
	if wanted == 0 {
		wanted = BaselinePoints
	}
	excluded := map[int]bool{}
	for _, i := range p.Excluded {
		excluded[i] = true
	}
	in = make([]bool, phase.End-phase.Start)
	taken := 0
	for i := phase.Start; i < phase.End && taken < wanted; i++ {
		if usable(i) && !excluded[i] {
			in[i-phase.Start] = true
			taken++
		}
	}
	return in, taken >= min(wanted, BaselinePoints)
}

// keep returns points with those outside the baseline missing.
func keep(points []Number, in []bool) []Number {
	kept := make([]Number, len(points))
	for i, p := range points {
		if in[i] {
			kept[i] = p
		}
	}
	return kept
}

func count(points []Number) (n int) {
	for _, p := range points {
		if observed(p) {
			n++
		}
	}
	return n
}

// gate reports whether a phase is slow: neighbours more alike than 2/√n. A phase
// shorter than a baseline cannot show it and is what the phase before it was.
func gate(r1 Number, n int, before bool) bool {
	if before && n < BaselinePoints {
		return true
	}
	return r1.OK && r1.Value > 2/math.Sqrt(float64(n))
}

// Autocorrelation returns the correlation of each month with the next after the
// best single step (least squares) has been removed: with the step left in, a
// real shift would look like slowness. The levels between known events, given by
// the index of the first point after each, are removed before that. Pairs that
// touch a gap are dropped. It is missing without variation.
//
// Source: own rule, justified by simulation (see the tests).
func Autocorrelation(points []Number, known ...int) Number {
	points = levelled(points, known)
	var values []float64
	for _, p := range points {
		if observed(p) {
			values = append(values, p.Value)
		}
	}
	if len(values) < 3 {
		return Number{}
	}
	before, after, split := bestStep(values)
	residuals := make([]Number, len(points))
	var squares, products []float64
	largest, seen := 0.0, 0
	for i, p := range points {
		if !observed(p) {
			continue
		}
		level := before
		if seen >= split {
			level = after
		}
		seen++
		residuals[i] = Of(p.Value - level)
		largest = math.Max(largest, math.Abs(residuals[i].Value))
	}
	if !(largest > slack*math.Max(math.Abs(before), math.Abs(after))) {
		return Number{}
	}
	for i, r := range residuals {
		if !r.OK {
			continue
		}
		squares = append(squares, r.Value/largest*(r.Value/largest))
		if i > 0 && residuals[i-1].OK {
			products = append(products, r.Value/largest*(residuals[i-1].Value/largest))
		}
	}
	return Of(total(products) / total(squares))
}

// levelled returns the points with the differences between the levels of the
// stretches that known events divide them into removed; the grand mean stays.
func levelled(points []Number, known []int) []Number {
	if len(known) == 0 {
		return points
	}
	mean := func(points []Number) float64 {
		var values []float64
		for _, p := range points {
			if observed(p) {
				values = append(values, p.Value)
			}
		}
		if len(values) == 0 {
			return 0
		}
		return total(values) / float64(len(values))
	}
	all, out := mean(points), make([]Number, len(points))
	ends := append(slices.Sorted(slices.Values(known)), len(points))
	start := 0
	for _, end := range ends {
		if end <= start || end > len(points) {
			continue
		}
		level := mean(points[start:end])
		for i := start; i < end; i++ {
			if observed(points[i]) {
				out[i] = Of(points[i].Value - level + all)
			}
		}
		start = end
	}
	return out
}

// bestStep returns the levels before and after the split that leaves the least
// sum of squares; the split is the index of the first value after it.
func bestStep(values []float64) (before, after float64, split int) {
	n := float64(len(values))
	mean := total(values) / n
	var left, gain float64
	before, after, split = mean, mean, len(values)
	sum := 0.0
	for _, v := range values {
		sum += v - mean
	}
	for i, v := range values[:len(values)-1] {
		left += v - mean
		a := float64(i + 1)
		l, r := left/a, (sum-left)/(n-a)
		// What a split explains: a(n-a)/n times the squared difference of levels.
		if g := math.Sqrt(a*(n-a)/n) * math.Abs(l-r); g > gain*(1+slack) {
			gain, split, before, after = g, i+1, mean+l, mean+r
		}
	}
	return before, after, split
}
