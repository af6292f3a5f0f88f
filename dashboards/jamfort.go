package dashboards

import (
	"context"
	"slices"
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// compareTable sets every newest figure of a district against its reference.
func (s *site) compareTable(p *page, a publication.Area, body *districtPage) {
	t := table{Caption: a.Name + " jämfört", Sub: "Senaste uppgift för varje nyckeltal",
		Head: []cell{{Text: "Nyckeltal"}, {Text: a.Name, Note: "95 %-intervall"}, {Text: "Jämförs med"}, {Text: "Utfall", Left: true}}}
	city, reported := false, ""
	// against is what a row is compared with, and what that is called in full.
	against := func(ind *indicator, category, period string) (c cell, name string) {
		ref, name := ind.reference(category, period)
		if ref == nil {
			return p.referenceCell(ind, category, period), ""
		}
		c = cell{Text: brief(*ref, ind.measure()), Note: prose.Lower(name)}
		if name == publication.ReportedOnly {
			// Without the district's own figure, the reported ones may be a single other district, which is no comparison.
			if o := ind.figures[key{a.Name, category, period}]; (o == nil || o.Value == nil) && s.othersShown(ind, a.Name, category, period) < 2 {
				return cell{Text: "–", Note: "för få andra visas"}, ""
			}
			reported, c.Note = s.referenceName(ind, category, period), reportedShort
			return c, reported
		}
		city = true
		return c, c.Note
	}
	line := func(ind *indicator, category, period string, head, ref cell) {
		k := key{a.Name, category, period}
		o, m := ind.figures[k], ind.measure()
		v := p.value(o, m)
		v.Note = interval(o, m).Text
		t.Rows = append(t.Rows, row{Head: head, Cells: []cell{v, ref, verdict(ind.comparisons[k])}})
	}
	levels := false
	for _, ind := range s.inOrder() {
		if period := ind.lastPeriodOf(a.Name, ""); period != "" {
			levels = levels || ind.level()
			ref, _ := against(ind, "", period)
			line(ind, "", period, cell{Text: hardSpaces(ind.Title), Href: p.indicatorLink(ind), Note: prose.Period(period)}, ref)
		}
	}
	for _, ind := range s.inds {
		if len(ind.categories) == 0 {
			continue
		}
		period := ""
		for _, c := range ind.categories {
			period = max(period, ind.lastPeriodOf(a.Name, c))
		}
		if period == "" {
			continue
		}
		// What all are compared with is said once, in the head.
		head := cell{Text: hardSpaces(ind.Title), Href: p.indicatorLink(ind), Note: prose.Period(period)}
		refs, names, all := make([]cell, len(ind.categories)), make([]string, len(ind.categories)), map[string]bool{}
		for i, c := range ind.categories {
			if refs[i], names[i] = against(ind, c, period); names[i] != "" {
				all[names[i]] = true
			}
		}
		for name := range all {
			if len(all) == 1 {
				head.Note += ", jämförs med " + name
			}
		}
		t.Rows = append(t.Rows, row{Group: true, Head: head})
		for i, c := range ind.categories {
			if len(all) == 1 && all[names[i]] {
				refs[i].Note = ""
			}
			line(ind, c, period, cell{Text: c}, refs[i])
		}
	}
	body.Compare = p.table(t)
	body.CompareTitle = a.Name + " jämfört med "
	switch {
	case city && reported != "":
		body.CompareTitle += "staden och de andra stadsdelarna"
	case city:
		body.CompareTitle += "staden"
	default:
		body.CompareTitle += "de andra stadsdelarna"
	}
	body.Aside = compareNotes(levels, reported)
}

// othersShown is how many districts but one have a figure that is shown.
func (s *site) othersShown(ind *indicator, area, category, period string) int {
	n := 0
	for _, name := range s.members[ind.divisions[period]] {
		if o := ind.figures[key{name, category, period}]; name != area && o != nil && o.Value != nil {
			n++
		}
	}
	return n
}

func compareNotes(levels bool, reported string) []note {
	notes := []note{{Title: "Högre är inte sämre", Text: []string{"Tecknet visar riktning och att skillnaden är större än slumpen, aldrig om den är bra eller dålig: ▲ tydligt högre, ▼ tydligt lägre, ○ ingen säker skillnad.",
		"Andelar prövas mot de övriga redovisade stadsdelarna, eftersom staden också innehåller stadsdelen själv. Handläggningstider prövas mot stadens eget tal."}}}
	if levels {
		notes = append(notes, note{Title: "Jämförs inte", Text: []string{"Antal, kostnader och publicerade andelar prövas inte mot slumpen. De visas bredvid det som de jämförs med, men om skillnaden är säker går inte att säga. " + levelNote}})
	}
	if reported != "" {
		notes = append(notes, note{Title: "Inte hela staden", Text: []string{"Där stadens egen uppgift saknas eller är dold, eller alla stadsdelar inte är redovisade, jämförs med " + reported + ".", prose.PooledNote}})
	}
	return notes
}

// seriesOf is the chart of an indicator over time, when it has two periods.
func (s *site) seriesOf(ctx context.Context, p *page, ind *indicator, a publication.Area) (*figure, error) {
	var periods []string
	values := 0
	for _, period := range ind.periods {
		if o := ind.figures[key{a.Name, "", period}]; o != nil {
			periods = append(periods, period)
			if o.Value != nil {
				values++
			}
		}
	}
	if values < 2 {
		return nil, nil
	}
	kind := "serie"
	if ind.about == publication.LevelUnit {
		kind = "enhet"
	}
	c := s.controlOf(ind, a.Name)
	if c != nil && c.Kind != publication.ChartLine {
		in := s.controlInput(ind, c)
		f := s.controlFigure(p, ind, a, c, in)
		f.Tables = []*table{s.seriesTable(p, ind, a.Name, periods)}
		f.at(ind, kind, a, ind.observed([]string{a.Name}, "", periods))
		return p.figure(ctx, in, f)
	}
	in := s.lines(ind, a.Name, periods)
	m := ind.measure()
	last := periods[len(periods)-1]
	f := figure{ID: p.seriesID(ind, a), Sub: ind.subtitle(prose.Span(periods[0], last)), Source: s.seriesSource(ind, a.Name, periods), Downloads: p.csv(ind)}
	if in.Banded() {
		f.Sub += ". Grått band: från den lägsta till den högsta av övriga " + s.others
	} else {
		f.Sub += ". Grå linjer: övriga " + s.others
	}
	f.Sub += scaleNote(in, m)
	f.Title = ind.heading() + ": " + ind.courseTitle(a.Name)
	f.Say = sumNote(ind, a.Name, periods)
	if c != nil && c.Reason == publication.ReasonStock {
		f.Say = strings.TrimSpace(f.Say + " " + strings.Join(texts(prose.ControlChart(ind.subject(""), *c, nil)), " "))
	}
	if !isMonth(last) {
		f.Say = strings.TrimSpace(f.Say + " " + s.outsideNote(ind, periods[0], last))
	}
	f.at(ind, kind, a, ind.observed([]string{a.Name}, "", periods))
	f.Tables = []*table{s.seriesTable(p, ind, a.Name, periods)}
	f.Description = "Linjediagram. " + s.seriesListing(ind, a.Name, periods)
	return p.figure(ctx, in, f)
}

// courseTitle says how a series that has no limits has gone: of years whether they have moved surely, of months,
// of which two show nothing, the newest beside the same month a year before.
func (ind *indicator) courseTitle(area string) string {
	first, last := ind.ends(area)
	if change, _ := change(first, last, ind.measure()); change != "" {
		return "talet " + change + ", " + prose.Span(first.Period, last.Period)
	}
	text := ind.besideYearBefore(last)
	if !isMonth(last.Period) && overlap(first, last) && first != last {
		text += ", ingen säker förändring sedan " + prose.Period(first.Period)
	}
	return text
}

// besideYearBefore says a figure, and of a month what the same one was a year before, where that is shown.
func (ind *indicator) besideYearBefore(o *publication.Observation) string {
	var before *float64
	if then := ind.figures[key{o.Area, o.Category, monthsBefore(o.Period, 12)}]; isMonth(o.Period) && then != nil {
		before = then.Value
	}
	return prose.Newest(*o.Value, o.Lower, o.Upper, o.Period, before, ind.measure())
}

func (s *site) seriesSource(ind *indicator, area string, periods []string) string {
	var obs []*publication.Observation
	for _, period := range periods {
		obs = append(obs, ind.figures[key{area, "", period}])
	}
	return sourcesOf(obs)
}

// seriesListing reads a series aloud: all of a short one, the ends of a long one.
func (s *site) seriesListing(ind *indicator, area string, periods []string) string {
	m := ind.measure()
	var parts []string
	gaps := 0
	for _, period := range periods {
		o := ind.figures[key{area, "", period}]
		if o == nil || o.Value == nil {
			gaps++
			continue
		}
		parts = append(parts, brief(*o.Value, m)+" "+prose.When(period))
	}
	text := area + ": "
	if len(parts) > 6 {
		text += parts[0] + " till " + parts[len(parts)-1] + ", " + prose.Number(float64(len(parts)), 0) + " perioder med tal."
	} else {
		text += prose.Join(parts) + "."
	}
	if gaps > 0 {
		text += " " + prose.Upper(prose.Count(gaps, "en period", "perioder")) + " utan tal är luckor i linjen."
	}
	return text
}

// seriesTable has one row per period, the newest first.
func (s *site) seriesTable(p *page, ind *indicator, area string, periods []string) *table {
	m := ind.measure()
	t := table{Caption: hardSpaces(ind.Title), Sub: area, Head: heads("Period", area)}
	if u := unitText(ind); u != "" {
		t.Sub += ", " + hardSpaces(u)
	}
	intervals, refs := false, "" // refs: the newest period that has a reference
	for _, period := range periods {
		o := ind.figures[key{area, "", period}]
		intervals = intervals || interval(o, m).Text != ""
		if ref, _ := ind.reference("", period); ref != nil {
			refs = period
		}
	}
	if intervals {
		t.Head = append(t.Head, cell{Text: "95 %-intervall"})
	}
	against := s.plainReferenceText(ind, refs)
	if refs != "" {
		t.Head = append(t.Head, cell{Text: prose.Upper(against)})
	}
	parts := "" // what the rows are sums of
	for _, period := range slices.Backward(periods) {
		o := ind.figures[key{area, "", period}]
		if of := sumOf(o); o != nil && delivered(o) && of != parts {
			head := "som det redovisades"
			if parts = of; parts != "" {
				head = together(ind) + parts
			}
			t.Rows = append(t.Rows, row{Group: true, Head: cell{Text: "Till och med " + prose.Period(period) + ": " + head}})
		}
		r := row{Head: cell{Text: prose.Period(period)}, Cells: []cell{p.value(o, m)}}
		if intervals {
			r.Cells = append(r.Cells, interval(o, m))
		}
		if refs != "" {
			c := p.referenceCell(ind, "", period)
			if name := s.plainReferenceText(ind, period); name != "" && name != against {
				c.Note = name
			}
			r.Cells = append(r.Cells, c)
		}
		t.Rows = append(t.Rows, r)
	}
	return p.table(t)
}

// shownPeriods is how many columns the tables of all figures have.
const shownPeriods = 6

// allFigures are the tables of all newest figures, one for months and one for years.
func (s *site) allFigures(p *page, a publication.Area) []*table {
	var out []*table
	for _, monthly := range []bool{true, false} {
		var periods []string
		for o := range s.deliveredOf(a.Name) {
			if isMonth(o.Period) == monthly {
				periods = append(periods, o.Period)
			}
		}
		if len(periods) == 0 {
			continue
		}
		slices.Sort(periods)
		periods = slices.Compact(periods)
		more := len(periods) > shownPeriods
		periods = periods[max(0, len(periods)-shownPeriods):]
		t := table{Caption: "Alla tal för " + a.Name + ", " + prose.Span(periods[0], periods[len(periods)-1]), Head: heads("Nyckeltal")}
		if more {
			t.Sub = "De senaste " + prose.Number(shownPeriods, 0) + " perioderna. Tidigare finns i CSV-filerna."
		}
		for _, period := range periods {
			t.Head = append(t.Head, cell{Text: prose.ShortPeriod(period)})
		}
		for _, ind := range s.inds {
			s.allRows(p, &t, ind, a.Name, periods)
		}
		out = append(out, p.table(t))
	}
	return out
}

func (s *site) allRows(p *page, t *table, ind *indicator, area string, periods []string) {
	m := ind.measure()
	for _, cat := range append([]string{""}, ind.categories...) {
		r := row{Head: cell{Text: hardSpaces(ind.Title)}}
		if cat != "" {
			r.Head.Text = cat
			r.Head.Note = prose.Lower(hardSpaces(ind.Short))
		} else if u := unitText(ind); u != "" && prose.Brief(2, ind.Unit, 0) == "2" {
			r.Head.Note = hardSpaces(u)
		}
		any := false
		var cells []cell
		for _, period := range periods {
			o := ind.figures[key{area, cat, period}]
			any = any || o != nil && delivered(o)
		}
		if !any {
			continue
		}
		for _, period := range periods {
			cells = append(cells, p.value(ind.figures[key{area, cat, period}], m))
		}
		r.Cells = cells
		t.Rows = append(t.Rows, r)
	}
}
