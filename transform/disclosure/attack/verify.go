//go:build duckdb_arrow

package attack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"stadsdelskollen/queries/publication"
)

const (
	manifestFile = "manifest.json"
	factsFile    = "data/fakta.csv"
	databaseFile = "data/publication.duckdb"
)

// manifest is what Verify reads of manifest.json.
type manifest struct {
	Audience   string       `json:"malgrupp"`
	Files      []listedFile `json:"filer"`
	Indicators []struct {
		SQL string `json:"sql"`
	} `json:"nyckeltal"`
}

type listedFile struct {
	Path   string `json:"fil"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// Options are what a reader has besides the folder that is attacked.
type Options struct {
	With []string // folders of other publications
	// Read gives the figures and texts of a file of figures, whatever its format.
	// Without it such files are findings, since nobody has read them.
	Read func(name string, data []byte) (Contents, error)
	// Unchecked is told what could not be checked, where nothing can hide. Without it
	// that is a finding as well.
	Unchecked func(where, text string)
	// Own are the files that every publication of this program carries, by path.
	Own map[string][]byte
}

// Verify attacks the publication in dir as a reader could, who also has the
// publications of opt.With. It reads published files only: the facts of all of them
// are attacked together, and every figure of every other file of dir must follow
// from its facts. The error says that a file could not be read.
func Verify(ctx context.Context, dir string, opt Options) ([]Finding, error) {
	v := &verifier{dir: dir, opt: opt}
	m, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	if m.Audience != publication.AudiencePublic {
		v.find(RuleAudience, manifestFile, "the publication is for audience %q and shows everything: it is not for publication", m.Audience)
		return v.found, nil
	}
	names, err := v.listed(m)
	if err != nil {
		return nil, err
	}
	if err := v.readPublication(ctx, m, names); err != nil {
		return nil, fmt.Errorf("verify %s: %w", dir, err)
	}
	return v.found, nil
}

// Siblings are the public publications beside dir: what its readers have too.
func Siblings(dir string) ([]string, error) {
	own, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if own, err = filepath.EvalSymlinks(own); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(filepath.Dir(own))
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		name := filepath.Join(filepath.Dir(own), e.Name())
		if !e.IsDir() || strings.HasPrefix(e.Name(), ".") || name == own {
			continue
		}
		if m, err := readManifest(name); err == nil && m.Audience == publication.AudiencePublic {
			out = append(out, name)
		}
	}
	return out, nil
}

type verifier struct {
	dir   string
	opt   Options
	found []Finding
}

func (v *verifier) find(rule, where, format string, args ...any) {
	v.found = append(v.found, Finding{rule, where, fmt.Sprintf(format, args...)})
}

func (v *verifier) path(name string) string { return filepath.Join(v.dir, filepath.FromSlash(name)) }

// readPublication attacks the facts, and then compares every other file with
// what follows from them.
func (v *verifier) readPublication(ctx context.Context, m manifest, names []string) error {
	facts, err := v.readFacts()
	if err != nil {
		return err
	}
	stored, err := openStored(ctx, v.path(databaseFile))
	if err != nil {
		return err
	}
	own, err := stored.publication(ctx, facts)
	var others []Publication
	if err == nil {
		if others, err = v.siblings(ctx, v.opt.With); err == nil {
			v.found = append(v.found, Divisions(facts, own.Succession)...)
			v.found = append(v.found, Facts(own, others...)...)
		}
	}
	if err != nil {
		return errors.Join(err, stored.Close())
	}
	derived, err := v.compareDatabase(ctx, stored, facts)
	if err != nil {
		return errors.Join(err, stored.Close())
	}
	v.compareMemory(derived, facts, others)
	v.compareFiles(m, names, derived)
	return stored.Close()
}

// siblings read the facts of other publications.
func (v *verifier) siblings(ctx context.Context, with []string) ([]Publication, error) {
	var out []Publication
	for _, dir := range with {
		if same, err := sameFolder(dir, v.dir); err != nil || same {
			if err != nil {
				return nil, err
			}
			continue
		}
		m, err := readManifest(dir)
		if err != nil {
			return nil, err
		}
		if m.Audience != publication.AudiencePublic {
			v.find(RuleAudience, dir, "the other publication is for audience %q and shows everything", m.Audience)
			continue
		}
		other := &verifier{dir: dir}
		for _, f := range m.Files {
			if f.Path != factsFile && f.Path != databaseFile {
				continue
			}
			sum, err := hash(other.path(f.Path))
			if err != nil {
				return nil, err
			}
			if sum != f.SHA256 {
				v.find(RuleHash, dir+"/"+f.Path, "the file is not the one that was published")
			}
		}
		facts, err := other.readFacts()
		if err != nil {
			return nil, err
		}
		for _, f := range other.found {
			v.find(f.Rule, dir+"/"+f.Where, "%s", f.Text)
		}
		stored, err := openStored(ctx, other.path(databaseFile))
		if err != nil {
			return nil, err
		}
		p, err := stored.publication(ctx, facts)
		if err := errors.Join(err, stored.Close()); err != nil {
			return nil, err
		}
		p.Name = dir
		out = append(out, p)
	}
	// The newest first: names begin with the newest month.
	slices.SortStableFunc(out, func(a, b Publication) int { return strings.Compare(filepath.Base(b.Name), filepath.Base(a.Name)) })
	return out, nil
}

func sameFolder(a, b string) (bool, error) {
	x, err := os.Stat(a)
	if err != nil {
		return false, err
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y), err
}

func readManifest(dir string) (m manifest, err error) {
	text, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	if err != nil {
		return m, fmt.Errorf("read the manifest of %s: %w", dir, err)
	}
	return m, nil
}

// listed compares the names in the folder with those of the manifest, and returns
// all that are there.
func (v *verifier) listed(m manifest) ([]string, error) {
	listed := map[string]bool{manifestFile: true}
	for _, f := range m.Files {
		listed[f.Path] = true
		if !fs.ValidPath(f.Path) {
			v.find(RuleHash, f.Path, "the path leads out of the publication")
		}
	}
	var names []string
	err := fs.WalkDir(os.DirFS(v.dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if names = append(names, name); !listed[path.Clean(name)] {
			v.find(RuleHash, name, "the manifest does not name the file")
		}
		delete(listed, name)
		return nil
	})
	for _, name := range slices.Sorted(maps.Keys(listed)) {
		v.find(RuleHash, name, "the file is missing")
	}
	return names, err
}

func hash(name string) (sum string, err error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
