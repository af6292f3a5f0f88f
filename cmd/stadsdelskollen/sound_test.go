package main

import (
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// soundPage is what the check of a whole site needs to know of a page.
type soundPage struct {
	title string
	ids   map[string]bool
	links []string // as written
	refs  []string // ids that attributes name
}

// TestEveryPageOfTheSitesIsSound reads every page of the built sites, whoever
// wrote it: Swedish, well nested, one h1 and no level left out, ids of their own,
// links and anchors that lead somewhere, tables with captions and heads, a title
// that no other page has, a description, nothing inline and nothing from other hosts.
func TestEveryPageOfTheSitesIsSound(t *testing.T) {
	root := sitesForTest(t)
	for _, dir := range sitesBuilt {
		site := os.DirFS(filepath.Join(root, filepath.FromSlash(dir)))
		pages := map[string]soundPage{}
		kinds := map[string]int{}
		err := fs.WalkDir(site, ".", func(name string, _ fs.DirEntry, err error) error {
			if err == nil && path.Ext(name) == ".html" {
				kinds[strings.SplitN(name, "/", 2)[0]]++
				pages[name] = readSound(t, dir+"/"+name, readSite(t, site, name))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if kinds["rapport"] < 5 || kinds["diagram"] < 20 || kinds["nyckeltal"] < 4 || kinds["stadsdel"] < 11 {
			t.Errorf("%s: pages %v", dir, kinds)
		}
		titled := map[string]string{}
		for name, p := range pages {
			if other := titled[p.title]; other != "" {
				t.Errorf("%s: %s and %s are both titled %q", dir, name, other, p.title)
			}
			titled[p.title] = name
			for _, id := range p.refs {
				if !p.ids[id] {
					t.Errorf("%s/%s: nothing has the id %s", dir, name, id)
				}
			}
			for _, link := range p.links {
				if fault := leads(site, pages, name, link); fault != "" {
					t.Errorf("%s/%s: %s: %s", dir, name, link, fault)
				}
			}
		}
	}
}

// leads says what is wrong with a link; empty when it leads somewhere.
func leads(site fs.FS, pages map[string]soundPage, from, link string) string {
	u, err := url.Parse(link)
	switch {
	case err != nil:
		return err.Error()
	case (u.Scheme == "https" || u.Scheme == "http") && strings.Contains(u.Host, "."):
		return "" // a permanent address, a licence, or a source
	case u.Scheme != "" || u.Host != "":
		return "neither a page nor a host"
	case strings.HasPrefix(u.Path, "/"):
		if from == "404.html" {
			return ""
		}
		return "begins at the host's root"
	}
	target := from
	if u.Path != "" {
		target = path.Join(path.Dir(from), u.Path)
	}
	if _, err := fs.Stat(site, target); err != nil {
		return "no such file"
	}
	if p, ok := pages[target]; ok && u.Fragment != "" && !p.ids[u.Fragment] {
		return "no such anchor"
	}
	return ""
}

var (
	voidElements = strings.Fields("area base br col embed hr img input link meta source track wbr")
	namesIDs     = strings.Fields("aria-labelledby aria-describedby aria-controls for headers")

	// What the pages are made of. Another element is misspelt, or new and to be thought of here.
	phrasing = strings.Fields("a b br button code i input label select small span svg")
	flow     = strings.Fields("details div dl fieldset figure footer h1 h2 h3 h4 header main nav ol p pre section table ul")
	// Where the parser minds: only these in those.
	only = map[string][]string{
		"html": {"head", "body"}, "head": strings.Fields("link meta script title"), "ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "select": {"option"},
		"table": {"caption", "thead", "tbody"}, "thead": {"tr"}, "tbody": {"tr"}, "tr": {"th", "td"},
		"svg": strings.Fields("circle g line path rect text view"), "g": strings.Fields("circle g line path rect text"),
		"details": append([]string{"summary"}, flow...), "fieldset": slices.Concat([]string{"legend"}, phrasing, flow), "figure": slices.Concat([]string{"figcaption"}, phrasing, flow),
	}
	phrasingOnly = strings.Fields("b button code h1 h2 h3 h4 i label legend p pre small span summary")
)

// misplaced says whether an element may not stand in the innermost of open.
func misplaced(open []string, name string) bool {
	if len(open) == 0 {
		return name != "html"
	}
	parent := open[len(open)-1]
	if name == "a" || name == "button" || name == "input" || name == "select" {
		if slices.Contains(open, "a") || slices.Contains(open, "button") {
			return true
		}
	}
	if name == "dt" || name == "dd" {
		return parent != "dl" && (parent != "div" || open[len(open)-2] != "dl")
	}
	if name == "script" {
		return parent != "head" && parent != "main"
	}
	if allowed, ok := only[parent]; ok {
		return !slices.Contains(allowed, name)
	}
	if slices.Contains(phrasingOnly, parent) {
		return !slices.Contains(phrasing, name)
	}
	return !slices.Contains(phrasing, name) && !slices.Contains(flow, name)
}

// parsed are the elements of a page as a browser sees them, each with all that it
// stands in: a <div> in a <p> stands after it there.
func parsed(t *testing.T, text string) []string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(text))
	must(t, err)
	var out []string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		at := strings.ToLower(n.Data)
		for a := range n.Ancestors() {
			if a.Type == html.ElementNode {
				at = strings.ToLower(a.Data) + " " + at
			}
		}
		out = append(out, at)
	}
	return out
}

// newestTold is how a page says of which period its figures are.
var newestTold = regexp.MustCompile(`>(?:Senaste uppgifter|Uppgifter för|Månad)</b> |Senaste uppgifter: \S`)

// readSound reads a page token by token, since a parser would mend what is wrong.
func readSound(t *testing.T, label, text string) soundPage {
	t.Helper()
	p := soundPage{ids: map[string]bool{}}
	if !strings.HasPrefix(text, "<!doctype html>\n<html lang=\"sv\">") {
		t.Errorf("%s does not begin as a Swedish page", label)
	}
	if !strings.Contains(text, "Publicerat") || !newestTold.MatchString(text) {
		t.Errorf("%s does not say how fresh it is", label)
	}
	if strings.Contains(label, "/rapport/") && !strings.Contains(text, "<b>Nästa</b> ") {
		t.Errorf("%s does not say when the next figures come", label)
	}
	var open, written []string
	described := false
	count, level := map[string]int{}, 0
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		token := z.Token()
		switch kind {
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Errorf("%s: </%s> closes %v", label, token.Data, open)
				return p
			}
			open = open[:len(open)-1]
		case html.StartTagToken, html.SelfClosingTagToken:
			count[token.Data]++
			if misplaced(open, token.Data) {
				t.Errorf("%s: <%s> in %v", label, token.Data, open)
			}
			written = append(written, strings.Join(append(slices.Clone(open), token.Data), " "))
			if kind == html.StartTagToken && !slices.Contains(voidElements, token.Data) {
				open = append(open, token.Data)
			}
			if len(token.Data) == 2 && token.Data[0] == 'h' && token.Data[1] >= '1' && token.Data[1] <= '6' {
				if n := int(token.Data[1] - '0'); n > level+1 {
					t.Errorf("%s: %s follows h%d", label, token.Data, level)
				} else {
					level = n
				}
			}
			if at := p.attributes(t, label, token); at["name"] == "description" {
				described = len(at["content"]) > 10
			}
		case html.TextToken:
			if len(open) > 0 && open[len(open)-1] == "title" {
				p.title = strings.TrimSpace(token.Data)
			}
		}
	}
	if p.title == "" || !described {
		t.Errorf("%s: titled %q, a description: %t", label, p.title, described)
	}
	if seen := parsed(t, text); !slices.Equal(written, seen) {
		for i := range written {
			if i >= len(seen) || written[i] != seen[i] {
				t.Errorf("%s: a browser has another tree than what is written, from %s", label, written[i])
				break
			}
		}
	}
	if len(open) > 0 {
		t.Errorf("%s: %v is not closed", label, open)
	}
	if count["h1"] != 1 || count["main"] != 1 || count["title"] != 1 || count["table"] != count["caption"] {
		t.Errorf("%s: %d h1, %d main, %d title, %d tables with %d captions", label, count["h1"], count["main"], count["title"], count["table"], count["caption"])
	}
	return p
}

