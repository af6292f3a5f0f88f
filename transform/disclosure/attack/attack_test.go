//go:build duckdb_arrow

package attack

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
)

const (
	theDivision = "2007-01-01"
	november    = "2011-11"
	theCity     = "Hela staden"
)

var kinds = map[string]string{adults: publication.KindCount, households: publication.KindCount, cost: publication.KindAmount,
	withinDays: publication.KindPair, medianDays: publication.KindSummary, "vuxenmanader_hinder": publication.KindCount}

// shown is a figure that readers see, and dots one that stands as two points.
func shown(measure, area, category, period string, v float64) publication.Fact {
	f := dots(measure, area, category, period)
	f.Value, f.Status = &v, publication.OK
	return f
}

func dots(measure, area, category, period string) publication.Fact {
	f := publication.Fact{Measure: measure, Kind: kinds[measure], Level: publication.LevelDistrict, Area: area, Division: theDivision,
		Category: category, Period: period, Status: publication.Hidden}
	if f.Kind == "" {
		f.Kind = publication.KindCount
	}
	if area == theCity {
		f.Level, f.Division = publication.LevelCity, ""
	}
	return f
}

func of(n float64, f publication.Fact) publication.Fact {
	f.Denominator = &n
	return f
}

// grid is a table of adults by district and reason with all its sums: -1 hides a
// cell, whose value then stands in truth.
func grid(truth, open [][]float64) []publication.Fact {
	var out []publication.Fact
	column := make([]float64, len(truth[0]))
	total := 0.0
	for i, row := range truth {
		area, sum := string(rune('A'+i)), 0.0
		for j, v := range row {
			f := shown(adults, area, fmt.Sprint(j+1), november, v)
			if open[i][j] < 0 {
				f = dots(adults, area, fmt.Sprint(j+1), november)
			}
			out = append(out, f)
			sum, column[j], total = sum+v, column[j]+v, total+v
		}
		out = append(out, shown(adults, area, "", november, sum))
	}
	for j, v := range column {
		out = append(out, shown(adults, theCity, fmt.Sprint(j+1), november, v))
	}
	return append(out, shown(adults, theCity, "", november, total))
}

func has(found []Finding, rule, where, text string) bool {
	return slices.ContainsFunc(found, func(f Finding) bool {
		return f.Rule == rule && strings.Contains(f.Where, where) && strings.Contains(f.Text, text)
	})
}

// year is twelve months of decisions in A, of which some are hidden, and their sum.
func year(withSum bool, hidden ...int) []publication.Fact {
	var out []publication.Fact
	for m := 1; m <= 12; m++ {
		f := of(40, shown(withinDays, "A", "", fmt.Sprintf("2011-%02d", m), 20))
		if slices.Contains(hidden, m) {
			f.Value, f.Denominator, f.Status = nil, nil, publication.Hidden
		}
		out = append(out, f)
	}
	if withSum {
		out = append(out, of(480, shown(withinDays, "A", "", "2011", 240)))
	}
	return out
}

var nearly = [][]float64{
	{20, 20, 20, 1},
	{20, 20, 2, 20},
	{20, 20, 20, 20},
	{20, 20, 20, 20},
}

