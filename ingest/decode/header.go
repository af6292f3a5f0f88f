package decode

import (
	"maps"
	"slices"
	"strings"
)

// names know under which headings the contract's columns may stand.
type names struct {
	opt   Options
	known map[string]bool
	of    map[string]string // key of a heading → the contract's name
}

func newNames(opt Options) names {
	n := names{opt: opt, known: map[string]bool{}, of: map[string]string{}}
	for _, f := range opt.Feed.Fields {
		n.of[columnKey(f.Name)] = f.Name
	}
	for _, own := range slices.Sorted(maps.Keys(opt.Mapping.Columns)) {
		n.of[columnKey(own)] = opt.Mapping.Columns[own]
	}
	for k := range n.of {
		n.known[k] = true
	}
	return n
}

// yearHeadings head a year that stands apart from its month.
var yearHeadings = []string{"ar", "år", "year", "statistikår"}

// arrange finds where each of the contract's columns stands, from 0, and what
// else the header tells: a year apart, the columns of a wide table, headings
// that belong to none. It reports all that the header lacks.
func (n names) arrange(s *shape) error {
	header := s.header
	if len(header.fields) > n.opt.Limits.Columns {
		return refuse(header.line, "kolumner", "rubriken har %d kolumner; högst %d läses", len(header.fields), n.opt.Limits.Columns)
	}
	refusal := &Refusal{}
	fault := func(field int, column, rule, message string) {
		refusal.Faults = append(refusal.Faults, Fault{Line: header.line, Field: field, Column: column, Rule: rule, Message: message, Raw: visible(header.raw)})
	}
	for i, heading := range header.fields {
		if p := oddCharacter(heading); p != nil {
			fault(i+1, "", p.rule, "rubriken går inte att läsa: "+p.message)
		}
	}
	if len(refusal.Faults) > 0 {
		return refusal
	}
	s.places, s.year, s.width = map[string]int{}, -1, len(header.fields)
	var others []int
	for i, heading := range header.fields {
		name, ok := n.of[columnKey(heading)]
		if !ok {
			others = append(others, i)
			continue
		}
		if _, twice := s.places[name]; twice {
			fault(i+1, name, "kolumn", "kolumnen "+name+" står två gånger i rubriken")
			continue
		}
		s.places[name] = i
	}
	others = n.yearApart(s, others)
	others, problem := n.widen(s, others)
	if problem != nil {
		fault(0, "", problem.rule, problem.message)
	}
	for _, i := range others {
		if heading := header.fields[i]; strings.TrimSpace(heading) != "" {
			s.notes = append(s.notes, Fault{Line: header.line, Field: i + 1, Column: heading, Rule: "kolumn",
				Message: "kolumnen " + show(heading) + " hör inte till underlaget och lästes inte"})
		}
	}
	n.districtApart(s)
	if problem == nil {
		for _, f := range n.opt.Feed.Fields {
			if f.Constraints.Required && !s.has(f.Name) {
				fault(0, f.Name, "kolumn", "kolumnen "+f.Name+" saknas; rubriken har "+headings(header.fields))
			}
		}
	}
	if len(refusal.Faults) > 0 {
		return refusal
	}
	return nil
}

// has says whether the table tells the column in any way.
func (s *shape) has(name string) bool {
	if _, ok := s.places[name]; ok {
		return true
	}
	if s.district != "" && name == s.feed.Own.Area || len(s.groups) > 0 && name == s.pivot {
		return true
	}
	for _, g := range s.groups {
		if _, ok := g.cells[name]; ok {
			return true
		}
	}
	return false
}

// yearApart finds a year in a column of its own, beside one of months.
func (n names) yearApart(s *shape, others []int) []int {
	f, _ := n.opt.Feed.Field(n.opt.Feed.Own.Period)
	if _, ok := s.places[f.Name]; !ok || f.Type != "yearmonth" {
		return others
	}
	return slices.DeleteFunc(others, func(i int) bool {
		if s.year >= 0 || !slices.Contains(yearHeadings, columnKey(s.header.fields[i])) {
			return false
		}
		s.year = i
		return true
	})
}

