package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
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
	profile, err := os.MkdirTemp("", "stadsdelskollen-chromium-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// The browser's last processes may still be writing for a moment.
		for range 100 {
			if err = os.RemoveAll(profile); err == nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Error(err)
	})
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true), chromedp.UserDataDir(profile))
	// Not t.Context(), which ends before the tabs are asked what they keep.
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 8*time.Minute)
	t.Cleanup(cancel)
	if err := chromedp.Run(ctx); err != nil {
		t.Fatalf("start Chromium (on Debian: apt-get install chromium): %v", err)
	}
	return ctx
}

// onePageOfEachKind picks from a site the fixed pages and some of the districts,
// indicators, charts and units; of a site whose kinds another one has too, few.
func onePageOfEachKind(t *testing.T, site string, few bool) []string {
	t.Helper()
	fsys := os.DirFS(site)
	var of [6][]string
	for i, pattern := range []string{"*.html", "stadsdel/*.html", "nyckeltal/*.html", "diagram/*/*.html", "enhet/*.html", "rapport/*.html"} {
		of[i], _ = fs.Glob(fsys, pattern)
	}
	pages, districts, indicators, charts, units, reports := of[0], of[1], of[2], of[3], of[4], of[5]
	if len(districts) < 11 || len(indicators) < 4 || len(pages) < 7 || len(charts) < 20 || len(reports) < 5 {
		t.Fatalf("%s has %d districts, %d indicators, %d charts, %d other pages", site, len(districts), len(indicators), len(charts), len(pages))
	}
	if few {
		return []string{"index.html", districts[0], indicators[0], indicators[1], charts[0], "rapport/manad.html"}
	}
	// The year's comes first by name, the month's stands among the districts'.
	pages = append(pages, reports[0], reports[1], "rapport/manad.html")
	pages = append(pages, districts[0], districts[len(districts)-1], charts[0], charts[len(charts)/2])
	return append(append(pages, indicators...), units[:min(len(units), 2)]...)
}

// axeSource is axe-core, which npm ci fetches.
func axeSource(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatalf("read axe-core (npm ci fetches it): %v", err)
	}
	return string(text)
}

// served is the address of a built site, with the headers that serve sends.
func served(t *testing.T, dir string) string {
	t.Helper()
	handler, _, err := sites([]string{filepath.Join(sitesForTest(t), filepath.FromSlash(dir))})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// Every page of every kind: no wider than the window at any width, 200 % zoom
// (640 px) included; nothing that axe finds, narrow and light, wide and dark, or
// for one page of each kind in all combinations and on paper.
func TestPagesAreAccessibleAtEveryWidth(t *testing.T) {
	root, axe, ctx := sitesForTest(t), axeSource(t), browser(t)
	seen := map[string]bool{}
	for i, dir := range []string{"syntetisk/site", "stockholm/internt/site", "stockholm/site"} {
		address := served(t, dir)
		for _, page := range onePageOfEachKind(t, filepath.Join(root, filepath.FromSlash(dir)), i > 0) {
			kind := path.Dir(page)
			if kind == "." || page == "rapport/manad.html" || strings.HasPrefix(page, "rapport/ar-") {
				kind = page
			}
			thorough := !seen[kind]
			seen[kind] = true
			t.Run(dir+"/"+page, func(t *testing.T) { checkPage(ctx, t, address+"/"+page, axe, thorough) })
		}
	}
}

const axeRun = `axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations.map(v => ({id: v.id, nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + " :: " + n.failureSummary.slice(0, 200))}))))`

func awaited(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

func media(kind, scheme string) chromedp.Action {
	return emulation.SetEmulatedMedia().WithMedia(kind).WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}})
}

