//go:build duckdb_arrow

// Package ingest takes a delivery from the inbox into the warehouse: archived
// under its hash with a numbered receipt, decoded, checked, and loaded or put
// in quarantine with the reasons.
//
// It promises that every byte received is kept, that the same file twice
// changes nothing, that a crash between any two steps and another run end as
// if there had been none, and that every refused row is named with line,
// field and reason. It reads inbox and archive, and writes archive,
// quarantine and the warehouse; a file leaves the inbox last of all. Nothing
// of a file that is no table of a known feed goes in.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"stadsdelskollen/ingest/contract"
	"stadsdelskollen/ingest/decode"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
)

// The folders of a workspace that deliveries pass through.
const (
	inboxDir      = "inbox"
	objectsDir    = "archive/objects"
	receiptsDir   = "archive/receipts"
	pendingDir    = "archive/pending"
	quarantineDir = "quarantine"
)

// Workspace is what ingest needs to know of a user's folder.
type Workspace struct {
	Dir      string
	Register *register.Register
	Feeds    map[string]FeedConfig
	// Now is the clock that dates receipts.
	Now func() time.Time
	// Settle is for how long a file of the inbox that was changed just now has
	// to stay as it is before it is taken.
	Settle time.Duration
	// Progress, if set, hears how many bytes of a file have been read.
	Progress func(step string, done, total int)

	// after, if set, is called when a step of Run is on disk; tests stop there.
	after func(step string) error
}

// FeedConfig is a feed's own settings in a workspace.
type FeedConfig struct {
	// Source says where the figures come from, for pages to cite.
	Source string
	// Keep is for how many months the bytes of a delivery are kept; 0 is for ever.
	Keep int
	// Mapping is what the workspace declares of how its files are written.
	Mapping decode.Mapping
}

// What became of a file, beyond the statuses of the warehouse.
const (
	Duplicate = "dubblett"  // its bytes had been received in full before
	Waiting   = "vantar"    // it was still being written and was left alone
	NoFile    = "ingen_fil" // a folder, link or pipe, which is left alone
)

// Run takes in every file of the inbox in the order of their names, or the
// given files, which are copied and left where they are. It first ends what an
// earlier run had begun. The error is a fault of the machine; what was wrong
// with the files is in the report.
func Run(ctx context.Context, ws Workspace, wh *warehouse.DB, files ...string) (Report, error) {
	var report Report
	for _, dir := range []string{inboxDir, objectsDir, receiptsDir, pendingDir, quarantineDir} {
		if err := makeDir(ws.path(dir)); err != nil {
			return report, fmt.Errorf("ingest: %w", err)
		}
	}
	in := intake{Workspace: ws, wh: wh, full: map[content]int{}}
	resumed, err := in.resume(ctx, &report)
	if err != nil {
		return report, fmt.Errorf("resume ingest: %w", err)
	}
	if err := in.learn(ctx); err != nil {
		return report, fmt.Errorf("ingest: %w", err)
	}
	drops, left, err := ws.drops(ctx, files)
	if err != nil {
		return report, fmt.Errorf("ingest: %w", err)
	}
	for _, d := range drops {
		if err := ctx.Err(); err != nil {
			return report, err
		}
		if resumed[d] {
			continue
		}
		done, err := in.take(ctx, d)
		if err != nil {
			return report, fmt.Errorf("ingest %q: %w", d.Path, err)
		}
		report.Files = append(report.Files, done)
	}
	report.Files = append(report.Files, left...)
	return report, nil
}

// drops are the given files, or else those of the inbox that are ready to be
// taken, and what is to be said of the others.
func (ws Workspace) drops(ctx context.Context, files []string) (ready []drop, left []FileReport, err error) {
	if len(files) == 0 {
		files, others, err := ws.inbox()
		if err != nil {
			return nil, nil, err
		}
		ready, waiting, err := ws.settled(ctx, files)
		for status, paths := range map[string][]string{Waiting: waiting, NoFile: others} {
			for _, path := range paths {
				left = append(left, FileReport{Name: decode.FileName(filepath.Base(path)), Status: status})
			}
		}
		slices.SortFunc(left, func(a, b FileReport) int { return strings.Compare(a.Name, b.Name) })
		return ready, left, err
	}
	for _, file := range files {
		d, err := look(file, "fil")
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", file, err)
		}
		ready = append(ready, d)
	}
	return ready, nil, nil
}

func (ws Workspace) path(parts ...string) string {
	return filepath.Join(append([]string{ws.Dir}, parts...)...)
}

func (ws Workspace) did(step string) error {
	if ws.after == nil {
		return nil
	}
	return ws.after(step)
}

// inbox lists what lies in the inbox to be taken, neither hidden nor under a
// name that means unfinished: regular files, and others, which cannot be taken.
func (ws Workspace) inbox() (files, others []string, err error) {
	entries, err := os.ReadDir(ws.path(inboxDir))
	if err != nil {
		return nil, nil, fmt.Errorf("read inbox: %w", err)
	}
	for _, e := range entries {
		unfinished := slices.Contains([]string{".part", ".tmp", ".filepart"}, strings.ToLower(filepath.Ext(e.Name())))
		if unfinished || strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "~$") {
			continue
		}
		if file := ws.path(inboxDir, e.Name()); e.Type().IsRegular() {
			files = append(files, file)
		} else {
			others = append(others, file)
		}
	}
	return files, others, nil
}

// intake is one run over a workspace, and what it knows of earlier deliveries.
type intake struct {
	Workspace
	wh       *warehouse.DB
	receipts []Receipt
	full     map[content]int
}

