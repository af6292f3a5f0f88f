//go:build duckdb_arrow

package ingest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/warehouse"
)

// Gone is what a receipt says of its bytes once their time has passed.
type Gone struct {
	When time.Time `json:"when"`
	// What had become of the rows while they were there.
	Accepted int64 `json:"accepted"`
	Refused  int64 `json:"refused"`
}

// Retire deletes the bytes of deliveries whose feed keeps them for a time that
// has passed: from the archive, from quarantine, and with the whole warehouse,
// which the next opening makes anew without them. Receipts stay and say so. It
// returns those that it retired. The warehouse must not be open here.
//
// The receipts are marked first and the archived bytes go last, so that a
// stopped run is seen and ended by the next.
func Retire(ctx context.Context, ws Workspace, path string) ([]Receipt, error) {
	receipts, err := ws.receipts()
	if err != nil {
		return nil, fmt.Errorf("retire deliveries: %w", err)
	}
	var due []Receipt
	for _, r := range receipts {
		if keep := ws.Feeds[r.Feed].Keep; r.Gone == nil && keep > 0 && r.Received.AddDate(0, keep, 0).Before(ws.Now()) {
			due = append(due, r)
		}
	}
	if len(due) > 0 {
		if due, err = ws.mark(ctx, due, path); err != nil {
			return nil, fmt.Errorf("retire deliveries: %w", err)
		}
		if receipts, err = ws.receipts(); err != nil {
			return nil, fmt.Errorf("retire deliveries: %w", err)
		}
	}
	if err := ws.deleteGone(ctx, receipts, path); err != nil {
		return nil, fmt.Errorf("retire deliveries: %w", err)
	}
	return due, nil
}

// mark writes into each receipt that its bytes are gone, and returns them so.
func (ws Workspace) mark(ctx context.Context, due []Receipt, path string) ([]Receipt, error) {
	wh, err := OpenWarehouse(ctx, ws, path, duck.Options{})
	if err != nil {
		return nil, err
	}
	known, err := wh.Deliveries(ctx)
	if err := errors.Join(err, wh.Close()); err != nil {
		return nil, err
	}
	became := map[int]warehouse.Stored{}
	for _, d := range known {
		became[d.Receipt] = d
	}
	var out []Receipt
	for _, r := range due {
		d := became[r.Number]
		r.Gone = &Gone{When: ws.Now().UTC().Truncate(time.Second), Accepted: d.Accepted, Refused: d.Refused}
		if err := ws.writeJSON(ws.receiptFile(r.Number), r); err != nil {
			return nil, err
		}
		if err := ws.did("marked"); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// deleteGone deletes what is left of deliveries that are marked.
func (ws Workspace) deleteGone(ctx context.Context, receipts []Receipt, path string) error {
	needed := map[string]bool{}
	for _, r := range receipts {
		needed[r.SHA256] = needed[r.SHA256] || r.Gone == nil
	}
	var left []Receipt
	for _, r := range receipts {
		_, err := os.Stat(ws.path(objectsDir, r.SHA256))
		switch {
		case r.Gone == nil || needed[r.SHA256] || errors.Is(err, os.ErrNotExist):
			continue
		case err != nil:
			return err
		}
		left = append(left, r)
	}
	if len(left) == 0 {
		return nil
	}
	if err := free(ctx, path); err != nil {
		return err
	}
	gone := []string{path + ".ny.wal", path + ".ny", path + ".wal", path}
	for _, r := range left {
		for _, ending := range []string{"", ".*"} { // a file without an ending is copied without one
			copies, err := filepath.Glob(ws.path(quarantineDir, fmt.Sprintf("*.kvitto%d%s", r.Number, ending)))
			if err != nil {
				return err
			}
			gone = append(gone, copies...)
		}
	}
	for _, r := range left {
		gone = append(gone, ws.path(objectsDir, r.SHA256))
	}
	for _, file := range gone {
		if err := remove(file); err != nil {
			return err
		}
		if err := ws.did("deleted"); err != nil {
			return err
		}
	}
	return nil
}
