package main

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"stadsdelskollen/transform/disclosure/attack"
)

// leaky is a workspace whose two publications hide two figures of Kungsholmen: 3
// adults who work, and 46373 for their sake. The second one corrects a figure, and has all
// kinds of files.
var leaky = sync.OnceValues(func() (string, error) {
	root, err := os.MkdirTemp("", "stadsdelskollen-leaky-")
	if err != nil {
		return "", err
	}
	if err := os.CopyFS(root, os.DirFS(filepath.Join("..", "..", "examples", "stockholm"))); err != nil {
		return "", err
	}
	inbox := filepath.Join(root, "inbox")
	for _, c := range []struct{ file, old, new string }{
		{"forsorjningshinder_2011-11.csv", "Kungsholmen;2011-11;Arbetar deltid, ofrivilligt;5;", "Kungsholmen;2011-11;Arbetar deltid, ofrivilligt;3;"},
		{"forsorjningshinder_2011-11.csv", "Kungsholmen;2011-11;Övriga;1;", "Kungsholmen;2011-11;Övriga;60001;"},
		{"forsorjningshinder_2011-11.csv", "Kungsholmen;2011-11;Sjuk- eller aktivitetsersättning;6;", "Kungsholmen;2011-11;Sjuk- eller aktivitetsersättning;46373;"},
		{"forsorjningshinder_2011-11.csv", "Kungsholmen;2011-11;Arbetslös;105;", "Kungsholmen;2011-11;Arbetslös;91053;"},
		{"forsorjningshinder_2011-11.csv", "Kungsholmen;2011-11;Sjukskriven med läkarintyg;41;", "Kungsholmen;2011-11;Sjukskriven med läkarintyg;50413;"},
		{"forsorjningshinder_2011-11.csv", "Kungsholmen;2011-11;Sociala skäl;56;", "Kungsholmen;2011-11;Sociala skäl;70563;"},
		{"../stadsdelskollen.toml", "\n[feed.", "\n[webb]\nadress = \"https://stadsdelar.example\"\n[oppna_data]\nlicens = \"CC0-1.0\"\nutgivartyp = \"LocalAuthority\"\nkontakt = \"Förvaltningen\"\nepost = \"data@stadsdelar.example\"\n[feed."},
	} {
		if err := edit(filepath.Join(inbox, c.file), swap(c.old, c.new)); err != nil {
			return "", err
		}
	}
	costs := filepath.Join(inbox, "ekonomiskt_bistand_2011-11.csv")
	first, err := os.ReadFile(costs)
	if err != nil {
		return "", err
	}
	if err := runAt(root, "1795262400"); err != nil {
		return "", err
	}
	corrected, err := swap(";211;1718;8143;", ";214;1718;8028;")(first)
	if err := errors.Join(err, os.WriteFile(costs, corrected, 0o600), runAt(root, "1795435200")); err != nil {
		return "", err
	}
	return root, nil
})

// runAt runs a workspace at a moment, with a browser to print.
func runAt(dir, epoch string) error {
	var out bytes.Buffer
	code := run(context.Background(), []string{"run", "-C", dir}, &out, &out, func(name string) string {
		return map[string]string{"SOURCE_DATE_EPOCH": epoch, "PATH": os.Getenv("PATH")}[name]
	})
	if code != exitDone {
		return fmt.Errorf("exit code %d: %s", code, out.String())
	}
	return nil
}

// A change makes other bytes of a file's.
type change func([]byte) ([]byte, error)

func edit(file string, by change) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if data, err = by(data); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(file), err)
	}
	return os.WriteFile(file, data, 0o600)
}

// swap puts a text in another's place, where it stands first.
func swap(old, new string) change {
	return func(data []byte) ([]byte, error) {
		out := bytes.Replace(data, []byte(old), []byte(new), 1)
		if bytes.Equal(out, data) {
			return nil, fmt.Errorf("there is no %q", old)
		}
		return out, nil
	}
}

