//go:build duckdb_arrow

package transform

import (
	"fmt"
	"testing"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform/compare"
)

func share(area string, x, n float64) publication.Observation {
	v := 100 * x / n
	return publication.Observation{Indicator: "andel", Level: publication.LevelDistrict, Area: area, Period: "2011", Value: &v, Numerator: &x, Denominator: &n}
}

func TestTheIntervalOfARoundedShareCoversThatOfEveryShareItMayBe(t *testing.T) {
	for _, c := range [][2]float64{{0, 10}, {5, 10}, {10, 10}, {20, 85}, {95, 100}} {
		got, err := rounding(2).of(share("A", c[0], c[1])).interval()
		if err != nil {
			t.Fatal(err)
		}
		for x := max(0, c[0]-2); x <= c[0]+2; x++ {
			for n := max(x, c[1]-2); n <= c[1]+2; n++ {
				want, err := compare.Proportion(x, n, compare.Conf95)
				if err != nil {
					t.Fatal(err)
				}
				if got.Lower.Value > want.Lower.Value || got.Upper.Value < want.Upper.Value {
					t.Errorf("%v of %v is told as %v of %v: %v, and covers not %v", x, n, c[0], c[1], got, want)
				}
			}
		}
	}
}

// verdicts are those of districts told with these shares.
func verdicts(rounded rounding, obs ...publication.Observation) []publication.Comparison {
	g := group{ind: publication.Indicator{Name: "andel", Method: publication.MethodProportion, Factor: 100}, districts: obs, rounded: rounded}
	out, _ := g.shares()
	return out
}

func TestADifferenceThatRoundingMayHaveMadeIsNotCalledSure(t *testing.T) {
	at := func(last float64) []publication.Observation {
		var out []publication.Observation
		for i := range 5 {
			out = append(out, share(fmt.Sprint("D", i), 5, 100))
		}
		return append(out, share("E", last, 100))
	}
	if got := verdicts(0, at(15)...)[5]; got.Verdict != publication.Higher {
		t.Fatalf("without rounding: %s", got.Verdict)
	}
	near := verdicts(2, at(15)...)[5] // 13 of 102 against 7 of 98 each
	if near.Verdict != publication.NoSure || *near.PAdjusted < 0.05 {
		t.Errorf("%s, p %v", near.Verdict, *near.PAdjusted)
	}
	far := verdicts(2, at(50)...)[5]
	if far.Verdict != publication.Higher {
		t.Errorf("half of a district: %s", far.Verdict)
	}
	exact := verdicts(0, at(50)...)[5]
	if *far.DiffLower >= *exact.DiffLower || *far.DiffUpper <= *exact.DiffUpper || *far.P < *exact.P {
		t.Errorf("the interval is not wider: %v to %v, %v to %v", *far.DiffLower, *far.DiffUpper, *exact.DiffLower, *exact.DiffUpper)
	}
	// Ten and fifteen may both be twelve and thirteen.
	for _, c := range verdicts(2, share("A", 10, 20), share("B", 15, 20)) {
		if c.Verdict == publication.Higher || c.Verdict == publication.Lower || c.P != nil && *c.P < 1 {
			t.Errorf("%s: %s, p %v", c.Area, c.Verdict, c.P)
		}
	}
}

func TestASumOfRoundedPartsIsOffByEachOfThem(t *testing.T) {
	for of, want := range map[string]float64{"": 2, "Norrmalm och Östermalm": 4, "A, B och C": 6, publication.Breaks: 2} {
		if got := rounding(2).off(publication.Observation{SumOf: of}); got != want {
			t.Errorf("%q: %v, want %v", of, got, want)
		}
	}
}

func TestStepsOfRoundingAreNoTrend(t *testing.T) {
	var years []yearFigure
	for i, x := range []float64{10, 10, 10, 15, 15} { // twelve, thirteen …
		years = append(years, yearFigure{year: 2007 + i, count: compare.Count{Events: x * 10, Exposure: 2000}, off: 12})
	}
	f := &figures{Indicator: publication.Indicator{Method: publication.MethodProportion, Factor: 100}}
	var exact, rounded publication.Trend
	shareTrend(f, years, 0, &exact)
	shareTrend(f, years, 2, &rounded)
	if exact.Direction != publication.TrendUp || rounded.Direction == publication.TrendUp {
		t.Errorf("%s as it is told, %s for what it may be", exact.Direction, rounded.Direction)
	}
}
