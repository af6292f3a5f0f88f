//go:build duckdb_arrow

// Package facts turns the rows in force into base facts: the figures that the
// gate may let through, one row for every area that should have one.
//
// It promises the same base_fact from the same deliveries, whatever the number
// of threads, in one transaction. It reads current_* and the register's tables
// of the warehouse, and writes base_fact and the relations it is made from. It
// refuses rows of a district that was not in force: they would vanish unseen.
package facts

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/warehouse"
	"stadsdelskollen/transform/compare"
)

// Options are what is not in the deliveries.
type Options struct {
	// AsOf is the moment up to which deliveries count.
	AsOf time.Time
	// Today is the day whose division medians of former districts are told in
	// too; AsOf where it is zero.
	Today time.Time
	// GuidelineDays is N in "decided within N days"; 0 when the city has set none.
	GuidelineDays int
	// Sources is the source of a feed whose rows name none.
	Sources map[string]string
}

// Build makes base_fact anew.
func Build(ctx context.Context, wh *warehouse.DB, opt Options) error {
	current, err := warehouse.CurrentStatements()
	if err != nil {
		return err
	}
	made, err := warehouse.FactStatements()
	if err != nil {
		return err
	}
	schema, err := warehouse.FactSchema()
	if err != nil {
		return err
	}
	before, last := current, []duck.Statement(nil)
	for _, s := range made {
		if s.Name == "base_fact" {
			last = append(last, s)
		} else {
			before = append(before, s)
		}
	}
	today := opt.Today
	if today.IsZero() {
		today = opt.AsOf
	}
	args := duck.Args{"as_of": opt.AsOf.UTC(), "today": today.UTC(), "guideline_days": int64(opt.GuidelineDays)}
	for _, feed := range []string{"ekonomiskt_bistand", "forsorjningshinder", "omradesfakta", "arenden"} {
		args["source_"+feed] = opt.Sources[feed]
	}
	err = wh.Tx(ctx, func(tx *duck.Tx) error {
		if err := tx.Materialize(ctx, before, args); err != nil {
			return err
		}
		if err := refuseMisplaced(ctx, tx); err != nil {
			return err
		}
		if err := tx.Run(ctx, schema, nil); err != nil {
			return err
		}
		medians, err := handlingTimes(ctx, tx)
		if err != nil {
			return fmt.Errorf("median handling time: %w", err)
		}
		if err := duck.Insert(ctx, tx, "handlaggningstid", medians); err != nil {
			return err
		}
		return tx.Materialize(ctx, last, args)
	})
	if err != nil {
		return fmt.Errorf("make base facts: %w", err)
	}
	return nil
}

// misplaced is a row of facts/read/misplaced.sql.
type misplaced struct {
	Feed   string `db:"feed"`
	Period string `db:"period"`
	Area   string `db:"omrade"`
}

func refuseMisplaced(ctx context.Context, tx *duck.Tx) error {
	read, err := warehouse.FactReader("misplaced")
	if err != nil {
		return err
	}
	rows, err := duck.Select[misplaced](ctx, tx, read.SQL, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", read.File, err)
	}
	var faults []error
	for _, r := range rows {
		faults = append(faults, fmt.Errorf("%s %s: %s is no district in force on the last day of the period", r.Feed, r.Period, r.Area))
	}
	return errors.Join(faults...)
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
	Period     string   `db:"period"`
	Level      string   `db:"niva"`
	Area       string   `db:"omrade"`
	Division   string   `db:"indelning"`
	Parts      string   `db:"delar"`
	Median     *float64 `db:"varde"`
	Lower      *float64 `db:"nedre"`
	Upper      *float64 `db:"ovre"`
	Cases      *int64   `db:"antal"`
	BelowLower *int64   `db:"under_nedre"`
	AboveUpper *int64   `db:"over_ovre"`
	Receipt    *int64   `db:"kvitto"`
}

// handlingTimes computes the median of each cohort. It holds one at a time.
func handlingTimes(ctx context.Context, tx *duck.Tx) ([]handlingTime, error) {
	read, err := warehouse.FactReader("arende_antal")
	if err != nil {
		return nil, err
	}
	var out []handlingTime
	var now handlingTime
	var cases []compare.Duration
	finish := func() error {
		if now.Period == "" {
			return nil
		}
		if err := now.summarise(cases); err != nil {
			return fmt.Errorf("%s, %s: %w", now.Area, now.Period, err)
		}
		out = append(out, now)
		return nil
	}
	err = duck.Each(ctx, tx, read.SQL, nil, func(f followed) error {
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
		if now.Receipt == nil || f.Receipt != nil && *f.Receipt > *now.Receipt {
			now.Receipt = f.Receipt
		}
		for range *f.Cases {
			cases = append(cases, compare.Duration{Time: float64(*f.Days), Ended: *f.Decided})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, finish()
}

// summarise fills in the median and its limits, in whole days: the value to the
// nearest, the limits outwards. A cohort of no cases has none.
func (h *handlingTime) summarise(cases []compare.Duration) error {
	if len(cases) == 0 {
		return nil
	}
	m, err := compare.KaplanMeierMedian(cases, compare.Conf95)
	if err != nil || !m.Median.OK {
		return err
	}
	h.Median = days(math.Floor(m.Median.Value + 0.5))
	if m.Lower.OK {
		h.Lower, h.BelowLower = days(math.Floor(m.Lower.Value)), beyond(m.BelowLower)
	}
	if m.Upper.OK {
		h.Upper, h.AboveUpper = days(math.Ceil(m.Upper.Value)), beyond(m.AboveUpper)
	}
	return nil
}

func days(v float64) *float64 { return &v }

func beyond(t compare.Tail) *int64 {
	n := int64(t.Beyond)
	return &n
}
