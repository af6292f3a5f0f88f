//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"math"
	"strings"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/warehouse"
	"stadsdelskollen/transform/disclosure/audit"
)

// Rounding is the other rule: every count of people is told to the nearest five,
// totals from their true values, so that parts need not add up to them. Then no
// count is hidden for being small, and every count is an unknown that lies within
// two of what is told. Kronor are told as they are and hidden as ever, where the
// households are few. What could be turned into a true count beside a rounded one
// does not cross: ratios and averages over the counts of their family.
// See docs/decisions/0050.

// roundTo is what counts are rounded to, and reach how far one may lie from what is told.
const (
	roundTo = publication.RoundTo
	reach   = roundTo / 2
)

// roundedText is the rule of rounding as the method page prints it.
func (r Rules) roundedText() string {
	return fmt.Sprintf("Alla antal är avrundade till närmaste %d: 0, 1 och 2 visas som 0, 3 till 7 som 5, och så vidare. Summor är avrundade var för sig, så delarna behöver inte stämma med dem. "+
		"Det är prövat att ingen, ur alla avrundade tal tillsammans, kan se mer av ett antal som kan vara under %d än att det är ett av tre tal eller fler; ett antal som annars skulle kunna ses närmare är dolt. "+
		"Ett antal som läggs ihop av flera månader eller stadsdelar efter skyddet är en summa av avrundade tal. "+
		"Andelar och kostnad per hushåll är räknade på avrundade antal och visas bara när det de delas med är minst %d. Sanna medelvärden bredvid avrundade antal visas inte. "+
		"Kostnader är inte avrundade. De döljs när hushållen är under %d efter avrundning, och en dold kostnad går inte att räkna ut närmare än på %d procent. Ett intervall är så brett att det räcker till för avrundningen, "+
		"och en skillnad kallas säker bara om avrundningen inte kan ha gjort den. Serier av avrundade antal prövas inte månad för månad. "+
		"En median visas för minst %d ärenden, en 90:e percentil för minst %d, och gränserna för osäkerheten där minst %d ärenden ligger utanför. "+
		"Uppgifter om färre än %d handläggare visas inte. Hinder visas per månad i grupper och per år vart för sig.",
		roundTo, roundTo, leastBase, leastBase, r.Percent, r.MedianMin, r.P90Min, r.BeyondMin, r.WorkersMin)
}

// leastBase is the smallest rounded count that anything is divided by, kronor
// among it: the true one is at least eight.
const leastBase = publication.LeastRoundedBase

// Rounded is a count as it is told.
func Rounded(v float64) float64 { return roundTo * math.Floor((v+reach)/roundTo) }

func (r Rules) rounds() bool { return r.RoundTo > 0 }

// counted says whether figures of a kind are counts, told rounded where that is the rule.
func counted(kind string) bool { return kind == publication.KindCount || kind == publication.KindPair }

// withoutMeans leaves out what would be turned into true counts beside rounded
// ones: delivered ratios, and summaries over the counts of their family.
func withoutMeans(facts []warehouse.BaseFact) []warehouse.BaseFact {
	var out []warehouse.BaseFact
	for _, f := range facts {
		if f.Kind != publication.KindDelivered && !ofFamily(f.Measure) {
			out = append(out, f)
		}
	}
	return out
}

// fewHomes says whether an amount is of so few households that it may not stand
// beside their rounded number.
func (g *gate) fewHomes(f warehouse.BaseFact) bool {
	if defined[f.Measure].Together == "" {
		return false
	}
	homes, ok := g.homes[placed{f.Level + f.Division, f.Period, f.Area}]
	return !ok || Rounded(homes) < leastBase
}

// groupDisclosed says whether to belong to an area is to be in one category. Of
// rounded figures a reader sees it where total and category are told alike, and are
// not so few that the category need not even be most of them.
func (g *gate) groupDisclosed(row []int64) bool {
	if !g.set.Rules.rounds() {
		return audit.GroupDisclosed(row, g.set.Rules.MinCount)
	}
	var total, most int64
	for _, x := range row {
		total, most = total+x, max(most, x)
	}
	told := Rounded(float64(total))
	return told >= leastBase && told == Rounded(float64(most))
}

// homesByPlace are the true numbers of households.
func (g *gate) homesByPlace() map[placed]float64 {
	out := map[placed]float64{}
	for _, f := range g.base {
		if f.Measure == households && f.Category == "" && f.Value != nil {
			out[placed{f.Level + f.Division, f.Period, f.Area}] = *f.Value
		}
	}
	return out
}

// ofCounts says whether a part is of counts; no line joins them to kronor.
func (p *part) ofCounts() bool {
	m := defined[p.g.cells[p.cells[0]].key.Measure]
	return m.Kind != publication.KindAmount
}

// apartByThree is what every count that may be below five must leave a reader, told
// rounded or not told at all: three whole values, as many as a printed nought does.
var apartByThree = audit.Rule{Threshold: 1, Width: 2}

