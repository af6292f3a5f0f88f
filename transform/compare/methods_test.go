package compare_test

import (
	"fmt"

	"stadsdelskollen/transform/compare"
)

// methods maps the method names of the vectors to this package.
var methods = map[string]func(input) (output, error){
	"proportion_wilson":              proportionWilson,
	"rate_poisson":                   ratePoisson,
	"poisson_exact_count":            exactCount,
	"byar_count":                     byarCount,
	"proportion_difference_newcombe": newcombe,
	"rate_ratio_exact":               rateRatio,
	"median_ci_ranks":                medianRanks,
	"quantile_ci_ranks":              quantileRanks,
	"median_ci":                      median,
	"quantile_ci":                    quantile,
	"median_censored_km":             kaplanMeier,
	"benchmark_compare":              benchmark,
	"heterogeneity_proportions":      heterogeneityOfShares,
	"heterogeneity_rates":            heterogeneityOfRates,
	"p_adjust":                       adjust,
}

func figure(n compare.Number) any {
	if !n.OK {
		return nil
	}
	return n.Value
}

func figures(values []float64) []any {
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = v
	}
	return list
}

func limits(out output, suffix string, i compare.Interval) {
	out["lower"+suffix], out["upper"+suffix] = figure(i.Lower), figure(i.Upper)
}

// levels are the two confidence levels of a vector, by the suffix of its names.
var levels = map[string]float64{"": compare.Conf95, "95": compare.Conf95, "998": compare.Conf998}

func proportionWilson(in input) (output, error) {
	out := output{}
	for suffix, conf := range levels {
		if suffix == "" {
			conf = in.conf()
		}
		e, err := compare.Proportion(in.num("x"), in.num("n"), conf)
		if err != nil {
			return nil, err
		}
		out["value"] = e.Value
		limits(out, suffix, e.Interval)
	}
	return out, nil
}

var methodNames = map[compare.LimitMethod]string{compare.Exact: "Exact", compare.Byar: "Byars"}

func ratePoisson(in input) (output, error) {
	out := output{}
	for suffix, conf := range levels {
		if suffix == "" {
			conf = in.conf()
		}
		r, err := compare.Rate(in.num("x"), in.num("n"), in.numOr("multiplier", 1), conf)
		if err != nil {
			return nil, err
		}
		out["value"], out["method"] = r.Value, methodNames[r.Method]
		limits(out, suffix, r.Interval)
	}
	return out, nil
}

func exactCount(in input) (output, error) {
	i, err := compare.ExactCount(in.num("x"), in.conf())
	return intervalOutput(i, err)
}

func byarCount(in input) (output, error) {
	i, err := compare.ByarCount(in.num("x"), in.conf())
	return intervalOutput(i, err)
}

func intervalOutput(i compare.Interval, err error) (output, error) {
	if err != nil {
		return nil, err
	}
	out := output{}
	limits(out, "", i)
	return out, nil
}

func newcombe(in input) (output, error) {
	d, err := compare.ProportionDifference(
		compare.Share{X: in.num("x1"), N: in.num("n1")},
		compare.Share{X: in.num("x2"), N: in.num("n2")}, in.conf())
	if err != nil {
		return nil, err
	}
	out := output{"difference": d.Value}
	limits(out, "", d.Interval)
	return out, nil
}

func rateRatio(in input) (output, error) {
	r, err := compare.RateRatio(
		compare.Count{Events: in.num("x1"), Exposure: in.num("t1")},
		compare.Count{Events: in.num("x2"), Exposure: in.num("t2")}, in.conf())
	if err != nil {
		return nil, err
	}
	out := output{"ratio": figure(r.Ratio), "p": r.P}
	limits(out, "", r.Interval)
	return out, nil
}

func ranksOutput(out output, r compare.Ranks) output {
	rank := func(r int) any {
		if r == 0 {
			return nil
		}
		return float64(r)
	}
	out["lower_rank"], out["upper_rank"] = rank(r.Lower), rank(r.Upper)
	out["coverage"] = figure(r.Coverage)
	return out
}

func medianRanks(in input) (output, error) {
	r, err := compare.MedianRanks(int(in.num("n")), in.conf())
	if err != nil {
		return nil, err
	}
	return ranksOutput(output{}, r), nil
}

