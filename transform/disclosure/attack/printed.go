//go:build duckdb_arrow

package attack

import (
	"bytes"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"

	"stadsdelskollen/transform/disclosure/attack/pdf"
)

// readPrinted holds a PDF against the page that it was printed from, which
// readPage reads: it says what the page says, in the same order, and nothing
// besides. A PDF that cannot be read whole is a finding.
func (v *verifier) readPrinted(name string, text []byte, d *derived) error {
	doc, err := pdf.Read(text)
	if err != nil {
		v.find(RuleUnread, name, "a PDF that cannot be read: %v", err)
		return nil
	}
	page, err := os.ReadFile(v.path(strings.TrimSuffix(name, path.Ext(name)) + ".html"))
	if err != nil {
		v.find(RuleFormats, name, "the page that it should be printed from is missing")
		return nil
	}
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return err
	}
	s := sheetOf(root)
	v.comparePaper(name, "text", s.read, strings.Join(doc.Told, ""))
	beside := ""
	for i, t := range doc.Beside {
		foot := strconv.Itoa(i+1) + "(" + strconv.Itoa(doc.Pages) + ")stadsdelskollen"
		beside += strings.Replace(pdf.Squeeze(t), foot, "", 1)
	}
	v.comparePaper(name, "text beside the elements", s.beside, verdicts.Replace(beside))
	for _, n := range doc.Other {
		if !s.explains(n, d) {
			v.find(RuleMetadata, name, "%s: %q is not what its page says", n.Key, n.Text)
		}
	}
	return nil
}

// paper is what a page has to print.
type paper struct {
	read, beside []atom
	// said are the texts of elements and attributes, without spaces, and the ids.
	said map[string]bool
}

// verdicts are the marks that the style sheet puts before a verdict's words.
var verdicts = strings.NewReplacer("▲", "", "▼", "", "○", "")

// atom is a text that is printed in one piece.
type atom struct {
	text  string
	maybe bool // where paper may leave it out
	twice bool // letters of a picture may be drawn with an edge, and then once more
}

// offPaper are the classes of what is not printed, or read aloud and not drawn.
var offPaper = []string{"skip", "nav", "dl", "ns", "sql", "fig-l", "skarm", "vh", "n", "foot"}

func sheetOf(root *html.Node) paper {
	p := paper{said: map[string]bool{}}
	p.gather(root, atom{}, false)
	return p
}

// gather walks through a page; as says how its texts are printed, aside whether
// they are drawn beside what is read aloud.
func (p *paper) gather(n *html.Node, as atom, aside bool) {
	if n.Type == html.TextNode {
		if as.text = pdf.Squeeze(n.Data); as.text == "" {
			return
		}
		if aside {
			as.maybe = true
			p.beside = append(p.beside, as)
			return
		}
		p.read = append(p.read, as)
		return
	}
	if n.Type == html.ElementNode {
		p.said[pdf.Squeeze(textOf(n))] = true
		for _, a := range n.Attr {
			p.said[pdf.Squeeze(a.Val)] = true
		}
		classes := strings.Fields(attribute(n, "class"))
		switch {
		case slices.Contains([]string{"head", "script", "style", "title", "desc", "summary"}, n.Data):
			return
		case n.Data == "svg":
			as.twice = true
			as.maybe = as.maybe || slices.Contains(classes, "n")
		case n.Data == "details", slices.ContainsFunc(offPaper, func(c string) bool { return slices.Contains(classes, c) }):
			as.maybe = true
		}
		aside = aside || attribute(n, "aria-hidden") == "true"
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		p.gather(c, as, aside)
	}
}

// comparePaper finds where what is printed leaves the page's texts.
func (v *verifier) comparePaper(name, what string, page []atom, printed string) {
	printed = pdf.Squeeze(printed)
	far := 0
	at := map[int]bool{0: true} // how far paper may have come
	for _, a := range page {
		next := map[int]bool{}
		for i := range at {
			if a.maybe {
				next[i] = true
			}
			for n := 0; strings.HasPrefix(printed[i:], a.text) && n < 2 && (n == 0 || a.twice); n++ {
				i += len(a.text)
				next[i] = true
				far = max(far, i)
			}
		}
		if len(next) == 0 {
			v.find(RuleFormats, name, "%s: after %s its page says %s, and it says %s", what, quote(tail(printed[:far])), quote(a.text), quote(printed[far:]))
			return
		}
		at = next
	}
	if !at[len(printed)] {
		v.find(RuleFormats, name, "%s: %s is not what its page says", what, quote(printed[far:]))
	}
}

// tail is the end of a text, to show where something follows.
func tail(s string) string {
	r := []rune(s)
	return string(r[max(0, len(r)-30):])
}

// What Chromium writes of itself, and numbers its elements by.
var (
	madeBy   = regexp.MustCompile(`^(?:Mozilla/5\.0 \([A-Za-z0-9_;. ]+\) AppleWebKit/[\d.]+ \(KHTML, like Gecko\) HeadlessChrome/[\d.]+ Safari/[\d.]+|Skia/PDF m\d+)$`)
	nodeName = regexp.MustCompile(`^node0000\d{4}$`)
	plainly  = regexp.MustCompile(`^[A-Za-zåäöÅÄÖ ]*$`)
)

// explains says whether a text of a PDF that is not drawn is its page's, or says
// nothing.
func (p *paper) explains(n pdf.Note, d *derived) bool {
	switch n.Key {
	case "Creator", "Producer":
		return madeBy.MatchString(n.Text)
	case "ID", "Headers", "Names", "Limits":
		return nodeName.MatchString(n.Text)
	case "Lang", "FontFamily", "Registry", "Ordering":
		return plainly.MatchString(n.Text)
	case "CreationDate", "ModDate":
		return n.Text == "D:"+d.moment()+"+00'00'"
	case "URI":
		at, ok := strings.CutPrefix(n.Text, d.permanent())
		return ok && d.published(at)
	}
	return n.Text == "" || p.said[pdf.Squeeze(n.Text)]
}

// permanent is where the publication stays; a text that begins no address where
// the site's is not known.
func (d *derived) permanent() string {
	for _, r := range d.rows["publikation"] {
		if at := r.text("adress"); at != "" {
			return at + "/publications/" + r.text("id") + "/"
		}
	}
	return "\x00"
}

// published says whether a path is that of a file of this publication, or leads to
// an earlier one.
func (d *derived) published(name string) bool {
	if _, listed := d.listed.files[name]; listed || name == manifestFile {
		return true
	}
	for _, r := range d.rows["tidigare"] {
		if at, ok := strings.CutPrefix(name, "../"); ok && strings.HasPrefix(at, r.text("publikation")+"/") && !hasDigit(strings.TrimPrefix(at, r.text("publikation"))) {
			return true
		}
	}
	return false
}

// moment is when the publication was made, as PDFs write it.
func (d *derived) moment() string {
	for _, r := range d.rows["publikation"] {
		if t, err := time.Parse(time.DateTime, r.text("publicerad")); err == nil {
			return t.Format("20060102150405")
		}
	}
	return ""
}
