package dashboards

import (
	"fmt"
	"testing"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
)

// The band goes between two districts' own values, as near half of the shown ones as can be, in the periods that
// have enough of them: an end between two values would be a figure that nobody has published.
func TestTheBandGoesFromOneDistrictsValueToAnothers(t *testing.T) {
	ind := &indicator{figures: map[key]*publication.Observation{}}
	var names []string
	for i := range 11 {
		n := fmt.Sprint("stadsdel ", i)
		names = append(names, n)
		v := float64((i * 7) % 11) // 0 to 10 in another order than the names'
		ind.figures[key{n, "", "2023-01"}] = &publication.Observation{Area: n, Value: &v, Status: publication.OK}
		o := &publication.Observation{Area: n, Status: publication.Hidden}
		if i < bandDistricts-1 {
			o = &publication.Observation{Area: n, Value: &v, Status: publication.OK}
		}
		ind.figures[key{n, "", "2023-02"}] = o
	}
	band := ind.middleHalf(names, []string{"2023-01", "2023-02", "2023-03"})
	if len(band) != 1 || band[0].Period != "2023-01" || band[0].Lower != 3 || band[0].Upper != 7 || band[0].UpperText != "7" {
		t.Errorf("got %+v", band)
	}
	for n, want := range map[int]float64{6: 4, 7: 3, 8: 4, 9: 5, 10: 6, 13: 7, 14: 8} {
		ind.figures = map[key]*publication.Observation{}
		names = nil
		for i := range n {
			v := float64(i)
			names = append(names, fmt.Sprint(i))
			ind.figures[key{names[i], "", "2023-01"}] = &publication.Observation{Value: &v, Status: publication.OK}
		}
		if b := ind.middleHalf(names, []string{"2023-01"})[0]; b.Upper-b.Lower+1 != want {
			t.Errorf("of %d districts the band holds %g, want %g", n, b.Upper-b.Lower+1, want)
		}
	}
}

// As of heat maps: panels of next to nothing are no picture.
func TestPanelsAreDrawnWhereAThirdOfTheirFiguresAreShown(t *testing.T) {
	draw, err := chart.NewRenderer(1)
	if err != nil {
		t.Fatal(err)
	}
	defer draw.Close()
	for shown, want := range map[int]bool{3: false, 4: true} {
		s := &site{draw: draw, members: map[string][]string{fourteen: nil}}
		ind := &indicator{Indicator: publication.Indicator{Name: "x", Unit: "dagar"}, about: publication.LevelDistrict, division: fourteen}
		for _, n := range []string{"Farsta", "Älvsjö"} {
			s.members[fourteen] = append(s.members[fourteen], n)
			s.withFigures = append(s.withFigures, publication.Area{Name: n})
			for month := range 6 {
				o := publication.Observation{Area: n, Level: publication.LevelDistrict, Division: fourteen, Period: fmt.Sprintf("2023-%02d", month+1), Status: publication.Hidden}
				if n == "Farsta" && month < shown {
					o.Status, o.Value = publication.OK, ptr(float64(month+10))
				}
				ind.obs = append(ind.obs, o)
			}
		}
		ind.index(nil, nil)
		f, err := s.panelsFigure(t.Context(), s.newPage("nyckeltal/x.html"), ind)
		if err != nil || (f != nil) != want {
			t.Errorf("%d of twelve figures shown: drawn %t, %v", shown, f != nil, err)
		}
		if f != nil && f.own[0].Caption != hard("Talen i~juni~2023") {
			t.Errorf("a table of the latest figures is called %q", f.own[0].Caption)
		}
	}
}
