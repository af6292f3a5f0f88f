//go:build duckdb_arrow

package disclosure

import (
	"maps"
	"slices"
	"strings"
	"time"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
)

// Group is a category that months show in place of several reasons.
type Group struct {
	Name    string
	Reasons []string
}

// DefaultGroups are those that kept most cells open on the synthetic city; see
// docs/decisions/0019. A reason that no group names stands by itself.
func DefaultGroups() []Group {
	return []Group{
		{"Övriga hinder", []string{"Arbetar heltid", "Tillfälliga behov", "Vård av barn", "Övriga"}},
	}
}

func (s Setting) groupOf(reason string) string {
	for _, g := range s.Groups {
		if slices.Contains(g.Reasons, reason) {
			return g.Name
		}
	}
	return reason
}

// place is an area in the division of its time.
type place struct{ level, area, division string }

func placeOf(f warehouse.BaseFact) place { return place{f.Level, f.Area, f.Division} }

// design is the tables that the public is offered: months of a measure that has
// a yearly one in groups, and the year by every category. A month that was
// published in other categories keeps them if they are the deliverer's own, and
// is told as totals if not; its year is not told by category.
func (g *gate) design(facts []warehouse.BaseFact) ([]warehouse.BaseFact, []publication.Grouped) {
	told := map[[2]string]map[string]bool{} // measure and period → categories published before
	tell := func(h ledger.Hiding) {
		if h.Category != "" {
			k := [2]string{h.Measure, h.Period}
			if told[k] == nil {
				told[k] = map[string]bool{}
			}
			told[k][h.Category] = true
		}
	}
	for h := range g.known {
		tell(h)
	}
	for h := range g.shown {
		tell(h)
	}
	var out []warehouse.BaseFact
	grouped := map[publication.Grouped]bool{}
	other := map[[2]string]bool{} // measure and year with a month in other categories
	months := map[[2]string][]warehouse.BaseFact{}
	for _, f := range facts {
		if yearOf[f.Measure] == "" || f.Kind == publication.KindPublic {
			out = append(out, f)
			continue
		}
		k := [2]string{f.Measure, f.Period}
		months[k] = append(months[k], f)
	}
	for _, k := range slices.SortedFunc(maps.Keys(months), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		switch before := told[k]; {
		case g.inOwn(months[k], before):
			out = append(out, months[k]...)
			other[[2]string{k[0], k[1][:4]}] = true
		case g.inOther(months[k], before):
			out = append(out, totals(months[k])...)
			other[[2]string{k[0], k[1][:4]}] = true
		default:
			out = append(out, g.set.group(months[k])...)
			for _, f := range months[k] {
				if name := g.set.groupOf(f.Category); f.Category != "" && name != f.Category {
					if f.Value != nil {
						g.fine[ledger.Hiding{Measure: f.Measure, Level: f.Level, Area: f.Area, Division: f.Division, Category: f.Category, Period: f.Period, Column: ledger.Value}] = int64(*f.Value)
					}
					grouped[publication.Grouped{Measure: f.Measure, Group: name, Category: f.Category}] = true
				}
			}
		}
	}
	for _, f := range g.set.years(facts) {
		if !other[[2]string{defined[f.Measure].SumOf, f.Period}] {
			out = append(out, f)
		}
	}
	list := slices.SortedFunc(maps.Keys(grouped), func(a, b publication.Grouped) int {
		return slices.Compare([]string{a.Measure, a.Group, a.Category}, []string{b.Measure, b.Group, b.Category})
	})
	return out, list
}

// yearOf names the yearly measure of a monthly one.
var yearOf = func() map[string]string {
	out := map[string]string{}
	for _, m := range publication.Measures() {
		if m.SumOf != "" {
			out[m.SumOf] = m.Name
		}
	}
	return out
}()

// inOwn says whether a month was published by categories that the deliverer has
// and that are now parts of a group.
func (g *gate) inOwn(month []warehouse.BaseFact, before map[string]bool) bool {
	return slices.ContainsFunc(month, func(f warehouse.BaseFact) bool {
		return f.Category != "" && g.set.groupOf(f.Category) != f.Category && (before[f.Category] || before[ledger.AllCategory])
	})
}

// inOther says whether a month was published by categories that it no longer has.
func (g *gate) inOther(month []warehouse.BaseFact, before map[string]bool) bool {
	has := map[string]bool{}
	for _, f := range month {
		has[g.set.groupOf(f.Category)] = true
	}
	for category := range before {
		if !has[category] {
			return true
		}
	}
	return false
}

func totals(month []warehouse.BaseFact) []warehouse.BaseFact {
	return slices.DeleteFunc(slices.Clone(month), func(f warehouse.BaseFact) bool { return f.Category != "" })
}

// group adds the categories of each group. One that was not delivered, or that
// the deliverer hides, makes its group the same.
func (s Setting) group(month []warehouse.BaseFact) []warehouse.BaseFact {
	type key struct {
		place
		group string
	}
	at := map[key]int{}
	var out []warehouse.BaseFact
	for _, f := range month {
		name := s.groupOf(f.Category)
		if f.Category == "" || name == f.Category {
			out = append(out, f)
			continue
		}
		k := key{placeOf(f), name}
		i, ok := at[k]
		if !ok {
			at[k] = len(out)
			f.Category = name
			out = append(out, f)
			continue
		}
		out[i] = plus(out[i], f)
	}
	return out
}

// plus is the sum of two facts, as far as both were delivered.
func plus(a, b warehouse.BaseFact) warehouse.BaseFact {
	if a.Value != nil && b.Value != nil {
		sum := *a.Value + *b.Value
		a.Value = &sum
		a.Receipt = newer(a.Receipt, b.Receipt)
		return a
	}
	if a.Status == publication.Hidden || b.Status == publication.Hidden {
		a.Status = publication.Hidden
	} else if !visible(b.Status) {
		a.Status = b.Status
	}
	a.Value = nil
	return a
}

