//go:build duckdb_arrow

package facts

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/warehouse"
	"stadsdelskollen/transform/compare"
)

// aid is a row of ekonomiskt_bistand.
type aid struct {
	area, month string
	homes       int
	tkr         string
	perHome     string // NULL where it was not delivered
}

func (f *filled) aid(rows ...aid) {
	f.t.Helper()
	var text []string
	for _, r := range rows {
		text = append(text, fmt.Sprintf("'%s', 'stadsdel', '%s', %d, %s, %s, NULL, NULL, NULL, 'Månadsrapport'", r.area, r.month, r.homes, r.tkr, r.perHome))
	}
	f.deliver("ekonomiskt_bistand", "manad", "stadsdel", text...)
}

// series is what is said of the areas, month by month.
func series(facts []warehouse.BaseFact, measure, category string, areas ...string) []string {
	var out []string
	for _, b := range facts {
		if b.Measure == measure && b.Category == category && slices.Contains(areas, b.Area) {
			text := b.Period + " " + b.Division + " " + b.Area + " " + show(b)
			if b.Parts != "" {
				text += " = " + b.Parts
			}
			out = append(out, text)
		}
	}
	return out
}

// The real mergers of 1 July 2020 (14 → 13) and 1 July 2023 (13 → 11), told in
// the division of the time; the last two months are delivered under former
// names, as some producers went on doing until the end of 2023.
func TestGoldenSeriesAcrossTheMergersOf2020And2023(t *testing.T) {
	f := fill(t)
	f.aid(aid{"Hägersten-Liljeholmen", "2020-06", 400, "3600.5", "9001"}, aid{"Älvsjö", "2020-06", 90, "700.25", "7781"})
	f.aid(aid{"Hägersten-Älvsjö", "2020-07", 480, "4290", "8938"})
	f.aid(aid{"Rinkeby-Kista", "2023-06", 800, "8000", "10000"}, aid{"Spånga-Tensta", "2023-06", 500, "5100", "10200"},
		aid{"Norrmalm", "2023-06", 250, "1990", "7960"}, aid{"Östermalm", "2023-06", 130, "910", "7000"})
	f.aid(aid{"Järva", "2023-07", 1290, "13050", "10116"}, aid{"Norra innerstaden", "2023-07", 378, "2890", "7646"})
	f.aid(aid{"Rinkeby-Kista", "2023-08", 810, "8100.4", "10000"}, aid{"Spånga-Tensta", "2023-08", 505, "5120.3", "10139"},
		aid{"Norrmalm", "2023-08", 252, "1991", "7901"}, aid{"Östermalm", "2023-08", 128, "900.125", "7032"})
	f.aid(aid{"Norrmalm", "2023-09", 251, "1980", "7888"}, aid{"Järva", "2023-09", 1300, "13100", "10077"})
	facts := f.build(Options{})
	areas := []string{"Hägersten-Liljeholmen", "Älvsjö", "Hägersten-Älvsjö", "Rinkeby-Kista", "Spånga-Tensta", "Järva", "Norrmalm", "Östermalm", "Norra innerstaden"}
	want := func(all []string, months ...string) []string {
		return slices.DeleteFunc(all, func(s string) bool { return !slices.Contains(months, s[:7]) })
	}
	got := want(series(facts, "kostnad_tkr", "", areas...), "2020-06", "2020-07", "2023-06", "2023-07", "2023-08", "2023-09")
	got = slices.DeleteFunc(got, func(s string) bool { return s[:4] == "2020" && strings.HasSuffix(s, "ej_levererad") })
	if diff := cmp.Diff([]string{
		"2020-06 2007-01-01 Hägersten-Liljeholmen 3600.5 - - - ok",
		"2020-06 2007-01-01 Älvsjö 700.25 - - - ok",
		"2020-07 2020-07-01 Hägersten-Älvsjö 4290 - - - ok",
		"2023-06 2020-07-01 Hägersten-Älvsjö - - - - ej_levererad",
		"2023-06 2020-07-01 Norrmalm 1990 - - - ok",
		"2023-06 2020-07-01 Rinkeby-Kista 8000 - - - ok",
		"2023-06 2020-07-01 Spånga-Tensta 5100 - - - ok",
		"2023-06 2020-07-01 Östermalm 910 - - - ok",
		"2023-07 2023-07-01 Hägersten-Älvsjö - - - - ej_levererad",
		"2023-07 2023-07-01 Järva 13050 - - - ok",
		"2023-07 2023-07-01 Norra innerstaden 2890 - - - ok",
		"2023-08 2023-07-01 Hägersten-Älvsjö - - - - ej_levererad",
		"2023-08 2023-07-01 Järva 13220.7 - - - ok = Rinkeby-Kista + Spånga-Tensta",
		"2023-08 2023-07-01 Norra innerstaden 2891.125 - - - ok = Norrmalm + Östermalm",
		"2023-09 2023-07-01 Hägersten-Älvsjö - - - - ej_levererad",
		"2023-09 2023-07-01 Järva 13100 - - - ok",
		"2023-09 2023-07-01 Norra innerstaden - - - - ej_levererad",
	}, got); diff != "" {
		t.Error(diff)
	}
	merged, _ := pick(facts, "hushall", "Norra innerstaden", "", "2023-08")
	if show(merged) != "380 - - - ok" || merged.Parts != "Norrmalm + Östermalm" ||
		merged.Source != "Månadsrapport, summan av Norrmalm + Östermalm, hushåll som fått bistånd i flera av dem räknas flera gånger" {
		t.Errorf("households of merging districts are added with a sign: %s %+v", show(merged), merged)
	}
	if b, ok := pick(facts, "kostnad_per_hushall", "Norra innerstaden", "", "2023-08"); ok {
		t.Errorf("a delivered ratio does not add: %s", show(b))
	}
	if b, ok := pick(facts, "kostnad_per_hushall", "Norra innerstaden", "", "2023-07"); !ok || show(b) != "7646 - - - levererad" {
		t.Errorf("one delivered for the merged district stands: %s", show(b))
	}
	if b, _ := pick(facts, "hushall", "Norra innerstaden", "", "2023-09"); b.Source != "levererat bara för Norrmalm" || b.Receipt != nil {
		t.Errorf("half a district says so: %+v", b)
	}
}

