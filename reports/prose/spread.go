package prose

import (
	"strings"

	"stadsdelskollen/queries/publication"
)

// Funnel says what a funnel shows, and when it says nothing that it does not.
func Funnel(s Subject, f publication.Funnel, points []publication.FunnelPoint) []Said {
	claim := Claim{Of: "tratt", Subject: s.Name, From: f.Period, To: f.Period}
	var out []Said
	say := func(outcome, text string) {
		c := claim
		c.Outcome = outcome
		out = append(out, Said{Sentence(text), c})
	}
	var above, below []string
	for _, p := range points {
		switch p.Position {
		case publication.FarAbove:
			above = append(above, p.Area)
		case publication.FarBelow:
			below = append(below, p.Area)
		}
	}
	head := Upper(s.Name) + " " + When(f.Period) + ": "
	switch {
	case f.Flat:
		say("platt", head+"tratten säger inget. Stadsdelarna skiljer sig av skäl som diagrammet inte innehåller, och då hamnar ingen utanför. Det betyder inte att de är lika")
	case len(above)+len(below) > 0:
		text := head + "utanför trattens yttre gränser ligger "
		if len(above) > 0 {
			text += "talet " + InAll(above) + " på den högre sidan"
		}
		if len(above) > 0 && len(below) > 0 {
			text += " och "
		}
		if len(below) > 0 {
			text += "talet " + InAll(below) + " på den lägre sidan"
		}
		say("utanfor", text)
	default:
		say("innanfor", head+"ingen stadsdel ligger utanför trattens yttre gränser")
	}
	if f.Tau2 > 0 && !f.Flat {
		say("typisk", "Gränserna räknar med att stadsdelar skiljer sig mer än slumpen ger: typiskt med "+Difference(f.Typical, s.Unit, s.Decimals))
	}
	if !f.Flat {
		say("bred", "Små stadsdelar varierar mer av slump, därför är tratten bred till vänster")
	}
	return out
}

// Inequality says whether the difference between the districts is growing.
func Inequality(s Subject, c publication.DisparityChange, first, last publication.Disparity) Said {
	claim := Claim{Of: "olikhet_andring", Subject: s.Name, Outcome: c.Verdict, From: c.From, To: c.To}
	var text string
	year := func(d publication.Disparity) string { return s.with(d.Value, d.Lower, d.Upper) + " " + When(d.Year) }
	sloped := func(d publication.Disparity) (verb, by string) {
		by, sinks := s.size(d.Value, d.Lower, d.Upper)
		return map[bool]string{false: "stiger", true: "sjunker"}[sinks], "med " + by + " " + When(d.Year)
	}
	switch c.Measure {
	case publication.TypicalDifference:
		text = "Den typiska skillnaden mellan stadsdelarna i " + s.Name + ", utöver slumpen, var " + year(first) + " och " + year(last)
	case publication.SlopeIndex:
		// The index is of a line fitted to all districts: the two at its ends need not lie on it.
		verb, by := sloped(first)
		again, then := sloped(last)
		text = "Dras en rät linje genom stadsdelarna, från lägst " + FactName(c.Fact) + " till högst, " + verb + " " + s.Name + " längs linjen " + by + " och "
		if again != verb {
			text += again + " "
		}
		text += then
	default:
		return Said{Claim: claim}
	}
	switch c.Verdict {
	case publication.Grown:
		text += ". Skillnaden har ökat mer än vad slumpen brukar ge"
	case publication.Shrunk:
		text += ". Skillnaden har minskat mer än vad slumpen brukar ge"
	case publication.NoSure:
		text += ". Det är ingen säker förändring"
	default:
		text += ". Om skillnaden har ändrats går inte att säga"
	}
	return Said{Sentence(text), claim}
}

// BetweenParts says how much of the inequality lies between the parts of the city.
func BetweenParts(s Subject, d publication.Disparity) Said {
	claim := Claim{Of: "olikhet", Subject: s.Name, Outcome: d.Measure, From: d.Year, To: d.Year}
	m := Measure{Unit: "procent"}
	text := Upper(When(d.Year)) + " låg " + InText(d.Value, "procent", 0) + Interval(d.Lower, d.Upper, m) + " av olikheten mellan stadsdelarna i " + s.Name +
		" mellan stadens delar, resten inom dem"
	return Said{Sentence(text), claim}
}

