package decode

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"stadsdelskollen/queries/period"
)

// delivered is one row as it is meant, before it is written in some convention.
type delivered struct {
	month period.Period
	count int64 // households
	cost  int64 // thousandths of tkr
	state string
}

var monthAbbreviations = []string{"jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"}

func writeMonth(p period.Period, form int) string {
	y, m := p.Year(), int(p.Month())
	switch form {
	case 0:
		return p.String()
	case 1:
		return fmt.Sprintf("%04d%02d", y, m)
	case 2:
		return fmt.Sprintf("%s %d", fullNames[m-1], y)
	case 3:
		return fmt.Sprintf("%s-%02d", monthAbbreviations[m-1], y%100)
	case 4:
		return fmt.Sprintf("%dM%02d", y, m)
	case 5:
		return fmt.Sprintf("1/%d/%d", m, y)
	case 6:
		return p.Last().Format("2006-01-02")
	}
	return fmt.Sprint(int(p.First().Sub(period.Year(1900).First()).Hours()/24) + 2)
}

// writeNumber writes thousandths with two decimals, so that no notation is
// ambiguous.
func writeNumber(n int64, decimal, group string, negative int) string {
	text, sign := "", n < 0
	if sign {
		n = -n
	}
	whole := fmt.Sprint(n / 1000)
	for len(whole) > 3 && group != "" {
		text = group + whole[len(whole)-3:] + text
		whole = whole[:len(whole)-3]
	}
	text = whole + text + decimal + fmt.Sprintf("%02d", n%1000/10)
	switch {
	case !sign:
		return text
	case negative == 1:
		return "(" + text + ")"
	case negative == 2:
		return "−" + text
	}
	return "-" + text
}

var stateSigns = map[string][]string{
	Missing: {"", "-", "–"}, Hidden: {"..", "*", "X", "<5", "1–4"}, NotApplicable: {"."},
}

// convention is one way to write a file.
type convention struct {
	separator, ending, decimal, group string
	month, negative, encoding         int
	decomposed, bom, quoted           bool
	above, below                      string
}

func drawConvention(t *rapid.T) convention {
	c := convention{
		separator: rapid.SampledFrom([]string{";", ",", "\t", "|"}).Draw(t, "separator"),
		ending:    rapid.SampledFrom([]string{"\n", "\r\n", "\r"}).Draw(t, "ending"),
		decimal:   rapid.SampledFrom([]string{",", "."}).Draw(t, "decimal"),
		group:     rapid.SampledFrom([]string{"", " ", "\u00a0", "'", "swap"}).Draw(t, "group"),
		month:     rapid.IntRange(0, 7).Draw(t, "month"),
		negative:  rapid.IntRange(0, 2).Draw(t, "negative"),
		encoding:  rapid.IntRange(0, 4).Draw(t, "encoding"),
		bom:       rapid.Bool().Draw(t, "bom"),
		above:     rapid.SampledFrom([]string{"", "Månadsrapport"}).Draw(t, "above"),
		below:     rapid.SampledFrom([]string{"", "Källa: Paraplyet"}).Draw(t, "below"),
	}
	c.decomposed = c.encoding < 3 && rapid.Bool().Draw(t, "decomposed")
	if c.group == "swap" {
		c.group = map[string]string{",": ".", ".": ","}[c.decimal]
	}
	// In an eight-bit encoding there is no minus sign.
	if c.encoding >= 3 && c.negative == 2 {
		c.negative = 0
	}
	c.quoted = c.separator == "," || rapid.Bool().Draw(t, "quoted")
	return c
}

func (c convention) write(rows []delivered, signs []string) []byte {
	var lines []string
	if c.above != "" {
		lines = append(lines, c.above, "")
	}
	line := func(fields ...string) {
		if c.quoted {
			for i, f := range fields {
				fields[i] = `"` + f + `"`
			}
		}
		lines = append(lines, strings.Join(fields, c.separator))
	}
	line("stadsdel", "ar", "faktum", "grupp", "varde", "kalla")
	for i, r := range rows {
		value := signs[i]
		if r.state == "" {
			value = writeNumber(r.cost, c.decimal, c.group, c.negative)
		}
		line("Söder", fmt.Sprint(r.month.Year()), fmt.Sprintf("f%d", i), "", value, writeMonth(r.month, c.month)+" åäö")
	}
	if c.below != "" {
		lines = append(lines, "", c.below)
	}
	text := strings.Join(lines, c.ending) + c.ending
	if c.decomposed {
		text = norm.NFD.String(text)
	}
	return c.encode(text)
}

