package compare_test

import (
	"math"
	"testing"

	"stadsdelskollen/transform/compare"
)

// Of series without a change about 5 % may be said to have changed; a change of
// two standard deviations of a month is nearly always seen.
func TestNewestYearHoldsItsLevelAndFindsAPlantedChange(t *testing.T) {
	r := source(2029)
	said := func(shift float64) float64 {
		return rate(series, func() bool {
			c := must[compare.YearChange](t)(compare.NewestYear(resembling(r, 24, 0, shift)))
			if (c.P < 0.05) == c.Contains(0) {
				t.Fatalf("p %v and interval %v do not agree", c.P, c.Interval)
			}
			return c.P < 0.05
		})
	}
	if none, one, two := said(0), said(1), said(2); none > 0.06 || one < 0.55 || two < 0.97 {
		t.Errorf("without a change %.3f, of one SD %.3f, of two %.3f", none, one, two)
	}
}

func TestNewestYearNeedsBothYears(t *testing.T) {
	points := resembling(source(1), 24, 0, 0)
	for i := range 3 {
		points[i] = compare.Number{}
	}
	if _, err := compare.NewestYear(points); err == nil {
		t.Error("nine months stood for a year")
	}
	if _, err := compare.NewestYear(points[1:]); err == nil {
		t.Error("23 months were two years")
	}
	if _, err := compare.NewestYear(make([]compare.Number, 24)); err == nil {
		t.Error("no month was two years")
	}
}

func TestDifferenceOfEstimatesIsNewcombesForShares(t *testing.T) {
	a, b := compare.Share{X: 30, N: 80}, compare.Share{X: 15, N: 60}
	want := must[compare.Estimate](t)(compare.ProportionDifference(a, b, compare.Conf95))
	first := must[compare.Estimate](t)(compare.Proportion(a.X, a.N, compare.Conf95))
	second := must[compare.Estimate](t)(compare.Proportion(b.X, b.N, compare.Conf95))
	got := must[compare.Estimate](t)(compare.Difference(first, second))
	if math.Abs(got.Value-want.Value)+math.Abs(got.Lower.Value-want.Lower.Value)+math.Abs(got.Upper.Value-want.Upper.Value) > 1e-12 {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if d := must[compare.Estimate](t)(compare.Difference(first, compare.Estimate{Value: 1})); !d.Empty() {
		t.Errorf("an interval out of nothing: %+v", d)
	}
}

// The lines that are drawn run through the limits of the areas they stand for.
func TestCurvesAreTheLimitsOfTheAreas(t *testing.T) {
	shares := []compare.Share{{X: 12, N: 40}, {X: 90, N: 200}, {X: 40, N: 160}, {X: 220, N: 400}}
	o := must[compare.Overdispersion](t)(compare.OverdispersedShares(shares))
	for i, s := range shares {
		if got := must[compare.Band](t)(compare.CurveOfShares(s.N, o.Target, o.Tau2)); got != o.Points[i].Adjusted {
			t.Errorf("%v: %v, want %v", s, got, o.Points[i].Adjusted)
		}
	}
	counts := []compare.Count{{Events: 12, Exposure: 4000}, {Events: 90, Exposure: 9000}, {Events: 40, Exposure: 16000}}
	o = must[compare.Overdispersion](t)(compare.OverdispersedRates(counts))
	for i, c := range counts {
		got, want := must[compare.Band](t)(compare.CurveOfRates(c.Exposure, o.Target, o.Tau2)), o.Points[i].Adjusted
		if math.Abs(got.At998.Upper.Value-want.At998.Upper.Value) > 1e-12 || math.Abs(got.At95.Lower.Value-want.At95.Lower.Value) > 1e-12 {
			t.Errorf("%v: %v, want %v", c, got, want)
		}
	}
}

// With every other area as peers the verdict is that against the rest.
func TestPeersThatAreAllTheOthersAreTheRest(t *testing.T) {
	shares := []compare.Share{{X: 30, N: 100}, {X: 70, N: 100}, {X: 35, N: 110}, {X: 33, N: 90}}
	var others [][]int
	for i := range shares {
		var o []int
		for j := range shares {
			if j != i {
				o = append(o, j)
			}
		}
		others = append(others, o)
	}
	got, want := compare.SharesAgainst(shares, others), compare.Shares(shares)
	for i := range shares {
		if got.Areas[i] != want.Areas[i] {
			t.Errorf("area %d: %+v, want %+v", i, got.Areas[i], want.Areas[i])
		}
	}
	if c := compare.SharesAgainst(shares, [][]int{{1}, nil, {7}, {0}}); c.Areas[1].Verdict != compare.NotCompared || c.Areas[2].Verdict != compare.NotCompared || c.Areas[0].Verdict != compare.Lower {
		t.Errorf("%+v", c.Areas)
	}
}
