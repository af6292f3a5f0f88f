package main

import (
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// soundPage is what the check of a whole site needs to know of a page.
type soundPage struct {
	ids   map[string]bool
	links []string // as written
	refs  []string // ids that attributes name
}

// TestEveryPageOfTheSitesIsSound reads every page of the built sites, whoever
// wrote it: Swedish, well nested, one h1 and no level left out, ids of their own,
// links and anchors that lead somewhere, tables with captions and heads.
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
		for name, p := range pages {
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
	case u.Scheme != "" || strings.HasPrefix(link, "//"):
		return "" // a permanent address, a licence, or a source
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
)

// readSound reads a page token by token, since a parser would mend what is wrong.
func readSound(t *testing.T, label, text string) soundPage {
	t.Helper()
	p := soundPage{ids: map[string]bool{}}
	if !strings.HasPrefix(text, "<!doctype html>\n<html lang=\"sv\">") {
		t.Errorf("%s does not begin as a Swedish page", label)
	}
	var open []string
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
			p.attributes(t, label, token)
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
func (p *soundPage) attributes(t *testing.T, label string, token html.Token) {
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
		case key == "href" || key == "src" || key == "data-diagram":
			p.links = append(p.links, value)
		}
	}
	if token.Data == "th" && at["scope"] == "" {
		t.Errorf("%s: a table head without scope", label)
	}
	if token.Data == "svg" && at["aria-hidden"] == "" && (at["role"] != "img" || at["aria-labelledby"] == "") {
		t.Errorf("%s: a picture without a name", label)
	}
}
