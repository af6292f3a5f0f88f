package chart

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// sign is what is printed in place of a value.
func (a Absence) sign() string { return [...]string{"", hiddenSign, notDeliveredSign, "."}[a] }

// words say the same in a sentence or a tip.
func (a Absence) words() string {
	return [...]string{"", "dolt tal", "inte redovisat", "inte tillämpligt"}[a]
}

// words say a verdict as the pages do.
func (v Verdict) words() string {
	return [...]string{"jämförs inte", "tydligt högre", "tydligt lägre", "ingen säker skillnad"}[v]
}

// xy is a place in px from the top left corner.
type xy struct{ x, y float64 }

// stroke is how a line is drawn.
type stroke struct {
	colour string
	width  float32
	kind   string // "solid" or "dashed"
}

var (
	gridStroke  = stroke{rule, gridWidth, "solid"}
	zeroStroke  = stroke{ink3, gridWidth, "solid"}
	cityStroke  = stroke{ink, cityWidth, "solid"}
	ownStroke   = stroke{ink, ownWidth, "solid"}
	paleStroke  = stroke{pale, paleWidth, "solid"}
	limitStroke = stroke{ink3, limit, "dashed"}
	nearStroke  = stroke{ink3, gridWidth, "dashed"}
	eventStroke = stroke{ink, limit, "solid"}
)

// canvas is a sheet whose both axes count px from the top left corner, for kinds that have no axis of
// ECharts' own: one grid, however many panels, which ECharts lays out in a fifth of the time.
func canvas(width, height float64, narrow bool) *sheet {
	s := newSheet(width, height, narrow)
	s.plot(box{0, 0, width, height}, hiddenX(width), nil, hiddenY(height), nil)
	return s
}

// numbers are a place in the axes' own numbers.
func (s *sheet) numbers(p xy) []float64 {
	if s.inverse != nil {
		return s.inverse(p)
	}
	return []float64{round2(p.x), round2(p.y)}
}

// over says where a plot with two value axes lies, so that what is drawn in px finds its place on it.
func (s *sheet) over(plot box, x, y scale) {
	s.inverse = func(p xy) []float64 {
		return []float64{
			significant(x.min + (p.x-plot.left)/plot.width*(x.max-x.min)),
			significant(y.min + (1-(p.y-plot.top)/plot.height)*(y.max-y.min)),
		}
	}
}

// significant keeps seven digits: a coordinate's, not a figure's.
func significant(v float64) float64 {
	n, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 7, 64), 64)
	if err != nil {
		return v
	}
	return n
}

// leftAxis is the look of a value axis at the left: hairlines, no line, the unit on the last tick.
func leftAxis(sc scale, unit string) (opts.YAxis, fields) {
	more := fields{"interval": sc.step, "axisTick": fields{"show": false}}
	if sc.min == 0 {
		more["splitLine"] = fields{"showMinLine": false}
	}
	return opts.YAxis{Type: "value", Min: sc.min, Max: sc.max,
		AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
		SplitLine: gridLines(),
		AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: ink3, FontSize: 12, Margin: 6,
			Formatter: types.FuncStr(sc.formatter(unit))}}, more
}

// curves draws lines of one look as one series; between two of them the pen is lifted.
func (s *sheet) curves(lines [][]xy, k stroke, z int) {
	var data []any
	for _, line := range lines {
		if len(data) > 0 && len(line) > 0 {
			data = append(data, []any{s.numbers(line[0])[0], nil})
		}
		for _, p := range line {
			n := s.numbers(p)
			data = append(data, []any{n[0], n[1]})
		}
	}
	if len(data) == 0 {
		return
	}
	s.add(charts.SingleSeries{Type: "line", Data: data, ConnectNulls: opts.Bool(false), Symbol: "none",
		LineStyle: &opts.LineStyle{Color: k.colour, Width: k.width, Type: k.kind}}, z, fields{"clip": false, "showSymbol": false})
}

// segment is a straight line.
func segment(x0, y0, x1, y1 float64) []xy { return []xy{{x0, y0}, {x1, y1}} }

