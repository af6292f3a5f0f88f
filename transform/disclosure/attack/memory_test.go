//go:build duckdb_arrow

package attack

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"stadsdelskollen/queries/publication"
)

// countedOf is a published count of a district; nil is hidden.
func countedOf(area string, v *float64) publication.Fact {
	f := publication.Fact{Measure: "hushall", Kind: publication.KindCount, Level: publication.LevelDistrict, Area: area, Period: "2011-11", Value: v, Status: publication.OK}
	if v == nil {
		f.Status = publication.Hidden
	}
	return f
}

func corrected(area string, before, after json.Number) record {
	r := record{"publikation": "2011-11_b", "publicerad": "2026-11-23 12:00:00", "matt": "hushall", "niva": publication.LevelDistrict, "omrade": area, "kategori": "",
		"period": "2011-11", "fore": nil, "efter": nil, "kvitto": json.Number("3")}
	if before != "" {
		r["fore"] = before
	}
	if after != "" {
		r["efter"] = after
	}
	return r
}

func TestMemoryMayNotTellWhatIsHiddenNorWhatNobodyShowed(t *testing.T) {
	v := func(x float64) *float64 { return &x }
	now := []publication.Fact{countedOf("Kungsholmen", v(214)), countedOf("Norrmalm", nil)}
	others := []Publication{{Name: "publications/2011-11_a", Facts: []publication.Fact{countedOf("Kungsholmen", v(211)), countedOf("Norrmalm", v(7))}}}
	for name, c := range map[string]struct {
		row  record
		rule string
	}{
		"told as it was":             {corrected("Kungsholmen", "211.000", "214.000"), ""},
		"hidden without a value":     {corrected("Norrmalm", "", ""), ""},
		"hidden with the old value":  {corrected("Norrmalm", "7.000", ""), RuleSigns},
		"hidden with the true value": {corrected("Norrmalm", "", "3.000"), RuleSigns},
		"a value of nowhere":         {corrected("Kungsholmen", "199.000", "214.000"), RuleFormats},
	} {
		a := &verifier{}
		a.compareMemory(&derived{rows: map[string][]record{"rattelse": {c.row}}}, now, others)
		switch {
		case c.rule == "" && len(a.found) > 0:
			t.Errorf("%s: %v", name, a.found)
		case c.rule != "" && (len(a.found) != 1 || a.found[0].Rule != c.rule):
			t.Errorf("%s: got %v, want %s", name, a.found, c.rule)
		}
	}
}

// Folders of old publications may be gone. What they told of a figure that is shown
// now cannot have been hidden; what they told of any other can.
func TestWhatAPublicationThatIsGoneToldIsSaidOrRefused(t *testing.T) {
	v := func(x float64) *float64 { return &x }
	now := []publication.Fact{countedOf("Kungsholmen", v(214)), countedOf("Norrmalm", nil)}
	for name, c := range map[string]struct {
		row     record
		refused bool
	}{
		"a figure that is shown":         {corrected("Kungsholmen", "199.000", "214.000"), false},
		"one that is hidden":             {corrected("Norrmalm", "7.000", ""), true},
		"one that is not here":           {corrected("Bromma", "199.000", ""), true},
		"a value that may not be shown":  {corrected("Kungsholmen", "3.000", "214.000"), true},
		"of a publication that is there": {func() record { r := corrected("Kungsholmen", "199.000", "214.000"); r["sedan"] = "2011-11_b"; return r }(), true},
	} {
		said := 0
		a := &verifier{opt: Options{Unchecked: func(string, string) { said++ }}}
		if c.row["sedan"] == nil {
			c.row["sedan"] = "2011-10_a"
		}
		a.compareMemory(&derived{rows: map[string][]record{"rattelse": {c.row}}}, now, []Publication{{Name: "publications/2011-11_b"}})
		if refused := len(a.found) > 0; refused != c.refused || refused == (said > 0) {
			t.Errorf("%s: found %v, said %d", name, a.found, said)
		}
	}
}

func TestFileOfCorrectionsIsTheTable(t *testing.T) {
	const name = "data/rattelser.csv"
	const head = "publikation,publicerad,matt,niva,omrade,kategori,period,fore,efter,kvitto,anmarkning\n"
	const row = "2011-11_b,2026-11-23T12:00:00Z,hushall,stadsdel,Kungsholmen,,2011-11,211,214,3,\n"
	d := &derived{rows: map[string][]record{"rattelse": {corrected("Kungsholmen", "211.000", "214.000")}}}
	d.index()
	for text, want := range map[string]string{head + row: "", head: "are missing", head + row + strings.Replace(row, "214", "7", 1): "is not in the database"} {
		v := &verifier{dir: t.TempDir()}
		if err := v.readCorrectionsCSV(name, []byte(text), d); err != nil {
			t.Fatal(err)
		}
		if found := slices.ContainsFunc(v.found, func(f Finding) bool { return strings.Contains(f.Text, want) }); want == "" && len(v.found) > 0 || want != "" && !found {
			t.Errorf("%q: got %v", text, v.found)
		}
	}
}

func TestFeedMayNotTellANumberThatDoesNotFollow(t *testing.T) {
	d := &derived{rows: map[string][]record{"rattelse": {corrected("Kungsholmen", "211.000", "214.000")}}}
	d.index()
	feed := func(content string) []byte {
		return []byte(`<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:uuid:732b5d46-0042-5309-b9a9-c62ca9a7e61f</id><updated>2026-11-23T12:00:00Z</updated><entry><content type="html">` + content + `</content></entry></feed>`)
	}
	for content, want := range map[string]int{"&lt;li&gt;Kungsholmen: från 211 till 214 hushåll.&lt;/li&gt;": 0, "&lt;li&gt;Norrmalm: 7 hushåll.&lt;/li&gt;": 1} {
		v := &verifier{}
		if err := v.readFeed("atom.xml", feed(content), d); err != nil {
			t.Fatal(err)
		}
		if len(v.found) != want {
			t.Errorf("%s: got %v", content, v.found)
		}
	}
}
