package compare

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// MeanEstimate is the mean of N values. With one value there is neither SD nor
// interval. With an SD of zero the interval has no width: that is a flag that
// the data are odd, not certainty, and it should not be drawn.
type MeanEstimate struct {
	N   int
	Sum float64
	SD  Number // divisor n-1
	Estimate
}

// Mean returns the mean of values with its t interval. Costs and days are
// skewed: below thirty values [Median] says more.
//
// Source: any text; as Fingertips' phe_mean.
func Mean(values []float64, conf float64) (MeanEstimate, error) {
	if len(values) == 0 {
		return MeanEstimate{}, errors.New("mean of no values")
	}
	if !finite(values...) {
		return MeanEstimate{}, errors.New("mean: a value is missing")
	}
	n := float64(len(values))
	sum := total(values)
	squares := make([]float64, len(values))
	for i, v := range values {
		squares[i] = (v - sum/n) * (v - sum/n)
	}
	sd := 0.0
	if n > 1 {
		sd = math.Sqrt(total(squares) / (n - 1))
	}
	return MeanFromSummary(len(values), sum/n, sd, conf)
}

// MeanFromSummary returns what [Mean] does from the number of values, their mean
// and their standard deviation (divisor n-1).
func MeanFromSummary(n int, mean, sd, conf float64) (MeanEstimate, error) {
	if n < 1 || !finite(mean, sd) || sd < 0 {
		return MeanEstimate{}, fmt.Errorf("mean %v of %d values with standard deviation %v", mean, n, sd)
	}
	half, err := tHalfWidth(n, sd/math.Sqrt(float64(n)), conf)
	if err != nil {
		return MeanEstimate{}, fmt.Errorf("mean: %w", err)
	}
	m := MeanEstimate{N: n, Sum: mean * float64(n), Estimate: Estimate{Value: mean}}
	if n > 1 {
		m.SD, m.Interval = Of(sd), Between(mean-half, mean+half)
	}
	if !finite(m.Sum, mean-half, mean+half) {
		return MeanEstimate{}, fmt.Errorf("mean: %w", errOverflow)
	}
	return m, nil
}

// tHalfWidth returns half the width of a t interval with n-1 degrees of freedom,
// 0 when there are none.
func tHalfWidth(n int, se, conf float64) (float64, error) {
	a, err := alpha(conf)
	if err != nil || n < 2 {
		return 0, err
	}
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(n - 1)}.Quantile(1 - a/2)
	return t * se, nil
}

// RatioEstimate is a ratio of two sums over N units.
type RatioEstimate struct {
	N  int
	SE Number
	Estimate
}

// Ratio returns sum(y)/sum(x) with its linearised t interval: cost per household
// and month from one pair per household (cost, months). It needs the pairs: from
// monthly totals there is no valid interval, and ratios of months or of
// districts are never averaged. With one pair there is a value only.
//
// Source: Cochran, Sampling Techniques (1977) ch. 6; as R's survey::svyratio.
func Ratio(y, x []float64, conf float64) (RatioEstimate, error) {
	if len(y) != len(x) || len(y) == 0 {
		return RatioEstimate{}, fmt.Errorf("ratio of %d by %d values", len(y), len(x))
	}
	sumY, sumX := total(y), total(x)
	r := sumY / sumX
	if !finite(y...) || !finite(x...) || !(sumX > 0) || !finite(r) {
		return RatioEstimate{}, errors.New("ratio: a value is missing or the denominator is not positive")
	}
	squares := make([]float64, len(y))
	for i := range y {
		squares[i] = (y[i] - r*x[i]) * (y[i] - r*x[i])
	}
	return ratio(len(y), r, sumX, total(squares), conf)
}

// RatioSums are the sums over N pairs (y, x) that a ratio and its error need.
type RatioSums struct {
	N                int
	Y, X, YY, XY, XX float64
}

// RatioFromSums returns what [Ratio] does from sums, which a database adds up
// exactly in decimals: the squared residuals are YY - 2r·XY + r²·XX.
func RatioFromSums(s RatioSums, conf float64) (RatioEstimate, error) {
	r := s.Y / s.X
	if s.N < 1 || !finite(s.Y, s.X, s.YY, s.XY, s.XX) || !(s.X > 0) || !finite(r) {
		return RatioEstimate{}, errors.New("ratio: a sum is missing or the denominator is not positive")
	}
	return ratio(s.N, r, s.X, math.Max(0, s.YY-2*r*s.XY+r*r*s.XX), conf)
}

// ratio is r with its interval, from the sum of x and of the squared residuals.
func ratio(pairs int, r, sumX, squares, conf float64) (RatioEstimate, error) {
	n := float64(pairs)
	e := RatioEstimate{N: pairs, Estimate: Estimate{Value: r}}
	if n < 2 {
		_, err := alpha(conf)
		return e, err
	}
	se := math.Sqrt(n/(n-1)*squares) / sumX
	half, err := tHalfWidth(pairs, se, conf)
	if err != nil {
		return RatioEstimate{}, fmt.Errorf("ratio: %w", err)
	}
	if !finite(r-half, r+half) {
		return RatioEstimate{}, fmt.Errorf("ratio: %w", errOverflow)
	}
	e.SE, e.Interval = Of(se), Between(r-half, r+half)
	return e, nil
}

// DesignEffect returns by how much the variance grows when persons are counted
// though all members of a household share the status: sum(m²)/sum(m) over
// household sizes m. The standard error grows by its square root.
//
// Source: Kish, Survey Sampling (1965), with a correlation of one within households.
func DesignEffect(householdSizes []float64) (float64, error) {
	squares := make([]float64, len(householdSizes))
	for i, m := range householdSizes {
		if !(m > 0) || !finite(m*m) {
			return 0, fmt.Errorf("household of %v persons", m)
		}
		squares[i] = m * m
	}
	if len(squares) == 0 {
		return 0, errors.New("design effect of no households")
	}
	deff := total(squares) / total(householdSizes)
	if !finite(deff) {
		return 0, fmt.Errorf("design effect: %w", errOverflow)
	}
	return deff, nil
}
