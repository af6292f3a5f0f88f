package decode

import (
	"errors"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"stadsdelskollen/ingest/contract"
)

// Table is what was understood of one table of a file, also of one that is
// refused.
type Table struct {
	Part
	// Encoding and Separator are of text; empty for other formats.
	Encoding, Separator string
	HeaderLine          int64
	Header              []string
	// Columns are the headings by the contract's columns that were found.
	Columns map[string]string
	// Layout is Long, PeriodPerColumn or DistrictPerCol; Keys are the periods or
	// districts of a wide table.
	Layout string
	Keys   []string
	// District is what a title or the file's name tells.
	District string
	// Unread are headings that belong to no column, Lacking required columns.
	Unread, Lacking []string
	// Proposed are columns of the contract that unread headings may be.
	Proposed map[string]string
}

// Inspect looks at the tables of a file without reading their rows.
func Inspect(name string, size int64, in io.ReaderAt, opt Options) ([]Table, error) {
	if opt.Limits == (Limits{}) {
		opt.Limits = DefaultLimits
	}
	if size == 0 || size > opt.Limits.Bytes {
		return nil, nil // Open says why
	}
	budget := opt.Limits.Expanded
	tables, err := openFile(name, size, in, opt, 0, &budget)
	if err != nil {
		return nil, err
	}
	n := newNames(opt)
	var out []Table
	for i, t := range tables {
		s := &shape{table: t, feed: opt.Feed, reg: opt.Register, part: i, name: name, declared: opt.Mapping.DistrictFrom}
		if _, err := n.findHeader(s); err != nil {
			continue
		}
		var refusal *Refusal
		if err := n.arrange(s); err != nil && !errors.As(err, &refusal) {
			return nil, err
		}
		out = append(out, n.describe(s))
	}
	return out, nil
}

func (n names) describe(s *shape) Table {
	t := Table{Part: s.Part, Encoding: s.encoding, HeaderLine: s.header.line, Columns: map[string]string{}, Layout: Long, District: s.district}
	if s.separator != 0 {
		t.Separator = string(s.separator)
	}
	used := map[int]bool{s.year: true}
	for name, i := range s.places {
		t.Columns[name], used[i] = s.header.fields[i], true
	}
	for _, g := range s.groups {
		t.Layout = PeriodPerColumn
		if s.pivot == s.feed.Own.Area {
			t.Layout = DistrictPerCol
		}
		t.Keys = append(t.Keys, g.key)
		for name, i := range g.cells {
			used[i] = true
			if _, ok := t.Columns[name]; !ok && name != "" {
				t.Columns[name] = s.header.fields[i]
			}
		}
	}
	for i, heading := range s.header.fields {
		heading = visible(heading)
		t.Header = append(t.Header, heading)
		if !used[i] && strings.TrimSpace(heading) != "" {
			t.Unread = append(t.Unread, strings.TrimSpace(heading))
		}
	}
	var free []contract.Field
	for _, f := range s.feed.Fields {
		if !s.has(f.Name) {
			free = append(free, f)
			if f.Constraints.Required {
				t.Lacking = append(t.Lacking, f.Name)
			}
		}
	}
	t.Proposed = propose(t.Unread, free)
	return t
}

// propose pairs headings with columns of like names, the most alike first.
func propose(headings []string, free []contract.Field) map[string]string {
	type pair struct {
		heading, column string
		unlike          int
	}
	var pairs []pair
	for _, h := range headings {
		for _, f := range free {
			if d, ok := unlikeness(h, f); ok {
				pairs = append(pairs, pair{h, f.Name, d})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return a.unlike - b.unlike })
	out := map[string]string{}
	taken := map[string]bool{}
	for _, p := range pairs {
		if _, done := out[p.heading]; !done && !taken[p.column] {
			out[p.heading], taken[p.column] = p.column, true
		}
	}
	return out
}

// synonyms are other words that deliverers use for columns.
var synonyms = map[string][]string{
	"stadsdel": {"stadsdelsomrade", "sdf", "sdn", "sdo", "distrikt", "omrade", "forvaltning", "bydel", "district"},
	"omrade":   {"stadsdel", "stadsdelsomrade", "enhet"},
	"manad":    {"period", "tid", "avser", "month"},
	"ar":       {"year", "statistikar"},
	"hushall":  {"antalhushall", "households"},
	"vuxna":    {"antalvuxna", "personer", "antal"},
	"hinder":   {"orsak", "forsorjningshinder"},
	"varde":    {"value", "antal"},
}

// unlikeness counts the letters in which a heading and a column differ; ok is
// false when they are not alike at all.
func unlikeness(heading string, f contract.Field) (int, bool) {
	h := plainLetters(heading)
	best := 1 << 20
	for i, name := range append([]string{f.Name, f.Title}, synonyms[f.Name]...) {
		k := plainLetters(name)
		if h == "" || k == "" {
			continue
		}
		d := distance([]rune(h), []rune(k))
		if len(k) >= 5 && strings.Contains(h, k) {
			d = min(d, 2)
		}
		if d <= max(1, len(k)/4) || d <= 2 && strings.Contains(h, k) {
			best = min(best, d*4+min(i, 3))
		}
	}
	return best, best < 1<<20
}

// plainLetters leaves the letters and digits of a name, without rings and dots.
func plainLetters(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// distance is Levenshtein's.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before := row[0]
		row[0] = i + 1
		for j := range b {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
