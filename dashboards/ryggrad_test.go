package dashboards

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// The reported districts together are not the city.
func TestSpineNamesWhatStandsInTheMiddle(t *testing.T) {
	ind := func(name, reference string) *indicator {
		i := &indicator{Indicator: publication.Indicator{Name: name, Title: name, Short: name, Unit: "kr", Method: publication.MethodRatio}, about: publication.LevelDistrict}
		i.obs = []publication.Observation{{Level: publication.LevelDistrict, Area: "Norrmalm", Period: "2011-11", Value: ptr(7901.0), Status: publication.OK}}
		i.index([]publication.Comparison{{Area: "Norrmalm", Period: "2011-11", Reference: reference, ReferenceValue: ptr(8104.0), Verdict: publication.NotCompared}}, nil)
		return i
	}
	city, reported := ind("Andel", "Hela staden"), ind("Kostnad", publication.ReportedOnly)
	s := &site{info: publication.Info{CityArea: "Hela staden"}}
	for _, c := range []struct {
		of                  []*indicator
		label, name, heldTo string
	}{
		{[]*indicator{city, city}, "Hela staden", "hela staden", "staden 8\u00a0104\u00a0kr"},
		{[]*indicator{reported, reported}, "De redovisade", "de redovisade stadsdelarna", "de redovisade 8\u00a0104\u00a0kr"},
		{[]*indicator{reported, city}, "Jämförelsen", "staden eller de redovisade stadsdelarna", "de redovisade 8\u00a0104\u00a0kr"},
	} {
		in := chart.SpineInput{OwnHead: "Norrmalm", CityHead: "Jämförs med"}
		for _, i := range c.of {
			r, _, ok := s.spineRow(i, "Norrmalm")
			if !ok {
				t.Fatal("no row")
			}
			in.Rows = append(in.Rows, r)
		}
		in.CityLabel, in.CityName = s.spineCity(in.Rows)
		if in.CityLabel != c.label || in.CityName != c.name {
			t.Errorf("the middle is called %q and %q", in.CityLabel, in.CityName)
		}
		contains(t, c.label, in.Description(), "Norrmalm mot "+c.name+",", "7~901~kr ("+c.heldTo+")")
		if got := in.Table().Rows[0][2]; got != c.heldTo {
			t.Errorf("%s: the table says %q", c.label, got)
		}
	}
}

// held is a site where Bromma and Farsta are held against a city of 66 %, with an interval of so much on either side, in
// two indicators that are alike.
func held(below, above float64) *site {
	s := &site{info: publication.Info{CityArea: "Hela staden"}, areas: map[string]publication.Area{}, members: map[string][]string{fourteen: {"Bromma", "Farsta"}}}
	for _, name := range []string{"andel", "del"} {
		ind := &indicator{Indicator: publication.Indicator{Name: name, Title: prose.Upper(name), Short: prose.Upper(name), Unit: "procent", Method: publication.MethodProportion}, about: publication.LevelDistrict}
		var comparisons []publication.Comparison
		for _, a := range []struct {
			name  string
			value float64
		}{{"Bromma", 62}, {"Farsta", 68}} {
			ind.obs = append(ind.obs, publication.Observation{Indicator: name, Level: publication.LevelDistrict, Area: a.name, Division: fourteen, Period: "2011-11",
				Value: ptr(a.value), Lower: ptr(a.value - below), Upper: ptr(a.value + above), Status: publication.OK})
			comparisons = append(comparisons, publication.Comparison{Area: a.name, Period: "2011-11", Reference: "Hela staden", ReferenceValue: ptr(66.0), Verdict: publication.NoSure})
		}
		ind.index(comparisons, nil)
		s.inds = append(s.inds, ind)
	}
	return s
}

// An interval that stopped at the edge of the strip would look surer than it is.
func TestTheIntervalOfASpineIsDrawnToItsEnds(t *testing.T) {
	s := held(12, 10)
	for _, c := range []struct {
		area                         string
		position, lower, upper, tick float64
	}{{"Farsta", 2. / 12, -10. / 12, 1, -4. / 12}, {"Bromma", -4. / 16, -1, 6. / 16, 2. / 16}} {
		r, _, ok := s.spineRow(s.inds[0], c.area)
		if !ok || r.Lower == nil || r.Upper == nil || len(r.Others) != 1 {
			t.Fatalf("%s: %+v", c.area, r)
		}
		for i, got := range []float64{r.Position, *r.Lower, *r.Upper, r.Others[0]} {
			if want := []float64{c.position, c.lower, c.upper, c.tick}[i]; math.Abs(got-want) > 1e-9 {
				t.Errorf("%s: number %d lies at %g, want %g", c.area, i, got, want)
			}
		}
	}
}

