//go:build duckdb_arrow

package disclosure

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// Attack 22: who knows the code tries other values.
func TestACountThatItsPatternTellsIsReportedToTheOperatorOnce(t *testing.T) {
	set := plain
	set.Patterns = 100
	facts := random(rand.New(rand.NewPCG(84, 6)))
	p, err := Protect(facts, Known{}, set)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Inferable) == 0 {
		t.Fatal("nothing is told by the pattern")
	}
	for _, h := range p.Inferable {
		if !slices.Contains(p.Hidden, h) {
			t.Errorf("%+v is not hidden", h)
		}
	}
	if r := (&Release{Protected: p}); len(r.ToldByPattern()) != len(p.Inferable) {
		t.Errorf("%v", r.ToldByPattern())
	}
	// Its pattern stands from then on.
	again, err := Protect(facts, after(Known{}, p), set)
	if err != nil || len(again.Inferable) > 0 {
		t.Errorf("%v, %v", again.Inferable, err)
	}
	if sound, err := Protect(square(), Known{}, set); err != nil || len(sound.Inferable) > 0 {
		t.Errorf("two and four would hide the same as three: %v, %v", sound.Inferable, err)
	}
}
