package compare

import (
	"fmt"
	"math"
)

// Share is X cases out of N, for instance applications decided in time out of
// all applications.
type Share struct {
	X, N float64
}

func (s Share) check() error {
	switch {
	case !finite(s.X, s.N):
		return fmt.Errorf("share %v of %v: a number is missing", s.X, s.N)
	case s.N <= 0:
		return fmt.Errorf("share %v of %v: the denominator must be greater than zero", s.X, s.N)
	case s.X < 0:
		return fmt.Errorf("share %v of %v: the numerator is negative", s.X, s.N)
	case s.X > s.N:
		return fmt.Errorf("share %v of %v: the numerator is greater than the denominator", s.X, s.N)
	}
	return nil
}

// Proportion returns x/n with its Wilson score interval, both between 0 and 1.
// With no case the lower limit is exactly 0, with every case the upper exactly 1.
//
// Source: Wilson, JASA 1927;22:209-12; Newcombe, Stat Med 1998;17:857-72
// (method 3).
func Proportion(x, n, conf float64) (Estimate, error) {
	s := Share{X: x, N: n}
	if err := s.check(); err != nil {
		return Estimate{}, err
	}
	z, err := zValue(conf)
	if err != nil {
		return Estimate{}, fmt.Errorf("share %v of %v: %w", x, n, err)
	}
	// Wilson's formula with numerator and denominator divided by n, so that
	// large counts do not overflow.
	p, a := x/n, z*z/n
	root := math.Sqrt(a*a + 4*p*(1-p)*a)
	lower := (2*p + a - root) / (2 * (1 + a))
	upper := (2*p + a + root) / (2 * (1 + a))
	if !finite(lower, upper) {
		return Estimate{}, fmt.Errorf("share %v of %v: %w", x, n, errOverflow)
	}
	// Rounding must not push a limit past its estimate or out of [0, 1].
	lower, upper = clamp(lower, 0, p), clamp(upper, p, 1)
	if x == 0 {
		lower = 0
	}
	if x == n {
		upper = 1
	}
	return Estimate{Value: p, Interval: Between(lower, upper)}, nil
}