// readings is a part as readers have it who take every rounded figure for what it
// may have been rounded from. What an earlier publication told as it is, is known.
func (p *part) readings() audit.Table {
	var t audit.Table
	for i, n := range p.cells {
		t.Cells = append(t.Cells, p.reading(i, n))
	}
	for _, n := range p.lines {
		l := p.g.lines[n]
		if l.of > 0 && (!p.g.told(l.of-1) || p.close[l.of-1] != "") {
			continue
		}
		coef := make(map[string]int64, len(l.terms))
		for _, x := range l.terms {
			coef[fmt.Sprint(p.local[x.cell])] += x.coef
		}
		t.Limits = append(t.Limits, audit.Limit{Coef: coef, Lo: l.lo, Hi: l.hi, Why: l.why})
	}
	return t
}

func (p *part) reading(i, n int) audit.Cell {
	c := p.g.cells[n]
	cell := audit.Cell{ID: fmt.Sprint(i), Value: c.value, Published: c.was}
	mayBeSmall := c.value <= p.g.set.Rules.MinCount
	switch {
	case c.was:
	case c.fact < 0 || c.key.Column == others: // never printed
		cell.Primary, cell.Need = mayBeSmall, &apartByThree
	case p.hidden[i]:
		cell.Primary = c.primary || c.value < leastBase // of ten or more rounding would tell as much
		rule := p.g.set.count()
		cell.Need = &rule
		if told := p.g.lastTold(c.key); told != nil && *told == Rounded(float64(c.value)) {
			// Known as it was told; nothing more may be.
			high := int64(*told) + reach
			cell.Lo, cell.Hi, cell.Need = max(0, int64(*told)-reach), &high, &apartByThree
			cell.Primary = *told <= roundTo
		}
	case c.key.Column == ledger.Cases && !p.g.told(c.fact): // its summary is not told
	default:
		told := int64(Rounded(float64(c.value)))
		high := told + reach
		cell.Lo, cell.Hi = max(0, told-reach), &high
		cell.Primary, cell.Need = told <= roundTo, &apartByThree
	}
	return cell
}

// solveRounded proves that rounded figures together tell of none that it is small
// beyond what its rounding tells. A figure of which they do is hidden, then what
// stands around it.
func (p *part) solveRounded(known map[string]ledger.Proof) outcome {
	p.start()
	print := p.fingerprint()
	if k, ok := known[print]; ok && p.recall(k) {
		return outcome{close: p.close}
	}
	if !p.g.steps.readings {
		p.settle()
		return outcome{}
	}
	for {
		proof, past, err := p.spread()
		if err != nil {
			return outcome{err: fmt.Errorf("%s: %w", p.name(), err)}
		}
		exposed := proof.Exposed
		if len(exposed) == 0 {
			p.settle()
			if past {
				return outcome{close: p.close} // not a proof of these figures alone: made anew
			}
			return outcome{proof: p.proof(print, proved{witnesses: proof.Witnesses}), close: p.close}
		}
		if p.hideExposed(exposed) {
			continue
		}
		if !p.coarsen(exposed) {
			return outcome{err: p.refusal(exposed)}
		}
		p.start()
	}
}

// hideExposed hides the figures that are exposed, or of one that is never printed
// those that it follows from; false where all of them are hidden already.
func (p *part) hideExposed(exposed []audit.Exposure) bool {
	more := false
	hide := func(n int) {
		if i, mine := p.local[n]; mine && !p.hidden[i] && p.g.cells[n].fact >= 0 && !p.g.cells[n].was {
			p.hidden[i], more = true, true
		}
	}
	for _, e := range exposed {
		n := p.cells[index(e.ID)]
		switch c := p.g.cells[n]; {
		case c.key.Column == others:
			hide(p.g.cellOf(c.fact, ledger.Value))
			hide(p.g.cellOf(c.fact, ledger.Denominator))
		case c.fact < 0: // people in no area: the city's figure of that line
			k := c.key
			k.Level = strings.TrimPrefix(k.Level, restOf)
			for _, column := range []string{ledger.Value, ledger.Denominator} {
				k.Column = column
				if n, ok := p.g.at[k]; ok {
					hide(n)
				}
			}
		default:
			hide(n)
		}
	}
	if more {
		p.couple()
	}
	return more
}

// showRounded tells every count that is shown to the nearest five, and says so
// in its source.
func (g *gate) showRounded() {
	if !g.set.Rules.rounds() || !g.steps.rounding {
		return
	}
	told := func(v *float64) *float64 {
		if v == nil {
			return nil
		}
		r := Rounded(*v)
		return &r
	}
	for i := range g.out {
		f := &g.out[i]
		if f.N != nil {
			n := int64(Rounded(float64(*f.N)))
			f.N = &n
		}
		if counted(f.Kind) {
			f.Value, f.Denominator = told(f.Value), told(f.Denominator)
			f.Source = joined(f.Source, publication.RoundedNote)
		}
	}
}
