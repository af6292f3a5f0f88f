package compare_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/transform/compare"
)

func TestWithinAndBetweenAddUpToTheTotalInAnyOrder(t *testing.T) {
	r := source(8)
	near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) <= 1e-12 })
	for range 500 {
		var groups []compare.Group
		for range 3 + r.IntN(12) {
			groups = append(groups, compare.Group{Rate: 0.01 + r.Float64(), Population: float64(1 + r.IntN(90000)), Area: r.IntN(3)})
		}
		d := must[compare.Decomposition](t)(compare.Decompose(groups))
		if math.Abs(d.Within.T+d.Between.T-d.Total.T) > 1e-12 || math.Abs(d.Within.L.Value+d.Between.L.Value-d.Total.L.Value) > 1e-12 {
			t.Fatalf("does not add up: %+v", d)
		}
		g := must[float64](t)(compare.Gini(groups))
		slices.Reverse(groups)
		if diff := cmp.Diff(d, must[compare.Decomposition](t)(compare.Decompose(groups)), near); diff != "" {
			t.Fatal(diff)
		}
		if back := must[float64](t)(compare.Gini(groups)); math.Abs(g-back) > 1e-12 {
			t.Fatalf("gini %v and reversed %v", g, back)
		}
	}
}

func TestAnAreaWithoutCasesHasNoInequalityWithin(t *testing.T) {
	d := must[compare.Decomposition](t)(compare.Decompose([]compare.Group{
		{Rate: 0, Population: 10, Area: 1}, {Rate: 0, Population: 20, Area: 1}, {Rate: 2, Population: 30, Area: 2}}))
	if d.Total.L.OK || d.Within.L.OK || d.Between.L.OK || d.Within.T != 0 || math.Abs(d.Between.T-math.Log(2)) > 1e-12 {
		t.Errorf("got %+v", d)
	}
}

func TestSlopeIndexNeedsFiveGroupsAndEveryStandardError(t *testing.T) {
	groups := make([]compare.SlopeGroup, 5)
	for i := range groups {
		groups[i] = compare.SlopeGroup{Population: 100, Value: 10 + float64(i), SE: compare.Of(0.5)}
	}
	s := must[compare.SlopeIndex](t)(compare.SlopeIndexOfInequality(groups, compare.Linear))
	if math.Abs(s.Value-5) > 1e-12 || math.Abs(s.Intercept-9.5) > 1e-12 || !s.Contains(5) {
		t.Errorf("got %+v", s)
	}
	groups[3].SE = compare.Number{}
	if s := must[compare.SlopeIndex](t)(compare.SlopeIndexOfInequality(groups, compare.Linear)); !s.Empty() || s.SE.OK {
		t.Errorf("an interval without a standard error: %+v", s)
	}
	if err := second(compare.SlopeIndexOfInequality(groups[:4], compare.Linear)); err == nil {
		t.Error("four groups are enough")
	}
	groups[0].Population = 0
	if err := second(compare.SlopeIndexOfInequality(groups, compare.Linear)); err == nil {
		t.Error("a group without population is accepted")
	}
}

func TestSlopeIndexIsTheSameWhateverTheScaleWhenThereIsNoSlope(t *testing.T) {
	groups := make([]compare.SlopeGroup, 6)
	for i := range groups {
		groups[i] = compare.SlopeGroup{Population: float64(10 + i), Value: 0.2}
	}
	for _, scale := range []compare.Scale{compare.Linear, compare.Log, compare.Logit} {
		s := must[compare.SlopeIndex](t)(compare.SlopeIndexOfInequality(groups, scale))
		if math.Abs(s.Value) > 1e-12 || math.Abs(s.Relative.Value-1) > 1e-12 {
			t.Errorf("scale %d: %+v", scale, s)
		}
	}
	groups[2].Value = 0
	if err := second(compare.SlopeIndexOfInequality(groups, compare.Log)); err == nil {
		t.Error("zero has a logarithm")
	}
}

func TestNoNaNLeavesTheMeasuresOfDisparity(t *testing.T) {
	for _, a := range awkward {
		for _, b := range awkward {
			mustBeFinite(t, first(compare.RangeOf([]float64{a, b})), a, b)
			mustBeFinite(t, first(compare.GiniCorrected([]float64{a, b, 1})), a, b)
			if sample, population, err := compare.Variation([]float64{a, b, 1}); err == nil {
				mustBeFinite(t, []float64{sample, population}, a, b)
			}
			for _, c := range awkward {
				groups := []compare.Group{{Rate: a, Population: b}, {Rate: c, Population: 5, Area: 1}, {Rate: 1, Population: a, Area: 1}}
				mustBeFinite(t, first(compare.Gini(groups)), a, b, c)
				mustBeFinite(t, first(compare.Decompose(groups)), a, b, c)
				line := []compare.SlopeGroup{{Population: a, Value: b, SE: compare.Of(c)}, {Population: 1, Value: c, SE: compare.Of(1)},
					{Population: 2, Value: a, SE: compare.Of(1)}, {Population: 3, Value: 1, SE: compare.Of(1)}, {Population: 4, Value: 2, SE: compare.Of(1)}}
				for _, scale := range []compare.Scale{compare.Linear, compare.Log, compare.Logit} {
					mustBeFinite(t, first(compare.SlopeIndexOfInequality(line, scale)), a, b, c)
				}
			}
		}
	}
}
