package dashboards

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// tellUnits gathers the figures of deciding units. They are told to the
// internal audience alone, whatever a publication holds: a unit is few people.
func (s *site) tellUnits(all []rows) {
	if s.info.Audience != publication.AudienceInternal {
		return
	}
	s.units.others = "enheter"
	var names []string
	for _, r := range all {
		own := rows{def: r.def}
		some := false
		for _, o := range r.obs {
			switch o.Level {
			case publication.LevelUnit:
				some = some || o.Status != publication.NotDelivered
				if !slices.Contains(names, o.Area) {
					names = append(names, o.Area)
				}
			case publication.LevelCity:
			default:
				continue
			}
			own.obs = append(own.obs, o)
		}
		if some {
			ind := &indicator{Indicator: r.def, obs: own.obs, about: publication.LevelUnit}
			ind.index(nil, nil)
			s.units.inds = append(s.units.inds, ind)
		}
	}
	slices.SortFunc(names, publication.Swedish())
	taken := map[string]bool{}
	for _, n := range names {
		a := publication.Area{Name: n, Slug: publication.Slug(n), Level: publication.LevelUnit}
		for i := 2; taken[a.Slug]; i++ {
			a.Slug = fmt.Sprintf("%s-%d", publication.Slug(n), i)
		}
		taken[a.Slug] = true
		if slices.ContainsFunc(s.units.inds, func(ind *indicator) bool { return ind.lastPeriodOf(n, "") != "" }) {
			s.units.withFigures = append(s.units.withFigures, a)
		}
	}
}

// inUnits is the site as told of units.
func (s *site) inUnits() *site {
	v := *s
	v.told = s.units
	return &v
}

// hasUnits says whether there is a list of units: for the internal audience,
// where any has figures or is known to decide for somebody.
func (s *site) hasUnits() bool {
	return s.info.Audience == publication.AudienceInternal && len(s.units.withFigures)+len(s.deciding) > 0
}

// unitJobs are the pages of units.
func (s *site) unitJobs() []job {
	if !s.hasUnits() {
		return nil
	}
	jobs := []job{{"enheter.html", s.unitList}}
	for _, a := range s.units.withFigures {
		jobs = append(jobs, job{"enhet/" + a.Slug + ".html", func(ctx context.Context, p *page) error { return s.inUnits().unit(ctx, p, a) }})
	}
	return jobs
}

const unitLede = "Tal om handläggning hör till den enhet som beslutar, tal om människor till den stadsdel där de bor. En enhet kan besluta för flera stadsdelar."

// unit is the page of a unit: how it handles cases, and nothing about who
// lives where.
func (s *site) unit(ctx context.Context, p *page, a publication.Area) error {
	p.kind, p.Nav, p.Title, p.H1 = "stadsdel", "Enheter", a.Name, a.Name
	p.Crumbs = []link{{Text: "Enheter", Href: p.to("enheter.html")}}
	s.unitOpening(p, a.Name)
	body := &districtPage{Name: a.Name, CompareTitle: a.Name + " jämfört med staden", Compare: s.unitTable(p, a.Name), Decides: s.decidesFor(p, a.Name)}
	body.Aside = []note{{Title: "Prövas inte", Text: []string{"En enhets tal visas bredvid stadens med sitt intervall. Någon säker skillnad pekas inte ut: enheterna har olika ärenden."}}}
	p.Body = body
	latest := ""
	for _, ind := range s.inds {
		latest = max(latest, ind.lastPeriodOf(a.Name, ""))
		f, err := s.seriesOf(ctx, p, ind, a)
		if err != nil {
			return err
		}
		if f != nil {
			body.Series = append(body.Series, f)
			body.SeriesIntro = "Ett tal varierar från månad till månad. En enstaka topp eller dal säger inte att något har ändrats."
		}
		body.Downloads = append(body.Downloads, link{Text: ind.heading(), Href: p.to("data/" + ind.Name + ".csv"), Note: "CSV"})
	}
	body.All = s.allFigures(p, a)
	p.Own = []fresh{{Name: newestName, Value: prose.Period(latest)}}
	return nil
}

