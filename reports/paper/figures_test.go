package paper

import (
	"html/template"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// drawn is the report's dot plot of some districts, each with its value, half its interval, and a verdict, beside a city at 10.
func drawn(t *testing.T, half float64, verdict string, placed *[]Chart) *figure {
	t.Helper()
	draw, err := chart.NewRenderer(1)
	if err != nil {
		t.Fatal(err)
	}
	defer draw.Close()
	s := &series{Indicator: publication.Indicator{Name: "andel", Title: "Andel", Unit: "procent"}, figures: map[place]*publication.Observation{}, compared: map[place]*publication.Comparison{}}
	at := func(area string) place { return place{"", area, "", "2011-11"} }
	city := 10.0
	s.figures[at("Hela staden")] = &publication.Observation{Area: "Hela staden", Value: &city}
	for area, v := range map[string]float64{"Bromma": 12, "Farsta": 14, "Kista": 14} {
		lower, upper, difference := v-half, v+half, v-city
		s.figures[at(area)] = &publication.Observation{Area: area, Value: &v, Lower: &lower, Upper: &upper}
		s.compared[at(area)] = &publication.Comparison{Area: area, Verdict: verdict, Difference: &difference}
	}
	b := &book{info: publication.Info{CityArea: "Hela staden"}, draw: draw, placeChart: func(c Chart) (template.HTML, error) {
		*placed = append(*placed, c)
		return "<p>" + template.HTML(c.Kind) + "</p>", nil
	}}
	f, err := b.newReport("manad", "Månadsrapport").dots(t.Context(), s, "2011-11", []string{"Bromma", "Farsta", "Kista"})
	if err != nil || len(f) != 1 {
		t.Fatal(f, err)
	}
	return f[0]
}

func TestDotsExplainARingBesideTheLine(t *testing.T) {
	for _, c := range []struct {
		half          float64
		verdict, want string
	}{{1, publication.NoSure, prose.RingBeyondLine}, {5, publication.NoSure, ""}, {1, publication.Higher, ""}} {
		var placed []Chart
		if got := drawn(t, c.half, c.verdict, &placed).Say; got != c.want || placed[0].Say != c.want {
			t.Errorf("%s with %g on either side: the report says %q and the chart's own page %q, want %q", c.verdict, c.half, got, placed[0].Say, c.want)
		}
	}
}

func TestAChartIsPlacedWithWhatItShows(t *testing.T) {
	var placed []Chart
	f := drawn(t, 1, publication.Higher, &placed)
	if f.Links != "<p>prickar</p>" || len(placed) != 1 {
		t.Fatalf("links %q of %d charts", f.Links, len(placed))
	}
	c := placed[0]
	if c.Page != "rapport/manad.html" || c.Indicator != "andel" || c.Title != f.Title || c.Sub != f.Sub || c.Description != f.Description || c.ID != f.ID || string(f.Wide) != c.Picture.Wide ||
		!slices.Equal(c.Areas, []string{"Bromma", "Farsta", "Kista"}) || !slices.Equal(c.Periods, []string{"2011-11"}) {
		t.Errorf("it is placed as %+v", c)
	}
}

// The site names them in this order; its charts have the same titles.
func TestDistrictsThatDifferAreNamedWithTheFarthestFirst(t *testing.T) {
	s := &series{figures: map[place]*publication.Observation{}, compared: map[place]*publication.Comparison{}}
	at := func(area string) place { return place{"", area, "", "2011"} }
	add := func(area, verdict string, value float64, difference *float64) {
		s.figures[at(area)] = &publication.Observation{Area: area, Value: &value}
		s.compared[at(area)] = &publication.Comparison{Area: area, Verdict: verdict, Difference: difference}
	}
	near, far, under, none := 2.0, 5.0, -9.0, (*float64)(nil)
	add("Bromma", publication.Higher, 12, &near)
	add("Farsta", publication.Higher, 15, &far)
	add("Kista", publication.Lower, 1, &under)
	add("Älvsjö", publication.Lower, 2, none)
	add("Årsta", publication.Lower, 3, none)
	add("Enskede", publication.NoSure, 10, &near)
	names := []string{"Bromma", "Enskede", "Farsta", "Kista", "Älvsjö", "Årsta", "Utan"}
	higher, lower, tried := s.differing(names, "", "2011")
	if diff := cmp.Diff([][]string{{"Farsta", "Bromma"}, {"Kista", "Årsta", "Älvsjö"}}, [][]string{higher, lower}); diff != "" || tried != 6 {
		t.Errorf("of %d tried: %s", tried, diff)
	}
}