func newer(a, b *int64) *int64 {
	if a == nil || b != nil && *b > *a {
		return b
	}
	return a
}

// years are the yearly sums of each measure that has one: of every area of the
// division in force on 31 December whose twelve months were all delivered, by
// every category and in all. Months before a merger are those of the districts
// that the area was made of.
func (s Setting) years(facts []warehouse.BaseFact) []warehouse.BaseFact {
	type table struct{ measure, year string }
	at := map[table]map[string]map[place]map[string]warehouse.BaseFact{} // month, place, category
	for _, f := range facts {
		if yearOf[f.Measure] == "" || len(f.Period) != 7 {
			continue
		}
		t := table{f.Measure, f.Period[:4]}
		if at[t] == nil {
			at[t] = map[string]map[place]map[string]warehouse.BaseFact{}
		}
		if at[t][f.Period] == nil {
			at[t][f.Period] = map[place]map[string]warehouse.BaseFact{}
		}
		p := placeOf(f)
		if at[t][f.Period][p] == nil {
			at[t][f.Period][p] = map[string]warehouse.BaseFact{}
		}
		at[t][f.Period][p][f.Category] = f
	}
	var out []warehouse.BaseFact
	for t, months := range at {
		if len(months) != 12 {
			continue
		}
		categories := map[string]bool{}
		for _, places := range months {
			for _, cells := range places {
				for c, f := range cells {
					categories[c] = categories[c] || f.Value != nil
				}
			}
		}
		there := map[string]map[place]bool{}
		for month, places := range months {
			there[month] = placesOf(places)
		}
		for p := range months[t.year+"-12"] {
			of := map[string][]place{}
			for month, places := range there {
				of[month] = s.before(p, places)
			}
			for c, delivered := range categories {
				if f, ok := year(months, of, t.year, p, c); delivered && ok {
					f.Measure = yearOf[t.measure]
					out = append(out, f)
				}
			}
		}
	}
	sortFacts(out)
	return whole12(out)
}

// year adds the twelve months of one area and category; of are the districts that it
// was made of in each.
func year(months map[string]map[place]map[string]warehouse.BaseFact, of map[string][]place, year string, p place, category string) (warehouse.BaseFact, bool) {
	var sum *warehouse.BaseFact
	for _, month := range slices.Sorted(maps.Keys(months)) {
		for _, part := range of[month] {
			cells := months[month][part]
			f, ok := cells[category]
			if !ok && cells[""].Value != nil && category != "" {
				f, ok = cells[""], true // nobody in this category that month
				zero := 0.0
				f.Category, f.Value = category, &zero
			}
			if !ok || f.Value == nil {
				return warehouse.BaseFact{}, false
			}
			if sum == nil {
				sum = &f
				continue
			}
			next := plus(*sum, f)
			next.Source = joined(sum.Source, f.Source)
			sum = &next
		}
	}
	if sum == nil {
		return warehouse.BaseFact{}, false
	}
	sum.Level, sum.Area, sum.Division, sum.Period, sum.Unit, sum.Parts = p.level, p.area, p.division, year, "vuxenmånader", ""
	return *sum, true
}

// joined keeps a source once.
func joined(a, b string) string {
	if b == "" || slices.Contains(strings.Split(a, ". "), b) {
		return a
	}
	if a == "" {
		return b
	}
	return a + ". " + b
}

// before are the districts of a month that an area of December was made of:
// itself, or the parts of a union.
func (s Setting) before(p place, places map[place]bool) []place {
	if places[p] {
		return []place{p}
	}
	for _, u := range s.Unions {
		if p.level != publication.LevelDistrict || u.In != p.division || u.Area != p.area {
			continue
		}
		var out []place
		for _, part := range u.Of {
			out = append(out, place{p.level, part, u.Division})
		}
		if !slices.ContainsFunc(out, func(q place) bool { return !places[q] }) {
			return out
		}
	}
	// The same district under a former division, whole and unchanged.
	var same []place
	for q := range places {
		if q.level == p.level && q.area == p.area && s.unchanged(p.area, q.division, p.division) {
			same = append(same, q)
		}
	}
	if len(same) == 1 {
		return same
	}
	return []place{p} // not delivered: no sum
}

func placesOf[T any](of map[place]T) map[place]bool {
	out := map[place]bool{}
	for p := range of {
		out[p] = true
	}
	return out
}

// unchanged says whether a district of two divisions is the same: nothing went
// into it or out of it between them.
func (s Setting) unchanged(area, from, to string) bool {
	return !slices.ContainsFunc(s.Succession, func(c register.Succession) bool {
		day := c.Date.Format(time.DateOnly)
		return (c.From == area || c.To == area) && day > from && day <= to
	})
}

// whole12 leaves out an area that lacks a total or any category that others have:
// its categories would not add up to its total.
func whole12(facts []warehouse.BaseFact) []warehouse.BaseFact {
	type key struct {
		measure, period string
		place
	}
	total := map[key]bool{}
	sum := map[key]float64{}
	for _, f := range facts {
		k := key{f.Measure, f.Period, placeOf(f)}
		if f.Category == "" {
			total[k] = true
			sum[k] += *f.Value
		} else {
			sum[k] -= *f.Value
		}
	}
	return slices.DeleteFunc(facts, func(f warehouse.BaseFact) bool {
		k := key{f.Measure, f.Period, placeOf(f)}
		return !total[k] || sum[k] != 0
	})
}
