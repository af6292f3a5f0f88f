package paper

import (
	"testing"
	"time"

	"stadsdelskollen/queries/publication"
)

func TestATableSaysOfADistrictThatWasNotThereThatItsFigureCannotBe(t *testing.T) {
	from := time.Date(2023, time.July, 1, 0, 0, 0, 0, time.UTC)
	b := &book{areas: []publication.Area{{Name: "Järva", From: &from}, {Name: "Farsta"}}}
	r := b.newReport("ar-2023", "Årsrapport 2023")
	for _, c := range []struct{ area, year, want string }{{"Järva", "2022", "."}, {"Järva", "2023", "-"}, {"Farsta", "2022", "-"}} {
		if got := r.observed(&series{}, c.area, "", c.year).Sign; got != c.want {
			t.Errorf("an indicator of %s %s: %q, want %q", c.area, c.year, got, c.want)
		}
		if got := r.fact(place{"folkmangd", c.area, "", c.year}, 0).Sign; got != c.want {
			t.Errorf("a fact of %s %s: %q, want %q", c.area, c.year, got, c.want)
		}
	}
	if signs := r.Signs(); len(signs) != 2 {
		t.Errorf("the signs explained are %v", signs)
	}
}
