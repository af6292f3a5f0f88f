package prose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stadsdelskollen/queries/publication"
)

// Join writes names in a row: A, B och C.
func Join(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " och " + names[last]
}

var numerals = [...]string{"ingen", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"}

// Count writes how many there are of something: tre stadsdelar, 14 stadsdelar.
// Words with the article ett are given by their singular: CountOf(1, "ett
// nyckeltal", …).
func Count(n int, one, many string) string {
	switch {
	case n == 1:
		return one
	case n > 1 && n < len(numerals):
		return numerals[n] + " " + many
	}
	return Number(float64(n), 0) + NBSP + many
}

// Districts is Count of districts: ingen stadsdel, en stadsdel, två stadsdelar.
func Districts(n int) string {
	if n == 0 {
		return "ingen stadsdel"
	}
	return Count(n, "en stadsdel", "stadsdelar")
}

// Upper writes the first letter as a capital.
func Upper(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// Lower writes the first letter small, unless the word is an abbreviation.
func Lower(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	next, _ := utf8.DecodeRuneInString(s[size:])
	if size == 0 || unicode.IsUpper(next) {
		return s
	}
	return string(unicode.ToLower(r)) + s[size:]
}

// Sentence is Upper with a full stop at the end, when it has none.
func Sentence(s string) string {
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") {
		return Upper(s)
	}
	return Upper(s) + "."
}

// islands are the districts of which Swedish says på, not i.
var islands = []string{"Kungsholmen", "Norrmalm", "Södermalm", "Östermalm"}

// In writes where: i Farsta, på Kungsholmen.
func In(area string) string {
	if slices.Contains(islands, area) {
		return "på " + area
	}
	return "i " + area
}

// InAll writes where, for several places: i Bromma och Farsta, på Kungsholmen.
func InAll(areas []string) string {
	var mainland, island []string
	for _, a := range areas {
		if slices.Contains(islands, a) {
			island = append(island, a)
		} else {
			mainland = append(mainland, a)
		}
	}
	var parts []string
	if len(mainland) > 0 {
		parts = append(parts, "i "+Join(mainland))
	}
	if len(island) > 0 {
		parts = append(parts, "på "+Join(island))
	}
	return strings.Join(parts, " och ")
}

// Verdict is a verdict in words.
func Verdict(v string) string {
	switch v {
	case publication.Higher:
		return "tydligt högre"
	case publication.Lower:
		return "tydligt lägre"
	case publication.NoSure:
		return "ingen säker skillnad"
	}
	return "jämförs inte"
}

// Reference names what an area is compared with: hela staden, or de
// redovisade stadsdelarna (3 av 14).
func Reference(ref string, shown, of int) string {
	if ref != publication.ReportedOnly {
		return Lower(ref)
	}
	if shown == 0 || of == 0 || shown == of {
		return "de redovisade stadsdelarna"
	}
	return "de redovisade stadsdelarna (" + Of(shown, of) + ")"
}

// Of writes 3 av 14, kept on one line.
func Of(n, of int) string {
	return Number(float64(n), 0) + NBSP + "av" + NBSP + Number(float64(of), 0)
}
