package dashboards

import (
	"path/filepath"
	"strings"
	"testing"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// withConclusions is the site of the review with something to say of it.
func withConclusions(t *testing.T) string {
	t.Helper()
	const name = "with conclusions"
	if sites.byText[name] != "" {
		return sites.byText[name]
	}
	pub, err := publication.Create(t.Context(), filepath.Join(t.TempDir(), "publication.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := pub.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := pub.Fill(t.Context(), stockholm(t)); err != nil {
		t.Fatal(err)
	}
	if err := pub.ComputeIndicators(t.Context()); err != nil {
		t.Fatal(err)
	}
	compare(t, pub, nil)
	const cost, reasons = "kostnad_per_hushall", "forsorjningshinder"
	err = pub.StoreDerived(t.Context(), publication.Derived{
		Charts: []publication.Chart{
			{Indicator: cost, Level: publication.LevelDistrict, Area: "Norrmalm", Division: fourteen, Kind: publication.ChartXmR, First: "2009-01", Last: "2011-11",
				Months: 35, Phases: 1, Signals: 3, LatestRule: publication.RuleShift, LatestSide: publication.Higher, LatestFrom: "2011-09", LatestTo: "2011-11", Ongoing: true},
			{Indicator: cost, Level: publication.LevelDistrict, Area: "Kungsholmen", Division: fourteen, Kind: publication.ChartXmR, First: "2009-01", Last: "2011-11", Months: 35, Phases: 1},
			{Indicator: "hushall", Level: publication.LevelDistrict, Area: "Norrmalm", Division: fourteen, Kind: publication.ChartLine, Reason: publication.ReasonStock, First: "2011-11", Last: "2011-11"},
		},
		OverTime: []publication.OverTime{
			{Indicator: cost, Level: publication.LevelDistrict, Area: "Norrmalm", Division: fourteen, Period: "2011-11", Value: ptr(7901.0), YearBefore: ptr(8012.4), Rolling: ptr(7955.6), RollingUnit: "kr"},
			{Indicator: "hushall", Level: publication.LevelDistrict, Area: "Norrmalm", Division: fourteen, Period: "2011-11", Value: ptr(252.0), YearBefore: ptr(240.0)},
		},
		Funnels: []publication.Funnel{{Indicator: reasons, Category: "Arbetslös", Period: "2011-11", Division: fourteen, Kind: publication.FunnelOfShares, Areas: 3, Target: 43, Phi: 2, Tau2: 0.01, Typical: 1.5, Outside: 1}},
		FunnelPoints: []publication.FunnelPoint{{Indicator: reasons, Category: "Arbetslös", Period: "2011-11", Division: fourteen, Area: "Kungsholmen", Position: publication.FarAbove},
			{Indicator: reasons, Category: "Arbetslös", Period: "2011-11", Division: fourteen, Area: "Norrmalm", Position: publication.Within}},
		Standouts: []publication.Standout{{Order: 1, Kind: publication.StandsChanged, Indicator: reasons, Category: "Arbetslös", Area: "Norrmalm", Division: fourteen, Period: "2011-11",
			Verdict: publication.NoSure, Change: publication.Shrunk, ChangeFrom: "2010-12", FromValue: ptr(47.25), ToValue: ptr(41.0)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(sites.dir, "conclusions")
	if _, err := Build(t.Context(), pub, dir, Options{Workers: 2}); err != nil {
		t.Fatal(err)
	}
	sites.byText[name] = dir
	return dir
}

func TestPagesSayWhatHasChangedAndWhatStandsOut(t *testing.T) {
	dir := withConclusions(t)
	for page, want := range map[string]string{
		"stadsdel/norrmalm.html":             "Har något ändrats? En särskild orsak är en fråga, inte ett svar: även utan någon ändring larmar ungefär var sjätte serie på två år. Kostnad per hushåll på Norrmalm: särskild orsak sedan september 2011, åt det högre hållet.",
		"nyckeltal/kostnad_per_hushall.html": "Kungsholmen Ordinarie variation januari 2009 – november 2011.",
		"metod.html":                         "Särskild orsak är ett tal utanför gränserna, sju tal i rad på samma sida om mittlinjen,",
		"nyckeltal/forsorjningshinder.html":  "utanför trattens yttre gränser ligger talet på Kungsholmen på den högre sidan.",
		"index.html":                         "(arbetslös) på Norrmalm: talet har sjunkit det senaste året jämfört med året före, i genomsnitt per månad från 47,3 till 41,0 procent.",
	} {
		if text := plain(t, dir, page); !strings.Contains(text, want) {
			t.Errorf("%s does not say %q", page, want)
		}
	}
	if text := plain(t, dir, "stadsdel/ostermalm.html"); strings.Contains(text, "Har något ändrats?") || strings.Contains(text, "samma månad året före") {
		t.Error("a district of which nothing follows has a heading for it")
	}
}

func TestANewestMonthStandsInARowBesideTheYearBefore(t *testing.T) {
	text := plain(t, withConclusions(t), "stadsdel/norrmalm.html")
	for _, want := range []string{
		"Nyckeltal Senaste månaden Samma månad året före Skillnad Senaste tolv månaderna",
		"Kostnad per hushåll november 2011 7 901 kr 8 012 kr −111 kr 7 956 kr",
		"Hushåll med ekonomiskt bistånd november 2011 252 240 +12 . finns inte",
		"En punkt står där månaderna inte går att lägga ihop",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if n := strings.Count(text, "samma månad året före"); n != 1 {
		t.Errorf("it says it %d times, not only in its heading", n)
	}
}

func TestADifferenceHasItsSignAndItsUnit(t *testing.T) {
	for want, c := range map[string]cell{
		"+1,0|procent\u00adenheter": difference(1, prose.Measure{Unit: "procent", Decimals: 1}),
		"−1|procent\u00adenhet":     difference(-1, prose.Measure{Unit: "procent"}),
		"−1\u00a0dag|":              difference(-1, prose.Measure{Unit: "dagar"}),
		"+129\u00a0kr|":             difference(129, prose.Measure{Unit: "kr"}),
		"0|":                        difference(-0.3, prose.Measure{Unit: "hushåll"}),
	} {
		if got := c.Text + "|" + c.Note; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
