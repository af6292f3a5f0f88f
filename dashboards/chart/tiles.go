package chart

import (
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
)

// TilesInput is the figures of a tile map: one equal tile per area, placed about where the area lies.
type TilesInput struct {
	Tiles  []Tile
	Waters []Water // names of lakes between the tiles; may be empty
	Shaded bool    // values that nothing is compared with have one of three shades: the higher, the darker
}

// Tile is one area. Of a hidden tile only the label and the place are used. A label may hold soft hyphens
// (U+00AD) where it may be parted; without them it is parted at hyphens, spaces and known last parts.
type Tile struct {
	Label        string
	Row, Col     int // from 0, north to south and west to east
	Verdict      Verdict
	Value        float64 // for the shade
	ValueText    string  // "5,7": without unit, it stands in the subtitle
	Hidden       bool    // .. on hatching
	NotDelivered bool    // - in an outline
}

// Water is a name on the map: "Mälaren" between columns 0 and 1 of row 2 has Col 0.5.
type Water struct {
	Label    string
	Row, Col float64
}

// Options lays the map out for a width.
func (in TilesInput) Options(width int) (Options, error) { return Tiles(in, width) }

// tileSize holds the measures of a tile in px.
type tileSize struct {
	side, gap      float64
	pad            float64 // left of name and value
	name, line     float64 // first base line of the name, and from line to line
	value          float64 // base line of the value
	glyphX, glyphY float64 // middle of the sign
	triangle       []float64
	ring           float64
	nameFace       face
	valueFace      face
}

var (
	wideTile = tileSize{side: 98, gap: 4, pad: 9, name: 21, line: 15, value: 86, glyphX: 83, glyphY: 80,
		triangle: []float64{10, 8}, ring: 9, nameFace: smallInk, valueFace: face{ink, 19, "700"}}
	narrowTile = tileSize{side: 61.6, gap: 3, pad: 4, name: 15, line: 12, value: 53.6, glyphX: 51.6, glyphY: 48.6,
		triangle: []float64{8, 6.4}, ring: 7, nameFace: face{ink, 11, ""}, valueFace: bold}
)

// Tiles lays out the map: tint, name, value and sign; the sign tells the direction without colour.
func Tiles(in TilesInput, width int) (Options, error) {
	narrow, err := checkWidth(width)
	if err != nil {
		return Options{}, err
	}
	if len(in.Tiles) == 0 {
		return Options{}, ErrNoData
	}
	t := wideTile
	if narrow {
		t = narrowTile
	}
	rows, cols := 0, 0
	for _, tile := range in.Tiles {
		rows, cols = max(rows, tile.Row+1), max(cols, tile.Col+1)
	}
	step := t.side + t.gap
	w, h := float64(cols)*step-t.gap, float64(rows)*step-t.gap
	s := newSheet(w, h, narrow)
	s.plot(box{0, 0, w, h}, hiddenX(w), nil, hiddenY(h), nil)
	s.addTiles(in, t)
	for _, tile := range in.Tiles {
		s.addTileText(in, tile, t)
	}
	for _, lake := range in.Waters {
		x := (lake.Col+0.5)*step - t.gap/2
		if narrow {
			x = min(x, w-textWidth(lake.Label, 12, false)/2)
		}
		s.text(x, (lake.Row+0.5)*step+2, lake.Label, "center", waterText)
	}
	return s.options()
}

// shade is the ground of a tile whose value is not compared, by the third of the range in which it lies.
func (in TilesInput) shade(t Tile) string {
	low, high := math.Inf(1), math.Inf(-1)
	for _, o := range in.Tiles {
		if !o.Hidden && !o.NotDelivered {
			low, high = min(low, o.Value), max(high, o.Value)
		}
	}
	return shadeOf(t.Value, low, high)
}

