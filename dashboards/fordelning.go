package dashboards

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// categoryFigures are the chart of all categories, for few districts, and one
// table of them all.
func (s *site) categoryFigures(ctx context.Context, p *page, ind *indicator, body *indicatorPage) error {
	names := s.districtsWith(ind, ind.newest)
	var err error
	body.Table = s.categoryTable(p, ind, names)
	if len(names) == 0 {
		body.OfCity, body.Table = true, s.cityTableOf(p, ind)
		body.Dots, err = s.cityDots(ctx, p, ind)
		return err
	}
	if body.Over, err = s.categoryPanels(ctx, p, ind); err != nil {
		return err
	}
	if body.Over == nil && ind.Method == publication.MethodCount {
		if body.Over, err = s.panelsFigure(ctx, p, ind); err != nil {
			return err
		}
	}
	if len(names) <= manyDistricts {
		in, keys := s.reasons(ind, names, ind.newest)
		f := figure{ID: "fordelning", Title: s.categoryHeadline(ind), Sub: ind.subtitle(prose.Period(ind.newest)), Key: keys,
			Source: s.plainSource(ind, names, ind.categories[0], ind.newest), Downloads: p.csv(ind), Elsewhere: "Talen finns i tabellen nedanför."}
		f.Description = "Prickar per " + ind.Categories + " på samma skala, en bokstav per stadsdel. "
		for _, n := range names {
			f.Description += s.categoryListing(ind, n, ind.newest) + " "
		}
		f.at(ind, "fordelning", nobody, ind.observed(names, "*", []string{ind.newest}))
		f.Title = prose.Upper(strings.TrimPrefix(f.Title, ind.dated("", ind.newest)+": "))
		body.Reasons, err = p.figure(ctx, in, f)
	} else if best := s.drawnCategory(ind); best != "" {
		body.Dots, err = s.dotsFigure(ctx, p, ind, best, ind.newest, "rang")
		if body.Dots != nil {
			body.Dots.Title = best + ": " + prose.Lower(body.Dots.Title)
		}
	}
	if ind.Method != publication.MethodProportion {
		return err
	}
	body.Aside = []note{{Title: "Så läser du", Text: []string{"Talen är andelar av de vuxna biståndstagare som har ett registrerat hinder; tillsammans är de 100 procent (avrundat)."}},
		{Title: "Många jämförelser", Text: []string{"Varje stadsdel prövas mot de övriga för varje " + ind.Categories + " för sig. ▲ och ▼ visar skillnader som är större än vad slumpen brukar ge."}}}
	return err
}

// drawnCategory is the category whose dots the indicator's page shows: where a chart of them all would hold too many
// districts, the one whose differences have the least chance behind them.
func (s *site) drawnCategory(ind *indicator) string {
	if n := len(s.districtsWith(ind, ind.newest)); n == 0 || n <= manyDistricts {
		return ""
	}
	return s.mostDifferent(ind)
}

// mostDifferent is the category with the least chance behind its differences.
func (s *site) mostDifferent(ind *indicator) string {
	best := ""
	p := 2.0
	for _, c := range ind.categories {
		if sp := ind.spreads[[2]string{c, ind.newest}]; sp != nil && sp.P != nil && *sp.P < p && ind.outcome(c, ind.newest).compared() {
			best, p = c, *sp.P
		}
	}
	return best
}

// categoryTable has one row per district and one column per category; of counts that have a sum of their own, which
// can be shown where its parts are hidden, the sum comes first.
func (s *site) categoryTable(p *page, ind *indicator, names []string) *table {
	m := ind.measure()
	t := table{Caption: hardSpaces(ind.Title), Sub: prose.Upper(prose.Period(ind.newest)) + ", " + ind.Unit, Head: heads("Stadsdel")}
	columns := ind.categories
	if ind.Method == publication.MethodCount && slices.ContainsFunc(names, func(n string) bool { return ind.figures[key{n, "", ind.newest}] != nil }) {
		columns = append([]string{""}, columns...)
	}
	differ := row{Head: cell{Text: "Säkra skillnader"}}
	// Some categories are compared with the city, others, of which it tells nothing,
	// with the reported districts: a row of each, under its own name.
	var references []row
	for i, c := range columns {
		t.Head = append(t.Head, cell{Text: cmp.Or(c, "Alla")})
		if ref, name := ind.reference(c, ind.newest); ref != nil {
			head := prose.Upper(prose.Reference(name, 0, 0))
			at := slices.IndexFunc(references, func(r row) bool { return r.Head.Text == head })
			if at < 0 {
				at = len(references)
				references = append(references, row{Class: "city", Head: cell{Text: head}, Cells: slices.Repeat([]cell{{Text: "–"}}, len(columns))})
				// A figure that the city has hidden is not one that it has not.
				for k, other := range columns {
					if o := ind.figures[key{s.info.CityArea, other, ind.newest}]; o != nil && head == prose.Upper(s.info.CityArea) {
						references[at].Cells[k] = p.value(o, m)
					}
				}
			}
			references[at].Cells[i] = cell{Text: brief(*ref, m)}
		}
		differ.Cells = append(differ.Cells, cell{Text: spreadWord(ind, c)})
	}
	for _, n := range names {
		r := row{Head: cell{Text: n, Href: p.areaLink(n)}}
		for _, c := range columns {
			k := key{n, c, ind.newest}
			v := p.value(ind.figures[k], m)
			if c := ind.comparisons[k]; v.Sign == nil && c != nil && (c.Verdict == publication.Higher || c.Verdict == publication.Lower) {
				v.Class = verdictClass(c.Verdict)
			}
			r.Cells = append(r.Cells, v)
		}
		t.Rows = append(t.Rows, r)
	}
	t.Rows = append(t.Rows, references...)
	if ind.Method != publication.MethodCount { // counts are not compared
		t.Rows = append(t.Rows, differ)
	}
	return p.table(t)
}

