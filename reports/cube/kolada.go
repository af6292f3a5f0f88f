package cube

import (
	"strconv"

	"stadsdelskollen/reports/table"
)

// Kolada is the table's values as rows in the shape of the data rows of
// Kolada's version 3: kpi, municipality, period, values. It is that shape and
// no more: areas are codes of AreaCode where Kolada has municipalities, a month
// is a text where Kolada has a year, a category stands after the kpi's colon,
// and a sign is the status of a value that is null.
func Kolada(t table.Table) ([]byte, error) {
	at, err := find(t)
	if err != nil {
		return nil, err
	}
	value := t.Index("varde")
	w := &writer{}
	w.raw("{\n \"values\": [")
	for i, row := range t.Rows {
		p := at.place(row)
		kpi := t.Name
		if p.category != Total {
			kpi += ":" + p.category
		}
		if i > 0 {
			w.raw(",")
		}
		w.field("\n  {\"kpi\"", kpi, ", ")
		w.field(`"municipality"`, p.area, ", ")
		if year, err := strconv.Atoi(p.period); err == nil {
			w.field(`"period"`, year, ", ")
		} else {
			w.field(`"period"`, p.period, ", ")
		}
		number, count := "null", "0"
		if c := row[value]; c.Text != "" {
			number, count = c.Text, "1"
		}
		w.raw(`"values": [{"gender": "T", "value": ` + number + `, "status": `)
		w.value(row[value].Sign)
		w.raw(`, "count": ` + count + "}]}")
	}
	w.raw("\n ],\n")
	w.field(` "count"`, len(t.Rows), ",\n")
	if t.Warning != "" {
		w.field(` "anmarkning"`, t.Warning, ",\n")
	}
	w.field(` "publikation"`, t.Publication, "\n}\n")
	return w.b.Bytes(), nil
}
