package main

import (
	"context"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"runtime"

	"stadsdelskollen/dashboards"
	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/paper"
)

// renderer draws the charts of pages and reports, and keeps them between
// publications.
func (b *builder) renderer() (*chart.Renderer, error) {
	draw, err := chart.NewRenderer(runtime.NumCPU())
	if err != nil {
		return nil, fmt.Errorf("start charts: %w", err)
	}
	if dir := b.pictures(); dir != "" {
		if err := draw.Keep(dir); err != nil {
			draw.Close()
			return nil, err
		}
	}
	return draw, nil
}

// reports writes the reports, with addresses for their charts among the site's.
// A report without PDF is a report: why there is none is told, and the
// publication goes on.
func (b *builder) reports(ctx context.Context, pub *publication.DB, draw *chart.Renderer, charts *dashboards.Charts) error {
	place := func(c paper.Chart) (template.HTML, error) { return charts.Place(dashboards.Chart(c)) }
	unprinted, err := paper.Write(ctx, pub, b.tmp, paper.Options{Draw: draw, Place: place, Browser: browserPath(b.e.Getenv), Progress: b.p.step})
	if err != nil {
		return err
	}
	if unprinted != nil {
		b.p.end()
		fmt.Fprintf(b.e.Stderr, "stadsdelskollen: reports without PDF: %v\n", unprinted)
	}
	return nil
}

// browserVariable names the browser that reports are printed with; "nej" for none.
const browserVariable = "STADSDELSKOLLEN_CHROMIUM"

// browserPath is the browser that reports are printed with: the one that
// browserVariable names, or else the first Chromium in PATH; empty for none.
func browserPath(getenv func(string) string) string {
	if path := getenv(browserVariable); path == "nej" {
		return ""
	} else if path != "" {
		return path
	}
	for _, dir := range filepath.SplitList(getenv("PATH")) {
		for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
			path := filepath.Join(dir, name)
			if file, err := os.Stat(path); err == nil && file.Mode().IsRegular() && file.Mode()&0o111 != 0 {
				return path
			}
		}
	}
	return ""
}
