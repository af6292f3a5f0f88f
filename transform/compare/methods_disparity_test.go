package compare_test

import (
	"fmt"
	"math"

	"stadsdelskollen/transform/compare"
)

func init() {
	for name, method := range map[string]func(input) (output, error){
		"gini":                      gini,
		"gini_population_weighted":  giniWeighted,
		"theil_unweighted":          theil,
		"theil_decomposition":       decomposition,
		"coefficient_of_variation":  variation,
		"range_measures":            spread,
		"slope_index_of_inequality": slopeIndex,
	} {
		methods[name] = method
	}
}

func gini(in input) (output, error) {
	values := in.nums("values")
	g, err := compare.Gini(compare.Equal(values))
	if err != nil {
		return nil, err
	}
	corrected, err := compare.GiniCorrected(values)
	return output{"gini": g, "gini_corrected": corrected}, err
}

func giniWeighted(in input) (output, error) {
	cases, population := in.nums("recipients"), in.nums("population")
	if len(cases) != len(population) {
		return nil, fmt.Errorf("%d numbers of cases, %d populations", len(cases), len(population))
	}
	var groups []compare.Group
	for i := range cases {
		groups = append(groups, compare.Group{Rate: cases[i] / population[i], Population: population[i]})
	}
	g, err := compare.Gini(groups)
	return output{"gini": g}, err
}

func theil(in input) (output, error) {
	t, err := compare.TheilOf(compare.Equal(in.nums("values")))
	if err != nil {
		return nil, err
	}
	return output{"theil_T": t.T, "theil_L": figure(t.L)}, nil
}

func decomposition(in input) (output, error) {
	population, area := in.nums("population"), in.nums("group")
	rates := in.nums("rate")
	if cases := in.nums("recipients"); len(rates) == 0 && len(cases) == len(population) {
		for i, x := range cases {
			rates = append(rates, x/population[i])
		}
	}
	if len(rates) != len(population) || len(rates) != len(area) {
		return nil, fmt.Errorf("%d rates, %d populations, %d groups", len(rates), len(population), len(area))
	}
	var groups []compare.Group
	for i := range rates {
		groups = append(groups, compare.Group{Rate: rates[i], Population: population[i], Area: int(area[i])})
	}
	d, err := compare.Decompose(groups)
	if err != nil {
		return nil, err
	}
	var ts, people, cases []any
	for _, a := range d.Areas {
		ts, people, cases = append(ts, a.T), append(people, a.ShareOfPopulation), append(cases, a.CaseShare)
	}
	return output{"T_total": d.Total.T, "T_within": d.Within.T, "T_between": d.Between.T,
		"L_total": figure(d.Total.L), "L_within": figure(d.Within.L), "L_between": figure(d.Between.L),
		"group_T": ts, "group_share_pop": people, "group_share_cases": cases}, nil
}

func variation(in input) (output, error) {
	sample, population, err := compare.Variation(in.nums("values"))
	return output{"cv_sample": sample, "cv_population": population}, err
}

func spread(in input) (output, error) {
	s, err := compare.RangeOf(in.nums("values"))
	return output{"min": s.Min, "max": s.Max, "range": s.Range, "ratio": figure(s.Ratio)}, err
}

func slopeIndex(in input) (output, error) {
	scales := map[string]compare.Scale{"": compare.Linear, "log": compare.Log, "logit": compare.Logit}
	scale, ok := scales[in.text("transform")]
	if !ok {
		return nil, fmt.Errorf("transform %q is not known", in.text("transform"))
	}
	population, values, cases := in.nums("population"), in.nums("value"), in.nums("x")
	lower, upper := in.nums("lower95"), in.nums("upper95")
	var groups []compare.SlopeGroup
	for i, n := range population {
		g := compare.SlopeGroup{Population: n, Value: math.NaN()}
		if i < len(values) {
			g.Value = values[i]
		} else if i < len(cases) {
			g.Value = cases[i] / n
		}
		if i < len(lower) && i < len(upper) {
			g.SE = compare.Of((upper[i] - lower[i]) / 2 / 1.959963984540054)
		}
		groups = append(groups, g)
	}
	s, err := compare.SlopeIndexOfInequality(groups, scale)
	if err != nil {
		return nil, err
	}
	return output{"sii": s.Value, "rii": figure(s.Relative), "intercept": s.Intercept, "analytic_se": figure(s.SE),
		"analytic_lower95": figure(s.Lower), "analytic_upper95": figure(s.Upper),
		"simulated_lower95_approx": figure(s.Lower), "simulated_upper95_approx": figure(s.Upper)}, nil
}
