package compare

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Duration is the time a case has been followed, in any one unit (days).
type Duration struct {
	Time float64
	// Ended is true if the case was decided at Time, false if it was still open
	// then (censored).
	Ended bool
}

// SurvivalMedian is a quantile of the time of a cohort in which some cases are
// open: the median, or another.
type SurvivalMedian struct {
	N      int    // cases, open ones included
	Events int    // cases that ended
	Median Number // the quantile; missing when too few are known to have ended
	Interval
	// BelowLower and AboveUpper count ended cases only. Open cases are left
	// out, so a gate that counts them errs towards hiding.
	BelowLower, AboveUpper Tail
}

// KaplanMeierMedian returns the first time at which the share of cases still
// open is one half or less. Counting closed cases only would make a backlog look
// fast; here an open case counts as longer than the time it has been open. The
// limits are where the log-transformed Greenwood band passes one half; either
// can be missing.
//
// Source: Kaplan & Meier, JASA 1958;53:457-81; Brookmeyer & Crowley, Biometrics
// 1982;38:29-41; as R's survfit with conf.type = "log".
func KaplanMeierMedian(cases []Duration, conf float64) (SurvivalMedian, error) {
	return KaplanMeierQuantile(cases, 0.5, conf)
}

// KaplanMeierQuantile is [KaplanMeierMedian] for another share p of the cases:
// the first time at which the share still open is 1-p or less.
//
// Source: as R's quantile.survfit.
func KaplanMeierQuantile(cases []Duration, p, conf float64) (SurvivalMedian, error) {
	z, err := zValue(conf)
	if err != nil {
		return SurvivalMedian{}, err
	}
	if !(p > 0 && p < 1) {
		return SurvivalMedian{}, fmt.Errorf("quantile %v is not between 0 and 1", p)
	}
	if len(cases) == 0 {
		return SurvivalMedian{}, errors.New("quantile of the time of no cases")
	}
	var ended []float64
	for _, c := range cases {
		if !finite(c.Time) || c.Time < 0 {
			return SurvivalMedian{}, fmt.Errorf("time %v is not a length of time", c.Time)
		}
		if c.Ended {
			ended = append(ended, c.Time)
		}
	}
	m := SurvivalMedian{N: len(cases), Events: len(ended)}
	m.Median, m.Interval = crossings(cases, 1-p, z)
	if m.Lower.OK {
		m.BelowLower = tailBelow(ended, m.Lower.Value)
	}
	if m.Upper.OK {
		m.AboveUpper = tailAbove(ended, m.Upper.Value)
	}
	return m, nil
}

// crossings walks down the survival curve and notes when it, and each side of
// its band, first reaches the share open.
func crossings(cases []Duration, open, z float64) (quantile Number, limits Interval) {
	sorted := slices.Clone(cases)
	slices.SortFunc(sorted, func(a, b Duration) int { return cmp.Compare(a.Time, b.Time) })
	reach := func(mark *Number, s, t float64) {
		const dust = 1e-9 // a product of fractions that is the share but for rounding
		if !mark.OK && s <= open+dust {
			*mark = Of(t)
		}
	}
	survival, greenwood := 1.0, 0.0
	for i := 0; i < len(sorted); {
		t, atRisk, events := sorted[i].Time, float64(len(sorted)-i), 0.0
		for ; i < len(sorted) && sorted[i].Time == t; i++ {
			if sorted[i].Ended {
				events++
			}
		}
		if events == 0 {
			continue
		}
		survival *= 1 - events/atRisk
		reach(&quantile, survival, t)
		if events == atRisk {
			break // the curve is at zero, where the log band is not defined
		}
		greenwood += events / (atRisk * (atRisk - events))
		half := z * math.Sqrt(greenwood)
		reach(&limits.Lower, survival*math.Exp(-half), t)
		reach(&limits.Upper, survival*math.Exp(half), t)
	}
	return quantile, limits
}
