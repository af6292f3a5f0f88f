package cube

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"stadsdelskollen/reports/table"
)

// PX writes data symbols as dots between quotes; how each is shown is said by
// its keyword. A place without a row has a symbol of its own, and a dash of
// PX's own, which means nought, is never used.
const (
	pxNotApplicable = `"."`
	pxHidden        = `".."`
	pxNotDelivered  = `"..."`
	pxNoRow         = `"...."`
)

// matrixLength is how long PX allows MATRIX to be; TABLEID has the whole name.
const matrixLength = 20

// PX is the table as a PX file of Axis version 2013, UTF-8.
func PX(t table.Table) ([]byte, error) {
	c, err := build(t)
	if err != nil {
		return nil, err
	}
	w := &pxWriter{}
	c.pxHead(w)
	c.pxDimensions(w)
	c.pxNotes(w)
	w.b.WriteString("DATA=\n")
	for i, cell := range c.cells {
		w.b.WriteString(cell.px())
		if i+1 < len(c.cells) {
			w.b.WriteByte(' ') // at the end of a line too: some readers join lines
			if (i+1)%len(c.metrics) == 0 {
				w.b.WriteByte('\n')
			}
		}
	}
	w.b.WriteString(";\n")
	return w.b.Bytes(), w.err
}

func (c cell) px() string {
	switch c.Sign {
	case ".":
		return pxNotApplicable
	case "..":
		return pxHidden
	case "-":
		return pxNotDelivered
	}
	if c.Text == "" {
		return pxNoRow
	}
	return c.Text
}

func (c *cube) pxHead(w *pxWriter) {
	most, least := 0, 6
	for _, m := range c.metrics {
		most, least = max(most, m.places), min(least, m.places)
	}
	matrix := c.Name
	if len(matrix) > matrixLength {
		matrix = matrix[:matrixLength]
	}
	at := c.Published.UTC().Format("20060102 15:04")
	w.text("CHARSET", "ANSI")
	w.text("AXIS-VERSION", "2013")
	w.text("CODEPAGE", "utf-8")
	w.text("LANGUAGE", "sv")
	w.text("CREATION-DATE", at)
	w.text("TABLEID", c.Name)
	w.number("DECIMALS", most)
	w.number("SHOWDECIMALS", least)
	w.text("MATRIX", matrix)
	w.word("COPYRIGHT", "NO")
	w.text("SUBJECT-CODE", "SOCI")
	w.text("SUBJECT-AREA", "Socialtjänst")
	w.text("DESCRIPTION", c.Title)
	w.text("TITLE", c.Title)
	w.word("DESCRIPTIONDEFAULT", "YES")
	w.text("CONTENTS", c.Title)
	w.text("UNITS", c.metrics[0].Unit)
	for _, m := range c.metrics {
		if d := m.places; d > least {
			w.number(`PRECISION("Uppgift",`+pxString(m.Title)+`)`, d)
		}
	}
}

func (c *cube) pxDimensions(w *pxWriter) {
	var stub []string
	for _, d := range c.dims[:len(c.dims)-1] {
		stub = append(stub, d.title)
	}
	last := c.dims[len(c.dims)-1]
	w.list("STUB", stub)
	w.list("HEADING", []string{last.title})
	w.text("CONTVARIABLE", last.title)
	for _, d := range c.dims {
		if d.role == rolePeriod {
			w.list("VALUES("+pxString(d.title)+")", pxPeriods(d.codes))
			if list := pxTimes(d.codes); list != "" {
				w.word("TIMEVAL("+pxString(d.title)+")", list)
			}
			continue
		}
		w.list("VALUES("+pxString(d.title)+")", d.labels)
		w.list("CODES("+pxString(d.title)+")", d.codes)
	}
	for _, m := range c.metrics {
		w.text("UNITS("+pxString(m.Title)+")", m.Unit)
		w.text("LAST-UPDATED("+pxString(m.Title)+")", c.Published.UTC().Format("20060102 15:04"))
	}
}

func (c *cube) pxNotes(w *pxWriter) {
	var texts []string
	source := ""
	for _, n := range c.Notes() {
		if n.Key == "kallor" {
			source = n.Text
			continue
		}
		texts = append(texts, n.Title+": "+n.Text)
	}
	w.text("LAST-UPDATED", c.Published.UTC().Format("20060102 15:04"))
	w.text("SOURCE", source)
	// # is a new line in a note.
	w.text("NOTE", strings.Join(texts, "#"))
	w.text("DATASYMBOL1", ".")
	w.text("DATASYMBOL2", "..")
	w.text("DATASYMBOL3", "-")
	w.text("DATASYMBOL4", "finns inte")
}

var month = regexp.MustCompile(`^(\d{4})-(\d{2})$`)

// pxPeriods writes months as Swedish statistics do, 2011M11; a year is itself.
func pxPeriods(codes []string) []string {
	out := make([]string, len(codes))
	for i, p := range codes {
		out[i] = month.ReplaceAllString(p, "${1}M$2")
	}
	return out
}

// pxTimes is the value of TIMEVAL, empty where months and years are mixed.
func pxTimes(codes []string) string {
	months := 0
	quoted := make([]string, len(codes))
	for i, p := range codes {
		if month.MatchString(p) {
			months++
		} else if _, err := time.Parse("2006", p); err != nil {
			return ""
		}
		quoted[i] = pxString(strings.ReplaceAll(p, "-", ""))
	}
	switch months {
	case 0:
		return "TLIST(A1)," + strings.Join(quoted, ",")
	case len(codes):
		return "TLIST(M1)," + strings.Join(quoted, ",")
	}
	return ""
}

// pxWriter writes keywords. A string with a sign that PX has no way to write is
// changed: a quotation mark becomes an apostrophe, a new line a space.
type pxWriter struct {
	b   bytes.Buffer
	err error
}

// longest is how long a quoted piece may be; a longer text goes on in the next.
const longest = 200

func (w *pxWriter) text(key, text string) {
	if text == "" {
		return
	}
	text = pxClean(text)
	var parts []string
	for utf8.RuneCountInString(text) > longest {
		cut := len(string([]rune(text)[:longest]))
		parts = append(parts, `"`+text[:cut]+`"`)
		text = text[cut:]
	}
	parts = append(parts, `"`+text+`"`)
	fmt.Fprintf(&w.b, "%s=%s;\n", key, strings.Join(parts, "\n"))
}

func (w *pxWriter) number(key string, n int) { fmt.Fprintf(&w.b, "%s=%d;\n", key, n) }
func (w *pxWriter) word(key, value string)   { fmt.Fprintf(&w.b, "%s=%s;\n", key, value) }
func (w *pxWriter) list(key string, v []string) {
	quoted := make([]string, len(v))
	for i, s := range v {
		quoted[i] = pxString(s)
	}
	if len(slices.Compact(slices.Sorted(slices.Values(quoted)))) < len(quoted) && w.err == nil {
		w.err = fmt.Errorf("%s has two values that PX writes alike", key)
	}
	fmt.Fprintf(&w.b, "%s=%s;\n", key, strings.Join(quoted, ",\n"))
}

func pxString(s string) string { return `"` + pxClean(s) + `"` }

func pxClean(s string) string {
	return strings.NewReplacer(`"`, "'", "\r\n", " ", "\n", " ", "\r", " ").Replace(s)
}
