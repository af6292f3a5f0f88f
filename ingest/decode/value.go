package decode

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"stadsdelskollen/ingest/contract"
	"stadsdelskollen/queries/period"
)

// value is one typed field.
type value struct {
	null  bool
	state string // of a figure that is not there, when it is not merely missing
	text  string // text, months and years
	n     int64  // integers, thousandths, days since 1970
	mark  string // a footnote mark that was taken off
}

// problem is what is wrong with a field.
type problem struct{ rule, message string }

func problemf(rule, format string, args ...any) *problem {
	return &problem{rule, fmt.Sprintf(format, args...)}
}

// reading is what has to be known to read a column's fields.
type reading struct {
	field    contract.Field
	inKey    bool
	isPeriod bool
	mapping  Mapping
	notation notation
}

// parse reads the text of a field as its contract says.
func (r reading) parse(text string) (value, *problem) {
	f := r.field
	if p := oddCharacter(text); p != nil {
		return value{}, p
	}
	text = strings.TrimSpace(norm.NFC.String(text))
	if text == "" {
		switch {
		case f.Constraints.Required:
			return value{}, problemf("saknas", "uppgiften saknas")
		case r.inKey:
			return value{}, nil
		}
		return value{null: true}, nil
	}
	if sheetError(text) {
		return value{}, problemf("cellfel", "cellen är ett fel i kalkylbladet (%s)", text)
	}
	switch f.Type {
	case contract.Integer, contract.Number:
		return r.parseFigure(text)
	case contract.Date:
		if state, ok := r.mapping.absent(text); ok && state == Missing && !f.Constraints.Required {
			return value{null: true}, nil
		}
		return parseDate(text)
	case contract.YearMonth:
		p, ok := r.mapping.readMonth(text)
		return parsedPeriod(p, ok, noPeriod("manad", text, "%s är ingen månad; skriv ÅÅÅÅ-MM"))
	case contract.Year:
		p, ok := readYear(text)
		return parsedPeriod(p, ok, noPeriod("ar", text, "%s är inget år; skriv ÅÅÅÅ"))
	}
	if r.isPeriod {
		p, ok := readYear(text)
		if !ok {
			p, ok = r.mapping.readMonth(text)
		}
		return parsedPeriod(p, ok, noPeriod("period", text, "%s är varken månad eller år; skriv ÅÅÅÅ-MM eller ÅÅÅÅ"))
	}
	return r.parseText(text)
}

func (r reading) parseText(text string) (value, *problem) {
	c := r.field.Constraints
	mark := ""
	if m := wordMark.FindStringSubmatch(text); m != nil && r.inKey {
		text, mark = m[1], m[2]
	}
	for code, name := range r.mapping.Codes[r.field.Name] {
		if columnKey(code) == columnKey(text) {
			text = name
			break
		}
	}
	if len(c.Enum) > 0 && !slices.Contains(c.Enum, text) {
		return value{}, problemf("kodlista", "%s är inget av %s", show(text), strings.Join(c.Enum, ", "))
	}
	if !c.Matches(text) {
		return value{}, problemf("form", "%s har inte rätt form. %s", show(text), r.field.Description)
	}
	return value{text: text, mark: mark}, nil
}

// wordMark is a footnote mark that nobody takes for part of a name.
var wordMark = regexp.MustCompile(`^(.*\p{L})([\x{b9}\x{b2}\x{b3}\x{2070}\x{2074}-\x{2079}]+|\s\d\))$`)

// noPeriod tells a year that no delivery is about from a text that is no period.
func noPeriod(rule, text, otherwise string) *problem {
	if p, err := period.Parse(text); err == nil && (p.Year() < firstYear || p.Year() > lastYear) {
		return problemf(rule, "%s: året ska vara från %d till %d", show(text), firstYear, lastYear)
	}
	return problemf(rule, otherwise, show(text))
}

func parsedPeriod(p period.Period, ok bool, otherwise *problem) (value, *problem) {
	if !ok {
		return value{}, otherwise
	}
	return value{text: p.String()}, nil
}

// parseFigure reads a number, or the sign of one that is not there. A required
// figure may be hidden or not applicable, but not missing.
func (r reading) parseFigure(text string) (value, *problem) {
	state, ok := r.mapping.absent(text)
	mark := ""
	if bare := withoutMark(text); !ok && bare != text {
		if state, ok = r.mapping.absent(bare); ok {
			mark = strings.TrimSpace(strings.TrimPrefix(text, bare))
		}
	}
	if ok && state == Missing && r.field.Constraints.Required {
		return value{}, problemf("saknas", "uppgiften saknas (%s)", text)
	}
	if ok && state == Missing {
		return value{null: true}, nil
	}
	if ok {
		return value{null: true, state: state, mark: mark}, nil
	}
	got, p := readNumber(text, r.notation, r.shift)
	isInteger := r.field.Type == contract.Integer
	if p == nil && isInteger && !got.whole || p != nil && p.rule == "typ" && isInteger {
		return value{}, problemf("typ", "%s är inte ett heltal", show(text))
	}
	if p != nil {
		return value{}, p
	}
	v := value{n: got.n, mark: got.mark}
	if isInteger {
		v.n /= scale
	}
	return v, inRange(r.field.Constraints, got.n, text)
}

// shift is the power of ten from a cell's unit, or the one that the workspace
// declares, to the column's own.
func (r reading) shift(cell string) (int, *problem) {
	declared := unitName(r.mapping.Units[r.field.Name])
	from := cell
	if from == "" {
		from = declared
	}
	if from == "" || from == r.field.Unit {
		return 0, nil
	}
	power, isMoney := money[from]
	own, ownMoney := money[r.field.Unit]
	switch {
	case isMoney && ownMoney:
		return power - own, nil
	case r.field.Unit == "" && r.field.Type == contract.Number && (from == "kr" || from == "%"):
		return 0, nil
	case from == declared && !isMoney:
		return 0, nil // declared to be the column's own, of another name
	}
	return 0, problemf("enhet", "enheten %s går inte att räkna om till kolumnens %s", from, orNone(r.field.Unit))
}

func orNone(unit string) string {
	if unit == "" {
		return "(ingen enhet)"
	}
	return unit
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

func parseDate(text string) (value, *problem) {
	d, ok := readDay(text)
	if !ok {
		return value{}, problemf("typ", "%s är inget datum; skriv ÅÅÅÅ-MM-DD", show(text))
	}
	return value{n: d.Unix() / 86400}, nil
}

// sheetError recognises what a spreadsheet shows where a formula failed.
func sheetError(text string) bool {
	return slices.Contains([]string{"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SAKNAS!", "#REFERENS!", "#VÄRDEFEL!", "#DIVISION/0!"}, strings.ToUpper(text))
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
