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
	"time"

	"stadsdelskollen/queries/publication"
)

// Manifest is manifest.json of a publication: what it is and every file in it.
type Manifest struct {
	ID        string    `json:"id"`
	Month     string    `json:"manad"`
	Published time.Time `json:"publicerad"`
	Audience  string    `json:"malgrupp"`
	Synthetic bool      `json:"syntetisk"`
	Note      string    `json:"anmarkning,omitempty"`
	City      string    `json:"stad"`
	Rule      string    `json:"skydd"`
	Program   string    `json:"program"`
	// Deliveries are the receipts behind the figures, without hashes.
	Deliveries []ManifestDelivery `json:"leveranser"`
	Files      []ManifestFile     `json:"filer"`
}

// ManifestDelivery names a delivery by its receipt.
type ManifestDelivery struct {
	Receipt int64  `json:"kvitto"`
	Feed    string `json:"flode"`
	First   string `json:"forsta"`
	Last    string `json:"sista"`
}

// ManifestFile is one published file; Path has slashes.
type ManifestFile struct {
	Path   string `json:"fil"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

const manifestName = "manifest.json"

// WriteManifest writes manifest.json over all files that stand in dir. It is
// the last file of a publication: one without it is not finished.
func WriteManifest(ctx context.Context, pub *publication.DB, dir, program string) error {
	info, err := pub.Info(ctx)
	if err != nil {
		return err
	}
	deliveries, err := pub.Deliveries(ctx)
	if err != nil {
		return err
	}
	m := Manifest{ID: info.ID, Month: info.Month, Published: info.Published.UTC(), Audience: info.Audience, Synthetic: info.Synthetic,
		City: info.City, Rule: info.Rule, Program: program}
	if info.Synthetic {
		m.Note = synthetic
	}
	for _, d := range deliveries {
		m.Deliveries = append(m.Deliveries, ManifestDelivery{d.Receipt, d.Feed, d.First, d.Last})
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
