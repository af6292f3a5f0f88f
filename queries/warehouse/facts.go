//go:build duckdb_arrow

package warehouse

import (
	"context"
	"embed"
	"fmt"
	"time"

	"stadsdelskollen/queries/duck"
)

// BaseFact is a row of base_fact: a figure before the gate. It is secret; the
// public side knows it only as publication.Fact, after the gate.
type BaseFact struct {
	Measure  string `db:"matt"`
	Kind     string `db:"slag"`
	Level    string `db:"niva"`
	Area     string `db:"omrade"`
	Division string `db:"indelning"`
	Category string `db:"kategori"` // empty for a total
	Period   string `db:"period"`
	// Value is nil where nobody delivered one. For a pair it is x of Denominator.
	Value       *float64 `db:"varde"`
	Denominator *float64 `db:"namnare"`
	Lower       *float64 `db:"nedre"` // a summary's limits
	Upper       *float64 `db:"ovre"`
	N           *int64   `db:"antal"` // cases behind a summary
	// BelowLower and AboveUpper count the ended cases, or the households, strictly
	// beyond a summary's limits; of a share of variance, which has none beyond,
	// the groups drawn anew, and of decisions against those expected the fewer of
	// those in time and not. They decide whether a limit crosses and never cross.
	BelowLower *int64 `db:"under_nedre"`
	AboveUpper *int64 `db:"over_ovre"`
	Unit       string `db:"enhet"`
	Status     string `db:"status"`
	Source     string `db:"kalla"`
	Receipt    *int64 `db:"kvitto"`
	// Parts names the former districts that the figure was added up of, as
	// "Norrmalm + Östermalm", or whose cases a median in today's division is of;
	// empty for all others.
	Parts string `db:"delar"`
	// Workers counts the case workers behind a figure made from cases, nil where
	// the deliveries name none: of a unit those of the period's cases, of another
	// area those of the twelve months that end with the period, of a share of
	// variance the fewest in a group that was counted. Contributors, Largest and Second are how many
	// households an amount was paid to and what the two largest received, in the
	// figure's unit, nil where only the sum was delivered. They decide whether
	// the figure crosses and never cross themselves.
	Workers      *int64   `db:"handlaggare"`
	Contributors *int64   `db:"bidragare"`
	Largest      *float64 `db:"storsta"`
	Second       *float64 `db:"nast_storsta"`
}

//go:embed facts
var factFiles embed.FS

// FactStatements are the statements from current rows to base_fact.
func FactStatements() ([]duck.Statement, error) { return duck.Load(factFiles, "facts") }

// FactSchema makes the tables that transform/facts fills from others before
// base_fact reads them.
func FactSchema() ([]duck.Statement, error) { return duck.Load(factFiles, "facts/schema") }

// FactReader is a statement of facts/read, which asks and makes no relation.
func FactReader(name string) (duck.Statement, error) {
	set, err := duck.Load(factFiles, "facts/read")
	if err != nil {
		return duck.Statement{}, err
	}
	for _, s := range set {
		if s.Name == name {
			return s, nil
		}
	}
	return duck.Statement{}, fmt.Errorf("no statement %s in facts/read", name)
}

// BaseFacts reads base_fact in a total order.
func (db *DB) BaseFacts(ctx context.Context) ([]BaseFact, error) {
	read, err := FactReader("base_facts")
	if err != nil {
		return nil, err
	}
	var out []BaseFact
	err = db.Tx(ctx, func(tx *duck.Tx) error {
		out, err = duck.Select[BaseFact](ctx, tx, read.SQL, nil)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read base facts: %w", err)
	}
	return out, nil
}

// Received is a delivery as a publication may name it: nothing of its bytes.
type Received struct {
	Receipt  int64     `db:"receipt"`
	Feed     string    `db:"feed"`
	Received time.Time `db:"received"`
	First    string    `db:"first_period"`
	Last     string    `db:"last_period"`
	Replaces *int64    `db:"replaces"`
}

// ReceivedUntil lists the deliveries that rows were let in from, by receipt.
func (db *DB) ReceivedUntil(ctx context.Context, asOf time.Time) ([]Received, error) {
	read, err := FactReader("received")
	if err != nil {
		return nil, err
	}
	var out []Received
	err = db.Tx(ctx, func(tx *duck.Tx) error {
		out, err = duck.Select[Received](ctx, tx, read.SQL, duck.Args{"as_of": utc(asOf)})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", read.File, err)
	}
	return out, nil
}
