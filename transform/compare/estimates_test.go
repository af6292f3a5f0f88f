package compare_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/transform/compare"
)

func upTo(n int) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = float64(i + 1)
	}
	return values
}

func TestProportionIsClampedToExactlyZeroAndOne(t *testing.T) {
	for _, n := range []float64{1, 3, 7, 29, 850, 1e6, 1e15} {
		none, all := must[compare.Estimate](t)(compare.Proportion(0, n, 0.95)), must[compare.Estimate](t)(compare.Proportion(n, n, 0.95))
		if none.Lower != compare.Of(0) || all.Upper != compare.Of(1) {
			t.Errorf("n = %v: lower %v, upper %v", n, none.Lower, all.Upper)
		}
	}
}

func TestExactAndByarAgreeWithinOnePercentFromTen(t *testing.T) {
	for x := 10.0; x < 1e9; x = math.Ceil(x * 1.7) {
		exact := must[compare.Interval](t)(compare.ExactCount(x, 0.95))
		byar := must[compare.Interval](t)(compare.ByarCount(x, 0.95))
		for _, ratio := range []float64{exact.Lower.Value / byar.Lower.Value, exact.Upper.Value / byar.Upper.Value} {
			if math.Abs(ratio-1) > 0.01 {
				t.Errorf("x = %v: exact %v, byar %v", x, exact, byar)
			}
		}
	}
}

func TestFiveCasesLieBeyondTheLimitsOfAMedianFromTwentyAndOfAP90FromAboutHundredAndTwenty(t *testing.T) {
	const needed = 5
	smallest := func(p float64, enough func(compare.QuantileEstimate) bool) int {
		for n := 1; n < 1000; n++ {
			if enough(must[compare.QuantileEstimate](t)(compare.Quantile(upTo(n), p, 0.95))) {
				return n
			}
		}
		return 0
	}
	median := smallest(0.5, func(q compare.QuantileEstimate) bool {
		return q.BelowLower.Beyond >= needed && q.AboveUpper.Beyond >= needed
	})
	p90 := smallest(0.9, func(q compare.QuantileEstimate) bool { return q.AboveUpper.Beyond >= needed })
	if median != 20 || p90 != 114 {
		t.Errorf("median from %d, P90 from %d", median, p90)
	}
}

func TestTiedLimitCountsItsTiesApart(t *testing.T) {
	q := must[compare.QuantileEstimate](t)(compare.Median([]float64{1, 2, 3, 3, 3, 3, 5, 6, 6, 9}, 0.95))
	if q.Lower != compare.Of(2) || q.Upper != compare.Of(6) {
		t.Fatalf("limits %+v", q.Interval)
	}
	if diff := cmp.Diff([]compare.Tail{{Beyond: 1, At: 1}, {Beyond: 1, At: 2}}, []compare.Tail{q.BelowLower, q.AboveUpper}); diff != "" {
		t.Error(diff)
	}
}

func TestSmallSampleHasAMedianButNoInterval(t *testing.T) {
	q := must[compare.QuantileEstimate](t)(compare.Median([]float64{9, 4, 7, 2}, 0.95))
	if q.Value != 5.5 || !q.Empty() || q.Ranks != (compare.Ranks{}) {
		t.Errorf("got %+v", q)
	}
	if v := compare.AgainstBenchmark(q.Interval, compare.Of(100)); v != compare.NotCompared {
		t.Errorf("verdict %v without an interval", v)
	}
}

