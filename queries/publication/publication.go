// Package publication is the public database: the base facts that crossed the
// gate, the indicators computed from them, their comparisons, and what pages
// and files read. It knows nothing of the warehouse; what is not in fakta
// cannot reach a reader.
//
// A publication is filled once by the gate, then indicators and comparisons
// are computed in it, then it is sealed with an id made from its content.
package publication

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"stadsdelskollen/queries/duck"
)

//go:embed schema/*.sql indicators/*.sql relations/*.sql read/*.sql
var files embed.FS

// DB is an open publication.
type DB struct{ db *duck.DB }

// Content is what the gate lets through.
type Content struct {
	Info       Info
	Areas      []Area
	Divisions  []Division
	Members    []Member
	Succession []Succession
	Events     []Event
	Deliveries []Delivery
	Facts      []Fact
	Merged     []Merged
	Units      []Unit
	Grouped    []Grouped
	PeerChoice []PeerChoice
}

// Create makes a new publication at path and refuses to replace a file.
func Create(ctx context.Context, path string) (_ *DB, err error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("create publication %s: a file is in the way", path)
	}
	// One thread: a publication is small, and its rows are to lie in one order.
	db, err := duck.Open(ctx, path, duck.Options{Threads: 1})
	if err != nil {
		return nil, fmt.Errorf("create publication: %w", err)
	}
	schema, err := duck.Load(files, "schema")
	if err == nil {
		err = db.Tx(ctx, func(tx *duck.Tx) error { return tx.Run(ctx, schema, nil) })
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("create publication: %w", err), db.Close())
	}
	return &DB{db}, nil
}

// Resume opens a publication that is not sealed yet, to compute in it.
func Resume(ctx context.Context, path string) (*DB, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("open publication: %w", err)
	}
	db, err := duck.Open(ctx, path, duck.Options{Threads: 1})
	if err != nil {
		return nil, fmt.Errorf("open publication: %w", err)
	}
	return &DB{db}, nil
}

// Open opens a publication for reading.
func Open(ctx context.Context, path string) (*DB, error) {
	db, err := duck.Open(ctx, path, duck.Options{ReadOnly: true, Threads: 1})
	if err != nil {
		return nil, fmt.Errorf("open publication: %w", err)
	}
	return &DB{db}, nil
}

// Close releases the file.
func (p *DB) Close() error { return p.db.Close() }

// Fill writes everything that the gate let through, all or nothing.
func (p *DB) Fill(ctx context.Context, c Content) error {
	err := p.db.Tx(ctx, func(tx *duck.Tx) error {
		return errors.Join(
			duck.Insert(ctx, tx, "publikation", []Info{c.Info}),
			duck.Insert(ctx, tx, "omrade", c.Areas),
			duck.Insert(ctx, tx, "indelning", c.Divisions),
			duck.Insert(ctx, tx, "indelning_omrade", c.Members),
			duck.Insert(ctx, tx, "efterfoljd", c.Succession),
			duck.Insert(ctx, tx, "handelse", c.Events),
			duck.Insert(ctx, tx, "leverans", c.Deliveries),
			duck.Insert(ctx, tx, "fakta", c.Facts),
			duck.Insert(ctx, tx, "sammanlagd", c.Merged),
			duck.Insert(ctx, tx, "beslutsenhet", c.Units),
			duck.Insert(ctx, tx, "kategorigrupp", c.Grouped),
			duck.Insert(ctx, tx, "jamlik_val", c.PeerChoice),
			duck.Insert(ctx, tx, "mattdefinition", Measures()),
		)
	})
	if err != nil {
		return fmt.Errorf("fill publication: %w", err)
	}
	return nil
}

