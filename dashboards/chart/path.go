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

// pathData works a transform into a path of the commands M, L, l and Z, rounds it to tenths of a px and writes
// it relatively, as h, v and l: equal shapes at different places are then equal texts, which compress.
func pathData(d string, m matrix) (string, error) {
	p := pen{}
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
			p.close()
		case (command == 'M' || command == 'L') && len(args) == 2:
			x, y = number(args[0]), number(args[1])
			p.to(command == 'M', m, x, y)
		case command == 'l' && len(args) == 2:
			x, y = x+number(args[0]), y+number(args[1])
			p.to(false, m, x, y)
		default:
			return "", fmt.Errorf("path command %c with %d numbers", command, len(args))
		}
	}
	return p.b.String(), nil
}

// pen writes a path in tenths of a px.
type pen struct {
	b              strings.Builder
	x, y           int // where it is
	startX, startY int // where the subpath began
	last           byte
}

// to moves the pen or draws a line. A line that ends where it begins is not written.
func (p *pen) to(move bool, m matrix, x, y float64) {
	x, y = m.apply(x, y)
	tx, ty := int(math.Round(x*10)), int(math.Round(y*10))
	dx, dy := tx-p.x, ty-p.y
	p.x, p.y = tx, ty
	switch {
	case move:
		p.startX, p.startY = tx, ty
		p.write('M', tx, ty)
	case dx == 0 && dy == 0:
	case dy == 0:
		p.write('h', dx)
	case dx == 0:
		p.write('v', dy)
	default:
		p.write('l', dx, dy)
	}
}

func (p *pen) close() {
	p.b.WriteByte('Z')
	p.x, p.y, p.last = p.startX, p.startY, 'Z'
}

// write puts a command, its letter only where it differs from the one before, and its numbers.
func (p *pen) write(command byte, tenths ...int) {
	bare := command == p.last && command == 'l'
	if !bare {
		p.b.WriteByte(command)
	}
	for i, n := range tenths {
		text := strconv.FormatFloat(float64(n)/10, 'f', -1, 64)
		text = strings.Replace(strings.TrimPrefix(text, "0."), "-0.", "-.", 1)
		if n > 0 && n < 10 {
			text = "." + text
		}
		if (i > 0 || bare) && text[0] != '-' {
			p.b.WriteByte(' ')
		}
		p.b.WriteString(text)
	}
	p.last = command
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
