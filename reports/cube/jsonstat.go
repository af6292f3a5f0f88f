package cube

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"

	"stadsdelskollen/reports/table"
)

// statusLabels say what a status means; they stand in the file's extension.
var statusLabels = [][2]string{
	{"..", "dold för att skydda enskilda"}, {"-", "ej levererad"}, {".", "ej tillämplig"},
	{"levererad", "visas som det lämnades"}, {"preliminar", "kan ändras i nästa leverans"},
}

// JSONStat is the table as a JSON-stat 2.0 dataset (json-stat.org/format). The
// value of a figure that is not shown is null and its status is the sign; null
// without a status is a place that has no row or a row that has no such figure.
func JSONStat(t table.Table) ([]byte, error) {
	c, err := build(t)
	if err != nil {
		return nil, err
	}
	w := &writer{}
	w.raw("{\n")
	w.field(` "version"`, "2.0", ",\n")
	w.field(` "class"`, "dataset", ",\n")
	w.field(` "label"`, t.Title, ",\n")
	w.field(` "updated"`, t.Published.UTC().Format(time.RFC3339), ",\n")
	c.head(w)
	w.raw(` "value": [`)
	for i, cell := range c.cells {
		if i > 0 {
			w.raw(",")
		}
		if i%len(c.metrics) == 0 {
			w.raw("\n  ")
		}
		if cell.Text == "" {
			w.raw("null")
		} else {
			w.raw(cell.Text)
		}
	}
	w.raw("\n ],\n \"status\": {")
	first := true
	for i, cell := range c.cells {
		s := cell.jsonStatus()
		if s == "" {
			continue
		}
		if !first {
			w.raw(",")
		}
		first = false
		w.field("\n  "+strconv.Quote(strconv.Itoa(i)), s, "")
	}
	w.raw("\n },\n")
	c.extension(w)
	w.raw("}\n")
	return w.b.Bytes(), nil
}

func (c cell) jsonStatus() string {
	switch {
	case c.Sign != "":
		return c.Sign
	case c.Text != "" && (c.status == "levererad" || c.status == "preliminar"):
		return c.status
	}
	return ""
}

// head writes id, size, role, dimension and note.
func (c *cube) head(w *writer) {
	var ids []string
	var sizes []int
	roles := map[string][]string{}
	for _, d := range c.dims {
		ids, sizes = append(ids, d.name), append(sizes, len(d.codes))
		if d.role != rolePlain {
			roles[d.role] = append(roles[d.role], d.name)
		}
	}
	var notes []string
	for _, n := range c.Notes() {
		notes = append(notes, n.Title+": "+n.Text)
	}
	w.field(` "note"`, notes, ",\n")
	w.field(` "id"`, ids, ",\n")
	w.field(` "size"`, sizes, ",\n")
	w.field(` "role"`, roles, ",\n")
	w.raw(` "dimension": {`)
	for i, d := range c.dims {
		if i > 0 {
			w.raw(",")
		}
		w.field("\n  "+strconv.Quote(d.name)+`: {"label"`, d.title, `, "category": {`)
		w.field(`"index"`, d.codes, ", \"label\": {")
		for j, code := range d.codes {
			if j > 0 {
				w.raw(", ")
			}
			w.value(code)
			w.raw(": ")
			w.value(d.labels[j])
		}
		w.raw("}")
		if d.role == roleMetric {
			c.units(w)
		}
		w.raw("}}")
	}
	w.raw("\n },\n")
}

func (c *cube) units(w *writer) {
	w.raw(`, "unit": {`)
	for j, m := range c.metrics {
		if j > 0 {
			w.raw(", ")
		}
		w.value(m.Name)
		w.field(`: {"label"`, m.Unit, ", ")
		w.field(`"decimals"`, m.places, "}")
	}
	w.raw("}")
}

func (c *cube) extension(w *writer) {
	w.field(` "extension": {"tabell"`, c.Name, ", ")
	w.field(`"publikation"`, c.Publication, `, "status": {"label": {`)
	for i, s := range statusLabels {
		if i > 0 {
			w.raw(", ")
		}
		w.value(s[0])
		w.raw(": ")
		w.value(s[1])
	}
	w.raw("}}}\n")
}

// writer writes JSON in an order of our own.
type writer struct{ b bytes.Buffer }

func (w *writer) raw(s string) { w.b.WriteString(s) }

// field writes a key that stands in quotes already, its value, and what follows.
func (w *writer) field(key string, v any, after string) {
	w.raw(key + ": ")
	w.value(v)
	w.raw(after)
}

func (w *writer) value(v any) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v) // strings, numbers, lists and maps of them always encode
	w.b.Write(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}
