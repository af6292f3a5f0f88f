package synthetic

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
)

// stream is a source of its own per purpose.
func stream(seed uint64, purpose string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(purpose))
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}

// poisson draws exactly below 60 (Knuth) and rounds a normal above.
func poisson(r *rand.Rand, mean float64) int {
	if mean <= 0 {
		return 0
	}
	if mean > 60 {
		return max(0, int(math.Round(mean+math.Sqrt(mean)*r.NormFloat64())))
	}
	n, p, limit := 0, r.Float64(), math.Exp(-mean)
	for p > limit {
		n++
		p *= r.Float64()
	}
	return n
}

func binomial(r *rand.Rand, n int, p float64) int {
	x := 0
	for range n {
		if r.Float64() < p {
			x++
		}
	}
	return x
}

// pick draws an index with the given weights.
func pick(r *rand.Rand, weights []float64) int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	u := r.Float64() * sum
	for i, w := range weights {
		if u < w {
			return i
		}
		u -= w
	}
	return len(weights) - 1
}

// lognormal has mean 1 and the given standard deviation of its logarithm.
func lognormal(r *rand.Rand, sd float64) float64 {
	return math.Exp(sd*r.NormFloat64() - sd*sd/2)
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// effects draws n normal values and moves and stretches them so that their mean is 0 and their standard
// deviation (divisor n) is exactly sd: what README.md says is planted is then in the data, whatever the seed.
func effects(r *rand.Rand, n int, sd float64) []float64 {
	e := make([]float64, n)
	sum := 0.0
	for i := range e {
		e[i] = r.NormFloat64()
		sum += e[i]
	}
	squares := 0.0
	for i := range e {
		e[i] -= sum / float64(n)
		squares += e[i] * e[i]
	}
	if squares == 0 {
		return e
	}
	k := sd / math.Sqrt(squares/float64(n))
	for i := range e {
		e[i] *= k
	}
	return e
}
