//go:build duckdb_arrow

package warehouse

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/apache/arrow-go/v18/arrow/array"

	"stadsdelskollen/queries/duck"
)

// What became of a delivery.
const (
	Accepted = "inlast"    // every row went in
	Partly   = "delvis"    // some rows were refused
	Refused  = "underkand" // nothing went in
	Gone     = "gallrad"   // its bytes and rows are deleted, their time having passed
)

// Delivery is a file that was received.
type Delivery struct {
	Receipt                    int
	Feed, Name, SHA256, Origin string
	Received                   time.Time
	Bytes                      int64
	// Completes is the receipt of whose refused rows this file holds the
	// mended ones, 0 for a delivery that speaks for itself.
	Completes int
}

// Feed is what the warehouse needs to know of a contract.
type Feed struct {
	Name string
	// Whole says that the rows of an area and period belong together.
	Whole bool
	// Snapshot says that a delivery holds all there is of its months.
	Snapshot bool
	// Levels of areas that the feed reports.
	Levels []string
	// Area and Period name the columns that say where and when.
	Area, Period string
}

// Fault is one fault of a file. Line and Field count from 1; Line 0 is the
// whole file, Field 0 the whole row.
type Fault struct {
	Line                       int64
	Field                      int
	Column, Rule, Message, Raw string
	// Part names the table of the delivery; empty where there is only one.
	Part string
}

// Part is one table of a delivery: its file within an archive, its sheet.
type Part struct{ File, Sheet string }

// Cell is an area in a period; an empty one stands for any.
type Cell struct{ Period, Area string }

// Incoming is a decoded file. Rows carries the columns of the feed and
// _line, _key, _period, _area and _level; the functions are called after it
// was read to its end.
type Incoming struct {
	Rows array.RecordReader
	// Faults are the rows that could not be decoded, Cells what they were about.
	Faults func() []Fault
	Cells  func() []Cell
	// Raw reads rows again as they were delivered, by line.
	Raw func(lines map[int64]bool) (map[int64]string, error)
	// Fields are the places of columns in the file, from 1.
	Fields func() map[string]int
	// Warnings of what keeps no row out, found while decoding.
	Warnings func() []Fault
	// Parts are the tables of the delivery that places name, from 0.
	Parts func() []Part
}

// Outcome is what became of a delivery.
type Outcome struct {
	Status            string
	Accepted, Refused int64
	// Warnings did not keep any row out.
	Warnings []Fault
}

// Load checks the decoded rows and stores those that pass, with the delivery,
// its scope and its refused rows, in one transaction.
func (w *DB) Load(ctx context.Context, d Delivery, feed Feed, in Incoming) (Outcome, error) {
	var out Outcome
	err := w.db.Tx(ctx, func(tx *duck.Tx) error {
		if err := w.stage(ctx, tx, in); err != nil {
			return err
		}
		refuseAll, err := w.refuse(ctx, tx, d, feed)
		if err != nil {
			return err
		}
		if out, err = w.sift(ctx, tx, refuseAll); err != nil {
			return err
		}
		warnings, err := w.warnings(ctx, tx, d, feed, in.Fields())
		if err != nil {
			return err
		}
		parts := in.Parts()
		out.Warnings = named(append(in.Warnings(), warnings...), parts)
		if err := w.addParts(ctx, tx, d, parts); err != nil {
			return err
		}
		if err := w.recall(ctx, tx, in); err != nil {
			return err
		}
		args := duck.Args{"receipt": d.Receipt, "feed": feed.Name, "snapshot": feed.Snapshot}
		for _, name := range []string{"row_" + feed.Name, "figure_state", w.scopeOf(feed)} {
			if err := w.run(ctx, tx, name, args); err != nil {
				return err
			}
		}
		if err := w.warn(ctx, tx, d, out.Warnings); err != nil {
			return err
		}
		return w.store(ctx, tx, d, out)
	})
	if err != nil {
		return Outcome{}, fmt.Errorf("load receipt %d: %w", d.Receipt, err)
	}
	return out, nil
}

