package decode

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/ingest/contract"
	"stadsdelskollen/queries/register"
)

const areas = `namn,kod,niva,del_av_staden,giltig_fran,giltig_till,statistik_till,rad,kolumn,kalla,anmarkning
Hela staden,,stad,,,,,,,test,
Inre staden,,del,,,,,,,test,
Söderort,,del,,,,,,,test,
Farsta,18,stadsdel,Söderort,1997-01-01,,,4,3,test,
Norrmalm,,stadsdel,Inre staden,1997-01-01,2023-06-30,,1,3,test,
Norra innerstaden,31,stadsdel,Inre staden,2023-07-01,,,1,3,test,
`

const merger = `foregangare,eftertradare,datum,slag
Norrmalm,Norra innerstaden,2023-07-01,sammanslagen
`

func options(t testing.TB, feed string) Options {
	t.Helper()
	r, err := register.Load(fstest.MapFS{"stadsdelar.csv": &fstest.MapFile{Data: []byte(areas)}, "succession.csv": &fstest.MapFile{Data: []byte(merger)}})
	if err != nil {
		t.Fatal(err)
	}
	f, ok := contract.ByName(feed)
	if !ok {
		t.Fatalf("no feed %s", feed)
	}
	return Options{Feed: f, Register: r, Limits: DefaultLimits}
}

// read reads a whole file and counts its rows and largest batch.
func read(text string, opt Options) (r *Reader, rows, largest int64, err error) {
	r, err = Open(opt.Feed.Name+".csv", int64(len(text)), strings.NewReader(text), opt)
	if err != nil {
		return nil, 0, 0, err
	}
	defer r.Close()
	for r.Next() {
		rows += r.RecordBatch().NumRows()
		largest = max(largest, r.RecordBatch().NumRows())
	}
	return r, rows, largest, r.Err()
}

func TestABatchIsBoundedAndKeepsItsLines(t *testing.T) {
	var b strings.Builder
	b.WriteString("hushall;manad;stadsdel;belopp_kr\n")
	for i := range 20_000 {
		fmt.Fprintf(&b, "h%d;2011-11;Farsta;%d,5\n\n", i, i)
	}
	opt := options(t, "utbetalningar")
	text := b.String()
	r, rows, largest, err := read(text, opt)
	if err != nil || rows != 20_000 || largest != batchRows || len(r.Faults()) > 0 {
		t.Errorf("%d rows, largest batch %d, %v", rows, largest, err)
	}
	r, err = Open("utbetalningar.csv", int64(len(text)), strings.NewReader(text), opt)
	if err != nil || !r.Next() {
		t.Fatal(err)
	}
	defer r.Close()
	if line := r.RecordBatch().Column(0).(*array.Int64).Value(100); line != 202 {
		t.Errorf("row 100 is said to stand on line %d", line)
	}
}

