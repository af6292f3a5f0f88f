package compare_test

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"stadsdelskollen/transform/compare"
)

func init() {
	for name, method := range map[string]func(input) (output, error){
		"funnel_limits_proportion":             funnelOfShares,
		"funnel_limits_ratio_inverted_poisson": funnelAtCount,
		"funnel_limits_sr_exact":               funnelOfRatios,
		"funnel_significance_proportion":       significanceOfShare,
		"funnel_significance_ratio":            significanceOfRatio,
		"funnel_overdispersion_proportion":     overdispersedShares,
		"funnel_overdispersion_sr_sqrt":        overdispersedRatios,
		// What defects of packages are set against: the right method for the
		// same data.
		"funnel_overdispersion_sr_cqc":          overdispersedRatios,
		"funnel_overdispersion_sr":              overdispersedRatios,
		"funnel_overdispersion_ratio_of_counts": overdispersedRates,
		"funnel_overdispersion_sr_shmi":         shmi,
	} {
		methods[name] = method
	}
}

// band gives limits under the names of a vector, for 95 % and 99.8 %.
func band(out output, b compare.Band, scale float64, lower, upper, suffix95, suffix998 string) {
	for suffix, limits := range map[string]compare.Interval{suffix95: b.At95, suffix998: b.At998} {
		out[lower+suffix], out[upper+suffix] = scaled(limits.Lower, scale), scaled(limits.Upper, scale)
	}
}

func scaled(n compare.Number, by float64) any {
	if !n.OK {
		return nil
	}
	return n.Value * by
}

func funnelOfShares(in input) (output, error) {
	b, err := compare.FunnelOfShares(in.num("n"), in.num("p0"))
	out := output{}
	band(out, b, in.numOr("multiplier", 1), "lower", "upper", "2", "3")
	return out, err
}

func funnelAtCount(in input) (output, error) {
	out := output{}
	for suffix, conf := range map[string]float64{"2": compare.Conf95, "3": compare.Conf998} {
		l, err := compare.FunnelAtCount(in.num("observed"), conf)
		if err != nil {
			return nil, err
		}
		out["expected_at_lower"+suffix], out["expected_at_upper"+suffix] = figure(l.ExpectedAtLower), figure(l.ExpectedAtUpper)
		limits(out, suffix, l.Ratio)
	}
	return out, nil
}

func funnelOfRatios(in input) (output, error) {
	if target := in.numOr("target", 1); target != 1 {
		return nil, fmt.Errorf("target %v is not known", target)
	}
	b, err := compare.FunnelOfRatios(in.num("expected"))
	out := output{}
	band(out, b, 1, "lower", "upper", "95", "998")
	return out, err
}

func significanceOfShare(in input) (output, error) {
	return significance(compare.PositionOfShare(in.num("x"), in.num("n"), in.num("p0")))
}

func significanceOfRatio(in input) (output, error) {
	return significance(compare.PositionOfRatio(in.num("observed"), in.num("expected")))
}

func significance(p compare.Position, err error) (output, error) {
	names := map[compare.Position]string{
		{Verdict: compare.NoSureDifference}:  "Not significant",
		{Verdict: compare.Higher}:            "High (0.025)",
		{Verdict: compare.Higher, Far: true}: "High (0.001)",
		{Verdict: compare.Lower}:             "Low (0.025)",
		{Verdict: compare.Lower, Far: true}:  "Low (0.001)",
		{Verdict: compare.NotCompared}:       "Not compared",
	}
	return output{"significance": names[p]}, err
}

func overdispersedShares(in input) (output, error) {
	areas, err := sharesOf(in)
	if err != nil {
		return nil, err
	}
	return overdispersionOutput(in)(compare.OverdispersedShares(areas))
}

func overdispersedRates(in input) (output, error) {
	xs, ns := in.nums("x"), in.nums("n")
	areas, err := countsOf(input{"x": in["x"], "t": in["n"]})
	if err != nil || len(xs) != len(ns) {
		return nil, errors.Join(err, errors.New("cases and totals"))
	}
	return overdispersionOutput(in)(compare.OverdispersedRates(areas))
}

func overdispersedRatios(in input) (output, error) {
	areas, err := countsOf(input{"x": in["observed"], "t": in["expected"]})
	if err != nil {
		return nil, err
	}
	return overdispersionOutput(in)(compare.OverdispersedRatios(areas))
}

