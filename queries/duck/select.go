//go:build duckdb_arrow

package duck

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/apache/arrow-go/v18/arrow/array"
	duckdb "github.com/duckdb/duckdb-go/v2"
)

// Select runs a query and returns its rows as structs: a column goes to the
// field with its name in the tag `db`. NULL needs a pointer field. A column
// without a field, or a field without a column, is an error, so that a query
// and its reader cannot drift apart unseen.
func Select[T any](ctx context.Context, tx *Tx, query string, args Args) ([]T, error) {
	var parts [][]T
	err := batches(ctx, tx, query, args, func(rows []T) error {
		parts = append(parts, rows)
		return nil
	})
	return slices.Concat(parts...), err
}

// Each is Select for results too large to hold: it calls fn row by row and
// stops at its first error.
func Each[T any](ctx context.Context, tx *Tx, query string, args Args, fn func(T) error) error {
	return batches(ctx, tx, query, args, func(rows []T) error {
		for _, row := range rows {
			if err := fn(row); err != nil {
				return err
			}
		}
		return nil
	})
}

// batches calls fn with some thousand rows at a time.
func batches[T any](ctx context.Context, tx *Tx, query string, args Args, fn func([]T) error) error {
	return tx.query(ctx, query, args, func(reader array.RecordReader) error {
		columns := make([]string, reader.Schema().NumFields())
		for i, f := range reader.Schema().Fields() {
			columns[i] = f.Name
		}
		t := reflect.TypeFor[T]()
		fields, err := fieldsFor(t, columns)
		if err != nil {
			return err
		}
		seen := make([]texts, len(columns))
		for reader.Next() {
			batch := reader.RecordBatch()
			rows := make([]T, batch.NumRows())
			v := reflect.ValueOf(rows)
			for c, f := range fields {
				set, err := setterOf(batch.Column(c), t.Field(f).Type, &seen[c])
				for i := 0; i < len(rows) && err == nil; i++ {
					err = set(i, v.Index(i).Field(f))
				}
				if err != nil {
					return fmt.Errorf("column %s: %w", columns[c], err)
				}
			}
			if err := fn(rows); err != nil {
				return err
			}
		}
		return reader.Err()
	})
}

// query gives fn the result of a query as record batches.
func (tx *Tx) query(ctx context.Context, query string, args Args, fn func(array.RecordReader) error) error {
	return tx.conn.Raw(func(dc any) error {
		conn, ok := dc.(*duckdb.Conn)
		if !ok {
			return errors.New("not a DuckDB connection")
		}
		a, err := duckdb.NewArrowFromConn(conn)
		if err != nil {
			return err
		}
		reader, err := a.QueryContext(ctx, query, args.named()...)
		if err != nil {
			return err
		}
		defer reader.Release()
		return fn(reader)
	})
}

// One is Select for a query that yields exactly one row.
func One[T any](ctx context.Context, tx *Tx, query string, args Args) (T, error) {
	var zero T
	rows, err := Select[T](ctx, tx, query, args)
	if err != nil {
		return zero, err
	}
	if len(rows) != 1 {
		return zero, fmt.Errorf("want one row, got %d", len(rows))
	}
	return rows[0], nil
}

func fieldsFor(t reflect.Type, columns []string) ([]int, error) {
	byName := map[string]int{}
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("db"); name != "" {
			byName[name] = i
		}
	}
	fields := make([]int, len(columns))
	for i, c := range columns {
		f, ok := byName[c]
		if !ok {
			return nil, fmt.Errorf("column %s has no field in %s", c, t)
		}
		fields[i] = f
		delete(byName, c)
	}
	for name := range byName {
		return nil, fmt.Errorf("field %s of %s has no column", name, t)
	}
	return fields, nil
}
