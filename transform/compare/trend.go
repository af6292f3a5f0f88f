package compare

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Direction is the direction of a trend.
type Direction string

// The directions.
const (
	CannotBeCalculated Direction = "cannot_be_calculated"
	NoChange           Direction = "no_change"
	Increasing         Direction = "increasing"
	Decreasing         Direction = "decreasing"
)

// TrendYears is the number of independent yearly values of a recent trend.
const TrendYears = 5

// YearTrend is the recent trend of a yearly figure.
type YearTrend struct {
	Direction   Direction
	Slope, SE   Number // per year
	ChiSquare   Number // one degree of freedom
	LeaveOneOut []float64
	SameSign    bool // in every fit with one year left out
	Significant bool // at 99.8 %, and SameSign
}

// RecentTrend looks for a trend in the last five years, each with its 95 %
// interval: a weighted straight line whose slope must be significant at 99.8 %
// and keep its sign whichever year is left out (a slope of zero counts as
// positive). Values must be independent: whole years, never months or rolling
// periods. With fewer years, or a year without a width of interval, it cannot be
// calculated.
//
// Source: Fingertips, Public Health Technical Guidance, Trend markers.
func RecentTrend(years []Estimate) YearTrend {
	if len(years) < TrendYears {
		return YearTrend{Direction: CannotBeCalculated}
	}
	years = years[len(years)-TrendYears:]
	times, values, weights := make([]float64, TrendYears), make([]float64, TrendYears), make([]float64, TrendYears)
	for i, y := range years {
		se := (y.Upper.Value - y.Lower.Value) / 3.92
		times[i], values[i], weights[i] = float64(i+1), y.Value, 1/(se*se)
		if !y.Lower.OK || !y.Upper.OK || !(se > 0) || !finite(y.Value, weights[i]) || weights[i] == 0 {
			return YearTrend{Direction: CannotBeCalculated}
		}
	}
	slope, se := weightedSlope(times, values, weights, -1)
	chi := (slope / se) * (slope / se)
	if !finite(slope, se, chi) {
		return YearTrend{Direction: CannotBeCalculated}
	}
	t := YearTrend{Direction: NoChange, Slope: Of(slope), SE: Of(se), ChiSquare: Of(chi), SameSign: true}
	for i := range years {
		without, its := weightedSlope(times, values, weights, i)
		if !finite(without, its) {
			return YearTrend{Direction: CannotBeCalculated}
		}
		t.LeaveOneOut = append(t.LeaveOneOut, without)
		t.SameSign = t.SameSign && upwards(without, its) == upwards(slope, se)
	}
	t.Significant = t.SameSign && chi > distuv.ChiSquared{K: 1}.Quantile(Conf998)
	switch {
	case t.Significant && slope > 0:
		t.Direction = Increasing
	case t.Significant:
		t.Direction = Decreasing
	}
	return t
}

// upwards reports whether a slope is positive or zero, where zero is anything
// that rounding can have made of it.
func upwards(slope, se float64) bool { return slope >= -1e-9*se }

// weightedSlope fits a straight line by weighted least squares to every point
// but the one at index skip (-1 for none).
func weightedSlope(times, values, weights []float64, skip int) (slope, se float64) {
	var sw, swt, swy float64
	for i, w := range weights {
		if i != skip {
			sw, swt, swy = sw+w, swt+w*times[i], swy+w*values[i]
		}
	}
	var across, along float64
	for i, w := range weights {
		if i != skip {
			dt := times[i] - swt/sw
			across, along = across+w*dt*(values[i]-swy/sw), along+w*dt*dt
		}
	}
	return across / along, 1 / math.Sqrt(along)
}

// ScoreTrend is a test of a trend in counts over ordered scores (calendar years).
type ScoreTrend struct {
	ChiSquare float64 // one degree of freedom
	P         float64
	// Slope is the change of the share per unit of score; shares only.
	Slope Number
	// LikelihoodRatio is the likelihood-ratio statistic of the same
	// hypothesis, a check that is near ChiSquare; rates only.
	LikelihoodRatio Number
}

// Significant998 reports whether the trend is beyond chance at 99.8 %.
func (t ScoreTrend) Significant998() bool { return t.P < 1-Conf998 }

