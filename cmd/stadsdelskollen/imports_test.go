package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "stadsdelskollen/"

// pkg is what the rules need of `go list -json`.
type pkg struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

func projectPackages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-tags", "duckdb_arrow", "-json=ImportPath,Imports,Deps", "../../...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p pkg
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		p.ImportPath = strings.TrimPrefix(p.ImportPath, module)
		all = append(all, p)
	}
	if len(all) < 12 {
		t.Fatalf("go list found %d packages only", len(all))
	}
	return all
}

// mayImport lists, for every package, which of ours it may import.
var mayImport = map[string][]string{
	"queries/period":             {},
	"queries/register":           {},
	"queries/duck":               {},
	"queries/warehouse":          {"queries/duck", "queries/period", "queries/register"},
	"queries/publication":        {"queries/duck", "queries/period"},
	"queries/ledger":             {"queries/duck", "queries/period"},
	"ingest/contract":            {"queries/period"},
	"ingest/decode":              {"ingest/contract", "queries/period", "queries/register"},
	"ingest/source":              {},
	"ingest/synthetic":           {"queries/period", "queries/register"},
	"ingest":                     {"ingest/contract", "ingest/decode", "queries/duck", "queries/period", "queries/register", "queries/warehouse"},
	"transform/compare":          {},
	"transform/facts":            {"transform/compare", "queries/duck", "queries/period", "queries/register", "queries/warehouse"},
	"transform/disclosure/audit": {},
	"transform/disclosure":       {"queries/duck", "queries/ledger", "queries/period", "queries/publication", "queries/register", "queries/warehouse", "transform/disclosure/attack", "transform/disclosure/audit"},
	// The attacker reads published files only: neither the warehouse nor the gate.
	"transform/disclosure/attack/pdf": {},
	"transform/disclosure/attack":     {"queries/duck", "queries/period", "queries/publication", "queries/register", "transform", "transform/disclosure/attack/pdf", "transform/disclosure/audit"},
	"transform":                       {"transform/compare", "queries/period", "queries/publication"},
	"dashboards/chart":                {"queries/period"},
	"reports/version":                 {},
	"reports/prose":                   {"reports/version", "queries/period", "queries/publication"},
	"dashboards":                      {"dashboards/chart", "reports/prose", "reports/version", "queries/period", "queries/publication"},
	"reports/table":                   {},
	"reports/cube":                    {"reports/table"},
	"reports/catalogue":               {"reports/prose", "reports/table"},
	"reports/paper":                   {"dashboards/chart", "reports/prose", "reports/version", "reports/table", "queries/period", "queries/publication"},
	"reports":                         {"dashboards/chart", "reports/prose", "reports/version", "reports/table", "reports/cube", "reports/catalogue", "queries/period", "queries/publication"},
	"cmd/stadsdelskollen":             nil, // everything
}

func TestArrowsPointOneWay(t *testing.T) {
	for _, p := range projectPackages(t) {
		allowed, known := mayImport[p.ImportPath]
		if !known {
			t.Errorf("%s is in no rule: say here what it may import", p.ImportPath)
			continue
		}
		if allowed == nil {
			continue
		}
		for _, i := range p.Imports {
			if ours, is := strings.CutPrefix(i, module); is && !slices.Contains(allowed, ours) {
				t.Errorf("%s must not import %s", p.ImportPath, ours)
			}
		}
	}
}

func TestPublicSideCannotReachTheSecretSide(t *testing.T) {
	secret := []string{module + "queries/warehouse", module + "queries/ledger", module + "transform/facts", module + "transform/disclosure", module + "transform/disclosure/audit", module + "transform/disclosure/attack", module + "ingest"}
	for _, p := range projectPackages(t) {
		if p.ImportPath != "transform" && !strings.HasPrefix(p.ImportPath, "dashboards") && !strings.HasPrefix(p.ImportPath, "reports") {
			continue
		}
		for _, d := range p.Deps {
			if slices.Contains(secret, d) {
				t.Errorf("%s reaches %s", p.ImportPath, d)
			}
		}
	}
}

func TestOnlyOnePackageKnowsTheDatabaseDriver(t *testing.T) {
	for _, p := range projectPackages(t) {
		for _, i := range p.Imports {
			if (i == "database/sql" || strings.HasPrefix(i, "github.com/duckdb/")) && p.ImportPath != "queries/duck" {
				t.Errorf("%s imports %s", p.ImportPath, i)
			}
		}
	}
}

// Pure packages read no clock, no file and no network.
func TestPurePackagesStayPure(t *testing.T) {
	for _, p := range projectPackages(t) {
		if !slices.Contains([]string{"queries/period", "transform/compare", "transform/disclosure/audit", "transform/disclosure/attack/pdf", "ingest/contract", "reports/prose"}, p.ImportPath) {
			continue
		}
		for _, i := range p.Imports {
			if i == "os" || i == "net" || i == "net/http" || i == "log/slog" || i == "log" {
				t.Errorf("%s imports %s", p.ImportPath, i)
			}
		}
	}
}
