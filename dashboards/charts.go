package dashboards

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// districtsOf are the districts that have a row of the indicator in a period,
// in the order in which a chart and its table show them: by value where the
// order says something, otherwise alphabetically. Figures without a value
// stand last or in the order of names, so that their place tells nothing. Where
// most have delivered nothing, only those that have are shown.
func (s *site) districtsOf(ind *indicator, category, period string) []string {
	var names []string
	for _, o := range ind.obs {
		if o.Level == publication.LevelDistrict && o.Category == category && o.Period == period {
			names = append(names, o.Area)
		}
	}
	if 2*len(ind.reported[period]) < len(names) {
		names = slices.DeleteFunc(names, func(n string) bool { return !ind.reported[period][n] })
	}
	order := publication.Swedish()
	slices.SortFunc(names, order)
	if !s.ranked(ind, category, period) {
		return names
	}
	slices.SortStableFunc(names, func(a, b string) int {
		x, y := ind.figures[key{a, category, period}].Value, ind.figures[key{b, category, period}].Value
		switch {
		case x == nil && y == nil:
			return 0
		case x == nil:
			return 1
		case y == nil:
			return -1
		}
		return cmp.Compare(*y, *x)
	})
	return names
}

// ranked says whether an order by value may be shown: a difference beyond
// chance, or a level that is a picture of who lives there.
func (s *site) ranked(ind *indicator, category, period string) bool {
	switch ind.Method {
	case publication.MethodCount:
		return false
	case publication.MethodProportion, publication.MethodMedian:
		return ind.outcome(category, period).sure()
	}
	return true
}

// figuresOf are the visible values of some districts in a period.
func figuresOf(ind *indicator, names []string, category, period string) []prose.Figure {
	var out []prose.Figure
	for _, n := range names {
		if o := ind.figures[key{n, category, period}]; o != nil && o.Value != nil {
			out = append(out, prose.Figure{Area: n, Value: *o.Value})
		}
	}
	return out
}

func mark(c *publication.Comparison) chart.Verdict {
	if c == nil {
		return chart.NotCompared
	}
	switch c.Verdict {
	case publication.Higher:
		return chart.Higher
	case publication.Lower:
		return chart.Lower
	case publication.NoSure:
		return chart.NoSure
	}
	return chart.NotCompared
}

// missing says how a figure without a value is drawn.
func missing(o *publication.Observation) (hidden, absent bool) {
	switch {
	case o == nil:
		return false, true
	case o.Status == publication.Hidden:
		return true, false
	}
	return false, o.Value == nil
}

// dots is the dot plot of some districts in a period.
func (s *site) dots(ind *indicator, names []string, category, period string) chart.DotsInput {
	m := ind.measure()
	in := chart.DotsInput{Axis: chart.Axis{Unit: prose.AxisUnit(ind.Unit)}, ValueHead: "värde"}
	low, high := math.Inf(1), 0.0
	for _, n := range names {
		k := key{n, category, period}
		o := ind.figures[k]
		r := chart.DotRow{ID: s.slug(n), Label: n, Verdict: mark(ind.comparisons[k])}
		r.Hidden, r.NotDelivered = missing(o)
		if !r.Hidden && !r.NotDelivered {
			r.Value, r.Lower, r.Upper = *o.Value, o.Lower, o.Upper
			r.ValueText = brief(*o.Value, m)
			r.IntervalText = strings.TrimSpace(prose.Interval(o.Lower, o.Upper, m))
			low, high = min(low, *o.Value), max(high, *o.Value)
			if r.IntervalText != "" {
				in.ValueHead = "värde (95 %-intervall)"
			}
		}
		in.Rows = append(in.Rows, r)
	}
	in.Axis.Loose = low > 0.6*high
	if ref, name := ind.reference(category, period); ref != nil {
		in.Reference = &chart.Reference{Value: *ref, Text: shortReference(name) + " " + brief(*ref, m)}
	} else if ind.ofExpected() {
		in.Reference = &chart.Reference{Value: asExpected, Text: "Som väntat " + brief(asExpected, prose.Measure{Unit: m.Unit})}
	}
	return in
}

// asExpected is what a share of the expected is held against: it has no figure of the city's, which is this by definition.
const asExpected = 100

