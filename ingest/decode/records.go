package decode

import (
	"errors"
	"io"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// record is one row of the feed: a row of a table, or a part of a wide one.
type record struct {
	*shape
	place  int64
	source row
	raw    string
	texts  []string // by the contract's fields
	typed  []bool
	at     []int // field in the line, from 1; 0 for what stands elsewhere
}

// stream yields the records of several tables in order.
type stream struct {
	opt    Options
	shapes []*shape
	plain  bool // one table of text with one record a line: rows keep their own text
	now    *shape
	next   rows
	queue  []record
	pass   func(Fault) // hears what is passed over
}

func newStream(opt Options, shapes []*shape) stream {
	s := stream{opt: opt, shapes: shapes, pass: func(Fault) {}}
	if len(shapes) == 1 {
		one := shapes[0]
		s.plain = one.separator != 0 && one.part == 0 && one.File == "" && len(one.groups) == 0 && one.district == "" && one.year < 0
	}
	return s
}

// header is what rows can be delivered under again.
func (s *stream) header() string {
	one := s.shapes[0]
	if s.plain {
		return one.mark + one.header.raw + one.ending
	}
	var all []string
	for _, f := range s.opt.Feed.Fields {
		all = append(all, f.Name)
	}
	return canonical(all) + "\n"
}

// nextRecord is the next record of any table.
func (s *stream) nextRecord() (record, error) {
	for len(s.queue) == 0 {
		if s.next == nil {
			if len(s.shapes) == 0 || s.now == s.shapes[len(s.shapes)-1] {
				return record{}, io.EOF
			}
			if err := s.begin(); err != nil {
				return record{}, err
			}
		}
		row, err := s.next()
		if errors.Is(err, io.EOF) {
			s.next = nil
			continue
		}
		if err != nil {
			return record{}, s.now.placed(err)
		}
		if message, ok := s.now.passedOver(row); ok {
			s.pass(Fault{Line: place(s.now.part, 0, row.line), Rule: "ej_data", Message: message})
			continue
		}
		s.queue = s.records(row)
	}
	r := s.queue[0]
	s.queue = s.queue[1:]
	return r, nil
}

// begin opens the next table and passes its header.
func (s *stream) begin() error {
	i := 0
	for s.now != nil && s.shapes[i] != s.now {
		i++
	}
	if s.now != nil {
		i++
	}
	s.now = s.shapes[i]
	var err error
	s.next, err = s.now.after()
	return s.now.placed(err)
}

// after opens the table behind its header.
func (s *shape) after() (rows, error) {
	next, err := s.open()
	if err != nil {
		return nil, err
	}
	for range len(s.above) + 1 {
		if _, err := next(); err != nil {
			return nil, err
		}
	}
	return next, nil
}

// placed gives the faults of a refusal the table's part.
func (s *shape) placed(err error) error {
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		return err
	}
	for i := range refusal.Faults {
		refusal.Faults[i].Line = place(s.part, 0, refusal.Faults[i].Line)
	}
	return refusal
}

// records are the row itself, or one for each group of a wide table that has
// any figure on the row.
func (s *stream) records(r row) []record {
	if len(s.now.groups) == 0 {
		return []record{s.record(r, group{})}
	}
	var out []record
	for _, g := range s.now.groups {
		empty := true
		for _, i := range g.cells {
			empty = empty && (i >= len(r.fields) || strings.TrimSpace(r.fields[i]) == "")
		}
		if !empty {
			out = append(out, s.record(r, g))
		}
	}
	return out
}

func (s *stream) record(r row, g group) record {
	n := len(s.opt.Feed.Fields)
	out := record{shape: s.now, place: place(s.now.part, g.column, r.line), source: r, texts: make([]string, n), typed: make([]bool, n), at: make([]int, n)}
	for i, f := range s.opt.Feed.Fields {
		at, ok := g.cells[f.Name]
		if !ok {
			at, ok = s.now.places[f.Name]
		}
		switch {
		case len(s.now.groups) > 0 && f.Name == s.now.pivot:
			out.texts[i], out.at[i] = g.key, g.column
		case ok && at < len(r.fields):
			out.texts[i], out.at[i] = r.fields[at], at+1
			out.typed[i] = r.typed != nil && r.typed[at]
		case !ok && f.Name == s.opt.Feed.Own.Area:
			out.texts[i] = s.now.district
		}
		if f.Name == s.opt.Feed.Own.Period && s.now.year >= 0 && s.now.year < len(r.fields) {
			out.texts[i] = joinMonth(r.fields[s.now.year], out.texts[i])
		}
	}
	out.raw = r.raw
	if !s.plain {
		out.raw = out.canonical()
	}
	return out
}

// joinMonth puts together a year and a month of two columns; what is no month
// alone is left to be refused, or read, as it stands.
func joinMonth(year, month string) string {
	month = strings.TrimSpace(norm.NFC.String(month))
	n, ok := monthNumber(month)
	if y, isYear := readYear(strings.TrimSpace(year)); ok && isYear {
		return y.String() + "-" + n
	}
	return month
}

// canonical writes the record under the contract's names. A number that the
// format holds gets a fourth decimal, where three would look like thousands.
func (r record) canonical() string {
	texts := append([]string{}, r.texts...)
	for i, text := range texts {
		if r.typed[i] && ambiguous.MatchString(strings.TrimLeft(text, "-")) {
			texts[i] = text + "0"
		}
	}
	return canonical(texts)
}

// notation says how a column writes its numbers, from all of them: one pass
// over the table, made when the first number asks for it.
func (s *shape) notation(name string) (notation, error) {
	if s.notations == nil {
		if err := s.learn(); err != nil {
			return notation{}, err
		}
	}
	return s.notations[name], nil
}

// learn counts for each column which decimal signs its numbers prove.
func (s *shape) learn() error {
	proved := map[string]map[byte]bool{}
	next, err := s.after()
	if err != nil {
		return err
	}
	columns := map[string][]int{}
	for name, i := range s.places {
		columns[name] = append(columns[name], i)
	}
	for _, g := range s.groups {
		for name, i := range g.cells {
			columns[name] = append(columns[name], i)
		}
	}
	for {
		row, err := next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		for name, all := range columns {
			for _, i := range all {
				if i >= len(row.fields) || !strings.ContainsAny(row.fields[i], ".,") {
					continue
				}
				if p, bad := takeApart(strings.TrimSpace(row.fields[i])); bad == nil {
					if sign := decimalSign(p.body); sign != 0 {
						if proved[name] == nil {
							proved[name] = map[byte]bool{}
						}
						proved[name][sign] = true
					}
				}
			}
		}
	}
	s.notations = map[string]notation{}
	for name, signs := range proved {
		if len(signs) == 1 {
			for sign := range signs {
				s.notations[name] = notation{sign}
			}
		}
	}
	return nil
}
