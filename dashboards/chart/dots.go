package chart

import (
	"math"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// DotsInput is the figures of a dot plot with intervals: one row per area, in the caller's order.
type DotsInput struct {
	Rows      []DotRow
	Reference *Reference // nil: no line
	Axis      Axis
	ValueHead string // over the column of values: "värde (95 %-intervall)"; may be empty
}

// DotRow is one area. Of a hidden row only the label is used; the caller sorts it where its value says nothing.
type DotRow struct {
	ID           string // the area's name in addresses, for a view of its row alone; may be empty
	Label        string
	Value        float64
	Lower, Upper *float64 // the interval; nil: none
	Verdict      Verdict
	ValueText    string // "7,2 %"
	IntervalText string // "(6,9–7,6)"; may be empty
	Hidden       bool   // drawn as a hatched row with ..
	NotDelivered bool   // drawn as an empty row with -
}

const dotSteps = 5 // at most, on the value axis

// The signs of what is not shown (Kolada's).
const (
	hiddenSign       = ".."
	notDeliveredSign = "-"
)

func (r DotRow) shown() bool { return !r.Hidden && !r.NotDelivered }

// texts are the row's value and interval as printed.
func (r DotRow) texts() (value, interval string) {
	switch {
	case r.Hidden:
		return hiddenSign, ""
	case r.NotDelivered:
		return notDeliveredSign, ""
	}
	return r.ValueText, r.IntervalText
}

// Options lays the chart out for a width.
func (in DotsInput) Options(width int) (Options, error) { return Dots(in, width) }

// Scale gives the ends of the value axis, for the subtitle of a chart that does not start at zero.
func (in DotsInput) Scale() (from, to float64, err error) {
	s, err := in.scale(in.values())
	return s.min, s.max, err
}

// scale is the same in both pictures, so that one subtitle is true of both: it fits the narrow one.
func (in DotsInput) scale(values []float64) (scale, error) {
	return fitting(values, in.Axis, dotSteps, Narrow-13)
}

func (in DotsInput) values() []float64 {
	var v []float64
	for _, r := range in.Rows {
		if !r.shown() {
			continue
		}
		v = append(v, r.Value)
		if r.Lower != nil && r.Upper != nil {
			v = append(v, *r.Lower, *r.Upper)
		}
	}
	if in.Reference != nil {
		v = append(v, in.Reference.Value)
	}
	return v
}

// rowAir is what lies over a row's texts and marks, in px: the rest of the row's height reaches as far under it.
const rowAir = 3

// dotsLayout is where the parts of a dot plot stand, in px.
type dotsLayout struct {
	plot          box
	row, mark     float64 // height of a row, and its mark's place in it
	name          float64 // base line of the name in the row
	value         float64 // base line of the value in the row
	valueX, ciX   float64 // right ends of the columns
	width, height float64
}

func layDots(in DotsInput, width int, narrow bool) dotsLayout {
	var names, values, intervals []string
	for _, r := range in.Rows {
		v, ci := r.texts()
		names, values, intervals = append(names, r.Label), append(values, v), append(intervals, ci)
	}
	w, rows := float64(width), float64(len(in.Rows))
	ci := widest(intervals, 12, false)
	l := dotsLayout{width: w, ciX: w, valueX: w}
	if ci > 0 {
		l.valueX = w - ci - 8
	}
	if narrow {
		l.row, l.mark, l.name, l.value = 41, 36, 23, 23
		l.plot = box{6.5, 36, w - 13, rows*l.row + 4}
	} else {
		l.row, l.mark, l.name, l.value = 27, 20, 24.5, 24.5
		if ci > 0 {
			l.valueX = w - max(ci, 74) - 14
		}
		left := math.Floor(min(max(172, widest(names, 13, false)+16), 240))
		right := max(w-l.valueX+widest(values, 13, true)+28, 120)
		l.plot = box{left + 0.5, 40, math.Floor(w - left - right), rows*l.row + 7}
	}
	l.height = l.plot.top + l.plot.height + 6
	return l
}

// Dots lays out ranked dots with intervals: a reference line with its label on top, the axis on top, value
// and interval as text at the right; narrow, name and value stand above the mark.
func Dots(in DotsInput, width int) (Options, error) {
	narrow, err := checkWidth(width)
	if err != nil {
		return Options{}, err
	}
	if len(in.Rows) == 0 {
		return Options{}, ErrNoData
	}
	values := in.values()
	bare := len(values) == 0 // every row hidden or not delivered: rows without an axis
	if bare {
		values = []float64{0, 1}
	}
	l := layDots(in, width, narrow)
	sc, err := in.scale(values)
	if err != nil {
		return Options{}, err
	}
	s := newSheet(l.width, l.height, narrow)
	axis, more := s.valueAxis(sc, in.Axis.Unit)
	if bare {
		axis.Show = axis.AxisLine.Show
	}
	s.plot(l.plot, axis, more, hiddenY(l.plot.height), nil)
	if !bare {
		s.addReference(in, sc, l)
		s.addHead(in.ValueHead, l)
	}
	s.addDots(in.Rows, l)
	s.addHidden(in.Rows, sc, l)
	for i, r := range in.Rows {
		y := l.plot.top + float64(i)*l.row
		s.view(r.ID, box{0, y + rowAir, l.width, l.row})
		v, ci := r.texts()
		s.text(0, y+l.name, r.Label, "left", strong)
		s.text(l.valueX, y+l.value, v, "right", semibold)
		s.text(l.ciX, y+l.value, ci, "right", small)
		s.dotTip(r, sc, l, float64(i)*l.row+l.mark)
	}
	return s.options()
}

// dotTip tells a row in words; of a row without a value at the middle of the plot.
func (s *sheet) dotTip(r DotRow, sc scale, l dotsLayout, y float64) {
	if r.shown() {
		s.tips = append(s.tips, tip{At: []float64{r.Value, y}, Lines: []string{r.Label, strings.TrimSpace(r.ValueText + " " + r.IntervalText), r.Verdict.words()}})
		return
	}
	a := NotDelivered
	if r.Hidden {
		a = Hidden
	}
	s.tips = append(s.tips, tip{At: []float64{(sc.min + sc.max) / 2, y}, Lines: []string{r.Label, a.words()}})
}

// addReference draws the line everything is read against, and its label, kept inside the picture. It leaves out what
// lies behind a row's texts, which stand in the plot where the picture is narrow: a line through a name is read as a letter.
func (s *sheet) addReference(in DotsInput, sc scale, l dotsLayout) {
	ref, plot := in.Reference, l.plot
	if ref == nil {
		return
	}
	top := -22.0
	if sc.crosses(ref.Value, plot.width, in.Axis.Unit) {
		top = -4
	}
	x := plot.left + sc.at(ref.Value)*plot.width
	var line []any
	for i, r := range in.Rows {
		if l.writes(r, x) {
			y := float64(i)*l.row + l.name
			line = append(line, []float64{ref.Value, top}, []float64{ref.Value, y - textRise}, []any{ref.Value, nil})
			top = y + textFall
		}
	}
	line = append(line, []float64{ref.Value, top}, []float64{ref.Value, plot.height})
	s.add(charts.SingleSeries{Name: ref.Text, Type: "line", Symbol: "none", Data: line, LineStyle: cityLine("solid")},
		1, fields{"clip": false})
	half := textWidth(ref.Text, 12, true) / 2
	s.text(min(max(x, half), float64(s.size.Width)-half), plot.top-28, ref.Text, "center", smallSemi)
}

// How far a row's texts reach over their base line and under it, with some air.
const (
	textRise = 13.0
	textFall = 6.0
)

// writes says whether a text of a row stands at x.
func (l dotsLayout) writes(r DotRow, x float64) bool {
	const air = 3
	value, interval := r.texts()
	within := func(from, width float64) bool { return width > 0 && x > from-air && x < from+width+air }
	v, ci := textWidth(value, 13, true), textWidth(interval, 12, false)
	return within(0, textWidth(r.Label, 13, false)) || within(l.valueX-v, v) || within(l.ciX-ci, ci)
}

// addHead writes the head of the value column, where it does not meet the axis' last tick.
func (s *sheet) addHead(head string, l dotsLayout) {
	room := l.width - l.plot.left - l.plot.width - 24
	if !s.thin && textWidth(head, 12, false) <= room {
		s.text(l.width, l.plot.top-8.8, head, "right", axisText)
	}
}

// addDots draws the intervals and, over them, the marks.
func (s *sheet) addDots(rows []DotRow, l dotsLayout) {
	var marks []item
	var intervals []any
	for i, r := range rows {
		if !r.shown() {
			continue
		}
		y := float64(i)*l.row + l.mark
		it := markOf(r.Verdict).item([]float64{r.Value, y})
		it.Name = r.Label
		marks = append(marks, it)
		if r.Lower != nil && r.Upper != nil {
			intervals = append(intervals, pair(*r.Lower, y, *r.Upper, y, intervalColour(r.Verdict), ciWidth))
		}
	}
	more := fields{"clip": false}
	if len(intervals) > 0 {
		more["markLine"] = markLines(intervals, 2)
	}
	s.add(charts.SingleSeries{Type: "scatter", Data: marks}, 3, more)
}

// addHidden draws the hatched rows. A hidden row's strokes fill the plot, whatever its value is.
func (s *sheet) addHidden(rows []DotRow, sc scale, l dotsLayout) {
	const height = 10.0
	var marks []item
	for i, r := range rows {
		if !r.Hidden {
			continue
		}
		y := float64(i)*l.row + l.mark
		s.rect(l.plot.left, l.plot.top+y-height/2, l.plot.width, height, paper, "", 2)
		marks = append(marks, item{Value: []float64{(sc.min + sc.max) / 2, y}, ItemStyle: style("transparent", hatch, paleWidth)})
	}
	if len(marks) == 0 {
		return
	}
	s.add(charts.SingleSeries{Type: "scatter", Symbol: hatching(l.plot.width, height),
		SymbolSize: []float64{l.plot.width, height}, Data: marks}, 3, fields{"clip": false})
}

func cityLine(kind string) *opts.LineStyle {
	return &opts.LineStyle{Color: ink, Width: cityWidth, Type: kind}
}
