//go:build duckdb_arrow

package attack

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"regexp"
	"strconv"
)

// workbookParts are the parts that a report's workbook may have; another, as a
// comment, a link or a cache, could hold anything.
var workbookParts = regexp.MustCompile(`^(\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/(_rels/workbook\.xml\.rels|workbook\.xml|styles\.xml|sharedStrings\.xml|theme/theme1\.xml|worksheets/sheet\d+\.xml))$`)

// readWorkbook checks the cells and properties of a report's workbook.
func (v *verifier) readWorkbook(name string, text []byte, d *derived) error {
	z, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		return err
	}
	for _, f := range z.File {
		if !workbookParts.MatchString(f.Name) {
			v.find(RuleMetadata, name, "the part %s is in no workbook of a report", f.Name)
			continue
		}
		if err := v.readPart(name, f, d); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) readPart(name string, f *zip.File, d *derived) (err error) {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	dec := xml.NewDecoder(r)
	open, kind := "", ""
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			open = t.Name.Local
			if open == "c" {
				kind = ""
			}
			for _, a := range t.Attr {
				switch {
				case open == "c" && a.Name.Local == "t":
					kind = a.Value
				case a.Name.Local == "state" && a.Value != "visible" && open == "sheet", a.Name.Local == "hidden" && a.Value != "0" && a.Value != "false":
					v.find(RuleMetadata, name, "%s hides a sheet, a row or a column", f.Name)
				}
			}
			if open == "f" || open == "definedName" {
				v.find(RuleMetadata, name, "%s has a formula or a name", f.Name)
			}
		case xml.CharData:
			v.cell(name, f.Name, open, kind, string(t), d)
		}
	}
}

// cell checks the text of one element of a part.
func (v *verifier) cell(name, part, open, kind, text string, d *derived) {
	switch {
	case open == "v" && kind != "s":
		f, err := strconv.ParseFloat(text, 64)
		if err == nil && !holds(d.numbers(about{}), printed{value: f, half: halfUnit(text)}) {
			v.find(RuleFormats, name, "%s: %s does not follow from %s", part, text, factsFile)
		}
	case open == "t" || path.Dir(part) == "docProps" && open != "AppVersion":
		v.check(name, part+" "+quote(text), d.numbersIn(text), d, about{})
	}
}
