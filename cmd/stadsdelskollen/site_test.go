package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sitesBuilt are the built sites: one of real figures, the same as the internal
// audience sees it, and a synthetic one.
var sitesBuilt = []string{"stockholm/site", "stockholm/internt/site", "syntetisk/site"}

func TestEveryChartHasItsOwnAddressWithFilesBesideIt(t *testing.T) {
	root := sitesForTest(t)
	for _, dir := range sitesBuilt {
		site := os.DirFS(filepath.Join(root, filepath.FromSlash(dir)))
		charts, err := fs.Glob(site, "diagram/*/*.html")
		if err != nil || len(charts) < 20 {
			t.Fatalf("%s has %d charts: %v", dir, len(charts), err)
		}
		whole := map[string][]string{}
		for _, chart := range charts {
			base := strings.TrimSuffix(chart, ".html")
			rows := strings.Split(readSite(t, site, base+".csv"), "\n")
			if len(rows) < 3 {
				t.Errorf("%s: %s.csv has no figures", dir, base)
			}
			for _, row := range rows[1:] {
				indicator, _, _ := strings.Cut(row, ",")
				if strings.HasPrefix(rows[0], "matt,") { // a chart of base facts
					indicator = "fakta"
				}
				if row != "" && whole[indicator] == nil {
					whole[indicator] = strings.Split(readSite(t, site, "data/"+indicator+".csv"), "\n")
				}
				if row != "" && !strings.HasPrefix(row, indicator+",redovisade,") && !slices.Contains(whole[indicator], row) {
					t.Errorf("%s: %s.csv has a row that data/ lacks: %s", dir, base, row)
				}
			}
			var meta map[string]any
			if err := json.Unmarshal([]byte(readSite(t, site, base+".metadata.json")), &meta); err != nil {
				t.Errorf("%s: %s: %v", dir, base, err)
			}
			for _, k := range []string{"titel", "underrubrik", "kalla", "licens", "citera", "publikation", "forsta_period", "kolumner", "tecken"} {
				if meta[k] == nil || meta[k] == "" {
					t.Errorf("%s: %s.metadata.json lacks %s", dir, base, k)
				}
			}
			wellFormed(t, base+".svg", readSite(t, site, base+".svg"))
		}
	}
}

func readSite(t *testing.T, site fs.FS, name string) string {
	t.Helper()
	text, err := fs.ReadFile(site, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// wellFormed reads a picture as XML; it must name no class and hold no style,
// since it stands alone.
func wellFormed(t *testing.T, name, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		if start, ok := token.(xml.StartElement); ok {
			for _, a := range start.Attr {
				if a.Name.Local == "class" || a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") {
					t.Errorf("%s: %s has %s", name, start.Name.Local, a.Name.Local)
				}
			}
		}
	}
}
