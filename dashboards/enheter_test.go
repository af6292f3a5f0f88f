package dashboards

import (
	"strings"
	"testing"

	"stadsdelskollen/queries/publication"
)

// withUnits is the example with two units' handling of cases in two months.
func withUnits(t *testing.T, audience string) publication.Content {
	c := stockholm(t)
	c.Info.Audience = audience
	for i, period := range []string{"2011-10", "2011-11"} {
		for _, u := range []struct {
			level, area string
			x, n, days  float64
		}{{"enhet", "Östermalms enhet för försörjningsstöd", 60, 100, 12}, {"enhet", "Enheten för hemlösa", 20, 50, 21}, {"stad", "Hela staden", 700, 1000, 14}} {
			days := u.days + float64(i)
			c.Facts = append(c.Facts,
				publication.Fact{Measure: "beslut_inom_riktlinje", Kind: publication.KindPair, Level: u.level, Area: u.area, Period: period, Value: &u.x, Denominator: &u.n, Unit: "ärenden", Status: publication.OK, Source: "Ärenden"},
				publication.Fact{Measure: "handlaggningstid_median", Kind: publication.KindSummary, Level: u.level, Area: u.area, Period: period, Value: &days, Lower: ptr(days - 2), Upper: ptr(days + 3), N: ptr(int64(u.n)), Unit: "dagar", Status: publication.OK, Source: "Ärenden"})
		}
	}
	return c
}

func TestUnitsHavePagesOfTheirHandlingForTheInternalAudience(t *testing.T) {
	dir := build(t, withUnits(t, publication.AudienceInternal), nil)
	page := plain(t, dir, "enhet/ostermalms-enhet-for-forsorjningsstod.html")
	for _, want := range []string{"INTERNT", "Tal om handläggning hör till den enhet som beslutar", "Handläggningstid, median november 2011 13 dagar 11–16 15 dagar", "Beslut inom riktlinjens tid november 2011 60,0 %", "övriga enheter"} {
		if !strings.Contains(page, want) {
			t.Errorf("the unit's page does not say %q", want)
		}
	}
	for _, never := range []string{"Hushåll med", "övriga stadsdelar"} {
		if strings.Contains(page, never) {
			t.Errorf("the unit's page says %q", never)
		}
	}
	if list := plain(t, dir, "enheter.html"); !strings.Contains(list, "Enheten för hemlösa 50 nov 2011 22 dagar nov 2011 40,0 % nov 2011") {
		t.Error("the list lacks a unit's figures: " + list)
	}
	if !strings.Contains(readPage(t, dir, "index.html"), `href="enheter.html"`) {
		t.Error("the menu does not lead to the units")
	}
}

// Who leads a unit asks whether it decides in time and whether something has changed.
func TestTheAnswerOfAUnitComesFirst(t *testing.T) {
	c := withUnits(t, publication.AudienceInternal)
	c.Info.GuidelineDays = ptr(int64(14))
	contains(t, "a unit's page", readPage(t, build(t, c, nil), "enhet/ostermalms-enhet-for-forsorjningsstod.html"), `</h1>
<p class="lede">Beslut inom riktlinjens tid: 60,0~% i~november~2011, hela staden 70,0~%.</p>
<p class="lede">Riktlinjen är beslut inom 14~dagar från ansökan.</p>
<p class="lede">`+unitLede)
	ind := &indicator{Indicator: publication.Indicator{Name: "x", Title: "Ansökningar", Short: "Ansökningar"}}
	s := &site{told: told{inds: []*indicator{ind}}}
	for want, charts := range map[string][]publication.Chart{
		"": {{Area: "Enheten", Kind: publication.ChartLine}},
		"Bara ordinarie variation i de senaste talen som går att pröva.": {{Area: "Enheten", Kind: publication.ChartXmR}, {Area: "En annan", Kind: publication.ChartXmR, Ongoing: true}},
		"Mer än ordinarie variation i de senaste talen: ansökningar.":    {{Area: "Enheten", Kind: publication.ChartXmR, Ongoing: true}},
	} {
		s.conclusions.by = map[string]*follows{"x": {charts: charts}}
		if got := s.ongoingSentence("Enheten"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestAPublicPublicationNeverHasPagesOfUnits(t *testing.T) {
	for name, text := range allFiles(t, build(t, withUnits(t, publication.AudiencePublic), nil)) {
		if strings.HasPrefix(name, "enhet") || strings.Contains(text, "enheter.html") || strings.HasSuffix(name, ".html") && strings.Contains(text, "enhet för försörjningsstöd") {
			t.Errorf("%s speaks of a unit", name)
		}
	}
}

func TestWhatIsInTimeIsSaidInDays(t *testing.T) {
	c := withUnits(t, publication.AudienceInternal)
	c.Info.GuidelineDays = ptr(int64(14))
	contains(t, "beslut i tid", readPage(t, build(t, c, nil), "nyckeltal/handlaggningstid_inom_riktlinje.html"), "<dt>Riktlinjen</dt><dd>Beslut inom 14~dagar från ansökan.</dd>")
}
