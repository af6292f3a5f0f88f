package compare_test

import (
	"testing"

	"stadsdelskollen/transform/compare"
)

func TestNoNaNLeavesFunnelsChartsAndVariances(t *testing.T) {
	for _, a := range awkward {
		checkFunnelLimits(t, a)
		for _, b := range awkward {
			checkFunnelPoints(t, a, b)
			for _, c := range []float64{0, 1, 40, 1e6, 1e308} {
				checkFunnels(t, a, b, c)
				checkCharts(t, a, b, c)
				checkVariances(t, a, b, c)
			}
		}
	}
}

func checkFunnelLimits(t *testing.T, a float64) {
	t.Helper()
	mustBeFinite(t, first(compare.FunnelOfRatios(a)), a)
	mustBeFinite(t, first(compare.FunnelAtCount(a, compare.Conf95)), a)
	mustBeFinite(t, first(compare.FunnelAtCount(12, a)), a)
}

func checkFunnelPoints(t *testing.T, a, b float64) {
	t.Helper()
	mustBeFinite(t, first(compare.FunnelOfShares(a, b)), a, b)
	mustBeFinite(t, first(compare.PositionOfShare(a, b, 0.3)), a, b)
	mustBeFinite(t, first(compare.PositionOfRatio(a, b)), a, b)
	mustBeFinite(t, compare.ICCLimits(a, 6, 4, b), a, b)
	mustBeFinite(t, compare.ICCLimits(a, 6, 4, 0.95), a)
}

func checkFunnels(t *testing.T, a, b, c float64) {
	t.Helper()
	shares := []compare.Share{{X: a, N: b}, {X: c, N: 40}, {X: 20, N: 100}}
	counts := []compare.Count{{Events: a, Exposure: b}, {Events: c, Exposure: 40}, {Events: 20, Exposure: 100}}
	mustBeFinite(t, first(compare.OverdispersedShares(shares)), a, b, c)
	mustBeFinite(t, first(compare.OverdispersedRatios(counts)), a, b, c)
	mustBeFinite(t, first(compare.OverdispersedRates(counts)), a, b, c)
	for _, kind := range []compare.AttributeKind{compare.PChart, compare.UChart, compare.PPrime, compare.UPrime} {
		mustBeFinite(t, first(compare.Attributes(kind, counts, compare.Plan{})), a, b, c)
	}
}

func checkCharts(t *testing.T, a, b, c float64) {
	t.Helper()
	// Numbers that claim to be there though they are not finite count as gaps.
	points := []compare.Number{{Value: a, OK: true}, {Value: b, OK: true}, {Value: 3, OK: true}, {Value: c, OK: true}, {Value: a, OK: true}, {Value: 9, OK: true}}
	mustBeFinite(t, first(compare.XmR(points, compare.Plan{Starts: []int{4}})), a, b, c)
	mustBeFinite(t, compare.XmRLimits(points).Near(), a, b, c)
	mustBeFinite(t, first(compare.Runs(points)), a, b, c)
	long := exact(24, 24, 1)
	long[7], long[30], long[31] = points[0], points[1], points[3]
	mustBeFinite(t, first(compare.Interrupted(long, 1, 24)), a, b, c)
}

func checkVariances(t *testing.T, a, b, c float64) {
	t.Helper()
	cases := []compare.Observation{{"A", "a", a}, {"A", "a", b}, {"A", "b", c}, {"B", "a", 3}, {"B", "b", 4}, {"B", "b", a}}
	mustBeFinite(t, first(compare.OneWayVariance(cases)), a, b, c)
	mustBeFinite(t, first(compare.NestedVariance(cases)), a, b, c)
	mustBeFinite(t, first(compare.SharesOfVariance(cases, 1)), a, b, c)
	mustBeFinite(t, first(compare.ShareBetween(cases, 1)), a, b, c)
}

func TestNoNaNLeavesTheBootstrap(t *testing.T) {
	for _, a := range awkward {
		for _, b := range []float64{0, 1, 40, 1e15, 1e17} {
			shares := []compare.Share{{X: a, N: b}, {X: 3, N: 40}, {X: 20, N: 100}}
			counts := []compare.Count{{Events: a, Exposure: b}, {Events: 3, Exposure: 40}, {Events: 20, Exposure: 100}}
			mustBeFinite(t, first(compare.TypicalDifferenceOfShares(shares, 1)), a, b)
			mustBeFinite(t, first(compare.TypicalDifferenceOfRates(counts, 1)), a, b)
		}
	}
}
