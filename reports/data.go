// Package reports writes what a reader takes away from a publication: its
// figures as files in every open format, their catalogue, and the manifest that
// names every file. It reads the publication alone and refuses to overwrite a
// file. The formats themselves are in table, cube and catalogue.
package reports

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/catalogue"
	"stadsdelskollen/reports/cube"
	"stadsdelskollen/reports/prose"
	"stadsdelskollen/reports/table"
)

// Format is a way to write a table of figures.
type Format struct {
	Ending    string // of the file's name: .csv
	Name      string // what people call it
	MediaType string
	// Cube says that the format is for indicators only.
	Cube  bool
	write func(table.Table) ([]byte, error)
}

// Formats of the files in data/, in the order in which pages list them.
var Formats = []Format{
	{".csv", "CSV", "text/csv", false, table.CSV},
	{".xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false, table.XLSX},
	{".json", "JSON", "application/json", false, table.JSON},
	{".parquet", "Parquet", "application/vnd.apache.parquet", false, table.Parquet},
	{".arrow", "Arrow", "application/vnd.apache.arrow.file", false, table.Arrow},
	{".jsonstat.json", "JSON-stat", "application/json", true, cube.JSONStat},
	{".px", "PX", "text/x-pcaxis", true, cube.PX},
	{".kolada.json", "JSON som Kolada", "application/json", true, cube.Kolada},
}

// factsName is the name of the table of base facts.
const factsName = "fakta"

// WriteData writes the files of data/ into dir, where publication.duckdb may
// stand already: every indicator and the base facts in every format, the data
// package, what was corrected and, when the publication has what it takes, the DCAT catalogue.
func WriteData(ctx context.Context, pub *publication.DB, dir string) error {
	w := writer{dir: dir}
	var err error
	if w.info, err = pub.Info(ctx); err != nil {
		return err
	}
	if err := w.indicators(ctx, pub); err != nil {
		return err
	}
	facts, err := pub.Facts(ctx)
	if err != nil {
		return err
	}
	t := factTable(w.info, facts)
	set := catalogue.Dataset{Name: factsName, Title: t.Title, Description: factsDefinition(w.info), Sources: sourcesOf(facts)}
	for _, f := range facts {
		set.First, set.Last = widen(set.First, set.Last, f.Period)
	}
	if err := w.dataset(t, set, false); err != nil {
		return err
	}
	if err := writeCorrections(ctx, pub, w.info, dir); err != nil {
		return err
	}
	return w.catalogue()
}

// writer writes files and remembers them for the catalogue.
type writer struct {
	dir  string
	info publication.Info
	sets []catalogue.Dataset
}

func (w *writer) indicators(ctx context.Context, pub *publication.DB) error {
	indicators, err := pub.Indicators(ctx)
	if err != nil {
		return err
	}
	for _, ind := range indicators {
		obs, err := pub.Observations(ctx, ind.Name)
		if err != nil {
			return err
		}
		compared, err := pub.Comparisons(ctx, ind.Name)
		if err != nil {
			return err
		}
		t := observationTable(w.info, ind, obs, compared)
		set := catalogue.Dataset{Name: ind.Name, Title: ind.Title, Description: ind.Definition, Page: "nyckeltal/" + ind.Name + ".html", Sources: sourcesOfObservations(obs)}
		for _, o := range obs {
			set.First, set.Last = widen(set.First, set.Last, o.Period)
		}
		if err := w.dataset(t, set, true); err != nil {
			return err
		}
	}
	return nil
}

// widen makes a span of periods hold one more.
func widen(first, last, period string) (string, string) {
	if first == "" || period < first {
		first = period
	}
	return first, max(last, period)
}

// dataset writes one table in its formats.
func (w *writer) dataset(t table.Table, set catalogue.Dataset, cubes bool) error {
	for _, f := range Formats {
		if f.Cube && !cubes {
			continue
		}
		text, err := f.write(t)
		name := t.Name + f.Ending
		if err == nil {
			err = writeNew(filepath.Join(w.dir, name), text)
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		file := catalogue.File{Name: name, Format: f.Name, MediaType: f.MediaType, Bytes: int64(len(text)), SHA256: digest(text)}
		if f.Ending == ".csv" {
			file.Table = &t
		}
		set.Files = append(set.Files, file)
	}
	w.sets = append(w.sets, set)
	return nil
}

// catalogue writes datapackage.json and the DCAT catalogue.
func (w *writer) catalogue() error {
	_, err := os.Stat(filepath.Join(w.dir, databaseName))
	switch {
	case err == nil:
		// Neither size nor hash: its bytes differ from build to build.
		facts := &w.sets[len(w.sets)-1]
		facts.Files = append(facts.Files, catalogue.File{Name: databaseName, Format: "DuckDB", MediaType: "application/vnd.duckdb"})
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("write catalogue: %w", err)
	}
	c := catalogue.Catalogue{Publication: w.info.ID, Published: w.info.Published, City: w.info.City, Publisher: w.info.Publisher,
		PublisherType: w.info.PublisherType, Address: folder(w.info.Address), License: w.info.License, Contact: w.info.Contact, Email: w.info.Email,
		Terms: terms(w.info), Datasets: w.sets, Warning: w.info.Mark()}
	files := []struct {
		name  string
		write func(catalogue.Catalogue) ([]byte, error)
	}{{packageName, catalogue.Frictionless}, {rdfName, catalogue.RDF}, {jsonldName, catalogue.JSONLD}}
	if len(c.Missing()) > 0 || w.info.Audience != publication.AudiencePublic {
		files = files[:1]
	}
	for _, f := range files {
		text, err := f.write(c)
		if err == nil {
			err = writeNew(filepath.Join(w.dir, f.name), text)
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", f.name, err)
		}
	}
	return nil
}

// Files that stand once in data/.
const (
	databaseName = "publication.duckdb"
	packageName  = "datapackage.json"
	rdfName      = "dcat.rdf"
	jsonldName   = "dcat.jsonld"
)

// terms say under what terms the figures may be used.
func terms(info publication.Info) string {
	if info.License == "" {
		return "Ingen licens är angiven: fråga utgivaren innan uppgifterna sprids vidare, och ange källan."
	}
	return "Licens: " + prose.Licence(info.License) + ". För uppgifter som kommer från andra, se källan vid varje tal, gäller deras villkor."
}

func sourcesOf(facts []publication.Fact) []string {
	var out []string
	for _, f := range facts {
		out = append(out, f.Source)
	}
	return distinct(out)
}

// sourcesOfObservations leaves out the sums of parts, whose parts stand there
// with their sources.
func sourcesOfObservations(obs []publication.Observation) []string {
	var out []string
	for _, o := range obs {
		if o.SumOf == "" {
			out = append(out, o.Source)
		}
	}
	return distinct(out)
}

func distinct(texts []string) []string {
	var out []string
	for _, s := range texts {
		if s = strings.TrimPrefix(s, ". "); s != "" {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func writeNew(path string, data []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return nil
}

// folder is an address with a slash at its end, so that a file's name can
// follow; empty when there is none.
func folder(address string) string {
	if address == "" {
		return ""
	}
	return address + "/"
}