// Each attack finds the leak that it is named for, planted in published facts.
func TestEveryAttackFindsItsLeak(t *testing.T) {
	guideline := int64(14)
	bridge := [][]float64{{20, 20, 20, 20}, {20, 20, 7, 20}, {20, 20, 20, 20}, {20, 20, 20, 20}}
	const x = -1
	month := shown("vuxna_hinder", "A", "g", "2011-01", 30)
	for _, c := range []struct {
		name, rule, where, text string
		facts                   Publication
		others                  []Publication
	}{
		{"a small count stands open", RuleSmall, "hushall, A", "3", Publication{Facts: []publication.Fact{shown(households, "A", "", november, 3)}}, nil},
		{"1: one hidden cell in a line", RuleSubtract, "A, 2011-11, b", "it is 10", Publication{Facts: []publication.Fact{
			shown(adults, "A", "", november, 30), shown(adults, "A", "a", november, 20), dots(adults, "A", "b", november)}}, nil},
		{"1: whoever is in no area", RuleSubtract, theCity, "in no area shown is 3", Publication{Facts: []publication.Fact{
			shown(adults, theCity, "", november, 33), shown(adults, "A", "", november, 20), shown(adults, "B", "", november, 10)}}, nil},
		{"2: a bridge between two cycles", RuleBridge, "B, 2011-11, 3", "it is 7", Publication{Facts: grid(bridge, [][]float64{{x, x, 0, 0}, {x, x, x, 0}, {0, 0, x, x}, {0, 0, x, x}})}, nil},
		{"3: two cells that together are three", RuleEquations, "B, 2011-11, 3", "between 0 and 3", Publication{Facts: grid(nearly, [][]float64{{x, x, 0, x}, {x, x, x, 0}, {0, 0, x, x}, {0, 0, x, x}})}, nil},
		{"5: hidden cells that together are three", RuleResidual, "A, 2011-11, b", "between 0 and 3", Publication{Facts: []publication.Fact{
			shown(adults, "A", "", november, 23), shown(adults, "A", "a", november, 20), dots(adults, "A", "b", november), dots(adults, "A", "c", november)}}, nil},
		{"6: a part of the city less its other district", RuleHierarchy, "A, 2011-11", "it is 7", inParts(), nil},
		{"7: a year less eleven months", RuleTime, "A, 2011-03", "it is 20", Publication{Facts: year(true, 3)}, nil},
		{"7: a year that a group's months must hold", RuleTime, "2011-01, g: fin", "between 0 and 3", grouped(month), nil},
		{"8: a cost without its households", RuleTogether, "kostnad_tkr, A", "between 1 and 9", Publication{Facts: []publication.Fact{
			shown(cost, "A", "", november, 27), dots(households, "A", "", november)}}, nil},
		{"9: a median bounds a hidden share", RuleMedian, "beslut_inom_riktlinje, A", "between 4 and 8", Publication{Guideline: &guideline, Facts: []publication.Fact{
			of(8, dots(withinDays, "A", "", november)), shown(medianDays, "A", "", november, 12)}}, nil},
		{"11: shown in another publication", RuleSibling, "hushall, A", "shown in b: 12", Publication{Facts: []publication.Fact{dots(households, "A", "", november)}},
			[]Publication{{Name: "b", Facts: []publication.Fact{shown(households, "A", "", november, 12)}}}},
		{"11: the sum stands in another publication", RuleSibling, "A, 2011-03", "it is 20", Publication{Facts: year(false, 3)}, []Publication{{Name: "b", Facts: year(true, 3)}}},
		{"13: a sum that nobody promised", RuleUnlisted, "nytt, D", "it is 7", habit(), nil},
		{"14: households within adults", RuleTogether, "hushall, A", "between 3 and 6", linked(), nil},
		{"18: a median of nine", RuleCases, "handlaggningstid_median, A", "9 cases", Publication{Facts: []publication.Fact{ofCases(9, shown(medianDays, "A", "", november, 12))}}, nil},
		{"20: a figure of a unit", RuleUnit, "hushall, A", "", Publication{Facts: []publication.Fact{unit(shown(households, "A", "", november, 12))}}, nil},
		{"a hidden figure with its number of cases", RuleSigns, "handlaggningstid_median, A", "", Publication{Facts: []publication.Fact{ofCases(9, dots(medianDays, "A", "", november))}}, nil},
		{"y of a pair", RulePair, "A, 2011-11", "", Publication{Facts: []publication.Fact{of(4, dots(withinDays, "A", "", november))}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if found := Facts(c.facts, c.others...); !has(found, c.rule, c.where, c.text) {
				t.Errorf("found %v", found)
			}
		})
	}
}

func ofCases(n int64, f publication.Fact) publication.Fact { f.N = &n; return f }

func unit(f publication.Fact) publication.Fact { f.Level = publication.LevelUnit; return f }

// inParts is a city of four districts in two parts; two districts are hidden, one
// in each.
func inParts() Publication {
	part := shown(adults, "Innerstaden", "", november, 107)
	part.Level, part.Division = publication.LevelPart, ""
	return Publication{Parts: map[string]string{"A": "Innerstaden", "B": "Innerstaden", "C": "Söderort", "D": "Söderort"}, Facts: []publication.Fact{
		part, shown(adults, theCity, "", november, 414), dots(adults, "A", "", november), shown(adults, "B", "", november, 100), dots(adults, "C", "", november), shown(adults, "D", "", november, 200)}}
}

