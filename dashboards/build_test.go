package dashboards

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// hard writes ~ as a no-break space.
func hard(s string) string { return strings.ReplaceAll(s, "~", "\u00a0") }

// htmlFiles are the pages of a site, by path.
func htmlFiles(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, text := range allFiles(t, dir) {
		if strings.HasSuffix(name, ".html") {
			out[name] = text
		}
	}
	if len(out) < 10 {
		t.Fatalf("only %d pages", len(out))
	}
	return out
}

func allFiles(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(file)
		rel, _ := filepath.Rel(dir, file)
		out[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// hidden is the example as the public sees it: with hidden figures, one
// district's households among them, and a correction.
func hidden(t *testing.T) publication.Content {
	c := stockholm(t)
	c.Info.Audience, c.Info.Synthetic = publication.AudiencePublic, true
	for i, f := range c.Facts {
		small := f.Measure == "vuxna_hinder" && (f.Category == "Vård av barn" || f.Category == "Övriga" || f.Category == "Arbetar heltid")
		if small || f.Area == "Norrmalm" && (f.Measure == "hushall" || f.Measure == "kostnad_tkr" || f.Measure == "kostnad_per_hushall") {
			c.Facts[i].Value, c.Facts[i].Status = nil, publication.Hidden
		}
	}
	c.Deliveries = []publication.Delivery{
		{Receipt: 3, Feed: "ekonomiskt_bistand", Received: c.Info.Published, First: "2011-11", Last: "2011-11"},
		{Receipt: 7, Feed: "ekonomiskt_bistand", Received: c.Info.Published, First: "2011-11", Last: "2011-11", Replaces: ptr(int64(3))},
	}
	return c
}

func contains(t *testing.T, name, text string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(text, hard(w)) {
			t.Errorf("%s lacks %q", name, hard(w))
		}
	}
}

func TestOverviewSaysWhatTheFiguresSay(t *testing.T) {
	index := readPage(t, build(t, stockholm(t), nil), "index.html")
	contains(t, "index", index,
		"<h1 class=\"long\">Biståndstagare~2017: från 0,3~% på Östermalm till 7,2~% i Rinkeby-Kista</h1>",
		"<b>3~av~14</b> stadsdelar i~november~2011",
		"I~november~2011 är 3~av~14 stadsdelar redovisade.",
		"Inget sticker ut bland de redovisade stadsdelarna (3~av~14) i~november~2011. Av nio tal som går att pröva",
		"Ser stort ut men är ingen säker skillnad.</b> Arbetslös (försörjningshinder) i~november~2011. Kungsholmen: 47,9~%",
		"De redovisade stadsdelarna (3~av~14): 43,1~%",
		"<td>252</td><td>1~991</td><td>7~901</td>", "<td>222</td><td>1~842</td><td>8~295</td>",
		"Från 2016 till 2017 ökade antalet i hela staden medan det minskade i stadsdelarna tillsammans",
		"2016–2017 ökade antalet i hela staden med 6,6~procent. I stadsdelarna tillsammans minskade det med 6,6~procent.",
		"År~2017 var stadens tal 5~304 högre än stadsdelarnas tillsammans.",
		"Enheten för hemlösa", "Ingen leverans har ersatt en tidigare.", "Mälaren")
}

func TestSureDifferencesBecomeFindings(t *testing.T) {
	dir := build(t, stockholm(t), map[string]string{"Kungsholmen|Arbetslös": publication.Higher})
	contains(t, "index", readPage(t, dir, "index.html"),
		"<h1 class=\"long\">Försörjningshinder, arbetslös i~november~2011: tydligt högre på Kungsholmen</h1>",
		"<h3>Försörjningshinder, arbetslös i~november~2011: 47,9~% på Kungsholmen, mot 43,1~% i de redovisade stadsdelarna (3~av~14)</h3>", ">Tydligt högre på Kungsholmen</h4>",
		"Skillnaderna mellan stadsdelarna är större än vad slumpen brukar ge.")
	contains(t, "nyckeltal", readPage(t, dir, "nyckeltal/forsorjningshinder.html"),
		"Försörjningshinder i~november~2011: stadsdelarna skiljer sig säkert i 1~av~9 hinder som går att pröva, arbetslös", "<span class=\"is-hi\">47,9~%</span>")
	contains(t, "stadsdel", readPage(t, dir, "stadsdel/kungsholmen.html"), "Tydligt högre än i de övriga: arbetslös.", "<span class=\"is-hi\">tydligt högre</span>")
	if text := readPage(t, dir, "stadsdel/norrmalm.html"); strings.Contains(text, "class=\"is-hi\"") {
		t.Error("a district without a sure difference is marked")
	}
}

func TestDistrictSpeaksOfItsOwnFigures(t *testing.T) {
	dir := build(t, stockholm(t), nil)
	contains(t, "östermalm", readPage(t, dir, "stadsdel/ostermalm.html"),
		"<h1>Östermalm</h1>", "Biståndstagare, andel av befolkningen: 0,3~% år~2017, hela staden 2,7~%. Talet har sjunkit från 0,5 till 0,3~procent sedan 2015.",
		"Av nio tal som går att pröva skiljer sig inget säkert från de övriga redovisade stadsdelarna.",
		"Stadsdelen fanns från den 1~januari~1997 till och med den 30~juni~2023 och ingår därefter i Norra innerstaden.",
		"14~stadsdelar, från den 1~januari~2007 till den 30~juni~2020", "<dd>65~528<span>31~december~2010</span></dd>",
		"8~295~kr", "40,8~%", "november~2011, jämförs med de redovisade stadsdelarna (3~av~14)", "Arbetslös är vanligast: 40,8~%", "En rad för varje hinder. Varje prick är en andel i procent.", "<b>Ö</b> Östermalm")
	if _, err := os.Stat(filepath.Join(dir, "stadsdel", "jarva.html")); err == nil {
		t.Error("a district without figures has a page")
	}
}

func TestIndicatorShowsDefinitionAndItsSQL(t *testing.T) {
	dir := build(t, stockholm(t), nil)
	contains(t, "andel", readPage(t, dir, "nyckeltal/bistandstagare_andel.html"),
		"Biståndstagare~2017: från 0,3~% på Östermalm till 7,2~% i Rinkeby-Kista", "2017 jämfört med 2015: lägre i 14~stadsdelar", "<td>−1,6</td>",
		"Stadens egen serie", "<td>9,5~%</td>", "WHERE a.matt = &#39;bistandstagare_andel&#39;", "../data/bistandstagare_andel.json")
	contains(t, "kostnad", readPage(t, dir, "nyckeltal/kostnad_per_hushall.html"), "Kostnad per hushåll i~november~2011: från 7~901~kr på Norrmalm till 8~295~kr på Östermalm")
	contains(t, "hinder", readPage(t, dir, "nyckeltal/forsorjningshinder.html"), "Försörjningshinder i~november~2011: ingen säker skillnad mellan de redovisade stadsdelarna", "<td>47,9~%</td>", "<td>25,6~%</td>")
}

func TestHiddenFiguresAreSignsAndNothingElse(t *testing.T) {
	dir := build(t, hidden(t), nil)
	sign := `<a class="dold" href="#dolda" title="dolt tal"><span aria-hidden="true">..</span><span class="vh">dolt tal</span></a>`
	index := readPage(t, dir, "index.html")
	contains(t, "index", index, `norrmalm.html">Norrmalm</a></th><td>`+sign+`</td><td>`+sign+`</td><td>`+sign+`</td>`, `id="dolda"`)
	contains(t, "hushåll", readPage(t, dir, "nyckeltal/hushall_per_1000.html"), ", bland de visade talen", "Utan tal: Norrmalm.")
	for name, text := range htmlFiles(t, dir) {
		for _, secret := range []string{"252", "1~991", "7~901"} {
			if regexp.MustCompile(`[^0-9,~.]` + hard(secret) + `[^0-9,]`).MatchString(regexp.MustCompile(`<svg.*?</svg>`).ReplaceAllString(text, "")) {
				t.Errorf("%s tells %s", name, secret)
			}
		}
	}
	norrmalm := readPage(t, dir, "stadsdel/norrmalm.html")
	contains(t, "norrmalm", norrmalm, "Dolda tal</b>", sign)
	contains(t, "rättelse", index, "Uppgifterna för november~2011 kom i ny leverans den 21~november~2026 (kvitto 7) som ersätter kvitto 3.")
}

func TestSyntheticAndInternalStandOnEveryPage(t *testing.T) {
	source := regexp.MustCompile(`<p class="fig-src">([^<]*)`)
	for name, text := range htmlFiles(t, build(t, hidden(t), nil)) {
		contains(t, name, text, `<div class="synt" role="note">`, "(syntetiska uppgifter)</title>", `content="Syntetiska uppgifter. `)
		if strings.Contains(text, "INTERNT") {
			t.Errorf("%s of a public site says INTERNT", name)
		}
		figures := strings.Count(text, `<figure class="fig"`)
		if n := len(source.FindAllString(text, -1)); n != figures {
			t.Errorf("%s: %d figures have %d source lines", name, figures, n)
		}
		for _, m := range source.FindAllStringSubmatch(text, -1) {
			if !strings.HasPrefix(m[1], "Syntetiska uppgifter.") {
				t.Errorf("%s: source line %q", name, m[1])
			}
		}
		if n := strings.Count(text, "Uppgifterna är syntetiska.</p>"); n != figures {
			t.Errorf("%s: %d of %d descriptions say that the figures are synthetic", name, n, figures)
		}
	}
	for name, text := range htmlFiles(t, build(t, stockholm(t), nil)) {
		contains(t, name, text, "<b>INTERNT</b>", "<title>INTERNT: ")
		// What may not be spread is not offered for citing, framing or as protected.
		for _, untrue := range []string{"räknas om och citeras", "&lt;iframe", "badda-in", "Basfakta passerar ett skydd", "efter skyddet av små tal", "skyddas där de är små"} {
			if strings.Contains(text, untrue) {
				t.Errorf("%s of an internal site says %q", name, untrue)
			}
		}
		if strings.Contains(strings.ToLower(text), "syntetisk") {
			t.Errorf("%s of real figures speaks of synthetic ones", name)
		}
	}
}

func TestEveryPageIsSound(t *testing.T) {
	for kind, c := range map[string]publication.Content{"internal": stockholm(t), "public": hidden(t), "empty": {Info: stockholm(t).Info}} {
		dir := build(t, c, map[string]string{"Kungsholmen|Arbetslös": publication.Higher})
		files := allFiles(t, dir)
		for name, text := range files {
			if strings.HasSuffix(name, ".html") {
				checkPage(t, kind+" "+name, name, text, files)
			}
		}
	}
}

var (
	tag       = regexp.MustCompile(`<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>"]|"[^"]*")*)>`)
	attribute = regexp.MustCompile(`([a-zA-Z:-]+)="([^"]*)"`)
	void      = []string{"meta", "input", "link", "br", "rect", "circle", "path", "line", "polyline", "use", "hr", "img"}
)

// checkPage checks nesting, ids, links, headings, tables and what a strict
// Content-Security-Policy forbids.
func checkPage(t *testing.T, label, name, text string, files map[string]string) {
	t.Helper()
	if !strings.HasPrefix(text, "<!doctype html>\n<html lang=\"sv\">") {
		t.Errorf("%s does not begin as a Swedish HTML page", label)
	}
	for _, bad := range []string{"<script>", " style=", "<style", "javascript:", " onclick", "ZgotmplZ", "%!", "<nil>", "NaN"} {
		if strings.Contains(text, bad) {
			t.Errorf("%s holds %q", label, bad)
		}
	}
	if n := strings.Count(text, "<h1"); n != 1 {
		t.Errorf("%s has %d h1", label, n)
	}
	var open []string
	ids, refs, headings := map[string]bool{}, []string{}, 0
	for _, m := range tag.FindAllStringSubmatch(text, -1) {
		closing, element, rest := m[1] == "/", m[2], m[3]
		if closing {
			if len(open) == 0 || open[len(open)-1] != element {
				t.Errorf("%s: </%s> closes %v", label, element, open)
				return
			}
			open = open[:len(open)-1]
			continue
		}
		if !slices.Contains(void, element) && !strings.HasSuffix(rest, "/") {
			open = append(open, element)
		}
		if len(element) == 2 && element[0] == 'h' && element[1] >= '1' && element[1] <= '6' {
			if level := int(element[1] - '0'); level > headings+1 {
				t.Errorf("%s: %s follows h%d", label, element, headings)
			} else {
				headings = level
			}
		}
		if element == "th" && !strings.Contains(rest, "scope=") {
			t.Errorf("%s: a table head without scope", label)
		}
		for _, a := range attribute.FindAllStringSubmatch(rest, -1) {
			switch a[1] {
			case "id":
				if ids[a[2]] {
					t.Errorf("%s: id %s stands twice", label, a[2])
				}
				ids[a[2]] = true
			case "aria-labelledby", "aria-describedby":
				refs = append(refs, a[2])
			case "value":
				if strings.HasPrefix(a[2], "jamfor/") {
					checkLink(t, label, name, a[2], files, &refs)
				}
			case "href", "src":
				checkLink(t, label, name, a[2], files, &refs)
			}
		}
	}
	if len(open) > 0 {
		t.Errorf("%s: %v is not closed", label, open)
	}
	for _, r := range refs {
		if !ids[r] {
			t.Errorf("%s: nothing has the id %s", label, r)
		}
	}
	if tables, captions := strings.Count(text, "<table>"), strings.Count(text, "<caption"); tables != captions {
		t.Errorf("%s: %d tables have %d captions", label, tables, captions)
	}
}

func checkLink(t *testing.T, label, name, target string, files map[string]string, refs *[]string) {
	t.Helper()
	file, anchor, _ := strings.Cut(target, "#")
	switch {
	case strings.Contains(target, ":") || strings.HasPrefix(target, "/"):
		t.Errorf("%s leads out of the site: %s", label, target)
	case file == "":
		*refs = append(*refs, anchor)
	default:
		file = path.Join(path.Dir(name), file)
		if text, ok := files[file]; !ok {
			// The figures' files, the manifest and the feed are written by others.
			if !strings.HasPrefix(file, "data/") && file != "manifest.json" && file != "atom.xml" {
				t.Errorf("%s: no file %s", label, file)
			}
		} else if anchor != "" && !strings.Contains(text, ` id="`+anchor+`"`) {
			t.Errorf("%s: no anchor %s", label, target)
		}
	}
}

func TestStyleSheetsNameNoOtherHostAndOnlyWhatIsUsed(t *testing.T) {
	dir := build(t, hidden(t), map[string]string{"Kungsholmen|Arbetslös": publication.Higher, "Norrmalm|Arbetslös": publication.Lower})
	files := allFiles(t, dir)
	var pages strings.Builder
	for name, text := range files {
		if strings.HasSuffix(name, ".html") {
			pages.WriteString(text)
		} else if name == "assets/echarts-live.js" || strings.HasPrefix(name, "diagram/") && strings.HasSuffix(name, ".json") {
			continue // ECharts, which holds names of namespaces, and the objects that it draws
		} else if strings.Contains(strings.ReplaceAll(text, "http://www.w3.org/2000/svg", ""), "//") || strings.Contains(text, "@import") || strings.Contains(text, "url(") {
			t.Errorf("%s leads to another place", name)
		}
	}
	for _, internal := range htmlFiles(t, build(t, stockholm(t), nil)) {
		pages.WriteString(internal)
	}
	for _, said := range htmlFiles(t, withConclusions(t)) {
		pages.WriteString(said)
	}
	used := map[string]bool{}
	for _, m := range regexp.MustCompile(`class="([^"]*)"`).FindAllStringSubmatch(pages.String(), -1) {
		for _, c := range strings.Fields(m[1]) {
			used[c] = true
		}
	}
	css := regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(files["assets/stadsdelskollen.css"], "")
	for _, m := range regexp.MustCompile(`(?s)([^{}]*)\{`).FindAllStringSubmatch(css, -1) {
		for _, c := range regexp.MustCompile(`\.([a-zA-Z][\w-]*)`).FindAllStringSubmatch(m[1], -1) {
			// Charts have more classes than these figures happen to need, and
			// their tables are too few-columned to be wide, and lack no district.
			if !used[c[1]] && !strings.Contains(files["assets/jamfor.js"]+files["assets/diagram.js"], `"`+c[1]+`"`) && !slices.Contains(rareClasses, c[1]) && !slices.Contains(chartClasses, c[1]) {
				t.Errorf("no page uses the class %s", c[1])
			}
		}
	}
}

// rareClasses are those that the pages of these figures happen not to need, and
// those of the reports, which share the sheet.
var rareClasses = strings.Fields("wide tecken pair paper ns skarm untried long-t long-4 nw")

// chartClasses are those of package chart, as its comment lists them.
var chartClasses = strings.Fields("w n k b a s xs big w6 e m nh on-hi on-lo water g gz c cd own pale ihi ilo ino hl gap hi lo no nc ownf palef thi-t tlo-t tno-t pp")

func TestSitesAreTheSameWithOneWorkerAndTwo(t *testing.T) {
	c := hidden(t)
	one, two := allFiles(t, buildAnew(t, c, nil, 1, t.TempDir())), allFiles(t, buildAnew(t, c, nil, 2, t.TempDir()))
	if diff := cmp.Diff(one, two); diff != "" {
		t.Error(diff)
	}
}

func TestLettersTellDistrictsApart(t *testing.T) {
	got := letters([]string{"Farsta", "Hägersten-Älvsjö", "Hässelby-Vällingby", "Skarpnäck", "Skärholmen"})
	want := map[string]string{"Farsta": "F", "Hägersten-Älvsjö": "Häg", "Hässelby-Vällingby": "Häs", "Skarpnäck": "Ska", "Skärholmen": "Skä"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEveryVerdictHasAMarkOfItsOwn(t *testing.T) {
	for v, want := range map[string]chart.Verdict{publication.Higher: chart.Higher, publication.Lower: chart.Lower, publication.NoSure: chart.NoSure, publication.NotCompared: chart.NotCompared} {
		if got := mark(&publication.Comparison{Verdict: v}); got != want {
			t.Errorf("%s: got %v", v, got)
		}
	}
	if mark(nil) != chart.NotCompared {
		t.Error("a figure without a comparison is marked")
	}
}

// Without an address of the site, the code for a frame says what is to be written before it.
func TestTheCodeForAFrameSaysWhatItLacks(t *testing.T) {
	c := hidden(t)
	missing := "Skriv adressen till den här webbplatsen framför diagram/"
	contains(t, "diagram", readPage(t, build(t, c, nil), "diagram/bistandstagare_andel/prickar.html"), missing)
	c.Info.Address = "https://exempel.se/"
	if text := readPage(t, build(t, c, nil), "diagram/bistandstagare_andel/prickar.html"); strings.Contains(text, missing) || !strings.Contains(text, "src=&#34;https://exempel.se/") {
		t.Error("a site with an address does not write it in the code")
	}
}

func TestWhatIsSoughtByItsFormatOrAsCorrectionsIsFound(t *testing.T) {
	text := plain(t, build(t, hidden(t), nil), "sok.html")
	for _, want := range []string{"Rättelser Sida. Leveranser som har ersatt tidigare", "Data Sida. CSV, XLSX, Parquet, Arrow, JSON, JSON-stat, PX och Koladas form"} {
		if !strings.Contains(text, want) {
			t.Errorf("the search page does not say %q", want)
		}
	}
	contains(t, "sök", readPage(t, build(t, hidden(t), nil), "sok.html"), `<a href="rattelser.html">Rättelser</a>`)
}

func TestASignIsExplainedWhereItStands(t *testing.T) {
	for name, text := range htmlFiles(t, build(t, hidden(t), nil)) {
		for _, s := range prose.Signs {
			if name != "ord.html" && name != "jamfor.html" && strings.Contains(text, `<div id="`+s.ID+`">`) && !strings.Contains(text, `href="#`+s.ID+`"`) && strings.Count(text, ">"+s.Sign+"<") < 2 {
				t.Errorf("%s explains %s and does not show it", name, s.Sign)
			}
		}
	}
	p := (&site{}).newPage("om.html")
	p.kind, p.Body, p.signs[".."] = "om", "", true // of a table that was made and left out
	if text, err := p.render(); err != nil || strings.Contains(string(text), "Tecken i tabellerna") {
		t.Errorf("a sign that stands nowhere is explained, %v", err)
	}
}

// A phone has room for years beside a district's name.
func TestTheListOfDistrictsSaysTheYearsOfEach(t *testing.T) {
	contains(t, "stadsdelar", readPage(t, build(t, stockholm(t), nil), "stadsdelar.html"), `<td class="l">från~1997 till~2023</td>`)
}

// Where the district's own figure is hidden and one other is shown, what the reported ones have together is that one's.
func TestOneOtherDistrictIsNoComparison(t *testing.T) {
	c := hidden(t)
	for i, f := range c.Facts {
		if f.Measure == "vuxna_hinder" && f.Category == "Arbetslös" && (f.Area == "Norrmalm" || f.Area == "Östermalm") {
			c.Facts[i].Value, c.Facts[i].Status = nil, publication.Hidden
		}
	}
	dir := build(t, c, nil)
	if text := plain(t, dir, "stadsdel/norrmalm.html"); !strings.Contains(text, "Arbetslös .. dolt tal – för få andra visas") {
		t.Error("Norrmalm is set beside the one district that is shown")
	}
	if text := plain(t, dir, "stadsdel/kungsholmen.html"); strings.Contains(text, "för få andra visas") {
		t.Error("Kungsholmen, whose own figure is shown, lacks what it is compared with")
	}
}

func TestHowFreshAPageIs(t *testing.T) {
	dir := build(t, sinceMerged(t), nil)
	contains(t, "diagram", readPage(t, dir, "diagram/bistandstagare_andel/prickar.html"), "Senaste uppgifter: 2017.")
	contains(t, "404", readPage(t, dir, "404.html"), "Senaste uppgifter: november~2011, årsuppgifter 2017.")
	contains(t, "kungsholmen", readPage(t, dir, "stadsdel/kungsholmen.html"), "<b>Nästa</b>")
	if strings.Contains(readPage(t, dir, "stadsdel/norrmalm.html"), "<b>Nästa</b>") {
		t.Error("a former district waits for its next month")
	}
}
