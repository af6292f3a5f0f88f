package dashboards

import (
	"slices"
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
	if g := s.guideline(); g != "" && (strings.HasPrefix(ind.Name, "handlaggningstid_inom_riktlinje") || ind.ofExpected()) {
		out = append(out, definition{"Riktlinjen", prose.Upper(g) + "."})
	}
	if slices.Contains(householdCosts, ind.Name) && !slices.ContainsFunc(householdCosts, func(n string) bool { return s.named(n) == nil }) {
		out = append(out, definition{"Hela staden", movedHousehold})
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

// householdCosts are the figures of a month's cost for each household. A district's are the same but for rounding; the
// city's are not, and movedHousehold says why: the one counts households, the other pseudonyms.
var householdCosts = []string{"kostnad_per_hushall", "kostnad_per_hushallsmanad"}

const movedHousehold = "Ett hushåll som flyttar under månaden och får en ny beteckning i utbetalningarna är ett i kostnad per hushåll men två i kostnad per hushållsmånad; därför kan hela stadens tal skilja sig åt."

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