// TrendOfShares is the Cochran-Armitage test.
//
// Source: Armitage, Biometrics 1955;11:375-86; as R's prop.trend.test.
func TrendOfShares(areas []Share, scores []float64) (ScoreTrend, error) {
	all := sumShares(areas)
	p := all.X / all.N
	if !(p > 0 && p < 1) {
		return ScoreTrend{}, errors.New("trend of shares: all are 0 or all are 1, or none is given")
	}
	observed, expected := make([]float64, len(areas)), make([]float64, len(areas))
	for i, a := range areas {
		if err := a.check(); err != nil {
			return ScoreTrend{}, fmt.Errorf("trend of shares: %w", err)
		}
		observed[i], expected[i] = a.X, a.N*p
	}
	t, spread, moved, err := scoreTest(observed, expected, scores, 1-p)
	if err != nil {
		return ScoreTrend{}, fmt.Errorf("trend of shares: %w", err)
	}
	t.Slope = Of(moved / (spread / p)) // spread of n, not of n·p
	return t, nil
}

// TrendOfRates is the Poisson score test of a trend in rates.
//
// Source: Breslow & Day (1987) 3.6.
func TrendOfRates(areas []Count, scores []float64) (ScoreTrend, error) {
	all := sumCounts(areas)
	rate := all.Events / all.Exposure
	if !(rate > 0) || !finite(rate) {
		return ScoreTrend{}, errors.New("trend of rates: no events")
	}
	observed, expected := make([]float64, len(areas)), make([]float64, len(areas))
	for i, a := range areas {
		if err := a.check(); err != nil {
			return ScoreTrend{}, fmt.Errorf("trend of rates: %w", err)
		}
		observed[i], expected[i] = a.Events, a.Exposure*rate
	}
	t, _, _, err := scoreTest(observed, expected, scores, 1)
	if err != nil {
		return ScoreTrend{}, fmt.Errorf("trend of rates: %w", err)
	}
	t.LikelihoodRatio = poissonLikelihoodRatio(observed, expected, scores)
	return t, nil
}

// scoreTest returns the score test of observed against expected numbers along
// the scores; factor is 1-p for shares and 1 for rates. It also returns the
// spread of the scores over the expected and how far the observed have moved.
func scoreTest(observed, expected, scores []float64, factor float64) (t ScoreTrend, spread, moved float64, err error) {
	if len(scores) != len(observed) || !finite(scores...) {
		return t, 0, 0, fmt.Errorf("%d scores for %d counts", len(scores), len(observed))
	}
	var sum, weighted float64
	for i, e := range expected {
		sum, weighted = sum+e, weighted+e*scores[i]
	}
	centre := weighted / sum
	for i, e := range expected {
		d := scores[i] - centre
		spread += e * d * d
		moved += (observed[i] - e) * d
	}
	t.ChiSquare = moved * moved / (spread * factor)
	if !(spread > 0) || !finite(t.ChiSquare) {
		return ScoreTrend{}, 0, 0, errors.New("the scores do not differ, or numbers too large")
	}
	t.P = distuv.ChiSquared{K: 1}.Survival(t.ChiSquare)
	return t, spread, moved, nil
}

// poissonLikelihoodRatio returns twice the gain in log-likelihood of
// E·exp(a+b·score) over E, fitted by Newton's method; missing if it does not
// settle, which happens when all events lie at one end.
func poissonLikelihoodRatio(observed, expected, scores []float64) Number {
	var a, b float64
	centre := total(scores) / float64(len(scores))
	for range 100 {
		var g0, g1, h00, h01, h11 float64
		for i, e := range expected {
			s := scores[i] - centre
			mu := e * math.Exp(a+b*s)
			g0, g1 = g0+observed[i]-mu, g1+(observed[i]-mu)*s
			h00, h01, h11 = h00+mu, h01+mu*s, h11+mu*s*s
		}
		det := h00*h11 - h01*h01
		da, db := (h11*g0-h01*g1)/det, (h00*g1-h01*g0)/det
		if !finite(da, db) {
			return Number{}
		}
		a, b = a+da, b+db
		if math.Abs(da)+math.Abs(db) < 1e-13*(1+math.Abs(a)+math.Abs(b)) {
			return Of(2 * logLikelihoodGain(observed, expected, scores, centre, a, b))
		}
	}
	return Number{}
}

func logLikelihoodGain(observed, expected, scores []float64, centre, a, b float64) (gain float64) {
	for i, e := range expected {
		eta := a + b*(scores[i]-centre)
		gain += observed[i]*eta - e*math.Expm1(eta)
	}
	return gain
}
