package dashboards

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// What the whole city's categories show: of an indicator that is of the city only, and how they have gone over time.

// The categories of an indicator of how variation is shared, as it is delivered.
const (
	betweenDistricts = "mellan stadsdelar"
	betweenUnits     = "mellan enheter"
	betweenWorkers   = "mellan handläggare"
	withinWorkers    = "inom"
)

// share is one of those categories, and what it is called.
type share struct{ category, name string }

// shares are in the order they are told: the first is an analysis of its own, the last is what is left.
var shares = []share{
	{betweenDistricts, betweenDistricts}, {betweenUnits, betweenUnits},
	{betweenWorkers, "mellan handläggare i samma enhet"}, {withinWorkers, "mellan ärenden hos samma handläggare"},
}

// cityCategories are the categories of an indicator of the city, in the order they are told.
func (ind *indicator) cityCategories() []share {
	if slices.Contains(ind.categories, betweenDistricts) {
		return shares
	}
	var out []share
	for _, c := range ind.categories {
		out = append(out, share{c, c})
	}
	return out
}

// cityPeriods are the periods in which the whole city has rows of an indicator, in the order of time.
func (ind *indicator) cityPeriods() []string {
	seen := map[string]bool{}
	for i := range ind.obs {
		if ind.obs[i].Level == publication.LevelCity {
			seen[ind.obs[i].Period] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// cityTableOf has one row per category and one column per period, of an
// indicator that is of the city as a whole only.
func (s *site) cityTableOf(p *page, ind *indicator) *table {
	m := ind.measure()
	t := table{Caption: hardSpaces(ind.Title), Sub: prose.Upper(s.info.CityArea) + ", " + ind.Unit, Head: heads(prose.Upper(ind.Categories))}
	periods := ind.cityPeriods()
	for _, period := range periods {
		t.Head = append(t.Head, cell{Text: prose.Upper(prose.Period(period))})
	}
	for _, c := range ind.cityCategories() {
		r := row{Head: cell{Text: prose.Upper(c.name)}}
		for _, period := range periods {
			o := ind.figures[key{s.info.CityArea, c.category, period}]
			v := p.value(o, m)
			if v.Sign == nil && o.Lower != nil && o.Upper != nil {
				v.Text += " (" + prose.Limits(o.Lower, o.Upper, m) + ")"
			}
			r.Cells = append(r.Cells, v)
		}
		t.Rows = append(t.Rows, r)
	}
	return p.table(t)
}

// cityDots is a dot plot of the categories of an indicator that is of the city only, in its newest period.
func (s *site) cityDots(ctx context.Context, p *page, ind *indicator) (*figure, error) {
	periods, m, city := ind.cityPeriods(), ind.measure(), s.info.CityArea
	if len(periods) == 0 {
		return nil, nil
	}
	newest := periods[len(periods)-1]
	in := chart.DotsInput{Axis: chart.Axis{Unit: prose.AxisUnit(ind.Unit)}, ValueHead: "värde (95 %-intervall)"}
	var figures []prose.Figure
	var told []string
	for _, c := range ind.cityCategories() {
		o := ind.figures[key{city, c.category, newest}]
		w := chart.DotRow{Label: prose.Upper(c.name)}
		switch absence(o) {
		case chart.Shown:
			w.Value, w.Lower, w.Upper = *o.Value, o.Lower, o.Upper
			w.ValueText, w.IntervalText = brief(*o.Value, m), strings.TrimSpace(prose.Interval(o.Lower, o.Upper, m))
			figures = append(figures, prose.Figure{Area: c.name, Value: *o.Value})
			told = append(told, w.Label+" "+brief(*o.Value, m)+prose.Interval(o.Lower, o.Upper, m))
		case chart.Hidden:
			w.Hidden = true
		default:
			w.NotDelivered = true
		}
		in.Rows = append(in.Rows, w)
	}
	if len(figures) == 0 {
		return nil, nil
	}
	f := figure{ID: "staden", Title: cityTitle(figures, m), Sub: ind.subtitle(prose.Lower(city)+", "+prose.Period(newest)) + ", med 95 %-intervall" + scaleNote(in, m),
		Key: []keyItem{{Mark: "nc", Text: "jämförs inte"}}, Source: s.dotsSource(ind, []string{city}, ind.categories[0], newest), Downloads: p.csv(ind),
		Elsewhere: "Talen finns i tabellen nedanför.", Description: "Prickdiagram. " + listed(told) + "."}
	if slices.Contains(ind.categories, betweenDistricts) {
		f.Say = "De tre nedersta delarna är en egen uppdelning, tillsammans 100 procent (avrundat). Andelen mellan stadsdelar är inte en del av den."
	}
	f.at(ind, "staden", nobody, ind.observed(nil, "*", []string{newest}))
	return p.figure(ctx, in, f)
}

// cityTitle says how much lies between districts, and in the other analysis between units and case workers; of other
// categories the largest.
func cityTitle(figures []prose.Figure, m prose.Measure) string {
	part := func(f prose.Figure) string {
		if prose.Number(f.Value, m.Decimals) == "0" {
			return "ingen mätbar del " + f.Area
		}
		return brief(f.Value, m) + " " + f.Area
	}
	var districts, rest []string
	for _, f := range figures {
		switch i := slices.IndexFunc(shares, func(x share) bool { return x.name == f.Area }); {
		case i == 0:
			districts = append(districts, part(f))
		case i > 0 && shares[i].category != withinWorkers:
			rest = append(rest, part(f))
		}
	}
	switch {
	case len(districts) > 0 && len(rest) > 0:
		return prose.Upper(districts[0] + "; räknat för sig " + strings.Join(rest, ", "))
	case len(districts)+len(rest) > 0:
		return prose.Upper(strings.Join(append(districts, rest...), ", "))
	}
	best := slices.MaxFunc(figures, func(a, b prose.Figure) int { return cmp.Compare(a.Value, b.Value) })
	return prose.Upper(best.Area) + " är störst: " + brief(best.Value, m)
}

// categoryPanels are the whole city's categories over time, a panel each on one scale.
func (s *site) categoryPanels(ctx context.Context, p *page, ind *indicator) (*figure, error) {
	periods, city := ind.cityPeriods(), s.info.CityArea
	if len(periods) > 0 && isMonth(periods[0]) {
		periods = contiguous(periods, panelPeriods)
	}
	if len(periods) < 2 {
		return nil, nil
	}
	in := chart.MultiplesInput{Axis: chart.Axis{Unit: prose.AxisUnit(ind.Unit)}, Of: ind.Categories, OwnText: prose.Lower(city)}
	last := periods[len(periods)-1]
	for _, c := range ind.categories {
		in.Panels = append(in.Panels, ind.panel(c, city, c, periods))
	}
	title := s.categoryCourse(ind, last)
	if title == "" {
		return nil, nil
	}
	f := figure{ID: "kategorier", Title: title, Sub: ind.subtitle(prose.Lower(city)+", "+prose.Span(periods[0], last)) + ". En ruta per " + ind.Categories + ", samma skala i alla", Downloads: p.csv(ind),
		Source: s.plainSource(ind, []string{city}, ind.categories[0], last), Elsewhere: "Talen finns i CSV-filen.", Description: "Små linjediagram. " + in.Description()}
	f.own = []*table{p.plain("Talen "+prose.When(last), in.Table())}
	f.at(ind, "kategorier", nobody, ind.observed(nil, "*", periods))
	return p.figure(ctx, in, f)
}

// categoryCourse says the city's largest category, and what it was a year before; empty without any.
func (s *site) categoryCourse(ind *indicator, period string) string {
	text, best := ind.commonest(s.info.CityArea, period)
	if best == nil {
		return ""
	}
	return text + ": " + ind.besideYearBefore(best)
}
