package synthetic

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Planted spread of the logarithm of days from application to decision. The squares add up.
const (
	sdDistrict = 0.18
	sdUnit     = 0.15
	sdWorker   = 0.30
	sdCase     = 0.55
	medianDays = 10.0
	// familyFactor multiplies the days of applications from households with children.
	familyFactor = 1.25
	// sdGrant is the planted spread of the log odds of a grant between the case workers of a unit.
	sdGrant = 0.5
)

// atom is a district of the first month, or the unit outside every district. Mergers only ever join atoms, so
// everything is simulated by atom and reported by the area that the atom is part of in each month.
type atom struct {
	name    string
	level   level
	outside bool
	area    []int // per month, index into world.areas of that month
	unit    int

	households float64 // expected per month in 2020
	weight     float64 // of new applications
	days       float64 // planted effect on log days
	cost       float64 // factor on the cost of a household
	kinds      []float64
	reasons    []float64

	noise  float64 // of the number of households; follows its own past
	panel  []household
	queue  []arrival // households granted assistance that have not been paid yet
	paid   []payment // of the month at hand
	away   []payment // of those who moved from here this month
	joined []household
}

// worker is a case worker.
type worker struct {
	id    string
	days  float64 // planted effect on log days
	grant float64 // planted effect on the log odds of a grant
}

// unit decides; it may serve several districts.
type unit struct {
	shared  string // name that does not follow the district
	atoms   []int
	days    float64
	plans   float64 // share of files with arbetsplan
	workers []worker
}

// place is an area as it is reported in one month.
type place struct {
	name    string
	outside bool
	atoms   []int
}

type world struct {
	opt        Options
	reg        *districts
	start      month
	months     month
	atoms      []atom
	units      []unit
	areas      [][]place // per month
	causes     []Cause
	faults     Faults
	homes      *rand.Rand // households and payments
	flow       *rand.Rand // cases
	other      *rand.Rand // matt
	households int        // pseudonyms given out
	cases      int
	open       []openCase
	perWeight  float64 // expected applications per unit of weight × season × cause
}

func (w *world) end() month { return w.start + w.months - 1 }

func (w *world) places(m month) []place { return w.areas[m-w.start] }

func newWorld(opt Options, reg *districts, start, months month) (*world, error) {
	w := &world{opt: opt, reg: reg, start: start, months: months,
		homes: stream(opt.Seed, "households"), flow: stream(opt.Seed, "cases"), other: stream(opt.Seed, "measures")}
	if err := w.addAtoms(); err != nil {
		return nil, err
	}
	w.addUnits()
	w.drawEffects()
	w.plant()
	total := 0.0
	for m := w.start; m <= w.end(); m++ {
		for i := range w.atoms {
			total += w.flowWeight(&w.atoms[i], m)
		}
	}
	w.perWeight = float64(opt.Cases) / total
	return w, nil
}

func (w *world) addAtoms() error {
	names := w.reg.inForce(w.start.last().time())
	if len(names) == 0 {
		return fmt.Errorf("the register has no district in force in %s", w.start)
	}
	sum := 0.0
	for _, n := range names {
		l := w.reg.levelOf(n)
		w.atoms = append(w.atoms, atom{name: n, level: l, households: l.householdsPerMonth(), weight: l.applications()})
		sum += l.applications()
	}
	if w.reg.outside != "" {
		w.atoms = append(w.atoms, atom{name: w.reg.outside, level: elsewhere, outside: true,
			households: homelessHouseholds, weight: sum * homelessShare})
	}
	for m := w.start; m <= w.end(); m++ {
		if err := w.addPlaces(m); err != nil {
			return err
		}
	}
	return nil
}