// unitOpening answers first whether the unit decides in time, or what else is known of it, then whether something has changed.
func (s *site) unitOpening(p *page, name string) {
	lead, order := "", s.inOrder()
	if ind := s.named("handlaggningstid_inom_riktlinje"); ind != nil {
		order = slices.Insert(order, 0, ind)
	}
	for _, ind := range order {
		if lead = s.leadSentence(ind, name); lead != "" {
			break
		}
	}
	guideline := s.guideline()
	if guideline != "" {
		guideline = "Riktlinjen är " + guideline + "."
	}
	for _, text := range []string{lead, guideline, s.ongoingSentence(name), unitLede} {
		if text != "" {
			p.Lede = append(p.Lede, text)
		}
	}
	p.Description = strings.TrimSpace(name + ": handläggning jämförd med hela staden. " + lead)
}

// ongoingSentence says in which of an area's series that have limits a special cause goes on; empty where none has.
func (s *site) ongoingSentence(area string) string {
	tested := 0
	var going []string
	for _, ind := range s.inds {
		f := s.conclusions.by[ind.Name]
		if f == nil {
			continue
		}
		for _, c := range f.charts {
			if c.Area != area || c.Category != "" || c.Kind == publication.ChartLine {
				continue
			}
			if tested++; c.Ongoing {
				going = append(going, prose.Lower(ind.heading()))
			}
		}
	}
	switch {
	case tested == 0:
		return ""
	case len(going) == 0:
		return "Bara ordinarie variation i de senaste talen som går att pröva."
	}
	return "Mer än ordinarie variation i de senaste talen: " + listed(going) + "."
}

// unitTable sets a unit's newest figures beside the city's.
func (s *site) unitTable(p *page, name string) *table {
	t := table{Caption: name + " jämfört", Sub: "Senaste uppgift för varje nyckeltal", Head: []cell{{Text: "Nyckeltal"}, {Text: name, Note: "95 %-intervall"}, {Text: "Hela staden"}}}
	for _, ind := range s.inds {
		period := ind.lastPeriodOf(name, "")
		if period == "" {
			continue
		}
		o, m := ind.figures[key{name, "", period}], ind.measure()
		v := p.value(o, m)
		v.Note = interval(o, m).Text
		t.Rows = append(t.Rows, row{Head: cell{Text: hardSpaces(ind.Title), Href: p.indicatorLink(ind), Note: prose.Period(period)}, Cells: []cell{v, p.referenceCell(ind, "", period)}})
	}
	return p.table(t)
}

// unitsPage is what the list of units shows.
type unitsPage struct {
	Handling *table
	Decides  *decidesView
}

// unitList is the list of all units.
func (s *site) unitList(_ context.Context, p *page) error {
	p.kind, p.Nav, p.Title, p.H1 = "enheter", "Enheter", "Enheter", "Enheter"
	p.Lede = []string{unitLede}
	p.Description = "Alla enheter, vilka de beslutar för och hur de handlägger."
	body := &unitsPage{Decides: s.allDecide(p)}
	p.Body = body
	if len(s.units.withFigures) == 0 {
		return nil
	}
	t := table{Caption: "Enheter", Quiet: true, Head: heads("Enhet")}
	for _, ind := range s.units.inds {
		t.Head = append(t.Head, cell{Text: hardSpaces(ind.Short), Note: "senaste uppgift"})
	}
	for _, a := range s.units.withFigures {
		r := row{Head: cell{Text: a.Name, Href: p.unitLink(a.Name)}}
		for _, ind := range s.units.inds {
			period := ind.lastPeriodOf(a.Name, "")
			v := p.value(ind.figures[key{a.Name, "", period}], ind.measure())
			if period != "" {
				v.Note = prose.ShortPeriod(period)
			}
			r.Cells = append(r.Cells, v)
		}
		t.Rows = append(t.Rows, r)
	}
	body.Handling = p.table(t)
	return nil
}
