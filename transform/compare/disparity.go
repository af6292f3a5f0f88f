package compare

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// The measures here say how unlike districts are as one number a year. None
// separates chance from difference, and none means anything to a reader alone.

// Spread is the range of a set of values. Name both ends when showing it: it
// grows with the number of districts and with chance.
type Spread struct {
	Min, Max, Range float64
	Ratio           Number // Max/Min, missing unless Min is positive
}

// RangeOf returns the spread of values.
func RangeOf(values []float64) (Spread, error) {
	if len(values) == 0 || !finite(values...) {
		return Spread{}, errors.New("range: a value is missing")
	}
	s := Spread{Min: slices.Min(values), Max: slices.Max(values)}
	s.Range = s.Max - s.Min
	if !finite(s.Range) {
		return Spread{}, fmt.Errorf("range: %w", errOverflow)
	}
	if s.Min > 0 {
		s.Ratio = Of(s.Max / s.Min)
	}
	return s, nil
}

// Variation returns the coefficient of variation, the standard deviation over
// the mean, with divisor n-1 and with divisor n. We publish the first.
func Variation(values []float64) (sample, population float64, err error) {
	m, err := Mean(values, Conf95)
	if err != nil {
		return 0, 0, fmt.Errorf("variation: %w", err)
	}
	n := float64(m.N)
	sample = m.SD.Value / m.Value
	if m.N < 2 || !(m.Value > 0) || !finite(sample) {
		return 0, 0, errors.New("variation needs two values and a positive mean")
	}
	return sample, sample * math.Sqrt((n-1)/n), nil
}

// Group is a part of the city with its rate, its population and the larger area
// it belongs to.
type Group struct {
	Rate, Population float64
	Area             int
}

// Gini returns the Gini coefficient of rates weighted by population: 0 if all
// are alike. All zero is not computable.
//
// Source: Lorenz curve by trapezoids; as R's ineq for equal populations.
func Gini(groups []Group) (float64, error) {
	population, cases, err := sums(groups)
	if err != nil {
		return 0, fmt.Errorf("gini: %w", err)
	}
	sorted := slices.Clone(groups)
	slices.SortFunc(sorted, func(a, b Group) int {
		return cmp.Or(cmp.Compare(a.Rate, b.Rate), cmp.Compare(a.Population, b.Population))
	})
	var area, lorenz float64
	for _, g := range sorted {
		next := lorenz + g.Rate*g.Population/cases
		area += g.Population / population * (lorenz + next)
		lorenz = next
	}
	return clamp(1-area, 0, 1), nil
}

// GiniCorrected is the Gini coefficient of equally weighted values with the
// small-sample correction n/(n-1).
func GiniCorrected(values []float64) (float64, error) {
	g, err := Gini(Equal(values))
	if err != nil {
		return 0, err
	}
	n := float64(len(values))
	if n < 2 {
		return 0, errors.New("gini: the correction needs two values")
	}
	return clamp(g*n/(n-1), 0, 1), nil
}

// Equal returns values as groups of equal population in one area.
func Equal(values []float64) []Group {
	groups := make([]Group, len(values))
	for i, v := range values {
		groups[i] = Group{Rate: v, Population: 1}
	}
	return groups
}

// sums returns the population and the cases of groups, both positive.
func sums(groups []Group) (population, cases float64, err error) {
	var ns, xs []float64
	for _, g := range groups {
		if !finite(g.Rate, g.Population) || g.Rate < 0 || g.Population <= 0 {
			return 0, 0, fmt.Errorf("rate %v in a population of %v", g.Rate, g.Population)
		}
		ns, xs = append(ns, g.Population), append(xs, g.Rate*g.Population)
	}
	population, cases = total(ns), total(xs)
	if !(cases > 0) || !(cases/population > 0) || !finite(population, cases) {
		return 0, 0, errors.New("no cases")
	}
	return population, cases, nil
}

// Theil holds Theil's two indices.
type Theil struct {
	T float64
	L Number // missing if any rate is zero
}

// TheilOf returns Theil's indices of rates weighted by population.
//
// Source: Theil, Economics and Information Theory (1967); as R's ineq.
func TheilOf(groups []Group) (Theil, error) {
	population, cases, err := sums(groups)
	if err != nil {
		return Theil{}, fmt.Errorf("theil: %w", err)
	}
	mean := cases / population
	ts, ls := make([]float64, len(groups)), make([]float64, len(groups))
	zero := false
	for i, g := range groups {
		share, relative := g.Population/population, g.Rate/mean
		if relative == 0 {
			zero = true
			continue
		}
		ts[i], ls[i] = share*relative*math.Log(relative), -share*math.Log(relative)
	}
	theil := Theil{T: math.Max(0, total(ts))}
	if !finite(theil.T) {
		return Theil{}, fmt.Errorf("theil: %w", errOverflow)
	}
	if !zero {
		theil.L = Of(math.Max(0, total(ls)))
	}
	return theil, nil
}

// AreaTheil is the part of one area in a decomposition.
type AreaTheil struct {
	Area                         int
	T                            float64 // inequality within the area
	ShareOfPopulation, CaseShare float64
}

// Decomposition splits Theil's indices into what lies within areas and what lies
// between them; within and between add up to the total.
type Decomposition struct {
	Total, Within, Between Theil
	Areas                  []AreaTheil // in order of Area; areas without cases have T 0
}

// Decompose splits the inequality between groups by area.
//
// Source: Shorrocks, Econometrica 1980;48:613-25.
func Decompose(groups []Group) (Decomposition, error) {
	whole, err := TheilOf(groups)
	if err != nil {
		return Decomposition{}, err
	}
	population, cases, _ := sums(groups)
	members := map[int][]Group{}
	for _, g := range groups {
		members[g.Area] = append(members[g.Area], g)
	}
	d := Decomposition{Total: whole}
	var means []Group
	var withinT, withinL []float64
	for area, its := range members {
		part := AreaTheil{Area: area}
		size, inside := populationAndCases(its)
		part.ShareOfPopulation, part.CaseShare = size/population, inside/cases
		if theil, err := TheilOf(its); err == nil {
			part.T = theil.T
			withinT = append(withinT, part.CaseShare*theil.T)
			withinL = append(withinL, part.ShareOfPopulation*theil.L.Value)
		}
		means = append(means, Group{Rate: inside / size, Population: size})
		d.Areas = append(d.Areas, part)
	}
	slices.SortFunc(d.Areas, func(a, b AreaTheil) int { return cmp.Compare(a.Area, b.Area) })
	if d.Between, err = TheilOf(means); err != nil {
		return Decomposition{}, err
	}
	d.Within = Theil{T: total(withinT)}
	if whole.L.OK {
		d.Within.L = Of(total(withinL))
	} else {
		d.Between.L = Number{}
	}
	return d, nil
}

func populationAndCases(groups []Group) (population, cases float64) {
	var ns, xs []float64
	for _, g := range groups {
		ns, xs = append(ns, g.Population), append(xs, g.Rate*g.Population)
	}
	return total(ns), total(xs)
}
