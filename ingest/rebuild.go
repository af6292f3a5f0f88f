//go:build duckdb_arrow

package ingest

import (
	"context"
	"errors"
	"fmt"
	"os"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/warehouse"
)

// OpenWarehouse opens the workspace's warehouse, with its register written and
// every receipt loaded. It is made anew from the archive when it is missing or
// of another version. Read-only it is opened as it is.
func OpenWarehouse(ctx context.Context, ws Workspace, path string, opt duck.Options) (*warehouse.DB, error) {
	if opt.ReadOnly {
		return warehouse.Open(ctx, path, opt)
	}
	_, err := os.Stat(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("open warehouse: %w", err)
	}
	missing := err != nil
	var wh *warehouse.DB
	if !missing {
		wh, err = warehouse.Open(ctx, path, opt)
		switch {
		case err == nil, errors.Is(err, warehouse.ErrOtherVersion):
		case errors.Is(err, duck.ErrLocked), ctx.Err() != nil:
			return nil, err
		default:
			return nil, fmt.Errorf("%w\nhint: it is a cache of the archive; `stadsdelskollen rebuild` makes it anew", err)
		}
	}
	if wh == nil {
		if _, err := Rebuild(ctx, ws, path); err != nil {
			return nil, err
		}
		if wh, err = warehouse.Open(ctx, path, opt); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(wh.SetRegister(ctx, ws.Register), ws.catchUp(ctx, wh)); err != nil {
		return nil, errors.Join(err, wh.Close())
	}
	return wh, nil
}

// Rebuild makes the warehouse at path anew from the archive: beside the old
// one, receipt by receipt in the order of their numbers, then in its place. It
// returns all receipts: those that say so have no bytes any more. The old one must not be open here, and
// ErrLocked says that another process has it.
func Rebuild(ctx context.Context, ws Workspace, path string) (receipts []Receipt, err error) {
	if err := free(ctx, path); err != nil {
		return nil, fmt.Errorf("rebuild warehouse: %w", err)
	}
	beside := path + ".ny"
	sweep := func() error { return errors.Join(remove(beside), remove(beside+".wal")) }
	if err := sweep(); err != nil {
		return nil, fmt.Errorf("rebuild warehouse: %w", err)
	}
	defer func() {
		if err != nil { // it holds secret rows
			err = errors.Join(err, sweep())
		}
	}()
	wh, err := warehouse.Open(ctx, beside, duck.Options{})
	if err != nil {
		return nil, fmt.Errorf("rebuild warehouse: %w", err)
	}
	err = errors.Join(wh.SetRegister(ctx, ws.Register), ws.catchUp(ctx, wh))
	if err := errors.Join(err, wh.Close()); err != nil {
		return nil, fmt.Errorf("rebuild warehouse: %w", err)
	}
	if receipts, err = ws.receipts(); err != nil {
		return nil, err
	}
	// What is left of the old one's log would be replayed into the new one.
	if err := errors.Join(remove(path+".wal"), os.Chmod(beside, 0o600), rename(beside, path)); err != nil {
		return nil, fmt.Errorf("rebuild warehouse: %w", err)
	}
	return receipts, nil
}

// free sees that no other process holds the file; one that cannot be read at
// all is no hindrance to making it anew.
func free(ctx context.Context, path string) error {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	db, err := duck.Open(ctx, path, duck.Options{})
	switch {
	case errors.Is(err, duck.ErrLocked):
		return err
	case err != nil:
		return ctx.Err()
	}
	return db.Close()
}

// catchUp loads the receipts that the warehouse does not know.
func (ws Workspace) catchUp(ctx context.Context, wh *warehouse.DB) error {
	known, err := wh.Deliveries(ctx)
	if err != nil {
		return err
	}
	receipts, err := ws.receipts()
	if err != nil {
		return err
	}
	loaded := map[int]bool{}
	for _, d := range known {
		loaded[d.Receipt] = true
		if d.Receipt > len(receipts) || receipts[d.Receipt-1].SHA256 != d.SHA256 {
			return fmt.Errorf("the warehouse knows receipt %d as %s, and the archive does not: restore %s from a backup, or let `stadsdelskollen rebuild` go on without it",
				d.Receipt, d.Name, ws.receiptFile(d.Receipt))
		}
	}
	for _, r := range receipts {
		if loaded[r.Number] {
			continue
		}
		if _, err := ws.load(ctx, wh, r); err != nil {
			return fmt.Errorf("receipt %d, %s, is not loaded: %w", r.Number, r.Name, err)
		}
	}
	return nil
}
