//go:build duckdb_arrow

package attack

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"stadsdelskollen/queries/publication"
)

// place names a figure whichever division it stands in.
type place struct{ measure, level, area, category, period string }

// compareMemory checks what a publication tells of earlier ones. A figure that
// is hidden now has no value there; every other value is one that this
// publication shows or that one of the others did. A value of a publication
// that is not at hand is a finding: nobody can say where it came from.
func (v *verifier) compareMemory(d *derived, facts []publication.Fact, others []Publication) {
	hidden, shown := map[place]bool{}, map[place][]publication.Fact{}
	for _, f := range facts {
		k := place{f.Measure, f.Level, f.Area, f.Category, f.Period}
		hidden[k] = hidden[k] || f.Status == publication.Hidden
		shown[k] = append(shown[k], f)
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
		for value, denominator := range map[string]string{"fore": "fore_namnare", "efter": "efter_namnare"} {
			x, n := r.number(value), r.number(denominator)
			switch {
			case x == nil && n == nil:
			case hidden[k]:
				v.find(RuleSigns, where, "the figure is hidden, and %s tells a value", value)
			case !told(shown[k], x, n):
				v.find(RuleFormats, where, "%s is in none of this publication and %s", value, strings.Join(at, ", "))
			}
		}
	}
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

// ids are elements of a feed that hold names and times, and no figures.
var ids = map[string]bool{"id": true, "updated": true, "name": true}

// readFeed checks every number of the texts of a feed; its entries hold HTML.
func (v *verifier) readFeed(name string, text []byte, d *derived) error {
	dec := xml.NewDecoder(bytes.NewReader(text))
	var open []string
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("feed: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			open = append(open, t.Name.Local)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.Comment:
			v.find(RuleMetadata, name, "a comment: %q", string(t))
		case xml.CharData:
			if len(open) == 0 || ids[open[len(open)-1]] {
				continue
			}
			root, err := html.Parse(bytes.NewReader(t))
			if err != nil {
				return fmt.Errorf("feed: %w", err)
			}
			for sentence := range strings.Lines(strings.ReplaceAll(textOf(root), ". ", ".\n")) {
				v.check(name, open[len(open)-1]+" "+quote(sentence), d.numbersIn(sentence), d, about{})
			}
		}
	}
}

// correctionsFile holds the table rattelse as CSV.
const correctionsFile = "data/rattelser.csv"

// readCorrections compares the file of corrections with the table, row by row.
func (v *verifier) readCorrections(name string, d *derived) error {
	rows, err := records(v.path(name))
	if err != nil {
		return err
	}
	left := map[string]int{}
	for _, r := range d.rows["rattelse"] {
		cells := map[string]string{}
		for column, x := range r {
			if x != nil {
				cells[column] = fmt.Sprint(x)
			}
		}
		left[correctionText(cells)]++
	}
	for _, r := range rows {
		delete(r, "anmarkning") // says whether all of it is made up
		k := correctionText(r)
		if left[k]--; left[k] < 0 {
			v.find(RuleFormats, name, "the row %s is not in the database", k)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(left)) {
		if left[k] > 0 {
			v.find(RuleFormats, name, "the row %s is missing", k)
		}
	}
	return nil
}

// correctionText is a row as one text, with numbers and moments written alike.
func correctionText(cells map[string]string) string {
	var out []string
	for _, column := range slices.Sorted(maps.Keys(cells)) {
		text := cells[column]
		if n, err := strconv.ParseFloat(text, 64); err == nil {
			text = strconv.FormatFloat(n, 'f', 3, 64)
		}
		if column == "publicerad" {
			text = strings.TrimSuffix(strings.Replace(text, "T", " ", 1), "Z")
		}
		if text != "" {
			out = append(out, column+"="+text)
		}
	}
	return strings.Join(out, " ")
}
