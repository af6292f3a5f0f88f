package compare_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"stadsdelskollen/transform/compare"
)

// series is how many series stand behind each rate below; the standard error of
// a rate is then at most 0.8 percentage points.
const series = 4000

// rate returns how often something is true of a simulated series.
func rate(n int, of func() bool) float64 {
	hits := 0
	for range n {
		if of() {
			hits++
		}
	}
	return float64(hits) / float64(n)
}

// resembling returns months of which each resembles the one before (AR(1)) with
// standard deviation one, and which step up by shift at the middle.
func resembling(r *rand.Rand, n int, phi, shift float64) []compare.Number {
	points := make([]compare.Number, n)
	v := r.NormFloat64()
	for i := range points {
		if i > 0 {
			v = phi*v + math.Sqrt(1-phi*phi)*r.NormFloat64()
		}
		points[i] = compare.Of(v)
		if i >= n/2 {
			points[i] = compare.Of(v + shift)
		}
	}
	return points
}

// METHODS promises 18 % for 24 independent months and 29 % for 36, computed with
// every point in the baseline and large moving ranges left out. Without leaving
// any out it is less; with limits fixed by twelve points, which are themselves
// uncertain, it is more.
func TestFalseAlarmsOfIndependentMonthsAreAsManyAsPromised(t *testing.T) {
	r := source(2011)
	for _, c := range []struct {
		name string
		n    int
		flag func([]compare.Number) []compare.Flag
		want float64
	}{
		{"screened", 24, func(p []compare.Number) []compare.Flag { return compare.Flags(p, screened(p)) }, 0.18},
		{"screened", 36, func(p []compare.Number) []compare.Flag { return compare.Flags(p, screened(p)) }, 0.29},
		{"three years", 24, flagsWith(t, 36), 0.155},
		{"three years", 36, flagsWith(t, 36), 0.253},
		{"three years", 48, flagsWith(t, 36), 0.385},
		{"every point", 24, flagsWith(t, compare.AllPoints), 0.155},
		{"every point", 36, flagsWith(t, compare.AllPoints), 0.253},
		{"twelve points", 24, flagsWith(t, 0), 0.31},
		{"twelve points", 36, flagsWith(t, 0), 0.478},
	} {
		got := rate(series, func() bool { return signalled(c.flag(resembling(r, c.n, 0, 0))) })
		if math.Abs(got-c.want) > 0.025 {
			t.Errorf("%s, %d months: %.3f of series signalled, want %.3f", c.name, c.n, got, c.want)
		}
	}
}

// What is published has limits from up to 36 months, and false flags no more
// often than METHODS promises, for single values and for shares of few cases.
func TestPublishedChartsFlagNoMoreThanPromised(t *testing.T) {
	r := source(2012)
	plan := compare.Plan{Baseline: 36}
	for _, c := range []struct {
		months  int
		promise float64
	}{{24, 0.18}, {36, 0.29}} {
		values := rate(series, func() bool { return signalled(chart(t, resembling(r, c.months, 0, 0), plan).Flags) })
		shares := rate(series/2, func() bool {
			points := make([]compare.Count, c.months)
			for i := range points {
				points[i] = compare.Count{Exposure: float64(40 + r.IntN(60))}
				for range int(points[i].Exposure) {
					if r.Float64() < 0.7 {
						points[i].Events++
					}
				}
			}
			return signalled(must[compare.AttributesChart](t)(compare.Attributes(compare.PPrime, points, plan)).Flags)
		})
		if values > c.promise || shares > c.promise+0.01 {
			t.Errorf("%d months: %.3f of series of values and %.3f of shares flagged, promised %v", c.months, values, shares, c.promise)
		}
	}
}

// A shift of two standard deviations at the middle of three years is found in
// more than four series of five, and not before it comes.
func TestPublishedChartsFindAShift(t *testing.T) {
	r := source(2013)
	found := rate(series/2, func() bool {
		for _, f := range chart(t, resembling(r, 36, 0, 2), compare.Plan{Baseline: 36}).Flags[18:] {
			if f.Side == compare.Higher {
				return true
			}
		}
		return false
	})
	if found < 0.8 {
		t.Errorf("found in %.3f", found)
	}
}

