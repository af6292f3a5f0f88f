package audit

import (
	"math/big"
	"slices"
	"testing"
)

func TestARowInOneCategoryTellsTheCategoryOfAllInIt(t *testing.T) {
	for _, tt := range []struct {
		row  []int64
		want bool
	}{
		{[]int64{40, 0, 0}, true},  // all
		{[]int64{40, 3, 1}, true},  // all but four
		{[]int64{40, 3, 2}, false}, // five are elsewhere
		{[]int64{0, 0}, false},
	} {
		if got := GroupDisclosed(tt.row, 5); got != tt.want {
			t.Errorf("%v: %v, want %v", tt.row, got, tt.want)
		}
	}
}

func TestEstimableUpperIsWhatTheRuleLacks(t *testing.T) {
	x := []int64{1000, 300, 20, 10} // the rest is 30, 15 percent of 1000 is 150
	if got := EstimableUpper(x, 15); got.Cmp(big.NewRat(120, 1)) != 0 || !Estimable(x, 15) || Estimable(x, 3) {
		t.Errorf("%v, %v, %v", got, Estimable(x, 15), Estimable(x, 3))
	}
	if Estimable(nil, 15) || EstimableUpper(nil, 15).Sign() != 0 {
		t.Error("nobody's kronor can be estimated")
	}
}

func TestAShareOfASmallBaseGivesItsCountAway(t *testing.T) {
	for _, tt := range []struct {
		base          int64
		percent, unit *big.Rat
		want          []int64
	}{
		{850, big.NewRat(4, 10), big.NewRat(1, 10), []int64{3}},
		{850, new(big.Rat), big.NewRat(1, 1), []int64{0, 1, 2, 3, 4}},
		{40, big.NewRat(100, 1), big.NewRat(1, 1), []int64{40}},
	} {
		if got := ShareCounts(tt.base, tt.percent, tt.unit); !slices.Equal(got, tt.want) {
			t.Errorf("%v %% of %d: %v, want %v", tt.percent, tt.base, got, tt.want)
		}
	}
}

func TestARoundedAverageThatMayBeNoughtBoundsNothingAbove(t *testing.T) {
	iv := QuotientCounts(big.NewRat(1000, 1), big.NewRat(1, 1), big.NewRat(0, 1), big.NewRat(100, 1))
	if iv.Hi != nil || iv.Exact() {
		t.Errorf("at most %v", iv.Hi)
	}
}
