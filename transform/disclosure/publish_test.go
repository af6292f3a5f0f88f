//go:build duckdb_arrow

package disclosure

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
	"stadsdelskollen/reports"
	"stadsdelskollen/transform"
)

// warehouseOf is a warehouse whose base facts are the given ones.
func warehouseOf(t *testing.T, facts []warehouse.BaseFact) *warehouse.DB {
	t.Helper()
	wh, err := warehouse.Open(t.Context(), "", duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := wh.Close(); err != nil {
			t.Error(err)
		}
	})
	err = wh.Tx(t.Context(), func(tx *duck.Tx) error {
		err := tx.Exec(t.Context(), `CREATE TABLE base_fact (matt VARCHAR, slag VARCHAR, niva VARCHAR, omrade VARCHAR, indelning VARCHAR, kategori VARCHAR, period VARCHAR,
			varde DECIMAL(18, 3), namnare DECIMAL(18, 3), nedre DECIMAL(18, 3), ovre DECIMAL(18, 3), antal BIGINT, under_nedre BIGINT, over_ovre BIGINT,
			enhet VARCHAR, status VARCHAR, kalla VARCHAR, kvitto BIGINT, delar VARCHAR, handlaggare BIGINT, bidragare BIGINT, storsta DECIMAL(18,3), nast_storsta DECIMAL(18,3))`, nil)
		if err != nil {
			return err
		}
		return duck.Insert(t.Context(), tx, "base_fact", facts)
	})
	if err != nil {
		t.Fatal(err)
	}
	return wh
}

