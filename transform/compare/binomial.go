package compare

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"
)

// ulps is the slack with which a cumulative probability counts as reached, the
// same as R's qbinom: rounding must not move a rank.
const ulps = 64 * 0x1p-52

// binomialQuantile returns the smallest k with P(Bin(n, p) <= k) >= q.
func binomialQuantile(q float64, n int, p float64) int {
	d := distuv.Binomial{N: float64(n), P: p}
	return sort.Search(n, func(k int) bool { return d.CDF(float64(k)) >= q*(1-ulps) })
}

// binomialCDF returns P(Bin(n, p) <= k), also for k outside 0..n.
func binomialCDF(k, n int, p float64) float64 {
	switch {
	case k < 0:
		return 0
	case k >= n:
		return 1
	}
	return distuv.Binomial{N: float64(n), P: p}.CDF(float64(k))
}

// clopperPearson returns the exact interval of a share of x out of n (n > 0).
//
// Source: Clopper & Pearson, Biometrika 1934;26:404-13.
func clopperPearson(x, n, a float64) (lower, upper float64) {
	lower, upper = 0, 1
	if x > 0 {
		lower = distuv.Beta{Alpha: x, Beta: n - x + 1}.Quantile(a / 2)
	}
	if x < n {
		upper = distuv.Beta{Alpha: x + 1, Beta: n - x}.Quantile(1 - a/2)
	}
	return lower, upper
}

// binomialTest returns the exact two-sided p-value of x out of n against share
// p: the probability of every outcome that is no likelier than the one seen.
// The outcomes on the far side of the mean are found by bisection, since the
// probabilities fall away from it.
//
// Source: as R's binom.test, with its slack of 1e-7 for ties.
func binomialTest(x, n int, p float64) float64 {
	d := distuv.Binomial{N: float64(n), P: p}
	mean := float64(n) * p
	seen := d.LogProb(float64(x)) + math.Log1p(1e-7)
	unlikely := func(k int) bool { return d.LogProb(float64(k)) <= seen }
	switch {
	case float64(x) == mean:
		return 1
	case float64(x) < mean:
		first := int(math.Ceil(mean))
		far := first + sort.Search(n-first+1, func(i int) bool { return unlikely(first + i) })
		return clamp(binomialCDF(x, n, p)+upperTail(far, n, p), 0, 1)
	default:
		last := int(math.Floor(mean))
		far := last - sort.Search(last+1, func(i int) bool { return unlikely(last - i) })
		return clamp(binomialCDF(far, n, p)+upperTail(x, n, p), 0, 1)
	}
}

// upperTail returns P(Bin(n, p) >= k), computed from the far side so that a
// small tail keeps its digits.
func upperTail(k, n int, p float64) float64 { return binomialCDF(n-k, n, 1-p) }
