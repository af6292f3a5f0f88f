package reports

import (
	"archive/zip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/publication"
)

func ptr[T any](v T) *T { return &v }

func filled(t *testing.T, info publication.Info) *publication.DB {
	t.Helper()
	pub, err := publication.Create(t.Context(), filepath.Join(t.TempDir(), "publication.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := pub.Close(); err != nil {
			t.Error(err)
		}
	})
	fact := func(area, category string, v *float64, status string) publication.Fact {
		return publication.Fact{Measure: "vuxna_hinder", Kind: publication.KindCount, Level: publication.LevelDistrict, Area: area, Division: "2007-01-01",
			Category: category, Period: "2011-11", Value: v, Unit: "vuxna", Status: status, Source: "Månadsrapport, \"november\"", Receipt: ptr(int64(2))}
	}
	err = pub.Fill(t.Context(), publication.Content{Info: info, Facts: []publication.Fact{
		fact("Kungsholmen", "", ptr(219.0), publication.OK), fact("Kungsholmen", "Arbetslös", ptr(105.0), publication.OK),
		fact("Norrmalm", "", ptr(256.0), publication.OK), fact("Norrmalm", "Arbetslös", nil, publication.Hidden),
		fact("Farsta", "", nil, publication.NotDelivered), fact("Farsta", "Arbetslös", nil, publication.NotDelivered),
	}, Deliveries: []publication.Delivery{{Receipt: 2, Feed: "forsorjningshinder", Received: info.Published, First: "2011-11", Last: "2011-11"}}})
	if err == nil {
		err = pub.ComputeIndicators(t.Context())
	}
	if err == nil {
		_, err = pub.Seal(t.Context(), "")
	}
	if err != nil {
		t.Fatal(err)
	}
	return pub
}

func info() publication.Info {
	return publication.Info{Month: "2011-11", Published: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC), Audience: publication.AudiencePublic, City: "Stockholm"}
}

// Within the organisation nothing is protected, and no file says that it is.
func TestBaseFactsAreSaidToBeProtectedOnlyWhereTheyAre(t *testing.T) {
	for audience, want := range map[string]bool{publication.AudiencePublic: true, publication.AudienceInternal: false} {
		dir, i := t.TempDir(), info()
		i.Audience = audience
		if err := WriteData(t.Context(), filled(t, i), dir); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"fakta.json", "datapackage.json"} {
			text, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(string(text), "efter skyddet av små tal"); got != want || !strings.Contains(string(text), "de tal som nyckeltalen är räknade ur") {
				t.Errorf("%s, %s: it says so: %v", audience, name, got)
			}
		}
	}
}

func TestFilesHoldSignsForWhatHasNoValue(t *testing.T) {
	dir := t.TempDir()
	if err := WriteData(t.Context(), filled(t, info()), dir); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "forsorjningshinder.csv"))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		"nyckeltal,niva,omrade,indelning,kategori,period,varde,enhet,taljare,namnare,nedre,ovre,status,kalla,utfall",
		`forsorjningshinder,stadsdel,Farsta,2007-01-01,Arbetslös,2011-11,-,procent,-,,,,ej_levererad,"Månadsrapport, ""november""",`,
		`forsorjningshinder,stadsdel,Kungsholmen,2007-01-01,Arbetslös,2011-11,47.9,procent,105,219,,,ok,"Månadsrapport, ""november""",`,
		`forsorjningshinder,stadsdel,Norrmalm,2007-01-01,Arbetslös,2011-11,..,procent,..,256,,,dold,"Månadsrapport, ""november""",`,
		""}, "\n")
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	text, err := os.ReadFile(filepath.Join(dir, "forsorjningshinder.json"))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Rows []map[string]any `json:"observationer"`
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	if v, s := doc.Rows[2]["varde"], doc.Rows[2]["status"]; v != nil || s != "dold" {
		t.Errorf("hidden value in JSON: %v, %v", v, s)
	}
	if v := doc.Rows[1]["varde"]; v != 47.9 {
		t.Errorf("got %v", v)
	}
}

func TestSyntheticFiguresSaySoInEveryFile(t *testing.T) {
	dir := t.TempDir()
	i := info()
	i.Synthetic = true
	pub := filled(t, i)
	if err := WriteData(t.Context(), pub, dir); err != nil {
		t.Fatal(err)
	}
	if err := WriteManifest(t.Context(), pub, dir, ManifestOptions{Program: "test"}); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 8+5+2+2 {
		t.Fatalf("got %d files, %v", len(entries), err)
	}
	for _, e := range entries {
		if e.Name() == "rattelser.csv" {
			continue // nothing is corrected: it holds no figure
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if filepath.Ext(e.Name()) == ".xlsx" {
			text = []byte(sheets(t, filepath.Join(dir, e.Name()))["xl/worksheets/sheet2.xml"])
		}
		if err != nil || !strings.Contains(string(text), "Syntetiska uppgifter") {
			t.Errorf("%s does not say that it is synthetic (%v)", e.Name(), err)
		}
	}
}

func TestManifestNamesEveryFileButItself(t *testing.T) {
	dir := t.TempDir()
	pub := filled(t, info())
	if err := WriteData(t.Context(), pub, dir); err != nil {
		t.Fatal(err)
	}
	if err := WriteManifest(t.Context(), pub, dir, ManifestOptions{Program: "test"}); err != nil {
		t.Fatal(err)
	}
	m, err := ReadManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range m.Files {
		names = append(names, f.Path)
	}
	if diff := cmp.Diff([]string{"datapackage.json", "fakta.arrow", "fakta.csv", "fakta.json", "fakta.parquet", "fakta.xlsx", "forsorjningshinder.arrow", "forsorjningshinder.csv",
		"forsorjningshinder.json", "forsorjningshinder.jsonstat.json", "forsorjningshinder.kolada.json", "forsorjningshinder.parquet", "forsorjningshinder.px", "forsorjningshinder.xlsx", "rattelser.csv", "rattelser.json"}, names); diff != "" {
		t.Error(diff)
	}
	if !strings.HasPrefix(m.ID, "2011-11_") || len(m.Deliveries) != 1 {
		t.Errorf("got %+v", m)
	}
}

// sheets are the parts of a workbook's archive as text.
func sheets(t *testing.T, file string) map[string]string {
	t.Helper()
	r, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	out := map[string]string{}
	for _, f := range r.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(text)
	}
	return out
}
