package compare

import (
	"fmt"
	"math/rand/v2"
)

// VarianceShares are shares of variance with their 95 % intervals: between
// groups, between subgroups of the same group, between cases of the same
// subgroup. They add up to one.
type VarianceShares struct {
	Group, Subgroup, Case Estimate
	Publishable           bool // see Nested
}

// SharesOfVariance returns the shares of [NestedVariance] with percentile
// intervals from a cluster bootstrap: whole groups are drawn again with
// replacement, with all their subgroups and cases. The same seed gives the same
// interval. With a handful of groups the intervals are wide and still somewhat
// too narrow; below [MinGroups] groups they are missing.
//
// Source: Davison & Hinkley, Bootstrap Methods and their Application (1997) 3.8.
func SharesOfVariance(cases []Observation, seed uint64) (VarianceShares, error) {
	groups, err := stratify(cases, func(o Observation) string { return o.Subgroup })
	if err != nil {
		return VarianceShares{}, fmt.Errorf("shares of variance: %w", err)
	}
	n := nested(groups)
	if !n.GroupShare.OK || !n.SubgroupShare.OK || !n.CaseShare.OK {
		return VarianceShares{}, fmt.Errorf("shares of variance: too few subgroups, or no variance")
	}
	v := VarianceShares{Publishable: n.Publishable}
	limits := redrawStrata(groups, seed, func(g []stratum) []Number {
		n := nested(g)
		return []Number{n.GroupShare, n.SubgroupShare, n.CaseShare}
	}, []Number{n.GroupShare, n.SubgroupShare, n.CaseShare})
	v.Group = Estimate{n.GroupShare.Value, limits[0]}
	v.Subgroup = Estimate{n.SubgroupShare.Value, limits[1]}
	v.Case = Estimate{n.CaseShare.Value, limits[2]}
	return v, nil
}

// ShareBetween returns the share of variance that lies between groups, without
// regard to subgroups, with its interval as in [SharesOfVariance]. It is the
// first of two analyses: a unit can serve several districts, so that case
// workers are nested in units and not in districts.
func ShareBetween(cases []Observation, seed uint64) (Estimate, error) {
	groups, err := stratify(cases, func(Observation) string { return "" })
	if err != nil {
		return Estimate{}, fmt.Errorf("share of variance: %w", err)
	}
	icc := oneWay(groups).ICC
	if !icc.OK {
		return Estimate{}, fmt.Errorf("share of variance: too few groups or cases, or no variance")
	}
	limits := redrawStrata(groups, seed, func(g []stratum) []Number { return []Number{oneWay(g).ICC} }, []Number{icc})
	return Estimate{icc.Value, limits[0]}, nil
}

// redrawStrata returns the interval of each statistic of groups.
func redrawStrata(groups []stratum, seed uint64, statistics func([]stratum) []Number, estimates []Number) []Interval {
	limits := make([]Interval, len(estimates))
	if len(groups) < MinGroups {
		return limits
	}
	r := rand.New(rand.NewPCG(seed, pcgStream))
	draws := make([][]float64, len(estimates))
	drawn := make([]stratum, len(groups))
	for range Draws {
		for i := range drawn {
			drawn[i] = groups[r.IntN(len(groups))]
		}
		for i, s := range statistics(drawn) {
			if s.OK {
				draws[i] = append(draws[i], s.Value)
			}
		}
	}
	for i, e := range estimates {
		limits[i] = percentiles(draws[i], e.Value)
	}
	return limits
}
