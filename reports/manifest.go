package reports

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"stadsdelskollen/queries/publication"
)

// Manifest is manifest.json of a publication: what it is and every file in it.
type Manifest struct {
	ID string `json:"id"`
	// Number counts the publications of an audience; 0 is one of before they were
	// counted, and one that looks back.
	Number int64 `json:"nummer,omitempty"`
	// Previous is the publication that readers saw until this one.
	Previous string `json:"foregaende,omitempty"`
	// AsOf is the day up to which deliveries count in one that looks back.
	AsOf      string    `json:"uppgifter_till,omitempty"`
	Month     string    `json:"manad"`
	Published time.Time `json:"publicerad"`
	Audience  string    `json:"malgrupp"`
	Synthetic bool      `json:"syntetisk"`
	Note      string    `json:"anmarkning,omitempty"`
	City      string    `json:"stad"`
	Rule      string    `json:"skydd"`
	// RoundedTo is what counts are rounded to; left out where they are not.
	RoundedTo int64    `json:"avrundas_till,omitempty"`
	Address   string   `json:"adress,omitempty"` // permanent; empty when the site's address is not known
	Program   string   `json:"program"`
	Versions  Versions `json:"versioner"`
	// Config is what the workspace's config says that shapes figures and pages;
	// nothing of it is secret or names a place within the house.
	Config any `json:"konfiguration,omitempty"`
	// Deliveries are the receipts behind the figures, without hashes.
	Deliveries []ManifestDelivery  `json:"leveranser"`
	Indicators []ManifestIndicator `json:"nyckeltal"`
	Files      []ManifestFile      `json:"filer"`
}

// Versions are those of what made a publication.
type Versions struct {
	Program string `json:"stadsdelskollen"`
	Go      string `json:"go"`
	DuckDB  string `json:"duckdb"`
	ECharts string `json:"echarts"`
}

// ManifestIndicator is how an indicator was computed: the base facts that it
// reads, its SQL and the SQL's hash.
type ManifestIndicator struct {
	Name     string   `json:"namn"`
	Title    string   `json:"titel"`
	Measures []string `json:"basfakta"`
	SQL      string   `json:"sql"`
	SHA256   string   `json:"sha256"`
}

// ManifestDelivery names a delivery by its receipt.
type ManifestDelivery struct {
	Receipt int64  `json:"kvitto"`
	Feed    string `json:"flode"`
	First   string `json:"forsta"`
	Last    string `json:"sista"`
	// Received is when it came.
	Received time.Time `json:"mottagen"`
	Replaces *int64    `json:"ersatter,omitempty"`
}

// ManifestFile is one published file; Path has slashes.
type ManifestFile struct {
	Path   string `json:"fil"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

const manifestName = "manifest.json"

// ManifestOptions is what a manifest says besides what its publication holds.
type ManifestOptions struct {
	Number   int64
	Previous string
	AsOf     string
	Program  string // its version
	ECharts  string
	Config   any
}

// WriteManifest writes manifest.json over all files that stand in dir. It is
// the last file of a publication: one without it is not finished.
func WriteManifest(ctx context.Context, pub *publication.DB, dir string, opt ManifestOptions) error {
	info, err := pub.Info(ctx)
	if err != nil {
		return err
	}
	deliveries, err := pub.Deliveries(ctx)
	if err != nil {
		return err
	}
	m := Manifest{ID: info.ID, Number: opt.Number, Previous: opt.Previous, AsOf: opt.AsOf, Month: info.Month, Published: info.Published.UTC(),
		Audience: info.Audience, Synthetic: info.Synthetic, City: info.City, Rule: info.Rule, RoundedTo: info.RoundedTo, Program: "stadsdelskollen " + opt.Program, Config: opt.Config}
	if info.Address != "" {
		m.Address = info.Permanent("")
	}
	m.Versions = Versions{Program: opt.Program, Go: runtime.Version(), ECharts: opt.ECharts}
	if m.Versions.DuckDB, err = pub.Engine(ctx); err != nil {
		return err
	}
	if m.Indicators, err = manifestIndicators(ctx, pub); err != nil {
		return err
	}
	m.Note = info.Mark()
	for _, d := range deliveries {
		m.Deliveries = append(m.Deliveries, ManifestDelivery{d.Receipt, d.Feed, d.First, d.Last, d.Received.UTC(), d.Replaces})
	}
	// WalkDir goes in the order of names.
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		sum, n, err := hashFile(path)
		m.Files = append(m.Files, ManifestFile{filepath.ToSlash(rel), sum, n})
		return err
	})
	if err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	text, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	return writeNew(filepath.Join(dir, manifestName), append(text, '\n'))
}

func manifestIndicators(ctx context.Context, pub *publication.DB) ([]ManifestIndicator, error) {
	indicators, err := pub.Indicators(ctx)
	if err != nil {
		return nil, err
	}
	feeds, err := pub.Feeds(ctx)
	if err != nil {
		return nil, err
	}
	var out []ManifestIndicator
	for _, ind := range indicators {
		m := ManifestIndicator{Name: ind.Name, Title: ind.Title, SQL: ind.SQL, SHA256: SQLHash(ind.SQL)}
		for _, f := range feeds {
			if f.Indicator == ind.Name {
				m.Measures = append(m.Measures, f.Measure)
			}
		}
		out = append(out, m)
	}
	return out, nil
}

// SQLHash is the hash of an indicator's SQL as a manifest gives it.
func SQLHash(sql string) string {
	sum := sha256.Sum256([]byte(sql))
	return hex.EncodeToString(sum[:])
}

// ReadManifest reads manifest.json of a publication folder.
func ReadManifest(dir string) (Manifest, error) {
	var m Manifest
	text, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	if err != nil {
		return m, fmt.Errorf("read manifest of %s: %w", dir, err)
	}
	return m, nil
}

func hashFile(path string) (sum string, n int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	h := sha256.New()
	if n, err = io.Copy(h, f); err != nil {
		return "", 0, err
	}
	return hex.EncodeToString(h.Sum(nil)), n, nil
}
