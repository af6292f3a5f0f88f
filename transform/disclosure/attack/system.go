//go:build duckdb_arrow

package attack

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"stadsdelskollen/queries/publication"
)

// ref names one figure, whichever publication shows it. column is n or y for
// those of a pair x + y = n, and empty for x and all others.
type ref struct{ measure, level, area, division, category, period, column string }

func (r ref) String() string {
	s := strings.Join(slices.DeleteFunc([]string{r.measure, r.area, r.period, r.category}, func(s string) bool { return s == "" }), ", ")
	if r.column != "" {
		s += ", " + r.column
	}
	return s
}

// The kinds of equations.
const (
	byCategory = "categories"
	byArea     = "areas"
	byPart     = "parts of the city"
	byPair     = "pairs"
	byTime     = "periods"
	byMedian   = "medians"
	byLink     = "linked figures"
	byRest     = "people in no area shown"
	byHabit    = "sums that always hold"
)

// row is one equation or inequality of one publication: lo <= Σ coef·cell <= hi
// over hidden cells, with the shown ones already subtracted.
type row struct {
	kind   string
	coef   map[ref]int64
	lo, hi int64 // none and much stand for no bound
	why    string
	pub    int
	rest   *ref          // people in no area, taken for nobody
	old    map[ref]int64 // hidden here, and taken for what another publication shows: by coefficient
}

const (
	none = math.MinInt64
	much = math.MaxInt64
)

// sheet is one publication by figure.
type sheet struct {
	Publication
	defs  map[string]Definition
	at    map[ref]publication.Fact // column empty
	order []ref                    // of at
	areas map[string]map[ref]bool  // by division: the districts ever told in it
	lines []line
}

// line says that the figures of left add up to those of right.
type line struct {
	kind        string
	left, right []ref
	open        bool // more may stand on the right: a part that is not told
	rest        *ref // people in no area
}

// system holds all that follows from some publications.
type system struct {
	sheets  []*sheet
	known   map[ref]int64 // shown in any publication, in units of scale
	hidden  map[ref]publication.Fact
	scale   map[string]int64 // by measure: how many units make one
	rows    []row
	restOff map[string]bool
	// readings says that no figure is taken for what it shows: all are unknowns.
	readings bool
}

func newSystem(pubs []Publication) *system {
	s := &system{known: map[ref]int64{}, hidden: map[ref]publication.Fact{}, scale: map[string]int64{}, restOff: map[string]bool{}}
	for _, p := range pubs {
		sh := &sheet{Publication: p, defs: p.defined(), at: map[ref]publication.Fact{}, areas: map[string]map[ref]bool{}}
		for _, f := range p.Facts {
			if pubs[0].RoundedTo > 0 && f.Kind != publication.KindAmount {
				continue // counts are not what they show: see unpick
			}
			if f.Kind == publication.KindPublic || f.Kind == publication.KindDelivered || f.Kind == publication.KindSummary && f.Measure != medianDays && f.Measure != p90Days || f.Level == publication.LevelUnit {
				continue
			}
			sh.add(f)
			if f.Kind == publication.KindAmount && f.Value != nil && *f.Value != math.Trunc(*f.Value) {
				s.scale[f.Measure] = 1000
			}
		}
		sh.order = sorted(sh.at)
		s.sheets = append(s.sheets, sh)
	}
	for i, sh := range s.sheets { // the first sheet has the first word
		s.learn(i, sh)
	}
	for _, sh := range s.sheets {
		sh.build()
	}
	s.unlearn(s.sheets[0])
	for i, sh := range s.sheets {
		s.write(i, sh)
	}
	return s
}

func refOf(f publication.Fact) ref {
	return ref{f.Measure, f.Level, f.Area, f.Division, f.Category, f.Period, ""}
}

func (r ref) col(column string) ref { r.column = column; return r }

func (sh *sheet) add(f publication.Fact) {
	sh.at[refOf(f)] = f
	if f.Level == publication.LevelDistrict && f.Kind != publication.KindSummary {
		if sh.areas[f.Division] == nil {
			sh.areas[f.Division] = map[ref]bool{}
		}
		sh.areas[f.Division][ref{area: f.Area}] = true
	}
}

// learn enters every figure of a sheet as known or hidden. What another sheet
// shows is not known where a revision came between.
func (s *system) learn(i int, sh *sheet) {
	between := func(ref) bool { return false }
	if i > 0 {
		between = revised(s.sheets[0].at, sh.at)
	}
	for r, f := range sh.at {
		if f.Kind == publication.KindSummary || between(r) {
			continue
		}
		s.scale[f.Measure] = max(1, s.scale[f.Measure])
		if f.Kind != publication.KindPair {
			s.enter(r, f, f.Value)
			continue
		}
		var y *float64
		if f.Value != nil && f.Denominator != nil {
			rest := *f.Denominator - *f.Value
			y = &rest
		}
		s.enter(r, f, f.Value)
		s.enter(r.col("n"), f, f.Denominator)
		s.enter(r.col("y"), f, y)
	}
}

func (s *system) enter(r ref, f publication.Fact, v *float64) {
	switch {
	case v != nil:
		if _, ok := s.known[r]; ok {
			return
		}
		s.known[r] = int64(math.Round(*v * float64(s.scale[f.Measure])))
	case f.Status == publication.Hidden:
		s.hidden[r] = f
	}
}

