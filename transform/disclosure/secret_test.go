//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
)

// What the deliverer hides is no more to be had from the totals than what is
// hidden here: the rest of the city is that area.
func TestWhatTheDelivererHidesCannotBeComputedFromTheTotals(t *testing.T) {
	facts := slices.Concat(areaRow(register.District, "A", 40, 0, 0, 60), areaRow(register.District, "B", 50, 0, 0, 70), areaRow(register.District, "C", 60, 0, 0, 80),
		areaRow(register.City, theCity, 150, 0, 0, 210), costsOf(register.District, "A", 90, 810), costsOf(register.District, "B", 110, 990),
		costsOf(register.District, "C", 130, 1170), costsOf(register.City, theCity, 330, 2970))
	facts = slices.DeleteFunc(facts, func(f warehouse.BaseFact) bool { return f.Category == reasonNames[1] || f.Category == reasonNames[2] })
	for i, f := range facts {
		if f.Area == "A" && (f.Category == "Arbetslös" || f.Measure == reasons && f.Category == "" || f.Measure == households) {
			facts[i].Value, facts[i].Status = nil, publication.Hidden
		}
	}
	p := protect(t, facts, Known{})
	for _, f := range p.Facts {
		if f.Area == "A" && f.Status != publication.Hidden {
			t.Errorf("%s: %s", label(f), seen(f))
		}
	}
	for _, c := range []string{"Arbetslös", "Sociala skäl"} {
		hidden := 0
		for _, f := range p.Facts {
			if f.Measure == reasons && f.Category == c && f.Status == publication.Hidden {
				hidden++
			}
		}
		if hidden < 2 {
			t.Errorf("%s: the city less the districts is what is hidden", c)
		}
	}
	if found := attack(p.Facts); len(found) > 0 {
		t.Error(found)
	}
}

func TestRandomMonthsWithFiguresHiddenByTheDelivererWithstandTheAttack(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 18))
		facts := random(rng)
		for i, f := range facts {
			if f.Level != register.District || f.Value == nil || f.Kind == publication.KindPair || rng.IntN(25) > 0 {
				continue
			}
			facts[i].Value, facts[i].Status = nil, publication.Hidden
			for j, g := range facts { // and so the sum that it is in
				if g.Measure == f.Measure && g.Area == f.Area && g.Category == "" && g.Value != nil {
					facts[j].Value, facts[j].Status = nil, publication.Hidden
				}
			}
		}
		p, err := Protect(facts, Known{}, plain)
		if err != nil {
			t.Errorf("%d: %v", seed, err)
			continue
		}
		if found := attack(p.Facts); len(found) > 0 {
			t.Error(fmt.Sprint(seed), found)
		}
	}
}