// Months of former divisions: the median of today's district is that of its
// parts' cases together, and nothing that is made of two medians.
func TestAMedianInTodaysDivisionIsOfThePartsCases(t *testing.T) {
	f := fill(t)
	var cases []application
	union := map[string][]compare.Duration{}
	add := func(into, area, applied string, waits int, days ...int) {
		for i, d := range days {
			cases = append(cases, application{fmt.Sprint(area, applied, i), area, applied, d})
			length := compare.Duration{Time: float64(d), Ended: d >= 0}
			if d < 0 {
				length.Time = float64(waits)
			}
			union[applied[:7]+" "+into] = append(union[applied[:7]+" "+into], length)
		}
	}
	// Seen last on 31 July 2020 and on 31 May 2023.
	add("Hägersten-Älvsjö", "Hägersten-Liljeholmen", "2020-06-01", 60, 2, 4, 6, 8, 10, 12, 14, 16, 20, 21, 22, 23, 24, -1)
	add("Hägersten-Älvsjö", "Älvsjö", "2020-06-01", 60, 30, 31, 32, 33, 34, 35, -1, -1)
	add("Järva", "Rinkeby-Kista", "2023-05-02", 29, 3, 5, 7, 9, 9, 9, 11, 13, 15, 17)
	add("Järva", "Spånga-Tensta", "2023-05-02", 29, 19, 21, 21, 23, 25, -1, -1, -1)
	cases = append(cases, application{"f", "Farsta", "2023-05-02", 4})
	f.report([]string{"2020-06", "2020-07", "2023-05"}, cases)
	facts := f.build(Options{Sources: map[string]string{"arenden": "Ärenderegistret"}})
	for _, c := range []struct{ area, period, source string }{
		{"Hägersten-Älvsjö", "2020-06", "Ärenderegistret, räknad på ärenden i Hägersten-Liljeholmen och Älvsjö"},
		{"Järva", "2023-05", "Ärenderegistret, räknad på ärenden i Rinkeby-Kista och Spånga-Tensta"},
	} {
		all := union[c.period+" "+c.area]
		want, err := compare.KaplanMeierMedian(all, compare.Conf95)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := pick(facts, "handlaggningstid_median", c.area, "", c.period)
		if !ok || got.Division != "2023-07-01" || got.Source != c.source || *got.N != int64(len(all)) || *got.Value != math.Floor(want.Median.Value+0.5) ||
			*got.Lower != math.Floor(want.Lower.Value) || *got.Upper != math.Ceil(want.Upper.Value) ||
			*got.BelowLower != int64(want.BelowLower.Beyond) || *got.AboveUpper != int64(want.AboveUpper.Beyond) {
			t.Errorf("%s: %s %+v, want %+v", c.area, show(got), got, want)
		}
	}
	if diff := cmp.Diff([]string{
		"2020-06 2007-01-01 Hägersten-Liljeholmen 14 - 10 24 n=14 ok",
		"2020-06 2007-01-01 Älvsjö 33 - 32 - n=8 ok",
		"2020-06 2023-07-01 Hägersten-Älvsjö 22 - 16 33 n=22 ok = Hägersten-Liljeholmen + Älvsjö",
		"2023-05 2020-07-01 Farsta 4 - - - n=1 ok",
		"2023-05 2020-07-01 Rinkeby-Kista 9 - 7 - n=10 ok",
		"2023-05 2020-07-01 Spånga-Tensta 23 - 21 - n=8 ok",
		"2023-05 2023-07-01 Järva 15 - 9 25 n=18 ok = Rinkeby-Kista + Spånga-Tensta",
	}, slices.DeleteFunc(series(facts, "handlaggningstid_median", "", "Hägersten-Liljeholmen", "Älvsjö", "Hägersten-Älvsjö", "Rinkeby-Kista", "Spånga-Tensta", "Järva", "Farsta"),
		func(s string) bool { return strings.Contains(s, "ej_levererad") || strings.Contains(s, " n=0 ") })); diff != "" {
		t.Error(diff)
	}
}

