//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
)

// random is a month of a small city: reasons, households, costs and cohorts of
// districts of all sizes, with people in no district, and now and then an area
// that nobody delivered.
func random(rng *rand.Rand) []warehouse.BaseFact {
	var out []warehouse.BaseFact
	districts := 3 + rng.IntN(5)
	sum := make([]float64, 4)
	var homes, tkr, x, n float64
	for d := range districts + 1 {
		level, area := register.District, fmt.Sprintf("D%d", d)
		if d == districts {
			level, area = register.Outside, homeless
		}
		if level == register.District && rng.IntN(12) == 0 {
			out = append(out, notDelivered(households, level, area, ""), notDelivered("kostnad_tkr", level, area, ""))
			for _, c := range append([]string{""}, reasonNames[:4]...) {
				out = append(out, notDelivered(reasons, level, area, c))
			}
			continue
		}
		var row []float64
		for i := range sum {
			v := float64(rng.IntN(1 + rng.IntN(60)))
			row, sum[i] = append(row, v), sum[i]+v
		}
		out = append(out, areaRow(level, area, row...)...)
		h := homesOf(rng, row)
		k := h*9 + float64(rng.IntN(5))
		out, homes, tkr = append(out, costsOf(level, area, h, k)...), homes+h, tkr+k
		of := float64(rng.IntN(40))
		in := float64(rng.IntN(int(of) + 1))
		out, x, n = append(out, pair(level, area, in, of)), x+in, n+of
	}
	extra := float64(rng.IntN(2) * (20 + rng.IntN(30)))
	sum[0] += extra
	out = append(out, areaRow(register.City, theCity, sum...)...)
	out = append(out, costsOf(register.City, theCity, homes+extra, tkr+9*extra)...)
	return append(out, pair(register.City, theCity, x, n))
}

// homesOf is a number of households with one adult or two of a row's each.
func homesOf(rng *rand.Rand, row []float64) float64 {
	adults := 0.0
	for _, v := range row {
		adults += v
	}
	return adults - float64(rng.IntN(int(adults)/2+1))
}

func TestThreeHundredRandomMonthsWithstandTheAttack(t *testing.T) {
	for seed := range uint64(300) {
		facts := random(rand.New(rand.NewPCG(seed, 6)))
		p, err := Protect(facts, Known{}, plain)
		if err != nil {
			t.Errorf("%d: %v", seed, err)
			continue
		}
		if found := attack(p.Facts); len(found) > 0 {
			t.Errorf("%d: %v", seed, found)
		}
	}
}

func TestTheSameFactsInAnyOrderOnAnyNumberOfCoresArePublishedAlike(t *testing.T) {
	facts := random(rand.New(rand.NewPCG(7, 7)))
	want := protect(t, facts, Known{})
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for seed := range uint64(5) {
		rng := rand.New(rand.NewPCG(seed, 1))
		rng.Shuffle(len(facts), func(i, j int) { facts[i], facts[j] = facts[j], facts[i] })
		if diff := cmp.Diff(want, protect(t, facts, Known{})); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestWhatWasHiddenStaysHiddenAndAKnownProofIsVerifiedAgain(t *testing.T) {
	facts := random(rand.New(rand.NewPCG(3, 3)))
	first := protect(t, facts, Known{})
	if len(first.Hidden) == 0 || len(first.Proofs) == 0 {
		t.Fatal("nothing is hidden")
	}
	again := protect(t, facts, after(Known{}, first))
	if diff := cmp.Diff(first.Facts, again.Facts); diff != "" || len(again.Proofs) != 0 {
		t.Errorf("%d new proofs; %s", len(again.Proofs), diff)
	}
	for i := range facts { // a correction: everybody has become large
		if facts[i].Measure == households && facts[i].Value != nil {
			facts[i].Value = value(*facts[i].Value + 100)
		}
	}
	corrected := protect(t, facts, after(Known{}, first))
	for _, h := range first.Hidden {
		if h.Column == "varde" && !slices.Contains(corrected.Hidden, h) {
			t.Errorf("%+v is told", h)
		}
	}
}

// yearOfMonths is a year of two districts and their city.
func yearOfMonths(months int) []warehouse.BaseFact {
	var out []warehouse.BaseFact
	for m := range months {
		for _, f := range slices.Concat(areaRow(register.District, "Bromma", 60, 20, 9, 30, 2, 7, 6, 3, 8), areaRow(register.District, "Farsta", 80, 30, 12, 40, 6, 8, 9, 4, 12),
			areaRow(register.City, theCity, 140, 50, 21, 70, 8, 15, 15, 7, 20)) {
			f.Period = fmt.Sprintf("2011-%02d", m+1)
			out = append(out, f)
		}
	}
	return out
}

func TestMonthsTellReasonsInGroupsAndTheYearTellsThemAll(t *testing.T) {
	p := protect(t, yearOfMonths(12), Known{})
	at := map[[4]string]string{}
	for _, f := range p.Facts {
		at[[4]string{f.Measure, f.Area, f.Period, f.Category}] = seen(f)
	}
	for k, want := range map[[4]string]string{
		{reasons, "Bromma", "2011-03", "Övriga hinder"}:               "ok 13 - - -",
		{reasons, "Bromma", "2011-03", "Sjukdom"}:                     "ok 29 - - -",
		{reasons, "Bromma", "2011-03", "Vård av barn"}:                "",
		{"vuxenmanader_hinder", "Bromma", "2011", "Vård av barn"}:     "ok 24 - - -",
		{"vuxenmanader_hinder", "Bromma", "2011", ""}:                 "ok 1740 - - -",
		{"vuxenmanader_hinder", theCity, "2011", "Tillfälliga behov"}: "ok 84 - - -",
	} {
		if at[k] != want {
			t.Errorf("%v: %s, want %s", k, at[k], want)
		}
	}
	if len(p.Grouped) != 7 {
		t.Errorf("%+v", p.Grouped)
	}
	for _, f := range protect(t, yearOfMonths(11), Known{}).Facts {
		if f.Measure == "vuxenmanader_hinder" {
			t.Errorf("eleven months make a year: %+v", f)
		}
	}
	if n := len(Pass(yearOfMonths(12), plain)); n != 12*30+30 {
		t.Errorf("the internal audience gets %d facts", n)
	}
}

func TestLooserRulesThanTheDefaultAreRefused(t *testing.T) {
	loose := plain
	loose.Rules.MinCount = 3
	if _, err := Protect(november2011(), Known{}, loose); err == nil {
		t.Error("counts of three are shown")
	}
}

func TestTheCityStandsWhereADistrictIsSmall(t *testing.T) {
	facts := slices.Concat(costsOf(register.District, "A", 3, 27), costsOf(register.District, "B", 300, 2700), costsOf(register.District, "C", 60, 540), costsOf(register.City, theCity, 363, 3267))
	p := protect(t, facts, Known{})
	for area, want := range map[string]string{"A": publication.Hidden, theCity: publication.OK} {
		for _, m := range []string{households, cost} {
			if got := find(t, p.Facts, m, area, "").Status; got != want {
				t.Errorf("%s of %s: %s, want %s", m, area, got, want)
			}
		}
	}
}