// The verdicts ask for more than an interval that clears the line, and the picture shows the line only. The ticks are the
// other districts, in the picture as in its file.
func TestASpineExplainsItsTicksAndARingBesideTheLine(t *testing.T) {
	draw, err := chart.NewRenderer(1)
	if err != nil {
		t.Fatal(err)
	}
	defer draw.Close()
	for say, half := range map[string]float64{"": 12, prose.RingBeyondLine: 1} {
		s := held(half, half)
		s.draw = draw
		f, err := s.spineFigure(t.Context(), s.newPage("stadsdel/farsta.html"), publication.Area{Name: "Farsta"})
		if err != nil || f == nil {
			t.Fatal(f, err)
		}
		if f.Say != say {
			t.Errorf("with %g on either side it says %q, want %q", half, f.Say, say)
		}
		if k := (keyItem{Mark: "streck", Text: "övriga stadsdelar"}); !slices.Contains(f.Key, k) {
			t.Errorf("the key %v lacks the ticks", f.Key)
		}
		contains(t, "the description", f.Description, "Korta streck: övriga stadsdelar.")
		if n := len(f.place.obs); n != 4 {
			t.Errorf("%d figures in the file, want both districts' of both indicators", n)
		}
		names := []string{"Bromma", "Farsta"}
		if got := s.dotsFor(s.newPage("nyckeltal/andel.html"), s.inds[0], names, "", "2011-11", "rang").Say; got != say {
			t.Errorf("with %g on either side the dots say %q, want %q", half, got, say)
		}
	}
}

// An interval of which one limit is known is not drawn; it is said, and the table has the limit.
func TestAnIntervalWithOneLimitIsSaidAndNotDrawn(t *testing.T) {
	draw, err := chart.NewRenderer(1)
	if err != nil {
		t.Fatal(err)
	}
	defer draw.Close()
	s := held(12, 10)
	s.draw = draw
	s.inds[0].figures[key{"Farsta", "", "2011-11"}].Upper = nil
	f, err := s.spineFigure(t.Context(), s.newPage("stadsdel/farsta.html"), publication.Area{Name: "Farsta"})
	if err != nil {
		t.Fatal(err)
	}
	table := f.own[0]
	var got []string
	for _, r := range table.Rows {
		got = append(got, r.Cells[0].Text)
	}
	if d := cmp.Diff([]string{hard("68~% (minst 56)"), hard("68~% (56–78)")}, got); d != "" || table.Head[1].Text != hard("Farsta (95~%-intervall)") || f.Say != oneLimitIsNotDrawn {
		t.Errorf("the spine says %q, its table %q: %s", f.Say, table.Head[1].Text, d)
	}
	if r, _, _ := s.spineRow(s.inds[0], "Farsta"); r.Lower != nil || r.Upper != nil {
		t.Error("a half interval is drawn")
	}
	for area, say := range map[string]string{"Farsta": oneLimitIsNotDrawn, "Bromma": ""} {
		if got := s.dotsFor(s.newPage("nyckeltal/andel.html"), s.inds[0], []string{area}, "", "2011-11", "rang").Say; got != say {
			t.Errorf("the dots of %s say %q, want %q", area, got, say)
		}
	}
}

// What a spine holds a district against is in its file, too, where it is no figure of anybody's.
func TestTheFileOfASpineHasTheReportedDistrictsTogether(t *testing.T) {
	draw, err := chart.NewRenderer(1)
	if err != nil {
		t.Fatal(err)
	}
	defer draw.Close()
	s := held(12, 10)
	s.draw = draw
	ind := s.inds[0]
	ind.Decimals = 1
	ind.references[[2]string{"", "2011-11"}] = reference{ptr(66.25), publication.ReportedOnly}
	f, err := s.spineFigure(t.Context(), s.newPage("stadsdel/farsta.html"), publication.Area{Name: "Farsta"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for row := range strings.Lines(string(s.figuresCSV(f.place))) {
		if strings.Contains(row, ",redovisade,") {
			got = append(got, row)
		}
	}
	want := []string{"andel,redovisade,de redovisade stadsdelarna,2007-01-01,,2011-11,66.3,procent,,,,,ok,Räknat ur de redovisade stadsdelarnas visade tal,\n"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// The spine has no row for a category, of which the sentences of the page speak.
func TestSpineTitleSpeaksOfItsOwnRows(t *testing.T) {
	for compared, want := range []string{"Inget av talen i diagrammet går att pröva mot slumpen", "Ingen säker skillnad i de tal i diagrammet som går att pröva"} {
		if got := spineTitle(nil, nil, compared); got != want {
			t.Errorf("of %d compared: %q", compared, got)
		}
	}
}
