package prose

import (
	"math"
	"strings"

	"stadsdelskollen/queries/publication"
)

// Levels says a figure area by area, without calling any of them different:
//
//	Hushåll med ekonomiskt bistånd i november 2011: 211 på Kungsholmen, 252 på Norrmalm och 222 på Östermalm.
//
// Of more than four areas it says between which values they lie; missing says
// that there are areas without a figure.
func Levels(s Subject, period string, figures []Figure, missing bool) Said {
	claim := Claim{Of: "observation", Subject: s.Name, From: period, To: period}
	if len(figures) == 0 {
		return Said{Claim: claim}
	}
	text := Upper(s.Name) + " " + When(period) + ": "
	if len(figures) > 4 {
		text += Extremes(figures, s.Measure)
	} else {
		var parts []string
		for _, f := range figures {
			parts = append(parts, Brief(f.Value, s.Unit, s.Decimals)+" "+In(f.Area))
		}
		text += Join(parts)
	}
	if missing {
		text += ", bland de visade talen"
	}
	return Said{Sentence(text), claim}
}

// Compared says in which districts a figure differs surely from the others.
func Compared(s Subject, period string, higher, lower []string) Said {
	claim := Claim{Of: "jamforelse", Subject: s.Name, Outcome: publication.NoSure, From: period, To: period}
	if len(higher)+len(lower) > 0 {
		claim.Outcome = "skillnad"
	}
	return Said{Sentence(Upper(s.Name) + " " + When(period) + ": " + Differing(higher, lower)), claim}
}

// Apart is Compared with the district that is farthest from the others on either
// side, of some districts' comparisons in a period:
//
//	Beslut i tid år 2022: tydligt högre i fyra stadsdelar. Längst från de övriga ligger Farsta, 31,0 procentenheter (27,2–33,9).
func Apart(s Subject, period string, all []publication.Comparison) Said {
	var names [2][]string
	var farthest [2]*publication.Comparison
	for i := range all {
		c, side := &all[i], 0
		switch c.Verdict {
		case publication.Higher:
		case publication.Lower:
			side = 1
		default:
			continue
		}
		names[side] = append(names[side], c.Area)
		if far := farthest[side]; c.Difference != nil && (far == nil || math.Abs(*c.Difference) > math.Abs(*far.Difference)) {
			farthest[side] = c
		}
	}
	said := Compared(s, period, names[0], names[1])
	var ends []string
	for _, c := range farthest {
		if c != nil {
			ends = append(ends, c.Area+", "+s.with(*c.Difference, c.DiffLower, c.DiffUpper))
		}
	}
	if len(ends) > 0 {
		said.Text += " " + Sentence("längst från de övriga ligger "+strings.Join(ends, ", och "))
	}
	return said
}

// Further says how many more there are of what a report has no room for.
func Further(n int, one, many string) string {
	return Sentence("ytterligare " + Count(n, one, many) + " ryms inte här")
}

// ComparedKinds says in which kinds of a figure (reasons, groups) any district
// differs surely, out of how many that can be tried. kinds is what they are
// called together.
func ComparedKinds(s Subject, period, kinds string, differing []string, tried int) Said {
	claim := Claim{Of: "jamforelse", Subject: s.Name, Outcome: publication.NoSure, From: period, To: period}
	text := Upper(s.Name) + " " + When(period) + ": "
	all := Number(float64(tried), 0) + NBSP + kinds
	if tried < len(numerals) {
		all = numerals[tried] + " " + kinds
	}
	switch {
	case tried == 0:
		return Said{Claim: claim}
	case len(differing) == 0:
		text += "ingen stadsdel skiljer sig säkert i något av de " + all + " som går att pröva"
	default:
		claim.Outcome = "skillnad"
		text += "minst en stadsdel skiljer sig säkert i " + strings.TrimSpace(Count(len(differing), "ett", "")) + " av de " + all + " som går att pröva: " + Join(differing)
	}
	return Said{Sentence(text), claim}
}

// Beside says how a district stands beside the others in a period. A figure
// without a difference from them (a median) was held against the city's own, and
// it is that which is said.
//
//	Beslut i tid i Farsta i december 2023: tydligt lägre än i övriga stadsdelar, −12,1 procentenheter (−15,0 till −9,1).
func Beside(s Subject, c publication.Comparison) Said {
	claim := Claim{Of: "jamforelse", Subject: s.Name, Area: c.Area, Outcome: c.Verdict, From: c.Period, To: c.Period}
	if c.Verdict != publication.Higher && c.Verdict != publication.Lower {
		return Said{Claim: claim}
	}
	text := Upper(s.Name) + " " + In(c.Area) + " " + When(c.Period) + ": " + Verdict(c.Verdict) + " än i " + Others(c)
	if c.Difference != nil {
		text += ", " + s.with(*c.Difference, c.DiffLower, c.DiffUpper)
	}
	return Said{Sentence(text), claim}
}

// Others is what a comparison holds a district against: the other districts, or
// the city's own figure.
func Others(c publication.Comparison) string {
	if c.Difference == nil {
		return Lower(c.Reference)
	}
	return "övriga stadsdelar"
}

// Alike names the figures in which a district does not differ surely from others,
// which is what Others says.
func Alike(area, others string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return Sentence("ingen säker skillnad mot " + others + " " + In(area) + ": " + Join(names))
}

// NothingStandsOut says that nothing does of some figures (talen för hela året
// 2023), of so many comparisons of which sure many show a difference by
// themselves. Those stand further down in the report: what was tried together
// are shares and changes in how work is done, and no median.
func NothingStandsOut(figures string, tried, sure int) string {
	switch {
	case tried == 0:
		return "Inget av talen går att pröva. Därför sägs inget sticka ut."
	case sure > 0:
		return Sentence("bland " + figures + " är det ingen andel och ingen förändring i stadsdelarnas arbete som sticker ut när hänsyn har tagits till hur många tal som prövas. Säkra skillnader och förändringar som nämns nedan är prövade för ett nyckeltal i taget")
	}
	return Sentence("Inget sticker ut. Av " + Count(tried, "en jämförelse", "jämförelser") + " som går att pröva visar ingen en skillnad som är större än vad slumpen brukar ge")
}

// NothingStandsOutIn says the same of a district from some year on: figures of
// whole years can be newer than the months. What is sure by itself, or of earlier
// years, can stand further down all the same.
func NothingStandsOutIn(area, from string) string {
	return Sentence("Bland talen från och med " + from + " är det inget som sticker ut " + In(area) + " när hänsyn har tagits till hur många tal som prövas")
}

// PooledNote says what is wrong with the reported districts taken together.
const PooledNote = "De redovisade stadsdelarnas tal räknas på de stadsdelar vars tal visas. Tal döljs oftare där nästan alla, eller nästan inga, hör till dem som räknas. Därför kan det ligga något för högt eller för lågt."

// NotJudged says why figures that are sums are not called different.
const NotJudged = "Ur levererade summor kan inget intervall räknas. Därför går det inte att säga om skillnaderna i hushåll och kostnad är säkra."
