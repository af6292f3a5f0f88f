package compare_test

import (
	"math"
	"slices"
	"testing"

	"stadsdelskollen/transform/compare"
)

// What the other tests of finite results do not call: with these, no exported
// method lets a NaN or an infinity out.
func TestNoNaNLeavesTheRemainingMethods(t *testing.T) {
	for _, a := range awkward {
		mustBeFinite(t, first(compare.MedianRanks(40, a)), a)
		mustBeFinite(t, first(compare.QuantileRanks(40, a, 0.95)), a)
		for _, b := range awkward {
			points := []compare.Number{{Value: a, OK: true}, {Value: b, OK: true}, {Value: 3, OK: true}, {}, {Value: a, OK: true}, {Value: 9, OK: true}}
			mustBeFinite(t, compare.Autocorrelation(points), a, b)
			mustBeFinite(t, first(compare.RollingRatio(slices.Repeat(points, 3), slices.Repeat(points[1:], 4)[:18])), a, b)
			mustBeFinite(t, first(compare.NewestYear(slices.Repeat(points, 6))), a, b)
			mustBeFinite(t, first(compare.KaplanMeierQuantile([]compare.Duration{{Time: a, Ended: true}, {Time: 7, Ended: true}, {Time: 9}}, b, 0.95)), a, b)
			mustBeFinite(t, first(compare.TheilOf([]compare.Group{{Rate: a, Population: b}, {Rate: 0.2, Population: 100}})), a, b)
			mustBeFinite(t, first(compare.CurveOfShares(a, 0.4, b)), a, b)
			mustBeFinite(t, first(compare.CurveOfRates(a, b, 0.01)), a, b)
			shares := []compare.Share{{X: a, N: b}, {X: 20, N: 100}, {X: 45, N: 90}}
			mustBeFinite(t, compare.SharesAgainst(shares, [][]int{{1, 2}, {0, 2}, {0, 1}}), a, b)
			mustBeFinite(t, first(compare.Difference(compare.Estimate{Value: a, Interval: compare.Between(a, b)}, compare.Estimate{Value: 2, Interval: compare.Between(1, 3)})), a, b)
			if s, p, err := compare.Variation([]float64{a, b, 3}); err == nil && (math.IsNaN(s+p) || math.IsInf(s+p, 0)) {
				t.Errorf("variation of %v, %v: %v, %v", a, b, s, p)
			}
		}
	}
}
