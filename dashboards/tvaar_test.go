package dashboards

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// twoYears is an indicator with a figure of 2016 and of 2017 for each area.
func twoYears(figures map[string][2]*publication.Observation) *indicator {
	ind := &indicator{Indicator: publication.Indicator{Unit: "procent", Decimals: 1, Short: "Andel"}, about: publication.LevelDistrict}
	for area, both := range figures {
		for i, o := range both {
			if o != nil {
				o.Area, o.Level, o.Period = area, publication.LevelDistrict, []string{"2016", "2017"}[i]
				ind.obs = append(ind.obs, *o)
			}
		}
	}
	ind.index(nil, nil)
	return ind
}

// figureOf is a figure with an interval of half its width on either side; without one for half 0.
func figureOf(v, half float64) *publication.Observation {
	o := &publication.Observation{Value: &v, Status: publication.OK}
	if half > 0 {
		o.Lower, o.Upper = ptr(v-half), ptr(v+half)
	}
	return o
}

func TestTwoYearsAreToldByWhatTheirIntervalsAllow(t *testing.T) {
	hidden := &publication.Observation{Status: publication.Hidden}
	for name, c := range map[string]struct {
		figures map[string][2]*publication.Observation
		want    string // area and movement, in Swedish order
		title   string
	}{
		"the farthest of several": {map[string][2]*publication.Observation{
			"Bromma": {figureOf(10, 1), figureOf(13, 1)}, "Farsta": {figureOf(20, 1), figureOf(15, 1)}, "Norrmalm": {figureOf(10, 5), figureOf(19, 5)}, "Älvsjö": {figureOf(10, 0), figureOf(90, 0)}},
			"Bromma up, Farsta down, Norrmalm none, Älvsjö untried", "Största säkra förändring i Farsta: talet har sjunkit från 20,0 till 15,0 procent, 2016–2017"},
		"one":            {map[string][2]*publication.Observation{"Bromma": {figureOf(10, 1), figureOf(13, 1)}, "Farsta": {figureOf(20, 9), figureOf(15, 9)}}, "Bromma up, Farsta none", "Säker förändring bara i Bromma: talet har stigit från 10,0 till 13,0 procent, 2016–2017"},
		"nobody":         {map[string][2]*publication.Observation{"Bromma": {figureOf(10, 4), figureOf(13, 4)}, "Farsta": {figureOf(20, 9), figureOf(20, 9)}}, "Bromma none, Farsta none", "Ingen säker förändring sedan 2016 i två stadsdelar"},
		"no intervals":   {map[string][2]*publication.Observation{"Bromma": {figureOf(10, 0), figureOf(10.04, 0)}, "Kungsholmen": {figureOf(20, 0), figureOf(15, 0)}}, "Bromma untried, Kungsholmen untried", "Förändring bara på Kungsholmen: talet har sjunkit från 20,0 till 15,0 procent, 2016–2017"},
		"nobody at all":  {map[string][2]*publication.Observation{"Bromma": {figureOf(10, 0), figureOf(10, 0)}, "Farsta": {figureOf(15, 0), figureOf(15, 0)}}, "Bromma untried, Farsta untried", "Ingen förändring sedan 2016 i två stadsdelar"},
		"a hidden value": {map[string][2]*publication.Observation{"Bromma": {figureOf(10, 1), hidden}, "Farsta": {figureOf(20, 1), figureOf(15, 1)}}, "Bromma absent, Farsta down", "Säker förändring bara i Farsta: talet har sjunkit från 20,0 till 15,0 procent, 2016–2017"},
	} {
		ind := twoYears(c.figures)
		var rows []chart.SlopeRow
		var got []string
		for _, area := range []string{"Bromma", "Farsta", "Kungsholmen", "Norrmalm", "Älvsjö"} {
			if c.figures[area] == [2]*publication.Observation{} {
				continue
			}
			r := ind.slopeRow(area, "2016", "2017")
			rows = append(rows, r)
			movement := map[chart.Verdict]string{chart.Higher: "up", chart.Lower: "down", chart.NoSure: "none", chart.NotCompared: "untried"}[r.Verdict]
			if r.ToAbsence != chart.Shown {
				movement = "absent"
			}
			got = append(got, area+" "+movement)
		}
		if diff := cmp.Diff(c.want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if diff := cmp.Diff(c.title, strings.ReplaceAll(ind.slopeTitle(rows, "2016", "2017"), "\u00a0", " ")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestOnlyYearsAreJoined(t *testing.T) {
	dir := build(t, stockholm(t), nil)
	if !strings.Contains(readPage(t, dir, "nyckeltal/bistandstagare_andel.html"), `id="tva-ar"`) {
		t.Error("an indicator of years has no slope chart")
	}
	for _, monthly := range []string{"hushall", "kostnad_per_hushall"} {
		if strings.Contains(readPage(t, dir, "nyckeltal/"+monthly+".html"), `id="tva-ar"`) {
			t.Errorf("%s joins two months", monthly)
		}
	}
}

func TestAHiddenFigureOfTheCityHasItsSignBesideTheDistricts(t *testing.T) {
	city := func(o *publication.Observation, period string) publication.Observation {
		o.Area, o.Level, o.Period = "Hela staden", publication.LevelCity, period
		return *o
	}
	ind := &indicator{Indicator: publication.Indicator{Unit: "procent", Decimals: 1}, about: publication.LevelDistrict,
		obs: []publication.Observation{city(figureOf(7, 1), "2016"), city(&publication.Observation{Status: publication.Hidden}, "2017")}}
	ind.index(nil, nil)
	p := (&site{info: publication.Info{CityArea: "Hela staden"}}).newPage("nyckeltal/x.html")
	for period, want := range map[string]cell{"2016": {Text: "7,0\u00a0%"}, "2017": {Sign: &prose.Signs[0]}, "2018": {Text: "–"}} {
		if diff := cmp.Diff(want, p.referenceCell(ind, "", period)); diff != "" {
			t.Errorf("%s: %s", period, diff)
		}
	}
}
