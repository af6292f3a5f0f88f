package chart

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// policy is that of every page, as operations.md has it for other servers and
// `stadsdelskollen serve` sends it.
func policy(t *testing.T) string {
	t.Helper()
	document, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, ok := strings.Cut(string(document), "\nContent-Security-Policy: ")
	if !ok {
		t.Fatal("operations.md has no policy")
	}
	value, _, _ := strings.Cut(after, "\n")
	return value
}

// texts are gathered by the server's and the browser's goroutines.
type texts struct {
	mu  sync.Mutex
	all []string
}

func (t *texts) add(s string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all = append(t.all, s)
}

func (t *texts) soFar() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.all)
}

// gallery serves the gallery under the policy and opens it in Chromium. faults collects what the console says.
func gallery(t *testing.T) (ctx context.Context, faults, asked *texts) {
	t.Helper()
	dir := t.TempDir()
	writeGallery(t, dir, everyKind())
	asked, faults = &texts{}, &texts{}
	files, sent := http.FileServer(http.Dir(dir)), policy(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.add(r.URL.Path)
		w.Header().Set("Content-Security-Policy", sent)
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
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
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("hide-scrollbars", true), chromedp.UserDataDir(profile))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(cancel)
	chromedp.ListenTarget(ctx, func(ev any) {
		switch e := ev.(type) {
		case *log.EventEntryAdded:
			faults.add(e.Entry.Text)
		case *runtime.EventExceptionThrown:
			faults.add(e.ExceptionDetails.Error())
		}
	})
	if err := chromedp.Run(ctx, log.Enable(), runtime.Enable(), chromedp.EmulateViewport(1280, 900), chromedp.Navigate(server.URL+"/index.html"), chromedp.WaitVisible(".utforska")); err != nil {
		t.Fatalf("open the gallery in Chromium (on Debian: apt-get install chromium): %v", err)
	}
	return ctx, faults, asked
}

// at is the middle of an element in the window, scrolled into view.
func at(name string, x, y float64, to *[]float64) chromedp.Action {
	return chromedp.Evaluate(fmt.Sprintf(`(() => { const s = [...document.querySelectorAll('#%s .fig-c > svg')].find((s) => s.getClientRects().length);
		s.scrollIntoView({block: 'center'}); const r = s.getBoundingClientRect(); return [r.left + r.width * %g, r.top + r.height * %g] })()`, name, x, y), to)
}

func hover(ctx context.Context, t *testing.T, name string, x, y float64) {
	t.Helper()
	var p []float64
	if err := chromedp.Run(ctx, at(name, x, y, &p)); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Run(ctx, chromedp.ActionFunc(func(ctx context.Context) error { return input.DispatchMouseEvent(input.MouseMoved, 1, 1).Do(ctx) })); err != nil {
		t.Fatal(err)
	}
	move := func(dx float64) chromedp.Action {
		return chromedp.ActionFunc(func(ctx context.Context) error {
			return input.DispatchMouseEvent(input.MouseMoved, p[0]+dx, p[1]).Do(ctx)
		})
	}
	if err := chromedp.Run(ctx, move(0), chromedp.WaitReady("#"+name+" .levande, #"+name+" .fig-c.levande"), move(1), move(0), chromedp.Sleep(50*time.Millisecond)); err != nil {
		t.Fatalf("%s does not come to life: %v", name, err)
	}
}

