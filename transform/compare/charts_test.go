package compare_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/transform/compare"
)

// noise returns independent normal months around a level.
func noise(r *rand.Rand, n int, level float64) []compare.Number {
	points := make([]compare.Number, n)
	for i := range points {
		points[i] = compare.Of(level + r.NormFloat64())
	}
	return points
}

func signalled(flags []compare.Flag) bool {
	return slices.ContainsFunc(flags, func(f compare.Flag) bool { return f.Cause != compare.OrdinaryVariation })
}

func chart(t *testing.T, points []compare.Number, plan compare.Plan) compare.Chart {
	t.Helper()
	return must[compare.Chart](t)(compare.XmR(points, plan))
}

func TestLimitsAreSetByTheFirstTwelvePointsAndUntilThenOnTrial(t *testing.T) {
	points := months([]float64{10, 12, 11, 9, 10, 13, 11, 10, 12, 9, 11, 12, 30, 31, 29})
	trial := chart(t, points[:8], compare.Plan{}).Phases[0]
	fixed := chart(t, points, compare.Plan{}).Phases[0]
	if trial.Status != compare.Trial || fixed.Status != compare.Charted {
		t.Errorf("status %v and %v", trial.Status, fixed.Status)
	}
	if want := compare.XmRLimits(points[:12]); fixed.Limits != want {
		t.Errorf("limits %+v, want those of the baseline %+v", fixed.Limits, want)
	}
	if flags := chart(t, points, compare.Plan{}).Flags; flags[12] != (compare.Flag{Cause: compare.BeyondLimits, Side: compare.Higher}) {
		t.Errorf("point 13 has %+v", flags[12])
	}
	all := chart(t, points, compare.Plan{Baseline: compare.AllPoints, Excluded: []int{12, 13, 14}}).Phases[0]
	if all.Limits != fixed.Limits {
		t.Errorf("excluded points took part: %+v", all.Limits)
	}
}

func TestEachPhaseStartsFromZero(t *testing.T) {
	values := []float64{34, 31, 36, 33, 38, 35, 32, 37, 34, 36, 33, 35, 29, 28, 30, 27, 29, 28, 30, 26, 27, 25, 28, 27}
	one := chart(t, months(values), compare.Plan{Baseline: compare.AllPoints})
	two := chart(t, months(values), compare.Plan{Starts: []int{12}})
	if !signalled(one.Flags) {
		t.Error("the shift was not found without a new phase")
	}
	// With the new phase both halves are ordinary but for what each shows alone.
	first := chart(t, months(values[:12]), compare.Plan{})
	second := chart(t, months(values[12:]), compare.Plan{})
	if diff := cmp.Diff(slices.Concat(first.Flags, second.Flags), two.Flags); diff != "" {
		t.Error(diff)
	}
	if two.Phases[0].Limits != first.Phases[0].Limits || two.Phases[1].Limits != second.Phases[0].Limits {
		t.Errorf("phases %+v", two.Phases)
	}
	for _, starts := range [][]int{{0}, {24}, {12, 12}, {14, 12}, {-1}} {
		if _, err := compare.XmR(months(values), compare.Plan{Starts: starts}); err == nil {
			t.Errorf("phases at %v: no error", starts)
		}
	}
}

func TestGapBreaksRunsAndIsNotBridged(t *testing.T) {
	rise := months([]float64{1, 2, 3, 4, 5, 6, 7})
	limits := compare.XmRLimits(months([]float64{-40, 40, -40, 40, -40, 40}))
	trend := func(points []compare.Number) bool { return signalled(compare.Flags(points, limits)) }
	if !trend(rise) {
		t.Error("seven rising points are no trend")
	}
	for i := range rise {
		gapped := slices.Insert(slices.Clone(rise), i, compare.Number{})
		if got := trend(gapped); got != (i == 0) {
			t.Errorf("gap before point %d: flagged %v", i, got)
		}
	}
	gapped := months([]float64{34, 31, math.NaN(), 60, 58})
	if l := compare.XmRLimits(gapped); l.Ranges != 2 || l.MeanRange != compare.Of(2.5) {
		t.Errorf("the gap was bridged: %+v", l)
	}
	ones := months([]float64{1, 1, 1, math.NaN(), 1, 1, 1, 1})
	if signalled(compare.Flags(ones, limits)) {
		t.Error("a shift ran over a gap")
	}
}

