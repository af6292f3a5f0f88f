//go:build duckdb_arrow

package disclosure

import (
	"errors"
	"slices"
	"testing"
	"time"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
	reader "stadsdelskollen/transform/disclosure/attack"
)

var intoAB = []publication.Succession{
	{From: "A", To: "AB", Date: time.Date(2020, 7, 1, 0, 0, 0, 0, time.UTC), Kind: register.Merged},
	{From: "B", To: "AB", Date: time.Date(2020, 7, 1, 0, 0, 0, 0, time.UTC), Kind: register.Merged},
}

// merging are two districts with a cases each, and the median of both together.
func merging(a, b int64) []warehouse.BaseFact {
	both := summary(register.District, "AB", 14, a+b)
	both.Division, both.Parts = "2020-07-01", "A + B"
	return []warehouse.BaseFact{summary(register.District, "A", 12, a), summary(register.District, "B", 20, b), both}
}

func TestAMedianOfMergedCasesIsShownBesideVisiblePartsOnly(t *testing.T) {
	change := func(facts []warehouse.BaseFact, by func(a, b, both *warehouse.BaseFact)) []warehouse.BaseFact {
		by(&facts[0], &facts[1], &facts[2])
		return facts
	}
	for _, c := range []struct {
		name  string
		facts []warehouse.BaseFact
		want  string
	}{
		{"both parts visible, its cases never cross", merging(20, 30), "ok 14 - 13 15"},
		{"few cases in a part: its own median alone is hidden", merging(20, 9), "ok 14 - 13 15"},
		{"few below the lower limit", change(merging(20, 30), func(_, _, both *warehouse.BaseFact) { both.BelowLower = whole(4) }), "ok 14 - - 15"},
		{"few above the upper limit", change(merging(20, 30), func(_, _, both *warehouse.BaseFact) { both.AboveUpper = nil }), "ok 14 - 13 -"},
		{"a part that nobody delivered", change(merging(20, 30), func(a, _, _ *warehouse.BaseFact) {
			a.Status, a.Value, a.Lower, a.Upper, a.N = publication.NotDelivered, nil, nil, nil, nil
		}), "ej_levererad - - - -"},
		{"a part whose median is not reached", change(merging(20, 30), func(a, _, _ *warehouse.BaseFact) {
			a.Status, a.Value, a.Lower, a.Upper = publication.NotApplicable, nil, nil, nil
		}), "ej_tillamplig - - - -"},
		{"a part's share within the guideline is hidden", append(merging(20, 30), pair(register.District, "A", 17, 20), pair(register.District, "B", 15, 30)), "ok 14 - - -"},
		{"both shares are visible", append(merging(20, 30), pair(register.District, "A", 12, 20), pair(register.District, "B", 15, 30)), "ok 14 - 13 15"},
	} {
		p := protect(t, c.facts, Known{})
		if got := seen(find(t, p.Facts, medianDays, "AB", "")); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if found := append(attack(p.Facts), reader.Divisions(p.Facts, intoAB)...); len(found) > 0 {
			t.Errorf("%s: %v", c.name, found)
		}
	}
	if p := Pass(merging(3, 4), plain); p[2].Value == nil || p[2].N != nil || len(reader.Divisions(p, intoAB)) > 0 {
		t.Errorf("internal: %+v", p[2])
	}
}

func TestAMedianOfMergedCasesStaysHiddenAndDoesNotMoveItsMonth(t *testing.T) {
	first := protect(t, merging(20, 9), Known{})
	if p := protect(t, merging(20, 30), after(Known{}, first)); find(t, p.Facts, medianDays, "B", "").Value != nil {
		t.Errorf("%+v", p.Facts)
	}
	shown := after(Known{}, protect(t, merging(20, 30), Known{}))
	if p := protect(t, merging(20, 30), shown); find(t, p.Facts, medianDays, "AB", "").Value == nil {
		t.Error("published again, it is refused")
	}
	moved := merging(20, 30)[2:]
	moved[0].Parts = ""
	if _, err := Protect(moved, shown, plain); !errors.Is(err, ErrRefused) {
		t.Errorf("the month in the later division: %v", err)
	}
}

func TestOnlyAMedianOfWholePartsStandsInALaterDivision(t *testing.T) {
	without := merging(20, 30)[1:]
	same := merging(20, 30)
	same[2].Division = division
	homes := []warehouse.BaseFact{fact(households, register.District, "A", "", 30), fact(households, register.District, "B", "", 40), fact(households, register.District, "AB", "", 70)}
	homes[2].Division, homes[2].Parts = "2020-07-01", "A + B"
	for name, facts := range map[string][]warehouse.BaseFact{"a part is missing": without, "the division of the time": same, "another measure": homes} {
		if _, err := Protect(facts, Known{}, plain); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func both(facts []publication.Fact) int {
	return slices.IndexFunc(facts, func(f publication.Fact) bool { return f.Measure == medianDays && f.Area == "AB" })
}

func TestVerifyFindsAMedianOfMergedCasesOutOfItsPlace(t *testing.T) {
	sound := protect(t, append(merging(20, 30), pair(register.District, "A", 12, 20), pair(register.District, "B", 15, 30)), Known{}).Facts
	for name, by := range map[string]func([]publication.Fact){
		"a number of cases": func(f []publication.Fact) { f[both(f)].N = whole(50) },
		"no union":          func(f []publication.Fact) { f[both(f)].Area = "C" },
	} {
		facts := slices.Clone(sound)
		by(facts)
		if found := reader.Divisions(facts, intoAB); len(found) != 1 {
			t.Errorf("%s: %v", name, found)
		}
	}
	if found := reader.OtherDivision(sound, sound[:2], "b"); len(found) > 0 {
		t.Errorf("%v", found)
	}
}