// content is what a delivery brings in; full holds the receipt of each that
// went in with every row.
type content struct {
	sha256, feed string
	completes    int
	mapping      string
}

func (r Receipt) content() content {
	return content{r.SHA256, r.Feed, r.Completes, r.mapping().String()}
}

// learn reads what was received before.
func (in *intake) learn(ctx context.Context) error {
	known, err := in.wh.Deliveries(ctx)
	if err != nil {
		return err
	}
	full := map[int]bool{}
	for _, d := range known {
		full[d.Receipt] = d.Status == warehouse.Accepted || d.Status == warehouse.Gone && d.Refused == 0
	}
	in.receipts, err = in.Workspace.receipts()
	for _, r := range in.receipts {
		if full[r.Number] {
			in.full[r.content()] = r.Number
		}
	}
	return err
}

// take takes in one file.
func (in *intake) take(ctx context.Context, d drop) (FileReport, error) {
	name := decode.FileName(filepath.Base(d.Path))
	sha, err := in.archive(d)
	if errors.Is(err, errChanged) {
		return FileReport{Name: name, Status: Waiting}, nil
	}
	if err != nil {
		return FileReport{}, err
	}
	if err := in.did("object"); err != nil {
		return FileReport{}, err
	}
	r := Receipt{Number: 1, Received: in.Now().UTC().Truncate(time.Microsecond), Name: name, SHA256: sha, Bytes: d.Bytes, Origin: d.Origin}
	if feed, err := contract.ForFile(name); err == nil {
		r.Feed = feed.Name
		if m := in.Feeds[feed.Name].Mapping; !m.IsZero() {
			r.Mapping = &m
		}
	}
	r.Completes = completes(name, in.receipts)
	if n := len(in.receipts); n > 0 {
		last := in.receipts[n-1]
		r.Number = last.Number + 1
		// A clock that was set back must not make a later delivery an earlier one.
		if r.Received.Before(last.Received) {
			r.Received = last.Received
		}
	}
	if earlier := in.full[r.content()]; earlier > 0 {
		if err := in.forget(sha); err != nil {
			return FileReport{}, err
		}
		return FileReport{Name: name, Feed: r.Feed, Status: Duplicate, DuplicateOf: earlier}, in.removeDrop(d)
	}
	if err := in.begin(r, d); err != nil {
		return FileReport{}, err
	}
	in.receipts = append(in.receipts, r)
	out, err := in.load(ctx, in.wh, r)
	if err != nil {
		return FileReport{}, err
	}
	if err := in.did("warehouse"); err != nil {
		return FileReport{}, err
	}
	done := FileReport{Name: name, Receipt: r.Number, Feed: r.Feed, Status: out.Status, Accepted: out.Accepted, Refused: out.Refused, Warnings: out.Warnings}
	if out.Status == warehouse.Accepted {
		in.full[r.content()] = r.Number
	} else if done.Faults, err = in.wh.Faults(ctx, r.Number); err != nil {
		return done, err
	}
	return in.finish(r, d, done)
}

// forget deletes archived bytes that only deliveries speak of whose time has passed.
func (in *intake) forget(sha string) error {
	for _, r := range in.receipts {
		if r.SHA256 == sha && r.Gone == nil {
			return nil
		}
	}
	return remove(in.path(objectsDir, sha))
}

// begin writes the mark of an unfinished delivery and then its receipt: from
// here on it is received.
func (ws Workspace) begin(r Receipt, d drop) error {
	p := pending{drop: d}
	if !utf8.ValidString(d.Path) {
		p.Raw = []byte(d.Path)
	}
	if err := ws.writeJSON(ws.pendingFile(r.Number), p); err != nil {
		return err
	}
	if err := ws.did("pending"); err != nil {
		return err
	}
	if err := ws.writeJSON(ws.receiptFile(r.Number), r); err != nil {
		return err
	}
	return ws.did("receipt")
}

// finish does what comes after the warehouse: the quarantine, the inbox, and
// last the mark.
func (ws Workspace) finish(r Receipt, d drop, done FileReport) (FileReport, error) {
	var err error
	if done.Reasons, err = ws.quarantine(r, done); err != nil {
		return done, err
	}
	if err := ws.did("quarantine"); err != nil {
		return done, err
	}
	if err := ws.removeDrop(d); err != nil {
		return done, err
	}
	if err := ws.did("inbox"); err != nil {
		return done, err
	}
	return done, remove(ws.pendingFile(r.Number))
}

// resume ends the deliveries that an earlier run had begun, and says which
// drops they were, so that these are not taken again.
func (in *intake) resume(ctx context.Context, report *Report) (map[drop]bool, error) {
	pending, err := in.pending()
	if err != nil {
		return nil, err
	}
	resumed := map[drop]bool{}
	for _, number := range slices.Sorted(maps.Keys(pending)) {
		d := pending[number]
		r, err := in.receipt(number)
		if errors.Is(err, os.ErrNotExist) {
			// It stopped before the receipt: the file is still in the inbox.
			if err := remove(in.pendingFile(number)); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		if err := in.catchUp(ctx, in.wh); err != nil {
			return nil, err
		}
		done, err := fileReport(ctx, in.wh, r)
		if err != nil {
			return nil, err
		}
		if done, err = in.finish(r, d, done); err != nil {
			return nil, err
		}
		report.Files = append(report.Files, done)
		resumed[d] = true
	}
	return resumed, nil
}
