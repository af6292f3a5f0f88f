//go:build duckdb_arrow

package attack

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// readCatalogue checks a file that describes others: it may name the hashes and
// sizes of published files, and the years of its vocabularies.
func (v *verifier) readCatalogue(name string, text []byte, d *derived) error {
	if v.opt.Read == nil {
		v.find(RuleUnread, name, "nobody has read the file")
		return nil
	}
	c, err := v.opt.Read(name, text)
	if err != nil {
		v.find(RuleMetadata, name, "%v", err)
		return nil
	}
	for _, t := range c.Texts {
		if !d.listed.may[strings.TrimPrefix(t, "sha256:")] {
			v.check(name, "text "+quote(t), d.numbersIn(t), d, about{})
		}
	}
	return nil
}

// unchecked are keys of the manifest whose numbers are no figures: versions, and
// what the workspace says of itself.
var unchecked = []string{"nummer", "versioner", "program", "konfiguration"}

// readManifestFile checks what a manifest says besides the names of files.
func (v *verifier) readManifestFile(name string, text []byte, d *derived) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var doc map[string]any
	if err := dec.Decode(&doc); err != nil {
		return err
	}
	files, _ := doc["filer"].([]any)
	for _, f := range files {
		if entry, ok := f.(map[string]any); ok && len(entry) > 3 {
			v.find(RuleMetadata, name, "%v says more of its file than a name, a hash and a size", entry["fil"])
		}
	}
	indicators, _ := doc["nyckeltal"].([]any)
	for _, i := range indicators {
		if entry, ok := i.(map[string]any); ok {
			delete(entry, "sha256") // findHash has looked at it
		}
	}
	for _, key := range append(unchecked, "filer") {
		delete(doc, key)
	}
	v.walk(name, "manifest", map[string]any(doc), d, about{})
	return nil
}

// readMetadata checks what a chart's file says of it.
func (v *verifier) readMetadata(name string, text []byte, d *derived) error {
	return v.looseJSON(name, text, d, about{indicator: path.Base(path.Dir(name))})
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
		v.check(name, "anmarkning", d.numbersIn(r.text("anmarkning")), d, about{})
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
	v.check(name, "anmarkning", d.numbersIn(doc.Note), d, about{})
	for _, r := range doc.Rows {
		v.check(name, quote(r.text("text")), d.numbersIn(r.text("text")), d, about{area: r.text("omrade")})
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
			v.find(RuleFormats, name, "%s is not in the table of corrections", t)
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
