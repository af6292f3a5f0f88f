package compare

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// A share of variance may be published only from this many groups that hold
// this many subgroups each (districts and case workers), city-wide.
const (
	MinGroups    = 5
	MinSubgroups = 5
)

// Observation is one case: its group, its subgroup within the group, and a
// value. Handling times go in as ln(days+1). In a comparison without subgroups
// Subgroup is empty.
type Observation struct {
	Group, Subgroup string
	Value           float64
}

// OneWay is the analysis of variance of cases in groups of unequal size. The
// figures that cannot be computed are missing: Within when every group has one
// case, Between when there is one group.
type OneWay struct {
	Groups, Cases       int
	N0                  Number // the size of group that counts
	SSBetween, SSWithin float64
	MSBetween, MSWithin Number
	F                   Number
	// BetweenRaw can be negative: chance made the groups more alike than cases
	// are. Between is then 0, "no measurable difference", which is published.
	BetweenRaw, Between Number
	Within              Number
	// ICC is the share of the variance that lies between groups. Its 95 %
	// interval exists for groups of equal size only; a lower limit below zero
	// is what the formula gives, and is shown as zero.
	ICC   Number
	Limit Interval
}

// OneWayVariance splits the variance of cases into between and within groups.
//
// Source: Searle, Casella & McCulloch, Variance Components (1992) 3.6; the
// interval from Shrout & Fleiss, Psychol Bull 1979;86:420-8, ICC(1,1).
func OneWayVariance(cases []Observation) (OneWay, error) {
	groups, err := stratify(cases, func(o Observation) string { return "" })
	if err != nil {
		return OneWay{}, fmt.Errorf("variance: %w", err)
	}
	o := oneWay(groups)
	if !finite(o.SSBetween, o.SSWithin, o.SSBetween+o.SSWithin) {
		return OneWay{}, fmt.Errorf("variance: %w", errOverflow)
	}
	if o.ICC.OK && equalSizes(groups) {
		o.Limit = ICCLimits(o.F.Value, o.Groups, o.Cases/o.Groups, Conf95)
	}
	return o, nil
}

func oneWay(groups []stratum) OneWay {
	s := sumStrata(groups)
	o := OneWay{Groups: len(groups), Cases: int(s.n), SSBetween: s.ssA, SSWithin: s.ssB + s.ssE}
	k := float64(len(groups))
	if k > 1 {
		o.N0, o.MSBetween = Of((s.n-s.q3/s.n)/(k-1)), Of(o.SSBetween/(k-1))
	}
	if s.n > k {
		o.MSWithin = Of(o.SSWithin / (s.n - k))
		o.Within = o.MSWithin
	}
	if !o.MSBetween.OK || !o.MSWithin.OK {
		return o
	}
	o.BetweenRaw = Of((o.MSBetween.Value - o.MSWithin.Value) / o.N0.Value)
	o.Between = positive(o.BetweenRaw)
	if o.MSWithin.Value > 0 {
		o.F = Of(o.MSBetween.Value / o.MSWithin.Value)
	}
	o.ICC = shareOf(o.Between, o.Between, o.Within)
	return o
}

func positive(n Number) Number { return Number{Value: math.Max(0, n.Value), OK: n.OK} }

// shareOf returns the share of a part in the sum of parts; missing without any
// variance.
func shareOf(part Number, parts ...Number) Number {
	sum := 0.0
	for _, p := range parts {
		if !p.OK {
			return Number{}
		}
		sum += p.Value
	}
	if !(sum > 0) {
		return Number{}
	}
	return Of(part.Value / sum)
}

// ICCLimits returns the interval of the intraclass correlation of k groups of n
// cases each from their F. Its limits are not held to zero.
//
// Source: Shrout & Fleiss (1979), ICC(1,1); as R's irr::icc(model = "oneway").
func ICCLimits(f float64, k, n int, conf float64) Interval {
	a, err := alpha(conf)
	if err != nil || k < 2 || n < 2 || !(f >= 0) || !finite(f) {
		return Interval{}
	}
	between, within := float64(k-1), float64(k*(n-1))
	low := f / distuv.F{D1: between, D2: within}.Quantile(1-a/2)
	high := f * distuv.F{D1: within, D2: between}.Quantile(1-a/2)
	return Between((low-1)/(low+float64(n)-1), (high-1)/(high+float64(n)-1))
}

func equalSizes(groups []stratum) bool {
	for _, g := range groups {
		if g.n != groups[0].n {
			return false
		}
	}
	return true
}

// Nested is the analysis of variance of cases in subgroups (case workers) of
// groups (districts, units), of unequal sizes. Components that cannot be
// computed are missing. The raw ones can be negative; the shares count such a
// component as zero.
type Nested struct {
	Groups, Subgroups, Cases int
	// SS, DF and MS are for groups, subgroups within groups, and cases.
	SS [3]float64
	DF [3]int
	MS [3]Number
	// The coefficients of the components in the expected mean squares.
	SubgroupInSubgroups, SubgroupInGroups, GroupInGroups Number
	// The components of variance: between groups, between subgroups of the same
	// group, between cases.
	GroupRaw, SubgroupRaw, Case Number
	// The shares of the variance.
	GroupShare, SubgroupShare, CaseShare Number
	// Publishable is set if there are at least MinGroups groups with at least
	// MinSubgroups subgroups each. If not, the shares must not be published: a
	// district with one case worker would show that person.
	Publishable bool
}

