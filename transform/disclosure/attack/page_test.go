//go:build duckdb_arrow

package attack

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func num(text string) json.Number { return json.Number(text) }

// follows is what a small publication derives: households of two districts in a
// month, of which one is hidden, and their city.
func follows() *derived {
	observation := func(area, status string, value any) record {
		return record{"nyckeltal": "hushall", "niva": "stadsdel", "omrade": area, "indelning": theDivision, "kategori": "", "period": november, "varde": value,
			"taljare": value, "namnare": nil, "nedre": nil, "ovre": nil, "status": status, "kalla": "Rapport 17"}
	}
	d := &derived{rows: map[string][]record{
		"nyckeltal":   {{"namn": "hushall", "titel": "Hushåll med bistånd", "kort": "Hushåll", "sql": "SELECT 1 FROM fakta WHERE matt = 'hushall'"}},
		"omrade":      {{"namn": "Bromma", "slug": "bromma"}, {"namn": "Östermalm", "slug": "ostermalm"}, {"namn": theCity, "slug": "hela-staden"}},
		"publikation": {{"staden": theCity}},
		"fakta":       {{"kalla": "Rapport 17", "matt": "hushall"}},
		"observation": {observation("Bromma", "ok", num("1234")), observation("Östermalm", "dold", nil), observation(theCity, "ok", num("5678"))},
	}}
	d.index()
	return d
}

func readOne(t *testing.T, name, text string) []Finding {
	t.Helper()
	v := &verifier{dir: t.TempDir()}
	if err := os.MkdirAll(filepath.Dir(v.path(name)), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(v.path(name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := v.compareFile(name, follows()); err != nil {
		t.Fatal(err)
	}
	return v.found
}

const soundTable = `<table><caption>Hushåll</caption><thead><tr><th>Stadsdel</th><th>November 2011</th></tr></thead><tbody>
<tr><th scope="row">Bromma</th><td>1 234</td></tr><tr><th scope="row">Östermalm</th><td><span>..</span></td></tr></tbody></table>`

func TestWhatFollowsFromTheFactsMayStandInAPage(t *testing.T) {
	for name, text := range map[string]string{
		"nyckeltal/hushall.html": strings.ReplaceAll(soundTable, "1 234", "1\u00a0234") + `<p>I november 2011 fick 1` + "\u00a0" + `234 hushåll i Bromma bistånd, 4` + "\u00a0" + `444 färre än i staden, som hade 5` + "\u00a0" + `678. Källa: Rapport 17.</p>
			<svg><text class="a">2` + "\u00a0" + `000</text><desc>11` + "\u00a0av\u00a0" + `14 stadsdelar</desc></svg>`,
		"stadsdel/bromma.html":               `<meta name="description" content="1` + "\u00a0" + `234 hushåll den 30 november 2011"><script type="application/ld+json">{"value": 1234}</script>`,
		"diagram/hushall/bild.svg":           `<svg aria-label="Bromma 1` + "\u00a0" + `234"></svg>`,
		"diagram/hushall/bild.metadata.json": `{"titel": "Från 1234 till 5678"}`,
	} {
		if found := readOne(t, name, text); len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
	}
}

// A number that no fact gives is planted in each place where a reader could meet it.
func TestAPlantedNumberIsFoundWhereverItStands(t *testing.T) {
	const page = "nyckeltal/hushall.html"
	for _, c := range []struct{ where, name, text, rule string }{
		{"a hidden cell of a table", page, strings.ReplaceAll(soundTable, "<span>..</span>", "3"), RuleFormats},
		{"a hidden cell with another's figure", page, strings.ReplaceAll(soundTable, "<span>..</span>", "1\u00a0234"), RuleFormats},
		{"a hidden cell with another sign", page, strings.ReplaceAll(soundTable, "<span>..</span>", "*"), RuleSigns},
		{"a sentence", page, "<p>I Östermalm fick 3 hushåll bistånd.</p>", RuleFormats},
		{"the text of a chart", page, "<svg><text class='b'>Östermalm 3</text></svg>", RuleFormats},
		{"a chart's description", page, "<svg><desc>Östermalm har 3 hushåll</desc></svg>", RuleFormats},
		{"a chart's title", page, "<svg><title>3 hushåll</title></svg>", RuleFormats},
		{"what is read aloud", page, "<div aria-label='3 hushåll'></div>", RuleFormats},
		{"a tooltip", page, "<span title='3'>..</span>", RuleFormats},
		{"an alternative text", page, "<img alt='3 hushåll'>", RuleFormats},
		{"data for a script", page, "<span data-antal='3'>..</span>", RuleFormats},
		{"an attribute within a table", page, strings.ReplaceAll(soundTable, "<span>", "<span data-n='3'>"), RuleFormats},
		{"a table's caption", page, strings.ReplaceAll(soundTable, "<caption>", "<caption>3 hushåll "), RuleFormats},
		{"a comment", page, "<p>..<!-- 3 --></p>", RuleMetadata},
		{"what search engines read", page, `<script type="application/ld+json">{"value": 3}</script>`, RuleFormats},
		{"a chart's options", page, `<script type="application/json">{"series": [{"data": [1234, 3]}]}</script>`, RuleFormats},
		{"a picture", "diagram/hushall/bild.svg", "<svg><text>3</text></svg>", RuleFormats},
		{"what is said of a picture", "diagram/hushall/bild.metadata.json", `{"titel": "Från 3 till 1234"}`, RuleFormats},
		{"a text file", "lasmig.txt", "Östermalm: 3 hushåll", RuleUnread},
		{"figures that nobody reads", "data/nytt.csv", "nyckeltal,varde\nnytt,1234\n", RuleUnread},
	} {
		if found := readOne(t, c.name, c.text); !has(found, c.rule, c.name, "") {
			t.Errorf("%s: found %v", c.where, found)
		}
	}
}

func TestAKindOfFileThatNobodyTaughtIsAFinding(t *testing.T) {
	v := &verifier{dir: t.TempDir()}
	if err := os.WriteFile(v.path("hushall.xyz"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	v.compareFiles(manifest{}, []string{"hushall.xyz"}, follows())
	if !has(v.found, RuleUnread, "hushall.xyz", "cannot read") {
		t.Errorf("found %v", v.found)
	}
}

func TestNumbersAreReadAsPagesPrintThem(t *testing.T) {
	for text, want := range map[string]string{
		"8\u00a0295 hushåll":             "8295",
		"−0,6 till +1,2":                 "-0.6 1.2",
		"6,9–7,6":                        "6.9 7.6",
		"den 31 december 2023 kl. 06.30": "",
		"januari 2020 – december 2023":   "",
		"P90 är 12 dagar":                "12",
		"2007-07-01":                     "",
		"3 hushåll, 17,5 % år 2011":      "3 17.5",
	} {
		var got []string
		for _, n := range numbersIn(text) {
			got = append(got, number(n.value))
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("%s: %s, want %s", text, g, want)
		}
	}
}

func TestAFigureThatLooksLikeALevelCountsInTheArithmeticOfItsRow(t *testing.T) {
	row := numbersIn("95 % 98 % 82 %")
	change := numbersIn("−13")
	if len(row) != 3 || len(change) != 1 || !arithmetic(change[0], row) {
		t.Errorf("%v: −13 is no difference of %v", change, row)
	}
	if other := numbersIn("−9"); arithmetic(other[0], row) {
		t.Error("−9 is taken for a difference")
	}
}
