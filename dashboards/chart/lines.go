package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	"stadsdelskollen/queries/period"
)

// LinesInput is the figures of a line chart: one area against all the others and the city. Every period is a
// month ("2011-11") or every period is a year ("2017"). A period that a line does not name is a gap in it.
type LinesInput struct {
	Own    *Line // the page's area; nil on a page without one
	City   *Line // dashed; nil: none
	Others []Line
	Axis   Axis
}

// Line is one area's series.
type Line struct {
	Name      string // "Spånga-Tensta"
	ShortName string // for the narrow picture: "Staden"; empty: Name
	Points    []Point
	EndText   string // the last value as printed: "5,7 %"
	StartText string // the first value as printed, over the first point; may be empty
}

// Point is one period's value. A hidden value and one not delivered are a gap: Missing.
type Point struct {
	Period  string
	Value   float64
	Missing bool
}

// Shown is how many of the line's periods have a value.
func (l *Line) Shown() int {
	n := 0
	for _, p := range l.Points {
		if !p.Missing {
			n++
		}
	}
	return n
}

// thinFrom is the number of periods from which a line shows its last point only, a control chart only the
// points that break a rule, and the others stand as a band beside an own line: closer points run together.
const thinFrom = 60

// markRoom is how far apart points must stand, in px, for a line to show more of them than its last.
const markRoom = 9.0

const lineSteps = 5 // at most, on the value axis

// Options lays the chart out for a width.
func (in LinesInput) Options(width int) (Options, error) { return Lines(in, width) }

// Scale gives the ends of the value axis, for the subtitle of a chart that does not start at zero.
func (in LinesInput) Scale() (from, to float64, err error) {
	s, err := newScale(in.values(), in.Axis, lineSteps)
	return s.min, s.max, err
}

func (in LinesInput) all() []Line {
	lines := slices.Clone(in.Others)
	for _, l := range []*Line{in.City, in.Own} {
		if l != nil {
			lines = append(lines, *l)
		}
	}
	return lines
}

func (in LinesInput) values() []float64 {
	var v []float64
	for _, l := range in.all() {
		for _, p := range l.Points {
			if !p.Missing {
				v = append(v, p.Value)
			}
		}
	}
	return v
}

// calendar is the row of all periods from the first to the last of any line, without holes.
type calendar struct {
	starts  []time.Time
	names   []string
	index   map[string]int
	monthly bool
}

func newCalendar(lines []Line) (calendar, error) {
	var first, last period.Period
	c := calendar{index: map[string]int{}}
	known := map[string]bool{}
	var before []Point // the line before's: most lines have the same periods
	for _, l := range lines {
		for i, p := range l.Points {
			if i < len(before) && before[i].Period == p.Period || known[p.Period] {
				continue
			}
			at, err := period.Parse(p.Period)
			if err != nil {
				return c, fmt.Errorf("%s: period %w", l.Name, err)
			}
			if len(known) == 0 {
				first, last = at, at
			}
			if at.IsYear() != first.IsYear() {
				return c, fmt.Errorf("%s: period %q: months and years in one chart", l.Name, p.Period)
			}
			if at.Compare(first) < 0 {
				first = at
			}
			if at.Compare(last) > 0 {
				last = at
			}
			known[p.Period] = true
		}
		before = l.Points
	}
	if len(known) == 0 {
		return c, nil
	}
	c.monthly = !first.IsYear()
	for i, at := range period.Between(first, last) {
		name := at.String()
		c.index[name] = i
		c.starts, c.names = append(c.starts, at.First()), append(c.names, name)
	}
	return c, nil
}

// unit names the periods as the browser's zoom knows them.
func (c calendar) unit() string {
	if c.monthly {
		return "manad"
	}
	return "ar"
}

// series is a line over the whole calendar: nil where it has a gap.
func (c calendar) series(l Line) []*float64 {
	out := make([]*float64, len(c.starts))
	next := 0
	for i := range l.Points {
		p := &l.Points[i]
		if next >= len(c.names) || c.names[next] != p.Period {
			next = c.index[p.Period]
		}
		if !p.Missing {
			out[next] = &p.Value
		}
		next++
	}
	return out
}

// lineLayout is where things stand: the plot in px and the two scales.
type lineLayout struct {
	plot     box
	sc       scale
	cal      calendar
	from, to float64 // ends of the time axis, ms since 1970
}

func (l lineLayout) x(i int) float64 {
	return l.plot.left + (ms(l.cal.starts[i])-l.from)/(l.to-l.from)*l.plot.width
}

func (l lineLayout) y(v float64) float64 {
	return l.plot.top + (1-l.sc.at(v))*l.plot.height
}

func ms(t time.Time) float64 { return float64(t.UnixMilli()) }

const (
	endPad  = 8.0  // px of air inside the plot, left and right of the points
	endGap  = 10.0 // px from the last point to its label
	lineGap = 15.0 // px from base line to base line
)

func layLines(in LinesInput, width int, narrow bool) (lineLayout, error) {
	cal, err := newCalendar(in.all())
	if err != nil {
		return lineLayout{}, err
	}
	sc, err := newScale(in.values(), in.Axis, lineSteps)
	if err != nil {
		return lineLayout{}, err
	}
	w, height := float64(width), 300.0
	if narrow {
		height = 214
	}
	left := max(sc.widestTick(in.Axis.Unit)+10, 24)
	right := endPad
	for _, l := range []*Line{in.City, in.Own} {
		if l != nil {
			right = max(right, widest(endLines(*l, l == in.Own, narrow), 13, l == in.Own)+endGap+2)
		}
	}
	l := lineLayout{sc: sc, cal: cal, plot: box{left, 24, w - left - right + endPad, height - 24 - 26}}
	l.pad()
	return l, nil
}

