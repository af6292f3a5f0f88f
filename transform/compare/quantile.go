package compare

import (
	"fmt"
	"math"
	"slices"
)

// Tail counts the observations at one limit, for the disclosure gate: a limit
// may be published only if enough cases lie beyond it.
type Tail struct {
	Beyond int // strictly outside the limit
	At     int // equal to the limit
}

// Ranks are the places, counted from 1 in ascending order, of the two
// observations that bound a quantile. Zero means that there is no such limit.
type Ranks struct {
	Lower, Upper int
	// Coverage is the true probability that the limits enclose the quantile,
	// at least the confidence asked for; missing when there is no limit.
	Coverage Number
}

// QuantileEstimate is a quantile of n observations.
type QuantileEstimate struct {
	N int
	Estimate
	Ranks                  Ranks
	BelowLower, AboveUpper Tail
}

// MedianRanks returns the order-statistic interval of the median: ranks k and
// n-k+1 with k the smallest integer for which P(Bin(n, 1/2) <= k) >= alpha/2.
// Below six observations there is none at 95 %.
//
// Source: Conover, Practical Nonparametric Statistics 3e (1999) 3.2; Campbell &
// Gardner, BMJ 1988;296:1454.
func MedianRanks(n int, conf float64) (Ranks, error) {
	a, err := alpha(conf)
	if err != nil {
		return Ranks{}, err
	}
	if n < 1 {
		return Ranks{}, fmt.Errorf("median of %d observations", n)
	}
	k := binomialQuantile(a/2, n, 0.5)
	if k == 0 {
		return Ranks{}, nil
	}
	return Ranks{Lower: k, Upper: n - k + 1, Coverage: coverage(k, n-k+1, n, 0.5)}, nil
}

// QuantileRanks returns the order-statistic interval of quantile p. Either limit
// can be missing: a 90th percentile of few observations has no upper limit.
//
// Source: Conover (1999) 3.2.
func QuantileRanks(n int, p, conf float64) (Ranks, error) {
	a, err := alpha(conf)
	if err != nil {
		return Ranks{}, err
	}
	if n < 1 {
		return Ranks{}, fmt.Errorf("quantile of %d observations", n)
	}
	if !(p > 0 && p < 1) {
		return Ranks{}, fmt.Errorf("quantile %v is not between 0 and 1", p)
	}
	lower, upper := binomialQuantile(a/2, n, p), binomialQuantile(1-a/2, n, p)+1
	if upper > n {
		upper = 0
	}
	return Ranks{Lower: lower, Upper: upper, Coverage: coverage(lower, upper, n, p)}, nil
}

// coverage returns the probability that the observations with these ranks
// enclose quantile p; rank 0 is no limit, which encloses everything on its side.
func coverage(lower, upper, n int, p float64) Number {
	switch {
	case lower == 0 && upper == 0:
		return Number{}
	case upper == 0:
		return Of(1 - binomialCDF(lower-1, n, p))
	}
	return Of(binomialCDF(upper-1, n, p) - binomialCDF(lower-1, n, p))
}

// Median returns the median of values, the mean of the two middle ones when n
// is even, with its order-statistic interval. No distribution is assumed; ties
// make the interval wider than asked for and need nothing special.
func Median(values []float64, conf float64) (QuantileEstimate, error) {
	ranks, err := MedianRanks(len(values), conf)
	if err != nil {
		return QuantileEstimate{}, err
	}
	return quantileOf(values, 0.5, ranks)
}

// Quantile returns quantile p of values (interpolated, Hyndman & Fan's type 7)
// with its order-statistic interval.
func Quantile(values []float64, p, conf float64) (QuantileEstimate, error) {
	ranks, err := QuantileRanks(len(values), p, conf)
	if err != nil {
		return QuantileEstimate{}, err
	}
	return quantileOf(values, p, ranks)
}

func quantileOf(values []float64, p float64, r Ranks) (QuantileEstimate, error) {
	if !finite(values...) {
		return QuantileEstimate{}, fmt.Errorf("quantile %v: a value is missing", p)
	}
	sorted := slices.Sorted(slices.Values(values))
	value, below, above := interpolate(sorted, p)
	// With a handful of observations and an extreme quantile the ranks can lie
	// wholly to one side of the interpolated value: widen to take it in.
	if r.Lower > below || (r.Upper > 0 && r.Upper < above) {
		r.Lower = min(r.Lower, below)
		if r.Upper > 0 {
			r.Upper = max(r.Upper, above)
		}
		r.Coverage = coverage(r.Lower, r.Upper, len(sorted), p)
	}
	q := QuantileEstimate{N: len(sorted), Estimate: Estimate{Value: value}, Ranks: r}
	if r.Lower > 0 {
		q.Lower = Of(sorted[r.Lower-1])
		q.BelowLower = tailBelow(sorted, q.Lower.Value)
	}
	if r.Upper > 0 {
		q.Upper = Of(sorted[r.Upper-1])
		q.AboveUpper = tailAbove(sorted, q.Upper.Value)
	}
	return q, nil
}

// interpolate returns the type 7 quantile of sorted values, which is what R and
// spreadsheets give, and the ranks of the two observations it lies between.
func interpolate(sorted []float64, p float64) (value float64, below, above int) {
	h := float64(len(sorted)-1) * p
	i := int(math.Floor(h))
	j := min(i+1, len(sorted)-1)
	share := h - float64(i)
	low, high := sorted[i], sorted[j]
	if share == 0 {
		return low, i + 1, i + 1
	}
	return clamp(low*(1-share)+high*share, low, high), i + 1, j + 1
}

func tailBelow(values []float64, limit float64) (t Tail) {
	for _, v := range values {
		switch {
		case v < limit:
			t.Beyond++
		case v == limit:
			t.At++
		}
	}
	return t
}

func tailAbove(values []float64, limit float64) (t Tail) {
	for _, v := range values {
		switch {
		case v > limit:
			t.Beyond++
		case v == limit:
			t.At++
		}
	}
	return t
}
