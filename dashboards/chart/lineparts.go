package chart

import (
	"slices"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// addLine draws one line. Its points get marks when it is the own line and the periods are few; a point
// between two gaps always gets one, or it would not be seen.
func (s *sheet) addLine(line Line, l lineLayout, ls *opts.LineStyle, fill string, size int, marks bool, z int) {
	values := l.cal.series(line)
	last := lastOf(values)
	data := make([]any, len(values)) // a time and a value; an item where the point gets a mark
	for i, v := range values {
		at := []any{ms(l.cal.starts[i]), v}
		data[i] = at
		if v == nil {
			continue
		}
		alone := (i == 0 || values[i-1] == nil) && (i == len(values)-1 || values[i+1] == nil)
		if alone || marks && (len(values) < thinFrom || i == last) {
			data[i] = item{Value: at, Symbol: "circle"}
		}
	}
	s.add(charts.SingleSeries{Name: line.Name, Type: "line", Data: data, ConnectNulls: opts.Bool(false),
		ShowSymbol: opts.Bool(true), Symbol: "none", SymbolSize: size, LineStyle: ls, ItemStyle: style(fill, "", 0)},
		z, fields{"clip": false, "showAllSymbol": true})
}

func lastOf(values []*float64) int {
	for i := len(values) - 1; i >= 0; i-- {
		if values[i] != nil {
			return i
		}
	}
	return -1
}

// addStart writes the own line's first value over or under its first point, where no line runs; where one does,
// the axis has to do.
func (s *sheet) addStart(in LinesInput, l lineLayout) {
	own := l.cal.series(*in.Own)
	first := slices.IndexFunc(own, func(v *float64) bool { return v != nil })
	if first < 0 || in.Own.StartText == "" {
		return
	}
	w := textWidth(in.Own.StartText, 13, true)
	x, at := max(l.x(first)-w/2, l.plot.left), l.y(*own[first])
	for _, base := range []float64{at - 10, at + 20} {
		if base < 11 || base > l.plot.top+l.plot.height-4 || l.crossed(in, box{x, base - 12, w, 15}) {
			continue
		}
		s.textAt(x, base, in.Own.StartText, semibold)
		return
	}
}

// crossed says whether any line runs through a box.
func (l lineLayout) crossed(in LinesInput, b box) bool {
	lines := append([]Line{*in.Own}, in.Others...)
	if in.City != nil {
		lines = append(lines, *in.City)
	}
	for _, line := range lines {
		values := l.cal.series(line)
		for i, v := range values {
			if v == nil {
				continue
			}
			low, high, x := l.y(*v), l.y(*v), l.x(i)
			if i+1 < len(values) && values[i+1] != nil { // the stretch to the next point
				low, high = min(low, l.y(*values[i+1])), max(high, l.y(*values[i+1]))
				x = l.x(i + 1)
			}
			if l.x(i) < b.left+b.width && x > b.left && low < b.top+b.height && high > b.top {
				return true
			}
		}
	}
	return false
}

// endLabel is the label of a line at its last point: its lines of text and the first base line.
type endLabel struct {
	lines []string
	x, y  float64
	face  face
}

func (e endLabel) bottom() float64 { return e.y + float64(len(e.lines)-1)*lineGap }

// addEnds writes the labels of the own line and of the city's, pushed apart when they would meet.
func (s *sheet) addEnds(in LinesInput, l lineLayout) {
	var labels []endLabel
	for _, line := range []*Line{in.Own, in.City} {
		if line == nil {
			continue
		}
		values := l.cal.series(*line)
		last := lastOf(values)
		if last < 0 {
			continue
		}
		f := smallInk
		if line == in.Own {
			f = bold
		}
		e := endLabel{lines: endLines(*line, line == in.Own, s.thin), x: l.x(last) + endGap, face: f}
		e.y = l.y(*values[last]) + 4 - float64(len(e.lines)-1)*lineGap/2
		labels = append(labels, e)
	}
	if len(labels) == 2 {
		part(&labels[0], &labels[1], l.plot.top-4, l.plot.top+l.plot.height)
	}
	for _, e := range labels {
		for i, text := range e.lines {
			s.textAt(e.x, e.y+float64(i)*lineGap, text, e.face)
		}
	}
}

// part moves two labels apart, the higher up and the lower down, inside top and bottom.
func part(a, b *endLabel, top, bottom float64) {
	if a.y+a.bottom() > b.y+b.bottom() {
		a, b = b, a
	}
	if overlap := a.bottom() + lineGap - b.y; overlap > 0 {
		a.y -= overlap / 2
		b.y += overlap / 2
	}
	if d := top - a.y; d > 0 {
		a.y += d
		b.y = max(b.y, a.bottom()+lineGap)
	}
	if d := b.bottom() - bottom; d > 0 {
		b.y -= d
		a.y = min(a.y, b.y-lineGap*float64(len(a.lines)))
	}
}

// mostTips is how many tips a line chart has at most on the pale lines: every so many periods gets one.
const mostTips = 600

// addLineTips gives the own line and the city's a tip for every period, each with the other's value; of a pale
// line a tip says whose it is.
func (s *sheet) addLineTips(in LinesInput, l lineLayout) {
	head := map[string]string{"manad": "@manad", "ar": "@ar"}[l.cal.unit()]
	format := in.tipFormat()
	add := func(line Line, every int, beside *Line) {
		var others []*float64
		if beside != nil {
			others = l.cal.series(*beside)
		}
		for i, v := range l.cal.series(line) {
			if v == nil || i%every != 0 {
				continue
			}
			at := ms(l.cal.starts[i])
			t := tip{At: []float64{at, *v}, Lines: []any{valueLine{Format: head, Value: at}, valueLine{line.Name, format, *v}}}
			if others != nil && others[i] != nil {
				t.Lines = append(t.Lines, valueLine{beside.Name, format, *others[i]})
			}
			s.tips = append(s.tips, t)
		}
	}
	if in.Own != nil {
		add(*in.Own, 1, in.City)
	}
	if in.City != nil {
		add(*in.City, 1, in.Own)
	}
	every := 1 + len(in.Others)*len(l.cal.starts)/mostTips
	for _, o := range in.Others {
		add(o, every, nil)
	}
}

// tipFormat is the named formatter of the values: the unit's, with as many decimals as the printed values have.
func (in LinesInput) tipFormat() string {
	decimals := 0
	for _, l := range in.all() {
		if _, part, ok := strings.Cut(l.EndText, ","); ok {
			digits := strings.IndexFunc(part+" ", func(r rune) bool { return r < '0' || r > '9' })
			decimals = max(decimals, digits)
		}
	}
	name := map[string]string{"%": "@procent|", "kr": "@kr|"}[in.Axis.Unit]
	if name == "" {
		name = "@tal|"
	}
	return name + strconv.Itoa(decimals)
}
