package reports

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/publication"
)

// written is a folder with all files of the publication.
func written(t *testing.T, i publication.Info) string {
	t.Helper()
	dir := t.TempDir()
	if err := WriteData(t.Context(), filled(t, i), dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// foreign lets a reader from npm open a file.
func foreign(t *testing.T, kind, file string, into any, more ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "node", append([]string{filepath.Join("testdata", "read.mjs"), kind, file}, more...)...)
	var fault bytes.Buffer
	cmd.Stderr = &fault
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node reads %s (npm ci fetches what it needs): %v\n%s", filepath.Base(file), err, fault.String())
	}
	if err := json.Unmarshal(out, into); err != nil {
		t.Fatal(err)
	}
}

// reference is a CSV file as one map a row: what the other formats must hold.
func reference(t *testing.T, file string) []map[string]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil || len(all) < 2 {
		t.Fatalf("read %s: %v", file, err)
	}
	var out []map[string]string
	for _, rec := range all[1:] {
		row := map[string]string{}
		for i, c := range all[0] {
			row[c] = rec[i]
		}
		out = append(out, row)
	}
	return out
}

// figures are columns whose cells are numbers, or a sign or nothing.
var figures = []string{"varde", "taljare", "namnare", "nedre", "ovre", "antal", "kvitto"}

// sameRows compares rows of any reader with those of the CSV file: a figure
// must be the same number, and be missing where the CSV file has a sign.
func sameRows(t *testing.T, want []map[string]string, got []map[string]any) {
	t.Helper()
	if len(want) != len(got) {
		t.Fatalf("got %d rows, want %d", len(got), len(want))
	}
	for i, w := range want {
		if len(w) != len(got[i]) {
			t.Fatalf("row %d has %d columns, want %d", i, len(got[i]), len(w))
		}
		for column, text := range w {
			var expected any = text
			if slices.Contains(figures, column) {
				expected = nil
				if n, err := strconv.ParseFloat(text, 64); err == nil {
					expected = n
				}
			}
			if got[i][column] != expected {
				t.Errorf("row %d, %s: got %v, want %v", i, column, got[i][column], expected)
			}
		}
	}
}

