package dashboards

import (
	"context"
	"slices"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/period"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// heatMonthsShown is how many months a heat map holds; all are in the file.
const heatMonthsShown = 36

// inNewestDivision is an indicator and the site that tell all periods in the
// division of the newest, so that districts can be followed: in today's by sums,
// where that is the one.
func (s *site) inNewestDivision(ind *indicator) (*site, *indicator) {
	if s.today == "" || ind.division != s.today {
		return s, ind
	}
	t := s.inToday()
	if now := t.named(ind.Name); now != nil && len(now.periods) > 0 {
		return t, now
	}
	return s, ind
}

// membersWith are the districts of the division that an indicator's newest
// period is told in, those of one part of the city together.
func (s *site) membersWith(ind *indicator) []publication.Area {
	var out []publication.Area
	for _, a := range s.withFigures {
		if slices.Contains(s.members[ind.division], a.Name) {
			out = append(out, a)
		}
	}
	order := publication.Swedish()
	slices.SortStableFunc(out, func(a, b publication.Area) int { return order(a.Part, b.Part) })
	return out
}

// heatFigure shows, month by month, which districts have differed surely.
func (s *site) heatFigure(ctx context.Context, p *page, ind *indicator) (*figure, error) {
	t, now := s.inNewestDivision(ind)
	months := contiguous(now.periods, heatMonthsShown)
	if len(months) < 6 || !t.everCompared(now, months) {
		return nil, nil
	}
	m := now.measure()
	in := chart.HeatInput{Months: months}
	part := ""
	for i, a := range t.membersWith(now) {
		r := chart.HeatRow{Label: a.Name, Air: i > 0 && a.Part != part}
		part = a.Part
		for _, q := range months {
			k := key{a.Name, "", q}
			o := now.figures[k]
			c := chart.HeatCell{Verdict: mark(now.comparisons[k]), Absence: absence(o)}
			if c.Absence == chart.Shown {
				c.Value, c.ValueText = *o.Value, brief(*o.Value, m)
			}
			r.Cells = append(r.Cells, c)
		}
		in.Rows = append(in.Rows, r)
	}
	names := namesOf(t.membersWith(now))
	last := months[len(months)-1]
	f := figure{ID: "varmekarta", Title: t.heatTitle(now, names, months), Sub: now.subtitle(prose.Span(months[0], last)) + ". Färg bara där skillnaden är säker den månaden",
		Say:       "En ensam ruta kan vara slump. Läs raderna: flera i följd säger mer än en.",
		Source:    t.plainSource(now, names, "", last),
		Elsewhere: "Talen finns i CSV-filen.", Downloads: p.csv(ind), Description: "Värmekarta, en rad per stadsdel och en ruta per månad. " + in.Description()}
	f.own = []*table{p.plain("Månad för månad", in.Table())}
	f.at(now, "varmekarta", nobody, now.observed(names, "", months))
	return p.figure(ctx, in, f)
}

// contiguous are the newest months of some periods, at most n, with none left out between them.
func contiguous(periods []string, n int) []string {
	if len(periods) == 0 || !isMonth(periods[0]) {
		return nil
	}
	first, errA := period.Parse(periods[0])
	last, errB := period.Parse(periods[len(periods)-1])
	if errA != nil || errB != nil {
		return nil
	}
	if from := last.Add(1 - n); first.Compare(from) < 0 {
		first = from
	}
	var out []string
	for _, q := range period.Between(first, last) {
		out = append(out, q.String())
	}
	return out
}

func (s *site) everCompared(ind *indicator, months []string) bool {
	return slices.ContainsFunc(months, func(q string) bool { return ind.outcome("", q).compared() })
}

// heatTitle names the districts that have differed surely in most months.
func (s *site) heatTitle(ind *indicator, names, months []string) string {
	most := func(v string) (who []string) {
		best := 2 // a month or two is no pattern
		for _, n := range names {
			count := 0
			for _, q := range months {
				if c := ind.comparisons[key{n, "", q}]; c != nil && c.Verdict == v {
					count++
				}
			}
			if count > best {
				best, who = count, nil
			}
			if count == best && best > 2 {
				who = append(who, n)
			}
		}
		return who
	}
	higher, lower := most(publication.Higher), most(publication.Lower)
	switch {
	case len(higher) > 0 && len(lower) > 0:
		return "Oftast tydligt högre " + prose.InAll(higher) + ", oftast tydligt lägre " + prose.InAll(lower)
	case len(higher) > 0:
		return "Oftast tydligt högre " + prose.InAll(higher)
	case len(lower) > 0:
		return "Oftast tydligt lägre " + prose.InAll(lower)
	}
	return "Ingen stadsdel skiljer sig säkert mer än enstaka månader"
}

// absence says how a figure without a value is drawn.
func absence(o *publication.Observation) chart.Absence {
	switch {
	case o == nil:
		return chart.NotDelivered
	case o.Status == publication.Hidden:
		return chart.Hidden
	case o.Status == publication.NotApplicable:
		return chart.NotApplicable
	case o.Value == nil:
		return chart.NotDelivered
	}
	return chart.Shown
}

// plain is a chart's own table with signs where it has them.
func (p *page) plain(caption string, from chart.Table) *table {
	t := table{Caption: caption, Head: heads(from.Head...)}
	for _, r := range from.Rows {
		out := row{Head: cell{Text: r[0]}}
		for _, text := range r[1:] {
			c := cell{Text: text}
			for i := range signTexts {
				if signTexts[i].Sign == text {
					c = cell{Sign: &signTexts[i]}
				}
			}
			out.Cells = append(out.Cells, c)
		}
		t.Rows = append(t.Rows, out)
	}
	return p.table(t)
}