func TestLimitsRefuseTheFile(t *testing.T) {
	header := "hushall;manad;stadsdel;belopp_kr\n"
	for name, c := range map[string]struct {
		text   string
		limits func(*Limits)
		want   string
	}{
		"bytes":   {header, func(l *Limits) { l.Bytes = 3 }, "högst 3 läses"},
		"columns": {header, func(l *Limits) { l.Columns = 3 }, "rubriken har 4 kolumner"},
		"row":     {header + "h;2011-11;\"" + strings.Repeat("x\n", 100), func(l *Limits) { l.Row = 50 }, "raden är längre än 50 byte"},
		"faults":  {header + strings.Repeat("h;x;y;z\n", 100), func(l *Limits) { l.Faults = 50 }, "fler än 50 fel"},
	} {
		opt := options(t, "utbetalningar")
		c.limits(&opt.Limits)
		_, _, _, err := read(c.text, opt)
		var refusal *Refusal
		if !errors.As(err, &refusal) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	opt := options(t, "utbetalningar")
	opt.Limits.Field = 5
	r, rows, _, err := read(header+"h;2011-11;Farsta;1\nh;2011-11;Fars;1\n", opt)
	if err != nil || rows != 0 || len(r.Faults()) != 3 || !strings.Contains(r.Faults()[0].Message, "längre än 5 byte") {
		t.Errorf("field: %d rows, %+v, %v", rows, r.Faults(), err)
	}
}

func TestAWorkspaceMayNameColumnsItsOwnWay(t *testing.T) {
	opt := options(t, "utbetalningar")
	opt.Mapping.Columns = map[string]string{"Utbetalt Belopp": "belopp_kr", "Hushålls-ID": "hushall"}
	r, rows, _, err := read("manad,stadsdel,Utbetalt belopp,hushålls-id\n2011-11,Farsta,x,h1\n2011-11,Farsta,1,h2\n", opt)
	if err != nil || rows != 1 {
		t.Fatalf("%d rows, %v", rows, err)
	}
	want := []Fault{{Line: 2, Field: 3, Column: "belopp_kr", Rule: "typ", Message: `"x" är inte ett tal`, Raw: "2011-11,Farsta,x,h1"}}
	if diff := cmp.Diff(want, r.Faults()); diff != "" {
		t.Error(diff)
	}
}

func TestWhatAFaultyRowWasAboutIsRemembered(t *testing.T) {
	header := "stadsdel;manad;hinder;vuxna\n"
	for row, want := range map[string][]Cell{
		"Farsta;2011-11;Övriga;x": {{"2011-11", "Farsta"}},
		"Farta;2011-11;Övriga;1":  {{"2011-11", "Farsta"}},
		"Summa;2011-11;Övriga;1":  nil,
		"Farsta;2011-13;Övriga;1": {{"", "Farsta"}},
		";2011-11;Övriga;1":       {{"2011-11", ""}},
		"Farsta;2011-11;Övriga":   {{"", ""}},
		"x;y;Övriga;1":            {{"", ""}},
	} {
		r, _, _, err := read(header+"Norrmalm;2011-10;Övriga;1\n"+row+"\n", options(t, "forsorjningshinder"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, r.Cells()); diff != "" {
			t.Errorf("%s: %s", row, diff)
		}
	}
}

func noUnit(string) (int, *problem) { return 0, nil }

func TestNumbersAreReadToTheThousandth(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "-0,0004": 0, "1718": 1718000, "1\u202f718": 1718000, "8 295,0505": 8295051, "8295.0505": 8295051, "−1,5": -1500, "+2": 2000, "0,0005": 1, "-0,0005": -1,
		"999999999999998": 999999999999998000, "1.234,5": 1234500, "1,234.5": 1234500, "1.234.567": 1234567000, "1'234": 1234000, "1’234,5": 1234500,
		"(1 234)": -1234000, "–5": -5000, "0,125": 125, "1234,567": 1234567, "1 234,567": 1234567,
	} {
		if got, p := readNumber(text, notation{}, noUnit); p != nil || got.n != want {
			t.Errorf("%q: got %d, %v", text, got.n, p)
		}
	}
	for _, text := range []string{"", ".", "1,", ",5", "1 2", "12 34", "1 2345", "1e5", "0x10", "١", "1_000", "--1", "NaN", "9999999999999999", "1,234,5", "(5", "1.23.456", "276331)"} {
		if got, p := readNumber(text, notation{}, noUnit); p == nil {
			t.Errorf("%q was read as %d", text, got.n)
		}
	}
}

func TestOnlyTheColumnTellsThousandsFromDecimals(t *testing.T) {
	header := "hushall;manad;stadsdel;belopp_kr\n"
	for others, want := range map[string]string{
		"h2;2011-11;Farsta;2,5\n": "", "h2;2011-11;Farsta;2.345.678\n": "", "h2;2011-11;Farsta;12\n": "tvetydigt", "h2;2011-11;Farsta;2,5\nh3;2011-11;Farsta;2.5\n": "tvetydigt",
	} {
		r, _, _, err := read(header+"h1;2011-11;Farsta;1.234\n"+others, options(t, "utbetalningar"))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if len(r.Faults()) > 0 {
			got = r.Faults()[0].Rule
		}
		if got != want {
			t.Errorf("%q: %q, want %q", others, got, want)
		}
	}
}

// split reads text as the scanner does, with the separator given.
func split(text string, separator byte) (out [][]string, err error) {
	s := newScanner(strings.NewReader(text), separator, '\n', DefaultLimits)
	for {
		row, err := s.next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		out = append(out, row.fields)
	}
}

func TestRowsLongerThanTheBufferAreOneRow(t *testing.T) {
	long := strings.Repeat("å", peekBytes)
	got, err := split("a;"+long+"\r\nb;\""+long+"\r\n\"\"\"\r\n", ';')
	if diff := cmp.Diff([][]string{{"a", long}, {"b", long + "\r\n\""}}, got); err != nil || diff != "" {
		t.Errorf("%v %.200s", err, diff)
	}
}

// FuzzCSV shows that no bytes make the decoder panic or lose a row: each is
// in a batch or has a fault, and can be found again as it was delivered.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"", "\ufeff", "\xff\xfea\x00", "PK\x03\x04", "stadsdel;manad;hinder;vuxna\n", "stadsdel;manad;hinder;vuxna\nFarsta;2011-11;Övriga;1\n",
		"stadsdel,manad,hinder,vuxna\r\n\"Farsta\",2011-11,\"a\"\"b\nc\",1 000\r\n", "stadsdel\tmanad\thinder\tvuxna\nFarsta\t2011-13\tx\ty",
		"stadsdel;manad;hinder;vuxna\nFarsta;2011-11;\"x;1\n", "stadsdel;manad;hinder;vuxna\nF\xe4rsta;2011-11;x;1\n", "stadsdel;manad;hinder;vuxna\n\"a\"b;2011-11;x;1;;\n\r\n;;;\n",
		"stadsdel;manad;hinder;vuxna;stadsdel\n", "\"stadsdel\nx\";manad\n", "stadsdel;manad;hinder;vuxna\rFarsta;2011-11;x;1\r",
	} {
		f.Add([]byte(seed))
	}
	opt := options(f, "forsorjningshinder")
	opt.Limits = Limits{Bytes: 1 << 20, Columns: 20, Row: 4096, Field: 1024, Faults: 50}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, rows, _, err := read(string(data), opt)
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
		faulty := map[int64]bool{}
		for _, x := range r.Faults() {
			faulty[x.Line] = true
		}
		_, found, err := Lines("forsorjningshinder.csv", int64(len(data)), bytes.NewReader(data), opt, faulty)
		if err != nil || rows+int64(len(faulty)) != r.rows {
			t.Fatalf("%d rows of %d, %d faulty, %v", rows, r.rows, len(faulty), err)
		}
		for _, x := range r.Faults() {
			if found[x.Line] != x.Raw {
				t.Fatalf("line %d: %q, then %q", x.Line, x.Raw, found[x.Line])
			}
		}
	})
}

