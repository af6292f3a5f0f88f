package synthetic

import "math"

// household is one household with assistance. base is its cost in öre in a month of 2020.
type household struct {
	id       int32
	base     int32
	kind     uint8
	children uint8
	part     uint8 // per cent of the month's payment that the present district makes; 100 but when it has just moved
	long     bool
	reasons  [2]uint8
}

func (h *household) adults() int { return householdKinds[h.kind].adults }

// arrival is a household that has been granted assistance from a month on.
type arrival struct {
	home household
	from month
}

// payment is one row of utbetalningar. persons says whether its adults and children are counted in the district:
// a household that moves is paid in two districts of one month, but lives in one at the end of it.
type payment struct {
	home    household
	ore     int64
	persons bool
}

const (
	moving       = 0.012 // of households a month; Regionfakta: a county has 0.7–1.8 % fewer than its municipalities together
	leavingShort = 0.22  // chance a month that a short spell ends
	leavingLong  = 0.05
	longSpells   = 0.45 // of new households
	newReason    = 0.03 // chance a month that an adult's reason changes
	maxQueue     = 200
)

func (w *world) newID() int32 {
	w.households++
	return int32(w.households)
}

func (w *world) newHousehold(a *atom) household {
	r := w.homes
	h := household{id: w.newID(), kind: uint8(pick(r, a.kinds)), part: 100, long: r.Float64() < longSpells}
	kind := householdKinds[h.kind]
	if kind.children {
		h.children = uint8(1 + pick(r, childrenWeights[:]))
	}
	kr := 7600 + 2300*float64(kind.adults-1) + 1250*float64(h.children)
	if a.outside {
		kr += 1500
	}
	h.base = int32(100 * kr * a.cost * lognormal(r, 0.38))
	for i := range kind.adults {
		h.reasons[i] = w.reason(a, h.children > 0)
	}
	return h
}

// reason draws an adult's reason; care of children is a reason of those who have them.
func (w *world) reason(a *atom, children bool) uint8 {
	for {
		k := pick(w.homes, a.reasons)
		if k != childCare || children || w.homes.Float64() < 0.2 {
			return uint8(k)
		}
	}
}

// stepHouseholds moves every atom on to month m and fills its payments.
func (w *world) stepHouseholds(m month) {
	for i := range w.atoms {
		a := &w.atoms[i]
		a.paid, a.away = a.paid[:0], a.away[:0]
		w.leave(a)
		w.enter(a, m)
	}
	for i := range w.atoms {
		w.move(i, m)
	}
	for i := range w.atoms {
		a := &w.atoms[i]
		a.panel = append(a.panel, a.joined...)
		a.joined = a.joined[:0]
		for j := range a.panel {
			h := &a.panel[j]
			a.paid = append(a.paid, payment{*h, w.amount(h, m, int64(h.part)), true})
			h.part = 100
		}
		a.paid = append(a.paid, a.away...)
	}
}

// target is the number of households of atom a in month m.
func (w *world) target(a *atom, m month) int {
	level := a.households * w.opt.Scale
	a.noise = 0.75*a.noise + (0.012+0.2/math.Sqrt(level+1))*w.homes.NormFloat64()
	return int(math.Round(level * trendHouseholds(m) * seasonHouseholds[m.index()] * math.Exp(a.noise)))
}

// leave ends spells and lets reasons change.
func (w *world) leave(a *atom) {
	kept := a.panel[:0]
	for _, h := range a.panel {
		p := leavingShort
		if h.long {
			p = leavingLong
		}
		if w.homes.Float64() < p {
			continue
		}
		for i := range h.adults() {
			if w.homes.Float64() < newReason {
				h.reasons[i] = w.reason(a, h.children > 0)
			}
		}
		kept = append(kept, h)
	}
	a.panel = kept
}

// enter brings the panel to its target, first with households whose applications were granted.
func (w *world) enter(a *atom, m month) {
	want := w.target(a, m)
	for len(a.panel) > want {
		i := w.homes.IntN(len(a.panel))
		a.panel = append(a.panel[:i], a.panel[i+1:]...)
	}
	for len(a.panel) < want {
		if len(a.queue) > 0 && a.queue[0].from <= m {
			a.panel = append(a.panel, a.queue[0].home)
			a.queue = a.queue[1:]
			continue
		}
		a.panel = append(a.panel, w.newHousehold(a))
	}
}

// move lets households move to districts reported apart. A household that moves is given a new pseudonym in its
// new district, so that a pseudonym is paid at most once a month.
func (w *world) move(from int, m month) {
	a, k := &w.atoms[from], m-w.start
	var weights []float64
	for i := range w.atoms {
		b := &w.atoms[i]
		if b.area[k] == a.area[k] {
			weights = append(weights, 0)
			continue
		}
		weights = append(weights, b.households)
	}
	if len(w.places(m)) < 2 {
		return
	}
	kept := a.panel[:0]
	for _, h := range a.panel {
		if w.homes.Float64() >= moving {
			kept = append(kept, h)
			continue
		}
		b := &w.atoms[pick(w.homes, weights)]
		h.part = uint8(30 + w.homes.IntN(41))
		a.away = append(a.away, payment{h, w.amount(&h, m, int64(h.part)), false})
		h.part = 100 - h.part
		h.id = w.newID()
		b.joined = append(b.joined, h)
	}
	a.panel = kept
}

// amount is what one district pays in month m, in öre, at least 100 kr.
func (w *world) amount(h *household, m month, part int64) int64 {
	full := float64(h.base) * price(m) * seasonCost[m.index()] * lognormal(w.homes, 0.15)
	return max(10000, int64(full)*part/100)
}

// granted queues a household for payment from month m on.
func (a *atom) granted(h household, m month) {
	if len(a.queue) == maxQueue {
		a.queue = a.queue[1:]
	}
	a.queue = append(a.queue, arrival{h, m})
}
