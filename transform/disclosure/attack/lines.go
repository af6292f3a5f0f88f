//go:build duckdb_arrow

package attack

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"stadsdelskollen/queries/period"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
)

// build writes down every sum that the definitions promise, and those that hold
// throughout without being promised.
func (sh *sheet) build() {
	type table struct{ measure, level, area, division, period string }
	type column struct{ measure, category, period string }
	rows, columns := map[table][]ref{}, map[column][]ref{}
	var tables []table
	var cols []column
	for _, r := range sh.order {
		if sh.at[r].Kind == publication.KindSummary {
			continue
		}
		t, c := table{r.measure, r.level, r.area, r.division, r.period}, column{r.measure, r.category, r.period}
		if rows[t] == nil {
			tables = append(tables, t)
		}
		if columns[c] == nil {
			cols = append(cols, c)
		}
		rows[t], columns[c] = append(rows[t], r), append(columns[c], r)
	}
	habits := sh.habits()
	for _, t := range tables {
		if kind := habits.kind(sh.defs[t.measure].overCategories(), byCategory, t.measure); kind != "" {
			sh.categories(kind, rows[t])
		}
	}
	for _, c := range cols {
		if kind := habits.kind(sh.defs[c.measure].overAreas(), byArea, c.measure); kind != "" {
			sh.overAreas(kind, columns[c])
		}
	}
	for _, r := range sh.order {
		f := sh.at[r]
		if f.Kind == publication.KindPair {
			sh.lines = append(sh.lines, line{kind: byPair, left: []ref{r.col("n")}, right: []ref{r, r.col("y")}})
		}
		if p, err := period.Parse(r.period); err == nil && p.IsYear() && f.Kind != publication.KindSummary {
			sh.year(r)
		}
	}
}

// columns are those of a figure that add up each for itself.
func columnsOf(f publication.Fact) []string {
	if f.Kind == publication.KindPair {
		return []string{"", "n", "y"}
	}
	return []string{""}
}

// categories: a total is the sum of its categories.
func (sh *sheet) categories(kind string, of []ref) {
	total := slices.IndexFunc(of, func(r ref) bool { return r.category == "" })
	if total < 0 || len(of) < 2 {
		return
	}
	for _, c := range columnsOf(sh.at[of[total]]) {
		l := line{kind: kind, left: []ref{of[total].col(c)}}
		for i, r := range of {
			if i != total {
				l.right = append(l.right, r.col(c))
			}
		}
		sh.lines = append(sh.lines, l)
	}
}

// overAreas: the city is its districts, what is outside them and a rest; a part
// of the city is its districts.
func (sh *sheet) overAreas(kind string, of []ref) {
	city := slices.IndexFunc(of, func(r ref) bool { return r.level == publication.LevelCity })
	var districts []ref
	division := ""
	for _, r := range of {
		if r.level == publication.LevelDistrict {
			districts, division = append(districts, r), max(division, r.division)
		}
	}
	if len(districts) == 0 {
		return
	}
	missing := len(districts) < len(sh.areas[division])
	for _, c := range columnsOf(sh.at[of[0]]) {
		if city >= 0 {
			l := line{kind: kind, left: []ref{of[city].col(c)}, open: missing}
			for _, r := range of {
				if r.level == publication.LevelDistrict || r.level == publication.LevelOutside {
					l.right = append(l.right, r.col(c))
				}
			}
			rest := of[city].col("rest " + c)
			l.rest = &rest
			sh.lines = append(sh.lines, l)
		}
		for _, part := range of {
			if part.level != publication.LevelPart {
				continue
			}
			l := line{kind: byPart, left: []ref{part.col(c)}, open: missing}
			for _, r := range districts {
				if sh.Parts[r.area] == part.area {
					l.right = append(l.right, r.col(c))
				}
			}
			if len(l.right) > 0 {
				sh.lines = append(sh.lines, l)
			}
		}
	}
}

