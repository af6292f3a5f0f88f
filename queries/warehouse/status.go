//go:build duckdb_arrow

package warehouse

import (
	"context"
	"fmt"
	"time"

	"stadsdelskollen/queries/duck"
)

// Stored is a delivery as the warehouse remembers it.
type Stored struct {
	Receipt   int       `db:"receipt" json:"kvitto"`
	Feed      string    `db:"feed" json:"underlag"`
	Name      string    `db:"name" json:"fil"`
	SHA256    string    `db:"sha256" json:"-"`
	Received  time.Time `db:"received" json:"mottagen"`
	Origin    string    `db:"origin" json:"ursprung"`
	Bytes     int64     `db:"bytes" json:"byte"`
	Completes int       `db:"completes" json:"rattar_kvitto"`
	Status    string    `db:"status" json:"status"`
	Accepted  int64     `db:"accepted" json:"inlasta_rader"`
	Refused   int64     `db:"refused" json:"underkanda_rader"`
}

// Completeness counts the districts of a period that a feed has delivered.
type Completeness struct {
	Feed      string `json:"underlag"`
	Period    string `json:"period"`
	Delivered int    `json:"levererade"`
	Expected  int    `json:"vantade"`
	// Missing are the districts that are not there, by name.
	Missing []string `json:"saknas"`
}

// Quarantined counts the faults of one rule in one delivery.
type Quarantined struct {
	Receipt  int       `db:"receipt" json:"kvitto"`
	Feed     string    `db:"feed" json:"underlag"`
	Name     string    `db:"name" json:"fil"`
	Received time.Time `db:"received" json:"mottagen"`
	Status   string    `db:"status" json:"status"`
	Rule     string    `db:"rule" json:"regel"`
	Faults   int       `db:"faults" json:"fel"`
	Example  string    `db:"example" json:"exempel"`
}

// Deliveries lists every delivery, the newest first.
func (w *DB) Deliveries(ctx context.Context) ([]Stored, error) {
	return read[Stored](ctx, w, "deliveries", nil)
}

// Present is the moment that no delivery is later than: now, or the newest
// delivery where the clock has been set back.
func (w *DB) Present(ctx context.Context, now time.Time) (time.Time, error) {
	known, err := w.Deliveries(ctx)
	if err != nil {
		return time.Time{}, err
	}
	at := utc(now)
	for _, d := range known {
		if d.Received.After(at) {
			at = utc(d.Received)
		}
	}
	return at, nil
}

// Completeness lists feed by feed, the newest period first, how many of the
// districts in force have been delivered.
func (w *DB) Completeness(ctx context.Context, asOf time.Time) ([]Completeness, error) {
	type row struct {
		Feed      string `db:"feed"`
		Period    string `db:"period"`
		Delivered int    `db:"delivered"`
		Expected  int    `db:"expected"`
	}
	rows, err := read[row](ctx, w, "completeness", duck.Args{"as_of": utc(asOf)})
	if err != nil {
		return nil, err
	}
	asked := make([]Month, len(rows))
	for i, r := range rows {
		asked[i] = Month{r.Feed, r.Period}
	}
	missing, err := w.Missing(ctx, asOf, asked)
	if err != nil {
		return nil, err
	}
	out := make([]Completeness, len(rows))
	for i, r := range rows {
		names := missing[asked[i]]
		if names == nil {
			names = []string{} // a list in JSON, never null
		}
		out[i] = Completeness{r.Feed, r.Period, r.Delivered, r.Expected, names}
	}
	return out, nil
}

// Quarantine lists what was refused, by delivery and rule.
func (w *DB) Quarantine(ctx context.Context) ([]Quarantined, error) {
	return read[Quarantined](ctx, w, "quarantine", nil)
}

// Faults lists the faults of one delivery by place in the file.
func (w *DB) Faults(ctx context.Context, receipt int) ([]Fault, error) {
	return w.said(ctx, "faults", receipt)
}

// Warnings lists what was said of one delivery without keeping a row out.
func (w *DB) Warnings(ctx context.Context, receipt int) ([]Fault, error) {
	return w.said(ctx, "warnings", receipt)
}

func (w *DB) said(ctx context.Context, statement string, receipt int) ([]Fault, error) {
	type row struct {
		Line    int64  `db:"line"`
		Field   int    `db:"field"`
		Column  string `db:"column_name"`
		Rule    string `db:"rule"`
		Message string `db:"message"`
		Raw     string `db:"raw"`
		Part    string `db:"part"`
	}
	rows, err := read[row](ctx, w, statement, duck.Args{"receipt": receipt})
	out := make([]Fault, len(rows))
	for i, r := range rows {
		out[i] = Fault(r)
	}
	return out, err
}

func read[T any](ctx context.Context, w *DB, name string, args duck.Args) ([]T, error) {
	s := w.status[name]
	var out []T
	err := w.db.Tx(ctx, func(tx *duck.Tx) error {
		picked, err := s.Pick(args)
		if err != nil {
			return err
		}
		out, err = duck.Select[T](ctx, tx, s.SQL, picked)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.File, err)
	}
	return out, nil
}
