//go:build duckdb_arrow

package duck

import (
	"context"
	"fmt"
	"reflect"
)

// Select runs a query and returns its rows as structs: a column goes to the
// field with its name in the tag `db`. NULL needs a pointer field. A column
// without a field, or a field without a column, is an error, so that a query
// and its reader cannot drift apart unseen.
func Select[T any](ctx context.Context, tx *Tx, query string, args Args) ([]T, error) {
	var out []T
	err := Each(ctx, tx, query, args, func(row T) error {
		out = append(out, row)
		return nil
	})
	return out, err
}

// Each is Select for results too large to hold: it calls fn row by row and
// stops at its first error.
func Each[T any](ctx context.Context, tx *Tx, query string, args Args, fn func(T) error) (err error) {
	rows, err := tx.tx.QueryContext(ctx, query, args.named()...)
	if err != nil {
		return err
	}
	defer func() {
		if e := rows.Close(); err == nil {
			err = e
		}
	}()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	fields, err := fieldsFor(reflect.TypeFor[T](), columns)
	if err != nil {
		return err
	}
	for rows.Next() {
		var row T
		v := reflect.ValueOf(&row).Elem()
		dest := make([]any, len(fields))
		for i, f := range fields {
			dest[i] = v.Field(f).Addr().Interface()
		}
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	return rows.Err()
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
