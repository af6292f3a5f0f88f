package chart

import (
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

// invented is a map of two districts that are none: one like a bow, whose middle lies outside it, and one like a wedge
// beside a small one.
func invented(t *testing.T) MapInput {
	t.Helper()
	type object map[string]any
	ring := func(points ...[2]float64) [][][2]float64 { return [][][2]float64{append(points, points[0])} }
	var features []object
	for name, rings := range map[string][][][2]float64{
		"Påhittade bågen":          ring([2]float64{0, 0}, [2]float64{700, 0}, [2]float64{700, 60}, [2]float64{160, 60}, [2]float64{160, 340}, [2]float64{700, 340}, [2]float64{700, 400}, [2]float64{0, 400}),
		"Påhittade-Långa-Kilviken": ring([2]float64{300, 80}, [2]float64{700, 80}, [2]float64{300, 320}),
		"Smalön":                   ring([2]float64{700, 80}, [2]float64{700, 320}, [2]float64{624, 320}, [2]float64{624, 200}),
	} {
		features = append(features, object{"type": "Feature", "properties": object{"namn": name}, "geometry": object{"type": "Polygon", "coordinates": rings}})
	}
	raw, err := json.Marshal(object{"type": "FeatureCollection", "features": features})
	if err != nil {
		t.Fatal(err)
	}
	return MapInput{GeoJSON: raw, Areas: []MapArea{{Name: "Påhittade bågen", ValueText: "5,7"}, {Name: "Påhittade-Långa-Kilviken", ValueText: "12,4", Verdict: Higher}, {Name: "Smalön", ValueText: "1,8"}}}
}

func TestNamesOnAMapStandWithinTheirAreasOrNotAtAll(t *testing.T) {
	in := invented(t)
	svg := draw(t, engine(t, 1), in)
	words := regexp.MustCompile(`<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]+)</text>`)
	for picture, width := range map[string]float64{svg.Wide: Wide, svg.Narrow: Narrow} {
		laid, err := readFeatures(in.GeoJSON, "")
		if err != nil {
			t.Fatal(err)
		}
		most := 560.0
		if width == Narrow {
			most = 300
		}
		project(laid, width, most)
		written := map[string]int{}
		for _, m := range words.FindAllStringSubmatch(picture, -1) {
			x, _ := strconv.ParseFloat(m[1], 64)
			y, _ := strconv.ParseFloat(m[2], 64)
			half := textWidth(m[3], 11, false) / 2
			inside := slices.ContainsFunc(laid, func(f feature) bool {
				return slices.ContainsFunc(through(f.polygons[0], y-8, y), func(s span) bool { return s.from <= x-half && x+half <= s.to })
			})
			if !inside {
				t.Errorf("at %v px, %q at %v, %v crosses a border", width, m[3], x, y)
			}
			written[m[3]]++
		}
		for _, value := range []string{"5,7", "12,4", "1,8"} {
			if written[value] != 1 {
				t.Errorf("at %v px, %s is written %d times", width, value, written[value])
			}
		}
		if written["Påhittade bågen"]+written["Påhittade"] == 0 {
			t.Errorf("at %v px, a name that has room is left out: %v", width, written)
		}
	}
}

func TestRoomIsFoundWhereABlockStandsWhollyInside(t *testing.T) {
	u := [][]xy{{{0, 0}, {30, 0}, {30, 80}, {70, 80}, {70, 0}, {100, 0}, {100, 100}, {0, 100}}}
	if at, ok := roomFor(u, xy{50, 50}, 60, 12); !ok || math.Abs(at.y-90) > 4 || at.x != 50 {
		t.Errorf("a wide block stands at %v, %v; want it at the bottom", at, ok)
	}
	if at, ok := roomFor(u, xy{50, 50}, 20, 40); !ok || at.x > 20 && at.x < 80 {
		t.Errorf("a high block stands at %v, %v; want it in an arm", at, ok)
	}
	if at, ok := roomFor(u, xy{50, 50}, 60, 40); ok {
		t.Errorf("a block that has no room stands at %v", at)
	}
}

func TestShapeWithoutAreaHasNoRoom(t *testing.T) {
	line := feature{polygons: [][][]xy{{{{0, 0}, {10, 0}, {0, 0}}}}}
	polygon, at := middle(line)
	if where, ok := roomFor(polygon, at, 5, 5); ok {
		t.Errorf("room at %v", where)
	}
}
