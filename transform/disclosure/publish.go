//go:build duckdb_arrow

package disclosure

import (
	"context"
	"errors"
	"fmt"
	"time"

	"stadsdelskollen/queries/ledger"
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
	Rules    Rules
	// Groups are the categories that months show in place of reasons; nil: DefaultGroups.
	Groups []Group
	// AsOf is the moment up to which deliveries count.
	AsOf time.Time
	// Past says that AsOf is a moment of the past, to be told as it was.
	Past bool
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
		r.Facts = Pass(base, opt.setting())
	case publication.AudiencePublic:
		r.RoundedTo = opt.Rules.RoundTo
		if r.Protected, err = protectAgainst(ctx, base, led, opt); err != nil {
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
	c.Merged, c.Grouped = merged(base), r.Grouped
	if err := refused(reader.Divisions(c.Facts, c.Succession)); err != nil {
		return nil, err
	}
	if err := write(ctx, path, c); err != nil {
		return nil, err
	}
	return r, nil
}

// patternsTried is how many small counts of a publication are tried for what their
// pattern tells: all of a month, newest first.
const patternsTried = 20

// setting is what Protect goes by of it.
func (o Options) setting() Setting {
	s := Setting{Rules: o.Rules, Groups: o.Groups, Unions: o.Register.Unions(), Succession: o.Register.Succession, PartOf: map[string]string{}, Patterns: patternsTried}
	for _, a := range o.Register.Areas {
		s.PartOf[a.Name] = a.PartOf
	}
	return s
}

// protectAgainst protects what the ledger does not forbid, and attacks the
// outcome as a reader could before it leaves.
func protectAgainst(ctx context.Context, base []warehouse.BaseFact, led *Ledger, opt Options) (Protected, error) {
	if led == nil {
		return Protected{}, fmt.Errorf("%w: no ledger", ErrRefused)
	}
	all, err := led.Known(ctx, ledger.Always)
	if err != nil {
		return Protected{}, err
	}
	then := all
	if opt.Past {
		if then, err = led.Known(ctx, opt.AsOf); err != nil {
			return Protected{}, err
		}
	}
	p, err := Protect(base, then, opt.setting())
	if err == nil && opt.Past && !allShown(p.Facts, all.Shown, opt.Rules.RoundTo) {
		p, err = Protect(base, all, opt.setting())
	}
	if err != nil {
		return Protected{}, err
	}
	// As a reader could, who also knows the groups, the parts of the city and N.
	seen := reader.Publication{Facts: p.Facts, Groups: map[[2]string][]string{}, Parts: opt.setting().PartOf, Guideline: opt.Info.GuidelineDays, RoundedTo: opt.Rules.RoundTo}
	for _, g := range p.Grouped {
		k := [2]string{g.Measure, g.Group}
		seen.Groups[k] = append(seen.Groups[k], g.Category)
	}
	return p, refused(reader.Facts(seen))
}

// allShown says whether every figure has been shown by some publication: then
// one of the past says nothing new, whatever has been hidden since.
func allShown(facts []publication.Fact, shown []ledger.Shown, roundedTo int64) bool {
	have := make(map[ledger.Shown]bool, len(shown))
	for _, s := range shown {
		have[s] = true
	}
	for _, f := range facts {
		if f.Kind == publication.KindPublic {
			continue
		}
		h := ledger.Hiding{Measure: f.Measure, Level: f.Level, Area: f.Area, Division: f.Division, Category: f.Category, Period: f.Period}
		has := func(column string, v *float64) bool {
			h.Column = column
			return v == nil || have[ledger.Shown{Hiding: h, Figure: *v}] || have[ledger.Shown{Hiding: h, Figure: *v, RoundedTo: roundedTo}]
		}
		var n *float64
		if f.N != nil {
			v := float64(*f.N)
			n = &v
		}
		if !has(ledger.Value, f.Value) || !has(ledger.Denominator, f.Denominator) || !has(ledger.Cases, n) {
			return false
		}
	}
	return true
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
