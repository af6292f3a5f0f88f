// The gate calls TooFew, Estimable and GroupDisclosed. Dominated, DominanceUpper
// and EstimableUpper, and what counts a printed quotient, share, mean or Wilson
// limit allows, are here for the vectors of testdata/sdc and the tests alone: the
// published answers that the interval arithmetic of this package is held to.

package audit

import "math/big"

// Primary rules for magnitudes, with contributions from the largest down
// (Handbook on Statistical Disclosure Control, 2nd edition, section 4.2.1).

// TooFew is the threshold rule: a cell of fewer than t contributors is unsafe,
// and nought is fewer.
func TooFew(n, t int64) bool { return n < t }

// Dominated is the (n,k) rule: the n largest contributions are more than k
// percent of the cell.
func Dominated(contributions []int64, n int, k int64) bool {
	total, first := sums(contributions, n)
	return first.Mul(first, big.NewInt(100)).Cmp(total.Mul(total, big.NewInt(k))) > 0
}

// DominanceUpper is the least upper bound that leaves a dominated cell protected:
// 100/k times the n largest contributions.
func DominanceUpper(contributions []int64, n int, k int64) *big.Rat {
	_, first := sums(contributions, n)
	return new(big.Rat).SetFrac(first.Mul(first, big.NewInt(100)), big.NewInt(k))
}

// Estimable is the p percent rule: the second largest contributor can tell the
// largest to within p percent, for the rest are less than that.
func Estimable(contributions []int64, p int64) bool {
	if len(contributions) == 0 {
		return false
	}
	total, first := sums(contributions, 2)
	rest := total.Sub(total, first)
	largest := big.NewInt(contributions[0])
	return rest.Mul(rest, big.NewInt(100)).Cmp(largest.Mul(largest, big.NewInt(p))) < 0
}

// EstimableUpper is how far above its value a cell must be possible for the p
// percent rule: p/100 of the largest contribution less all but the two largest.
func EstimableUpper(contributions []int64, p int64) *big.Rat {
	if len(contributions) == 0 {
		return new(big.Rat)
	}
	total, first := sums(contributions, 2)
	need := big.NewRat(p, 100)
	need.Mul(need, new(big.Rat).SetInt64(contributions[0]))
	return need.Sub(need, new(big.Rat).SetInt(total.Sub(total, first)))
}

func sums(contributions []int64, n int) (total, first *big.Int) {
	total, first = new(big.Int), new(big.Int)
	for i, x := range contributions {
		total.Add(total, big.NewInt(x))
		if i < n {
			first.Add(first, big.NewInt(x))
		}
	}
	return total, first
}

// GroupDisclosed: all of a row's cases, or all but fewer than t, stand in one
// category, so that belonging to the row tells the category. A row without cases
// tells nothing of anyone.
func GroupDisclosed(row []int64, t int64) bool {
	var total, most int64
	for _, x := range row {
		total += x
		most = max(most, x)
	}
	return total > 0 && total-most < t
}

// QuotientCounts bounds the number of households by a printed cost and a printed
// cost per household, each rounded to its unit:
// (C - u/2)/(a + v/2) <= n <= (C + u/2)/(a - v/2).
// It is nil above where the average may be nought.
func QuotientCounts(cost, costUnit, average, averageUnit *big.Rat) Interval {
	half := big.NewRat(1, 2)
	u, v := new(big.Rat).Mul(costUnit, half), new(big.Rat).Mul(averageUnit, half)
	lo := new(big.Rat).Sub(cost, u)
	lo.Quo(lo, new(big.Rat).Add(average, v))
	below := new(big.Rat).Sub(average, v)
	if below.Sign() <= 0 {
		return Interval{Lo: lo}
	}
	return Interval{Lo: lo, Hi: new(big.Rat).Quo(new(big.Rat).Add(cost, u), below)}
}

// Whole lists the integers of an interval from 0 to most.
func (iv Interval) Whole(most int64) []int64 {
	var out []int64
	for x := max(0, ceil(iv.Lo)); x <= most && (iv.Hi == nil || new(big.Rat).SetInt64(x).Cmp(iv.Hi) <= 0); x++ {
		out = append(out, x)
	}
	return out
}

// ShareCounts are the counts that a printed percentage of a printed base allows,
// where it is rounded to unit (0.1 for one decimal).
func ShareCounts(base int64, percent, unit *big.Rat) []int64 {
	lo, hi := rounding(percent, unit)
	per := big.NewRat(base, 100)
	return Interval{Lo: lo.Mul(lo, per), Hi: hi.Mul(hi, per)}.Whole(base)
}

// MeanCounts are the values of one hidden month that a printed mean of n months
// allows when the others are printed and add up to sum.
func MeanCounts(sum, n int64, mean, unit *big.Rat) []int64 {
	lo, hi := rounding(mean, unit)
	months, known := new(big.Rat).SetInt64(n), new(big.Rat).SetInt64(sum)
	lo.Sub(lo.Mul(lo, months), known)
	hi.Sub(hi.Mul(hi, months), known)
	return Interval{Lo: lo, Hi: hi}.Whole(ceil(hi))
}

func rounding(x, unit *big.Rat) (lo, hi *big.Rat) {
	half := new(big.Rat).Mul(unit, big.NewRat(1, 2))
	return new(big.Rat).Sub(x, half), new(big.Rat).Add(x, half)
}

// WilsonCounts are the counts out of n whose 95 percent Wilson limits round to
// the printed percentages. A limit t of x out of n solves
// (x/n - t)² = z² t (1 - t) / n (Wilson 1927), which fractions decide exactly.
func WilsonCounts(n int64, lower, upper, unit *big.Rat) []int64 {
	var out []int64
	lowerLo, lowerHi := rounding(lower, unit)
	upperLo, upperHi := rounding(upper, unit)
	for x := range n + 1 {
		if wilsonLower(x, n, lowerLo) && !wilsonLower(x, n, lowerHi) &&
			wilsonLower(n-x, n, mirror(upperHi)) && !wilsonLower(n-x, n, mirror(upperLo)) {
			out = append(out, x)
		}
	}
	return out
}

func mirror(percent *big.Rat) *big.Rat { return new(big.Rat).Sub(big.NewRat(100, 1), percent) }

// z95 is the 97.5th percentile of the normal distribution.
var z95 = big.NewRat(1959963985, 1000000000)

// wilsonLower reports whether the lower limit of x out of n is at least percent.
func wilsonLower(x, n int64, percent *big.Rat) bool {
	t := new(big.Rat).Quo(percent, big.NewRat(100, 1))
	if t.Sign() <= 0 {
		return true
	}
	gap := new(big.Rat).Sub(big.NewRat(x, n), t)
	if gap.Sign() < 0 {
		return false
	}
	spread := new(big.Rat).Sub(big.NewRat(1, 1), t)
	spread.Mul(spread, t).Mul(spread, z95).Mul(spread, z95).Quo(spread, new(big.Rat).SetInt64(n))
	return gap.Mul(gap, gap).Cmp(spread) >= 0
}

func floor(x *big.Rat) int64 {
	return new(big.Int).Div(x.Num(), x.Denom()).Int64() // Div rounds down for a positive divisor
}

func ceil(x *big.Rat) int64 { return -floor(new(big.Rat).Neg(x)) }