// pad gives the time axis its ends: the first and the last period, with air.
func (l *lineLayout) pad() {
	cal := l.cal
	l.from, l.to = ms(cal.starts[0]), ms(cal.starts[len(cal.starts)-1])
	if l.to == l.from {
		day := 24 * 3600 * 1000.0
		l.from, l.to = l.from-day, l.to+day
	}
	perPx := (l.to - l.from) / (l.plot.width - 2*endPad)
	l.from, l.to = l.from-endPad*perPx, l.to+endPad*perPx
}

// endLines is a line's label at its last point, broken when it does not fit beside the plot.
func endLines(l Line, own, narrow bool) []string {
	name, limit := l.Name, 170.0
	if narrow {
		limit = 84
		if l.ShortName != "" {
			name = l.ShortName
		}
	}
	if l.EndText == "" {
		return wrap(name, limit, 13, own)
	}
	return wrap(name+" "+strings.ReplaceAll(l.EndText, " ", "\u00a0"), limit, 13, own)
}

// Banded says whether the others are shown as a band from the lowest to the highest of them, and not each by a
// line: beside an own line of many periods.
func (in LinesInput) Banded() bool {
	if in.Own == nil || len(in.Others) < 2 {
		return false
	}
	cal, err := newCalendar(in.all())
	return err == nil && in.bandedOver(cal)
}

func (in LinesInput) bandedOver(cal calendar) bool {
	return in.Own != nil && len(in.Others) >= 2 && len(cal.starts) >= thinFrom
}

// Lines lays out one area against all the others (pale, or a band) and the city (dashed) on a true time axis.
func Lines(in LinesInput, width int) (Options, error) {
	narrow, err := checkWidth(width)
	if err != nil {
		return Options{}, err
	}
	l, err := layLines(in, width, narrow)
	if err != nil {
		return Options{}, err
	}
	s := newSheet(float64(width), l.plot.top+l.plot.height+26, narrow)
	x, moreX := l.timeAxis(narrow)
	y, moreY := leftAxis(l.sc, in.Axis.Unit)
	s.plot(l.plot, x, moreX, y, moreY)
	pale := s.count()
	if in.bandedOver(l.cal) {
		s.addBand(in.Others, l)
	} else {
		s.addPale(in.Others, l)
	}
	city := s.count()
	if in.City != nil {
		s.addLine(*in.City, l, cityLine("dashed"), ink, 5, false, 3)
	}
	own := s.count()
	if in.Own != nil {
		s.addLine(*in.Own, l, &opts.LineStyle{Color: ink, Width: ownWidth, Type: "solid"}, ink, 8, true, 4)
		s.addStart(in, l)
	}
	s.addEnds(in, l)
	s.zoom = l.cal.unit()
	s.addCourses(in, l, own, city, pale)
	return s.options()
}

// timeAxis is the axis of periods: a tick where a year begins, its name to the right of it; for years, and
// for less than two years of months, names under the points.
func (l lineLayout) timeAxis(narrow bool) (opts.XAxis, fields) {
	room := l.plot.width / 46
	var at []float64
	formatter, first := "@ar", l.cal.starts[0]
	ticks := l.cal.monthly && len(l.cal.starts) >= 24
	switch {
	case ticks:
		years := float64(len(l.cal.starts)) / 12
		at = l.every(yearStep(years/room), func(t time.Time) bool { return t.Month() == time.January })
	case l.cal.monthly:
		formatter = "@manadkort"
		every := max(1, int(math.Ceil(float64(len(l.cal.starts))*68/l.plot.width)))
		for i := 0; i < len(l.cal.starts); i += every {
			at = append(at, ms(l.cal.starts[i]))
		}
	default:
		step := yearStep(float64(len(l.cal.starts)) / room)
		at = l.every(step, func(time.Time) bool { return true })
		if len(at) == 0 {
			at = []float64{ms(first)}
		}
	}
	label := fields{"customValues": at, "show": true}
	if ticks {
		label["align"], label["padding"] = "left", []int{0, 0, 0, 3}
	}
	axis := opts.XAxis{Type: "time", Min: l.from, Max: l.to,
		SplitLine: &opts.SplitLine{Show: opts.Bool(false)},
		AxisLine:  &opts.AxisLine{Show: opts.Bool(l.sc.min == 0), LineStyle: &opts.LineStyle{Color: ink3, Width: gridWidth}},
		AxisTick:  &opts.AxisTick{Show: opts.Bool(ticks), LineStyle: &opts.LineStyle{Color: ink3, Width: gridWidth}},
		AxisLabel: &opts.AxisLabel{Color: ink3, FontSize: 12, Margin: 8, Formatter: types.FuncStr(formatter)}}
	return axis, fields{"axisLabel": label, "axisTick": fields{"customValues": at, "length": 6}}
}

// yearStep is the round number of years from label to label.
func yearStep(atLeast float64) int {
	for _, step := range []int{1, 2, 5, 10, 20, 50} {
		if float64(step) >= atLeast {
			return step
		}
	}
	return 100
}

func (l lineLayout) every(years int, keep func(time.Time) bool) []float64 {
	var at []float64
	for _, t := range l.cal.starts {
		if t.Year()%years == 0 && keep(t) {
			at = append(at, ms(t))
		}
	}
	return at
}
