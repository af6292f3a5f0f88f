package cube

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/reports/table"
)

func sample() table.Table {
	text := func(s string) table.Cell { return table.Cell{Text: s} }
	row := func(area, division, category, period, value, sign, n, status string) []table.Cell {
		return []table.Cell{text("stadsdel"), text(area), text(division), text(category), text(period), {Text: value, Sign: sign}, text(n), text(status)}
	}
	return table.Table{Name: "handlaggningstid_inom_riktlinje", Title: `Beslut "i tid"`, Publication: "2011-12_0", Published: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC),
		Warning: "Syntetiska uppgifter",
		About:   []table.Note{{Key: "definition", Title: "Definition", Text: strings.Repeat("Så räknas det; alla år. ", 30)}, {Key: "kallor", Title: "Källor", Text: "Månadsrapport"}},
		Columns: []table.Column{{Name: "niva"}, {Name: "omrade"}, {Name: "indelning"}, {Name: "kategori"}, {Name: "period"},
			{Name: "varde", Title: "Värde", Kind: table.Figure, Decimals: 1, Unit: "procent"}, {Name: "namnare", Title: "Nämnare", Kind: table.Figure, Decimals: -1, Unit: "antal"}, {Name: "status"}},
		Rows: [][]table.Cell{
			row("Norrmalm", "2007-01-01", "", "2011-11", "47.9", "", "219", "ok"),
			row("Norrmalm", "2007-01-01", "", "2011-12", "", "..", "220", "dold"),
			row("Norrmalm", "2023-07-01", "", "2011-11", "", ".", "", "ej_tillamplig"),
			row("Farsta", "2007-01-01", "", "2011-11", "", "-", "", "ej_levererad"),
		}}
}

// keyword is one sentence of a PX file: KEYWORD(parts)=values;
type keyword struct {
	name   string
	of     []string
	values []string // strings without quotes, numbers and words as they stand
}

var (
	keyPattern = regexp.MustCompile(`^[A-Z][A-Z0-9-]{0,19}$`)
	number     = regexp.MustCompile(`^-?\d+(\.\d+)?$`)
	symbol     = regexp.MustCompile(`^"\.{1,6}"$`)
)

// parse reads a PX file by the grammar of the format and nothing more lenient.
func parse(t *testing.T, text string) (keywords map[string]keyword, order, data []string) {
	t.Helper()
	keywords = map[string]keyword{}
	if !utf8.ValidString(text) || strings.ContainsAny(text, "\r\t\ufeff") {
		t.Fatal("not plain UTF-8 text")
	}
	for _, line := range strings.Split(text, "\n") {
		if utf8.RuneCountInString(line) > 2048 {
			t.Errorf("a line of %d characters", utf8.RuneCountInString(line))
		}
	}
	head, rest, found := strings.Cut(text, "\nDATA=\n")
	if !found || !strings.HasSuffix(rest, ";\n") {
		t.Fatal("no DATA that ends in a semicolon")
	}
	for _, sentence := range sentences(t, head+"\n") {
		k := parseSentence(t, sentence)
		id := k.name + "(" + strings.Join(k.of, ",") + ")"
		if _, twice := keywords[id]; twice {
			t.Errorf("%s stands twice", id)
		}
		keywords[id] = k
		order = append(order, k.name)
	}
	data = strings.Fields(strings.TrimSuffix(rest, ";\n"))
	for _, d := range data {
		if !number.MatchString(d) && !symbol.MatchString(d) {
			t.Errorf("%s is neither a number nor a data symbol", d)
		}
	}
	return keywords, order, data
}

// sentences splits at semicolons outside quotes.
func sentences(t *testing.T, text string) (out []string) {
	t.Helper()
	quoted := false
	start := 0
	for i, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case r == ';' && !quoted:
			out = append(out, strings.TrimSpace(text[start:i]))
			start = i + 1
		}
	}
	if quoted || strings.TrimSpace(text[start:]) != "" {
		t.Fatalf("%q is no whole sentence", text[start:])
	}
	return out
}

func parseSentence(t *testing.T, s string) (k keyword) {
	t.Helper()
	i := strings.IndexAny(s, "=(")
	if i < 0 || !keyPattern.MatchString(s[:i]) {
		t.Fatalf("%.40q has no keyword", s)
	}
	k.name = s[:i]
	if s[i] == '(' {
		end := strings.Index(s, ")=") // the names here hold no such thing
		k.of = list(t, s[i+1:end])
		s = s[end+1:]
		i = 0
	}
	k.values = list(t, s[i+1:])
	return k
}

// list reads strings and words between commas; strings that follow each other
// without a comma are one.
func list(t *testing.T, s string) (out []string) {
	t.Helper()
	joined := false
	for s != "" {
		switch {
		case s[0] == '"':
			end := strings.IndexByte(s[1:], '"')
			if end < 0 {
				t.Fatalf("%.40q does not end", s)
			}
			piece := s[1 : end+1]
			if utf8.RuneCountInString(piece) > 256 {
				t.Errorf("a piece of %d characters", utf8.RuneCountInString(piece))
			}
			if joined {
				out[len(out)-1] += piece
			} else {
				out = append(out, piece)
			}
			s, joined = s[end+2:], true
		case s[0] == ',':
			s, joined = strings.TrimPrefix(s[1:], "\n"), false
		case s[0] == '\n':
			s = s[1:]
		default:
			end := strings.IndexAny(s+",", ",")
			if strings.HasPrefix(s, "TLIST(") {
				end = strings.IndexByte(s, ')') + 1
			}
			out = append(out, s[:end])
			s = s[end:]
		}
	}
	return out
}

