//go:build duckdb_arrow

package attack

import (
	"bytes"
	"cmp"
	"encoding/json"
	"os"
	"path"
	"strings"

	"stadsdelskollen/queries/publication"
)

// choices are the series of an indicator that the page of comparisons reads. A
// value is a number or a sign.
type choices struct {
	Note     string      `json:"anmarkning"`
	Name     string      `json:"nyckeltal"`
	Title    string      `json:"titel"`
	Unit     string      `json:"enhet"`
	Suffix   string      `json:"tillagg"`
	Decimals json.Number `json:"decimaler"`
	Periods  []string    `json:"perioder"`
	Names    []string    `json:"periodnamn"`
	Short    []string    `json:"periodnamn_kort"`
	Against  string      `json:"mot"`
	Source   string      `json:"kalla"`
	Told     string      `json:"indelning"`
	Sets     []struct {
		Category  string `json:"kategori"`
		Reference []any  `json:"referens"`
		Called    string `json:"referensnamn"`
		Dots      string `json:"prickar"`
		Over      string `json:"over_tid"`
		Areas     []struct {
			Name    string       `json:"namn"`
			Slug    string       `json:"id"`
			Where   string       `json:"plats"`
			Values  []any        `json:"varden"`
			Lower   *json.Number `json:"nedre"`
			Upper   *json.Number `json:"ovre"`
			Verdict string       `json:"utfall"`
			Class   string       `json:"klass"`
		} `json:"stadsdelar"`
	} `json:"serier"`
}

// readChoices checks the file of series that the page of comparisons reads.
func (v *verifier) readChoices(name string, text []byte, d *derived) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	dec.DisallowUnknownFields()
	var c choices
	if err := dec.Decode(&c); err != nil {
		v.find(RuleMetadata, name, "%v", err)
		return nil
	}
	subject := about{indicator: strings.TrimSuffix(path.Base(name), ".json")}
	if c.Name != subject.indicator || len(c.Periods) == 0 {
		v.find(RuleFormats, name, "it is named for indicator %q, and has %d periods", c.Name, len(c.Periods))
		return nil
	}
	for _, t := range append(append([]string{c.Note, c.Title, c.Unit, c.Suffix, c.Against, c.Source, c.Told}, c.Names...), c.Short...) {
		v.tell(name, quote(t), t, d, subject)
	}
	for _, set := range c.Sets {
		v.series(name, c, "", set.Category, set.Reference, d)
		v.tell(name, quote(set.Called), set.Called, d, subject)
		for _, chart := range []string{set.Dots, set.Over} {
			if _, err := os.Stat(v.path(chart + ".html")); chart != "" && err != nil {
				v.find(RuleFormats, name, "%s, %q: there is no such chart", set.Category, chart)
			}
		}
		for _, a := range set.Areas {
			v.series(name, c, a.Name, set.Category, a.Values, d)
			for _, t := range []string{a.Slug, a.Where, a.Verdict, a.Class} {
				v.tell(name, quote(t), t, d, subject)
			}
			newest := d.places[[3]string{c.Name, a.Name, c.Periods[len(c.Periods)-1]}]
			for column, limit := range map[string]*json.Number{"nedre": a.Lower, "ovre": a.Upper} {
				if limit != nil && !anyOf(newest, set.Category, func(r record) bool { return shows(r.number(column), *limit) }) {
					v.find(RuleFormats, name, "%s, %s: the limit %s does not follow from %s", a.Name, set.Category, *limit, factsFile)
				}
			}
			if a.Verdict != "" && anyOf(newest, set.Category, func(r record) bool { return r.text("status") == publication.Hidden }) {
				v.find(RuleSigns, name, "%s, %s: %q tells of a hidden figure", a.Name, set.Category, a.Verdict)
			}
		}
	}
	return nil
}

// series checks the values of one district, or of the reference where area is empty.
func (v *verifier) series(name string, c choices, area, category string, values []any, d *derived) {
	if len(values) != len(c.Periods) {
		v.find(RuleFormats, name, "%s, %s: %d values of %d periods", area, category, len(values), len(c.Periods))
		return
	}
	for i, x := range values {
		at := d.places[[3]string{c.Name, cmp.Or(area, d.names.city), c.Periods[i]}]
		ok := false
		switch x := x.(type) {
		case json.Number:
			ok = anyOf(at, category, func(r record) bool { return shows(r.number("varde"), x) }) || area == "" && d.isReference(c.Name, category, c.Periods[i], x)
		case string:
			// A district that was not there has no rows, and a count has no reference.
			ok = x == publication.Sign(publication.NotDelivered) || x == publication.Sign(publication.NotApplicable) && (area == "" || len(at) == 0) || anyOf(at, category, func(r record) bool { return publication.Sign(r.text("status")) == x })
			if hidden := anyOf(at, category, func(r record) bool { return r.text("status") == publication.Hidden }); hidden && area != "" && !anyOf(at, category, func(r record) bool { return publication.Sign(r.text("status")) == x }) {
				ok = false
			}
		}
		if !ok {
			v.find(RuleFormats, name, "%s, %s, %s: %v does not follow from %s", area, category, c.Periods[i], x, factsFile)
		}
	}
}

func anyOf(rows []record, category string, is func(record) bool) bool {
	for _, r := range rows {
		if r.text("kategori") == category && is(r) {
			return true
		}
	}
	return false
}

// shows says whether a printed number is v, to its decimals.
func shows(v *float64, printed json.Number) bool {
	f, err := printed.Float64()
	return err == nil && near(&f, v, halfUnit(printed.String()))
}

// isReference says whether districts were compared with a value.
func (d *derived) isReference(indicator, category, period string, x json.Number) bool {
	for _, r := range d.rows["jamforelse"] {
		if r.text("nyckeltal") == indicator && r.text("kategori") == category && r.text("period") == period && shows(r.number("referens_varde"), x) {
			return true
		}
	}
	return anyOf(d.places[[3]string{indicator, d.names.city, period}], category, func(r record) bool { return shows(r.number("varde"), x) })
}
