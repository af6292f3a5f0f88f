//go:build duckdb_arrow

package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/ingest"
	"stadsdelskollen/ingest/synthetic"
	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/transform/facts"
)

// Open cases are reported month after month, over a merger under another name.
// Counted from the files themselves, every case is in one cohort of one
// district, and in the city's.
func TestCasesOverTheMergersAreCountedOnce(t *testing.T) {
	reg, err := register.Load(register.Stockholm())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, before, after string }{{"2020-05", "2020-08", "Älvsjö", "Hägersten-Älvsjö"}, {"2023-05", "2023-08", "Norrmalm", "Norra innerstaden"}} {
		t.Run(c.after, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "ws")
			if _, err := synthetic.Write(t.Context(), dir, synthetic.Options{Seed: 3, Register: register.Stockholm(), From: c.from, To: c.to, Cases: 900, Scale: 0.02}); err != nil {
				t.Fatal(err)
			}
			files, err := filepath.Glob(filepath.Join(dir, "inbox", "arenden_*.csv"))
			if err != nil || len(files) != 4 {
				t.Fatalf("%d files, %v", len(files), err)
			}
			want := cohorts(t, reg, files)
			ws := ingest.Workspace{Dir: dir, Register: reg, Now: func() time.Time { return time.Date(2024, 1, 8, 6, 0, 0, 0, time.UTC) }}
			wh, err := ingest.OpenWarehouse(t.Context(), ws, filepath.Join(dir, "warehouse.duckdb"), duck.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := wh.Close(); err != nil {
					t.Error(err)
				}
			}()
			if report, err := ingest.Run(t.Context(), ws, wh, files...); err != nil || report.Refused() {
				t.Fatalf("%+v, %v", report, err)
			}
			if err := facts.Build(t.Context(), wh, facts.Options{AsOf: ws.Now()}); err != nil {
				t.Fatal(err)
			}
			all, err := wh.BaseFacts(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]int{}
			for _, f := range all {
				if f.Measure == "handlaggningstid_median" && f.N != nil && *f.N > 0 && len(f.Period) == len("2020-05") && f.Level != "enhet" && f.Parts == "" {
					got[f.Period+" "+f.Area] += int(*f.N)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if want[c.from+" "+c.before] == 0 || want[c.from+" "+c.after] != 0 || want[c.to+" "+c.after] == 0 || want[c.to+" "+c.before] != 0 {
				t.Errorf("the merger is not in the deliveries: %v", want)
			}
		})
	}
}

// cohorts counts the distinct cases of each district and of the city by month
// of application, each in the district that it was first reported in.
func cohorts(t *testing.T, reg *register.Register, files []string) map[string]int {
	t.Helper()
	out := map[string]int{}
	seen, carried := map[string]string{}, 0
	first := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(files[0]), "arenden_"), ".csv")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		in := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff")))
		in.Comma = ';'
		all, err := in.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		at := map[string]int{}
		for i, h := range all[0] {
			at[h] = i
		}
		for _, r := range all[1:] {
			id, area, month := r[at["arende"]], r[at["stadsdel"]], r[at["ansokan"]][:7]
			if other, ok := seen[id]; ok {
				if other != area {
					carried++
				}
				continue
			}
			seen[id] = area
			if month < first {
				continue // of a cohort that nobody reported
			}
			out[month+" Hela staden"]++
			day, err := time.Parse("2006-01", month)
			if err != nil {
				t.Fatal(err)
			}
			if a, err := reg.Resolve(area, day.AddDate(0, 1, -1)); err == nil && a.Level == register.District {
				out[month+" "+a.Name]++
			}
		}
	}
	if carried == 0 {
		t.Error("no case was carried over the merger")
	}
	return out
}
