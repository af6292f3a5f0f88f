//go:build duckdb_arrow

package disclosure

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
)

func TestTheTableOf2011ShowsFourReasonsAndHidesFive(t *testing.T) {
	p := protect(t, november2011(), Known{})
	for _, area := range []string{"Kungsholmen", "Norrmalm", "Östermalm"} {
		want := map[string]string{"": "ok", "Arbetslös": "ok", "Sjukskriven med läkarintyg": "ok", "Sjuk- eller aktivitetsersättning": "ok",
			"Sociala skäl": "ok", "Vård av barn": "dold", "Arbetar deltid, ofrivilligt": "dold", "Arbetar heltid": "dold",
			"Tillfälliga behov": "dold", "Övriga": "dold"}
		if diff := cmp.Diff(want, signs(p.Facts, area)); diff != "" {
			t.Errorf("%s: %s", area, diff)
		}
	}
	if got := find(t, p.Facts, reasons, "Bromma", "Övriga").Status; got != publication.NotDelivered {
		t.Errorf("what nobody delivered is %s", got)
	}
	for _, f := range p.Facts {
		if f.Status == publication.Hidden && (f.Value != nil || f.N != nil) {
			t.Errorf("a hidden cell carries a value: %+v", f)
		}
	}
}

func TestTotalsAloneWhenNoChoiceOfReasonsIsSafe(t *testing.T) {
	facts := slices.Concat(areaRow(register.District, "A", 6, 0, 1), areaRow(register.District, "B", 1, 9, 0))
	p := protect(t, facts, Known{})
	want := map[string]string{"": "ok", reasonNames[0]: "dold", reasonNames[1]: "dold", reasonNames[2]: "dold"}
	for _, area := range []string{"A", "B"} {
		if diff := cmp.Diff(want, signs(p.Facts, area)); diff != "" {
			t.Errorf("%s: %s", area, diff)
		}
	}
	all := ledger.Hiding{Measure: reasons, Area: "*", Division: division, Category: "*", Period: november, Column: "varde"}
	if !slices.Contains(p.Hidden, all) {
		t.Errorf("the pattern does not remember that all reasons are hidden: %v", p.Hidden)
	}
}

func TestAHiddenTotalHidesTheCityAndTheUnitsOutside(t *testing.T) {
	facts := slices.Concat(areaRow(register.District, "A", 20, 30), areaRow(register.District, "B", 3, 0),
		areaRow(register.Outside, homeless, 40, 40), areaRow(register.City, theCity, 63, 70))
	p := protect(t, facts, Known{})
	for area, want := range map[string]string{"A": "ok", "B": "dold", homeless: "dold", theCity: "dold"} {
		if got := find(t, p.Facts, reasons, area, "").Status; got != want {
			t.Errorf("%s: %s, want %s", area, got, want)
		}
	}
}

func TestWhoIsInNoDistrictIsProtectedToo(t *testing.T) {
	districts := slices.Concat(areaRow(register.District, "A", 20, 30), areaRow(register.District, "B", 15, 10))
	for _, c := range []struct {
		name string
		city []float64
		want string
	}{
		{"nobody", []float64{35, 40}, "ok"},
		{"two people", []float64{36, 41}, "dold"},
		{"many people", []float64{55, 60}, "ok"},
		{"fewer than the districts", []float64{34, 60}, "dold"},
	} {
		p := protect(t, slices.Concat(districts, areaRow(register.City, theCity, c.city...)), Known{})
		if got := find(t, p.Facts, reasons, theCity, "").Status; got != c.want {
			t.Errorf("%s: the city is %s, want %s", c.name, got, c.want)
		}
	}
	facts := slices.Concat(districts, areaRow(register.City, theCity, 35, 40), []warehouse.BaseFact{notDelivered(reasons, register.District, "C", "")})
	if got := find(t, protect(t, facts, Known{}).Facts, reasons, theCity, "").Status; got != "dold" {
		t.Errorf("the city says that a district that is missing has nobody: %s", got)
	}
}

func TestWhatWasHiddenStaysHidden(t *testing.T) {
	first := protect(t, november2011(), Known{})
	known := after(Known{}, first)
	// All small reasons have become large.
	revised := november2011()
	for i := range revised {
		if revised[i].Value != nil && revised[i].Category != "" {
			*revised[i].Value += 50
		}
		if revised[i].Value != nil && revised[i].Category == "" {
			*revised[i].Value += 450
		}
	}
	second := protect(t, revised, known)
	for _, area := range []string{"Kungsholmen", "Norrmalm", "Östermalm"} {
		if diff := cmp.Diff(signs(first.Facts, area), signs(second.Facts, area)); diff != "" {
			t.Errorf("%s: %s", area, diff)
		}
	}
}

func TestPublishingAgainChangesNothing(t *testing.T) {
	first := protect(t, november2011(), Known{})
	second := protect(t, november2011(), after(Known{}, first))
	if diff := cmp.Diff(first, second); diff != "" {
		t.Error(diff)
	}
}

