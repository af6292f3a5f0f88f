package table

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// parts that a workbook of ours has; another could hold anything.
var workbookParts = []string{"[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "xl/_rels/workbook.xml.rels",
	"xl/styles.xml", "xl/theme/theme1.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}

// longestPart is more than any sheet of ours has.
const longestPart = 1 << 30

type xlsxBook struct {
	Sheets []struct {
		Name  string `xml:"name,attr"`
		State string `xml:"state,attr"`
	} `xml:"sheets>sheet"`
	Names []string `xml:"definedNames>definedName"`
}

type xlsxSheet struct {
	Columns []struct {
		Hidden bool `xml:"hidden,attr"`
	} `xml:"cols>col"`
	Rows []struct {
		Hidden bool       `xml:"hidden,attr"`
		Cells  []xlsxCell `xml:"c"`
	} `xml:"sheetData>row"`
}

type xlsxCell struct {
	Ref     string    `xml:"r,attr"`
	Type    string    `xml:"t,attr"`
	Formula *struct{} `xml:"f"`
	Value   string    `xml:"v"`
	Inline  string    `xml:"is>t"`
}

// ReadXLSX reads what XLSX wrote, from the parts of the archive themselves. It
// refuses other parts (comments, links, caches, custom properties), and in the
// parts whatever is not in vocabulary: hidden rows and columns, names, formulas,
// rules, formats with figures.
func ReadXLSX(data []byte) (c Contents, err error) {
	parts, err := unzip(data)
	if err != nil {
		return c, err
	}
	var book xlsxBook
	if err := xml.Unmarshal(parts["xl/workbook.xml"], &book); err != nil {
		return c, err
	}
	if len(book.Sheets) != 2 || book.Sheets[0].Name != sheetRows || book.Sheets[1].Name != sheetAbout || book.Sheets[0].State+book.Sheets[1].State != "" || len(book.Names) > 0 {
		return c, errors.New("other or hidden sheets, or names")
	}
	texts, err := checkParts(parts)
	if err != nil {
		return c, err
	}
	about, err := xlsxRows(parts["xl/worksheets/sheet2.xml"])
	if err != nil {
		return c, err
	}
	texts = append(texts, slices.Concat(about...)...)
	rows, err := xlsxRows(parts["xl/worksheets/sheet1.xml"])
	if err == nil && len(rows) == 0 {
		err = errors.New("no header")
	}
	if err != nil {
		return c, err
	}
	for i := range rows[1:] {
		for len(rows[i+1]) < len(rows[0]) { // empty cells at the end are left out
			rows[i+1] = append(rows[i+1], "")
		}
	}
	return contents(rows[0], rows[1:], texts)
}

func unzip(data []byte) (map[string][]byte, error) {
	out, err := unzipKnown(data, func(name string) bool { return slices.Contains(workbookParts, name) })
	if err == nil && len(out) != len(workbookParts) {
		err = errors.New("a part is missing")
	}
	return out, err
}

// unzipKnown gives the parts of an archive, all of them known.
func unzipKnown(data []byte, known func(string) bool) (map[string][]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		if !known(f.Name) || out[f.Name] != nil || f.Comment != "" {
			return nil, fmt.Errorf("the part %s is not known, stands twice or has a comment", f.Name)
		}
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		text, err := io.ReadAll(io.LimitReader(r, longestPart))
		if err := errors.Join(err, r.Close()); err != nil {
			return nil, err
		}
		out[f.Name] = text
	}
	if z.Comment != "" {
		return nil, errors.New("the archive has a comment")
	}
	return out, nil
}

// xlsxRows are the cells of a sheet as text, each where it stands.
func xlsxRows(data []byte) ([][]string, error) {
	var s xlsxSheet
	if err := xml.Unmarshal(data, &s); err != nil {
		return nil, err
	}
	for _, col := range s.Columns {
		if col.Hidden {
			return nil, errors.New("a hidden column")
		}
	}
	var out [][]string
	for _, r := range s.Rows {
		if r.Hidden {
			return nil, errors.New("a hidden row")
		}
		var row []string
		for _, cell := range r.Cells {
			text, err := cell.text()
			if err != nil {
				return nil, fmt.Errorf("%s: %w", cell.Ref, err)
			}
			column := 0
			for _, letter := range strings.TrimRight(cell.Ref, "0123456789") {
				column = column*26 + int(letter-'A') + 1
			}
			if column <= len(row) || column > 1000 {
				return nil, fmt.Errorf("%s is out of its place", cell.Ref)
			}
			for len(row) < column-1 {
				row = append(row, "")
			}
			row = append(row, text)
		}
		out = append(out, row)
	}
	return out, nil
}

func (c xlsxCell) text() (string, error) {
	switch {
	case c.Formula != nil:
		return "", errors.New("a formula")
	case c.Type == "inlineStr" && c.Value == "":
		return c.Inline, nil
	case (c.Type == "" || c.Type == "n") && c.Inline == "":
		if c.Value == "" {
			return "", nil
		}
		v, err := strconv.ParseFloat(c.Value, 64)
		return strconv.FormatFloat(v, 'f', -1, 64), err
	}
	return "", fmt.Errorf("a cell of type %q", c.Type)
}

// ReadXML gathers every text and attribute of an XML document but the names of
// vocabularies. It refuses comments and instructions after the first line.
func ReadXML(data []byte) (out []string, err error) {
	dec := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		switch v := token.(type) {
		case xml.CharData:
			if s := strings.TrimSpace(string(v)); s != "" {
				out = append(out, s)
			}
		case xml.StartElement:
			for _, a := range v.Attr {
				if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
					out = append(out, a.Value)
				}
			}
		case xml.Comment, xml.Directive:
			return nil, errors.New("a comment or a directive")
		}
	}
}
