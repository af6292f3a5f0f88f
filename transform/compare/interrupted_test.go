package compare_test

import (
	"errors"
	"math"
	"testing"

	"stadsdelskollen/transform/compare"
)

// exact returns a series without chance: 200 + 0.5 a month, a season by calendar
// month, and from the event on a step of -20 and a slope 2 steeper.
func exact(before, after, month int) []compare.Number {
	season := []float64{0, 4, -3, 8, 1, -6, -30, -12, 5, 7, 2, 11}
	points := make([]compare.Number, before+after)
	for i := range points {
		v := 200 + 0.5*float64(i) + season[(month-1+i)%12]
		if i >= before {
			v += -20 + 2*float64(i-before)
		}
		points[i] = compare.Of(v)
	}
	return points
}

func TestEventOfASeriesWithoutChanceIsFoundExactly(t *testing.T) {
	for _, c := range [][3]int{{24, 24, 1}, {36, 12, 7}, {12, 30, 11}, {60, 48, 4}} {
		points := exact(c[0], c[1], c[2])
		for _, gap := range []int{-1, 3, c[0] + 5} {
			if gap >= 0 && c[0] < 60 {
				continue // a gap leaves too few months for the season
			}
			if gap >= 0 {
				points[gap] = compare.Number{}
			}
			e := must[compare.EventChange](t)(compare.Interrupted(points, c[2], c[0]))
			if math.Abs(e.Level.Value+20) > 1e-8 || math.Abs(e.Slope.Value-2) > 1e-8 || math.Abs(e.SlopeBefore.Value-0.5) > 1e-8 || !e.Clear() || e.Waves {
				t.Errorf("%v, gap %d: %+v", c, gap, e)
			}
		}
	}
}

func TestTwelveMonthsOnEachSideHaveASeasonOfWaves(t *testing.T) {
	points := make([]compare.Number, 24)
	for i := range points {
		v := 80 + 5*math.Sin(float64(i+4)*math.Pi/6) - 2*math.Cos(float64(i+4)*math.Pi/3)
		if i >= 12 {
			v += 15 - 0.5*float64(i-12)
		}
		points[i] = compare.Of(v)
	}
	e := must[compare.EventChange](t)(compare.Interrupted(points, 5, 12))
	if !e.Waves || math.Abs(e.Level.Value-15) > 1e-8 || math.Abs(e.Slope.Value+0.5) > 1e-8 {
		t.Errorf("got %+v", e)
	}
}

func TestEventWithFewerThanTwelveMonthsOnASideCannotBeJudged(t *testing.T) {
	gapped := exact(12, 40, 1)
	gapped[5] = compare.Number{}
	for name, c := range map[string]struct {
		points []compare.Number
		event  int
	}{"eleven before": {exact(11, 40, 1), 11}, "eleven after": {exact(40, 11, 1), 40}, "a gap": {gapped, 12}, "none": {nil, 0}} {
		if _, err := compare.Interrupted(c.points, 1, c.event); !errors.Is(err, compare.ErrCannotBeJudged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, c := range [][2]int{{0, 12}, {13, 12}, {1, -1}, {1, 99}} {
		if _, err := compare.Interrupted(exact(24, 24, 1), c[0], c[1]); err == nil || errors.Is(err, compare.ErrCannotBeJudged) {
			t.Errorf("month %d, event %d: %v", c[0], c[1], err)
		}
	}
	// July is missing in every year before, and only July is observed after.
	var odd []compare.Number
	for i := range 300 {
		if july := i%12 == 6; july == (i >= 150) {
			odd = append(odd, compare.Of(float64(i%7)))
		} else {
			odd = append(odd, compare.Number{})
		}
	}
	if _, err := compare.Interrupted(odd, 1, 150); !errors.Is(err, compare.ErrCannotBeJudged) {
		t.Errorf("months that cannot tell: %v", err)
	}
}

func TestUnitOfASeriesDoesNotChangeWhatItTells(t *testing.T) {
	r := source(51)
	points := eventSeries(r, 30, 30, 0.3, 1, 0.05)
	a := must[compare.EventChange](t)(compare.Interrupted(points, 2, 30))
	scaled := make([]compare.Number, len(points))
	for i, p := range points {
		scaled[i] = compare.Of(7 + 1000*p.Value)
	}
	b := must[compare.EventChange](t)(compare.Interrupted(scaled, 2, 30))
	if math.Abs(a.LevelP-b.LevelP) > 1e-9 || math.Abs(a.SlopeP-b.SlopeP) > 1e-9 || math.Abs(a.Level.Upper.Value*1000-b.Level.Upper.Value) > 1e-6 {
		t.Errorf("%+v in another unit %+v", a, b)
	}
	flat := make([]compare.Number, 48)
	for i := range flat {
		flat[i] = compare.Of(0.1)
	}
	if e := must[compare.EventChange](t)(compare.Interrupted(flat, 1, 24)); e.Level.Value != 0 || e.Clear() {
		t.Errorf("a constant series changed: %+v", e)
	}
}
