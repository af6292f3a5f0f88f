package dashboards

import (
	"encoding/json"
	"fmt"
	"html"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/publication"
)

func section(t *testing.T, text, from, to string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, from)
	if !ok {
		t.Fatalf("no %q", from)
	}
	inside, _, ok := strings.Cut(rest, to)
	if !ok {
		t.Fatalf("no %q after %q", to, from)
	}
	return inside
}

// opened is a publication of c with its indicators.
func opened(t *testing.T, c publication.Content) *publication.DB {
	t.Helper()
	pub, err := publication.Create(t.Context(), filepath.Join(t.TempDir(), "publication.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := pub.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := pub.Fill(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if err := pub.ComputeIndicators(t.Context()); err != nil {
		t.Fatal(err)
	}
	return pub
}

func correctionsOf(t *testing.T, pub *publication.DB) string {
	t.Helper()
	s, err := load(t.Context(), pub)
	if err != nil {
		t.Fatal(err)
	}
	p := s.newPage("rattelser.html")
	if err := s.corrected(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	text, err := p.render()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestIndicatorPageSaysHowItWasComputedAndHowToQuoteIt(t *testing.T) {
	c := hidden(t)
	c.Info.Address, c.Info.Publisher = "https://stad.example", "Exempelstaden"
	for i := range c.Facts {
		if c.Facts[i].Measure == "hushall" {
			c.Facts[i].Receipt = ptr(int64(7))
		}
	}
	page := readPage(t, build(t, c, nil), "nyckeltal/hushall.html")
	how := section(t, page, `id="sa-raknade-vi"`, "</details>")
	contains(t, "så räknade vi", how, "<code>hushall</code> (Hushåll med ekonomiskt bistånd)", "Leveranserna bakom talen för november~2011",
		"<th scope=\"row\">7</th><td class=\"l\">Ekonomiskt bistånd</td><td class=\"l\">21~november~2026</td><td class=\"l\">november~2011</td><td class=\"l\">kvitto 3</td>", "FROM underlag")
	if strings.Contains(how, "<th scope=\"row\">3</th>") {
		t.Error("a delivery that is not behind the newest figures is named")
	}
	id := section(t, page, ", version ", ".")
	cite := html.UnescapeString(section(t, page, `<p class="cite">`, "</p>"))
	want := hard("Exempelstaden, Stadsdelskollen: Hushåll med ekonomiskt bistånd, november~2011. Publicering ") + id + hard(", 21~november~2026. https://stad.example/publications/") + id + "/nyckeltal/hushall.html Syntetiska uppgifter."
	if cite != want {
		t.Errorf("got %q, want %q", cite, want)
	}
	var d map[string]any
	if err := json.Unmarshal([]byte(section(t, page, `<script type="application/ld+json">`, "</script>")), &d); err != nil {
		t.Fatal(err)
	}
	got := []any{d["@context"], d["@type"], d["name"], d["temporalCoverage"], d["url"], d["inLanguage"]}
	if diff := cmp.Diff([]any{"https://schema.org/", "Dataset", "Syntetiska uppgifter: Hushåll med ekonomiskt bistånd", "2011-11/2011-11",
		"https://stad.example/publications/" + id + "/nyckeltal/hushall.html", "sv"}, got); diff != "" {
		t.Error(diff)
	}
	if n := len(d["distribution"].([]any)); n != 2 {
		t.Errorf("%d distributions", n)
	}
}

func TestCorrectionsPageTellsNothingOfWhatIsHidden(t *testing.T) {
	c := hidden(t)
	at := c.Info.Published
	revised := publication.Correction{Published: at, Since: "2011-10_aaa", Kind: publication.Revised, Measure: "hushall", Level: publication.LevelDistrict,
		Area: "Kungsholmen", Division: fourteen, Period: "2011-11", Unit: "hushåll", Before: ptr(987.0), After: ptr(211.0),
		BeforeStatus: publication.OK, AfterStatus: publication.OK, Cause: publication.ByReplacement, Receipt: ptr(int64(7)), Replaced: ptr(int64(3))}
	gone := revised
	gone.Area, gone.Kind, gone.Before, gone.After, gone.AfterStatus, gone.Cause = "Norrmalm", publication.NowHidden, nil, nil, publication.Hidden, publication.ByProtection
	old := revised
	old.Publication, old.Area, old.Kind, old.Before, old.BeforeStatus = "2011-10_aaa", "Östermalm", publication.Added, nil, publication.NotDelivered
	pub := opened(t, c)
	earlier := []publication.Earlier{{ID: "2011-10_aaa", Number: 1, Published: at.AddDate(0, -1, 0), Month: "2011-10"}}
	if err := pub.Remember(t.Context(), earlier, []publication.Correction{revised, gone, old}); err != nil {
		t.Fatal(err)
	}
	page := correctionsOf(t, pub)
	contains(t, "rättelser", page, "Två tal är rättade.", "Ett tal är rättat.", "<td>987</td><td>211</td><td class=\"l\">kvitto~7 ersatte kvitto~3</td>",
		"<td class=\"l\">skyddet av små tal döljer andra tal än förut</td>", "Tidigare publiceringar", "2011-10_aaa")
	norrmalm := section(t, page, ">Norrmalm</a>", "</tr>")
	if !strings.Contains(norrmalm, "<td>–</td>") || !strings.Contains(norrmalm, "#dolda") || strings.ContainsAny(strings.ReplaceAll(hard(norrmalm), "2011", ""), "3456789") {
		t.Errorf("a hidden figure's row: %s", norrmalm)
	}
	first := correctionsOf(t, opened(t, stockholm(t)))
	contains(t, "den första", first, "Det är den första publiceringen. Det finns inget att rätta.")
}

func TestCorrectionsPageListsTheFirstAndLeadsToTheRest(t *testing.T) {
	c := stockholm(t)
	pub := opened(t, c)
	all := make([]publication.Correction, shownCorrections+1)
	for i := range all {
		all[i] = publication.Correction{Published: c.Info.Published, Since: "2011-10_aaa", Kind: publication.Revised, Measure: "hushall", Level: publication.LevelDistrict,
			Area: "Kungsholmen", Division: fourteen, Period: fmt.Sprintf("%d-%02d", 1990+i/12, i%12+1), Unit: "hushåll", Before: ptr(987.0), After: ptr(211.0),
			BeforeStatus: publication.OK, AfterStatus: publication.OK, Cause: publication.ByReplacement}
	}
	earlier := []publication.Earlier{{ID: "2011-10_aaa", Number: 1, Published: c.Info.Published.AddDate(0, -1, 0), Month: "2011-10"}}
	if err := pub.Remember(t.Context(), earlier, all); err != nil {
		t.Fatal(err)
	}
	page := correctionsOf(t, pub)
	contains(t, "rättelser", page, "201~tal är rättade.", `Tabellen visar de första. Alla står i <a href="data/rattelser.csv">`)
	if n := strings.Count(page, "<td>987</td>"); n != shownCorrections {
		t.Errorf("the table has %d corrections, want %d", n, shownCorrections)
	}
}

func TestListOfPublicationsLeadsToThem(t *testing.T) {
	pub := opened(t, stockholm(t))
	text, err := Publications(t.Context(), pub, []Published{{ID: "2011-11_bbb", Month: "2011-11", Published: stockholm(t).Info.Published, Corrections: 2, Current: true},
		{ID: "2011-10_aaa", Month: "2011-10", Published: stockholm(t).Info.Published}, {ID: "2011-10_ccc", Month: "2011-10", AsOf: "2026-11-20", Published: stockholm(t).Info.Published}}, true)
	if err != nil {
		t.Fatal(err)
	}
	contains(t, "index", string(text), `<a href="2011-11_bbb/index.html">November~2011</a><small>den aktuella</small>`, `<a href="2011-11_bbb/rattelser.html">2</a>`,
		`<a href="2011-10_aaa/index.html">`, `<h2 id="h-aterblick">Återblickar</h2>`, `20~november~2026`, `href="publikationer.json"`, `rapporter.html">Rapporter</a>`)
}
