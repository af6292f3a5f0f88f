package chart

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MultiplesInput is the figures of small multiples: one panel per area, its own series dark, the city's and a
// band pale, the same axes in every panel. It shows the latest 60 periods.
type MultiplesInput struct {
	Panels   []Panel
	Of       string // what a panel is of: "område" when empty
	OwnText  string // for the key: "området" when empty
	City     []Point
	Band     []BandPoint // the middle half of the areas, say; may be empty
	CityText string      // for the key: "hela staden"
	BandText string      // "mittersta hälften av områdena"
	Axis     Axis
	Columns  int // panels side by side at most, drawn wide: 5 when 0
}

// Panel is one area. Panels with a place stand as on the tile map when they are drawn wide; narrow, and when
// any has none, they follow each other in the caller's order.
type Panel struct {
	ID       string // the area's name in addresses, for a view of its panel alone; may be empty
	Label    string
	Row, Col int  // from 0
	Placed   bool // Row and Col are set
	Points   []Point
	EndText  string  // the last value as printed: "5,7"
	End      Absence // of the last value, where the series has others: its sign instead of EndText
	Absence  Absence // of the whole series: a panel with its sign
}

// BandPoint is the band in one period, with its ends as printed.
type BandPoint struct {
	Period               string
	Lower, Upper         float64
	LowerText, UpperText string
}

const multiplesPeriods = 60

// Options lays the chart out for a width.
func (in MultiplesInput) Options(width int) (Options, error) { return Multiples(in, width) }

