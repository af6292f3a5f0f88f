//go:build duckdb_arrow

package attack

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// entryID is the id of a feed or an entry: made of the publication's, and so of
// published figures.
var entryID = regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// readFeed checks every text and attribute of a feed; its entries hold HTML.
func (v *verifier) readFeed(name string, text []byte, d *derived) error {
	f := feed{v: v, name: name, d: d}
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
			f.attributes(t)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.Comment, xml.Directive:
			v.find(RuleMetadata, name, "a comment: %q", t)
		case xml.CharData:
			if len(open) == 0 || strings.TrimSpace(string(t)) == "" {
				continue
			}
			if err := f.text(open[len(open)-1], strings.TrimSpace(string(t))); err != nil {
				return fmt.Errorf("feed: %w", err)
			}
		}
	}
}

// feed is a feed while it is read.
type feed struct {
	v    *verifier
	name string
	d    *derived
}

func (f feed) text(element, text string) error {
	ok := true
	switch element {
	case "id":
		ok = entryID.MatchString(text)
	case "updated":
		_, err := time.Parse(time.RFC3339, text)
		ok = err == nil
	default:
		root, err := html.Parse(strings.NewReader(text))
		if err != nil {
			return err
		}
		f.v.tell(f.name, element+" "+quote(text), textOf(root), f.d, about{})
		p := &page{v: f.v, name: f.name, d: f.d}
		p.inner(root)
	}
	if !ok {
		f.v.find(RuleMetadata, f.name, "%s is %s", element, quote(text))
	}
	return nil
}

func (f feed) attributes(e xml.StartElement) {
	p := &page{v: f.v, name: f.name, d: f.d}
	for _, a := range e.Attr {
		switch {
		case !hasDigit(a.Value) || a.Name.Local == "xmlns":
		case a.Name.Local == "href" && p.leads(a.Value):
		default:
			f.v.find(RuleMetadata, f.name, "the attribute %s of %s is %s", a.Name.Local, e.Name.Local, quote(a.Value))
		}
	}
}
