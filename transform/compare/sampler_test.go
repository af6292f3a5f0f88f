package compare

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// The table holds the distribution of gonum to the last digits, and draws have
// its mean and variance.
func TestTablesAreTheirDistributions(t *testing.T) {
	for _, c := range []struct{ n, p float64 }{{1, 0.5}, {12, 0.02}, {200, 0.7}, {5000, 0.999}} {
		s := binomialSampler(c.n, c.p)
		for i, got := range s.cdf {
			if want := (distuv.Binomial{N: c.n, P: c.p}).CDF(s.low + float64(i)); math.Abs(got-want) > 1e-11 {
				t.Fatalf("binomial %v, %v at %v: %v, want %v", c.n, c.p, s.low+float64(i), got, want)
			}
		}
		moments(t, s, c.n*c.p, c.n*c.p*(1-c.p))
	}
	for _, mean := range []float64{0.3, 9, 800} {
		s := poissonSampler(mean)
		for i, got := range s.cdf {
			if want := (distuv.Poisson{Lambda: mean}).CDF(s.low + float64(i)); math.Abs(got-want) > 1e-11 {
				t.Fatalf("poisson %v at %v: %v, want %v", mean, s.low+float64(i), got, want)
			}
		}
		moments(t, s, mean, mean)
	}
	moments(t, binomialSampler(4e9, 0.5), 2e9, 1e9)
	moments(t, poissonSampler(4e9), 4e9, 4e9)
	for _, s := range []sampler{binomialSampler(9, 0), binomialSampler(9, 1), poissonSampler(0)} {
		if got := s.draw(rand.New(rand.NewPCG(1, 1))); got != s.low {
			t.Errorf("a certain number was drawn as %v", got)
		}
	}
}

func moments(t *testing.T, s sampler, mean, variance float64) {
	t.Helper()
	const draws = 20000
	r := rand.New(rand.NewPCG(7, 7))
	var sum, squares float64
	for range draws {
		d := s.draw(r) - mean
		sum, squares = sum+d, squares+d*d
	}
	if math.Abs(sum/draws) > 5*math.Sqrt(variance/draws) || math.Abs(squares/draws/variance-1) > 0.15 {
		t.Errorf("mean %v: off by %v, variance %v of %v", mean, sum/draws, squares/draws, variance)
	}
}

// The fast way to the typical difference is the funnel's.
func TestTypicalDifferenceIsTheFunnels(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 13))
	for range 200 {
		areas := make([]Share, 3+r.IntN(12))
		for i := range areas {
			areas[i].N = float64(5 + r.IntN(300))
			areas[i].X = float64(r.IntN(int(areas[i].N) + 1))
		}
		f, err := funnelOfShares(areas)
		if err != nil {
			continue
		}
		got, want := typicalOfShares(len(areas))(areas), typical(f, nil)
		if got.OK != want.OK || math.Abs(got.Value-want.Value) > 1e-12 {
			t.Errorf("%v: %v, want %v", areas, got, want)
		}
	}
}