func TestAdultsPerReasonAddOverFormerDistricts(t *testing.T) {
	f := fill(t)
	f.deliver("forsorjningshinder", "manad", "stadsdel",
		"'Norrmalm', 'stadsdel', '2023-08', 'Arbetslös', 105, NULL", "'Norrmalm', 'stadsdel', '2023-08', 'Övriga', 14, NULL",
		"'Östermalm', 'stadsdel', '2023-08', 'Arbetslös', 93, NULL", "'Farsta', 'stadsdel', '2023-08', 'Sociala skäl', 60, NULL",
		"'Rinkeby-Kista', 'stadsdel', '2023-08', 'Arbetslös', 400, NULL")
	facts := f.build(Options{Sources: map[string]string{"forsorjningshinder": "Sweco"}})
	for _, c := range []struct{ area, category, want, source string }{
		{"Norra innerstaden", "Arbetslös", "198 - - - ok", "Sweco, summan av Norrmalm + Östermalm"},
		{"Norra innerstaden", "Övriga", "14 - - - ok", "Sweco, summan av Norrmalm + Östermalm"},
		{"Norra innerstaden", "Sociala skäl", "0 - - - ok", "Sweco, summan av Norrmalm + Östermalm"},
		{"Norra innerstaden", "", "212 - - - ok", "Sweco, summan av Norrmalm + Östermalm"},
		{"Farsta", "", "60 - - - ok", "Sweco"},
		{"Järva", "", "- - - - ej_levererad", ""},
	} {
		if b, ok := pick(facts, "vuxna_hinder", c.area, c.category, "2023-08"); !ok || show(b) != c.want || b.Source != c.source {
			t.Errorf("%+v: %s %q", c, show(b), b.Source)
		}
	}
}

func TestTheNewestDeliveryOfADistrictOrItsPartsCounts(t *testing.T) {
	f := fill(t)
	f.aid(aid{"Norrmalm", "2023-08", 252, "1991", "NULL"}, aid{"Östermalm", "2023-08", 128, "900", "NULL"})
	f.aid(aid{"Norra innerstaden", "2023-08", 379, "2890", "7625"})
	if b, _ := pick(f.build(Options{}), "hushall", "Norra innerstaden", "", "2023-08"); show(b) != "379 - - - ok" || b.Parts != "" {
		t.Errorf("the merged district came last: %s %q", show(b), b.Parts)
	}
	f.aid(aid{"Östermalm", "2023-08", 129, "905", "NULL"})
	if b, _ := pick(f.build(Options{}), "hushall", "Norra innerstaden", "", "2023-08"); show(b) != "381 - - - ok" {
		t.Errorf("a corrected part came last: %s", show(b))
	}
}

