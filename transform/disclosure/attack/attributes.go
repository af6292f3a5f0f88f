//go:build duckdb_arrow

package attack

import (
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// How the attributes of pages and pictures are read. One that has a number and is
// in none of these is a finding.
var (
	// spoken are what a reader hears or sees; data-* are read too.
	spoken = wordSet(`aria-label aria-description aria-valuetext aria-valuenow title alt content value label placeholder summary datetime`)
	// leading are addresses of files.
	leading = wordSet(`href src data-diagram action`)
	// look are where things stand and how large they are: shapes are not read.
	look = wordSet(`d x y x1 x2 y1 y2 cx cy r rx ry points width height viewbox transform fill stroke stroke-width stroke-dasharray
		font-size font-weight letter-spacing opacity tabindex colspan rowspan charset xmlns`)
	// named are names within the page.
	named = wordSet(`id class for headers aria-labelledby aria-describedby aria-controls name`)
	// plainName is a name whose number, if any, counts the places of a page.
	plainName = regexp.MustCompile(`^[\p{L}_-]*(?:p90[\p{L}_-]*)?\d{0,2}(?:-[a-z]+)?$`)
	// shape is what look may hold: numbers, colours and letters of paths.
	shape = regexp.MustCompile(`^(?:[-\d.,e\s%MmLlHhVvCcSsQqTtAaZz]|px|#[0-9a-f]{3,8}|(?:translate|rotate|scale|matrix)\([-\d., ]+\))*$|^utf-8$|^http://www\.w3\.org/2000/svg$`)
)

func wordSet(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// attributes checks the attributes of an element that have a number.
func (p *page) attributes(n *html.Node) {
	for _, a := range n.Attr {
		if !hasDigit(a.Val) || n.Data == "meta" && attribute(n, "name") == "viewport" || n.Data == "li" && a.Key == "value" {
			continue
		}
		ok := true
		switch {
		case leading[a.Key], n.Data == "option" && a.Key == "value":
			ok = p.leads(a.Val)
		case spoken[a.Key], strings.HasPrefix(a.Key, "data-"):
			p.v.tell(p.name, a.Key, a.Val, p.d, p.subject)
		case look[strings.ToLower(a.Key)]:
			ok = shape.MatchString(a.Val)
		case named[a.Key]:
			for _, name := range strings.Fields(a.Val) {
				ok = ok && p.d.plainName(name)
			}
		default:
			ok = false
		}
		if !ok {
			p.v.find(RuleMetadata, p.name, "the attribute %s of %s is %s", a.Key, n.Data, quote(a.Val))
		}
	}
}

// plainName says whether a name in a page is plain: with the names of indicators
// taken out of it.
func (d *derived) plainName(name string) bool {
	if plainName.MatchString(name) {
		return true
	}
	for _, indicator := range d.names.indicator {
		if rest := strings.Replace(name, indicator, "", 1); rest != name && plainName.MatchString(rest) {
			return true
		}
	}
	return false
}

// leads says whether an address is that of a file of this publication, or of an
// earlier one. Of any other address the numbers are read.
func (p *page) leads(to string) bool {
	to, _, _ = strings.Cut(to, "#")
	if at, ok := strings.CutPrefix(to, p.d.permanent()); ok {
		return p.d.published(at)
	}
	if strings.Contains(to, ":") {
		p.v.tell(p.name, "an address", to, p.d, p.subject)
		return true
	}
	return to == "" || p.d.published(path.Join(path.Dir(p.name), to))
}
