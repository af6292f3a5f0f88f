// Package prose writes Swedish: numbers, dates, names in a row, and the
// sentences that say what a comparison shows. Pages and reports print no
// other sentences about figures than these, so that the same figures are
// always said in the same words.
//
// It promises: rounding half away from zero, a comma before decimals,
// no-break spaces within numbers and before units, U+2212 for minus, an en
// dash in ranges; nothing is called better or worse, and no chance
// difference is called a difference. It reads nothing but its arguments.
package prose

import (
	"math"
	"strconv"
	"strings"
)

// NBSP is the no-break space.
const NBSP = "\u00a0"

const (
	minus = "\u2212"
	dash  = "\u2013"
)

// Number writes v with that many decimals: 8 295, 17,5, −0,6. A number that
// is not finite is written as an en dash.
func Number(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return dash
	}
	// The shortest decimal text of v is what was delivered or printed; it is
	// that text which is rounded, so that 2.675 becomes 2,68.
	whole, fraction, _ := strings.Cut(strconv.FormatFloat(math.Abs(v), 'f', -1, 64), ".")
	whole, fraction = rounded(whole, fraction, max(decimals, 0))
	s := group(whole)
	if fraction != "" {
		s += "," + fraction
	}
	if v < 0 && strings.Trim(s, "0,"+NBSP) != "" {
		s = minus + s
	}
	return s
}

// rounded gives a decimal text that many decimals, half upwards.
func rounded(whole, fraction string, decimals int) (string, string) {
	if len(fraction) <= decimals {
		return whole, fraction + strings.Repeat("0", decimals-len(fraction))
	}
	up := fraction[decimals] >= '5'
	digits := []byte("0" + whole + fraction[:decimals])
	for i := len(digits) - 1; up; i-- {
		if up = digits[i] == '9'; up {
			digits[i] = '0'
		} else {
			digits[i]++
		}
	}
	if digits[0] == '0' {
		digits = digits[1:]
	}
	point := len(digits) - decimals
	return string(digits[:point]), string(digits[point:])
}

func group(digits string) string {
	var b strings.Builder
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(NBSP)
		}
		b.WriteByte(digits[i])
	}
	return b.String()
}

// Signed is Number with a sign before it: +1,2, −0,6, 0,0.
func Signed(v float64, decimals int) string {
	s := Number(v, decimals)
	if v > 0 && strings.Trim(s, "0,") != "" {
		return "+" + s
	}
	return s
}

// Range writes two limits: 6,9–7,6, and −0,9 till 14,9 where one is negative.
func Range(from, to float64, decimals int) string {
	a, b := Number(from, decimals), Number(to, decimals)
	if strings.HasPrefix(a, minus) || strings.HasPrefix(b, minus) {
		return a + " till " + b
	}
	return a + dash + b
}

// plural forms of units that have a singular of their own.
var singular = map[string]string{"dagar": "dag", "personer": "person", "kronor": "krona"}

// Value writes v with its unit, for tables and charts: 47,9 %, 8 143 kr,
// 211 hushåll, 1 dag.
func Value(v float64, unit string, decimals int) string {
	switch unit {
	case "procent":
		return Number(v, decimals) + NBSP + "%"
	case "":
		return Number(v, decimals)
	}
	return withUnit(Number(v, decimals), unit)
}

// InText writes v with its unit in full, for running text: 47,9 procent.
func InText(v float64, unit string, decimals int) string {
	if unit == "kr" {
		unit = "kronor"
	}
	if unit == "" {
		return Number(v, decimals)
	}
	return withUnit(Number(v, decimals), unit)
}

// Brief is Value where the words around it already say the unit: only %, kr,
// tkr and days keep theirs.
func Brief(v float64, unit string, decimals int) string {
	switch unit {
	case "procent", "kr", "tkr", "dagar":
		return Value(v, unit, decimals)
	}
	return Number(v, decimals)
}

// Difference writes a difference between two values, with its sign when it is
// negative: 7,0 procentenheter, −540 kronor, 3 dagar.
func Difference(v float64, unit string, decimals int) string {
	if unit == "procent" {
		if n := Number(math.Abs(v), decimals); n == "1" {
			return Number(v, decimals) + NBSP + "procentenhet"
		}
		return Number(v, decimals) + NBSP + "procentenheter"
	}
	return InText(v, unit, decimals)
}

// AxisUnit is what stands after the last tick of an axis; long units stand in
// the subtitle instead.
func AxisUnit(unit string) string {
	switch unit {
	case "procent":
		return "%"
	case "kr", "tkr":
		return unit
	}
	return ""
}

func withUnit(number, unit string) string {
	if one, ok := singular[unit]; ok && number == "1" {
		unit = one
	}
	first, rest, more := strings.Cut(unit, " ")
	if more {
		rest = " " + strings.ReplaceAll(rest, "1 000", "1"+NBSP+"000")
	}
	return number + NBSP + first + rest
}
