//go:build duckdb_arrow

// Package ledger keeps what the public has been told and what was hidden from
// it, for ever: ledger.duckdb, secret and precious. It is written by the gate
// only, and only added to.
//
// It promises that a publication enters whole or not at all, and once. It
// refuses to change or remove a row: there is no function for it.
package ledger

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"stadsdelskollen/queries/duck"
)

// What a Hiding hides.
const (
	Value       = "varde"   // the figure and all that describes it but its denominator
	Denominator = "namnare" // a pair's n
	Cases       = "antal"   // the number of cases behind a summary
	AllAreas    = "*"       // as Area: every area of the table
	AllCategory = "*"       // as Category: every category of the table, not its totals
)

// Hiding is a row of pattern: a cell, or a category of a whole table, that is
// hidden in this and every later publication of its period.
type Hiding struct {
	Measure  string `db:"matt"`
	Level    string `db:"niva"` // empty when Area is AllAreas
	Area     string `db:"omrade"`
	Division string `db:"indelning"`
	Category string `db:"kategori"`
	Period   string `db:"period"`
	Column   string `db:"kolumn"`
}

// Table is one measure of one period in one division.
type Table struct {
	Measure  string `db:"matt"`
	Division string `db:"indelning"`
	Period   string `db:"period"`
	// Categories says that figures below the totals have been shown.
	Categories bool `db:"kategorier"`
}

// Shown is a figure that some publication has shown.
type Shown struct {
	Hiding
	Figure float64 `db:"tal"`
	// RoundedTo is what Figure was rounded to; 0 where it was told as it is.
	RoundedTo int64 `db:"till"`
}

// Proof is a row of proof: two worlds for each hidden figure of a part of the
// system, under a hash of all that decides it.
type Proof struct {
	Fingerprint string `db:"avtryck"`
	Text        string `db:"bevis"`
}

// Publication is a row of publication.
type Publication struct {
	ID        string    `db:"id"`
	Audience  string    `db:"malgrupp"`
	Published time.Time `db:"publicerad"` // UTC
	RoundedTo int64     // what its counts were rounded to, a row of rounded; 0: they were not
}

// roundedRow is a row of rounded.
type roundedRow struct {
	Publication string `db:"publikation"`
	To          int64  `db:"till"`
}

// Released is a row of released: a published fact, word for word.
type Released struct {
	Publication string   `db:"publikation"`
	Measure     string   `db:"matt"`
	Kind        string   `db:"slag"`
	Level       string   `db:"niva"`
	Area        string   `db:"omrade"`
	Division    string   `db:"indelning"`
	Category    string   `db:"kategori"`
	Period      string   `db:"period"`
	Value       *float64 `db:"varde"`
	Denominator *float64 `db:"namnare"`
	Lower       *float64 `db:"nedre"`
	Upper       *float64 `db:"ovre"`
	N           *int64   `db:"antal"`
	Status      string   `db:"status"`
}

// patternRow is a row of pattern, with the publication that first hid it.
type patternRow struct {
	Publication string `db:"publikation"`
	Measure     string `db:"matt"`
	Level       string `db:"niva"`
	Area        string `db:"omrade"`
	Division    string `db:"indelning"`
	Category    string `db:"kategori"`
	Period      string `db:"period"`
	Column      string `db:"kolumn"`
}

type proofRow struct {
	Publication string `db:"publikation"`
	Fingerprint string `db:"avtryck"`
	Text        string `db:"bevis"`
}

//go:embed schema/*.sql read/*.sql write/*.sql
var files embed.FS

// DB is an open ledger.
type DB struct{ duck *duck.DB }

// Open opens the ledger at path and creates it when it does not exist.
func Open(ctx context.Context, path string) (*DB, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if err := create(ctx, path); err != nil {
			return nil, fmt.Errorf("make ledger %s: %w", path, err)
		}
	}
	db, err := duck.Open(ctx, path, duck.Options{})
	if err != nil {
		return nil, err
	}
	// A ledger of a former shape gets the tables that it lacks, all or none.
	set, err := duck.Load(files, "schema")
	if err == nil {
		err = db.Tx(ctx, func(tx *duck.Tx) error { return tx.Run(ctx, set, nil) })
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open ledger %s: %w", path, err), db.Close())
	}
	return &DB{db}, nil
}

