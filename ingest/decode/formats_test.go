package decode

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

const plainCSV = "stadsdel;manad;hushall;kostnad_tkr\nFarsta;2011-11;211;1718,5\n"

func zipped(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range files {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(t testing.TB, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type sheet struct {
	name string
	rows [][]any
}

// workbook makes sheets of cells; change may do what cells cannot say.
func workbook(t testing.TB, sheets []sheet, change func(*excelize.File) error) []byte {
	t.Helper()
	f := excelize.NewFile()
	for _, s := range sheets {
		if _, err := f.NewSheet(s.name); err != nil {
			t.Fatal(err)
		}
		for i, row := range s.rows {
			at, err := excelize.CoordinatesToCellName(1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetSheetRow(s.name, at, &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		if err := change(f); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func says(t *testing.T, name string, data []byte, opt Options, want string) {
	t.Helper()
	if diff := cmp.Diff(want, transcript(t, name, data, opt)); diff != "" {
		t.Errorf("%s: %s", name, diff)
	}
}

var header = []any{"stadsdel", "manad", "hushall", "kostnad_tkr"}

func TestAWorkbookIsReadSheetBySheet(t *testing.T) {
	opt := options(t, "ekonomiskt_bistand")
	when := time.Date(2011, 11, 30, 0, 0, 0, 0, time.UTC)
	book := workbook(t, []sheet{
		{"Nov", [][]any{{"Rapport"}, header, {"Farsta", when, 211, 1718.125}, {"Norrmalm", "nov 2011", "..", 1.234}, {"Summa", "", 211, 1719}}},
		{"Info", [][]any{{"Om rapporten"}, {"Framställd", "2011-12-15"}}},
	}, nil)
	says(t, "ekonomiskt_bistand.xlsx", book, opt, `Nov rad 3: stadsdel=Farsta manad=2011-11 hushall=211 kostnad_tkr=1718.125
Nov rad 4: tecken(hushall=dold) stadsdel=Norrmalm manad=2011-11 kostnad_tkr=1.234
obs 0:1:0:0 ovanfor : raden står ovanför rubriken och lästes inte som data: "Rapport   "
obs 1:0:0:0 tabell : blad Info har ingen rubrikrad som hör till underlaget och lästes inte
obs 0:5:0:0 ej_data : raden är en summa och lästes inte: "Summa  211 1719"
obs 0:0:0:0 tecken hushall: värden som den som levererade filen har dolt: 1
`)
	opt.Mapping.Sheet = "Februari"
	if got := transcript(t, "ekonomiskt_bistand.xlsx", book, opt); !strings.Contains(got, `det finns inget blad "Februari"`) {
		t.Error(got)
	}
}

func TestWhatAWorkbookHidesMergesAndComputes(t *testing.T) {
	opt := options(t, "ekonomiskt_bistand")
	book := workbook(t, []sheet{{"Blad", [][]any{header, {"Farsta", "2011-10", 1, 2}, {nil, "2011-11", 3, 4}, {"Norrmalm", "2011-11", 5, 6}}}}, func(f *excelize.File) error {
		return errors.Join(f.MergeCell("Blad", "A2", "A3"), f.SetRowVisible("Blad", 4, false), f.SetColVisible("Blad", "C", false))
	})
	says(t, "ekonomiskt_bistand.xlsx", book, opt, `Blad rad 2: stadsdel=Farsta manad=2011-10 hushall=1 kostnad_tkr=2
Blad rad 3: stadsdel=Farsta manad=2011-11 hushall=3 kostnad_tkr=4
Blad rad 4: stadsdel=Norrmalm manad=2011-11 hushall=5 kostnad_tkr=6
obs 0:4:0:0 dolt : raden är dold i arbetsboken men lästes
obs 0:0:0:0 dolt : kolumn C på bladet Blad är dold i arbetsboken men lästes
`)
	book = workbook(t, []sheet{{"Blad", [][]any{header, {"Farsta", "2011-10", 1, "#DIV/0!"}}}}, nil)
	says(t, "ekonomiskt_bistand.xlsx", book, opt, "fel 0:2:0:4 cellfel kostnad_tkr: cellen är ett fel i kalkylbladet (#DIV/0!)\n")
	book = workbook(t, []sheet{{"Blad", [][]any{header}}}, nil)
	says(t, "ekonomiskt_bistand.xlsx", book, opt, "underkänd 0:0:0:0 tom : filen har en rubrikrad men inga rader\n")
	book = workbook(t, []sheet{{"Blad", [][]any{}}}, nil)
	says(t, "ekonomiskt_bistand.xlsx", book, opt, "underkänd 0:0:0:0 tom : arbetsboken har inga ifyllda celler\n")
}

func TestAFormulaIsReadAsItWasLastWorkedOut(t *testing.T) {
	sheet := `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">` +
		inline("A1", "stadsdel") + inline("B1", "manad") + inline("C1", "hushall") + inline("D1", "kostnad_tkr") + `</row><row r="2">` +
		inline("A2", "Farsta") + inline("B2", "2011-11") + `<c r="C2"><f>200+11</f><v>211</v></c><c r="D2"><f>C2/3</f><v>70.333333333333329</v></c></row></sheetData></worksheet>`
	book := zipped(t, map[string]string{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
		"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   sheet,
	})
	says(t, "ekonomiskt_bistand.xlsx", book, options(t, "ekonomiskt_bistand"), "Blad1 rad 2: stadsdel=Farsta manad=2011-11 hushall=211 kostnad_tkr=70.333\n")
}

func inline(at, text string) string {
	return `<c r="` + at + `" t="inlineStr"><is><t>` + text + `</t></is></c>`
}

func TestArchivesAreReadFileByFile(t *testing.T) {
	opt := options(t, "ekonomiskt_bistand")
	row := "stadsdel=Farsta manad=2011-11 hushall=211 kostnad_tkr=1718.5\n"
	says(t, "ekonomiskt_bistand.csv.gz", gzipped(t, []byte(plainCSV)), opt, "ekonomiskt_bistand.csv rad 2: "+row)
	two := zipped(t, map[string]string{"b.csv": strings.Replace(plainCSV, "211", "x", 1), "a/a.csv": plainCSV, "läs.docx": "x", "__MACOSX/a.csv": "x", ".dold.csv": "x"})
	says(t, "ekonomiskt_bistand.zip", two, opt, "a/a.csv rad 2: "+row+
		"obs 0:0:0:0 format : läs.docx i arkivet kan inte läsas och hoppades över\nfel 1:2:0:3 typ hushall: \"x\" är inte ett heltal\n")
	inner := zipped(t, map[string]string{"x.csv": plainCSV})
	says(t, "ekonomiskt_bistand.zip", zipped(t, map[string]string{"i.zip": string(inner)}), opt, "i.zip/x.csv rad 2: "+row)
	deep := zipped(t, map[string]string{"j.zip": string(zipped(t, map[string]string{"i.zip": string(inner)}))})
	says(t, "ekonomiskt_bistand.zip", deep, opt, "underkänd 0:0:0:0 nastling : j.zip: i.zip: arkivet i.zip ligger för djupt i ett annat arkiv; högst 2 nivåer läses\n")
	says(t, "ekonomiskt_bistand.zip", zipped(t, map[string]string{"a.docx": "x"}), opt, "underkänd 0:0:0:0 tom : arkivet har ingen fil som kan läsas\n")
	says(t, "ekonomiskt_bistand.zip", zipped(t, map[string]string{"a.csv": ""}), opt, "underkänd 0:0:0:0 tom : a.csv: filen är tom\n")
}

func TestBombsAreRefused(t *testing.T) {
	opt := options(t, "ekonomiskt_bistand")
	zeros := strings.Repeat("0", 40<<20)
	for name, data := range map[string][]byte{
		"ekonomiskt_bistand.csv.gz": gzipped(t, []byte(zeros)),
		"ekonomiskt_bistand.zip":    zipped(t, map[string]string{"a.csv": zeros}),
		"ekonomiskt_bistand.xlsx":   zipped(t, map[string]string{"xl/worksheets/sheet1.xml": zeros}),
	} {
		if got := transcript(t, name, data, opt); !strings.Contains(got, " expansion ") {
			t.Errorf("%s: %s", name, got)
		}
	}
	opt.Limits.Members = 3
	many := map[string]string{"a.csv": "", "b.csv": "", "c.csv": "", "d.csv": ""}
	says(t, "ekonomiskt_bistand.zip", zipped(t, many), opt, "underkänd 0:0:0:0 antal : arkivet har 4 filer; högst 3 läses\n")
	opt.Limits.Members, opt.Limits.Expanded = 100, 100
	says(t, "ekonomiskt_bistand.zip", zipped(t, map[string]string{"a.csv": plainCSV, "b.csv": plainCSV}), opt,
		"underkänd 0:0:0:0 expansion : b.csv: b.csv blir orimligt stor uppackad (mer än 39 byte) och läses inte\n")
}

// batchOf is a small delivery as Arrow, with a column of each kind of number.
func batchOf(t testing.TB) (arrow.RecordBatch, *arrow.Schema) {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "stadsdel", Type: arrow.BinaryTypes.String}, {Name: "manad", Type: arrow.FixedWidthTypes.Date32},
		{Name: "hushall", Type: arrow.PrimitiveTypes.Int32}, {Name: "kostnad_tkr", Type: arrow.PrimitiveTypes.Float64},
		{Name: "vuxna", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
	}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	b.Field(0).(*array.StringBuilder).AppendValues([]string{"Farsta", "Norrmalm", "Nowhere"}, nil)
	day := arrow.Date32FromTime(time.Date(2011, 11, 30, 0, 0, 0, 0, time.UTC))
	b.Field(1).(*array.Date32Builder).AppendValues([]arrow.Date32{day, day, day}, nil)
	b.Field(2).(*array.Int32Builder).AppendValues([]int32{211, 252, 1}, nil)
	b.Field(3).(*array.Float64Builder).AppendValues([]float64{1.234, 1991, 0.1 + 0.2}, nil)
	b.Field(4).(*array.Int64Builder).AppendValues([]int64{300, 0, 2}, []bool{true, false, true})
	return b.NewRecordBatch(), schema
}

func parquetOf(t testing.TB) []byte {
	t.Helper()
	batch, schema := batchOf(t)
	defer batch.Release()
	var b bytes.Buffer
	w, err := pqarrow.NewFileWriter(schema, &b, nil, pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Write(batch), w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func arrowOf(t testing.TB, asFile bool) []byte {
	t.Helper()
	batch, schema := batchOf(t)
	defer batch.Release()
	var b bytes.Buffer
	if !asFile {
		w := ipc.NewWriter(&b, ipc.WithSchema(schema))
		if err := errors.Join(w.Write(batch), w.Close()); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	w, err := ipc.NewFileWriter(&b, ipc.WithSchema(schema))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Write(batch), w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestColumnarFilesAreReadWithTheirTypes(t *testing.T) {
	opt := options(t, "ekonomiskt_bistand")
	want := `rad 1: stadsdel=Farsta manad=2011-11 hushall=211 kostnad_tkr=1.234 vuxna=300
rad 2: stadsdel=Norrmalm manad=2011-11 hushall=252 kostnad_tkr=1991
fel 0:3:0:1 omrade stadsdel: okänt område "Nowhere"
`
	says(t, "ekonomiskt_bistand.parquet", parquetOf(t), opt, want)
	says(t, "ekonomiskt_bistand.arrow", arrowOf(t, true), opt, want)
	says(t, "ekonomiskt_bistand.feather", arrowOf(t, false), opt, want)
	opt.Limits.Cells = 10
	for _, got := range []string{transcript(t, "ekonomiskt_bistand.parquet", parquetOf(t), opt), transcript(t, "ekonomiskt_bistand.arrow", arrowOf(t, true), opt)} {
		if !strings.Contains(got, "filen har fler än 10 celler") {
			t.Error(got)
		}
	}
}
