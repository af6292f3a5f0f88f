package dashboards

import (
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// countTitles name the base facts that count persons or households, in the
// order in which the front page prefers them for setting the city against the
// sum of its districts.
var countTitles = []struct{ measure, title, noun string }{
	{"bistandstagare", "Personer med ekonomiskt bistånd", "personer"},
	{"bistandshushall", "Hushåll med ekonomiskt bistånd under året", "hushåll"},
	{"hushall", "Hushåll med ekonomiskt bistånd", "hushåll"},
}

const intervalMeaning = "Intervallet visar hur mycket talet kan variera av slump när underlaget är litet. Det säger inget om fel i registreringen eller om olika sätt att räkna."

// methodText says how an indicator is made and compared.
func methodText(method string) string {
	switch method {
	case publication.MethodCount:
		return "Ett antal. Det har inget intervall, och stadsdelarna jämförs inte: de är olika stora."
	case publication.MethodProportion:
		return "En andel: så många av så många. Intervallet är Wilsons 95 %-intervall. Varje stadsdel prövas mot de övriga redovisade."
	case publication.MethodRatio:
		return "En kvot mellan två levererade summor. Ur summor kan inget intervall räknas, och därför sägs inte om en skillnad är säker."
	case publication.MethodMedian:
		return "Räknat ur enskilda ärenden, där de som ännu väntar är inräknade. Stadsdelens intervall jämförs med stadens eget tal."
	case publication.MethodSummary:
		return "Räknat ur enskilda ärenden eller utbetalningar innan uppgifterna skyddades, med 95 %-intervall där underlaget räcker. Om en skillnad är säker sägs inte."
	case publication.MethodDelivered:
		return "Talet visas så som det är levererat. Underlaget räcker inte till något intervall, och därför sägs inte om en skillnad är säker."
	}
	return method
}

func directionText(direction string) string {
	switch direction {
	case "hog_bra":
		return "Ett högt tal är önskvärt."
	case "lag_bra":
		return "Ett lågt tal är önskvärt."
	}
	return "Ingen. Varken ett högt eller ett lågt tal är bra i sig."
}

func addsText(adds string) string {
	switch adds {
	case "stadsdelar":
		return "Över stadsdelar, men inte över månader."
	case "manader":
		return "Över månader, men inte över stadsdelar."
	case "stadsdelar och manader":
		return "Över både stadsdelar och månader."
	}
	return "Nej, varken över stadsdelar eller över tid."
}

func typeText(kind string) string {
	if kind == flow {
		return "Flöde: det som händer under perioden."
	}
	return "Bestånd: det som gäller under perioden. Samma hushåll, person eller ärende återkommer ofta i nästa period."
}

// unitText is an indicator's unit in the words of a subtitle; empty where its
// title already says it.
func unitText(ind *indicator) string {
	first, _, _ := strings.Cut(ind.Unit, " ")
	if strings.Contains(strings.ToLower(ind.Title), first) {
		return ""
	}
	if ind.Unit == "kr" {
		return "kronor"
	}
	return ind.Unit
}

// subtitle says measure, unit and period under a chart's title.
func (ind *indicator) subtitle(when string) string {
	parts := []string{hardSpaces(ind.Title)}
	if u := unitText(ind); u != "" {
		parts = append(parts, u)
	}
	return strings.Join(append(parts, when), ", ")
}

// perInhabitant says whether its denominator is a population.
func (ind *indicator) perInhabitant() bool {
	return ind.Name == "hushall_per_1000" || ind.Name == "kostnad_per_invanare"
}

// heading names an indicator where its name stands alone: short, unless that is abbreviated, or the end of its title and
// so leaves out of what: Nio av tio, for Handläggningstid, nio av tio.
func (ind *indicator) heading() string {
	end := strings.Index(prose.Lower(ind.Title), prose.Lower(strings.TrimSuffix(ind.Short, ofTheYear)))
	if strings.HasSuffix(ind.Short, ".") || end > 0 {
		return hardSpaces(ind.Title)
	}
	return hardSpaces(ind.Short)
}

// ofTheYear ends the short name of an indicator of whole years, and underTheYear its title.
const (
	ofTheYear    = ", året"
	underTheYear = " under året"
)

// dated is what a heading calls an indicator in a period: Beslut i tid 2022,
// Försörjningshinder, arbetslös i november 2011. A year's own name need not
// say that it is of the year.
func (ind *indicator) dated(category, period string) string {
	name := ind.heading()
	if category != "" {
		name += ", " + prose.Lower(category)
	}
	if isMonth(period) {
		return name + " " + prose.When(period)
	}
	return strings.TrimSuffix(strings.TrimSuffix(name, ofTheYear), underTheYear) + prose.NBSP + period
}

// hardSpaces keeps numbers within titles on one line.
func hardSpaces(s string) string { return strings.ReplaceAll(s, "1 000", "1"+prose.NBSP+"000") }

const levelNote = "Nivån speglar vilka som bor i stadsdelen, inte hur arbetet sköts."

// howToRead says how to read the dots of a period.
func (s *site) howToRead(ind *indicator, period string) []note {
	n := note{Title: "Så läser du"}
	names := s.districtsOf(ind, "", period)
	if o := ind.outcome("", period); o.compared() {
		text := "▲ och ▼: skillnaden är större än vad slumpen brukar ge. Ring: ingen säker skillnad."
		if o.higher+o.lower+o.unsure < len(figuresOf(ind, names, "", period)) {
			text += " Öppen romb: för litet underlag att jämföra."
		}
		if s.hasIntervals(ind, names, "", period) {
			text += " Strecket och talen inom parentes är 95 %-intervallet."
			if ind.Method == publication.MethodMedian {
				text += " Minst eller högst betyder att den andra gränsen inte går att ange."
			}
		}
		n.Text = append(n.Text, text)
	} else {
		n.Text = append(n.Text, "Öppen romb: talet prövas inte mot slumpen. "+ind.untriedText())
		if s.hasIntervals(ind, names, "", period) {
			n.Text = append(n.Text, "Strecket och talen inom parentes är 95 %-intervallet.")
		}
	}
	if s.ranked(ind, "", period) {
		n.Text = append(n.Text, "Sorterat efter värde. Placeringen är inget betyg och skrivs därför inte ut.")
	} else {
		n.Text = append(n.Text, "Sorterat efter namn, eftersom ordningen mellan talen inte säger något säkert.")
	}
	if ind.level() {
		n.Text = append(n.Text, levelNote)
	}
	if _, name := ind.reference("", period); name == publication.ReportedOnly && len(figuresOf(ind, names, "", period)) < len(names) {
		n.Text = append(n.Text, prose.PooledNote)
	}
	return []note{n}
}

// untriedText says why no verdict is given of an indicator's newest figures.
func (ind *indicator) untriedText() string {
	switch ind.Method {
	case publication.MethodCount:
		return "Det är ett antal, och stadsdelarna är olika stora."
	case publication.MethodRatio:
		return "Det är en kvot mellan två summor, och ur summor kan inget intervall räknas."
	case publication.MethodSummary:
		return "Om en skillnad är säker sägs inte om detta tal."
	case publication.MethodDelivered:
		return "Det visas så som det är levererat, utan det underlag som behövs för ett intervall."
	}
	return "Underlaget räcker inte för det."
}

// note is a short text beside a chart.
type note struct {
	Title string
	Text  []string
}
