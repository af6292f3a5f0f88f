package chart

import (
	"cmp"
	"math"
	"slices"

	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// FunnelInput is the figures of a funnel plot: each area's value against its size, and the limits within
// which chance alone would put it. The page must add the sentence on what a funnel cannot show.
type FunnelInput struct {
	Points   []FunnelPoint
	Limits   []FunnelLimit // along the sizes, from the smallest; two or more, or the funnel has no limits
	Target   *Reference    // the line in the middle: Text "stadsdelarna tillsammans 2,1 %"
	Axis     Axis          // of the values
	SizeUnit string        // under the axis of sizes: "ärenden i stadsdelen"
	Allowed  string        // what the limits allow for besides chance: "4,5 procentenheter"; empty: they are those of chance alone
}

// FunnelPoint is one area. An absent one is not drawn; the table and the description name it.
type FunnelPoint struct {
	Label     string
	Size      float64 // the denominator, above zero
	Value     float64
	Verdict   Verdict // Higher and Lower: outside the 99.8 % limits; NoSure: within them
	ValueText string  // "7,2 %"
	SizeText  string  // "41 120"
	Absence   Absence
}

// FunnelLimit holds the limits at one size.
type FunnelLimit struct {
	Size               float64
	Lower95, Upper95   float64
	Lower998, Upper998 float64
}

const funnelSteps = 5

// Options lays the chart out for a width.
func (in FunnelInput) Options(width int) (Options, error) { return Funnel(in, width) }

// Description names the areas outside the limits and how many lie within them.
func (in FunnelInput) Description() string {
	var above, below, gone []string
	within := 0
	for _, p := range in.Points {
		text := p.Label + " " + p.ValueText
		switch {
		case p.Absence != Shown:
			gone = append(gone, p.Label+" ("+p.Absence.words()+")")
		case p.Verdict == Higher:
			above = append(above, text)
		case p.Verdict == Lower:
			below = append(below, text)
		default:
			within++
		}
	}
	target := ""
	if in.Target != nil {
		target = "Linjen i mitten: " + in.Target.Text + "."
	}
	inside := ""
	if within > 0 {
		inside = counted(within, "område", "områden") + " ligger innanför gränserna, där slumpen räcker som förklaring."
		if in.Allowed != "" {
			inside = counted(within, "område", "områden") + " ligger innanför gränserna. De är vidare än slumpen ger: de räknar med att områden skiljer sig också av andra skäl, typiskt med " +
				in.Allowed + ". Att ligga innanför betyder alltså inte att slumpen räcker som förklaring."
		}
	}
	return sentences("Tratten visar varje områdes värde mot hur stort underlaget är.", target,
		sentence("Över gränsen 99,8 %: ", above), sentence("Under gränsen 99,8 %: ", below), inside, sentence("Inte med i bilden: ", gone))
}

// Table has a row per area.
func (in FunnelInput) Table() Table {
	t := Table{Head: []string{"Område", "Värde", "Underlag", "Mot gränserna"}}
	for _, p := range in.Points {
		if p.Absence != Shown {
			t.Rows = append(t.Rows, []string{p.Label, p.Absence.sign(), p.Absence.sign(), ""})
			continue
		}
		t.Rows = append(t.Rows, []string{p.Label, p.ValueText, p.SizeText, p.place()})
	}
	return t
}

func (p FunnelPoint) place() string {
	return map[Verdict]string{Higher: "över", Lower: "under", NoSure: "innanför"}[p.Verdict]
}

func (in FunnelInput) drawn() []FunnelPoint {
	return slices.DeleteFunc(slices.Clone(in.Points), func(p FunnelPoint) bool { return p.Absence != Shown })
}

// scales are the axes of sizes and of values.
func (in FunnelInput) scales(width float64) (x, y scale, err error) {
	var sizes, values []float64
	for _, p := range in.drawn() {
		sizes, values = append(sizes, p.Size), append(values, p.Value)
	}
	for _, l := range in.Limits {
		sizes = append(sizes, l.Size)
		values = append(values, l.Lower998, l.Upper998)
	}
	if in.Target != nil {
		values = append(values, in.Target.Value)
	}
	if y, err = newScale(values, in.Axis, funnelSteps); err != nil {
		return x, y, err
	}
	x, err = fitting(sizes, Axis{Loose: true}, 6, width)
	return x, y, err
}

// Funnel lays out the points, the limits as curves, and the names of the points outside; wide, or when none lies
// outside, also of those inside that have room.
func Funnel(in FunnelInput, width int) (Options, error) {
	narrow, err := checkWidth(width)
	if err != nil {
		return Options{}, err
	}
	points := in.drawn()
	if len(points) == 0 {
		return Options{}, ErrNoData
	}
	plot := box{46, 22, float64(width) - 46 - 16, 300}
	if narrow {
		plot = box{38, 22, float64(width) - 38 - 12, 220}
	}
	xs, ys, err := in.scales(plot.width)
	if err != nil {
		return Options{}, err
	}
	plot.left = max(plot.left, ys.widestTick(in.Axis.Unit)+10)
	plot.width = math.Floor(float64(width) - plot.left - 16)
	s := newSheet(float64(width), plot.top+plot.height+44, narrow)
	y, moreY := leftAxis(ys, in.Axis.Unit)
	x := opts.XAxis{Type: "value", Min: xs.min, Max: xs.max,
		AxisLine:  &opts.AxisLine{Show: opts.Bool(ys.min == 0), LineStyle: &opts.LineStyle{Color: ink3, Width: gridWidth}},
		AxisTick:  &opts.AxisTick{Show: opts.Bool(false)},
		SplitLine: &opts.SplitLine{Show: opts.Bool(false)},
		AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), ShowMinLabel: opts.Bool(true), ShowMaxLabel: opts.Bool(true), Color: ink3, FontSize: 12,
			Margin: 8, Formatter: types.FuncStr(xs.formatter(""))}}
	s.plot(plot, x, fields{"interval": xs.step, "axisLabel": fields{"alignMaxLabel": "right"}}, y, moreY)
	s.over(plot, xs, ys)
	place := func(size, value float64) xy {
		return xy{plot.left + xs.at(size)*plot.width, plot.top + (1-ys.at(value))*plot.height}
	}
	s.addLimits(in, place, plot)
	s.text(plot.left+plot.width, plot.top+plot.height+38, in.SizeUnit, "right", axisText)
	s.addFunnelPoints(in, points, place, plot)
	return s.options()
}

