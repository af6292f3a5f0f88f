//go:build duckdb_arrow

package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"stadsdelskollen/ingest/contract"
	"stadsdelskollen/ingest/decode"
	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/warehouse"
)

// load decodes the archived bytes of a receipt into the warehouse.
func (ws Workspace) load(ctx context.Context, wh *warehouse.DB, r Receipt) (out warehouse.Outcome, err error) {
	d := warehouse.Delivery{Receipt: r.Number, Feed: r.Feed, Name: r.Name, SHA256: r.SHA256, Origin: r.Origin,
		Received: r.Received, Bytes: r.Bytes, Completes: r.Completes}
	if r.Gone != nil {
		return wh.Remember(ctx, d, r.Gone.Accepted, r.Gone.Refused)
	}
	refuse := func(faults []decode.Fault) (warehouse.Outcome, error) { return wh.Refuse(ctx, d, convert(faults)) }
	feed, err := contract.ForFile(r.Name)
	if err != nil {
		return refuse([]decode.Fault{{Rule: "underlag", Message: err.Error()}})
	}
	message, err := ws.cannotComplete(r)
	if err != nil {
		return out, err
	}
	if message != "" {
		return refuse([]decode.Fault{{Rule: "kvitto", Message: message}})
	}
	f, err := ws.object(r)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	opt := decode.Options{Feed: feed, Register: ws.Register, Mapping: r.mapping()}
	var refusal *decode.Refusal
	rows, err := decode.Open(r.Name, r.Bytes, ws.watch(f, r), opt)
	if errors.As(err, &refusal) {
		return refuse(refusal.Faults)
	}
	if err != nil {
		return out, err
	}
	defer rows.Close()
	own := warehouse.Feed{Name: feed.Name, Whole: feed.Own.Whole, Snapshot: feed.Own.Snapshot, Levels: feed.Own.Levels,
		Area: feed.Own.Area, Period: feed.Own.Period}
	out, err = wh.Load(ctx, d, own, ws.incoming(r, opt, rows))
	// DuckDB hands on only the text of what stopped the reading.
	switch {
	case err != nil && errors.As(rows.Err(), &refusal):
		return refuse(append(refusal.Faults, rows.Faults()...))
	case duck.OfData(err) && rows.Err() == nil:
		// It would stop every later run and every rebuild.
		return refuse([]decode.Fault{{Rule: "innehall", Message: fmt.Sprintf("filens innehåll går inte att lagra: %v", err)}})
	}
	return out, err
}

// cannotComplete says in Swedish why mended rows have nothing to join.
func (ws Workspace) cannotComplete(r Receipt) (string, error) {
	if r.Completes == 0 {
		return "", nil
	}
	base, err := ws.receipt(r.Completes)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Sprintf("filen rättar rader ur kvitto %d, som inte finns", r.Completes), nil
	case err != nil:
		return "", err
	case base.Feed != r.Feed || base.Number >= r.Number:
		return fmt.Sprintf("filen rättar rader ur kvitto %d, som är en annan leverans (%s)", r.Completes, base.Name), nil
	}
	return "", nil
}

func (ws Workspace) incoming(r Receipt, opt decode.Options, rows *decode.Reader) warehouse.Incoming {
	return warehouse.Incoming{
		Rows:   rows,
		Faults: func() []warehouse.Fault { return convert(rows.Faults()) },
		Cells: func() []warehouse.Cell {
			var out []warehouse.Cell
			for _, c := range rows.Cells() {
				out = append(out, warehouse.Cell(c))
			}
			return out
		},
		Fields:   rows.Fields,
		Warnings: func() []warehouse.Fault { return convert(rows.Notes()) },
		Parts: func() []warehouse.Part {
			var out []warehouse.Part
			for _, p := range rows.Parts() {
				out = append(out, warehouse.Part(p))
			}
			return out
		},
		Raw: func(lines map[int64]bool) (map[int64]string, error) {
			_, found, err := ws.lines(r, opt, lines)
			return found, err
		},
	}
}

// lines reads an archived file again.
func (ws Workspace) lines(r Receipt, opt decode.Options, lines map[int64]bool) (header string, found map[int64]string, err error) {
	f, err := ws.object(r)
	if err != nil {
		return "", nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return decode.Lines(r.Name, r.Bytes, f, opt, lines)
}

func convert(faults []decode.Fault) []Fault {
	out := make([]Fault, len(faults))
	for i, f := range faults {
		out[i] = Fault{Line: f.Line, Field: f.Field, Column: f.Column, Rule: f.Rule, Message: strings.ToValidUTF8(f.Message, "\ufffd"), Raw: f.Raw}
	}
	return out
}

// watch reports how far a file has been read.
func (ws Workspace) watch(in io.ReaderAt, r Receipt) io.ReaderAt {
	if ws.Progress == nil {
		return in
	}
	return &watched{in: in, name: r.Name, total: int(r.Bytes), tell: ws.Progress}
}

type watched struct {
	in          io.ReaderAt
	name        string
	done, total int
	tell        func(step string, done, total int)
}

// ReadAt tells how far the file has been read; formats read it in no order, and
// more than once.
func (w *watched) ReadAt(p []byte, at int64) (int, error) {
	n, err := w.in.ReadAt(p, at)
	if end := int(at) + n; end > w.done {
		w.done = end
		w.tell(w.name, w.done, w.total)
	}
	return n, err
}
