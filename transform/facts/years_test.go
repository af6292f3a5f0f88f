//go:build duckdb_arrow

package facts

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// months are the twelve months of a year.
func months(year int) []string {
	var out []string
	for m := range 12 {
		out = append(out, fmt.Sprintf("%d-%02d", year, m+1))
	}
	return out
}

// steady is one application in the middle of each month, decided after so many
// days, -1 for never.
func steady(prefix, area string, year, days int, of ...int) []application {
	var out []application
	for m := range 12 {
		if len(of) == 0 || of[0] <= m+1 && m+1 <= of[1] {
			out = append(out, application{fmt.Sprint(prefix, year, m), area, fmt.Sprintf("%d-%02d-15", year, m+1), days})
		}
	}
	return out
}

// Östermalm and Norrmalm became Norra innerstaden on 1 July 2023.
func TestAYearIsTheSumOfItsMonthsInTheDivisionOfItsDecember(t *testing.T) {
	f := fill(t)
	cases := append(steady("b", "Bromma", 2023, 10), steady("n", "Norrmalm", 2023, 20, 1, 6)...)
	cases = append(cases, steady("o", "Östermalm", 2023, 12, 1, 6)...)
	cases = append(cases, steady("ni", "Norra innerstaden", 2023, 4, 7, 12)...)
	cases = append(cases, steady("h", "Enheten för hemlösa", 2023, 30)...)
	f.report(append(months(2023), "2024-01"), cases)
	facts := f.build(Options{GuidelineDays: 14, Sources: map[string]string{"arenden": "Ärenderegistret"}})
	for _, c := range []struct{ measure, area, want, source string }{
		{"beslut_inom_riktlinje", "Bromma", "12 12 - - ok", "Ärenderegistret"},
		{"beslut_inom_riktlinje", "Norra innerstaden", "12 18 - - ok", "Ärenderegistret, med Norrmalm och Östermalm före sammanslagningen"},
		{"beslut_inom_riktlinje", "Farsta", "0 0 - - ok", "Ärenderegistret"},
		{"beslut_inom_riktlinje", "Hela staden", "24 42 - - ok", "Ärenderegistret"},
		{"handlaggningstid_median", "Bromma", "10 - - - n=12 ok", "Ärenderegistret"},
		{"handlaggningstid_median", "Norra innerstaden", "12 - 4 - n=18 ok", "Ärenderegistret, med Norrmalm och Östermalm före sammanslagningen"},
		{"handlaggningstid_p90", "Norra innerstaden", "20 - - - n=18 ok", "Ärenderegistret, med Norrmalm och Östermalm före sammanslagningen"},
	} {
		got, ok := pick(facts, c.measure, c.area, "", "2023")
		if !ok || show(got) != c.want || got.Source != c.source || got.Parts != "" || got.Level == "stadsdel" && got.Division != "2023-07-01" {
			t.Errorf("%s, %s: %s %s %q", c.measure, c.area, show(got), got.Division, got.Source)
		}
	}
	sum := map[string]float64{}
	for _, b := range facts {
		if b.Measure == "beslut_inom_riktlinje" && len(b.Period) == 7 && b.Period < "2024" && b.Level == "stadsdel" {
			area := strings.NewReplacer("Norrmalm", "Norra innerstaden", "Östermalm", "Norra innerstaden", "Rinkeby-Kista", "Järva", "Spånga-Tensta", "Järva").Replace(b.Area)
			sum[area] += *b.Denominator
		}
		if len(b.Period) == 4 && (b.Area == "Norrmalm" || b.Area == "Östermalm") {
			t.Errorf("a district that was gone in December: %+v", b)
		}
	}
	for area, n := range sum {
		if b, ok := pick(facts, "beslut_inom_riktlinje", area, "", "2023"); !ok || *b.Denominator != n {
			t.Errorf("%s: the months have %v applications, the year %s", area, n, show(b))
		}
	}
}

func TestAYearNeedsAllItsMonthsAndItsDays(t *testing.T) {
	f := fill(t)
	f.report(months(2021), steady("b", "Bromma", 2021, 10))
	facts := f.build(Options{GuidelineDays: 14})
	if b, ok := pick(facts, "beslut_inom_riktlinje", "Bromma", "", "2021"); ok {
		t.Errorf("a year whose December has not been followed for its days: %s", show(b))
	}
	if b, ok := pick(facts, "handlaggningstid_median", "Bromma", "", "2021"); !ok || show(b) != "10 - - - n=12 ok" {
		t.Errorf("the median needs no days to pass: %s", show(b))
	}
	f = fill(t)
	f.report(append(months(2021)[:4], months(2021)[5:]...), steady("b", "Bromma", 2021, 10))
	for _, b := range f.build(Options{GuidelineDays: 14}) {
		if len(b.Period) == 4 {
			t.Errorf("a year without its May: %+v", b)
		}
	}
}

