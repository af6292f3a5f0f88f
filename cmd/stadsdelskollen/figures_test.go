package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestEveryFigureHasAllThatBelongsToAChart(t *testing.T) {
	root := sitesForTest(t)
	for _, dir := range sitesBuilt {
		figures := 0
		for _, fault := range figureFaults(t, os.DirFS(filepath.Join(root, filepath.FromSlash(dir))), &figures) {
			t.Errorf("%s: %s", dir, fault)
		}
		if figures < 60 {
			t.Errorf("%s has %d figures", dir, figures)
		}
	}
}

// figureFaults are what the figures of a site's pages lack: a title that says
// something, subtitle, source, a description that its picture is tied to, its
// table, and four files at an address of its own with the links to them.
func figureFaults(t *testing.T, site fs.FS, figures *int) []string {
	t.Helper()
	var faults []string
	err := fs.WalkDir(site, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || path.Ext(name) != ".html" || strings.HasPrefix(name, "rapport/") {
			return err
		}
		doc, err := html.Parse(strings.NewReader(readSite(t, site, name)))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for n := range doc.Descendants() {
			if n.Data == "figure" && hasClass(n, "fig") {
				*figures++
				for _, lacks := range lacking(site, name, doc, n) {
					faults = append(faults, name+"#"+attribute(n, "id")+" lacks "+lacks)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return faults
}

// lacking are the parts that a figure on page name has not.
func lacking(site fs.FS, name string, doc, figure *html.Node) []string {
	var out []string
	for _, class := range []string{"fig-t", "fig-s", "fig-src", "fig-b"} {
		if len(strings.TrimSpace(textIn(find(figure, class)))) < 8 {
			out = append(out, class)
		}
	}
	pictures := 0
	for n := range figure.Descendants() {
		if n.Data == "svg" && attribute(n, "role") == "img" {
			pictures++
			if attribute(n, "aria-labelledby") != attribute(find(figure, "fig-t"), "id") || attribute(n, "aria-describedby") != attribute(find(figure, "fig-b"), "id") {
				out = append(out, "a picture tied to its title and description")
			}
		}
	}
	if pictures != 2 {
		out = append(out, "its wide and narrow picture")
	}
	alone, details := strings.HasPrefix(name, "diagram/"), find(figure, "fig-d")
	if element(details, "table") == nil && (alone || !strings.Contains(textIn(details), "Talen finns")) {
		out = append(out, "its table")
	}
	links := map[string]string{}
	from := figure
	if alone {
		from = doc
	}
	for n := range from.Descendants() {
		if n.Data == "a" && n.Parent != nil && hasClass(n.Parent, "fig-l") {
			links[textIn(n)] = attribute(n, "href")
		}
	}
	own := strings.TrimSuffix(name, ".html")
	if !alone {
		address, _, ok := strings.Cut(cmp.Or(links["Bädda in"], links["Egen sida"]), ".html") // an internal chart is not to be framed elsewhere
		if own = path.Join(path.Dir(name), address); !ok || links["Källa och metod"] == "" || links["Ladda ner bild (SVG)"] != address+".svg" || links["tal (CSV)"] != address+".csv" {
			return append(out, fmt.Sprintf("links to its address, files and method: %v", links))
		}
	}
	for _, ending := range []string{".html", ".svg", ".csv", ".metadata.json"} {
		if _, err := fs.Stat(site, own+ending); err != nil {
			out = append(out, own+ending)
		}
	}
	return out
}

func hasClass(n *html.Node, class string) bool {
	return strings.Contains(" "+attribute(n, "class")+" ", " "+class+" ")
}

// find is the first element in n of a class, n itself among them.
func find(n *html.Node, class string) *html.Node {
	if n == nil {
		return nil
	}
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && hasClass(d, class) {
			return d
		}
	}
	return nil
}

func element(n *html.Node, name string) *html.Node {
	if n == nil {
		return nil
	}
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == name {
			return d
		}
	}
	return nil
}

func attribute(n *html.Node, name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func textIn(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
