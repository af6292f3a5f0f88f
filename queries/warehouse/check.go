//go:build duckdb_arrow

package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"stadsdelskollen/queries/duck"
)

// Severities of a check. A check that compares with earlier deliveries of cases
// may only warn: their bytes are not kept for ever, and what becomes of a
// delivery must not depend on whether they are.
const (
	refuseRow      = "refuse_row"
	refuseDelivery = "refuse_delivery"
	warn           = "warn"
)

// Checks are the statements that return bad rows, with the header keys feed
// (empty: every feed), severity and title. They may read the rows in force
// before the delivery (current_<feed>).
func Checks() ([]duck.Statement, error) {
	set, err := duck.Load(files, "checks")
	if err != nil {
		return nil, err
	}
	for _, s := range set {
		switch s.Header["severity"] {
		case refuseRow, refuseDelivery, warn:
		default:
			return nil, fmt.Errorf("%s: severity %q is none of %s, %s, %s", s.File, s.Header["severity"], refuseRow, refuseDelivery, warn)
		}
		if s.Header["title"] == "" {
			return nil, fmt.Errorf("%s: a check needs a title", s.File)
		}
	}
	return set, nil
}

type checkRow struct {
	Line    int64  `db:"line"`
	Column  string `db:"column_name"`
	Rule    string `db:"rule"`
	Message string `db:"message"`
}

// refuse runs the checks of the feed that keep rows out, then lets one refused
// row refuse its whole area and period where the feed asks for it.
func (w *DB) refuse(ctx context.Context, tx *duck.Tx, d Delivery, feed Feed) (all bool, err error) {
	for _, s := range w.checks {
		if !concerns(s, feed) || s.Header["severity"] == warn {
			continue
		}
		query, args, err := w.withCurrent(s, checkArgs(d, feed))
		if err != nil {
			return false, err
		}
		n, err := tx.Count(ctx, "INSERT INTO fault BY NAME\n"+query, args)
		if err != nil {
			return false, fmt.Errorf("%s: %w", s.File, err)
		}
		all = all || n > 0 && s.Header["severity"] == refuseDelivery
	}
	if feed.Whole && !all {
		for _, name := range []string{"refused_cell_checks", "refused_whole"} {
			if err := w.run(ctx, tx, name, nil); err != nil {
				return false, err
			}
		}
	}
	return all, nil
}

// warnings runs the checks that only speak, on the rows that go in.
func (w *DB) warnings(ctx context.Context, tx *duck.Tx, d Delivery, feed Feed, fields map[string]int) ([]Fault, error) {
	var out []Fault
	for _, s := range w.checks {
		if !concerns(s, feed) || s.Header["severity"] != warn {
			continue
		}
		query, args, err := w.withCurrent(s, checkArgs(d, feed))
		if err != nil {
			return nil, err
		}
		rows, err := duck.Select[checkRow](ctx, tx, query+"\nORDER BY line, message", args)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.File, err)
		}
		for _, r := range rows {
			out = append(out, Fault{Line: r.Line, Field: fields[r.Column], Column: r.Column, Rule: r.Rule, Message: r.Message})
		}
	}
	return out, nil
}

// concerns says whether a check is about the feed.
func concerns(s duck.Statement, feed Feed) bool {
	f := s.Header["feed"]
	return f == "" || f == feed.Name
}

// checkArgs are all that a check may ask for.
func checkArgs(d Delivery, feed Feed) duck.Args {
	return duck.Args{"received": utc(d.Received), "as_of": utc(d.Received), "levels": strings.Join(feed.Levels, ","), "feed": feed.Name,
		"area_column": feed.Area, "period_column": feed.Period, "completes": d.Completes}
}

// withCurrent is a check with the relations of rows in force that it reads put
// before it; none of them is stored.
func (w *DB) withCurrent(s duck.Statement, args duck.Args) (query string, picked duck.Args, err error) {
	if picked, err = s.Pick(args); err != nil {
		return "", nil, err
	}
	var with []string
	for _, c := range w.current {
		reads := slices.Contains(s.Reads, c.Name)
		if c.Name == "current_scope" {
			reads = slices.ContainsFunc(s.Reads, func(r string) bool { return strings.HasPrefix(r, "current_") })
		}
		if !reads {
			continue
		}
		more, err := c.Pick(args)
		if err != nil {
			return "", nil, err
		}
		for name, value := range more {
			picked[name] = value
		}
		with = append(with, c.Name+" AS (\n"+c.SQL+"\n)")
	}
	query = "SELECT * FROM (\n" + s.SQL + "\n)"
	if len(with) > 0 {
		query = "WITH " + strings.Join(with, ",\n") + "\n" + query
	}
	return query, picked, nil
}