func TestSeriesWithoutLimitsHasNoFlagsAndSaysWhy(t *testing.T) {
	nan := math.NaN()
	for name, c := range map[string]struct {
		points []compare.Number
		want   compare.PhaseStatus
	}{
		"one point":       {months([]float64{5}), compare.TooShort},
		"no pair":         {months([]float64{5, nan, 7, nan, 9}), compare.TooShort},
		"nothing":         {make([]compare.Number, 30), compare.TooShort},
		"constant":        {months([]float64{7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7}), compare.Unvarying},
		"but rounding":    {months([]float64{0.3, 0.1 + 0.2, 0.3, 0.1 + 0.2}), compare.Unvarying},
		"steady growth":   {months(upTo(36)), compare.Slow},
		"rolling sums":    {compare.RollingSum(noise(source(5), 60, 100))[11:], compare.Slow},
		"ordinary months": {noise(source(6), 24, 100), compare.Charted},
	} {
		got := chart(t, c.points, compare.Plan{})
		limits := !got.Phases[0].Limits.Empty()
		if got.Phases[0].Status != c.want || limits != (c.want == compare.Charted) || (signalled(got.Flags) && !limits) {
			t.Errorf("%s: %v, limits %v, flags %v", name, got.Phases[0].Status, limits, got.Flags)
		}
	}
}

func TestShortPhaseOfASlowSeriesIsSlow(t *testing.T) {
	points := append(months(upTo(30)), noise(source(7), 6, 30)...)
	c := chart(t, points, compare.Plan{Starts: []int{30}})
	if c.Phases[0].Status != compare.Slow || c.Phases[1].Status != compare.Slow {
		t.Errorf("phases %+v", c.Phases)
	}
	points = append(months(upTo(30)), noise(source(8), 24, 30)...)
	if c := chart(t, points, compare.Plan{Starts: []int{30}}); c.Phases[1].Status != compare.Charted {
		t.Errorf("a long phase of independent months is %v", c.Phases[1].Status)
	}
}

func TestCountIsNeverDrawnBelowZero(t *testing.T) {
	l := compare.XmRLimits(months([]float64{1, 2, 1, 2, 10, 1, 2, 1, 2}))
	if !(l.Lower.Value < 0) || l.DrawnLower() != compare.Of(0) {
		t.Errorf("lower %v, drawn %v", l.Lower, l.DrawnLower())
	}
	if (compare.ProcessLimits{}).DrawnLower().OK {
		t.Error("drew a limit that does not exist")
	}
}

func TestUnitsDoNotChangeFlags(t *testing.T) {
	r := source(9)
	for range 400 {
		n := 3 + r.IntN(50)
		plain, scaled := make([]compare.Number, n), make([]compare.Number, n)
		for i := range plain {
			if v := float64(r.IntN(12)); r.IntN(12) > 0 {
				plain[i], scaled[i] = compare.Of(v), compare.Of(v*0.1+7.3)
			}
		}
		plan := compare.Plan{Starts: []int{n / 2}, Baseline: []int{0, compare.AllPoints}[r.IntN(2)]}
		a, b := chart(t, plain, plan), chart(t, scaled, plan)
		if diff := cmp.Diff(a.Flags, b.Flags); diff != "" {
			t.Fatalf("%v: %s", plain, diff)
		}
		for i := range a.Phases {
			if a.Phases[i].Status != b.Phases[i].Status {
				t.Fatalf("%v: %v and %v", plain, a.Phases[i].Status, b.Phases[i].Status)
			}
		}
	}
}

func TestFlagsOfAMirroredSeriesAreMirrored(t *testing.T) {
	r := source(10)
	for range 300 {
		points := noise(r, 30, 0)
		mirrored := make([]compare.Number, len(points))
		for i, p := range points {
			mirrored[i] = compare.Of(-p.Value)
		}
		a, b := chart(t, points, compare.Plan{}).Flags, chart(t, mirrored, compare.Plan{}).Flags
		for i := range a {
			swapped := map[compare.Verdict]compare.Verdict{compare.Lower: compare.Higher, compare.Higher: compare.Lower}[b[i].Side]
			// A point where a rise and a fall meet takes the first of the two.
			if a[i].Cause != b[i].Cause || a[i].Side != swapped {
				t.Fatalf("point %d: %+v mirrored %+v", i, a[i], b[i])
			}
		}
	}
}