// limitWords are what the outer limits are called in the picture.
const limitWords = "99,8\u00a0%-gräns"

// addLimits draws the band between the 99.8 % limits, its edges, the 95 % limits and the target.
func (s *sheet) addLimits(in FunnelInput, place func(size, value float64) xy, plot box) {
	var low, high, low95, high95 []xy
	for _, l := range in.Limits {
		low, high = append(low, place(l.Size, l.Lower998)), append(high, place(l.Size, l.Upper998))
		low95, high95 = append(low95, place(l.Size, l.Lower95)), append(high95, place(l.Size, l.Upper95))
	}
	if len(in.Limits) > 1 {
		back := slices.Clone(low)
		slices.Reverse(back)
		s.shapes([][]xy{append(slices.Clone(high), back...)}, style(noTint, "", 0), 1)
		s.curves([][]xy{low95, high95}, nearStroke, 2)
		s.curves([][]xy{low, high}, limitStroke, 2)
		// Over the limit's right end, where it is flattest, or under the other one's where a mark stands there.
		end, down := high[len(high)-1], low[len(low)-1]
		x, y := end.x, max(end.y-7, plot.top+9)
		room := box{x - textWidth(limitWords, 12, false), y - 14, textWidth(limitWords, 12, false), 18}
		if slices.ContainsFunc(in.drawn(), func(p FunnelPoint) bool {
			at := place(p.Size, p.Value)
			return room.meets(box{at.x - 6, at.y - 6, 12, 12})
		}) {
			y = down.y + 15
		}
		s.text(x, y, limitWords, "right", small)
	}
	if in.Target != nil {
		y := place(0, in.Target.Value).y
		s.curves([][]xy{segment(plot.left, y, plot.left+plot.width, y)}, cityStroke, 3)
		s.addTargetText(in, place, plot, y)
	}
}