func exampleRegister(t *testing.T) *register.Register {
	t.Helper()
	r, err := register.Load(os.DirFS("../../examples/stockholm/reference"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func openLedger(t *testing.T, path string) *Ledger {
	t.Helper()
	led, err := OpenLedger(t.Context(), path, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := led.Close(); err != nil {
			t.Error(err)
		}
	})
	return led
}

const (
	manifestFile = "manifest.json"
	factsFile    = "data/fakta.csv"
	databaseFile = "data/publication.duckdb"
)

func options(t *testing.T, audience string) Options {
	return Options{Audience: audience, Register: exampleRegister(t), Rules: DefaultRules(), Groups: fiveGroups, AsOf: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC),
		Info: publication.Info{City: "Stockholm", Published: time.Date(2026, 11, 21, 6, 0, 0, 0, time.UTC)}}
}

// publishTo makes a publication folder as the program does, without its pages.
func publishTo(t *testing.T, dir, audience string, facts []warehouse.BaseFact, led *Ledger) *Release {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "data", "publication.duckdb")
	rel, err := Publish(t.Context(), warehouseOf(t, facts), led, file, options(t, audience))
	if err != nil {
		t.Fatal(err)
	}
	pub, err := publication.Resume(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	_, sealed := pub.Seal(t.Context(), "test")
	err = errors.Join(transform.Compute(t.Context(), pub), sealed,
		reports.WriteData(t.Context(), pub, filepath.Join(dir, "data")), pub.Close())
	if err != nil {
		t.Fatal(err)
	}
	manifestOf(t, dir)
	return rel
}

// manifestOf writes the manifest of what stands in dir.
func manifestOf(t *testing.T, dir string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(dir, manifestFile)); err != nil {
		t.Fatal(err)
	}
	pub, err := publication.Open(t.Context(), filepath.Join(dir, databaseFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(reports.WriteManifest(t.Context(), pub, dir, reports.ManifestOptions{Program: "test"}), pub.Close()); err != nil {
		t.Fatal(err)
	}
}

// month is a month of everything: the review's table, costs and cohorts.
func month() []warehouse.BaseFact {
	return slices.Concat(november2011(),
		costsOf(register.District, "Kungsholmen", 211, 1718), costsOf(register.District, "Norrmalm", 252, 1991), costsOf(register.District, "Östermalm", 3, 27),
		costsOf(register.City, theCity, 470, 3736),
		[]warehouse.BaseFact{pair(register.District, "Kungsholmen", 20, 40), pair(register.District, "Norrmalm", 2, 40), pair(register.City, theCity, 22, 80),
			summary(register.District, "Kungsholmen", 12, 40), summary(register.City, theCity, 12, 80)})
}

func TestThePublicDatabaseHoldsWhatMayBeSeenAndTheInternalOneAll(t *testing.T) {
	dir := t.TempDir()
	led := openLedger(t, filepath.Join(dir, "ledger.duckdb"))
	for audience, want := range map[string][]string{
		publication.AudiencePublic:   {"- - - -", "216 105 -"},
		publication.AudienceInternal: {"211 1718 8142 3", "216 105 1"},
	} {
		rel := publishTo(t, filepath.Join(dir, audience), audience, month(), led)
		pub, err := publication.Open(t.Context(), filepath.Join(dir, audience, databaseFile))
		if err != nil {
			t.Fatal(err)
		}
		facts, err := pub.Facts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		text := func(measure, area, category string) string {
			for _, f := range facts {
				if f.Measure == measure && f.Area == area && f.Category == category && f.Value != nil {
					return strconv.FormatFloat(*f.Value, 'f', -1, 64)
				}
			}
			return "-"
		}
		got := []string{
			strings.Join([]string{text(households, "Kungsholmen", ""), text(cost, "Kungsholmen", ""), text(costPerHome, "Kungsholmen", ""), text(households, "Östermalm", "")}, " "),
			strings.Join([]string{text(reasons, "Kungsholmen", ""), text(reasons, "Kungsholmen", "Arbetslös"), text(reasons, "Kungsholmen", "Vård av barn")}, " "),
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", audience, diff)
		}
		info, err := pub.Info(t.Context())
		if err != nil || info.Month != november || info.Audience != audience || info.CityArea != theCity || info.Rule == "" {
			t.Errorf("%+v, %v", info, err)
		}
		areas, err := pub.Areas(t.Context())
		if err != nil || !slices.ContainsFunc(areas, func(a publication.Area) bool {
			return a.Name == "Hässelby-Vällingby" && a.Slug == "hasselby-vallingby"
		}) {
			t.Errorf("areas %+v, %v", areas, err)
		}
		if err := errors.Join(led.Commit(t.Context(), "id-"+audience, rel), pub.Close()); err != nil {
			t.Error(err)
		}
	}
	published, err := led.db.Publications(t.Context())
	if err != nil || len(published) != 1 || published[0].ID != "id-public" {
		t.Errorf("the ledger holds %+v, %v", published, err)
	}
}

func TestTheLedgerKeepsThePatternOverRuns(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "ledger.duckdb")
	first, err := OpenLedger(t.Context(), path, false)
	if err != nil {
		t.Fatal(err)
	}
	rel := publishTo(t, filepath.Join(dir, "a"), publication.AudiencePublic, month(), first)
	for range 2 { // the second time changes nothing
		if err := first.Commit(t.Context(), "a", rel); err != nil {
			t.Fatal(err)
		}
	}
	known, err := first.Known(t.Context(), ledger.Always)
	if err != nil || len(known.Hidden) != len(rel.Hidden) {
		t.Errorf("%d hidings of %d, %v", len(known.Hidden), len(rel.Hidden), err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, err := OpenLedger(t.Context(), path, true)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = second.Close() }()
	again := publishTo(t, filepath.Join(dir, "b"), publication.AudiencePublic, month(), second)
	again.Proofs = rel.Proofs // a proof that was known is not told again
	if diff := cmp.Diff(rel, again); diff != "" {
		t.Error(diff)
	}
	// Östermalm's three households have become three hundred.
	revised := month()
	for i := range revised {
		if revised[i].Measure == households && revised[i].Area == "Östermalm" {
			revised[i].Value = value(300)
		}
	}
	after := publishTo(t, filepath.Join(dir, "c"), publication.AudiencePublic, revised, second)
	if got := find(t, after.Facts, households, "Östermalm", "").Status; got != publication.Hidden {
		t.Errorf("what was hidden is %s", got)
	}
}

func TestALostLedgerStopsPublishing(t *testing.T) {
	_, err := OpenLedger(t.Context(), filepath.Join(t.TempDir(), "ledger.duckdb"), true)
	if !errors.Is(err, ErrNoLedger) || !strings.Contains(err.Error(), "restore it from the backup") {
		t.Errorf("got %v", err)
	}
}

func TestThePublicIsNotServedWithoutALedgerNorAnUnknownAudience(t *testing.T) {
	wh := warehouseOf(t, november2011())
	for _, audience := range []string{publication.AudiencePublic, "press", ""} {
		path := filepath.Join(t.TempDir(), "p.duckdb")
		if _, err := Publish(t.Context(), wh, nil, path, options(t, audience)); !errors.Is(err, ErrRefused) {
			t.Errorf("%q: %v", audience, err)
		}
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%q: a database was written", audience)
		}
	}
}