// year: a year is the sum of its months, of the same measure or of the one that
// it is defined by; of a group, the year's categories are the group's months.
func (sh *sheet) year(r ref) {
	monthly := sh.defs[r.measure].sumOf()
	if monthly == "" && sh.defs[r.measure].overPeriods() {
		monthly = r.measure
	}
	if monthly == "" {
		return
	}
	left := []ref{r}
	category := r.category
	for key, fine := range sh.Groups {
		if key[0] != monthly || !slices.Contains(fine, r.category) {
			continue
		}
		if r.category != fine[0] {
			return // its group is written once, by its first category
		}
		left, category = nil, key[1]
		for _, f := range fine {
			x := r
			x.category = f
			left = append(left, x)
		}
	}
	for _, c := range columnsOf(sh.at[r]) {
		l := line{kind: byTime}
		for _, x := range left {
			l.left = append(l.left, x.col(c))
		}
		for m := 1; m <= 12; m++ {
			x := ref{monthly, r.level, r.area, r.division, category, fmt.Sprintf("%s-%02d", r.period, m), c}
			l.right = append(l.right, sh.month(x)...)
		}
		if len(l.right) >= 12 {
			sh.lines = append(sh.lines, l)
		}
	}
}

// month is a monthly figure, in the division of its month: that of the area, or
// of those that were merged whole into it later in the year.
func (sh *sheet) month(r ref) []ref {
	if _, ok := sh.at[r.col("")]; ok || r.level != publication.LevelDistrict {
		return []ref{r}
	}
	var out []ref
	for division := range sh.areas {
		x := r
		if x.division = division; sh.at[x.col("")].Measure != "" {
			return []ref{x}
		}
	}
	for _, s := range sh.Succession {
		if s.To != r.area || s.Kind != register.Merged || strconv.Itoa(s.Date.Year()) != r.period[:4] || r.period >= s.Date.Format(time.DateOnly)[:7] {
			continue
		}
		x := r
		x.area = s.From
		for division := range sh.areas {
			if x.division = division; sh.at[x.col("")].Measure != "" {
				out = append(out, x)
			}
		}
	}
	return out
}

// habits counts how often figures that no definition adds are sums anyway.
type habits map[[2]string][2]int // kind and measure: lines that hold, and all complete lines

// enoughLines is how many complete lines must hold, all of them, before a reader
// believes in a sum that nobody promised.
const enoughLines = 3

func (h habits) kind(promised bool, kind, measure string) string {
	switch n := h[[2]string{kind, measure}]; {
	case promised:
		return kind
	case n[0] >= enoughLines && n[0] == n[1]:
		return byHabit
	}
	return ""
}

func (sh *sheet) habits() habits {
	type sum struct {
		total  *float64
		parts  float64
		n      int
		broken bool
	}
	if sh.RoundedTo > 0 {
		return nil // rounded parts need not add up, and may by chance
	}
	lines := map[[2]string]map[ref]*sum{}
	add := func(kind string, at ref, f publication.Fact, total bool) {
		k := [2]string{kind, at.measure}
		if lines[k] == nil {
			lines[k] = map[ref]*sum{}
		}
		s := lines[k][at]
		if s == nil {
			s = &sum{}
			lines[k][at] = s
		}
		switch {
		case f.Value == nil:
			s.broken = true
		case total:
			s.total = f.Value
		default:
			s.parts += *f.Value
			s.n++
		}
	}
	for r, f := range sh.at {
		if f.Kind == publication.KindSummary {
			continue
		}
		row := r
		row.category = ""
		add(byCategory, row, f, r.category == "")
		if r.level != publication.LevelPart {
			add(byArea, ref{measure: r.measure, category: r.category, period: r.period}, f, r.level == publication.LevelCity)
		}
	}
	out := habits{}
	for k, of := range lines {
		for _, s := range of {
			if s.broken || s.total == nil || s.n < 2 {
				continue
			}
			n := out[k]
			if n[1]++; *s.total == s.parts {
				n[0]++
			}
			out[k] = n
		}
	}
	return out
}
