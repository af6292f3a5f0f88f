package compare

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Draws is the number of bootstrap draws behind an interval.
const Draws = 1000

// pcgStream is the second word of every generator's seed.
const pcgStream = 0x73746164 // "stad"

// quantile7 returns quantile p of values, interpolated as R and spreadsheets do
// (Hyndman & Fan's type 7). It needs at least one value.
func quantile7(values []float64, p float64) float64 {
	value, _, _ := interpolate(slices.Sorted(slices.Values(values)), p)
	return value
}

// percentiles returns the 95 % percentile interval of draws. If more than one
// draw in twenty could not be computed there is none. It is widened to take in
// the estimate where the draws lie to one side of it, as they do near a bound.
func percentiles(draws []float64, estimate float64) Interval {
	if len(draws) < Draws*19/20 {
		return Interval{}
	}
	sorted := slices.Sorted(slices.Values(draws))
	low, _, _ := interpolate(sorted, 0.025)
	high, _, _ := interpolate(sorted, 0.975)
	return Between(math.Min(low, estimate), math.Max(high, estimate))
}

// RedrawShares returns a statistic of shares with its 95 % interval by a
// parametric bootstrap: had the districts' underlying shares been the same, how
// much could chance have moved it? The underlying shares are the observed ones
// drawn towards the share of all until they vary by no more than the variance
// beyond chance, so that chance is not counted twice. That variance is the one
// of [OverdispersedShares] without winsorising, which is for estimates, not for
// a model of all areas. The same seed gives the same interval, whatever the
// order of areas.
//
// The statistic is given areas in the order they came and must not depend on it.
func RedrawShares(areas []Share, statistic func([]Share) Number, seed uint64) (Estimate, error) {
	scale, err := funnelOfShares(areas)
	if err != nil {
		return Estimate{}, fmt.Errorf("redraw shares: %w", err)
	}
	shares, err := scale.underlying()
	if err != nil {
		return Estimate{}, fmt.Errorf("redraw shares: %w", err)
	}
	samplers := make([]sampler, len(areas))
	for i, a := range areas {
		samplers[i] = binomialSampler(a.N, shares[i])
	}
	return redraw(areas, statistic, redrawing[Share]{
		draw: func(r *rand.Rand, i int) Share { return Share{X: samplers[i].draw(r), N: areas[i].N} },
		order: func(a, b Share) int {
			return cmp.Or(cmp.Compare(a.N, b.N), cmp.Compare(a.X, b.X))
		},
		usable: func(a Share) bool { return whole(a.X) && whole(a.N) },
	}, seed)
}

// RedrawRates does what [RedrawShares] does for events per exposure.
func RedrawRates(areas []Count, statistic func([]Count) Number, seed uint64) (Estimate, error) {
	scale, err := funnelOfRates(areas)
	if err != nil {
		return Estimate{}, fmt.Errorf("redraw rates: %w", err)
	}
	rates, err := scale.underlying()
	if err != nil {
		return Estimate{}, fmt.Errorf("redraw rates: %w", err)
	}
	samplers := make([]sampler, len(areas))
	for i, a := range areas {
		samplers[i] = poissonSampler(a.Exposure * rates[i])
	}
	return redraw(areas, statistic, redrawing[Count]{
		draw: func(r *rand.Rand, i int) Count {
			return Count{Events: samplers[i].draw(r), Exposure: areas[i].Exposure}
		},
		order: func(a, b Count) int {
			return cmp.Or(cmp.Compare(a.Exposure, b.Exposure), cmp.Compare(a.Events, b.Events))
		},
		usable: func(a Count) bool { return whole(a.Events) && a.Exposure*scale.target < maxWhole },
	}, seed)
}

// underlying returns the value of each area without chance: its distance from
// the target on the scale, made smaller until its expected variance is the
// variance between areas alone.
func (f funnelScale) underlying() ([]float64, error) {
	o, err := f.moments()
	if err != nil {
		return nil, err
	}
	squares, weights := make([]float64, len(o.Points)), make([]float64, len(o.Points))
	for i, p := range o.Points {
		squares[i], weights[i] = p.Z*p.Z, 1/(f.errors[i]*f.errors[i])
	}
	tau2 := betweenVariance(total(squares)/float64(len(squares)), weights)
	values, centre := make([]float64, len(o.Points)), f.forward(f.target)
	for i, v := range f.values {
		values[i] = f.back(centre + (f.forward(v)-centre)*math.Sqrt(tau2/(tau2+f.errors[i]*f.errors[i])))
	}
	if !finite(values...) {
		return nil, errOverflow
	}
	return values, nil
}

