package compare

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// MinMonths is the fewest observed months of a year that can stand for it.
const MinMonths = 10

// YearChange is how far the mean of the newest twelve months lies from that of
// the twelve before, so that the season is in both.
type YearChange struct {
	Estimate         // newest year minus the year before, with its 95 % interval
	Before, After    float64
	P                float64 // two-sided
	MonthsBefore, Of int     // observed months of the two years
}

// NewestYear compares the newest twelve months of a series with the twelve
// before. The variation of a month is that of the control chart, the mean moving
// range of the 24 months over 1.128, so that a step between the years does not
// hide itself; the degrees of freedom are those that such an estimate is worth,
// 0.62 a moving range. It needs [MinMonths] observed months in each year, and is for
// series that do not resemble themselves from month to month (see [Slow]).
//
// Source: Wheeler (2000) for the variation; Nelson, J Qual Technol 1984;16:232-5
// for its worth; Student's t.
func NewestYear(months []Number) (YearChange, error) {
	if len(months) < 2*Window {
		return YearChange{}, errors.New("newest year: fewer than two years of months")
	}
	months = months[len(months)-2*Window:]
	mean := func(points []Number) (float64, int) {
		var values []float64
		for _, p := range points {
			if observed(p) {
				values = append(values, p.Value)
			}
		}
		return total(values) / float64(len(values)), len(values)
	}
	var c YearChange
	c.Before, c.MonthsBefore = mean(months[:Window])
	c.After, c.Of = mean(months[Window:])
	if c.MonthsBefore < MinMonths || c.Of < MinMonths {
		return YearChange{}, errors.New("newest year: too few months observed")
	}
	l := XmRLimits(months)
	se := l.MeanRange.Value / laneyRange * math.Sqrt(1/float64(c.MonthsBefore)+1/float64(c.Of))
	if l.Empty() || !(se > 0) || !finite(c.Before, c.After, se) {
		return YearChange{}, errors.New("newest year: the months do not vary")
	}
	t := distuv.StudentsT{Sigma: 1, Nu: math.Max(1, 0.62*float64(l.Ranges))}
	c.Value = c.After - c.Before
	half := t.Quantile(1-(1-Conf95)/2) * se
	c.Interval = Between(c.Value-half, c.Value+half)
	c.P = math.Min(1, 2*t.Survival(math.Abs(c.Value)/se))
	if !c.Lower.OK || !c.Upper.OK || !finite(c.P) {
		return YearChange{}, errOverflow
	}
	return c, nil
}

// Difference returns later - earlier of two independent estimates, with the
// interval that their own intervals give. It is missing where one of theirs is.
//
// Source: Zou & Donner, Stat Med 2008;27:1693-702 (MOVER), of which Newcombe's
// difference of shares is a case.
func Difference(later, earlier Estimate) (Estimate, error) {
	d := Estimate{Value: later.Value - earlier.Value}
	if !finite(d.Value) {
		return Estimate{}, fmt.Errorf("difference of %v and %v: not computable", later.Value, earlier.Value)
	}
	if !later.Lower.OK || !later.Upper.OK || !earlier.Lower.OK || !earlier.Upper.OK {
		return d, nil
	}
	d.Interval = Between(d.Value-math.Hypot(later.Value-later.Lower.Value, earlier.Upper.Value-earlier.Value),
		d.Value+math.Hypot(later.Upper.Value-later.Value, earlier.Value-earlier.Lower.Value))
	return d, nil
}
