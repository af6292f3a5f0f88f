package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports"
	"stadsdelskollen/reports/paper"
	"stadsdelskollen/reports/table"
	"stadsdelskollen/transform/disclosure/attack/pdf"
)

var update = flag.Bool("update", false, "write the golden reports anew; read them before they are committed")

// hiddenInPrint are the parts of a page that paper does not have.
var hiddenInPrint = []string{"fig-d", "fig-l", "skarm", "vh", "skip", "nav", "dl", "ns", "n"}

// blocksOf are the texts of a page's main part, one for each heading, paragraph,
// item and cell, as they are read on paper.
func blocksOf(t *testing.T, page string) []string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	var block strings.Builder
	end := func() {
		if s := strings.Join(strings.FieldsFunc(block.String(), func(r rune) bool { return r != '\u00a0' && unicode.IsSpace(r) }), " "); s != "" {
			out = append(out, s)
		}
		block.Reset()
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			block.WriteString(n.Data)
			return
		}
		for _, a := range n.Attr {
			for _, class := range hiddenInPrint {
				if a.Key == "class" && strings.Contains(" "+a.Val+" ", " "+class+" ") {
					return
				}
			}
		}
		inline := strings.Contains(" a b span i small ", " "+n.Data+" ")
		if !inline {
			end()
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if !inline {
			end()
		}
	}
	var find func(n *html.Node)
	find = func(n *html.Node) {
		if n.Type == html.ElementNode && n.Data == "main" {
			walk(n)
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			find(c)
		}
	}
	find(root)
	return out
}

func TestReportsOfTheExampleReadAsTheyWereRead(t *testing.T) {
	site := filepath.Join(sitesForTest(t), "stockholm", "site")
	for _, name := range []string{"manad", "ar-2017", "kungsholmen"} {
		id := filepath.Base(mustReadlink(t, site))
		got := strings.ReplaceAll(strings.Join(blocksOf(t, filepath.Join(site, "rapport", name+".html")), "\n")+"\n", id, "PUBLICERING")
		golden := filepath.Join("testdata", "rapport", name+".txt")
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s says something else (-want +got; -update writes it anew):\n%s", name, diff)
		}
	}
}

func mustReadlink(t *testing.T, link string) string {
	t.Helper()
	target, err := os.Readlink(link)
	if err != nil {
		t.Fatal(err)
	}
	return target
}

func TestReportsWithoutABrowserSayHowToGetAPDF(t *testing.T) {
	site := filepath.Join(sitesForTest(t), "stockholm", "site")
	for name, want := range map[string]string{"rapporter.html": "välj att spara som PDF", "rapport/manad.html": "välj att spara som PDF", "index.html": `href="rapporter.html"`} {
		text, err := os.ReadFile(filepath.Join(site, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), want) || strings.Contains(string(text), ".pdf") {
			t.Errorf("%s lacks %q, or links to a PDF that is not there", name, want)
		}
	}
}

func TestWorkbooksOfReportsReadBackWithoutFormulasOrHiddenParts(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(sitesForTest(t), "stockholm", "site", "rapport", "*.xlsx"))
	if err != nil || len(files) < 4 {
		t.Fatalf("%d workbooks: %v", len(files), err)
	}
	for _, file := range files {
		if _, err := readBack(file); err != nil {
			t.Error(err)
		}
	}
	month, err := readBack(filepath.Join(filepath.Dir(files[0]), "manad.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Antal hushåll\t211\t252\t222", "Sammanlagd kostnad, tkr\t1718\t1991\t1842", "Kostnad per hushåll, kr\t8143\t7901\t8295"} {
		if !strings.Contains(strings.Join(month.Texts, "\n"), want) {
			t.Errorf("manad.xlsx lacks the row %q", want)
		}
	}
}

// squeezed is a text without spaces and hyphens, which line breaks add and take.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '-' || r == '\u00ad' || r == '\u2010' || r == '\f' {
			return -1
		}
		return r
	}, s)
}