func TestAMonthOfWhichSomethingIsNotKnownLeavesItsYearWithoutAFigure(t *testing.T) {
	f := fill(t)
	// Open when April's report is made, and in no report after that.
	lost := []application{{"lost", "Bromma", "2021-04-28", -1}}
	f.report([]string{"2021-04"}, append(steady("b", "Bromma", 2021, 5), append(lost, steady("f", "Farsta", 2021, 5)...)...))
	f.report(append(append(months(2021)[:3:3], months(2021)[4:]...), "2022-01"),
		append(steady("b", "Bromma", 2021, 5), append(steady("f", "Farsta", 2021, 5), application{"j", "Farsta", "2022-01-20", 3})...))
	facts := f.build(Options{GuidelineDays: 14})
	for area, want := range map[string]string{"Bromma": "- - - - ej_levererad", "Farsta": "12 12 - - ok"} {
		if b, ok := pick(facts, "beslut_inom_riktlinje", area, "", "2021"); !ok || show(b) != want {
			t.Errorf("%s: %s, want %s", area, show(b), want)
		}
	}
}

// Farsta stops deciding what takes time: from July it decides only what it can
// decide in three days, and lets the rest wait.
func TestADistrictThatStopsDecidingGetsALongerMedianAndAGrowingQueue(t *testing.T) {
	f := fill(t)
	var cases []application
	decided := map[string][]float64{}
	for m := range 12 {
		for i := range 10 {
			applied := time.Date(2021, time.Month(m+1), 2, 0, 0, 0, 0, time.UTC)
			days := 8 + i
			switch {
			case m >= 6 && i < 3:
				days = 3
			case m >= 6:
				days = -1
			}
			cases = append(cases, application{fmt.Sprint("f", m, "-", i), "Farsta", applied.Format(time.DateOnly), days})
			if days >= 0 {
				half := map[bool]string{true: "before", false: "after"}[m < 6]
				decided[half] = append(decided[half], float64(days))
			}
		}
	}
	f.report(append(months(2021), "2022-01"), cases)
	facts := f.build(Options{GuidelineDays: 14})
	mean := func(v []float64) float64 {
		sum := 0.0
		for _, x := range v {
			sum += x
		}
		return sum / float64(len(v))
	}
	if mean(decided["after"]) >= mean(decided["before"]) {
		t.Fatalf("the mean of closed cases should fall: %v to %v", mean(decided["before"]), mean(decided["after"]))
	}
	value := func(measure, period, category string) float64 {
		b, ok := pick(facts, measure, "Farsta", category, period)
		if !ok || b.Value == nil {
			t.Fatalf("%s, %s: %s", measure, period, show(b))
		}
		return *b.Value
	}
	if before, after := value("beslut_inom_riktlinje", "2021-03", ""), value("beslut_inom_riktlinje", "2021-09", ""); after >= before {
		t.Errorf("decided in time: %v of 10 before, %v after", before, after)
	}
	if b, ok := pick(facts, "handlaggningstid_median", "Farsta", "", "2021-09"); !ok || b.Value != nil || b.Status != "ej_tillamplig" {
		t.Errorf("more than half of September's wait, the median cannot be known: %s", show(b))
	}
	queue := []float64{value("oppna_arenden", "2021-06", ""), value("oppna_arenden", "2021-08", ""), value("oppna_arenden", "2021-12", "")}
	if queue[0] != 0 || queue[1] != 14 || queue[2] != 42 {
		t.Errorf("the queue of June, August and December: %v", queue)
	}
	if old := value("oppna_arenden", "2021-12", "över 60 dagar"); old != 28 {
		t.Errorf("%v of December's queue have waited more than 60 days", old)
	}
}

func TestTheQueueIsSplitByAgeAndAddsUp(t *testing.T) {
	f := fill(t)
	f.report([]string{"2021-03", "2021-05"}, []application{
		{"a", "Bromma", "2021-03-24", -1}, {"b", "Bromma", "2021-03-23", -1}, {"c", "Bromma", "2021-03-16", -1}, {"d", "Bromma", "2021-01-29", 90},
		{"e", "Farsta", "2021-03-30", 1}, {"f", "Farsta", "2021-03-31", 1}, {"g", "Enheten för hemlösa", "2021-01-10", -1}})
	facts := f.build(Options{})
	for _, c := range []struct{ area, category, period, want string }{
		{"Bromma", "", "2021-03", "4"}, {"Bromma", "0–7 dagar", "2021-03", "1"}, {"Bromma", "8–14 dagar", "2021-03", "1"},
		{"Bromma", "15–30 dagar", "2021-03", "1"}, {"Bromma", "31–60 dagar", "2021-03", "0"}, {"Bromma", "över 60 dagar", "2021-03", "1"},
		{"Farsta", "", "2021-03", "1"}, {"Skarpnäck", "", "2021-03", "0"},
		{"Hela staden", "", "2021-03", "6"}, {"Hela staden", "över 60 dagar", "2021-03", "2"},
		{"Bromma", "över 60 dagar", "2021-05", "3"}, {"Bromma", "", "2021-05", "3"},
	} {
		if b, ok := pick(facts, "oppna_arenden", c.area, c.category, c.period); !ok || show(b) != c.want+" - - - ok" || b.Kind != "antal" {
			t.Errorf("%+v: %s", c, show(b))
		}
	}
	if b, ok := pick(facts, "oppna_arenden", "Bromma", "0–7 dagar", "2021-04"); !ok || show(b) != "- - - - ej_levererad" {
		t.Errorf("a month without a report: %s", show(b))
	}
}
