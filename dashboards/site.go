package dashboards

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// site is a publication read into memory, and what every page needs of it.
// Nothing in it changes once it is loaded.
type site struct {
	info        publication.Info
	areas       map[string]publication.Area
	divisions   []publication.Division
	members     map[string][]string // division → its districts, in Swedish order
	events      []publication.Event
	deliveries  []publication.Delivery
	succession  []publication.Succession
	facts       []publication.Fact        // of the newest month and of whole years
	receipts    []publication.FactReceipt // of all facts
	gaps        []publication.Gap
	likes       likes
	verdicts    map[[5]string]string // of every comparison
	conclusions conclusions
	told                           // every period in the division of its time; lead is what the front page shows of all districts and may be nil
	now         told               // every period in today's division
	today       string             // today's division, where periods of former ones were carried to it
	units       told               // figures of deciding units; empty but for the internal audience
	pages       []publication.Area // the districts that have a page, in Swedish order
	outside     []string           // units outside every district
	deciding    []publication.Unit // who decides for whom
	// corrections and earlier are what was before: the newest first.
	corrections []publication.Correction
	earlier     []publication.Earlier
	feeds       []publication.Feeding
	files       []File // what stands in data/
	reports     bool   // rapporter.html stands beside the pages
	shapes      *Map   // nil without a map file
	draw        *chart.Renderer
}

// key names one figure of an indicator.
type key struct{ area, category, period string }

// indicator is an indicator with all its figures.
type indicator struct {
	publication.Indicator
	about       string // the level that its pages are about: districts, or units
	obs         []publication.Observation
	of          map[string][]*publication.Observation // by area, in the order of obs
	figures     map[key]*publication.Observation      // of districts and the city
	comparisons map[key]*publication.Comparison
	periods     []string // of the districts' figures, one kind only, in the order of time
	categories  []string // empty when it has none
	newest      string   // the newest of periods
	division    string   // the division that newest is told in

	// by category and period
	spreads    map[[2]string]*publication.Spread
	references map[[2]string]reference
	outcomes   map[[2]string]outcome
	// by period
	divisions map[string]string          // the division that it is told in
	reported  map[string]map[string]bool // its districts that have a row
}

// reference is what districts are compared with.
type reference struct {
	value *float64
	name  string
}

func (ind *indicator) index(comparisons []publication.Comparison, spreads []publication.Spread) {
	ind.of, ind.figures, ind.comparisons = map[string][]*publication.Observation{}, map[key]*publication.Observation{}, map[key]*publication.Comparison{}
	ind.spreads, ind.references, ind.outcomes = map[[2]string]*publication.Spread{}, map[[2]string]reference{}, map[[2]string]outcome{}
	ind.divisions, ind.reported = map[string]string{}, map[string]map[string]bool{}
	for i := range spreads {
		sp := &spreads[i]
		ind.spreads[[2]string{sp.Category, sp.Period}] = sp
	}
	for i := range comparisons {
		ind.indexComparison(&comparisons[i])
	}
	categories, monthly := map[string]bool{}, false
	for i := range ind.obs {
		o := &ind.obs[i]
		ind.of[o.Area] = append(ind.of[o.Area], o)
		at := [2]string{o.Category, o.Period}
		switch o.Level {
		case ind.about:
			monthly = monthly || isMonth(o.Period)
			ind.divisions[o.Period] = max(ind.divisions[o.Period], o.Division)
			if ind.reported[o.Period] == nil {
				ind.reported[o.Period] = map[string]bool{}
			}
			if delivered(o) {
				ind.reported[o.Period][o.Area] = true
			}
		case publication.LevelCity:
			if o.Value != nil && ind.references[at].value == nil {
				ind.references[at] = reference{o.Value, o.Area}
			}
		case publication.LevelOutside:
		default:
			continue
		}
		ind.figures[key{o.Area, o.Category, o.Period}] = o
		if o.Category != "" {
			categories[o.Category] = true
		}
	}
	// A series is of months when there is any month; years are then left to
	// the table of all figures.
	for p := range ind.divisions {
		if isMonth(p) == monthly {
			ind.periods = append(ind.periods, p)
		}
	}
	slices.Sort(ind.periods)
	if n := len(ind.periods); n > 0 {
		ind.newest = ind.periods[n-1]
		ind.division = ind.divisions[ind.newest]
	}
	ind.orderCategories(categories)
}

func isMonth(period string) bool { return len(period) == len("2011-11") }

func (ind *indicator) indexComparison(c *publication.Comparison) {
	ind.comparisons[key{c.Area, c.Category, c.Period}] = c
	at := [2]string{c.Category, c.Period}
	if c.ReferenceValue != nil && ind.references[at].value == nil {
		ind.references[at] = reference{c.ReferenceValue, c.Reference}
	}
	o := ind.outcomes[at]
	switch c.Verdict {
	case publication.Higher:
		o.higher++
	case publication.Lower:
		o.lower++
	case publication.NoSure:
		o.unsure++
	}
	ind.outcomes[at] = o
}

// orderCategories puts bands, of which every name holds a number, in the order
// of their numbers; otherwise the largest reference values first and what is left
// over last. Where no reference is known the name decides, so that the order
// says nothing about a hidden figure.
func (ind *indicator) orderCategories(set map[string]bool) {
	size := map[string]float64{}
	for c := range set {
		ind.categories = append(ind.categories, c)
		if ref, _ := ind.reference(c, ind.newest); ref != nil {
			size[c] = *ref
		}
	}
	order := publication.Swedish()
	if !slices.ContainsFunc(ind.categories, func(c string) bool { return bandStart(c) < 0 }) {
		slices.SortFunc(ind.categories, func(a, b string) int { return cmp.Or(cmp.Compare(bandStart(a), bandStart(b)), order(a, b)) })
		return
	}
	rest := func(c string) int {
		if strings.HasPrefix(c, "Övrig") {
			return 1
		}
		return 0
	}
	slices.SortFunc(ind.categories, func(a, b string) int {
		return cmp.Or(cmp.Compare(rest(a), rest(b)), cmp.Compare(size[b], size[a]), order(a, b))
	})
}