// attributes notes ids and links of an element, and what a strict policy forbids.
func (p *soundPage) attributes(t *testing.T, label string, token html.Token) map[string]string {
	t.Helper()
	at := map[string]string{}
	for _, a := range token.Attr {
		key, value := a.Key, a.Val
		at[key] = value
		switch {
		case key == "style" || strings.HasPrefix(key, "on"):
			t.Errorf("%s: %s has %s", label, token.Data, key)
		case key == "id" && (value == "" || p.ids[value] || strings.Contains(value, " ")):
			t.Errorf("%s: the id %q stands twice or is none", label, value)
		case key == "id":
			p.ids[value] = true
		case slices.Contains(namesIDs, key):
			p.refs = append(p.refs, strings.Fields(value)...)
		case key == "href" || key == "src" || key == "data-diagram" || token.Data == "option" && key == "value":
			p.links = append(p.links, value)
			if token.Data != "a" && (strings.HasPrefix(value, "//") || strings.Contains(value, ":")) {
				t.Errorf("%s: %s is fetched from %s", label, token.Data, value)
			}
		case key == "srcset" || key == "action" || key == "formaction" || key == "poster" || key == "lang" && token.Data != "html":
			t.Errorf("%s: %s has %s, which no page has needed", label, token.Data, key)
		}
	}
	if token.Data == "th" && at["scope"] == "" {
		t.Errorf("%s: a table head without scope", label)
	}
	if token.Data == "svg" && at["aria-hidden"] == "" && (at["role"] != "img" || at["aria-labelledby"] == "") {
		t.Errorf("%s: a picture without a name", label)
	}
	if token.Data == "script" && at["type"] != "application/ld+json" && (at["src"] == "" || at["type"] != "module") {
		t.Errorf("%s: a script that is neither a file's nor data", label)
	}
	return at
}