// NestedVariance splits the variance of cases by group and by subgroup within
// group. A group with one subgroup tells nothing of the subgroups and still
// counts for the groups.
//
// Source: Searle, Casella & McCulloch (1992) ch. 5, Henderson's method I; as R's
// VCA::anovaVCA(y ~ group/subgroup) and SAS PROC NESTED.
func NestedVariance(cases []Observation) (Nested, error) {
	groups, err := stratify(cases, func(o Observation) string { return o.Subgroup })
	if err != nil {
		return Nested{}, fmt.Errorf("nested variance: %w", err)
	}
	n := nested(groups)
	if !finite(n.SS[:]...) || !finite(n.SS[0]+n.SS[1]+n.SS[2]) {
		return Nested{}, fmt.Errorf("nested variance: %w", errOverflow)
	}
	return n, nil
}

func nested(groups []stratum) Nested {
	s := sumStrata(groups)
	a, b := float64(len(groups)), s.subgroups
	n := Nested{Groups: len(groups), Subgroups: int(b), Cases: int(s.n), SS: [3]float64{s.ssA, s.ssB, s.ssE}, Publishable: publishable(groups)}
	n.DF = [3]int{len(groups) - 1, int(b) - len(groups), int(s.n) - int(b)}
	for i, df := range n.DF {
		if df > 0 {
			n.MS[i] = Of(n.SS[i] / float64(df))
		}
	}
	n.Case = n.MS[2]
	if b > a {
		n.SubgroupInSubgroups = Of((s.n - s.q1) / (b - a))
	}
	if a > 1 {
		n.SubgroupInGroups, n.GroupInGroups = Of((s.q1-s.q2/s.n)/(a-1)), Of((s.n-s.q3/s.n)/(a-1))
	}
	if n.MS[1].OK && n.MS[2].OK {
		n.SubgroupRaw = Of((n.MS[1].Value - n.MS[2].Value) / n.SubgroupInSubgroups.Value)
	}
	if n.SubgroupRaw.OK && n.MS[0].OK {
		n.GroupRaw = Of((n.MS[0].Value - n.MS[2].Value - n.SubgroupInGroups.Value*n.SubgroupRaw.Value) / n.GroupInGroups.Value)
	}
	group, subgroup := positive(n.GroupRaw), positive(n.SubgroupRaw)
	n.GroupShare = shareOf(group, group, subgroup, n.Case)
	n.SubgroupShare = shareOf(subgroup, group, subgroup, n.Case)
	n.CaseShare = shareOf(n.Case, group, subgroup, n.Case)
	return n
}

func publishable(groups []stratum) bool {
	of := 0
	for _, g := range groups {
		if g.subgroups >= MinSubgroups {
			of++
		}
	}
	return of >= MinGroups
}

// stratum holds what the analysis needs of one group: sizes, mean and sums of
// squares. Cases are not looked at again when groups are drawn anew.
type stratum struct {
	n, mean   float64
	subgroups float64
	ssB, ssE  float64 // between its subgroups, within them
	squares   float64 // sum of the squares of its subgroups' sizes
}

// stratify sums cases by group and subgroup. Groups come in order of name, so
// that the order of cases never matters.
func stratify(cases []Observation, subgroup func(Observation) string) ([]stratum, error) {
	if len(cases) == 0 {
		return nil, errors.New("no cases")
	}
	byGroup := map[string]map[string][]float64{}
	for _, o := range cases {
		if !finite(o.Value) {
			return nil, fmt.Errorf("the value of a case is missing")
		}
		if byGroup[o.Group] == nil {
			byGroup[o.Group] = map[string][]float64{}
		}
		name := subgroup(o)
		byGroup[o.Group][name] = append(byGroup[o.Group][name], o.Value)
	}
	var strata []stratum
	for _, name := range sortedKeys(byGroup) {
		strata = append(strata, stratumOf(byGroup[name]))
	}
	return strata, nil
}

func sortedKeys[T any](m map[string]T) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func stratumOf(subgroups map[string][]float64) stratum {
	var all, between, within []float64
	for _, values := range subgroups {
		all = append(all, values...)
	}
	s := stratum{n: float64(len(all)), subgroups: float64(len(subgroups))}
	s.mean = total(all) / s.n
	for _, values := range subgroups {
		n := float64(len(values))
		mean := total(values) / n
		between = append(between, n*(mean-s.mean)*(mean-s.mean))
		for _, v := range values {
			within = append(within, (v-mean)*(v-mean))
		}
		s.squares += n * n
	}
	s.ssB, s.ssE = total(between), total(within)
	return s
}

// strataSums are the sums over groups that both analyses are made of.
type strataSums struct {
	n, subgroups  float64
	ssA, ssB, ssE float64
	q1, q2, q3    float64
}

func sumStrata(groups []stratum) (s strataSums) {
	weighted := make([]float64, len(groups))
	for i, g := range groups {
		s.n, s.subgroups = s.n+g.n, s.subgroups+g.subgroups
		s.ssB, s.ssE = s.ssB+g.ssB, s.ssE+g.ssE
		s.q1, s.q2, s.q3 = s.q1+g.squares/g.n, s.q2+g.squares, s.q3+g.n*g.n
		weighted[i] = g.n * g.mean
	}
	mean := total(weighted) / s.n
	for _, g := range groups {
		s.ssA += g.n * (g.mean - mean) * (g.mean - mean)
	}
	return s
}
