package compare_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/transform/compare"
)

func values(vs ...float64) []compare.Number {
	out := make([]compare.Number, len(vs))
	for i, v := range vs {
		if !math.IsNaN(v) {
			out[i] = compare.Of(v)
		}
	}
	return out
}

func peerNames(t *testing.T, areas []string, facts []compare.PeerFact, n int) [][]string {
	t.Helper()
	all, err := compare.Peers(areas, facts, n)
	if err != nil {
		t.Fatal(err)
	}
	out := make([][]string, len(all))
	for i, peers := range all {
		for _, p := range peers {
			out[i] = append(out[i], p.Area)
		}
	}
	return out
}

func TestPeersAreTheAreasNearestInStandardisedFacts(t *testing.T) {
	// Income in kronor and a share in percent count alike, once standardised:
	// by hand, both have the standardised values -1.1619, -0.3873, 0.3873, 1.1619.
	areas := []string{"A", "B", "C", "D"}
	facts := []compare.PeerFact{{Weight: 1, Values: values(100000, 200000, 300000, 400000)}, {Weight: 1, Values: values(40, 30, 20, 10)}}
	got, err := compare.Peers(areas, facts, 2)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"B", "C"}, []string{got[0][0].Area, got[0][1].Area}); diff != "" {
		t.Error(diff)
	}
	step := 100000 / 129099.44487358056 // the standard deviation of the four incomes
	for i, want := range []float64{step, 2 * step} {
		if math.Abs(got[0][i].Distance-want) > 1e-12 {
			t.Errorf("distance %v, want %v", got[0][i].Distance, want)
		}
	}
}

func TestAWeightDecidesWhoIsAlike(t *testing.T) {
	areas := []string{"A", "rich", "large"}
	income, size := values(1, 2, 1), values(1, 1, 2)
	for _, c := range []struct {
		income, size float64
		want         string
	}{{2, 1, "large"}, {1, 2, "rich"}, {1, 1, "large"}} { // a tie goes by name
		got := peerNames(t, areas, []compare.PeerFact{{Weight: c.income, Values: income}, {Weight: c.size, Values: size}}, 1)
		if got[0][0] != c.want {
			t.Errorf("weights %v and %v: %s, want %s", c.income, c.size, got[0][0], c.want)
		}
	}
}

func TestAnAreaWithoutAFactHasNoPeersAndIsNobodys(t *testing.T) {
	got := peerNames(t, []string{"A", "B", "C"}, []compare.PeerFact{{Weight: 1, Values: values(1, math.NaN(), 3)}, {Weight: 1, Values: values(5, 5, 5)}}, 4)
	if diff := cmp.Diff([][]string{{"C"}, nil, {"A"}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestPeersDoNotDependOnTheOrderOfAreasNorOnUnits(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	areas := []string{"A", "B", "C", "D", "E", "F", "G"}
	x, y := make([]float64, len(areas)), make([]float64, len(areas))
	for i := range areas {
		x[i], y[i] = float64(rng.IntN(5)), float64(rng.IntN(5))
	}
	byName := func(order []int, unit float64) map[string][]string {
		var names []string
		var xs, ys []float64
		for _, i := range order {
			names, xs, ys = append(names, areas[i]), append(xs, unit*x[i]), append(ys, y[i])
		}
		out := map[string][]string{}
		for i, p := range peerNames(t, names, []compare.PeerFact{{Weight: 1, Values: values(xs...)}, {Weight: 0.5, Values: values(ys...)}}, 3) {
			out[names[i]] = p
		}
		return out
	}
	order := []int{0, 1, 2, 3, 4, 5, 6}
	want := byName(order, 1)
	for range 20 {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		if diff := cmp.Diff(want, byName(slices.Clone(order), 1024)); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestPeersRefusesWhatCannotBeMeant(t *testing.T) {
	one := []compare.PeerFact{{Weight: 1, Values: values(1, 2)}}
	for name, c := range map[string]struct {
		facts []compare.PeerFact
		n     int
	}{
		"no fact": {nil, 4}, "no peers": {one, 0}, "a weight of zero": {[]compare.PeerFact{{Weight: 0, Values: values(1, 2)}}, 4},
		"an infinite weight": {[]compare.PeerFact{{Weight: math.Inf(1), Values: values(1, 2)}}, 4}, "too few values": {[]compare.PeerFact{{Weight: 1, Values: values(1)}}, 4},
	} {
		if _, err := compare.Peers([]string{"A", "B"}, c.facts, c.n); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}
