package dashboards

import (
	"context"
	"slices"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// panelPeriods is how many periods small multiples hold; all are in the file.
const panelPeriods = 60

// panelsFigure shows every district's series in a panel of its own, on one scale.
func (s *site) panelsFigure(ctx context.Context, p *page, ind *indicator) (*figure, error) {
	t, now := s.inNewestDivision(ind)
	periods := now.periods
	if isMonth(now.newest) {
		periods = contiguous(periods, panelPeriods)
	}
	if len(periods) < 2 {
		return nil, nil
	}
	in := chart.MultiplesInput{Axis: chart.Axis{Unit: prose.AxisUnit(ind.Unit)}}
	shown := 0
	if line := now.referenceLine("", periods); line != nil {
		in.City, in.CityText = line.Points, prose.Lower(line.Name)
	}
	areas, last := t.membersWith(now), periods[len(periods)-1]
	for _, a := range areas {
		panel := now.panel(a.Name, a.Name, "", periods)
		if a.Row != nil && a.Column != nil {
			panel.Row, panel.Col, panel.Placed = int(*a.Row), int(*a.Column), true
		}
		for _, q := range periods {
			if absence(now.figures[key{a.Name, "", q}]) == chart.Shown {
				shown++
			}
		}
		in.Panels = append(in.Panels, panel)
	}
	if shown*heatLeastShown < len(areas)*len(periods) { // as of the heat map: a picture of next to nothing
		return nil, nil
	}
	names := namesOf(areas)
	in.Band, in.BandText = now.middleHalf(names, periods), "mittersta hälften av stadsdelarna"
	f := figure{ID: "smabilder", Sub: ind.subtitle(prose.Span(periods[0], last)) + ". En ruta per stadsdel, samma skala i alla", Downloads: p.csv(ind),
		Title: t.panelsTitle(now), Source: t.plainSource(now, names, "", now.newest), Elsewhere: "Talen finns i tabellen nedanför och i CSV-filen."}
	if !isMonth(now.newest) {
		f.Say = s.outsideNote(now, periods[0], last)
	}
	if in.CityText != "" {
		f.Sub += ". Svag linje: " + in.CityText
	}
	if len(in.Band) > 0 {
		f.Sub += ". Grått band: mittersta hälften av stadsdelarna, bland de visade talen"
	}
	f.Description = "Små linjediagram. " + in.Description()
	f.own = []*table{p.plain("Talen "+prose.When(last), in.Table())}
	f.at(now, "smabilder", nobody, now.observed(names, "", periods))
	return p.figure(ctx, in, f)
}

// panel is one series over some periods, with the sign of what is not shown in the last of them.
func (ind *indicator) panel(label, area, category string, periods []string) chart.Panel {
	p := chart.Panel{Label: label}
	missing := absence(ind.figures[key{area, category, periods[len(periods)-1]}])
	if line := ind.line(area, category, periods); line != nil {
		p.Points, p.EndText, p.End = line.Points, line.EndText, missing
	} else {
		p.Absence = missing
	}
	return p
}

// middleHalf is, of every period in which at least bandDistricts have a figure, from which to which of them the middle
// half lies. The ends are two districts' own values, and nothing between two, so that the half is rarely exact: as many
// are left out at either end as brings what is between nearest to half of them (5 of 11), and where two numbers are as
// near, the fewer (4 of 6, not 2).
func (ind *indicator) middleHalf(names, periods []string) []chart.BandPoint {
	var out []chart.BandPoint
	for _, period := range periods {
		var values []float64
		for _, f := range figuresOf(ind, names, "", period) {
			values = append(values, f.Value)
		}
		if slices.Sort(values); len(values) >= bandDistricts {
			cut := (len(values) + 1) / 4
			lower, upper := values[cut], values[len(values)-1-cut]
			out = append(out, chart.BandPoint{Period: period, Lower: lower, Upper: upper, LowerText: brief(lower, ind.measure()), UpperText: brief(upper, ind.measure())})
		}
	}
	return out
}

// bandDistricts is the fewest districts whose middle half says anything.
const bandDistricts = 6

// panelsTitle says in which districts a special cause is going on, or how the
// years have moved.
func (s *site) panelsTitle(ind *indicator) string {
	f := s.conclusions.by[ind.Name]
	if !isMonth(ind.newest) || f == nil {
		rising, falling, same := ind.moved()
		return movedTitle(ind, rising, falling, same)
	}
	var going []string
	tested := 0
	for _, c := range f.charts {
		if c.Level != ind.about || c.Category != "" || c.Kind == publication.ChartLine || !slices.Contains(s.members[ind.division], c.Area) {
			continue
		}
		tested++
		if c.Ongoing {
			going = append(going, c.Area)
		}
	}
	slices.SortFunc(going, publication.Swedish())
	switch {
	case tested == 0:
		return ind.rangeTitle(namesOf(s.membersWith(ind)), "", ind.newest, prose.Upper(prose.Period(ind.newest))+": ")
	case len(going) == 0:
		return "Bara ordinarie variation i de senaste talen som går att pröva"
	}
	return "Mer än ordinarie variation i de senaste talen: " + prose.Join(going)
}
