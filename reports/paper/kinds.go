package paper

import (
	"context"
	"errors"
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// month is the report of the publication's month, about all districts.
func (b *book) month(ctx context.Context) (*report, error) {
	m := b.info.Month
	names := b.reported(m)
	r := b.newReport("manad", "Månadsrapport "+prose.Period(m))
	r.City, r.Crumb, r.H1 = true, "Månadsrapport", prose.Upper(prose.Period(m))
	r.Lede = []string{b.whom(names, m)}
	r.Own = []item{{"Uppgifter för", prose.Period(m)}, {"Stadsdelar", prose.Of(len(names), b.expected(m))}}

	standing := b.standing(func(x publication.Standout) bool { return recent(x, m) })
	if len(standing) == 0 {
		tried, sure := b.tried(m)
		standing = []prose.Said{prose.Plain(prose.NothingStandsOut("talen från och med "+yearBefore(m), tried, sure))}
	}
	list := append(standing, b.levels(names, m, "hushall", "kostnad_per_hushall")...)
	list = append(list, b.differences(names, m)...)
	r.add(&section{Title: "Det viktigaste", List: append(list, b.movements(m)...)})

	costs := &section{Title: "Hushåll och kostnad", Tables: r.grid("Ekonomiskt bistånd", prose.Upper(prose.Period(m)), names, r.householdLines(m, names))}
	costs.Notes = append(costs.Notes, "Antalen ska inte läggas ihop: ett hushåll som flyttar kan räknas i två stadsdelar.", prose.NotJudged)
	process := b.process(m)
	var errs [3]error
	costs.Figures, errs[0] = r.dots(ctx, b.firstIn(m, names, "hushall_per_1000", "kostnad_per_hushall"), m, names)
	r.add(costs)

	reasons := &section{Title: "Hinder för egen försörjning", Tables: r.reasonTables(m, names)}
	reasons.Figures, errs[1] = r.reasonDots(ctx, m, names)
	r.add(reasons)

	others := &section{Title: "Övriga nyckeltal"}
	sub := prose.Upper(prose.Period(m))
	if process != nil {
		others.Title, sub = "Så arbetar stadsdelarna", sub+". "+mixedNote
	}
	others.Tables = r.grid("Nyckeltal", sub, names, r.otherLines(m, names))
	others.Figures, errs[2] = r.dots(ctx, process, m, names)
	r.add(others)
	r.add(&section{Title: "Om stadsdelarna", Tables: r.grid("Områdesfakta", "De senaste uppgifterna före månaden", names, r.areaFactLines(m, names))})
	r.add(r.corrected("", m))
	r.close(names, m)
	return r, errors.Join(errs[:]...)
}

// whom says which districts a report is about.
func (b *book) whom(names []string, period string) string {
	if of := b.expected(period); len(names) < of {
		text := "Uppgifter finns för " + prose.Of(len(names), of) + prose.NBSP + "stadsdelar"
		if len(names) <= narrow {
			text += ": " + prose.Join(names)
		}
		return text + "."
	}
	return "Uppgifter finns för alla " + prose.Number(float64(len(names)), 0) + prose.NBSP + "stadsdelar."
}

// process is the first indicator of how work is done that has figures of a period.
func (b *book) process(period string) *series {
	for _, s := range b.series {
		if s.Process == "ja" && len(s.categories) == 0 && s.divisionOf(period) != "" {
			return s
		}
	}
	return nil
}

// firstIn is the first of some indicators with at least two values in a period.
func (b *book) firstIn(period string, names []string, indicators ...string) *series {
	for _, name := range indicators {
		if s := b.find(name); s != nil {
			if figures, _ := s.figuresOf(names, "", period); len(figures) > 1 {
				return s
			}
		}
	}
	return nil
}

// year is the report of a calendar year, about all districts.
func (b *book) year(ctx context.Context, year string) (*report, error) {
	names := b.reported(year)
	r := b.newReport("ar-"+year, "Årsrapport "+year)
	r.City, r.Crumb, r.H1 = true, "Årsrapport", year
	r.Lede = []string{b.whom(names, year)}
	r.Own = []item{{"Uppgifter för", "år" + prose.NBSP + year}, {"Stadsdelar", prose.Of(len(names), b.expected(year))}}

	list := b.standing(func(x publication.Standout) bool { return x.Period == year })
	if len(list) == 0 {
		tried, sure := b.tried(year)
		list = []prose.Said{prose.Plain(prose.NothingStandsOut("talen för hela året"+prose.NBSP+year, tried, sure))}
	}
	var figures []*figure
	var tables []*tableau
	for _, s := range b.series {
		if len(s.categories) > 0 || s.divisionOf(year) == "" {
			continue
		}
		list = append(list, b.levels(names, year, s.Name)...)
		if len(figures) < 2 {
			f, err := r.dots(ctx, s, year, names)
			if err != nil {
				return nil, err
			}
			figures = append(figures, f...)
		}
		tables = append(tables, r.overYears(s, year, names)...)
	}
	list = append(list, b.differences(names, year)...)
	r.add(&section{Title: "Det viktigaste", List: append(list, b.yearly(year)...)})
	r.add(&section{Title: "Året i bild", Figures: figures})
	years := &section{Title: "År för år", Tables: tables}
	if tried, _ := b.tried(year); tried > 0 {
		years.Notes = []string{mixedNote + ". Jämförelsen gäller " + year + "."}
	}
	r.add(years)
	r.add(&section{Title: "Om stadsdelarna", Tables: r.grid("Områdesfakta", "De senaste uppgifterna till och med "+year, names, r.areaFactLines(year, names))})
	r.add(r.corrected("", year))
	r.close(names, year)
	return r, nil
}

// overYears is an indicator of up to five years, the newest one judged.
func (r *report) overYears(s *series, year string, names []string) []*tableau {
	var years []string
	for _, p := range s.periods {
		if len(p) == len(year) && p <= year {
			years = append(years, p)
		}
	}
	years = years[max(0, len(years)-5):]
	t := tableau{Caption: hard(s.Title), Sub: prose.Upper(strings.TrimPrefix(unitNote(s), ", ")), Head: append([]string{"Stadsdel"}, years...)}
	for _, n := range names {
		w := row{Head: n}
		for _, y := range years {
			c := r.observed(s, n, "", y)
			if y == year {
				c = judged(c, s.verdict(n, "", y))
			}
			w.Cells = append(w.Cells, c)
		}
		t.Rows = append(t.Rows, w)
	}
	if s.at(r.info.CityArea, "", year) != nil {
		w := row{Head: r.info.CityArea, City: true}
		for _, y := range years {
			w.Cells = append(w.Cells, r.observed(s, r.info.CityArea, "", y))
		}
		t.Rows = append(t.Rows, w)
	}
	return r.table(t)
}

// district is the report of one district, four sheets at most.
func (b *book) district(ctx context.Context, a publication.Area) (*report, error) {
	p := b.info.Month
	r := b.newReport(a.Slug, a.Name+", "+prose.Period(p))
	r.Crumb, r.H1 = "Stadsdelsrapport, "+prose.Period(p), a.Name
	r.Lede = []string{"Ett underlag för stadsdelsnämnden: var " + a.Name + " skiljer sig från de andra stadsdelarna, om skillnaden är säker och vad som har ändrats."}
	r.Own = []item{{"Månad", prose.Period(p)}}

	list := b.standing(func(x publication.Standout) bool { return x.Area == a.Name && recent(x, p) })
	if len(list) == 0 {
		list = []prose.Said{prose.Plain(prose.NothingStandsOutIn(a.Name, yearBefore(p)))}
	}
	r.add(&section{Title: "Det viktigaste", Here: a.Name, List: list})
	differs, changed := b.ofDistrict(a.Name)
	r.add(&section{Title: "Jämfört med de andra", Here: a.Name, List: differs, Tables: r.ownTable(a.Name), Notes: []string{prose.NotJudged, prose.PooledNote}})
	changes := &section{Title: "Har något ändrats?", Here: a.Name, List: changed}
	var drawn []*series
	for _, s := range []*series{b.process(p), b.find("kostnad_per_hushall")} {
		if s == nil || len(drawn) > 0 && drawn[0] == s {
			continue
		}
		f, err := r.lines(ctx, s, a.Name)
		if err != nil {
			return nil, err
		}
		changes.Figures = append(changes.Figures, f...)
		drawn = append(drawn, s)
	}
	if len(changed) > 0 {
		changes.Text = []string{"En särskild orsak är en fråga, inte ett svar: även utan någon ändring larmar ungefär var sjätte serie på två år."}
	}
	r.add(changes)
	r.add(&section{Title: "Hinder för egen försörjning", Tables: r.ownReasons(a.Name)})
	r.add(&section{Title: "Om stadsdelen", Tables: r.grid("Områdesfakta", "De senaste uppgifterna", []string{a.Name}, r.areaFactLines(p, []string{a.Name}))})
	r.add(r.corrected(a.Name, p))
	r.close([]string{a.Name}, p)
	return r, nil
}

// ownTable is every indicator of a district in its newest period, beside what it
// is compared with.
func (r *report) ownTable(area string) []*tableau {
	t := tableau{Caption: "Nyckeltal för " + area, Head: []string{"Nyckeltal", "Period", area, "95" + prose.NBSP + "%-intervall", "Jämförelsetal", "Utfall"}, Left: []bool{true, true, false, false, false, true}}
	for _, s := range r.series {
		if len(s.categories) > 0 {
			continue
		}
		period := s.lastPeriod(area, "")
		o := s.at(area, "", period)
		if o == nil {
			continue
		}
		m := s.measure()
		w := row{Head: hard(s.Title) + unitNote(s), Cells: []cell{{Text: prose.ShortPeriod(period)}, judged(r.observed(s, area, "", period), s.verdict(area, "", period)), {}, {}, {}}}
		if o.Value != nil {
			w.Cells[2].Text = prose.Limits(o.Lower, o.Upper, m)
		}
		if ref, _ := s.reference("", period, r.info.CityArea); ref != nil && s.Method != publication.MethodCount {
			w.Cells[3] = number(*ref, m)
		}
		if c := s.verdict(area, "", period); c != nil {
			w.Cells[4].Text = prose.Verdict(c.Verdict)
		}
		t.Rows = append(t.Rows, w)
	}
	t.Sub = "Jämförelsetalet är " + prose.Lower(r.info.CityArea) + "s eget tal eller, där staden inte har något, de redovisade stadsdelarnas"
	return r.table(t)
}

// ownReasons are a district's adults by reason: how many, which share, and how
// the share stands beside the others'.
func (r *report) ownReasons(area string) []*tableau {
	s := r.find(reasonsName)
	if s == nil {
		return nil
	}
	t := tableau{Caption: "Vuxna biståndstagare efter försörjningshinder", Head: []string{"Hinder", "Antal", "Andel", "95" + prose.NBSP + "%-intervall", "Jämförelsetal", "Mot de övriga"}, Left: []bool{true, false, false, false, false, true}}
	for _, c := range s.categories {
		period := s.lastPeriod(area, c)
		o := s.at(area, c, period)
		if o == nil {
			continue
		}
		t.Sub = prose.Upper(prose.Period(period))
		m := s.measure()
		w := row{Head: c, Cells: []cell{r.fact(place{"vuxna_hinder", area, c, period}, 0), judged(r.observed(s, area, c, period), s.verdict(area, c, period)), {}, {}, {}}}
		if o.Value != nil {
			w.Cells[2].Text = prose.Limits(o.Lower, o.Upper, m)
		}
		if ref, _ := s.reference(c, period, r.info.CityArea); ref != nil {
			w.Cells[3] = number(*ref, m)
		}
		if v := s.verdict(area, c, period); v != nil {
			w.Cells[4].Text = prose.Verdict(v.Verdict)
		}
		t.Rows = append(t.Rows, w)
	}
	return r.table(t)
}
