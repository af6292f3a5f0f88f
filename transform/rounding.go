//go:build duckdb_arrow

package transform

import (
	"context"
	"math"
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform/compare"
)

// rounding is how far a count may lie from what is told of it: 0 where counts are
// told as they are. A share of rounded counts is not exact, so every share has a
// reading that is least and one that is most; what is said of it is said of all its
// readings (docs/decisions/0051).
type rounding float64

func roundingOf(info publication.Info) rounding { return rounding(info.RoundedTo / 2) }

// off is how far the counts behind an observation may lie from what it tells. A sum of
// parts is off by as much for each of them; they are counted by the words between
// their names, which may be one too many and never one too few.
func (r rounding) off(o publication.Observation) float64 {
	parts := 1
	if o.SumOf != "" && o.SumOf != publication.Breaks {
		parts += strings.Count(o.SumOf, ", ") + strings.Count(o.SumOf, " och ")
	}
	return float64(r) * float64(parts)
}

// reading is a share of rounded counts: its numbers, and how far off they may be.
type reading struct {
	compare.Share
	off float64
}

// of is the reading of an observation that is made of two counts.
func (r rounding) of(o publication.Observation) reading {
	return reading{compare.Share{X: *o.Numerator, N: *o.Denominator}, r.off(o)}
}

func (r rounding) all(obs []publication.Observation) readings {
	out := make(readings, len(obs))
	for i, o := range obs {
		if usable(o) {
			out[i] = r.of(o)
		}
	}
	return out
}

// least and most are the lowest and the highest share that it may be.
func (s reading) least() compare.Share {
	n := s.N + s.off
	return compare.Share{X: min(max(0, s.X-s.off), n), N: n}
}

func (s reading) most() compare.Share {
	n := max(1, s.N-s.off)
	return compare.Share{X: min(s.X+s.off, n), N: n}
}

// toward is the reading that is nearest to a share p.
func (s reading) toward(p float64) compare.Share {
	x := min(max(p*s.N, s.X-s.off), s.X+s.off)
	return compare.Share{X: min(max(math.Round(x), 0), s.N), N: s.N}
}

// interval is Wilson's interval of all readings together.
func (s reading) interval() (compare.Interval, error) {
	lower, upper := s.least(), s.most()
	a, err := compare.Proportion(lower.X, lower.N, compare.Conf95)
	if err != nil {
		return compare.Interval{}, err
	}
	b, err := compare.Proportion(upper.X, upper.N, compare.Conf95)
	return compare.Interval{Lower: a.Lower, Upper: b.Upper}, err
}

// readings of all districts; the zero reading is one without a figure.
type readings []reading

func (rs readings) shares(of func(i int, r reading) compare.Share) []compare.Share {
	out := make([]compare.Share, len(rs))
	for i, r := range rs {
		if r.N > 0 {
			out[i] = of(i, r)
		}
	}
	return out
}

// pooled are all but one together, or those that are named.
func (rs readings) pooled(of func(j int) bool) (out reading) {
	for j, r := range rs {
		if of(j) {
			out.X, out.N, out.off = out.X+r.X, out.N+r.N, out.off+r.off
		}
	}
	return out
}

// against is the difference of a reading to another in all that both may be, with
// its 95 % interval, and the largest p: 1 where rounding alone may have made it.
func (s reading) against(o reading) (lower, upper compare.Number, p float64, ok bool) {
	low, errLow := compare.ProportionDifference(s.least(), o.most(), compare.Conf95)
	high, errHigh := compare.ProportionDifference(s.most(), o.least(), compare.Conf95)
	if errLow != nil || errHigh != nil {
		return lower, upper, 1, false
	}
	p = 1
	a, b := s.least(), o.most()
	if high.Value < 0 {
		a, b = s.most(), o.least()
	}
	if low.Value > 0 || high.Value < 0 {
		if q, err := compare.ProportionTest(a, b); err == nil {
			p = q
		}
	}
	return low.Lower, high.Upper, p, true
}

// worst are the shares of all where one of them lies as near to the others as
// rounding allows.
func (rs readings) worst(one int, higher bool, others func(j int) bool) []compare.Share {
	return rs.shares(func(i int, r reading) compare.Share {
		switch {
		case i == one && higher, i != one && !higher && others(i):
			return r.least()
		case i == one || others(i):
			return r.most()
		}
		return r.Share
	})
}

// flattened are the shares of all, each as near to what they are together as
// rounding allows: what differs then was not made by rounding.
func (rs readings) flattened() []compare.Share {
	all := rs.pooled(func(int) bool { return true })
	if all.N == 0 {
		return rs.shares(func(_ int, r reading) compare.Share { return r.Share })
	}
	return rs.shares(func(_ int, r reading) compare.Share { return r.toward(all.X / all.N) })
}

// guarded takes back every verdict, p and limit of a comparison that another reading
// of the rounded counts would not give. others are those that an area is held against.
func (rs readings) guarded(c compare.Comparison, again func([]compare.Share) compare.Comparison, others func(i, j int) bool) compare.Comparison {
	for i := range c.Areas {
		a := &c.Areas[i]
		if rs[i].N == 0 || !a.P.OK {
			continue
		}
		with := func(j int) bool { return j != i && others(i, j) }
		lower, upper, p, ok := rs[i].against(rs.pooled(with))
		if !ok {
			*a = compare.AreaVerdict{Reason: compare.CannotBeComputed}
			continue
		}
		a.Effect.Lower, a.Effect.Upper = lower, upper
		a.P.Value = max(a.P.Value, p)
		if a.AdjustedP.OK {
			a.AdjustedP.Value = max(a.AdjustedP.Value, p)
		}
		if a.Verdict != compare.Higher && a.Verdict != compare.Lower {
			continue
		}
		w := again(rs.worst(i, a.Verdict == compare.Higher, with)).Areas[i]
		if w.Verdict != a.Verdict || p == 1 {
			a.Verdict = compare.NoSureDifference
		}
		if w.AdjustedP.OK {
			a.AdjustedP.Value = max(a.AdjustedP.Value, w.AdjustedP.Value)
		}
	}
	return c
}

// roundedIndicators are those that counts of people are told in; kronor over
// inhabitants and days are not among them.
func roundedIndicators(ctx context.Context, pub *publication.DB) (map[string]bool, error) {
	feeds, err := pub.Feeds(ctx)
	if err != nil {
		return nil, err
	}
	count := map[string]bool{}
	for _, m := range publication.Measures() {
		count[m.Name] = m.Kind == publication.KindCount || m.Kind == publication.KindPair
	}
	out := map[string]bool{}
	for _, f := range feeds {
		out[f.Indicator] = out[f.Indicator] || count[f.Measure]
	}
	return out, nil
}