// widen finds the columns of a wide table: each is headed by a period, or by a
// district, with or without the name of the column that its cells are.
func (n names) widen(s *shape, others []int) ([]int, *problem) {
	layout, feed := n.opt.Mapping.Layout, n.opt.Feed
	try := func(want, pivot string, key func(string) (string, bool)) ([]int, *problem, bool) {
		_, there := s.places[pivot]
		if layout == Long || layout != "" && layout != want || layout == "" && there {
			return others, nil, false
		}
		groups, rest, missing, twice := n.groups(s, others, key)
		if len(groups) == 0 || layout == "" && len(groups) < 2 {
			return others, nil, false
		}
		if twice != "" {
			return rest, problemf("kolumn", "kolumnen %s är en annan kolumn en gång till", show(twice)), true
		}
		if missing {
			return rest, problemf("layout", "det framgår inte vilken kolumn cellerna är; ange varde = \"…\" för underlaget"), true
		}
		delete(s.places, pivot)
		s.pivot, s.groups = pivot, groups
		return rest, nil, true
	}
	if rest, p, ok := try(PeriodPerColumn, feed.Own.Period, n.periodKey); ok {
		return rest, p
	}
	if rest, p, ok := try(DistrictPerCol, feed.Own.Area, n.areaKey); ok {
		return rest, p
	}
	if layout == PeriodPerColumn || layout == DistrictPerCol {
		return others, problemf("layout", "tabellen har inga kolumner enligt layouten %s; rubriken har %s", layout, headings(s.header.fields))
	}
	return others, nil
}

// groups gathers the columns of each key; missing says that no column tells
// what its cells are, twice names a heading that says what another says.
func (n names) groups(s *shape, others []int, key func(string) (string, bool)) (out []group, rest []int, missing bool, twice string) {
	alone := n.aloneValue(s)
	at := map[string]int{}
	for _, i := range others {
		k, measure, ok := n.splitHeading(s.header.fields[i], key)
		if !ok {
			rest = append(rest, i)
			continue
		}
		if measure == "" {
			measure = alone
		}
		missing = missing || measure == ""
		j, seen := at[k]
		if !seen {
			j = len(out)
			at[k] = j
			out = append(out, group{key: k, column: i + 1, cells: map[string]int{}})
		}
		if _, there := out[j].cells[measure]; there && twice == "" {
			twice = s.header.fields[i]
		}
		out[j].cells[measure] = i
	}
	return out, rest, missing, twice
}

// splitHeading reads "2011-11", "Hushåll 2011-11" and "2011-11 Hushåll".
func (n names) splitHeading(heading string, key func(string) (string, bool)) (k, measure string, ok bool) {
	words := strings.Fields(columnKey(heading))
	if k, ok := key(strings.Join(words, " ")); ok {
		return k, "", true
	}
	for i := 1; i < len(words); i++ {
		left, right := strings.Join(words[:i], " "), strings.Join(words[i:], " ")
		if name, known := n.of[strings.TrimRight(left, ":,")]; known {
			if k, ok := key(right); ok {
				return k, name, true
			}
		}
		if name, known := n.of[right]; known {
			if k, ok := key(strings.TrimRight(left, ":,")); ok {
				return k, name, true
			}
		}
	}
	return "", "", false
}

// aloneValue is the column that the cells of a wide table are: the declared
// one, or the only required figure that has no column.
func (n names) aloneValue(s *shape) string {
	if n.opt.Mapping.Value != "" {
		return n.opt.Mapping.Value
	}
	found := ""
	for _, f := range n.opt.Feed.Fields {
		_, there := s.places[f.Name]
		if there || !f.Constraints.Required || f.Type != "integer" && f.Type != "number" {
			continue
		}
		if found != "" {
			return ""
		}
		found = f.Name
	}
	return found
}

// periodKey reads a heading that is a period of the feed's kind.
func (n names) periodKey(text string) (string, bool) {
	f, _ := n.opt.Feed.Field(n.opt.Feed.Own.Period)
	v, p := reading{field: f, mapping: n.opt.Mapping, isPeriod: true}.parse(text)
	return v.text, p == nil && v.text != ""
}

// areaKey reads a heading that is an area at any time.
func (n names) areaKey(text string) (string, bool) {
	return text, text != "" && !sumWord.MatchString(text) && knows(n.opt.Register, text)
}

func headings(fields []string) string {
	var out []string
	for _, f := range fields[:min(len(fields), 30)] {
		out = append(out, clip(strings.TrimSpace(f)))
	}
	return strings.Join(out, ", ")
}
