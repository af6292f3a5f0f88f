//go:build duckdb_arrow

package attack

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"stadsdelskollen/queries/publication"
)

// place names a figure whichever division it stands in.
type place struct{ measure, level, area, category, period string }

// compareMemory checks what a publication tells of earlier ones. A figure that
// is hidden now has no value there; every other value is one that this
// publication shows or that one of the others did. A value of a publication
// that is not at hand could come from anywhere: it is a finding, unless it is
// harmless.
func (v *verifier) compareMemory(d *derived, facts []publication.Fact, others []Publication) {
	hidden, shown, own := map[place]bool{}, map[place][]publication.Fact{}, map[place]publication.Fact{}
	for _, f := range facts {
		k := place{f.Measure, f.Level, f.Area, f.Category, f.Period}
		hidden[k] = hidden[k] || f.Status == publication.Hidden
		shown[k] = append(shown[k], f)
		if f.Value != nil {
			own[k] = f
		}
	}
	var at []string
	for _, o := range others {
		at = append(at, filepath.Base(o.Name))
		for _, f := range o.Facts {
			k := place{f.Measure, f.Level, f.Area, f.Category, f.Period}
			shown[k] = append(shown[k], f)
		}
	}
	for _, r := range d.rows["rattelse"] {
		k := place{r.text("matt"), r.text("niva"), r.text("omrade"), r.text("kategori"), r.text("period")}
		where := databaseFile + ", rattelse, " + strings.Join([]string{k.measure, k.area, k.period, k.category}, ", ")
		for value, of := range map[string][2]string{"fore": {"fore_namnare", "sedan"}, "efter": {"efter_namnare", "publikation"}} {
			x, n, from := r.number(value), r.number(of[0]), r.text(of[1])
			switch {
			case x == nil && n == nil:
			case hidden[k]:
				v.find(RuleSigns, where, "the figure is hidden, and %s tells a value", value)
			case told(shown[k], x, n):
			case from != "" && !slices.Contains(at, from) && v.opt.Unchecked != nil && harmless(own, k, x, n, d.rounded()):
				v.opt.Unchecked(where, value+" was told by "+from+", which is not here")
			default:
				v.find(RuleFormats, where, "%s is in none of this publication and %s", value, strings.Join(at, ", "))
			}
		}
	}
}

// harmless says whether a former value of a figure can tell nothing that is hidden:
// the figure is shown now, so it never was hidden (what is hidden once stays so), and
// the value by itself is one that may be shown.
func harmless(own map[place]publication.Fact, k place, x, n *float64, rounded bool) bool {
	f, shown := own[k]
	if !shown || x == nil {
		return false
	}
	f.Value = x
	if n != nil {
		f.Denominator = n
	}
	a := &attacker{}
	a.single(f, rounded)
	return len(a.found) == 0
}

// rounded says whether counts are rounded.
func (d *derived) rounded() bool {
	return slices.ContainsFunc(d.rows["publikation"], func(r record) bool { n := r.number("avrundas_till"); return n != nil && *n > 0 })
}

func told(facts []publication.Fact, x, n *float64) bool {
	for _, f := range facts {
		if near(f.Value, x, 0.0005) && (n == nil || near(f.Denominator, n, 0.0005)) {
			return true
		}
	}
	return false
}

// number is a column that holds a number, nil when it is empty.
func (r record) number(column string) *float64 {
	n, ok := r[column].(json.Number)
	if !ok {
		return nil
	}
	f, err := n.Float64()
	if err != nil {
		return nil
	}
	return &f
}

// Columns of corrections that hold times and figures.
var (
	correctionTimes   = []string{"publicerad"}
	correctionFigures = []string{"fore", "efter", "fore_namnare", "efter_namnare", "kvitto", "ersatter"}
)

// readCorrectionsCSV compares data/rattelser.csv with the table of corrections.
func (v *verifier) readCorrectionsCSV(name string, text []byte, d *derived) error {
	all, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(all) == 0 {
		return errors.Join(err, errors.New("no header"))
	}
	var rows []record
	for _, cells := range all[1:] {
		r := record{}
		for i, column := range all[0] {
			r[column] = cells[i]
		}
		v.tell(name, "anmarkning", r.text("anmarkning"), d, about{})
		delete(r, "anmarkning")
		rows = append(rows, r)
	}
	v.compareCorrections(name, rows, d)
	return nil
}

// readCorrectionsJSON compares data/rattelser.json with the table of corrections,
// and reads their sentences.
func (v *verifier) readCorrectionsJSON(name string, text []byte, d *derived) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	dec.DisallowUnknownFields()
	var doc struct {
		Note        string   `json:"anmarkning"`
		Publication string   `json:"publikation"`
		Rows        []record `json:"rattelser"`
	}
	if err := dec.Decode(&doc); err != nil {
		v.find(RuleMetadata, name, "%v", err)
		return nil
	}
	v.tell(name, "anmarkning", doc.Note, d, about{})
	for _, r := range doc.Rows {
		v.tell(name, quote(r.text("text")), r.text("text"), d, about{area: r.text("omrade")})
		delete(r, "text")
	}
	v.compareCorrections(name, doc.Rows, d)
	return nil
}

// compareCorrections compares rows with the table of corrections, in any order.
func (v *verifier) compareCorrections(name string, rows []record, d *derived) {
	left := map[string]int{}
	for _, r := range d.rows["rattelse"] {
		left[correctionText(r)]++
	}
	for _, r := range rows {
		t := correctionText(r)
		if left[t]--; left[t] < 0 {
			v.find(RuleFormats, name, "%s is not in the database", t)
		}
	}
	if len(rows) < len(d.rows["rattelse"]) {
		v.find(RuleFormats, name, "%d corrections are missing", len(d.rows["rattelse"])-len(rows))
	}
}

// correctionText is a correction as one text, the same from the database and from
// files: empty columns left out, times to the second, figures with three decimals.
func correctionText(r record) string {
	var out []string
	for column, x := range r {
		text := ""
		switch x := x.(type) {
		case string:
			text = x
		case json.Number:
			text = x.String()
		}
		switch {
		case text == "":
			continue
		case slices.Contains(correctionTimes, column):
			text = momentText(text)
		case slices.Contains(correctionFigures, column):
			if f, err := strconv.ParseFloat(text, 64); err == nil {
				text = number(math.Round(f*1000) / 1000)
			}
		}
		out = append(out, column+"="+text)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func momentText(text string) string {
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC().Format(time.RFC3339)
		}
	}
	return text
}
