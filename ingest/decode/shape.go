package decode

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"stadsdelskollen/ingest/contract"
	"stadsdelskollen/queries/register"
)

// shape is how one table is to be read: where its header is, what its columns
// mean, and what stands around it.
type shape struct {
	table
	feed   contract.Feed
	reg    *register.Register
	part   int
	above  []row // rows above the header
	header row
	width  int            // fields of the header
	places map[string]int // where each column stands, from 0
	year   int            // where a year apart stands, or -1
	// pivot and groups are of a wide table: each group of columns makes a row,
	// whose column pivot is the group's key.
	pivot  string
	groups []group
	// district is the area that a title or the file's name tells.
	district  string
	declared  string // where the workspace says that it stands
	name      string // of the file
	notations map[string]notation
}

// group is the columns of one period, or one district, of a wide table.
type group struct {
	key    string
	column int // the first of them, from 1
	cells  map[string]int
}

// shapeAll finds how each table is to be read. One that is no table of the
// feed is passed over if another is.
func shapeAll(name string, tables []table, opt Options) (out []*shape, notes []Fault, err error) {
	n := newNames(opt)
	var first *Refusal
	sheets := []string{}
	for i, t := range tables {
		if t.Sheet != "" {
			sheets = append(sheets, t.Sheet)
		}
		if want := opt.Mapping.Sheet; want != "" && t.Sheet != "" && columnKey(t.Sheet) != columnKey(want) {
			continue
		}
		s := &shape{table: t, feed: opt.Feed, reg: opt.Register, part: i, name: name, declared: opt.Mapping.DistrictFrom}
		score, err := n.findHeader(s)
		if err == nil {
			err = n.arrange(s)
		}
		var refusal *Refusal
		if errors.As(err, &refusal) {
			for j := range refusal.Faults {
				refusal.Faults[j].Line = place(i, 0, refusal.Faults[j].Line)
			}
			if score > 1 || len(tables) == 1 {
				return nil, nil, refusal
			}
			if first == nil {
				first = refusal
			}
			notes = append(notes, Fault{Line: place(i, 0, 0), Rule: "tabell", Message: fmt.Sprintf("%s har ingen rubrikrad som hör till underlaget och lästes inte", t.Part)})
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		for _, x := range s.notes {
			x.Line = place(i, 0, x.Line)
			notes = append(notes, x)
		}
		out = append(out, s)
	}
	switch {
	case len(out) > 0:
		return out, notes, nil
	case first != nil:
		return nil, nil, first
	case opt.Mapping.Sheet != "" && len(sheets) > 0:
		return nil, nil, refuse(0, "blad", "det finns inget blad %s; bladen är %s", show(opt.Mapping.Sheet), strings.Join(sheets, ", "))
	}
	return nil, nil, refuse(0, "tom", "filen är tom")
}

// String names the part as messages do; empty for a plain file.
func (p Part) String() string {
	switch {
	case p.File != "" && p.Sheet != "":
		return p.File + ", blad " + p.Sheet
	case p.Sheet != "":
		return "blad " + p.Sheet
	}
	return p.File
}

// findHeader takes the row among the first that holds most known names, or the
// declared one. score says how many it holds.
func (n names) findHeader(s *shape) (score int, err error) {
	next, err := s.open()
	if err != nil {
		return 0, err
	}
	m := n.opt.Mapping
	var seen []row
	best, fullest := -1, -1
	for len(seen) < peekRows {
		r, err := next()
		if err == io.EOF {
			break
		}
		if err != nil && best >= 0 {
			break // reported when it is read
		}
		if err != nil {
			return 0, err
		}
		seen = append(seen, r)
		i := len(seen) - 1
		if s.headed || m.HeaderRow > 0 {
			if s.headed || r.line >= int64(m.HeaderRow) {
				best, score = i, 2
				break
			}
			continue
		}
		if r.line <= int64(m.Skip) {
			continue
		}
		if k := n.count(r); k > score {
			best, score = i, k
		}
		if filled(r) > 1 && (fullest < 0 || filled(r) > filled(seen[fullest])) {
			fullest = i
		}
	}
	switch {
	case len(seen) == 0:
		return 0, refuse(0, "tom", "%s", strings.TrimSpace("filen är tom "+s.Part.String()))
	case best < 0:
		best = max(fullest, 0)
	}
	s.above, s.header = seen[:best], seen[best]
	for i, r := range s.above {
		if i < 10 {
			s.notes = append(s.notes, Fault{Line: r.line, Rule: "ovanfor", Message: "raden står ovanför rubriken och lästes inte som data: " + show(strings.Join(r.fields, " "))})
		}
	}
	return score, nil
}

// count is how many different known names a row holds.
func (n names) count(r row) int {
	seen := map[string]bool{}
	for _, f := range r.fields {
		if name, ok := n.of[columnKey(f)]; ok {
			seen[name] = true
		}
	}
	return len(seen)
}

func filled(r row) (n int) {
	for _, f := range r.fields {
		if strings.TrimSpace(f) != "" {
			n++
		}
	}
	return n
}

var (
	sumWord  = regexp.MustCompile(`(?i)^(summa|totalt?|total(?:summa)?|samtliga|delsumma|s:a|sum)\b[:.]?(?:\s.*)?$`)
	footnote = regexp.MustCompile(`(?i)^(?:[¹²³⁰⁴-⁹*†‡]+\s*\p{L}|\d\)\s*\p{L}|(?:källa|källor|not|noter|anm|anmärkning|kommentar|obs|senast uppdaterad|uppdaterad|fotnot|source|note)\b\.?\s*:?)`)
)

// passedOver recognises rows below the table that are no data: sums, footnotes
// and a header that is repeated.
func (s *shape) passedOver(r row) (message string, ok bool) {
	first := ""
	for _, f := range r.fields {
		if first = strings.TrimSpace(norm.NFC.String(f)); first != "" {
			break
		}
	}
	said := show(strings.TrimSpace(strings.Join(r.fields, " ")))
	switch {
	case s.isSum(r, first):
		return "raden är en summa och lästes inte: " + said, true
	case s.headed:
		return "", false
	case s.width >= 3 && filled(r) == 1 && (r.gap || footnote.MatchString(first)),
		s.width >= 3 && len(r.fields) != s.width && footnote.MatchString(first):
		return "raden är en fotnot och lästes inte: " + said, true
	case r.raw == s.header.raw && r.line != s.header.line:
		return "rubriken står en gång till; raden lästes inte", true
	}
	return "", false
}

// isSum says whether a row adds up others: its area is a word for a sum that
// no area of the register is called, or so is its part of a whole.
func (s *shape) isSum(r row, first string) bool {
	said := func(name string) string {
		if i, ok := s.places[name]; ok && i < len(r.fields) {
			return strings.TrimSpace(norm.NFC.String(r.fields[i]))
		}
		return ""
	}
	area := said(s.feed.Own.Area)
	if area == "" && filled(r) > 1 {
		area = first
	}
	if sumWord.MatchString(area) && !knows(s.reg, area) {
		return true
	}
	if !s.feed.Own.Whole {
		return false
	}
	for _, name := range s.feed.PrimaryKey {
		if name != s.feed.Own.Area && name != s.feed.Own.Period && sumWord.MatchString(said(name)) {
			return true
		}
	}
	return false
}

// knows says whether the register has the name, at any time.
func knows(reg *register.Register, name string) bool {
	_, err := reg.Resolve(name, time.Date(lastYear, 12, 31, 0, 0, 0, 0, time.UTC))
	var unknown *register.Unknown
	return err == nil || errors.As(err, &unknown) && len(unknown.Known) > 0
}

// districtApart finds the district of a table without a column for it: in a
// title above the header, the sheet's name, or the file's.
func (n names) districtApart(s *shape) {
	if s.has(s.feed.Own.Area) {
		return
	}
	type source struct{ where, text string }
	var sources []source
	if s.declared != districtFromName {
		for _, r := range s.above {
			for _, f := range r.fields {
				sources = append(sources, source{"titeln", f})
			}
		}
		sources = append(sources, source{"bladets namn", s.Sheet})
	}
	if s.declared != districtFromHead {
		for _, file := range []string{path.Base(s.File), s.name} {
			sources = append(sources, source{"filens namn", strings.TrimSuffix(file, path.Ext(file))})
		}
	}
	for _, from := range sources {
		if name := s.districtIn(from.text); name != "" {
			s.district = name
			s.notes = append(s.notes, Fault{Line: s.header.line, Column: s.feed.Own.Area, Rule: "titel", Message: "området " + name + " togs ur " + from.where})
			return
		}
	}
}

var notWord = regexp.MustCompile(`[^\p{L}\p{N}]+`)

// districtIn finds the one area that a text names; the longest of several that
// hold one another, none if two remain.
func (s *shape) districtIn(text string) string {
	spaced := func(t string) string {
		return " " + strings.TrimSpace(notWord.ReplaceAllString(strings.ToLower(norm.NFC.String(t)), " ")) + " "
	}
	left, found := spaced(text), ""
	for {
		best := ""
		for _, a := range s.reg.Areas {
			if len(spaced(a.Name)) > max(2, len(spaced(best))) && strings.Contains(left, spaced(a.Name)) {
				best = a.Name
			}
		}
		switch {
		case best == "":
			return found
		case found != "":
			return ""
		}
		found, left = best, strings.ReplaceAll(left, spaced(best), " ")
	}
}

// canonical is a row as CSV with the contract's columns, for rows that have no
// line of their own to be mended in.
func canonical(fields []string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = ';'
	if err := w.Write(fields); err != nil {
		return strings.Join(fields, ";")
	}
	w.Flush()
	return strings.TrimRight(b.String(), "\r\n")
}
