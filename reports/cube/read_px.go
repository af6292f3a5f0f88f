package cube

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"stadsdelskollen/reports/table"
)

var (
	pxMonth  = regexp.MustCompile(`^(\d{4})M(\d{2})$`)
	pxNumber = regexp.MustCompile(`^-?\d+(\.\d+)?$`)
	pxQuoted = regexp.MustCompile(`"([^"]*)"`)
	pxKey    = regexp.MustCompile(`^([A-Z0-9-]+)(?:\(([^=]*)\))?=`)
)

// pxSigns are the data symbols as signs; a place without a row has none, not even an empty one.
var pxSigns = map[string]string{pxNotApplicable: ".", pxHidden: "..", pxNotDelivered: "-", pxNoRow: ""}

// ReadPX reads what PX wrote.
func ReadPX(data []byte) (c table.Contents, err error) {
	head, body, found := strings.Cut(string(data), "\nDATA=\n")
	body, ended := strings.CutSuffix(body, ";\n")
	if !found || !ended {
		return c, errors.New("no DATA that ends")
	}
	values := map[string][]string{}
	for _, sentence := range pxSentences(head) {
		m := pxKey.FindStringSubmatch(sentence)
		if m == nil {
			return c, fmt.Errorf("%.40q is no keyword", sentence)
		}
		key := m[1] + "(" + strings.Trim(m[2], `"`) + ")"
		if values[key] != nil {
			return c, fmt.Errorf("%s stands twice", key)
		}
		// Pieces of one text follow each other without a comma.
		rest := strings.ReplaceAll(sentence[len(m[0]):], "\"\n\"", "")
		values[key] = []string{}
		for _, q := range pxQuoted.FindAllStringSubmatch(rest, -1) {
			values[key] = append(values[key], q[1])
		}
		c.Texts = append(c.Texts, pxTexts(m[1], values[key])...)
		if len(values[key]) == 0 {
			c.Texts = append(c.Texts, rest)
		}
	}
	edges, err := pxEdges(values)
	if err != nil {
		return c, err
	}
	for _, e := range edges {
		for title, name := range pxTitles {
			if times := values["TIMEVAL("+title+")"]; name == e.name && times != nil && !slices.Equal(times, undashed(e.codes)) {
				return c, errors.New("TIMEVAL has other times than VALUES")
			}
		}
	}
	var cells []*table.Shown
	for _, text := range strings.Fields(body) {
		sign, is := pxSigns[text]
		switch {
		case text == pxNoRow:
			cells = append(cells, nil)
		case is:
			cells = append(cells, &table.Shown{Sign: sign})
		case pxNumber.MatchString(text):
			cells = append(cells, &table.Shown{Text: text})
		default:
			return c, fmt.Errorf("%s is neither a number nor a data symbol", text)
		}
	}
	name := values["TABLEID()"]
	if len(name) != 1 {
		return c, errors.New("no TABLEID")
	}
	c.Figures, err = shown(name[0], edges, cells)
	return c, err
}

// pxTexts are the values of a keyword as people write them. Those of TIMEVAL are
// VALUES once more.
func pxTexts(keyword string, values []string) []string {
	if keyword == "TIMEVAL" {
		return nil
	}
	out := make([]string, len(values))
	for i, text := range values {
		out[i] = pxMonth.ReplaceAllString(text, "$1-$2")
		if t, err := time.Parse("20060102 15:04", text); err == nil {
			out[i] = t.Format(time.RFC3339)
		}
	}
	return out
}

func undashed(periods []string) []string {
	var out []string
	for _, p := range periods {
		out = append(out, strings.ReplaceAll(p, "-", ""))
	}
	return out
}

// pxSentences splits at semicolons outside quotes.
func pxSentences(text string) (out []string) {
	quoted, start := false, 0
	for i := range len(text) {
		switch text[i] {
		case '"':
			quoted = !quoted
		case ';':
			if !quoted {
				out = append(out, strings.TrimSpace(text[start:i]))
				start = i + 1
			}
		}
	}
	if rest := strings.TrimSpace(text[start:]); rest != "" {
		out = append(out, rest)
	}
	return out
}

// pxTitles are the dimensions' names for people.
var pxTitles = map[string]string{"Område": "omrade", "Kategori": "kategori", "Period": "period", "Uppgift": "uppgift"}

func pxEdges(values map[string][]string) (out []edge, err error) {
	for _, title := range slices.Concat(values["STUB()"], values["HEADING()"]) {
		codes := values["CODES("+title+")"]
		if codes == nil {
			for _, v := range values["VALUES("+title+")"] {
				codes = append(codes, pxMonth.ReplaceAllString(v, "$1-$2"))
			}
		}
		name, known := pxTitles[title]
		if !known || len(codes) == 0 {
			return nil, fmt.Errorf("the variable %q is not known or has no values", title)
		}
		out = append(out, edge{name, codes})
	}
	return out, nil
}
