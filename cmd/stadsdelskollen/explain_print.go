package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"stadsdelskollen/ingest"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/warehouse"
	"stadsdelskollen/reports"
)

// print tells the lineage, from the page to the bytes. What does not fit its
// hash is told in its place, and once more as the error.
func (x explainer) print(ctx context.Context, pub *publication.DB, wh *warehouse.DB, l reports.Lineage) error {
	info, err := pub.Info(ctx)
	if err != nil {
		return err
	}
	out := lines{x.e.Stdout}
	out.line("%s: %s", l.Indicator.Name, l.Indicator.Title)
	for _, o := range l.Observations {
		name := strings.Join(nonEmpty(o.Area, o.Period, o.Category), ", ")
		out.line("  %s = %s%s%s", name, shown(o.Value, nil, o.Unit, o.Status), inDivision(o.Division), sumOf(o.SumOf))
	}
	faults := []error{x.files(out, l)}
	out.line("sql, sha256 %s", reports.SQLHash(l.Indicator.SQL))
	for line := range strings.Lines(strings.TrimSpace(l.Indicator.SQL)) {
		out.line("    %s", strings.TrimRight(line, "\n"))
	}
	out.line("base facts (data/fakta.csv): %s", strings.Join(l.Measures, ", "))
	hidden := false
	for _, f := range l.Facts {
		name := strings.Join(nonEmpty(f.Measure, f.Area, f.Period, f.Category), ", ")
		by := "no delivery"
		if f.Receipt != nil {
			by = "receipt " + strconv.FormatInt(*f.Receipt, 10)
		}
		out.line("  %s = %s%s; %s", name, shown(f.Value, denominator(f), f.Unit, f.Status), inDivision(f.Division), by)
		hidden = hidden || f.Status == publication.Hidden
	}
	if hidden {
		out.line("  dold: the gate hid it, and every publication since. The rule in force: %s", info.Rule)
	}
	faults = append(faults, x.deliveries(ctx, out, pub, wh, l))
	return errors.Join(faults...)
}

type lines struct{ to io.Writer }

func (l lines) line(format string, args ...any) { fmt.Fprintf(l.to, format+"\n", args...) }

func nonEmpty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(s string) bool { return s == "" })
}

// shown is a figure as an operator reads it, or its status and sign.
func shown(v, of *float64, unit, status string) string {
	if v == nil {
		return strings.TrimSpace(publication.Sign(status) + " (" + status + ")")
	}
	text := plain(*v)
	if of != nil {
		text += " of " + plain(*of)
	}
	return text + " " + unit + " (" + status + ")"
}

func plain(v float64) string {
	return strings.TrimRight(strings.TrimRight(strconv.FormatFloat(v, 'f', 3, 64), "0"), ".")
}

func inDivision(d string) string {
	if d == "" {
		return ""
	}
	return ", indelning " + d
}

func sumOf(s string) string {
	switch s {
	case "":
		return ""
	case publication.Breaks:
		return ", cannot be told in this division"
	}
	return ", from " + s
}

// files tells the page and the publication, and whether they are as published.
func (x explainer) files(out lines, l reports.Lineage) error {
	m := x.manifest
	var faults []error
	state := "as published"
	for _, file := range []string{l.Page(), "data/publication.duckdb", "data/fakta.csv"} {
		if err := m.CheckFile(x.dir, file); err != nil {
			state = "NOT AS PUBLISHED"
			faults = append(faults, err)
		}
	}
	for _, ind := range m.Indicators {
		if ind.Name == l.Indicator.Name && ind.SHA256 != reports.SQLHash(l.Indicator.SQL) {
			state = "NOT AS PUBLISHED"
			faults = append(faults, fmt.Errorf("publication %s: the SQL of %s is not that of the manifest", m.ID, ind.Name))
		}
	}
	number := ""
	if m.Number > 0 {
		number = fmt.Sprintf(", number %d", m.Number)
	}
	out.line("page %s", filepath.Join(x.dir, filepath.FromSlash(l.Page())))
	if m.Address != "" {
		out.line("  %s%s", m.Address, l.Page())
	}
	out.line("publication %s%s, audience %s, published %s; manifest.json, page and data: %s", m.ID, number, m.Audience, m.Published.UTC().Format(time.RFC3339), state)
	return errors.Join(faults...)
}

