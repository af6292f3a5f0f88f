package prose

import (
	"stadsdelskollen/queries/publication"
)

// Subject is what a sentence is about: an indicator with its name in running
// text, how its values are written, and which direction is good.
type Subject struct {
	Name string // beslut i tid
	Measure
	Direction string // publication.Indicator.Direction
	Ended     bool   // the series goes no further: what goes on at its end has an end
}

// Claim is what a sentence says of figures, apart from its words: so that a test
// can hold every sentence of a site against the tables that it was made from.
type Claim struct {
	Of      string // the table: tratt, styrdiagram, trend …
	Subject string // Subject.Name
	Area    string // empty of the districts together
	Outcome string // the value of the table's column that the sentence puts in words
	From    string // the first and last period that it speaks of
	To      string
}

// Said is a sentence and the claim that it makes.
type Said struct {
	Text  string
	Claim Claim
}

// way is a direction in words: by which is good where that is decided, else up
// or down.
func (s Subject) way(up bool) string {
	switch {
	case s.Direction == "hog_bra" && up, s.Direction == "lag_bra" && !up:
		return "åt det bättre hållet"
	case s.Direction == "hog_bra", s.Direction == "lag_bra":
		return "åt det sämre hållet"
	case up:
		return "åt det högre hållet"
	}
	return "åt det lägre hållet"
}

// with writes a value with its unit and its interval, where it has one:
// 13,8 procentenheter (10,1–17,2).
func (m Measure) with(v float64, lower, upper *float64) string {
	return Difference(v, m.Unit, m.Decimals) + Interval(lower, upper, m)
}

// up says whether a side of a comparison is the higher one.
func up(side string) bool { return side == publication.Higher || side == publication.Grown }
