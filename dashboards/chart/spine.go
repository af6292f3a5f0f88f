package chart

import (
	"math"
	"slices"
)

// SpineInput is the figures of a spine chart: one area, many indicators. What the area is held against, the
// city or the reported areas together, is the line in the middle of every row, and every row has a scale of its
// own: the page must say that lengths cannot be compared between rows.
type SpineInput struct {
	OwnHead, CityHead string // "Farsta", "Jämförs med"
	CityLabel         string // over the centre line, true of every row: "Hela staden"
	CityName          string // the same in running text: "hela staden"
	Rows              []SpineRow
}

// SpineRow is one indicator. Positions are standardised: 0 is the city, 1 the distance to what lies furthest from
// it, an area or an end of the own interval. Standardise makes them.
//
// An interval is drawn to its ends, and the row's scale gives way: one that stopped at the edge of the strip would
// look shorter, and so surer, than it is. An arrowhead at the edge would say that it goes on but not how far, which
// is what the reader asks of an interval; and rows are not compared by length, so the other areas lose nothing by
// lying closer to the middle.
type SpineRow struct {
	City              string // what stands in the row's middle: "staden"
	Label, Sub        string // "Ekonomiskt bistånd", "andel av befolkningen 2017"
	OwnText, CityText string // "2,7 %", "2,7 %"
	IntervalText      string // in the table: " (2,6–2,8)", or " (minst 2,6)" where no interval is drawn
	Position          float64
	Lower, Upper      *float64  // the interval's ends as positions; nil: none
	Others            []float64 // the other areas' positions; only of visible values
	Quartile1         *float64  // with Quartile3: the band of the middle half of the areas; nil: none
	Quartile3         *float64
	Verdict           Verdict
	Absence           Absence
}

// Standardise gives the function from a value to its position: (value − city) / the distance to the city of the
// farthest that is visible, values and the ends of the interval that is drawn. Where all lie at the city every
// position is 0.
func Standardise(city float64, visible []float64) func(float64) float64 {
	far := 0.0
	for _, v := range visible {
		far = max(far, math.Abs(v-city))
	}
	return func(v float64) float64 {
		if far == 0 {
			return 0
		}
		return (v - city) / far
	}
}

// cityText is what the row is held against, with its name.
func (r SpineRow) cityText() string {
	if r.CityText == "" {
		return ""
	}
	return r.City + " " + r.CityText
}

// mixed says whether the rows are held against different things.
func (in SpineInput) mixed() bool {
	return slices.ContainsFunc(in.Rows, func(r SpineRow) bool { return r.City != in.Rows[0].City })
}

// Options lays the chart out for a width.
func (in SpineInput) Options(width int) (Options, error) { return Spine(in, width) }

// Description says which indicators differ from what they are held against, which do not, and which cannot be told.
func (in SpineInput) Description() string {
	by := map[Verdict][]string{}
	var gone []string
	ticks := ""
	for _, r := range in.Rows {
		if r.Absence != Shown {
			gone = append(gone, r.Label+" ("+r.Absence.words()+")")
			continue
		}
		if len(r.Others) > 0 {
			ticks = "Korta streck: övriga stadsdelar."
		}
		by[r.Verdict] = append(by[r.Verdict], r.Label+" "+r.OwnText+" ("+r.cityText()+")")
	}
	return sentences(in.OwnHead+" mot "+in.CityName+", nyckeltal för nyckeltal.",
		sentence("Tydligt högre: ", by[Higher]), sentence("Tydligt lägre: ", by[Lower]),
		sentence("Ingen säker skillnad: ", by[NoSure]), sentence("Jämförs inte: ", by[NotCompared]), sentence("Utan värde: ", gone),
		ticks, "Längden kan inte jämföras mellan rader.")
}

// Table has a row per indicator.
func (in SpineInput) Table() Table {
	own := in.OwnHead
	if slices.ContainsFunc(in.Rows, func(r SpineRow) bool { return r.IntervalText != "" }) {
		own += " (95\u00a0%-intervall)"
	}
	t := Table{Head: []string{"Nyckeltal", own, in.CityHead, "Utfall"}}
	for _, r := range in.Rows {
		own, verdict := r.OwnText+r.IntervalText, r.Verdict.words()
		if r.Absence != Shown {
			own, verdict = r.Absence.sign(), ""
		}
		t.Rows = append(t.Rows, []string{r.Label, own, r.cityText(), verdict})
	}
	return t
}

// spineLayout is where things stand, in px.
type spineLayout struct {
	top, row, mark     float64 // of the first row, of a row, of the marks in it
	left, half, centre float64 // the strip
	own, city          float64 // right ends of the columns
}

func (l spineLayout) x(position float64) float64 {
	return l.centre + position*l.half
}

