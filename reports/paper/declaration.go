package paper

import (
	"slices"
	"time"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// shownCorrections is how many corrections a report lists; the page of
// corrections has more, the file all.
const shownCorrections = 12

// corrected is what this publication corrected, of one district where area is
// given.
func (r *report) corrected(area, period string) *section {
	s := &section{Title: "Rättat"}
	t := tableau{Caption: "Rättade tal", Sub: "Sedan förra publiceringen", Head: []string{"Uppgift", "Område", "Period", "Förut", "Nu", "Varför"}, Left: []bool{true, true, true, false, false, true}}
	n := 0
	for _, c := range r.corrections {
		if c.Publication != r.info.ID || area != "" && c.Area != area && c.Kind != publication.Redefinition {
			continue
		}
		if n++; n > shownCorrections {
			continue
		}
		t.Rows = append(t.Rows, r.correctedRow(c))
	}
	s.Tables = r.table(t)
	switch {
	case len(r.earlier) == 0:
		s.Text = []string{"Det är den första publiceringen. Det finns inget att rätta."}
	default:
		s.Text = []string{prose.Corrections(n)}
	}
	if n > shownCorrections {
		s.Notes = []string{"Resten står på sidan Rättelser och i filen rattelser.csv."}
	}
	return s
}

func (r *report) correctedRow(c publication.Correction) row {
	if c.Kind == publication.Redefinition {
		title := c.Indicator
		if s := r.find(c.Indicator); s != nil {
			title = hard(s.Title)
		}
		return row{Head: title, Cells: []cell{{}, {}, {}, {Text: prose.Became(c)}, {Text: prose.Because(c)}}}
	}
	head := prose.MeasureName(c.Measure)
	if c.Category != "" {
		head += ", " + prose.Lower(c.Category)
	}
	value := func(v, of *float64, status string) cell {
		switch {
		case v != nil:
			return cell{Text: prose.Amount(v, of)}
		case publication.Sign(status) == "":
			return cell{Text: "–"}
		}
		return r.signed(status)
	}
	return row{Head: head, Cells: []cell{{Text: c.Area}, {Text: prose.Period(c.Period)}, value(c.Before, c.BeforeDenominator, c.BeforeStatus),
		value(c.After, c.AfterDenominator, c.AfterStatus), {Text: prose.Because(c)}}}
}

// close adds what every report ends with: how its figures are made, its
// declaration of quality, and what it is signed with.
func (r *report) close(names []string, period string) {
	shares, medians := r.judgedApart()
	r.add(&section{Title: "Så är talen gjorda", Text: []string{
		"Alla levererade uppgifter ingår; inget är ett stickprov. Ett intervall visar hur mycket ett tal kan variera av slump när underlaget är litet. Det säger inget om fel i registreringen eller om olika sätt att räkna.",
		"Tydligt högre och tydligt lägre står " + shares + "bara där stadsdelarna skiljer sig mer än slumpen gör, också när hänsyn har tagits till att många jämförs på en gång. " + medians + "Annars står det ingen säker skillnad. Högre och lägre är riktningar, inte betyg.",
		r.info.Rule}})
	r.add(&section{Title: "Kvalitetsdeklaration", Items: r.declaration(names, period)})
	r.add(&section{Title: "Om rapporten", Items: r.colophon(), Text: []string{"Så här kan rapporten citeras:"}, Cite: r.citation()})
}

// judgedApart says of what the rule of verdicts is, and how waiting times are judged, where the publication has any.
func (r *report) judgedApart() (shares, medians string) {
	if slices.ContainsFunc(r.series, func(s *series) bool { return s.Method == publication.MethodMedian && len(s.compared) > 0 }) {
		return "om andelar ", "Om handläggningstider står det där hela intervallet ligger på en sida om stadens tal, för ett tal i taget. "
	}
	return "", ""
}

// declaration describes quality under the headings of the official statistics
// (SCB's quality concept: five main components).
func (r *report) declaration(names []string, period string) []item {
	relevance := "Rapporten är till för den som ska besluta om eller granska ekonomiskt bistånd i stadsdelarna. Talen beskriver hushåll, kostnader, hinder och handläggning. De säger inte om den enskilde har fått rätt hjälp."
	reliability := "Uppgifterna är hämtade ur det som stadsdelarna och staden har registrerat. Fel i registreringen syns inte i talen. " + r.coverage(names, period)
	timeliness := "Uppgifterna gäller " + prose.Period(period) + "."
	if !r.City {
		timeliness = "Månadstalen gäller " + prose.Period(period) + "; annars står perioden vid talet."
	}
	timeliness += " De publicerades den " + prose.Date(r.info.Published) + "."
	if day := r.newestDelivery(); day != nil {
		timeliness += " Den senaste leveransen kom den " + prose.Date(*day) + "."
	}
	if r.info.Next != nil {
		timeliness += " Nästa uppgifter väntas den " + prose.Date(*r.info.Next) + "."
	}
	access := "Rapporten finns som webbsida, som kan skrivas ut, och som arbetsbok. Finns den som PDF står länken överst på webbsidan. Alla tal, med definition och fråga (SQL), finns att ladda ned på sidan Data."
	if r.info.License != "" {
		access += " Licens: " + prose.Licence(r.info.License) + "."
	} else {
		access += " Ingen licens är angiven: fråga utgivaren innan uppgifterna sprids vidare."
	}
	comparable := "Varje tal står i den indelning i stadsdelar som gällde när det redovisades. Hushåll får inte läggas ihop över stadsdelar eller månader, och stadens tal är inte summan av stadsdelarnas. Hur många som har bistånd beror mest på vilka som bor i en stadsdel."
	return []item{{"Relevans", relevance}, {"Tillförlitlighet", reliability}, {"Aktualitet och punktlighet", timeliness},
		{"Tillgänglighet och tydlighet", access}, {"Jämförbarhet och samanvändbarhet", comparable}}
}

// coverage says how many districts have reported and whether figures are hidden.
func (r *report) coverage(names []string, period string) string {
	text := ""
	if len(names) > 1 {
		text = prose.Of(len(names), r.expected(period)) + prose.NBSP + "stadsdelar är redovisade. "
	}
	hidden := 0
	for k, f := range r.facts {
		if k.period == period && slices.Contains(names, k.area) && f.Status == publication.Hidden {
			hidden++
		}
	}
	if hidden == 0 {
		return text + "Inget tal är dolt."
	}
	return text + prose.Sentence(prose.Count(hidden, "ett tal är dolt", "tal är dolda")+" för att skydda enskilda")
}

func (r *report) newestDelivery() *time.Time {
	var newest *time.Time
	for i := range r.deliveries {
		if d := &r.deliveries[i].Received; newest == nil || d.After(*newest) {
			newest = d
		}
	}
	return newest
}

// colophon is what a report is signed with.
func (r *report) colophon() []item {
	publisher := r.info.Publisher
	if publisher == "" {
		publisher = "ingen angiven"
	}
	return []item{{"Utgivare", publisher}, {"Publicerad", prose.Date(r.info.Published)}, {"Publicering", r.info.ID}, {"Permanent adress", r.address()}}
}

func (r *report) address() string { return r.info.Permanent(folder + "/" + r.Name + ".html") }

func (r *report) citation() string {
	return prose.Citation(r.info.City, r.info.Publisher, r.Title, r.info.ID, r.info.Published, r.address())
}