// Refuse stores a delivery of which nothing could be read.
func (w *DB) Refuse(ctx context.Context, d Delivery, faults []Fault) (Outcome, error) {
	out := Outcome{Status: Refused}
	err := w.db.Tx(ctx, func(tx *duck.Tx) error {
		if err := w.run(ctx, tx, "fault", nil); err != nil {
			return err
		}
		if err := w.addFaults(ctx, tx, faults); err != nil {
			return err
		}
		return w.store(ctx, tx, d, out)
	})
	if err != nil {
		return Outcome{}, fmt.Errorf("refuse receipt %d: %w", d.Receipt, err)
	}
	return out, nil
}

// Remember stores a delivery whose rows are gone.
func (w *DB) Remember(ctx context.Context, d Delivery, accepted, refused int64) (Outcome, error) {
	out := Outcome{Status: Gone, Accepted: accepted, Refused: refused}
	if err := w.db.Tx(ctx, func(tx *duck.Tx) error { return w.run(ctx, tx, "delivery", deliveryArgs(d, out)) }); err != nil {
		return Outcome{}, fmt.Errorf("remember receipt %d: %w", d.Receipt, err)
	}
	return out, nil
}

// stage reads the batches into a table, and what could not be decoded beside it.
func (w *DB) stage(ctx context.Context, tx *duck.Tx, in Incoming) error {
	err := tx.WithBatches(ctx, "incoming_batch", in.Rows, func() error { return w.run(ctx, tx, "incoming", nil) })
	if err != nil {
		return err
	}
	for _, name := range []string{"fault", "refused_cell"} {
		if err := w.run(ctx, tx, name, nil); err != nil {
			return err
		}
	}
	if err := w.addFaults(ctx, tx, in.Faults()); err != nil {
		return err
	}
	cells, err := batches([]string{"period", "area"}, in.Cells(), func(c Cell) []any { return []any{c.Period, c.Area} })
	if err != nil {
		return err
	}
	defer cells.Release()
	return tx.WithBatches(ctx, "cell_batch", cells, func() error { return w.run(ctx, tx, "add_cells", nil) })
}

func (w *DB) addFaults(ctx context.Context, tx *duck.Tx, faults []Fault) error {
	rows, err := batches([]string{"line", "field", "column_name", "rule", "message", "raw"}, faults, func(f Fault) []any {
		return []any{f.Line, int64(f.Field), f.Column, f.Rule, f.Message, f.Raw}
	})
	if err != nil {
		return err
	}
	defer rows.Release()
	return tx.WithBatches(ctx, "fault_batch", rows, func() error { return w.run(ctx, tx, "add_faults", nil) })
}

// sift takes the refused rows out and counts both kinds.
func (w *DB) sift(ctx context.Context, tx *duck.Tx, refuseAll bool) (Outcome, error) {
	type counts struct {
		Rows    int64 `db:"rows"`
		Faulty  int64 `db:"faulty"`
		Refused int64 `db:"refused"`
	}
	n, err := duck.One[counts](ctx, tx, `SELECT (SELECT count(*) FROM incoming) AS rows,
		(SELECT count(*) FROM incoming WHERE _line IN (SELECT line FROM fault)) AS faulty,
		(SELECT count(DISTINCT line) FROM fault WHERE line > 0) AS refused`, nil)
	if err != nil {
		return Outcome{}, err
	}
	out := Outcome{Status: Accepted, Accepted: n.Rows - n.Faulty, Refused: n.Refused}
	name := "drop_refused"
	if refuseAll {
		out.Refused, out.Accepted = out.Refused+out.Accepted, 0
		name = "drop_all"
	}
	switch {
	case out.Accepted == 0:
		out.Status = Refused
	case out.Refused > 0:
		out.Status = Partly
	}
	return out, w.run(ctx, tx, name, nil)
}

