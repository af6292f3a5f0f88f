package chart

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
)

// MapInput is the figures of a choropleth: a map whose areas are tinted by verdict, as the tile map's are.
// Large areas look important: show it beside a dot plot, and never for counts.
type MapInput struct {
	GeoJSON  []byte // a FeatureCollection of Polygon and MultiPolygon, in degrees or in metres
	NameProp string // the property that names a feature; empty: "namn", "name" or "NAMN"
	Areas    []MapArea
	Shaded   bool // as TilesInput's
	Only     bool // leaves out features that no area names: those of other divisions
}

// MapArea is one area. Its name must be a feature's, letter case and composition of å ä ö apart.
type MapArea struct {
	Name      string
	Value     float64 // for the shade
	ValueText string  // "5,7"
	Verdict   Verdict
	Absence   Absence
}

// Options lays the chart out for a width.
func (in MapInput) Options(width int) (Options, error) { return Map(in, width) }

// Description names the areas by verdict.
func (in MapInput) Description() string {
	by := map[Verdict][]string{}
	var gone []string
	for _, a := range in.Areas {
		if a.Absence != Shown {
			gone = append(gone, a.Name+" ("+a.Absence.words()+")")
			continue
		}
		by[a.Verdict] = append(by[a.Verdict], a.Name+" "+a.ValueText)
	}
	return sentences("Karta över områdena.", sentence("Tydligt högre: ", by[Higher]), sentence("Tydligt lägre: ", by[Lower]),
		sentence("Ingen säker skillnad: ", by[NoSure]), sentence("Jämförs inte: ", by[NotCompared]), sentence("Utan värde: ", gone))
}

// Table has a row per area.
func (in MapInput) Table() Table {
	t := Table{Head: []string{"Område", "Värde", "Mot staden"}}
	for _, a := range in.Areas {
		value, verdict := a.ValueText, a.Verdict.words()
		if a.Absence != Shown {
			value, verdict = a.Absence.sign(), ""
		}
		t.Rows = append(t.Rows, []string{a.Name, value, verdict})
	}
	return t
}

// project lays the features out in px in a frame as wide as the chart, north upwards; degrees are narrowed by
// the latitude's cosine. It gives the height.
func project(features []feature, width, most float64) float64 {
	low, high := xy{math.Inf(1), math.Inf(1)}, xy{math.Inf(-1), math.Inf(-1)}
	each(features, func(p *xy) {
		low = xy{min(low.x, p.x), min(low.y, p.y)}
		high = xy{max(high.x, p.x), max(high.y, p.y)}
	})
	shrink := 1.0
	if math.Abs(high.x) <= 180 && math.Abs(high.y) <= 90 {
		shrink = math.Cos((low.y + high.y) / 2 * math.Pi / 180)
	}
	w, h := (high.x-low.x)*shrink, high.y-low.y
	k := min((width-4)/w, most/h)
	left := (width - w*k) / 2
	each(features, func(p *xy) {
		p.x, p.y = round1(left+(p.x-low.x)*shrink*k), round1(2+(high.y-p.y)*k)
	})
	return math.Ceil(h*k) + 4
}

func round1(v float64) float64 { return math.Round(v*10) / 10 }

func each(features []feature, do func(*xy)) {
	for _, f := range features {
		for _, polygon := range f.polygons {
			for _, ring := range polygon {
				for i := range ring {
					do(&ring[i])
				}
			}
		}
	}
}

// Map lays out the areas, each with its value and its verdict's sign where there is room.
func Map(in MapInput, width int) (Options, error) {
	narrow, err := checkWidth(width)
	if err != nil {
		return Options{}, err
	}
	if len(in.Areas) == 0 {
		return Options{}, ErrNoData
	}
	features, err := readFeatures(in.GeoJSON, in.NameProp)
	if err != nil {
		return Options{}, fmt.Errorf("read geojson: line %w", err)
	}
	byName := map[string]*feature{}
	for i := range features {
		byName[sameName(features[i].name)] = &features[i]
	}
	var missing []string
	for _, a := range in.Areas {
		if byName[sameName(a.Name)] == nil {
			missing = append(missing, a.Name)
		}
	}
	if len(missing) > 0 {
		return Options{}, fmt.Errorf("the map has no area named %s", strings.Join(missing, ", "))
	}
	if in.Only {
		features = slices.DeleteFunc(features, func(f feature) bool {
			return !slices.ContainsFunc(in.Areas, func(a MapArea) bool { return sameName(a.Name) == sameName(f.name) })
		})
		for i := range features {
			byName[sameName(features[i].name)] = &features[i]
		}
	}
	height := project(features, float64(width), map[bool]float64{true: 300, false: 560}[narrow])
	s := canvas(float64(width), height, narrow)
	if s.shape, err = shapeJSON(features); err != nil {
		return Options{}, err
	}
	var data []any
	for _, a := range in.Areas {
		f := byName[sameName(a.Name)]
		data = append(data, fields{"name": f.name, "itemStyle": mapStyle(in.ground(a))})
		s.addArea(a, in.ground(a), *f)
	}
	view := bounds(features)
	s.add(charts.SingleSeries{Type: "map"}, 1, fields{"map": "karta", "data": data, "roam": false, "selectedMode": false,
		"left": view.left, "top": view.top, "width": view.width, "height": view.height, "label": fields{"show": false},
		"itemStyle": mapStyle(paper), "showLegendSymbol": false})
	return s.options()
}

