package compare_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"stadsdelskollen/transform/compare"
)

// underlying returns fourteen shares around 0.4, differing by about spread.
func underlying(r *rand.Rand, spread float64) func(int) float64 {
	p := make([]float64, len(households))
	for i := range p {
		p[i] = 0.4 + spread*r.NormFloat64()
	}
	return func(i int) float64 { return p[i] }
}

func theilOfShares(areas []compare.Share) compare.Number {
	var groups []compare.Group
	for _, a := range areas {
		groups = append(groups, compare.Group{Rate: a.X / a.N, Population: a.N})
	}
	t, err := compare.TheilOf(groups)
	return compare.Number{Value: t.T, OK: err == nil}
}

func typicalDifference(areas []compare.Share) compare.Number {
	o, err := compare.OverdispersedShares(areas)
	return compare.Number{Value: o.Typical, OK: err == nil}
}

// An interval is to hold what the number is on average when the underlying
// shares stay the same.
func TestBootstrapHoldsTheNumberThatTheSameConditionsGive(t *testing.T) {
	r := source(31)
	for name, statistic := range map[string]func([]compare.Share) compare.Number{"tau": typicalDifference, "theil": theilOfShares} {
		for _, spread := range []float64{0, 0.03, 0.08} {
			const runs = 30
			held := 0
			for range runs {
				p := underlying(r, spread)
				mean := 0.0
				for range 100 {
					mean += statistic(drawShares(r, p)).Value / 100
				}
				e := must[compare.Estimate](t)(compare.RedrawShares(drawShares(r, p), statistic, 1))
				if e.Contains(mean) {
					held++
				}
			}
			if held < runs*8/10 {
				t.Errorf("%s, spread %v: held in %d of %d", name, spread, held, runs)
			}
		}
	}
}

func TestSameSeedGivesTheSameIntervalInAnyOrder(t *testing.T) {
	r := source(32)
	shares := drawShares(r, underlying(r, 0.05))
	counts := drawCounts(r, func(int) float64 { return 0.3 + 0.03*r.NormFloat64() })
	perm := r.Perm(len(shares))
	for name, of := range map[string]func(p []int, seed uint64) compare.Estimate{
		"tau of shares": func(p []int, seed uint64) compare.Estimate {
			return must[compare.Estimate](t)(compare.TypicalDifferenceOfShares(permuted(shares, p), seed))
		},
		"tau of rates": func(p []int, seed uint64) compare.Estimate {
			return must[compare.Estimate](t)(compare.TypicalDifferenceOfRates(permuted(counts, p), seed))
		},
	} {
		straight := make([]int, len(perm))
		for i := range straight {
			straight[i] = i
		}
		a, b, other := of(straight, 4), of(perm, 4), of(straight, 5)
		if math.Abs(a.Lower.Value-b.Lower.Value) > 1e-12 || math.Abs(a.Upper.Value-b.Upper.Value) > 1e-12 {
			t.Errorf("%s: %+v in another order %+v", name, a, b)
		}
		if a == other || !a.Contains(a.Value) {
			t.Errorf("%s: %+v, with another seed %+v", name, a, other)
		}
	}
}

// staff returns cases of handling time in groups of case workers.
func staff(r *rand.Rand, groups, workers, cases int, between, within float64) (list []compare.Observation) {
	for g := range groups {
		level := between * r.NormFloat64()
		for w := range workers {
			worker := level + within*r.NormFloat64()
			for range cases {
				list = append(list, compare.Observation{
					Group: string(rune('A' + g)), Subgroup: string(rune('a' + w)), Value: 3 + worker + r.NormFloat64(),
				})
			}
		}
	}
	return list
}

func TestSharesOfVarianceFindWhatWasPlanted(t *testing.T) {
	r := source(33)
	const runs = 60
	// Variances 0.25, 0.09 and 1: 19 %, 7 % and 75 %.
	planted := map[string]float64{"group": 0.25 / 1.34, "subgroup": 0.09 / 1.34, "case": 1 / 1.34, "between": 0.2}
	held := map[string]int{}
	for range runs {
		v := must[compare.VarianceShares](t)(compare.SharesOfVariance(staff(r, 24, 8, 20, 0.5, 0.3), 3))
		if sum := v.Group.Value + v.Subgroup.Value + v.Case.Value; math.Abs(sum-1) > 1e-12 || !v.Publishable {
			t.Errorf("shares add up to %v, publishable %v", sum, v.Publishable)
		}
		between := must[compare.Estimate](t)(compare.ShareBetween(staff(r, 24, 1, 60, 0.5, 0), 3))
		for name, e := range map[string]compare.Estimate{"group": v.Group, "subgroup": v.Subgroup, "case": v.Case, "between": between} {
			if !e.Contains(e.Value) || e.Lower.Value < 0 || e.Upper.Value > 1 {
				t.Errorf("%s: %+v", name, e)
			}
			if e.Contains(planted[name]) {
				held[name]++
			}
		}
	}
	for name := range planted {
		if held[name] < runs*8/10 {
			t.Errorf("%s: the planted share is held in %d of %d", name, held[name], runs)
		}
	}
}

func TestSharesOfVarianceDoNotDependOnOrderAndNeedGroups(t *testing.T) {
	r := source(34)
	cases := staff(r, 6, 5, 9, 0.4, 0.2)
	a := must[compare.VarianceShares](t)(compare.SharesOfVariance(cases, 3))
	r.Shuffle(len(cases), func(i, j int) { cases[i], cases[j] = cases[j], cases[i] })
	if b := must[compare.VarianceShares](t)(compare.SharesOfVariance(cases, 3)); a != b {
		t.Errorf("%+v in another order %+v", a, b)
	}
	few := must[compare.VarianceShares](t)(compare.SharesOfVariance(staff(r, 4, 6, 9, 0.4, 0.2), 3))
	if !few.Group.Empty() || few.Publishable {
		t.Errorf("four groups: %+v", few)
	}
}
