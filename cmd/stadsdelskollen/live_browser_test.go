package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestNoPageIsWiderThanAPhone opens every page of two sites, not one of each kind:
// a single long name or number is enough to make a page wider than a window of 320 px.
func TestNoPageIsWiderThanAPhone(t *testing.T) {
	root, ctx := sitesForTest(t), browser(t)
	for _, dir := range []string{"syntetisk/site", "stockholm/internt/site"} {
		address := served(t, dir)
		ctx, _ := tab(ctx, t, address+"/index.html", chromedp.EmulateViewport(320, 800))
		seen := 0
		err := fs.WalkDir(os.DirFS(filepath.Join(root, filepath.FromSlash(dir))), ".", func(name string, _ fs.DirEntry, err error) error {
			if err != nil || path.Ext(name) != ".html" {
				return err
			}
			seen++
			if err := chromedp.Run(ctx, chromedp.Navigate(address+"/"+name)); err != nil {
				return err
			}
			eventually(ctx, t, name+" is there", `document.readyState === "complete" && document.body !== null`)
			if wide := evaluate[string](ctx, t, `(() => { const d = document.documentElement; if (d.scrollWidth <= d.clientWidth) return "";
				const out = [...document.querySelectorAll("body *")].find(e => e.getBoundingClientRect().right > d.clientWidth + 1 && !e.closest(".tw, pre, svg, .vh"));
				return d.scrollWidth + " px: " + (out ? out.outerHTML.slice(0, 120) : ""); })()`); wide != "" {
				t.Errorf("%s/%s: %s", dir, name, wide)
			}
			return nil
		})
		if err != nil || seen < 60 {
			t.Errorf("%s: %d pages: %v", dir, seen, err)
		}
	}
}

// wokenByKeyboard opens a page and wakes its first chart by the button alone.
func wokenByKeyboard(t *testing.T, address string, before ...chromedp.Action) (find func(string) string, press func(string)) {
	t.Helper()
	ctx, _ := tab(browser(t), t, address, before...)
	find = func(script string) string { return evaluate[string](ctx, t, script) }
	press = func(key string) {
		t.Helper()
		if err := chromedp.Run(ctx, chromedp.KeyEvent(key)); err != nil {
			t.Fatal(err)
		}
	}
	eventually(ctx, t, "the button is there", `document.querySelector(".utforska") !== null`)
	for range 200 {
		if find(`document.activeElement.className`) == "utforska" {
			break
		}
		press(kb.Tab)
	}
	press(kb.Enter)
	eventually(ctx, t, "the chart is awake and has the focus", `document.activeElement.className === "diagram-lager"`)
	return find, press
}

const toldByChart = `document.querySelector(".diagram-lager [aria-live]").textContent`

func TestALiveChartIsWalkedByKeyboard(t *testing.T) {
	find, press := wokenByKeyboard(t, served(t, "syntetisk/site")+"/diagram/handlaggningstid_median/serie-farsta.html")
	first := find(toldByChart)
	if !strings.ContainsAny(first, "0123456789") {
		t.Errorf("told at first: %q", first)
	}
	press(kb.ArrowRight)
	second := find(toldByChart)
	press(kb.End)
	last := find(toldByChart)
	press(kb.Home)
	if home := find(toldByChart); second == first || last == second || home != first {
		t.Errorf("the arrows tell %q, %q, %q, %q", first, second, last, home)
	}
	if name := find(`document.activeElement.getAttribute("aria-label")`); !strings.Contains(name, "Piltangenterna") || !strings.Contains(name, "Escape") {
		t.Errorf("the layer is called %q", name)
	}
	press("+")
	press("-")
	press(kb.Escape)
	if got := find(`document.activeElement.className + "|" + document.querySelectorAll(".levande, .diagram-lager").length`); got != "utforska|0" {
		t.Errorf("after Escape: %s", got)
	}
}

// With a wish for less movement nothing moves: what a live chart shows is the same
// at once and half a second later.
func TestReducedMotionIsRespected(t *testing.T) {
	calm := emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}})
	find, press := wokenByKeyboard(t, served(t, "syntetisk/site")+"/diagram/handlaggningstid_median/serie-farsta.html", calm)
	if find(`String(matchMedia("(prefers-reduced-motion: reduce)").matches)`) != "true" {
		t.Fatal("the wish does not reach the page")
	}
	const picture = `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(document.querySelector(".diagram-lager svg").outerHTML))))`
	before := find(picture)
	press(kb.ArrowRight)
	press(kb.ArrowRight)
	at := find(picture)
	time.Sleep(500 * time.Millisecond)
	if later := find(picture); at == before || later != at {
		t.Errorf("the pointer's place changed at all: %t; it moved on afterwards: %t", at != before, later != at)
	}
	if n := find(`String(document.getAnimations().length)`); n != "0" {
		t.Errorf("%s animations or transitions run", n)
	}
}

