//go:build duckdb_arrow

package disclosure

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
	reader "stadsdelskollen/transform/disclosure/attack"
)

// rounding is the setting of a workspace whose rule is to round.
var rounding = func() Setting {
	s := plain
	s.Rules.RoundTo = 5
	return s
}()

func protectRounded(t *testing.T, facts []warehouse.BaseFact, known Known) Protected {
	t.Helper()
	p, err := Protect(facts, known, rounding)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// asRounded is the attack on a publication that says that it rounds.
func asRounded(p Protected, before ...reader.Publication) []Finding {
	guideline := int64(14)
	here := reader.Publication{Facts: p.Facts, Guideline: &guideline, Groups: map[[2]string][]string{}, RoundedTo: 5, Published: "2"}
	for _, g := range p.Grouped {
		k := [2]string{g.Measure, g.Group}
		here.Groups[k] = append(here.Groups[k], g.Category)
	}
	return reader.Facts(here, before...)
}

// afterRounded is what is known when p, of rounded counts, has been published.
func afterRounded(p Protected) Known {
	k := after(Known{}, p)
	k.Rounded = true
	for _, s := range k.Shown {
		if s.Measure != cost {
			k.Told = append(k.Told, ledger.Told{Hiding: s.Hiding, Figure: &s.Figure, Order: 1})
		}
	}
	for i := range k.Shown {
		if k.Shown[i].Measure != cost {
			k.Shown[i].RoundedTo = 5
		}
	}
	return k
}

func TestCountsAreRoundedToTheNearestFive(t *testing.T) {
	want := []float64{0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 10, 10, 10}
	for v, w := range want {
		if got := Rounded(float64(v)); got != w {
			t.Errorf("%d: %v, want %v", v, got, w)
		}
	}
}

func TestEveryCountIsRoundedTotalsFromTheirTrueValues(t *testing.T) {
	a, b, c := []float64{60, 20, 31, 1}, []float64{72, 25, 35, 12}, []float64{81, 30, 40, 14}
	facts := slices.Concat(areaRow(register.District, "A", a...), areaRow(register.District, "B", b...), areaRow(register.District, "C", c...),
		areaRow(register.City, theCity, city(a, b, c)...))
	p := protectRounded(t, facts, Known{})
	for _, w := range []struct {
		area, category string
		value          float64
	}{{"A", "Arbetslös", 60}, {"A", "Sjukdom", 50}, {"A", "Sociala skäl", 0}, {"A", "", 110}, {"B", "Arbetslös", 70}, {theCity, "Sociala skäl", 25}, {theCity, "", 420}} {
		f := find(t, p.Facts, reasons, w.area, w.category)
		if f.Value == nil || *f.Value != w.value {
			t.Errorf("%s, %s: %v, want %v", w.area, w.category, seen(f), w.value)
		}
		if f.Source != "test. "+publication.RoundedNote {
			t.Errorf("%s, %s: source %q", w.area, w.category, f.Source)
		}
	}
	if found := asRounded(p); len(found) > 0 {
		t.Error(found)
	}
}

func TestPairsAndCasesAreRoundedAndMediansStand(t *testing.T) {
	p := protectRounded(t, []warehouse.BaseFact{pair(register.District, "A", 37, 41), summary(register.District, "A", 12, 41), summary(register.District, "B", 12, 9)}, Known{})
	if f := find(t, p.Facts, withinDays, "A", ""); *f.Value != 35 || *f.Denominator != 40 {
		t.Errorf("%v", seen(f))
	}
	if f := find(t, p.Facts, medianDays, "A", ""); f.Value == nil || *f.Value != 12 || f.N == nil || *f.N != 40 {
		t.Errorf("%v", seen(f))
	}
	if f := find(t, p.Facts, medianDays, "B", ""); f.Value != nil || f.N != nil {
		t.Errorf("nine cases: %v", seen(f))
	}
}

func TestKronorOfFewHouseholdsAreHiddenWithTheirComplementsAndNoTrueMeanStands(t *testing.T) {
	facts := slices.Concat(costsOf(register.District, "A", 7, 63), costsOf(register.District, "B", 300, 2700), costsOf(register.District, "C", 60, 540), costsOf(register.City, theCity, 367, 3303))
	p := protectRounded(t, facts, Known{})
	for _, f := range p.Facts {
		if f.Measure == costPerHome {
			t.Errorf("a delivered ratio crosses: %v", seen(f))
		}
		if f.Measure == households && f.Value == nil {
			t.Errorf("households are hidden: %v", seen(f))
		}
	}
	hidden := 0
	for _, area := range []string{"A", "B", "C"} {
		if find(t, p.Facts, cost, area, "").Value == nil {
			hidden++
		}
	}
	if find(t, p.Facts, cost, "A", "").Value != nil || hidden < 2 || find(t, p.Facts, cost, theCity, "").Value == nil {
		t.Errorf("%d hidden", hidden)
	}
	if found := asRounded(p); len(found) > 0 {
		t.Error(found)
	}
}

// Two, seven and twelve of each round down, and the sums of the true values say so
// (sdc, round5-unpicked): every small count would be known.
func unpickable() []warehouse.BaseFact {
	a, b, c := []float64{2, 1, 1, 2}, []float64{7, 4, 3, 7}, []float64{12, 6, 6, 12}
	return slices.Concat(areaRow(register.District, "A", a...), areaRow(register.District, "B", b...), areaRow(register.District, "C", c...),
		areaRow(register.City, theCity, city(a, b, c)...))
}

func TestWhatRoundingTogetherWouldTellIsHidden(t *testing.T) {
	p := protectRounded(t, unpickable(), Known{})
	hidden := 0
	for _, f := range p.Facts {
		if f.Status == publication.Hidden {
			hidden++
		}
	}
	if hidden == 0 || hidden == len(p.Facts) || len(p.Proofs) == 0 {
		t.Errorf("%d of %d hidden, %d proofs", hidden, len(p.Facts), len(p.Proofs))
	}
	if found := asRounded(p); len(found) > 0 {
		t.Error(found)
	}
	again := protectRounded(t, unpickable(), afterRounded(p))
	for i, f := range again.Facts {
		if seen(f) != seen(p.Facts[i]) {
			t.Errorf("shown otherwise the next time: %s, then %s", seen(p.Facts[i]), seen(f))
		}
	}
	if len(again.Proofs) > 0 {
		t.Error("proved again, and not recalled")
	}
}

func TestThreeHundredRandomRoundedMonthsWithstandTheAttack(t *testing.T) {
	hidden := 0
	for seed := range uint64(300) {
		facts := random(rand.New(rand.NewPCG(seed, 6)))
		p, err := Protect(facts, Known{}, rounding)
		if err != nil {
			t.Errorf("%d: %v", seed, err)
			continue
		}
		for _, f := range p.Facts {
			if counted(f.Kind) && f.Value != nil && math.Mod(*f.Value, 5) != 0 {
				t.Errorf("%d: %s", seed, seen(f))
			}
			if counted(f.Kind) && f.Status == publication.Hidden {
				hidden++
			}
		}
		if found := asRounded(p); len(found) > 0 {
			t.Errorf("%d: %v", seed, found)
		}
	}
	t.Logf("%d counts hidden", hidden)
}

func TestHidingIsRefusedWhereCountsHaveBeenRounded(t *testing.T) {
	p := protectRounded(t, square(), Known{})
	if _, err := Protect(square(), afterRounded(p), plain); !errors.Is(err, ErrRefused) {
		t.Errorf("%v", err)
	}
}

// Counts that were told as they are stay known; what was hidden stays hidden.
func TestRoundingBesideEarlierExactFiguresIsProvedWithThem(t *testing.T) {
	first := protect(t, square(), Known{})
	p := protectRounded(t, square(), after(Known{}, first))
	for i, f := range first.Facts {
		if f.Status == publication.Hidden && p.Facts[i].Status != publication.Hidden {
			t.Errorf("hidden, and then told: %s", seen(p.Facts[i]))
		}
	}
	earlier := reader.Publication{Name: "earlier", Facts: first.Facts, Published: "1"}
	if found := asRounded(p, earlier); len(found) > 0 {
		t.Error(found)
	}
}

func TestAYearOfRoundedMonthsIsProvedWithItsReasons(t *testing.T) {
	var facts []warehouse.BaseFact
	rng := rand.New(rand.NewPCG(1, 2))
	for m := range 12 {
		sum := make([]float64, 9)
		for d := range 4 {
			var row []float64
			for c := range 9 {
				v := float64(rng.IntN(2 + 40/(1+c)))
				row, sum[c] = append(row, v), sum[c]+v
			}
			facts = append(facts, inMonth(areaRow(register.District, fmt.Sprintf("D%d", d), row...), m)...)
		}
		facts = append(facts, inMonth(areaRow(register.City, theCity, sum...), m)...)
	}
	p := protectRounded(t, facts, Known{})
	if found := asRounded(p); len(found) > 0 {
		t.Error(found)
	}
	if !slices.ContainsFunc(p.Facts, func(f publication.Fact) bool { return f.Measure == "vuxenmanader_hinder" && f.Value != nil }) {
		t.Error("no year")
	}
}

func inMonth(facts []warehouse.BaseFact, month int) []warehouse.BaseFact {
	for i := range facts {
		facts[i].Period = fmt.Sprintf("2011-%02d", month+1)
	}
	return facts
}

// Each protection of rounding is taken away in turn from facts that need it: then
// the attack finds what it kept.
func TestWithoutAnyOneProtectionOfRoundingTheAttackSucceeds(t *testing.T) {
	for _, m := range []struct {
		name  string
		off   func(*protections)
		facts []warehouse.BaseFact
	}{
		{"counts are rounded", func(p *protections) { p.rounding = false }, square()},
		{"rounded counts are proved together", func(p *protections) { p.readings = false }, unpickable()},
		{"kronor of few households", func(p *protections) { p.fewHomes = false }, costsOf(register.District, "A", 7, 63)},
		{"true means", func(p *protections) { p.means = false }, costsOf(register.District, "A", 70, 630)},
	} {
		t.Run(m.name, func(t *testing.T) {
			if found := asRounded(protectRounded(t, m.facts, Known{})); len(found) > 0 {
				t.Fatalf("with every protection: %v", found)
			}
			steps := everything()
			m.off(&steps)
			p, err := protectWith(m.facts, Known{}, rounding, steps)
			if err != nil {
				t.Fatal(err)
			}
			found := asRounded(p)
			if !slices.ContainsFunc(found, func(f Finding) bool { return f.Rule == reader.RuleRounding }) {
				t.Errorf("found %v", found)
			}
		})
	}
}

func TestCategoriesOfAnAreaAreHiddenWhereOneIsToldAlikeWithTheTotal(t *testing.T) {
	for _, c := range []struct {
		row    []float64
		hidden bool
	}{{[]float64{48, 1}, true}, {[]float64{48, 0}, true}, {[]float64{40, 10}, false}, {[]float64{6, 0}, false}, {[]float64{2, 0}, false}} {
		p := protectRounded(t, slices.Concat(areaRow(register.District, "A", c.row...), areaRow(register.District, "B", 70, 25), areaRow(register.District, "C", 80, 30)), Known{})
		if got := find(t, p.Facts, reasons, "A", reasonNames[0]); (got.Value == nil) != c.hidden {
			t.Errorf("%v: %s", c.row, seen(got))
		}
		if found := asRounded(p); len(found) > 0 {
			t.Errorf("%v: %v", c.row, found)
		}
	}
}

// alone is one district's adults by reason, told one by one.
func alone(values ...float64) []warehouse.BaseFact { return areaRow(register.District, "A", values...) }

// A correction of others says of a count that did not change: it is at least five
// from what they were, at most five from what they are.
func TestTwoRoundingsOfACorrectionDoNotUnpickWhatDidNotChange(t *testing.T) {
	set := rounding
	set.Groups = []Group{}
	publish := func(facts []warehouse.BaseFact, known Known) Protected {
		p, err := Protect(facts, known, set)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	was, is := alone(5, 2, 2, 2, 2), alone(5, 3, 3, 3, 3) // told as 5 0 0 0 0 = 15 and 5 5 5 5 5 = 15
	first, unaware := publish(was, Known{}), publish(is, Known{})
	earlier := reader.Publication{Name: "earlier", Facts: first.Facts, RoundedTo: 5, Published: "1"}
	for _, p := range []Protected{first, unaware} {
		if found := asRounded(p); len(found) > 0 {
			t.Fatalf("by itself: %v", found)
		}
	}
	if found := asRounded(unaware, earlier); !slices.ContainsFunc(found, func(f Finding) bool { return f.Rule == reader.RuleRounding }) {
		t.Errorf("both together: %v", found)
	}
	if found := asRounded(publish(is, afterRounded(first)), earlier); len(found) > 0 {
		t.Errorf("with what the ledger knows: %v", found)
	}
}

// Fifty small months are corrected here and there; nothing of both publications
// together tells more than each, and the gate still publishes.
func TestFiftyCorrectedRoundedMonthsWithstandTheAttack(t *testing.T) {
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 6))
		facts := random(rng)
		first := protectRounded(t, facts, Known{})
		move(rng, facts)
		p, err := Protect(facts, afterRounded(first), rounding)
		if err != nil {
			t.Errorf("%d: %v", seed, err)
			continue
		}
		if found := asRounded(p, reader.Publication{Name: "earlier", Facts: first.Facts, RoundedTo: 5, Published: "1"}); len(found) > 0 {
			t.Errorf("%d: %v", seed, found)
		}
	}
}

// move adds some adults to a reason of a district, and to all sums over it.
func move(rng *rand.Rand, facts []warehouse.BaseFact) {
	by, reason := float64(1+rng.IntN(9)), reasonNames[rng.IntN(4)]
	for _, area := range []string{"D0", theCity} {
		for i, f := range facts {
			if f.Measure == reasons && f.Area == area && (f.Category == reason || f.Category == "") && f.Value != nil {
				facts[i].Value = value(*f.Value + by)
			}
		}
	}
}
