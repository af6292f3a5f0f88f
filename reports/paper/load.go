package paper

import (
	"cmp"
	"context"
	"html/template"
	"slices"
	"strings"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// book is a publication read into memory. Nothing in it changes once it is loaded.
type book struct {
	info        publication.Info
	areas       []publication.Area
	members     map[string][]string // division → its districts
	deliveries  []publication.Delivery
	corrections []publication.Correction
	earlier     []publication.Earlier
	units       bool // the site has pages of units
	facts       map[place]*publication.Fact
	series      []*series
	standouts   []publication.Standout
	draw        *chart.Renderer
	placeChart  func(Chart) (template.HTML, error) // nil where charts have no address
}

// place is where a base fact or a figure stands; measure is empty for a figure.
type place struct{ measure, area, category, period string }

// series is an indicator with its figures, each in the division of its time.
type series struct {
	publication.Indicator
	figures    map[place]*publication.Observation
	compared   map[place]*publication.Comparison
	spreads    map[[2]string]*publication.Spread // by category and period
	periods    []string                          // of the districts, in the order of time
	categories []string
	charts     []publication.Chart
	phases     []publication.ChartPhase
	trends     []publication.Trend
	growth     []publication.DisparityChange
	unequal    []publication.Disparity
}

func load(ctx context.Context, pub *publication.DB) (*book, error) {
	b := &book{members: map[string][]string{}, facts: map[place]*publication.Fact{}}
	var err error
	step := func(read func() error) {
		if err == nil {
			err = read()
		}
	}
	step(func() (e error) { b.info, e = pub.Info(ctx); return })
	step(func() (e error) { b.areas, e = pub.Areas(ctx); return })
	step(func() (e error) { b.deliveries, e = pub.Deliveries(ctx); return })
	step(func() (e error) { b.corrections, e = pub.Corrections(ctx); return })
	step(func() (e error) { b.earlier, e = pub.EarlierPublications(ctx); return })
	step(func() (e error) { b.standouts, e = pub.Standouts(ctx); return })
	step(func() error {
		members, e := pub.Members(ctx)
		for _, m := range members {
			b.members[m.Division] = append(b.members[m.Division], m.Area)
		}
		return e
	})
	step(func() error {
		facts, e := pub.Facts(ctx)
		for i := range facts {
			f := &facts[i]
			b.facts[place{f.Measure, f.Area, f.Category, f.Period}] = f
		}
		return e
	})
	step(func() error {
		units, e := pub.Units(ctx)
		b.units = b.info.Audience == publication.AudienceInternal && len(units) > 0
		return e
	})
	var list []publication.Indicator
	step(func() (e error) { list, e = pub.Indicators(ctx); return })
	for _, ind := range list {
		step(func() error {
			s, e := loadSeries(ctx, pub, ind)
			if e == nil {
				s.order(b.info.CityArea)
				b.series = append(b.series, s)
			}
			return e
		})
	}
	return b, err
}

func loadSeries(ctx context.Context, pub *publication.DB, ind publication.Indicator) (*series, error) {
	s := &series{Indicator: ind, figures: map[place]*publication.Observation{}, compared: map[place]*publication.Comparison{}, spreads: map[[2]string]*publication.Spread{}}
	obs, err := pub.Observations(ctx, ind.Name)
	if err != nil {
		return nil, err
	}
	s.index(obs)
	step := func(read func() error) {
		if err == nil {
			err = read()
		}
	}
	step(func() error {
		all, e := pub.Comparisons(ctx, ind.Name)
		for i := range all {
			c := &all[i]
			if o := s.figures[place{"", c.Area, c.Category, c.Period}]; o != nil && o.Division == c.Division {
				s.compared[place{"", c.Area, c.Category, c.Period}] = c
			}
		}
		return e
	})
	step(func() error {
		all, e := pub.Spreads(ctx, ind.Name)
		for i := range all {
			if s.divisionOf(all[i].Period) == all[i].Division {
				s.spreads[[2]string{all[i].Category, all[i].Period}] = &all[i]
			}
		}
		return e
	})
	step(func() (e error) { s.charts, e = pub.Charts(ctx, ind.Name); return })
	step(func() (e error) { s.phases, e = pub.ChartPhases(ctx, ind.Name); return })
	step(func() (e error) { s.trends, e = pub.Trends(ctx, ind.Name); return })
	step(func() (e error) { s.growth, e = pub.DisparityChanges(ctx, ind.Name); return })
	step(func() (e error) { s.unequal, e = pub.Disparities(ctx, ind.Name); return })
	return s, err
}

// index keeps the figures of districts and city in the division of their time.
func (s *series) index(obs []publication.Observation) {
	periods, categories := map[string]bool{}, map[string]bool{}
	for i := range obs {
		o := &obs[i]
		if o.SumOf != "" || o.Level != publication.LevelDistrict && o.Level != publication.LevelCity {
			continue
		}
		s.figures[place{"", o.Area, o.Category, o.Period}] = o
		if o.Level == publication.LevelDistrict {
			if !periods[o.Period] {
				periods[o.Period] = true
				s.periods = append(s.periods, o.Period)
			}
			if o.Category != "" && !categories[o.Category] {
				categories[o.Category] = true
				s.categories = append(s.categories, o.Category)
			}
		}
	}
	slices.Sort(s.periods)
}

// order puts the largest reference values first and what is left over last.
// Where no reference is known the name decides, so that the order says nothing
// of a hidden figure.
func (s *series) order(city string) {
	if len(s.periods) == 0 {
		return
	}
	name := publication.Swedish()
	newest := s.periods[len(s.periods)-1]
	size := map[string]float64{}
	for _, c := range s.categories {
		if v, _ := s.reference(c, newest, city); v != nil {
			size[c] = *v
		}
	}
	rest := func(c string) int {
		if strings.HasPrefix(c, "Övrig") {
			return 1
		}
		return 0
	}
	slices.SortFunc(s.categories, func(a, b string) int {
		return cmp.Or(cmp.Compare(rest(a), rest(b)), cmp.Compare(size[b], size[a]), name(a, b))
	})
}

// divisionOf is the division that a period's figures stand in.
func (s *series) divisionOf(period string) string {
	newest := ""
	for k, o := range s.figures {
		if k.period == period && o.Level == publication.LevelDistrict {
			newest = max(newest, o.Division)
		}
	}
	return newest
}

func (s *series) at(area, category, period string) *publication.Observation {
	return s.figures[place{"", area, category, period}]
}

func (s *series) verdict(area, category, period string) *publication.Comparison {
	return s.compared[place{"", area, category, period}]
}

// reference is what an area is compared with in a period: the city's own
// figure, or that of the reported districts.
func (s *series) reference(category, period, city string) (*float64, string) {
	if o := s.at(city, category, period); o != nil && o.Value != nil {
		return o.Value, city
	}
	for k, c := range s.compared {
		if k.category == category && k.period == period && c.ReferenceValue != nil {
			return c.ReferenceValue, c.Reference
		}
	}
	return nil, ""
}

// measure and subject are the indicator in a sentence.
func (s *series) measure() prose.Measure {
	return prose.Measure{Unit: s.Unit, Decimals: int(s.Decimals)}
}

func (s *series) subject(category string) prose.Subject {
	name := prose.Lower(hard(s.Title))
	if category != "" {
		name += " (" + prose.Lower(category) + ")"
	}
	return prose.Subject{Name: name, Measure: s.measure(), Direction: s.Direction}
}

// find is an indicator by its name; nil where the publication has none.
func (b *book) find(name string) *series {
	i := slices.IndexFunc(b.series, func(s *series) bool { return s.Name == name })
	if i < 0 {
		return nil
	}
	return b.series[i]
}

// delivered says whether somebody delivered an area's figure.
func delivered(o *publication.Observation) bool {
	return o != nil && o.Status != publication.NotDelivered
}

// reported are the districts that have delivered any figure of a period, in
// Swedish order.
func (b *book) reported(period string) []string {
	var out []string
	for _, a := range b.areas {
		if a.Level == publication.LevelDistrict && slices.ContainsFunc(b.series, func(s *series) bool {
			return delivered(s.at(a.Name, "", period)) || slices.ContainsFunc(s.categories, func(c string) bool { return delivered(s.at(a.Name, c, period)) })
		}) {
			out = append(out, a.Name)
		}
	}
	return out
}

// expected is how many districts there are in the division of a period.
func (b *book) expected(period string) int {
	n := 0
	for _, s := range b.series {
		n = max(n, len(b.members[s.divisionOf(period)]))
	}
	return n
}

// boards are the districts that get a report: those that have delivered for the
// newest month, or for the newest year where there is no month.
func (b *book) boards() []publication.Area {
	var out []publication.Area
	names := b.reported(b.info.Month)
	for _, a := range b.areas {
		if a.Slug != "" && slices.Contains(names, a.Name) {
			out = append(out, a)
		}
	}
	return out
}

// newestYear is the newest calendar year that the districts have figures of and
// that was over when the publication was made; empty without one.
func (b *book) newestYear() string {
	newest := ""
	for _, s := range b.series {
		for _, p := range s.periods {
			if len(p) == len("2011") && p < b.info.Published.Format("2006") {
				newest = max(newest, p)
			}
		}
	}
	return newest
}

// lastPeriod is the newest period of an indicator for which an area has
// delivered a figure.
func (s *series) lastPeriod(area, category string) string {
	for _, p := range slices.Backward(s.periods) {
		if delivered(s.at(area, category, p)) {
			return p
		}
	}
	return ""
}

// hard keeps numbers within titles on one line.
func hard(s string) string { return strings.ReplaceAll(s, "1 000", "1"+prose.NBSP+"000") }
