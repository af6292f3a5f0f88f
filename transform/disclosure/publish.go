//go:build duckdb_arrow

package disclosure

import (
	"context"
	"errors"
	"fmt"
	"time"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
	reader "stadsdelskollen/transform/disclosure/attack"
)

// Options are what a publication holds besides facts.
type Options struct {
	Audience string
	// Info gives City, Publisher, Synthetic, Published and GuidelineDays; the
	// rest of it is filled in here.
	Info     publication.Info
	Register *register.Register
	// AsOf is the moment up to which deliveries count.
	AsOf time.Time
}

// Publish writes what may be seen of base_fact to a new publication database at
// path. The ledger may be nil for the internal audience only. Nothing is
// remembered until Ledger.Commit.
func Publish(ctx context.Context, wh *warehouse.DB, led *Ledger, path string, opt Options) (*Release, error) {
	base, err := wh.BaseFacts(ctx)
	if err != nil {
		return nil, err
	}
	r := &Release{Audience: opt.Audience, Published: opt.Info.Published}
	switch opt.Audience {
	case publication.AudienceInternal:
		r.Facts = Pass(base)
	case publication.AudiencePublic:
		if r.Protected, err = protectAgainst(ctx, base, led); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("%w: unknown audience %q", ErrRefused, opt.Audience)
	}
	received, err := wh.ReceivedUntil(ctx, opt.AsOf)
	if err != nil {
		return nil, err
	}
	c := content(opt, r.Facts, received)
	c.Merged = merged(base)
	if err := refused(reader.Divisions(c.Facts, c.Succession)); err != nil {
		return nil, err
	}
	if err := write(ctx, path, c); err != nil {
		return nil, err
	}
	return r, nil
}

// protectAgainst protects what the ledger does not forbid, and attacks the
// outcome as a reader could before it leaves.
func protectAgainst(ctx context.Context, base []warehouse.BaseFact, led *Ledger) (Protected, error) {
	if led == nil {
		return Protected{}, fmt.Errorf("%w: no ledger", ErrRefused)
	}
	known, err := led.Known(ctx)
	if err != nil {
		return Protected{}, err
	}
	p, err := Protect(base, known)
	if err != nil {
		return Protected{}, err
	}
	return p, refused(attack(p.Facts))
}

// refused is the error of what an attack found, if it found anything.
func refused(found []Finding) error {
	if len(found) == 0 {
		return nil
	}
	faults := []error{ErrRefused}
	for _, f := range found {
		faults = append(faults, errors.New(f.String()))
	}
	return errors.Join(faults...)
}

func write(ctx context.Context, path string, c publication.Content) (err error) {
	pub, err := publication.Create(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pub.Close()) }()
	return pub.Fill(ctx, c)
}
