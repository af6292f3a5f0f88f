package dashboards

import (
	"testing"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
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

// The spine has no row for a category, of which the sentences of the page speak.
func TestSpineTitleSpeaksOfItsOwnRows(t *testing.T) {
	for compared, want := range []string{"Inget av talen i diagrammet går att pröva mot slumpen", "Ingen säker skillnad i de tal i diagrammet som går att pröva"} {
		if got := spineTitle(nil, nil, compared); got != want {
			t.Errorf("of %d compared: %q", compared, got)
		}
	}
}
