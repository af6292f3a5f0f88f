//go:build duckdb_arrow

package attack

import (
	"cmp"
	"encoding/json"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"stadsdelskollen/queries/publication"
)

// derived is everything that follows from the facts, table by table.
type derived struct {
	rows   map[string][]record
	byArea map[string][]stands
	cache  sync.Map // by subject: []float64
	names  names
	mask   *strings.Replacer // takes out texts that are given, and not computed
	places map[[3]string][]record
	// figures are the observations and the facts, by the table and by the name that
	// files of figures give them.
	observations, facts map[figureName]record
	pooled              map[figureName]record // what the reported districts have together, where they are compared with that
	verdicts            map[figureName]string
	listed              listed
}

// stands is one number and what it is about; an empty field is about anything.
type stands struct {
	value                             float64
	indicator, area, category, period string
}

// names are the words that pages call things by.
type names struct {
	indicator map[string]string // title, short or name → name
	area      map[string]bool
	city      string
	category  map[string]bool
	slug      map[string]string // file name of a page → area
}

// counted are columns that number or count areas, rows and deliveries: small whole
// numbers that no text about one area may be explained by.
var counted = map[string]bool{"omraden": true, "av": true, "frihetsgrader": true, "ordning": true, "kvitto": true, "ersatter": true, "vikt": true}

// ofNobody stands for the area of such numbers.
const ofNobody = "\x00"

// index lists all numbers of all tables.
func (d *derived) index() {
	d.byArea = map[string][]stands{}
	d.names = names{indicator: map[string]string{}, area: map[string]bool{}, category: map[string]bool{}, slug: map[string]string{}}
	for _, r := range d.rows["nyckeltal"] {
		for _, c := range []string{"namn", "titel", "kort"} {
			d.names.indicator[r.text(c)] = r.text("namn")
		}
	}
	for _, r := range d.rows["omrade"] {
		d.names.area[r.text("namn")] = true
		d.names.slug[r.text("slug")] = r.text("namn")
	}
	for _, r := range d.rows["publikation"] {
		d.names.city = r.text("staden")
	}
	uses := d.measures()
	d.maskTexts()
	d.nameFigures()
	for table, rows := range d.rows {
		if table == "nyckeltal" || table == "omrade" {
			continue
		}
		for _, r := range rows {
			if c := r.text("kategori"); c != "" {
				d.names.category[c] = true
			}
			for column, x := range r {
				n, ok := x.(json.Number)
				if !ok {
					continue
				}
				f, err := n.Float64()
				if err != nil {
					continue
				}
				s := stands{f, r.text("nyckeltal"), r.text("omrade"), r.text("kategori"), r.text("period")}
				if counted[column] || s.area == "" && column == "antal" {
					s.area = ofNobody
				}
				if column == "referens_varde" {
					s.area = "" // it stands for the city or the reported districts
				}
				d.enter(s, uses[r.text("matt")])
				if strings.HasSuffix(column, "andel") || strings.HasSuffix(column, "andring") {
					s.value = 100 * f // printed in percent
					d.enter(s, uses[r.text("matt")])
				}
			}
		}
	}
}

// enter adds a number to what it is about: its indicator, or those that read its
// measure.
func (d *derived) enter(s stands, uses []string) {
	if s.indicator != "" || len(uses) == 0 {
		d.byArea[s.area] = append(d.byArea[s.area], s)
		return
	}
	for _, s.indicator = range uses {
		d.byArea[s.area] = append(d.byArea[s.area], s)
	}
}

// measures are the indicators that a base fact is read by, from their SQL.
func (d *derived) measures() map[string][]string {
	out := map[string][]string{}
	for _, m := range d.rows["mattdefinition"] {
		for _, ind := range d.rows["nyckeltal"] {
			if strings.Contains(ind.text("sql"), "'"+m.text("matt")+"'") {
				out[m.text("matt")] = append(out[m.text("matt")], ind.text("namn"))
			}
		}
	}
	return out
}

