package synthetic

import (
	"strconv"
)

// complaints per household and month.
const complaints = 0.006

// measure is one row of matt.
type measure struct {
	level, area, period, name string
	of, among                 int
}

// writeMeasures delivers matt. Every month: klagomal (complaints of households with assistance). June and December:
// akter_med_arbetsplan (files with a plan, of files reviewed) by deciding unit. December: personalomsattning
// (case workers who left, of those employed) by unit, for the year.
func (w *world) writeMeasures(out *output, m month, all []account) error {
	d, err := out.inbox("matt", m.String(), "niva", "omrade", "period", "matt", "taljare", "namnare", "kalla")
	if err != nil {
		return err
	}
	rows := w.complaints(m, all)
	if m.index()%6 == 5 {
		rows = append(rows, w.byUnit(m, m.String(), "akter_med_arbetsplan", func(u *unit) (int, int) {
			n := 10 + 2*len(u.workers)
			return binomial(w.other, n, u.plans), n
		})...)
	}
	if m.index() == 11 {
		rows = append(rows, w.byUnit(m, strconv.Itoa(m.year()), "personalomsattning", func(u *unit) (int, int) {
			return binomial(w.other, len(u.workers), 0.18), len(u.workers)
		})...)
	}
	for _, r := range rows {
		d.add(r.level, r.area, r.period, r.name, strconv.Itoa(r.of), strconv.Itoa(r.among), invented)
	}
	return d.close(out)
}

func (w *world) complaints(m month, all []account) []measure {
	var rows []measure
	sum := 0
	for i, c := range all {
		level, n := "stadsdel", 0
		switch {
		case i == len(all)-1:
			level, n = "stad", sum
		case c.outside:
			level = "utanfor"
			fallthrough
		default:
			n = min(c.homes, poisson(w.other, float64(c.homes)*complaints))
			sum += n
		}
		rows = append(rows, measure{level, c.name, m.String(), "klagomal", n, c.homes})
	}
	return rows
}

// byUnit counts in every unit, joins units that bear one name after a merger, and adds the city.
func (w *world) byUnit(m month, period, name string, count func(*unit) (of, among int)) []measure {
	var rows []measure
	at := map[string]int{}
	city := measure{"stad", w.reg.city, period, name, 0, 0}
	for i := range w.units {
		of, among := count(&w.units[i])
		city.of, city.among = city.of+of, city.among+among
		n := w.unitName(i, m)
		j, ok := at[n]
		if !ok {
			j = len(rows)
			at[n] = j
			rows = append(rows, measure{"enhet", n, period, name, 0, 0})
		}
		rows[j].of += of
		rows[j].among += among
	}
	return append(rows, city)
}