// Description tells the period, the scale, what is drawn beside the areas, and every area's latest value.
func (in MultiplesInput) Description() string {
	cal, err := in.calendar()
	if err != nil || len(cal.starts) == 0 {
		return ""
	}
	sc, err := in.scale(cal)
	if err != nil {
		return ""
	}
	form := map[bool]string{true: "2006-01", false: "2006"}[cal.monthly]
	first, last := cal.starts[0].Format(form), cal.starts[len(cal.starts)-1].Format(form)
	city, band := "", ""
	if len(in.City) > 0 {
		city = "Svag linje i varje ruta: " + in.CityText + "."
	}
	if len(in.Band) > 0 {
		newest := in.Band[len(in.Band)-1]
		band = "Grått band: " + in.BandText + ", senast från " + newest.LowerText + " till " + newest.UpperText + " (" + periodWords(newest.Period) + ")."
	}
	var ends []string
	for _, p := range in.Panels {
		text := p.EndText
		if a := p.end(); a != Shown {
			if text = a.words(); a == p.End && p.EndText != "" {
				text += " efter " + p.EndText
			}
		}
		ends = append(ends, p.Label+" "+text)
	}
	return sentences(fmt.Sprintf("En ruta för varje %s, från %s till %s, med samma skala i alla: %s.", in.of(), periodWords(first), periodWords(last), sc.words(in.Axis.Unit)),
		city, band, sentence("Senaste värden: ", ends))
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func (in MultiplesInput) of() string { return cmp.Or(in.Of, "område") }

// end says why there is no last value.
func (p Panel) end() Absence { return max(p.Absence, p.End) }

// words are the ends of a scale: "0 till 8 %".
func (s scale) words(unit string) string {
	text := swedish(s.min, s.decimals) + " till " + swedish(s.max, s.decimals)
	if unit != "" {
		text += "\u00a0" + unit
	}
	return text
}

// Table has a row per area with its latest value, which the picture prints; the series are in the download.
func (in MultiplesInput) Table() Table {
	t := Table{Head: []string{capital(in.of()), "Senaste värde"}}
	for _, p := range in.Panels {
		text := p.EndText
		if a := p.end(); a != Shown {
			text = a.sign()
		}
		t.Rows = append(t.Rows, []string{p.Label, text})
	}
	return t
}

// calendar is the latest periods of all panels and of the city.
func (in MultiplesInput) calendar() (calendar, error) {
	lines := []Line{{Name: in.CityText, Points: in.City}}
	for _, p := range in.Panels {
		lines = append(lines, Line{Name: p.Label, Points: p.Points})
	}
	c, err := newCalendar(lines)
	if cut := len(c.starts) - multiplesPeriods; err == nil && cut > 0 {
		c.starts, c.names = c.starts[cut:], c.names[cut:]
		for period, i := range c.index {
			if c.index[period] = i - cut; i < cut {
				delete(c.index, period)
			}
		}
	}
	return c, err
}

// visible are a line's points in the periods that are shown.
func (c calendar) visible(points []Point) []Point {
	return slices.DeleteFunc(slices.Clone(points), func(p Point) bool {
		_, ok := c.index[p.Period]
		return p.Missing || !ok
	})
}

func (in MultiplesInput) scale(cal calendar) (scale, error) {
	var v []float64
	for _, p := range append([]Panel{{Points: in.City}}, in.Panels...) {
		for _, point := range cal.visible(p.Points) {
			v = append(v, point.Value)
		}
	}
	for _, b := range in.Band {
		if _, ok := cal.index[b.Period]; ok {
			v = append(v, b.Lower, b.Upper)
		}
	}
	return newScale(v, in.Axis, 4)
}

// grid is where the panels stand: columns, and every panel's place.
func (in MultiplesInput) grid(narrow bool) (cols, rows int, at [][2]int) {
	placed := !narrow && !slices.ContainsFunc(in.Panels, func(p Panel) bool { return !p.Placed })
	if cols = 2; !narrow {
		cols = evenly(len(in.Panels), cmp.Or(in.Columns, 5))
	}
	for i, p := range in.Panels {
		place := [2]int{i / cols, i % cols}
		if placed {
			place = [2]int{p.Row, p.Col}
		}
		at = append(at, place)
		rows = max(rows, place[0]+1)
	}
	if placed {
		cols = slices.MaxFunc(at, func(a, b [2]int) int { return cmp.Compare(a[1], b[1]) })[1] + 1
	}
	return cols, rows, at
}

// evenly is how many of n things stand in a row, at most so many, so that the rows are as full as each other.
func evenly(n, most int) int {
	rows := (n + most - 1) / most
	return (n + rows - 1) / max(rows, 1)
}

// panelFrame is where one panel's curve may stand, in px.
type panelFrame struct {
	plot box
	sc   scale
	n    int // periods
}

func (f panelFrame) at(i int, v float64) xy {
	x := f.plot.left
	if f.n > 1 {
		x += f.plot.width * float64(i) / float64(f.n-1)
	}
	return xy{x, f.plot.top + (1-f.sc.at(v))*f.plot.height}
}

// strokes are a series' curves in a panel, parted at its gaps: one of a single point between two gaps is a dot.
func (f panelFrame) strokes(cal calendar, points []Point) [][]xy {
	values := make([]*float64, len(cal.starts))
	for _, p := range cal.visible(points) {
		values[cal.index[p.Period]] = &p.Value
	}
	var out [][]xy
	open := false
	for i, v := range values {
		switch {
		case v == nil:
			open = false
		case open:
			out[len(out)-1] = append(out[len(out)-1], f.at(i, *v))
		default:
			out, open = append(out, []xy{f.at(i, *v)}), true
		}
	}
	return out
}

// Multiples lays out the panels: three series hold all of them. The last value stands under the name, so that the
// curve has the panel's whole width; a dot says where it lies.
func Multiples(in MultiplesInput, width int) (Options, error) {
	narrow, err := checkWidth(width)
	if err != nil {
		return Options{}, err
	}
	cal, err := in.calendar()
	if err != nil {
		return Options{}, err
	}
	sc, err := in.scale(cal)
	if err != nil {
		return Options{}, err
	}
	cols, rows, at := in.grid(narrow)
	w, h := float64(width)/float64(cols), 126.0
	if w > 200 { // a curve is read best where it is not flat
		h = 166
	}
	names, tops := in.names(rows, at, w-8, h)
	s := canvas(float64(width), tops[rows]+34+map[bool]float64{true: 40}[narrow], narrow)
	var own, city, base, bands [][]xy
	var ends, alone []mark
	for i, p := range in.Panels {
		x, y := float64(at[i][1])*w, tops[at[i][0]+1]-h // under names of two lines, where the row has any
		for k, line := range names[i] {
			s.text(x, tops[at[i][0]]+16+float64(k)*lineGap, line, "left", smallSemi)
		}
		s.view(p.ID, box{x, tops[at[i][0]], w, tops[at[i][0]+1] - tops[at[i][0]]})
		f := panelFrame{box{x + 3, y + 42, w - 18, h - 64}, sc, len(cal.starts)}
		base = append(base, segment(x, f.plot.top+f.plot.height, x+w-10, f.plot.top+f.plot.height))
		citys := f.strokes(cal, in.City)
		city, alone = append(city, citys...), append(alone, lone(citys, pale)...)
		bands = append(bands, f.band(cal, in.Band)...)
		curve := f.strokes(cal, p.Points)
		own = append(own, curve...)
		if p.Absence != Shown || len(curve) == 0 {
			s.text(x, y+32, p.Absence.sign(), "left", bold)
			s.tip(x+w/2, f.plot.top+f.plot.height/2, p.Label, p.Absence.words())
			continue
		}
		last := curve[len(curve)-1]
		if len(last) == 1 { // the dot of the end says it
			curve = curve[:len(curve)-1]
		}
		alone = append(alone, lone(curve, ink)...)
		end := last[len(last)-1]
		ends = append(ends, mark{end, "circle", 6, 0, style(ink, "", 0)})
		text := p.EndText
		if p.End != Shown {
			text = p.End.sign()
		}
		s.text(x, y+32, text, "left", bold)
		s.tip(end.x, end.y, p.Label, p.EndText)
	}
	s.shapes(bands, style(noTint, "", 0), 1)
	s.curves(base, gridStroke, 1)
	s.curves(city, paleStroke, 2)
	s.curves(own, ownStroke, 3)
	s.marks(alone, 4)
	s.marks(ends, 4)
	s.addPanelKey(in, cal, sc, tops[rows]+16)
	return s.options()
}

// names are the panels' names, on two lines where one has no room, and where every row of panels begins; the last of
// tops is where the last row ends. A row is higher by a line where any of its names has two.
func (in MultiplesInput) names(rows int, at [][2]int, limit, h float64) (names [][]string, tops []float64) {
	tops = make([]float64, rows+1)
	for i, p := range in.Panels {
		lines := []string{p.Label}
		if textWidth(p.Label, 12, true) > limit {
			lines = wrap(p.Label, limit, 12, true)
		}
		if len(lines) > 2 {
			lines = []string{lines[0], shown(strings.TrimPrefix(p.Label, lines[0]))}
		}
		for j := range lines {
			lines[j] = clipped(lines[j], limit)
		}
		names = append(names, lines)
		tops[at[i][0]+1] = max(tops[at[i][0]+1], h+float64(len(lines)-1)*lineGap)
	}
	for r := range rows {
		tops[r+1] = tops[r] + max(tops[r+1], h)
	}
	return names, tops
}

// lone are the points that stand alone: a line to nowhere would not be seen. They are little wider than the line, so
// that none is taken for the end.
func lone(curves [][]xy, colour string) []mark {
	var out []mark
	for _, c := range curves {
		if len(c) == 1 {
			out = append(out, mark{c[0], "circle", 3, 0, style(colour, "", 0)})
		}
	}
	return out
}

// band is the band's outline in a panel, parted where periods have none. One period alone is a step wide.
func (f panelFrame) band(cal calendar, points []BandPoint) [][]xy {
	var out [][]xy
	var low, high []xy
	end := func() {
		if len(low) == 1 {
			half := f.plot.width / float64(max(f.n-1, 1)) / 2
			left, right := max(low[0].x-half, f.plot.left), min(low[0].x+half, f.plot.left+f.plot.width)
			low = []xy{{left, low[0].y}, {right, low[0].y}}
			high = []xy{{left, high[0].y}, {right, high[0].y}}
		}
		if len(low) > 0 {
			slices.Reverse(low)
			out = append(out, append(high, low...))
		}
		low, high = nil, nil
	}
	before := 0
	for _, b := range points {
		i, ok := cal.index[b.Period]
		if !ok {
			continue
		}
		if i != before+1 {
			end()
		}
		low, high, before = append(low, f.at(i, b.Lower)), append(high, f.at(i, b.Upper)), i
	}
	end()
	return out
}

// clipped shortens a name that has no room: "Hägersten-Liljeholmen" → "Hägersten-Liljeh.".
func clipped(name string, limit float64) string {
	rs := []rune(name)
	for len(rs) > 3 && textWidth(string(rs)+".", 12, true) > limit {
		rs = rs[:len(rs)-1]
	}
	if len(rs) == len([]rune(name)) || textWidth(name, 12, true) <= limit {
		return name
	}
	return string(rs) + "."
}

// addPanelKey says what the lines are, the time and the scale.
func (s *sheet) addPanelKey(in MultiplesInput, cal calendar, sc scale, y float64) {
	form := map[bool]string{true: "2006-01", false: "2006"}[cal.monthly]
	span := periodWords(cal.starts[0].Format(form)) + "–" + periodWords(cal.starts[len(cal.starts)-1].Format(form))
	x := 0.0
	next := func(text string, sample func(x, y float64)) {
		need := 30 + textWidth(text, 12, false)
		if sample == nil {
			need -= 30
		}
		if x > 0 && x+need > float64(s.size.Width) {
			x, y = 0, y+19
		}
		if sample != nil {
			sample(x, y-4)
			s.text(x+30, y, text, "left", small)
		} else {
			s.text(x, y, text, "left", small)
		}
		x += need + 18
	}
	next(cmp.Or(in.OwnText, "området"), func(x, y float64) { s.curves([][]xy{segment(x, y, x+22, y)}, ownStroke, 3) })
	if len(in.City) > 0 {
		next(in.CityText, func(x, y float64) { s.curves([][]xy{segment(x, y, x+22, y)}, paleStroke, 3) })
	}
	if len(in.Band) > 0 {
		next(in.BandText, func(x, y float64) { s.shapes([][]xy{rectangle(x, y-5, 22, 10)}, style(noTint, "", 0), 1) })
	}
	next(span+", skala "+sc.words(in.Axis.Unit), nil)
}