// about narrows a search for a number. Empty fields ask for nothing; an area asks
// for the city's figures too where city is set.
type about struct {
	indicator, area, category, period string
	city                              bool
	sizes                             bool // sizes of files may be named
}

// numbers are all that stand for a subject, in order.
func (d *derived) numbers(a about) []float64 {
	key := strings.Join([]string{a.indicator, a.area, a.category, a.period, strconv.FormatBool(a.city)}, "\x1f")
	if out, ok := d.cache.Load(key); ok {
		return out.([]float64)
	}
	var out []float64
	for _, place := range d.within(a) {
		for _, f := range d.byArea[place] {
			if (a.indicator == "" || f.indicator == "" || f.indicator == a.indicator) && (a.category == "" || f.category == a.category) && (a.period == "" || f.period == "" || f.period == a.period) {
				out = append(out, f.value)
			}
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	d.cache.Store(key, out)
	return out
}

// within are the areas whose figures a subject is told with: figures of no area are
// told everywhere.
func (d *derived) within(a about) []string {
	switch {
	case a.area == "":
		return slices.Collect(maps.Keys(d.byArea))
	case a.area == d.names.city || !a.city:
		return []string{"", a.area}
	}
	return []string{"", a.area, d.names.city}
}

// follows says whether a printed number is one that stands for a subject.
func (d *derived) follows(a about, n printed) bool {
	return holds(d.numbers(a), n) || a.sizes && (n.after == "kb" || n.after == "mb") && holds(d.listed.sizes, n)
}

// holds says whether a printed number is one of some numbers, rounded as printed;
// a sign may have been left out.
func holds(numbers []float64, n printed) bool {
	for _, v := range []float64{n.value, -n.value} {
		i, _ := slices.BinarySearch(numbers, v-n.half-1e-9*math.Max(1, math.Abs(v)))
		if i < len(numbers) && numbers[i] <= v+n.half+1e-9*math.Max(1, math.Abs(v)) {
			return true
		}
	}
	return false
}

// printed is a number as a page shows it.
type printed struct {
	text  string
	value float64
	half  float64 // half a unit of its last decimal
	after string  // the word behind it
}

var (
	months  = []string{"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"}
	monthOf = regexp.MustCompile(`(?i)^(jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-zåäö]*\.?[ \x{a0}]+((?:19|20)\d\d)\b`)
	yearOf  = regexp.MustCompile(`^(?:19|20)\d\d$`)
	inSpace = regexp.MustCompile(`[-−+]?\d{1,3}(?:\x{a0}\d{3})+(?:,\d+)?|[-−+]?\d+(?:[.,]\d+)?`)
	word    = regexp.MustCompile(`^[ \x{a0}]?([\p{L}%]+)`)
	// Times: 31 december 2023, 1 juli, 2023-07-01, kl. 06.30, 2020–2023.
	times = regexp.MustCompile(`(?i)\b\d{1,2}[ \x{a0}](?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)\b(?:[ \x{a0}](?:19|20)\d\d)?|\b(?:19|20)\d\d-\d\d(?:-\d\d)?(?:T[\d:]+(?:\.\d+)?Z?)?|\bkl\.?[ \x{a0}]\d\d[.:]\d\d|\b(?:19|20)\d\d\b`)
)

// hasDigit says whether a text has any number.
func hasDigit(text string) bool { return strings.ContainsAny(text, "0123456789") }

// given are the columns whose texts stand in pages as they are, with their own
// numbers: titles, units, sources, SQL.
var given = map[string][]string{
	"nyckeltal": {"titel", "kort", "definition", "enhet", "sql", "kategorier"},
	"fakta":     {"kalla", "enhet", "kategori"}, "observation": {"kategori"}, "rattelse": {"enhet", "kategori"}, "handelse": {"handelse", "kalla"}, "beslutsenhet": {"enhet", "kalla"},
	"publikation": {"id", "stad", "utgivare", "skydd"}, "efterfoljd": {"kalla"},
}

// maskTexts prepares to take given texts out before numbers are looked for.
func (d *derived) maskTexts() {
	seen := map[string]bool{}
	for table, columns := range given {
		for _, r := range d.rows[table] {
			for _, c := range columns {
				if t := r.text(c); hasDigit(t) && strings.ContainsFunc(t, unicode.IsLetter) {
					forms := []string{t, strings.ReplaceAll(t, "1 000", "1\u00a0000"), strings.TrimPrefix(t, syntheticMark+". ")}
					if c == "kategori" { // names the addresses of its charts
						forms = append(forms, publication.Slug(t))
					}
					for _, form := range forms {
						seen[form] = true
						first, size := utf8.DecodeRuneInString(form)
						seen[string(unicode.ToLower(first))+form[size:]] = true
					}
				}
			}
		}
	}
	all := slices.SortedFunc(maps.Keys(seen), func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	var pairs []string
	for _, t := range all {
		pairs = append(pairs, t, " ")
	}
	d.mask = strings.NewReplacer(pairs...)
}

// numbersIn are the numbers of a text that are computed.
func (d *derived) numbersIn(text string) []printed { return slices.Concat(d.sentences(text)...) }

// ends are what ends a sentence, or a line of a note.
var ends = regexp.MustCompile(`[.;:!?] |[#\n]`)

// sentences are the numbers of each sentence of a text that are computed.
func (d *derived) sentences(text string) (out [][]printed) {
	if !hasDigit(text) {
		return nil
	}
	text = d.mask.Replace(text)
	for _, c := range constants {
		text = c.form.ReplaceAllString(text, " ")
	}
	for _, sentence := range ends.Split(withoutTimes(text), -1) {
		if of := numbersIn(sentence); len(of) > 0 {
			out = append(out, of)
		}
	}
	return out
}

func withoutTimes(text string) string {
	return times.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat(" ", len(s)) })
}

// numbersIn are the numbers of a text that are no times.
func numbersIn(text string) []printed {
	text = withoutTimes(text)
	var out []printed
	for _, at := range inSpace.FindAllStringIndex(text, -1) {
		if before := text[:at[0]]; before != "" && isLetter(before[len(before)-1]) {
			continue // a letter's digit, as in P90
		}
		raw := text[at[0]:at[1]]
		p := printed{text: raw}
		if m := word.FindStringSubmatch(text[at[1]:]); m != nil {
			p.after = strings.ToLower(m[1])
		}
		plain := strings.NewReplacer("\u00a0", "", ",", ".", "−", "-", "+", "").Replace(raw)
		v, err := strconv.ParseFloat(plain, 64)
		if err != nil {
			continue
		}
		p.value, p.half = v, halfUnit(plain)
		out = append(out, p)
	}
	return out
}

func isLetter(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_' || b >= 0x80 && b != 0xa0 && b != 0x93 && b != 0x92
}

// periodIn is the month or year that a heading names; empty where it names none.
func periodIn(text string) string {
	text = strings.TrimSpace(text)
	if m := monthOf.FindStringSubmatch(text); m != nil {
		for i, name := range months {
			if strings.HasPrefix(name, strings.ToLower(m[1])) {
				return m[2] + "-" + strconv.Itoa(101 + i)[1:]
			}
		}
	}
	if yearOf.MatchString(text) {
		return text
	}
	return ""
}

// status is that of the one observation that a cell is about; empty where it is
// not about one.
func (d *derived) status(a about) string {
	status := ""
	for _, r := range d.places[[3]string{a.indicator, a.area, a.period}] {
		if r.text("kategori") != a.category {
			continue
		}
		if status != "" {
			return ""
		}
		status = r.text("status")
	}
	return status
}