func TestAMonthReportedForALaterDistrictStandsInTheLaterDivision(t *testing.T) {
	f := fill(t)
	f.aid(aid{"Södermalm", "2005-03", 900, "7000", "NULL"}, aid{"Kista", "2005-03", 300, "2500", "NULL"}, aid{"Rinkeby", "2005-03", 600, "5000", "NULL"},
		aid{"Bromma", "2005-03", 200, "1500", "NULL"}, aid{"Kista", "2005-04", 301, "2501", "NULL"})
	facts := f.build(Options{})
	divisions := map[string]int{}
	for _, b := range facts {
		if b.Measure == "hushall" {
			divisions[b.Period+" "+b.Division]++
		}
	}
	if diff := cmp.Diff(map[string]int{"2005-03 2007-01-01": 14, "2005-04 1999-01-01": 18}, divisions); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"2005-03 2007-01-01 Rinkeby-Kista 900 - - - ok = Kista + Rinkeby", "2005-03 2007-01-01 Södermalm 900 - - - ok", "2005-04 1999-01-01 Kista 301 - - - ok"},
		series(facts, "hushall", "", "Södermalm", "Rinkeby-Kista", "Kista")); diff != "" {
		t.Error(diff)
	}
}

func TestPopulationMadeAnewForLaterDistrictsKeepsTheirDivision(t *testing.T) {
	f := fill(t)
	for _, year := range []string{"2000", "2010"} {
		f.example("omradesfakta", "omradesfakta_"+year+".csv", "ar", "ar", "faktum", "grupp", "taljare", "namnare", "varde", "enhet", "kalla")
	}
	facts := f.build(Options{})
	sum := map[string]float64{}
	seen := map[string]string{}
	for _, b := range facts {
		if b.Measure != "folkmangd" || b.Level != "stadsdel" {
			continue
		}
		if k := b.Area + b.Period; seen[k] != "" || b.Status != "levererad" {
			t.Errorf("%s %s: %s %s", b.Area, b.Period, b.Division, b.Status)
		} else {
			seen[k] = b.Division
		}
		sum[b.Period+" "+b.Division] += *b.Value
	}
	// The published total of the city: 750 348 on 31 December 2000.
	if len(seen) != 28 || sum["2000 2007-01-01"] != 750348 || len(sum) != 2 || sum["2010 2007-01-01"] == 0 {
		t.Errorf("%d rows, %v", len(seen), sum)
	}
}

func TestADistrictBesideAnotherDivisionHasItsOwnRowUnlessItsPeopleAreThere(t *testing.T) {
	f := fill(t)
	fact := func(area string, v int) string {
		return fmt.Sprintf("'%s', 'stadsdel', '2023', 'folkmangd', '', NULL, NULL, %d, 'personer', NULL", area, v)
	}
	f.deliver("omradesfakta", "ar", "stadsdel", fact("Bromma", 80000), fact("Järva", 90000), fact("Norrmalm", 73000))
	areas := []string{"Bromma", "Järva", "Rinkeby-Kista", "Norrmalm", "Östermalm", "Norra innerstaden"}
	if diff := cmp.Diff([]string{"2023 2020-07-01 Norrmalm 73000 - - - levererad", "2023 2023-07-01 Bromma 80000 - - - levererad", "2023 2023-07-01 Järva 90000 - - - levererad"},
		series(f.build(Options{}), "folkmangd", "", areas...)); diff != "" {
		t.Error(diff)
	}
	f.deliver("omradesfakta", "ar", "stadsdel", fact("Rinkeby-Kista", 50000), fact("Norra innerstaden", 150000))
	if diff := cmp.Diff([]string{"2023 2023-07-01 Bromma 80000 - - - levererad", "2023 2023-07-01 Järva 90000 - - - levererad", "2023 2023-07-01 Norra innerstaden 150000 - - - levererad"},
		series(f.build(Options{}), "folkmangd", "", areas...)); diff != "" {
		t.Error(diff)
	}
}

