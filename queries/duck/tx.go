//go:build duckdb_arrow

package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow/array"
	duckdb "github.com/duckdb/duckdb-go/v2"
)

// Args are the named parameters of a statement: $name in SQL, "name" here.
type Args map[string]any

func (a Args) named() []any {
	out := make([]any, 0, len(a))
	for name, value := range a {
		out = append(out, sql.Named(name, value))
	}
	return out
}

// Tx is one transaction. It is used by one goroutine, within the function
// that received it.
type Tx struct {
	conn *sql.Conn
	tx   *sql.Tx
}

// Tx runs fn in a transaction that is committed when fn returns nil and rolled
// back when it returns an error or panics. DuckDB's Commit reports success
// even after a statement has failed, so any error must reach fn's return.
func (db *DB) Tx(ctx context.Context, fn func(tx *Tx) error) (err error) {
	conn, err := db.sql.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connect to %s: %w", db.path, lockError(err))
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	done := false
	defer func() {
		if !done {
			if e := tx.Rollback(); e != nil && !errors.Is(e, sql.ErrTxDone) {
				err = errors.Join(err, fmt.Errorf("roll back: %w", e))
			}
		}
	}()
	if err := fn(&Tx{conn: conn, tx: tx}); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	done = true
	return nil
}

// Exec runs one statement.
func (tx *Tx) Exec(ctx context.Context, query string, args Args) error {
	_, err := tx.tx.ExecContext(ctx, query, args.named()...)
	return err
}

// Count runs one INSERT, UPDATE or DELETE and returns how many rows it touched.
func (tx *Tx) Count(ctx context.Context, query string, args Args) (int64, error) {
	res, err := tx.tx.ExecContext(ctx, query, args.named()...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// WithBatches makes the record batches of reader readable as the view name
// while fn runs. The view can be read once.
func (tx *Tx) WithBatches(ctx context.Context, name string, reader array.RecordReader, fn func() error) error {
	var release func()
	err := tx.conn.Raw(func(dc any) error {
		conn, ok := dc.(*duckdb.Conn)
		if !ok {
			return fmt.Errorf("register %s: not a DuckDB connection", name)
		}
		a, err := duckdb.NewArrowFromConn(conn)
		if err != nil {
			return fmt.Errorf("register %s: %w", name, err)
		}
		release, err = a.RegisterView(reader, name)
		return err
	})
	if err != nil {
		return err
	}
	defer release()
	if err := fn(); err != nil {
		return err
	}
	if err := reader.Err(); err != nil {
		return fmt.Errorf("read batches of %s: %w", name, err)
	}
	return tx.Exec(ctx, "DROP VIEW IF EXISTS "+quote(name), nil)
}