// redrawing is what shares and rates do not have in common: how area i is drawn,
// in which order areas are drawn whatever that of the input, and whether an area
// holds a number of cases.
type redrawing[T any] struct {
	draw   func(r *rand.Rand, i int) T
	order  func(a, b T) int
	usable func(T) bool
}

func redraw[T any](areas []T, statistic func([]T) Number, d redrawing[T], seed uint64) (Estimate, error) {
	for _, a := range areas {
		if !d.usable(a) {
			return Estimate{}, fmt.Errorf("redraw %v: not a number of cases", a)
		}
	}
	value := statistic(areas)
	if !observed(value) {
		return Estimate{}, errors.New("redraw: the statistic cannot be computed")
	}
	turns := make([]int, len(areas))
	for i := range turns {
		turns[i] = i
	}
	slices.SortStableFunc(turns, func(a, b int) int { return d.order(areas[a], areas[b]) })
	r := rand.New(rand.NewPCG(seed, pcgStream))
	draws := make([]float64, 0, Draws)
	drawn := make([]T, len(areas))
	for range Draws {
		for _, i := range turns {
			drawn[i] = d.draw(r, i)
		}
		if s := statistic(drawn); observed(s) {
			draws = append(draws, s.Value)
		}
	}
	return Estimate{Value: value.Value, Interval: percentiles(draws, value.Value)}, nil
}

// TypicalDifferenceOfShares returns the standard deviation between areas beyond
// chance, tau, in the unit of the shares, with its bootstrap interval.
func TypicalDifferenceOfShares(areas []Share, seed uint64) (Estimate, error) {
	if _, err := funnelOfShares(areas); err != nil {
		return Estimate{}, fmt.Errorf("typical difference: %w", err)
	}
	return RedrawShares(areas, typicalOfShares(len(areas)), seed)
}

// TypicalDifferenceOfRates returns tau in the unit of the rates, with its
// bootstrap interval.
func TypicalDifferenceOfRates(areas []Count, seed uint64) (Estimate, error) {
	return RedrawRates(areas, func(a []Count) Number { return typical(funnelOfRates(a)) }, seed)
}

// typicalOfShares is the standard deviation between areas beyond chance of
// [OverdispersedShares], computed without a funnel: it is asked for a thousand
// times an interval. Numbers of cases are whole, so their sums are exact in any
// order; the squares are added in the order of their size.
func typicalOfShares(k int) func([]Share) Number {
	zs := make([]float64, k)
	return func(areas []Share) Number {
		var x, n, squares float64
		for _, a := range areas {
			x, n, squares = x+a.X, n+a.N, squares+a.N*a.N
		}
		scale := arcsine(x / n)
		centre := scale.forward(x / n)
		for i, a := range areas {
			zs[i] = (scale.forward(a.X/a.N) - centre) * 2 * math.Sqrt(a.N)
		}
		sortFew(zs)
		low, _, _ := interpolate(zs, Winsorised)
		high, _, _ := interpolate(zs, 1-Winsorised)
		phi := 0.0
		for _, z := range zs {
			z = clamp(z, low, high)
			phi += z * z
		}
		phi /= float64(k)
		if phi <= 1 || k < 2 {
			return Number{OK: k >= 2}
		}
		// The weights of the moment estimate are 4n.
		excess := float64(k)*phi - float64(k-1)
		return Of(scale.perUnit * math.Sqrt(math.Max(0, excess/(4*(n-squares/n)))))
	}
}

// sortFew sorts as slices.Sort does, by insertion: a city has a dozen districts,
// for which that is quickest.
func sortFew(values []float64) {
	for i, v := range values {
		at := i
		for at > 0 && values[at-1] > v {
			values[at] = values[at-1]
			at--
		}
		values[at] = v
	}
}

func typical(f funnelScale, err error) Number {
	if err != nil {
		return Number{}
	}
	o, err := f.moments()
	return Number{Value: o.Typical, OK: err == nil}
}
