package dashboards

import (
	"fmt"
	"testing"

	"stadsdelskollen/queries/publication"
)

// The band goes between two districts' own values, a quarter of the shown ones from either end, in the periods that
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
	if len(band) != 1 || band[0].Period != "2023-01" || band[0].Lower != 2 || band[0].Upper != 8 {
		t.Errorf("got %+v", band)
	}
}
