package compare

import (
	"errors"
	"fmt"
	"math"
)

// SlopeGroup is one of the groups of a slope index, which are given from most to
// least deprived by an index chosen beforehand.
type SlopeGroup struct {
	Population float64
	Value      float64
	// SE is the standard error of Value; if any is missing there is no interval.
	SE Number
}

// Scale is the scale on which the line is fitted.
type Scale int

// The scales: values as they are, rates by their logarithm, shares by their logit.
const (
	Linear Scale = iota
	Log
	Logit
)

// SlopeIndex is the slope index of inequality: the difference in value between
// the least and the most deprived end of the city, along a straight line.
type SlopeIndex struct {
	Estimate          // the index; the interval on the linear scale only
	Relative  Number  // relative index: the value at the one end over that at the other
	Intercept float64 // value at the most deprived end
	SE        Number
}

// minSlopeGroups is the fewest groups a line is drawn through.
const minSlopeGroups = 5

// SlopeIndexOfInequality fits value to the cumulative share of the population by
// least squares weighted by population. The interval is 95 %, by propagating the
// groups' standard errors. Always draw the points: with eleven districts the
// index is a summary and not a finding.
//
// Source: Low & Low, J Public Health 2004;26:388-95; as Fingertips' phe_sii,
// whose simulated interval is within 5 % of this one.
func SlopeIndexOfInequality(groups []SlopeGroup, scale Scale) (SlopeIndex, error) {
	if len(groups) < minSlopeGroups {
		return SlopeIndex{}, fmt.Errorf("slope index of %d groups, needs %d", len(groups), minSlopeGroups)
	}
	var population float64
	for _, g := range groups {
		if !finite(g.Population, g.Value) || g.Population <= 0 {
			return SlopeIndex{}, fmt.Errorf("slope index: value %v in a population of %v", g.Value, g.Population)
		}
		population += g.Population
	}
	if !finite(population) {
		return SlopeIndex{}, fmt.Errorf("slope index: %w", errOverflow)
	}
	weights, middles := midpoints(groups, population)
	var centre float64
	for i, w := range weights {
		centre += w * middles[i]
	}
	var slope, level, spread, variance float64
	for i, w := range weights {
		d := middles[i] - centre
		y := scale.forward(groups[i].Value)
		slope, level, spread = slope+w*d*y, level+w*y, spread+w*d*d
		variance += w * w * d * d * groups[i].SE.Value * groups[i].SE.Value
	}
	slope /= spread
	intercept := level - slope*centre
	from, to := scale.back(intercept), scale.back(intercept+slope)
	if !finite(slope, intercept, from, to, to-from) {
		return SlopeIndex{}, errors.New("slope index: a value has no place on the scale, or is too large")
	}
	s := SlopeIndex{Estimate: Estimate{Value: to - from}, Intercept: from}
	if from != 0 {
		s.Relative = Of(to / from)
	}
	if se := math.Sqrt(variance) / spread; scale == Linear && finite(se) && everyError(groups) {
		z, err := zValue(Conf95)
		if err != nil {
			return SlopeIndex{}, err
		}
		s.SE, s.Interval = Of(se), Between(s.Value-z*se, s.Value+z*se)
	}
	return s, nil
}

func everyError(groups []SlopeGroup) bool {
	for _, g := range groups {
		if !g.SE.OK || g.SE.Value < 0 {
			return false
		}
	}
	return true
}

// midpoints returns each group's share of the population and the middle of its
// place along it.
func midpoints(groups []SlopeGroup, population float64) (shares, middles []float64) {
	var before float64
	for _, g := range groups {
		share := g.Population / population
		shares, middles = append(shares, share), append(middles, before+share/2)
		before += share
	}
	return shares, middles
}

func (s Scale) forward(v float64) float64 {
	switch s {
	case Log:
		return math.Log(v)
	case Logit:
		return math.Log(v / (1 - v))
	}
	return v
}

func (s Scale) back(v float64) float64 {
	switch s {
	case Log:
		return math.Exp(v)
	case Logit:
		return 1 / (1 + math.Exp(-v))
	}
	return v
}
