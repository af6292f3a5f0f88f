package compare

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Count is a number of events and what they were exposed to: residents,
// household-months.
type Count struct {
	Events, Exposure float64
}

func (c Count) check() error {
	switch {
	case !finite(c.Events, c.Exposure):
		return fmt.Errorf("rate %v per %v: a number is missing", c.Events, c.Exposure)
	case c.Exposure <= 0:
		return fmt.Errorf("rate %v per %v: the exposure must be greater than zero", c.Events, c.Exposure)
	case c.Events < 0:
		return fmt.Errorf("rate %v per %v: the number of events is negative", c.Events, c.Exposure)
	}
	return nil
}

// LimitMethod names how the limits of a count were computed.
type LimitMethod string

// The two methods, and the count from which Byar's takes over.
const (
	Exact LimitMethod = "exact"
	Byar  LimitMethod = "byar"

	byarFrom = 10
)

// RateEstimate is a rate per multiplier of exposure.
type RateEstimate struct {
	Estimate
	Method LimitMethod
}

// Rate returns multiplier*events/exposure with exact limits below ten events
// and Byar's from ten, the convention of Public Health England's Fingertips, so
// that figures can be set beside theirs. [ExactCount] is exact everywhere; at
// ten events the two differ by less than 1 %.
//
// Source: Breslow & Day, Statistical Methods in Cancer Research II (1987);
// Eayres, APHO Technical Briefing 3 (2008).
func Rate(events, exposure, multiplier, conf float64) (RateEstimate, error) {
	if err := (Count{events, exposure}).check(); err != nil {
		return RateEstimate{}, err
	}
	if !(multiplier > 0) || !finite(multiplier) {
		return RateEstimate{}, fmt.Errorf("rate %v per %v: multiplier %v is not positive", events, exposure, multiplier)
	}
	limits, method, err := countLimits(events, conf)
	if err != nil {
		return RateEstimate{}, fmt.Errorf("rate %v per %v: %w", events, exposure, err)
	}
	scale := func(v float64) float64 { return multiplier * (v / exposure) }
	value := scale(events)
	lower, upper := scale(limits.Lower.Value), scale(limits.Upper.Value)
	if !finite(value, lower, upper) {
		return RateEstimate{}, fmt.Errorf("rate %v per %v: %w", events, exposure, errOverflow)
	}
	interval := Interval{Lower: Number{lower, limits.Lower.OK}, Upper: Of(upper)}
	return RateEstimate{Estimate: Estimate{Value: value, Interval: interval}, Method: method}, nil
}

func countLimits(x, conf float64) (Interval, LimitMethod, error) {
	if x < byarFrom {
		limits, err := ExactCount(x, conf)
		return limits, Exact, err
	}
	limits, err := ByarCount(x, conf)
	return limits, Byar, err
}

// ExactCount returns the exact Poisson limits of a count of events, from the
// chi-square distribution. With no event the limits are 0 and -ln(alpha/2).
//
// Source: Garwood, Biometrika 1936;28:437-42.
func ExactCount(x, conf float64) (Interval, error) {
	a, err := alpha(conf)
	if err != nil {
		return Interval{}, err
	}
	if !(x >= 0) || x >= maxWhole {
		return Interval{}, fmt.Errorf("count %v is not a number of events", x)
	}
	lower := 0.0
	if x > 0 {
		lower = distuv.ChiSquared{K: 2 * x}.Quantile(a/2) / 2
	}
	upper := distuv.ChiSquared{K: 2*x + 2}.Quantile(1-a/2) / 2
	if x == 0 {
		upper = -math.Log(a / 2)
	}
	if !finite(lower, upper) {
		return Interval{}, fmt.Errorf("count %v: %w", x, errOverflow)
	}
	return Between(math.Min(lower, x), math.Max(upper, x)), nil
}

// ByarCount returns Byar's approximation to the Poisson limits of a count. For
// very small counts its lower limit is negative and therefore missing; [Rate]
// uses it from ten events only.
//
// Source: Breslow & Day (1987), after Byar.
func ByarCount(x, conf float64) (Interval, error) {
	z, err := zValue(conf)
	if err != nil {
		return Interval{}, err
	}
	if !(x >= 0) || !finite(x) {
		return Interval{}, fmt.Errorf("count %v is not a number of events", x)
	}
	y := x + 1
	upper := y * cube(1-1/(9*y)+z/(3*math.Sqrt(y)))
	if !finite(upper) {
		return Interval{}, fmt.Errorf("count %v: %w", x, errOverflow)
	}
	limits := Interval{Upper: Of(math.Max(upper, x))}
	if x > 0 {
		if lower := x * cube(1-1/(9*x)-z/(3*math.Sqrt(x))); lower >= 0 {
			limits.Lower = Of(math.Min(lower, x))
		}
	}
	return limits, nil
}

func cube(v float64) float64 { return v * v * v }