func quantileRanks(in input) (output, error) {
	r, err := compare.QuantileRanks(int(in.num("n")), in.num("p"), in.conf())
	if err != nil {
		return nil, err
	}
	return ranksOutput(output{}, r), nil
}

func median(in input) (output, error) {
	return quantileOutput(compare.Median(in.nums("values"), in.conf()))
}

func quantile(in input) (output, error) {
	return quantileOutput(compare.Quantile(in.nums("values"), in.num("p"), in.conf()))
}

func quantileOutput(q compare.QuantileEstimate, err error) (output, error) {
	if err != nil {
		return nil, err
	}
	out := output{"n": float64(q.N), "median": q.Value, "quantile": q.Value}
	limits(out, "", q.Interval)
	return ranksOutput(out, q.Ranks), nil
}

func kaplanMeier(in input) (output, error) {
	if t := in.text("conf_type"); t != "log" && t != "" {
		return nil, fmt.Errorf("conf_type %q is not known", t)
	}
	times, events := in.nums("time"), in.nums("event")
	if len(times) != len(events) {
		return nil, fmt.Errorf("%d times and %d events", len(times), len(events))
	}
	var cases []compare.Duration
	for i := range times {
		cases = append(cases, compare.Duration{Time: times[i], Ended: events[i] == 1})
	}
	m, err := compare.KaplanMeierMedian(cases, in.conf())
	if err != nil {
		return nil, err
	}
	out := output{"n": float64(m.N), "events": float64(m.Events), "median": figure(m.Median)}
	limits(out, "", m.Interval)
	return out, nil
}

var polarities = map[string]compare.Polarity{
	"low_is_good": compare.LowIsGood, "high_is_good": compare.HighIsGood, "no_judgement": compare.NoJudgement,
}

func benchmark(in input) (output, error) {
	polarity, ok := polarities[in.text("polarity")]
	if !ok && in["polarity"] != nil {
		return nil, fmt.Errorf("polarity %v is not known", in["polarity"])
	}
	verdict := compare.AgainstBenchmark(
		compare.Between(in.num("lower"), in.num("upper")), compare.Of(in.num("benchmark")))
	return output{"outcome": string(polarity.Judge(verdict))}, nil
}

func sharesOf(in input) ([]compare.Share, error) {
	xs, ns := in.nums("x"), in.nums("n")
	if len(xs) != len(ns) {
		return nil, fmt.Errorf("%d cases and %d totals", len(xs), len(ns))
	}
	var areas []compare.Share
	for i := range xs {
		areas = append(areas, compare.Share{X: xs[i], N: ns[i]})
	}
	return areas, nil
}

func countsOf(in input) ([]compare.Count, error) {
	xs, ts := in.nums("x"), in.nums("t")
	if len(xs) != len(ts) {
		return nil, fmt.Errorf("%d events and %d exposures", len(xs), len(ts))
	}
	var areas []compare.Count
	for i := range xs {
		areas = append(areas, compare.Count{Events: xs[i], Exposure: ts[i]})
	}
	return areas, nil
}

func heterogeneityOfShares(in input) (output, error) {
	areas, err := sharesOf(in)
	if err != nil {
		return nil, err
	}
	return heterogeneityOutput(compare.HeterogeneityOfShares(areas))
}

func heterogeneityOfRates(in input) (output, error) {
	areas, err := countsOf(in)
	if err != nil {
		return nil, err
	}
	return heterogeneityOutput(compare.HeterogeneityOfRates(areas))
}

func heterogeneityOutput(h compare.Heterogeneity, err error) (output, error) {
	if err != nil {
		return nil, err
	}
	return output{"chi2": h.ChiSquare, "df": float64(h.DF), "p": h.P, "dispersion": h.Dispersion}, nil
}

func adjust(in input) (output, error) {
	method := compare.Holm
	switch name := in.text("method"); name {
	case "holm":
	case "BH", "fdr":
		method = compare.BenjaminiHochberg
	default:
		return nil, fmt.Errorf("adjustment %q is not known", name)
	}
	adjusted, err := method(in.nums("p"))
	if err != nil {
		return nil, err
	}
	return output{"adjusted": figures(adjusted)}, nil
}
