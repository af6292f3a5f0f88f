package reports

import (
	"encoding/xml"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWorkbookHasTypedCellsAndNothingHidden(t *testing.T) {
	i := info()
	i.City = "=HYPERLINK(\"https://example.se\")"
	dir := written(t, i)
	parts := sheets(t, filepath.Join(dir, "forsorjningshinder.xlsx"))
	var names []string
	for name := range parts {
		names = append(names, name)
	}
	slices.Sort(names)
	// No comments, no links out, no custom properties, no hidden caches.
	if diff := cmp.Diff([]string{"[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
		"xl/theme/theme1.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}, names); diff != "" {
		t.Error(diff)
	}
	var book workbook
	if err := xml.Unmarshal([]byte(parts["xl/workbook.xml"]), &book); err != nil {
		t.Fatal(err)
	}
	if len(book.Sheets) != 2 || book.Sheets[0].Name != "Data" || book.Sheets[1].Name != "Definitioner" || book.Sheets[0].State+book.Sheets[1].State != "" || len(book.Names) > 0 {
		t.Errorf("got %+v", book)
	}
	for _, part := range []string{"docProps/core.xml", "docProps/app.xml"} {
		if strings.Contains(parts[part], "xuri") || part == "docProps/core.xml" && !strings.Contains(parts[part], "2026-11-21T12:00:00Z") {
			t.Errorf("%s: %s", part, parts[part])
		}
	}
	want := reference(t, filepath.Join(dir, "forsorjningshinder.csv"))
	var data, about sheet
	for part, into := range map[string]*sheet{"xl/worksheets/sheet1.xml": &data, "xl/worksheets/sheet2.xml": &about} {
		if err := xml.Unmarshal([]byte(parts[part]), into); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(parts[part], "hidden") {
			t.Errorf("%s hides something", part)
		}
		for _, r := range into.Rows {
			for _, c := range r.Cells {
				if c.Formula != nil || c.Type != "" && c.Type != "n" && c.Type != "inlineStr" {
					t.Errorf("%s %s: type %q, formula %v", part, c.Ref, c.Type, c.Formula)
				}
			}
		}
	}
	column := regexp.MustCompile(`^[A-Z]+`)
	var head = map[string]string{}
	for _, c := range data.Rows[0].Cells {
		head[column.FindString(c.Ref)] = c.Inline
	}
	for n, r := range data.Rows[1:] {
		left := len(want[n])
		for _, c := range r.Cells {
			name := head[column.FindString(c.Ref)]
			text := want[n][name]
			_, err := strconv.ParseFloat(text, 64)
			numeric := slices.Contains(figures, name) && err == nil
			if numeric != (c.Type == "n" || c.Type == "") {
				t.Errorf("%s: %q has type %q", c.Ref, text, c.Type)
			}
			got := c.Inline
			if numeric {
				v, _ := strconv.ParseFloat(c.Value, 64)
				w, _ := strconv.ParseFloat(text, 64)
				if v != w {
					t.Errorf("%s: got %v, want %v", c.Ref, v, w)
				}
				continue
			}
			if got != text {
				t.Errorf("%s: got %q, want %q", c.Ref, got, text)
			}
		}
		for name, text := range want[n] {
			if text == "" {
				left--
			}
			_ = name
		}
		if len(r.Cells) < left {
			t.Errorf("row %d has %d cells, want %d", n, len(r.Cells), left)
		}
	}
	if !strings.Contains(parts["xl/styles.xml"], `formatCode="#,##0.0"`) {
		t.Error("no number format with one decimal")
	}
	if !strings.Contains(parts["xl/worksheets/sheet2.xml"], "=HYPERLINK(") || !strings.Contains(parts["xl/worksheets/sheet2.xml"], "Definition") {
		t.Error("the sheet of definitions lacks its title or its definition")
	}
}

func TestWorkbookHoldsWhatTheCSVFileHolds(t *testing.T) {
	dir := written(t, info())
	for _, name := range []string{"forsorjningshinder", "fakta"} {
		var book []struct {
			Sheet string  `json:"sheet"`
			Data  [][]any `json:"data"`
		}
		foreign(t, "xlsx", filepath.Join(dir, name+".xlsx"), &book)
		if len(book) != 2 || book[0].Sheet != "Data" || book[1].Sheet != "Definitioner" {
			t.Fatalf("%s.xlsx has the sheets %+v", name, book)
		}
		want := reference(t, filepath.Join(dir, name+".csv"))
		head, rows := book[0].Data[0], book[0].Data[1:]
		if len(rows) != len(want) || len(head) != len(want[0]) {
			t.Fatalf("%s.xlsx has %d rows of %d columns, want %d of %d", name, len(rows), len(head), len(want), len(want[0]))
		}
		for i, row := range rows {
			for j, cell := range row {
				column := head[j].(string)
				var expected any = want[i][column]
				if n, err := strconv.ParseFloat(want[i][column], 64); err == nil && slices.Contains(figures, column) {
					expected = n
				} else if want[i][column] == "" {
					expected = nil
				}
				if cell != expected {
					t.Errorf("%s.xlsx, row %d, %s: got %v, want %v", name, i+2, column, cell, expected)
				}
			}
		}
	}
}