func TestPXFollowsTheGrammarAndHasEveryMandatoryKeyword(t *testing.T) {
	text, err := PX(sample())
	if err != nil {
		t.Fatal(err)
	}
	k, order, data := parse(t, string(text))
	if diff := cmp.Diff([]string{"CHARSET", "AXIS-VERSION", "CODEPAGE"}, order[:3]); diff != "" {
		t.Error(diff)
	}
	for _, name := range []string{"MATRIX", "SUBJECT-CODE", "SUBJECT-AREA", "TITLE", "CONTENTS", "UNITS", "DECIMALS", "STUB", "HEADING"} {
		if len(k[name+"()"].values) == 0 {
			t.Errorf("no %s", name)
		}
	}
	for name, want := range map[string][]string{
		"AXIS-VERSION()": {"2013"}, "CODEPAGE()": {"utf-8"}, "MATRIX()": {"handlaggningstid_ino"}, "TABLEID()": {"handlaggningstid_inom_riktlinje"},
		"TITLE()": {"Beslut 'i tid'"}, "STUB()": {"Område", "Period"}, "HEADING()": {"Uppgift"}, "CONTVARIABLE()": {"Uppgift"},
		"VALUES(Område)":  {"Farsta", "Norrmalm (indelning 2007-01-01)", "Norrmalm (indelning 2023-07-01)"},
		"CODES(Område)":   {"stadsdel:Farsta@2007-01-01", "stadsdel:Norrmalm@2007-01-01", "stadsdel:Norrmalm@2023-07-01"},
		"VALUES(Period)":  {"2011M11", "2011M12"},
		"TIMEVAL(Period)": {"TLIST(M1)", "201111", "201112"},
		"VALUES(Uppgift)": {"Värde", "Nämnare"}, "UNITS(Värde)": {"procent"}, "DECIMALS()": {"1"}, "SHOWDECIMALS()": {"0"}, "PRECISION(Uppgift,Värde)": {"1"},
		"CREATION-DATE()": {"20261121 12:00"}, "SOURCE()": {"Månadsrapport"},
		"DATASYMBOL1()": {"."}, "DATASYMBOL2()": {".."}, "DATASYMBOL3()": {"-"}, "DATASYMBOL4()": {"finns inte"},
	} {
		if diff := cmp.Diff(want, k[name].values); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if note := k["NOTE()"].values[0]; !strings.HasPrefix(note, "Anmärkning: Syntetiska uppgifter#Publikation: 2011-12_0#Definition: Så räknas det; alla år.") || strings.Count(note, "Så räknas") != 30 {
		t.Errorf("note %q", note)
	}
	// Farsta: not delivered, then no row; Norrmalm: shown, hidden; today's
	// Norrmalm: not applicable, no row. An empty number beside a sign is no row.
	want := `"..." "...." "...." "...." 47.9 219 ".." 220 "." "...." "...." "...."`
	if diff := cmp.Diff(want, strings.Join(data, " ")); diff != "" {
		t.Error(diff)
	}
	size := 1
	for _, v := range []string{"VALUES(Område)", "VALUES(Period)", "VALUES(Uppgift)"} {
		size *= len(k[v].values)
	}
	if len(data) != size {
		t.Errorf("%d cells, want %d", len(data), size)
	}
}

func TestTimesOfMixedLengthHaveNoTimeList(t *testing.T) {
	for _, c := range []struct {
		codes []string
		want  string
	}{
		{[]string{"2010", "2011"}, `TLIST(A1),"2010","2011"`}, {[]string{"2011-01"}, `TLIST(M1),"201101"`}, {[]string{"2010", "2011-01"}, ""}, {[]string{"senast"}, ""},
	} {
		if got := pxTimes(c.codes); got != c.want {
			t.Errorf("%v: got %s, want %s", c.codes, got, c.want)
		}
	}
}

func TestTwoRowsForOnePlaceAreRefused(t *testing.T) {
	twice := sample()
	twice.Rows = append(twice.Rows, twice.Rows[0])
	for name, write := range map[string]func(table.Table) ([]byte, error){"PX": PX, "JSON-stat": JSONStat} {
		if _, err := write(twice); err == nil {
			t.Errorf("%s took them", name)
		}
	}
	many := sample()
	many.Rows = many.Rows[:1]
	for i := range 3 {
		r := append([]table.Cell(nil), sample().Rows[0]...)
		r[4].Text = strconv.Itoa(2000 + i)
		many.Rows = append(many.Rows, r)
	}
	if _, err := JSONStat(many); err != nil {
		t.Error(fmt.Errorf("months beside years: %w", err))
	}
}