// SetIntervals replaces lower and upper limit of the given observations.
func (p *DB) SetIntervals(ctx context.Context, obs []Observation) error {
	type limits struct {
		Indicator string   `db:"nyckeltal"`
		Level     string   `db:"niva"`
		Area      string   `db:"omrade"`
		Division  string   `db:"indelning"`
		Category  string   `db:"kategori"`
		Period    string   `db:"period"`
		Lower     *float64 `db:"nedre"`
		Upper     *float64 `db:"ovre"`
	}
	rows := make([]limits, len(obs))
	for i, o := range obs {
		rows[i] = limits{o.Indicator, o.Level, o.Area, o.Division, o.Category, o.Period, o.Lower, o.Upper}
	}
	err := p.db.Tx(ctx, func(tx *duck.Tx) error {
		if err := tx.Exec(ctx, "CREATE TEMP TABLE granser AS SELECT nyckeltal, niva, omrade, indelning, kategori, period, nedre, ovre FROM observation LIMIT 0", nil); err != nil {
			return err
		}
		if err := duck.Insert(ctx, tx, "granser", rows); err != nil {
			return err
		}
		return errors.Join(
			tx.Exec(ctx, `UPDATE observation SET nedre = granser.nedre, ovre = granser.ovre FROM granser
				WHERE observation.nyckeltal = granser.nyckeltal AND observation.niva = granser.niva AND observation.omrade = granser.omrade
				AND observation.indelning = granser.indelning AND observation.kategori = granser.kategori AND observation.period = granser.period`, nil),
			tx.Exec(ctx, "DROP TABLE granser", nil))
	})
	if err != nil {
		return fmt.Errorf("set intervals: %w", err)
	}
	return nil
}

// StoreComparisons adds rows of jamforelse and spridning.
func (p *DB) StoreComparisons(ctx context.Context, c []Comparison, s []Spread) error {
	err := p.db.Tx(ctx, func(tx *duck.Tx) error {
		return errors.Join(duck.Insert(ctx, tx, "jamforelse", c), duck.Insert(ctx, tx, "spridning", s))
	})
	if err != nil {
		return fmt.Errorf("store comparisons: %w", err)
	}
	return nil
}

// SetNext says when the period after the newest is expected. It belongs before
// Seal.
func (p *DB) SetNext(ctx context.Context, day time.Time) error {
	err := p.db.Tx(ctx, func(tx *duck.Tx) error {
		return tx.Exec(ctx, "UPDATE publikation SET nasta = CAST($dag AS DATE)", duck.Args{"dag": day.Format(time.DateOnly)})
	})
	if err != nil {
		return fmt.Errorf("set next publication: %w", err)
	}
	return nil
}

// Seal gives the publication its id: its newest period and a hash of what it
// publishes and of the program's parts that shape it. extra stands for those
// parts outside this package (pages, styles); nothing in it may be secret.
func (p *DB) Seal(ctx context.Context, extra string) (string, error) {
	var id string
	err := p.db.Tx(ctx, func(tx *duck.Tx) error {
		sum := sha256.New()
		fmt.Fprintln(sum, extra)
		parts, err := duck.Load(files, "read")
		if err != nil {
			return err
		}
		for _, s := range parts {
			if s.Header["digest"] == "" {
				continue
			}
			row, err := duck.One[struct {
				Text string `db:"text"`
			}](ctx, tx, s.SQL, nil)
			if err != nil {
				return fmt.Errorf("%s: %w", s.File, err)
			}
			fmt.Fprintln(sum, s.Name, row.Text)
		}
		shared, err := relations()
		if err != nil {
			return err
		}
		for _, s := range shared {
			fmt.Fprintln(sum, s.Name, s.SQL)
		}
		fmt.Fprintln(sum, Measures())
		info, err := p.info(ctx, tx)
		if err != nil {
			return err
		}
		id = info.Month + "_" + hex.EncodeToString(sum.Sum(nil))[:12]
		return tx.Exec(ctx, "UPDATE publikation SET id = $id", duck.Args{"id": id})
	})
	if err != nil {
		return "", fmt.Errorf("seal publication: %w", err)
	}
	return id, nil
}

// Over reads a publication from a database that someone else has opened and
// closes.
func Over(db *duck.DB) *DB { return &DB{db} }
