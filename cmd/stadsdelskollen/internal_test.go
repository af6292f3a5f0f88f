package main

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"stadsdelskollen/dashboards"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform/disclosure/attack"
	"stadsdelskollen/transform/disclosure/attack/pdf"
)

// carriesMark says whether a reader of a file meets the mark: on every page of a
// PDF, in a part of a workbook, in the database's words about its protection, and
// else in the text.
func carriesMark(t *testing.T, file string) bool {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	switch filepath.Ext(file) {
	case ".pdf":
		d, err := pdf.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		return len(d.Beside) == d.Pages && !slices.ContainsFunc(d.Beside, func(s string) bool { return !strings.Contains(s, publication.InternalMark) })
	case ".xlsx":
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		return !slices.ContainsFunc(z.File, func(f *zip.File) bool {
			told := strings.HasPrefix(f.Name, "xl/worksheets/") || f.Name == "docProps/core.xml"
			return told && !strings.Contains(partOf(t, f), publication.InternalMark)
		})
	case ".duckdb":
		pub, err := publication.Open(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		defer pub.Close()
		info, err := pub.Info(t.Context())
		return err == nil && strings.HasPrefix(info.Rule, publication.InternalMark)
	case ".csv":
		rows := strings.Split(strings.TrimSpace(string(data)), "\n")
		return !slices.ContainsFunc(rows[1:], func(row string) bool { return !strings.Contains(row, publication.InternalMark) })
	}
	return bytes.Contains(data, []byte("INTERNT"))
}

func partOf(t *testing.T, f *zip.File) string {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// internally publishes the leaky workspace for the internal audience.
func internally(t *testing.T) string {
	t.Helper()
	root, err := leaky()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	code := run(t.Context(), []string{"publish", "-C", root, "--audience", "internal"}, &out, &out, func(name string) string {
		return map[string]string{"SOURCE_DATE_EPOCH": "1795435200", "PATH": os.Getenv("PATH")}[name]
	})
	if code != exitDone {
		t.Fatalf("exit code %d: %s", code, out.String())
	}
	return filepath.Join(root, "internt")
}

// Whoever meets any file of the internal audience, by itself, sees that it must not
// be spread; and only its owner meets it.
func TestEveryFileOfAnInternalPublicationSaysSo(t *testing.T) {
	dir := internally(t)
	own, err := dashboards.Assets()
	if err != nil {
		t.Fatal(err)
	}
	site := mustEval(t, filepath.Join(dir, "site"))
	kinds := map[string]int{}
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.Type()&fs.ModeSymlink != 0 {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s may be read by others: %v", path, info.Mode())
		}
		name, err := filepath.Rel(site, path)
		if err != nil || e.IsDir() || strings.Contains(path, ".bilder") {
			return err
		}
		if _, program := own[filepath.ToSlash(name)]; program {
			return nil // the same in every publication, without figures
		}
		kinds[filepath.Ext(path)]++
		if !carriesMark(t, path) {
			t.Errorf("%s does not say that it is internal", path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{".html", ".json", ".csv", ".svg", ".xml", ".px", ".arrow", ".parquet", ".xlsx", ".pdf", ".duckdb"} {
		if kinds[kind] == 0 {
			t.Errorf("no file %s was looked at", kind)
		}
	}
	found, err := verifyBeside(t.Context(), site, "", nil, nil)
	if err != nil || len(found) != 1 || found[0].Rule != attack.RuleAudience || !strings.Contains(found[0].Text, "not for publication") {
		t.Errorf("verify: %v, %v", found, err)
	}
}

// A link must not bring internal publications to where the public reads.
func TestInternalPublicationsDoNotLieAmongThePublic(t *testing.T) {
	for _, target := range []string{"publications", "publications/inne"} {
		root := t.TempDir()
		if err := os.MkdirAll(filepath.Join(root, filepath.FromSlash(target)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, filepath.Join(root, "internt")); err != nil {
			t.Fatal(err)
		}
		w := &workspace{dir: root}
		dir, _ := w.publications(audienceInternal)
		if err := makeFolders(w, audienceInternal, dir); err == nil || !strings.Contains(err.Error(), "a place of their own") {
			t.Errorf("internt -> %s: %v", target, err)
		}
	}
}
