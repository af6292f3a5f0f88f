package main

import (
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

// booksheet is a sheet as a reader from npm saw it, which had no part in writing it.
type booksheet struct {
	Name string  `json:"sheet"`
	Rows [][]any `json:"data"`
}

func readBook(t *testing.T, file string) []booksheet {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "node", filepath.Join("..", "..", "reports", "testdata", "read.mjs"), "xlsx", file)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node reads %s (npm ci fetches what it needs): %v", file, err)
	}
	var book []booksheet
	if err := json.Unmarshal(out, &book); err != nil {
		t.Fatal(err)
	}
	return book
}

// tablesOf are the tables of a page's main part: a row per line, a text per cell.
func tablesOf(t *testing.T, page string) [][][]string {
	t.Helper()
	f, err := os.Open(page)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	root, err := html.Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	var out [][][]string
	for n := range root.Descendants() {
		if n.Data == "table" && n.FirstChild != nil && strings.Contains(textOfNode(n), "Tabell") {
			var rows [][]string
			for r := range n.Descendants() {
				if r.Data != "tr" {
					continue
				}
				var row []string
				for c := range r.ChildNodes() {
					if c.Data == "th" || c.Data == "td" {
						row = append(row, strings.TrimSpace(textOfNode(c)))
					}
				}
				rows = append(rows, row)
			}
			out = append(out, rows)
		}
	}
	return out
}

// textOfNode is the text that eyes see: without what only a screen reader says.
func textOfNode(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for _, a := range n.Attr {
		if a.Key == "class" && a.Val == "vh" {
			return ""
		}
	}
	for c := range n.ChildNodes() {
		b.WriteString(textOfNode(c))
	}
	return b.String()
}

var swedishNumber = regexp.MustCompile(`^[−-]?\d{1,3}(\x{00a0}?\d{3})*(,\d+)?$`)

// asPrinted is a workbook's number with as many decimals as the page prints it with.
func asPrinted(v float64, printed string) string {
	decimals := 0
	if _, after, ok := strings.Cut(printed, ","); ok {
		decimals = len(after)
	}
	scale := math.Pow10(decimals)
	return strconv.FormatFloat(math.Round(v*scale*(1+1e-12))/scale, 'f', decimals, 64)
}

func TestWorkbooksOfReportsHoldTheTablesOfTheirPages(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(sitesForTest(t), "*", "site", "rapport", "*.xlsx"))
	if err != nil || len(files) < 4+14 {
		t.Fatalf("%d workbooks: %v", len(files), err)
	}
	numbers := 0
	for _, file := range files {
		name, err := filepath.Rel(sitesForTest(t), file)
		if err != nil {
			t.Fatal(err)
		}
		book, tables := readBook(t, file), tablesOf(t, strings.TrimSuffix(file, "xlsx")+"html")
		if len(book) != len(tables)+1 || book[len(tables)].Name != "Definitioner" {
			t.Fatalf("%s has %d sheets, its page %d tables", name, len(book), len(tables))
		}
		for i, rows := range tables {
			// A sheet begins with the caption, the subtitle and an empty row.
			var got [][]string
			for j, row := range book[i].Rows[3:] {
				var line []string
				for k, cell := range row {
					text, ok := cell.(string)
					if v, number := cell.(float64); number && j < len(rows) && k < len(rows[j]) {
						numbers++
						text = asPrinted(v, numberIn(rows[j][k]))
					} else if !ok && cell != nil {
						t.Errorf("%s, %s: cell %v is neither number nor text", name, book[i].Name, cell)
					}
					line = append(line, text)
				}
				got = append(got, line)
			}
			var want [][]string
			for _, row := range rows {
				var line []string
				for _, cell := range row {
					if n := numberIn(cell); n != "" {
						cell = strings.NewReplacer("\u00a0", "", ",", ".", "−", "-").Replace(n)
					}
					line = append(line, cell)
				}
				want = append(want, line)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %s differs from its page (-page +workbook):\n%s", name, book[i].Name, diff)
			}
		}
	}
	if numbers < 500 {
		t.Errorf("compared %d numbers", numbers)
	}
}

// numberIn is the number that a cell is, without its unit; nothing when it is a text.
func numberIn(cell string) string {
	cell = strings.TrimSuffix(cell, "\u00a0%")
	if swedishNumber.MatchString(cell) {
		return cell
	}
	return ""
}
