package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// packed is a stream as Skia writes it.
func packed(t *testing.T, content string) string {
	t.Helper()
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	if _, err := z.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("<</Filter /FlateDecode\n/Length %d>> stream\n%s\nendstream", b.Len(), b.String())
}

const letters = `/CIDInit /ProcSet findresource begin
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
1 beginbfchar
<0003> <00A0>
endbfchar
2 beginbfrange
<0013> <001C> <0030>
<0044> <005D> <0061>
endbfrange
endcmap`

// A page that says "hushåll: 11", with a foot outside of its element.
const drawn = `q BT /F1 9 Tf 1 0 0 -1 10 10 Tm <0014> Tj ET Q
/P <</MCID 0 >>BDC
BT /F1 12 Tf [<004B0058> 40 <0056004B>] TJ
/Span<</ActualText <FEFF0020> >> BDC
<0003> Tj EMC
<00140014> Tj ET EMC`

// objects are those of a small document as Skia writes one.
func objects(t *testing.T) []string {
	return []string{
		"<</Title <FEFF00C50072>\n/Producer (Skia/PDF m1)>>",
		"<</Type /Catalog\n/Pages 3 0 R\n/StructTreeRoot 7 0 R\n/Lang (sv)>>",
		"<</Type /Pages\n/Count 1\n/Kids [4 0 R]>>",
		"<</Type /Page\n/Parent 3 0 R\n/Resources <</Font <</F1 5 0 R>>>>\n/Contents 6 0 R\n/Annots [10 0 R]>>",
		"<</Type /Font\n/Subtype /Type0\n/BaseFont /AAAAAA+LiberationSans\n/Encoding /Identity-H\n/ToUnicode 9 0 R>>",
		packed(t, drawn),
		"<</Type /StructTreeRoot\n/K 8 0 R>>",
		"<</Type /StructElem\n/S /P\n/P 7 0 R\n/Pg 4 0 R\n/K 0>>",
		packed(t, letters),
		"<</Type /Annot\n/Subtype /Link\n/A <</Type /Action\n/S /URI\n/URI (https://sdk.test/)>>>>",
	}
}

// document writes objects as Skia writes a file.
func document(objects []string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xd3\xeb\xe9\xe1\n")
	table := ""
	for i, o := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d\n/Root 2 0 R\n/Info 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table, len(objects)+1, at)
	return b.Bytes()
}

func TestAllTextsOfADocumentAreRead(t *testing.T) {
	got, err := Read(document(objects(t)))
	if err != nil {
		t.Fatal(err)
	}
	want := Document{Told: []string{"hush 11"}, Beside: []string{"1"}, Pages: 1,
		Other: []Note{{"Producer", "Skia/PDF m1"}, {"Title", "År"}, {"Lang", "sv"}, {"URI", "https://sdk.test/"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Whatever could hold something that nobody looks at is refused.
func TestWhatPrintingNeverMakesIsRefused(t *testing.T) {
	object := func(n int, old, new string) func([]string) []string {
		return func(o []string) []string {
			if !strings.Contains(o[n-1], old) {
				t.Fatalf("object %d does not hold %q", n, old)
			}
			o[n-1] = strings.Replace(o[n-1], old, new, 1)
			return o
		}
	}
	content := func(old, new string) func([]string) []string {
		return func(o []string) []string {
			o[5] = packed(t, strings.Replace(drawn, old, new, 1))
			return o
		}
	}
	more := func(s string) func([]string) []string { return func(o []string) []string { return append(o, s) } }
	for _, c := range []struct {
		what, says string
		change     func([]string) []string
	}{
		{"an object that nothing names", "used by nothing", more("(37)")},
		{"a program", "/OpenAction", object(2, "/Lang", "/OpenAction <</S /JavaScript\n/JS (37)>>\n/Lang")},
		{"an attachment", "/EmbeddedFiles", object(2, "/Lang", "/Names <</EmbeddedFiles <</Names [(a) 1 0 R]>>>>\n/Lang")},
		{"a form", "/AcroForm", object(2, "/Lang", "/AcroForm <<>>\n/Lang")},
		{"a stream of properties", "/Metadata", object(2, "/Lang", "/Metadata 1 0 R\n/Lang")},
		{"a note on a page", "Text, which", object(10, "/Subtype /Link", "/Subtype /Text")},
		{"a link that starts something", "Launch, which", object(10, "/S /URI", "/S /Launch")},
		{"a key of its own", "/Hushall", object(2, "/Lang", "/Hushall 3\n/Lang")},
		{"a name of its own", "/A37", object(8, "/S /P", "/S /A37")},
		{"a key twice", "twice", object(2, "/Lang (sv)", "/Lang (sv)\n/Lang (37)")},
		{"a name in code", "in code", object(8, "/S /P", "/S /P#37")},
		{"a comment in an object", "comment", object(2, "(sv)", "%37\n(sv)")},
		{"something after a value", "more than one value", object(7, ">>", ">> 37")},
		{"another packing", "packed by", object(6, "/FlateDecode", "/DCTDecode")},
		{"a picture in a page", "the operator", content("q BT", "q BI /W 1 ID x EI BT")},
		{"a picture beside a page", "no drawing", content("q BT", "q /X1 Do BT")},
		{"a letter of no meaning", "does not say", content("<0014> Tj", "<0001> Tj")},
		{"a number read aloud as a space", "read aloud", content("<0003> Tj EMC", "<0017> Tj EMC")},
		{"a mark with a text of its own", "a mark with", content("<</MCID 0 >>", "<</MCID 0 /Alt (37) >>")},
		{"a text that no element has", "belongs to no element", content("/P <</MCID 0 >>", "/P <</MCID 1 >>")},
		{"a font without a table", "what its letters are", object(5, "/ToUnicode 9 0 R", "/FontDescriptor 9 0 R")},
		{"an element that stands twice", "stands twice", object(7, "/K 8 0 R", "/K [8 0 R 8 0 R]")},
		{"no pages", "no page", object(3, "/Kids", "/Annots")},
		{"no elements", "not tagged", object(2, "/StructTreeRoot 7 0 R", "/Outlines 7 0 R")},
	} {
		t.Run(c.what, func(t *testing.T) {
			if _, err := Read(document(c.change(objects(t)))); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
		})
	}
	whole := document(objects(t))
	for what, changed := range map[string][]byte{
		"a second revision": slices.Concat(whole, []byte("11 0 obj\n(37)\nendobj\n%%EOF\n")),
		"bytes before it":   slices.Concat([]byte("37\n"), whole),
		"between objects":   bytes.Replace(whole, []byte("endobj\n3 0 obj"), []byte("endobj\n%37\n3 0 obj"), 1),
		"a false table":     bytes.Replace(whole, []byte("0000000015"), []byte("0000000016"), 1),
		"half of it":        whole[:len(whole)/2],
		"nothing":           nil,
	} {
		if _, err := Read(changed); err == nil {
			t.Errorf("%s was read", what)
		}
	}
}

// Every part of a file is needed, so no cut and no changed byte may be read as if
// it were not there: Read answers, whatever it gets.
func FuzzRead(f *testing.F) {
	t := &testing.T{}
	f.Add(document(objects(t)))
	f.Add([]byte("%PDF-1.4\n%\xd3\xeb\xe9\xe1\n1 0 obj\n<</Length 9>> stream\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if d, err := Read(data); err == nil && d.Pages == 0 {
			t.Errorf("a document without pages: %+v", d)
		}
	})
}