func TestAPatternThatWouldGrowHidesAllReasonsFromThenOn(t *testing.T) {
	known := after(Known{}, protect(t, november2011(), Known{}))
	revised := november2011()
	for i := range revised { // Kungsholmen's 6 with sjukersättning are 4, the total follows
		f := &revised[i]
		if f.Area == "Kungsholmen" && (f.Category == "" || f.Category == "Sjuk- eller aktivitetsersättning") {
			*f.Value -= 2
		}
	}
	second := protect(t, revised, known)
	third := protect(t, november2011(), after(known, second))
	for _, p := range []Protected{second, third} {
		for _, f := range p.Facts {
			if f.Area != "Bromma" && (f.Category == "") != (f.Status == "ok") {
				t.Errorf("%s, %q: %s", f.Area, f.Category, f.Status)
			}
		}
	}
}

func TestAHiddenDistrictTotalStaysHiddenWithTheCity(t *testing.T) {
	table := func(b float64) []warehouse.BaseFact {
		return slices.Concat(areaRow(register.District, "A", 20, 30), areaRow(register.District, "B", b, 0),
			areaRow(register.City, theCity, 20+b, 30))
	}
	known := after(Known{}, protect(t, table(3), Known{}))
	p := protect(t, table(200), known)
	for _, area := range []string{"B", theCity} {
		if got := find(t, p.Facts, reasons, area, "").Status; got != "dold" {
			t.Errorf("%s: %s", area, got)
		}
	}
}

func TestWhatHasNoRuleIsRefused(t *testing.T) {
	strange := fact(households, register.District, "A", "", 10)
	strange.Measure = "klagomal"
	negative := fact(households, register.District, "A", "", -1)
	half := fact(households, register.District, "A", "", 7.5)
	public := fact(households, register.District, "A", "", 3)
	public.Kind = publication.KindPublic
	other := fact(households, register.District, "B", "", 10)
	other.Division = "2020-07-01"
	sums := areaRow(register.District, "A", 5, 6, 7)
	*sums[0].Value = 9
	for _, c := range []struct {
		want  string
		facts []warehouse.BaseFact
	}{
		{"no rule of protection", []warehouse.BaseFact{strange}},
		{"-1 is not a count", []warehouse.BaseFact{negative}},
		{"7.5 is not a count", []warehouse.BaseFact{half}},
		{"name of a protected measure", []warehouse.BaseFact{public}},
		{"in division 2020-07-01", []warehouse.BaseFact{fact(households, register.District, "A", "", 10), other}},
		{"stands twice", []warehouse.BaseFact{fact(households, register.District, "A", "", 10), fact(households, register.District, "A", "", 10)}},
		{"add up to 22, the total is 18", sums},
	} {
		_, err := Protect(c.facts, Known{})
		if !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("want %q, got %v", c.want, err)
		}
	}
}

// randomTable has up to five districts, one outside unit and the city, which
// holds some people that are in none of them.
func randomTable(r *rand.Rand) []warehouse.BaseFact {
	categories := 1 + r.IntN(6)
	draw := func(scale int) []float64 {
		var out []float64
		for k := range categories {
			out = append(out, float64(r.IntN(1+scale*(1+k*k))))
		}
		return out
	}
	city := make([]float64, categories)
	var facts []warehouse.BaseFact
	add := func(values []float64) []float64 {
		for k, v := range values {
			city[k] += v
		}
		return values
	}
	scale := []int{1, 5, 40}[r.IntN(3)]
	for i := range 1 + r.IntN(5) {
		area, values := string(rune('A'+i)), add(draw(scale))
		if r.IntN(8) == 0 {
			for _, category := range append([]string{""}, reasonNames[:categories]...) {
				facts = append(facts, notDelivered(reasons, register.District, area, category))
			}
			continue
		}
		facts = append(facts, areaRow(register.District, area, values...)...)
	}
	if r.IntN(2) == 0 {
		facts = append(facts, areaRow(register.Outside, homeless, add(draw(scale))...)...)
	}
	if r.IntN(3) == 0 {
		add(draw(scale))
	}
	if r.IntN(4) > 0 {
		facts = append(facts, areaRow(register.City, theCity, city...)...)
	}
	return facts
}

// Every small count of a table must look like one that may be anything over a
// width of five that reaches five, to someone who solves the whole table.
func TestNoHiddenCountCanBeSolvedFor(t *testing.T) {
	shown, hidden := 0, 0
	for seed := range uint64(4000) {
		r := rand.New(rand.NewPCG(seed, 1))
		facts := randomTable(r)
		p := protect(t, facts, Known{})
		for _, f := range p.Facts {
			if f.Value != nil && *f.Value < MinCount {
				t.Fatalf("seed %d: %s, %q shows %v", seed, f.Area, f.Category, *f.Value)
			}
			if f.Value != nil && f.Category != "" {
				shown++
			}
		}
		for _, s := range solve(facts, p.Facts) {
			hidden++
			if s.upper < MinCount || s.upper-s.lower < MinCount {
				t.Fatalf("seed %d: %s is between %d and %d", seed, s.name, s.lower, s.upper)
			}
		}
	}
	if shown < 1000 || hidden < 1000 {
		t.Errorf("the tables prove little: %d figures shown, %d hidden", shown, hidden)
	}
}