func mapStyle(area string) fields {
	return fields{"areaColor": area, "borderColor": ink3, "borderWidth": gridWidth}
}

func (in MapInput) ground(a MapArea) string {
	if a.Absence != Shown {
		return paper
	}
	if in.Shaded && a.Verdict == NotCompared {
		low, high := math.Inf(1), math.Inf(-1)
		for _, o := range in.Areas {
			if o.Absence == Shown {
				low, high = min(low, o.Value), max(high, o.Value)
			}
		}
		return shadeOf(a.Value, low, high)
	}
	return map[Verdict]string{Higher: hiTint, Lower: loTint, NoSure: noTint, NotCompared: noTint}[a.Verdict]
}

// addArea writes an area's name and value where both stand within its largest part, with the sign of its verdict; where the
// name has no room, the value alone.
func (s *sheet) addArea(a MapArea, ground string, f feature) {
	colour := map[string]string{hiTint: hiInk, loTint: loInk, noTint: noInk, paper: ink, t1: noInk, t2: noInk, t3: noInk}[ground]
	text, told := a.ValueText, []string{a.Name, a.ValueText, a.Verdict.words()}
	if a.Absence != Shown {
		text, told = a.Absence.sign(), []string{a.Name, a.Absence.words()}
	}
	size, small, line, air := 13.0, 12.0, 13.0, 6.0
	if s.thin {
		size, small, line, air = 11, 11, 11, 4
	}
	compared := a.Absence == Shown && a.Verdict != NotCompared
	w := textWidth(text, size, true) + air
	if compared {
		w += 24
	}
	polygon, at := middle(f)
	var lines []string
	for _, try := range [][]string{{a.Name}, inLines(a.Name, 2, small), inLines(a.Name, 3, small)} {
		if where, ok := roomFor(polygon, at, max(w, widest(try, small, false)+air), line*float64(len(try))+size+2); ok {
			at, lines = xy{where.x, where.y + line*float64(len(try))/2}, try
			break
		}
	}
	if lines == nil {
		if where, ok := roomFor(polygon, at, w, size+3); ok {
			at = where
		}
	}
	for i, l := range lines {
		s.text(at.x, at.y-size/2-2.5-line*float64(len(lines)-1-i), l, "center", face{colour, small, ""})
	}
	s.text(at.x, at.y+baseline*size, text, "center", face{colour, size, "700"})
	s.tip(at.x, at.y, told...)
	if compared {
		s.marks([]mark{smallMark(a.Verdict, xy{at.x + textWidth(text, size, true)/2 + 8, at.y})}, 3)
	}
}

// inLines breaks a name into so many lines at most, as even as its breaks allow; one that cannot be broken stays whole.
func inLines(name string, most int, size float64) []string {
	for limit := textWidth(name, size, false) / float64(most); ; limit += 2 {
		if lines := wrap(name, limit, size, false); len(lines) <= most {
			return lines
		}
	}
}

// smallMark is a verdict's mark beside a text.
func smallMark(v Verdict, at xy) mark {
	m := verdictMark(at, v)
	if m.size = 7; m.symbol == "triangle" {
		m.size = []float64{8, 6.4}
	}
	return m
}

// shapeJSON writes the features for ECharts, which turns north upwards: y is negative.
func shapeJSON(features []feature) ([]byte, error) {
	type object map[string]any
	var all []object
	for _, f := range features {
		var polygons [][][][2]float64
		for _, polygon := range f.polygons {
			var rings [][][2]float64
			for _, ring := range polygon {
				var points [][2]float64
				for _, p := range ring {
					if q := [2]float64{p.x, -p.y}; len(points) == 0 || points[len(points)-1] != q {
						points = append(points, q)
					}
				}
				rings = append(rings, points)
			}
			polygons = append(polygons, rings)
		}
		all = append(all, object{"type": "Feature", "properties": object{"name": f.name},
			"geometry": object{"type": "MultiPolygon", "coordinates": polygons}})
	}
	raw, err := json.Marshal(object{"type": "FeatureCollection", "features": all})
	if err != nil {
		return nil, fmt.Errorf("write map: %w", err)
	}
	return raw, nil
}

func bounds(features []feature) box {
	low, high := xy{math.Inf(1), math.Inf(1)}, xy{math.Inf(-1), math.Inf(-1)}
	each(features, func(p *xy) {
		low = xy{min(low.x, p.x), min(low.y, p.y)}
		high = xy{max(high.x, p.x), max(high.y, p.y)}
	})
	return box{low.x, low.y, round1(high.x - low.x), round1(high.y - low.y)}
}

// middle is the centroid of a feature's largest polygon, and the polygon.
func middle(f feature) ([][]xy, xy) {
	var best xy
	var polygon [][]xy
	largest := -1.0
	for _, p := range f.polygons {
		if len(p) == 0 {
			continue
		}
		area, sum := 0.0, xy{}
		for i, a := range p[0] {
			b := p[0][(i+1)%len(p[0])]
			cross := a.x*b.y - b.x*a.y
			area += cross
			sum = xy{sum.x + (a.x+b.x)*cross, sum.y + (a.y+b.y)*cross}
		}
		if math.Abs(area) > largest && area != 0 {
			largest, best, polygon = math.Abs(area), xy{sum.x / (3 * area), sum.y / (3 * area)}, p
		}
	}
	return polygon, best
}
