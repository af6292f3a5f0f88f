package publication

import "strings"

// Rounding of counts, where that is the rule of protection (Info.RoundedTo).
const (
	// RoundTo is what counts are rounded to: 0 to 2 are told as 0, 3 to 7 as 5.
	RoundTo = 5
	// LeastRoundedBase is the smallest rounded count that anything is divided by. The
	// true one is at least eight: the cut tells no more than the rounding does.
	LeastRoundedBase = 10
	// RoundedNote stands in the source of every figure made of rounded counts.
	RoundedNote = "Antal avrundade till närmaste 5"
	// roundedTables stands where tables and pictures show figures.
	roundedTables = "Antal hushåll, vuxna och ärenden är avrundade till närmaste 5"
)

// Beside is what stands beside figures of this publication, after a text that may be
// empty: that counts are rounded, where they are.
func (i Info) Beside(text string) string {
	switch {
	case i.RoundedTo == 0:
		return text
	case text == "":
		return roundedTables
	}
	return strings.TrimSuffix(text, ".") + ". " + roundedTables
}

// smallBases hides every share and ratio over a rounded count below
// LeastRoundedBase: it would say more than the count does, or be far off. One over
// nought may be over two, and exists.
const smallBases = `UPDATE observation SET varde = NULL, taljare = NULL, nedre = NULL, ovre = NULL, status = 'dold'
FROM nyckeltal AS n, publikation AS p
WHERE p.avrundas_till > 0 AND n.namn = observation.nyckeltal AND n.metod IN ('andel', 'kvot') AND observation.namnare < $least
    AND observation.status <> 'ej_levererad'`
