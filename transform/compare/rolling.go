package compare

import "fmt"

// Window is the number of months of a rolling figure: a whole year, so that the
// season is always in it once.
const Window = 12

// RollingSum returns for each month the sum of it and the eleven before. A month
// without twelve delivered months has none. Households of twelve months added up
// are household-months, not households. For display only: neighbours share
// eleven of twelve months, so no test of change may be put to the series.
func RollingSum(months []Number) []Number {
	sums := make([]Number, len(months))
	for i := range months {
		if i < Window-1 {
			continue
		}
		window := make([]float64, 0, Window)
		for _, m := range months[i-Window+1 : i+1] {
			if m.OK {
				window = append(window, m.Value)
			}
		}
		if len(window) == Window {
			sums[i] = Of(total(window))
		}
	}
	return sums
}

// RollingRatio returns for each month the ratio of twelve months' sums, never
// the mean of twelve ratios. A denominator of zero gives none.
func RollingRatio(numerator, denominator []Number) ([]Number, error) {
	if len(numerator) != len(denominator) {
		return nil, fmt.Errorf("rolling ratio of %d by %d months", len(numerator), len(denominator))
	}
	above, below := RollingSum(numerator), RollingSum(denominator)
	ratios := make([]Number, len(above))
	for i := range above {
		if above[i].OK && below[i].OK {
			ratios[i] = Of(above[i].Value / below[i].Value)
		}
	}
	return ratios, nil
}
