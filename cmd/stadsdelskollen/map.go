package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"stadsdelskollen/dashboards"
	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/register"
)

// readMap reads the shapes of districts, reference/karta.geojson; nil without such a file. A file that cannot be
// drawn, that names what the register does not know, or that holds no division whole is refused, with its lines.
func (w *workspace) readMap() (*dashboards.Map, error) {
	path := w.path("reference", "karta.geojson")
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read map: %w", err)
	}
	names, err := chart.MapNames(text, w.cfg.Karta.Namn)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", path, err)
	}
	var faults []error
	for i, n := range names {
		named := func(a register.Area) bool { return a.Level == register.District && chart.SameMapName(a.Name, n.Name) }
		if !slices.ContainsFunc(w.reg.Areas, named) {
			faults = append(faults, fmt.Errorf("%s:%d: no district in the register is named %q", path, n.Line, n.Name))
		}
		if j := slices.IndexFunc(names[:i], func(m chart.MapName) bool { return chart.SameMapName(m.Name, n.Name) }); j >= 0 {
			faults = append(faults, fmt.Errorf("%s:%d: %q stands on line %d already", path, n.Line, n.Name, names[j].Line))
		}
	}
	if len(faults) == 0 {
		faults = append(faults, w.wholeDivision(path, names))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, fmt.Errorf("%w\nhint: without the file the map has a tile for each district", err)
	}
	return &dashboards.Map{GeoJSON: text, NameProp: w.cfg.Karta.Namn}, nil
}

// wholeDivision refuses a map that has every district of no division, and names what the one that it comes closest to lacks.
func (w *workspace) wholeDivision(path string, names []chart.MapName) error {
	var least []string
	for _, d := range w.reg.Divisions() {
		var lacks []string
		for _, area := range d.Areas {
			if !slices.ContainsFunc(names, func(n chart.MapName) bool { return chart.SameMapName(n.Name, area.Name) }) {
				lacks = append(lacks, area.Name)
			}
		}
		if len(lacks) == 0 {
			return nil
		}
		if least == nil || len(lacks) < len(least) {
			least = lacks
		}
	}
	return fmt.Errorf("%s:1: no division has all its districts here; missing: %s", path, strings.Join(least, ", "))
}

// mapVersion is the map's part of what a publication's id is made of.
func mapVersion(m *dashboards.Map) string {
	if m == nil {
		return ""
	}
	sum := sha256.Sum256(append([]byte(m.NameProp+"\n"), m.GeoJSON...))
	return " karta " + hex.EncodeToString(sum[:8])
}