// deliveries tells, for every delivery that a fact was made of, its file, the
// lines, and the archived bytes.
func (x explainer) deliveries(ctx context.Context, out lines, pub *publication.DB, wh *warehouse.DB, l reports.Lineage) error {
	stored, err := wh.Deliveries(ctx)
	if err != nil {
		return err
	}
	origins, err := x.origins(ctx, pub, l)
	if err != nil {
		return err
	}
	byReceipt := map[int64][]warehouse.Lines{}
	for _, o := range origins {
		found, err := wh.Lineage(ctx, o)
		if err == nil && len(found) == 0 && len(o.Categories) > 0 {
			// A category that no row has is a group of several.
			o.Categories = nil
			found, err = wh.Lineage(ctx, o)
		}
		if err != nil {
			return err
		}
		for _, f := range found {
			if !slices.Contains(byReceipt[f.Receipt], f) {
				byReceipt[f.Receipt] = append(byReceipt[f.Receipt], f)
			}
		}
	}
	for _, f := range l.Facts {
		if f.Receipt != nil && byReceipt[*f.Receipt] == nil {
			byReceipt[*f.Receipt] = []warehouse.Lines{}
		}
	}
	out.line("deliveries")
	if len(byReceipt) == 0 {
		out.line("  none")
	}
	var faults []error
	for _, d := range slices.Backward(stored) {
		if rows, ok := byReceipt[int64(d.Receipt)]; ok {
			delete(byReceipt, int64(d.Receipt))
			faults = append(faults, x.delivery(out, d, rows))
		}
	}
	for _, receipt := range slices.Sorted(maps.Keys(byReceipt)) {
		faults = append(faults, fmt.Errorf("receipt %d of the publication is not in this workspace", receipt))
	}
	return errors.Join(faults...)
}

func (x explainer) delivery(out lines, d warehouse.Stored, rows []warehouse.Lines) error {
	out.line("  receipt %d, %s, received %s by %s, %s", d.Receipt, d.Feed, d.Received.UTC().Format(time.RFC3339), d.Origin, d.Status)
	out.line("    file %s, %d bytes", d.Name, d.Bytes)
	for _, r := range rows {
		where := ""
		if r.Part != "" {
			where = r.Part + ", "
		}
		switch {
		case r.Rows == 1:
			out.line("    %sline %d", where, r.First)
		case r.Last-r.First+1 == r.Rows:
			out.line("    %slines %d-%d", where, r.First, r.Last)
		default:
			out.line("    %s%d rows of lines %d-%d", where, r.Rows, r.First, r.Last)
		}
	}
	path, intact, err := ingest.Archived(x.w.dir, d.SHA256)
	if err != nil {
		return err
	}
	switch {
	case intact:
		out.line("    archived %s, sha256 as received", filepath.Join(x.w.dir, path))
	case d.Status == "gallrad":
		out.line("    archived bytes deleted after their time")
	default:
		out.line("    archived %s: MISSING OR CHANGED", filepath.Join(x.w.dir, path))
		return fmt.Errorf("receipt %d: the archived bytes of %s are missing or not those that were received", d.Receipt, d.Name)
	}
	return nil
}

// origins are the rows to look for, one for each fact that somebody delivered.
func (x explainer) origins(ctx context.Context, pub *publication.DB, l reports.Lineage) ([]warehouse.Origin, error) {
	merged, err := pub.Merged(ctx)
	if err != nil {
		return nil, err
	}
	feeds, newest := map[int64]string{}, int64(0)
	for _, d := range x.manifest.Deliveries {
		feeds[d.Receipt], newest = d.Feed, max(newest, d.Receipt)
	}
	var out []warehouse.Origin
	for _, f := range l.Facts {
		if f.Receipt == nil {
			continue
		}
		o := warehouse.Origin{Feed: feeds[*f.Receipt], Measure: f.Measure, Period: f.Period, Areas: []string{f.Area}, Newest: newest}
		for _, m := range merged {
			if m.Measure == f.Measure && m.Area == f.Area && m.Division == f.Division && m.Period == f.Period {
				o.Areas = append(o.Areas, strings.Split(m.Parts, " + ")...)
			}
		}
		if cases := o.Feed == "arenden" || o.Feed == "utbetalningar"; cases {
			o.Everywhere = f.Level == publication.LevelCity
			for _, s := range l.Observations {
				o.Areas = append(append(o.Areas, s.Area), reports.Parts(s.SumOf)...)
			}
		} else if f.Category != "" {
			o.Categories = []string{f.Category}
		}
		out = append(out, o)
	}
	return out, nil
}

// denominator is a pair's n.
func denominator(f publication.Fact) *float64 {
	if f.Kind != publication.KindPair {
		return nil
	}
	return f.Denominator
}