func (c convention) encode(text string) []byte {
	var out []byte
	var err error
	switch c.encoding {
	case 1, 2:
		order := unicode.LittleEndian
		if c.encoding == 2 {
			order = unicode.BigEndian
		}
		mark := unicode.IgnoreBOM
		if c.bom {
			mark = unicode.UseBOM
		}
		out, err = unicode.UTF16(order, mark).NewEncoder().Bytes([]byte(text))
	case 3:
		out, err = charmap.Windows1252.NewEncoder().Bytes([]byte(text))
	case 4:
		out, err = charmap.Macintosh.NewEncoder().Bytes([]byte(text))
	default:
		if c.bom {
			text = utf8Mark + text
		}
		out = []byte(text)
	}
	if err != nil {
		panic(err)
	}
	return out
}

// TestWhateverIsWrittenInAnyConventionReadsBack writes figures, signs, months
// and letters in every combination of conventions and reads the same.
func TestWhateverIsWrittenInAnyConventionReadsBack(t *testing.T) {
	opt := options(t, "omradesfakta")
	opt.Mapping.Codes = map[string]map[string]string{"stadsdel": {"Söder": "Farsta"}}
	rapid.Check(t, func(t *rapid.T) {
		c := drawConvention(t)
		var rows []delivered
		var signs []string
		var want strings.Builder
		for i := range rapid.IntRange(1, 8).Draw(t, "rows") {
			r := delivered{month: period.Month(rapid.IntRange(2000, 2024).Draw(t, "year"), 1), cost: rapid.Int64Range(-1e11, 1e11).Draw(t, "cost") * 10}
			r.month = r.month.Add(rapid.IntRange(0, 11).Draw(t, "month"))
			sign := ""
			if i > 0 && rapid.IntRange(0, 4).Draw(t, "absent") == 0 {
				r.state = rapid.SampledFrom([]string{Hidden, NotApplicable, Missing}).Draw(t, "state")
				sign = rapid.SampledFrom(stateSigns[r.state]).Draw(t, "sign")
			}
			rows, signs = append(rows, r), append(signs, sign)
			value := fmt.Sprintf(" varde=%d", r.cost)
			tecken := ""
			if r.state != "" {
				value = ""
			}
			if r.state == Hidden || r.state == NotApplicable {
				tecken = "tecken(varde=" + r.state + ") "
			}
			fmt.Fprintf(&want, "%sstadsdel=Farsta ar=%d faktum=f%d grupp=%s kalla=%s åäö\n", tecken, r.month.Year(), i, value, norm.NFC.String(writeMonth(r.month, c.month)))
		}
		data := c.write(rows, signs)
		if got := figures(t, opt, data); got != want.String() {
			t.Fatalf("%+v\n%q\ngot:\n%swant:\n%s", c, data, got, want.String())
		}
	})
}

// figures reads a file and lists its rows without their places, with amounts in
// thousandths.
func figures(t *rapid.T, opt Options, data []byte) string {
	r, err := Open("omradesfakta.csv", int64(len(data)), strings.NewReader(string(data)), opt)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var b strings.Builder
	for r.Next() {
		batch := r.RecordBatch()
		for i := range int(batch.NumRows()) {
			_, text, _ := strings.Cut(RowText(batch, i), ": ")
			b.WriteString(inThousandths(batch, i, text) + "\n")
		}
	}
	if r.Err() != nil || len(r.Faults()) > 0 {
		t.Fatalf("%v %+v", r.Err(), r.Faults())
	}
	return b.String()
}

// TestEveryMonthReadsBackInEveryForm covers all of them.
func TestEveryMonthReadsBackInEveryForm(t *testing.T) {
	for _, p := range period.Between(period.Month(2000, 1), period.Month(2040, 12)) {
		for form := range 8 {
			text := writeMonth(p, form)
			if got, ok := (Mapping{}).readMonth(text); !ok || got != p {
				t.Fatalf("%q: %s, want %s", text, got, p)
			}
		}
	}
}

func inThousandths(batch arrow.RecordBatch, i int, text string) string {
	at := batch.Schema().FieldIndices("varde")[0]
	c := batch.Column(at).(*array.Decimal128)
	if c.IsNull(i) {
		return text
	}
	return strings.Replace(text, " varde="+c.ValueStr(i), fmt.Sprintf(" varde=%d", int64(c.Value(i).LowBits())), 1)
}
