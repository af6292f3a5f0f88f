package table

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
	"time"
)

// vocabulary is what the parts of a workbook of ours consist of: elements, and
// attributes as element@attribute. Whatever is not here could hold anything.
var vocabulary = map[string]map[string]bool{
	"sheet": words(`worksheet worksheet@Ignorable worksheet@uid dimension dimension@ref sheetViews sheetView sheetView@tabSelected sheetView@workbookViewId
		pane pane@activePane pane@state pane@topLeftCell pane@ySplit sheetFormatPr sheetFormatPr@defaultRowHeight
		cols col col@customWidth col@max col@min col@width sheetData row row@r c c@r c@s c@t is t t@space v headerFooter oddHeader oddFooter`),
	"xl/workbook.xml": words(`workbook workbook@Ignorable fileVersion fileVersion@appName fileVersion@lastEdited fileVersion@lowestEdited fileVersion@rupBuild
		workbookPr workbookPr@filterPrivacy workbookPr@defaultThemeVersion bookViews workbookView workbookView@xWindow workbookView@yWindow
		workbookView@windowWidth workbookView@windowHeight sheets sheet sheet@name sheet@sheetId sheet@id calcPr calcPr@calcId`),
	"xl/styles.xml": words(`styleSheet styleSheet@Ignorable styleSheet@uid numFmts numFmts@count numFmt numFmt@numFmtId numFmt@formatCode
		fonts fonts@count font b b@val sz sz@val color color@theme name name@val family family@val fills fills@count fill patternFill patternFill@patternType
		borders borders@count border left right top bottom diagonal cellStyleXfs cellStyleXfs@count cellXfs cellXfs@count
		xf xf@numFmtId xf@fontId xf@fillId xf@borderId xf@xfId xf@applyNumberFormat xf@applyFont xf@applyAlignment alignment alignment@vertical alignment@wrapText
		cellStyles cellStyles@count cellStyle cellStyle@name cellStyle@xfId cellStyle@builtinId dxfs dxfs@count
		tableStyles tableStyles@count tableStyles@defaultTableStyle tableStyles@defaultPivotStyle`),
	"docProps/app.xml":           words(`Properties Application`),
	"docProps/core.xml":          words(`coreProperties title subject creator lastModifiedBy language created created@type modified modified@type`),
	"[Content_Types].xml":        words(`Types Default Default@Extension Default@ContentType Override Override@PartName Override@ContentType`),
	"_rels/.rels":                words(`Relationships Relationship Relationship@Id Relationship@Type Relationship@Target`),
	"xl/_rels/workbook.xml.rels": words(`Relationships Relationship Relationship@Id Relationship@Type Relationship@Target`),
}

func words(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// written are the elements that hold text.
var written = words(`t v oddHeader oddFooter Application title subject creator lastModifiedBy language created modified`)

var (
	// formats of numbers, with a unit of letters.
	format = regexp.MustCompile(`^(?:@|(?:General|#,##0(?:\.0+)?)(?:"[^"\d]*")?)$`)
	// linked are the numbers in names of parts and of vocabularies.
	linked = regexp.MustCompile(`(?:sheet|theme|rId)\d+|/20\d\d/`)
)

const themePart = "xl/theme/theme1.xml"

// checkParts refuses parts of a workbook that hold anything but what is written
// here, and gives the texts of its properties, headers and footers.
func checkParts(parts map[string][]byte) (texts []string, err error) {
	for _, name := range sortedKeys(parts) {
		kind := name
		if bookSheet.MatchString(name) {
			kind = "sheet"
		}
		if name == themePart {
			if own, err := ownTheme(); err != nil || !bytes.Equal(own, parts[name]) {
				return nil, errors.Join(err, fmt.Errorf("%s is not this program's", name))
			}
			continue
		}
		more, err := checkPart(parts[name], vocabulary[kind])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		texts = append(texts, more...)
	}
	return texts, nil
}

func checkPart(data []byte, known map[string]bool) (texts []string, err error) {
	dec := xml.NewDecoder(bytes.NewReader(data))
	open := []string{""}
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return texts, nil
		}
		if err != nil {
			return nil, err
		}
		switch v := token.(type) {
		case xml.StartElement:
			if err := checkElement(v, known); err != nil {
				return nil, err
			}
			open = append(open, v.Name.Local)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			in, s := open[len(open)-1], strings.TrimSpace(string(v))
			if s != "" && !written[in] {
				return nil, fmt.Errorf("the text %q in %s", s, in)
			}
			if s != "" && in != "t" && in != "v" {
				texts = append(texts, s)
			}
		case xml.Comment, xml.Directive:
			return nil, fmt.Errorf("a comment or a directive: %q", v)
		}
	}
}

func checkElement(e xml.StartElement, known map[string]bool) error {
	if !known[e.Name.Local] {
		return fmt.Errorf("the element %s", e.Name.Local)
	}
	for _, a := range e.Attr {
		at := e.Name.Local + "@" + a.Name.Local
		switch {
		case a.Name.Space == "xmlns" || a.Name.Local == "xmlns":
		case !known[at]:
			return fmt.Errorf("the attribute %s, %q", at, a.Value)
		case at == "numFmt@formatCode" && !format.MatchString(a.Value):
			return fmt.Errorf("the format %q", a.Value)
		case (known["Relationship"] || known["Types"] || at == "name@val" || at == "cellStyle@name") && strings.ContainsAny(linked.ReplaceAllString(a.Value, ""), "0123456789"):
			return fmt.Errorf("%s is %q", at, a.Value)
		}
	}
	return nil
}

// ownTheme is the theme of every workbook.
var ownTheme = sync.OnceValues(func() ([]byte, error) {
	data, err := Workbook(Book{Published: time.Unix(0, 0), Sheets: []Sheet{{Name: "Tabell", Head: []string{""}}}})
	if err != nil {
		return nil, err
	}
	parts, err := unzipKnown(data, func(string) bool { return true })
	return parts[themePart], err
})
