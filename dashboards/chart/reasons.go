package chart

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// ReasonsInput is the figures of dots per reason: what something consists of, in a few areas, on one scale.
type ReasonsInput struct {
	Rows       []ReasonRow
	Axis       Axis
	HiddenHead string // over the column of hidden values: "dolda tal"; may be empty
}

// ReasonRow is one reason with one dot per area. The caller's order of rows must not tell a hidden value.
type ReasonRow struct {
	Label string
	Dots  []ReasonDot // in the same order of areas in every row
}

// ReasonDot is one area's value. Of a hidden one only the letter is used.
type ReasonDot struct {
	Letter       string // one letter or a short label: "K"
	Value        float64
	ValueText    string // as printed: "43,7 %"
	Hidden       bool   // listed at the right with ..
	NotDelivered bool   // listed at the right with -
}

// Options lays the chart out for a width.
func (in ReasonsInput) Options(width int) (Options, error) { return Reasons(in, width) }

// group is a mark: the areas that share a value.
type group struct {
	value   float64
	text    string
	letters []string
}

// groups are a row's marks from left to right.
func (r ReasonRow) groups() []group {
	var out []group
	for _, d := range r.Dots {
		if d.Hidden || d.NotDelivered {
			continue
		}
		if i := slices.IndexFunc(out, func(g group) bool { return g.value == d.Value }); i >= 0 {
			out[i].letters = append(out[i].letters, d.Letter)
			continue
		}
		out = append(out, group{value: d.Value, text: d.ValueText, letters: []string{d.Letter}})
	}
	slices.SortStableFunc(out, func(a, b group) int { return cmp.Compare(a.value, b.value) })
	return out
}

