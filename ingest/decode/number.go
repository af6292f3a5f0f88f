package decode

import (
	"regexp"
	"strconv"
	"strings"
)

// Decimals are kept to three places, in thousandths.
const scale = 1000

// notation says how a column writes numbers where one of them alone cannot
// tell: decimal is its decimal sign, 0 when unknown.
type notation struct{ decimal byte }

// figure is the reading of a number's text.
type figure struct {
	n     int64 // thousandths
	whole bool
	mark  string // the footnote mark that was glued to it
}

const (
	spaceSet = ` \x{a0}\x{2007}\x{2009}\x{202f}`
	markSet  = `[\x{b9}\x{b2}\x{b3}\x{2070}\x{2074}-\x{2079}*†‡]+`
)

var (
	markAfter  = regexp.MustCompile(`^(.*[\d)%.\p{L}])[` + spaceSet + `]*(` + markSet + `)$`)
	noteAfter  = regexp.MustCompile(`^([^(]*[\d\p{L}%])[` + spaceSet + `]+(\d\))$`)
	markBefore = regexp.MustCompile(`^(` + markSet + `|\d\)[` + spaceSet + `])[` + spaceSet + `]*(.*\d.*)$`)
	noteGlued  = regexp.MustCompile(`^[^(]*\d\)$`)
	unitAfter  = regexp.MustCompile(`(?i)^(.*\d\)?)[` + spaceSet + `]*(mnkr|mkr|tkr|kr\.?|sek|\$|%)$`)
	unitBefore = regexp.MustCompile(`(?i)^([-−–+(]?)(\$|sek|kr)[` + spaceSet + `]*(.*\d.*)$`)

	grouped   = regexp.MustCompile(`^\d{1,3}(?:[` + spaceSet + `'’]\d{3})+$`)
	byPoint   = regexp.MustCompile(`^\d{1,3}(?:\.\d{3})+$`)
	byComma   = regexp.MustCompile(`^\d{1,3}(?:,\d{3})+$`)
	digits    = regexp.MustCompile(`^\d+$`)
	ambiguous = regexp.MustCompile(`^[1-9]\d{0,2}[.,]\d{3}$`)

	grouping = strings.NewReplacer(" ", "", "\u00a0", "", "\u2007", "", "\u2009", "", "\u202f", "", "'", "", "’", "", ".", "", ",", "")
)

// money are the powers of ten of the units of kronor.
var money = map[string]int{"kr": 0, "tkr": 3, "mnkr": 6}

func unitName(text string) string {
	switch u := strings.TrimSuffix(strings.ToLower(text), "."); u {
	case "sek":
		return "kr"
	case "mkr":
		return "mnkr"
	default:
		return u
	}
}

// pieces are a number's text taken apart: its footnote mark, unit and sign,
// and what is left.
type pieces struct {
	mark, unit, body string
	negative         bool
}

func takeApart(text string) (pieces, *problem) {
	var p pieces
	for _, form := range []*regexp.Regexp{markAfter, noteAfter} {
		if m := form.FindStringSubmatch(text); m != nil {
			text, p.mark = m[1], m[2]
		}
	}
	if m := markBefore.FindStringSubmatch(text); m != nil && p.mark == "" {
		p.mark, text = strings.TrimSpace(m[1]), m[2]
	}
	if noteGlued.MatchString(text) {
		return p, problemf("fotnot", "fotnotstecknet i %s kan inte skiljas från siffrorna", show(text))
	}
	if m := unitAfter.FindStringSubmatch(text); m != nil {
		text, p.unit = m[1], unitName(m[2])
	} else if m := unitBefore.FindStringSubmatch(text); m != nil {
		text, p.unit = m[1]+m[3], unitName(m[2])
	}
	if inner, ok := strings.CutPrefix(text, "("); ok && strings.HasSuffix(inner, ")") {
		text, p.negative = strings.TrimSuffix(inner, ")"), true
		if m := unitAfter.FindStringSubmatch(text); m != nil && p.unit == "" {
			text, p.unit = m[1], unitName(m[2])
		}
	} else {
		for _, sign := range []string{"-", "−", "–", "+"} {
			if rest, ok := strings.CutPrefix(text, sign); ok {
				text, p.negative = strings.TrimLeft(rest, " \u00a0"), sign != "+"
				break
			}
		}
	}
	p.body = text
	return p, nil
}

// decimalSign is what a number's body alone proves of the column's decimal
// sign; 0 when nothing.
func decimalSign(body string) byte {
	whole, sign, _, ok := divide(body, notation{})
	switch {
	case !ok:
		return 0
	case sign != 0:
		return sign
	case byPoint.MatchString(whole):
		return ','
	case byComma.MatchString(whole):
		return '.'
	}
	return 0
}

// divide finds the whole part and the decimals of a number's body. ok is false
// when it is none, or when it can be read in two ways.
func divide(body string, n notation) (whole string, sign byte, decimals string, ok bool) {
	if ambiguous.MatchString(body) {
		at := strings.IndexAny(body, ".,")
		switch n.decimal {
		case 0:
			return "", 0, "", false
		case body[at]:
			return body[:at], body[at], body[at+1:], true
		}
		return body, 0, "", true
	}
	last := strings.LastIndexAny(body, ".,")
	isWhole := func(s string) bool {
		return digits.MatchString(s) || grouped.MatchString(s) || byPoint.MatchString(s) || byComma.MatchString(s)
	}
	if last < 0 || strings.Count(body, body[last:last+1]) > 1 {
		return body, 0, "", isWhole(body)
	}
	whole, sign, decimals = body[:last], body[last], body[last+1:]
	return whole, sign, decimals, isWhole(whole) && digits.MatchString(decimals)
}

// shifted makes thousandths of a whole part and decimals, moved shift powers
// of ten to the left, and rounds half away from zero.
func shifted(whole, decimals string, shift int) (n int64, isWhole, ok bool) {
	all, point := whole+decimals, len(whole)+shift
	if point < 0 {
		all, point = strings.Repeat("0", -point)+all, 0
	}
	if need := point + 4; len(all) < need {
		all += strings.Repeat("0", need-len(all))
	}
	kept := strings.TrimLeft(all[:point+3], "0")
	if len(kept) > 18 {
		return 0, false, false
	}
	if kept != "" {
		n, _ = strconv.ParseInt(kept, 10, 64)
	}
	if all[point+3] >= '5' {
		n++
	}
	return n, strings.Trim(all[point:], "0") == "", n <= (1e15-2)*scale
}

// readNumber reads a number into thousandths of the column's unit. shift turns
// a cell's unit into powers of ten.
func readNumber(text string, n notation, shift func(unit string) (int, *problem)) (figure, *problem) {
	p, bad := takeApart(text)
	if bad != nil {
		return figure{}, bad
	}
	power, bad := shift(p.unit)
	if bad != nil {
		return figure{}, bad
	}
	whole, _, decimals, ok := divide(p.body, n)
	if !ok && ambiguous.MatchString(p.body) {
		return figure{}, problemf("tvetydigt", "%s kan läsas på två sätt, och kolumnens andra värden avgör inte vilket; ange decimaltecken", show(text))
	}
	var f figure
	if ok {
		f.n, f.whole, ok = shifted(grouping.Replace(whole), decimals, power)
	}
	if !ok {
		return figure{}, problemf("typ", "%s är inte ett tal", show(text))
	}
	if p.negative {
		f.n = -f.n
	}
	f.mark = p.mark
	return f, nil
}
