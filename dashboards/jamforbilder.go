package dashboards

import (
	"context"
	"slices"
	"strings"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// The page Jämför has two charts of every indicator and category, of all districts, each with an address of its own.
// The reader's script takes their pictures from there and shows the parts of the chosen districts.

// partColumns is how many districts stand side by side over time on a wide screen: those that are chosen are few.
const partColumns = 3

// choiceCharts draws the charts of a set and says where they are.
func (s *site) choiceCharts(ctx context.Context, p *page, ind *indicator, set *choiceSeries, periods []string) error {
	dots, err := s.choiceDots(ctx, p, ind, set.Category)
	if err != nil {
		return err
	}
	over, err := s.choiceOver(ctx, p, ind, set, periods)
	if err != nil {
		return err
	}
	set.Dots, set.Over = dots, over
	return nil
}

// choiceKind is what a chart of a category is called in its address. A name that another category has too, or that has
// no letters for an address, gets the category's own letter.
func (ind *indicator) choiceKind(kind, category string) string {
	if category == "" {
		return kind
	}
	slug, same := publication.Slug(category), 0
	for _, c := range ind.categories {
		if publication.Slug(c) == slug {
			same++
		}
	}
	if slug == "" || same > 1 {
		slug = strings.Trim(slug+"-"+string(rune('a'+slices.Index(ind.categories, category))), "-")
	}
	return kind + "-" + slug
}

// choiceDots is where the dots of the newest period are: those of the indicator's own page, where that has them.
func (s *site) choiceDots(ctx context.Context, p *page, ind *indicator, category string) (string, error) {
	if len(ind.categories) == 0 || category != "" && category == s.drawnCategory(ind) {
		return (&place{ind: ind, kind: ind.dotsKind()}).path(), nil
	}
	names := s.districtsOf(ind, category, ind.newest)
	if len(names) == 0 {
		return "", nil
	}
	in, f := s.dots(ind, names, category, ind.newest), s.dotsFor(p, ind, names, category, ind.newest, "rang")
	f.Sub += scaleNote(in, ind.measure())
	if category != "" {
		f.Title = category + ": " + prose.Lower(f.Title)
	}
	f.at(ind, ind.choiceKind("prickar", category), nobody, ind.observed(names, category, []string{ind.newest}))
	return p.drawn(ctx, in, f)
}

// choiceOver is where every district's series of the set is, a panel each; empty where there is one period only.
func (s *site) choiceOver(ctx context.Context, p *page, ind *indicator, set *choiceSeries, periods []string) (string, error) {
	if len(periods) < 2 {
		return "", nil
	}
	in := chart.MultiplesInput{Axis: chart.Axis{Unit: prose.AxisUnit(ind.Unit)}, Columns: partColumns, OwnText: "stadsdelen"}
	newest := s.districtsOf(ind, set.Category, ind.newest)
	f := figure{ID: "over", Elsewhere: "Talen finns i CSV-filen.", Source: s.plainSource(ind, newest, set.Category, ind.newest),
		Sub: ind.subtitle(prose.Span(periods[0], periods[len(periods)-1])) + ". En ruta per stadsdel, samma skala i alla"}
	if line := ind.referenceLine(set.Category, periods); line != nil {
		in.City, in.CityText = line.Points, prose.Lower(line.Name)
		f.Sub += ". Svag linje: " + in.CityText
	}
	var obs []*publication.Observation
	for _, a := range set.Areas {
		told := s.history(ind, a.Name)
		panel := told.panel(a.Name, a.Name, set.Category, periods)
		panel.ID = a.Slug
		in.Panels = append(in.Panels, panel)
		obs = append(obs, slices.DeleteFunc(told.observed([]string{a.Name}, set.Category, periods), func(o *publication.Observation) bool { return o.Area != a.Name })...)
	}
	when := "över tid, senast " + prose.Period(ind.newest) + ": "
	if set.Category != "" {
		when = set.Category + " " + when
	}
	f.Title = ind.rangeTitle(newest, set.Category, ind.newest, prose.Upper(when))
	f.Description = "Små linjediagram. " + in.Description()
	f.own = []*table{p.plain("Senaste talet", in.Table())}
	f.at(ind, ind.choiceKind("over-tid", set.Category), nobody, obs)
	return p.drawn(ctx, in, f)
}

// drawn draws a chart that stands on its own page alone, and says where; empty where there is nothing to draw.
func (p *page) drawn(ctx context.Context, in chart.Input, f figure) (string, error) {
	made, err := p.figure(ctx, in, f)
	if made == nil || err != nil {
		return "", err
	}
	return made.place.path(), nil
}
