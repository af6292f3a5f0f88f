package dashboards

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// indicatorPage is what the page of an indicator shows.
type indicatorPage struct {
	Title     string
	OfCity    bool // it is of the whole city only
	Dots      *figure
	Reasons   *figure
	Table     *table // all categories and districts
	Aside     []note
	Funnels   []string // how variation is shared; what the funnels show
	Funnel    *figure
	Heat      *figure
	Slope     *figure // from the first year to the newest
	Over      *figure
	Movements []prose.Told // what has changed, by area
	Unequal   []string     // how unlike the districts are, and whether that grows

	UnequalTable *table
	Changes      *table
	ChangeNote   string
	CityOver     *table
	Today        *table // the newest periods in today's division
	TodayIntro   string
	Definition   []definition
	Counted      *counted
	Dataset      dataset
	Downloads    []link
	Citation     string
}

// definition is one entry of a list of definitions.
type definition struct{ Name, Value string }

func (s *site) indicator(ctx context.Context, p *page, ind *indicator) error {
	p.kind, p.Nav, p.Title = "nyckeltal", "Nyckeltal", hardSpaces(ind.Title)
	p.Crumbs = []link{{Text: "Nyckeltal", Href: p.to("nyckeltal.html")}, {Text: ind.Topic}}
	p.LongH1 = true
	body := &indicatorPage{Title: p.Title, Counted: s.counted(p, ind), Dataset: s.dataset(p, ind), Definition: s.definitionOf(ind), Citation: s.citation(ind)}
	body.Downloads = []link{{Text: "CSV", Href: p.to("data/" + ind.Name + ".csv")}, {Text: "JSON", Href: p.to("data/" + ind.Name + ".json")}}
	p.Body = body
	var err error
	if len(ind.categories) > 0 {
		err = s.categoryFigures(ctx, p, ind, body)
	} else {
		err = s.districtFigures(ctx, p, ind, body)
	}
	if err != nil {
		return err
	}
	if len(ind.categories) > 0 {
		body.Today, body.TodayIntro = s.todayCategories(p, ind)
	} else if body.Today = s.todayTable(p, ind); body.Today != nil {
		body.TodayIntro = "Ovan står varje tal i den indelning som gällde då. Här står de av dagens stadsdelar (" + s.divisionText(s.today) +
			") som har bildats genom sammanslagning: för tiden före den är talen räknade på summan av de tidigare stadsdelarnas visade tal. Ett dolt tal döljer summan."
	}
	if body.Funnel == nil {
		body.Funnels = s.funnelSentences(ind)
	}
	body.Funnels = append(s.variationSentences(ind), body.Funnels...)
	body.Movements = prose.ByArea(s.changeSentences(ind)...)
	body.Unequal, body.UnequalTable = s.unequalSentences(ind), s.unequalTable(p, ind)
	s.indicatorOpening(p, ind)
	return nil
}

func (s *site) indicatorOpening(p *page, ind *indicator) {
	p.of = ind
	m := ind.measure()
	names := s.districtsOf(ind, "", ind.newest)
	switch {
	case len(ind.categories) > 0:
		p.H1 = s.categoryHeadline(ind)
	case ind.outcome("", ind.newest).compared():
		p.H1 = ind.dated("", ind.newest) + ": " + prose.Lower(s.dotsTitle(ind, names, "", ind.newest))
	case ind.newest == "":
		p.H1 = hardSpaces(ind.Title)
	default:
		p.H1 = hardSpaces(ind.Title)
		if len(figuresOf(ind, names, "", ind.newest)) > 0 {
			p.H1 = ind.dated("", ind.newest) + ": " + prose.Lower(ind.rangeTitle(names, "", ind.newest, ""))
		}
	}
	first, _, _ := strings.Cut(ind.Definition, ". ")
	lede := prose.Sentence(hardSpaces(first))
	if ind.newest != "" {
		shown, of := s.coverage(ind, ind.newest)
		lede += " " + prose.Upper(prose.Period(ind.newest)) + ": "
		if shown < of {
			lede += "de redovisade stadsdelarna (" + prose.Of(shown, of) + ")"
		} else {
			lede += "alla " + prose.Number(float64(of), 0) + prose.NBSP + "stadsdelar"
		}
		if visible := len(figuresOf(ind, names, "", ind.newest)); len(ind.categories) == 0 && visible < shown {
			lede += "; " + prose.Of(visible, shown) + " tal visas"
		}
		if ref, name := ind.reference("", ind.newest); ref != nil && name != publication.ReportedOnly {
			lede += "; " + prose.Lower(name) + " " + brief(*ref, m)
		}
		lede += "."
	}
	p.Lede = []string{lede}
	p.Description = prose.Sentence(p.H1)
	if ind.newest != "" {
		p.Own = append(p.Own, fresh{Name: newestName, Value: prose.Period(ind.newest)})
		if len(ind.periods) > 1 {
			p.Own = append(p.Own, fresh{Name: "Serie", Value: prose.Span(ind.periods[0], ind.newest)})
		}
	} else if len(ind.obs) > 0 { // only of the city
		last := slices.MaxFunc(ind.obs, func(a, b publication.Observation) int { return cmp.Compare(a.Period, b.Period) })
		p.Own = append(p.Own, fresh{Name: newestName, Value: prose.Period(last.Period)})
	}
	p.Own = append(p.Own, fresh{Name: "Kvalitet", Value: "definition", Href: "#kvalitet"}, fresh{Name: "Ladda ned", Value: "CSV, JSON", Href: "#ladda"})
}

