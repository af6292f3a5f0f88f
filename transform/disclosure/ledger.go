//go:build duckdb_arrow

package disclosure

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
)

// ErrNoLedger says that the public has been told something and the memory of
// what was hidden from it is gone.
var ErrNoLedger = errors.New("the ledger is missing")

// Ledger is the gate's memory of the public's publications.
type Ledger struct{ db *ledger.DB }

// OpenLedger opens the ledger, and makes one where nothing has been published.
func OpenLedger(ctx context.Context, path string, havePublications bool) (*Ledger, error) {
	_, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && havePublications:
		return nil, fmt.Errorf("%w: publications exist, but %s does not; restore it from the backup, since without it a figure that was hidden could be worked out from a new publication", ErrNoLedger, path)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	db, err := ledger.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	return &Ledger{db}, nil
}

// Close releases the file.
func (l *Ledger) Close() error { return l.db.Close() }

// Known is what publications up to a moment have shown and hidden.
func (l *Ledger) Known(ctx context.Context, until time.Time) (k Known, err error) {
	var errs [6]error
	var proofs []ledger.Proof
	k.Hidden, errs[0] = l.db.Hidden(ctx, until)
	k.Tables, errs[1] = l.db.Tables(ctx, until)
	k.Shown, errs[2] = l.db.Shown(ctx, until)
	proofs, errs[3] = l.db.Proofs(ctx, until)
	k.Told, errs[5] = l.db.Told(ctx, until)
	k.Rounded, errs[4] = l.db.Rounded(ctx)
	k.Proofs = make(map[string]ledger.Proof, len(proofs))
	for _, p := range proofs {
		k.Proofs[p.Fingerprint] = p
	}
	return k, errors.Join(errs[:]...)
}

// Release is what Publish let through, to be remembered under the id that the
// sealed publication gets.
type Release struct {
	Audience  string
	Published time.Time
	RoundedTo int64
	Protected
}

// Commit remembers a release, before anyone can see it. The same id again
// changes nothing, and neither does a release for the internal audience.
func (l *Ledger) Commit(ctx context.Context, id string, r *Release) error {
	if r.Audience != publication.AudiencePublic {
		return nil
	}
	rows := make([]ledger.Released, len(r.Facts))
	for i, f := range r.Facts {
		rows[i] = ledger.Released{Publication: id, Measure: f.Measure, Kind: f.Kind, Level: f.Level, Area: f.Area, Division: f.Division,
			Category: f.Category, Period: f.Period, Value: f.Value, Denominator: f.Denominator, Lower: f.Lower, Upper: f.Upper, N: f.N, Status: f.Status}
	}
	p := ledger.Publication{ID: id, Audience: r.Audience, Published: r.Published.UTC(), RoundedTo: r.RoundedTo}
	return l.db.Append(ctx, p, rows, r.Hidden, r.Proofs)
}
