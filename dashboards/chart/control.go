package chart

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// ControlInput is the figures of a control chart: one series, the band of its ordinary variation, and what
// falls outside it. Every period is a month ("2011-11") or every period is a year ("2017").
type ControlInput struct {
	Name   string // of the series: "Farsta"
	Points []ControlPoint
	Phases []Phase // in the order of time; none: a line without limits
	Events []Event
	Axis   Axis
	Format string // named formatter of a value in a tip: "@tal|1"; empty: "@tal|1"
}

// ControlPoint is one period. An absent value is a gap in the line.
type ControlPoint struct {
	Period    string
	Value     float64
	ValueText string // for the table: "4,6"
	Signal    Signal
	Absence   Absence
	// The limits of this period where they go by how many cases it has; nil: those of the phase.
	Lower, Upper *float64
}

// Signal is the rule that a point breaks; each has a shape of its own. Its colour says only on which side of
// the centre line the point lies.
type Signal int

const (
	NoSignal Signal = iota
	Beyond          // outside a limit: a diamond
	Run             // part of a run on one side of the centre, or of a trend: a square
	Near            // one of two in three near a limit: a cross; triangles are for verdicts
)

// Phase is a stretch of time with limits of its own.
type Phase struct {
	From, To             string // first and last period
	Centre, Lower, Upper float64
	Moving               bool     // the limits stand at each point: Lower and Upper are those of the last
	NearLower, NearUpper *float64 // at two thirds of the way; nil: not drawn
	// At the right of the last phase, where there is room: "medel 4,6", "nedre gräns 4,3", "övre gräns 4,9".
	CentreText, LowerText, UpperText string
}

// Event is something dated that readers know of.
type Event struct{ Period, Text string } // "2018-01", "boendestödet avskaffat": without a date and a full stop

// Options lays the chart out for a width.
func (in ControlInput) Options(width int) (Options, error) { return Control(in, width) }

// Scale gives the ends of the value axis, for the subtitle of a chart that does not start at zero.
func (in ControlInput) Scale() (from, to float64, err error) {
	sc, err := newScale(in.values(), in.Axis, lineSteps)
	return sc.min, sc.max, err
}

func (in ControlInput) values() []float64 {
	var v []float64
	for _, p := range in.Points {
		if p.Absence == Shown {
			v = append(v, p.Value)
		}
	}
	if len(v) == 0 {
		return nil
	}
	for _, p := range in.Phases {
		if !p.Moving {
			v = append(v, p.Lower, p.Upper)
		}
	}
	for _, p := range in.Points {
		if p.Lower != nil && p.Upper != nil {
			v = append(v, *p.Lower, *p.Upper)
		}
	}
	return v
}

// Words name a rule as a reader may be told it.
func (s Signal) Words() string {
	return [...]string{"", "utanför gränserna", "flera i rad på samma sida eller åt samma håll", "två av tre nära en gräns"}[s]
}

// Has says whether any period that is drawn breaks a rule.
func (in ControlInput) Has(s Signal) bool {
	return slices.ContainsFunc(in.Points, func(p ControlPoint) bool { return p.Absence == Shown && p.Signal == s })
}

// Description tells the band and names the periods that break a rule.
func (in ControlInput) Description() string {
	gaps := 0
	for _, p := range in.Points {
		if p.Absence != Shown {
			gaps++
		}
	}
	events := ""
	for _, e := range in.Events {
		events = sentences(events, "Känd händelse "+e.words()+".")
	}
	missing := ""
	if gaps > 0 {
		missing = counted(gaps, "period saknar värde och är en lucka", "perioder saknar värde och är luckor") + " i linjen."
	}
	return sentences(in.Name+" över tid.", in.found(len(in.Points)-gaps), in.band(), events, missing)
}

// band tells the limits of every phase, each with its time where there are several.
func (in ControlInput) band() string {
	if len(in.Phases) == 0 {
		return ""
	}
	var told []string
	for _, p := range in.Phases {
		if p.CentreText == "" {
			continue
		}
		text := p.CentreText + ", " + p.LowerText + ", " + p.UpperText
		if p.Moving {
			text = p.CentreText + ", i den sista månaden " + p.LowerText + ", " + p.UpperText
		}
		if len(in.Phases) > 1 {
			text = "från " + periodWords(p.From) + " till " + periodWords(p.To) + " " + text
		}
		told = append(told, text)
	}
	if len(told) == 0 {
		return "Bandet visar vanlig variation."
	}
	return "Bandet visar vanlig variation: " + strings.Join(told, "; ") + "."
}

