package dashboards

import (
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// definitionOf is the declaration of quality of an indicator.
func (s *site) definitionOf(ind *indicator) []definition {
	unit := hardSpaces(ind.Unit)
	if ind.Decimals > 0 {
		unit += ", " + prose.Count(int(ind.Decimals), "en decimal", "decimaler")
	}
	out := []definition{
		{"Mäter", hardSpaces(ind.Definition)},
		{"Enhet", unit},
	}
	if g := s.guideline(); g != "" && (strings.HasPrefix(ind.Name, "handlaggningstid_inom_riktlinje") || ind.Name == "beslut_i_tid_mot_forvantat") {
		out = append(out, definition{"Riktlinjen", prose.Upper(g) + "."})
	}
	out = append(out, []definition{
		{"Metod", methodText(ind.Method)},
		{"Önskad riktning", directionText(ind.Direction)},
		{"Får läggas ihop", addsText(ind.Adds)},
		{"Slag", typeText(ind.Type)},
	}...)
	if ind.Method == publication.MethodProportion || ind.Method == publication.MethodMedian || ind.Method == publication.MethodSummary {
		out = append(out, definition{"Intervallet", intervalMeaning})
	}
	if ind.newest != "" {
		shown, of := s.coverage(ind, ind.newest)
		text := prose.Upper(prose.Period(ind.newest)) + ": " + prose.Of(shown, of) + " stadsdelar"
		if len(ind.periods) > 1 {
			text += ". Serien har " + prose.Count(len(ind.periods), "en period", "perioder") + ", " + prose.Span(ind.periods[0], ind.newest)
		}
		out = append(out, definition{"Täckning", text + "."})
	}
	if n := s.hiddenIn(ind); n > 0 {
		out = append(out, definition{"Dolda tal", prose.Upper(prose.Count(n, "ett tal är dolt", "tal är dolda")) + " för att skydda enskilda."})
	}
	var obs []*publication.Observation
	for i := range ind.obs {
		if ind.obs[i].Period == ind.newest {
			obs = append(obs, &ind.obs[i])
		}
	}
	source := s.sourceLine(sourcesOf(obs))
	if source == "" {
		source = "Ingen källa är angiven."
	}
	return append(out, definition{"Källa", strings.TrimPrefix(strings.TrimPrefix(source, "Källa: "), "Källor: ")})
}

// guideline is what the city has declared to be in time; empty where it has not.
func (s *site) guideline() string {
	if s.info.GuidelineDays == nil {
		return ""
	}
	return "beslut inom " + prose.Value(float64(*s.info.GuidelineDays), "dagar", 0) + " från ansökan"
}

func (s *site) hiddenIn(ind *indicator) int {
	n := 0
	for _, o := range ind.obs {
		if o.Status == publication.Hidden {
			n++
		}
	}
	return n
}
