//go:build duckdb_arrow

package attack

import (
	"math"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"stadsdelskollen/queries/publication"
)

// constants are numbers of texts that are no figures: each has its reason. A new
// sentence with a number of another kind must be entered here, knowingly.
var constants = []struct {
	form   *regexp.Regexp
	reason string
}{
	{regexp.MustCompile(`\b1[ \x{a0}]000[ \x{a0}]inv|\bper[ \x{a0}]1[ \x{a0}]000\b`), "the base of a rate"},
	{regexp.MustCompile(`\b95[ \x{a0}](?:%|procent)`), "the level of every interval"},
	{regexp.MustCompile(`\b99,8[ \x{a0}](?:%|procent)`), "the outer limits of every funnel"},
	{regexp.MustCompile(`\b\d+[ \x{a0}](?:dolt|dolda)\b`), "how many cells of a picture hold a sign: a reader can count them"},
	{regexp.MustCompile(`\b0,05\b`), "the level of every test"},
	{regexp.MustCompile(`falska fynd hålls vid 5[ \x{a0}]procent`), "the level of what stands out"},
	{regexp.MustCompile(`[Ss]kalan går från [^.;]* till [^.;]*`), "the ends of an axis, which are round numbers"},
	{regexp.MustCompile(`med samma skala i alla: [−\d\x{a0},]+ till [−\d\x{a0},]+`), "the ends of an axis, which are round numbers"},
	{regexp.MustCompile(`\bskala [−\d\x{a0},]+ till [−\d\x{a0},]+`), "the ends of an axis, which are round numbers"},
	{regexp.MustCompile(`Dolda tal[ \x{a0}]*\d+`), "how many signs a page shows: a reader can count them"},
	{regexp.MustCompile(`\b\d{1,2}\x{a0}av\x{a0}\d{1,2}\b`), "how many districts or categories are told of, of how many"},
	{regexp.MustCompile(`\b(?:5|100)[ \x{a0}]procent\b`), "the share of false findings that is allowed, and a whole"},
	{regexp.MustCompile(`\b\d+[ \x{a0}](?:stadsdelar|stadsdel|områden|nyckeltal|perioderna|perioder|månader|månad|år|tal|rader|kolumner|diagram|tabeller|decimaler|jämförelser|leveranser|hinder)\b`), "how many there are of what everyone can count"},
	{regexp.MustCompile(`\b[Kk]vitto\x{a0}\d+(?: ersatte kvitto\x{a0}\d+)?`), "the number of a delivery, which the list of deliveries shows"},
	{regexp.MustCompile(`avrundade till närmaste[ \x{a0}]5\b`), "what counts are rounded to"},
	{regexp.MustCompile(`\b(?:width|height)="(?:\d{3}|100%)"`), "the size of a frame that others may show a chart in"},
	{regexp.MustCompile(`\b320[ \x{a0}]bildpunkter`), "the narrowest screen that the pages are made for"},
}

// table checks the cells of a table by the headings of their row and column.
func (p *page) table(n *html.Node) {
	p.attributes(n)
	var heads []*html.Node
	var group *html.Node
	each(n, func(row *html.Node) {
		cells := children(row)
		if len(cells) == 0 {
			return
		}
		for _, c := range cells {
			p.inner(c)
		}
		if inHead(row) {
			heads = cells
			return
		}
		if len(cells) == 1 {
			group = cells[0]
		}
		p.row(group, heads, cells)
	})
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.Data == "caption" {
			p.walk(c)
		}
	}
}

