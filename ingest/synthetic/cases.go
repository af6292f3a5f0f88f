package synthetic

import (
	"math"
	"strconv"
)

// openCase is an application from the day it is made until the report of the month in which it is decided. Its
// fate is drawn at once and shown when its day has come.
type openCase struct {
	number   int32
	applied  day
	contact  day
	decided  day
	ore      int32 // granted for a month
	atom     uint8
	decision uint8
	worker   uint16 // within the unit
	home     household
}

var decisions = [...]string{"bifall", "delvis_bifall", "avslag", "avvisad", "avskriven"}

const (
	granted       = 1    // the last of decisions that grants anything
	knownHome     = 0.45 // of applications come from households that already have assistance
	longestInDays = 365
)

// flowWeight is proportional to the expected applications of atom a in month m.
func (w *world) flowWeight(a *atom, m month) float64 {
	return a.weight * trendApplications(m) * seasonApplications[m.index()] * w.factor(Applications, a.name, m)
}

// stepCases adds the applications of month m to the open cases.
func (w *world) stepCases(m month) {
	for i := range w.atoms {
		mean := w.perWeight * w.flowWeight(&w.atoms[i], m)
		for range poisson(w.flow, mean*lognormal(w.flow, 0.06)) {
			w.open = append(w.open, w.newCase(i, m))
		}
	}
}

func (w *world) newCase(i int, m month) openCase {
	r, a := w.flow, &w.atoms[i]
	w.cases++
	c := openCase{number: int32(w.cases), atom: uint8(i), applied: w.dayOf(m)}
	u := &w.units[a.unit]
	c.worker = uint16(r.IntN(len(u.workers)))
	by := &u.workers[c.worker]
	log := math.Log(medianDays*trendHandling(m)*seasonHandling[m.index()]*w.factor(HandlingTime, a.name, m)) +
		a.days + u.days + by.days + sdCase*r.NormFloat64()
	contact := (c.applied + day(r.ExpFloat64()*2.5)).workday()
	c.decision = w.decide(by)

	known := len(a.panel) > 0 && r.Float64() < knownHome
	if known {
		c.home = a.panel[r.IntN(len(a.panel))]
	} else {
		c.home = w.newHousehold(a)
	}
	if householdKinds[c.home.kind].children {
		log += math.Log(familyFactor)
	}
	days := min(longestInDays, int(math.Round(math.Exp(log))))
	c.decided = (c.applied + day(days)).workday()
	c.contact = min(c.decided, contact)
	if c.decision <= granted {
		full := float64(c.home.base) * price(m)
		if decisions[c.decision] == "delvis_bifall" {
			full *= 0.3 + 0.5*r.Float64()
		}
		c.ore = int32(full)
		if !known {
			a.granted(c.home, m+month((int(c.decided)-int(m.first()))/30))
		}
	}
	return c
}

// dayOf is a day of month m; few apply on weekends.
func (w *world) dayOf(m month) day {
	n := int(m.last()-m.first()) + 1
	d := m.first() + day(w.flow.IntN(n))
	if d.weekend() && w.flow.Float64() < 0.75 {
		d = m.first() + day(w.flow.IntN(n))
	}
	return d
}

// decide draws the kind of decision: 3 in 4 are granted in whole or in part, with a difference between case workers.
func (w *world) decide(by *worker) uint8 {
	if w.flow.Float64() < logistic(1.1+by.grant) {
		return uint8(pick(w.flow, []float64{0.85, 0.15}))
	}
	return uint8(2 + pick(w.flow, []float64{0.72, 0.08, 0.20}))
}

// writeCases delivers arenden: every case open at some time in month m, in its state at the end of the month, under the
// names of that month. Decided cases then leave. It returns the rows and how many of them are decisions.
func (w *world) writeCases(out *output, m month) (rows, decided int, err error) {
	d, err := out.inbox("arenden", m.String(), "arende", "manad", "hushall", "stadsdel", "enhet", "handlaggare",
		"ansokan", "forsta_kontakt", "beslut", "beslutstyp", "hushallstyp", "barn", "hinder", "belopp_kr")
	if err != nil {
		return 0, 0, err
	}
	var units []string
	for i := range w.units {
		units = append(units, w.unitName(i, m))
	}
	name, last := m.String(), m.last()
	kept := w.open[:0]
	for _, c := range w.open {
		a := &w.atoms[c.atom]
		contact, decision, kind, amount := "", "", "", ""
		if c.contact <= last {
			contact = c.contact.String()
		}
		if c.decided <= last {
			decision, kind = c.decided.String(), decisions[c.decision]
			if c.decision <= granted {
				amount = kr(int64(c.ore))
			}
			decided++
		} else {
			kept = append(kept, c)
		}
		d.add(pseudonym("a-", int(c.number)), name, householdID(c.home.id), w.places(m)[a.area[m-w.start]].name,
			units[a.unit], w.units[a.unit].workers[c.worker].id, c.applied.String(), contact, decision, kind,
			householdKinds[c.home.kind].name, strconv.Itoa(int(c.home.children)), reasons[c.home.reasons[0]].name, amount)
	}
	w.open = kept
	return d.rows, decided, d.close(out)
}
