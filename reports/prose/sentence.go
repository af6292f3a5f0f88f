package prose

import (
	"math"
	"strings"
	"time"

	"stadsdelskollen/queries/publication"
)

// Measure is how an indicator's values are written.
type Measure struct {
	Unit     string
	Decimals int
}

// Figure is one area's value.
type Figure struct {
	Area  string
	Value float64
}

// Extremes says between which values the areas lie, without calling them
// ranked: från 0,3 % på Östermalm till 7,2 % i Rinkeby-Kista. Areas that
// share an end are named together; with more than two of them only their
// number is said.
func Extremes(figures []Figure, m Measure) string {
	if len(figures) == 0 {
		return ""
	}
	text := func(f Figure) string { return Brief(f.Value, m.Unit, m.Decimals) }
	low, high := figures[0], figures[0]
	for _, f := range figures {
		if f.Value < low.Value {
			low = f
		}
		if f.Value > high.Value {
			high = f
		}
	}
	at := func(end Figure) string {
		var places []string
		for _, f := range figures {
			if text(f) == text(end) {
				places = append(places, f.Area)
			}
		}
		if len(places) > 2 {
			return text(end) + " i " + Districts(len(places))
		}
		return text(end) + " " + InAll(places)
	}
	if text(low) == text(high) {
		return at(low)
	}
	return "från " + at(low) + " till " + at(high)
}

// Differing says in which districts a value is surely higher and in which
// surely lower, by name when they are at most three: tydligt högre i Farsta
// och tydligt lägre i fem stadsdelar. Without any it says that none is.
func Differing(higher, lower []string) string {
	side := func(word string, names []string) string {
		if len(names) > 3 {
			return "tydligt " + word + " i " + Districts(len(names))
		}
		return "tydligt " + word + " " + InAll(names)
	}
	switch {
	case len(higher)+len(lower) == 0:
		return "ingen stadsdel skiljer sig säkert"
	case len(lower) == 0:
		return side("högre", higher)
	case len(higher) == 0:
		return side("lägre", lower)
	}
	return side("högre", higher) + ", " + side("lägre", lower)
}

// DifferingAmong is Differing, and says of how many districts it is told where fewer than half of them are compared.
func DifferingAmong(higher, lower []string, compared, of int) string {
	text := Differing(higher, lower)
	switch {
	case 2*compared >= of:
		return text
	case compared > 1:
		return text + ", av de " + Districts(compared) + " som går att pröva"
	case len(higher)+len(lower) > 0:
		return text + ", den enda stadsdel som går att pröva"
	}
	return "den enda stadsdel som går att pröva skiljer sig inte säkert"
}

// Spread says whether the districts differ more than chance makes them.
// It is empty where the question was not put.
func Spread(s publication.Spread) string {
	switch {
	case s.P == nil:
		return ""
	case *s.P > 0.05:
		return "Skillnaderna mellan stadsdelarna är inte större än vad slumpen ger."
	}
	return "Skillnaderna mellan stadsdelarna är större än vad slumpen brukar ge."
}

// Change says how a value moved from one period to another, as printed:
// har sjunkit från 3,3 till 2,7 procent; är oförändrat, 2,7 procent.
func Change(from, to float64, m Measure) string {
	a, b := Number(from, m.Decimals), InText(to, m.Unit, m.Decimals)
	switch {
	case a == Number(to, m.Decimals):
		return "är oförändrat, " + b
	case from > to:
		return "har sjunkit från " + a + " till " + b
	}
	return "har stigit från " + a + " till " + b
}

// Against says one area against its reference: Farsta: 75,0 % (72,6–77,2).
// Hela staden 78,7 %.
func Against(area string, value float64, lower, upper *float64, reference string, ref *float64, m Measure) string {
	s := area + ": " + Value(value, m.Unit, m.Decimals) + Interval(lower, upper, m)
	s += "."
	if ref != nil {
		s += " " + Upper(reference) + ": " + Value(*ref, m.Unit, m.Decimals) + "."
	}
	return s
}

// Interval writes limits in brackets after a value, with a space before them;
// empty without limits.
func Interval(lower, upper *float64, m Measure) string {
	if t := Limits(lower, upper, m); t != "" {
		return " (" + t + ")"
	}
	return ""
}

// Newest says a series' newest value, with its interval, and when; and what the same month's was a year before,
// where before is given: 606 i december 2023, 585 ett år tidigare. It calls nothing a change.
func Newest(value float64, lower, upper *float64, when string, before *float64, m Measure) string {
	text := Brief(value, m.Unit, m.Decimals) + Interval(lower, upper, m) + " " + When(when)
	if before != nil {
		text += ", " + Brief(*before, m.Unit, m.Decimals) + " ett år tidigare"
	}
	return text
}

// Limits writes an interval: 6,9–7,6, or the one limit that is known, as a
// median of few cases has it: minst 12, högst 14.
func Limits(lower, upper *float64, m Measure) string {
	switch {
	case lower == nil && upper == nil:
		return ""
	case upper == nil:
		return "minst " + Number(*lower, m.Decimals)
	case lower == nil:
		return "högst " + Number(*upper, m.Decimals)
	}
	return Range(*lower, *upper, m.Decimals)
}

// Unsure says that a difference which looks big is not sure: either it is
// within chance by itself, or so many figures are compared that one as large
// is to be expected.
func Unsure(difference float64, lower, upper *float64, m Measure) string {
	s := "Skillnaden mot de övriga är " + Difference(difference, m.Unit, m.Decimals)
	if lower == nil || upper == nil {
		return s + " och ryms i vad slumpen brukar ge."
	}
	s += " (" + Range(*lower, *upper, m.Decimals) + ")"
	if *lower > 0 || *upper < 0 {
		return s + ", men bland så många jämförda tal kan slumpen ge en så stor skillnad."
	}
	return s + " och ryms i vad slumpen brukar ge."
}

// Percent says how much larger or smaller b is than a: ökade … med 6,6 procent.
func Percent(a, b float64) (verb, text string) {
	change := 100 * (b - a) / a
	verb = "ökade"
	if change < 0 {
		verb = "minskade"
	}
	return verb, InText(math.Abs(change), "procent", 1)
}

// Sum is an area whose figures are made of others'.
type Sum struct{ Area, Of string }

// Sums says what figures are sums of: Talen för Järva är räknade på summan av
// Rinkeby-Kista och Spånga-Tensta.
func Sums(sums []Sum) string {
	var parts []string
	verb := " är räknade"
	for _, s := range sums {
		parts = append(parts, "talen för "+s.Area+verb+" på summan av "+s.Of)
		verb = ""
	}
	return Sentence(strings.Join(parts, ", "))
}

// Handled says which unit handles what for a district: Ekonomiskt bistånd för
// Kungsholmen handläggs av Enheten för försörjningsstöd på Östermalm sedan den
// 1 september 2007. Of a district that is no more it says that the unit did.
func Handled(tasks []string, district, unit string, from, to *time.Time, former bool) string {
	verb, when := "handläggs", Lasting(from, to)
	switch {
	case former && from != nil && to == nil:
		verb, when = "handlades", "från "+since(*from)
	case former || to != nil:
		verb = "handlades"
	}
	text := Upper(Join(tasks)) + " för " + district + " " + verb + " av " + unit
	if when != "" {
		text += " " + when
	}
	return Sentence(text)
}