// overdispersionOutput names the figures as both sources of the vectors do.
func overdispersionOutput(in input) func(compare.Overdispersion, error) (output, error) {
	return func(o compare.Overdispersion, err error) (output, error) {
		if trim := in.numOr("winsor", in.numOr("trim_by", compare.Winsorised)); err == nil && trim != compare.Winsorised {
			err = fmt.Errorf("winsorising by %v is not known", trim)
		}
		if err != nil {
			return nil, err
		}
		out := output{"phi": o.Phi, "tau2": o.Tau2}
		add := func(name string, v any) { list, _ := out[name].([]any); out[name] = append(list, v) }
		for _, p := range o.Points {
			row := output{"z": p.Z, "wz": p.WinsorisedZ, "winsorised_z": p.WinsorisedZ, "outlier95": 0.0}
			if !p.Adjusted.At95.Contains(p.Value) {
				row["outlier95"] = 1.0
			}
			band(row, p.Chance, 1, "ll", "ul", "95", "998")
			band(row, p.Adjusted, 1, "od_ll", "od_ul", "95", "998")
			band(row, p.Adjusted, 1, "od_lower", "od_upper", "95", "998")
			for name, v := range row {
				add(name, v)
			}
		}
		return out, nil
	}
}

// shmi is the logarithmic funnel of the English SHMI with its truncation, as
// FunnelPlotR has it. An area without a case makes it infinite; it is here for
// the vectors that need it, and is used nowhere.
func shmi(in input) (output, error) {
	observed, expected := in.nums("observed"), in.nums("expected")
	n := len(observed)
	if n != len(expected) || n < 2 {
		return nil, fmt.Errorf("%d observed and %d expected", n, len(expected))
	}
	z := make([]float64, n)
	for i, e := range expected {
		if !(observed[i] > 0) || !(e > 0) {
			return nil, fmt.Errorf("observed %v of %v: has no logarithm", observed[i], e)
		}
		z[i] = math.Log(observed[i]/e) * math.Sqrt(e)
	}
	// Ranks are put into tenths (1/trim_by); the first and the last fall away.
	tenths := math.Round(1 / in.numOr("trim_by", 0.1))
	wz, truncated := make([]any, n), make([]any, n)
	var k, squares, weights, weights2 float64
	for i, v := range z {
		if part := math.Floor(rank(z, v) * tenths / float64(n+1)); part <= 0 || part >= tenths-1 {
			truncated[i] = 1.0
			continue
		}
		wz[i], truncated[i] = v, 0.0
		k, squares = k+1, squares+v*v
		weights, weights2 = weights+expected[i], weights2+expected[i]*expected[i]
	}
	phi := squares / k
	tau2 := 0.0
	if k*phi >= k-1 {
		tau2 = (k*phi - (k - 1)) / (weights - weights2/weights)
	}
	out := output{"z": figures(z), "wz": wz, "truncated": truncated, "phi": phi, "tau2": tau2, "denominator_order": figures(expected)}
	return out, shmiLimits(out, observed, expected, tau2)
}

func shmiLimits(out output, observed, expected []float64, tau2 float64) error {
	add := func(name string, v any) { list, _ := out[name].([]any); out[name] = append(list, v) }
	for i, e := range expected {
		add("order", string(rune('a'+i)))
		chance, err := compare.FunnelOfRatios(e)
		if err != nil {
			return err
		}
		row := output{}
		band(row, chance, 1, "ll", "ul", "95", "998")
		for name, v := range row {
			add(name, v)
		}
		for suffix, z := range map[string]float64{"95": 1.959964, "998": 3.090232} {
			wide := math.Exp(z * math.Sqrt(1/e+tau2))
			for _, name := range []string{"od_ll", "od_lower"} {
				add(name+suffix, 1/wide)
			}
			for _, name := range []string{"od_ul", "od_upper"} {
				add(name+suffix, wide)
			}
			if outside := 0.0; suffix == "95" {
				if r := observed[i] / e; r > wide || r < 1/wide {
					outside = 1
				}
				add("outlier95", outside)
			}
		}
	}
	return nil
}

// rank is the average rank of v among values, from 1.
func rank(values []float64, v float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	first, _ := slices.BinarySearch(sorted, v)
	last := first
	for last+1 < len(sorted) && sorted[last+1] == v {
		last++
	}
	return float64(first+last)/2 + 1
}
