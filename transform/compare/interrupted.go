package compare

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// EventMonths is the fewest observed months on each side of an event; with less
// it cannot be judged.
const EventMonths = 12

// seasonMonths is the number of months on one side from which every calendar
// month gets a term of its own. Below it months and slope cannot be told apart,
// and the season is a wave of a year and of half a year.
const seasonMonths = 24

// ErrCannotBeJudged says that a series has too few months on a side of an event,
// or months that leave the change undetermined.
var ErrCannotBeJudged = errors.New("the months cannot tell what the event changed")

// EventChange is what changed at a declared event, given the season and the
// slope before. It says that something changed then, not that the event did it.
type EventChange struct {
	Before, After int // observed months on each side
	// Level is the change in the first month after, in the unit of the series,
	// and Slope the change of slope per month, with 95 % intervals.
	Level, Slope Estimate
	LevelP       float64
	SlopeP       float64
	SlopeBefore  Estimate
	Lags         int  // months over which errors may resemble each other
	Waves        bool // the season is two waves and not twelve months
}

// Clear reports whether there was a change beyond chance, in level or in slope,
// at 5 % for both together (Holm). If not, the data cannot tell.
func (e EventChange) Clear() bool {
	return math.Min(e.LevelP, e.SlopeP) < Level/2
}

// Interrupted fits a line before and after an event to a monthly series, with
// terms for the season and errors that allow for neighbouring months being
// alike. Month is the calendar month (1 to 12) of the first point, event the
// index of the first month after. Gaps are missing numbers. It needs
// [EventMonths] observed months on each side.
//
// By simulation the 95 % intervals hold the truth in 91 to 98 % of series of
// independent months and in about 90 % where neighbours correlate by 0.3; where
// they do by 0.6, in 75 to 88 %, the least with the shortest series.
//
// Source: Wagner et al., J Clin Pharm Ther 2002;27:299-309 (segmented
// regression); Newey & West, Econometrica 1987;55:703-8. Since the series are
// short, residuals are divided by one minus their leverage (Long & Ervin, Am
// Stat 2000;54:217-24) and intervals are Student's, widened for the number of
// lags (Kiefer & Vogelsang, Econometric Theory 2005;21:1130-64).
func Interrupted(points []Number, month, event int) (EventChange, error) {
	if month < 1 || month > 12 || event < 0 || event > len(points) {
		return EventChange{}, fmt.Errorf("event at point %d of %d, from month %d", event, len(points), month)
	}
	e := EventChange{Before: count(points[:event]), After: count(points[event:])}
	if e.Before < EventMonths || e.After < EventMonths {
		return e, fmt.Errorf("%d months before and %d after: %w", e.Before, e.After, ErrCannotBeJudged)
	}
	e.Waves = max(e.Before, e.After) < seasonMonths
	s := segment(points, month, event, e.Waves)
	if !finite(s.scale) {
		return EventChange{}, fmt.Errorf("event: %w", errOverflow)
	}
	e.Lags = int(math.Floor(4 * math.Pow(float64(len(s.y))/100, 2.0/9)))
	coefficients, errs, err := s.fit(e.Lags)
	if err != nil {
		return EventChange{Before: e.Before, After: e.After}, err
	}
	t := distuv.StudentsT{Sigma: widening(float64(e.Lags+1) / float64(len(s.y))), Nu: float64(len(s.y) - len(coefficients))}
	estimate := func(column int, per float64) (Estimate, float64) {
		value, se := coefficients[column]*s.scale/per, errs[column]*s.scale/per
		half := t.Quantile(1-(1-Conf95)/2) * se
		return Estimate{Value: value, Interval: Between(value-half, value+half)}, pOf(value, se, t)
	}
	e.SlopeBefore, _ = estimate(colSlope, monthsPerYear)
	e.Level, e.LevelP = estimate(colLevel, 1)
	e.Slope, e.SlopeP = estimate(colChange, monthsPerYear)
	for _, v := range []Estimate{e.SlopeBefore, e.Level, e.Slope} {
		if !finite(v.Value) || !v.Lower.OK || !v.Upper.OK {
			return EventChange{}, fmt.Errorf("event: %w", errOverflow)
		}
	}
	return e, nil
}

// widening is by how much the interval of a Newey-West error is too narrow when
// the lags are this share of the months: the critical value of Kiefer and
// Vogelsang for Bartlett's weights over the normal one.
func widening(b float64) float64 {
	return (1.9600 + 2.9694*b + 0.4160*b*b - 0.5324*b*b*b) / 1.9600
}

// pOf returns the two-sided p-value of a coefficient. Without any error it is 0,
// or 1 if the coefficient is nothing but rounding.
func pOf(value, se float64, t distuv.StudentsT) float64 {
	if se > 0 {
		return math.Min(1, 2*t.Survival(math.Abs(value/se)))
	}
	if value == 0 {
		return 1
	}
	return 0
}