func layoutSpine(in SpineInput, width float64, narrow bool) spineLayout {
	if narrow {
		return spineLayout{top: 28, row: 66, mark: 50, left: 6, half: width/2 - 10, centre: width / 2, own: width}
	}
	var cities []string
	for _, r := range in.Rows {
		cities = append(cities, r.CityText)
		if in.mixed() {
			cities = append(cities, r.City)
		}
	}
	city := max(widest(append(cities, in.CityHead), 12, false), 48)
	l := spineLayout{top: 30, row: 44, mark: 24, half: 150, centre: width - 160}
	l.left = l.centre - l.half
	l.city = l.left - 24
	l.own = l.city - city - 20
	return l
}

// Spine lays out a strip per indicator: the areas as ticks, the middle half as a band, the own mark with its
// interval, numbers beside it.
func Spine(in SpineInput, width int) (Options, error) {
	narrow, err := checkWidth(width)
	if err != nil {
		return Options{}, err
	}
	if len(in.Rows) == 0 {
		return Options{}, ErrNoData
	}
	w := float64(width)
	l := layoutSpine(in, w, narrow)
	height := l.top + float64(len(in.Rows))*l.row
	s := canvas(w, height+6, narrow)
	var rules, strips, ticks, centre [][]xy
	var bands [][]xy
	var marks []mark
	var hidden []xy
	ci := map[Verdict][][]xy{}
	for i, r := range in.Rows {
		y0 := l.top + float64(i)*l.row
		y := y0 + l.mark
		if i > 0 {
			rules = append(rules, segment(0, y0, w, y0))
		}
		s.spineTexts(r, l, y0, in.mixed())
		if r.Absence != Shown {
			if r.Absence == Hidden {
				hidden = append(hidden, xy{l.centre, y})
			}
			s.tip(l.centre, y, r.Label, r.Absence.words())
			continue
		}
		strips = append(strips, segment(l.x(-1), y, l.x(1), y))
		if r.Quartile1 != nil && r.Quartile3 != nil {
			bands = append(bands, rectangle(l.x(*r.Quartile1), y-7, l.x(*r.Quartile3)-l.x(*r.Quartile1), 14))
		}
		for _, o := range r.Others {
			ticks = append(ticks, segment(l.x(o), y-5, l.x(o), y+5))
		}
		if r.Lower != nil && r.Upper != nil {
			ci[r.Verdict] = append(ci[r.Verdict], segment(l.x(*r.Lower), y, l.x(*r.Upper), y))
		}
		marks = append(marks, verdictMark(xy{l.x(r.Position), y}, r.Verdict))
		s.tip(l.x(r.Position), y, r.Label, r.OwnText+" ("+r.cityText()+")", r.Verdict.words())
	}
	centre = append(centre, segment(l.centre, l.top-6, l.centre, height))
	s.shapes(bands, style(noTint, "", 0), 1)
	s.curves(append(rules, strips...), gridStroke, 1)
	s.curves(ticks, stroke{ink2, limit, "solid"}, 2)
	s.curves(centre, cityStroke, 2)
	s.hatchedRows(hidden, 2*l.half)
	for _, v := range []Verdict{NotCompared, Higher, Lower, NoSure} {
		s.curves(ci[v], stroke{intervalColour(v), ciWidth, "solid"}, 3)
	}
	s.marks(marks, 4)
	s.spineHeads(in, l)
	return s.options()
}

// hatchedRows covers the strips of hidden values, the centre line included.
func (s *sheet) hatchedRows(middles []xy, w float64) {
	var grounds [][]xy
	for _, m := range middles {
		grounds = append(grounds, rectangle(m.x-w/2, m.y-5, w, 10))
	}
	s.shapes(grounds, style(paper, "", 0), 3)
	s.hatched(middles, w, 10, 3)
}

func (s *sheet) spineHeads(in SpineInput, l spineLayout) {
	s.text(l.x(-1), 14, "◂ lägre", "left", axisText)
	s.text(l.x(1), 14, "högre ▸", "right", axisText)
	s.text(l.centre, 14, in.CityLabel, "center", smallSemi)
	if !s.thin {
		s.text(l.own, 14, in.OwnHead, "right", smallSemi)
		s.text(l.city, 14, in.CityHead, "right", axisText)
	}
}

func (s *sheet) spineTexts(r SpineRow, l spineLayout, y float64, mixed bool) {
	own := r.OwnText
	if r.Absence != Shown {
		own = r.Absence.sign()
	}
	if s.thin {
		s.text(0, y+18, r.Label, "left", strong)
		s.text(l.own, y+18, own, "right", bold)
		s.text(0, y+34, r.Sub, "left", small)
		s.text(l.own, y+34, r.cityText(), "right", small)
		return
	}
	s.text(0, y+19, r.Label, "left", strong)
	s.text(0, y+35, r.Sub, "left", small)
	s.text(l.own, y+28, own, "right", bold)
	if mixed && r.CityText != "" {
		s.text(l.city, y+19, r.CityText, "right", small)
		s.text(l.city, y+35, r.City, "right", small)
		return
	}
	s.text(l.city, y+28, r.CityText, "right", small)
}
