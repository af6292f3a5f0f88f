//go:build duckdb_arrow

package disclosure

import (
	"math/rand/v2"
	"slices"
	"testing"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
)

// withRest is a month of four districts and their city, in which so many adults
// with each reason, applications and decisions in time are in no district.
func withRest(rng *rand.Rand, period string, rest ...float64) []warehouse.BaseFact {
	var out []warehouse.BaseFact
	sum := slices.Clone(rest[:4])
	x, n := rest[4], rest[4]+rest[5]
	for d := range 4 {
		area := string(rune('A' + d))
		var row []float64
		for i := range sum {
			v := float64(rng.IntN(1 + rng.IntN(50)))
			row, sum[i] = append(row, v), sum[i]+v
		}
		of := float64(rng.IntN(40))
		within := float64(rng.IntN(int(of) + 1))
		x, n = x+within, n+of
		out = append(out, append(areaRow(register.District, area, row...), pair(register.District, area, within, of))...)
	}
	out = append(out, append(areaRow(register.City, theCity, sum...), pair(register.City, theCity, x, n))...)
	return in(period, out...)
}

// A reader takes a rest for nobody where all that he can see adds up: in three
// months out of four it does.
func TestRestsOfAnySizeWithstandTheAttack(t *testing.T) {
	told := 0
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 2))
		var facts []warehouse.BaseFact
		for m, period := range []string{"2011-01", "2011-02", "2011-03", "2011-04"} {
			rest := make([]float64, 6)
			for i := range rest {
				if m == 3 {
					rest[i] = float64(rng.IntN(2) * rng.IntN(31))
				}
			}
			facts = append(facts, withRest(rng, period, rest...)...)
		}
		p, err := Protect(facts, Known{}, plain)
		if err != nil {
			t.Errorf("%d: %v", seed, err)
			continue
		}
		if found := attack(p.Facts); len(found) > 0 {
			t.Errorf("%d: %v", seed, found)
		}
		for _, f := range p.Facts {
			if f.Level == register.City && f.Value != nil {
				told++
			}
		}
	}
	if told < 150*8 {
		t.Errorf("the city is told only %d times", told)
	}
}

func TestAFewPeopleInNoDistrictCloseTheCity(t *testing.T) {
	facts := slices.Concat(areaRow(register.District, "A", 40, 20, 30, 60), areaRow(register.District, "B", 50, 25, 30, 70), areaRow(register.City, theCity, 93, 45, 60, 130))
	p := protect(t, facts, Known{})
	for _, f := range p.Facts {
		want := publication.OK
		if f.Level == register.City {
			want = publication.Hidden
		}
		if f.Status != want {
			t.Errorf("%s: %s, want %s", label(f), f.Status, want)
		}
	}
}
