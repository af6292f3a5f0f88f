package compare_test

import (
	"math"
	"reflect"
	"testing"

	"stadsdelskollen/transform/compare"
)

// awkward are numbers that have broken formulas before.
var awkward = []float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, math.Copysign(0, -1), 0, math.SmallestNonzeroFloat64,
	1e-12, 0.5, 1, 2, 9, 10, 3.7, 1e6, 1e7, 1 << 52, 1 << 53, 1e17, 1e160, 1e308, math.MaxFloat64}

func TestNoNaNAndNoInfinityEverLeaves(t *testing.T) {
	for _, a := range awkward {
		for _, b := range awkward {
			for _, conf := range []float64{0.5, 0.95, 0.998, 1 - 1e-16, 1e-300} {
				checkPair(t, a, b, conf)
			}
			for _, c := range awkward {
				for _, d := range []float64{0, 1, 40, 1e6, 1e308} {
					checkFour(t, a, b, c, d)
				}
			}
		}
	}
}

func checkPair(t *testing.T, a, b, conf float64) {
	t.Helper()
	mustBeFinite(t, first(compare.Proportion(a, b, conf)), a, b, conf)
	mustBeFinite(t, first(compare.Rate(a, b, 1000, conf)), a, b, conf)
	mustBeFinite(t, first(compare.Rate(12, a, b, conf)), a, b, conf)
	mustBeFinite(t, first(compare.ExactCount(a, conf)), a, conf)
	mustBeFinite(t, first(compare.ByarCount(a, conf)), a, conf)
	mustBeFinite(t, first(compare.Median([]float64{a, b, 1, a, b, 7, a}, conf)), a, b, conf)
	mustBeFinite(t, first(compare.Quantile([]float64{a, b}, b, conf)), a, b, conf)
	mustBeFinite(t, first(compare.KaplanMeierMedian([]compare.Duration{{Time: a, Ended: true}, {Time: b}}, conf)), a, b, conf)
	mustBeFinite(t, first(compare.Proportion(1, 2, a)), a)
	mustBeFinite(t, first(compare.Holm([]float64{a, b})), a, b)
	mustBeFinite(t, first(compare.BenjaminiHochberg([]float64{a, b})), a, b)
}

func checkFour(t *testing.T, a, b, c, d float64) {
	t.Helper()
	shares := []compare.Share{{X: a, N: b}, {X: c, N: d}, {X: 20, N: 100}}
	counts := []compare.Count{{Events: a, Exposure: b}, {Events: c, Exposure: d}, {Events: 20, Exposure: 100}}
	mustBeFinite(t, first(compare.ProportionDifference(shares[0], shares[1], 0.95)), a, b, c, d)
	mustBeFinite(t, first(compare.ProportionTest(shares[0], shares[1])), a, b, c, d)
	mustBeFinite(t, first(compare.RateRatio(counts[0], counts[1], 0.95)), a, b, c, d)
	mustBeFinite(t, first(compare.HeterogeneityOfShares(shares)), a, b, c, d)
	mustBeFinite(t, first(compare.HeterogeneityOfRates(counts)), a, b, c, d)
	mustBeFinite(t, compare.Shares(shares), a, b, c, d)
	mustBeFinite(t, compare.Rates(counts), a, b, c, d)
}

func first[T any](v T, _ error) T { return v }

// mustBeFinite walks through every float of a result.
func mustBeFinite(t *testing.T, result any, input ...float64) {
	t.Helper()
	var walk func(reflect.Value) bool
	walk = func(v reflect.Value) bool {
		switch v.Kind() {
		case reflect.Float64:
			return !math.IsNaN(v.Float()) && !math.IsInf(v.Float(), 0)
		case reflect.Struct:
			for i := range v.NumField() {
				if !walk(v.Field(i)) {
					return false
				}
			}
		case reflect.Slice, reflect.Array:
			for i := range v.Len() {
				if !walk(v.Index(i)) {
					return false
				}
			}
		}
		return true
	}
	if !walk(reflect.ValueOf(result)) {
		t.Errorf("%T from %v: %+v", result, input, result)
	}
}
