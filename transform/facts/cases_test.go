//go:build duckdb_arrow

package facts

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/warehouse"
)

// application is a case: from the day it was made to its decision, or to none.
type application struct {
	id, area, applied string
	days              int // to the decision, -1 while there is none
}

// report delivers the months' snapshots of the cases: each month every case
// that was open in it, with the decision if it fell in that month or before.
func (f *filled) report(months []string, cases []application) {
	f.t.Helper()
	for _, month := range months {
		first, err := time.Parse("2006-01", month)
		if err != nil {
			f.t.Fatal(err)
		}
		last := first.AddDate(0, 1, -1)
		var rows []string
		for _, c := range cases {
			applied, err := time.Parse(time.DateOnly, c.applied)
			if err != nil {
				f.t.Fatal(err)
			}
			decided := applied.AddDate(0, 0, c.days)
			if applied.After(last) || c.days >= 0 && decided.Before(first) {
				continue
			}
			decision := "NULL"
			if c.days >= 0 && !decided.After(last) {
				decision = "DATE '" + decided.Format(time.DateOnly) + "'"
			}
			level := "stadsdel"
			if c.area == "Enheten för hemlösa" {
				level = "utanfor"
			}
			rows = append(rows, fmt.Sprintf("'%s', '%s', NULL, '%s', '%s', NULL, NULL, DATE '%s', NULL, %s, NULL, NULL, NULL, NULL, NULL",
				c.id, month, c.area, level, c.applied, decision))
		}
		f.deliver("arenden", "manad", "'*'", rows...)
	}
}

func backlog() []application {
	var cases []application
	for i := range 12 {
		// Bromma: all decided in ten days. Farsta: three fast ones, nine that wait.
		cases = append(cases, application{fmt.Sprintf("b%d", i), "Bromma", "2020-01-15", 10})
		days := 5
		if i >= 3 {
			days = -1
		}
		cases = append(cases, application{fmt.Sprintf("f%d", i), "Farsta", "2020-01-15", days})
	}
	for i := range 3 {
		cases = append(cases, application{fmt.Sprintf("h%d", i), "Enheten för hemlösa", "2020-01-31", 30})
	}
	return append(cases, application{"old", "Bromma", "2019-12-01", 40})
}

func TestClosedCasesAloneDoNotMakeABacklogLookFast(t *testing.T) {
	f := fill(t)
	f.report([]string{"2020-01", "2020-02", "2020-03"}, backlog())
	facts := f.build(Options{GuidelineDays: 14})
	for _, c := range []struct{ measure, area, period, want string }{
		// The median of Farsta's closed cases would be 5 days.
		{"handlaggningstid_median", "Farsta", "2020-01", "- - - - n=12 ej_tillamplig"},
		{"handlaggningstid_median", "Bromma", "2020-01", "10 - - - n=12 ok"},
		{"handlaggningstid_median", "Skarpnäck", "2020-01", "- - - - n=0 ej_tillamplig"},
		{"handlaggningstid_median", "Hela staden", "2020-01", "10 - 10 - n=27 ok"},
		{"beslut_inom_riktlinje", "Farsta", "2020-01", "3 12 - - ok"},
		{"beslut_inom_riktlinje", "Bromma", "2020-01", "12 12 - - ok"},
		{"beslut_inom_riktlinje", "Skarpnäck", "2020-01", "0 0 - - ok"},
		{"beslut_inom_riktlinje", "Hela staden", "2020-01", "15 27 - - ok"},
	} {
		got, ok := pick(facts, c.measure, c.area, "", c.period)
		if !ok || show(got) != c.want {
			t.Errorf("%s, %s: %s, want %s", c.measure, c.area, show(got), c.want)
		}
	}
	for _, b := range facts {
		if b.Period < "2020-01" {
			t.Errorf("a cohort of which the report is missing: %+v", b)
		}
		if b.Measure == "beslut_inom_riktlinje" && b.Period > "2020-02" {
			t.Errorf("a month whose days have not passed: %+v", b)
		}
	}
}

func TestWithoutAGuidelineNothingIsSaidOfIt(t *testing.T) {
	f := fill(t)
	f.report([]string{"2020-01", "2020-02"}, backlog())
	for _, b := range f.build(Options{}) {
		if b.Measure == "beslut_inom_riktlinje" {
			t.Fatalf("%+v", b)
		}
	}
}

func TestCasesLostSightOfMakeTheShareMissing(t *testing.T) {
	f := fill(t)
	f.report([]string{"2020-01", "2020-03"}, []application{{"a", "Bromma", "2020-01-25", 10}, {"b", "Farsta", "2020-01-25", 3}, {"c", "Skarpnäck", "2020-03-02", 5}})
	facts := f.build(Options{GuidelineDays: 14})
	for _, c := range []struct{ area, want string }{
		{"Bromma", "- - - - ej_levererad"}, {"Farsta", "1 1 - - ok"}, {"Hela staden", "- - - - ej_levererad"},
	} {
		if got, ok := pick(facts, "beslut_inom_riktlinje", c.area, "", "2020-01"); !ok || show(got) != c.want {
			t.Errorf("%s: %s, want %s", c.area, show(got), c.want)
		}
	}
	if got, ok := pick(facts, "handlaggningstid_median", "Farsta", "", "2020-02"); !ok || show(got) != "- - - - ej_levererad" {
		t.Errorf("a month without a report: %s", show(got))
	}
}

func TestACaseStaysInTheDistrictItWasMadeIn(t *testing.T) {
	f := fill(t)
	cases := []application{{"n", "Norrmalm", "2023-06-20", 10}}
	f.report([]string{"2023-06"}, cases)
	cases[0].area = "Norra innerstaden"
	f.report([]string{"2023-07"}, cases)
	facts := f.build(Options{})
	if got, ok := pick(facts, "handlaggningstid_median", "Norrmalm", "", "2023-06"); !ok || got.Division != "2020-07-01" || *got.N != 1 || *got.Value != 10 {
		t.Errorf("%s %s", show(got), got.Division)
	}
}

func TestOneThreadAndManyMakeTheSameFacts(t *testing.T) {
	var made [2][]warehouse.BaseFact
	for i, threads := range []int{1, 4} {
		f := fillWith(t, duck.Options{Threads: threads})
		f.november2011()
		f.report([]string{"2020-01", "2020-02", "2020-03"}, backlog())
		made[i] = f.build(Options{GuidelineDays: 14})
	}
	if diff := cmp.Diff(made[0], made[1]); diff != "" || len(made[0]) == 0 {
		t.Error(diff)
	}
}
