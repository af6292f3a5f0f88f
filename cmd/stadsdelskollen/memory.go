package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"stadsdelskollen/dashboards"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports"
	"stadsdelskollen/transform"
)

// past is what has been published before, as a new publication remembers it. It
// is read from the folders of the publications, which never change.
type past struct {
	dir string
	// kept are the publications that were current once, the oldest first.
	kept []reports.Manifest
	// previous is the one that readers have seen until now; its ID is empty when
	// there is none.
	previous reports.Manifest
}

// readPast finds the publication before: the one that site shows, or for one
// that looks back the newest of its day.
func readPast(dir, site, day string, asOf time.Time) (past, error) {
	p := past{dir: dir}
	all, err := reports.Kept(dir)
	if err != nil {
		return p, err
	}
	for _, m := range all {
		if m.AsOf == "" && (day == "" || !m.Published.After(asOf)) {
			p.kept = append(p.kept, m)
		}
	}
	if len(p.kept) > 0 {
		p.previous = p.kept[len(p.kept)-1]
	}
	if day != "" {
		return p, nil
	}
	current, err := currentID(site)
	if err != nil {
		return p, err
	}
	if i := slices.IndexFunc(all, func(m reports.Manifest) bool { return m.ID == current }); i >= 0 {
		p.previous = all[i]
	}
	return p, nil
}

// currentID is the publication that a link shows, empty when there is none.
func currentID(site string) (string, error) {
	target, err := os.Readlink(site)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read which publication is current: %w", err)
	}
	return filepath.Base(target), nil
}

// number counts publications; one that looks back is not counted.
func (p past) number(opt publishOptions) int64 {
	if opt.asOf != "" {
		return 0
	}
	n := int64(len(p.kept))
	for _, m := range p.kept {
		n = max(n, m.Number)
	}
	return n + 1
}

// without is the past of a publication that is made anew: what was before it.
func (p past) without(id string) past {
	p.kept = slices.DeleteFunc(p.kept, func(m reports.Manifest) bool { return m.ID == id })
	if p.previous.ID != id {
		return p
	}
	p.previous = reports.Manifest{}
	if len(p.kept) > 0 {
		p.previous = p.kept[len(p.kept)-1]
	}
	return p
}

func (p past) earlier(id string) []publication.Earlier {
	var out []publication.Earlier
	for _, m := range p.kept {
		if m.ID != id {
			out = append(out, m.Earlier())
		}
	}
	return out
}

// remember writes into the publication what was before it and what it corrects.
func (b *builder) remember(ctx context.Context, id string) (err error) {
	pub, err := publication.Resume(ctx, b.database())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pub.Close()) }()
	prev := b.past.previous
	if prev.ID == "" || prev.ID == id {
		return pub.Remember(ctx, b.past.earlier(id), nil)
	}
	now, info, err := snapshotOf(ctx, pub)
	if err != nil {
		return err
	}
	dir := filepath.Join(b.past.dir, prev.ID)
	before, err := readSnapshot(dir, prev)
	if err != nil {
		return err
	}
	told, err := prev.ReadCorrections(dir)
	if err != nil {
		return err
	}
	corrections := transform.Corrections(before, now)
	for i := range corrections {
		corrections[i].Published = info.Published
	}
	return pub.Remember(ctx, b.past.earlier(id), append(corrections, transform.Carry(told, now.Facts)...))
}

// snapshotOf is what an open publication tells.
func snapshotOf(ctx context.Context, pub *publication.DB) (s transform.Snapshot, info publication.Info, err error) {
	if info, err = pub.Info(ctx); err != nil {
		return s, info, err
	}
	s.RoundedTo = info.RoundedTo
	s.ID, s.Definitions = info.ID, map[string]string{}
	if s.Facts, err = pub.Facts(ctx); err != nil {
		return s, info, err
	}
	if s.Deliveries, err = pub.Deliveries(ctx); err != nil {
		return s, info, err
	}
	indicators, err := pub.Indicators(ctx)
	for _, ind := range indicators {
		s.Definitions[ind.Name] = reports.SQLHash(ind.SQL)
	}
	return s, info, err
}

// readSnapshot is what a publication told, from its files.
func readSnapshot(dir string, m reports.Manifest) (transform.Snapshot, error) {
	facts, err := m.ReadFacts(dir)
	return transform.Snapshot{ID: m.ID, Facts: facts, Deliveries: m.Received(), Definitions: m.Definitions(), RoundedTo: m.RoundedTo}, err
}

// writeCatalogue writes the list of all publications and their feed beside
// their folders. It stands in no publication: it grows.
func writeCatalogue(ctx context.Context, dir, site, audience string) (err error) {
	current, err := currentID(site)
	if err != nil || current == "" {
		return err
	}
	c, err := reports.ReadCatalogue(ctx, dir, current)
	if err != nil {
		return err
	}
	index, err := catalogueIndex(ctx, filepath.Join(dir, current), c)
	if err != nil {
		return err
	}
	list, err := c.JSON()
	if err != nil {
		return err
	}
	feed, err := c.Atom()
	if err != nil {
		return err
	}
	mode := fs.FileMode(0o644)
	if audience == audienceInternal {
		mode = 0o600
	}
	return errors.Join(replaceFile(filepath.Join(dir, "index.html"), index, mode), replaceFile(filepath.Join(dir, "publikationer.json"), list, mode),
		replaceFile(filepath.Join(dir, "atom.xml"), feed, mode))
}

func catalogueIndex(ctx context.Context, dir string, c *reports.Catalogue) (_ []byte, err error) {
	pub, err := publication.Open(ctx, filepath.Join(dir, "data", "publication.duckdb"))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, pub.Close()) }()
	var list []dashboards.Published
	for _, e := range c.Entries {
		list = append(list, dashboards.Published{ID: e.ID, Month: e.Month, Published: e.Published, AsOf: e.AsOf, Corrections: e.Corrections, Current: e.Current})
	}
	_, missing := os.Stat(filepath.Join(dir, "rapporter.html"))
	return dashboards.Publications(ctx, pub, list, missing == nil)
}

// replaceFile puts a file in place whole, or leaves one that is already so.
func replaceFile(path string, text []byte, mode fs.FileMode) error {
	if now, err := os.ReadFile(path); err == nil && bytes.Equal(now, text) {
		return nil
	}
	beside := filepath.Join(filepath.Dir(path), ".bygge-"+filepath.Base(path))
	f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, err = f.Write(text)
	if err := errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := os.Rename(beside, path); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return syncFolder(filepath.Dir(path))
}
