package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A slowNet is a site that answers some files late, or not at all.
type slowNet struct {
	address string
	mu      sync.Mutex
	late    map[string]time.Duration // by the end of the path
	broken  map[string]bool
}

func poorNetwork(t *testing.T, dir string) *slowNet {
	t.Helper()
	handler, _, err := sites([]string{filepath.Join(sitesForTest(t), filepath.FromSlash(dir))})
	must(t, err)
	n := &slowNet{late: map[string]time.Duration{}, broken: map[string]bool{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var wait time.Duration
		fails := false
		n.mu.Lock()
		for end, d := range n.late {
			if strings.HasSuffix(r.URL.Path, end) {
				wait = d
			}
		}
		for end := range n.broken {
			fails = fails || strings.HasSuffix(r.URL.Path, end)
		}
		n.mu.Unlock()
		time.Sleep(wait)
		if fails {
			http.Error(w, "nej", http.StatusServiceUnavailable)
			return
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	n.address = server.URL
	return n
}

func (n *slowNet) delay(end string, d time.Duration) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.late[end] = d
}

func (n *slowNet) breaks(end string, broken bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if delete(n.broken, end); broken {
		n.broken[end] = true
	}
}

const (
	refused   = "503 (Service Unavailable)" // what the browser says of a file that does not come
	inAddress = `decodeURIComponent(location.hash)`
	ofChoice  = `document.querySelector("#lage").textContent`
	chooseOf  = `(file) => { const s = document.querySelector("#nyckeltal"); s.value = "jamfor/" + file + ".json"; s.dispatchEvent(new Event("change", {bubbles: true})); return true; }`
)

// A link to a place on the page is no choice: whoever skips to the contents keeps
// the comparison, and its address.
func TestSkippingToTheContentsKeepsTheComparison(t *testing.T) {
	const choice = "#nyckeltal=hushall&stadsdelar=bromma,farsta"
	ctx, _ := tab(browser(t), t, served(t, "syntetisk/site")+"/jamfor.html"+choice)
	eventually(ctx, t, "the comparison is shown", `document.querySelectorAll("#bild figure").length === 2`)
	must(t, chromedp.Run(ctx, chromedp.Evaluate(`document.querySelector(".skip").click()`, nil)))
	eventually(ctx, t, "the address is the comparison's", inAddress+` === "`+choice+`"`)
	if got := evaluate[string](ctx, t, ofChoice); !strings.HasPrefix(got, "2 av ") || !strings.Contains(got, "Hushåll") {
		t.Errorf("after the link: %q", got)
	}
}

// Nobody is a choice that keeps, and so is somebody of whom another indicator has nothing.
func TestAChoiceKeepsThroughReloadsAndIndicators(t *testing.T) {
	file, id, other := somebodyOfOne(t)
	choice := "#nyckeltal=" + file + "&stadsdelar=" + id
	ctx, _ := tab(browser(t), t, served(t, "syntetisk/site")+"/jamfor.html"+choice)
	eventually(ctx, t, "the choice is shown", ofChoice+`.startsWith("1 av ")`)
	evaluate[bool](ctx, t, `(`+chooseOf+`)("`+other+`")`)
	eventually(ctx, t, "the other indicator says that it has nothing", ofChoice+`.startsWith("Ingen av de valda ")`)
	evaluate[bool](ctx, t, `(`+chooseOf+`)("`+file+`")`)
	eventually(ctx, t, "the choice is back", inAddress+` === "`+choice+`"`)
	must(t, chromedp.Run(ctx, chromedp.Click("#inga")))
	eventually(ctx, t, "nobody is chosen", inAddress+` === "#nyckeltal=`+file+`&stadsdelar="`)
	must(t, chromedp.Run(ctx, chromedp.Reload()))
	eventually(ctx, t, "nobody is chosen after a reload", ofChoice+` === "Ingen stadsdel är vald."`)
	if n := evaluate[int](ctx, t, `document.querySelectorAll("#stadsdelar :checked").length`); n != 0 {
		t.Errorf("%d districts are ticked", n)
	}
}

// somebodyOfOne is an indicator, a district that it has, and an indicator that lacks it.
func somebodyOfOne(t *testing.T) (file, id, other string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(sitesForTest(t), "syntetisk", "site", "jamfor", "*.json"))
	must(t, err)
	of := map[string]map[string]bool{}
	for _, f := range files {
		var c struct {
			Sets []struct {
				Areas []struct{ ID string } `json:"stadsdelar"`
			} `json:"serier"`
		}
		text, err := os.ReadFile(f)
		must(t, err)
		must(t, json.Unmarshal(text, &c))
		if len(c.Sets) > 1 {
			continue // the address names the category too
		}
		name := strings.TrimSuffix(filepath.Base(f), ".json")
		of[name] = map[string]bool{}
		for _, a := range c.Sets[0].Areas {
			of[name][a.ID] = true
		}
	}
	names := slices.Sorted(maps.Keys(of))
	for _, file := range names {
		for _, other := range names {
			for _, id := range slices.Sorted(maps.Keys(of[file])) {
				if !of[other][id] {
					return file, id, other
				}
			}
		}
	}
	t.Fatal("every indicator has the same districts")
	return
}

// What comes late or not at all takes nothing from the reader: the tables stand, the
// newest choice counts, and the page says what is missing.
func TestAComparisonStandsAPoorNetwork(t *testing.T) {
	n := poorNetwork(t, "syntetisk/site")
	n.delay("/diagram/hushall/over-tid.html", 4*time.Second)
	ctx, w := tab(browser(t), t, n.address+"/jamfor.html#nyckeltal=hushall&stadsdelar=bromma,farsta")
	w.expected = []string{refused}
	eventually(ctx, t, "tables and one picture are there", `document.querySelectorAll("#bild table").length === 2 && document.querySelectorAll("#bild figure").length === 1`)
	eventually(ctx, t, "the other picture comes", `document.querySelectorAll("#bild figure").length === 2`)

	n.delay("/jamfor/oppna_arenden.json", 1500*time.Millisecond)
	n.breaks("/jamfor/oppna_arenden.json", true)
	evaluate[bool](ctx, t, `(`+chooseOf+`)("oppna_arenden")`)
	if !evaluate[bool](ctx, t, `document.querySelector("fieldset").disabled && `+ofChoice+` === "Hämtar …"`) {
		t.Error("while an indicator is fetched, districts of another can be ticked, or nothing is said")
	}
	evaluate[bool](ctx, t, `(`+chooseOf+`)("hushall_per_1000")`)
	eventually(ctx, t, "the newest choice is shown", ofChoice+`.includes("per")`)
	time.Sleep(2 * time.Second)
	if got := evaluate[string](ctx, t, ofChoice); !strings.HasPrefix(got, "2 av ") || !evaluate[bool](ctx, t, `document.querySelector("#allt").hidden`) {
		t.Errorf("an older choice that failed took the newest one's place: %q", got)
	}

	n.delay("/jamfor/oppna_arenden.json", 0)
	evaluate[bool](ctx, t, `(`+chooseOf+`)("oppna_arenden")`)
	eventually(ctx, t, "the failure is told", ofChoice+`.includes("kunde inte hämtas")`)
	if !evaluate[bool](ctx, t, `document.querySelector("fieldset").disabled && !document.querySelector("#allt").hidden && document.querySelectorAll("#bild *").length === 0`) {
		t.Error("after a failure something can be ticked, a picture stands, or the tables do not")
	}
	n.breaks("/jamfor/oppna_arenden.json", false)
	n.breaks("/diagram/ansokningar/prickar.html", true)
	evaluate[bool](ctx, t, `(`+chooseOf+`)("ansokningar")`)
	eventually(ctx, t, "a missing picture is told", `document.querySelector("#bild").textContent.includes("Alla bilder kunde inte hämtas")`)
	n.breaks("/diagram/ansokningar/prickar.html", false)
	evaluate[bool](ctx, t, `(`+chooseOf+`)("hushall")`)
	eventually(ctx, t, "another indicator is shown", ofChoice+`.includes("Hushåll")`)
	evaluate[bool](ctx, t, `(`+chooseOf+`)("ansokningar")`)
	eventually(ctx, t, "the picture is fetched again", `document.querySelectorAll("#bild figure").length === 2`)
}

// A chart that wakes late is the one that is seen then, takes no focus from where
// the reader has gone, and ends with Escape however it was woken.
func TestAChartThatWakesLate(t *testing.T) {
	n := poorNetwork(t, "syntetisk/site")
	n.delay("/diagram/hushall/prickar.json", 900*time.Millisecond)
	ctx, w := tab(browser(t), t, n.address+"/diagram/hushall/prickar.html", chromedp.EmulateViewport(1280, 900))
	w.expected = []string{refused}
	eventually(ctx, t, "the button is there", `document.querySelector(".utforska") !== null`)
	must(t, chromedp.Run(ctx, chromedp.Focus(".utforska"), chromedp.KeyEvent(kb.Enter), chromedp.KeyEvent(kb.Tab), chromedp.EmulateViewport(360, 900)))
	eventually(ctx, t, "the chart is awake", `document.querySelector(".diagram-lager svg path") !== null`)
	if got := evaluate[string](ctx, t, `(() => { const l = document.querySelector(".diagram-lager").getBoundingClientRect(), p = document.querySelector("svg.n").getBoundingClientRect(); return Math.round(l.width - p.width) + " " + Math.round(l.height - p.height); })()`); got != "0 0" {
		t.Errorf("the live chart is larger than the narrow picture by %s px", got)
	}
	if evaluate[bool](ctx, t, `document.activeElement.classList.contains("diagram-lager")`) {
		t.Error("the chart took the focus from where the reader had gone")
	}
	must(t, chromedp.Run(ctx, chromedp.KeyEvent(kb.Escape)))
	eventually(ctx, t, "Escape ends the chart", `document.querySelector(".diagram-lager, .levande") === null`)
	n.breaks("/diagram/hushall/prickar.json", true)
	must(t, chromedp.Run(ctx, chromedp.Reload()))
	eventually(ctx, t, "the button is there", `document.querySelector(".utforska") !== null`)
	must(t, chromedp.Run(ctx, chromedp.Focus(".utforska"), chromedp.KeyEvent(kb.Enter)))
	eventually(ctx, t, "a failure is told", `document.querySelector(".utforska").textContent.includes("kunde inte hämtas")`)
}
