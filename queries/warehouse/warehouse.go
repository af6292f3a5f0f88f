//go:build duckdb_arrow

// Package warehouse is the secret side's database: every accepted row of every
// delivery, append-only, each with the number of its receipt, and beside them
// what was refused and why. What is in force is a query (current/*.sql), so a
// month delivered anew is a revision and an earlier moment can be asked for.
//
// It promises that a delivery goes in within one transaction or not at all. It
// is a cache of the archive: a file of another version is refused with
// ErrOtherVersion and made anew, never changed in place.
package warehouse

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"stadsdelskollen/queries/duck"
)

// ErrOtherVersion says that the file was made by another version of the
// program; it has to be rebuilt from the archive.
var ErrOtherVersion = errors.New("warehouse is of another version")

//go:embed schema/*.sql load/*.sql checks/*.sql current/*.sql status/*.sql
var files embed.FS

// decoding is raised by hand when decoding or contracts change what a delivery
// becomes; changed SQL is seen by itself.
const decoding = 4

// DB is an open warehouse.
type DB struct {
	db     *duck.DB
	load   map[string]duck.Statement
	status map[string]duck.Statement
	checks []duck.Statement
	// current is in the order of what reads what.
	current []duck.Statement
}

// Open opens the warehouse at path and makes its tables in a new file. An
// empty path is a warehouse in memory.
func Open(ctx context.Context, path string, opt duck.Options) (*DB, error) {
	w := &DB{}
	schema, err := duck.Load(files, "schema")
	if err != nil {
		return nil, err
	}
	if w.load, err = byName("load"); err != nil {
		return nil, err
	}
	if w.status, err = byName("status"); err != nil {
		return nil, err
	}
	if w.checks, err = Checks(); err != nil {
		return nil, err
	}
	if w.current, err = CurrentStatements(); err != nil {
		return nil, err
	}
	if w.current, err = duck.Order(w.current); err != nil {
		return nil, err
	}
	if w.db, err = duck.Open(ctx, path, opt); err != nil {
		return nil, err
	}
	if err := w.db.Tx(ctx, func(tx *duck.Tx) error { return prepare(ctx, tx, schema) }); err != nil {
		return nil, errors.Join(fmt.Errorf("open warehouse %s: %w", path, err), w.db.Close())
	}
	return w, nil
}

// Close releases the file.
func (w *DB) Close() error { return w.db.Close() }

// Path is the file that was opened.
func (w *DB) Path() string { return w.db.Path() }

// Tx runs fn in one transaction; see duck.DB.Tx.
func (w *DB) Tx(ctx context.Context, fn func(tx *duck.Tx) error) error { return w.db.Tx(ctx, fn) }

// CurrentStatements are the relations of the rows in force: current_scope,
// which takes $as_of, and one current_<feed> for each feed.
func CurrentStatements() ([]duck.Statement, error) { return duck.Load(files, "current") }

// prepare makes the tables in an empty file, or sees that they are ours.
func prepare(ctx context.Context, tx *duck.Tx, schema []duck.Statement) error {
	type row struct {
		Tables  int64 `db:"tables"`
		Version int64 `db:"version"`
	}
	found, err := duck.One[row](ctx, tx, `SELECT count(*) AS tables, count(*) FILTER (table_name = 'warehouse_version') AS version FROM duckdb_tables()`, nil)
	if err != nil {
		return err
	}
	want, err := Version()
	if err != nil {
		return err
	}
	if found.Tables == 0 {
		if err := tx.Run(ctx, schema, nil); err != nil {
			return err
		}
		return tx.Exec(ctx, "INSERT INTO warehouse_version VALUES ($version)", duck.Args{"version": want})
	}
	if found.Version == 0 {
		return ErrOtherVersion
	}
	type version struct {
		Version string `db:"version"`
	}
	got, err := duck.One[version](ctx, tx, "SELECT version FROM warehouse_version", nil)
	if err != nil {
		return err
	}
	if got.Version != want {
		return fmt.Errorf("%w: %s, this program makes %s", ErrOtherVersion, got.Version, want)
	}
	return nil
}

// Version names what a delivery becomes in the warehouse: it follows every
// file of schema, load, checks and current, which checks read.
func Version() (string, error) {
	h := sha256.New()
	for _, dir := range []string{"schema", "load", "checks", "current"} {
		err := fs.WalkDir(files, dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := fs.ReadFile(files, path)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(h, "%s\n%d\n%s", path, len(text), text)
			return err
		})
		if err != nil {
			return "", fmt.Errorf("warehouse version: %w", err)
		}
	}
	return fmt.Sprintf("%d-%s", decoding, hex.EncodeToString(h.Sum(nil))[:12]), nil
}

func byName(dir string) (map[string]duck.Statement, error) {
	set, err := duck.Load(files, dir)
	if err != nil {
		return nil, err
	}
	out := map[string]duck.Statement{}
	for _, s := range set {
		out[s.Name] = s
	}
	return out, nil
}

// run executes one statement of the folder load.
func (w *DB) run(ctx context.Context, tx *duck.Tx, name string, args duck.Args) error {
	s, ok := w.load[name]
	if !ok {
		return fmt.Errorf("load/%s.sql: no such file", name)
	}
	return tx.Run(ctx, []duck.Statement{s}, args)
}

// utc is the form in which moments go into the database, to the microsecond.
func utc(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
