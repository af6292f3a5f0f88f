// Package dashboards writes the static site of a publication: one HTML file
// per page, with its charts as SVG, and the style sheets.
//
// It promises: the same publication gives the same bytes, with one worker or
// many; every page can be read from file://, under any sub-path, without a
// script and without a request to another host; a hidden figure stands as a
// sign with an explanation and leaves no other trace; every sentence about
// figures comes from reports/prose.
//
// It reads one publication and writes into a folder that somebody else made
// and will put in place. It writes neither data/ nor manifest.json.
package dashboards

import (
	"context"
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
	"stadsdelskollen/reports/version"
)

//go:embed templates/*.html assets/*
var files embed.FS

// The program's own text is here for Version only.
//
//go:embed *.go chart/*.go chart/js/*.js chart/js/*.css
var sources embed.FS

// Options of a build.
type Options struct {
	// Progress is told how many pages are done; it may be nil and is called by
	// one goroutine at a time.
	Progress func(step string, done, total int)
	// Workers is how many pages are made at the same time; less than one is one.
	Workers int
	// Files are what stands in data/, for the page about data.
	Files []File
	// Draw makes the charts and belongs to the caller; without it Build starts its
	// own.
	Draw *chart.Renderer
	// Map is the shapes of districts; without it the front page's map has a tile for each.
	Map *Map
	// Reports says that rapporter.html is written beside these pages.
	Reports bool
}

// Map is a GeoJSON file, and the property that names its areas: empty for namn, name or NAMN.
type Map struct {
	GeoJSON  []byte
	NameProp string
}

// File is one file of data/.
type File struct {
	Table  string // the indicator, or fakta; empty for what describes all
	Format string
	Name   string
	Bytes  int64 // 0 where the size is not told
}

// Version is a hash of all that decides how a page looks and what it says, for
// the publication's id: templates, style sheets, and the text of this package, of
// the charts and of the sentences.
func Version() string { return version.Of(files, sources) + " " + prose.Version() }

// job is one page: where it goes and what it shows.
type job struct {
	path string
	make func(ctx context.Context, p *page) error
}

// Build writes all pages and assets of pub into the folder dir. What it returns
// gives the charts of pages that others write there addresses among the site's.
func Build(ctx context.Context, pub *publication.DB, dir string, opt Options) (charts *Charts, err error) {
	workers := max(opt.Workers, 1)
	s, err := load(ctx, pub)
	if err != nil {
		return nil, fmt.Errorf("read publication: %w", err)
	}
	charts = &Charts{site: s, dir: dir, written: map[string]written{}}
	s.files, s.reports, s.draw, s.shapes = opt.Files, opt.Reports, opt.Draw, opt.Map
	if s.draw == nil {
		if s.draw, err = chart.NewRenderer(workers); err != nil {
			return nil, fmt.Errorf("start charts: %w", err)
		}
		defer s.draw.Close()
	}
	if err := writeAssets(dir); err != nil {
		return nil, fmt.Errorf("write assets: %w", err)
	}
	jobs := s.jobs()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	queue := make(chan job)
	var wg sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for range workers {
		wg.Go(func() {
			for j := range queue {
				if err := s.write(ctx, charts, j); err != nil {
					cancel(fmt.Errorf("page %s: %w", j.path, err))
					continue
				}
				mu.Lock()
				done++
				if opt.Progress != nil {
					opt.Progress("pages", done, len(jobs))
				}
				mu.Unlock()
			}
		})
	}
	for _, j := range jobs {
		select {
		case queue <- j:
		case <-ctx.Done():
		}
	}
	close(queue)
	wg.Wait()
	return charts, context.Cause(ctx)
}

// jobs are the pages of the site, in the order of their paths' kinds.
func (s *site) jobs() []job {
	jobs := []job{
		{"index.html", s.overview},
		{"stadsdelar.html", s.districts},
		{"nyckeltal.html", s.indicators},
		{"jamfor.html", s.compare},
		{"sok.html", s.search},
		{"ord.html", s.words},
		{"metod.html", s.method},
		{"data.html", s.data},
		{"rattelser.html", s.corrected},
		{"om.html", s.about},
		{"tillganglighet.html", s.accessibility},
		{"404.html", s.notFound},
	}
	for _, a := range s.pages {
		jobs = append(jobs, job{"stadsdel/" + a.Slug + ".html", func(ctx context.Context, p *page) error { return s.district(ctx, p, a) }})
	}
	for _, ind := range s.inds {
		jobs = append(jobs, job{"nyckeltal/" + ind.Name + ".html", func(ctx context.Context, p *page) error { return s.indicator(ctx, p, ind) }})
	}
	return append(jobs, s.unitJobs()...)
}

// write makes one page and writes its file and those of its charts.
func (s *site) write(ctx context.Context, charts *Charts, j job) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p := s.newPage(j.path)
	if err := j.make(ctx, p); err != nil {
		return err
	}
	text, err := p.render()
	if err != nil {
		return err
	}
	if err := charts.add(p.alone); err != nil {
		return err
	}
	if err := p.writeFigures(charts.dir); err != nil {
		return err
	}
	return writeFile(charts.dir, j.path, text)
}

// writeFigures writes the files of the page's charts.
func (p *page) writeFigures(dir string) error {
	for _, f := range p.beside {
		if err := writeFile(dir, f.path, f.text); err != nil {
			return err
		}
	}
	return p.writeAlone(dir)
}

// Assets are the files that every site has, whatever it publishes, by their paths:
// style sheets, scripts, the engine of live charts and the icon. They hold no figures.
func Assets() (map[string][]byte, error) {
	entries, err := files.ReadDir("assets")
	if err != nil {
		return nil, err
	}
	live, err := chart.LiveAssets()
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for name, text := range live {
		out["assets/"+name] = text
	}
	for _, e := range entries {
		if out["assets/"+e.Name()], err = files.ReadFile("assets/" + e.Name()); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func writeAssets(dir string) error {
	assets, err := Assets()
	for name, text := range assets {
		if err == nil {
			err = writeFile(dir, name, text)
		}
	}
	return err
}

func writeFile(dir, name string, text []byte) error {
	file := filepath.Join(dir, filepath.FromSlash(name))
	if strings.Contains(name, "/") {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
	}
	return os.WriteFile(file, text, 0o644)
}
