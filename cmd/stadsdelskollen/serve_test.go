package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestServeShowsPublicationsBesideTheSite(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"publications/index.html": "alla", "publications/atom.xml": "<feed/>", "publications/2011-11_a/index.html": "nu", "publications/2011-11_a/404.html": "finns inte",
		"publications/2011-10_b/index.html": "förr", "publications/.bygge-1/index.html": "halv", "warehouse.duckdb": "hemligt",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("publications/2011-11_a", filepath.Join(dir, "site")); err != nil {
		t.Fatal(err)
	}
	handler, _, err := sites([]string{dir})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"/": "nu", "/publications/": "alla", "/publications/atom.xml": "<feed/>", "/publications/2011-10_b/": "förr",
		"/publications/2011-11_a/index.html": "nu", "/publications/.bygge-1/index.html": "", "/publications/../warehouse.duckdb": "", "/warehouse.duckdb": ""} {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if got := w.Body.String(); want != "" && (w.Code != http.StatusOK && !strings.HasSuffix(path, "/index.html") || w.Code == http.StatusOK && got != want) ||
			want == "" && (w.Code == http.StatusOK || strings.Contains(got, "halv") || strings.Contains(got, "hemligt")) {
			t.Errorf("%s: %d, %q, want %q", path, w.Code, got, want)
		}
	}
}