// shadeOf is the shade of the third of a range in which a value lies.
func shadeOf(value, low, high float64) string {
	if high <= low {
		return noTint
	}
	return tileShades[min(int(3*(value-low)/(high-low)), 2)]
}

var tileShades = [3]string{t1, t2, t3}

// tint is the ground of a tile and the colour of text on it.
func (in TilesInput) tint(t Tile) (ground, text string) {
	switch {
	case t.Hidden, t.NotDelivered:
		return paper, ink
	case t.Verdict == Higher:
		return hiTint, hiInk
	case t.Verdict == Lower:
		return loTint, loInk
	case in.Shaded && t.Verdict == NotCompared:
		return in.shade(t), noInk
	}
	return noTint, noInk
}

// addTiles draws grounds, hatching and signs as three series in px.
func (s *sheet) addTiles(in TilesInput, t tileSize) {
	var grounds, hatched, signs []item
	for _, tile := range in.Tiles {
		x, y := float64(tile.Col)*(t.side+t.gap), float64(tile.Row)*(t.side+t.gap)
		middle := []float64{round2(x + t.side/2), round2(y + t.side/2)}
		ground, _ := in.tint(tile)
		look := style(ground, "", 0)
		if tile.NotDelivered && !tile.Hidden {
			look = style(paper, rule, gridWidth)
		}
		grounds = append(grounds, item{Name: tile.Label, Value: middle, ItemStyle: look})
		switch {
		case tile.Hidden:
			hatched = append(hatched, item{Value: middle, ItemStyle: style("transparent", hatch, paleWidth)})
		case !tile.NotDelivered && !(in.Shaded && tile.Verdict == NotCompared):
			signs = append(signs, t.sign(tile.Verdict, round2(x+t.glyphX), round2(y+t.glyphY)))
		}
	}
	still := func() fields { return fields{"clip": false} }
	s.add(charts.SingleSeries{Type: "scatter", Symbol: "rect", SymbolSize: t.side, Data: grounds}, 1, still())
	if len(hatched) > 0 {
		s.add(charts.SingleSeries{Type: "scatter", Symbol: hatching(t.side, t.side), SymbolSize: t.side, Data: hatched}, 2, still())
	}
	if len(signs) > 0 {
		s.add(charts.SingleSeries{Type: "scatter", Data: signs}, 3, still())
	}
}

// sign is a verdict's mark in a tile.
func (t tileSize) sign(v Verdict, x, y float64) item {
	m := markOf(v)
	if m.size = t.ring; m.symbol == "triangle" {
		m.size = t.triangle
	}
	return m.item([]float64{x, y})
}

func (s *sheet) addTileText(in TilesInput, tile Tile, t tileSize) {
	x, y := float64(tile.Col)*(t.side+t.gap)+t.pad, float64(tile.Row)*(t.side+t.gap)
	_, colour := in.tint(tile)
	name, value := t.nameFace, t.valueFace
	name.colour, value.colour = colour, colour
	lines := wrap(tile.Label, t.side-t.pad-2, name.size, false)
	first, step := t.name, t.line
	if len(lines) > 2 { // closer, so that the last one keeps off the value
		first, step = t.name-0.2*t.line, 0.9*t.line
	}
	for i, line := range lines {
		s.text(x, y+first+float64(i)*step, line, "left", name)
	}
	text := tile.ValueText
	switch {
	case tile.Hidden:
		text = hiddenSign
	case tile.NotDelivered:
		text = notDeliveredSign
	}
	s.text(x, y+t.value, text, "left", value)
	switch {
	case tile.Hidden:
		s.tip(x-t.pad+t.side/2, y+t.side/2, tile.Label, Hidden.words())
	case tile.NotDelivered:
		s.tip(x-t.pad+t.side/2, y+t.side/2, tile.Label, NotDelivered.words())
	default:
		s.tip(x-t.pad+t.side/2, y+t.side/2, tile.Label, tile.ValueText, tile.Verdict.words())
	}
}
