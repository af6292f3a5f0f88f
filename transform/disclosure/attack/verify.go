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
	"os"
	"path"
	"path/filepath"
	"regexp"
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
	Audience string `json:"malgrupp"`
	Files    []struct {
		Path   string `json:"fil"`
		SHA256 string `json:"sha256"`
	} `json:"filer"`
	Indicators []struct {
		SQL string `json:"sql"`
	} `json:"nyckeltal"`
}

// Verify attacks the publication in dir as a reader could, who also has the
// publications in with. It reads published files only: the facts of all of them
// are attacked together, and every figure of every other file of dir must follow
// from its facts. The error says that a file could not be read.
func Verify(ctx context.Context, dir string, with ...string) ([]Finding, error) {
	v := &verifier{dir: dir}
	m, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	if m.Audience != publication.AudiencePublic {
		v.find(RuleAudience, manifestFile, "the publication is for audience %q and shows everything: it is not for publication", m.Audience)
		return v.found, nil
	}
	names, err := v.hashes(m)
	if err != nil {
		return nil, err
	}
	if err := v.readPublication(ctx, names, with); err != nil {
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
	found []Finding
}

func (v *verifier) find(rule, where, format string, args ...any) {
	v.found = append(v.found, Finding{rule, where, fmt.Sprintf(format, args...)})
}

func (v *verifier) path(name string) string { return filepath.Join(v.dir, filepath.FromSlash(name)) }

// readPublication attacks the facts, and then compares every other file with
// what follows from them.
func (v *verifier) readPublication(ctx context.Context, names, with []string) error {
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
		if others, err = v.siblings(ctx, with); err == nil {
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
	return errors.Join(v.compareFiles(names, derived), stored.Close())
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

// hashes compares the files of the folder with those of the manifest, and returns
// the names of all files that are there.
func (v *verifier) hashes(m manifest) ([]string, error) {
	listed := map[string]bool{manifestFile: true}
	for _, f := range m.Files {
		listed[f.Path] = true
		if !fs.ValidPath(f.Path) {
			v.find(RuleHash, f.Path, "the path leads out of the publication")
			continue
		}
		sum, err := hash(v.path(f.Path))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			v.find(RuleHash, f.Path, "the file is missing")
		case err != nil:
			return nil, err
		case sum != f.SHA256:
			v.find(RuleHash, f.Path, "the file is not the one that was published")
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
		return nil
	})
	return names, errors.Join(err, v.manifestOnly(m))
}

// secretHash is what a hash of secret bytes looks like. A delivery whose layout
// is known can be guessed from its hash.
var secretHash = regexp.MustCompile(`\b[0-9a-f]{32,}\b`)

// manifestOnly finds hashes in the manifest that are not those of its own files.
func (v *verifier) manifestOnly(m manifest) error {
	text, err := os.ReadFile(v.path(manifestFile))
	if err != nil {
		return err
	}
	own := map[string]bool{}
	for _, f := range m.Files {
		own[f.SHA256] = true
	}
	for _, ind := range m.Indicators {
		// The SQL stands beside its hash, so the hash says nothing more.
		sum := sha256.Sum256([]byte(ind.SQL))
		own[hex.EncodeToString(sum[:])] = true
	}
	for _, h := range secretHash.FindAllString(string(text), -1) {
		if !own[h] {
			v.find(RuleHash, manifestFile, "%s is the hash of no published file", h)
		}
	}
	return nil
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
