//go:build duckdb_arrow

// Package facts turns the rows in force into base facts: the figures that the
// gate may let through, one row for every area that should have one.
//
// It promises the same base_fact from the same deliveries, whatever the number
// of threads, in one transaction; what is drawn at random is drawn from a fixed seed. It reads current_* and the register's tables
// of the warehouse, and writes base_fact and the relations it is made from. It
// refuses rows of a district that was not in force: they would vanish unseen.
package facts

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/warehouse"
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
	before, after := split(schema, slices.Concat(current, made))
	today := opt.Today
	if today.IsZero() {
		today = opt.AsOf
	}
	args := duck.Args{"as_of": opt.AsOf.UTC(), "today": today.UTC(), "guideline_days": int64(opt.GuidelineDays)}
	for _, feed := range []string{"ekonomiskt_bistand", "forsorjningshinder", "omradesfakta", "arenden", "utbetalningar"} {
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
		for _, s := range summaries {
			if err := s.fill(ctx, tx); err != nil {
				return fmt.Errorf("%s: %w", s.of, err)
			}
		}
		return tx.Materialize(ctx, after, args)
	})
	if err != nil {
		return fmt.Errorf("make base facts: %w", err)
	}
	return nil
}

// summaries are the figures that SQL cannot make, in the order that their tables
// are filled.
var summaries = []struct {
	of   string
	fill func(context.Context, *duck.Tx) error
}{
	{"handling time", fillHandlingTimes},
	{"cost per household and month", fillCosts},
	{"shares of variance", fillVariances},
	{"decisions in time against those expected", fillExpected},
}

// split parts the statements that the tables of schema are computed from, from
// those that read one of these tables, itself or through another.
func split(schema, all []duck.Statement) (before, after []duck.Statement) {
	late := map[string]bool{}
	for _, s := range schema {
		late[s.Name] = true
	}
	for n := -1; n != len(late); {
		n = len(late)
		for _, s := range all {
			if slices.ContainsFunc(s.Reads, func(r string) bool { return late[r] }) {
				late[s.Name] = true
			}
		}
	}
	for _, s := range all {
		if late[s.Name] {
			after = append(after, s)
		} else {
			before = append(before, s)
		}
	}
	return before, after
}

// each runs a statement of facts/read and hands over its rows, in their order.
func each[T any](ctx context.Context, tx *duck.Tx, name string, take func(T) error) error {
	read, err := warehouse.FactReader(name)
	if err != nil {
		return err
	}
	if err := duck.Each(ctx, tx, read.SQL, nil, take); err != nil {
		return fmt.Errorf("%s: %w", read.File, err)
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