// found says how many of the periods with a value break a rule, and which: those in a row together, with the rules
// that any of them breaks.
func (in ControlInput) found(shown int) string {
	var out, rules []string
	n := 0
	for i, p := range in.Points {
		if p.Absence != Shown || p.Signal == NoSignal {
			continue
		}
		n++
		first := i
		for first > 0 && in.Points[first-1].Signal != NoSignal && in.Points[first-1].Absence == Shown {
			first--
		}
		if first == i {
			rules = []string{p.Signal.Words()}
			out = append(out, fmt.Sprintf("%s %s (%s)", periodWords(p.Period), p.ValueText, rules[0]))
			continue
		}
		if !slices.Contains(rules, p.Signal.Words()) {
			rules = append(rules, p.Signal.Words())
		}
		out[len(out)-1] = "från " + periodWords(in.Points[first].Period) + " till " + periodWords(p.Period) + " (" + strings.Join(rules, "; ") + ")"
	}
	if n == 0 && len(in.Phases) > 0 {
		return "Ingen period bryter någon regel: variationen är vanlig."
	}
	return sentence(fmt.Sprintf("%d av %s går utöver det vanliga: ", n, counted(shown, "period", "perioder")), out)
}

// words are an event with its date.
func (e Event) words() string { return periodWords(e.Period) + ": " + e.Text }

// Table has a row per period.
func (in ControlInput) Table() Table {
	t := Table{Head: []string{"Period", in.Name, "Utöver det vanliga"}}
	for _, p := range in.Points {
		text, rule := p.ValueText, p.Signal.Words()
		if p.Absence != Shown {
			text, rule = p.Absence.sign(), ""
		}
		t.Rows = append(t.Rows, []string{periodWords(p.Period), text, rule})
	}
	return t
}

func (in ControlInput) line() Line {
	l := Line{Name: in.Name}
	for _, p := range in.Points {
		l.Points = append(l.Points, Point{Period: p.Period, Value: p.Value, Missing: p.Absence != Shown})
	}
	return l
}

// Control lays out the band, its centre and limits, the series, the points that break a rule, and the events.
func Control(in ControlInput, width int) (Options, error) {
	narrow, err := checkWidth(width)
	if err != nil {
		return Options{}, err
	}
	l, words, err := in.layout(float64(width), narrow)
	if err != nil {
		return Options{}, err
	}
	s := newSheet(float64(width), l.plot.top+l.plot.height+words.bottom(), narrow)
	s.zoom = l.cal.unit()
	x, moreX := l.timeAxis(narrow)
	y, moreY := leftAxis(l.sc, in.Axis.Unit)
	s.plot(l.plot, x, moreX, y, moreY)
	for _, phase := range in.Phases {
		if err := s.addPhase(phase, l); err != nil {
			return Options{}, err
		}
	}
	s.addMovingLimits(in.Points, l)
	if n := len(in.Phases); n > 0 && !narrow {
		s.addPhaseTexts(in.Phases[n-1], l)
	}
	s.addRun(in, l)
	if err := s.addEvents(in.Events, words, l); err != nil {
		return Options{}, err
	}
	return s.options()
}

// layout is the place of things, and the words under the plot.
func (in ControlInput) layout(width float64, narrow bool) (lineLayout, eventWords, error) {
	cal, err := newCalendar([]Line{in.line()})
	if err != nil {
		return lineLayout{}, nil, err
	}
	sc, err := newScale(in.values(), in.Axis, lineSteps)
	if err != nil {
		return lineLayout{}, nil, err
	}
	height, right := 250.0, 12.0
	if narrow {
		height = 170
	} else if n := len(in.Phases); n > 0 {
		p := in.Phases[n-1]
		right = max(right, widest([]string{p.CentreText, p.LowerText, p.UpperText}, 12, true)+12)
	}
	left := max(sc.widestTick(in.Axis.Unit)+10, 24)
	l := lineLayout{sc: sc, cal: cal, plot: box{left, 14, width - left - right, height}}
	l.pad()
	return l, in.eventWords(l, width), nil
}

// at is the time of a period that the series has.
func (l lineLayout) at(period string) (float64, error) {
	i, ok := l.cal.index[period]
	if !ok {
		return 0, fmt.Errorf("period %q is not one of the series", period)
	}
	return ms(l.cal.starts[i]), nil
}

// addPhase draws a band with its lines, half a period out on both sides.
func (s *sheet) addPhase(p Phase, l lineLayout) error {
	from, err := l.at(p.From)
	if err != nil {
		return fmt.Errorf("phase: %w", err)
	}
	to, err := l.at(p.To)
	if err != nil {
		return fmt.Errorf("phase: %w", err)
	}
	half := 15 * 24 * 3600 * 1000.0
	if !l.cal.monthly {
		half *= 12
	}
	from, to = max(from-half, l.from), min(to+half, l.to)
	lines := []any{strokePair(from, p.Centre, to, p.Centre, cityStroke)}
	if p.Moving {
		s.add(charts.SingleSeries{Type: "line", Symbol: "none", Data: []any{}}, 1, fields{"markLine": markLines(lines, 2)})
		return nil
	}
	lines = append(lines, strokePair(from, p.Lower, to, p.Lower, limitStroke), strokePair(from, p.Upper, to, p.Upper, limitStroke))
	for _, near := range []*float64{p.NearLower, p.NearUpper} {
		if near != nil {
			lines = append(lines, strokePair(from, *near, to, *near, nearStroke))
		}
	}
	s.add(charts.SingleSeries{Type: "line", Symbol: "none", Data: []any{}}, 1, fields{"markLine": markLines(lines, 2),
		"markArea": fields{"silent": true, "z": 1, "itemStyle": style(noTint, "", 0), "label": fields{"show": false},
			"data": []any{[]any{fields{"coord": []float64{from, p.Lower}}, fields{"coord": []float64{to, p.Upper}}}}}})
	return nil
}

