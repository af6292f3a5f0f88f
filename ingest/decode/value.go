package decode

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"stadsdelskollen/ingest/contract"
	"stadsdelskollen/queries/period"
)

// Decimals are kept to three places, in thousandths.
const scale = 1000

// value is one typed field.
type value struct {
	null bool
	text string // text, months and years
	n    int64  // integers, thousandths, days since 1970
}

// problem is what is wrong with a field.
type problem struct{ rule, message string }

func problemf(rule, format string, args ...any) *problem {
	return &problem{rule, fmt.Sprintf(format, args...)}
}

// parse reads the text of a field as its contract says.
func parse(f contract.Field, inKey bool, text string) (value, *problem) {
	text = strings.TrimSpace(norm.NFC.String(text))
	if text == "" {
		switch {
		case f.Constraints.Required:
			return value{}, problemf("saknas", "uppgiften saknas")
		case inKey:
			return value{}, nil
		}
		return value{null: true}, nil
	}
	switch f.Type {
	case contract.Integer:
		return parseInteger(f.Constraints, text)
	case contract.Number:
		return parseNumber(f.Constraints, text)
	case contract.Date:
		return parseDate(text)
	case contract.YearMonth:
		return parseMonth(text)
	case contract.Year:
		return parseYear(text)
	}
	c := f.Constraints
	if len(c.Enum) > 0 && !slices.Contains(c.Enum, text) {
		return value{}, problemf("kodlista", "%s är inget av %s", show(text), strings.Join(c.Enum, ", "))
	}
	if !c.Matches(text) {
		return value{}, problemf("form", "%s har inte rätt form. %s", show(text), f.Description)
	}
	return value{text: text}, nil
}

// number is a sign, digits that may be grouped in threes by a space of any
// kind, and decimals after a comma or a point.
var number = regexp.MustCompile(`^([-−+]?)(\d+|\d{1,3}(?:[ \x{a0}\x{2007}\x{2009}\x{202f}]\d{3})+)(?:[.,](\d+))?$`)

var spaces = strings.NewReplacer(" ", "", "\u00a0", "", "\u2007", "", "\u2009", "", "\u202f", "")

// thousandths reads a number, rounding half away from zero; ok is false when
// the text is none.
func thousandths(text string) (n int64, whole, ok bool) {
	m := number.FindStringSubmatch(text)
	if m == nil {
		return 0, false, false
	}
	n, err := strconv.ParseInt(spaces.Replace(m[2]), 10, 64)
	if err != nil || n > 1e15-2 {
		return 0, false, false
	}
	decimals := strings.TrimRight(m[3], "0")
	n *= scale
	padded := (decimals + "000")[:3]
	part, _ := strconv.ParseInt(padded, 10, 64)
	n += part
	if len(decimals) > 3 && decimals[3] >= '5' {
		n++
	}
	if m[1] == "-" || m[1] == "−" {
		n = -n
	}
	return n, decimals == "", true
}

func parseInteger(c contract.Constraints, text string) (value, *problem) {
	n, whole, ok := thousandths(text)
	if !ok || !whole {
		return value{}, problemf("typ", "%s är inte ett heltal", show(text))
	}
	return value{n: n / scale}, inRange(c, n, text)
}

func parseNumber(c contract.Constraints, text string) (value, *problem) {
	n, _, ok := thousandths(text)
	if !ok {
		return value{}, problemf("typ", "%s är inte ett tal", show(text))
	}
	return value{n: n}, inRange(c, n, text)
}

func inRange(c contract.Constraints, n int64, text string) *problem {
	if c.Minimum != nil && n < *c.Minimum*scale {
		return problemf("omfang", "%s är mindre än %d", text, *c.Minimum)
	}
	if c.Maximum != nil && n > *c.Maximum*scale {
		return problemf("omfang", "%s är större än %d", text, *c.Maximum)
	}
	return nil
}

// Years that a delivery can be about.
const firstYear, lastYear = 1900, 2199

func parseDate(text string) (value, *problem) {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil || d.Year() < firstYear || d.Year() > lastYear {
		return value{}, problemf("typ", "%s är inget datum; skriv ÅÅÅÅ-MM-DD", show(text))
	}
	return value{n: d.Unix() / 86400}, nil
}

func parseMonth(text string) (value, *problem) {
	if p, ok := parsePeriod(text); ok && !p.IsYear() {
		return value{text: text}, nil
	}
	return value{}, problemf("manad", "%s är ingen månad; skriv ÅÅÅÅ-MM", show(text))
}

func parseYear(text string) (value, *problem) {
	if p, ok := parsePeriod(text); ok && p.IsYear() {
		return value{text: text}, nil
	}
	return value{}, problemf("ar", "%s är inget år; skriv ÅÅÅÅ", show(text))
}

func parsePeriod(text string) (period.Period, bool) {
	p, err := period.Parse(text)
	return p, err == nil && p.Year() >= firstYear && p.Year() <= lastYear
}

// show quotes what was written, so that spaces and odd characters are seen.
func show(text string) string { return strconv.Quote(clip(text)) }

// clip keeps what a message can hold of a value.
func clip(text string) string {
	if r := []rune(text); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return text
}