// bandStart is the first number in a category's name, 8 in "8–14 dagar"; -1
// where there is none.
func bandStart(category string) int {
	digits := strings.FieldsFunc(category, func(r rune) bool { return r < '0' || r > '9' })
	if len(digits) == 0 {
		return -1
	}
	n, err := strconv.Atoi(digits[0])
	if err != nil {
		return -1
	}
	return n
}

// reference is the value that the districts are compared with in a period and
// what it is called in the publication.
func (ind *indicator) reference(category, period string) (*float64, string) {
	r := ind.references[[2]string{category, period}]
	return r.value, r.name
}

// tried is what the indicator's verdicts hold a district against: a median has
// no test against the rest.
func (ind *indicator) tried() string {
	if ind.Method == publication.MethodMedian {
		return "staden"
	}
	return "de övriga"
}

// referenceName names the reference in words, with how many districts it holds.
func (s *site) referenceName(ind *indicator, category, period string) string {
	_, name := ind.reference(category, period)
	if name == "" {
		return ""
	}
	shown, of := s.coverage(ind, period)
	return prose.Reference(name, shown, of)
}

// coverage is how many districts of the division have a row in a period, and
// how many there are. A hidden figure is a reported one.
func (s *site) coverage(ind *indicator, period string) (shown, of int) {
	shown = len(ind.reported[period])
	return shown, max(len(s.members[ind.divisions[period]]), shown)
}

// findLead is the first indicator, without categories, that has a value for at
// least half of the districts of its newest period; shares and ratios before
// counts.
func (s *site) findLead(inds []*indicator) *indicator {
	var count *indicator
	for _, ind := range inds {
		values := 0
		for _, name := range s.members[ind.division] {
			if o := ind.figures[key{name, "", ind.newest}]; o != nil && o.Value != nil {
				values++
			}
		}
		if values == 0 || 2*values < len(s.members[ind.division]) {
			continue
		}
		if ind.Method != publication.MethodCount {
			return ind
		}
		if count == nil {
			count = ind
		}
	}
	return count
}

// whyNone is the status of a figure that an area has no row of.
func (s *site) whyNone(area, period string) string { return s.areas[area].WhyNone(period) }

// deliveredOf are the figures of an area that somebody delivered, indicator by indicator.
func (t *told) deliveredOf(area string) iter.Seq[*publication.Observation] {
	return func(yield func(*publication.Observation) bool) {
		for _, ind := range t.inds {
			for _, o := range ind.of[area] {
				if delivered(o) && !yield(o) {
					return
				}
			}
		}
	}
}

// delivered says whether o is a district's or unit's figure that somebody delivered.
func delivered(o *publication.Observation) bool {
	return (o.Level == publication.LevelDistrict || o.Level == publication.LevelUnit) && o.Status != publication.NotDelivered
}

// lastPeriodOf is the newest period in which an area has delivered the
// indicator, of the kind that the indicator's series has; what its parts do not
// make is no figure of it.
func (ind *indicator) lastPeriodOf(area, category string) string {
	for i := len(ind.periods) - 1; i >= 0; i-- {
		if o := ind.figures[key{area, category, ind.periods[i]}]; o != nil && o.Status != publication.NotDelivered && o.SumOf != publication.Breaks {
			return ind.periods[i]
		}
	}
	return ""
}

func (ind *indicator) measure() prose.Measure {
	return prose.Measure{Unit: ind.Unit, Decimals: int(ind.Decimals)}
}

// level says whether differences between districts are pictures of who lives
// there, and not findings.
func (ind *indicator) level() bool {
	return ind.Direction == "ingen" && ind.Method != publication.MethodProportion
}

// outcome counts the verdicts of a category and period.
func (ind *indicator) outcome(category, period string) outcome {
	return ind.outcomes[[2]string{category, period}]
}

// differing are the districts with a sure difference, the largest first.
func (ind *indicator) differing(category, period string, names []string) (higher, lower []string) {
	size := func(n string) float64 {
		if d := ind.comparisons[key{n, category, period}].Difference; d != nil {
			return math.Abs(*d)
		}
		return 0
	}
	for _, n := range names {
		c := ind.comparisons[key{n, category, period}]
		switch {
		case c == nil:
		case c.Verdict == publication.Higher:
			higher = append(higher, n)
		case c.Verdict == publication.Lower:
			lower = append(lower, n)
		}
	}
	by := func(a, b string) int { return cmp.Compare(size(b), size(a)) }
	slices.SortStableFunc(higher, by)
	slices.SortStableFunc(lower, by)
	return higher, lower
}

// outcome is how many districts have which verdict.
type outcome struct{ higher, lower, unsure int }

// compared says whether there is any verdict.
func (o outcome) compared() bool { return o.compares() > 0 }

// compares is how many districts are compared.
func (o outcome) compares() int { return o.higher + o.lower + o.unsure }

// sure says whether any district differs surely.
func (o outcome) sure() bool { return o.higher+o.lower > 0 }

func namesOf(areas []publication.Area) []string {
	names := make([]string, len(areas))
	for i, a := range areas {
		names[i] = a.Name
	}
	return names
}
