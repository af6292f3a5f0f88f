package compare

import "slices"

// Verdict is what may be said of an area: the same sentence everywhere in the
// product, decided here and nowhere else.
type Verdict int

// The verdicts. Nothing is better or worse: that takes a [Polarity].
const (
	NotCompared Verdict = iota
	NoSureDifference
	Lower
	Higher
)

// Reason says why an area was not compared.
type Reason int

// The reasons. Compared is the reason of every verdict but NotCompared.
const (
	Compared         Reason = iota
	NoData                  // nothing delivered, or numbers that cannot be right
	TooSmall                // fewer than MinExpected cases expected
	TooFewAreas             // no other area is left to compare with
	CannotBeComputed        // numbers beyond what the tests can handle
)

// Level is the significance level of the verdict, of its two conditions alike.
const Level = 0.05

// AreaVerdict is the outcome for one area.
type AreaVerdict struct {
	Verdict Verdict
	Reason  Reason
	// P is of the area against the rest of the compared areas, AdjustedP the
	// same after Holm's adjustment for all of them.
	P, AdjustedP Number
	// Effect is the area against the rest with its 95 % interval: for shares
	// the difference (-1 to 1), for rates the ratio. The interval is of this
	// area alone and not adjusted; the verdict is stricter.
	Effect Effect
}

// Effect is how far an area lies from the rest.
type Effect struct {
	Value Number
	Interval
}

// Comparison is the outcome for a set of areas.
type Comparison struct {
	Areas []AreaVerdict // in the order the areas were given
	// Compared is the number of areas that took part. Below two there is no
	// comparison and Heterogeneity is zero.
	Compared      int
	Heterogeneity Heterogeneity
}

// Shares gives the verdict of each area's share. An area is Higher or Lower if
// the areas differ at all (chi-square p <= 0.05) and its score test against the
// rest of the compared areas, Holm-adjusted, has p < 0.05; otherwise there is no
// sure difference. "The rest" and not "the city", since the city holds the area
// itself, and not every area may be reported.
//
// An area in which fewer than [MinExpected] cases, or non-cases, are expected is
// left out of the test and of the rest, and is NotCompared: one very small area
// must not silence the others, and being left out follows from its size and not
// from its outcome. This is repeated until all that are left fit.
func Shares(areas []Share) Comparison {
	return compareAreas(areas, rule[Share]{
		usable:        func(a Share) bool { return a.check() == nil },
		sum:           sumShares,
		expected:      func(a, all Share) float64 { return min(all.X, all.N-all.X) * (a.N / all.N) },
		heterogeneity: HeterogeneityOfShares,
		against:       shareAgainst,
	})
}

// Rates gives the verdict of each area's rate, by the rule of [Shares] with the
// exact conditional test of two rates. It does not depend on the unit of
// exposure. Numbers of events must be whole.
func Rates(areas []Count) Comparison {
	return compareAreas(areas, rule[Count]{
		usable:        func(a Count) bool { return a.check() == nil && whole(a.Events) },
		sum:           sumCounts,
		expected:      func(a, all Count) float64 { return all.Events * (a.Exposure / all.Exposure) },
		heterogeneity: HeterogeneityOfRates,
		against:       countAgainst,
	})
}

// rule is what shares and rates do not have in common.
type rule[T any] struct {
	usable        func(T) bool
	sum           func([]T) T
	expected      func(area, all T) float64
	heterogeneity func([]T) (Heterogeneity, error)
	// against compares an area with the rest; above is its direction.
	against func(area, rest T) (effect Effect, p float64, above bool, err error)
}

func compareAreas[T any](areas []T, r rule[T]) Comparison {
	c := Comparison{Areas: make([]AreaVerdict, len(areas))}
	kept := screen(areas, c.Areas, r)
	refuse := func(why Reason) Comparison {
		for _, i := range kept {
			c.Areas[i] = AreaVerdict{Reason: why}
		}
		return c
	}
	if len(kept) < 2 {
		return refuse(TooFewAreas)
	}
	h, err := r.heterogeneity(pick(areas, kept))
	if err != nil {
		return refuse(CannotBeComputed)
	}
	if err := judge(areas, c.Areas, kept, h.P <= Level, r); err != nil {
		return refuse(CannotBeComputed)
	}
	c.Compared, c.Heterogeneity = len(kept), h
	return c
}

// screen returns the indices of the areas that can be compared, and writes into
// out why the others cannot.
func screen[T any](areas []T, out []AreaVerdict, r rule[T]) []int {
	var kept []int
	for i, a := range areas {
		if r.usable(a) {
			kept = append(kept, i)
		} else {
			out[i].Reason = NoData
		}
	}
	for {
		all := r.sum(pick(areas, kept))
		var fit []int
		for _, i := range kept {
			if r.expected(areas[i], all) >= MinExpected {
				fit = append(fit, i)
			} else {
				out[i].Reason = TooSmall
			}
		}
		if len(fit) == len(kept) {
			return kept
		}
		kept = fit
	}
}

// judge writes the verdict of each kept area into out.
func judge[T any](areas []T, out []AreaVerdict, kept []int, different bool, r rule[T]) error {
	ps, above := make([]float64, len(kept)), make([]bool, len(kept))
	for n, i := range kept {
		rest := r.sum(pick(areas, slices.Delete(slices.Clone(kept), n, n+1)))
		effect, p, up, err := r.against(areas[i], rest)
		if err != nil {
			return err
		}
		out[i].Effect, out[i].P = effect, Of(p)
		ps[n], above[n] = p, up
	}
	adjusted, err := Holm(ps)
	if err != nil {
		return err
	}
	for n, i := range kept {
		out[i].AdjustedP = Of(adjusted[n])
		out[i].Verdict = decide(different, adjusted[n], above[n])
	}
	return nil
}

func pick[T any](areas []T, indices []int) []T {
	picked := make([]T, len(indices))
	for n, i := range indices {
		picked[n] = areas[i]
	}
	return picked
}

func sumShares(areas []Share) Share {
	var xs, ns []float64
	for _, a := range areas {
		xs, ns = append(xs, a.X), append(ns, a.N)
	}
	return Share{X: total(xs), N: total(ns)}
}

func sumCounts(areas []Count) Count {
	var xs, ts []float64
	for _, a := range areas {
		xs, ts = append(xs, a.Events), append(ts, a.Exposure)
	}
	return Count{Events: total(xs), Exposure: total(ts)}
}

func shareAgainst(a, rest Share) (effect Effect, p float64, above bool, err error) {
	if p, err = ProportionTest(a, rest); err != nil {
		return Effect{}, 0, false, err
	}
	d, err := ProportionDifference(a, rest, Conf95)
	if err != nil {
		return Effect{}, 0, false, err
	}
	return Effect{Of(d.Value), d.Interval}, p, d.Value > 0, nil
}

func countAgainst(a, rest Count) (effect Effect, p float64, above bool, err error) {
	r, err := RateRatio(a, rest, Conf95)
	if err != nil {
		return Effect{}, 0, false, err
	}
	// A ratio that is missing has a rest without events: the area lies above.
	return Effect{r.Ratio, r.Interval}, r.P, !r.Ratio.OK || r.Ratio.Value > 1, nil
}
