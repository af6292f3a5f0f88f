package chart

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// unitCircle is how ECharts draws the symbol "circle", before its transform.
const unitCircle = "M1 0A1 1 0 1 1 1 -0.1A1 1 0 0 1 1 0"

// matrix is an SVG transform: x' = ax + cy + e, y' = bx + dy + f.
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{a: 1, d: 1}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f
}

// scale is how much a stroke's width grows: ECharts divides the width by the same mean when it writes it.
func (m matrix) scale() float64 {
	return math.Sqrt(math.Abs(m.a*m.d - m.b*m.c))
}

// parseMatrix reads "", "translate(x y)" and "matrix(a,b,c,d,e,f)".
func parseMatrix(s string) (matrix, error) {
	name, rest, _ := strings.Cut(strings.TrimSpace(s), "(")
	if name == "" {
		return identity, nil
	}
	var v []float64
	for _, f := range strings.FieldsFunc(strings.TrimSuffix(rest, ")"), func(r rune) bool { return r == ',' || r == ' ' }) {
		x, err := strconv.ParseFloat(f, 64)
		if err != nil {
			return matrix{}, fmt.Errorf("transform %q: %w", s, err)
		}
		v = append(v, x)
	}
	switch {
	case name == "translate" && len(v) == 2:
		return matrix{1, 0, 0, 1, v[0], v[1]}, nil
	case name == "matrix" && len(v) == 6:
		return matrix{v[0], v[1], v[2], v[3], v[4], v[5]}, nil
	}
	return matrix{}, fmt.Errorf("transform %q is not a translation or a matrix", s)
}

// pathData works a transform into a path of the commands M, L, l and Z, and rounds it.
func pathData(d string, m matrix) (string, error) {
	var b strings.Builder
	var x, y float64 // where the pen is, before the transform
	for d = strings.TrimSpace(d); d != ""; {
		command := d[0]
		end := strings.IndexFunc(d[1:], unicode.IsLetter) + 1
		if end == 0 {
			end = len(d)
		}
		args := strings.FieldsFunc(d[1:end], func(r rune) bool { return r == ',' || r == ' ' })
		d = d[end:]
		switch {
		case command == 'Z' && len(args) == 0:
			b.WriteByte('Z')
		case (command == 'M' || command == 'L') && len(args) == 2:
			x, y = number(args[0]), number(args[1])
			point(&b, command, m, x, y)
		case command == 'l' && len(args) == 2:
			x, y = x+number(args[0]), y+number(args[1])
			point(&b, 'L', m, x, y)
		default:
			return "", fmt.Errorf("path command %c with %d numbers", command, len(args))
		}
	}
	return b.String(), nil
}

func point(b *strings.Builder, command byte, m matrix, x, y float64) {
	x, y = m.apply(x, y)
	fmt.Fprintf(b, "%c%s %s", command, short(x), short(y))
}

// number reads a number that ECharts wrote; what is not there is zero.
func number(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0
	}
	return v
}

// round2 rounds a coordinate to hundredths of a px.
func round2(v float64) float64 { return math.Round(v*100) / 100 }

// short writes a coordinate with at most one decimal.
func short(v float64) string {
	v = math.Round(v*10) / 10
	if v == 0 {
		v = 0 // not −0
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