// part changes one part of an archive, or adds one where by is given nothing.
func part(name string, by change) change {
	return func(data []byte) ([]byte, error) {
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return nil, err
		}
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		found := false
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				return nil, err
			}
			text, err := io.ReadAll(r)
			if err == nil && f.Name == name {
				found = true
				text, err = by(text)
			}
			if err := errors.Join(err, writePart(w, f.Name, text)); err != nil {
				return nil, err
			}
		}
		if !found {
			text, err := by(nil)
			if err := errors.Join(err, writePart(w, name, text)); err != nil {
				return nil, err
			}
		}
		err = w.Close()
		return out.Bytes(), err
	}
}

func writePart(w *zip.Writer, name string, text []byte) error {
	f, err := w.Create(name)
	if err == nil {
		_, err = f.Write(text)
	}
	return err
}

func added(text string) change { return func([]byte) ([]byte, error) { return []byte(text), nil } }

// relist gives a changed publication a manifest that names its files as they are:
// as someone would who had published it so.
func relist(dir string) error {
	return edit(filepath.Join(dir, "manifest.json"), func(text []byte) ([]byte, error) {
		var m map[string]any
		if err := json.Unmarshal(text, &m); err != nil {
			return nil, err
		}
		for _, f := range m["filer"].([]any) {
			entry := f.(map[string]any)
			data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(entry["fil"].(string))))
			if err != nil {
				return nil, err
			}
			sum := sha256.Sum256(data)
			entry["sha256"], entry["bytes"] = hex.EncodeToString(sum[:]), len(data)
		}
		return json.MarshalIndent(m, "", " ")
	})
}

// planting is a figure put where it must not be; verify must name the file, and
// says.
type planting struct {
	what, file, says string
	by               change
}

// planted changes files of a copy of the publication, each once, and attacks it.
func planted(t *testing.T, root string, all []planting) []attack.Finding {
	t.Helper()
	site := mustEval(t, filepath.Join(root, "site"))
	dir := filepath.Join(t.TempDir(), filepath.Base(site))
	if err := os.CopyFS(dir, os.DirFS(site)); err != nil {
		t.Fatal(err)
	}
	manifest := false
	for _, p := range all {
		if p.file == "manifest.json" {
			manifest = true
			continue
		}
		if err := edit(filepath.Join(dir, filepath.FromSlash(p.file)), p.by); err != nil {
			t.Errorf("%s: %v", p.what, err)
		}
	}
	if err := relist(dir); err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if p.file != "manifest.json" || !manifest {
			continue
		}
		if err := edit(filepath.Join(dir, p.file), p.by); err != nil {
			t.Errorf("%s: %v", p.what, err)
		}
	}
	others, err := filepath.Glob(filepath.Join(root, "publications", "2011-11_*"))
	if err != nil {
		t.Fatal(err)
	}
	others = slices.DeleteFunc(others, func(o string) bool { return filepath.Base(o) == filepath.Base(site) })
	found, err := verifyBeside(t.Context(), dir, "", others, nil)
	if err != nil {
		t.Errorf("verify: %v", err)
	}
	return found
}

// Every file is read: a hidden figure, or one that nobody published, is found wherever
// it is put. Files are checked one by one, so that one figure in each of many files is
// looked for at a time.
func TestAFigureThatWasNotPublishedIsFoundInEveryPlaceOfEveryFile(t *testing.T) {
	root, err := leaky()
	if err != nil {
		t.Fatal(err)
	}
	if found := planted(t, root, nil); len(found) > 0 {
		t.Fatalf("the sound publication: %v", found)
	}
	left := plantings()
	for len(left) > 0 {
		var now, later []planting
		for _, p := range left {
			if slices.ContainsFunc(now, func(o planting) bool { return o.file == p.file }) {
				later = append(later, p)
				continue
			}
			now = append(now, p)
		}
		found := planted(t, root, now)
		for _, p := range now {
			if !slices.ContainsFunc(found, func(f attack.Finding) bool {
				return f.Where == p.file && strings.Contains(f.Text, p.says) || strings.HasPrefix(f.Where, p.file+",")
			}) {
				t.Errorf("%s in %s was not found", p.what, p.file)
				for _, f := range found {
					if strings.HasPrefix(f.Where, p.file) {
						t.Logf("  only %v", f)
					}
				}
			}
		}
		left = later
	}
}
