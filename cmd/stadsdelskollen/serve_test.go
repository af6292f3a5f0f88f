package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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

// The headers are written out here, in operations.md and in serve.go: nobody
// loosens one without being seen, and what is copied from the document is what
// the pages were tested under.
const (
	headersOfAll = `Cache-Control: no-cache
Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'
Cross-Origin-Opener-Policy: same-origin
Cross-Origin-Resource-Policy: same-origin
Referrer-Policy: no-referrer
X-Content-Type-Options: nosniff
`
	headersOfOpen = `Access-Control-Allow-Origin: *
Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *; require-trusted-types-for 'script'
Cross-Origin-Resource-Policy: cross-origin
`
)

func TestServeSendsTheHeadersOfTheDocument(t *testing.T) {
	document, err := os.ReadFile(filepath.Join("..", "..", "docs", "operations.md"))
	must(t, err)
	for _, block := range []string{headersOfAll, headersOfOpen} {
		if !strings.Contains(string(document), "\n```http\n"+block+"```\n") {
			t.Errorf("operations.md lacks\n%s", block)
		}
	}
	dir := t.TempDir()
	for _, name := range []string{"index.html", "404.html", "jamfor/x.json", "diagram/x/y.html", "diagram/x/y.svg", "data/x.csv"} {
		must(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		must(t, os.WriteFile(filepath.Join(dir, name), []byte(name), 0o644))
	}
	handler, _, err := sites([]string{dir})
	must(t, err)
	for path, blocks := range map[string]string{"/": headersOfAll, "/finns-inte": headersOfAll, "/jamfor/x.json": headersOfAll,
		"/diagram/x/y.html": headersOfAll + headersOfOpen, "/diagram/x/y.svg": headersOfAll + headersOfOpen, "/data/x.csv": headersOfAll + headersOfOpen} {
		want := map[string]string{}
		for line := range strings.Lines(blocks) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
			want[name] = value
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		got := map[string]string{}
		for name := range w.Result().Header {
			got[name] = w.Result().Header.Get(name)
		}
		for _, plain := range []string{"Accept-Ranges", "Content-Length", "Content-Type", "Last-Modified"} {
			delete(got, plain)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}