func checkPage(ctx context.Context, t *testing.T, address, axe string, thorough bool) {
	ctx, cancel := chromedp.NewContext(ctx)
	defer cancel()
	w := watchTab(ctx)
	if err := chromedp.Run(ctx, network.Enable(), log.Enable(), runtime.Enable(), chromedp.EmulateViewport(1280, 800), chromedp.Navigate(address),
		chromedp.Evaluate(axe, nil)); err != nil {
		t.Fatal(err)
	}
	for _, width := range []int64{320, 400, 500, 640, 768, 1280, 1920} {
		for _, scheme := range []string{"light", "dark"} {
			if !thorough && (scheme == "dark") != (width == 1280) {
				continue // the layout does not depend on the colours
			}
			var overflow float64
			actions := []chromedp.Action{media("screen", scheme), chromedp.EmulateViewport(width, 800),
				chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &overflow)}
			if err := chromedp.Run(ctx, actions...); err != nil {
				t.Fatal(err)
			}
			if overflow > 0 {
				t.Errorf("at %d px the page is %v px wider than the window", width, overflow)
			}
			if width != 400 && width != 500 && width != 640 && (thorough || width == 320 && scheme == "light" || width == 1280 && scheme == "dark") {
				violations(ctx, t, fmt.Sprintf("%s, %d px", scheme, width))
			}
		}
	}
	if thorough {
		if err := chromedp.Run(ctx, media("print", "light")); err != nil {
			t.Fatal(err)
		}
		violations(ctx, t, "print")
	}
	w.check(t, address)
}

// violations is what axe finds on the page as it stands.
func violations(ctx context.Context, t *testing.T, label string) {
	t.Helper()
	var text string
	if err := chromedp.Run(ctx, chromedp.Evaluate(axeRun, &text, awaited)); err != nil {
		t.Fatal(err)
	}
	if text != "[]" {
		t.Errorf("axe, %s: %s", label, text)
	}
}

// tabWatch collects what a page asks for and what the browser complains of.
type tabWatch struct {
	ctx        context.Context
	mu         sync.Mutex
	complaints []string
	requests   []string
	expected   []string // what complaints are right to say
}

func watchTab(ctx context.Context) *tabWatch {
	w := &tabWatch{ctx: ctx}
	chromedp.ListenTarget(ctx, func(ev any) {
		w.mu.Lock()
		defer w.mu.Unlock()
		switch ev := ev.(type) {
		case *log.EventEntryAdded:
			w.complaints = append(w.complaints, ev.Entry.Text)
		case *runtime.EventExceptionThrown:
			w.complaints = append(w.complaints, ev.ExceptionDetails.Error())
		case *network.EventRequestWillBeSent:
			w.requests = append(w.requests, ev.Request.URL)
		}
	})
	return w
}

// keeps is what a page leaves on the reader's computer, and what moves on it.
const keeps = `(async () => { const s = location.protocol === "file:" ? [] : await navigator.serviceWorker.getRegistrations();
	return Object.entries({cookies: document.cookie.length, localStorage: localStorage.length, sessionStorage: sessionStorage.length, databases: (await indexedDB.databases()).length,
		caches: (await globalThis.caches?.keys() ?? []).length, workers: s.length, movements: document.getAnimations().length}).filter(e => e[1] > 0).map(e => e.join(" ")).join(", "); })()`

// check says what was asked of other hosts, what the browser complained of (a
// breach of the policy by inline style or script, or of Trusted Types, is a
// complaint), and what the tab's pages kept: storage stays as long as the tab.
func (w *tabWatch) check(t *testing.T, address string) {
	t.Helper()
	kept := evaluate[string](w.ctx, t, keeps)
	if kept != "" {
		t.Errorf("%s: cookies, storage or movement: %s", address, kept)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.complaints {
		// A favicon that nobody links to is the browser's own idea.
		if !slices.ContainsFunc(append(w.expected, "favicon"), func(s string) bool { return strings.Contains(c, s) }) {
			t.Errorf("the browser complains: %s", c)
		}
	}
	own, err := url.Parse(address)
	must(t, err)
	for _, r := range w.requests {
		if !strings.HasPrefix(r, own.Scheme+"://"+own.Host+"/") {
			t.Errorf("request to another host: %s", r)
		}
	}
}
