package compare

import (
	"errors"
	"fmt"
	"math"
)

// ProportionDifference returns a - b, between -1 and 1, with Newcombe's hybrid
// score interval, built from the Wilson limits of each share.
//
// Source: Newcombe, Stat Med 1998;17:873-90 (method 10).
func ProportionDifference(a, b Share, conf float64) (Estimate, error) {
	first, err := Proportion(a.X, a.N, conf)
	if err != nil {
		return Estimate{}, fmt.Errorf("difference: %w", err)
	}
	second, err := Proportion(b.X, b.N, conf)
	if err != nil {
		return Estimate{}, fmt.Errorf("difference: %w", err)
	}
	d := first.Value - second.Value
	lower := d - math.Hypot(first.Value-first.Lower.Value, second.Upper.Value-second.Value)
	upper := d + math.Hypot(first.Upper.Value-first.Value, second.Value-second.Lower.Value)
	return Estimate{Value: d, Interval: Between(clamp(lower, -1, 1), clamp(upper, -1, 1))}, nil
}

// ProportionTest returns the two-sided p-value of the score test that two shares
// are equal: the chi-square test of the 2 by 2 table without continuity
// correction. It is chosen because it is the same test as
// [HeterogeneityOfShares], so that the question "is there any difference?" and
// the question "does this area differ?" are put in one way, and because it is
// the test whose inversion is Wilson's interval. With fewer than [MinExpected]
// expected cases on a side it does not fit; [Shares] does not use it there.
func ProportionTest(a, b Share) (float64, error) {
	if err := errors.Join(a.check(), b.check()); err != nil {
		return 0, fmt.Errorf("test of two shares: %w", err)
	}
	h, err := HeterogeneityOfShares([]Share{a, b})
	if err != nil {
		return 0, fmt.Errorf("test of two shares: %w", err)
	}
	return h.P, nil
}

// RateRatioEstimate is the ratio of two rates.
type RateRatioEstimate struct {
	Ratio Number // missing, as the upper limit is, when the second rate is zero
	Interval
	P float64 // two-sided, of the ratio being 1
}

// maxExact is the number of events up to which the exact test of two rates is
// computed; above it the incomplete beta function loses its digits.
const maxExact = 10_000_000

// RateRatio returns the ratio of the rate of a to that of b, exactly: given the
// events of both together, those of a are binomial. The numbers of events must
// be whole.
//
// Source: Clopper-Pearson limits transformed; Przyborowski & Wilenski,
// Biometrika 1940;31:313-23; as R's poisson.test.
func RateRatio(a, b Count, conf float64) (RateRatioEstimate, error) {
	if err := errors.Join(a.check(), b.check()); err != nil {
		return RateRatioEstimate{}, fmt.Errorf("ratio: %w", err)
	}
	outside, err := alpha(conf)
	if err != nil {
		return RateRatioEstimate{}, fmt.Errorf("ratio: %w", err)
	}
	events := a.Events + b.Events
	switch {
	case !whole(a.Events) || !whole(b.Events):
		return RateRatioEstimate{}, fmt.Errorf("ratio: %v and %v events, not whole numbers", a.Events, b.Events)
	case events == 0:
		return RateRatioEstimate{}, errors.New("ratio: no events")
	case events > maxExact:
		return RateRatioEstimate{}, fmt.Errorf("ratio: %v events: %w", events, errOverflow)
	}
	exposure := a.Exposure / b.Exposure
	expected := exposure / (1 + exposure)
	if !(expected > 0 && expected < 1) || !finite(exposure) {
		return RateRatioEstimate{}, fmt.Errorf("ratio: exposures %v and %v: %w", a.Exposure, b.Exposure, errOverflow)
	}
	ratio := func(share float64) Number { return Of(share / (1 - share) / exposure) }
	r := RateRatioEstimate{
		Ratio: Of(a.Events / b.Events / exposure),
		P:     binomialTest(int(a.Events), int(events), expected),
	}
	lower, upper := clopperPearson(a.Events, events, outside)
	r.Lower = ratio(lower)
	if upper < 1 {
		r.Upper = ratio(upper)
	}
	if !finite(r.P) || !r.Lower.OK {
		return RateRatioEstimate{}, fmt.Errorf("ratio: %w", errOverflow)
	}
	return r, nil
}
