package compare_test

import (
	"testing"

	"stadsdelskollen/transform/compare"
)

// Without open cases the survival curve is the share of cases that took longer:
// nine in ten of 1..20 days are decided on day 18.
func TestTheNinthDecileOfClosedCasesIsTheirOwn(t *testing.T) {
	var cases []compare.Duration
	for d := range 20 {
		cases = append(cases, compare.Duration{Time: float64(d + 1), Ended: true})
	}
	q := must[compare.SurvivalMedian](t)(compare.KaplanMeierQuantile(cases, 0.9, 0.95))
	if q.Median != compare.Of(18) || q.N != 20 || q.Events != 20 {
		t.Errorf("got %+v", q)
	}
	if !q.Lower.OK || q.Lower.Value >= 18 || q.Upper.OK && q.Upper.Value < 18 {
		t.Errorf("limits %+v", q.Interval)
	}
	median := must[compare.SurvivalMedian](t)(compare.KaplanMeierMedian(cases, 0.95))
	if half := must[compare.SurvivalMedian](t)(compare.KaplanMeierQuantile(cases, 0.5, 0.95)); half != median {
		t.Errorf("the median as a quantile: %+v, want %+v", half, median)
	}
	if _, err := compare.KaplanMeierQuantile(cases, 1, 0.95); err == nil {
		t.Error("a maximum is no quantile")
	}
}

func TestOpenCasesCanLeaveTheNinthDecileUnknown(t *testing.T) {
	cases := []compare.Duration{{Time: 3, Ended: true}, {Time: 5, Ended: true}, {Time: 8, Ended: true}, {Time: 30}}
	q := must[compare.SurvivalMedian](t)(compare.KaplanMeierQuantile(cases, 0.9, 0.95))
	if q.Median.OK {
		t.Errorf("a quarter is still open, yet nine in ten are decided after %v days", q.Median)
	}
}

func TestARatioFromSumsIsTheRatioOfItsPairs(t *testing.T) {
	y, x := []float64{8100.5, 24000, 9125.25, 61000, 7990, 15500}, []float64{1, 3, 1, 7, 1, 2}
	s := compare.RatioSums{N: len(y)}
	for i := range y {
		s.Y, s.X, s.YY, s.XY, s.XX = s.Y+y[i], s.X+x[i], s.YY+y[i]*y[i], s.XY+x[i]*y[i], s.XX+x[i]*x[i]
	}
	a := must[compare.RatioEstimate](t)(compare.Ratio(y, x, 0.95))
	b := must[compare.RatioEstimate](t)(compare.RatioFromSums(s, 0.95))
	for _, c := range [][2]float64{{a.Value, b.Value}, {a.SE.Value, b.SE.Value}, {a.Lower.Value, b.Lower.Value}, {a.Upper.Value, b.Upper.Value}} {
		if d := c[0] - c[1]; d > 1e-6 || d < -1e-6 {
			t.Errorf("pairs give %+v, sums %+v", a, b)
		}
	}
	if _, err := compare.RatioFromSums(compare.RatioSums{N: 1}, 0.95); err == nil {
		t.Error("no months have a ratio")
	}
}