// No sheet and no script of the site's own moves anything, hover and rare states
// included, so that there is nothing to still for whoever wants less movement.
func TestNoSheetMovesAnything(t *testing.T) {
	moves := regexp.MustCompile(`(?i)(animation|transition|scroll-behavior)[a-z-]*\s*:|@(keyframes|view-transition|starting-style)|\.animate\(|behavior:\s*['"]smooth|startViewTransition|setInterval\(`)
	assets := os.DirFS(filepath.Join(sitesForTest(t), "syntetisk", "site", "assets"))
	read := 0
	err := fs.WalkDir(assets, ".", func(name string, _ fs.DirEntry, err error) error {
		if ext := path.Ext(name); err != nil || ext != ".css" && ext != ".js" || strings.HasPrefix(name, "echarts") {
			return err
		}
		read++
		if found := moves.FindString(readSite(t, assets, name)); found != "" {
			t.Errorf("%s has %q", name, found)
		}
		return nil
	})
	if err != nil || read < 5 {
		t.Errorf("%d files: %v", read, err)
	}
}

// What a touch brings to life looks as it stood: every kind of chart, narrow and
// wide, light and dark. Only the edges of letters and lines may differ.
func TestALiveChartLooksAsItStood(t *testing.T) {
	root, ctx := sitesForTest(t), browser(t)
	dark := emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}})
	seen := map[string]bool{}
	for _, dir := range sitesBuilt {
		address := served(t, dir)
		pages, err := fs.Glob(os.DirFS(filepath.Join(root, filepath.FromSlash(dir))), "diagram/*/*.html")
		must(t, err)
		for _, page := range pages {
			kind, _, _ := strings.Cut(strings.TrimSuffix(path.Base(page), ".html"), "-")
			if seen[kind] {
				continue
			}
			seen[kind] = true
			for _, before := range [][]chromedp.Action{{chromedp.EmulateViewport(360, 2400)}, {chromedp.EmulateViewport(1280, 2400), dark}} {
				ctx, _ := tab(ctx, t, address+"/"+page, before...)
				eventually(ctx, t, page+" is ready", `document.querySelector(".fig-c .utforska") !== null`)
				still := shot(t, ctx, ".fig-c")
				evaluate[bool](ctx, t, `document.querySelector(".fig-c > svg").dispatchEvent(new PointerEvent("pointerdown", {bubbles: true})) && false`)
				eventually(ctx, t, page+" comes to life", `document.querySelector(".fig-c.levande .diagram-lager svg path") !== null`)
				if part := unlike(still, shot(t, ctx, ".fig-c")); part > alikeEnough {
					t.Errorf("%s, %d px wide: %.2f %% is another when it is alive", page, still.Bounds().Dx(), 100*part)
				}
				if other := evaluate[[]string](ctx, t, otherTexts); len(other) > 0 {
					t.Errorf("%s, %d px wide: texts that the live chart writes otherwise: %q", page, still.Bounds().Dx(), other)
				}
			}
		}
	}
	if len(seen) < 10 {
		t.Errorf("kinds of charts: %v", seen)
	}
}

// otherTexts are the texts of a picture that its live chart has not, or not in the
// same ink and weight and with the same halo.
const otherTexts = `(() => {
	const look = (t) => { const s = getComputedStyle(t); return t.textContent.trim() + " | " + s.fill + " " + s.fontWeight + " " + s.fontSize + " " + (s.strokeOpacity === "0" ? "none" : s.stroke); };
	const texts = (in_) => [...in_.querySelectorAll("text")].filter(t => t.textContent.trim() !== "").map(look);
	const still = [...document.querySelectorAll(".fig-c > svg")].find(s => s.getClientRects().length > 0), alive = texts(document.querySelector(".diagram-lager"));
	return texts(still).filter(t => !alive.includes(t)).map(t => t + " # " + alive.filter(a => a.split(" | ")[0] === t.split(" | ")[0]).map(a => a.split(" | ")[1]));
})()`
