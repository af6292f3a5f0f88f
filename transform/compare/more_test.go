package compare_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/transform/compare"
)

func TestOneValueHasAMeanAndNoInterval(t *testing.T) {
	m := must[compare.MeanEstimate](t)(compare.Mean([]float64{14}, 0.95))
	if m.Value != 14 || !m.Empty() || m.SD.OK {
		t.Errorf("mean of one value: %+v", m)
	}
	r := must[compare.RatioEstimate](t)(compare.Ratio([]float64{9000}, []float64{3}, 0.95))
	if r.Value != 3000 || !r.Empty() || r.SE.OK {
		t.Errorf("ratio of one household: %+v", r)
	}
}

func TestRollingYearIsMissingWhereAMonthIs(t *testing.T) {
	year := make([]compare.Number, 25)
	for i := range year {
		year[i] = compare.Of(2)
	}
	year[12] = compare.Number{}
	sums := compare.RollingSum(year)
	for i, s := range sums {
		want := compare.Number{}
		if i == 11 || i == 24 {
			want = compare.Of(24)
		}
		if s != want {
			t.Errorf("month %d: %v, want %v", i, s, want)
		}
	}
	ratios := must[[]compare.Number](t)(compare.RollingRatio(year, make([]compare.Number, 25)))
	if diff := cmp.Diff(make([]compare.Number, 25), ratios); diff != "" {
		t.Error(diff)
	}
	zeros := make([]compare.Number, 12)
	for i := range zeros {
		zeros[i] = compare.Of(0)
	}
	if r := must[[]compare.Number](t)(compare.RollingRatio(year[:12], zeros)); r[11].OK {
		t.Errorf("divided by zero: %v", r[11])
	}
}

func TestRecentTrendTakesTheLastFiveYearsAndRefusesYearsWithoutInterval(t *testing.T) {
	years := func(values ...float64) (list []compare.Estimate) {
		for _, v := range values {
			list = append(list, compare.Estimate{Value: v, Interval: compare.Between(v-0.1, v+0.1)})
		}
		return list
	}
	if got := compare.RecentTrend(years(90, 80, 1, 2, 3, 4, 5)).Direction; got != compare.Increasing {
		t.Errorf("last five rise: %v", got)
	}
	if got := compare.RecentTrend(years(5, 4, 3, 2, 1)).Direction; got != compare.Decreasing {
		t.Errorf("five falling: %v", got)
	}
	for name, broken := range map[string]compare.Interval{
		"no width": compare.Between(3, 3), "no interval": {}, "one limit": {Lower: compare.Of(2)}, "turned": compare.Between(4, 2),
	} {
		list := years(1, 2, 3, 4, 5)
		list[2].Interval = broken
		if got := compare.RecentTrend(list); got.Direction != compare.CannotBeCalculated || got.Slope.OK {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestTrendOfSharesFindsAPlantedTrendAndKeepsItsLevelWithout(t *testing.T) {
	const runs = 3000
	r := source(7)
	scores := []float64{2019, 2020, 2021, 2022, 2023}
	var wrong int
	for range runs {
		var flat, rising []compare.Share
		for i := range scores {
			flat = append(flat, compare.Share{X: float64(draws(r, 400, 0.3)), N: 400})
			rising = append(rising, compare.Share{X: 100 + 20*float64(i), N: 400})
		}
		if must[compare.ScoreTrend](t)(compare.TrendOfShares(flat, scores)).P < 0.05 {
			wrong++
		}
		up := must[compare.ScoreTrend](t)(compare.TrendOfShares(rising, scores))
		if !up.Significant998() || math.Abs(up.Slope.Value-0.05) > 1e-12 {
			t.Fatalf("planted trend: %+v", up)
		}
	}
	if wrong < runs*3/100 || wrong > runs*7/100 {
		t.Errorf("%d of %d flat series have a trend at 5 %%", wrong, runs)
	}
}

func draws(r *rand.Rand, n int, p float64) (x int) {
	for range n {
		if r.Float64() < p {
			x++
		}
	}
	return x
}

func TestNoNaNLeavesTheOtherMethodsEither(t *testing.T) {
	for _, a := range awkward {
		for _, b := range awkward {
			mustBeFinite(t, first(compare.Mean([]float64{a, b, 1}, 0.95)), a, b)
			mustBeFinite(t, first(compare.MeanFromSummary(5, a, b, 0.95)), a, b)
			mustBeFinite(t, first(compare.DesignEffect([]float64{a, b})), a, b)
			mustBeFinite(t, compare.RollingSum(months([]float64{a, b, a, b, a, b, a, b, a, b, a, b})), a, b)
			for _, c := range awkward {
				mustBeFinite(t, first(compare.Ratio([]float64{a, b}, []float64{c, 1}, 0.95)), a, b, c)
				mustBeFinite(t, first(compare.IndirectlyStandardised(a, []compare.Stratum{{Population: b, RefCount: c, RefPopulation: 9},
					{Population: 1, RefCount: 1, RefPopulation: a}}, 0.95)), a, b, c)
				year := compare.Estimate{Value: a, Interval: compare.Between(b, c)}
				mustBeFinite(t, compare.RecentTrend([]compare.Estimate{year, {Value: 1, Interval: compare.Between(0, 2)}, year, year, year}), a, b, c)
				mustBeFinite(t, first(compare.TrendOfShares([]compare.Share{{X: a, N: b}, {X: 1, N: 9}, {X: 2, N: 7}}, []float64{1, c, 3})), a, b, c)
				mustBeFinite(t, first(compare.TrendOfRates([]compare.Count{{Events: a, Exposure: b}, {Events: 1, Exposure: 9}, {Events: 2, Exposure: 7}}, []float64{1, c, 3})), a, b, c)
			}
		}
	}
}
