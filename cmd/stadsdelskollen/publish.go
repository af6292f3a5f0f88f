package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"stadsdelskollen/dashboards"
	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/warehouse"
	"stadsdelskollen/reports"
	"stadsdelskollen/reports/paper"
	"stadsdelskollen/transform"
	"stadsdelskollen/transform/disclosure"
	"stadsdelskollen/transform/facts"
)

const (
	audiencePublic   = publication.AudiencePublic
	audienceInternal = publication.AudienceInternal
)

// errNothing says that no delivery has given a figure yet.
var errNothing = errors.New("nothing to publish yet: put deliveries into inbox/")

type publishOptions struct {
	audience string
	asOf     string
}

func publishCommand(e *env) *cobra.Command {
	var opt publishOptions
	cmd := &cobra.Command{
		Use:   "publish",
		Short: "Publish what has been taken in: protect, compare, build the site",
		Long: "publish makes a publication of what the warehouse holds and, once it stands whole, points\n" +
			"`site` at it. The public audience gets what the gate lets through; the internal one gets all\n" +
			"aggregates, under internt/ in a folder that only its owner may read.\n\n" +
			"--as-of speaks of the deliveries received up to a day. It is kept beside the others and never\n" +
			"becomes `site`. It is protected by what had been published by then, and shows again what was\n" +
			"shown then; if it would show anything that never was, by everything published until today.\n\n" + exitCodes,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runPublish(cmd.Context(), e, workspaceFlag(cmd), opt)
		},
	}
	cmd.Flags().StringVar(&opt.audience, "audience", audiencePublic, "public or internal")
	cmd.Flags().StringVar(&opt.asOf, "as-of", "", "use only deliveries received up to this `DATE` (2026-11-21), the day included")
	return cmd
}

