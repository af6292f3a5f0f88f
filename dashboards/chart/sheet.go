package chart

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// sheet is one option object in the making: a go-echarts chart with one grid, and the fields that
// go-echarts has no name for.
type sheet struct {
	chart   *charts.Scatter
	more    *extension
	size    Size
	thin    bool
	tips    []tip
	reading *reading // the tips of lines; nil: tips has them all
	zoom    string   // the unit of a time axis that the reader may zoom: "manad" or "ar"
	shape   []byte   // the GeoJSON of a map series
	views   []view

	inverse func(xy) []float64 // from px to the axes' numbers; nil: they are the same
}

// extension adds, through go-echarts' own visitor, what its types lack: the graphic component (texts at a
// place), grid.outerBoundsMode, axis interval, customValues and y axis ticks, series z, silent and clip,
// dashes by length, marks that are silent. It drops title, legend, tooltip and toolbox, which are HTML.
type extension struct {
	charts.BaseConfigurationVisitor
	grid, xAxis, yAxis fields
	series             []fields
	graphic            []fields
}

type fields map[string]any

func (e *extension) VisitGrid(g []opts.Grid) any   { return joined(g, e.grid) }
func (e *extension) VisitXAxis(x []opts.XAxis) any { return joined(x, e.xAxis) }
func (e *extension) VisitYAxis(y []opts.YAxis) any { return joined(y, e.yAxis) }

// VisitSeriesOpt keeps the points of a series as they are: long ones are not worth reading twice.
func (e *extension) VisitSeriesOpt(s charts.MultiSeries) any {
	bare, more := slices.Clone(s), make([]fields, len(s))
	for i := range bare {
		more[i] = maps.Clone(e.series[i])
		if s[i].Data != nil {
			more[i]["data"] = s[i].Data
		}
		bare[i].Data = nil
	}
	return joined(bare, more...)
}

func (e *extension) Visit(chart map[string]any) {
	for _, key := range []string{"title", "legend", "tooltip", "toolbox"} {
		delete(chart, key)
	}
	chart["animation"] = false
	chart["backgroundColor"] = "transparent"
	chart["useUTC"] = true
	chart["color"] = []string{ink}
	chart["textStyle"] = fields{"fontFamily": "Segoe UI, Liberation Sans, Arial, sans-serif", "fontSize": 13, "color": ink2}
	chart["graphic"] = e.graphic
}

// joined lays extra fields over the JSON form of go-echarts objects, one by one.
func joined[T any](objects []T, extra ...fields) any {
	out := make([]any, len(objects))
	for i, o := range objects {
		raw, err := json.Marshal(o)
		if err != nil {
			return err // not serialisable either: the error surfaces when the whole object is written
		}
		m := fields{}
		d := json.NewDecoder(bytes.NewReader(raw))
		d.UseNumber()
		if err := d.Decode(&m); err != nil {
			return err
		}
		if i < len(extra) {
			lay(m, extra[i])
		}
		out[i] = m
	}
	return out
}

func lay(onto, extra fields) {
	for k, v := range extra {
		sub, isFields := v.(fields)
		old, wasMap := onto[k].(map[string]any)
		if isFields && wasMap {
			lay(old, sub)
		} else {
			onto[k] = v
		}
	}
}

// box is the plot: the place of the grid in px.
type box struct{ left, top, width, height float64 }

func newSheet(width, height float64, narrow bool) *sheet {
	s := &sheet{chart: charts.NewScatter(), more: &extension{}, thin: narrow, size: Size{int(width), int(height)}}
	s.chart.Accept(s.more)
	return s
}

// plot places the grid and its two axes.
func (s *sheet) plot(b box, x opts.XAxis, moreX fields, y opts.YAxis, moreY fields) {
	s.chart.SetGlobalOptions(
		charts.WithGridOpts(opts.Grid{Left: px(b.left), Top: px(b.top), Width: px(b.width), Height: px(b.height)}),
		charts.WithXAxisOpts(x), charts.WithYAxisOpts(y))
	s.more.grid = fields{"outerBoundsMode": "none"}
	s.more.xAxis, s.more.yAxis = moreX, moreY
}

// px writes a length as go-echarts' grid takes it: a text that ECharts reads as px.
func px(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// hiddenY is a y axis that only counts px downwards from the top of the plot.
func hiddenY(height float64) opts.YAxis {
	return opts.YAxis{Type: "value", Show: opts.Bool(false), Inverse: opts.Bool(true), Min: 0, Max: height}
}

func hiddenX(width float64) opts.XAxis {
	return opts.XAxis{Type: "value", Show: opts.Bool(false), Min: 0, Max: width}
}

// valueAxis is the look of a value axis on top: no line, hairlines, the unit on the last tick.
func (s *sheet) valueAxis(sc scale, unit string) (opts.XAxis, fields) {
	label := &opts.AxisLabel{Show: opts.Bool(true), ShowMinLabel: opts.Bool(true), ShowMaxLabel: opts.Bool(true), Color: ink3, FontSize: 12, Margin: 7,
		Formatter: types.FuncStr(sc.formatter(unit))}
	if s.thin {
		label.AlignMinLabel, label.AlignMaxLabel = "left", "right"
	}
	return opts.XAxis{Type: "value", Position: "top", Min: sc.min, Max: sc.max,
		AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
		AxisTick:  &opts.AxisTick{Show: opts.Bool(false)},
		SplitLine: gridLines(), AxisLabel: label}, fields{"interval": sc.step}
}

func gridLines() *opts.SplitLine {
	return &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: rule, Width: gridWidth}}
}

