package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// built makes the two demonstration workspaces once for all tests.
var built = sync.OnceValues(func() (string, error) {
	root, err := os.MkdirTemp("", "stadsdelskollen-sites-")
	if err != nil {
		return "", err
	}
	real, synthetic := filepath.Join(root, "stockholm"), filepath.Join(root, "syntetisk")
	if err := os.CopyFS(real, os.DirFS(filepath.Join("..", "..", "examples", "stockholm"))); err != nil {
		return "", err
	}
	for _, args := range [][]string{
		{"run", "-C", real},
		{"publish", "-C", real, "--audience", "internal"},
		{"generate", synthetic, "--months", "18", "--cases", "4000"},
		{"run", "-C", synthetic},
	} {
		var out bytes.Buffer
		code := run(context.Background(), args, &out, &out, func(name string) string {
			return map[string]string{"SOURCE_DATE_EPOCH": "1795262400"}[name]
		})
		if code != exitDone {
			return "", fmt.Errorf("%v: exit code %d: %s", args, code, out.String())
		}
	}
	return root, nil
})

func sitesForTest(t *testing.T) string {
	t.Helper()
	root, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// browser starts Chromium; a machine without it fails the test, since pages
// that nobody has seen in a browser are not tested.
func browser(t *testing.T) context.Context {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true), chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(cancel)
	if err := chromedp.Run(ctx); err != nil {
		t.Fatalf("start Chromium (on Debian: apt-get install chromium): %v", err)
	}
	return ctx
}

// onePageOfEachKind picks from a site the fixed pages and the first district
// and the indicators.
func onePageOfEachKind(t *testing.T, site string) []string {
	t.Helper()
	fsys := os.DirFS(site)
	pages, err := fs.Glob(fsys, "*.html")
	if err != nil {
		t.Fatal(err)
	}
	districts, _ := fs.Glob(fsys, "stadsdel/*.html")
	indicators, _ := fs.Glob(fsys, "nyckeltal/*.html")
	if len(districts) < 11 || len(indicators) < 4 || len(pages) < 7 {
		t.Fatalf("%s has %d districts, %d indicators, %d other pages", site, len(districts), len(indicators), len(pages))
	}
	return append(append(pages, districts[0], districts[len(districts)-1]), indicators...)
}

func TestPagesAreAccessibleAtEveryWidth(t *testing.T) {
	root := sitesForTest(t)
	axe, err := os.ReadFile(filepath.Join("..", "..", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatalf("read axe-core (npm ci fetches it): %v", err)
	}
	ctx := browser(t)
	for _, dir := range []string{"stockholm/site", "stockholm/internt/site", "syntetisk/site"} {
		site := filepath.Join(root, filepath.FromSlash(dir))
		handler, _, err := sites([]string{site})
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(handler)
		t.Cleanup(server.Close)
		for _, page := range onePageOfEachKind(t, site) {
			for _, scheme := range []string{"light", "dark"} {
				for _, width := range []int64{320, 1280} {
					t.Run(fmt.Sprintf("%s/%s/%s/%d", dir, page, scheme, width), func(t *testing.T) {
						checkPage(ctx, t, server.URL+"/"+page, string(axe), scheme, width)
					})
				}
			}
		}
	}
}

func checkPage(ctx context.Context, t *testing.T, address, axe, scheme string, width int64) {
	ctx, cancel := chromedp.NewContext(ctx)
	defer cancel()
	var mu sync.Mutex
	var complaints, foreign []string
	chromedp.ListenTarget(ctx, func(ev any) {
		mu.Lock()
		defer mu.Unlock()
		switch ev := ev.(type) {
		case *log.EventEntryAdded:
			complaints = append(complaints, ev.Entry.Text)
		case *runtime.EventExceptionThrown:
			complaints = append(complaints, ev.ExceptionDetails.Error())
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(ev.Request.URL, strings.TrimSuffix(address, mustPath(address))) {
				foreign = append(foreign, ev.Request.URL)
			}
		}
	})
	var overflow float64
	var violations string
	err := chromedp.Run(ctx,
		network.Enable(), log.Enable(), runtime.Enable(),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}),
		chromedp.EmulateViewport(width, 800),
		chromedp.Navigate(address),
		chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &overflow),
		chromedp.Evaluate(axe, nil),
		chromedp.Evaluate(`axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations.map(v => ({id: v.id, nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + " :: " + n.failureSummary.slice(0, 200))}))))`,
			&violations, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }),
	)
	if err != nil {
		t.Fatal(err)
	}
	var found []any
	if err := json.Unmarshal([]byte(violations), &found); err != nil {
		t.Fatal(err)
	}
	if len(found) > 0 {
		t.Errorf("axe: %s", violations)
	}
	if overflow > 0 {
		t.Errorf("the page is %v px wider than the window", overflow)
	}
	mu.Lock()
	defer mu.Unlock()
	complaints = slices.DeleteFunc(complaints, func(s string) bool {
		// The 404 page is asked for by its own address and answers 200; a
		// favicon that nobody links to is the browser's own idea.
		return strings.Contains(s, "favicon")
	})
	if len(complaints) > 0 {
		t.Errorf("the browser complains: %s", strings.Join(complaints, "; "))
	}
	if len(foreign) > 0 {
		t.Errorf("requests to other hosts: %s", strings.Join(foreign, " "))
	}
}

func mustPath(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Path
}
