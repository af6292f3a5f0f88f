//go:build duckdb_arrow

package disclosure

import (
	"maps"
	"slices"
	"testing"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
)

const (
	division = "2007-01-01"
	november = "2011-11"
	theCity  = "Hela staden"
	homeless = "Enheten för hemlösa"
)

func value(v float64) *float64 { return &v }
func whole(v int64) *int64     { return &v }

func fact(measure, level, area, category string, v float64) warehouse.BaseFact {
	f := warehouse.BaseFact{Measure: measure, Kind: kinds[measure], Level: level, Area: area, Category: category, Period: november,
		Value: value(v), Unit: "vuxna", Status: publication.OK, Source: "test"}
	if level == register.District {
		f.Division = division
	}
	return f
}

func notDelivered(measure, level, area, category string) warehouse.BaseFact {
	f := fact(measure, level, area, category, 0)
	f.Value, f.Status = nil, publication.NotDelivered
	return f
}

func pair(level, area string, x, n float64) warehouse.BaseFact {
	f := fact(withinDays, level, area, "", x)
	f.Denominator, f.Unit = value(n), "ärenden"
	return f
}

func summary(level, area string, days float64, n int64) warehouse.BaseFact {
	f := fact(medianDays, level, area, "", days)
	f.N, f.Unit = whole(n), "dagar"
	f.Lower, f.Upper = value(days-1), value(days+1)
	f.BelowLower, f.AboveUpper = whole(n/2), whole(n/2)
	return f
}

// areaRow is one area's adults per reason, with their total.
func areaRow(level, area string, values ...float64) []warehouse.BaseFact {
	var out []warehouse.BaseFact
	sum := 0.0
	for i, v := range values {
		out = append(out, fact(reasons, level, area, reasonNames[i], v))
		sum += v
	}
	return append(out, fact(reasons, level, area, "", sum))
}

var reasonNames = []string{"Arbetslös", "Sjukskriven med läkarintyg", "Sjuk- eller aktivitetsersättning", "Sociala skäl",
	"Vård av barn", "Arbetar deltid, ofrivilligt", "Arbetar heltid", "Tillfälliga behov", "Övriga"}

// november2011 is the table of the review of 2011: three districts of fourteen.
func november2011() []warehouse.BaseFact {
	facts := slices.Concat(
		areaRow(register.District, "Kungsholmen", 105, 41, 6, 56, 3, 5, 0, 2, 1),
		areaRow(register.District, "Norrmalm", 105, 55, 13, 61, 1, 7, 0, 10, 4),
		areaRow(register.District, "Östermalm", 93, 57, 10, 47, 5, 4, 5, 3, 4),
	)
	for _, category := range append([]string{""}, reasonNames...) {
		facts = append(facts, notDelivered(reasons, register.District, "Bromma", category))
	}
	return facts
}

func protect(t *testing.T, facts []warehouse.BaseFact, known Known) Protected {
	t.Helper()
	p, err := Protect(facts, known)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// after is what is known when p has been published on top of known.
func after(known Known, p Protected) Known {
	hidden := map[ledger.Hiding]bool{}
	for _, h := range append(slices.Clone(known.Hidden), p.Hidden...) {
		hidden[h] = true
	}
	tables := slices.Clone(known.Tables)
	for _, f := range p.Facts {
		if f.Level == register.District && f.Value != nil {
			tables = append(tables, ledger.Table{Measure: f.Measure, Division: f.Division, Period: f.Period, Categories: f.Category != ""})
		}
	}
	slices.SortFunc(tables, func(a, b ledger.Table) int {
		if a.Categories == b.Categories {
			return 0
		}
		if b.Categories {
			return -1
		}
		return 1
	})
	return Known{Hidden: slices.Collect(maps.Keys(hidden)), Tables: tables}
}

// signs shows, by area and category, what a reader sees.
func signs(facts []publication.Fact, area string) map[string]string {
	out := map[string]string{}
	for _, f := range facts {
		if f.Area == area {
			out[f.Category] = f.Status
		}
	}
	return out
}

func find(t *testing.T, facts []publication.Fact, measure, area, category string) publication.Fact {
	t.Helper()
	for _, f := range facts {
		if f.Measure == measure && f.Area == area && f.Category == category {
			return f
		}
	}
	t.Fatalf("no fact %s, %s, %q", measure, area, category)
	return publication.Fact{}
}

// label names a figure in a test's complaint.
func label(f publication.Fact) string {
	return f.Measure + ", " + f.Area + ", " + f.Period + ", " + f.Category
}
