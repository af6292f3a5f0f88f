package chart

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"
)

// division is the tile map of the districts that existed on a day, placed as the register places them.
func division(t *testing.T, day string) TilesInput {
	t.Helper()
	f, err := os.Open("../../queries/register/stockholm/stadsdelar.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	in := TilesInput{Waters: []Water{{"Saltsjön", 2, 4}, {"Mälaren", 2, 0.5}}}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	for i, r := range rows[1:] {
		get := func(name string) string { return r[column[name]] }
		if get("niva") != "stadsdel" || get("rad") == "" || get("giltig_fran") > day || get("giltig_till") != "" && get("giltig_till") < day {
			continue
		}
		row, err := strconv.Atoi(get("rad"))
		if err != nil {
			t.Fatal(err)
		}
		col, err := strconv.Atoi(get("kolumn"))
		if err != nil {
			t.Fatal(err)
		}
		in.Tiles = append(in.Tiles, Tile{Label: get("namn"), Row: row, Col: col, Verdict: Verdict(i % 4), ValueText: swedish(float64(i)/3, 1)})
	}
	return in
}

var divisionDays = map[int]string{14: "2015-01-01", 13: "2021-01-01", 11: "2024-01-01"}

func TestTileMapsOfTheThreeDivisionsHaveAPlaceForEveryDistrict(t *testing.T) {
	r := engine(t, 1)
	for n, day := range divisionDays {
		in := division(t, day)
		if len(in.Tiles) != n {
			t.Errorf("%s: %d districts, want %d", day, len(in.Tiles), n)
		}
		places := map[[2]int]string{}
		for _, tile := range in.Tiles {
			at := [2]int{tile.Row, tile.Col}
			if other := places[at]; other != "" {
				t.Errorf("%s: %s and %s have the same place", day, tile.Label, other)
			}
			places[at] = tile.Label
			for _, line := range wrap(tile.Label, narrowTile.side-narrowTile.pad-2, narrowTile.nameFace.size, false) {
				if w := textWidth(line, narrowTile.nameFace.size, false); w > narrowTile.side-narrowTile.pad {
					t.Errorf("%s: %q is %.0f px wide in a narrow tile", day, line, w)
				}
			}
		}
		p := draw(t, r, in)
		if got := strings.Count(p.Wide, "-t\" d="); got != n {
			t.Errorf("%s: %d tinted tiles, want %d", day, got, n)
		}
	}
}
