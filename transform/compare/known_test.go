package compare_test

import (
	"testing"

	"stadsdelskollen/transform/compare"
)

// A backlog of nine months that was declared at both its ends does not close the
// gate; without the declaration it would, since it is two steps and not one. And
// a slow series stays slow, whatever was declared in it.
func TestDeclaredEventsAreNoSlowness(t *testing.T) {
	r := source(2031)
	const n = 48
	closed := func(phi, backlog float64, plan compare.Plan) float64 {
		return rate(series/2, func() bool {
			points := resembling(r, n, phi, 0)
			for i := 20; i < 29; i++ {
				points[i] = compare.Of(points[i].Value + backlog)
			}
			return chart(t, points, plan).Phases[0].Status == compare.Slow
		})
	}
	declared := compare.Plan{Known: []int{20, 29}}
	if with, without := closed(0, 3, declared), closed(0, 3, compare.Plan{}); with > 0.02 || without < 0.5 {
		t.Errorf("a backlog closed the gate in %.3f declared, %.3f not declared", with, without)
	}
	if quiet, slow := closed(0, 0, declared), closed(0.8, 0, declared); quiet > 0.02 || slow < 0.8 {
		t.Errorf("declared events: independent months closed %.3f, slow ones %.3f", quiet, slow)
	}
}

func TestDeclaredEventsOutsideAPhaseChangeNothing(t *testing.T) {
	points := resembling(source(3), 30, 0.5, 1)
	want := compare.Autocorrelation(points)
	for _, known := range [][]int{nil, {0}, {30}, {-4, 99}} {
		if got := compare.Autocorrelation(points, known...); !near(got.Value, want.Value) {
			t.Errorf("%v: %v, want %v", known, got, want)
		}
	}
}

func near(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 }