// categoryHeadline names the categories in which districts differ surely.
func (s *site) categoryHeadline(ind *indicator) string {
	var sure []string
	compared := 0
	for _, c := range ind.categories {
		if o := ind.outcome(c, ind.newest); o.compared() {
			compared++
			if o.sure() {
				sure = append(sure, prose.Lower(c))
			}
		}
	}
	name, of := ind.dated("", ind.newest), "stadsdelarna"
	if shown, all := s.coverage(ind, ind.newest); shown < all {
		of = "de redovisade stadsdelarna"
	}
	switch {
	case compared == 0:
		return name
	case len(sure) == 0:
		return name + ": ingen säker skillnad mellan " + of
	case len(sure) > 3 && len(sure) == compared:
		return name + ": stadsdelarna skiljer sig säkert i alla " + prose.Count(compared, "", ind.Categories) + " som går att pröva"
	}
	text := name + ": stadsdelarna skiljer sig säkert i " + prose.Of(len(sure), compared) + " " + ind.Categories + " som går att pröva"
	if len(sure) <= 3 {
		text += ", " + listed(sure)
	}
	return text
}

// districtFigures are the dots of the newest period and the lines over time.
func (s *site) districtFigures(ctx context.Context, p *page, ind *indicator, body *indicatorPage) error {
	if ind.newest == "" {
		body.CityOver = s.cityTable(p, ind)
		return nil
	}
	var err error
	if body.Dots, err = s.dotsFigure(ctx, p, ind, "", ind.newest, "rang"); err != nil {
		return err
	}
	body.Aside = s.howToRead(ind, ind.newest)
	body.CityOver = s.cityTable(p, ind)
	if len(ind.periods) < 2 {
		return nil
	}
	body.Changes = s.changesTable(p, ind)
	if body.Funnel, err = s.funnelFigure(ctx, p, ind); err != nil {
		return err
	}
	if body.Heat, err = s.heatFigure(ctx, p, ind); err != nil {
		return err
	}
	if body.Slope, err = s.slopeFigure(ctx, p, ind); err != nil || body.Slope != nil && len(ind.periods) == 2 {
		return err
	}
	body.Over, err = s.panelsFigure(ctx, p, ind)
	return err
}

// moved counts the districts of which a yearly value rose, fell or did neither
// for sure from the first to the newest year.
func (ind *indicator) moved() (rising, falling, same int) {
	for name := range ind.reported[ind.newest] {
		switch direction, known := ind.went(name, ind.periods[0], ind.newest); {
		case !known:
		case direction > 0:
			rising++
		case direction < 0:
			falling++
		default:
			same++
		}
	}
	return rising, falling, same
}

func movedTitle(ind *indicator, rising, falling, same int) string {
	if isMonth(ind.newest) || rising+falling+same == 0 {
		return ind.heading() + ", " + prose.Span(ind.periods[0], ind.newest)
	}
	var parts []string
	for _, g := range []struct {
		n    int
		word string
	}{{falling, "lägre"}, {rising, "högre"}, {same, "ingen säker skillnad"}} {
		if g.n > 0 {
			parts = append(parts, g.word+" i "+prose.Districts(g.n))
		}
	}
	return prose.Upper(prose.Period(ind.newest)) + " jämfört med " + prose.Period(ind.periods[0]) + ": " + prose.Join(parts)
}