func TestArrowAndJSONHoldWhatTheCSVFileHolds(t *testing.T) {
	dir := written(t, info())
	for _, name := range []string{"forsorjningshinder", "fakta"} {
		want := reference(t, filepath.Join(dir, name+".csv"))
		var got struct {
			Rows     []map[string]any  `json:"rows"`
			Types    map[string]string `json:"types"`
			Metadata map[string]string `json:"metadata"`
		}
		foreign(t, "arrow", filepath.Join(dir, name+".arrow"), &got)
		sameRows(t, want, got.Rows)
		if got.Types["varde"] != "Float64" || got.Types["omrade"] != "Utf8" || got.Metadata["definition"] == "" || !strings.HasPrefix(got.Metadata["publikation"], "2011-11_") {
			t.Errorf("%s.arrow: types %v, metadata %v", name, got.Types, got.Metadata)
		}
		text, err := os.ReadFile(filepath.Join(dir, name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var doc map[string]json.RawMessage
		var rows []map[string]any
		key := map[string]string{"fakta": "fakta", "forsorjningshinder": "observationer"}[name]
		if err := json.Unmarshal(text, &doc); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(doc[key], &rows); err != nil {
			t.Fatal(err)
		}
		sameRows(t, want, rows)
	}
}

// DuckDB reads what arrow-go wrote, its statistics included: the least and the
// greatest value that they name are those of the published rows.
func TestParquetHoldsWhatTheCSVFileHoldsAndNoOtherStatistics(t *testing.T) {
	dir := written(t, info())
	db, err := duck.Open(t.Context(), "", duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	file := filepath.Join(dir, "forsorjningshinder.parquet")
	want := reference(t, filepath.Join(dir, "forsorjningshinder.csv"))
	type row struct {
		JSON string `db:"rad"`
	}
	type statistic struct {
		Column string  `db:"path_in_schema"`
		Least  *string `db:"minst"`
		Most   *string `db:"storst"`
		Nulls  *int64  `db:"tomma"`
	}
	err = db.Tx(t.Context(), func(tx *duck.Tx) error {
		rows, err := duck.Select[row](t.Context(), tx, "SELECT to_json(f)::VARCHAR AS rad FROM read_parquet($fil) AS f", duck.Args{"fil": file})
		if err != nil {
			return err
		}
		var got []map[string]any
		for _, r := range rows {
			var m map[string]any
			if err := json.Unmarshal([]byte(r.JSON), &m); err != nil {
				return err
			}
			got = append(got, m)
		}
		sameRows(t, want, got)
		stats, err := duck.Select[statistic](t.Context(), tx, `SELECT path_in_schema, stats_min_value AS minst, stats_max_value AS storst, stats_null_count AS tomma
			FROM parquet_metadata($fil)`, duck.Args{"fil": file})
		if err != nil {
			return err
		}
		seen := 0
		for _, s := range stats {
			if s.Column != "varde" && s.Column != "taljare" {
				continue
			}
			seen++
			shown := map[string]float64{"varde": 47.9, "taljare": 105}[s.Column]
			for _, limit := range []*string{s.Least, s.Most} {
				if v, err := strconv.ParseFloat(*limit, 64); err != nil || v != shown {
					t.Errorf("statistics of %s name %s, want %v", s.Column, *limit, shown)
				}
			}
			if *s.Nulls != 2 {
				t.Errorf("statistics of %s name %d empty cells, want 2", s.Column, *s.Nulls)
			}
		}
		if seen != 2 {
			t.Errorf("saw statistics of %d columns, want 2", seen)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestJSONStatTellsHiddenFromMissingFromAbsent(t *testing.T) {
	dir := written(t, info())
	var got struct {
		Class string              `json:"class"`
		Label string              `json:"label"`
		ID    []string            `json:"id"`
		Size  []int               `json:"size"`
		Role  map[string][]string `json:"role"`
		Codes map[string][]string `json:"codes"`
		Cells []struct {
			Value  *float64 `json:"value"`
			Status *string  `json:"status"`
		} `json:"cells"`
	}
	foreign(t, "jsonstat", filepath.Join(dir, "forsorjningshinder.jsonstat.json"), &got)
	if diff := cmp.Diff([]string{"omrade", "kategori", "period", "uppgift"}, got.ID); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string][]string{"omrade": {"stadsdel:Farsta@2007-01-01", "stadsdel:Kungsholmen@2007-01-01", "stadsdel:Norrmalm@2007-01-01"},
		"kategori": {"Arbetslös"}, "period": {"2011-11"}, "uppgift": {"varde", "taljare", "namnare"}}, got.Codes); diff != "" {
		t.Error(diff)
	}
	if got.Class != "dataset" || got.Role["geo"][0] != "omrade" || got.Role["time"][0] != "period" || got.Role["metric"][0] != "uppgift" || !strings.HasSuffix(got.Label, "Stockholm") {
		t.Errorf("got %+v", got)
	}
	var cells []string
	for _, c := range got.Cells {
		s := "null"
		if c.Value != nil {
			s = strconv.FormatFloat(*c.Value, 'f', -1, 64)
		}
		if c.Status != nil {
			s += " " + *c.Status
		}
		cells = append(cells, s)
	}
	// Farsta delivered nothing, Norrmalm's reason is hidden, its number of adults not.
	if diff := cmp.Diff([]string{"null -", "null -", "null", "47.9", "105", "219", "null ..", "null ..", "256"}, cells); diff != "" {
		t.Error(diff)
	}
}

func TestPXHoldsWhatJSONStatHolds(t *testing.T) {
	dir := written(t, info())
	var px struct {
		Title     string              `json:"title"`
		Variables []string            `json:"variables"`
		Codes     map[string][]string `json:"codes"`
		Data      []string            `json:"data"`
	}
	foreign(t, "px", filepath.Join(dir, "forsorjningshinder.px"), &px)
	if diff := cmp.Diff([]string{"Område", "Kategori", "Period", "Uppgift"}, px.Variables); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string][]string{"Område": {"stadsdel:Farsta@2007-01-01", "stadsdel:Kungsholmen@2007-01-01", "stadsdel:Norrmalm@2007-01-01"},
		"Kategori": {"Arbetslös"}, "Period": {"2011M11"}, "Uppgift": {"varde", "taljare", "namnare"}}, px.Codes); diff != "" {
		t.Error(diff)
	}
	// The same cells as in JSON-stat: "..." stands for -, ".." for hidden, "...." for no such row.
	if diff := cmp.Diff([]string{`"..."`, `"..."`, `"...."`, "47.9", "105", "219", `".."`, `".."`, "256"}, px.Data); diff != "" {
		t.Error(diff)
	}
	if !strings.HasSuffix(px.Title, "Stockholm") {
		t.Errorf("title %q", px.Title)
	}
}

// workbook is what matters of a workbook's parts, read without excelize.
type workbook struct {
	Sheets []struct {
		Name  string `xml:"name,attr"`
		State string `xml:"state,attr"`
	} `xml:"sheets>sheet"`
	Names []string `xml:"definedNames>definedName"`
}

type sheet struct {
	Rows []struct {
		Cells []struct {
			Ref     string  `xml:"r,attr"`
			Type    string  `xml:"t,attr"`
			Style   int     `xml:"s,attr"`
			Formula *string `xml:"f"`
			Value   string  `xml:"v"`
			Inline  string  `xml:"is>t"`
		} `xml:"c"`
	} `xml:"sheetData>row"`
}

// Two publications with the same content give the same bytes, file by file.
func TestFilesAreTheSameBytesTwice(t *testing.T) {
	i := complete()
	a, b := written(t, i), written(t, i)
	entries, err := os.ReadDir(a)
	if err != nil || len(entries) != 8+5+3+2 {
		t.Fatalf("%d files, %v", len(entries), err)
	}
	for _, e := range entries {
		one, err1 := os.ReadFile(filepath.Join(a, e.Name()))
		two, err2 := os.ReadFile(filepath.Join(b, e.Name()))
		if err1 != nil || err2 != nil || !bytes.Equal(one, two) {
			t.Errorf("%s differs (%v, %v)", e.Name(), err1, err2)
		}
	}
}

// complete is a publication with all that a DCAT catalogue needs.
func complete() publication.Info {
	i := info()
	i.Address, i.License, i.PublisherType = "https://statistik.example", "http://creativecommons.org/publicdomain/zero/1.0/", "LocalAuthority"
	i.Publisher, i.Contact, i.Email = "Exempelstad & Co", "Statistikgruppen", "statistik@example.se"
	return i
}

func TestKoladaRowsHaveTheShapeOfVersionThree(t *testing.T) {
	dir := written(t, info())
	text, err := os.ReadFile(filepath.Join(dir, "forsorjningshinder.kolada.json"))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Values []struct {
			KPI          string `json:"kpi"`
			Municipality string `json:"municipality"`
			Period       any    `json:"period"`
			Values       []struct {
				Gender string   `json:"gender"`
				Value  *float64 `json:"value"`
				Status string   `json:"status"`
				Count  int      `json:"count"`
			} `json:"values"`
		} `json:"values"`
		Count int `json:"count"`
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range doc.Values {
		v := r.Values[0]
		s := fmt.Sprintf("%s %s %v %s", r.KPI, r.Municipality, r.Period, v.Gender)
		if v.Value != nil {
			s += fmt.Sprintf(" %v", *v.Value)
		}
		got = append(got, fmt.Sprintf("%s [%s] %d", s, v.Status, v.Count))
	}
	want := []string{
		"forsorjningshinder:Arbetslös stadsdel:Farsta@2007-01-01 2011-11 T [-] 0",
		"forsorjningshinder:Arbetslös stadsdel:Kungsholmen@2007-01-01 2011-11 T 47.9 [] 1",
		"forsorjningshinder:Arbetslös stadsdel:Norrmalm@2007-01-01 2011-11 T [..] 0",
	}
	if diff := cmp.Diff(want, got); diff != "" || doc.Count != 3 {
		t.Errorf("count %d\n%s", doc.Count, diff)
	}
}