func evaluate(ctx context.Context, t *testing.T, expression string) string {
	t.Helper()
	var out string
	if err := chromedp.Run(ctx, chromedp.Evaluate("String("+expression+")", &out)); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEveryKindComesToLifeUnderTheStrictPolicyWithoutShift(t *testing.T) {
	ctx, faults, asked := gallery(t)
	if strings.Contains(strings.Join(asked.soFar(), " "), "echarts-live.js") {
		t.Error("ECharts is fetched before a chart is touched")
	}
	for name := range everyKind() {
		height := `document.documentElement.scrollHeight + ' ' + document.querySelector('#` + name + ` .fig-c').getBoundingClientRect().height`
		before := evaluate(ctx, t, height)
		hover(ctx, t, name, 0.5, 0.5)
		if after := evaluate(ctx, t, height); after != before {
			t.Errorf("%s: the page is %s before and %s after it comes to life", name, before, after)
		}
		told := `document.querySelector('#` + name + ` .diagram-lager [aria-live]').textContent`
		if err := chromedp.Run(ctx, chromedp.Focus("#"+name+" .utforska"), chromedp.KeyEvent(kb.Enter), chromedp.Poll(told+" !== ''", nil, chromedp.WithPollingTimeout(5*time.Second))); err != nil {
			t.Errorf("%s tells nothing: %v", name, err)
		}
	}
	for _, f := range faults.soFar() {
		t.Errorf("the browser says: %s", f)
	}
}

func TestLiveChartSaysWhatThePointerIsAtInSwedish(t *testing.T) {
	ctx, _, _ := gallery(t)
	hover(ctx, t, "months", 0.4, 0.2)
	text := evaluate(ctx, t, `document.querySelector('#months .diagram-lager svg').textContent`)
	if !regexp.MustCompile(`(januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)\x{a0}\d{4}`).MatchString(text) {
		t.Errorf("no Swedish month in the live chart: %s", text)
	}
	hover(ctx, t, "tiles", 0.3, 0.3)
	if told := evaluate(ctx, t, `document.querySelector('#tiles [aria-live]').textContent`); told != "Bromma, 1,2, jämförs inte" {
		t.Errorf("told %q", told)
	}
}

func TestKeyboardWalksZoomsAndEscapes(t *testing.T) {
	ctx, faults, _ := gallery(t)
	told := func() string { return evaluate(ctx, t, `document.querySelector('#control [aria-live]').textContent`) }
	if err := chromedp.Run(ctx, chromedp.Focus("#control .utforska"), chromedp.KeyEvent(kb.Enter), chromedp.WaitReady("#control .diagram-lager:focus")); err != nil {
		t.Fatal(err)
	}
	first := told()
	if err := chromedp.Run(ctx, chromedp.KeyEvent(kb.ArrowRight)); err != nil {
		t.Fatal(err)
	}
	if first != "januari\u00a02016, Farsta 4,6" || told() != "februari\u00a02016, Farsta 4,8" {
		t.Errorf("told %q, then %q", first, told())
	}
	if err := chromedp.Run(ctx, chromedp.KeyEvent(kb.End), chromedp.KeyEvent("+")); err != nil {
		t.Fatal(err)
	}
	if said := told(); !regexp.MustCompile(`^Visar \S+ \d{4} till \S+ \d{4}$`).MatchString(strings.ReplaceAll(said, "\u00a0", " ")) {
		t.Errorf("the new stretch is told as %q", said)
	}
	if err := chromedp.Run(ctx, chromedp.KeyEvent(kb.Home)); err != nil {
		t.Fatal(err)
	}
	if told() == first || strings.Contains(evaluate(ctx, t, `document.querySelector('#control .diagram-lager svg').textContent`), "övre gräns") {
		t.Errorf("the stretch is not narrower: told %q", told())
	}
	if err := chromedp.Run(ctx, chromedp.KeyEvent(kb.Escape), chromedp.WaitNotPresent("#control .diagram-lager")); err != nil {
		t.Fatal(err)
	}
	if focus := evaluate(ctx, t, `document.activeElement.className + getComputedStyle(document.querySelector('#control svg.w')).opacity`); focus != "utforska1" {
		t.Errorf("after Escape: %s", focus)
	}
	for _, f := range faults.soFar() {
		t.Errorf("the browser says: %s", f)
	}
}

func TestLiveChartHasThePagesColours(t *testing.T) {
	ctx, _, _ := gallery(t)
	for _, scheme := range []string{"light", "dark"} {
		if err := chromedp.Run(ctx, emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}})); err != nil {
			t.Fatal(err)
		}
		hover(ctx, t, "spine", 0.7, 0.4)
		want := evaluate(ctx, t, `getComputedStyle(document.documentElement).getPropertyValue('--hi').trim()`)
		if evaluate(ctx, t, `document.querySelector('#spine .diagram-lager svg [fill="'+'`+want+`'+'"]') !== null`) != "true" {
			t.Errorf("%s: nothing in the live chart has the colour %s", scheme, want)
		}
	}
}

func TestPictureStaysWhenItsFileCannotBeRead(t *testing.T) {
	ctx, _, _ := gallery(t)
	if err := chromedp.Run(ctx, chromedp.Evaluate(`document.querySelector('#dots .fig-c').dataset.diagram = 'finns-inte.json'`, nil),
		chromedp.Focus("#dots .utforska"), chromedp.KeyEvent(kb.Enter), chromedp.Sleep(time.Second)); err != nil {
		t.Fatal(err)
	}
	if state := evaluate(ctx, t, `document.querySelector('#dots .fig-c').className + ' ' + getComputedStyle(document.querySelector('#dots svg.w')).opacity`); state != "fig-c 1" {
		t.Errorf("the picture is gone: %s", state)
	}
}

// The browser paints by palette.js, the picture by theme.go: they name the same colours.
func TestPaletteOfTheBrowserIsTheThemes(t *testing.T) {
	source, err := os.ReadFile("js/palette.js")
	if err != nil {
		t.Fatal(err)
	}
	css := ""
	for _, name := range []string{"../assets/tokens.css", "js/diagram.css"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		css += string(data)
	}
	theme := []string{ink, ink2, ink3, rule, pale, paper, hi, hiCI, hiTint, hiInk, lo, loCI, loTint, loInk, no, noCI, noTint, noInk, water, hatch, q1, q2, q3, q4, t1, t2, t3}
	pairs := regexp.MustCompile(`'(#[0-9a-f]{6})': '(--[a-z0-9-]+)'`).FindAllStringSubmatch(string(source), -1)
	if len(pairs) != len(theme) {
		t.Errorf("%d colours in palette.js, %d in the theme", len(pairs), len(theme))
	}
	for _, p := range pairs {
		if !strings.Contains(strings.Join(theme, " "), p[1]) {
			t.Errorf("palette.js names %s, which the theme lacks", p[1])
		}
		if !strings.Contains(css, p[2]+": #") {
			t.Errorf("the page has no token %s", p[2])
		}
	}
}
