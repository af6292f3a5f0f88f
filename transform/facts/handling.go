//go:build duckdb_arrow

package facts

import (
	"context"
	"fmt"
	"math"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/transform/compare"
)

// quantiles are the shares of a cohort that its handling times are given for:
// half, and nine in ten (METHODS.md section 5). In today's division, of a period
// of a former one, the median only: it is the one figure that the gate lets stand
// in two divisions.
var quantiles = []struct {
	measure string
	share   float64
	carried bool
}{
	{"handlaggningstid_median", 0.5, true},
	{"handlaggningstid_p90", 0.9, false},
}

// followed is a row of facts/read/arende_antal.sql: how many cases of a cohort have been
// followed for so many days.
type followed struct {
	Period   string `db:"period"`
	Level    string `db:"niva"`
	Area     string `db:"omrade"`
	Division string `db:"indelning"`
	Parts    string `db:"delar"`
	Days     *int64 `db:"dagar"`
	Decided  *bool  `db:"beslutad"`
	Cases    *int64 `db:"antal"` // nil in a month without a report
	Receipt  *int64 `db:"receipt"`
}

// handlingTime is a row of handlaggningstid, in days.
type handlingTime struct {
	Measure    string   `db:"matt"`
	Period     string   `db:"period"`
	Level      string   `db:"niva"`
	Area       string   `db:"omrade"`
	Division   string   `db:"indelning"`
	Parts      string   `db:"delar"`
	Value      *float64 `db:"varde"`
	Lower      *float64 `db:"nedre"`
	Upper      *float64 `db:"ovre"`
	Cases      *int64   `db:"antal"`
	BelowLower *int64   `db:"under_nedre"`
	AboveUpper *int64   `db:"over_ovre"`
	Receipt    *int64   `db:"kvitto"`
}

// fillHandlingTimes computes the quantiles of each cohort of a month and of a
// year. It holds one at a time.
func fillHandlingTimes(ctx context.Context, tx *duck.Tx) error {
	var out []handlingTime
	var now handlingTime
	var cases []compare.Duration
	finish := func() error {
		if now.Period == "" {
			return nil
		}
		rows, err := now.summarise(cases)
		if err != nil {
			return fmt.Errorf("%s, %s: %w", now.Area, now.Period, err)
		}
		out = append(out, rows...)
		return nil
	}
	err := each(ctx, tx, "arende_antal", func(f followed) error {
		if f.Period != now.Period || f.Level != now.Level || f.Division != now.Division || f.Area != now.Area {
			if err := finish(); err != nil {
				return err
			}
			now = handlingTime{Period: f.Period, Level: f.Level, Area: f.Area, Division: f.Division, Parts: f.Parts}
			cases = cases[:0]
			if f.Cases != nil {
				now.Cases = new(int64)
			}
		}
		if f.Cases == nil || f.Days == nil || f.Decided == nil {
			return nil
		}
		*now.Cases += *f.Cases
		now.Receipt = newest(now.Receipt, f.Receipt)
		for range *f.Cases {
			cases = append(cases, compare.Duration{Time: float64(*f.Days), Ended: *f.Decided})
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := finish(); err != nil {
		return err
	}
	return duck.Insert(ctx, tx, "handlaggningstid", out)
}

// summarise makes a row for each quantile, in whole days: the value to the
// nearest, the limits outwards. A cohort of no cases has none.
func (h handlingTime) summarise(cases []compare.Duration) ([]handlingTime, error) {
	var out []handlingTime
	for _, q := range quantiles {
		if h.Parts != "" && !q.carried {
			continue
		}
		row := h
		row.Measure = q.measure
		if len(cases) > 0 {
			m, err := compare.KaplanMeierQuantile(cases, q.share, compare.Conf95)
			if err != nil {
				return nil, err
			}
			row.limit(m)
		}
		out = append(out, row)
	}
	return out, nil
}

func (h *handlingTime) limit(m compare.SurvivalMedian) {
	if !m.Median.OK {
		return
	}
	h.Value = pointer(math.Floor(m.Median.Value + 0.5))
	if m.Lower.OK {
		h.Lower, h.BelowLower = pointer(math.Floor(m.Lower.Value)), pointer(int64(m.BelowLower.Beyond))
	}
	if m.Upper.OK {
		h.Upper, h.AboveUpper = pointer(math.Ceil(m.Upper.Value)), pointer(int64(m.AboveUpper.Beyond))
	}
}

func pointer[T any](v T) *T { return &v }

// newest is the later of two receipts, either of which may be none.
func newest(a, b *int64) *int64 {
	if a == nil || b != nil && *b > *a {
		return b
	}
	return a
}
