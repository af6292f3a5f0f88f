package chart

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOptionsAreJSONWithoutCode(t *testing.T) {
	for name, in := range everyKind() {
		for _, width := range []int{Wide, Narrow} {
			o, err := in.Options(width)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			var tree map[string]any
			if err := json.Unmarshal(o.JSON, &tree); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, code := range []string{"function", "=>", "__f__", "renderItem", "javascript:"} {
				if strings.Contains(string(o.JSON), code) {
					t.Errorf("%s, %d px: the option object holds %q", name, width, code)
				}
			}
			for _, html := range []string{"title", "legend", "tooltip", "toolbox"} {
				if _, ok := tree[html]; ok {
					t.Errorf("%s: the option object holds %q, which is HTML in the page", name, html)
				}
			}
		}
	}
}

func TestSameInputGivesSameOptions(t *testing.T) {
	for name, in := range everyKind() {
		first, err := in.Options(Wide)
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			again, err := in.Options(Wide)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(first.JSON), string(again.JSON)); diff != "" {
				t.Fatalf("%s: %s", name, diff)
			}
		}
	}
}

func TestHiddenValueLeavesNoTraceInOptions(t *testing.T) {
	changed := dots()
	changed.Rows[4].Value, changed.Rows[4].ValueText, changed.Rows[4].Lower = 1e6, "annat", nil
	changed.Rows[4].Verdict = Lower
	moreReasons := reasons()
	moreReasons.Rows[2].Dots[0].Value = 1e6
	moreTiles := tiles()
	moreTiles.Tiles[4].Verdict, moreTiles.Tiles[4].ValueText = Lower, "annat"
	for name, pair := range map[string][2]Input{
		"dots": {dots(), changed}, "reasons": {reasons(), moreReasons}, "tiles": {tiles(), moreTiles},
	} {
		for _, width := range []int{Wide, Narrow} {
			a, err := pair[0].Options(width)
			if err != nil {
				t.Fatal(err)
			}
			b, err := pair[1].Options(width)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(a.JSON), string(b.JSON)); diff != "" {
				t.Errorf("%s, %d px: another hidden value gives another option object: %s", name, width, diff)
			}
		}
	}
}

func TestInputThatCannotBeDrawnIsRefused(t *testing.T) {
	bad := dots()
	bad.Rows[0].Value = math.NaN()
	mixed := years()
	mixed.Others[0].Points[0].Period = "2010-01"
	odd := years()
	odd.Others[0].Points[0].Period = "i fjol"
	for name, in := range map[string]Input{"not a number": bad, "months and years": mixed, "no period": odd} {
		if _, err := in.Options(Wide); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for _, in := range []Input{DotsInput{}, LinesInput{}, ReasonsInput{}, TilesInput{}} {
		if _, err := in.Options(Wide); !errors.Is(err, ErrNoData) {
			t.Errorf("empty %T: %v", in, err)
		}
	}
	if _, err := Dots(dots(), 500); err == nil {
		t.Error("500 px wide: no error")
	}
}

func TestScaleHasRoundEndsAndStartsAtZeroUnlessLoose(t *testing.T) {
	for _, c := range []struct {
		values         []float64
		axis           Axis
		min, max, step float64
		decimals       int
	}{
		{[]float64{0.3, 7.6}, Axis{}, 0, 8, 2, 0},
		{[]float64{0.3, 8.5}, Axis{}, 0, 10, 2, 0},
		{[]float64{19924, 25228}, Axis{}, 0, 30000, 10000, 0},
		{[]float64{7901, 8295}, Axis{Loose: true}, 7900, 8300, 100, 0},
		{[]float64{7901, 8295}, Axis{}, 0, 10000, 2000, 0},
		{[]float64{0.12, 0.31}, Axis{}, 0, 0.4, 0.1, 1},
		{[]float64{-3, 4}, Axis{}, -4, 4, 2, 0},
		{[]float64{5}, Axis{}, 0, 5, 1, 0},
		{[]float64{8112.676056338, 8112.67605633804}, Axis{Loose: true}, 0, 10000, 2000, 0},
		{[]float64{-5}, Axis{Loose: true}, -5, 0, 1, 0},
		{[]float64{0, 0}, Axis{}, 0, 1, 0.2, 1},
	} {
		s, err := newScale(c.values, c.axis, 5)
		if err != nil {
			t.Fatal(err)
		}
		if want := (scale{c.min, c.max, c.step, c.decimals}); s != want {
			t.Errorf("%v: %+v, want %+v", c.values, s, want)
		}
	}
}

func TestNamesAreBrokenAtHyphensAndKnownParts(t *testing.T) {
	for name, want := range map[string][]string{
		"Farsta":                {"Farsta"},
		"Kungsholmen":           {"Kungs-", "holmen"},
		"Spånga-Tensta":         {"Spånga-", "Tensta"},
		"Hägersten-Liljeholmen": {"Hägersten-", "Lilje-", "holmen"},
		"Norra innerstaden":     {"Norra", "inner-", "staden"},
		"Lång\u00adnamnen":      {"Lång-", "namnen"},
	} {
		if diff := cmp.Diff(want, wrap(name, 52, 11, false)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
