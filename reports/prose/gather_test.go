package prose

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAFigureThatManySentencesBeginWithIsNamedOnce(t *testing.T) {
	of := func(subject, area, text string) Said { return Said{text, Claim{Subject: subject, Area: area}} }
	said := []Said{
		Plain("Inget sticker ut."),
		of("beslut i tid", "Farsta", "Beslut i tid i Farsta: särskild orsak i maj 2022."),
		of("hushåll", "Norrmalm", "Hushåll på Norrmalm, 2019–2023: ingen säker förändring."),
		{},
		of("beslut i tid", "Farsta", "Beslut i tid i Farsta före och efter den 1 juni 2022: ingen säker ändring."),
		of("beslut i tid", "Farsta", "Den typiska skillnaden i beslut i tid var 2,0 år 2023."),
	}
	for name, c := range map[string]struct{ got, want []Told }{
		"on a page of its area": {BySubject("Farsta", said...), []Told{
			{Sentences: []string{"Inget sticker ut."}},
			{Groups: []Group{{"Beslut i tid", []string{"Särskild orsak i maj 2022.", "Före och efter den 1 juni 2022: ingen säker ändring."}}, {"Hushåll", []string{"På Norrmalm, 2019–2023: ingen säker förändring."}}}},
			{Sentences: []string{"Den typiska skillnaden i beslut i tid var 2,0 år 2023."}},
		}},
		"on a page of all areas": {BySubject("", said[1], said[2]), []Told{{Groups: []Group{{"Beslut i tid", []string{"I Farsta: särskild orsak i maj 2022."}}, {"Hushåll", []string{"På Norrmalm, 2019–2023: ingen säker förändring."}}}}}},
		"a single sentence":      {BySubject("Farsta", said[:2]...), []Told{{Sentences: []string{"Inget sticker ut.", "Beslut i tid i Farsta: särskild orsak i maj 2022."}}}},
		"on a page of the figure": {ByArea(said[1], said[2], said[4]), []Told{{Groups: []Group{
			{"Farsta", []string{"Särskild orsak i maj 2022.", "Före och efter den 1 juni 2022: ingen säker ändring."}}, {"Norrmalm", []string{"2019–2023: ingen säker förändring."}}}}}},
		// Hägersten is no beginning of Hägersten-Älvsjö.
		"of an area that another begins with": {BySubject("Hägersten", of("hushåll", "Hägersten-Älvsjö", "Hushåll i Hägersten-Älvsjö: ordinarie variation."), of("hushåll", "Hägersten", "Hushåll i Hägersten: ordinarie variation.")),
			[]Told{{Groups: []Group{{"Hushåll", []string{"I Hägersten-Älvsjö: ordinarie variation.", "Ordinarie variation."}}}}}},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
