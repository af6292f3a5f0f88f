package compare

import (
	"errors"
	"fmt"
	"math"
)

// RunChart is a series against its median by the Anhøj rules: what is left when
// there are too few points for limits (10 to 20), or when months are suspected
// to resemble each other.
type RunChart struct {
	Median float64
	Useful int // points not on the median
	// LongestRun is the most points in a row on one side, Crossings the number
	// of changes of side. More than LongestRunMax or fewer than CrossingsMin is
	// a signal. Months missing, and points on the median, are passed over.
	LongestRun, LongestRunMax int
	Crossings, CrossingsMin   int
	Signal                    bool
}

// RunLimits returns the longest run and the fewest crossings that chance gives
// among this many points off the median.
//
// Source: Anhøj & Olesen, PLoS ONE 2014;9:e113825.
func RunLimits(useful int) (longest, crossings int, err error) {
	if useful < 1 {
		return 0, 0, fmt.Errorf("run chart of %d points off the median", useful)
	}
	longest = int(math.RoundToEven(math.Log2(float64(useful)))) + 3
	if useful > 1 {
		crossings = binomialQuantile(0.05, useful-1, 0.5)
	}
	return longest, crossings, nil
}

// Runs returns the run chart of a series. If every point lies on the median
// there is nothing to run, and no signal.
func Runs(points []Number) (RunChart, error) {
	var values []float64
	for _, p := range points {
		if observed(p) {
			values = append(values, p.Value)
		}
	}
	if len(values) == 0 {
		return RunChart{}, errors.New("run chart of no points")
	}
	c := RunChart{Median: quantile7(values, 0.5)}
	run, last := 0, 0
	for _, v := range values {
		side := step(Of(c.Median), Of(v))
		if side == 0 {
			continue
		}
		c.Useful++
		run++
		if side != last {
			run = 1
			if last != 0 {
				c.Crossings++
			}
		}
		last, c.LongestRun = side, max(c.LongestRun, run)
	}
	if c.Useful == 0 {
		return c, nil
	}
	var err error
	if c.LongestRunMax, c.CrossingsMin, err = RunLimits(c.Useful); err != nil {
		return RunChart{}, err
	}
	c.Signal = c.LongestRun > c.LongestRunMax || c.Crossings < c.CrossingsMin
	return c, nil
}
