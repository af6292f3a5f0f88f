package chart

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// scale is a value axis with round ticks.
type scale struct {
	min, max, step float64
	decimals       int
}

// equal is how far apart, as a share of them, two figures are that are the same figure computed two ways.
const equal = 1e-9

// newScale covers the values with at most n round steps, from zero unless the axis is loose or a value is
// negative. A loose axis still starts at zero when zero is near, or when all values are the same.
func newScale(values []float64, a Axis, n int) (scale, error) {
	if len(values) == 0 {
		return scale{}, ErrNoData
	}
	low, high := values[0], values[0]
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return scale{}, fmt.Errorf("value %g is not finite", v)
		}
		low, high = min(low, v), max(high, v)
	}
	alone := high-low <= equal*max(math.Abs(low), math.Abs(high)) // there is no spread to look at
	if low > 0 && (!a.Loose || alone || low < (high-low)/2) {
		low = 0
	}
	if high < 0 && (!a.Loose || alone) {
		high = 0
	}
	if high == low {
		high = low + 1
	}
	s := scale{step: roundStep((high - low) / float64(n))}
	for ; ; s.step = roundStep(s.step * 1.5) {
		s.min = math.Floor(low/s.step+1e-9) * s.step
		s.max = math.Ceil(high/s.step-1e-9) * s.step
		if (s.max-s.min)/s.step < float64(n)+0.5 {
			break
		}
	}
	s.decimals = max(0, int(math.Ceil(-math.Log10(s.step)-1e-9)))
	s.min, s.max = s.rounded(s.min), s.rounded(s.max)
	return s, nil
}

// roundStep is the smallest 1, 2 or 5 times a power of ten that is no less than a number.
func roundStep(atLeast float64) float64 {
	base := math.Pow10(int(math.Floor(math.Log10(atLeast))))
	for _, m := range []float64{1, 2, 5} {
		if atLeast <= m*base*1.0001 {
			return m * base
		}
	}
	return 10 * base
}

func (s scale) rounded(v float64) float64 {
	p := math.Pow10(s.decimals)
	return math.Round(v*p) / p
}

// fitting is a scale with as many of at most n steps as have room for their labels on a top axis of a
// width in px, where the last label, with the unit, ends at the last tick.
func fitting(values []float64, a Axis, n int, width float64) (scale, error) {
	for {
		s, err := newScale(values, a, n)
		steps := math.Round((s.max - s.min) / s.step)
		if err != nil || n <= 2 || width/steps >= s.widestTick(a.Unit)+s.widestTick("")/2+8 {
			return s, err
		}
		n--
	}
}

// crosses tells whether a vertical line at a value would run through a tick's label.
func (s scale) crosses(v, width float64, unit string) bool {
	near := math.Round((v-s.min)/s.step)*s.step + s.min
	return math.Abs(s.at(v)-s.at(near))*width < s.widestTick(unit)/2+3
}

// at is where a value lies between the ends of the axis: 0 to 1.
func (s scale) at(v float64) float64 { return (v - s.min) / (s.max - s.min) }

// formatter names the tick format: Swedish numbers, the unit after the last tick only.
func (s scale) formatter(unit string) string {
	unit = strings.NewReplacer("|", "/").Replace(unit)
	return "@axel|" + strconv.Itoa(s.decimals) + "|" + unit + "|" + strconv.FormatFloat(s.max, 'f', -1, 64)
}

// widestTick is about the width in px of the widest tick label.
func (s scale) widestTick(unit string) float64 {
	text := strconv.FormatFloat(max(math.Abs(s.min), math.Abs(s.max)), 'f', s.decimals, 64)
	text += strings.Repeat("\u00a0", len(text)/4)
	if s.min < 0 {
		text += "−"
	}
	if unit != "" {
		text += "\u00a0" + unit
	}
	return textWidth(text, 12, false)
}
