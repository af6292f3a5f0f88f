package reports

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"stadsdelskollen/queries/publication"
)

// Kept lists the finished publications in a folder of publications, the oldest
// first. A folder without a manifest is none of them.
func Kept(dir string) ([]Manifest, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list publications: %w", err)
	}
	var out []Manifest
	for _, e := range entries {
		if !e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		m, err := ReadManifest(filepath.Join(dir, e.Name()))
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, err
		default:
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b Manifest) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), a.Published.Compare(b.Published), strings.Compare(a.ID, b.ID))
	})
	return out, nil
}

// Earlier is the publication as a later one remembers it.
func (m Manifest) Earlier() publication.Earlier {
	return publication.Earlier{ID: m.ID, Number: m.Number, Published: m.Published.UTC(), Month: m.Month}
}

// Received are its deliveries.
func (m Manifest) Received() []publication.Delivery {
	var out []publication.Delivery
	for _, d := range m.Deliveries {
		out = append(out, publication.Delivery{Receipt: d.Receipt, Feed: d.Feed, Received: d.Received, First: d.First, Last: d.Last, Replaces: d.Replaces})
	}
	return out
}

// Definitions are the hashes of its indicators' SQL by name.
func (m Manifest) Definitions() map[string]string {
	out := map[string]string{}
	for _, ind := range m.Indicators {
		out[ind.Name] = ind.SHA256
	}
	return out
}

// ReadFacts reads data/fakta.csv of the publication in dir. It refuses a file
// that is not the one that was published.
func (m Manifest) ReadFacts(dir string) ([]publication.Fact, error) {
	rows, err := m.records(dir, "data/fakta.csv")
	if err != nil {
		return nil, err
	}
	var out []publication.Fact
	for _, r := range rows {
		f := publication.Fact{Measure: r.text("matt"), Kind: r.text("slag"), Level: r.text("niva"), Area: r.text("omrade"), Division: r.text("indelning"),
			Category: r.text("kategori"), Period: r.text("period"), Unit: r.text("enhet"), Status: r.text("status"), Source: r.text("kalla"),
			Denominator: r.number("namnare"), Lower: r.number("nedre"), Upper: r.number("ovre"), N: r.whole("antal"), Receipt: r.whole("kvitto")}
		if publication.Sign(f.Status) == "" {
			f.Value = r.number("varde")
		}
		out = append(out, f)
	}
	return out, faultsOf(rows)
}

// ReadCorrections reads data/rattelser.csv of the publication in dir; a
// publication of before there was one has no corrections.
func (m Manifest) ReadCorrections(dir string) ([]publication.Correction, error) {
	const file = "data/rattelser.csv"
	if !slices.ContainsFunc(m.Files, func(f ManifestFile) bool { return f.Path == file }) {
		return nil, nil
	}
	rows, err := m.records(dir, file)
	if err != nil {
		return nil, err
	}
	var out []publication.Correction
	for _, r := range rows {
		out = append(out, publication.Correction{Publication: r.text("publikation"), Published: r.moment("publicerad"), Since: r.text("sedan"), Kind: r.text("slag"),
			Indicator: r.text("nyckeltal"), Measure: r.text("matt"), Level: r.text("niva"), Area: r.text("omrade"), Division: r.text("indelning"),
			Category: r.text("kategori"), Period: r.text("period"), Unit: r.text("enhet"), Before: r.number("fore"), After: r.number("efter"),
			BeforeDenominator: r.number("fore_namnare"), AfterDenominator: r.number("efter_namnare"), BeforeStatus: r.text("fore_status"),
			AfterStatus: r.text("efter_status"), Cause: r.text("orsak"), Receipt: r.whole("kvitto"), Replaced: r.whole("ersatter")})
	}
	return out, faultsOf(rows)
}

// record is a row of a published CSV file; its faults are kept until all of it
// has been read.
type record struct {
	where  string
	cells  map[string]string
	faults *[]error
}

// checked is the path of a file that is the one that was published.
func (m Manifest) checked(dir, file string) (string, error) {
	i := slices.IndexFunc(m.Files, func(f ManifestFile) bool { return f.Path == file })
	if i < 0 {
		return "", fmt.Errorf("read publication %s: its manifest names no %s", m.ID, file)
	}
	path := filepath.Join(dir, filepath.FromSlash(file))
	sum, _, err := hashFile(path)
	if err != nil {
		return "", fmt.Errorf("read publication %s: %w", m.ID, err)
	}
	if sum != m.Files[i].SHA256 {
		return "", fmt.Errorf("read publication %s: %s is not the file that was published", m.ID, file)
	}
	return path, nil
}

func (m Manifest) records(dir, file string) ([]record, error) {
	path, err := m.checked(dir, file)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read publication %s: %w", m.ID, err)
	}
	all, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(all) == 0 {
		return nil, errors.Join(fmt.Errorf("read publication %s: %s is no table", m.ID, file), err)
	}
	var faults []error
	var out []record
	for n, line := range all[1:] {
		r := record{where: fmt.Sprintf("publication %s, %s, row %d", m.ID, file, n+2), cells: map[string]string{}, faults: &faults}
		for i, column := range all[0] {
			r.cells[column] = line[i]
		}
		out = append(out, r)
	}
	return out, nil
}

func faultsOf(rows []record) error {
	if len(rows) == 0 {
		return nil
	}
	return errors.Join(*rows[0].faults...)
}

func (r record) text(column string) string { return r.cells[column] }

func (r record) fault(column string, err error) {
	if err != nil {
		*r.faults = append(*r.faults, fmt.Errorf("%s, %s: %w", r.where, column, err))
	}
}

func (r record) number(column string) *float64 {
	text := r.cells[column]
	if text == "" {
		return nil
	}
	v, err := strconv.ParseFloat(text, 64)
	r.fault(column, err)
	return &v
}

func (r record) whole(column string) *int64 {
	text := r.cells[column]
	if text == "" {
		return nil
	}
	v, err := strconv.ParseInt(text, 10, 64)
	r.fault(column, err)
	return &v
}

func (r record) moment(column string) time.Time {
	text := r.cells[column]
	if text == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, text)
	r.fault(column, err)
	return t
}
