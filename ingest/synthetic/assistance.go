package synthetic

import "strconv"

// invented stands in column kalla of every file that has one.
const invented = "Syntetiska uppgifter"

// account is what one area reports for one month.
type account struct {
	name     string
	outside  bool
	homes    int   // households paid
	moved    int   // of them, households that are paid in another area too
	ore      int64 // sum of payments
	adults   int
	children int
	budget   int64 // tkr
	reasons  [len(reasons)]int
}

// accounts adds up the payments of month m by area; the city is last. Kronor, adults and children of the city
// are sums; its households are fewer than the sum by those who moved within the month.
func (w *world) accounts(m month) []account {
	var all []account
	city := account{name: w.reg.city}
	for _, p := range w.places(m) {
		c := account{name: p.name, outside: p.outside}
		for _, i := range p.atoms {
			a := &w.atoms[i]
			for j := range a.paid {
				c.add(&a.paid[j])
			}
			c.budget += w.budget(a, m)
		}
		city.homes += c.homes - c.moved
		city.ore += c.ore
		city.adults += c.adults
		city.children += c.children
		city.budget += c.budget
		for k, n := range c.reasons {
			city.reasons[k] += n
		}
		all = append(all, c)
	}
	return append(all, city)
}

func (c *account) add(p *payment) {
	c.homes++
	c.ore += p.ore
	if !p.persons {
		c.moved++
		return
	}
	c.adults += p.home.adults()
	c.children += int(p.home.children)
	for _, k := range p.home.reasons[:p.home.adults()] {
		c.reasons[k]++
	}
}

// budget is a twelfth of what the year was expected to cost when it began, in tkr, to whole tens.
func (w *world) budget(a *atom, m month) int64 {
	january := m - month(m.index())
	kr := a.households * w.opt.Scale * trendHouseholds(january) * 8900 * a.cost * price(january)
	return rounded(int64(kr), 10000) * 10
}

// writePayments delivers utbetalningar: one row per household and month. It returns the rows.
func (w *world) writePayments(out *output, m month) (int, error) {
	d, err := out.inbox("utbetalningar", m.String(), "hushall", "manad", "stadsdel", "belopp_kr")
	if err != nil {
		return 0, err
	}
	name := m.String()
	for _, p := range w.places(m) {
		for _, i := range p.atoms {
			for j := range w.atoms[i].paid {
				x := &w.atoms[i].paid[j]
				d.add(householdID(x.home.id), name, p.name, kr(x.ore))
			}
		}
	}
	return d.rows, d.close(out)
}

// writeAssistance delivers ekonomiskt_bistand, in the planted month first without late payments and then corrected.
func (w *world) writeAssistance(out *output, m month, all []account) error {
	f := w.faults
	if f.CorrectedMonth != "" && m == f.corrected {
		if err := w.assistanceFile(out, m, m.String(), w.withoutLate(m, all)); err != nil {
			return err
		}
		return w.assistanceFile(out, m, m.String()+"_rattad", all)
	}
	return w.assistanceFile(out, m, m.String(), all)
}

func (w *world) assistanceFile(out *output, m month, of string, all []account) error {
	d, err := out.inbox("ekonomiskt_bistand", of, "stadsdel", "manad", "hushall", "kostnad_tkr",
		"kostnad_per_hushall", "vuxna", "barn", "budget_tkr", "kalla")
	if err != nil {
		return err
	}
	for _, c := range all {
		if w.isMissing(c.name, m) {
			continue
		}
		each := ""
		if c.homes > 0 {
			each = strconv.FormatInt(rounded(c.ore, 100*int64(c.homes)), 10)
		}
		d.add(c.name, m.String(), strconv.Itoa(c.homes), strconv.FormatInt(rounded(c.ore, 100000), 10), each,
			strconv.Itoa(c.adults), strconv.Itoa(c.children), strconv.FormatInt(c.budget, 10), invented)
	}
	return d.close(out)
}

// isMissing is the one district and month that never came.
func (w *world) isMissing(area string, m month) bool {
	return w.faults.MissingMonth != "" && m == w.faults.missing && area == w.faults.MissingArea
}

// withoutLate is the accounts as they looked before the last payments of one district had been registered.
func (w *world) withoutLate(m month, all []account) []account {
	first := append([]account(nil), all...)
	for i := range first[:len(first)-1] {
		c := &first[i]
		if c.name != w.faults.CorrectedArea {
			continue
		}
		paid := w.atoms[w.places(m)[i].atoms[0]].paid
		late := int(lateShare * float64(len(paid)))
		city := &first[len(first)-1]
		for j := range paid[:late] {
			c.homes--
			c.ore -= paid[j].ore
			city.homes--
			city.ore -= paid[j].ore
		}
	}
	return first
}

// writeReasons delivers forsorjningshinder: adults per reason, every reason also where it is 0.
func (w *world) writeReasons(out *output, m month, all []account) error {
	if w.faults.AbsentMonth != "" && m == w.faults.absent {
		return nil
	}
	d, err := out.inbox("forsorjningshinder", m.String(), "stadsdel", "manad", "hinder", "vuxna", "kalla")
	if err != nil {
		return err
	}
	for _, c := range all {
		if w.isMissing(c.name, m) {
			continue
		}
		for k, n := range c.reasons {
			d.add(c.name, m.String(), reasons[k].name, strconv.Itoa(n), invented)
		}
	}
	return d.close(out)
}
