package compare

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// sampler draws from one distribution many times: from the table of its
// cumulative probabilities where that is of a reasonable length.
type sampler struct {
	low float64
	cdf []float64                  // of low, low+1, …; what lies outside has less than 1e-17 of the largest probability
	at  []int                      // for each equal part of 0–1, where in cdf to begin looking
	by  func(r *rand.Rand) float64 // instead of a table
}

// widestTable is the largest standard deviation of a distribution with a table.
const widestTable = 10_000

func (s sampler) draw(r *rand.Rand) float64 {
	if s.by != nil {
		return s.by(r)
	}
	u, i := r.Float64(), 0
	if len(s.at) > 0 {
		i = s.at[int(u*float64(len(s.at)))]
	}
	for i > 0 && s.cdf[i-1] >= u { // u was rounded up into the part
		i--
	}
	for i < len(s.cdf)-1 && s.cdf[i] < u {
		i++
	}
	return s.low + float64(i)
}

// guide returns, for each of as many equal parts of 0–1 as there are cumulative
// probabilities, the first of these that is not below the part (Chen & Asau,
// 1974): a draw then looks at one or two of them instead of searching them all.
func guide(cdf []float64) []int {
	at := make([]int, len(cdf))
	i := 0
	for part := range at {
		for i < len(cdf)-1 && cdf[i] < float64(part)/float64(len(at)) {
			i++
		}
		at[part] = i
	}
	return at
}

// binomialSampler draws the number of n cases that have a probability p each.
func binomialSampler(n, p float64) sampler {
	switch {
	case !(p > 0):
		return sampler{cdf: []float64{1}}
	case p >= 1:
		return sampler{low: n, cdf: []float64{1}}
	case math.Sqrt(n*p*(1-p)) > widestTable:
		return sampler{by: func(r *rand.Rand) float64 { return distuv.Binomial{N: n, P: p, Src: r}.Rand() }}
	}
	odds := p / (1 - p)
	return table(math.Min(math.Floor((n+1)*p), n), n,
		func(x float64) float64 { return (n - x) / (x + 1) * odds },
		func(x float64) float64 { return x / ((n - x + 1) * odds) })
}

// poissonSampler draws a number of events with this mean.
func poissonSampler(mean float64) sampler {
	switch {
	case !(mean > 0):
		return sampler{cdf: []float64{1}}
	case math.Sqrt(mean) > widestTable:
		return sampler{by: func(r *rand.Rand) float64 { return distuv.Poisson{Lambda: mean, Src: r}.Rand() }}
	}
	return table(math.Floor(mean), math.Inf(1),
		func(x float64) float64 { return mean / (x + 1) },
		func(x float64) float64 { return x / mean })
}

// table builds the cumulative probabilities outwards from the mode; up is the
// ratio of the probability of x+1 to that of x, down of x-1 to that of x.
func table(mode, most float64, up, down func(float64) float64) sampler {
	const least = 1e-17
	var below []float64
	low := mode
	for x, p := mode, 1.0; x > 0; x-- {
		if p *= down(x); p < least {
			break
		}
		below = append(below, p)
		low = x - 1
	}
	slices.Reverse(below)
	all := append(below, 1)
	for x, p := mode, 1.0; x < most; x++ {
		if p *= up(x); p < least {
			break
		}
		all = append(all, p)
	}
	sum := total(all)
	before := 0.0
	for i, p := range all {
		before += p / sum
		all[i] = before
	}
	return sampler{low: low, cdf: all, at: guide(all)}
}
