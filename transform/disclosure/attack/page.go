//go:build duckdb_arrow

package attack

import (
	"bytes"
	"path"
	"strings"

	"golang.org/x/net/html"
)

// page is one HTML or SVG file while it is read.
type page struct {
	v       *verifier
	name    string
	d       *derived
	subject about
}

// readPage checks every number that stands in a page: cells of tables by their
// headings, and all other texts by what the page is about.
func (v *verifier) readPage(name string, text []byte, d *derived) error {
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return err
	}
	p := &page{v: v, name: name, d: d}
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	switch path.Dir(name) {
	case "stadsdel":
		p.subject = about{area: d.names.slug[base], city: true}
	case "nyckeltal":
		p.subject = about{indicator: d.names.indicator[base]}
	}
	p.walk(root)
	return nil
}

// inline are elements that do not end a text.
var inline = map[string]bool{"a": true, "b": true, "strong": true, "em": true, "i": true, "span": true, "abbr": true, "tspan": true, "time": true, "data": true}

func (p *page) walk(n *html.Node) {
	switch n.Type {
	case html.CommentNode:
		p.v.find(RuleMetadata, p.name, "a comment: %q", n.Data)
		return
	case html.ElementNode:
		switch n.Data {
		case "style", "code":
			return // style sheets and the program's own SQL, which compareDatabase has compared
		case "script":
			p.script(n)
			return
		case "table":
			p.table(n)
			return
		}
		p.attributes(n)
	}
	var run strings.Builder
	flush := func() {
		p.text(n, run.String())
		run.Reset()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode || c.Type == html.ElementNode && inline[c.Data] {
			run.WriteString(textOf(c))
			run.WriteByte(' ')
			p.inner(c)
			continue
		}
		flush()
		p.walk(c)
	}
	flush()
}

// inner checks the attributes of what stands within a text.
func (p *page) inner(n *html.Node) {
	if n.Type == html.CommentNode {
		p.v.find(RuleMetadata, p.name, "a comment: %q", n.Data)
	}
	if n.Type == html.ElementNode {
		p.attributes(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		p.inner(c)
	}
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		apart := c.Type == html.ElementNode && !inline[c.Data]
		if apart {
			b.WriteByte(' ')
		}
		b.WriteString(textOf(c))
		if apart {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// spoken are the attributes that a reader hears or sees; data-* are read too.
var spoken = map[string]bool{"aria-label": true, "aria-description": true, "aria-valuetext": true, "aria-valuenow": true, "title": true, "alt": true, "content": true, "value": true, "label": true, "placeholder": true, "summary": true}

func (p *page) attributes(n *html.Node) {
	for _, a := range n.Attr {
		if n.Data == "meta" && attribute(n, "name") == "viewport" || n.Data == "li" && a.Key == "value" {
			continue
		}
		if spoken[a.Key] || strings.HasPrefix(a.Key, "data-") {
			p.v.check(p.name, a.Key, p.d.numbersIn(a.Val), p.d, p.subject)
		}
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// script reads data that a page carries, and refuses none: programs hold no
// figures, and the program's own are the same in every publication.
func (p *page) script(n *html.Node) {
	if kind := attribute(n, "type"); !strings.Contains(kind, "json") || n.FirstChild == nil {
		return
	}
	if err := p.v.looseJSON(p.name, []byte(n.FirstChild.Data), p.d, p.subject); err != nil {
		p.v.find(RuleUnread, p.name, "JSON that cannot be read: %v", err)
	}
}

// text checks a text that stands by itself.
func (p *page) text(n *html.Node, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	var left []printed
	for _, x := range p.d.numbersIn(text) {
		if n.Data == "text" && strings.Contains(" "+attribute(n, "class")+" ", " a ") && round(x.value) {
			continue // a tick of an axis
		}
		left = append(left, x)
	}
	p.v.check(p.name, n.Data+" "+quote(text), left, p.d, p.subject)
}

func quote(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > 70 {
		text = string(r[:70]) + "…"
	}
	return "“" + text + "”"
}

// round says whether a number is one that axes are divided by: at most three
// figures that are not nought.
func round(v float64) bool {
	digits := strings.Trim(strings.ReplaceAll(number(max(v, -v)), ".", ""), "0")
	return len(digits) <= 3
}
