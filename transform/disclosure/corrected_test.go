//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"testing"

	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
)

// yearInTime is a year's pairs of one district, with their sum: x of each month.
func yearInTime(x ...float64) []warehouse.BaseFact {
	var out []warehouse.BaseFact
	at := func(period string, x, n float64) {
		f := pair(register.District, "A", x, n)
		f.Period = period
		out = append(out, f)
	}
	sum := 0.0
	for m, v := range x {
		at(fmt.Sprintf("2011-%02d", m+1), v, 40)
		sum += v
	}
	at("2011", sum, 40*float64(len(x)))
	return out
}

// A month that was shown is corrected, becomes small and is hidden. Nothing beside
// it changes but the year: what was shown of it then is not what it is now, and must not
// be counted with the figures of now.
func TestACorrectedMonthDoesNotStopAnHonestPublication(t *testing.T) {
	before := []float64{20, 22, 24, 20, 21, 23, 20, 22, 24, 20, 21, 23}
	for name, change := range map[string]func(before, now []float64){
		"one month becomes small":                       func(_, now []float64) { now[4] = 3 },
		"a month becomes small beside one that was":     func(before, now []float64) { before[7], now[7], now[4] = 2, 2, 3 },
		"a large month becomes small beside one":        func(before, now []float64) { before[7], now[7], before[4], now[4] = 2, 2, 30, 1 },
		"a month becomes small and another is large":    func(_, now []float64) { now[4], now[5] = 3, 35 },
		"a hidden month grows":                          func(before, now []float64) { before[4] = 3 },
		"two months beside a third become small":        func(before, now []float64) { before[7], now[7], now[4], now[5] = 2, 2, 3, 4 },
		"a month becomes small and its neighbour grows": func(_, now []float64) { now[4], now[3] = 3, 37 },
	} {
		then, now := append([]float64(nil), before...), append([]float64(nil), before...)
		change(then, now)
		first := protect(t, yearInTime(then...), Known{})
		second := protect(t, yearInTime(now...), after(Known{}, first))
		if found := asReader(second, first.Facts...); len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
	}
}