// shapes fills closed polygons of one look as one mark, whose symbol is their path.
func (s *sheet) shapes(polygons [][]xy, look *opts.ItemStyle, z int) {
	if len(polygons) == 0 {
		return
	}
	low, high := xy{math.Inf(1), math.Inf(1)}, xy{math.Inf(-1), math.Inf(-1)}
	var b strings.Builder
	b.WriteString("path://")
	for _, polygon := range polygons {
		for i, p := range polygon {
			low = xy{min(low.x, p.x), min(low.y, p.y)}
			high = xy{max(high.x, p.x), max(high.y, p.y)}
			fmt.Fprintf(&b, "%c%g %g", map[bool]byte{true: 'M', false: 'L'}[i == 0], round2(p.x), round2(p.y))
		}
		b.WriteByte('Z')
	}
	s.add(charts.SingleSeries{Type: "scatter", Symbol: b.String(),
		SymbolSize: []float64{round2(high.x - low.x), round2(high.y - low.y)},
		Data:       []item{{Value: s.numbers(xy{(low.x + high.x) / 2, (low.y + high.y) / 2}), ItemStyle: look}}},
		z, fields{"clip": false})
}

func rectangle(x, y, w, h float64) []xy {
	return []xy{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}
}

// hatched draws the sign of a hidden value over rectangles of one size, given by their middles.
func (s *sheet) hatched(middles []xy, w, h float64, z int) {
	if len(middles) == 0 {
		return
	}
	var data []item
	for _, m := range middles {
		data = append(data, item{Value: s.numbers(m), ItemStyle: style("transparent", hatch, paleWidth)})
	}
	s.add(charts.SingleSeries{Type: "scatter", Symbol: hatching(w, h), SymbolSize: []float64{w, h}, Data: data}, z, fields{"clip": false})
}

// mark is a point's sign.
type mark struct {
	at     xy
	symbol string
	size   any
	rotate int
	look   *opts.ItemStyle
}

func verdictMark(at xy, v Verdict) mark {
	m := markOf(v)
	m.at = at
	return m
}

// item is the mark as a point of a series.
func (m mark) item(value []float64) item {
	return item{Value: value, Symbol: m.symbol, SymbolSize: m.size, SymbolRotate: m.rotate, ItemStyle: m.look}
}

func (s *sheet) marks(marks []mark, z int) {
	if len(marks) == 0 {
		return
	}
	var data []item
	for _, m := range marks {
		data = append(data, m.item(s.numbers(m.at)))
	}
	s.add(charts.SingleSeries{Type: "scatter", Data: data}, z, fields{"clip": false})
}

// tip is what a reader who points at a place is told: lines of text at a place in the axes' own numbers.
type tip struct {
	At    []float64 `json:"at"`
	Lines []string  `json:"text"`
}

// reading is the tips of a chart of lines: one for every value, which the browser makes of the series' own data.
// Every line has Count places, one a period.
type reading struct {
	Head    string   `json:"head"`   // the formatter of a period
	Format  string   `json:"format"` // the formatter of a value
	Count   int      `json:"count"`
	Courses []course `json:"lines"`
	Words   []word   `json:"words,omitempty"` // what is added in some periods
}

// word is what is added to the tip of a period, counted from the first.
type word struct {
	At   int    `json:"at"`
	Text string `json:"text"`
}

// course is one line of a reading.
type course struct {
	Name   string `json:"name"`
	Series int    `json:"series"`           // its series' place in the option object
	From   int    `json:"from,omitempty"`   // its first place in the series' data
	Every  int    `json:"every,omitempty"`  // every so many periods has a tip; 0: all
	Beside *int   `json:"beside,omitempty"` // the line whose value is told, too
}

// tip adds a tip at a place in px. Empty lines are left out.
func (s *sheet) tip(x, y float64, lines ...string) {
	t := tip{At: s.numbers(xy{x, y})}
	for _, l := range lines {
		if l != "" {
			t.Lines = append(t.Lines, shown(l))
		}
	}
	s.tips = append(s.tips, t)
}

// list joins names as a sentence does: "a, b och c".
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " och " + names[len(names)-1]
}

// sentence is a list with its head and its full stop; nothing when the list is empty.
func sentence(head string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return head + list(names) + "."
}

func sentences(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " ")
}

// counted is a number with its noun: "1 område", "3 områden".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// swedish writes a number as the formatter @tal does: thousands apart, a decimal comma.
func swedish(v float64, decimals int) string {
	text := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, part, _ := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "\u00a0" + whole[i:]
	}
	if part != "" {
		whole += "," + part
	}
	if v < 0 && strings.ContainsAny(text, "123456789") {
		whole = "−" + whole
	}
	return whole
}
