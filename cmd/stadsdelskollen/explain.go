package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"stadsdelskollen/queries/period"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/warehouse"
	"stadsdelskollen/reports"
)

type explainOptions struct{ category, dir string }

func explainCommand(e *env) *cobra.Command {
	var opt explainOptions
	cmd := &cobra.Command{
		Use:   "explain NYCKELTAL OMRADE PERIOD",
		Short: "Show where a published figure came from, down to the archived bytes",
		Long: "explain follows a figure back: the page that shows it, the publication and its manifest, the indicator's SQL,\n" +
			"the base facts that it was computed from, and for each the deliveries with file names, line numbers and\n" +
			"archived bytes. The bytes and the published files are checked against their hashes. It is for those within:\n" +
			"what it prints about deliveries is not for publication. A hidden figure's value is not printed.\n\n" +
			"  stadsdelskollen explain hushall Kungsholmen 2011-11\n" +
			"  stadsdelskollen explain forsorjningshinder Norrmalm 2011-11 --kategori Arbetslös\n\n" + exitCodes,
		Args: cobra.ExactArgs(3),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runExplain(cmd.Context(), e, workspaceFlag(cmd), [3]string(args), opt)
		},
	}
	cmd.Flags().StringVar(&opt.category, "kategori", "", "the figure's category, where the indicator has any")
	cmd.Flags().StringVar(&opt.dir, "publication", "", "a publication's `DIR`; the current public one otherwise")
	return cmd
}

func runExplain(ctx context.Context, e *env, dir string, asked [3]string, opt explainOptions) (err error) {
	if _, err := period.Parse(asked[2]); err != nil {
		return &exit{exitUsage, fmt.Errorf("period: %w", err)}
	}
	w, err := openWorkspace(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	x := explainer{e: e, w: w, dir: opt.dir}
	if x.dir == "" {
		_, site := w.publications(audiencePublic)
		// The folder that site leads to, so that what is printed stays true.
		if x.dir, err = filepath.EvalSymlinks(site); err != nil {
			return fmt.Errorf("explain: nothing is published yet: %w", err)
		}
	}
	if x.manifest, err = reports.ReadManifest(x.dir); err != nil {
		return err
	}
	pub, err := publication.Open(ctx, filepath.Join(x.dir, "data", "publication.duckdb"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pub.Close()) }()
	l, err := x.trace(ctx, pub, asked, opt.category)
	if err != nil {
		return err
	}
	p := newProgress(e)
	defer p.end()
	return w.withWarehouse(ctx, e, p, func(wh *warehouse.DB) error {
		p.end()
		return x.print(ctx, pub, wh, l)
	})
}

// explainer follows one figure of one publication.
type explainer struct {
	e        *env
	w        *workspace
	dir      string
	manifest reports.Manifest
}

// trace finds what is asked for. A name that the publication does not know is
// wrong usage, and the names that it knows are given.
func (x explainer) trace(ctx context.Context, pub *publication.DB, asked [3]string, category string) (l reports.Lineage, err error) {
	indicators, err := pub.Indicators(ctx)
	if err != nil {
		return l, err
	}
	i := slices.IndexFunc(indicators, func(ind publication.Indicator) bool { return strings.EqualFold(ind.Name, asked[0]) })
	if i < 0 {
		var names []string
		for _, ind := range indicators {
			names = append(names, ind.Name)
		}
		return l, &exit{exitUsage, fmt.Errorf("publication %s has no nyckeltal %q; it has %s", x.manifest.ID, asked[0], strings.Join(names, ", "))}
	}
	area, err := x.area(ctx, pub, asked[1], asked[2])
	if err != nil {
		return l, err
	}
	if l, err = reports.TraceFigure(ctx, pub, indicators[i], area, asked[2], category); err != nil {
		return l, err
	}
	if len(l.Observations) > 0 {
		return l, nil
	}
	figure := strings.Join([]string{indicators[i].Name, area, asked[2]}, ", ")
	if category != "" {
		figure += ", " + category
	}
	hint := ""
	if indicators[i].Categories != "" && category == "" {
		hint = "\nhint: it has categories; name one with --kategori"
	}
	return l, fmt.Errorf("publication %s holds no figure %s%s", x.manifest.ID, figure, hint)
}

// area is the name that the publication uses for an area or a unit.
func (x explainer) area(ctx context.Context, pub *publication.DB, name, in string) (string, error) {
	areas, err := pub.Areas(ctx)
	if err != nil {
		return "", err
	}
	facts, err := pub.Facts(ctx)
	if err != nil {
		return "", err
	}
	for _, a := range areas {
		if strings.EqualFold(a.Name, name) {
			return a.Name, nil
		}
	}
	for _, f := range facts {
		if strings.EqualFold(f.Area, name) {
			return f.Area, nil
		}
	}
	p, err := period.Parse(in)
	if err != nil {
		return "", err
	}
	a, err := x.w.reg.Resolve(name, p.Last())
	if err != nil {
		var names []string
		for _, a := range areas {
			names = append(names, a.Name)
		}
		return "", &exit{exitUsage, fmt.Errorf("område %q: %w; the publication has %s", name, err, strings.Join(names, ", "))}
	}
	return a.Name, nil
}
