package main

import (
	"bytes"
	"context"
	"image"
	"image/draw"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestChosenDistrictsLiveInTheAddress(t *testing.T) {
	address := served(t, "syntetisk/site")
	ctx, _ := tab(browser(t), t, address+"/jamfor.html#nyckeltal=hushall_per_1000&stadsdelar=farsta,bromma")
	eventually(ctx, t, "the chosen districts are shown", `document.querySelectorAll("#over-tid svg.w svg use").length === 3`)
	if got := evaluate[string](ctx, t, `[...document.querySelectorAll("#bild tbody")][0].innerText.replace(/\s+/g, " ")`); !strings.Contains(got, "Bromma") || !strings.Contains(got, "Farsta") || strings.Contains(got, "Skarpnäck") {
		t.Errorf("the table holds %q", got)
	}
	// The title says what the dots show, and the values are the table's.
	title := evaluate[string](ctx, t, `document.querySelector("#bild h3").textContent`)
	values := evaluate[[]string](ctx, t, `[...document.querySelectorAll("#bild tbody")][0].innerText.split("\n").filter(r => /Bromma|Farsta/.test(r)).map(r => r.split("\t")[1].trim())`)
	if len(values) != 2 || !regexp.MustCompile(`^December 2023: från \S+ i (Bromma till \S+ i Farsta|Farsta till \S+ i Bromma)$`).MatchString(plainSpaces(title)) || !strings.Contains(title, values[0]+" i Bromma") || !strings.Contains(title, values[1]+" i Farsta") {
		t.Errorf("the title is %q, the table's values are %q", title, values)
	}
	violationsOf := axeSource(t)
	if err := chromedp.Run(ctx, chromedp.Click("#s-skarpnack"), chromedp.Evaluate(violationsOf, nil)); err != nil {
		t.Fatal(err)
	}
	eventually(ctx, t, "the address follows", `decodeURIComponent(location.hash) === "#nyckeltal=hushall_per_1000&stadsdelar=bromma,farsta,skarpnack"`)
	violations(ctx, t, "chosen districts")
	if text := evaluate[string](ctx, t, `document.querySelector("#lage").textContent`); !strings.HasPrefix(text, "3 av ") {
		t.Errorf("what is told of the choice: %q", text)
	}
}

// The verdicts in the title are those of the table, whoever is chosen.
func TestTheTitleOfAComparisonNamesWhoDiffersSurely(t *testing.T) {
	address := served(t, "syntetisk/site")
	files, err := filepath.Glob(filepath.Join(sitesForTest(t), "syntetisk", "site", "jamfor", "*.json"))
	must(t, err)
	at := slices.IndexFunc(files, func(f string) bool {
		text, err := os.ReadFile(f)
		must(t, err)
		return strings.Contains(string(text), `"klass":"hi"`) && strings.Contains(string(text), `"klass":"lo"`)
	})
	if at < 0 {
		t.Fatal("no indicator of the site has sure differences both ways")
	}
	ctx, _ := tab(browser(t), t, address+"/jamfor.html#nyckeltal="+strings.TrimSuffix(filepath.Base(files[at]), ".json"))
	eventually(ctx, t, "an indicator is shown", `document.querySelectorAll("#over-tid svg.w svg use").length > 2`)
	if err := chromedp.Run(ctx, chromedp.Click("#alla")); err != nil {
		t.Fatal(err)
	}
	eventually(ctx, t, "all districts are shown", `document.querySelectorAll("#over-tid svg.w svg use").length > 10`)
	title := plainSpaces(evaluate[string](ctx, t, `document.querySelector("#bild h3").textContent`))
	if text := evaluate[string](ctx, t, `document.querySelector("#prickar-d").textContent`); !strings.Contains(text, "tydligt") || !strings.Contains(text, "–") {
		t.Errorf("the dots are described as %q", text)
	}
	if dumb := evaluate[int](ctx, t, `[...document.querySelectorAll("#bild svg[role=img]")].filter(e => !document.getElementById(e.getAttribute("aria-labelledby"))?.textContent || !/\d/.test(document.getElementById(e.getAttribute("aria-describedby"))?.textContent ?? "")).length`); dumb > 0 {
		t.Errorf("%d pictures lack a name or a description with figures", dumb)
	}
	for side, word := range map[string]string{"hi": "tydligt högre", "lo": "tydligt lägre"} {
		names := evaluate[[]string](ctx, t, `[...[...document.querySelectorAll("#bild tbody")][0].querySelectorAll("tr")].filter(r => r.querySelector(".is-`+side+`")).map(r => r.querySelector("th").textContent)`)
		if strings.Contains(title, word) != (len(names) > 0) {
			t.Errorf("%q, and %s are %q", title, word, names)
		}
		_, said, _ := strings.Cut(title, word+" ")
		said, _, _ = strings.Cut(said, ", tydligt")
		if number, _, counted := strings.Cut(strings.TrimPrefix(said, "i "), " stadsdelar"); counted && numeral(number) != len(names) {
			t.Errorf("%q, and %s are %q", title, word, names)
		} else if !counted {
			for _, n := range names {
				if !strings.Contains(said, n) {
					t.Errorf("%q does not name %s", title, n)
				}
			}
		}
	}
}

// The pictures are parts of published charts: what a touch brings to life is what was there, in its place, and nothing
// of the districts that are not chosen. Before it, nothing but the pictures is fetched.
func TestAComparisonComesToLifeAsItStands(t *testing.T) {
	address := served(t, "syntetisk/site")
	for _, width := range []int64{360, 1280} {
		ctx, w := tab(browser(t), t, address+"/jamfor.html#nyckeltal=hushall_per_1000&stadsdelar=farsta,kungsholmen,bromma,skarholmen", chromedp.EmulateViewport(width, 2400))
		eventually(ctx, t, "the pictures are there", `document.querySelectorAll("#bild .fig-c").length === 2`)
		w.mu.Lock()
		if slices.ContainsFunc(w.requests, func(r string) bool { return strings.HasSuffix(r, "echarts-live.js") }) {
			t.Error("the engine is fetched before a touch")
		}
		w.mu.Unlock()
		for _, figure := range []string{"#prickar", "#over-tid"} {
			place := figure + " .fig-c"
			still := shot(t, ctx, place)
			touch := `document.querySelector("` + place + ` svg").dispatchEvent(new PointerEvent("pointerdown", {bubbles: true})) && false`
			evaluate[bool](ctx, t, touch)
			eventually(ctx, t, figure+" comes to life", `document.querySelector("`+place+`.levande svg path") !== null`)
			if part := unlike(still, shot(t, ctx, place)); part > alikeEnough {
				t.Errorf("%d px, %s: %.2f %% of the picture is another when it is alive", width, figure, 100*part)
			}
			evaluate[bool](ctx, t, `document.querySelector("`+place+` .diagram-lager").focus() ?? true`)
			said := map[string]bool{}
			for range 6 {
				if err := chromedp.Run(ctx, chromedp.KeyEvent(kb.ArrowRight)); err != nil {
					t.Fatal(err)
				}
				name, _, _ := strings.Cut(evaluate[string](ctx, t, `document.querySelector("`+place+` [aria-live]").textContent`), ",")
				said[name] = true
			}
			if got := slices.Sorted(maps.Keys(said)); !slices.Equal(got, []string{"Bromma", "Farsta", "Kungsholmen", "Skärholmen"}) {
				t.Errorf("%d px, %s: the live chart tells of %v", width, figure, got)
			}
		}
	}
}

// shot is an element of the window as it looks. The window is left as it is: chromedp's
// own picture of an element makes it another size for a moment, which ends live charts.
func shot(t *testing.T, ctx context.Context, selector string) image.Image {
	t.Helper()
	at := evaluate[[]float64](ctx, t, `(r => [r.x, r.y, r.width, r.height].map(Math.round))(document.querySelector("`+selector+`").getBoundingClientRect())`)
	var b []byte
	must(t, chromedp.Run(ctx, chromedp.ActionFunc(func(ctx context.Context) (err error) {
		b, err = page.CaptureScreenshot().WithClip(&page.Viewport{X: at[0], Y: at[1], Width: at[2], Height: at[3], Scale: 1}).Do(ctx)
		return err
	})))
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// alikeEnough is how much of a picture may be another, and it still looks the same.
const alikeEnough = 0.001

// unlike is the share of pixels of either picture that are plainly seen nowhere
// within a pixel of their place in the other; 1 where their sizes differ.
func unlike(a, b image.Image) float64 {
	size := a.Bounds()
	if size != b.Bounds() {
		return 1
	}
	grey := func(m image.Image) *image.Gray {
		g := image.NewGray(size)
		draw.Draw(g, size, m, size.Min, draw.Src)
		return g
	}
	p, q := grey(a), grey(b)
	n := 0
	for y := size.Min.Y; y < size.Max.Y; y++ {
		for x := size.Min.X; x < size.Max.X; x++ {
			if !near(p, q, x, y) || !near(q, p, x, y) {
				n++
			}
		}
	}
	return float64(n) / float64(size.Dx()*size.Dy())
}

// near says whether a pixel of p is seen within a pixel of its place in q.
func near(p, q *image.Gray, x, y int) bool {
	at := p.GrayAt(x, y).Y
	for dy := -1; dy <= 1; dy++ {
		for dx := -1; dx <= 1; dx++ {
			if (image.Point{x + dx, y + dy}).In(q.Rect) {
				if other := q.GrayAt(x+dx, y+dy).Y; max(at, other)-min(at, other) <= 96 {
					return true
				}
			}
		}
	}
	return false
}