// A month is reported district by district, each merged one now as itself and
// now as the districts it is made of. Whatever the names, the sums stay.
func TestRedistrictingBackAndForthKeepsEverySum(t *testing.T) {
	parts := map[string][]string{"Järva": {"Rinkeby-Kista", "Spånga-Tensta"}, "Norra innerstaden": {"Norrmalm", "Östermalm"}}
	months := []string{"2023-07", "2023-08", "2023-09", "2023-10", "2023-11", "2023-12"}
	for seed := range uint64(4) {
		random := rand.New(rand.NewPCG(seed, 7))
		f := fill(t)
		want := map[string]int{}
		var aids []aid
		var adults []string
		for _, month := range months {
			for _, area := range []string{"Järva", "Norra innerstaden", "Bromma", "Farsta", "Hägersten-Älvsjö"} {
				reported := []string{area}
				if parts[area] != nil && random.IntN(2) == 0 {
					reported = parts[area]
				}
				for _, name := range reported {
					homes, ore := random.IntN(1000), random.IntN(9_000_000)
					aids = append(aids, aid{name, month, homes, fmt.Sprintf("%d.%03d", ore/1000, ore%1000), "NULL"})
					for to, n := range map[string]int{"hushall": homes * 1000, "kostnad_tkr": ore} {
						want[to+" "+month+" "+area] += n
						want[to+" "+month] += n
					}
					for _, reason := range []string{"Arbetslös", "Övriga"} {
						n := random.IntN(300)
						adults = append(adults, fmt.Sprintf("'%s', 'stadsdel', '%s', '%s', %d, NULL", name, month, reason, n))
						want["vuxna_hinder"+reason+" "+month+" "+area] += 1000 * n
						want["vuxna_hinder "+month] += 1000 * n
						want["vuxna_hinder "+month+" "+area] += 1000 * n
					}
				}
			}
		}
		f.aid(aids...)
		f.deliver("forsorjningshinder", "manad", "stadsdel", adults...)
		got := map[string]int{}
		for _, b := range f.build(Options{}) {
			if b.Value == nil {
				continue
			}
			n := int(math.Round(*b.Value * 1000))
			got[b.Measure+b.Category+" "+b.Period+" "+b.Area] += n
			if b.Category == "" {
				got[b.Measure+" "+b.Period] += n
			}
			if b.Division != "2023-07-01" {
				t.Fatalf("%+v", b)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("seed %d: %s", seed, diff)
		}
	}
}

func TestADistrictDeliveredInAnotherDivisionIsNotMissing(t *testing.T) {
	f := fill(t)
	f.aid(aid{"Norrmalm", "2023-08", 252, "1991", "NULL"}, aid{"Östermalm", "2023-08", 128, "900", "NULL"}, aid{"Rinkeby-Kista", "2023-08", 800, "8000", "NULL"})
	f.aid(aid{"Södermalm", "2005-03", 900, "7000", "NULL"}, aid{"Bromma", "2005-03", 200, "1500", "NULL"})
	got, err := f.Completeness(t.Context(), asOf)
	if err != nil {
		t.Fatal(err)
	}
	want := []warehouse.Completeness{
		{Feed: "ekonomiskt_bistand", Period: "2023-08", Delivered: 1, Expected: 11, Missing: []string{"Bromma", "Enskede-Årsta-Vantör", "Farsta",
			"Hägersten-Älvsjö", "Hässelby-Vällingby", "Järva", "Kungsholmen", "Skarpnäck", "Skärholmen", "Södermalm"}},
		{Feed: "ekonomiskt_bistand", Period: "2005-03", Delivered: 3, Expected: 18, Missing: []string{"Enskede-Årsta", "Farsta", "Hägersten",
			"Hässelby-Vällingby", "Kista", "Kungsholmen", "Liljeholmen", "Norrmalm", "Rinkeby", "Skarpnäck", "Skärholmen", "Spånga-Tensta",
			"Vantör", "Älvsjö", "Östermalm"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
