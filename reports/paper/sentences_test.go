package paper

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/publication"
)

func TestTheNewestStandsFirstAndAFigureOfManyDistrictsIsToldOnce(t *testing.T) {
	name := func(s *series, unit string) *series { s.Name, s.Title, s.Unit = unit, unit, "procent"; return s }
	yearly, monthly := name(&series{compared: map[place]*publication.Comparison{}}, "årstal"), name(&series{}, "månadstal")
	b := &book{series: []*series{yearly, monthly}}
	for i := range 2 * most {
		area := fmt.Sprintf("Stadsdel %d", i)
		by, lower, upper := float64(i+1), 1.0, 30.0
		c := publication.Comparison{Area: area, Period: "2022", Verdict: publication.Higher, Difference: &by, DiffLower: &lower, DiffUpper: &upper}
		yearly.compared[place{"", area, "", "2022"}] = &c
		b.areas = append(b.areas, publication.Area{Name: area, Level: publication.LevelDistrict})
		b.standouts = append(b.standouts, publication.Standout{Kind: publication.StandsApart, Indicator: "årstal", Area: area, Period: "2022", Verdict: c.Verdict})
	}
	b.standouts = append(b.standouts, publication.Standout{Kind: publication.StandsApart, Indicator: "månadstal", Area: "Stadsdel 3", Period: "2023-11", Verdict: publication.Lower})
	texts := func() (out []string) {
		for _, s := range b.standing(func(publication.Standout) bool { return true }) {
			out = append(out, strings.ReplaceAll(s.Text, "\u00a0", " "))
		}
		return out
	}
	want := []string{"Månadstal i Stadsdel 3: tydligt lägre än i övriga stadsdelar i november 2023.",
		"Årstal år 2022: tydligt högre i 16 stadsdelar. Längst från de övriga ligger Stadsdel 15, 16 procentenheter (1–30)."}
	if diff := cmp.Diff(want, texts()); diff != "" {
		t.Error(diff)
	}
	for i := range b.standouts {
		b.standouts[i].Kind = publication.StandsChanged
	}
	if got := texts(); len(got) != most+1 || got[most] != "Ytterligare nio tal som sticker ut ryms inte här." {
		t.Errorf("%q", got)
	}
}