// row checks the cells of one row. A number that is a difference or a ratio of
// others shown in the row says nothing that they do not.
func (p *page) row(group *html.Node, heads, cells []*html.Node) {
	var shown []printed
	for _, c := range cells {
		// As they stand: a figure of 95 % looks like the interval's level, and counts.
		shown = append(shown, numbersIn(textOf(c))...)
	}
	for i, c := range cells {
		subject := p.subject
		headings := []*html.Node{group}
		if i > 0 || c.Data != "th" {
			headings = append(headings, cells[0])
		}
		if i < len(heads) {
			headings = append(headings, heads[i])
		}
		for _, h := range headings {
			p.narrow(&subject, h)
		}
		text, head := textOf(c), ""
		if i < len(heads) {
			head = textOf(heads[i])
		}
		place := "table, " + quote(textOf(cells[0])) + ", " + quote(head) + ": " + quote(text)
		if i > 0 {
			p.sign(place, subject, text)
		}
		for _, x := range p.d.numbersIn(text) {
			if !p.d.follows(subject, x) && !arithmetic(x, shown) {
				p.v.find(RuleFormats, p.name, "%s: %s does not follow from %s", place, x.text, factsFile)
			}
		}
	}
}

// sign finds a hidden figure that stands as anything but its sign.
func (p *page) sign(place string, a about, text string) {
	if a.indicator == "" || a.area == "" || a.period == "" || a.city {
		return
	}
	status := p.d.status(a)
	text = strings.TrimSpace(text)
	if status != publication.Hidden || strings.Contains(text, publication.Sign(status)) || strings.ContainsFunc(text, unicode.IsLetter) {
		return
	}
	p.v.find(RuleSigns, p.name, "%s: %q stands for a hidden figure", place, text)
}

// narrow adds what a heading names to what a cell is about. Its small print counts
// for itself.
func (p *page) narrow(a *about, heading *html.Node) {
	if heading == nil {
		return
	}
	for _, text := range parts(heading) {
		if name, ok := p.d.names.indicator[text]; ok {
			a.indicator = name
		}
		if p.d.names.category[text] {
			a.category = text
		}
		if p.d.names.area[text] {
			a.area, a.city = text, false
		}
		if at := periodIn(text); at != "" {
			a.period = at
		}
	}
}

// parts are the texts of a heading: its own, and that of each element in it.
func parts(n *html.Node) []string {
	var out []string
	var own strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			own.WriteString(c.Data)
		case c.Type == html.ElementNode:
			out = append(out, parts(c)...)
		}
	}
	if text := strings.Join(strings.Fields(own.String()), " "); text != "" {
		out = append(out, text)
	}
	return out
}

// tellsRatio is how wide, as a share of itself, a ratio of two printed numbers may be
// to tell a third one.
const tellsRatio = 0.25

// arithmetic says whether a number is a difference, a sum, a ratio or a change in
// percent of two others, as far as their decimals tell. The number itself is
// neither of them: with nought or one it would explain itself.
func arithmetic(n printed, shown []printed) bool {
	value := math.Abs(n.value)
	for i, a := range shown {
		for j, b := range shown {
			if i == j || a.value == n.value || b.value == n.value {
				continue
			}
			slack := n.half + a.half + b.half + 1e-9
			if math.Abs(value-math.Abs(a.value-b.value)) <= slack || math.Abs(value-math.Abs(a.value+b.value)) <= slack {
				return true
			}
			if b.value <= b.half {
				continue
			}
			low, high := (a.value-a.half)/(b.value+b.half), (a.value+a.half)/(b.value-b.half)
			if high-low > tellsRatio*low {
				continue
			}
			for _, change := range [][2]float64{{low, high}, {100 * low, 100 * high}, {100*low - 100, 100*high - 100}, {100 - 100*high, 100 - 100*low}} {
				if value >= change[0]-n.half && value <= change[1]+n.half && value > 0 {
					return true
				}
			}
		}
	}
	return false
}

// each calls fn for every row of a table.
func each(n *html.Node, fn func(*html.Node)) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.Data == "tr" {
			fn(c)
			continue
		}
		each(c, fn)
	}
}

func children(row *html.Node) []*html.Node {
	var out []*html.Node
	for c := row.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			out = append(out, c)
		}
	}
	return out
}

func inHead(n *html.Node) bool {
	return n.Parent != nil && n.Parent.Data == "thead"
}
