package compare_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/stat/distuv"

	"stadsdelskollen/transform/compare"
)

// households are fourteen district sizes, from small to large.
var households = []float64{90, 120, 150, 180, 210, 240, 280, 320, 380, 450, 520, 600, 750, 1100}

func drawShares(r *rand.Rand, p func(i int) float64) (areas []compare.Share) {
	for i, n := range households {
		areas = append(areas, compare.Share{X: distuv.Binomial{N: n, P: p(i), Src: r}.Rand(), N: n})
	}
	return areas
}

func drawCounts(r *rand.Rand, rate func(i int) float64) (areas []compare.Count) {
	for i, n := range households {
		areas = append(areas, compare.Count{Events: distuv.Poisson{Lambda: n * rate(i), Src: r}.Rand(), Exposure: n})
	}
	return areas
}

func flagged(c compare.Comparison) (n int) {
	for _, a := range c.Areas {
		if a.Verdict == compare.Higher || a.Verdict == compare.Lower {
			n++
		}
	}
	return n
}

// different says whether the compared areas differ by more than chance.
func different(c compare.Comparison) bool {
	return c.Compared >= 2 && c.Heterogeneity.P <= compare.Level
}

func TestEqualDistrictsAreFlaggedInAtMostFivePercentOfRuns(t *testing.T) {
	const runs = 4000
	r := source(4)
	var shares, rates, apart int
	for range runs {
		s := compare.Shares(drawShares(r, func(int) float64 { return 0.3 }))
		c := compare.Rates(drawCounts(r, func(int) float64 { return 0.1 }))
		if s.Compared != 14 || c.Compared != 14 {
			t.Fatalf("%d and %d districts compared, want 14", s.Compared, c.Compared)
		}
		shares += min(1, flagged(s))
		rates += min(1, flagged(c))
		if different(s) {
			apart++
		}
	}
	// Four thousand runs at 5 % have a standard deviation of 14 runs.
	const most = runs*5/100 + 3*14
	if shares > most || rates > most || apart > most {
		t.Errorf("of %d runs with equal districts, flagged %d by share and %d by rate, different %d; want at most %d",
			runs, shares, rates, apart, most)
	}
	if apart < runs*3/100 {
		t.Errorf("the districts differ in %d of %d runs: the test is not at its level", apart, runs)
	}
}

func TestPlantedDifferenceIsFoundAndNamedInItsDirection(t *testing.T) {
	const runs, planted = 200, 9
	r := source(5)
	var high, low, wrong int
	for range runs {
		s := compare.Shares(drawShares(r, func(i int) float64 {
			if i == planted {
				return 0.5
			}
			return 0.3
		}))
		c := compare.Rates(drawCounts(r, func(i int) float64 {
			if i == planted {
				return 0.04
			}
			return 0.15
		}))
		if s.Areas[planted].Verdict == compare.Higher && s.Areas[planted].Effect.Lower.Value > 0 {
			high++
		}
		if c.Areas[planted].Verdict == compare.Lower && c.Areas[planted].Effect.Upper.Value < 1 {
			low++
		}
		if s.Areas[planted].Verdict == compare.Lower || c.Areas[planted].Verdict == compare.Higher {
			wrong++
		}
	}
	if high < runs*99/100 || low < runs*99/100 || wrong > 0 {
		t.Errorf("of %d runs found %d high and %d low, wrong direction %d", runs, high, low, wrong)
	}
}

func TestVerdictsDoNotDependOnTheUnitOfExposure(t *testing.T) {
	r := source(6)
	for range 300 {
		areas := drawCounts(r, func(i int) float64 { return 0.1 + float64(i)*0.005 })
		want := compare.Rates(areas)
		for i := range areas {
			areas[i].Exposure *= 1000
		}
		got := compare.Rates(areas)
		for i := range want.Areas {
			if got.Areas[i].Verdict != want.Areas[i].Verdict || got.Areas[i].Reason != want.Areas[i].Reason {
				t.Fatalf("district %d: %v per thousand, %v each", i, got.Areas[i], want.Areas[i])
			}
		}
	}
}

