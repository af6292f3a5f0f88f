package compare_test

import (
	"fmt"

	"stadsdelskollen/transform/compare"
)

func init() {
	for name, method := range map[string]func(input) (output, error){
		"mean_t":                      meanT,
		"mean_t_summary":              meanFromSummary,
		"ratio_estimator":             ratioEstimator,
		"design_effect_clusters":      designEffect,
		"rolling12_sum":               rollingSum,
		"rolling12_ratio_of_sums":     rollingRatio,
		"indirect_standardised_ratio": standardised,
		"fingertips_trend":            recentTrend,
		"cochran_armitage_trend":      trendOfShares,
		"poisson_trend_score":         trendOfRates,
	} {
		methods[name] = method
	}
}

// atLevels gathers what a method gives at each confidence level: its limits get
// the suffixes of the vectors.
func atLevels(method func(conf float64) (output, compare.Interval, error)) (output, error) {
	all := output{}
	for _, level := range []string{"95", "998"} {
		out, interval, err := method(levels[level])
		if err != nil {
			return nil, err
		}
		for name, value := range out {
			all[name] = value
		}
		limits(all, level, interval)
	}
	return all, nil
}

func meanT(in input) (output, error) {
	return atLevels(func(conf float64) (output, compare.Interval, error) {
		m, err := compare.Mean(in.nums("values"), conf)
		return output{"n": float64(m.N), "sum": m.Sum, "mean": m.Value, "sd": figure(m.SD)}, m.Interval, err
	})
}

func meanFromSummary(in input) (output, error) {
	return atLevels(func(conf float64) (output, compare.Interval, error) {
		m, err := compare.MeanFromSummary(int(in.num("n")), in.num("mean"), in.num("sd"), conf)
		return output{"mean": m.Value}, m.Interval, err
	})
}

func ratioEstimator(in input) (output, error) {
	r, err := compare.Ratio(in.nums("y"), in.nums("x"), in.conf())
	if err != nil {
		return nil, err
	}
	return output{"ratio": r.Value, "se": figure(r.SE), "df": float64(r.N - 1),
		"lower95_t": figure(r.Lower), "upper95_t": figure(r.Upper)}, nil
}

func designEffect(in input) (output, error) {
	sizes := in.nums("household_sizes")
	deff, err := compare.DesignEffect(sizes)
	if err != nil {
		return nil, err
	}
	persons := 0.0
	for _, m := range sizes {
		persons += m
	}
	return output{"persons": persons, "households": float64(len(sizes)), "deff": deff, "effective_n": persons / deff}, nil
}

func months(values []float64) []compare.Number {
	list := make([]compare.Number, len(values))
	for i, v := range values {
		list[i] = compare.Of(v)
	}
	return list
}

func numbers(list []compare.Number) []any {
	out := make([]any, len(list))
	for i, n := range list {
		out[i] = figure(n)
	}
	return out
}

func rollingSum(in input) (output, error) {
	return output{"rolling": numbers(compare.RollingSum(months(in.nums("values"))))}, nil
}

func rollingRatio(in input) (output, error) {
	r, err := compare.RollingRatio(months(in.nums("numerator")), months(in.nums("denominator")))
	return output{"rolling": numbers(r)}, err
}

func standardised(in input) (output, error) {
	observed := in.num("observed_total")
	if parts := in.nums("observed_by_stratum"); len(parts) > 0 {
		observed = 0
		for _, x := range parts {
			observed += x
		}
	}
	population, count, reference := in.nums("population"), in.nums("ref_count"), in.nums("ref_population")
	if len(population) != len(count) || len(count) != len(reference) {
		return nil, fmt.Errorf("strata of unequal number")
	}
	var strata []compare.Stratum
	for i := range population {
		strata = append(strata, compare.Stratum{Population: population[i], RefCount: count[i], RefPopulation: reference[i]})
	}
	return atLevels(func(conf float64) (output, compare.Interval, error) {
		r, err := compare.IndirectlyStandardised(observed, strata, conf)
		return output{"observed": r.Observed, "expected": r.Expected, "ratio": r.Value, "method": methodNames[r.Method]}, r.Interval, err
	})
}

func recentTrend(in input) (output, error) {
	values, lower, upper := in.nums("values"), in.nums("lower95"), in.nums("upper95")
	if len(values) != len(lower) || len(lower) != len(upper) {
		return nil, fmt.Errorf("%d values, %d and %d limits", len(values), len(lower), len(upper))
	}
	var years []compare.Estimate
	for i, v := range values {
		years = append(years, compare.Estimate{Value: v, Interval: compare.Between(lower[i], upper[i])})
	}
	t := compare.RecentTrend(years)
	return output{"trend": string(t.Direction), "slope": figure(t.Slope), "se": figure(t.SE), "chi2": figure(t.ChiSquare),
		"leave_one_out_slopes": figures(t.LeaveOneOut), "all_same_sign": t.SameSign, "significant": t.Significant}, nil
}

func trendOfShares(in input) (output, error) {
	shares, err := sharesOf(in)
	if err != nil {
		return nil, err
	}
	return trendOutput(compare.TrendOfShares(shares, in.nums("scores")))
}

func trendOfRates(in input) (output, error) {
	counts, err := countsOf(in)
	if err != nil {
		return nil, err
	}
	return trendOutput(compare.TrendOfRates(counts, in.nums("scores")))
}

func trendOutput(t compare.ScoreTrend, err error) (output, error) {
	if err != nil {
		return nil, err
	}
	return output{"chi2": t.ChiSquare, "df": 1.0, "p": t.P, "slope": figure(t.Slope),
		"lrt": figure(t.LikelihoodRatio), "significant_998": t.Significant998()}, nil
}
