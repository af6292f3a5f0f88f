package dashboards

import (
	"path/filepath"
	"strings"
	"testing"

	"stadsdelskollen/queries/publication"
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
			{Indicator: "hushall", Level: publication.LevelDistrict, Area: "Norrmalm", Division: fourteen, Kind: publication.ChartLine, Reason: publication.ReasonStock, First: "2011-11", Last: "2011-11"},
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
	if err := Build(t.Context(), pub, dir, Options{Workers: 2}); err != nil {
		t.Fatal(err)
	}
	sites.byText[name] = dir
	return dir
}

func TestPagesSayWhatHasChangedAndWhatStandsOut(t *testing.T) {
	dir := withConclusions(t)
	for page, want := range map[string]string{
		"stadsdel/norrmalm.html":             "Har något ändrats? En särskild orsak är en fråga, inte ett svar: även utan någon ändring larmar ungefär var sjätte serie på två år. Kostnad per hushåll på Norrmalm: särskild orsak sedan september 2011, åt det högre hållet.",
		"nyckeltal/kostnad_per_hushall.html": "Kostnad per hushåll på Norrmalm: särskild orsak sedan september 2011, åt det högre hållet.",
		"nyckeltal/forsorjningshinder.html":  "utanför trattens yttre gränser ligger talet på Kungsholmen på den högre sidan.",
		"index.html":                         "(arbetslös) på Norrmalm: talet har sjunkit det senaste året jämfört med året före, från 47,3 till 41,0 procent.",
	} {
		if text := plain(t, dir, page); !strings.Contains(text, want) {
			t.Errorf("%s does not say %q", page, want)
		}
	}
	if text := plain(t, dir, "stadsdel/kungsholmen.html"); strings.Contains(text, "Har något ändrats?") {
		t.Error("a district of which nothing follows has a heading for it")
	}
}
