package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/transform/disclosure/attack"
)

// shortestHash is how many hexadecimal digits of a delivery's hash tell enough to
// test guesses of what the delivery says.
const shortestHash = 12

// hashes are what the hash of a delivery begins with, written in every way.
func hashes(delivery []byte) []string {
	sum := sha256.Sum256(delivery)
	h := hex.EncodeToString(sum[:])[:shortestHash]
	return []string{h, strings.ToUpper(h), base64.StdEncoding.EncodeToString(sum[:])[:shortestHash*4/6], base64.URLEncoding.EncodeToString(sum[:])[:shortestHash*4/6], string(sum[:8])}
}

// eachFile reads every file beneath a folder, the links to others left out.
func eachFile(t *testing.T, dir string, do func(name string, data []byte)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err == nil {
			do(name, data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// unpacked is a file with all that is packed in it: the parts of workbooks, the
// rows of databases, the figures and texts of columns.
func unpacked(t *testing.T, name string, data []byte) []byte {
	t.Helper()
	switch filepath.Ext(name) {
	case ".xlsx":
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			data = append(data, partOf(t, f)...)
		}
	case ".parquet", ".arrow":
		c, err := readFigures(filepath.ToSlash(name), data)
		if err != nil {
			t.Fatal(err)
		}
		data = append(data, strings.Join(c.Texts, "\n")...)
	}
	return data
}

// A delivery whose layout is known can be guessed from its hash. None of a delivery's
// hash stands in anything that the public gets.
func TestNoHashOfADeliveryStandsInAnyPublishedFile(t *testing.T) {
	root, err := leaky()
	if err != nil {
		t.Fatal(err)
	}
	secret := map[string]string{}
	eachFile(t, filepath.Join(root, "archive"), func(name string, data []byte) {
		for _, h := range hashes(data) {
			secret[h] = name
		}
	})
	if len(secret) < 50 {
		t.Fatalf("only %d ways of writing a hash", len(secret))
	}
	files := 0
	eachFile(t, filepath.Join(root, "publications"), func(name string, data []byte) {
		files++
		data = unpacked(t, name, data)
		for h, of := range secret {
			if bytes.Contains(data, []byte(h)) {
				t.Errorf("%s holds %q, of the hash of %s", name, h, of)
			}
		}
	})
	databases, err := filepath.Glob(filepath.Join(root, "publications", "2011-11_*", "data", "publication.duckdb"))
	if err != nil || len(databases) != 2 {
		t.Fatalf("%d databases: %v", len(databases), err)
	}
	for _, db := range databases {
		text := strings.Join(storedRows(t, db), "\n")
		for h, of := range secret {
			if strings.Contains(text, h) {
				t.Errorf("%s holds %q, of the hash of %s", db, h, of)
			}
		}
	}
	if files < 500 {
		t.Errorf("only %d files", files)
	}
}

// storedRows are all rows of all tables of a database.
func storedRows(t *testing.T, file string) (out []string) {
	t.Helper()
	db, err := duck.Open(t.Context(), file, duck.Options{ReadOnly: true, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	type text struct {
		Text string `db:"rad"`
	}
	err = db.Tx(t.Context(), func(tx *duck.Tx) error {
		tables, err := duck.Select[text](t.Context(), tx, "SELECT table_name AS rad FROM information_schema.tables", nil)
		if err != nil {
			return err
		}
		for _, name := range tables {
			rows, err := duck.Select[text](t.Context(), tx, `SELECT to_json(t)::VARCHAR AS rad FROM "`+name.Text+`" AS t`, nil)
			if err != nil {
				return err
			}
			for _, r := range rows {
				out = append(out, r.Text)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 1000 {
		t.Fatalf("%s: only %d rows", file, len(out))
	}
	return out
}

// Whatever is added to the database, or changed in it, is found.
func TestWhatIsPlantedInTheDatabaseIsFound(t *testing.T) {
	root, err := leaky()
	if err != nil {
		t.Fatal(err)
	}
	site := mustEval(t, filepath.Join(root, "site"))
	const database = "data/publication.duckdb"
	for _, c := range []struct{ what, statement, says string }{
		{"a table", "CREATE TABLE ovriga AS SELECT 46373 AS antal", "ovriga"},
		{"a column", "ALTER TABLE omrade ADD COLUMN ovriga INTEGER DEFAULT 46373", "ovriga"},
		{"a value", "UPDATE fakta SET varde = 46373, status = 'ok' WHERE status = 'dold' AND kategori = 'Sjuk- eller aktivitetsersättning'", "46373"},
		{"a view", "CREATE VIEW ovriga AS SELECT 46373 AS antal", "46373"},
		{"a macro", "CREATE MACRO ovriga() AS 46373", "46373"},
		{"a comment", "COMMENT ON TABLE fakta IS 'Övriga hinder 46373'", "46373"},
		{"a hash of secret bytes", "UPDATE publikation SET kontakt = left(sha256('46373'), 40)", "hash"},
	} {
		t.Run(c.what, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), filepath.Base(site))
			if err := os.CopyFS(dir, os.DirFS(site)); err != nil {
				t.Fatal(err)
			}
			alter(t, filepath.Join(dir, filepath.FromSlash(database)), c.statement)
			if err := relist(dir); err != nil {
				t.Fatal(err)
			}
			found, err := verifyBeside(t.Context(), dir, "", []string{filepath.Join(root, "publications", previousOf(t, site))}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if !named(found, database, c.says) {
				t.Errorf("found %v", found)
			}
		})
	}
}

func named(found []attack.Finding, file, says string) bool {
	for _, f := range found {
		if strings.HasPrefix(f.Where, file) && strings.Contains(f.Text, says) {
			return true
		}
	}
	return false
}

// alter changes a database statement by statement and closes it after each, so that
// its file is whole.
func alter(t *testing.T, file, statements string) {
	t.Helper()
	for statement := range strings.SplitSeq(statements, "; ") {
		db, err := duck.Open(t.Context(), file, duck.Options{})
		if err != nil {
			t.Fatal(err)
		}
		err = db.Tx(t.Context(), func(tx *duck.Tx) error { return tx.Exec(t.Context(), statement, nil) })
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

// previousOf is the publication before one.
func previousOf(t *testing.T, site string) string {
	t.Helper()
	var m struct {
		Previous string `json:"foregaende"`
	}
	text, err := os.ReadFile(filepath.Join(site, "manifest.json"))
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	if err != nil || m.Previous == "" {
		t.Fatalf("previous %q: %v", m.Previous, err)
	}
	return m.Previous
}