// Variation says how much of the variation among all cases of a year lies between
// districts; and, of an analysis of its own, between units, between the case
// workers within them, and between the cases of one case worker. It is of the
// whole city and of no case worker. A part that is not there is not spoken of; a
// share of 0 could not be measured.
func Variation(what, year string, districts, units, workers *publication.Observation) Said {
	claim := Claim{Of: "nyckeltal_matt", Subject: what, From: year, To: year}
	part := func(o *publication.Observation, of, where string) string {
		switch {
		case o == nil || o.Value == nil:
			return ""
		case Number(*o.Value, 0) == "0":
			return "ingen mätbar del" + of + " " + where
		}
		return InText(*o.Value, "procent", 0) + Interval(o.Lower, o.Upper, Measure{}) + of + " " + where
	}
	of := " av variationen i " + what
	between := part(districts, of, "mellan stadsdelar")
	unit, worker := part(units, "", "mellan enheter"), part(workers, "", "mellan handläggare i samma enhet")
	if unit == "" || worker == "" {
		if between == "" {
			return Said{Claim: claim}
		}
		return Said{Sentence(Upper(When(year)) + " låg " + between), claim}
	}
	text := Upper(When(year)) + " låg "
	if between != "" {
		text += between + ". För sig räknat låg " + unit
	} else {
		text += part(units, of, "mellan enheter")
	}
	return Said{Sentence(text + ", " + worker + " och resten mellan ärenden hos samma handläggare"), claim}
}

// Standardised says how many recipients there are beside what who lives there
// would give.
func Standardised(what string, x publication.Standardised) Said {
	claim := Claim{Of: "standardiserat", Subject: what, Area: x.Area, Outcome: x.Verdict, From: x.Period, To: x.Period}
	m := Measure{Decimals: 2}
	text := Upper(what) + " " + In(x.Area) + " " + When(x.Period) + ": " + Number(x.Ratio, 2) + " gånger" + Interval(x.Lower, x.Upper, m) +
		" så många som väntat om varje grupp av invånare hade haft samma andel som i hela staden"
	switch x.Verdict {
	case publication.Higher:
		text += ". Det är fler än vad slumpen brukar ge"
	case publication.Lower:
		text += ". Det är färre än vad slumpen brukar ge"
	default:
		text += ". Det är ingen säker skillnad"
	}
	return Said{Sentence(text), claim}
}

// Peers says how a district stands beside the districts that are most like it.
func Peers(s Subject, c publication.PeerComparison) Said {
	claim := Claim{Of: "jamlik_jamforelse", Subject: s.Name, Area: c.Area, Outcome: c.Verdict, From: c.Period, To: c.Period}
	if c.Difference == nil || c.Verdict == publication.NotCompared {
		return Said{Claim: claim}
	}
	text := Upper(s.Name) + " " + In(c.Area) + " " + When(c.Period) + ": " + Verdict(c.Verdict)
	if c.Verdict == publication.NoSure {
		text += " mot liknande stadsdelar"
	} else {
		text += " än i liknande stadsdelar"
	}
	return Said{Sentence(text + ", " + s.with(*c.Difference, c.DiffLower, c.DiffUpper)), claim}
}

// FactName is an area fact in words.
func FactName(fact string) string {
	switch fact {
	case "medelinkomst_kr":
		return "medelinkomst"
	case "utlandsk_bakgrund":
		return "andel med utländsk bakgrund"
	case "folkmangd":
		return "folkmängd"
	case "forvarvsarbetande_andel":
		return "andel förvärvsarbetande"
	case "arbetsloshet_andel":
		return "andel arbetslösa"
	case "ohalsotal":
		return "ohälsotal"
	case "barnfamiljer":
		return "barnfamiljer"
	}
	return strings.ReplaceAll(fact, "_", " ")
}