// recall adds to the faults that checks found the row as it was delivered and
// the place of its column.
func (w *DB) recall(ctx context.Context, tx *duck.Tx, in Incoming) error {
	fields, err := json.Marshal(in.Fields())
	if err != nil {
		return err
	}
	if err := w.run(ctx, tx, "fault_field", duck.Args{"fields": string(fields)}); err != nil {
		return err
	}
	type lineRow struct {
		Line int64 `db:"line"`
	}
	missing, err := duck.Select[lineRow](ctx, tx, "SELECT DISTINCT line FROM fault WHERE raw = '' AND line > 0 ORDER BY line", nil)
	if err != nil || len(missing) == 0 {
		return err
	}
	lines := make(map[int64]bool, len(missing))
	for _, m := range missing {
		lines[m.Line] = true
	}
	raw, err := in.Raw(lines)
	if err != nil {
		return err
	}
	rows, err := batches([]string{"line", "raw"}, missing, func(m lineRow) []any { return []any{m.Line, raw[m.Line]} })
	if err != nil {
		return err
	}
	defer rows.Release()
	return tx.WithBatches(ctx, "raw_batch", rows, func() error { return w.run(ctx, tx, "add_raws", nil) })
}

// addParts stores the tables of an archive or a workbook.
func (w *DB) addParts(ctx context.Context, tx *duck.Tx, d Delivery, parts []Part) error {
	if len(parts) == 1 && parts[0] == (Part{}) {
		return nil
	}
	type numbered struct {
		Part
		n int64
	}
	var all []numbered
	for i, p := range parts {
		all = append(all, numbered{p, int64(i)})
	}
	rows, err := batches([]string{"part", "file", "sheet"}, all, func(p numbered) []any { return []any{p.n, p.File, p.Sheet} })
	if err != nil {
		return err
	}
	defer rows.Release()
	return tx.WithBatches(ctx, "part_batch", rows, func() error {
		return w.run(ctx, tx, "add_parts", duck.Args{"receipt": d.Receipt})
	})
}

// named says of each fault in which part it stands, as part_name does.
func named(faults []Fault, parts []Part) []Fault {
	for i, f := range faults {
		n := int(f.Line >> 48)
		if n >= len(parts) {
			continue
		}
		switch p := parts[n]; {
		case p.File != "" && p.Sheet != "":
			faults[i].Part = p.File + ", blad " + p.Sheet
		case p.Sheet != "":
			faults[i].Part = "blad " + p.Sheet
		default:
			faults[i].Part = p.File
		}
	}
	return faults
}

// scopeOf names the statement that writes what a delivery of the feed replaces.
func (w *DB) scopeOf(feed Feed) string {
	if own := "scope_" + feed.Name; w.load[own].SQL != "" {
		return own
	}
	return "scope"
}

// warn keeps what was said of the delivery without keeping a row out.
func (w *DB) warn(ctx context.Context, tx *duck.Tx, d Delivery, warnings []Fault) error {
	rows, err := batches([]string{"line", "field", "column_name", "rule", "message"}, warnings, func(f Fault) []any {
		return []any{f.Line, int64(f.Field), f.Column, f.Rule, f.Message}
	})
	if err != nil {
		return err
	}
	defer rows.Release()
	return tx.WithBatches(ctx, "warning_batch", rows, func() error {
		return w.run(ctx, tx, "warned_row", duck.Args{"receipt": d.Receipt})
	})
}

// store writes the faults and, last, the delivery.
func (w *DB) store(ctx context.Context, tx *duck.Tx, d Delivery, out Outcome) error {
	for _, name := range []string{"refused_row", "delivery"} {
		if err := w.run(ctx, tx, name, deliveryArgs(d, out)); err != nil {
			return err
		}
	}
	return nil
}

func deliveryArgs(d Delivery, out Outcome) duck.Args {
	return duck.Args{
		"receipt": d.Receipt, "feed": d.Feed, "name": d.Name, "sha256": d.SHA256, "received": utc(d.Received), "origin": d.Origin,
		"bytes": d.Bytes, "completes": d.Completes, "status": out.Status, "accepted": out.Accepted, "refused": out.Refused,
	}
}
