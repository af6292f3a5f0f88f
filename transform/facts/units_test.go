//go:build duckdb_arrow

package facts

import (
	"fmt"
	"testing"

	"stadsdelskollen/queries/warehouse"
)

// handled delivers one report month of cases: id, district, unit, worker,
// application, decision ("" while there is none).
func (f *filled) handled(month string, cases ...[6]string) {
	f.t.Helper()
	null := func(s, prefix string) string {
		if s == "" {
			return "NULL"
		}
		return prefix + "'" + s + "'"
	}
	var rows []string
	for _, c := range cases {
		rows = append(rows, fmt.Sprintf("'%s', '%s', NULL, '%s', 'stadsdel', %s, %s, DATE '%s', NULL, %s, NULL, NULL, NULL, NULL, NULL",
			c[0], month, c[1], null(c[2], ""), null(c[3], ""), c[4], null(c[5], "DATE ")))
	}
	f.deliver("arenden", "manad", "'*'", rows...)
}

func unitFact(facts []warehouse.BaseFact, measure, level, area, period string) string {
	for _, b := range facts {
		if b.Measure == measure && b.Level == level && b.Area == area && b.Period == period {
			text := show(b) + " " + b.Division
			if b.Workers != nil {
				text += fmt.Sprintf(" workers=%d", *b.Workers)
			}
			return text
		}
	}
	return "none"
}

func TestHandlingBelongsToTheUnitAndPeopleToTheDistrict(t *testing.T) {
	f := fill(t)
	var cases [][6]string
	for i := range 6 {
		cases = append(cases, [6]string{fmt.Sprint("k", i), "Kungsholmen", "Enheten för försörjningsstöd på Östermalm", fmt.Sprint("w", i%3), "2011-10-03", "2011-10-13"},
			[6]string{fmt.Sprint("o", i), "Östermalm", "Enheten för försörjningsstöd på Östermalm", fmt.Sprint("w", 3+i%3), "2011-10-03", "2011-10-23"})
	}
	cases = append(cases, [6]string{"f", "Farsta", "Enheten Farsta", "w9", "2011-10-03", "2011-10-08"}, [6]string{"n", "Farsta", "", "w9", "2011-10-03", "2011-10-08"})
	f.handled("2011-10", cases...)
	f.handled("2011-11", [6]string{"z", "Farsta", "Enheten Farsta", "", "2011-11-03", ""})
	facts := f.build(Options{GuidelineDays: 14})
	for _, c := range []struct{ measure, level, area, want string }{
		{"beslut_inom_riktlinje", "enhet", "Enheten för försörjningsstöd på Östermalm", "6 12 - - ok  workers=6"},
		{"beslut_inom_riktlinje", "enhet", "Enheten Farsta", "1 1 - - ok  workers=1"},
		{"beslut_inom_riktlinje", "stadsdel", "Kungsholmen", "6 6 - - ok 2007-01-01 workers=3"},
		{"beslut_inom_riktlinje", "stadsdel", "Östermalm", "0 6 - - ok 2007-01-01 workers=3"},
		{"beslut_inom_riktlinje", "stadsdel", "Farsta", "2 2 - - ok 2007-01-01 workers=1"},
		{"beslut_inom_riktlinje", "stad", "Hela staden", "8 14 - - ok  workers=7"},
		{"handlaggningstid_median", "enhet", "Enheten för försörjningsstöd på Östermalm", "10 - 10 - n=12 ok  workers=6"},
	} {
		if got := unitFact(facts, c.measure, c.level, c.area, "2011-10"); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
	if got := unitFact(facts, "handlaggningstid_median", "enhet", "Enheten Farsta", "2011-11"); got != "- - - - n=1 ej_tillamplig  workers=0" {
		t.Errorf("a worker that was not delivered is none: %s", got)
	}
}

func TestACaseCarriedOverAMergerIsOneCase(t *testing.T) {
	f := fill(t)
	f.handled("2020-06", [6]string{"a", "Älvsjö", "", "", "2020-06-15", ""}, [6]string{"h", "Hägersten-Liljeholmen", "", "", "2020-06-15", "2020-06-20"})
	f.handled("2020-07", [6]string{"a", "Hägersten-Älvsjö", "", "", "2020-06-15", "2020-07-05"}, [6]string{"b", "Hägersten-Älvsjö", "", "", "2020-07-06", ""})
	f.handled("2020-08", [6]string{"b", "Hägersten-Älvsjö", "", "", "2020-07-06", "2020-08-05"}, [6]string{"late", "Hägersten-Älvsjö", "", "", "2020-06-29", "2020-08-03"})
	facts := f.build(Options{GuidelineDays: 14})
	for _, c := range []struct{ area, level, period, want string }{
		{"Älvsjö", "stadsdel", "2020-06", "0 1 - - ok 2007-01-01"},
		{"Hägersten-Liljeholmen", "stadsdel", "2020-06", "1 1 - - ok 2007-01-01"},
		{"Hägersten-Älvsjö", "stadsdel", "2020-06", "none"},
		// One first reported in a district that did not exist is the city's only.
		{"Hela staden", "stad", "2020-06", "1 3 - - ok "},
		{"Hägersten-Älvsjö", "stadsdel", "2020-07", "0 1 - - ok 2020-07-01"},
		{"Älvsjö", "stadsdel", "2020-07", "none"},
	} {
		if got := unitFact(facts, "beslut_inom_riktlinje", c.level, c.area, c.period); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestCasesReportedUnderFormerDistrictsMakeTheMedianOfTheMergedOne(t *testing.T) {
	f := fill(t)
	var cases [][6]string
	for i, day := range []string{"02", "04", "06", "20", "22"} {
		cases = append(cases, [6]string{fmt.Sprint("n", i), "Norrmalm", "", "", "2023-08-01", "2023-08-" + day})
	}
	cases = append(cases, [6]string{"o1", "Östermalm", "", "", "2023-08-01", "2023-08-26"}, [6]string{"o2", "Östermalm", "", "", "2023-08-01", "2023-08-28"})
	f.handled("2023-08", cases...)
	facts := f.build(Options{})
	if got := unitFact(facts, "handlaggningstid_median", "stadsdel", "Norra innerstaden", "2023-08"); got != "19 - 3 - n=7 ok 2023-07-01" {
		t.Errorf("got %s", got)
	}
	if got := unitFact(facts, "handlaggningstid_median", "stadsdel", "Norrmalm", "2023-08"); got != "none" {
		t.Errorf("the former district too: %s", got)
	}
}
