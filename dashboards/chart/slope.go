package chart

import (
	"cmp"
	"slices"
	"strings"
)

// SlopeInput is the figures of a slope chart: every area's value at two times, joined.
type SlopeInput struct {
	From, To string // heads: "2016", "2017"
	Rows     []SlopeRow
	Unit     string // what the texts may end in: "%"; a narrow picture leaves it to the subtitle
}

// SlopeRow is one area. An absent value has no place: its sign stands in the table and the description.
type SlopeRow struct {
	Label            string
	From, To         float64
	FromText, ToText string
	FromAbsence      Absence
	ToAbsence        Absence
	Verdict          Verdict // of the change: the mark at its end. NotCompared: a hollow diamond
	City             bool    // dashed
}

// Options lays the chart out for a width.
func (in SlopeInput) Options(width int) (Options, error) { return Slope(in, width) }

func (r SlopeRow) texts() (from, to string) {
	from, to = r.FromText, r.ToText
	if r.FromAbsence != Shown {
		from = r.FromAbsence.sign()
	}
	if r.ToAbsence != Shown {
		to = r.ToAbsence.sign()
	}
	return from, to
}

func (r SlopeRow) whole() bool { return r.FromAbsence == Shown && r.ToAbsence == Shown }

// Description says who has risen and fallen surely, and gives the others' values.
func (in SlopeInput) Description() string {
	var up, down, same, bare, gone []string
	for _, r := range in.Rows {
		from, to := r.texts()
		text := r.Label + " från " + from + " till " + to
		switch {
		case !r.whole():
			gone = append(gone, r.Label+" ("+cmp.Or(r.FromAbsence.words(), r.ToAbsence.words())+")")
		case r.Verdict == Higher:
			up = append(up, text)
		case r.Verdict == Lower:
			down = append(down, text)
		case r.Verdict == NoSure:
			same = append(same, text)
		default:
			bare = append(bare, text)
		}
	}
	return sentences("Värden "+in.From+" och "+in.To+".", sentence("Säker ökning: ", up), sentence("Säker minskning: ", down),
		sentence("Ingen säker förändring: ", same), sentence("Prövas inte: ", bare), sentence("Inte med i bilden: ", gone))
}

// Table has a row per area.
func (in SlopeInput) Table() Table {
	t := Table{Head: []string{"Område", in.From, in.To, "Förändring"}}
	for _, r := range in.Rows {
		from, to := r.texts()
		change := map[Verdict]string{Higher: "säker ökning", Lower: "säker minskning", NoSure: "ingen säker förändring", NotCompared: "prövas inte"}[r.Verdict]
		if !r.whole() {
			change = ""
		}
		t.Rows = append(t.Rows, []string{r.Label, from, to, change})
	}
	return t
}

// drawn are the rows that have both values.
func (in SlopeInput) drawn() []SlopeRow {
	return slices.DeleteFunc(slices.Clone(in.Rows), func(r SlopeRow) bool { return !r.whole() })
}

func (in SlopeInput) scale() (scale, error) {
	var values []float64
	for _, r := range in.drawn() {
		values = append(values, r.From, r.To)
	}
	return newScale(values, Axis{Loose: true}, 8)
}

// Scale is from where to where the values are drawn.
func (in SlopeInput) Scale() (from, to float64, err error) {
	sc, err := in.scale()
	return sc.min, sc.max, err
}

