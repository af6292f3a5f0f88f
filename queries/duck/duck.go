//go:build duckdb_arrow

// Package duck opens DuckDB files and runs SQL in them. It is the only
// importer of database/sql, duckdb-go and its Arrow interface: no connection,
// result or transaction of theirs leaves it, since one that leaks makes the
// next open of the same file hang for ever.
//
// It promises that a failed transaction leaves nothing behind, that every
// session runs in UTC, and that no extension is fetched from a network. It
// refuses a file that another process holds (ErrLocked).
package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"strconv"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// ErrLocked says that another process has the database file open.
var ErrLocked = errors.New("database is in use by another process")

// Options set how a database is opened; the zero value suits a workspace.
type Options struct {
	// ReadOnly opens an existing file without the right to change it.
	ReadOnly bool
	// Threads DuckDB may use; 0 means as many as there are processors.
	Threads int
	// MemoryLimit in DuckDB's words, for example "2GB"; empty means 2GB.
	MemoryLimit string
}

// DB is an open database. It is safe for use by several goroutines.
type DB struct {
	sql      *sql.DB
	path     string
	readOnly bool
}

// Open opens the database file at path, or one in memory when path is empty.
// A missing file is created unless opt.ReadOnly is set.
func Open(ctx context.Context, path string, opt Options) (*DB, error) {
	if opt.ReadOnly {
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("open database: %w", err)
		}
	}
	connector, err := duckdb.NewConnector(dsn(path, opt), nil)
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, lockError(err))
	}
	db := sql.OpenDB(connector)
	// The time zone is a session setting that follows the host; set for all
	// sessions before the configuration is locked.
	for _, set := range []string{"SET GLOBAL TimeZone = 'UTC'", "SET GLOBAL lock_configuration = true"} {
		if _, err := db.ExecContext(ctx, set); err != nil {
			return nil, errors.Join(fmt.Errorf("open database %s: %w", path, lockError(err)), db.Close())
		}
	}
	return &DB{sql: db, path: path, readOnly: opt.ReadOnly}, nil
}

// Close writes what is left in the log to the file and releases it. DuckDB
// keeps silent when that fails, on a full disk for one: then the log is still
// there. Nothing is lost, as long as nobody moves the file without its log.
func (db *DB) Close() error {
	if err := db.sql.Close(); err != nil {
		return fmt.Errorf("close database %s: %w", db.path, err)
	}
	if db.path == "" || db.readOnly {
		return nil
	}
	if _, err := os.Stat(db.path + ".wal"); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("close database %s: its log could not be written into it: is the disk full?", db.path)
	}
	return nil
}

// Path is the file that was opened, empty for a database in memory.
func (db *DB) Path() string { return db.path }

func dsn(path string, opt Options) string {
	threads := opt.Threads
	if threads == 0 {
		threads = runtime.NumCPU()
	}
	limit := opt.MemoryLimit
	if limit == "" {
		limit = "2GB"
	}
	v := url.Values{
		"threads":                      {strconv.Itoa(threads)},
		"memory_limit":                 {limit},
		"autoinstall_known_extensions": {"false"},
		"autoload_known_extensions":    {"false"},
	}
	if opt.ReadOnly {
		v.Set("access_mode", "read_only")
	}
	return path + "?" + v.Encode()
}

// OfData says that a statement failed for what it was given to read, so that it
// would fail anywhere and at any time: not for want of space, memory or time.
func OfData(err error) bool {
	var fault *duckdb.Error
	if !errors.As(err, &fault) {
		return false
	}
	switch fault.Type {
	case duckdb.ErrorTypeInvalidInput, duckdb.ErrorTypeConversion, duckdb.ErrorTypeOutOfRange, duckdb.ErrorTypeDivideByZero, duckdb.ErrorTypeConstraint:
		return true
	}
	return false
}

// lockError recognises DuckDB's message for a file that is held elsewhere:
// its type says only IO, which a missing folder does too.
func lockError(err error) error {
	if strings.Contains(err.Error(), "Could not set lock") {
		return errors.Join(ErrLocked, err)
	}
	return err
}
