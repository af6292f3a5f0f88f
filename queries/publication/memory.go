package publication

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"stadsdelskollen/queries/duck"
)

// Kinds of a correction.
const (
	Revised      = "andrad"     // another value
	Interval     = "intervall"  // the same value, but other limits or another number of cases
	NowHidden    = "dold"       // was shown, is hidden
	NowShown     = "visas"      // was hidden, is shown
	Added        = "tillkommen" // was not delivered when the period was first published
	Withdrawn    = "borttagen"  // is no more
	Redefinition = "definition" // an indicator is defined in another way
)

// Causes of a correction.
const (
	ByReplacement = "rattad_leverans" // a delivery replaced the one behind the figure
	ByDelivery    = "ny_leverans"     // a later delivery knows more of the period
	ByProtection  = "skydd"           // other figures are hidden
	ByDivision    = "indelning"       // the figure stands in another division
	ByRetention   = "gallring"        // the delivery behind the figure was deleted after its time
	ByMethod      = "metod"           // the same delivery, read or computed in another way
)

// Earlier is a row of tidigare: a publication that was kept before this one.
type Earlier struct {
	ID string `db:"publikation"`
	// Number counts an audience's publications; 0 is one of before they were counted.
	Number    int64     `db:"nummer"`
	Published time.Time `db:"publicerad"` // UTC
	Month     string    `db:"manad"`
}

// Correction is a row of rattelse. Values are nil where there is none or where
// it may not be told.
type Correction struct {
	Publication string    `db:"publikation"` // that brought it
	Published   time.Time `db:"publicerad"`  // UTC
	Since       string    `db:"sedan"`       // the publication before
	Kind        string    `db:"slag"`
	Indicator   string    `db:"nyckeltal"` // of a Redefinition only
	Measure     string    `db:"matt"`
	Level       string    `db:"niva"`
	Area        string    `db:"omrade"`
	Division    string    `db:"indelning"`
	Category    string    `db:"kategori"`
	Period      string    `db:"period"`
	Unit        string    `db:"enhet"`
	// Before and After are values; of a pair they are x of the denominators.
	Before            *float64 `db:"fore"`
	After             *float64 `db:"efter"`
	BeforeDenominator *float64 `db:"fore_namnare"`
	AfterDenominator  *float64 `db:"efter_namnare"`
	BeforeStatus      string   `db:"fore_status"`
	AfterStatus       string   `db:"efter_status"`
	Cause             string   `db:"orsak"`
	// Receipt is the delivery behind what stands now, Replaced the one behind
	// what stood before.
	Receipt  *int64 `db:"kvitto"`
	Replaced *int64 `db:"ersatter"`
}

// Path is where a publication's page or file stays, as seen from where the site
// is served.
func (i Info) Path(file string) string { return "publications/" + i.ID + "/" + file }

// Permanent is the permanent address of a page or file; its Path where the
// site's address is not known.
func (i Info) Permanent(file string) string {
	if i.Address == "" {
		return i.Path(file)
	}
	return i.Address + "/" + i.Path(file)
}

// Feeding says that an indicator is computed from a measure.
type Feeding struct {
	Indicator string `db:"nyckeltal"`
	Measure   string `db:"matt"`
}

// Remember writes what was before this publication and what it corrects. It
// comes after Seal, since an id is a hash of figures and not of their history.
func (p *DB) Remember(ctx context.Context, earlier []Earlier, corrections []Correction) error {
	err := p.db.Tx(ctx, func(tx *duck.Tx) error {
		return errors.Join(duck.Insert(ctx, tx, "tidigare", earlier), duck.Insert(ctx, tx, "rattelse", corrections))
	})
	if err != nil {
		return fmt.Errorf("remember earlier publications: %w", err)
	}
	return nil
}

// EarlierPublications lists what was kept before this publication, the newest first.
func (p *DB) EarlierPublications(ctx context.Context) ([]Earlier, error) {
	return read[Earlier](ctx, p, "tidigare", nil)
}

// Corrections lists what changed, this publication's changes first.
func (p *DB) Corrections(ctx context.Context) ([]Correction, error) {
	return read[Correction](ctx, p, "rattelse", nil)
}

// Feeds lists which measures each indicator is computed from.
func (p *DB) Feeds(ctx context.Context) ([]Feeding, error) {
	return read[Feeding](ctx, p, "nyckeltal_underlag", nil)
}

// Engine is the version of the database that made the figures.
func (p *DB) Engine(ctx context.Context) (string, error) {
	type row struct {
		Version string `db:"version"`
	}
	var found row
	err := p.db.Tx(ctx, func(tx *duck.Tx) (err error) {
		found, err = duck.One[row](ctx, tx, "SELECT version() AS version", nil)
		return err
	})
	return found.Version, err
}

// feeding are the measures that an indicator is computed from: those that its
// own SQL names, and those of the relations it reads. A shared relation that
// holds several measures counts with the ones that the indicator picks of it.
func feeding(s duck.Statement, shared []duck.Statement) []string {
	own := map[string]bool{}
	for _, m := range measuresIn(s.SQL) {
		own[m] = true
	}
	all, seen := map[string]bool{}, map[string]bool{}
	var follow func(reads []string)
	follow = func(reads []string) {
		for _, r := range shared {
			if !slices.Contains(reads, r.Name) || seen[r.Name] {
				continue
			}
			seen[r.Name] = true
			names, picked := measuresIn(r.SQL), false
			for _, m := range names {
				picked = picked || own[m]
			}
			for _, m := range names {
				if !picked || own[m] {
					all[m] = true
				}
			}
			follow(r.Reads)
		}
	}
	follow(s.Reads)
	for m := range own {
		all[m] = true
	}
	return slices.Sorted(maps.Keys(all))
}
