//go:build duckdb_arrow

package disclosure

import (
	"encoding/json"
	"flag"
	"slices"
	"strings"
	"testing"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
)

// groupingsOf is the warehouse of a workspace whose groupings are measured:
//
//	stadsdelskollen generate DIR && stadsdelskollen ingest -C DIR
//	go test -tags duckdb_arrow -run '^$' -bench Groupings -benchtime 1x -warehouse DIR/warehouse.duckdb ./transform/disclosure
var groupingsOf = flag.String("warehouse", "", "warehouse whose groupings of reasons are measured; a random year without")

// groupings are ways to tell nine reasons in fewer groups.
var groupings = []struct {
	name   string
	groups []Group
}{
	{"9: every reason", []Group{}},
	{"7: sickness, work", []Group{sickness, work}},
	{"6: the four rarest together", DefaultGroups()},
	{"6: sickness, work, children with others", []Group{sickness, work, {"Övriga hinder", []string{"Vård av barn", "Övriga"}}}},
	{"6: sickness, work, temporary with others", []Group{sickness, work, {"Övriga hinder", []string{"Tillfälliga behov", "Övriga"}}}},
	{"5: sickness, the four rarest together", []Group{sickness, {"Övriga hinder", []string{"Arbetar heltid", "Tillfälliga behov", "Vård av barn", "Övriga"}}}},
	{"5: work and all rare together", []Group{{"Övriga hinder", []string{"Arbetar deltid, ofrivilligt", "Arbetar heltid", "Tillfälliga behov", "Vård av barn", "Övriga"}}}},
	{"5: sickness, work, the other three", fiveGroups},
	{"4: sickness, all others", []Group{sickness, {"Övriga hinder", []string{"Arbetar deltid, ofrivilligt", "Arbetar heltid", "Tillfälliga behov", "Vård av barn", "Övriga"}}}},
}

// reasonsOf are the facts of reasons in a warehouse, and its unions of districts.
func reasonsOf(b *testing.B) ([]warehouse.BaseFact, Setting) {
	set := Setting{Rules: DefaultRules()}
	if *groupingsOf == "" {
		return years(12), set
	}
	wh, err := warehouse.Open(b.Context(), *groupingsOf, duck.Options{})
	if err != nil {
		b.Fatal(err)
	}
	facts, err := wh.BaseFacts(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	if err := wh.Close(); err != nil {
		b.Fatal(err)
	}
	reg, err := register.Load(register.Stockholm())
	if err != nil {
		b.Fatal(err)
	}
	set = Options{Register: reg, Rules: DefaultRules()}.setting()
	return slices.DeleteFunc(facts, func(f warehouse.BaseFact) bool { return f.Measure != reasons }), set
}

// BenchmarkGroupings says of each grouping how many cells of district and group
// the gate lets through, month by month, and how many of district and reason in the
// years.
func BenchmarkGroupings(b *testing.B) {
	facts, set := reasonsOf(b)
	for _, c := range groupings {
		b.Run(c.name, func(b *testing.B) {
			set.Groups = c.groups
			var p Protected
			for b.Loop() {
				p = mustProtect(b, facts, Known{}, set)
			}
			var open, all, yearly, years float64
			for _, f := range p.Facts {
				if f.Level != publication.LevelDistrict || f.Category == "" || f.Value == nil && f.Status != publication.Hidden {
					continue
				}
				switch {
				case f.Measure == reasons:
					if all++; f.Value != nil {
						open++
					}
				case strings.HasPrefix(f.Measure, "vuxenmanader"):
					if years++; f.Value != nil {
						yearly++
					}
				}
			}
			b.ReportMetric(open, "open")
			b.ReportMetric(all, "cells")
			b.ReportMetric(100*open/all, "%open")
			b.ReportMetric(yearly, "open-years")
			b.ReportMetric(years, "cells-years")
			b.ReportMetric(float64(toldLess(b, p)), "told-less")
		})
	}
}

// toldLess counts the figures that were given up because they could not be proved.
func toldLess(b *testing.B, p Protected) (n int) {
	for _, q := range p.Proofs {
		var k kept
		if err := json.Unmarshal([]byte(q.Text), &k); err != nil {
			b.Fatal(err)
		}
		n += len(k.Closed)
	}
	return n
}