// Slope lays out the two columns of values and the lines between them; names stand at the right, wide at the
// left, too.
func Slope(in SlopeInput, width int) (Options, error) {
	narrow, err := checkWidth(width)
	if err != nil {
		return Options{}, err
	}
	sc, err := in.scale()
	if err != nil {
		return Options{}, err
	}
	rows := in.drawn()
	var lefts, rights []string
	for _, r := range rows {
		left, right := r.Label+"\u00a0 "+r.FromText, r.ToText
		if narrow { // half of the room for the lines else
			left, right = strings.TrimSuffix(r.FromText, "\u00a0"+in.Unit), strings.TrimSuffix(right, "\u00a0"+in.Unit)
		}
		lefts, rights = append(lefts, left), append(rights, r.Label+"\u00a0 "+right)
	}
	left := widest(lefts, 12, true) + 18
	right := float64(width) - widest(rights, 12, true) - 18
	height := max(float64(len(rows))*22+30, 220)
	s := canvas(float64(width), height+44, narrow)
	place := func(v float64) float64 { return 34 + (1-sc.at(v))*height }
	s.text(left, 14, in.From, "center", smallSemi)
	s.text(right, 14, in.To, "center", smallSemi)
	s.curves([][]xy{segment(left, 24, left, height+40), segment(right, 24, right, height+40)}, gridStroke, 1)
	s.addSlopes(rows, place, left, right)
	fromY := apart(rows, func(r SlopeRow) float64 { return place(r.From) }, 30, height+38)
	toY := apart(rows, func(r SlopeRow) float64 { return place(r.To) }, 30, height+38)
	var leaders [][]xy
	for i, r := range rows {
		f := smallInk
		if r.City {
			f = smallSemi
		}
		leaders = append(leaders, segment(left-5, place(r.From), left-15, fromY[i]), segment(right+5, place(r.To), right+15, toY[i]))
		s.text(left-17, fromY[i]+4, lefts[i], "right", f)
		s.text(right+17, toY[i]+4, rights[i], "left", f)
	}
	s.curves(leaders, gridStroke, 1)
	return s.options()
}

// addSlopes draws the lines and the marks at their ends: sure ones in their verdict's colour and as broad as in the key,
// over the others, so that a mark can be followed back.
func (s *sheet) addSlopes(rows []SlopeRow, place func(float64) float64, left, right float64) {
	var city, others, up, down [][]xy
	var starts, ends, sure []mark
	for _, r := range rows {
		a, b := xy{left, place(r.From)}, xy{right, place(r.To)}
		line := []xy{a, b}
		switch {
		case r.City:
			city = append(city, line)
		case r.Verdict == Higher:
			up = append(up, line)
		case r.Verdict == Lower:
			down = append(down, line)
		default:
			others = append(others, line)
		}
		starts = append(starts, mark{a, "circle", 5, 0, style(ink, "", 0)})
		if end := verdictMark(b, r.Verdict); r.Verdict == Higher || r.Verdict == Lower {
			sure = append(sure, end) // over the others, where they meet
		} else {
			ends = append(ends, end)
		}
		s.tip(b.x, b.y, r.Label, r.FromText+" → "+r.ToText)
		s.tip(a.x, a.y, r.Label, r.FromText+" → "+r.ToText)
	}
	s.curves(others, paleStroke, 2)
	s.curves(up, stroke{hiCI, ciWidth, "solid"}, 3)
	s.curves(down, stroke{loCI, ciWidth, "solid"}, 3)
	s.curves(city, stroke{ink, cityWidth, "dashed"}, 3)
	s.marks(starts, 4)
	s.marks(ends, 4)
	s.marks(sure, 4)
}

// apart gives every row's label a height of its own, lineGap from the next, as near the points as can be:
// labels that would meet are spread round the mean of their points.
func apart(rows []SlopeRow, y func(SlopeRow) float64, top, bottom float64) []float64 {
	order := make([]int, len(rows))
	out := make([]float64, len(rows))
	for i, r := range rows {
		order[i], out[i] = i, y(r)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(out[a], out[b]) })
	type block struct {
		sum float64 // of the points' heights, each less its place in the block
		n   int
	}
	const gap = lineGap
	var blocks []block
	first := func(b block) float64 { // the height of a block's first label
		y := b.sum / float64(b.n)
		return max(top, min(y, bottom-float64(b.n-1)*gap))
	}
	for _, i := range order {
		blocks = append(blocks, block{out[i], 1})
		for len(blocks) > 1 {
			a, b := blocks[len(blocks)-2], blocks[len(blocks)-1]
			if first(a)+float64(a.n)*gap <= first(b) {
				break
			}
			blocks = append(blocks[:len(blocks)-2], block{a.sum + b.sum - float64(a.n*b.n)*gap, a.n + b.n})
		}
	}
	k := 0
	for _, b := range blocks {
		for j := range b.n {
			out[order[k]] = first(b) + float64(j)*gap
			k++
		}
	}
	return out
}
