package decode

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// openXLSX reads every sheet of a workbook: what formulas were last worked out
// to, dates as dates, a merged cell's value in all that it covers. Hidden
// sheets are passed over; hidden rows and columns are read, and it is said.
func openXLSX(in io.ReaderAt, size int64, opt Options) (out []table, err error) {
	defer func() {
		if p := recover(); p != nil {
			out, err = nil, refuse(0, "innehall", "arbetsboken är skadad och kan inte läsas")
		}
	}()
	f, err := excelize.OpenReader(io.NewSectionReader(in, 0, size), excelize.Options{RawCellValue: true, UnzipSizeLimit: opt.Limits.Expanded, UnzipXMLSizeLimit: opt.Limits.Expanded})
	if err != nil {
		return nil, refuse(0, "innehall", "filen heter .xlsx men kan inte läsas som Excelfil: %v", err)
	}
	defer func() {
		if e := f.Close(); err == nil && e != nil {
			err = e
		}
	}()
	cells := opt.Limits.Cells
	var hidden []Fault
	for _, sheet := range f.GetSheetList() {
		if visible, err := f.GetSheetVisible(sheet); err == nil && !visible && opt.Mapping.Sheet == "" {
			hidden = append(hidden, Fault{Rule: "dolt", Message: "bladet " + sheet + " är dolt i arbetsboken och lästes inte"})
			continue
		}
		t, err := readSheet(f, sheet, opt.Limits, &cells)
		if err != nil {
			return nil, err
		}
		if t != nil {
			out = append(out, *t)
		}
	}
	if len(out) == 0 {
		return nil, refuse(0, "tom", "arbetsboken har inga ifyllda celler")
	}
	out[0].notes = append(out[0].notes, hidden...)
	return out, nil
}

// readSheet reads one sheet into rows; nil if it is empty.
func readSheet(f *excelize.File, sheet string, limits Limits, cells *int) (*table, error) {
	t := &table{Part: Part{Sheet: visible(sheet)}}
	all, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, refuse(0, "innehall", "bladet %s kan inte läsas: %v", sheet, err)
	}
	merged, err := mergedValues(f, sheet)
	if err != nil {
		return nil, refuse(0, "innehall", "bladet %s kan inte läsas: %v", sheet, err)
	}
	width := 0
	for _, r := range all {
		width = max(width, len(r))
	}
	if width > limits.Columns {
		return nil, refuse(0, "kolumner", "bladet %s har %d kolumner; högst %d läses", sheet, width, limits.Columns)
	}
	if *cells -= width * len(all); *cells < 0 {
		return nil, refuse(0, "storlek", "arbetsboken har fler än %d celler", limits.Cells)
	}
	kinds := numberKinds{f: f, dates: map[int]bool{}}
	var rows []row
	gap := false
	for i, texts := range all {
		r := row{line: int64(i + 1), fields: make([]string, width), typed: make([]bool, width), gap: gap}
		empty := true
		for j := range width {
			text := ""
			if j < len(texts) {
				text = texts[j]
			}
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return nil, err
			}
			if m, ok := merged[at]; ok && text == "" {
				text, at = m.value, m.from
			}
			if text != "" {
				r.fields[j], r.typed[j] = kinds.read(sheet, at, text)
				empty = false
			}
		}
		gap = empty
		if empty {
			continue
		}
		if visible, err := f.GetRowVisible(sheet, i+1); err == nil && !visible {
			t.notes = append(t.notes, Fault{Line: r.line, Rule: "dolt", Message: "raden är dold i arbetsboken men lästes"})
		}
		r.raw = canonical(r.fields)
		rows = append(rows, r)
	}
	for j := range width {
		name, err := excelize.ColumnNumberToName(j + 1)
		if err != nil {
			return nil, err
		}
		if visible, err := f.GetColVisible(sheet, name); err == nil && !visible {
			t.notes = append(t.notes, Fault{Rule: "dolt", Message: fmt.Sprintf("kolumn %s på bladet %s är dold i arbetsboken men lästes", name, sheet)})
		}
	}
	t.open = fromMemory(rows)
	if len(rows) == 0 {
		return nil, nil
	}
	return t, nil
}

// fromMemory yields rows that have been read already.
func fromMemory(all []row) func() (rows, error) {
	return func() (rows, error) {
		i := 0
		return func() (row, error) {
			if i >= len(all) {
				return row{}, io.EOF
			}
			i++
			return all[i-1], nil
		}, nil
	}
}

type mergedCell struct{ value, from string }

// most bounds how many cells the merged ones of a sheet may cover.
const mostMerged = 100_000

func mergedValues(f *excelize.File, sheet string) (map[string]mergedCell, error) {
	merges, err := f.GetMergeCells(sheet)
	if err != nil {
		return nil, err
	}
	out := map[string]mergedCell{}
	for _, m := range merges {
		c1, r1, err := excelize.CellNameToCoordinates(m.GetStartAxis())
		if err != nil {
			return nil, err
		}
		c2, r2, err := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err != nil {
			return nil, err
		}
		// A title over the whole table is not the value of all its columns.
		if c2 > c1 {
			continue
		}
		for r := r1; r <= r2 && len(out) < mostMerged; r++ {
			at, err := excelize.CoordinatesToCellName(c1, r)
			if err != nil {
				return nil, err
			}
			out[at] = mergedCell{m.GetCellValue(), m.GetStartAxis()}
		}
	}
	return out, nil
}

// numberKinds tells dates from other numbers by their formats.
type numberKinds struct {
	f     *excelize.File
	dates map[int]bool // by style
}

// read is a cell's text: a date as 2011-11-30, a number with a decimal point.
func (k numberKinds) read(sheet, at, raw string) (string, bool) {
	kind, err := k.f.GetCellType(sheet, at)
	if err != nil || kind != excelize.CellTypeNumber && kind != excelize.CellTypeUnset && kind != excelize.CellTypeFormula && kind != excelize.CellTypeDate {
		return raw, false
	}
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return raw, false
	}
	if style, err := k.f.GetCellStyle(sheet, at); err == nil && k.isDate(style) && n >= 1 && n < 2_958_466 {
		if d, err := excelize.ExcelDateToTime(math.Floor(n), k.date1904()); err == nil {
			return d.Format(time.DateOnly), false
		}
	}
	return plainNumber(n), true
}

func (k numberKinds) date1904() bool {
	props, err := k.f.GetWorkbookProps()
	return err == nil && props.Date1904 != nil && *props.Date1904
}

func (k numberKinds) isDate(style int) bool {
	if known, ok := k.dates[style]; ok {
		return known
	}
	isDate := false
	if s, err := k.f.GetStyle(style); err == nil && s != nil {
		isDate = s.NumFmt >= 14 && s.NumFmt <= 17 || s.NumFmt == 22 || s.NumFmt >= 27 && s.NumFmt <= 36 || s.NumFmt >= 50 && s.NumFmt <= 58
		if s.CustomNumFmt != nil {
			form := strings.ToLower(*s.CustomNumFmt)
			isDate = strings.Contains(form, "yy") || strings.Contains(form, "mmm") || strings.Contains(form, "åå")
		}
	}
	k.dates[style] = isDate
	return isDate
}

// plainNumber writes a number without exponent, and without the noise that
// binary fractions leave in the last digits.
func plainNumber(n float64) string {
	if math.Abs(n) >= 1e15 {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return strconv.FormatFloat(math.Round(n*1e6)/1e6, 'f', -1, 64)
}
