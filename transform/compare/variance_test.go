package compare_test

import (
	"math"
	"testing"

	"stadsdelskollen/transform/compare"
)

func TestSharesArePublishableFromFiveGroupsOfFiveCaseWorkers(t *testing.T) {
	r := source(41)
	for _, c := range []struct {
		groups, workers int
		want            bool
	}{{5, 5, true}, {4, 9, false}, {9, 4, false}, {14, 6, true}} {
		n := must[compare.Nested](t)(compare.NestedVariance(staff(r, c.groups, c.workers, 3, 1, 1)))
		if n.Publishable != c.want {
			t.Errorf("%d groups of %d: publishable %v", c.groups, c.workers, n.Publishable)
		}
	}
}

func TestNestedVarianceThatCannotBeComputedIsMissing(t *testing.T) {
	r := source(42)
	single := must[compare.Nested](t)(compare.NestedVariance(staff(r, 6, 5, 1, 1, 1)))
	if single.Case.OK || single.GroupShare.OK || single.SubgroupShare.OK {
		t.Errorf("one case each: %+v", single)
	}
	alone := must[compare.Nested](t)(compare.NestedVariance(staff(r, 6, 1, 8, 1, 1)))
	if alone.SubgroupRaw.OK || alone.SubgroupShare.OK || !alone.Case.OK {
		t.Errorf("one case worker each: %+v", alone)
	}
	one := must[compare.Nested](t)(compare.NestedVariance(staff(r, 1, 6, 8, 1, 1)))
	if one.GroupRaw.OK || one.GroupShare.OK || !one.SubgroupRaw.OK {
		t.Errorf("one group: %+v", one)
	}
	same := []compare.Observation{{"A", "a", 7}, {"A", "b", 7}, {"B", "a", 7}, {"A", "a", 7}, {"B", "b", 7}}
	if n := must[compare.Nested](t)(compare.NestedVariance(same)); n.GroupShare.OK {
		t.Errorf("no variance has shares: %+v", n)
	}
	for name, cases := range map[string][]compare.Observation{"none": nil, "missing": {{"A", "a", math.NaN()}}, "too large": {{"A", "a", 1e300}, {"B", "a", -1e300}}} {
		_, err := compare.NestedVariance(cases)
		_, errOne := compare.OneWayVariance(cases)
		if err == nil || errOne == nil {
			t.Errorf("%s: %v, %v", name, err, errOne)
		}
	}
}

func TestVarianceDoesNotDependOnLevelUnitOrNames(t *testing.T) {
	r := source(43)
	cases := staff(r, 7, 4, 6, 0.5, 0.5)
	a := must[compare.Nested](t)(compare.NestedVariance(cases))
	for i := range cases {
		cases[i].Value, cases[i].Group, cases[i].Subgroup = 100+24*cases[i].Value, "x"+cases[i].Group, "y"+cases[i].Subgroup
	}
	b := must[compare.Nested](t)(compare.NestedVariance(cases))
	for _, pair := range [][2]compare.Number{{a.GroupShare, b.GroupShare}, {a.SubgroupShare, b.SubgroupShare}, {a.CaseShare, b.CaseShare}} {
		if math.Abs(pair[0].Value-pair[1].Value) > 1e-10 {
			t.Errorf("shares %v and %v", pair[0], pair[1])
		}
	}
}

// Shrout & Fleiss print ICC(1,1) = .17 for their table 2; its 95 % interval is
// -.13 to .72 (as R's irr and psych print it).
func TestIntervalOfShroutAndFleissIsAsPrinted(t *testing.T) {
	table := [][]float64{{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}}
	var cases []compare.Observation
	for i, row := range table {
		for _, v := range row {
			cases = append(cases, compare.Observation{Group: string(rune('A' + i)), Value: v})
		}
	}
	o := must[compare.OneWay](t)(compare.OneWayVariance(cases))
	for _, pair := range [][2]float64{{o.ICC.Value, 0.17}, {o.Limit.Lower.Value, -0.13}, {o.Limit.Upper.Value, 0.72}} {
		if math.Abs(pair[0]-pair[1]) > 0.005 {
			t.Errorf("got %v, printed %v", pair[0], pair[1])
		}
	}
	if o := must[compare.OneWay](t)(compare.OneWayVariance(cases[1:])); !o.Limit.Empty() || !o.ICC.OK {
		t.Errorf("groups of unequal size: %+v", o)
	}
}
