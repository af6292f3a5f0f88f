package compare_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/transform/compare"
)

func TestFunnelNarrowsWithSizeAndHoldsItsTarget(t *testing.T) {
	width := func(i compare.Interval) float64 { return i.Upper.Value - i.Lower.Value }
	var last [4]float64
	for _, n := range []float64{20, 100, 1000, 1e5, 1e8} {
		s := must[compare.Band](t)(compare.FunnelOfShares(n, 0.3))
		r := must[compare.Band](t)(compare.FunnelOfRatios(n))
		now := [4]float64{width(s.At95), width(s.At998), width(r.At95), width(r.At998)}
		for i, w := range now {
			if last[i] > 0 && w >= last[i] {
				t.Errorf("n = %v: width %v after %v", n, w, last[i])
			}
		}
		if now[0] >= now[1] || now[2] >= now[3] || !s.At95.Contains(0.3) || !r.At95.Contains(1) {
			t.Errorf("n = %v: %+v, %+v", n, s, r)
		}
		last = now
	}
}

func TestShareOnAFunnelLimitHasAWilsonLimitThatTouchesTheTarget(t *testing.T) {
	for _, n := range []float64{30, 400, 12345} {
		b := must[compare.Band](t)(compare.FunnelOfShares(n, 0.4))
		high := must[compare.Estimate](t)(compare.Proportion(n*b.At95.Upper.Value, n, compare.Conf95))
		low := must[compare.Estimate](t)(compare.Proportion(n*b.At998.Lower.Value, n, compare.Conf998))
		if math.Abs(high.Lower.Value-0.4) > 1e-12 || math.Abs(low.Upper.Value-0.4) > 1e-12 {
			t.Errorf("n = %v: Wilson limits %v and %v", n, high.Lower.Value, low.Upper.Value)
		}
	}
}

func TestNoCaseHasNoUpperLine(t *testing.T) {
	l := must[compare.FunnelLine](t)(compare.FunnelAtCount(0, compare.Conf95))
	if l.ExpectedAtUpper.OK || l.Ratio.Upper.OK || l.Ratio.Lower != compare.Of(0) || math.Abs(l.ExpectedAtLower.Value+math.Log(0.025)) > 1e-12 {
		t.Errorf("got %+v", l)
	}
}

func TestChanceAloneAddsNothingToTheFunnel(t *testing.T) {
	areas := []compare.Share{{X: 50, N: 100}, {X: 49, N: 100}, {X: 51, N: 100}, {X: 50, N: 100}}
	o := must[compare.Overdispersion](t)(compare.OverdispersedShares(areas))
	if o.Tau2 != 0 || o.Typical != 0 || o.Flat || o.Phi >= 1 {
		t.Errorf("got %+v", o)
	}
	for _, p := range o.Points {
		if p.Chance != p.Adjusted {
			t.Errorf("limits %+v became %+v", p.Chance, p.Adjusted)
		}
	}
}

func TestFunnelOfLevelsIsFlatAndSaysSo(t *testing.T) {
	// Shares with assistance as unlike as those of 2017: pictures, not findings.
	var levels []compare.Share
	for _, p := range []float64{0.072, 0.051, 0.034, 0.030, 0.025, 0.021, 0.018, 0.015, 0.012, 0.010, 0.008, 0.006, 0.005, 0.003} {
		levels = append(levels, compare.Share{X: math.Round(p * 60000), N: 60000})
	}
	o := must[compare.Overdispersion](t)(compare.OverdispersedShares(levels))
	if !o.Flat || o.Phi < 100 || o.Typical < 0.005 || o.Typical > 0.03 {
		t.Errorf("flat %v, phi %v, typical %v", o.Flat, o.Phi, o.Typical)
	}
	for _, p := range o.Points {
		if p.Adjusted.At998.Lower.Value < 0 || p.Adjusted.At998.Upper.Value > 1 || !p.Adjusted.At998.Contains(o.Target) {
			t.Errorf("limits %+v", p.Adjusted)
		}
	}
}

func TestAreaWithoutCasesTakesPartInTheFunnel(t *testing.T) {
	areas := []compare.Count{{Events: 0, Exposure: 30}, {Events: 45, Exposure: 30}, {Events: 31, Exposure: 30}, {Events: 70, Exposure: 30}}
	o := must[compare.Overdispersion](t)(compare.OverdispersedRatios(areas))
	if o.Points[0].Value != 0 || o.Tau2 <= 0 {
		t.Errorf("got %+v", o)
	}
}

func TestFunnelOfRatesDoesNotDependOnUnitOrOrder(t *testing.T) {
	r := source(21)
	for range 200 {
		_, counts := randomAreas(r)
		scaled := make([]compare.Count, len(counts))
		perm := r.Perm(len(counts))
		for i, p := range perm {
			scaled[i] = compare.Count{Events: counts[p].Events, Exposure: counts[p].Exposure * 1024}
		}
		a, err := compare.OverdispersedRates(counts)
		b, errB := compare.OverdispersedRates(scaled)
		if (err == nil) != (errB == nil) {
			t.Fatal(err, errB)
		}
		if err != nil {
			continue
		}
		if a.Phi != b.Phi || a.Tau2 != b.Tau2 || a.Flat != b.Flat {
			t.Fatalf("%+v and %+v", a, b)
		}
		for i, p := range perm {
			near := cmp.Comparer(func(x, y float64) bool { return math.Abs(x-y) <= 1e-12*math.Max(1, math.Abs(x)) })
			if diff := cmp.Diff(a.Points[p].Z, b.Points[i].Z, near); diff != "" {
				t.Fatal(diff)
			}
		}
	}
}
