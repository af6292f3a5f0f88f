package synthetic

import (
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/template"
)

// output is a workspace under construction, beside the place where it will stand.
type output struct {
	dir    string // under construction
	target string
	exists bool // target is an empty folder
	files  int
	bytes  int64
}

func newOutput(target string) (*output, error) {
	abs, err := filepath.Abs(target)
	if err != nil {
		return nil, err
	}
	out := &output{target: abs}
	entries, err := os.ReadDir(abs)
	switch {
	case err == nil && len(entries) > 0:
		return nil, fmt.Errorf("the folder is not empty (it holds %s)", entries[0].Name())
	case err == nil:
		out.exists = true
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(abs), 0o755); err != nil {
		return nil, err
	}
	if out.dir, err = os.MkdirTemp(filepath.Dir(abs), ".synthetic-"); err != nil {
		return nil, err
	}
	for _, d := range []string{"inbox", "reference"} {
		if err := os.Mkdir(filepath.Join(out.dir, d), 0o755); err != nil {
			out.discard()
			return nil, err
		}
	}
	return out, nil
}

func (out *output) discard() { os.RemoveAll(out.dir) }

// commit puts the workspace in its place: by one rename, or, into a folder that exists, entry by entry with the
// configuration last. A folder that exists is kept, for it may be where the caller stands.
func (out *output) commit() error {
	if !out.exists {
		if err := os.Chmod(out.dir, 0o755); err != nil {
			return err
		}
		return os.Rename(out.dir, out.target)
	}
	for _, name := range []string{"inbox", "reference", "README.md", configFile} {
		if err := os.Rename(filepath.Join(out.dir, name), filepath.Join(out.target, name)); err != nil {
			return err
		}
	}
	return nil
}

const configFile = "stadsdelskollen.toml"

var feeds = []string{"ekonomiskt_bistand", "forsorjningshinder", "arenden", "utbetalningar", "omradesfakta", "matt"}

//go:embed readme.md.tmpl
var readmeText string

//go:embed config.toml.tmpl
var configText string

var pages = template.Must(template.Must(template.New("readme").Funcs(template.FuncMap{"comma": comma, "count": count}).Parse(readmeText)).New("config").Parse(configText))

// page is what the two templates are filled with.
type page struct {
	Summary
	Seed           uint64
	Months, Wanted int // wanted number of cases
	Scale          float64
	Source, Again  string
	Feeds          []string
	Shares         [4]float64
	SD             [4]float64
	Median         float64
	Late           float64 // per cent
	Moving         float64 // per cent
	Districts      []districtLine
	Workers, Units int
}

type districtLine struct {
	Name   string
	Factor float64 // planted factor on days, of district and unit together
	Unit   string
}

func (w *world) page(sum Summary) page {
	p := page{Summary: sum, Seed: w.opt.Seed, Months: int(w.months), Wanted: w.opt.Cases, Scale: w.opt.Scale,
		Source: w.source(), Feeds: feeds, Shares: plantedShares(), SD: [4]float64{sdDistrict, sdUnit, sdWorker, sdCase},
		Median: medianDays, Late: 100 * lateShare, Moving: 100 * moving, Units: len(w.units)}
	p.Again = fmt.Sprintf("stadsdelskollen generate MAPP --seed %d --months %d --cases %d", w.opt.Seed, w.months, w.opt.Cases)
	if sum.To != DefaultTo {
		p.Again += " --to " + sum.To
	}
	if w.opt.Scale != 1 {
		p.Again += fmt.Sprintf(" --scale %g", w.opt.Scale)
	}
	for _, a := range w.atoms {
		u := w.units[a.unit]
		p.Districts = append(p.Districts, districtLine{a.name, math.Exp(a.days + u.days), w.unitName(a.unit, w.start)})
	}
	for _, u := range w.units {
		p.Workers += len(u.workers)
	}
	return p
}

// writeWorkspace writes everything but the inbox.
func (w *world) writeWorkspace(out *output, sum Summary) error {
	p := w.page(sum)
	for _, x := range []struct{ file, tmpl string }{{"README.md", "readme"}, {configFile, "config"}} {
		var b strings.Builder
		if err := pages.ExecuteTemplate(&b, x.tmpl, p); err != nil {
			return fmt.Errorf("write %s: %w", x.file, err)
		}
		if err := out.write(x.file, []byte(b.String())); err != nil {
			return err
		}
	}
	names, err := fs.Glob(w.opt.Register, "*.csv")
	if err != nil {
		return fmt.Errorf("list district register: %w", err)
	}
	for _, name := range names {
		if name == eventsFile {
			continue // the synthetic city has events of its own
		}
		b, err := fs.ReadFile(w.opt.Register, name)
		if err != nil {
			return fmt.Errorf("copy %s: %w", name, err)
		}
		if err := out.write(filepath.Join("reference", name), b); err != nil {
			return err
		}
	}
	var b strings.Builder
	if err := writeEvents(&b, w.events()); err != nil {
		return err
	}
	return out.write(filepath.Join("reference", eventsFile), []byte(b.String()))
}

func writeEvents(to io.Writer, rows [][]string) error {
	c := csv.NewWriter(to)
	c.Write([]string{"datum", "omrade", "handelse", "kalla"})
	return c.WriteAll(rows)
}

// count writes a number with a space between thousands.
func count(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + " " + s[i:]
	}
	return s
}

func (out *output) write(name string, b []byte) error {
	if err := os.WriteFile(filepath.Join(out.dir, name), b, 0o644); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
