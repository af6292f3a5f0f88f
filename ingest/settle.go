//go:build duckdb_arrow

package ingest

import (
	"context"
	"errors"
	"os"
	"time"
)

// settled sorts the files of the inbox: those that can be taken, and those that
// are still being written. A file is taken when no process has it open for
// writing and, if it was changed just now, when it is the same after Settle.
func (ws Workspace) settled(ctx context.Context, files []string) (ready []drop, waiting []string, err error) {
	var seen []drop
	fresh := false
	for _, file := range files {
		d, err := look(file, inboxDir)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		seen = append(seen, d)
		// The machine's clock, which also dates the file.
		fresh = fresh || time.Since(time.Unix(0, d.Modified)) < ws.Settle
	}
	if fresh {
		select {
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		case <-time.After(ws.Settle):
		}
	}
	for _, before := range seen {
		now, err := look(before.Path, inboxDir)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		written, err := beingWritten(before.Path)
		switch {
		case err != nil:
			return nil, nil, err
		case written || now != before:
			waiting = append(waiting, before.Path)
		default:
			ready = append(ready, now)
		}
	}
	return ready, waiting, nil
}
