package chart

import (
	"slices"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// addPale draws the other areas' lines as one series, which takes a fraction of the time of a series each:
// between two of them the pen is lifted.
func (s *sheet) addPale(others []Line, l lineLayout) {
	var data []any
	for _, o := range others {
		if len(data) > 0 {
			data = append(data, []any{ms(l.cal.starts[0]), nil})
		}
		data = append(data, l.places(o, func(bool) bool { return false })...)
	}
	if len(data) > 0 { // one line after another, a gap between them: addCourses counts on it
		s.addSeries("", data, &opts.LineStyle{Color: pale, Width: paleWidth, Type: "solid"}, pale, 5, 2)
	}
}

// addBand fills from the lowest to the highest of the other areas, where there are two.
func (s *sheet) addBand(others []Line, l lineLayout) {
	n := len(l.cal.starts)
	low, high, have := make([]*float64, n), make([]*float64, n), make([]int, n)
	for _, o := range others {
		for i, v := range l.cal.series(o) {
			if v == nil {
				continue
			}
			if low[i] == nil || *v < *low[i] {
				low[i] = v
			}
			if high[i] == nil || *v > *high[i] {
				high[i] = v
			}
			have[i]++
		}
	}
	for i := range have {
		if have[i] < 2 {
			low[i] = nil
		}
	}
	s.addBetween(low, high, l)
}

// addBetween fills between two series, where both have values. The band is laid out in px, and follows the time
// axis when a reader zooms ("tid").
func (s *sheet) addBetween(low, high []*float64, l lineLayout) {
	var up, down [][]float64
	end := func() {
		if len(up) > 1 {
			slices.Reverse(down)
			s.more.graphic = append(s.more.graphic, fields{"type": "polygon", "silent": true, "z": 1, "info": "tid",
				"shape": fields{"points": slices.Concat(up, down)}, "style": fields{"fill": noTint}})
		}
		up, down = nil, nil
	}
	for i := range low {
		if low[i] == nil || high[i] == nil {
			end()
			continue
		}
		x := round1(l.x(i))
		up, down = append(up, []float64{x, round1(l.y(*high[i]))}), append(down, []float64{x, round1(l.y(*low[i]))})
	}
	end()
}

// addLine draws one line. Its points get marks when it is the own line and the periods are few; a point
// between two gaps always gets one, or it would not be seen.
func (s *sheet) addLine(line Line, l lineLayout, ls *opts.LineStyle, fill string, size int, marks bool, z int) {
	few := len(l.cal.starts) < thinFrom && l.plot.width >= markRoom*float64(len(l.cal.starts))
	s.addSeries(line.Name, l.places(line, func(last bool) bool { return marks && (few || last) }), ls, fill, size, z)
}

func (s *sheet) addSeries(name string, data []any, ls *opts.LineStyle, fill string, size, z int) {
	s.add(charts.SingleSeries{Name: name, Type: "line", Data: data, ConnectNulls: opts.Bool(false),
		ShowSymbol: opts.Bool(true), Symbol: "none", SymbolSize: size, LineStyle: ls, ItemStyle: style(fill, "", 0)},
		z, fields{"clip": false, "showAllSymbol": true})
}

// places are a line's points: a time and a value, or an item where the point gets a mark.
func (l lineLayout) places(line Line, marked func(last bool) bool) []any {
	values := l.cal.series(line)
	last := lastOf(values)
	data := make([]any, len(values))
	for i, v := range values {
		at := []any{ms(l.cal.starts[i]), v}
		data[i] = at
		if v == nil {
			continue
		}
		alone := (i == 0 || values[i-1] == nil) && (i == len(values)-1 || values[i+1] == nil)
		if alone || marked(i == last) {
			data[i] = item{Value: at, Symbol: "circle"}
		}
	}
	return data
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

// addCourses gives the own line and the city's a tip for every period, each with the other's value; of a pale
// line a tip says whose it is. own, city and pale are the places of their series in the option object.
func (s *sheet) addCourses(in LinesInput, l lineLayout, own, city, pale int) {
	s.reading = &reading{Head: l.cal.tipHead(), Format: in.tipFormat(), Count: len(l.cal.starts)}
	add := func(c course) { s.reading.Courses = append(s.reading.Courses, c) }
	beside := func(n int) *int { return &n }
	if in.Own != nil {
		c := course{Name: in.Own.Name, Series: own}
		if in.City != nil {
			c.Beside = beside(1)
		}
		add(c)
	}
	if in.City != nil {
		c := course{Name: in.City.Name, Series: city}
		if in.Own != nil {
			c.Beside = beside(0)
		}
		add(c)
	}
	if in.bandedOver(l.cal) {
		return
	}
	every := 1 + len(in.Others)*len(l.cal.starts)/mostTips
	for i, o := range in.Others {
		add(course{Name: o.Name, Series: pale, From: i * (len(l.cal.starts) + 1), Every: every})
	}
}

// tipHead names the formatter of a tip's period.
func (c calendar) tipHead() string {
	if c.monthly {
		return "@manad"
	}
	return "@ar"
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
