package compare_test

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"stadsdelskollen/transform/compare"
)

func init() {
	for name, method := range map[string]func(input) (output, error){
		"anova_oneway_variance_components": oneWayVariance,
		"icc1_confidence_interval":         iccInterval,
		"anova_nested_variance_components": nestedVariance,
	} {
		methods[name] = method
	}
}

func observations(in input) ([]compare.Observation, error) {
	values := in.nums("values")
	groups, _ := in["group"].([]any)
	subgroups, nested := in["subgroup"].([]any)
	if len(groups) != len(values) || (nested && len(subgroups) != len(values)) {
		return nil, fmt.Errorf("%d values in %d groups and %d subgroups", len(values), len(groups), len(subgroups))
	}
	var cases []compare.Observation
	for i, v := range values {
		o := compare.Observation{Group: fmt.Sprint(groups[i]), Value: v}
		if nested {
			o.Subgroup = fmt.Sprint(subgroups[i])
		}
		cases = append(cases, o)
	}
	return cases, nil
}

func oneWayVariance(in input) (output, error) {
	cases, err := observations(in)
	if err != nil {
		return nil, err
	}
	o, err := compare.OneWayVariance(cases)
	if err != nil {
		return nil, err
	}
	return output{"k": float64(o.Groups), "N": float64(o.Cases), "n0": figure(o.N0), "ss_between": o.SSBetween, "ss_within": o.SSWithin,
		"df_between": float64(o.Groups - 1), "df_within": float64(o.Cases - o.Groups), "ms_between": figure(o.MSBetween),
		"ms_within": figure(o.MSWithin), "F": figure(o.F), "var_between_raw": figure(o.BetweenRaw), "var_between": figure(o.Between),
		"var_within": figure(o.Within), "icc": figure(o.ICC)}, nil
}

// rated turns a table of a row a group and a column a case, as irr::icc has it
// and Shrout & Fleiss print it, into cases in groups.
func rated(in input) input {
	for name, v := range in {
		rows, ok := v.([]any)
		if !ok || len(rows) == 0 {
			continue
		}
		if _, ok := rows[0].([]any); !ok {
			continue
		}
		var values, groups []any
		for i, row := range rows {
			cells, _ := row.([]any)
			for _, c := range cells {
				values, groups = append(values, c), append(groups, fmt.Sprint(i))
			}
		}
		flat := input{"values": values, "group": groups}
		for other, w := range in {
			if other != name && flat[other] == nil {
				flat[other] = w
			}
		}
		return flat
	}
	return in
}

// iccInterval takes cases in groups or a table of them, or F with the number of
// groups (k) and of cases in each (n), or the two mean squares instead of F.
func iccInterval(in input) (output, error) {
	in = rated(in)
	out := output{}
	f, k, n := in.any("F", "f", "f_value", "Fvalue"), int(in.any("k", "groups", "n_groups", "subjects")), int(in.any("n", "per_group", "n_per_group", "group_size", "raters"))
	if math.IsNaN(f) {
		f = in.any("ms_between", "msb", "MSB") / in.any("ms_within", "msw", "MSW")
	}
	if n <= 0 && k > 0 { // all cases instead of those of a group
		n = int(in.any("N", "cases", "total")) / k
	}
	if in["values"] != nil {
		var err error
		if out, err = oneWayVariance(in); err != nil {
			return nil, err
		}
		f, k = number(out["F"]), int(number(out["k"]))
		n = int(number(out["N"])) / max(k, 1)
	} else {
		out["F"], out["k"], out["icc"] = f, float64(k), (f-1)/(f+float64(n)-1)
	}
	for suffix, conf := range levels {
		if suffix == "" {
			conf = in.conf()
		}
		limits(out, suffix, compare.ICCLimits(f, k, n, conf))
	}
	if k > 1 && n > 1 {
		out["p"] = distuv.F{D1: float64(k - 1), D2: float64(k * (n - 1))}.Survival(f)
	}
	out["n"], out["df1"], out["df2"] = float64(n), float64(k-1), float64(k*(n-1))
	out["lbound"], out["ubound"] = out["lower"], out["upper"]
	out["value"], out["icc1"], out["Fvalue"] = out["icc"], out["icc"], out["F"]
	return out, nil
}

func nestedVariance(in input) (output, error) {
	cases, err := observations(in)
	if err != nil {
		return nil, err
	}
	n, err := compare.NestedVariance(cases)
	if err != nil {
		return nil, err
	}
	return output{"ss": figures(n.SS[:]), "df": counts(n.DF[:]), "ms": numbers(n.MS[:]),
		"coef_b_in_ms_b": figure(n.SubgroupInSubgroups), "coef_b_in_ms_a": figure(n.SubgroupInGroups),
		"coef_a_in_ms_a": figure(n.GroupInGroups), "var_a": figure(n.GroupRaw), "var_b": figure(n.SubgroupRaw),
		"var_e": figure(n.Case), "icc_a": figure(n.GroupShare), "icc_b": figure(n.SubgroupShare), "icc_e": figure(n.CaseShare)}, nil
}