func runPublish(ctx context.Context, e *env, dir string, opt publishOptions) (err error) {
	w, err := openWorkspace(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	if opt == (publishOptions{audience: audienceInternal}) {
		defer w.recording(ctx, e, jobInternal, &err)()
	}
	p := newProgress(e)
	defer p.end()
	return w.withWarehouse(ctx, e, p, func(wh *warehouse.DB) error { return publish(ctx, e, w, wh, p, opt) })
}

// publish makes one publication. Until the last rename it stands beside the
// others under a name that begins with a point, and nothing links to it.
func publish(ctx context.Context, e *env, w *workspace, wh *warehouse.DB, p *progress, opt publishOptions) (err error) {
	if opt.audience != audiencePublic && opt.audience != audienceInternal {
		return &exit{exitUsage, fmt.Errorf("--audience is %q, want %s or %s", opt.audience, audiencePublic, audienceInternal)}
	}
	asOf, err := wh.Present(ctx, e.Now())
	if err != nil {
		return err
	}
	if opt.asOf != "" {
		day, err := time.Parse(time.DateOnly, opt.asOf)
		if err != nil {
			return &exit{exitUsage, fmt.Errorf("--as-of is %q, want a day like 2026-11-21", opt.asOf)}
		}
		asOf = day.AddDate(0, 0, 1).Add(-time.Microsecond)
	}
	dir, site := w.publications(opt.audience)
	led, err := w.openLedger(ctx, opt.audience)
	if err != nil {
		return err
	}
	if led != nil {
		defer func() { err = errors.Join(err, led.Close()) }()
	}
	if err := makeFolders(w, opt.audience, dir); err != nil {
		return err
	}
	tmp, err := os.MkdirTemp(dir, ".bygge-")
	if err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	defer func() {
		if e := os.RemoveAll(tmp); e != nil {
			err = errors.Join(err, e)
		}
	}()
	past, err := readPast(dir, site, opt.asOf, asOf)
	if err != nil {
		return err
	}
	shapes, err := w.readMap()
	if err != nil {
		return err
	}
	b := builder{e: e, w: w, wh: wh, led: led, p: p, opt: opt, asOf: asOf, tmp: tmp, past: past, shapes: shapes}
	id, err := b.build(ctx)
	if errors.Is(err, errNothing) {
		if opt.asOf != "" {
			err = fmt.Errorf("nothing to publish as of %s: no figure had been delivered", opt.asOf)
		}
		p.end()
		fmt.Fprintf(e.Stdout, "%v\n", err)
		return nil
	}
	if err != nil {
		return err
	}
	final := filepath.Join(dir, id)
	what := "published"
	m, err := reports.ReadManifest(final)
	if err == nil {
		err = m.Check(final)
	}
	switch {
	case err == nil:
		what = "unchanged"
	case ctx.Err() != nil:
		return ctx.Err()
	default:
		if _, gone := os.Stat(final); gone == nil {
			p.end()
			fmt.Fprintf(e.Stderr, "stadsdelskollen: the publication is not as it was published, and is made anew: %v\n", err)
			b.past = b.past.without(id)
		}
		if err := b.finish(ctx, id, final); err != nil {
			return err
		}
	}
	if opt.asOf == "" {
		if err := pointAt(site, filepath.Join(filepath.Base(dir), id)); err != nil {
			return err
		}
	}
	if err := writeCatalogue(ctx, dir, site, opt.audience); err != nil {
		return err
	}
	p.end()
	fmt.Fprintf(e.Stdout, "%s %s\n", what, final)
	return nil
}

// builder makes one publication in its folder tmp.
type builder struct {
	e       *env
	w       *workspace
	wh      *warehouse.DB
	led     *disclosure.Ledger
	p       *progress
	opt     publishOptions
	asOf    time.Time
	tmp     string
	past    past
	release *disclosure.Release
	shapes  *dashboards.Map // of districts; nil without a map file
}

func (b *builder) database() string { return filepath.Join(b.tmp, "data", "publication.duckdb") }

// build carries the figures through the gate and computes what is shown.
func (b *builder) build(ctx context.Context) (id string, err error) {
	if err := os.Mkdir(filepath.Join(b.tmp, "data"), 0o755); err != nil {
		return "", fmt.Errorf("publish: %w", err)
	}
	cfg := b.w.cfg
	b.p.step("base facts", 0, 0)
	err = facts.Build(ctx, b.wh, facts.Options{AsOf: b.asOf, Today: b.e.Now(), GuidelineDays: cfg.RiktlinjeDagar, Sources: cfg.sources()})
	if err != nil {
		return "", err
	}
	info := publication.Info{City: cfg.Namn, Publisher: cfg.Utgivare, Synthetic: cfg.Syntetisk, Published: b.e.Now().UTC().Truncate(time.Second),
		Address: cfg.Webb.address(), License: cfg.OppnaData.license(), PublisherType: cfg.OppnaData.Utgivartyp, Contact: cfg.OppnaData.Kontakt, Email: cfg.OppnaData.Epost}
	if cfg.RiktlinjeDagar > 0 {
		n := int64(cfg.RiktlinjeDagar)
		info.GuidelineDays = &n
	}
	b.p.step("the gate", 0, 0)
	b.release, err = disclosure.Publish(ctx, b.wh, b.led, b.database(), disclosure.Options{Audience: b.opt.audience, Info: info, Register: b.w.reg, AsOf: b.asOf, Past: b.opt.asOf != "",
		Rules: cfg.Skydd.rules(), Groups: cfg.Skydd.groups()})
	if err != nil {
		return "", err
	}
	if told := b.release.ToldByPattern(); len(told) > 0 {
		b.p.end()
		fmt.Fprintf(b.e.Stderr, "note: one who knows this program could tell from the choice of what is hidden how many these are: %s\n", strings.Join(told, "; "))
	}
	if len(b.release.Facts) == 0 {
		return "", errNothing
	}
	pub, err := publication.Resume(ctx, b.database())
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, pub.Close()) }()
	b.p.step("indicators and comparisons", 0, 0)
	alike := transform.PeerOptions{Facts: cfg.Jamlikar.Fakta, Count: cfg.Jamlikar.Antal}
	if err := pub.StorePeerChoice(ctx, alike.Choice()); err != nil {
		return "", err
	}
	if err := transform.Compute(ctx, pub); err != nil {
		return "", err
	}
	if err := b.expectNext(ctx, pub); err != nil {
		return "", err
	}
	return pub.Seal(ctx, strings.Join([]string{version, dashboards.Version(), reports.Version(), paper.Version()}, " ")+mapVersion(b.shapes))
}

