package dashboards

import (
	"context"
	"slices"

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
	periods               []string
	city, sum             []float64
	used                  []*publication.Observation
}

// gap is the city minus its districts in the newest period.
func (c *cityAndSum) gap() float64 { n := len(c.periods) - 1; return c.city[n] - c.sum[n] }

// findSum looks for such a count, with at least two periods and a gap.
func (s *site) findSum() *cityAndSum {
	for _, title := range countTitles {
		for _, d := range slices.Backward(s.divisions) {
			c := &cityAndSum{title: title.title, noun: title.noun, division: d.ID}
			s.addUp(c, title.measure)
			if len(c.periods) >= 2 && c.gap() != 0 {
				return c
			}
		}
	}
	return nil
}

// addUp fills c with the periods in which the city and every district of the
// division have a visible value.
func (s *site) addUp(c *cityAndSum, measure string) {
	city, sum, count := map[string]*publication.Fact{}, map[string]float64{}, map[string]int{}
	members := s.members[c.division]
	for i := range s.facts {
		f := &s.facts[i]
		if f.Measure != measure || f.Category != "" || f.Value == nil || isMonth(f.Period) {
			continue
		}
		switch {
		case f.Level == publication.LevelCity:
			city[f.Period] = f
		case f.Level == publication.LevelDistrict && f.Division == c.division && slices.Contains(members, f.Area):
			sum[f.Period] += *f.Value
			count[f.Period]++
		}
	}
	for p, n := range count {
		if n == len(members) && n > 0 && city[p] != nil {
			c.periods = append(c.periods, p)
		}
	}
	slices.Sort(c.periods)
	for _, p := range c.periods {
		c.city, c.sum = append(c.city, *city[p].Value), append(c.sum, sum[p])
		c.used = append(c.used, &publication.Observation{Source: city[p].Source})
	}
}

func (s *site) citySum(ctx context.Context, p *page) (*sumView, error) {
	c := s.findSum()
	if c == nil {
		return nil, nil
	}
	whole := func(v float64) string { return prose.Number(v, 0) }
	last := len(c.periods) - 1
	districts := prose.Number(float64(len(s.members[c.division])), 0) + prose.NBSP + "stadsdelar"
	cityLine := chart.Line{Name: s.info.CityArea, ShortName: "Staden", EndText: whole(c.city[last])}
	sumLine := chart.Line{Name: districts, EndText: whole(c.sum[last])}
	t := table{Caption: c.title, Head: []cell{{Text: "Uppgift"}}, Rows: []row{
		{Class: "city", Head: cell{Text: s.info.CityArea}}, {}, {Head: cell{Text: "Skillnad"}}}}
	t.Rows[1].Head.Text = "De " + prose.Number(float64(len(s.members[c.division])), 0) + prose.NBSP + "stadsdelarna tillsammans"
	var read []string
	for i, period := range c.periods {
		cityLine.Points = append(cityLine.Points, chart.Point{Period: period, Value: c.city[i]})
		sumLine.Points = append(sumLine.Points, chart.Point{Period: period, Value: c.sum[i]})
		t.Head = append(t.Head, cell{Text: prose.Period(period)})
		for r, v := range []float64{c.city[i], c.sum[i], c.city[i] - c.sum[i]} {
			t.Rows[r].Cells = append(t.Rows[r].Cells, cell{Text: whole(v)})
		}
		read = append(read, prose.Period(period)+": hela staden "+whole(c.city[i])+", stadsdelarna tillsammans "+whole(c.sum[i]))
	}
	before, now := prose.Period(c.periods[last-1]), prose.Period(c.periods[last])
	cityVerb, cityText := prose.Percent(c.city[last-1], c.city[last])
	sumVerb, sumText := prose.Percent(c.sum[last-1], c.sum[last])
	f := figure{ID: "summa", Title: c.title + " " + now + ": " + whole(c.city[last]) + " i hela staden, " + whole(c.sum[last]) + " i stadsdelarna tillsammans",
		Sub: c.title + ", " + prose.Span(c.periods[0], c.periods[last]), Source: sourcesOf(c.used), Tables: []*table{p.table(t)},
		Description: "Linjediagram. " + prose.Join(read) + ".", Downloads: []link{{Text: "Hämta alla fakta som CSV", Href: p.to("data/fakta.csv")}}}
	if cityVerb != sumVerb {
		f.Title = "Från " + before + " till " + now + " " + cityVerb + " staden medan stadsdelarna tillsammans " + sumVerb
	}
	v := &sumView{}
	var err error
	if v.Chart, err = p.figure(ctx, chart.LinesInput{Own: &sumLine, City: &cityLine}, f); err != nil {
		return nil, err
	}
	change := before + "–" + now + " " + cityVerb + " antalet i hela staden med " + cityText + ". I stadsdelarna tillsammans " + sumVerb + " det med " + sumText + "."
	why := note{Title: "Varför skiljer det sig?", Text: []string{
		prose.Upper(prose.When(c.periods[last])) + " fanns " + whole(c.gap()) + " " + c.noun + " i stadens tal som inte finns i någon stadsdels."}}
	if len(s.outside) > 0 {
		why.Text = append(why.Text, "Till staden hör också enheter utanför stadsdelarna: "+prose.Join(s.outside)+".")
	}
	v.Aside = []note{{Title: "Två olika svar", Text: []string{change}}, why,
		{Title: "Vad betyder det för jämförelsen?", Text: []string{"Stadens tal är stadens egen uppgift. Det räknas aldrig fram ur stadsdelarnas, och en stadsdel kan ligga under staden utan att ligga under de andra stadsdelarna."}}}
	return v, nil
}