func TestLaneyWidensLimitsByWhatMonthsVaryBeyondChance(t *testing.T) {
	r := source(11)
	var points []compare.Count
	for range 36 {
		n := float64(20000 + r.IntN(5000))
		points = append(points, compare.Count{Events: math.Round(n * (0.4 + 0.02*r.NormFloat64())), Exposure: n})
	}
	plain := must[compare.AttributesChart](t)(compare.Attributes(compare.PChart, points, compare.Plan{}))
	primed := must[compare.AttributesChart](t)(compare.Attributes(compare.PPrime, points, compare.Plan{}))
	rates := must[compare.AttributesChart](t)(compare.Attributes(compare.UPrime, points, compare.Plan{}))
	outside := func(c compare.AttributesChart) (n int) {
		for _, f := range c.Flags {
			if f.Cause == compare.BeyondLimits {
				n++
			}
		}
		return n
	}
	if outside(plain) < 15 || outside(primed) > 2 || primed.Phases[0].Sigma.Value < 4 {
		t.Errorf("outside plain limits %d, primed %d, sigma %v", outside(plain), outside(primed), primed.Phases[0].Sigma)
	}
	near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-9 })
	if diff := cmp.Diff(primed.Limits, rates.Limits, near); diff != "" {
		t.Error("P' and U' differ", diff)
	}
}

func TestAttributeChartKeepsGapsAndItsBounds(t *testing.T) {
	points := []compare.Count{{Events: 1, Exposure: 10}, {Events: 0, Exposure: 8}, {}, {Events: 3, Exposure: 9}, {Events: 9, Exposure: 9}}
	for _, kind := range []compare.AttributeKind{compare.PChart, compare.UChart, compare.PPrime, compare.UPrime} {
		c := must[compare.AttributesChart](t)(compare.AttributeLimits(kind, points, compare.Plan{Baseline: compare.AllPoints}))
		if c.Values[2].OK || !c.Limits[2].Empty() {
			t.Errorf("kind %d: the gap has %v in %v", kind, c.Values[2], c.Limits[2])
		}
		for i, l := range c.Limits {
			if l.Lower.Value < 0 || ((kind == compare.PChart || kind == compare.PPrime) && l.Upper.Value > 1) {
				t.Errorf("kind %d, point %d: limits %+v", kind, i, l)
			}
		}
	}
	none := []compare.Count{{Events: 0, Exposure: 10}, {Events: 0, Exposure: 8}, {Events: 0, Exposure: 7}}
	if c := must[compare.AttributesChart](t)(compare.Attributes(compare.PPrime, none, compare.Plan{})); c.Phases[0].Status != compare.Unvarying || signalled(c.Flags) {
		t.Errorf("no case at all: %+v", c)
	}
	if _, err := compare.Attributes(compare.PPrime, []compare.Count{{Events: 5, Exposure: 4}}, compare.Plan{}); err == nil {
		t.Error("more cases than the total: no error")
	}
}

func TestRunChartPassesOverTheMedianAndGaps(t *testing.T) {
	nan := math.NaN()
	got := must[compare.RunChart](t)(compare.Runs(months([]float64{1, nan, 2, 5, 5, 3, 7, 8, nan, 9, 5})))
	want := compare.RunChart{Median: 5, Useful: 6, LongestRun: 3, LongestRunMax: 6, Crossings: 1, CrossingsMin: 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if c := must[compare.RunChart](t)(compare.Runs(months([]float64{4, 4, 4}))); c.Signal || c.Useful != 0 {
		t.Errorf("constant series: %+v", c)
	}
}

func TestVectorsCanNameTheirPhasesInSeveralWays(t *testing.T) {
	values := []any{34., 31., 36., 33., 38., 35., 32., 37., 34., 36., 33., 35., 29., 28., 30., 27., 29., 28., 30., 26., 27., 25., 28., 27.}
	column, phases := make([]any, len(values)), make([]any, len(values))
	for i := range column {
		column[i], phases[i] = 0., 1.
		if i == 12 {
			column[i] = 1.
		}
		if i >= 12 {
			phases[i] = 2.
		}
	}
	for name, phase := range map[string]any{"rebase_at": 13., "rebase": []any{13.}, "rebase_after": 12., "rebase_column": column, "phase": phases} {
		out, err := methods["xmr_rules_rebase"](input{"values": values, name: phase, "improvement_direction": "decrease"})
		if err != nil {
			t.Fatal(name, err)
		}
		means, _ := out["mean"].([]any)
		if means[0] != 34.5 || means[11] != 34.5 || math.Abs(number(means[12])-334.0/12) > 1e-12 {
			t.Errorf("%s: means %v", name, means)
		}
	}
}
