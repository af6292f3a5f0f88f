package dashboards

import (
	"context"
	"math"
	"slices"
	"strings"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// monthTable is the table of the newest month, of all districts that report it.
func (s *site) monthTable(p *page, body *overview) {
	if !isMonth(s.info.Month) {
		return
	}
	columns := []struct{ measure, head string }{{"hushall", "Hushåll"}, {"kostnad_tkr", "Kostnad, tkr"}}
	facts := map[string]map[string]*publication.Fact{} // area → measure
	levels := map[string]string{}
	for i := range s.facts {
		f := &s.facts[i]
		if f.Period != s.info.Month || f.Category != "" || f.Level == publication.LevelUnit || f.Status == publication.NotDelivered || (f.Measure != "hushall" && f.Measure != "kostnad_tkr") {
			continue
		}
		if facts[f.Area] == nil {
			facts[f.Area], levels[f.Area] = map[string]*publication.Fact{}, f.Level
		}
		facts[f.Area][f.Measure] = f
	}
	if len(facts) == 0 {
		return
	}
	perHousehold := s.named("kostnad_per_hushall")
	t := table{Caption: "Ekonomiskt bistånd " + prose.When(s.info.Month), Head: heads("Stadsdel", "Hushåll", "Kostnad, tkr")}
	if perHousehold != nil {
		t.Head = append(t.Head, cell{Text: "Kostnad per hushåll, kr"})
	}
	var used []*publication.Observation
	for _, level := range []string{publication.LevelDistrict, publication.LevelOutside, publication.LevelCity} {
		for _, name := range s.namesOf(levels, level) {
			r := row{Head: cell{Text: name, Href: p.areaLink(name)}}
			if level == publication.LevelCity {
				r.Class = "city"
			}
			for _, c := range columns {
				f := facts[name][c.measure]
				r.Cells = append(r.Cells, p.fact(f))
				if f != nil {
					used = append(used, &publication.Observation{Source: f.Source})
				}
			}
			if perHousehold != nil {
				o := perHousehold.figures[key{name, "", s.info.Month}]
				c := p.value(o, prose.Measure{Decimals: int(perHousehold.Decimals)})
				r.Cells = append(r.Cells, c)
			}
			t.Rows = append(t.Rows, r)
		}
	}
	shown, of := s.monthCoverage()
	body.MonthTitle = prose.Upper(prose.Period(s.info.Month))
	if shown < of {
		t.Sub = "De redovisade stadsdelarna (" + prose.Of(shown, of) + ")"
		body.MonthNotes = append(body.MonthNotes, "Övriga stadsdelar har inte lämnat uppgifter för månaden.")
	}
	body.Month = p.table(t)
	body.MonthNotes = append(body.MonthNotes, "Hushållen får inte läggas ihop: ett hushåll som flyttar under månaden räknas i båda stadsdelarna.", p.sourceLine(sourcesOf(used)))
}

func (s *site) namesOf(levels map[string]string, level string) []string {
	var names []string
	for n, l := range levels {
		if l == level {
			names = append(names, n)
		}
	}
	slices.SortFunc(names, publication.Swedish())
	return names
}

func (s *site) named(name string) *indicator {
	for _, ind := range s.inds {
		if ind.Name == name {
			return ind
		}
	}
	return nil
}

// sumView sets the city beside the sum of its districts.
type sumView struct {
	Chart *figure
	Aside []note
}

// cityAndSum is a count of the city and of all districts of one division in
// the same periods.
type cityAndSum struct {
	title, noun, division string
	measure               string
	rows                  []publication.Gap
	used                  []*publication.Observation
}

// last is the newest row.
func (c *cityAndSum) last() publication.Gap { return c.rows[len(c.rows)-1] }

// findSum looks for such a count of years, with at least two of them and a
// difference, in the newest division that has it.
func (s *site) findSum() *cityAndSum {
	for _, title := range countTitles {
		for _, d := range slices.Backward(s.divisions) {
			c := &cityAndSum{title: title.title, noun: title.noun, division: d.ID, measure: title.measure}
			for _, g := range s.gaps {
				if g.Measure == title.measure && g.Category == "" && g.Division == d.ID && !isMonth(g.Period) {
					c.rows = append(c.rows, g)
					c.used = append(c.used, &publication.Observation{Source: g.Source})
				}
			}
			if len(c.rows) >= 2 && c.last().Difference != 0 {
				return c
			}
		}
	}
	return nil
}

// movedOutside is how much larger a part of the city's figure, of the years that an indicator's change is told between,
// has come to be in no district, for it to be said: it is then a part of what changed in the districts.
const movedOutside = 0.05

// outsideOf are what the city has beyond its districts of a count that an indicator reads, in two periods; ok where that has
// grown or shrunk so much that a change in the districts cannot be read without it.
func (s *site) outsideOf(ind *indicator, from, to string) (before, after publication.Gap, ok bool) {
	for _, g := range s.gaps {
		if g.Share == nil || g.Category != "" || !strings.Contains(ind.SQL, "'"+g.Measure+"'") {
			continue
		}
		if g.Period == from {
			before = g
		} else if g.Period == to && g.Measure == before.Measure && g.Division == before.Division {
			after, ok = g, true
		}
	}
	return before, after, ok && before.Share != nil && math.Abs(*after.Share-*before.Share) >= movedOutside
}

// outsideNote says it of a chart of the change; empty where nothing needs to be said.
func (s *site) outsideNote(ind *indicator, from, to string) string {
	before, after, ok := s.outsideOf(ind, from, to)
	if !ok {
		return ""
	}
	beyond := func(g publication.Gap) string {
		return prose.Number(math.Abs(g.Difference), 0) + map[bool]string{true: " högre", false: " lägre"}[g.Difference > 0]
	}
	more := map[bool]string{true: "fler", false: "färre"}[*after.Share > *before.Share]
	return "Stadens antal var " + beyond(before) + " än stadsdelarnas tillsammans " + prose.When(from) + " och " + beyond(after) + " " + prose.When(to) +
		". En del av ändringen kan vara att " + more + " räknas utanför stadsdelarna."
}

// factsOf are the base facts that the city and the sum of its districts are read from, in their file's order.
func (s *site) factsOf(c *cityAndSum) []*publication.Fact {
	var out []*publication.Fact
	for i := range s.facts {
		f := &s.facts[i]
		known := slices.ContainsFunc(c.rows, func(g publication.Gap) bool { return g.Period == f.Period })
		of := f.Level == publication.LevelCity || f.Level == publication.LevelDistrict && f.Division == c.division
		if f.Measure == c.measure && f.Category == "" && known && of {
			out = append(out, f)
		}
	}
	return out
}

// shareOfCity says how large a part of the city's figure is in no district, and
// how large it was the period before.
func shareOfCity(last, former publication.Gap) string {
	if last.Share == nil || former.Share == nil {
		return ""
	}
	percent := func(v float64) string { return prose.Value(100*v, "procent", 1) }
	return " Det är " + percent(*last.Share) + " av stadens tal, mot " + percent(*former.Share) + " " + prose.When(former.Period) + "."
}

func (s *site) citySum(ctx context.Context, p *page) (*sumView, error) {
	c := s.findSum()
	if c == nil {
		return nil, nil
	}
	whole := func(v float64) string { return prose.Number(v, 0) }
	last, former := c.last(), c.rows[len(c.rows)-2]
	districts := prose.Number(float64(len(s.members[c.division])), 0) + prose.NBSP + "stadsdelar"
	cityLine := chart.Line{Name: s.info.CityArea, ShortName: "Staden", EndText: whole(last.City)}
	sumLine := chart.Line{Name: districts, EndText: whole(last.Districts)}
	t := table{Caption: c.title, Head: []cell{{Text: "Uppgift"}}, Rows: []row{
		{Class: "city", Head: cell{Text: s.info.CityArea}}, {}, {Head: cell{Text: "Skillnad"}}}}
	t.Rows[1].Head.Text = "De " + prose.Number(float64(len(s.members[c.division])), 0) + prose.NBSP + "stadsdelarna tillsammans"
	var read []string
	for _, g := range c.rows {
		cityLine.Points = append(cityLine.Points, chart.Point{Period: g.Period, Value: g.City})
		sumLine.Points = append(sumLine.Points, chart.Point{Period: g.Period, Value: g.Districts})
		t.Head = append(t.Head, cell{Text: prose.Period(g.Period)})
		for r, v := range []float64{g.City, g.Districts, g.Difference} {
			t.Rows[r].Cells = append(t.Rows[r].Cells, cell{Text: whole(v)})
		}
		read = append(read, prose.Period(g.Period)+": hela staden "+whole(g.City)+", stadsdelarna tillsammans "+whole(g.Districts))
	}
	before, now := prose.Period(former.Period), prose.Period(last.Period)
	cityVerb, cityText := prose.Percent(former.City, last.City)
	sumVerb, sumText := prose.Percent(former.Districts, last.Districts)
	f := figure{ID: "summa", Title: c.title + " " + now + ": " + whole(last.City) + " i hela staden, " + whole(last.Districts) + " i stadsdelarna tillsammans",
		Sub: c.title + ", " + prose.Span(c.rows[0].Period, last.Period), Source: sourcesOf(c.used), Tables: []*table{p.table(t)},
		Description: "Linjediagram. " + prose.Join(read) + ".", Downloads: []link{{Text: "Hämta alla fakta som CSV", Href: p.to("data/fakta.csv")}}}
	if cityVerb != sumVerb {
		f.Title = "Från " + before + " till " + now + " " + cityVerb + " antalet i hela staden medan det " + sumVerb + " i stadsdelarna tillsammans"
	}
	f.place = &place{kind: "summa", facts: s.factsOf(c)}
	v := &sumView{}
	var err error
	if v.Chart, err = p.figure(ctx, chart.LinesInput{Own: &sumLine, City: &cityLine}, f); err != nil {
		return nil, err
	}
	change := before + "–" + now + " " + cityVerb + " antalet i hela staden med " + cityText + ". I stadsdelarna tillsammans " + sumVerb + " det med " + sumText + "."
	// The difference is a net one: some stand in two districts, others in none.
	side := "högre"
	if last.Difference < 0 {
		side = "lägre"
	}
	why := note{Title: "Varför skiljer det sig?", Text: []string{
		prose.Upper(prose.When(last.Period)) + " var stadens tal " + whole(math.Abs(last.Difference)) + " " + side + " än stadsdelarnas tillsammans." + shareOfCity(last, former)}}
	if len(s.outside) > 0 {
		why.Text = append(why.Text, "Till staden hör också enheter utanför stadsdelarna: "+prose.Join(s.outside)+".")
	}
	v.Aside = []note{{Title: "Två olika svar", Text: []string{change}}, why,
		{Title: "Vad betyder det för jämförelsen?", Text: []string{"Stadens tal är stadens egen uppgift. Det räknas aldrig fram ur stadsdelarnas, och en stadsdel kan ligga under staden utan att ligga under de andra stadsdelarna."}}}
	return v, nil
}
