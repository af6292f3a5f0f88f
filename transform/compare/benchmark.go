package compare

// AgainstBenchmark compares an interval with a benchmark that is treated as
// exact: a target, or the city's median. Wholly below is Lower, wholly above is
// Higher; touching counts as no sure difference. A limit that does not exist is
// without bound. Without any limit, without a benchmark, or with limits the
// wrong way round, nothing is compared.
//
// It is the verdict of medians, for which there is no test against the rest of
// the areas; [Shares] and [Rates] are stricter and come first where they apply.
//
// Source: Public Health England, Fingertips (BenchmarkComparisonEngine).
func AgainstBenchmark(limits Interval, benchmark Number) Verdict {
	lower, upper := limits.Lower, limits.Upper
	switch {
	case limits.Empty() || !benchmark.OK || !finite(benchmark.Value, lower.Value, upper.Value):
		return NotCompared
	case lower.OK && upper.OK && lower.Value > upper.Value:
		return NotCompared
	case upper.OK && upper.Value < benchmark.Value:
		return Lower
	case lower.OK && lower.Value > benchmark.Value:
		return Higher
	}
	return NoSureDifference
}

// Polarity says which direction is good. The default is that neither is: it is
// for politicians to decide, and a high share with assistance is not "bad".
type Polarity int

// The polarities.
const (
	NoJudgement Polarity = iota
	LowIsGood
	HighIsGood
)

// Outcome is a verdict seen through a polarity.
type Outcome string

// The outcomes.
const (
	OutcomeNotCompared Outcome = "not_compared"
	OutcomeSimilar     Outcome = "similar"
	OutcomeLower       Outcome = "lower"
	OutcomeHigher      Outcome = "higher"
	OutcomeBetter      Outcome = "better"
	OutcomeWorse       Outcome = "worse"
)

// Judge maps a verdict to better or worse where a direction has been decided
// to be good, and to lower or higher where not.
func (p Polarity) Judge(v Verdict) Outcome {
	switch v {
	case Lower:
		return p.direction(OutcomeLower, LowIsGood)
	case Higher:
		return p.direction(OutcomeHigher, HighIsGood)
	case NoSureDifference:
		return OutcomeSimilar
	}
	return OutcomeNotCompared
}

func (p Polarity) direction(plain Outcome, good Polarity) Outcome {
	switch p {
	case LowIsGood, HighIsGood:
		if p == good {
			return OutcomeBetter
		}
		return OutcomeWorse
	}
	return plain
}