// FuzzWhatCSVWritersWriteReadsBack compares with the standard library's writer.
func FuzzWhatCSVWritersWriteReadsBack(f *testing.F) {
	f.Add("a", "b;c", "d\"e", byte(0))
	f.Add("1", "å\nä", " ö ", byte(1))
	f.Fuzz(func(t *testing.T, a, b, c string, which byte) {
		separator := []byte{';', ',', '\t'}[which%3]
		want := [][]string{{"x", a, b}, {c, "y", a}}
		for _, field := range []string{a, b, c} {
			// The standard reader turns CRLF within quotes into LF, and a lone CR
			// is written without quotes; neither is what is compared here.
			if strings.ContainsAny(field, "\r\x00") || strings.ToValidUTF8(field, "") != field {
				return
			}
		}
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		w.Comma = rune(separator)
		if err := w.WriteAll(want); err != nil {
			t.Fatal(err)
		}
		got, err := split(out.String(), separator)
		var refusal *Refusal
		if errors.As(err, &refusal) && refusal.Faults[0].Rule == "langd" {
			return
		}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
	})
}

// TestTheContractsListTheSigns keeps the published schemas and the decoder from
// drifting apart.
func TestTheContractsListTheSigns(t *testing.T) {
	for _, feed := range contract.All() {
		want := map[string]bool{"": true}
		for sign := range signs {
			want[sign] = true
		}
		delete(want, "−") // a hyphen of another kind
		got := map[string]bool{}
		for _, sign := range feed.MissingValues {
			got[sign] = true
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", feed.Name, diff)
		}
	}
}

func TestAHeadingIsShownWithoutItsControlCharacters(t *testing.T) {
	text := "stadsdel;manad;hushall;kostnad_tkr;an\x1bnat\n"
	tables, err := Inspect("ekonomiskt_bistand.csv", int64(len(text)), strings.NewReader(text), options(t, "ekonomiskt_bistand"))
	if err != nil || len(tables) != 1 || tables[0].Header[4] != "an\ufffdnat" {
		t.Errorf("%+v, %v", tables, err)
	}
}