// The acute myelogenous leukaemia data of R's survival package, maintained
// group, in weeks; printed there as 31 [18, NA].
func TestMedianOfTheMaintainedGroupIsAsPublishedWithItsCases(t *testing.T) {
	weeks := []float64{9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161}
	open := []int{2, 5, 8, 10}
	var cases []compare.Duration
	for i, w := range weeks {
		cases = append(cases, compare.Duration{Time: w, Ended: !slices.Contains(open, i)})
	}
	got := must[compare.SurvivalMedian](t)(compare.KaplanMeierMedian(cases, 0.95))
	want := compare.SurvivalMedian{N: 11, Events: 7, Median: compare.Of(31), Interval: compare.Interval{Lower: compare.Of(18)},
		BelowLower: compare.Tail{Beyond: 2, At: 1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOpenCasesMakeTheMedianLongerAndAreNeverCountedAsDecided(t *testing.T) {
	var closed, withOpen []compare.Duration
	for _, d := range upTo(41) {
		closed = append(closed, compare.Duration{Time: d, Ended: true})
		withOpen = append(withOpen, compare.Duration{Time: d, Ended: true}, compare.Duration{Time: 30})
	}
	a := must[compare.SurvivalMedian](t)(compare.KaplanMeierMedian(closed, 0.95))
	b := must[compare.SurvivalMedian](t)(compare.KaplanMeierMedian(withOpen, 0.95))
	if a.Median != compare.Of(21) || !(b.Median.Value > a.Median.Value) || b.Events != 41 || b.N != 82 {
		t.Errorf("closed only %+v, with open %+v", a, b)
	}
	none := must[compare.SurvivalMedian](t)(compare.KaplanMeierMedian([]compare.Duration{{Time: 10}, {Time: 20}}, 0.95))
	if none.Median.OK || !none.Empty() || none.Events != 0 {
		t.Errorf("no case decided, yet %+v", none)
	}
	// Of two cases one is decided and one is still open: half are decided.
	half := must[compare.SurvivalMedian](t)(compare.KaplanMeierMedian([]compare.Duration{{Time: 8, Ended: true}, {Time: 20}}, 0.95))
	if half.Median != compare.Of(8) {
		t.Errorf("half are decided after 8 days, got %+v", half)
	}
}

func TestTouchingTheBenchmarkIsNoSureDifference(t *testing.T) {
	for _, c := range []struct {
		limits compare.Interval
		want   compare.Verdict
	}{
		{compare.Between(10, 14.9), compare.Lower},
		{compare.Between(10, 15), compare.NoSureDifference},
		{compare.Between(15, 20), compare.NoSureDifference},
		{compare.Between(15.1, 20), compare.Higher},
		{compare.Interval{Lower: compare.Of(18)}, compare.Higher},
		{compare.Interval{Lower: compare.Of(8)}, compare.NoSureDifference},
		{compare.Interval{Upper: compare.Of(8)}, compare.Lower},
		{compare.Between(20, 10), compare.NotCompared},
		{compare.Interval{}, compare.NotCompared},
	} {
		if got := compare.AgainstBenchmark(c.limits, compare.Of(15)); got != c.want {
			t.Errorf("%+v: got %v, want %v", c.limits, got, c.want)
		}
	}
}

func TestImpossibleInputIsAnErrorAndNeverZero(t *testing.T) {
	nan := math.NaN()
	for name, err := range map[string]error{
		"no denominator":         second(compare.Proportion(0, 0, 0.95)),
		"more cases than all":    second(compare.Proportion(5, 4, 0.95)),
		"missing numerator":      second(compare.Proportion(nan, 4, 0.95)),
		"confidence in per cent": second(compare.Proportion(1, 4, 95)),
		"no exposure":            second(compare.Rate(3, 0, 1000, 0.95)),
		"negative events":        second(compare.Rate(-3, 10, 1000, 0.95)),
		"no multiplier":          second(compare.Rate(3, 10, 0, 0.95)),
		"no observations":        second(compare.Median(nil, 0.95)),
		"missing observation":    second(compare.Median([]float64{1, nan, 3}, 0.95)),
		"quantile of 1":          second(compare.Quantile(upTo(9), 1, 0.95)),
		"no cases":               second(compare.KaplanMeierMedian(nil, 0.95)),
		"negative time":          second(compare.KaplanMeierMedian([]compare.Duration{{Time: -1, Ended: true}}, 0.95)),
		"one area":               second(compare.HeterogeneityOfShares([]compare.Share{{X: 1, N: 2}})),
		"all zero":               second(compare.HeterogeneityOfShares([]compare.Share{{X: 0, N: 2}, {X: 0, N: 9}})),
		"no events":              second(compare.HeterogeneityOfRates([]compare.Count{{Events: 0, Exposure: 2}, {Events: 0, Exposure: 9}})),
		"no events at all":       second(compare.RateRatio(compare.Count{Events: 0, Exposure: 1}, compare.Count{Events: 0, Exposure: 1}, 0.95)),
		"part of an event":       second(compare.RateRatio(compare.Count{Events: 2.5, Exposure: 1}, compare.Count{Events: 3, Exposure: 1}, 0.95)),
		"not a probability":      second(compare.Holm([]float64{0.1, 1.1})),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestTwoAreasAreTestedTheSameWayTogetherAndApart(t *testing.T) {
	a, b := compare.Share{X: 30, N: 100}, compare.Share{X: 80, N: 200}
	h := must[compare.Heterogeneity](t)(compare.HeterogeneityOfShares([]compare.Share{a, b}))
	p := must[float64](t)(compare.ProportionTest(a, b))
	reversed := must[float64](t)(compare.ProportionTest(b, a))
	// By hand: z = -0.1 / sqrt(11/30 * 19/30 * (1/100 + 1/200)), and z squared is 2.870813.
	if p != h.P || p != reversed || math.Abs(h.ChiSquare-2.870813) > 5e-7 {
		t.Errorf("p %v together, %v apart, %v reversed; chi-square %v", h.P, p, reversed, h.ChiSquare)
	}
}

func TestAdjustedValuesKeepTheirPlaces(t *testing.T) {
	p := []float64{0.04, 0.01, 0.03}
	holm := must[[]float64](t)(compare.Holm(p))
	bh := must[[]float64](t)(compare.BenjaminiHochberg(p))
	near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-15 })
	if diff := cmp.Diff([]float64{0.06, 0.03, 0.06}, holm, near); diff != "" {
		t.Error("holm", diff)
	}
	if diff := cmp.Diff([]float64{0.04, 0.03, 0.04}, bh, near); diff != "" {
		t.Error("benjamini-hochberg", diff)
	}
}