func spreadWord(ind *indicator, category string) string {
	o := ind.outcome(category, ind.newest)
	switch {
	case !o.compared():
		return "–"
	case o.sure():
		return "ja"
	}
	return "nej"
}

// reasonsOf is the chart of an indicator's categories for a district.
func (s *site) reasonsOf(ctx context.Context, p *page, ind *indicator, a publication.Area) (*reasonsView, error) {
	period := ""
	for _, c := range ind.categories {
		period = max(period, ind.lastPeriodOf(a.Name, c))
	}
	if period == "" {
		return nil, nil
	}
	names := s.districtsWith(ind, period)
	in, keys := s.reasons(ind, names, period)
	title := s.reasonsTitle(ind, a.Name, period)
	if len(names) > manyDistricts {
		if ind.hidden(a.Name, period) {
			return nil, nil // a picture of nothing; the table has the signs
		}
		in, keys = s.ownReasons(ind, a.Name, period)
	}
	f := figure{ID: "fordelning-" + ind.Name, Title: title, Sub: ind.subtitle(prose.Period(period)), Key: keys,
		Source: sourcesOf([]*publication.Observation{ind.figures[key{a.Name, ind.categories[0], period}]}), Downloads: p.csv(ind),
		Description: "Prickar per " + ind.Categories + " på samma skala. " + s.categoryListing(ind, a.Name, period),
		Elsewhere:   "Talen finns i tabellen längre upp på sidan, och för alla stadsdelar på nyckeltalets sida."}
	if len(names) > manyDistricts {
		names = []string{a.Name}
	}
	f.at(ind, "fordelning", a, ind.observed(names, "*", []string{period}))
	chart, err := p.figure(ctx, in, f)
	if chart == nil || err != nil {
		return nil, err
	}
	v := &reasonsView{ID: "h-" + ind.Name, Title: hardSpaces(ind.Short), Chart: chart}
	v.Aside = []note{{Title: "Så läser du", Text: []string{"En rad för varje " + ind.Categories + ". Varje prick är " + ind.kindOfFigure() + ". Bokstäverna visar vems talet är. Dolda tal står med tecknet .. till höger."}}}
	return v, nil
}

// hidden says whether none of an area's categories has a figure to show.
func (ind *indicator) hidden(area, period string) bool {
	return !slices.ContainsFunc(ind.categories, func(c string) bool {
		o := ind.figures[key{area, c, period}]
		return o != nil && o.Value != nil
	})
}

// kindOfFigure is what each of the indicator's figures is.
func (ind *indicator) kindOfFigure() string {
	if ind.Method == publication.MethodCount {
		return "ett antal " + ind.Unit
	}
	return "en andel i " + ind.Unit
}

// manyDistricts is how many districts a chart of categories can hold.
const manyDistricts = 6

func (s *site) districtsWith(ind *indicator, period string) []string {
	var names []string
	for name := range ind.reported[period] {
		names = append(names, name)
	}
	slices.SortFunc(names, publication.Swedish())
	return names
}

// reasonsTitle names the largest visible category of a district.
func (s *site) reasonsTitle(ind *indicator, area, period string) string {
	text, best := ind.commonest(area, period)
	if best == nil {
		return "Alla tal för " + area + " är dolda eller saknas"
	}
	return text + ": " + brief(*best.Value, ind.measure())
}

// commonest names an area's largest category, "Arbetslös är vanligast", and says where a hidden one may be larger; best is
// nil without any.
func (ind *indicator) commonest(area, period string) (text string, best *publication.Observation) {
	shown := 0
	for _, c := range ind.categories {
		o := ind.figures[key{area, c, period}]
		if o == nil || o.Value == nil {
			continue
		}
		if shown++; best == nil || *o.Value > *best.Value {
			best = o
		}
	}
	hidden := shown < len(ind.categories)
	switch share := ind.Method == publication.MethodProportion; {
	case best == nil:
		return "", nil
	case shown == 1 && !(share && *best.Value > 50):
		return "Bara ett tal visas, " + prose.Lower(best.Category), best
	case hidden && !(share && *best.Value > 50): // more than half of all is the most
		return best.Category + " är vanligast av de visade", best
	}
	return best.Category + " är vanligast", best
}

func (s *site) categoryListing(ind *indicator, area, period string) string {
	var parts, hidden []string
	for _, c := range ind.categories {
		o := ind.figures[key{area, c, period}]
		if o == nil || o.Value == nil {
			hidden = append(hidden, c)
			continue
		}
		parts = append(parts, c+" "+brief(*o.Value, ind.measure()))
	}
	if len(hidden) > 0 {
		hidden = []string{"utan tal är " + listed(hidden)}
	}
	return area + ": " + strings.Join(append(parts, hidden...), "; ") + "."
}