func TestNoAreaIsPointedAtWhenTheAreasTogetherDoNotDiffer(t *testing.T) {
	// One area has p < 0.05 after adjustment, yet the fourteen together do not
	// differ: the first condition alone forbids the flag.
	areas := make([]compare.Share, 14)
	for i := range areas {
		areas[i] = compare.Share{X: 50, N: 100}
	}
	areas[3].X = 66
	c := compare.Shares(areas)
	if p := c.Areas[3].AdjustedP; !p.OK || p.Value >= compare.Level {
		t.Fatalf("adjusted p is %v: the case does not test what it says", p)
	}
	if different(c) || flagged(c) != 0 {
		t.Errorf("chi-square p %v, flagged %d areas", c.Heterogeneity.P, flagged(c))
	}
}

func TestAreasThatCannotBeComparedSayWhyAndLeaveTheOthersAlone(t *testing.T) {
	got := compare.Shares([]compare.Share{{X: 30, N: 100}, {X: 80, N: 120}, {X: 1, N: 3}, {X: 0, N: 0}, {X: 9, N: 4}, {X: 40, N: 90}})
	alone := compare.Shares([]compare.Share{{X: 30, N: 100}, {X: 80, N: 120}, {X: 40, N: 90}})
	var reasons []compare.Reason
	for _, a := range got.Areas {
		reasons = append(reasons, a.Reason)
	}
	want := []compare.Reason{compare.Compared, compare.Compared, compare.TooSmall, compare.NoData, compare.NoData, compare.Compared}
	if diff := cmp.Diff(want, reasons); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(alone.Areas, []compare.AreaVerdict{got.Areas[0], got.Areas[1], got.Areas[5]}); diff != "" {
		t.Error(diff)
	}
	if got.Compared != 3 || got.Areas[0].Verdict != compare.Lower || got.Areas[1].Verdict != compare.Higher {
		t.Errorf("got %+v", got)
	}
}

func TestTooLittleIsNotCompared(t *testing.T) {
	for name, c := range map[string]compare.Comparison{
		"no areas":         compare.Shares(nil),
		"one area":         compare.Shares([]compare.Share{{X: 30, N: 100}}),
		"no cases":         compare.Shares([]compare.Share{{X: 0, N: 100}, {X: 0, N: 200}}),
		"only cases":       compare.Shares([]compare.Share{{X: 100, N: 100}, {X: 200, N: 200}}),
		"few expected":     compare.Rates([]compare.Count{{Events: 3, Exposure: 100}, {Events: 4, Exposure: 100}}),
		"no events":        compare.Rates([]compare.Count{{Events: 0, Exposure: 100}, {Events: 0, Exposure: 100}}),
		"parts of events":  compare.Rates([]compare.Count{{Events: 30.5, Exposure: 100}, {Events: 40, Exposure: 100}}),
		"beyond the tests": compare.Rates([]compare.Count{{Events: 1e12, Exposure: 100}, {Events: 2e12, Exposure: 100}}),
	} {
		if c.Compared != 0 || different(c) || c.Heterogeneity != (compare.Heterogeneity{}) {
			t.Errorf("%s: %+v", name, c)
		}
		for _, a := range c.Areas {
			if a.Verdict != compare.NotCompared || a.Reason == compare.Compared || a.P.OK || a.AdjustedP.OK || !a.Effect.Empty() {
				t.Errorf("%s: %+v", name, a)
			}
		}
	}
}

func TestFewExpectedNonCasesAreTooSmallToo(t *testing.T) {
	// 98 % decided in time: of 100 applications two are expected late.
	c := compare.Shares([]compare.Share{{X: 98, N: 100}, {X: 980, N: 1000}, {X: 1950, N: 2000}})
	if c.Areas[0].Reason != compare.TooSmall || c.Compared != 2 {
		t.Errorf("got %+v", c)
	}
}

func TestRestWithoutEventsHasNoRatioButAVerdict(t *testing.T) {
	c := compare.Rates([]compare.Count{{Events: 60, Exposure: 100}, {Events: 0, Exposure: 100}})
	a := c.Areas[0]
	if a.Verdict != compare.Higher || a.Effect.Value.OK || a.Effect.Upper.OK || !a.Effect.Lower.OK {
		t.Errorf("got %+v", a)
	}
	if b := c.Areas[1]; b.Verdict != compare.Lower || b.Effect.Value != compare.Of(0) {
		t.Errorf("got %+v", b)
	}
}
