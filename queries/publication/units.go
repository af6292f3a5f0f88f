//go:build duckdb_arrow

package publication

import (
	"context"
	"time"
)

// Merged is a row of sammanlagd: the facts of a measure, area and period were
// added up of former districts' figures.
type Merged struct {
	Measure  string `db:"matt"`
	Area     string `db:"omrade"`
	Division string `db:"indelning"`
	Period   string `db:"period"`
	Parts    string `db:"delar"` // their names: Norrmalm + Östermalm
}

// Unit is a row of beslutsenhet: from From to To the unit decides in Task for
// the people of District, or for people outside every district.
type Unit struct {
	Name     string     `db:"enhet"`
	District string     `db:"stadsdel"`
	Task     string     `db:"uppgift"`
	From     *time.Time `db:"fran"`
	To       *time.Time `db:"till"`
	Source   string     `db:"kalla"`
}

// Merged lists the facts that were added up of former districts' figures.
func (p *DB) Merged(ctx context.Context) ([]Merged, error) {
	return read[Merged](ctx, p, "sammanlagd", nil)
}

// Units lists the units that decide, by name, task and district.
func (p *DB) Units(ctx context.Context) ([]Unit, error) {
	return read[Unit](ctx, p, "beslutsenhet", nil)
}
