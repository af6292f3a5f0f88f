package compare

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Heterogeneity answers whether a set of areas differs at all, before anyone
// looks at a single one: with fourteen equal districts the chance that at least
// one lies outside its 95 % limits is 51 %.
type Heterogeneity struct {
	ChiSquare float64
	DF        int
	P         float64
	// Dispersion is chi-square per degree of freedom: 1 is pure chance.
	Dispersion float64
	// MinExpected is the smallest number of cases (for shares: of cases or of
	// non-cases) expected in an area if all were alike. Below [MinExpected] the
	// chi-square distribution no longer fits.
	MinExpected float64
}

// MinExpected is the smallest expected number with which an area can take part
// in a chi-square comparison. Below it, merge areas or take twelve months.
const MinExpected = 5

// HeterogeneityOfShares compares shares: the chi-square test of a 2 by k table.
//
// Source: Pearson; as R's chisq.test and prop.test.
func HeterogeneityOfShares(areas []Share) (Heterogeneity, error) {
	var xs, ns []float64
	for _, a := range areas {
		if err := a.check(); err != nil {
			return Heterogeneity{}, err
		}
		xs, ns = append(xs, a.X), append(ns, a.N)
	}
	if len(areas) < 2 {
		return Heterogeneity{}, fmt.Errorf("compare shares: %d areas, needs two", len(areas))
	}
	p := total(xs) / total(ns)
	if !(p > 0 && p < 1) {
		return Heterogeneity{}, errors.New("compare shares: all are 0 or all are 1")
	}
	terms, expected := make([]float64, len(areas)), make([]float64, len(areas))
	for i, a := range areas {
		d := a.X - a.N*p
		terms[i] = d / (a.N * p * (1 - p)) * d
		expected[i] = a.N * math.Min(p, 1-p)
	}
	return chiSquare(terms, expected)
}

// HeterogeneityOfRates compares rates: observed against expected events at the
// rate of all areas together.
//
// Source: Pearson; as R's chisq.test(x, p = t/sum(t)).
func HeterogeneityOfRates(areas []Count) (Heterogeneity, error) {
	var xs, ts []float64
	for _, a := range areas {
		if err := a.check(); err != nil {
			return Heterogeneity{}, err
		}
		xs, ts = append(xs, a.Events), append(ts, a.Exposure)
	}
	if len(areas) < 2 {
		return Heterogeneity{}, fmt.Errorf("compare rates: %d areas, needs two", len(areas))
	}
	rate := total(xs) / total(ts)
	if !(rate > 0) {
		return Heterogeneity{}, errors.New("compare rates: no events")
	}
	terms, expected := make([]float64, len(areas)), make([]float64, len(areas))
	for i, a := range areas {
		expected[i] = a.Exposure * rate
		d := a.Events - expected[i]
		terms[i] = d / expected[i] * d
	}
	return chiSquare(terms, expected)
}

func chiSquare(terms, expected []float64) (Heterogeneity, error) {
	df := len(terms) - 1
	h := Heterogeneity{ChiSquare: total(terms), DF: df, MinExpected: slices.Min(expected)}
	h.P = distuv.ChiSquared{K: float64(df)}.Survival(h.ChiSquare)
	h.Dispersion = h.ChiSquare / float64(df)
	if !finite(h.ChiSquare, h.P, h.MinExpected) {
		return Heterogeneity{}, fmt.Errorf("compare areas: %w", errOverflow)
	}
	return h, nil
}

// Holm returns p-values adjusted so that the chance of pointing at any area
// wrongly is held, whatever the truth of the others: for "point at a district".
//
// Source: Holm, Scand J Stat 1979;6:65-70; as R's p.adjust.
func Holm(p []float64) ([]float64, error) {
	order, err := ascending(p)
	if err != nil {
		return nil, fmt.Errorf("holm: %w", err)
	}
	adjusted, worst := make([]float64, len(p)), 0.0
	for rank, i := range order {
		worst = math.Max(worst, math.Min(1, float64(len(p)-rank)*p[i]))
		adjusted[i] = worst
	}
	return adjusted, nil
}

// BenjaminiHochberg returns p-values adjusted so that the share of wrong flags
// among the flags is held: for choosing what to show first on a page.
//
// Source: Benjamini & Hochberg, JRSS B 1995;57:289-300; as R's p.adjust.
func BenjaminiHochberg(p []float64) ([]float64, error) {
	order, err := ascending(p)
	if err != nil {
		return nil, fmt.Errorf("benjamini-hochberg: %w", err)
	}
	adjusted, best := make([]float64, len(p)), 1.0
	for rank, i := range slices.Backward(order) {
		best = math.Min(best, p[i]*float64(len(p))/float64(rank+1))
		adjusted[i] = best
	}
	return adjusted, nil
}

// ascending returns the indices of p from its smallest value to its largest.
func ascending(p []float64) ([]int, error) {
	order := make([]int, len(p))
	for i, v := range p {
		if !(v >= 0 && v <= 1) {
			return nil, fmt.Errorf("%v is not a probability", v)
		}
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	return order, nil
}