// addPlaces finds the areas of month m, in the order of the register, and which atoms each holds.
func (w *world) addPlaces(m month) error {
	var places []place
	at := map[string]int{}
	for _, n := range w.reg.inForce(m.last().time()) {
		at[n] = len(places)
		places = append(places, place{name: n})
	}
	for i := range w.atoms {
		a := &w.atoms[i]
		if a.outside {
			a.area = append(a.area, len(places))
			places = append(places, place{name: a.name, outside: true, atoms: []int{i}})
			continue
		}
		name, err := w.reg.reportedAs(a.name, m)
		if err != nil {
			return err
		}
		p := at[name]
		a.area = append(a.area, p)
		places[p].atoms = append(places[p].atoms, i)
	}
	for _, p := range places {
		if len(p.atoms) == 0 {
			return fmt.Errorf("%s is in force in %s, but no district of %s was merged into it", p.name, m, w.start)
		}
	}
	w.areas = append(w.areas, places)
	return nil
}

// innerCity has had one unit for assistance since 2007 (JO dnr 6514-2009).
var innerCity = map[string]bool{"Kungsholmen": true, "Norrmalm": true, "Östermalm": true, "Norra innerstaden": true}

const (
	innerCityUnit = "Enheten för försörjningsstöd på Östermalm"
	unitPrefix    = "Enheten för ekonomiskt bistånd "
)

func (w *world) addUnits() {
	shared := -1
	for i := range w.atoms {
		a := &w.atoms[i]
		switch {
		case innerCity[a.name] && shared >= 0:
			a.unit = shared
		default:
			u := unit{}
			if innerCity[a.name] {
				u.shared, shared = innerCityUnit, len(w.units)
			} else if a.outside {
				u.shared = a.name
			}
			a.unit = len(w.units)
			w.units = append(w.units, u)
		}
		w.units[a.unit].atoms = append(w.units[a.unit].atoms, i)
	}
}

// unitName is the unit's name in month m; a unit follows its district through a merger.
func (w *world) unitName(u int, m month) string {
	if n := w.units[u].shared; n != "" {
		return n
	}
	a := w.atoms[w.units[u].atoms[0]]
	return unitPrefix + w.places(m)[a.area[m-w.start]].name
}

func (w *world) drawEffects() {
	r := stream(w.opt.Seed, "effects")
	days := effects(r, len(w.atoms), sdDistrict)
	cost := effects(r, len(w.atoms), 0.04)
	for i := range w.atoms {
		a := &w.atoms[i]
		a.days, a.cost = days[i], math.Exp(cost[i])
		a.kinds = kindsOf(a)
		for _, reason := range reasons {
			a.reasons = append(a.reasons, reason.weight*lognormal(r, 0.2))
		}
	}
	unitDays := effects(r, len(w.units), sdUnit)
	total := 0
	for i := range w.units {
		u := &w.units[i]
		u.days, u.plans = unitDays[i], logistic(0.9+0.5*r.NormFloat64())
		n := 0.0
		for _, j := range u.atoms {
			n += w.atoms[j].households
		}
		u.workers = make([]worker, max(5, int(n/60)))
		total += len(u.workers)
	}
	ids := r.Perm(total)
	for i := range w.units {
		u := &w.units[i]
		days, grant := effects(r, len(u.workers), sdWorker), effects(r, len(u.workers), sdGrant)
		for j := range u.workers {
			u.workers[j] = worker{fmt.Sprintf("h-%04d", ids[0]+1), days[j], grant[j]}
			ids = ids[1:]
		}
	}
}

// kindsOf tilts the city's mix: families are more common where more inhabitants have utländsk bakgrund, and rare
// among the homeless.
func kindsOf(a *atom) []float64 {
	var weights []float64
	for _, k := range householdKinds {
		f := 1.0
		if k.children {
			f = 0.5 + a.level.foreignShare()
			if a.outside {
				f = 0.1
			}
		}
		weights = append(weights, k.weight*f)
	}
	return weights
}

// shares of the planted variance of log days, in per cent: district, unit, case worker, case.
func plantedShares() [4]float64 {
	v := [4]float64{sdDistrict * sdDistrict, sdUnit * sdUnit, sdWorker * sdWorker, sdCase * sdCase}
	sum := v[0] + v[1] + v[2] + v[3]
	for i := range v {
		v[i] *= 100 / sum
	}
	return v
}