// changesTable has the districts as rows and up to six periods as columns.
func (s *site) changesTable(p *page, ind *indicator) *table {
	m := ind.measure()
	periods := ind.periods[max(0, len(ind.periods)-shownPeriods):]
	t := table{Caption: hardSpaces(ind.Title), Head: heads("Stadsdel")}
	t.Sub = unitText(ind)
	if len(periods) < len(ind.periods) {
		t.Sub = strings.TrimPrefix(t.Sub+". De senaste "+prose.Number(shownPeriods, 0)+" perioderna; alla finns i CSV-filen", ". ")
	}
	t.Sub = prose.Upper(hardSpaces(t.Sub))
	for _, period := range periods {
		t.Head = append(t.Head, cell{Text: prose.ShortPeriod(period)})
	}
	yearly := !isMonth(ind.newest)
	if yearly {
		t.Head = append(t.Head, cell{Text: "Ändring"})
	}
	var names []string
	for _, a := range s.withFigures {
		if slices.ContainsFunc(periods, func(q string) bool { return ind.figures[key{a.Name, "", q}] != nil }) {
			names = append(names, a.Name)
		}
	}
	line := func(name, class, href string, at func(string) (*float64, cell)) {
		r := row{Class: class, Head: cell{Text: name, Href: href}}
		var first, last *float64
		for _, period := range periods {
			v, c := at(period)
			r.Cells = append(r.Cells, c)
			if period == periods[0] {
				first = v
			}
			last = v
		}
		if yearly {
			c := cell{Text: "–"}
			if first != nil && last != nil {
				c.Text = prose.Signed(rounded(*last, m)-rounded(*first, m), m.Decimals)
			}
			r.Cells = append(r.Cells, c)
		}
		t.Rows = append(t.Rows, r)
	}
	for _, n := range names {
		line(n, "", p.areaLink(n), func(q string) (*float64, cell) {
			o := ind.figures[key{n, "", q}]
			if o == nil {
				return nil, p.signed(s.whyNone(n, q))
			}
			return o.Value, p.value(o, m)
		})
	}
	if l := ind.referenceLine("", periods); l != nil {
		line(l.Name, "city", "", func(q string) (*float64, cell) {
			if ref, name := ind.reference("", q); ref != nil && shortReference(name) == l.Name {
				return ref, cell{Text: brief(*ref, m)}
			}
			if l.Name == shortReference(s.info.CityArea) {
				return nil, p.withoutReference(ind, "", q)
			}
			return nil, cell{Text: "–"}
		})
	}
	return p.table(t)
}

// rounded is v as it is printed, so that a printed change is the difference of
// the printed values.
func rounded(v float64, m prose.Measure) float64 {
	scale := 1.0
	for range m.Decimals {
		scale *= 10
	}
	n := v * scale
	if n < 0 {
		return -float64(int64(-n+0.5)) / scale
	}
	return float64(int64(n+0.5)) / scale
}

// cityTable is the city's own series, when it is longer than the districts'.
func (s *site) cityTable(p *page, ind *indicator) *table {
	t := table{Caption: "Stadens egen serie", Sub: s.info.CityArea, Head: heads("Period", valueHead(ind))}
	longer := false
	var rows []row
	for i := range ind.obs {
		o := &ind.obs[i]
		if o.Level != publication.LevelCity || o.Category != "" {
			continue
		}
		longer = longer || !slices.Contains(ind.periods, o.Period)
		rows = append(rows, row{Head: cell{Text: prose.Period(o.Period)}, Cells: []cell{p.value(o, ind.measure())}})
	}
	if !longer || len(rows) < 2 {
		return nil
	}
	slices.Reverse(rows)
	t.Rows = rows
	return p.table(t)
}

// indicators is the list of all indicators by topic.
func (s *site) indicators(_ context.Context, p *page) error {
	p.kind, p.Nav, p.Title, p.H1 = "nyckeltalen", "Nyckeltal", "Nyckeltal", "Nyckeltal"
	p.Lede = []string{"Varje nyckeltal har en egen sida: vilka stadsdelar som skiljer sig, hur talet har ändrats, hur det är räknat och alla tal att ladda ned."}
	p.Description = "Alla nyckeltal med definition."
	type entry struct {
		Link             link
		Definition, Note string
	}
	type topic struct {
		ID, Name string
		Entries  []entry
	}
	var topics []topic
	for _, ind := range s.inds {
		i := slices.IndexFunc(topics, func(t topic) bool { return t.Name == ind.Topic })
		if i < 0 {
			i = len(topics)
			topics = append(topics, topic{ID: "h-amne-" + prose.Number(float64(i+1), 0), Name: ind.Topic})
		}
		e := entry{Link: link{Text: hardSpaces(ind.Title), Href: p.indicatorLink(ind)}, Definition: hardSpaces(ind.Definition)}
		if ind.newest != "" {
			shown, of := s.coverage(ind, ind.newest)
			e.Note = prose.Upper(cmp.Or(prose.Span(ind.periods[0], ind.newest), "")) + "; senast " + prose.Of(shown, of) + " stadsdelar"
		}
		topics[i].Entries = append(topics[i].Entries, e)
	}
	p.Body = topics
	return nil
}
