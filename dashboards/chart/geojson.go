package chart

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// feature is one area of a GeoJSON file: its rings, those of all its polygons, each polygon's outer one first.
type feature struct {
	name     string
	line     int
	polygons [][][]xy
}

// MapName is the name of an area in a GeoJSON file, and the line that the area begins on.
type MapName struct {
	Name string
	Line int
}

// MapNames reads a GeoJSON file as a map does and gives the names of its areas. It refuses what cannot be
// drawn, and says on which line that stands.
func MapNames(raw []byte, prop string) ([]MapName, error) {
	features, err := readFeatures(raw, prop)
	var out []MapName
	for _, f := range features {
		out = append(out, MapName{f.name, f.line})
	}
	return out, err
}

// SameMapName says whether a map's name for an area and ours are the same, letter case and composition of å ä ö apart.
func SameMapName(a, b string) bool { return sameName(a) == sameName(b) }

// geoFeature is an area as GeoJSON (RFC 7946) writes it.
type geoFeature struct {
	Properties map[string]any `json:"properties"`
	Geometry   struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

// readFeatures reads the areas of a GeoJSON file.
func readFeatures(raw []byte, prop string) ([]feature, error) {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	var file struct {
		Type     string            `json:"type"`
		Features []json.RawMessage `json:"features"`
	}
	var kind *json.UnmarshalTypeError
	switch err := json.Unmarshal(raw, &file); {
	case errors.As(err, &kind):
		return nil, faultAt(raw, offsetOf(err), "not GeoJSON: want a FeatureCollection, found %s", kind.Value)
	case err != nil:
		return nil, faultAt(raw, offsetOf(err), "not JSON: %w", err)
	}
	if len(file.Features) == 0 {
		return nil, faultAt(raw, 0, "no features: want a FeatureCollection of polygons")
	}
	var out []feature
	from := 0
	for i, text := range file.Features {
		// Unmarshal gives the very bytes of the file, in its order.
		from += bytes.Index(raw[from:], text)
		one, err := readFeature(text, prop)
		if err != nil {
			return nil, faultAt(raw, from, "feature %d: %w", i+1, err)
		}
		one.line = 1 + bytes.Count(raw[:from], []byte("\n"))
		out = append(out, one)
		from += len(text)
	}
	return out, nil
}

func readFeature(text []byte, prop string) (feature, error) {
	var f geoFeature
	if err := json.Unmarshal(text, &f); err != nil {
		return feature{}, err
	}
	out := feature{name: nameOf(f.Properties, prop)}
	if out.name == "" {
		return out, errors.New("no name")
	}
	var polygons [][][][]float64
	var err error
	switch f.Geometry.Type {
	case "Polygon":
		polygons = make([][][][]float64, 1)
		err = json.Unmarshal(f.Geometry.Coordinates, &polygons[0])
	case "MultiPolygon":
		err = json.Unmarshal(f.Geometry.Coordinates, &polygons)
	default:
		return out, fmt.Errorf("%s is a %q, not a polygon", out.name, f.Geometry.Type)
	}
	if err != nil {
		return out, fmt.Errorf("%s: %w", out.name, err)
	}
	for _, p := range polygons {
		var rings [][]xy
		for _, ring := range p {
			points, err := readRing(ring)
			if err != nil {
				return out, fmt.Errorf("%s: %w", out.name, err)
			}
			rings = append(rings, points)
		}
		out.polygons = append(out.polygons, rings)
	}
	if len(out.polygons) == 0 || len(out.polygons[0]) == 0 {
		return out, fmt.Errorf("%s has no ring", out.name)
	}
	return out, nil
}

// readRing takes degrees (WGS 84, SWEREF 99) or metres (SWEREF 99 TM and its zones), east before north.
func readRing(ring [][]float64) ([]xy, error) {
	if len(ring) < 4 {
		return nil, fmt.Errorf("a ring of %d positions, want at least four", len(ring))
	}
	var points []xy
	for _, c := range ring {
		if len(c) < 2 {
			return nil, fmt.Errorf("a position of %d numbers", len(c))
		}
		// In metres Sweden lies 6 100 to 7 700 km north of the equator, and less than 1 000 km east of a zone's edge.
		if east, north := c[0], c[1]; math.Abs(east) > 3e6 && math.Abs(north) < 3e6 {
			return nil, fmt.Errorf("the position %.0f, %.0f has north before east; GeoJSON wants east first", east, north)
		}
		points = append(points, xy{c[0], c[1]})
	}
	return points, nil
}

// offsetOf is how far into a text a fault of JSON was found.
func offsetOf(err error) int {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return int(syntax.Offset)
	case errors.As(err, &kind):
		return int(kind.Offset)
	}
	return 0
}

// faultAt is a fault with its line.
func faultAt(raw []byte, offset int, format string, args ...any) error {
	line := 1 + bytes.Count(raw[:min(offset, len(raw))], []byte("\n"))
	return fmt.Errorf("%d: "+format, append([]any{line}, args...)...)
}

func nameOf(properties map[string]any, prop string) string {
	for _, key := range []string{prop, "namn", "name", "NAMN"} {
		if name, ok := properties[key].(string); ok && name != "" {
			return name
		}
	}
	return ""
}

func sameName(s string) string { return strings.ToLower(strings.TrimSpace(norm.NFC.String(s))) }
