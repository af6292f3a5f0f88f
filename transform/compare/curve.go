package compare

import (
	"fmt"
	"math"
)

// CurveOfShares returns the limits of an over-dispersed funnel of shares for an
// area of any size n, to draw its lines: target and tau2 are those of
// [OverdispersedShares].
func CurveOfShares(n, target, tau2 float64) (Band, error) {
	if !(n > 0) || !(target >= 0 && target <= 1) || !(tau2 >= 0) || !finite(n, tau2) {
		return Band{}, fmt.Errorf("curve: target %v in an area of %v", target, n)
	}
	f := arcsine(target)
	return f.band(f.forward(target), math.Sqrt(1/(4*n)+tau2)), nil
}

// CurveOfRates is [CurveOfShares] for a funnel of rates around a target rate, by
// exposure.
func CurveOfRates(exposure, target, tau2 float64) (Band, error) {
	if !(exposure > 0) || !(target > 0) || !(tau2 >= 0) || !finite(exposure, target, tau2) || !(exposure*target > 0) {
		return Band{}, fmt.Errorf("curve: target %v for an exposure of %v", target, exposure)
	}
	f := squareRoot(target)
	return f.band(f.forward(target), math.Sqrt(1/(4*exposure*target)+tau2)), nil
}
