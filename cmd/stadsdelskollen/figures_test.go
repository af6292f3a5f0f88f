package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
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
// something, subtitle, source, a description that its picture is tied to and that
// says values, its table, and four files at an address of its own with the links to
// them. A report names its sources once, and has its tables beside its figures; their
// files have their titles, since they may be those of a page of the site.
func figureFaults(t *testing.T, site fs.FS, figures *int) []string {
	t.Helper()
	var faults []string
	err := fs.WalkDir(site, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || path.Ext(name) != ".html" {
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
	report := strings.HasPrefix(name, "rapport/")
	for _, class := range []string{"fig-t", "fig-s", "fig-src", "fig-b"} {
		if !(report && class == "fig-src") && len(strings.TrimSpace(textIn(find(figure, class)))) < 8 {
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
	said := strings.NewReplacer("\u00a0", "", "\u202f", "", ",", ".").Replace(year.ReplaceAllString(textIn(find(figure, "fig-b")), ""))
	values := number.FindAllString(said, -1)
	if report && len(values) < 2 {
		out = append(out, "values in its description")
	}
	alone, details := strings.HasPrefix(name, "diagram/"), find(figure, "fig-d")
	if !report && element(details, "table") == nil && (alone || !strings.Contains(textIn(details), "Talen finns")) {
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
	if title := textIn(find(figure, "fig-t")); report && (titleOf(site, own) != title || !strings.Contains(readFile(site, own+".svg"), `<title id="t">`+html.EscapeString(title))) {
		out = append(out, "files with its title")
	}
	if stated, wanted := statedBy(site, own); len(out) == 0 && count(values, stated) < wanted {
		out = append(out, fmt.Sprintf("%d values of its own in its description", wanted))
	}
	return out
}

// titleOf is the title that the description of a chart's files gives it.
func titleOf(site fs.FS, own string) string {
	var described struct {
		Title string `json:"titel"`
	}
	_ = json.Unmarshal([]byte(readFile(site, own+".metadata.json")), &described) // an unreadable one has no title
	return described.Title
}

// readFile is a file that may be missing: then it is empty.
func readFile(site fs.FS, name string) string {
	text, _ := fs.ReadFile(site, name)
	return string(text)
}

var (
	year   = regexp.MustCompile(`\b(19|20)\d\d\b`)
	number = regexp.MustCompile(`\d+(\.\d+)?`)
	bare   = regexp.MustCompile(`[:\[,]-?(\d+(\.\d+)?)`)
)

// statedBy are the figures of a chart's files: its values with their bounds, and
// what its picture is drawn from, since limits and means stand there alone. wanted
// is how many of them a description says: two, or as many values as there are.
func statedBy(site fs.FS, own string) (stated []float64, wanted int) {
	text, _ := fs.ReadFile(site, own+".csv")
	rows, _ := csv.NewReader(bytes.NewReader(text)).ReadAll()
	for _, row := range rows[min(1, len(rows)):] {
		for i, column := range rows[0] {
			if v, err := strconv.ParseFloat(row[i], 64); err == nil && (column == "varde" || column == "nedre" || column == "ovre") {
				stated = append(stated, math.Abs(v))
			}
		}
	}
	wanted = min(2, len(stated))
	text, _ = fs.ReadFile(site, own+".json")
	for _, m := range bare.FindAllSubmatch(text, -1) {
		if v, err := strconv.ParseFloat(string(m[1]), 64); err == nil {
			stated = append(stated, v)
		}
	}
	return stated, wanted
}

// count is how many of the numbers that are said are stated, rounded as they are said.
func count(said []string, stated []float64) int {
	n := 0
	for _, s := range said {
		v, err := strconv.ParseFloat(s, 64)
		_, decimals, _ := strings.Cut(s, ".")
		half := 0.501 * math.Pow10(-len(decimals))
		if err == nil && slices.ContainsFunc(stated, func(x float64) bool { return math.Abs(x-v) <= half }) {
			n++
		}
	}
	return n
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