// add appends a series with the fields that go-echarts has no name for. Nothing reacts: the picture is still.
func (s *sheet) add(series charts.SingleSeries, z int, more fields) {
	if more == nil {
		more = fields{}
	}
	more["z"], more["silent"] = z, true
	s.chart.MultiSeries = append(s.chart.MultiSeries, series)
	s.more.series = append(s.more.series, more)
}

// view says where an area's part of the picture is. An area without a name in addresses has none.
func (s *sheet) view(name string, b box) {
	if name != "" {
		s.views = append(s.views, view{name, b})
	}
}

// count is how many series there are: the place that the next one gets.
func (s *sheet) count() int { return len(s.chart.MultiSeries) }

// item is one datum of a series with its own look, which go-echarts' data types lack.
type item struct {
	Name         string          `json:"name,omitempty"`
	Value        any             `json:"value"`
	Symbol       string          `json:"symbol,omitempty"`
	SymbolSize   any             `json:"symbolSize,omitempty"`
	SymbolRotate int             `json:"symbolRotate,omitempty"`
	ItemStyle    *opts.ItemStyle `json:"itemStyle,omitempty"`
}

func style(fill, border string, width float32) *opts.ItemStyle {
	one := float32(1)
	return &opts.ItemStyle{Color: fill, BorderColor: border, BorderWidth: width, Opacity: &one}
}

// pair is a line from one coordinate to another, drawn as a markLine of a series.
func pair(x0, y0, x1, y1 float64, colour string, width float32) []any {
	return strokePair(x0, y0, x1, y1, stroke{colour, width, "solid"})
}

// strokePair is a pair drawn in any way.
func strokePair(x0, y0, x1, y1 float64, k stroke) []any {
	return []any{
		fields{"coord": []float64{x0, y0}, "lineStyle": opts.LineStyle{Color: k.colour, Width: k.width, Type: k.kind}},
		fields{"coord": []float64{x1, y1}},
	}
}

// markLines is the markLine of a series: pairs without symbols or labels, under the marks.
func markLines(pairs []any, z int) fields {
	return fields{"silent": true, "symbol": "none", "z": z, "label": fields{"show": false}, "data": pairs}
}

// Ways to set a text: colour, size and weight, as the class table knows them.
type face struct {
	colour string
	size   float64
	weight string
}

var (
	plain     = face{ink2, 13, ""}
	strong    = face{ink, 13, ""}
	semibold  = face{ink, 13, "600"}
	bold      = face{ink, 13, "700"}
	small     = face{ink2, 12, ""}
	smallInk  = face{ink, 12, ""}
	smallSemi = face{ink, 12, "600"}
	axisText  = face{ink3, 12, ""}
	waterText = face{water, 12, ""}
)

// text writes at a base line. anchor is "left", "center" or "right".
func (s *sheet) text(x, y float64, text, anchor string, f face) {
	if text == "" {
		return
	}
	weight := f.weight
	if weight == "" {
		weight = "400"
	}
	s.more.graphic = append(s.more.graphic, fields{"type": "text", "silent": true, "z": 10, "style": fields{
		"text": text, "x": round2(x), "y": round2(y - baseline*f.size), "fill": f.colour,
		"font":  fmt.Sprintf("%s %gpx sans-serif", weight, f.size),
		"align": anchor, "verticalAlign": "middle",
	}})
}

// rect fills a rectangle.
func (s *sheet) rect(x, y, w, h float64, fill, stroke string, z int) {
	style := fields{"fill": fill}
	if stroke != "" {
		style["stroke"], style["lineWidth"] = stroke, gridWidth
	}
	s.more.graphic = append(s.more.graphic, fields{"type": "rect", "silent": true, "z": z,
		"shape": fields{"x": round2(x), "y": round2(y), "width": round2(w), "height": round2(h)}, "style": style})
}

// hatching is the symbol of a hidden value: diagonal strokes 5 px apart that fill w × h px.
func hatching(w, h float64) string {
	var b strings.Builder
	b.WriteString("path://")
	for d := 5.0; d < w+h; d += 5 {
		x0, y0 := d, 0.0
		if x0 > w {
			x0, y0 = w, d-w
		}
		x1, y1 := 0.0, d
		if y1 > h {
			x1, y1 = d-h, h
		}
		fmt.Fprintf(&b, "M%g %gL%g %g", x0, y0, x1, y1)
	}
	return b.String()
}

// options writes the option object.
func (s *sheet) options() (Options, error) {
	whole := s.chart.JSON()
	series, err := compactJSON(whole["series"])
	delete(whole, "series")
	frame, more := compactJSON(whole)
	if err := errors.Join(err, more); err != nil {
		return Options{}, fmt.Errorf("write chart options: %w", err)
	}
	return Options{JSON: withMember(frame, "series", series), frame: frame, series: series, Size: s.size, Narrow: s.thin, tips: s.tips, reading: s.reading, zoom: s.zoom, shape: s.shape, views: s.views}, nil
}

// compactJSON writes v without escapes for HTML.
func compactJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}

// withMember adds a member to an object that has some, both as JSON: encoding/json would read
// through all of a long member again.
func withMember(object []byte, name string, value []byte) []byte {
	return slices.Concat(object[:len(object)-1], []byte(`,"`+name+`":`), value, []byte("}"))
}
