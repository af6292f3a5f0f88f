package chart

import (
	"fmt"
	"slices"

	"github.com/go-echarts/go-echarts/v2/opts"
)

// HeatInput is the figures of a heat map: areas by month. Colour stands only where a difference is sure, with
// ▲ or ▼ in the cell; a value that was not tried has a hollow diamond on no ground, as it has in every other kind,
// since a grey cell says that it was tried and that nothing sure was found. With Steps every value has a shade
// instead. Wide it shows the latest 36 months, narrow the latest 12; the rest is in the table and the download.
type HeatInput struct {
	Months []string // "2016-01", in order, without holes
	Rows   []HeatRow
	Steps  *HeatSteps // nil: colour by verdict
}

// HeatSteps are the limits between shades, for values that nothing is compared with.
type HeatSteps struct {
	Limits [3]float64 // below the first: the lightest shade
	Texts  [4]string  // "under 10", "10–20", "20–30", "30 eller mer"
}

// HeatRow is one area.
type HeatRow struct {
	Label string
	Air   bool       // air above: a new part of the city begins
	Cells []HeatCell // one per month
}

// HeatCell is one area's value in a month.
type HeatCell struct {
	Value     float64
	ValueText string
	Verdict   Verdict
	Absence   Absence
}

const (
	heatMonths       = 36
	heatMonthsNarrow = 12
)

// Options lays the chart out for a width.
func (in HeatInput) Options(width int) (Options, error) { return Heat(in, width) }

// latest is the input's last months.
func (in HeatInput) latest(n int) HeatInput {
	cut := max(0, len(in.Months)-n)
	out := HeatInput{Months: in.Months[cut:], Steps: in.Steps}
	for _, r := range in.Rows {
		r.Cells = r.Cells[cut:]
		out.Rows = append(out.Rows, r)
	}
	return out
}

// Description counts, area by area, the months that differ surely, and the cells without a value; of the other cells
// it says of what kinds they are.
func (in HeatInput) Description() string {
	cut := in.latest(heatMonths)
	if len(cut.Months) == 0 {
		return ""
	}
	var higher, lower, spans []string
	gone, all := map[Absence]int{}, map[Verdict]int{}
	for _, r := range cut.Rows {
		by := map[Verdict]int{}
		var low, high *HeatCell
		for _, c := range r.Cells {
			if c.Absence != Shown {
				gone[c.Absence]++
				continue
			}
			if in.Steps == nil {
				by[c.Verdict]++
				all[c.Verdict]++
			}
			if low == nil || c.Value < low.Value {
				low = &c
			}
			if high == nil || c.Value > high.Value {
				high = &c
			}
		}
		if in.Steps != nil && low != nil {
			spans = append(spans, r.Label+" "+low.ValueText+" till "+high.ValueText)
		}
		for v, names := range map[Verdict]*[]string{Higher: &higher, Lower: &lower} {
			if by[v] > 0 {
				*names = append(*names, r.Label+" "+counted(by[v], "månad", "månader"))
			}
		}
	}
	var absent []string
	for _, a := range []Absence{Hidden, NotDelivered, NotApplicable} {
		if gone[a] > 0 {
			absent = append(absent, counted(gone[a], a.words(), [...]string{"", "dolda tal", "inte redovisade", "inte tillämpliga"}[a]))
		}
	}
	none, others := "", ""
	if in.Steps == nil && len(higher)+len(lower) == 0 {
		none = "Ingen ruta skiljer sig säkert."
	}
	// What the others are, and not how many: a number of cells is no figure that anybody can look up.
	switch unsure, untried := all[NoSure] > 0, all[NotCompared] > 0; {
	case unsure && untried:
		others = "Övriga rutor med tal visar ingen säker skillnad eller jämförs inte."
	case unsure:
		others = "Övriga rutor med tal visar ingen säker skillnad."
	case untried:
		others = "Övriga rutor med tal jämförs inte."
	}
	return sentences(fmt.Sprintf("%d områden, månad för månad från %s till %s.", len(cut.Rows), periodWords(cut.Months[0]), periodWords(cut.Months[len(cut.Months)-1])),
		sentence("Från den lägsta månaden till den högsta: ", spans), sentence("Tydligt högre: ", higher), sentence("Tydligt lägre: ", lower), none, others, sentence("Rutor utan värde: ", absent))
}

