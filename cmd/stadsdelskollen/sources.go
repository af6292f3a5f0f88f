package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"stadsdelskollen/ingest/source"
)

// koladaFeed is what Kolada's values are a delivery of.
const koladaFeed = "referens"

// What a source gets where the config says nothing.
const (
	defaultMB       = 200
	defaultAttempts = 4
	defaultTimeout  = 2 * time.Minute
	defaultSettled  = 10 * time.Second
)

func (c config) fetched(dir string) []source.Source {
	var out []source.Source
	for _, k := range c.Kallor {
		s := source.Source{
			Name: k.Namn, Kind: k.Slag, Address: k.Adress, Feed: k.Feed, Ext: k.Andelse, Secret: k.HemlighetMiljo, Header: k.Huvud,
			SHA256: k.SHA256, MaxBytes: orElse(k.StorstMB, defaultMB) << 20, Attempts: orElse(k.Forsok, defaultAttempts),
			Timeout: orElse(time.Duration(k.Tidsgrans), defaultTimeout), Settled: defaultSettled, Remove: k.TaBort,
			KPI: k.Nyckeltal, Municipalities: k.Kommuner, FirstYear: k.FranAr,
		}
		if k.Stilla != nil {
			s.Settled = time.Duration(*k.Stilla)
		}
		if s.Kind == source.Folder && !filepath.IsAbs(s.Address) {
			s.Address = filepath.Join(dir, s.Address)
		}
		if s.Kind == source.Kolada {
			s.Feed = koladaFeed
		}
		out = append(out, s)
	}
	return out
}

func orElse[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// errSource says that a source could not be fetched; the others were.
var errSource = errors.New("a source could not be fetched")

func (w *workspace) sourceState() string { return w.path(stateDir, "sources.json") }

// fetch puts what is new at the sources into the inbox. An errSource does not
// hinder what comes after.
func fetch(ctx context.Context, e *env, w *workspace) error {
	sources := w.cfg.fetched(w.dir)
	if len(sources) == 0 {
		return nil
	}
	f := source.Fetcher{Inbox: w.path("inbox"), StateFile: w.sourceState(), Now: e.Now, Secret: e.Getenv}
	results, err := f.Fetch(ctx, sources)
	var faults []error
	for _, r := range results {
		for _, name := range r.Files {
			fmt.Fprintf(e.Stdout, "fetched %s from %s\n", name, r.Source)
		}
		if r.Err != nil {
			faults = append(faults, r.Err)
		}
	}
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return fmt.Errorf("%w: %w", errSource, errors.Join(faults...))
	}
	return nil
}

// worst joins what came of fetching with what came of the work after it: a
// fault of the work, then one of a source, then what was refused or is late.
func worst(fetched, worked error) error {
	var code *exit
	switch {
	case fetched == nil:
		return worked
	case worked != nil && !(errors.As(worked, &code) && code.err == nil):
		return errors.Join(worked, fetched)
	}
	return fetched
}

// runFetch fetches only; what comes waits in the inbox.
func runFetch(ctx context.Context, e *env, dir string) (err error) {
	w, err := openWorkspace(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	defer w.recording(ctx, e, jobFetch, &err)()
	return fetch(ctx, e, w)
}