func TestAPrintedReportSaysWhatItsPageSays(t *testing.T) {
	site := filepath.Join(sitesForTest(t), "stockholm", "site")
	dir := filepath.Join(t.TempDir(), "site")
	if err := os.CopyFS(dir, os.DirFS(mustEval(t, site))); err != nil {
		t.Fatal(err)
	}
	var first map[string][]byte
	for range 2 {
		if err := os.RemoveAll(filepath.Join(dir, "rapport")); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(dir, "rapporter.html")); err != nil {
			t.Fatal(err)
		}
		printed := printReports(t, dir)
		if first != nil {
			for name, text := range printed {
				if !bytes.Equal(text, first[name]) {
					t.Errorf("%s is not the same when it is printed again", name)
				}
			}
		}
		first = printed
	}
	for name, printed := range first {
		text, err := exec.Command("pdftotext", filepath.Join(dir, "rapport", name), "-").Output()
		if err != nil {
			t.Fatalf("read %s (on Debian: apt-get install poppler-utils): %v", name, err)
		}
		paperText, page := squeezed(string(text)), blocksOf(t, filepath.Join(dir, "rapport", strings.TrimSuffix(name, ".pdf")+".html"))
		for _, block := range page {
			for _, word := range strings.Fields(block) {
				if !strings.Contains(paperText, squeezed(word)) {
					t.Errorf("%s lacks %q of %q", name, word, block)
				}
			}
		}
		whole := squeezed(strings.Join(page, "")) + "stadsdelskollen"
		for _, word := range strings.Fields(string(text)) {
			if w := squeezed(word); strings.ContainsAny(w, "0123456789") && !strings.Contains(whole, w) && !strings.HasPrefix(w, "(") {
				t.Errorf("%s has %q, which its page lacks", name, word)
			}
		}
		read, err := pdf.Read(printed)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		ours := pdf.Squeeze(strings.Join(slices.Concat(read.Told, read.Beside), ""))
		if diff := cmp.Diff(lettersOf(pdf.Squeeze(string(text))), lettersOf(ours)); diff != "" {
			t.Errorf("%s: pdftotext reads other letters (-pdftotext +ours):\n%s", name, diff)
		}
		if bytes.Contains(printed, []byte("file:")) {
			t.Errorf("%s tells where it was printed", name)
		}
		for _, want := range []string{"/MarkInfo", "/StructTreeRoot", "/Outlines", "/Lang", "(D:20261121120000+00'00')"} {
			if !bytes.Contains(printed, []byte(want)) {
				t.Errorf("%s has no %s", name, want)
			}
		}
		if n := bytes.Count(printed, []byte("/Type /Page\n")); n == 0 || n > 4 {
			t.Errorf("%s has %d pages", name, n)
		}
	}
}

// lettersOf counts each letter of a text.
func lettersOf(s string) map[string]int {
	out := map[string]int{}
	for _, r := range s {
		out[string(r)]++
	}
	return out
}

// printReports writes the reports of the publication in dir with Chromium, and
// gives its PDFs by name.
func printReports(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	path := browserPath(func(name string) string { return map[string]string{"PATH": os.Getenv("PATH")}[name] })
	pub, err := publication.Open(t.Context(), filepath.Join(dir, "data", "publication.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	draw, err := chart.NewRenderer(1)
	if err != nil {
		t.Fatal(err)
	}
	unprinted, err := paper.Write(context.WithoutCancel(t.Context()), pub, dir, paper.Options{Draw: draw, Browser: path})
	draw.Close()
	for _, err := range []error{err, unprinted, pub.Close()} {
		if err != nil {
			t.Fatalf("print reports (on Debian: apt-get install chromium): %v", err)
		}
	}
	out := map[string][]byte{}
	files, _ := filepath.Glob(filepath.Join(dir, "rapport", "*.pdf"))
	for _, file := range files {
		if out[filepath.Base(file)], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	if len(out) < 5 {
		t.Fatalf("only %d PDFs", len(out))
	}
	return out
}

func mustEval(t *testing.T, path string) string {
	t.Helper()
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		t.Fatal(err)
	}
	return real
}

func TestABrowserThatDoesNotStartIsNoFaultOfThePublication(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	if err := os.CopyFS(filepath.Join(dir, "data"), os.DirFS(filepath.Join(mustEval(t, filepath.Join(sitesForTest(t), "stockholm", "site")), "data"))); err != nil {
		t.Fatal(err)
	}
	pub, err := publication.Open(t.Context(), filepath.Join(dir, "data", "publication.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	defer pub.Close()
	draw, err := chart.NewRenderer(1)
	if err != nil {
		t.Fatal(err)
	}
	defer draw.Close()
	unprinted, err := paper.Write(t.Context(), pub, dir, paper.Options{Draw: draw, Browser: filepath.Join(dir, "no-browser")})
	if err != nil || unprinted == nil {
		t.Errorf("fault %v, unprinted %v", err, unprinted)
	}
	if _, err := os.Stat(filepath.Join(dir, "rapport", "manad.html")); err != nil {
		t.Error(err)
	}
}

// readBack reads a published file as verify does.
func readBack(path string) (table.Contents, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return table.Contents{}, err
	}
	return reports.Read(path, data)
}