// Table has a row per area and a column per month that the wide picture shows.
func (in HeatInput) Table() Table {
	cut := in.latest(heatMonths)
	t := Table{Head: []string{"Område"}}
	for _, m := range cut.Months {
		t.Head = append(t.Head, periodWords(m))
	}
	for _, r := range cut.Rows {
		row := []string{r.Label}
		for _, c := range r.Cells {
			text := c.ValueText
			if c.Absence != Shown {
				text = c.Absence.sign()
			}
			row = append(row, text)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (in HeatInput) check() error {
	if len(in.Rows) == 0 || len(in.Months) == 0 {
		return ErrNoData
	}
	for _, r := range in.Rows {
		if len(r.Cells) != len(in.Months) {
			return fmt.Errorf("%s: %d cells for %d months", r.Label, len(r.Cells), len(in.Months))
		}
	}
	for _, m := range in.Months {
		if !slices.Contains(monthNumbers, m[min(len(m), 5):]) {
			return fmt.Errorf("period %q is not a month", m)
		}
	}
	return nil
}

// heatLayout holds the measures in px.
type heatLayout struct{ left, top, w, h, air float64 }

// Heat lays out the cells, the months over them, and the key under them.
func Heat(in HeatInput, width int) (Options, error) {
	narrow, err := checkWidth(width)
	if err != nil {
		return Options{}, err
	}
	if err := in.check(); err != nil {
		return Options{}, err
	}
	var names []string
	for _, r := range in.Rows {
		names = append(names, r.Label)
	}
	l, size, note := heatLayout{top: 42, h: 21, air: 8}, 13.0, ""
	if narrow {
		if len(in.Months) > heatMonthsNarrow {
			note = fmt.Sprintf("Här visas %d månader; fler i tabellen.", heatMonthsNarrow)
		}
		in, size = in.latest(heatMonthsNarrow), 12
	} else {
		in = in.latest(heatMonths)
	}
	l.left = widest(names, size, false) + 10
	l.w = min((float64(width)-l.left)/float64(len(in.Months)), 26)
	bottom := l.top
	for i, r := range in.Rows {
		if r.Air && i > 0 {
			bottom += l.air
		}
		bottom += l.h
	}
	key, under := in.key(float64(width))
	noteRoom := map[bool]float64{true: 20}[note != ""]
	s := canvas(float64(width), bottom+30+under+noteRoom, narrow)
	s.addMonths(in.Months, l)
	s.addCells(in, l, face{ink, size, ""})
	s.addHeatKey(key, bottom+22)
	s.text(0, bottom+22+under+noteRoom, note, "left", small)
	return s.options()
}

// addMonths writes the months' letters, and the year over its first month.
func (s *sheet) addMonths(months []string, l heatLayout) {
	for i, m := range months {
		x := l.left + float64(i)*l.w
		n := slices.Index(monthNumbers, m[5:])
		s.text(x+l.w/2, l.top-8, monthNames[n][:1], "center", axisText)
		if n == 0 || i == 0 && n < 9 {
			s.text(x+1, l.top-25, m[:4], "left", smallSemi)
		}
	}
}

// ground is a cell's fill and the sign on it; no fill where the value was not tried.
func (in HeatInput) ground(c HeatCell) (fill string, rotate int, signed bool) {
	switch {
	case in.Steps != nil:
		n := 0
		for _, l := range in.Steps.Limits {
			if c.Value >= l {
				n++
			}
		}
		return shades[n], 0, false
	case c.Verdict == Higher:
		return hi, 0, true
	case c.Verdict == Lower:
		return lo, 180, true
	case c.Verdict == NoSure:
		return noTint, 0, false
	}
	return "", 0, false
}

var shades = [4]string{q1, q2, q3, q4}

func (s *sheet) addCells(in HeatInput, l heatLayout, name face) {
	const gap = 0.8
	grounds := map[string][][]xy{}
	var outlines [][]xy
	var hidden []xy
	var arrows, diamonds [][]xy
	var signs []mark
	y := l.top
	for i, r := range in.Rows {
		if r.Air && i > 0 {
			y += l.air
		}
		s.text(0, y+l.h/2+4.5, r.Label, "left", name)
		for j, c := range r.Cells {
			x := l.left + float64(j)*l.w
			cell, middle := rectangle(x+gap, y+gap, l.w-2*gap, l.h-2*gap), xy{x + l.w/2, y + l.h/2}
			s.tip(middle.x, middle.y, r.Label, periodWords(in.Months[j]), c.text(), in.tipVerdict(c))
			switch c.Absence {
			case Hidden:
				hidden = append(hidden, middle)
				continue
			case NotDelivered:
				outlines = append(outlines, rectangle(x+gap+0.5, y+gap+0.5, l.w-2*gap-1, l.h-2*gap-1))
				continue
			case NotApplicable:
				signs = append(signs, mark{middle, "circle", 3, 0, style(no, "", 0)})
				continue
			}
			fill, rotate, signed := in.ground(c)
			if fill == "" {
				diamonds = append(diamonds, diamond(middle))
				continue
			}
			grounds[fill] = append(grounds[fill], cell)
			if signed {
				arrows = append(arrows, arrow(middle, min(8, l.w-6)/2, rotate != 0))
			}
		}
		y += l.h
	}
	for _, fill := range []string{noTint, hi, lo, q1, q2, q3, q4} {
		s.shapes(grounds[fill], style(fill, "", 0), 1)
	}
	s.shapes(outlines, style(paper, rule, gridWidth), 1)
	s.hatched(hidden, round2(l.w-2*gap), round2(l.h-2*gap), 2)
	s.shapes(arrows, style(paper, "", 0), 3)
	s.shapes(diamonds, markOf(NotCompared).look, 3)
	s.marks(signs, 3)
}

// diamond is the sign of a value that was not tried, small enough for a cell of 36 months.
func diamond(at xy) []xy {
	const half = 3.25
	return []xy{{at.x, at.y - half}, {at.x + half, at.y}, {at.x, at.y + half}, {at.x - half, at.y}}
}

// arrow is ▲ or ▼ round a place.
func arrow(at xy, half float64, down bool) []xy {
	h := 3.0
	if down {
		h = -h
	}
	return []xy{{at.x, at.y - h}, {at.x + half, at.y + h}, {at.x - half, at.y + h}}
}

func (c HeatCell) text() string {
	if c.Absence != Shown {
		return c.Absence.words()
	}
	return c.ValueText
}

func (in HeatInput) tipVerdict(c HeatCell) string {
	if c.Absence != Shown || in.Steps != nil {
		return ""
	}
	return c.Verdict.words()
}

// keyEntry is one form in the key: a ground with its sign, and what it means.
type keyEntry struct {
	text, fill string // no fill: the diamond of what was not tried
	rotate     int
	signed     bool
	absence    Absence
	at         xy // from the left end of the first line
}

const (
	keySampleWidth = 16.0
	keyLine        = 20.0
)

// key explains the forms that the picture holds, in lines of a width; under is how far down the last line is.
func (in HeatInput) key(width float64) (entries []keyEntry, under float64) {
	if in.Steps != nil {
		for i, t := range in.Steps.Texts {
			entries = append(entries, keyEntry{text: t, fill: shades[i]})
		}
	} else {
		entries = []keyEntry{{text: "tydligt högre", fill: hi, signed: true}, {text: "tydligt lägre", fill: lo, rotate: 180, signed: true},
			{text: "ingen säker skillnad", fill: noTint}}
	}
	holds := func(cell func(HeatCell) bool) bool {
		return slices.ContainsFunc(in.Rows, func(r HeatRow) bool { return slices.ContainsFunc(r.Cells, cell) })
	}
	if in.Steps == nil && holds(func(c HeatCell) bool { return c.Absence == Shown && c.Verdict == NotCompared }) {
		entries = append(entries, keyEntry{text: NotCompared.words()})
	}
	for _, a := range []Absence{Hidden, NotDelivered, NotApplicable} {
		if holds(func(c HeatCell) bool { return c.Absence == a }) {
			entries = append(entries, keyEntry{text: a.words(), absence: a})
		}
	}
	x := 0.0
	for i, e := range entries {
		need := keySampleWidth + 6 + textWidth(e.text, 12, false)
		if x > 0 && x+need > width {
			x, under = 0, under+keyLine
		}
		entries[i].at = xy{x, under}
		x += need + 16
	}
	return entries, under
}

func (s *sheet) addHeatKey(entries []keyEntry, y float64) {
	const h = 14.0
	for _, e := range entries {
		s.keySample(e, e.at.x, y+e.at.y-h+3, keySampleWidth, h)
		s.text(e.at.x+keySampleWidth+6, y+e.at.y, e.text, "left", small)
	}
}

func (s *sheet) keySample(e keyEntry, x, y, w, h float64) {
	middle := xy{x + w/2, y + h/2}
	var look *opts.ItemStyle
	switch e.absence {
	case Hidden:
		s.hatched([]xy{middle}, w, h, 2)
		return
	case NotApplicable:
		s.marks([]mark{{middle, "circle", 3, 0, style(no, "", 0)}}, 3)
		return
	case NotDelivered:
		look = style(paper, rule, gridWidth)
	default:
		if e.fill == "" {
			s.shapes([][]xy{diamond(middle)}, markOf(NotCompared).look, 3)
			return
		}
		look = style(e.fill, "", 0)
	}
	s.shapes([][]xy{rectangle(x, y, w, h)}, look, 1)
	if e.signed {
		s.marks([]mark{{middle, "triangle", []float64{8, 6}, e.rotate, style(paper, "", 0)}}, 3)
	}
}