// signs lists the areas without a value: "K N ..", "Ö -".
func (r ReasonRow) signs() string {
	var parts []string
	for sign, picked := range map[string]func(ReasonDot) bool{
		hiddenSign:       func(d ReasonDot) bool { return d.Hidden },
		notDeliveredSign: func(d ReasonDot) bool { return d.NotDelivered && !d.Hidden },
	} {
		var letters []string
		for _, d := range r.Dots {
			if picked(d) {
				letters = append(letters, d.Letter)
			}
		}
		if len(letters) > 0 {
			parts = append(parts, strings.Join(letters, " ")+"\u00a0"+sign)
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, "\u00a0 ")
}

func (in ReasonsInput) layout(width int, narrow bool) (plot box, row, mark, name float64) {
	w, rows := float64(width), float64(len(in.Rows))
	if narrow {
		return box{8.5, 20, w - 23, rows*66 + 6}, 66, 50, 23
	}
	var labels, signs []string
	for _, r := range in.Rows {
		labels, signs = append(labels, r.Label), append(signs, r.signs())
	}
	left := math.Floor(min(max(widest(labels, 13, false)+24, 120), 300))
	right := max(widest(append(signs, in.HiddenHead), 12, false)+36, 30)
	return box{left + 0.5, 20, math.Floor(w - left - right), rows*40 + 6}, 40, 26, 30.5
}

// Reasons lays out one row per reason: a dot per area with its letter, joined by a hairline.
func Reasons(in ReasonsInput, width int) (Options, error) {
	narrow, err := checkWidth(width)
	if err != nil {
		return Options{}, err
	}
	values := []float64{0}
	for _, r := range in.Rows {
		for _, g := range r.groups() {
			values = append(values, g.value)
		}
	}
	if len(in.Rows) == 0 {
		return Options{}, ErrNoData
	}
	plot, row, mark, name := in.layout(width, narrow)
	steps := 7
	if narrow {
		steps = 4
	}
	sc, err := fitting(values, in.Axis, steps, plot.width)
	if err != nil {
		return Options{}, err
	}
	s := newSheet(float64(width), plot.top+plot.height+4, narrow)
	x, moreX := s.valueAxis(sc, in.Axis.Unit)
	if len(values) == 1 { // every value hidden or not delivered: rows without an axis
		x.Show = opts.Bool(false)
	}
	moreX["splitLine"] = fields{"showMinLine": false}
	s.plot(plot, x, moreX, hiddenY(plot.height), nil)
	s.add(charts.SingleSeries{Type: "line", Symbol: "none", Data: [][]float64{{sc.min, 0}, {sc.min, plot.height}},
		LineStyle: hairline()}, 1, fields{"clip": false})
	hidden := false
	for i, r := range in.Rows {
		y := float64(i) * row
		s.text(0, plot.top+y+name, r.Label, "left", strong)
		s.addReason(r, sc, plot, y+mark)
		s.text(float64(width), plot.top+y+name, r.signs(), "right", smallInk)
		hidden = hidden || r.signs() != ""
	}
	if hidden && !narrow {
		s.text(float64(width), 11.2, in.HiddenHead, "right", axisText)
	}
	return s.options()
}

func hairline() *opts.LineStyle {
	return &opts.LineStyle{Color: ink3, Width: gridWidth, Type: "solid"}
}

// lettering is a text over or under a row's marks; x is its middle in px.
type lettering struct {
	x     float64
	text  string
	below bool
}

// lettersFrom is where letters may begin: wide, right of the names of the reasons.
func (s *sheet) lettersFrom(plot box) float64 {
	if s.thin {
		return 0
	}
	return plot.left - 16
}

// placed gives the marks' letters places between left and right where none meets another: over and under by
// turns; where that is not enough, over the marks, those of neighbours as one text in the marks' order.
func placed(groups []group, x func(group) float64, left, right float64) []lettering {
	const air = 5.0
	end := map[bool]float64{true: -1e9, false: -1e9} // where the letters over and under the marks end
	var out []lettering
	fits := true
	for _, g := range groups {
		l := lettering{x: x(g), text: strings.Join(g.letters, ", ")}
		half := textWidth(l.text, 12, true) / 2
		l.below = l.x-half < end[false]+air
		fits = fits && l.x-half >= end[l.below]+air && l.x-half >= left && l.x+half <= right
		end[l.below] = l.x + half
		out = append(out, l)
	}
	if fits {
		return out
	}
	type run struct{ from, to int }
	var runs []run
	middle := func(r run) (mid, half float64, text string) {
		var parts []string
		for _, l := range out[r.from : r.to+1] {
			parts = append(parts, l.text)
		}
		text = strings.Join(parts, ", ")
		half = textWidth(text, 12, true) / 2
		mid = (out[r.from].x + out[r.to].x) / 2
		return max(left+half, min(mid, right-half)), half, text
	}
	for i := range out {
		runs = append(runs, run{i, i})
		for len(runs) > 1 {
			a, b := runs[len(runs)-2], runs[len(runs)-1]
			ax, ahalf, _ := middle(a)
			bx, bhalf, _ := middle(b)
			if ax+ahalf+air <= bx-bhalf {
				break
			}
			runs = append(runs[:len(runs)-2], run{a.from, b.to})
		}
	}
	var merged []lettering
	for _, r := range runs {
		mid, _, text := middle(r)
		merged = append(merged, lettering{x: mid, text: text})
	}
	return merged
}

// addReason draws one row: the hairline, the marks, and each mark's letters over or under it.
func (s *sheet) addReason(r ReasonRow, sc scale, plot box, y float64) {
	groups := r.groups()
	if len(groups) == 0 {
		return
	}
	x := func(g group) float64 { return plot.left + sc.at(g.value)*plot.width }
	var marks []item
	for _, g := range groups {
		marks = append(marks, item{Name: strings.Join(g.letters, ", "), Value: []float64{g.value, y}, ItemStyle: style(ink, "", 0)})
		s.tips = append(s.tips, tip{At: []float64{g.value, y}, Lines: []string{r.Label, strings.Join(g.letters, ", ") + " " + g.text}})
	}
	for _, l := range placed(groups, x, s.lettersFrom(plot), float64(s.size.Width)) {
		s.text(l.x, plot.top+y+map[bool]float64{false: -9, true: 17}[l.below], l.text, "center", smallSemi)
	}
	more := fields{"clip": false}
	if first, last := groups[0].value, groups[len(groups)-1].value; last > first {
		more["markLine"] = markLines([]any{pair(first, y, last, y, ink3, gridWidth)}, 2)
	}
	s.add(charts.SingleSeries{Name: r.Label, Type: "scatter", Symbol: "circle", SymbolSize: 9, Data: marks}, 3, more)
}
