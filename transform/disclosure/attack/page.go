//go:build duckdb_arrow

package attack

import (
	"bytes"
	"math"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// page is one HTML or SVG file while it is read.
type page struct {
	v       *verifier
	name    string
	d       *derived
	subject about
	ticks   map[float64]bool // what divides the axes of the picture being read
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
	case ".":
		p.subject.sizes = base == "data"
	}
	if path.Ext(name) == ".svg" {
		p.subject = chartSubject(name, d)
		joinLines(root)
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
		case "style":
			p.v.find(RuleUnread, p.name, "a style sheet in the page: %s", quote(textOf(n)))
			return
		case "svg":
			p.ticks = ticks(n)
			defer func() { p.ticks = nil }()
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
			text := textOf(c)
			if run.Len() > 0 && !strings.HasPrefix(text, " ") {
				run.WriteByte(' ') // what touches is not one number
			}
			run.WriteString(text)
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

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// script reads data that a page carries. A program is one of the publication's
// own files, which are compared byte for byte; none stands in a page.
func (p *page) script(n *html.Node) {
	p.attributes(n)
	if n.FirstChild == nil {
		return
	}
	if kind := attribute(n, "type"); !strings.Contains(kind, "json") {
		p.v.find(RuleUnread, p.name, "a script in the page: %s", quote(n.FirstChild.Data))
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
	for _, of := range p.d.sentences(text) {
		left := slices.DeleteFunc(of, func(x printed) bool { return n.Data == "text" && p.tick(n, text, x) })
		p.v.check(p.name, n.Data+" "+quote(text), left, p.d, p.subject)
	}
}

// tick says whether a number is one that an axis is divided by.
func (p *page) tick(n *html.Node, text string, x printed) bool {
	axis := strings.Contains(" "+attribute(n, "class")+" ", " a ") && round(x.value)
	return axis || p.ticks[x.value] && alone.MatchString(text)
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

// alone is a number that is all of its text, with the unit of an axis.
var alone = regexp.MustCompile(`^\s*[-−+]?[\d\x{a0} ]+(?:,\d+)?(?:[ \x{a0}](?:%|kr|tkr))?\s*$`)

// axisStep says whether an axis may be divided in such steps: 1, 2, 2.5 or 5, or
// these times a power of ten.
func axisStep(v float64) bool {
	scaled := v / math.Pow(10, math.Floor(math.Log10(v)+1e-9))
	for _, step := range []float64{1, 2, 2.5, 5} {
		if math.Abs(scaled-step) < 1e-6 {
			return true
		}
	}
	return false
}

// ticks are the numbers that divide an axis into equal steps: each stands by itself,
// and with two others at the same distance.
func ticks(root *html.Node) map[float64]bool {
	var all []float64
	var gather func(*html.Node)
	gather = func(n *html.Node) {
		if text := textOf(n); n.Data == "text" && alone.MatchString(text) {
			for _, x := range numbersIn(text) {
				all = append(all, x.value)
			}
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			gather(c)
		}
	}
	gather(root)
	slices.Sort(all)
	all = slices.Compact(all)
	out := map[float64]bool{}
	for i, a := range all {
		for j, b := range all[i+1:] {
			for _, c := range all[i+j+2:] {
				if math.Abs(c-b-(b-a)) < 1e-9*math.Max(1, math.Abs(c)) && axisStep(b-a) {
					out[a], out[b], out[c] = true, true, true
				}
			}
		}
	}
	return out
}

// joinLines joins the lines that a text of a picture was broken into: texts that
// follow each other at the same margin, beside the picture itself.
func joinLines(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if n.Data != "svg" {
			joinLines(c)
			continue
		}
		for next := c.NextSibling; c.Data == "text" && c.FirstChild != nil && next != nil && next.Data == "text" && attribute(next, "x") == attribute(c, "x") &&
			attribute(next, "font-size") == attribute(c, "font-size"); next = c.NextSibling {
			c.FirstChild.Data += " " + textOf(next)
			n.RemoveChild(next)
		}
	}
}
