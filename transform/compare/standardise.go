package compare

import (
	"errors"
	"fmt"
)

// Stratum is one group (age by type of household) of an area and of the
// reference, which is the whole city.
type Stratum struct {
	Population    float64 // of the area
	RefCount      float64 // cases in the city
	RefPopulation float64 // population of the city
}

// StandardisedRatio is observed over expected cases.
type StandardisedRatio struct {
	Observed, Expected float64
	RateEstimate       // the ratio: 1 is as expected
}

// IndirectlyStandardised returns the observed cases of an area over those it
// would have had with the city's rate in each stratum, with the limits of the
// observed count. A stratum whose population is missing (NaN) makes the whole
// result impossible: taking it as zero would raise the ratio. Standardise for
// what an area cannot influence; compare the ratio with 1 and not with that of
// another area.
//
// Source: Breslow & Day (1987); as Fingertips' calculate_ISRatio.
func IndirectlyStandardised(observed float64, strata []Stratum, conf float64) (StandardisedRatio, error) {
	var parts []float64
	for i, s := range strata {
		if !finite(s.Population, s.RefCount, s.RefPopulation) || s.Population < 0 || s.RefCount < 0 || s.RefPopulation < 0 {
			return StandardisedRatio{}, fmt.Errorf("standardise: stratum %d: a number is missing", i+1)
		}
		if s.RefPopulation == 0 {
			return StandardisedRatio{}, fmt.Errorf("standardise: stratum %d: the reference has no population", i+1)
		}
		parts = append(parts, s.Population*(s.RefCount/s.RefPopulation))
	}
	expected := total(parts)
	if !(expected > 0) {
		return StandardisedRatio{}, errors.New("standardise: no cases are expected")
	}
	ratio, err := Rate(observed, expected, 1, conf)
	if err != nil {
		return StandardisedRatio{}, fmt.Errorf("standardise: %w", err)
	}
	return StandardisedRatio{Observed: observed, Expected: expected, RateEstimate: ratio}, nil
}
