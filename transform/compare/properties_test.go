package compare_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/transform/compare"
)

func source(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 2011)) }

func TestIntervalsContainTheirEstimate(t *testing.T) {
	r := source(1)
	for range 5000 {
		conf := []float64{0.5, 0.95, 0.998}[r.IntN(3)]
		n := 1 + r.IntN(1<<r.IntN(24))
		x := r.IntN(n + 1)
		p, err := compare.Proportion(float64(x), float64(n), conf)
		if err != nil || !p.Contains(p.Value) || p.Lower.Value < 0 || p.Upper.Value > 1 {
			t.Fatalf("share %d of %d at %v: %+v, %v", x, n, conf, p, err)
		}
		rate, err := compare.Rate(float64(x), float64(n), 1000, conf)
		if err != nil || !rate.Contains(rate.Value) || rate.Lower.Value < 0 {
			t.Fatalf("rate %d per %d at %v: %+v, %v", x, n, conf, rate, err)
		}
		m := 1 + r.IntN(5000)
		y := r.IntN(m + 1)
		d, err := compare.ProportionDifference(
			compare.Share{X: float64(x), N: float64(n)}, compare.Share{X: float64(y), N: float64(m)}, conf)
		if err != nil || !d.Contains(d.Value) {
			t.Fatalf("difference %d/%d - %d/%d: %+v, %v", x, n, y, m, d, err)
		}
		if x+y == 0 {
			continue
		}
		q, err := compare.RateRatio(
			compare.Count{Events: float64(x), Exposure: float64(n)}, compare.Count{Events: float64(y), Exposure: float64(m)}, conf)
		if err != nil || (q.Ratio.OK && !q.Contains(q.Ratio.Value)) || q.P < 0 || q.P > 1 {
			t.Fatalf("ratio %d/%d over %d/%d: %+v, %v", x, n, y, m, q, err)
		}
	}
}

func TestQuantileIntervalsContainTheirEstimateAndCountTheirTails(t *testing.T) {
	r := source(2)
	for range 3000 {
		values := make([]float64, 1+r.IntN(200))
		for i := range values {
			values[i] = float64(r.IntN(60))
		}
		p := []float64{0.01, 0.25, 0.5, 0.9, 0.99}[r.IntN(5)]
		q, err := compare.Quantile(values, p, []float64{0.5, 0.95, 0.998}[r.IntN(3)])
		if err != nil {
			t.Fatal(err)
		}
		if !q.Empty() && !q.Contains(q.Value) {
			t.Fatalf("quantile %v of %v: %+v", p, values, q)
		}
		for _, v := range values {
			if q.Lower.OK && v < q.Lower.Value {
				q.BelowLower.Beyond--
			}
			if q.Upper.OK && v > q.Upper.Value {
				q.AboveUpper.Beyond--
			}
		}
		if q.BelowLower.Beyond != 0 || q.AboveUpper.Beyond != 0 {
			t.Fatalf("tails are miscounted by %d and %d", q.BelowLower.Beyond, q.AboveUpper.Beyond)
		}
	}
}

func TestIntervalsWidenWithLessDataAndWithMoreConfidence(t *testing.T) {
	width := func(i compare.Interval) float64 { return i.Upper.Value - i.Lower.Value }
	var shares, rates, medians []float64
	for _, n := range []float64{100000, 10000, 1000, 200, 100, 20} {
		p, errP := compare.Proportion(n/10, n, compare.Conf95)
		wide, errW := compare.Proportion(n/10, n, compare.Conf998)
		rate, errR := compare.Rate(n/10, n, 1000, compare.Conf95)
		if errP != nil || errW != nil || errR != nil {
			t.Fatal(errP, errW, errR)
		}
		if width(wide.Interval) <= width(p.Interval) {
			t.Errorf("n = %v: 99.8 %% is not wider than 95 %%", n)
		}
		values := make([]float64, int(n))
		for i := range values {
			values[i] = float64(i) / n
		}
		m, err := compare.Median(values, compare.Conf95)
		if err != nil {
			t.Fatal(err)
		}
		shares, rates = append(shares, width(p.Interval)), append(rates, width(rate.Interval))
		medians = append(medians, width(m.Interval))
	}
	for name, widths := range map[string][]float64{"share": shares, "rate": rates, "median": medians} {
		if !slices.IsSorted(widths) {
			t.Errorf("%s: the interval does not widen: %v", name, widths)
		}
	}
}

func TestOrderOfInputDoesNotMatterAndInputIsLeftAlone(t *testing.T) {
	r := source(3)
	for range 300 {
		shares, counts := randomAreas(r)
		values, cases := randomTimes(r)
		perm := r.Perm(len(shares))
		before := []any{slices.Clone(shares), slices.Clone(counts), slices.Clone(values), slices.Clone(cases)}
		first := []any{compare.Shares(shares), compare.Rates(counts), must[compare.QuantileEstimate](t)(compare.Quantile(values, 0.9, 0.95)),
			must[compare.SurvivalMedian](t)(compare.KaplanMeierMedian(cases, 0.95))}
		if diff := cmp.Diff(before, []any{shares, counts, values, cases}); diff != "" {
			t.Fatal("the input was changed", diff)
		}
		r.Shuffle(len(values), func(i, j int) { values[i], values[j] = values[j], values[i] })
		r.Shuffle(len(cases), func(i, j int) { cases[i], cases[j] = cases[j], cases[i] })
		second := []any{unpermuted(compare.Shares(permuted(shares, perm)), perm), unpermuted(compare.Rates(permuted(counts, perm)), perm),
			must[compare.QuantileEstimate](t)(compare.Quantile(values, 0.9, 0.95)), must[compare.SurvivalMedian](t)(compare.KaplanMeierMedian(cases, 0.95))}
		if diff := cmp.Diff(first, second); diff != "" {
			t.Fatal(diff)
		}
	}
}

func randomAreas(r *rand.Rand) (shares []compare.Share, counts []compare.Count) {
	for range 2 + r.IntN(13) {
		n := float64(1 + r.IntN(3000))
		shares = append(shares, compare.Share{X: math.Floor(n * r.Float64() * 0.4), N: n})
		counts = append(counts, compare.Count{Events: float64(r.IntN(200)), Exposure: n * 1.37})
	}
	return shares, counts
}

func randomTimes(r *rand.Rand) (values []float64, cases []compare.Duration) {
	for range 1 + r.IntN(80) {
		days := float64(r.IntN(90))
		values = append(values, days)
		cases = append(cases, compare.Duration{Time: days, Ended: r.IntN(4) > 0})
	}
	return values, cases
}

func permuted[T any](list []T, perm []int) []T {
	out := make([]T, len(list))
	for i, p := range perm {
		out[i] = list[p]
	}
	return out
}

func unpermuted(c compare.Comparison, perm []int) compare.Comparison {
	areas := make([]compare.AreaVerdict, len(perm))
	for i, p := range perm {
		areas[p] = c.Areas[i]
	}
	c.Areas = areas
	return c
}

// must returns a function that takes a result and its error, and stops the test
// on an error.
func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