// addTargetText writes what the line in the middle is at the place beside it where the fewest marks stand: over or under
// it, at the right end or the left.
func (s *sheet) addTargetText(in FunnelInput, place func(size, value float64) xy, plot box, y float64) {
	w := textWidth(in.Target.Text, 12, true)
	at, side, least := xy{}, "", math.Inf(1)
	for _, c := range []struct {
		at    xy
		left  float64
		align string
	}{
		{xy{plot.left + plot.width, y - 7}, plot.left + plot.width - w, "right"}, {xy{plot.left + plot.width, y + 16}, plot.left + plot.width - w, "right"},
		{xy{plot.left + 2, y - 7}, plot.left + 2, "left"}, {xy{plot.left + 2, y + 16}, plot.left + 2, "left"},
	} {
		l := labeller{bounds: plot}
		for _, p := range in.drawn() {
			m := place(p.Size, p.Value)
			l.taken = append(l.taken, box{m.x - 6, m.y - 6, 12, 12})
		}
		for _, t := range s.more.graphic {
			l.taken = append(l.taken, textBox(t))
		}
		if o := l.overlap(box{c.left, c.at.y - 12, w, 15}); o < least {
			at, side, least = c.at, c.align, o
		}
	}
	s.text(at.x, at.y, in.Target.Text, side, smallSemi)
}

// addFunnelPoints draws the marks and finds room for the names, those outside first.
func (s *sheet) addFunnelPoints(in FunnelInput, points []FunnelPoint, place func(size, value float64) xy, plot box) {
	l := labeller{bounds: box{plot.left, 6, float64(s.size.Width) - plot.left, plot.top + plot.height - 6}}
	var marks []mark
	for _, p := range points {
		at := place(p.Size, p.Value)
		marks = append(marks, verdictMark(at, p.Verdict))
		l.taken, l.marks = append(l.taken, box{at.x - 6, at.y - 6, 12, 12}), append(l.marks, at)
		s.tip(at.x, at.y, p.Label, p.ValueText, "underlag "+p.SizeText, p.tipPlace())
	}
	if in.Target != nil {
		l.shun = append(l.shun, box{plot.left, place(0, in.Target.Value).y - 3, plot.width, 6})
	}
	for _, t := range s.more.graphic { // the texts of the limits and of the target
		l.taken = append(l.taken, textBox(t))
	}
	s.marks(marks, 4)
	outside := slices.DeleteFunc(slices.Clone(points), func(p FunnelPoint) bool { return p.Verdict != Higher && p.Verdict != Lower })
	slices.SortStableFunc(outside, func(a, b FunnelPoint) int { return cmp.Compare(b.Value, a.Value) })
	if s.thin && len(outside) > 4 { // the two highest and the two lowest
		outside = append(outside[:2:2], outside[len(outside)-2:]...)
	}
	for _, p := range outside {
		s.name(&l, p.Label, place(p.Size, p.Value), true)
	}
	if s.thin && len(outside) > 0 {
		return
	}
	inside := slices.DeleteFunc(slices.Clone(points), func(p FunnelPoint) bool { return p.Verdict == Higher || p.Verdict == Lower })
	if s.thin { // those farthest from the middle that have room
		middle := 0.0
		if in.Target != nil {
			middle = in.Target.Value
		}
		slices.SortStableFunc(inside, func(a, b FunnelPoint) int { return cmp.Compare(math.Abs(b.Value-middle), math.Abs(a.Value-middle)) })
	}
	for _, p := range inside {
		s.name(&l, p.Label, place(p.Size, p.Value), false)
	}
}

func (p FunnelPoint) tipPlace() string {
	if place := p.place(); place != "" {
		return place + map[bool]string{true: " gränsen", false: " gränserna"}[p.Verdict != NoSure]
	}
	return ""
}
