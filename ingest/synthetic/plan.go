package synthetic

import (
	"fmt"
	"slices"
)

// CauseKind says what a planted special cause changes.
type CauseKind string

const (
	HandlingTime CauseKind = "handläggningstid" // days from application to decision
	Applications CauseKind = "ansökningar"      // number of new applications
)

// Cause is a special cause planted in one district. It holds for applications made from From to To (inclusive,
// ISO dates); To is empty when it lasts to the end of the period.
type Cause struct {
	Area   string
	From   string
	To     string
	Kind   CauseKind
	Factor float64 // what the days or the number are multiplied by
	Text   string  // what handelser.csv says of it

	from, to month
}

func (c Cause) holds(atom string, m month) bool {
	return c.Area == atom && c.from <= m && m <= c.to
}

// Faults are the faults of everyday life among the deliveries. Zero where the period is too short for them.
type Faults struct {
	CorrectedMonth string // ekonomiskt_bistand of this month comes twice,
	CorrectedArea  string // with late payments of this district missing the first time
	MissingMonth   string // in this month
	MissingArea    string // this district is absent from ekonomiskt_bistand and forsorjningshinder
	AbsentMonth    string // forsorjningshinder of this month was never delivered

	corrected, missing, absent month
}

// shortest is the fewest months in which causes and faults are planted, and only if some district lasts that long.
const shortest = 12

// lateShare of a district's payments is missing from the delivery that is corrected later.
const lateShare = 0.09

// plant places causes and faults at fixed fractions of the period. With the default months the backlog begins
// 2021-09-01, the jump 2022-05-01, the new routine 2021-01-01; the corrected month is 2021-05.
func (w *world) plant() {
	n := int(w.months)
	if n < shortest || len(w.lastingDistricts()) == 0 {
		return
	}
	at := func(num, den int) month { return w.start + month(n*num/den) }
	w.causes = []Cause{
		{Area: w.lasting("Hässelby-Vällingby", 0), Kind: HandlingTime, Factor: 0.6,
			from: at(1, 4), to: w.end(), Text: "Påhittad händelse: nytt arbetssätt vid ansökan, handläggningen går fortare."},
		{Area: w.lasting("Farsta", 1), Kind: HandlingTime, Factor: 2,
			from: at(5, 12), to: at(5, 12) + month(max(2, n*3/16)) - 1, Text: "Påhittad händelse: balans i handläggningen, handläggningstiden fördubblas."},
		{Area: w.lasting("Skärholmen", 2), Kind: Applications, Factor: 1.8,
			from: at(7, 12), to: at(7, 12) + month(max(2, n/8)) - 1, Text: "Påhittad händelse: många fler nya ansökningar än vanligt."},
	}
	for i := range w.causes {
		c := &w.causes[i]
		c.From = c.from.first().String()
		if c.to < w.end() {
			c.To = c.to.last().String()
		}
	}
	f := &w.faults
	f.corrected, f.missing, f.absent = at(1, 3), at(13, 24), at(17, 24)
	f.CorrectedMonth, f.MissingMonth, f.AbsentMonth = f.corrected.String(), f.missing.String(), f.absent.String()
	f.CorrectedArea, f.MissingArea = w.lasting("Enskede-Årsta-Vantör", 3), w.lasting("Skarpnäck", 4)
}

// lastingDistricts are in force under one name throughout, so that a cause planted there never straddles a merger.
func (w *world) lastingDistricts() []string {
	var names []string
	for _, a := range w.atoms {
		if last := int(w.months) - 1; !a.outside && w.areas[last][a.area[last]].name == a.name {
			names = append(names, a.name)
		}
	}
	return names
}

// lasting is the wanted district if it lasts, otherwise another that does.
func (w *world) lasting(want string, other int) string {
	names := w.lastingDistricts()
	if slices.Contains(names, want) {
		return want
	}
	return names[other%len(names)]
}

// factor multiplies everything of one kind that is planted in atom and month.
func (w *world) factor(kind CauseKind, atom string, m month) float64 {
	f := 1.0
	for _, c := range w.causes {
		if c.Kind == kind && c.holds(atom, m) {
			f *= c.Factor
		}
	}
	return f
}

// events are the rows of handelser.csv, oldest first.
func (w *world) events() [][]string {
	var rows [][]string
	for _, c := range w.causes {
		rows = append(rows, []string{c.From, c.Area, c.Text, w.source()})
		if c.To != "" {
			rows = append(rows, []string{(c.to + 1).first().String(), c.Area, "Påhittad händelse: läget är åter det vanliga.", w.source()})
		}
	}
	slices.SortStableFunc(rows, func(a, b []string) int { return slices.Compare(a[:1], b[:1]) })
	return rows
}

func (w *world) source() string { return fmt.Sprintf("Syntetiska uppgifter, frö %d", w.opt.Seed) }