func (ind *indicator) ofExpected() bool { return ind.Name == "beslut_i_tid_mot_forvantat" }

func shortReference(name string) string {
	if name == publication.ReportedOnly {
		return "Redovisade stadsdelar"
	}
	return name
}

// scaleNote says where an axis begins when that is not at zero.
func scaleNote(in interface {
	Scale() (from, to float64, err error)
}, m prose.Measure) string {
	from, to, err := in.Scale()
	if err != nil || from == 0 {
		return ""
	}
	return ". Skalan går från " + prose.Number(from, 0) + " till " + brief(to, prose.Measure{Unit: m.Unit})
}

// line is one area's series over the indicator's periods; nil without a value.
func (ind *indicator) line(area, category string, periods []string) *chart.Line {
	m := ind.measure()
	l := chart.Line{Name: area, Points: make([]chart.Point, len(periods))}
	var first, last *float64
	newest := ""
	for i, p := range periods {
		l.Points[i] = chart.Point{Period: p, Missing: true}
		if o := ind.figures[key{area, category, p}]; o != nil && o.Value != nil {
			l.Points[i], last, newest = chart.Point{Period: p, Value: *o.Value}, o.Value, p
			if first == nil {
				first = o.Value
			}
		}
	}
	if last == nil {
		return nil
	}
	l.StartText, l.EndText = brief(*first, m), brief(*last, m)
	if newest != periods[len(periods)-1] {
		l.EndText += " (" + prose.ShortPeriod(newest) + ")"
	}
	return &l
}

// referenceLine is the series of what the districts are compared with in the
// newest of the periods; where it was something else there is a gap. Counts
// have none: beside the whole city no district's count can be read.
func (ind *indicator) referenceLine(category string, periods []string) *chart.Line {
	if ind.Method == publication.MethodCount {
		return nil
	}
	l := chart.Line{}
	for _, p := range slices.Backward(periods) {
		ref, name := ind.reference(category, p)
		if ref != nil && l.Name == "" {
			l.Name, l.EndText = shortReference(name), brief(*ref, ind.measure())
		}
		if ref == nil || shortReference(name) != l.Name {
			l.Points = append(l.Points, chart.Point{Period: p, Missing: true})
			continue
		}
		l.Points = append(l.Points, chart.Point{Period: p, Value: *ref})
	}
	if l.Name == "" {
		return nil
	}
	slices.Reverse(l.Points)
	if l.ShortName = l.Name; l.Name == "Hela staden" {
		l.ShortName = "Staden"
	}
	return &l
}

// lines is the line chart of one area against the others.
func (s *site) lines(ind *indicator, own string, periods []string) chart.LinesInput {
	in := chart.LinesInput{Axis: chart.Axis{Unit: prose.AxisUnit(ind.Unit)}, City: ind.referenceLine("", periods), Own: ind.line(own, "", periods)}
	for _, a := range s.withFigures {
		if l := ind.line(a.Name, "", periods); l != nil && a.Name != own {
			l.StartText = ""
			in.Others = append(in.Others, *l)
		}
	}
	return in
}

// letters gives every district a short label of its own: its first letter, or
// more letters where two would be alike.
func letters(names []string) map[string]string {
	out := map[string]string{}
	for _, n := range names {
		rs := []rune(n)
		size := 1
		for size < len(rs) && slices.ContainsFunc(names, func(o string) bool {
			return o != n && strings.HasPrefix(o, string(rs[:size]))
		}) {
			size++
		}
		out[n] = string(rs[:size])
	}
	return out
}

// reasons is the chart of all categories in a period. own, when given, is the
// district that the page is about: it stands against the reference alone when
// there are many districts.
func (s *site) reasons(ind *indicator, names []string, period string) (chart.ReasonsInput, []keyItem) {
	in := chart.ReasonsInput{Axis: chart.Axis{Unit: prose.AxisUnit(ind.Unit)}, HiddenHead: "dolda tal"}
	short := letters(names)
	for _, c := range ind.categories {
		r := chart.ReasonRow{Label: c}
		for _, n := range names {
			o := ind.figures[key{n, c, period}]
			d := chart.ReasonDot{Letter: short[n]}
			d.Hidden, d.NotDelivered = missing(o)
			if !d.Hidden && !d.NotDelivered {
				d.Value, d.ValueText = *o.Value, brief(*o.Value, ind.measure())
			}
			r.Dots = append(r.Dots, d)
		}
		in.Rows = append(in.Rows, r)
	}
	var keys []keyItem
	for _, n := range names {
		keys = append(keys, keyItem{Letters: short[n], Text: n})
	}
	return in, keys
}