// Time runs in years inside the fit, so that its columns are of like size.
const monthsPerYear = 12

// The columns of the fit that are read; those of the season follow.
const (
	colOne = iota
	colSlope
	colLevel
	colChange
	colSeason
)

// segmented is a segmented regression ready to fit: the observed months, their
// values less their mean in units of scale, and the columns.
type segmented struct {
	at    []int // index of each observed month
	y     []float64
	scale float64
	x     *mat.Dense
}

func segment(points []Number, month, event int, waves bool) segmented {
	var s segmented
	for i, p := range points {
		if observed(p) {
			s.at, s.y = append(s.at, i), append(s.y, p.Value)
		}
	}
	mean := total(s.y) / float64(len(s.y))
	for i, v := range s.y {
		s.y[i] = v - mean
		s.scale = math.Max(s.scale, math.Abs(s.y[i]))
	}
	if s.scale <= slack*math.Abs(mean) {
		s.scale = 0 // nothing but rounding
	}
	season := monthsPerYear - 1
	if waves {
		season = 4
	}
	s.x = mat.NewDense(len(s.at), colSeason+season, nil)
	for row, i := range s.at {
		if s.scale > 0 {
			s.y[row] /= s.scale
		} else {
			s.y[row] = 0
		}
		since := float64(i-event) / monthsPerYear
		s.x.Set(row, colOne, 1)
		s.x.Set(row, colSlope, since)
		if i >= event {
			s.x.Set(row, colLevel, 1)
			s.x.Set(row, colChange, since)
		}
		s.season(row, (month-1+i)%monthsPerYear, waves)
	}
	return s
}

// season sets the columns of a calendar month, 0 for January.
func (s segmented) season(row, month int, waves bool) {
	if !waves {
		if month > 0 {
			s.x.Set(row, colSeason+month-1, 1)
		}
		return
	}
	year := 2 * math.Pi * float64(month) / monthsPerYear
	for i, v := range []float64{math.Sin(year), math.Cos(year), math.Sin(2 * year), math.Cos(2 * year)} {
		s.x.Set(row, colSeason+i, v)
	}
}

// maxCondition is how near to undetermined a fit may be.
const maxCondition = 1e10

// fit returns the least-squares coefficients and their Newey-West errors.
func (s segmented) fit(lags int) (coefficients, errs []float64, err error) {
	n, k := s.x.Dims()
	var cross mat.SymDense
	cross.SymOuterK(1, s.x.T())
	var chol mat.Cholesky
	if n <= k || !chol.Factorize(&cross) || chol.Cond() > maxCondition {
		return nil, nil, fmt.Errorf("%d months for %d terms: %w", n, k, ErrCannotBeJudged)
	}
	var inverse mat.SymDense
	if err := chol.InverseTo(&inverse); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrCannotBeJudged, err)
	}
	var b, xy mat.VecDense
	xy.MulVec(s.x.T(), mat.NewVecDense(n, s.y))
	b.MulVec(&inverse, &xy)
	var covariance, half mat.Dense
	half.Mul(&inverse, s.meat(&b, &inverse, lags))
	covariance.Mul(&half, &inverse)
	for i := range k {
		coefficients = append(coefficients, b.AtVec(i))
		errs = append(errs, math.Sqrt(math.Max(0, covariance.At(i, i))))
	}
	return coefficients, errs, nil
}

// meat is the sum of the products of scores up to lags months apart, with
// Bartlett's weights; months that are missing have none.
func (s segmented) meat(b *mat.VecDense, inverse mat.Symmetric, lags int) *mat.Dense {
	n, k := s.x.Dims()
	scores := mat.NewDense(s.at[n-1]+1, k, nil) // one row a month, observed or not
	for row, i := range s.at {
		x := s.x.RowView(row)
		residual := s.y[row] - mat.Dot(x, b)
		leverage := mat.Inner(x, inverse, x)
		if leverage > 1-slack {
			continue // the month has a term to itself: its residual is zero
		}
		for j := range k {
			scores.Set(i, j, x.AtVec(j)*residual/(1-leverage))
		}
	}
	sum := mat.NewDense(k, k, nil)
	last := scores.RawMatrix().Rows
	for lag := 0; lag <= lags && lag < last; lag++ {
		var product mat.Dense
		product.Mul(scores.Slice(lag, last, 0, k).T(), scores.Slice(0, last-lag, 0, k))
		weight := 1 - float64(lag)/float64(lags+1)
		product.Scale(weight, &product)
		sum.Add(sum, &product)
		if lag > 0 {
			sum.Add(sum, product.T())
		}
	}
	return sum
}
