package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// tab opens a page in a tab of its own. What the tab asked for, complained of and
// kept is checked at the end, whatever pages it has shown.
func tab(ctx context.Context, t *testing.T, address string, before ...chromedp.Action) (context.Context, *tabWatch) {
	t.Helper()
	ctx, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	w := watchTab(ctx)
	t.Cleanup(func() { w.check(t, address) })
	actions := append([]chromedp.Action{network.Enable(), log.Enable(), runtime.Enable(), chromedp.EmulateViewport(1280, 900)}, before...)
	if err := chromedp.Run(ctx, append(actions, chromedp.Navigate(address))...); err != nil {
		t.Fatal(err)
	}
	return ctx, w
}

func evaluate[T any](ctx context.Context, t *testing.T, script string) T {
	t.Helper()
	var out T
	if err := chromedp.Run(ctx, chromedp.Evaluate(script, &out, awaited)); err != nil {
		t.Fatalf("%s: %v", script, err)
	}
	return out
}

// isSeen says of an element whether a reader sees it.
const isSeen = `(e => e.checkVisibility({opacityProperty: true, visibilityProperty: true}))`

// eventually waits for a script to say true.
func eventually(ctx context.Context, t *testing.T, what, script string) {
	t.Helper()
	for range 100 {
		if evaluate[bool](ctx, t, script) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("%s: never", what)
}

func TestTheOverviewIsLightAndFetchesTheEngineOnlyWhenAChartIsTouched(t *testing.T) {
	address := served(t, "syntetisk/site") + "/index.html"
	ctx, w := tab(browser(t), t, address)
	time.Sleep(300 * time.Millisecond) // what a script would fetch by itself
	w.mu.Lock()
	requests := slices.Clone(w.requests)
	w.mu.Unlock()
	total := 0
	for _, r := range requests {
		n := zipped(t, r)
		t.Logf("%6d %s", n, r)
		total += n
	}
	if total > 60_000 || len(requests) > 8 {
		t.Errorf("%d bytes in %d requests, want at most 60 000 in 8", total, len(requests))
	}
	if n := evaluate[int](ctx, t, `[...document.querySelectorAll("figure svg")].filter(`+isSeen+`).filter(s => s.getBoundingClientRect().width > 200).length`); n < 2 {
		t.Errorf("%d charts drawn first", n)
	}
	// The button is for the keyboard and takes no pointer: whoever has one points at the picture.
	if err := chromedp.Run(ctx, chromedp.Click(".fig-c[data-diagram]", chromedp.ByQuery)); err != nil {
		t.Fatal(err)
	}
	eventually(ctx, t, "a chart comes to life", `document.querySelector(".levande") !== null`)
	w.mu.Lock()
	if !slices.ContainsFunc(w.requests, func(r string) bool { return strings.HasSuffix(r, "echarts-live.js") }) {
		t.Errorf("the engine was not fetched: %v", w.requests)
	}
	w.mu.Unlock()
}

func zipped(t *testing.T, address string) int {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.Copy(z, answer.Body); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

func TestEveryChartCarriesItsMessageInTheAccessibilityTree(t *testing.T) {
	address, ctx := served(t, "syntetisk/site"), browser(t)
	for _, p := range []string{"index.html", "nyckeltal/handlaggningstid_inom_riktlinje.html", "stadsdel/farsta.html", "diagram/hushall_per_1000/prickar.html",
		"rapport/manad.html", "rapport/ar-2023.html", "rapport/farsta.html"} {
		ctx, _ := tab(ctx, t, address+"/"+p)
		titles := evaluate[[]string](ctx, t, `[...document.querySelectorAll("figure .fig-t")].map(e => e.textContent.trim())`)
		var images int
		err := chromedp.Run(ctx, chromedp.ActionFunc(func(ctx context.Context) error {
			var tree struct {
				Nodes []axNode `json:"nodes"`
			}
			err := cdp.Execute(ctx, accessibility.CommandGetFullAXTree, nil, &tree)
			for _, n := range tree.Nodes {
				if role := axText(n.Role); n.Ignored || role != "image" && role != "img" {
					continue
				}
				images++
				name, text := axText(n.Name), axText(n.Description)
				if !slices.Contains(titles, name) {
					t.Errorf("%s: a chart is called %q, which is no title", p, name)
				}
				if len(text) < 40 || !strings.ContainsAny(text, "0123456789") {
					t.Errorf("%s: %q is described as %q", p, name, text)
				}
			}
			return err
		}))
		if err != nil {
			t.Fatal(err)
		}
		if images != len(titles) || images == 0 {
			t.Errorf("%s: %d charts in the tree, %d titles", p, images, len(titles))
		}
	}
}

// axNode is what the test reads of a node. The driver's own type refuses
// properties that it does not know yet.
type axNode struct {
	Ignored     bool     `json:"ignored"`
	Role        *axValue `json:"role"`
	Name        *axValue `json:"name"`
	Description *axValue `json:"description"`
}

type axValue struct {
	Value any `json:"value"`
}

func axText(v *axValue) string {
	if v == nil {
		return ""
	}
	return strings.TrimSpace(fmt.Sprint(v.Value))
}

const focusable = `[...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')].filter(e => e.checkVisibility({visibilityProperty: true}))`

func TestEveryControlIsReachedAndSeenByKeyboard(t *testing.T) {
	address, ctx := served(t, "syntetisk/site"), browser(t)
	for _, p := range []string{"index.html", "jamfor.html", "sok.html", "nyckeltal/hushall_per_1000.html", "diagram/hushall_per_1000/prickar.html", "rapport/farsta.html"} {
		ctx, _ := tab(ctx, t, address+"/"+p)
		time.Sleep(300 * time.Millisecond)
		total := evaluate[int](ctx, t, `{ const all = `+focusable+`; all.forEach((e, i) => e.dataset.nr = i); all.length }`)
		for range total + 5 {
			if err := chromedp.Run(ctx, chromedp.KeyEvent(kb.Tab), chromedp.Evaluate(`(() => { const e = document.activeElement; const s = getComputedStyle(e);
				if (e === document.body) return;
				const b = e.getBoundingClientRect(), alpha = s.outlineColor.match(/^rgba\(.*, ([\d.]+)\)$/);
				const ring = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 && (!alpha || alpha[1] > 0);
				const within = b.width > 0 && b.height > 0 && b.right > 0 && b.bottom > 0 && b.left < innerWidth && b.top < innerHeight;
				e.dataset.natt = "ja"; if (!ring || !within) e.dataset.osynlig = "ja"; })()`, nil)); err != nil {
				t.Fatal(err)
			}
		}
		if left := evaluate[[]string](ctx, t, focusable+`.filter(e => !e.dataset.natt).map(e => e.outerHTML.slice(0, 120))`); len(left) > 0 {
			t.Errorf("%s: %d of %d are never reached: %v", p, len(left), total, left[:min(5, len(left))])
		}
		if dim := evaluate[[]string](ctx, t, `[...document.querySelectorAll("[data-osynlig]")].map(e => e.outerHTML.slice(0, 120))`); len(dim) > 0 {
			t.Errorf("%s: no sign of focus: %v", p, dim[:min(5, len(dim))])
		}
	}
}

func TestSearchNarrowsTheListAndIsWalkedByArrows(t *testing.T) {
	address := served(t, "syntetisk/site")
	ctx, _ := tab(browser(t), t, address+"/sok.html")
	eventually(ctx, t, "the box is offered", `!document.querySelector("#sok").hidden`)
	if err := chromedp.Run(ctx, chromedp.SendKeys("#fraga", "hagersten-alv stadsdel"), chromedp.KeyEvent(kb.ArrowDown)); err != nil {
		t.Fatal(err)
	}
	if got := evaluate[string](ctx, t, `document.activeElement.textContent + "|" + document.querySelector("#traffar").textContent`); got != "Hägersten-Älvsjö|En träff." {
		t.Errorf("got %q", got)
	}
	if err := chromedp.Run(ctx, chromedp.KeyEvent(kb.Escape)); err != nil {
		t.Fatal(err)
	}
	if n := evaluate[int](ctx, t, `document.querySelectorAll("#lista li:not([hidden])").length`); n < 40 {
		t.Errorf("%d entries after Escape", n)
	}
}

func TestPagesAreReadWithoutScriptFromFilesAndUnderASubPath(t *testing.T) {
	root, ctx := sitesForTest(t), browser(t)
	dirs := []string{filepath.Join(root, "stockholm"), filepath.Join(root, "syntetisk")}
	handler, _, err := sites(dirs)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	for label, base := range map[string]string{"sub-path": server.URL + "/syntetisk", "file": "file://" + filepath.Join(root, "syntetisk", "site")} {
		for _, p := range []string{"index.html", "nyckeltal/hushall_per_1000.html", "jamfor.html", "sok.html"} {
			ctx, _ := tab(ctx, t, base+"/"+p, emulation.SetScriptExecutionDisabled(true))
			got := evaluate[map[string]int](ctx, t, `(() => { const seen = q => [...document.querySelectorAll(q)].filter(`+isSeen+`);
				document.querySelectorAll("details").forEach(d => d.open = true);
				return {styled: getComputedStyle(document.body).marginTop === "0px" ? 1 : 0,
					charts: seen("figure svg").filter(s => s.getBoundingClientRect().width > 200).length, figures: seen("figure").length, rows: seen("main tr, main li").length}; })()`)
			if got["styled"] == 0 || got["charts"] != got["figures"] || got["figures"] == 0 && p != "jamfor.html" && p != "sok.html" || got["rows"] < 10 {
				t.Errorf("%s, %s: %v", label, p, got)
			}
		}
	}
}

func TestATableThatStacksFitsAPhoneAndStaysATable(t *testing.T) {
	address, ctx := served(t, "syntetisk/site"), browser(t)
	ctx, _ = tab(ctx, t, address+"/stadsdel/farsta.html", chromedp.EmulateViewport(320, 800))
	got := evaluate[map[string]int](ctx, t, `(() => { const s = document.querySelector(".stack"); return {rows: s.querySelectorAll("tbody tr").length, over: s.scrollWidth - s.clientWidth,
		cut: [...s.querySelectorAll("td")].filter(e => e.scrollWidth > e.clientWidth).length}; })()`)
	if got["rows"] < 5 || got["over"] > 0 || got["cut"] > 0 {
		t.Errorf("%v", got)
	}
	if err := chromedp.Run(ctx, chromedp.ActionFunc(func(ctx context.Context) error {
		var tree struct {
			Nodes []axNode `json:"nodes"`
		}
		err := cdp.Execute(ctx, accessibility.CommandGetFullAXTree, nil, &tree)
		if n := slices.IndexFunc(tree.Nodes, func(n axNode) bool {
			return axText(n.Role) == "rowheader" && strings.HasPrefix(axText(n.Name), "Kostnad per hushåll")
		}); n < 0 {
			t.Error("a row has no header in the accessibility tree")
		}
		return err
	})); err != nil {
		t.Fatal(err)
	}
}

func TestPagesCanBePrinted(t *testing.T) {
	address, ctx := served(t, "syntetisk/site"), browser(t)
	for _, p := range []string{"index.html", "nyckeltal/hushall_per_1000.html", "stadsdel/farsta.html", "stadsdel/jarva.html", "rapport/manad.html"} {
		// The window is as wide as the sheet within its margins.
		ctx, _ := tab(ctx, t, address+"/"+p, chromedp.EmulateViewport(665, 1000))
		err := chromedp.Run(ctx, media("print", "dark"), chromedp.ActionFunc(func(ctx context.Context) error {
			pdf, _, err := page.PrintToPDF().WithPreferCSSPageSize(true).Do(ctx)
			if err == nil && (len(pdf) < 20_000 || !bytes.HasPrefix(pdf, []byte("%PDF"))) {
				err = fmt.Errorf("%d bytes of PDF", len(pdf))
			}
			return err
		}))
		if err != nil {
			t.Errorf("%s: %v", p, err)
		}
		if paper := evaluate[string](ctx, t, `getComputedStyle(document.body).backgroundColor`); paper != "rgb(255, 255, 255)" {
			t.Errorf("%s: paper is %s", p, paper)
		}
		// A finding's figures stand in its chart, and all of them on the indicator's page.
		if shut := evaluate[int](ctx, t, `[...document.querySelectorAll(".fig:not(.find .fig) > .fig-d table")].filter(e => e.getBoundingClientRect().height < 10).length`); shut > 0 {
			t.Errorf("%s: %d tables are shut on paper", p, shut)
		}
		// A table in columns has a rectangle in each; where it is wider than its column, they lie on one another or pass the edge.
		if wide := evaluate[[]string](ctx, t, `[...document.querySelectorAll(".tw")].filter(e => {
			const edge = e.getBoundingClientRect().right, parts = [...e.querySelector("table").getClientRects()].sort((a, b) => a.left - b.left);
			return parts.some((r, i) => r.right > (i + 1 < parts.length && parts[i + 1].left > r.left ? parts[i + 1].left : edge) + 1);
		}).map(e => e.querySelector("caption").textContent)`); len(wide) > 0 {
			t.Errorf("%s: wider than their column on paper: %q", p, wide)
		}
	}
}

// The page that stands in for a missing one is read at any depth.
func TestTheMissingPageIsReadAtAnyDepth(t *testing.T) {
	address, ctx := served(t, "stockholm/site"), browser(t)
	for _, p := range []string{"/finns-inte", "/a/b/c.html"} {
		ctx, w := tab(ctx, t, address+p)
		if text := evaluate[string](ctx, t, `document.querySelector("h1").textContent + "|" + [...document.querySelectorAll("a[href]")].filter(a => !a.hash && new URL(a.href).pathname.startsWith("/a/")).length`); text != "Sidan finns inte|0" {
			t.Errorf("%s: %s", p, text)
		}
		// That it is missing, and that a site without an address of its own has no style below its first folder (decision 41).
		w.expected = []string{"status of 404", "is not a supported stylesheet"}
	}
	if _, err := os.Stat(filepath.Join(sitesForTest(t), "stockholm", "site", "404.html")); err != nil {
		t.Error(err)
	}
}
