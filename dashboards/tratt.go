package dashboards

import (
	"context"
	"slices"
	"strings"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// funnelFigure sets each district's value against how large its basis is, with
// the limits of chance, and says what such a picture cannot show.
func (s *site) funnelFigure(ctx context.Context, p *page, ind *indicator) (*figure, error) {
	f := s.conclusions.by[ind.Name]
	if f == nil {
		return nil, nil
	}
	i := slices.IndexFunc(f.funnels, func(n publication.Funnel) bool {
		return n.Category == "" && n.Period == ind.newest && n.Division == ind.division
	})
	if i < 0 {
		return nil, nil
	}
	funnel := f.funnels[i]
	points, in := s.funnelInput(ind, f, funnel)
	said := texts(prose.Funnel(ind.subject(""), funnel, points)...)
	names := make([]string, len(points))
	t := table{Caption: "Tratten: " + prose.Lower(hardSpaces(ind.Title)), Sub: prose.Upper(prose.Period(ind.newest)), Head: heads("Stadsdel", prose.Upper(ind.divides()), valueHead(ind))}
	t.Head = append(t.Head, cell{Text: "Läge", Left: true})
	for i, pt := range points {
		names[i] = pt.Area
		t.Rows = append(t.Rows, row{Head: cell{Text: pt.Area, Href: p.areaLink(pt.Area)}, Cells: []cell{{Text: prose.Number(pt.Size, 0)}, {Text: brief(pt.Value, ind.measure())},
			{Text: positionText(pt.Position), Left: true}}})
	}
	fig := figure{ID: "tratt", Title: funnelTitle(funnel, points), Said: said, Source: s.plainSource(ind, names, "", ind.newest), Downloads: p.csv(ind),
		Sub:         ind.subtitle(prose.Period(ind.newest)) + ", mot antalet " + ind.divides() + ". " + bandNote(funnel),
		Description: "Trattdiagram. " + in.Description(), Tables: []*table{p.table(t)}}
	fig.at(ind, "tratt", nobody, ind.observed(names, "", []string{ind.newest}))
	return p.figure(ctx, in, fig)
}

func (s *site) funnelInput(ind *indicator, f *follows, funnel publication.Funnel) ([]publication.FunnelPoint, chart.FunnelInput) {
	m := ind.measure()
	in := chart.FunnelInput{Axis: chart.Axis{Unit: prose.AxisUnit(ind.Unit)}, SizeUnit: ind.divides() + " i stadsdelen",
		Target: &chart.Reference{Value: funnel.Target, Text: "stadsdelarna tillsammans " + brief(funnel.Target, m)}}
	if funnel.Tau2 > 0 {
		in.Allowed = prose.Difference(funnel.Typical, m.Unit, m.Decimals)
	}
	var points []publication.FunnelPoint
	for _, pt := range f.points {
		if pt.Category != "" || pt.Period != funnel.Period || pt.Division != funnel.Division {
			continue
		}
		points = append(points, pt)
		in.Points = append(in.Points, chart.FunnelPoint{Label: pt.Area, Size: pt.Size, Value: pt.Value, Verdict: funnelVerdict(pt.Position),
			ValueText: brief(pt.Value, m), SizeText: prose.Number(pt.Size, 0)})
	}
	order := publication.Swedish()
	slices.SortFunc(points, func(a, b publication.FunnelPoint) int { return order(a.Area, b.Area) })
	for _, c := range f.curves {
		if c.Category == "" && c.Period == funnel.Period && c.Division == funnel.Division {
			in.Limits = append(in.Limits, chart.FunnelLimit{Size: c.Size, Lower95: c.Lower95, Upper95: c.Upper95, Lower998: c.Lower998, Upper998: c.Upper998})
		}
	}
	return points, in
}

// divides says what an indicator's denominator counts, and so how large a district is in its funnel.
func (ind *indicator) divides() string {
	switch {
	case strings.HasPrefix(ind.Name, "handlaggningstid_inom_riktlinje"):
		return "ansökningar"
	case ind.Name == "forsorjningshinder":
		return "vuxna"
	case ind.perInhabitant():
		return "invånare"
	}
	return "fall i underlaget"
}

// bandNote says what the band of a funnel holds: chance, or more where the
// districts differ more than chance gives.
func bandNote(f publication.Funnel) string {
	const dotted = "; prickade linjer: 95\u00a0%"
	if f.Tau2 > 0 {
		return "Det grå bandet (99,8\u00a0%) rymmer mer än slumpen: också så mycket som stadsdelarna brukar skilja sig av andra skäl" + dotted
	}
	return "Innanför det grå bandet räcker slumpen som förklaring (99,8\u00a0%)" + dotted
}

func funnelVerdict(position string) chart.Verdict {
	switch position {
	case publication.FarAbove:
		return chart.Higher
	case publication.FarBelow:
		return chart.Lower
	}
	return chart.NoSure
}

func positionText(position string) string {
	switch position {
	case publication.FarAbove:
		return "över de yttre gränserna"
	case publication.FarBelow:
		return "under de yttre gränserna"
	}
	return "innanför de yttre gränserna"
}

// funnelTitle names who lies outside.
func funnelTitle(f publication.Funnel, points []publication.FunnelPoint) string {
	if f.Flat {
		return "Tratten kan inte peka ut någon stadsdel"
	}
	var outside []string
	for _, p := range points {
		if p.Position == publication.FarAbove || p.Position == publication.FarBelow {
			outside = append(outside, p.Area)
		}
	}
	switch {
	case len(outside) == 0 && f.Tau2 > 0:
		return "Ingen stadsdel skiljer sig mer än stadsdelarna brukar göra"
	case len(outside) == 0:
		return "Ingen stadsdel ligger utanför tratten"
	case len(outside) > 4:
		return prose.Upper(prose.Count(len(outside), "en stadsdel", "stadsdelar")) + " ligger utanför tratten"
	}
	return "Utanför tratten: " + prose.Join(outside)
}
