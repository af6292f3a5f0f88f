//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
	reader "stadsdelskollen/transform/disclosure/attack"
)

const (
	division = "2007-01-01"
	november = "2011-11"
	theCity  = "Hela staden"
	homeless = "Enheten för hemlösa"
)

const (
	cost        = "kostnad_tkr"
	costPerHome = "kostnad_per_hushall"
)

// plain is the setting of the tests: the default rules, no unions, and groups of
// several kinds.
var plain = Setting{Rules: DefaultRules(), Groups: fiveGroups}

var (
	sickness   = Group{"Sjukdom", []string{"Sjukskriven med läkarintyg", "Sjuk- eller aktivitetsersättning"}}
	work       = Group{"Arbetar", []string{"Arbetar deltid, ofrivilligt", "Arbetar heltid"}}
	fiveGroups = []Group{sickness, work, {"Övriga hinder", []string{"Tillfälliga behov", "Vård av barn", "Övriga"}}}
)

func value(v float64) *float64 { return &v }
func whole(v int64) *int64     { return &v }

func fact(measure, level, area, category string, v float64) warehouse.BaseFact {
	f := warehouse.BaseFact{Measure: measure, Kind: defined[measure].Kind, Level: level, Area: area, Category: category, Period: november,
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

// november2011 is the table of the review of 2011, three districts of fourteen, but
// for three adults fewer among the rare reasons of one.
func november2011() []warehouse.BaseFact {
	facts := slices.Concat(
		areaRow(register.District, "Kungsholmen", 105, 41, 6, 56, 1, 5, 0, 1, 1),
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
	p, err := Protect(facts, known, plain)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// after is what is known when p has been published on top of known.
func after(known Known, p Protected) Known {
	out := Known{Hidden: append(slices.Clone(known.Hidden), p.Hidden...), Tables: slices.Clone(known.Tables), Shown: slices.Clone(known.Shown), Proofs: maps.Clone(known.Proofs)}
	if out.Proofs == nil {
		out.Proofs = map[string]ledger.Proof{}
	}
	for _, q := range p.Proofs {
		out.Proofs[q.Fingerprint] = q
	}
	for _, f := range p.Facts {
		if f.Level == register.District && f.Value != nil {
			out.Tables = append(out.Tables, ledger.Table{Measure: f.Measure, Division: f.Division, Period: f.Period, Categories: f.Category != ""})
		}
		h := ledger.Hiding{Measure: f.Measure, Level: f.Level, Area: f.Area, Division: f.Division, Category: f.Category, Period: f.Period}
		show := func(column string, v *float64) {
			if h.Column = column; v != nil {
				out.Shown = append(out.Shown, ledger.Shown{Hiding: h, Figure: *v})
			}
		}
		show(ledger.Value, f.Value)
		show(ledger.Denominator, f.Denominator)
		if f.N != nil {
			show(ledger.Cases, value(float64(*f.N)))
		}
	}
	return out
}

// seen is what a reader sees of a figure: status, value, n and limits.
func seen(f publication.Fact) string {
	s := f.Status
	for _, v := range []*float64{f.Value, f.Denominator, f.Lower, f.Upper} {
		if v == nil {
			s += " -"
		} else {
			s += fmt.Sprintf(" %v", *v)
		}
	}
	if f.N != nil {
		s += fmt.Sprintf(" n=%d", *f.N)
	}
	return s
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

// costsOf is an area's households and cost, with the cost per household that it
// delivers.
func costsOf(level, area string, homes, tkr float64) []warehouse.BaseFact {
	out := []warehouse.BaseFact{fact(households, level, area, "", homes), fact(cost, level, area, "", tkr)}
	if homes > 0 {
		each := fact(costPerHome, level, area, "", float64(int(1000*tkr/homes)))
		each.Status = publication.Delivered
		out = append(out, each)
	}
	return out
}

// attack reads facts as someone who wishes to know what is hidden.
func attack(facts []publication.Fact) []Finding {
	return reader.Facts(reader.Publication{Facts: facts})
}

// label names a figure in a test's complaint.
func label(f publication.Fact) string {
	return f.Measure + ", " + f.Area + ", " + f.Period + ", " + f.Category
}
