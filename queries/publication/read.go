package publication

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"stadsdelskollen/queries/duck"
)

// read runs the file read/<name>.sql.
func read[T any](ctx context.Context, p *DB, name string, args duck.Args) ([]T, error) {
	var out []T
	err := p.db.Tx(ctx, func(tx *duck.Tx) (err error) {
		out, err = readIn[T](ctx, tx, name, args)
		return err
	})
	return out, err
}

func readIn[T any](ctx context.Context, tx *duck.Tx, name string, args duck.Args) ([]T, error) {
	file := "read/" + name + ".sql"
	text, err := files.ReadFile(file)
	if err != nil {
		return nil, err
	}
	s, err := duck.Parse(file, string(text))
	if err != nil {
		return nil, err
	}
	out, err := duck.Select[T](ctx, tx, s.SQL, args)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return out, nil
}

func (p *DB) info(ctx context.Context, tx *duck.Tx) (Info, error) {
	rows, err := readIn[Info](ctx, tx, "publikation", nil)
	if err != nil {
		return Info{}, err
	}
	if len(rows) != 1 {
		return Info{}, fmt.Errorf("publication has %d rows in publikation, want 1", len(rows))
	}
	return rows[0], nil
}

// Info is what this publication is.
func (p *DB) Info(ctx context.Context) (info Info, err error) {
	err = p.db.Tx(ctx, func(tx *duck.Tx) error {
		info, err = p.info(ctx, tx)
		return err
	})
	return info, err
}

// Areas in Swedish order of their names.
func (p *DB) Areas(ctx context.Context) ([]Area, error) {
	areas, err := read[Area](ctx, p, "omrade", nil)
	order := Swedish()
	slices.SortStableFunc(areas, func(a, b Area) int { return order(a.Name, b.Name) })
	return areas, err
}

// Divisions in the order of time.
func (p *DB) Divisions(ctx context.Context) ([]Division, error) {
	return read[Division](ctx, p, "indelning", nil)
}

// Members says which districts make up which division, in Swedish order.
func (p *DB) Members(ctx context.Context) ([]Member, error) {
	members, err := read[Member](ctx, p, "indelning_omrade", nil)
	order := Swedish()
	slices.SortStableFunc(members, func(a, b Member) int {
		return cmp.Or(cmp.Compare(a.Division, b.Division), order(a.Area, b.Area))
	})
	return members, err
}

// Grouped lists which categories a published monthly category holds.
func (p *DB) Grouped(ctx context.Context) ([]Grouped, error) {
	return read[Grouped](ctx, p, "kategorigrupp", nil)
}

// Succession in the order of time.
func (p *DB) Succession(ctx context.Context) ([]Succession, error) {
	return read[Succession](ctx, p, "efterfoljd", nil)
}

// Events in the order of time.
func (p *DB) Events(ctx context.Context) ([]Event, error) {
	return read[Event](ctx, p, "handelse", nil)
}

// Deliveries in the order of their receipts.
func (p *DB) Deliveries(ctx context.Context) ([]Delivery, error) {
	return read[Delivery](ctx, p, "leverans", nil)
}

// Facts in the order measure, category, period, division, level, area.
func (p *DB) Facts(ctx context.Context) ([]Fact, error) { return read[Fact](ctx, p, "fakta", nil) }

// FactsOf are the facts of a month, 2011-11, and of all whole years, in the order of Facts.
func (p *DB) FactsOf(ctx context.Context, month string) ([]Fact, error) {
	return read[Fact](ctx, p, "fakta_manad_ar", duck.Args{"manad": month})
}

// FactReceipts in the order measure, period, receipt.
func (p *DB) FactReceipts(ctx context.Context) ([]FactReceipt, error) {
	return read[FactReceipt](ctx, p, "kvitto_bakom", nil)
}

// Indicators that have an observation, in the order in which pages show them.
func (p *DB) Indicators(ctx context.Context) ([]Indicator, error) {
	return read[Indicator](ctx, p, "nyckeltal", nil)
}

// Observations of one indicator in the order category, period, division, level, area.
func (p *DB) Observations(ctx context.Context, indicator string) ([]Observation, error) {
	return of[Observation](ctx, p, "observation", indicator)
}

// Comparisons of one indicator in the order of its observations.
func (p *DB) Comparisons(ctx context.Context, indicator string) ([]Comparison, error) {
	return of[Comparison](ctx, p, "jamforelse", indicator)
}

// Spreads of one indicator in the order category, period.
func (p *DB) Spreads(ctx context.Context, indicator string) ([]Spread, error) {
	return of[Spread](ctx, p, "spridning", indicator)
}

// Gaps are the city's figures beside the sums of its districts, in the order
// measure, category, division, period.
func (p *DB) Gaps(ctx context.Context) ([]Gap, error) {
	return read[Gap](ctx, p, "stad_mot_stadsdelar", nil)
}

// Swedish compares names as a Swedish reader sorts them: å, ä, ö last. The
// function it returns is for one goroutine.
func Swedish() func(a, b string) int {
	c := collate.New(language.Swedish)
	return func(a, b string) int { return cmp.Or(c.CompareString(a, b), cmp.Compare(a, b)) }
}

// Content returns what the gate let through: all that Fill was given.
func (p *DB) Content(ctx context.Context) (c Content, err error) {
	var errs [12]error
	c.Info, errs[0] = p.Info(ctx)
	c.Areas, errs[1] = p.Areas(ctx)
	c.Divisions, errs[2] = p.Divisions(ctx)
	c.Members, errs[3] = p.Members(ctx)
	c.Succession, errs[4] = p.Succession(ctx)
	c.Events, errs[5] = p.Events(ctx)
	c.Deliveries, errs[6] = p.Deliveries(ctx)
	c.Facts, errs[7] = p.Facts(ctx)
	c.Merged, errs[8] = p.Merged(ctx)
	c.Units, errs[9] = p.Units(ctx)
	c.PeerChoice, errs[10] = p.PeerChoice(ctx)
	c.Grouped, errs[11] = p.Grouped(ctx)
	return c, errors.Join(errs[:]...)
}
