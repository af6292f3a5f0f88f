package chart

import (
	"math"
	"slices"
)

// span is a stretch of a line, from and to in px.
type span struct{ from, to float64 }

// spans are the stretches of the horizontal line at y that lie in a polygon: within its outer ring, and in none of its holes.
func spans(polygon [][]xy, y float64) []span {
	var xs []float64
	for _, ring := range polygon {
		for i, p := range ring {
			q := ring[(i+1)%len(ring)]
			if (p.y <= y) != (q.y <= y) {
				xs = append(xs, p.x+(y-p.y)/(q.y-p.y)*(q.x-p.x))
			}
		}
	}
	slices.Sort(xs)
	var out []span
	for i := 0; i+1 < len(xs); i += 2 {
		out = append(out, span{xs[i], xs[i+1]})
	}
	return out
}

// through are the stretches that lie in a polygon at every height from top to bottom.
func through(polygon [][]xy, top, bottom float64) []span {
	const step = 2.0
	out := spans(polygon, top)
	for y := top + step; y < bottom+step && len(out) > 0; y += step {
		var both []span
		for _, b := range spans(polygon, min(y, bottom)) {
			for _, a := range out {
				if s := (span{max(a.from, b.from), min(a.to, b.to)}); s.from < s.to {
					both = append(both, s)
				}
			}
		}
		out = both
	}
	return out
}

// roomFor finds where a block of that width and height stands wholly in a polygon, as near to a point as can be: the middle
// of the block.
func roomFor(polygon [][]xy, near xy, width, height float64) (xy, bool) {
	if len(polygon) == 0 { // a shape without any area
		return xy{}, false
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, p := range polygon[0] {
		low, high = min(low, p.y), max(high, p.y)
	}
	best, least := xy{}, math.Inf(1)
	for y := low + height/2; y <= high-height/2; y += 2 {
		for _, s := range through(polygon, y-height/2, y+height/2) {
			if s.to-s.from < width {
				continue
			}
			at := xy{min(max(near.x, s.from+width/2), s.to-width/2), y}
			if d := math.Hypot(at.x-near.x, at.y-near.y); d < least {
				best, least = at, d
			}
		}
	}
	return best, !math.IsInf(least, 1)
}
