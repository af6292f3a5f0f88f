//go:build duckdb_arrow

package disclosure

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

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform"
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
}

// Verify attacks the publication in dir as a reader could, who also has the
// publications in with. It reads published files only: the facts are attacked,
// every figure of the other data files must follow from them, and all files
// must be those of the manifest. The error says that a file could not be read.
//
// Its present limits: it solves one table line at a time and not all equations
// of all publications together, and it does not read the pages.
func Verify(ctx context.Context, dir string, with ...string) ([]Finding, error) {
	v := &verifier{dir: dir}
	m, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	if m.Audience != publication.AudiencePublic {
		v.find(attackAudience, manifestFile, "the publication is for audience %q and shows everything", m.Audience)
		return v.found, nil
	}
	if err := v.hashes(m); err != nil {
		return nil, err
	}
	facts, err := v.readFacts()
	if err != nil {
		return nil, err
	}
	v.found = append(v.found, attack(facts)...)
	if err := v.formats(ctx, facts); err != nil {
		return nil, err
	}
	for _, sibling := range with {
		if err := v.sibling(facts, sibling); err != nil {
			return nil, err
		}
	}
	return v.found, nil
}

type verifier struct {
	dir   string
	found []Finding
}

func (v *verifier) find(rule, where, format string, args ...any) {
	v.found = append(v.found, Finding{rule, where, fmt.Sprintf(format, args...)})
}

func (v *verifier) path(name string) string { return filepath.Join(v.dir, filepath.FromSlash(name)) }

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

// hashes compares the files of the folder with those of the manifest.
func (v *verifier) hashes(m manifest) error {
	listed := map[string]bool{manifestFile: true}
	for _, f := range m.Files {
		listed[f.Path] = true
		if !fs.ValidPath(f.Path) {
			v.find(attackHash, f.Path, "the path leads out of the publication")
			continue
		}
		sum, err := hash(v.path(f.Path))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			v.find(attackHash, f.Path, "the file is missing")
		case err != nil:
			return err
		case sum != f.SHA256:
			v.find(attackHash, f.Path, "the file is not the one that was published")
		}
	}
	return fs.WalkDir(os.DirFS(v.dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !listed[path.Clean(name)] {
			v.find(attackHash, name, "the manifest does not name the file")
		}
		return err
	})
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

// formats computes every indicator anew from the published facts alone, and
// compares: a figure that does not follow from them came from elsewhere.
func (v *verifier) formats(ctx context.Context, facts []publication.Fact) error {
	pub, err := publication.Open(ctx, v.path(databaseFile))
	if err != nil {
		return err
	}
	return errors.Join(v.formatsOf(ctx, pub, facts), pub.Close())
}

func (v *verifier) formatsOf(ctx context.Context, pub *publication.DB, facts []publication.Fact) error {
	content, err := contentOf(ctx, pub)
	if err != nil {
		return err
	}
	if content.Info.Audience != publication.AudiencePublic {
		v.find(attackAudience, databaseFile, "the database is for audience %q", content.Info.Audience)
	}
	v.found = append(v.found, doubled(facts, content.Succession)...)
	v.compareFacts(facts, content.Facts)
	content.Facts = facts
	derived, err := derive(ctx, content)
	if err != nil {
		return err
	}
	stored := map[string][]publication.Observation{}
	indicators, err := pub.Indicators(ctx)
	if err != nil {
		return err
	}
	for _, ind := range indicators {
		if stored[ind.Name], err = pub.Observations(ctx, ind.Name); err != nil {
			return err
		}
	}
	v.compareStored(derived, stored)
	return v.compareFiles(derived)
}

func contentOf(ctx context.Context, pub *publication.DB) (c publication.Content, err error) {
	var errs [5]error
	c.Info, errs[0] = pub.Info(ctx)
	c.Divisions, errs[1] = pub.Divisions(ctx)
	c.Members, errs[2] = pub.Members(ctx)
	c.Succession, errs[3] = pub.Succession(ctx)
	c.Facts, errs[4] = pub.Facts(ctx)
	return c, errors.Join(errs[:]...)
}

// derive is every observation that follows from the facts, by indicator.
func derive(ctx context.Context, c publication.Content) (_ map[string][]publication.Observation, err error) {
	tmp, err := os.MkdirTemp("", "verify-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	pub, err := publication.Create(ctx, filepath.Join(tmp, "p.duckdb"))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, pub.Close()) }()
	if err := pub.Fill(ctx, c); err != nil {
		return nil, err
	}
	if err := pub.ComputeIndicators(ctx); err != nil {
		return nil, err
	}
	if err := transform.Compare(ctx, pub); err != nil {
		return nil, err
	}
	indicators, err := pub.Indicators(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string][]publication.Observation{}
	for _, ind := range indicators {
		if out[ind.Name], err = pub.Observations(ctx, ind.Name); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// sibling looks for figures that another publication shows and this one hides,
// or the other way round.
func (v *verifier) sibling(facts []publication.Fact, dir string) error {
	m, err := readManifest(dir)
	if err != nil {
		return err
	}
	if m.Audience != publication.AudiencePublic {
		v.find(attackAudience, dir, "the other publication is for audience %q and shows everything", m.Audience)
		return nil
	}
	other := &verifier{dir: dir}
	if err := other.hashes(m); err != nil {
		return err
	}
	theirs, err := other.readFacts()
	if err != nil {
		return err
	}
	for _, f := range other.found {
		v.find(f.Rule, dir+"/"+f.Where, "%s", f.Text)
	}
	v.found = append(v.found, otherDivision(facts, theirs, dir)...)
	at := map[factKey]publication.Fact{}
	for _, f := range theirs {
		at[keyOf(f)] = f
	}
	for _, here := range facts {
		there, ok := at[keyOf(here)]
		switch {
		case !ok:
		case here.Status == publication.Hidden && (there.Value != nil || here.Denominator == nil && there.Denominator != nil):
			v.find(attackSibling, label(here), "hidden here, shown in %s", dir)
		case there.Status == publication.Hidden && (here.Value != nil || there.Denominator == nil && here.Denominator != nil):
			v.find(attackSibling, label(here), "shown here, hidden in %s", dir)
		}
	}
	return nil
}