// addMovingLimits draws the limits that stand at each point, and the band between them.
func (s *sheet) addMovingLimits(points []ControlPoint, l lineLayout) {
	lower, upper := make([]*float64, len(l.cal.starts)), make([]*float64, len(l.cal.starts))
	for _, p := range points {
		if p.Lower != nil && p.Upper != nil {
			i := l.cal.index[p.Period]
			lower[i], upper[i] = p.Lower, p.Upper
		}
	}
	if lastOf(lower) < 0 {
		return
	}
	s.addBetween(lower, upper, l)
	data := []any{}
	for _, values := range [][]*float64{lower, upper} {
		for i, v := range values {
			data = append(data, []any{ms(l.cal.starts[i]), v})
		}
		data = append(data, []any{ms(l.cal.starts[0]), nil})
	}
	s.add(charts.SingleSeries{Type: "line", Data: data, ConnectNulls: opts.Bool(false), Symbol: "none",
		LineStyle: &opts.LineStyle{Color: limitStroke.colour, Width: limitStroke.width, Type: limitStroke.kind}}, 2, fields{"clip": false, "showSymbol": false})
}

func (s *sheet) addPhaseTexts(p Phase, l lineLayout) {
	x := l.plot.left + l.plot.width + 8
	upper, centre, lower := l.y(p.Upper)+4, l.y(p.Centre)+4, l.y(p.Lower)+4
	upper, lower = min(upper, centre-lineGap), max(lower, centre+lineGap)
	s.textAt(x, upper, p.UpperText, small)
	s.textAt(x, centre, p.CentreText, smallSemi)
	s.textAt(x, lower, p.LowerText, small)
}

// textAt writes a text that belongs to a place on the axes: it goes when the reader zooms.
func (s *sheet) textAt(x, y float64, text string, f face) {
	if text == "" {
		return
	}
	s.text(x, y, text, "left", f)
	s.more.graphic[len(s.more.graphic)-1]["info"] = "data"
}

// addRun draws the series: a thin line, small dots where they are few, and the signs of the rules that are broken.
func (s *sheet) addRun(in ControlInput, l lineLayout) {
	values := l.cal.series(in.line())
	data := make([]any, len(values))
	for i, v := range values {
		data[i] = []any{ms(l.cal.starts[i]), v}
	}
	format := in.Format
	if format == "" {
		format = "@tal|1"
	}
	s.reading = &reading{Head: l.cal.tipHead(), Format: format, Count: len(values), Courses: []course{{Name: in.Name, Series: s.count()}}}
	s.add(charts.SingleSeries{Name: in.Name, Type: "line", Data: data, ConnectNulls: opts.Bool(false), Symbol: "none",
		LineStyle: &opts.LineStyle{Color: no, Width: limit, Type: "solid"}}, 3, fields{"clip": false, "showSymbol": false})
	var dots []item
	for _, p := range in.Points {
		if p.Absence != Shown {
			continue
		}
		n := l.cal.index[p.Period]
		at := ms(l.cal.starts[n])
		it := item{Value: []float64{at, p.Value}, Symbol: "circle", SymbolSize: 5, ItemStyle: style(no, "", 0)}
		if p.Signal != NoSignal {
			colour := hi
			if p.Value < in.centre(p.Period) {
				colour = lo
			}
			s.reading.Words = append(s.reading.Words, word{n, p.Signal.Words()})
			it.Symbol, it.SymbolSize, it.ItemStyle = p.Signal.symbol(), map[bool]int{true: 7, false: 10}[s.thin], style(colour, "", 0)
		}
		if p.Signal != NoSignal || len(values) < thinFrom {
			dots = append(dots, it)
		}
	}
	if len(dots) > 0 {
		s.add(charts.SingleSeries{Type: "scatter", Data: dots}, 4, fields{"clip": false})
	}
}

func (s Signal) symbol() string {
	return [...]string{"circle", "diamond", "rect", cross}[s]
}

// cross is the form of a St Andrew's cross: of its own at 7 px, on paper, too, and neither up nor down.
const cross = "path://M0 1.7L1.7 0L3 1.3L4.3 0L6 1.7L4.7 3L6 4.3L4.3 6L3 4.7L1.7 6L0 4.3L1.3 3Z"

// centre is the centre line over a period: that of the last phase that has begun.
func (in ControlInput) centre(period string) float64 {
	c := 0.0
	for i, p := range in.Phases {
		if i == 0 || p.From <= period {
			c = p.Centre
		}
	}
	return c
}

// periodWords writes a period in words: "2018-01" → "januari 2018".
func periodWords(period string) string {
	if len(period) != 7 {
		return period
	}
	i := slices.Index(monthNumbers, period[5:])
	if i < 0 {
		return period
	}
	return monthNames[i] + "\u00a0" + period[:4]
}

var (
	monthNumbers = []string{"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"}
	monthNames   = []string{"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"}
)