// ownReasons is the chart of one district against the reference.
func (s *site) ownReasons(ind *indicator, own, period string) (chart.ReasonsInput, []keyItem) {
	in, keys := s.reasons(ind, []string{own}, period)
	for i, c := range ind.categories {
		ref, name := ind.reference(c, period)
		d := chart.ReasonDot{Letter: "alla", NotDelivered: ref == nil}
		if ref != nil {
			d.Value, d.ValueText = *ref, brief(*ref, ind.measure())
			if len(keys) == 1 {
				keys = append(keys, keyItem{Letters: "alla", Text: prose.Reference(name, 0, 0)})
			}
		}
		if len(in.Rows[i].Dots) == 1 && ref != nil {
			in.Rows[i].Dots = append(in.Rows[i].Dots, d)
		}
	}
	return in, keys
}

// choropleth is the map of a division's districts by their shapes; false where the map file lacks one of them,
// and for counts, which large districts have more of.
func (s *site) choropleth(ind *indicator, period string) (chart.MapInput, bool) {
	members := s.members[ind.division]
	if s.shapes == nil || ind.Method == publication.MethodCount || len(members) == 0 {
		return chart.MapInput{}, false
	}
	drawn, err := chart.MapNames(s.shapes.GeoJSON, s.shapes.NameProp)
	if err != nil {
		return chart.MapInput{}, false // cmd has refused such a file before
	}
	in := chart.MapInput{GeoJSON: s.shapes.GeoJSON, NameProp: s.shapes.NameProp, Only: true, Shaded: !ind.outcome("", period).compared()}
	m := ind.measure()
	for _, n := range members {
		if !slices.ContainsFunc(drawn, func(d chart.MapName) bool { return chart.SameMapName(d.Name, n) }) {
			return in, false
		}
		k := key{n, "", period}
		o := ind.figures[k]
		a := chart.MapArea{Name: n, Verdict: mark(ind.comparisons[k]), Absence: absence(o)}
		if a.Absence == chart.Shown {
			a.Value, a.ValueText = *o.Value, prose.Number(*o.Value, m.Decimals)
		}
		in.Areas = append(in.Areas, a)
	}
	return in, true
}

// tiles is the map of a division's districts in a period.
func (s *site) tiles(ind *indicator, period string) (chart.TilesInput, bool) {
	var in chart.TilesInput
	m := ind.measure()
	taken := map[[2]int]bool{}
	for _, n := range s.members[ind.division] {
		a := s.areas[n]
		if a.Row == nil || a.Column == nil {
			return in, false
		}
		k := key{n, "", period}
		o := ind.figures[k]
		t := chart.Tile{Label: n, Row: int(*a.Row), Col: int(*a.Column), Verdict: mark(ind.comparisons[k])}
		t.Hidden, t.NotDelivered = missing(o)
		if !t.Hidden && !t.NotDelivered {
			t.Value, t.ValueText = *o.Value, prose.Number(*o.Value, m.Decimals)
		}
		taken[[2]int{t.Row, t.Col}] = true
		in.Tiles = append(in.Tiles, t)
	}
	for _, w := range waters {
		if strings.HasPrefix(s.info.City, "Stockholm") && !taken[[2]int{int(w.Row), int(w.Col)}] && !taken[[2]int{int(w.Row), int(math.Ceil(w.Col))}] {
			in.Waters = append(in.Waters, w)
		}
	}
	in.Shaded = !ind.outcome("", period).compared()
	return in, len(in.Tiles) > 3
}

// waters help a reader to find the way on the map of Stockholm.
var waters = []chart.Water{{Label: "Mälaren", Row: 2, Col: 0.5}, {Label: "Saltsjön", Row: 2, Col: 4}}
