//go:build duckdb_arrow

package disclosure

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
	reader "stadsdelskollen/transform/disclosure/attack"
)

// costsOf is an area's households, cost in tkr and cost per household in kr.
func costsOf(level, area string, homes, tkr float64) []warehouse.BaseFact {
	out := []warehouse.BaseFact{fact(households, level, area, "", homes), fact(cost, level, area, "", tkr)}
	if homes > 0 {
		each := fact(costPerHome, level, area, "", float64(int(1000*tkr/homes)))
		each.Status = publication.Delivered
		out = append(out, each)
	}
	return out
}

func shown(t *testing.T, facts []publication.Fact, area string) string {
	t.Helper()
	s := ""
	for _, m := range []string{households, cost, costPerHome} {
		s += find(t, facts, m, area, "").Status + " "
	}
	return s
}

func TestHouseholdsCostAndRatioAreHiddenTogetherAndWithTheCity(t *testing.T) {
	facts := slices.Concat(costsOf(register.District, "A", 211, 1718), costsOf(register.District, "B", 3, 27),
		costsOf(register.Outside, homeless, 300, 2500), costsOf(register.City, theCity, 512, 4245))
	p := protect(t, facts, Known{})
	for area, want := range map[string]string{
		"A": "ok ok levererad ", "B": "dold dold dold ", homeless: "dold dold dold ", theCity: "dold dold dold ",
	} {
		if got := shown(t, p.Facts, area); got != want {
			t.Errorf("%s: %s, want %s", area, got, want)
		}
	}
}

func TestACostOutsideEveryDistrictIsHiddenWhenItIsThatOfAFew(t *testing.T) {
	districts := slices.Concat(costsOf(register.District, "A", 211, 1718), costsOf(register.District, "B", 252, 1991))
	for _, c := range []struct {
		name string
		tkr  float64
		want string
	}{
		{"rounding", 3710, "ok ok levererad "},
		{"three households", 3736, "dold dold dold "},
		{"a hundred households", 4700, "ok ok levererad "},
	} {
		p := protect(t, append(slices.Clone(districts), costsOf(register.City, theCity, 470, c.tkr)...), Known{})
		if got := shown(t, p.Facts, theCity); got != c.want {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

func TestACostWithoutItsHouseholdsIsHidden(t *testing.T) {
	facts := []warehouse.BaseFact{notDelivered(households, register.District, "A", ""), fact(cost, register.District, "A", "", 27)}
	p := protect(t, facts, Known{})
	if got := find(t, p.Facts, cost, "A", "").Status; got != publication.Hidden {
		t.Errorf("got %s", got)
	}
	if got := find(t, p.Facts, households, "A", "").Status; got != publication.NotDelivered {
		t.Errorf("got %s", got)
	}
}

// Random months of all measures: no figure of five or fewer cases, and nothing
// that the attack on published facts finds.
func TestTheAttackFindsNothingInWhatIsProtected(t *testing.T) {
	visible := 0
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 2))
		facts := slices.Concat(randomTable(r), randomCosts(r), randomCohort(r))
		known := Known{}
		var before []publication.Fact
		for range 3 {
			p := protect(t, facts, known)
			// The present rule knows nothing of households within adults.
			found := slices.DeleteFunc(attack(p.Facts), func(f Finding) bool { return f.Rule == reader.RuleTogether })
			if len(found) > 0 {
				t.Fatalf("seed %d: %s", seed, found[0])
			}
			known = after(known, p)
			// What is published is what is published again.
			if again := protect(t, facts, known); !reflect.DeepEqual(p.Facts, again.Facts) {
				t.Fatalf("seed %d: %s", seed, cmp.Diff(p.Facts, again.Facts))
			}
			for i, f := range p.Facts {
				if f.Status == publication.OK {
					visible++
				}
				if before != nil && before[i].Status == publication.Hidden && f.Status != publication.Hidden {
					t.Fatalf("seed %d: %s was hidden and is not any more", seed, label(f))
				}
				if before != nil && f.Kind == publication.KindSummary && before[i].N == nil && f.N != nil {
					t.Fatalf("seed %d: the cases of %s were hidden and are not any more", seed, label(f))
				}
				if before != nil && before[i].Denominator == nil && f.Denominator != nil {
					t.Fatalf("seed %d: n of %s was hidden and is not any more", seed, label(f))
				}
			}
			before = p.Facts
			nudge(r, facts)
		}
	}
	if visible < 10000 {
		t.Errorf("only %d figures were shown", visible)
	}
}

// nudge revises some figures; sums stay sums.
func nudge(r *rand.Rand, facts []warehouse.BaseFact) {
	for i := range facts {
		f := &facts[i]
		if f.Value == nil || f.Measure == reasons || r.IntN(3) > 0 {
			continue
		}
		v := max(0, *f.Value+float64(r.IntN(7)-3))
		if f.Denominator != nil {
			v = min(v, *f.Denominator)
		}
		f.Value = &v
	}
}

func randomCosts(r *rand.Rand) []warehouse.BaseFact {
	var facts []warehouse.BaseFact
	var homes, tkr float64
	for i := range 1 + r.IntN(5) {
		n := float64(r.IntN(1 + []int{4, 12, 300}[r.IntN(3)]))
		c := n * float64(6+r.IntN(6))
		facts = append(facts, costsOf(register.District, string(rune('A'+i)), n, c)...)
		homes, tkr = homes+n, tkr+c
	}
	if r.IntN(2) == 0 {
		facts = append(facts, costsOf(register.Outside, homeless, 20, 160)...)
		homes, tkr = homes+20, tkr+160
	}
	return append(facts, costsOf(register.City, theCity, homes, tkr+float64(r.IntN(3)*r.IntN(80)))...)
}

func randomCohort(r *rand.Rand) []warehouse.BaseFact {
	var facts []warehouse.BaseFact
	var x, n int64
	add := func() (int64, int64) {
		dn := int64(r.IntN([]int{6, 20, 200}[r.IntN(3)]))
		dx := int64(r.IntN(int(dn) + 1))
		x, n = x+dx, n+dn
		return dx, dn
	}
	one := func(level, area string, dx, dn int64) {
		facts = append(facts, pair(level, area, float64(dx), float64(dn)))
		s := summary(level, area, 12, dn)
		if dn == 0 {
			s.Value, s.Lower, s.Upper, s.Status = nil, nil, nil, publication.NotApplicable
		}
		facts = append(facts, s)
	}
	for i := range 1 + r.IntN(5) {
		dx, dn := add()
		one(register.District, string(rune('A'+i)), dx, dn)
	}
	if r.IntN(2) == 0 {
		add()
	}
	one(register.City, theCity, x, n)
	return facts
}