// grouped is a year of one group of two fine reasons: the one has so few that each
// month is known closely.
func grouped(month publication.Fact) Publication {
	p := Publication{Groups: map[[2]string][]string{{adults, "g"}: {"fin", "grov"}}, Definitions: []Definition{
		{"matt": adults, "kategorier": "ja", "stadsdelar": "ja"}, {"matt": "vuxenmanader_hinder", "summa_av_matt": adults, "kategorier": "ja", "stadsdelar": "ja"}}}
	for m := 1; m <= 12; m++ {
		month.Period = fmt.Sprintf("2011-%02d", m)
		p.Facts = append(p.Facts, month)
	}
	p.Facts = append(p.Facts, shown("vuxenmanader_hinder", "A", "fin", "2011", 3), shown("vuxenmanader_hinder", "A", "grov", "2011", 357))
	return p
}

// habit is a measure whose definition says nothing of sums, but whose city always
// is the sum of its districts.
func habit() Publication {
	var p Publication
	for m, hidden := range []bool{false, false, false, true} {
		at := fmt.Sprintf("2011-%02d", m+1)
		p.Facts = append(p.Facts, shown("nytt", theCity, "", at, 47), shown("nytt", "A", "", at, 20), shown("nytt", "B", "", at, 20))
		if last := shown("nytt", "D", "", at, 7); !hidden {
			p.Facts = append(p.Facts, last)
		} else {
			p.Facts = append(p.Facts, dots("nytt", "D", "", at))
		}
	}
	return p
}

// linked are districts whose households have two adults at most; of one the
// households are hidden and the adults shown.
func linked() Publication {
	var p Publication
	for _, area := range []string{"B", "C", "D"} {
		p.Facts = append(p.Facts, shown(households, area, "", november, 20), shown(adults, area, "", november, 30))
	}
	p.Facts = append(p.Facts, dots(households, "A", "", november), shown(adults, "A", "", november, 6))
	return p
}

func TestWholeNumbersTellMoreThanTheEquations(t *testing.T) {
	s := newSystem([]Publication{{Facts: []publication.Fact{dots(adults, "A", "", november)}}})
	x := ref{adults, publication.LevelDistrict, "A", theDivision, "", november, ""}
	found := s.attack(component{cells: []ref{x}, rows: []row{{kind: byLink, coef: map[ref]int64{x: 2}, lo: 9, hi: 19, why: "twice as many are between 9 and 19"}}})
	if len(found) != 1 || found[0].Rule != RuleIntegers || !strings.Contains(found[0].Text, "between 5 and 9") {
		t.Errorf("found %v", found)
	}
}

func TestWhatIsHiddenWellIsNotFound(t *testing.T) {
	const x = -1
	square := [][]float64{{20, 20, 20}, {20, 20, 20}, {20, 20, 20}}
	for name, p := range map[string]Publication{
		"a square of hidden cells":  {Facts: grid(square, [][]float64{{x, x, 0}, {x, x, 0}, {0, 0, 0}})},
		"two hidden months":         {Facts: year(true, 3, 7)},
		"a hidden share of many":    {Facts: []publication.Fact{of(40, dots(withinDays, "A", "", november))}},
		"households that are alone": {Facts: []publication.Fact{dots(households, "A", "", november), shown(households, theCity, "", november, 400)}},
	} {
		if found := Facts(p); len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
	}
}

func TestARevisionIsAnUnknownOfItsOwn(t *testing.T) {
	table := func(total float64) Publication {
		return Publication{Name: fmt.Sprint(total), Facts: []publication.Fact{shown(adults, "A", "", november, total), shown(adults, "A", "a", november, 20),
			dots(adults, "A", "b", november), dots(adults, "A", "c", november)}}
	}
	if found := Facts(table(60), table(55)); len(found) > 0 {
		t.Errorf("found %v", found)
	}
}

func TestTwoDivisionsOfOnePeriodAreFound(t *testing.T) {
	merged := shown(adults, "AB", "", november, 70)
	merged.Division = "2020-07-01"
	day := time.Date(2020, 7, 1, 0, 0, 0, 0, time.UTC)
	found := Divisions([]publication.Fact{shown(adults, "A", "", november, 30), merged}, []publication.Succession{{From: "A", To: "AB", Date: day, Kind: register.Merged}})
	if !has(found, RuleGeography, "A", "AB") {
		t.Errorf("found %v", found)
	}
}

func TestTheFindingNamesTheFiguresThatItFollowsFrom(t *testing.T) {
	found := Facts(Publication{Facts: []publication.Fact{shown(adults, "A", "", november, 30), shown(adults, "A", "a", november, 20), dots(adults, "A", "b", november)}})
	const want = "vuxna_hinder, A, 2011-11, b: it is 10: vuxna_hinder, A, 2011-11 = 30 is the sum of a 20, b .. (subtraction)"
	if len(found) != 1 || found[0].String() != want {
		t.Errorf("found %v", found)
	}
}
