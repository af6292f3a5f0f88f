// Package paper writes the reports of a publication: one for its newest month,
// one for the newest full calendar year, and one per district for a district
// board's agenda; each as a page, as a workbook, and, where there is a browser
// to print with, as a PDF.
//
// It promises: every figure is read from the publication and every sentence
// about figures comes from reports/prose, so that nothing is called a difference
// that the comparison does not support; page, workbook and PDF show the same
// tables; the same publication gives the same bytes of pages and workbooks.
//
// It reads one publication and writes rapporter.html and the folder rapport/
// into a folder that somebody else made and will put in place, beside the
// site's assets. It refuses to overwrite a file. A PDF that cannot be printed is
// left out and told to the caller: it is no fault of the publication.
package paper

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"os"
	"path/filepath"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/version"
)

//go:embed templates/*.html
var files embed.FS

// The program's own text is here for Version only.
//
//go:embed *.go
var sources embed.FS

// Options of Write.
type Options struct {
	// Draw makes the charts; its owner closes it.
	Draw *chart.Renderer
	// Place gives a chart its address on the site and returns the links that belong
	// under it; without it the charts have neither.
	Place func(Chart) (links template.HTML, err error)
	// Browser is the path of Chromium; without one no PDF is made.
	Browser string
	// Progress is told what is being done; it may be nil.
	Progress func(step string, done, total int)
}

// Chart is a drawn chart of a report, with what its own page and files show.
type Chart struct {
	Page           string // that shows it, from the site's top: rapport/manad.html
	Kind           string // what it is called in its address: prickar
	Indicator      string // whose figures it shows, those of all categories together
	Measure        string // whose base facts it shows instead, those of all categories; else empty
	Areas, Periods []string
	ID, Title, Sub string
	Key            []chart.KeyItem
	Say            string
	Source         string
	Description    string
	Input          chart.Input
	Picture        chart.Picture
}

// Version is a hash of all that decides what a report says and how it looks,
// for the publication's id.
func Version() string { return version.Of(files, sources) }

// folder is where the reports stand in a publication.
const folder = "rapport"

// Write writes all reports of pub into the folder dir, where the site's assets
// stand. unprinted says why PDFs are missing though there is a browser; the
// reports are whole without them.
func Write(ctx context.Context, pub *publication.DB, dir string, opt Options) (unprinted, err error) {
	b, err := load(ctx, pub)
	if err != nil {
		return nil, fmt.Errorf("read publication: %w", err)
	}
	if opt.Progress == nil {
		opt.Progress = func(string, int, int) {}
	}
	b.draw, b.placeChart = opt.Draw, opt.Place
	reports, err := b.reports(ctx, opt.Progress)
	if err != nil {
		return nil, err
	}
	if err := os.Mkdir(filepath.Join(dir, folder), 0o755); err != nil {
		return nil, fmt.Errorf("write reports: %w", err)
	}
	for _, r := range reports {
		if err := r.write(dir, ".html", r.render); err != nil {
			return nil, err
		}
		if err := r.write(dir, ".xlsx", r.workbook); err != nil {
			return nil, err
		}
	}
	if opt.Browser != "" {
		if unprinted, err = printAll(ctx, dir, reports, opt); err != nil {
			return nil, err
		}
	}
	text, err := b.list(reports)
	if err != nil {
		return nil, err
	}
	return unprinted, writeNew(filepath.Join(dir, "rapporter.html"), text)
}

// reports makes all reports of a publication, in the order in which they are listed.
func (b *book) reports(ctx context.Context, progress func(string, int, int)) ([]*report, error) {
	var makers []func(context.Context) (*report, error)
	if len(b.info.Month) == len("2011-11") {
		makers = append(makers, b.month)
	}
	if year := b.newestYear(); year != "" {
		makers = append(makers, func(ctx context.Context) (*report, error) { return b.year(ctx, year) })
	}
	for _, a := range b.boards() {
		makers = append(makers, func(ctx context.Context) (*report, error) { return b.district(ctx, a) })
	}
	var out []*report
	for i, make := range makers {
		r, err := make(ctx)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
		progress("reports", i+1, len(makers))
	}
	return out, nil
}

// write writes one file of a report.
func (r *report) write(dir, ending string, make func() ([]byte, error)) error {
	text, err := make()
	if err != nil {
		return fmt.Errorf("report %s%s: %w", r.Name, ending, err)
	}
	return writeNew(r.file(dir, ending), text)
}

func writeNew(path string, text []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	_, err = f.Write(text)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return nil
}
