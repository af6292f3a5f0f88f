//go:build duckdb_arrow

package disclosure

import (
	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/register"
)

// homes is one area's households, cost and cost per household in a month.
type homes struct {
	level                string
	households, cost, by int // indices, -1 where there is none
}

// protectCosts hides households, cost and cost per household of an area
// together: a cost of 27 tkr tells of three households. Kronor add over areas,
// households do not (a household may be paid in two districts), so a hidden cost
// of a district or unit hides those of the city and of the units outside the
// districts, with their households.
func (g *gate) protectCosts(t table) {
	areas := g.homes(t)
	hidden := make([]bool, len(areas))
	closed := false
	for n, a := range areas {
		hidden[n] = a.level == register.Part || g.homesHidden(a)
		closed = closed || hidden[n] && a.level != register.Part
	}
	closed = closed || !g.restOfCostsIsSafe(areas)
	for n, a := range areas {
		if hidden[n] || closed && a.level != register.District {
			g.hide(a.households)
			g.hide(a.cost)
			g.hide(a.by)
			continue
		}
		// Each crosses only with what it could be turned into.
		if !g.shows(a.households) {
			g.hide(a.cost)
		}
		if !g.shows(a.households) || !g.shows(a.cost) {
			g.hide(a.by)
		}
	}
}

func (g *gate) homes(t table) []homes {
	var out []homes
	byArea := map[[2]string]int{}
	for _, i := range t.indices {
		f := g.base[i]
		k := [2]string{f.Level, f.Area}
		n, ok := byArea[k]
		if !ok {
			n = len(out)
			byArea[k] = n
			out = append(out, homes{level: f.Level, households: -1, cost: -1, by: -1})
		}
		switch f.Measure {
		case households:
			out[n].households = i
		case cost:
			out[n].cost = i
		default:
			out[n].by = i
		}
	}
	return out
}

// shows says whether a cell was delivered and is not hidden.
func (g *gate) shows(i int) bool { return i >= 0 && visible(g.out[i].Status) }

func (g *gate) homesHidden(a homes) bool {
	known := g.knows(a.households, ledger.Value) || g.knows(a.cost, ledger.Value) || g.knows(a.by, ledger.Value)
	return known || g.shows(a.households) && *g.base[a.households].Value < MinCount ||
		g.shows(a.cost) && !g.shows(a.households)
}

// restOfCostsIsSafe says whether the city's cost less that of all areas is
// either nothing (everybody is in an area that was delivered) or more than a
// handful of households may have received.
func (g *gate) restOfCostsIsSafe(areas []homes) bool {
	var rest, rounding float64
	city, missing := false, false
	for _, a := range areas {
		switch {
		case a.level == register.City && g.shows(a.cost):
			city = true
			rest += *g.base[a.cost].Value
			rounding += roundingOfTkr
		case a.level == register.District && !g.shows(a.cost):
			missing = true
		case (a.level == register.District || a.level == register.Outside) && g.shows(a.cost):
			rest -= *g.base[a.cost].Value
			rounding += roundingOfTkr
		}
	}
	if !city || rest >= MinCount*maxHomeCost {
		return true
	}
	return !missing && rest >= -rounding && rest <= rounding
}
