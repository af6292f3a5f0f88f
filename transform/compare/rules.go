package compare

import "math"

// Cause is what a point of a control chart is flagged for.
type Cause int

// The causes. When several apply to a point the first in this order is given:
// beyond, trend, two of three, shift.
const (
	OrdinaryVariation Cause = iota
	BeyondLimits            // outside a limit
	SevenTrend              // one of seven points, each above (or below) the last
	TwoOfThree              // near a limit, as another of three neighbours
	SevenShift              // one of seven points on one side of the mean
)

// Flag is the outcome of the rules for one point. Side is Lower or Higher: the
// side of the mean, or the way a trend goes. A [Polarity] makes it better or
// worse.
type Flag struct {
	Cause Cause
	Side  Verdict
}

// runLength is the length of a shift and of a trend: seven points. Western
// Electric has other numbers; these are those of Making Data Count.
const runLength = 7

// Flags applies the four rules to the points of one phase. Without limits there
// is no flag. A gap, and for a shift a point on the mean, breaks a run.
//
// Source: NHS England, Making Data Count; as R's NHSRplotthedots.
func Flags(points []Number, l ProcessLimits) []Flag {
	if l.Empty() {
		return make([]Flag, len(points))
	}
	half := xmrFactor * l.MeanRange.Value
	standardised := make([]Number, len(points))
	for i, p := range points {
		if observed(p) {
			standardised[i] = Of((p.Value - l.Mean.Value) / half * 3)
		}
	}
	return flags(points, standardised)
}

// flags applies the rules to values and to their distances from the centre, in
// units of which the limits are at 3.
func flags(values, distances []Number) []Flag {
	side, near := make([]int, len(values)), make([]bool, len(values))
	found := make([]Flag, len(values))
	for i, d := range distances {
		side[i] = sign(d)
		near[i] = d.OK && math.Abs(d.Value) > 2+slack && math.Abs(d.Value) <= 3+slack
	}
	// From the least cause to the first, so that the first is what remains.
	mark(found, SevenShift, members(shiftEnds(side)))
	pairs := pairsOfThree(near, side)
	for i := range pairs {
		if !near[i] {
			pairs[i] = 0
		}
	}
	mark(found, TwoOfThree, pairs)
	mark(found, SevenTrend, members(trendEnds(values)))
	for i, d := range distances {
		if d.OK && math.Abs(d.Value) > 3+slack {
			found[i] = Flag{BeyondLimits, sideOf(side[i])}
		}
	}
	return found
}

func mark(found []Flag, cause Cause, directions []int) {
	for i, d := range directions {
		if d != 0 {
			found[i] = Flag{cause, sideOf(d)}
		}
	}
}

func sideOf(direction int) Verdict {
	if direction < 0 {
		return Lower
	}
	return Higher
}

// sign returns on which side of the centre a distance lies, 0 on it or in a gap.
func sign(d Number) int {
	switch {
	case !d.OK || math.Abs(d.Value) <= slack:
		return 0
	case d.Value < 0:
		return -1
	}
	return 1
}

// shiftEnds gives the side at each point that completes seven on one side.
func shiftEnds(side []int) []int {
	ends, length := make([]int, len(side)), 0
	for i, s := range side {
		switch {
		case s == 0:
			length = 0
		case i > 0 && side[i-1] == s:
			length++
		default:
			length = 1
		}
		if length >= runLength {
			ends[i] = s
		}
	}
	return ends
}

// trendEnds gives the direction at each point that completes seven points of
// which each is above, or each below, the one before; an equal one breaks it.
func trendEnds(values []Number) []int {
	steps := make([]int, len(values))
	for i := 1; i < len(values); i++ {
		steps[i] = step(values[i-1], values[i])
	}
	ends, length := make([]int, len(values)), 0
	for i, s := range steps {
		switch {
		case s == 0:
			length = 0
		case steps[i-1] == s:
			length++
		default:
			length = 1
		}
		if length >= runLength-1 {
			ends[i] = s
		}
	}
	return ends
}

// step returns the direction from one point to the next, 0 if either is a gap or
// if they are equal but for rounding.
func step(from, to Number) int {
	change := to.Value - from.Value
	switch {
	case !observed(from) || !observed(to):
		return 0
	case math.Abs(change) <= slack*math.Max(math.Abs(from.Value), math.Abs(to.Value)):
		return 0
	case change < 0:
		return -1
	}
	return 1
}

// members marks all seven points of each run that ends somewhere.
func members(ends []int) []int {
	in := make([]int, len(ends))
	for i, e := range ends {
		if e == 0 {
			continue
		}
		for j := i - runLength + 1; j <= i; j++ {
			if in[j] == 0 {
				in[j] = e
			}
		}
	}
	return in
}

// pairsOfThree marks the three points of each group of three neighbours on one
// side of which at least two lie between near-limit and limit.
func pairsOfThree(near []bool, side []int) []int {
	in := make([]int, len(near))
	for i := 2; i < len(near); i++ {
		of := 0
		for j := i - 2; j <= i; j++ {
			if near[j] {
				of++
			}
		}
		if of >= 2 && side[i] != 0 && side[i] == side[i-1] && side[i] == side[i-2] {
			in[i-2], in[i-1], in[i] = side[i], side[i], side[i]
		}
	}
	return in
}
