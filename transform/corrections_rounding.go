package transform

import (
	"math"

	"stadsdelskollen/queries/publication"
)

// byRule says whether a fact differs from what stood before only because counts are
// told rounded from now on: that corrects nothing. The page about method says it.
func (d *diff) byRule(old, f publication.Fact) bool {
	to := float64(d.now.RoundedTo)
	if to == 0 || d.before.RoundedTo > 0 || old.Value == nil || f.Value == nil {
		return false
	}
	near := func(a, b *float64) bool { return same(a, b) || a != nil && b != nil && math.Abs(*a-*b) < to/2 }
	switch f.Kind {
	case publication.KindCount, publication.KindPair:
		return near(old.Value, f.Value) && near(denominator(old), denominator(f))
	case publication.KindSummary:
		return same(old.Value, f.Value) && same(old.Lower, f.Lower) && same(old.Upper, f.Upper)
	}
	return false
}

// trueMean says whether a fact is a mean that is not told beside rounded counts.
func trueMean(f publication.Fact) bool {
	for _, m := range publication.Measures() {
		if m.Name == f.Measure {
			return m.Together != "" && (m.Kind == publication.KindDelivered || m.Kind == publication.KindSummary)
		}
	}
	return false
}
