package table

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Book is several tables in one workbook, as people read them: a sheet per
// table, and a last sheet that says what they are.
type Book struct {
	Title     string
	Published time.Time
	Warning   string // stands at the head of every sheet; empty for none
	Sheets    []Sheet
	About     [][]string // rows of texts
}

// Sheet is one table as it is printed.
type Sheet struct {
	Name       string
	Title, Sub string
	Head       []string
	Rows       [][]Entry
}

// Entry is a cell: a number with so many decimals and what stands after it (%),
// or a text.
type Entry struct {
	Text     string
	Value    *float64
	Decimals int
	Suffix   string
}

// Workbook writes a book. It promises what XLSX does: typed cells, no formula,
// no hidden sheet, no property but title, maker and date, the same bytes for the
// same book.
func Workbook(in Book) (_ []byte, err error) {
	if len(in.Sheets) == 0 {
		return nil, errors.New("a workbook without tables")
	}
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	b := book{f: f, styles: map[string]int{}}
	at := in.Published.UTC().Format(time.RFC3339)
	for i, s := range in.Sheets {
		if i == 0 {
			b.do(f.SetSheetName(f.GetSheetName(0), s.Name))
		} else {
			_, err := f.NewSheet(s.Name)
			b.do(err)
		}
	}
	_, e := f.NewSheet(sheetAbout)
	b.do(e)
	b.do(f.SetDocProps(&excelize.DocProperties{Title: in.Title, Subject: in.Warning, Creator: creator, LastModifiedBy: creator, Created: at, Modified: at, Language: "sv-SE"}))
	b.do(f.SetAppProps(&excelize.AppProperties{Application: creator}))
	b.mark(in.Warning)
	for _, s := range in.Sheets {
		b.sheet(s)
	}
	b.texts(in.About)
	if b.err != nil {
		return nil, b.err
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, err
	}
	return inOrder(out.Bytes())
}

func (b *book) sheet(s Sheet) {
	w, err := b.f.NewStreamWriter(s.Name)
	if err != nil {
		b.do(err)
		return
	}
	b.do(w.SetColWidth(1, 1, 34))
	for j := range s.Head[1:] {
		b.do(w.SetColWidth(j+2, j+2, 16))
	}
	words := func(bold bool, texts ...string) []any {
		cells := make([]any, len(texts))
		for i, text := range texts {
			cells[i] = excelize.Cell{StyleID: b.style(textFormat, bold), Value: text}
		}
		return cells
	}
	b.row(w, 1, words(true, s.Title))
	b.row(w, 2, words(false, s.Sub))
	b.row(w, 4, words(true, s.Head...))
	for i, line := range s.Rows {
		cells := make([]any, len(line))
		for j, e := range line {
			if e.Value == nil {
				cells[j] = excelize.Cell{StyleID: b.style(textFormat, false), Value: e.Text}
				continue
			}
			c := Column{Kind: Figure, Decimals: e.Decimals}
			format := c.numberFormat()
			if e.Suffix != "" {
				format += `" ` + e.Suffix + `"`
			}
			cells[j] = excelize.Cell{StyleID: b.style(format, false), Value: *e.Value}
		}
		b.row(w, i+5, cells)
	}
	b.do(w.Flush())
}

// texts is the sheet that says what the others are.
func (b *book) texts(rows [][]string) {
	w, err := b.f.NewStreamWriter(sheetAbout)
	if err != nil {
		b.do(err)
		return
	}
	b.do(w.SetColWidth(1, 1, 34))
	b.do(w.SetColWidth(2, 2, 110))
	for i, line := range rows {
		cells := make([]any, len(line))
		for j, text := range line {
			cells[j] = excelize.Cell{StyleID: b.style(textFormat, j == 0), Value: text}
		}
		b.row(w, i+1, cells)
	}
	b.do(w.Flush())
}

var bookSheet = regexp.MustCompile(`^xl/worksheets/sheet\d+\.xml$`)

// ReadWorkbook reads what Workbook wrote: every text and, as text, every number,
// row by row, the cells of a row apart by tabs. It refuses what ReadXLSX refuses.
func ReadWorkbook(data []byte) (c Contents, err error) {
	parts, err := unzipKnown(data, func(name string) bool { return slices.Contains(workbookParts, name) || bookSheet.MatchString(name) })
	if err != nil {
		return c, err
	}
	var list xlsxBook
	if err := xml.Unmarshal(parts["xl/workbook.xml"], &list); err != nil {
		return c, err
	}
	if len(list.Names) > 0 || len(list.Sheets) == 0 || list.Sheets[len(list.Sheets)-1].Name != sheetAbout {
		return c, errors.New("names, or no sheet of definitions")
	}
	for _, s := range list.Sheets {
		if s.State != "" {
			return c, fmt.Errorf("the hidden sheet %s", s.Name)
		}
		c.Texts = append(c.Texts, s.Name)
	}
	sheets := 0
	for name, part := range parts {
		if !bookSheet.MatchString(name) {
			continue
		}
		sheets++
		rows, err := xlsxRows(part)
		if err != nil {
			return c, fmt.Errorf("%s: %w", name, err)
		}
		for _, row := range rows {
			c.Texts = append(c.Texts, strings.Join(row, "\t"))
		}
	}
	if sheets != len(list.Sheets) {
		return c, errors.New("a sheet that is not listed")
	}
	more, err := checkParts(parts)
	if err != nil {
		return c, err
	}
	c.Texts = append(c.Texts, more...)
	slices.Sort(c.Texts)
	return c, nil
}