func flagsWith(t *testing.T, baseline int) func([]compare.Number) []compare.Flag {
	return func(p []compare.Number) []compare.Flag { return chart(t, p, compare.Plan{Baseline: baseline}).Flags }
}

func TestGateClosesOnSlowSeriesAndStaysOpenOnShifts(t *testing.T) {
	r := source(2017)
	const n = 36
	for _, c := range []struct{ phi, shift, low, high float64 }{
		{0, 0, 0, 0.02},
		{0, 2, 0, 0.015},
		{0, 3, 0, 0.015},
		{0.5, 0, 0.38, 0.46},
		{0.8, 0, 0.84, 0.90},
		{0.95, 0, 0.92, 0.96},
	} {
		got := rate(series, func() bool {
			return chart(t, resembling(r, n, c.phi, c.shift), compare.Plan{}).Phases[0].Status == compare.Slow
		})
		if got < c.low || got > c.high {
			t.Errorf("resemblance %v, shift %v: closed in %.3f, want %v to %v", c.phi, c.shift, got, c.low, c.high)
		}
	}
}

func TestPlantedShiftIsFoundAfterItAndOnItsSide(t *testing.T) {
	r := source(2020)
	for _, c := range []struct{ shift, want float64 }{{1, 0.6}, {2, 0.95}, {3, 0.99}} {
		got := rate(series/2, func() bool {
			flags := chart(t, resembling(r, 36, 0, c.shift), compare.Plan{}).Flags
			for _, f := range flags[18:] {
				if f.Side == compare.Higher {
					return true
				}
			}
			return false
		})
		if got < c.want {
			t.Errorf("a shift of %v SD was found in %.3f of series, want %v", c.shift, got, c.want)
		}
	}
}

// eventSeries is a series with a season, a slope, and a planted change of level
// and slope at its event.
func eventSeries(r *rand.Rand, before, after int, phi, level, slope float64) []compare.Number {
	points := resembling(r, before+after, phi, 0)
	for i := range points {
		v := 50 + 3*math.Sin(float64(i)*math.Pi/6) + 0.05*float64(i)
		if i >= before {
			v += level + slope*float64(i-before)
		}
		points[i] = compare.Of(points[i].Value + v)
	}
	return points
}

func TestIntervalsOfAnEventCoverThePlantedChange(t *testing.T) {
	r := source(2023)
	for _, c := range []struct {
		before, after int
		phi, want     float64
	}{
		{12, 12, 0, 0.92}, {24, 24, 0, 0.93}, {36, 12, 0, 0.93}, {60, 24, 0, 0.90},
		{24, 24, 0.3, 0.90}, {36, 36, 0.3, 0.90}, {60, 24, 0.3, 0.87}, {120, 60, 0.3, 0.88},
	} {
		const n = 800
		level, slope := 0, 0
		for range n {
			e := must[compare.EventChange](t)(compare.Interrupted(eventSeries(r, c.before, c.after, c.phi, 2, -0.1), 7, c.before))
			if e.Level.Contains(2) {
				level++
			}
			if e.Slope.Contains(-0.1) {
				slope++
			}
		}
		if float64(level) < c.want*n || float64(slope) < c.want*n {
			t.Errorf("%d and %d months, resemblance %v: level covered in %.3f, slope in %.3f, want %v",
				c.before, c.after, c.phi, float64(level)/n, float64(slope)/n, c.want)
		}
	}
}

func TestEventWithoutAChangeIsSeldomClearAndAPlantedOneMostlyIs(t *testing.T) {
	r := source(2024)
	clear := func(level float64) float64 {
		return rate(800, func() bool {
			return must[compare.EventChange](t)(compare.Interrupted(eventSeries(r, 36, 36, 0, level, 0), 1, 36)).Clear()
		})
	}
	if none, planted := clear(0), clear(2.5); none > 0.06 || planted < 0.9 {
		t.Errorf("clear without a change %.3f, with one %.3f", none, planted)
	}
}
