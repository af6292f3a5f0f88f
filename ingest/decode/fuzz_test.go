package decode

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
)

// fuzzed reads bytes as a file of the given ending under small limits: whatever
// they are, each row is in a batch or has a fault, or the file is refused in
// words.
func fuzzed(t *testing.T, name string, data []byte, opt Options) {
	t.Helper()
	r, err := Open(name, int64(len(data)), strings.NewReader(string(data)), opt)
	var refusal *Refusal
	if errors.As(err, &refusal) {
		if len(refusal.Faults) == 0 || refusal.Error() == "" {
			t.Fatal("refused without a word")
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var rows int64
	for r.Next() {
		rows += r.RecordBatch().NumRows()
	}
	if r.Err() != nil && !errors.As(r.Err(), &refusal) {
		t.Fatal(r.Err())
	}
	faulty := map[int64]bool{}
	for _, x := range r.Faults() {
		faulty[x.Line] = true
	}
	if r.Err() == nil && rows+int64(len(faulty)) != r.rows {
		t.Fatalf("%d rows, %d faulty, of %d", rows, len(faulty), r.rows)
	}
}

func small(t testing.TB) Options {
	opt := options(t, "ekonomiskt_bistand")
	opt.Limits = Limits{Bytes: 1 << 20, Columns: 50, Row: 1 << 14, Field: 1 << 12, Faults: 100, Expanded: 1 << 20, Members: 10, Depth: 2, Cells: 10_000}
	return opt
}

func FuzzEncodings(f *testing.F) {
	for _, seed := range []string{"\xff\xfes\x00", "\xfe\xff\x00s", "\xef\xbb\xbf" + plainCSV, "stadsdel\rmanad", "a\xe5\xe4\xf6", "a\x8c\x8a\x9a", "å\xe5"} {
		f.Add([]byte(seed))
	}
	opt := small(f)
	f.Fuzz(func(t *testing.T, data []byte) { fuzzed(t, "ekonomiskt_bistand.csv", data, opt) })
}

func FuzzJSON(f *testing.F) {
	for _, seed := range []string{"[]", "{}", `[{"stadsdel":"Farsta","manad":"2011-11","hushall":1,"kostnad_tkr":2.5}]`, `{"rader":[{"a":null}]}`, `{"a":[[[{}]]],"data":[{"a":true}]}`, "[1", "\xef\xbb\xbf[]"} {
		f.Add([]byte(seed))
	}
	opt := small(f)
	f.Fuzz(func(t *testing.T, data []byte) { fuzzed(t, "ekonomiskt_bistand.json", data, opt) })
}

func FuzzXLSX(f *testing.F) {
	f.Add(workbook(f, []sheet{{"Blad", [][]any{header, {"Farsta", "2011-11", 1, 2}}}}, nil))
	f.Add(zipped(f, map[string]string{"xl/workbook.xml": "<workbook/>"}))
	f.Add([]byte("PK\x03\x04"))
	opt := small(f)
	f.Fuzz(func(t *testing.T, data []byte) { fuzzed(t, "ekonomiskt_bistand.xlsx", data, opt) })
}

func FuzzZip(f *testing.F) {
	f.Add(zipped(f, map[string]string{"a.csv": plainCSV, "b.json": "[]"}))
	f.Add(zipped(f, map[string]string{"a.zip": "PK"}))
	opt := small(f)
	f.Fuzz(func(t *testing.T, data []byte) { fuzzed(t, "ekonomiskt_bistand.zip", data, opt) })
}

func FuzzGzip(f *testing.F) {
	f.Add(gzipped(f, []byte(plainCSV)))
	f.Add([]byte("\x1f\x8b"))
	opt := small(f)
	f.Fuzz(func(t *testing.T, data []byte) { fuzzed(t, "ekonomiskt_bistand.csv.gz", data, opt) })
}

func FuzzParquet(f *testing.F) {
	f.Add(parquetOf(f))
	f.Add([]byte("PAR1PAR1"))
	opt := small(f)
	f.Fuzz(func(t *testing.T, data []byte) { fuzzed(t, "ekonomiskt_bistand.parquet", data, opt) })
}

func FuzzArrow(f *testing.F) {
	f.Add(arrowOf(f, true))
	f.Add(arrowOf(f, false))
	coded := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}
	f.Add(ipcOf(f, false, fieldsOf(coded), rowsOfJSON, ipc.WithLZ4(), ipc.WithDictionaryDeltas(true)))
	f.Add(ipcOf(f, true, fieldsOf(arrow.BinaryTypes.StringView), rowsOfJSON, ipc.WithZstd()))
	opt := small(f)
	f.Fuzz(func(t *testing.T, data []byte) { fuzzed(t, "ekonomiskt_bistand.arrow", data, opt) })
}

// FuzzNumber shows that no text makes the reading of numbers or months panic,
// and that nothing is a number without a digit.
func FuzzNumber(f *testing.F) {
	for _, seed := range []string{"1 234,5", "(1.234)", "27633¹", "2) 5", "1,5 mnkr", "$5", "<5", "..", "1/11/2011", "nov-11", "40848", "−5 %"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		if got, p := readNumber(text, notation{}, noUnit); p == nil && !strings.ContainsAny(text, "0123456789") {
			t.Errorf("%q was read as %d", text, got.n)
		}
		if p, ok := (Mapping{}).readMonth(text); ok && (p.IsYear() || p.Year() < firstYear || p.Year() > lastYear) {
			t.Errorf("%q was read as %s", text, p)
		}
	})
}
