package prose

import "stadsdelskollen/queries/publication"

// Sign is a sign that stands for a figure, explained. ID is the anchor of the
// explanation.
type Sign struct{ ID, Sign, Short, Text string }

// HiddenID is where the sign of a hidden figure is explained.
const HiddenID = "dolda"

// Signs are all signs.
var Signs = []Sign{
	{HiddenID, publication.Sign(publication.Hidden), "dolt tal", "ett dolt tal: ett litet antal som döljs för att skydda enskilda, eller ett tal som döljs för att det lilla annars kunde räknas ut. Det är inte noll, och det är inte en uppgift som saknas."},
	{"ej-levererade", publication.Sign(publication.NotDelivered), "inte levererat", "ingen uppgift är levererad, eller så går talet inte att räkna än, eftersom ärenden fortfarande handläggs inom riktlinjens tid."},
	{"ej-tillampliga", publication.Sign(publication.NotApplicable), "finns inte", "talet kan inte finnas, till exempel en andel av noll, ett tal för en stadsdel som inte fanns då, eller ett tal från tidigare stadsdelar som inte går att räkna om till dagens. Det är också en handläggningstid som ännu inte går att räkna, för att många ärenden inte är avslutade."},
}

// RingBeyondLine is said where a reader sees an interval that clears the line and a ring at it: the verdict is of the
// adjusted p, which asks for more.
const RingBeyondLine = "En ring betyder ingen säker skillnad också där intervallet inte når linjen: när många prövas på en gång krävs mer."

// BeyondLine says whether a figure is such a ring beside the line at what it is compared with.
func BeyondLine(o *publication.Observation, c *publication.Comparison, line *float64) bool {
	return line != nil && c != nil && c.Verdict == publication.NoSure && o != nil && o.Value != nil && o.Lower != nil && o.Upper != nil &&
		(*o.Lower > *line || *o.Upper < *line)
}
