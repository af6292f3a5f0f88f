package dashboards

import (
	"slices"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// Fresh is the line about how fresh the figures are: what the page says of its
// own figures, and on every page the newest period, when it was published,
// when the next one comes, and which districts are missing.
func (p *page) Fresh() []fresh {
	var out []fresh
	if !slices.ContainsFunc(p.Own, func(f fresh) bool { return f.Name == newestName }) && p.info.Month != "" {
		out = append(out, fresh{Name: newestName, Value: p.newestText()})
	}
	out = append(out, p.Own...)
	out = append(out, fresh{Name: "Publicerat", Value: prose.Date(p.info.Published)})
	if next := prose.Next(p.newestPeriod(), p.info.Next, p.info.Published); next != "" && !p.Ended {
		out = append(out, fresh{Name: "Nästa", Value: next})
	}
	return append(out, p.missingDistricts()...)
}

// newestPeriod is the period that the page is as fresh as: its only indicator's newest, or the site's newest month.
func (p *page) newestPeriod() string {
	if p.of != nil && p.of.newest != "" {
		return p.of.newest
	}
	return p.info.Month
}

// newestText is the newest month, and the newest year of figures where that comes after it.
func (s *site) newestText() string {
	text, year := prose.Period(s.info.Month), ""
	for _, ind := range s.inds {
		if !isMonth(ind.newest) {
			year = max(year, ind.newest)
		}
	}
	if year > s.info.Month {
		text += ", årsuppgifter " + year
	}
	return text
}

// Newest is the newest period of a page that has no line about freshness: of a chart's own page the chart's.
func (p *page) Newest() string {
	if d, ok := p.Body.(*diagram); ok {
		return d.Newest
	}
	if p.info.Month == "" {
		return ""
	}
	return p.newestText()
}

const newestName = "Senaste uppgifter"

// fewMissing is how many districts the line names; more of them it counts.
const fewMissing = 3

// missingDistricts says how many districts the newest period has figures from, and
// which it lacks.
func (p *page) missingDistricts() []fresh {
	period, inds, list := p.newestPeriod(), p.inds, p.to("stadsdelar.html#saknas")
	if period != p.info.Month {
		inds, list = []*indicator{p.of}, ""
	}
	missing, of := p.notReported(inds, period)
	if of == 0 {
		return nil
	}
	shown := of - len(missing)
	f := fresh{Name: prose.Of(shown, of), Value: "stadsdelar " + prose.When(period)}
	for i := range of {
		f.Bar = append(f.Bar, bar{X: 8 * i, On: i < shown})
	}
	out := []fresh{f}
	switch {
	case len(missing) == 0:
	case len(missing) <= fewMissing:
		out = append(out, fresh{Name: "Saknas", Value: prose.Join(missing)})
	default:
		out = append(out, fresh{Name: "Saknas", Value: prose.Districts(len(missing)), Href: list})
	}
	return out
}

// notReported are the districts without any row of some indicators in a period, in
// Swedish order, and how many districts there are.
func (s *site) notReported(inds []*indicator, period string) (missing []string, of int) {
	seen, division := map[string]bool{}, ""
	for _, ind := range inds {
		for name := range ind.reported[period] {
			seen[name] = true
		}
		division = max(division, ind.divisions[period])
	}
	for _, name := range s.members[division] {
		if !seen[name] {
			missing = append(missing, name)
		}
	}
	slices.SortFunc(missing, publication.Swedish())
	return missing, len(seen) + len(missing)
}