// create makes an empty ledger beside its place and then puts it there, so that
// a stop in between leaves no half-made file under its name.
func create(ctx context.Context, path string) (err error) {
	beside := path + ".ny"
	for _, left := range []string{beside, beside + ".wal"} {
		if err := os.Remove(left); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	set, err := duck.Load(files, "schema")
	if err != nil {
		return err
	}
	db, err := duck.Open(ctx, beside, duck.Options{})
	if err != nil {
		return err
	}
	err = db.Tx(ctx, func(tx *duck.Tx) error { return tx.Run(ctx, set, nil) })
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	if err := sync(beside); err != nil {
		return err
	}
	if err := os.Rename(beside, path); err != nil {
		return err
	}
	return sync(filepath.Dir(path))
}

func sync(path string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return f.Sync()
}

// Close releases the file.
func (db *DB) Close() error { return db.duck.Close() }

// Hidden lists everything hidden by publications up to a moment.
func (db *DB) Hidden(ctx context.Context, until time.Time) ([]Hiding, error) {
	return read[Hiding](ctx, db, "hidden", duck.Args{"until": until.UTC()})
}

// Tables lists the tables of which a figure that needs protection was shown.
func (db *DB) Tables(ctx context.Context, until time.Time) ([]Table, error) {
	return read[Table](ctx, db, "tables", duck.Args{"until": until.UTC()})
}

// Shown lists every figure that needs protection and was shown all the same.
func (db *DB) Shown(ctx context.Context, until time.Time) ([]Shown, error) {
	type row struct {
		Measure  string  `db:"matt"`
		Level    string  `db:"niva"`
		Area     string  `db:"omrade"`
		Division string  `db:"indelning"`
		Category string  `db:"kategori"`
		Period   string  `db:"period"`
		Column   string  `db:"kolumn"`
		Figure   float64 `db:"tal"`
		To       int64   `db:"till"`
	}
	rows, err := read[row](ctx, db, "shown", duck.Args{"until": until.UTC()})
	out := make([]Shown, len(rows))
	for i, r := range rows {
		out[i] = Shown{Hiding{r.Measure, r.Level, r.Area, r.Division, r.Category, r.Period, r.Column}, r.Figure, r.To}
	}
	return out, err
}

// Proofs lists the newest proof under each fingerprint.
func (db *DB) Proofs(ctx context.Context, until time.Time) ([]Proof, error) {
	return read[Proof](ctx, db, "proofs", duck.Args{"until": until.UTC()})
}

// Publications lists what has been published, oldest first.
func (db *DB) Publications(ctx context.Context) ([]Publication, error) {
	return read[Publication](ctx, db, "publications", nil)
}

// Told is what a rounded publication told of a count that was new, or other than before.
type Told struct {
	Hiding
	Figure *float64 // nil: hidden
	Order  int64    // of the publication that first told it so
}

// Told lists what rounded publications up to a moment have told of counts.
func (db *DB) Told(ctx context.Context, until time.Time) ([]Told, error) {
	type row struct {
		Measure  string   `db:"matt"`
		Level    string   `db:"niva"`
		Area     string   `db:"omrade"`
		Division string   `db:"indelning"`
		Category string   `db:"kategori"`
		Period   string   `db:"period"`
		Column   string   `db:"kolumn"`
		Figure   *float64 `db:"tal"`
		Order    int64    `db:"ordning"`
	}
	rows, err := read[row](ctx, db, "told", duck.Args{"until": until.UTC()})
	out := make([]Told, len(rows))
	for i, r := range rows {
		out[i] = Told{Hiding{r.Measure, r.Level, r.Area, r.Division, r.Category, r.Period, r.Column}, r.Figure, r.Order}
	}
	return out, err
}

// Rounded says whether any publication told its counts rounded.
func (db *DB) Rounded(ctx context.Context) (bool, error) {
	rows, err := read[roundedRow](ctx, db, "rounded", nil)
	return len(rows) > 0, err
}

// Always is a moment after every publication.
var Always = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// Append writes a publication in one transaction: of its facts, pattern and
// proofs what is new.
// An id that is there already changes nothing: the id is a hash of the facts.
func (db *DB) Append(ctx context.Context, p Publication, facts []Released, hidden []Hiding, proofs []Proof) error {
	known, err := db.Publications(ctx)
	if err != nil {
		return err
	}
	for _, k := range known {
		if k.ID == p.ID {
			return nil
		}
	}
	before, err := db.Hidden(ctx, Always)
	if err != nil {
		return err
	}
	old := map[Hiding]bool{}
	for _, h := range before {
		old[h] = true
	}
	var added []patternRow
	for _, h := range hidden {
		if !old[h] {
			added = append(added, patternRow{p.ID, h.Measure, h.Level, h.Area, h.Division, h.Category, h.Period, h.Column})
		}
	}
	err = db.duck.Tx(ctx, func(tx *duck.Tx) error {
		if err := duck.Insert(ctx, tx, "publication", []Publication{p}); err != nil {
			return err
		}
		if p.RoundedTo > 0 {
			if err := duck.Insert(ctx, tx, "rounded", []roundedRow{{p.ID, p.RoundedTo}}); err != nil {
				return err
			}
		}
		if err := addReleased(ctx, tx, facts); err != nil {
			return err
		}
		rows := make([]proofRow, len(proofs))
		for i, q := range proofs {
			rows[i] = proofRow{p.ID, q.Fingerprint, q.Text}
		}
		return errors.Join(duck.Insert(ctx, tx, "pattern", added), duck.Insert(ctx, tx, "proof", rows))
	})
	if err != nil {
		return fmt.Errorf("append publication %s to the ledger: %w", p.ID, err)
	}
	return nil
}

// addReleased adds the facts that are not as the newest of the same figure.
func addReleased(ctx context.Context, tx *duck.Tx, facts []Released) error {
	set, err := duck.Load(files, "write")
	if err != nil {
		return err
	}
	return errors.Join(
		tx.Exec(ctx, "CREATE TEMP TABLE incoming AS SELECT * FROM released LIMIT 0", nil),
		duck.Insert(ctx, tx, "incoming", facts),
		tx.Exec(ctx, set[0].SQL, nil),
		tx.Exec(ctx, "DROP TABLE incoming", nil))
}

func read[T any](ctx context.Context, db *DB, name string, args duck.Args) ([]T, error) {
	set, err := duck.Load(files, "read")
	if err != nil {
		return nil, err
	}
	var out []T
	for _, s := range set {
		if s.Name != name {
			continue
		}
		err := db.duck.Tx(ctx, func(tx *duck.Tx) error {
			out, err = duck.Select[T](ctx, tx, s.SQL, args)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.File, err)
		}
		return out, nil
	}
	return nil, fmt.Errorf("no statement read/%s.sql", name)
}
