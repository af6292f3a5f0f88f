package dashboards

import (
	"slices"
	"testing"

	"stadsdelskollen/queries/publication"
)

// The city's cost for each household is two figures, which differ; both say why, and neither where the other is not there.
func TestTwoCostsOfAHouseholdSayWhyTheyDiffer(t *testing.T) {
	s := &site{}
	for _, names := range [][]string{{"kostnad_per_hushall"}, {"kostnad_per_hushall", "kostnad_per_hushallsmanad", "hushall"}} {
		s.inds = nil
		for _, n := range names {
			s.inds = append(s.inds, &indicator{Indicator: publication.Indicator{Name: n}})
		}
		for _, ind := range s.inds {
			said := slices.Contains(s.definitionOf(ind), definition{"Hela staden", movedHousehold})
			if said != (len(names) == 3 && ind.Name != "hushall") {
				t.Errorf("of %v, %s says why the city's figures differ: %t", names, ind.Name, said)
			}
		}
	}
}

// A name that is the end of another says of what only beside it.
func TestANameThatStandsAloneSaysOfWhat(t *testing.T) {
	for _, c := range []struct{ title, short, heading, dated string }{
		{"Handläggningstid, nio av tio", "Nio av tio", "Handläggningstid, nio av tio", "Handläggningstid, nio av tio~2022"},
		{"Handläggningstid, nio av tio under året", "Nio av tio, året", "Handläggningstid, nio av tio under året", "Handläggningstid, nio av tio~2022"},
		{"Beslut i tid mot väntat", "Mot väntat", "Beslut i tid mot väntat", "Beslut i tid mot väntat~2022"},
		{"Beslut inom riktlinjens tid under året", "Beslut i tid, året", "Beslut i tid, året", "Beslut i tid~2022"},
		{"Handläggningstid, median för året", "Handläggningstid, året", "Handläggningstid, året", "Handläggningstid~2022"},
		{"Hushåll per 1 000 invånare", "Hushåll per 1 000 inv.", "Hushåll per 1~000 invånare", "Hushåll per 1~000 invånare~2022"},
	} {
		ind := &indicator{Indicator: publication.Indicator{Title: c.title, Short: c.short}}
		if got, dated := ind.heading(), ind.dated("", "2022"); got != hard(c.heading) || dated != hard(c.dated) {
			t.Errorf("%s is called %q and %q", c.title, got, dated)
		}
	}
}
