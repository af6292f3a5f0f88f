package prose

import (
	"math"
	"strings"
	"time"

	"stadsdelskollen/queries/publication"
)

// measureNames are the base facts as readers know them.
var measureNames = map[string]string{
	"hushall":                    "Hushåll med ekonomiskt bistånd",
	"kostnad_per_hushallsmanad":  "Kostnad per hushållsmånad",
	"vuxenmanader_hinder":        "Vuxenmånader med försörjningshinder",
	"oppna_arenden":              "Öppna ärenden",
	"beslut_i_tid_mot_forvantat": "Beslut i tid mot väntat",
	"handlaggningstid_p90":       "Handläggningstid, nio av tio",
	"variation_bifall":           "Variation i beslut",
	"variation_handlaggningstid": "Variation i handläggningstid",
	"kostnad_tkr":                "Kostnad för ekonomiskt bistånd",
	"kostnad_per_hushall":        "Kostnad per hushåll",
	"vuxna_hinder":               "Vuxna med försörjningshinder",
	"beslut_inom_riktlinje":      "Beslut inom riktlinjen",
	"handlaggningstid_median":    "Handläggningstid, median",
	"folkmangd":                  "Folkmängd",
	"bistandshushall":            "Biståndshushåll",
	"bistandstagare":             "Biståndstagare",
	"bistandstagare_andel":       "Biståndstagare, andel av befolkningen",
	"bistand_tkr":                "Ekonomiskt bistånd",
	"utlandsk_bakgrund":          "Utländsk bakgrund",
	"barnfamiljer":               "Barnfamiljer",
	"gifta_samboende":            "Gifta eller sammanboende, andel av barnfamiljerna",
	"ensamstaende_mor":           "Ensamstående mor, andel av barnfamiljerna",
	"ensamstaende_far":           "Ensamstående far, andel av barnfamiljerna",
	"forvarvsarbetande_andel":    "Förvärvsarbetande",
	"arbetsloshet_andel":         "Arbetslöshet",
	"medelinkomst_kr":            "Medelinkomst",
	"ej_slutbetyg_svenska":       "Utan slutbetyg i svenska, årskurs nio",
	"ej_slutbetyg_engelska":      "Utan slutbetyg i engelska, årskurs nio",
	"ej_slutbetyg_matematik":     "Utan slutbetyg i matematik, årskurs nio",
	"ohalsotal":                  "Ohälsotal",
}

// MeasureName is what a base fact is called. One that has no name of its own
// is called by its code, in words.
func MeasureName(measure string) string {
	if name := measureNames[measure]; name != "" {
		return name
	}
	return Upper(strings.ReplaceAll(measure, "_", " "))
}

// FeedName is what a feed of deliveries is called.
func FeedName(feed string) string {
	switch feed {
	case "ekonomiskt_bistand":
		return "Ekonomiskt bistånd"
	case "forsorjningshinder":
		return "Försörjningshinder"
	case "arenden":
		return "Ärenden"
	case "utbetalningar":
		return "Utbetalningar"
	case "omradesfakta":
		return "Områdesfakta"
	case "matt":
		return "Övriga mått"
	}
	return Upper(strings.ReplaceAll(feed, "_", " "))
}

// Corrected says which figure a correction is about: Hushåll med ekonomiskt
// bistånd, Kungsholmen, november 2011. title is the indicator's, where a
// definition changed.
func Corrected(c publication.Correction, title string) string {
	if c.Kind == publication.Redefinition {
		return title
	}
	parts := []string{MeasureName(c.Measure)}
	if c.Category != "" {
		parts = append(parts, Lower(c.Category))
	}
	return strings.Join(append(parts, c.Area, Period(c.Period)), ", ")
}

// Became says what became of it: från 211 till 214 hushåll; är nu dolt. It
// tells no value that the correction does not hold.
func Became(c publication.Correction) string {
	before, after := amount(c.Before, c.BeforeDenominator, ""), amount(c.After, c.AfterDenominator, c.Unit)
	switch c.Kind {
	case publication.Redefinition:
		return "räknas på ett nytt sätt"
	case publication.NowHidden:
		return "är nu dolt"
	case publication.NowShown:
		return given("var dolt, är nu "+after, after, "visas nu")
	case publication.Added:
		if c.AfterStatus == publication.Hidden {
			return "saknades, är nu dolt"
		}
		return given("saknades, är nu "+after, after, "har tillkommit")
	case publication.Withdrawn:
		before = amount(c.Before, c.BeforeDenominator, c.Unit)
		return given("var "+before+", är borttaget", before, "är borttaget")
	case publication.Interval:
		return "värdet är detsamma, men intervallet eller antalet bakom det är ett annat"
	}
	if before == "" || after == "" {
		return "är ändrat"
	}
	return "från " + before + " till " + after
}

func given(text, value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return text
}

// amount writes a base fact with the decimals that it has, three at most.
func amount(v, of *float64, unit string) string {
	if v == nil {
		return ""
	}
	if of != nil {
		return Number(*v, decimals(*v)) + " av " + InText(*of, unit, decimals(*of))
	}
	return InText(*v, unit, decimals(*v))
}

func decimals(v float64) int {
	for n := range 3 {
		if scaled := v * math.Pow10(n); math.Abs(scaled-math.Round(scaled)) < 1e-6 {
			return n
		}
	}
	return 3
}

// Amount writes a base fact's value, of how many where it is a pair.
func Amount(v, of *float64) string { return amount(v, of, "") }

// Because says why: kvitto 2 ersatte kvitto 1.
func Because(c publication.Correction) string {
	receipt := func(n *int64) string { return "kvitto" + NBSP + Number(float64(*n), 0) }
	switch c.Cause {
	case publication.ByReplacement, publication.ByDelivery:
		switch {
		case c.Receipt == nil:
			return "en ny leverans"
		case c.Cause == publication.ByReplacement && c.Replaced != nil:
			return receipt(c.Receipt) + " ersatte " + receipt(c.Replaced)
		case c.Cause == publication.ByReplacement:
			return receipt(c.Receipt) + " rättade en tidigare leverans"
		}
		return "en ny leverans, " + receipt(c.Receipt)
	case publication.ByProtection:
		return "skyddet av små tal döljer andra tal än förut"
	case publication.ByDivision:
		return "stadsdelarna redovisas i en annan indelning"
	case publication.ByRetention:
		return "leveransens tid är ute, och den är gallrad"
	}
	return "samma leverans, läst eller räknad på ett nytt sätt"
}

// CorrectionSentence says all of a correction: Hushåll med ekonomiskt bistånd,
// Kungsholmen, november 2011: från 211 till 214 hushåll (kvitto 2 ersatte
// kvitto 1).
func CorrectionSentence(c publication.Correction, title string) string {
	return Sentence(Corrected(c, title) + ": " + Became(c) + " (" + Because(c) + ")")
}

// Corrections says how many figures a publication corrects.
func Corrections(n int) string {
	if n == 0 {
		return "Inga tal är rättade."
	}
	return Sentence(Count(n, "ett tal är rättat", "tal är rättade"))
}

// Release is the title of a publication: Publicering med uppgifter till och
// med november 2011.
func Release(month string) string { return "Publicering med uppgifter till och med " + Period(month) }

// Citation is how to quote a page of a publication, with its permanent address.
func Citation(city, publisher, title, id string, published time.Time, address string) string {
	by := city
	if publisher != "" {
		by = publisher
	}
	return by + ", Stadsdelskollen: " + title + ". Publicering " + id + ", " + Date(published) + ". " + address
}
