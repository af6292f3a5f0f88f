package prose

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"stadsdelskollen/queries/publication"
)

func TestCorrectionIsSaidInWords(t *testing.T) {
	v := func(x float64) *float64 { return &x }
	r := func(x int64) *int64 { return &x }
	base := publication.Correction{Measure: "hushall", Area: "Kungsholmen", Period: "2011-11", Unit: "hushåll", AfterStatus: publication.OK}
	for _, c := range []struct {
		set  func(*publication.Correction)
		want string
	}{
		{func(c *publication.Correction) {
			c.Kind, c.Before, c.After, c.Cause, c.Receipt, c.Replaced = publication.Revised, v(1211), v(1214.5), publication.ByReplacement, r(2), r(1)
		}, "Hushåll med ekonomiskt bistånd, Kungsholmen, november 2011: från 1 211 till 1 214,5 hushåll (kvitto 2 ersatte kvitto 1)."},
		{func(c *publication.Correction) {
			c.Kind, c.Before, c.BeforeDenominator, c.After, c.AfterDenominator = publication.Revised, v(7), v(20), v(7), v(21)
			c.Measure, c.Unit, c.Cause, c.Receipt = "beslut_inom_riktlinje", "ärenden", publication.ByDelivery, r(5)
		}, "Beslut inom riktlinjen, Kungsholmen, november 2011: från 7 av 20 till 7 av 21 ärenden (en ny leverans, kvitto 5)."},
		{func(c *publication.Correction) { c.Kind, c.Cause = publication.NowHidden, publication.ByProtection },
			"Hushåll med ekonomiskt bistånd, Kungsholmen, november 2011: är nu dolt (skyddet av små tal döljer andra tal än förut)."},
		{func(c *publication.Correction) {
			c.Kind, c.AfterStatus, c.Cause, c.Receipt = publication.Added, publication.Hidden, publication.ByReplacement, r(3)
		}, "Hushåll med ekonomiskt bistånd, Kungsholmen, november 2011: saknades, är nu dolt (kvitto 3 rättade en tidigare leverans)."},
		{func(c *publication.Correction) {
			c.Kind, c.Before, c.Cause = publication.Withdrawn, v(7), publication.ByRetention
		}, "Hushåll med ekonomiskt bistånd, Kungsholmen, november 2011: var 7 hushåll, är borttaget (leveransens tid är ute, och den är gallrad)."},
		{func(c *publication.Correction) { c.Kind, c.Cause = publication.Redefinition, publication.ByMethod },
			"Hushåll: räknas på ett nytt sätt (samma leverans, läst eller räknad på ett nytt sätt)."},
	} {
		got := base
		c.set(&got)
		if s := CorrectionSentence(got, "Hushåll"); s != spaced(c.want) {
			t.Errorf("got  %q\nwant %q", s, spaced(c.want))
		}
	}
}

// spaced puts no-break spaces where numbers and dates have them.
func spaced(s string) string {
	for _, pair := range [][2]string{{"november 2011", "november\u00a02011"}, {"1 211", "1\u00a0211"}, {"1 214,5 hushåll", "1\u00a0214,5\u00a0hushåll"},
		{"21 ärenden", "21\u00a0ärenden"}, {"7 hushåll", "7\u00a0hushåll"}, {"kvitto 1", "kvitto\u00a01"}, {"kvitto 2", "kvitto\u00a02"},
		{"kvitto 3", "kvitto\u00a03"}, {"kvitto 5", "kvitto\u00a05"}} {
		s = strings.ReplaceAll(s, pair[0], pair[1])
	}
	return s
}

// readMeasure is a base fact that an indicator's SQL reads.
var readMeasure = regexp.MustCompile(`matt (?:= |IN \(|<> )((?:'[a-z0-9_]+'(?:, )?)+)`)

func TestEveryBaseFactHasANameOfItsOwn(t *testing.T) {
	all := map[string]bool{}
	for _, m := range publication.Measures() {
		all[m.Name] = true
	}
	files, err := filepath.Glob("../../queries/publication/*/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range readMeasure.FindAllStringSubmatch(string(text), -1) {
			for _, name := range strings.Split(m[1], ", ") {
				all[strings.Trim(name, "'")] = true
				read++
			}
		}
	}
	if read < 20 {
		t.Fatalf("only %d base facts are read from %d files", read, len(files))
	}
	for name := range all {
		if measureNames[name] == "" {
			t.Errorf("%s is called %q", name, MeasureName(name))
		}
	}
}

func TestCitationNamesPublisherVersionAndAddress(t *testing.T) {
	got := Citation("Stockholm", "Stockholms stad", "Hushåll, november 2011", "2011-11_abc", time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC), "https://x.example/publications/2011-11_abc/index.html")
	want := "Stockholms stad, Stadsdelskollen: Hushåll, november 2011. Publicering 2011-11_abc, 21\u00a0november\u00a02026. https://x.example/publications/2011-11_abc/index.html"
	if got != want {
		t.Errorf("got %q", got)
	}
}