// finish builds pages and files, attacks them, enters them in the ledger and
// gives them their place.
func (b *builder) finish(ctx context.Context, id, final string) error {
	if err := b.remember(ctx, id); err != nil {
		return err
	}
	if err := b.pages(ctx); err != nil {
		return err
	}
	if b.opt.audience == audiencePublic {
		b.p.step("attacking the publication", 0, 0)
		found, err := verifyBeside(ctx, b.tmp, final, nil, func(where, text string) {
			fmt.Fprintf(b.e.Stderr, "stadsdelskollen: not checked: %s: %s\n", where, text)
		})
		if err != nil {
			return err
		}
		if len(found) > 0 {
			return fmt.Errorf("%w: %s", disclosure.ErrRefused, listFindings(found))
		}
		if err := b.led.Commit(ctx, id, b.release); err != nil {
			return err
		}
	}
	if err := setModes(b.tmp, b.opt.audience); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	// One that is no longer as it was published goes; the next run removes what is left of it.
	ruined := filepath.Join(filepath.Dir(final), ".bygge-"+id)
	if err := os.Rename(final, ruined); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("publish: %w", err)
	}
	if err := os.Rename(b.tmp, final); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	if err := os.RemoveAll(ruined); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	return syncFolder(filepath.Dir(final))
}

func (b *builder) pages(ctx context.Context) (err error) {
	pub, err := publication.Open(ctx, b.database())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pub.Close()) }()
	b.p.step("files", 0, 0)
	data := filepath.Join(b.tmp, "data")
	if err := reports.WriteData(ctx, pub, data); err != nil {
		return err
	}
	listed, err := reports.List(ctx, pub, data)
	if err != nil {
		return err
	}
	draw, err := b.renderer()
	if err != nil {
		return err
	}
	defer draw.Close()
	opt := dashboards.Options{Progress: b.p.step, Workers: runtime.NumCPU(), Draw: draw, Reports: true, Map: b.shapes}
	for _, f := range listed {
		opt.Files = append(opt.Files, dashboards.File(f))
	}
	charts, err := dashboards.Build(ctx, pub, b.tmp, opt)
	if err != nil {
		return err
	}
	if err := b.reports(ctx, pub, draw, charts); err != nil {
		return err
	}
	// Once all is drawn: what neither pages nor reports used is not kept.
	if err := draw.Sweep(); err != nil {
		return err
	}
	feed, err := reports.FeedOf(ctx, pub)
	if err != nil {
		return err
	}
	if err := reports.WriteFeed(feed, b.tmp); err != nil {
		return err
	}
	return reports.WriteManifest(ctx, pub, b.tmp, reports.ManifestOptions{Number: b.past.number(b.opt), Previous: b.past.previous.ID, AsOf: b.opt.asOf,
		Program: version, ECharts: chart.EChartsVersion, Config: b.w.cfg.published()})
}

func (w *workspace) openLedger(ctx context.Context, audience string) (*disclosure.Ledger, error) {
	if audience == audienceInternal {
		return nil, nil
	}
	entries, err := os.ReadDir(w.path("publications"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	have := false
	for _, entry := range entries {
		have = have || !strings.HasPrefix(entry.Name(), ".")
	}
	return disclosure.OpenLedger(ctx, w.path("ledger.duckdb"), have)
}
