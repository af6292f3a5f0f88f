// Package compare says how much a figure could move by chance, and whether a
// city district differs from the others by more than that.
//
// It promises pure functions over numbers and slices: the same input gives the
// same output, the order of areas and of observations never matters (that of
// months, years and ranked groups does), the input is never changed, and no NaN
// and no infinity ever leaves. It reads and writes nothing:
// no file, network, clock, log or database.
//
// It refuses to guess. A figure that cannot be computed is either an error (the
// whole result is impossible: no denominator, more cases than the total) or a
// [Number] that is not OK (one figure of a result is missing: an interval
// without an upper limit). Neither is ever written as zero.
//
// Data are a full register and not a sample. An interval answers "how much
// could this number move by chance if the underlying conditions stayed the
// same?" and nothing else; it says nothing of wrong or late registration.
// Counts are households, not persons: members of a household enter together.
//
// Formulas are named with their source at each function and are held to
// published vectors in testdata/vectors. It is a reference library: what the
// program does not call (a polarity, charts and funnels of other kinds) is here
// because published answers hold it, and goes if they do.
package compare

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Levels of confidence in use. Intervals beside a figure are 95 %; 99.8 % is
// for funnels, where one false alarm among fourteen districts must be rare.
const (
	Conf95  = 0.95
	Conf998 = 0.998
)

// maxWhole is the largest count handled as a whole number: above 2^53 a float64
// no longer tells one case from the next.
const maxWhole = 1 << 53

// Number is a figure that may be missing. The zero Number is missing.
type Number struct {
	Value float64
	OK    bool
}

// Interval is a closed interval. A limit that is not OK does not exist: the
// interval is open without bound on that side.
type Interval struct {
	Lower, Upper Number
}

// Estimate is a value and its interval, in the same unit.
type Estimate struct {
	Value float64
	Interval
}

// Of returns a Number that holds v, or a missing one if v is not finite.
func Of(v float64) Number {
	if !finite(v) {
		return Number{}
	}
	return Number{Value: v, OK: true}
}

// Between returns the interval from lower to upper.
func Between(lower, upper float64) Interval {
	return Interval{Lower: Of(lower), Upper: Of(upper)}
}

// Empty reports whether the interval has no limit at all.
func (i Interval) Empty() bool { return !i.Lower.OK && !i.Upper.OK }

// Contains reports whether v lies in the interval, limits included. An interval
// without limits contains nothing: it is no interval.
func (i Interval) Contains(v float64) bool {
	if i.Empty() || !finite(v) {
		return false
	}
	return (!i.Lower.OK || i.Lower.Value <= v) && (!i.Upper.OK || v <= i.Upper.Value)
}

var errOverflow = errors.New("numbers too large to compute with")

func finite(values ...float64) bool {
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

// whole reports whether v is a count that float64 holds exactly.
func whole(v float64) bool { return v >= 0 && v < maxWhole && v == math.Trunc(v) }

// alpha returns 1 - conf, the probability outside a two-sided interval. Levels
// nobody would publish are refused: near 0 and 1 the quantile functions of
// gonum do not end.
func alpha(conf float64) (float64, error) {
	if !(conf >= 0.5 && conf <= 0.99999) {
		return 0, fmt.Errorf("confidence %v is not between 0.5 and 0.99999", conf)
	}
	return 1 - conf, nil
}

// zValue returns the normal quantile of a two-sided interval: 1.96 at 95 %.
func zValue(conf float64) (float64, error) {
	if _, err := alpha(conf); err != nil {
		return 0, err
	}
	return distuv.UnitNormal.Quantile(0.5 + conf/2), nil
}

// total adds values in ascending order, so that the sum is the same to the last
// bit in whatever order the values came.
func total(values []float64) float64 {
	var few [32]float64 // most sums are over districts
	sorted := append(few[:0], values...)
	slices.Sort(sorted)
	var sum float64
	for _, v := range sorted {
		sum += v
	}
	return sum
}

func clamp(v, low, high float64) float64 { return math.Min(math.Max(v, low), high) }
