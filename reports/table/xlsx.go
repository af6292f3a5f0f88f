package table

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

const (
	sheetRows  = "Data"
	sheetAbout = "Definitioner"
)

// creator stands in a workbook's properties in place of a person.
const creator = "stadsdelskollen"

// XLSX is the table as a workbook with two sheets: Data has the rows with typed
// cells, Definitioner says what they are. All text is text: none of it begins a
// formula, whatever it begins with, since its cell has the type of a string and
// the format of text. There is no hidden sheet and no property but those below.
func XLSX(t Table) (_ []byte, err error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	b := book{f: f, styles: map[string]int{}}
	at := t.Published.UTC().Format(time.RFC3339)
	b.do(f.SetSheetName(f.GetSheetName(0), sheetRows))
	_, e := f.NewSheet(sheetAbout)
	b.do(e)
	b.do(f.SetDocProps(&excelize.DocProperties{Title: t.Title, Subject: t.Warning, Creator: creator, LastModifiedBy: creator, Created: at, Modified: at, Language: "sv-SE"}))
	b.do(f.SetAppProps(&excelize.AppProperties{Application: creator}))
	b.mark(t.Warning)
	b.rows(t)
	b.about(t)
	if b.err != nil {
		return nil, b.err
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, err
	}
	return inOrder(out.Bytes())
}

// inOrder puts the parts of an archive in the order of their names: excelize
// writes streamed sheets in any order.
func inOrder(data []byte) ([]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(z.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		if err := w.Copy(f); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// book keeps the first error, so that filling reads as a list.
type book struct {
	f      *excelize.File
	styles map[string]int // number format → style
	err    error
}

func (b *book) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

// mark puts a warning at the head of every sheet when it is printed; before the
// sheets are filled.
func (b *book) mark(warning string) {
	if warning == "" {
		return
	}
	for _, sheet := range b.f.GetSheetList() {
		b.do(b.f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddHeader: "&C" + warning}))
	}
}

// style has the number format, in the code that every language of a spreadsheet
// reads: one set to Swedish shows 1 234,5.
func (b *book) style(format string, bold bool) int {
	key := format
	if bold {
		key += "!"
	}
	if id, ok := b.styles[key]; ok {
		return id
	}
	s := &excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top", WrapText: bold}}
	if bold {
		s.Font = &excelize.Font{Bold: true}
	}
	id, err := b.f.NewStyle(s)
	b.do(err)
	b.styles[key] = id
	return id
}

const textFormat = "@"

func (c Column) numberFormat() string {
	switch {
	case c.Kind == Text:
		return textFormat
	case c.Kind == Figure && c.Decimals > 0:
		return "#,##0." + strings.Repeat("0", c.Decimals)
	case c.Kind == Figure && c.Decimals < 0:
		return "General"
	}
	return "#,##0"
}

func (b *book) rows(t Table) {
	w, err := b.f.NewStreamWriter(sheetRows)
	if err != nil {
		b.do(err)
		return
	}
	for j, c := range t.Columns {
		width := 14.0
		if c.Kind == Text {
			width = 22
		}
		b.do(w.SetColWidth(j+1, j+1, width))
	}
	b.do(w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	head := make([]any, len(t.Columns))
	for j, c := range t.Columns {
		head[j] = excelize.Cell{StyleID: b.style(textFormat, true), Value: c.Name}
	}
	b.row(w, 1, head)
	for i, row := range t.Rows {
		cells := make([]any, len(row))
		for j, c := range row {
			cells[j] = b.cell(t.Columns[j], c)
		}
		b.row(w, i+2, cells)
	}
	b.do(w.Flush())
}

func (b *book) row(w *excelize.StreamWriter, n int, cells []any) {
	at, err := excelize.CoordinatesToCellName(1, n)
	b.do(err)
	b.do(w.SetRow(at, cells))
}

func (b *book) cell(col Column, c Cell) any {
	switch {
	case col.Kind != Text && c.Text != "":
		return excelize.Cell{StyleID: b.style(col.numberFormat(), false), Value: c.number()}
	case c.Text+c.Sign == "":
		return nil
	}
	return excelize.Cell{StyleID: b.style(textFormat, false), Value: c.Text + c.Sign}
}

func (b *book) about(t Table) {
	w, err := b.f.NewStreamWriter(sheetAbout)
	if err != nil {
		b.do(err)
		return
	}
	b.do(w.SetColWidth(1, 1, 28))
	b.do(w.SetColWidth(2, 2, 100))
	n := 0
	line := func(bold bool, texts ...string) {
		n++
		cells := make([]any, len(texts))
		for i, s := range texts {
			cells[i] = excelize.Cell{StyleID: b.style(textFormat, bold), Value: s}
		}
		b.row(w, n, cells)
	}
	line(true, t.Title)
	for _, note := range t.Notes() {
		line(false, note.Title, note.Text)
	}
	n++
	line(true, "Kolumn", "Betydelse")
	for _, c := range t.Columns {
		line(false, c.Name, c.Title+". "+c.Description)
	}
	b.do(w.Flush())
}
