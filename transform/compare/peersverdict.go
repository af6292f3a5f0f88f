package compare

import "slices"

// SharesAgainst gives the verdict of areas against others that are not simply
// the rest of them: areas[i] against the areas at the indices others[i], pooled.
// The rule is that of [Shares] with "the rest" exchanged: the areas differ at
// all (chi-square p <= 0.05 over all that can be compared), and the area's score
// test against its others, Holm-adjusted for all areas that were so tested, has
// p < 0.05. An area without others, with others that cannot be compared, or too
// small, is NotCompared.
func SharesAgainst(areas []Share, others [][]int) Comparison {
	c := Comparison{Areas: make([]AreaVerdict, len(areas))}
	r := rule[Share]{
		usable:   func(a Share) bool { return a.check() == nil },
		sum:      sumShares,
		expected: func(a, all Share) float64 { return min(all.X, all.N-all.X) * (a.N / all.N) },
	}
	kept := screen(areas, c.Areas, r)
	if len(kept) < 2 {
		for _, i := range kept {
			c.Areas[i].Reason = TooFewAreas
		}
		return c
	}
	h, err := HeterogeneityOfShares(pick(areas, kept))
	if err != nil {
		for _, i := range kept {
			c.Areas[i].Reason = CannotBeComputed
		}
		return c
	}
	var tested []int
	var ps []float64
	var above []bool
	for _, i := range kept {
		if i >= len(others) || len(others[i]) == 0 || slices.ContainsFunc(others[i], func(j int) bool { return j == i || !slices.Contains(kept, j) }) {
			c.Areas[i].Reason = TooFewAreas
			continue
		}
		effect, p, up, err := shareAgainst(areas[i], sumShares(pick(areas, others[i])))
		if err != nil {
			c.Areas[i].Reason = CannotBeComputed
			continue
		}
		c.Areas[i].Effect, c.Areas[i].P = effect, Of(p)
		tested, ps, above = append(tested, i), append(ps, p), append(above, up)
	}
	adjusted, err := Holm(ps)
	if err != nil {
		return Comparison{Areas: make([]AreaVerdict, len(areas))}
	}
	for n, i := range tested {
		c.Areas[i].AdjustedP = Of(adjusted[n])
		c.Areas[i].Verdict = decide(h.P <= Level, adjusted[n], above[n])
	}
	c.Compared, c.Heterogeneity = len(kept), h
	return c
}

// decide is the rule of every verdict: the areas differ at all, and this one
// differs after Holm's adjustment.
func decide(different bool, adjusted float64, above bool) Verdict {
	switch {
	case !different || adjusted >= Level:
		return NoSureDifference
	case above:
		return Higher
	}
	return Lower
}