// value is a figure of this sheet, or of another where this one hides it.
func (s *system) value(sh *sheet, r ref) (v int64, shown, there bool) {
	if s.readings {
		return 0, false, sh.has(r)
	}
	f, ok := sh.at[r.col("")]
	if !ok {
		return 0, false, false
	}
	own := f.Value
	switch r.column {
	case "n":
		own = f.Denominator
	case "y":
		if own != nil && f.Denominator != nil {
			y := *f.Denominator - *own
			own = &y
		}
	}
	if own != nil {
		return int64(math.Round(*own * float64(s.scale[r.measure]))), true, true
	}
	if f.Status != publication.Hidden {
		return 0, false, false
	}
	v, shown = s.known[r]
	return v, shown, true
}

// write turns the lines of a sheet into rows over its hidden cells.
func (s *system) write(pub int, sh *sheet) {
	for _, l := range sh.lines {
		r := row{kind: l.kind, coef: map[ref]int64{}, pub: pub}
		sum, open, told, old := s.fill(sh, l, r.coef)
		r.old = old
		if !told || len(r.coef) == 0 {
			continue
		}
		open = open || l.open
		r.lo, r.hi = -sum, -sum
		rounding := sh.rounding(l)
		r.lo, r.hi = r.lo-rounding, r.hi+rounding
		_, city := r.coef[l.left[0]] // hidden: nothing says that the areas are all of it
		switch {
		case l.rest != nil && (open || !s.readings && (city || !s.noRest(sh, *l.rest))):
			r.coef[*l.rest] = -1
		case l.rest != nil:
			r.rest = l.rest
		case open:
			r.hi = much // left - right >= 0: what is not told is at least nothing
		}
		r.why = s.explain(sh, l)
		s.rows = append(s.rows, r)
	}
	s.limits(pub, sh)
	s.signed(pub, sh)
}

// fill sorts the figures of a line: the shown ones into sum (left less right),
// the hidden ones into coef. open says that one on the right is not told; told,
// that all on the left are; old are those that only another publication shows.
func (s *system) fill(sh *sheet, l line, coef map[ref]int64) (sum int64, open, told bool, old map[ref]int64) {
	for side, refs := range [][]ref{l.left, l.right} {
		sign := int64(1 - 2*side)
		for _, x := range refs {
			v, shown, there := s.value(sh, x)
			switch {
			case !there && side == 0:
				return 0, false, false, nil
			case !there:
				open = true
			case shown:
				sum += sign * v
				if sh.hides(x) {
					old = with(old, x, sign)
				}
			default:
				coef[x] += sign
			}
		}
	}
	return sum, open, true, old
}

func (sh *sheet) amount(l line) bool {
	f := sh.at[l.left[0].col("")]
	return f.Kind == publication.KindAmount && l.kind != byPair
}

// explain writes a line out with what is shown of it.
func (s *system) explain(sh *sheet, l line) string {
	var left, right []string
	for side, refs := range [][]ref{l.left, l.right} {
		for _, x := range refs {
			v, shown, there := s.value(sh, x)
			text := s.printed(sh, x)
			switch {
			case shown:
				text = number(float64(v) / float64(max(1, s.scale[x.measure])))
			case !there:
				text = "-"
			}
			if side == 0 {
				left = append(left, x.String()+" = "+text)
				continue
			}
			right = append(right, short(l.kind, x)+" "+text)
		}
	}
	const most = 16
	if n := len(right); n > most {
		right = append(right[:most], "…")
	}
	return strings.Join(left, " + ") + " is the sum of " + strings.Join(right, ", ")
}

// printed is a figure that is not known as a publication has it.
func (s *system) printed(sh *sheet, x ref) string {
	if f := sh.at[x.col("")]; s.readings && x.column == "" && f.Value != nil {
		return number(*f.Value)
	} else if s.readings && x.column == "n" && f.Denominator != nil {
		return number(*f.Denominator)
	}
	return ".."
}

// short names a cell by what sets it apart in its line.
func short(kind string, x ref) string {
	switch {
	case x.column != "":
		return x.column
	case kind == byCategory:
		return x.category
	case kind == byTime:
		return strings.TrimSpace(x.period + " " + x.category)
	case kind == byPair:
		return "x"
	}
	return x.area
}

func sorted(m map[ref]publication.Fact) []ref {
	return slices.SortedFunc(maps.Keys(m), func(a, b ref) int {
		return cmp.Or(cmp.Compare(a.measure, b.measure), cmp.Compare(a.period, b.period), cmp.Compare(a.level, b.level), cmp.Compare(a.area, b.area),
			cmp.Compare(a.division, b.division), cmp.Compare(a.category, b.category), cmp.Compare(a.column, b.column))
	})
}

// revised says of which figures one publication shows other neighbours than
// another: then the same name may stand for another number.
func revised(here, there map[ref]publication.Fact) func(ref) bool {
	rows, columns := map[ref]bool{}, map[ref]bool{}
	inRow := func(r ref) ref { r.category = ""; return r }
	inColumn := func(r ref) ref { return ref{measure: r.measure, category: r.category, period: r.period} }
	for r, f := range here {
		g, ok := there[r]
		if !ok || same(f.Value, g.Value) && same(f.Denominator, g.Denominator) {
			continue
		}
		rows[inRow(r)], columns[inColumn(r)] = true, true
	}
	return func(r ref) bool { return rows[inRow(r)] || columns[inColumn(r)] }
}

// same says that two figures do not contradict each other.
func same(a, b *float64) bool { return a == nil || b == nil || *a == *b }
