package paper

import (
	"slices"
	"strconv"
	"strings"

	timeperiod "stadsdelskollen/queries/period"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// narrow is how many districts stand side by side as columns, as in the city's
// own reports; more of them stand below each other.
const narrow = 4

// widest is how many columns of figures an upright sheet has room for.
const widest = 6

// line is one figure of several areas: a row where areas are columns, a column
// where they are rows.
type line struct {
	Title string
	Cell  func(area string) cell
	City  *cell // nil where the city has none
}

// grid is a table of lines by areas, in as many tables as the sheet needs.
func (r *report) grid(caption, sub string, names []string, lines []line) []*tableau {
	lines = slices.DeleteFunc(lines, func(l line) bool { return l.Cell == nil })
	if len(lines) == 0 || len(names) == 0 {
		return nil
	}
	city := slices.ContainsFunc(lines, func(l line) bool { return l.City != nil })
	cityCell := func(l line) cell {
		if l.City == nil {
			return r.signed(publication.NotDelivered)
		}
		return *l.City
	}
	if len(names) <= narrow {
		t := tableau{Caption: caption, Sub: sub, Head: append([]string{"Uppgift"}, names...)}
		if city {
			t.Head = append(t.Head, r.info.CityArea)
		}
		for _, l := range lines {
			w := row{Head: l.Title}
			for _, n := range names {
				w.Cells = append(w.Cells, l.Cell(n))
			}
			if city {
				w.Cells = append(w.Cells, cityCell(l))
			}
			t.Rows = append(t.Rows, w)
		}
		return r.table(t)
	}
	var out []*tableau
	for part := range slices.Chunk(lines, widest) {
		t := tableau{Caption: caption, Sub: sub, Head: []string{"Stadsdel"}}
		if len(out) > 0 {
			t.Caption += ", fortsättning"
		}
		for _, l := range part {
			t.Head = append(t.Head, l.Title)
		}
		for _, n := range names {
			w := row{Head: n}
			for _, l := range part {
				w.Cells = append(w.Cells, l.Cell(n))
			}
			t.Rows = append(t.Rows, w)
		}
		if slices.ContainsFunc(part, func(l line) bool { return l.City != nil }) {
			w := row{Head: r.info.CityArea, City: true}
			for _, l := range part {
				w.Cells = append(w.Cells, cityCell(l))
			}
			t.Rows = append(t.Rows, w)
		}
		out = append(out, r.table(t)...)
	}
	return out
}

// indicatorLine is an indicator in a period; nothing where no area has it.
func (r *report) indicatorLine(s *series, category, title, period string, names []string) line {
	if s == nil || !slices.ContainsFunc(names, func(n string) bool { return delivered(s.at(n, category, period)) }) {
		return line{}
	}
	if title == "" {
		title = hard(s.Title) + unitNote(s)
	}
	l := line{Title: title, Cell: func(area string) cell {
		return judged(r.observed(s, area, category, period), s.verdict(area, category, period))
	}}
	if s.at(r.info.CityArea, category, period) != nil {
		c := r.observed(s, r.info.CityArea, category, period)
		l.City = &c
	}
	return l
}

// unitNote is an indicator's unit where its title does not say it and its
// values do not: , kr.
func unitNote(s *series) string {
	first, _, _ := strings.Cut(s.Unit, " ")
	if s.Unit == "procent" || strings.Contains(strings.ToLower(s.Title), first) {
		return ""
	}
	return ", " + s.Unit
}

// factLine is a base fact in a period; nothing where no area has it.
func (r *report) factLine(measure, category, title, period string, names []string) line {
	has := func(area string) bool {
		f := r.facts[place{measure, area, category, period}]
		return f != nil && f.Status != publication.NotDelivered
	}
	if !slices.ContainsFunc(names, has) {
		return line{}
	}
	decimals := 0
	for k, f := range r.facts {
		if k.measure == measure && k.category == category && k.period == period && f.Value != nil {
			decimals = max(decimals, decimalsOf(*f.Value))
		}
	}
	l := line{Title: title, Cell: func(area string) cell { return r.fact(place{measure, area, category, period}, decimals) }}
	if has(r.info.CityArea) {
		c := r.fact(place{measure, r.info.CityArea, category, period}, decimals)
		l.City = &c
	}
	return l
}

// decimalsOf is how many decimals a delivered figure has, two at most.
func decimalsOf(v float64) int {
	_, fraction, _ := strings.Cut(prose.Number(v, 2), ",")
	return len(strings.TrimRight(fraction, "0"))
}

// householdLines are households and costs as the city's monthly report has them.
func (r *report) householdLines(period string, names []string) []line {
	return []line{
		r.indicatorLine(r.find("hushall"), "", "Antal hushåll", period, names),
		r.factLine("kostnad_tkr", "", "Sammanlagd kostnad, tkr", period, names),
		r.indicatorLine(r.find("kostnad_per_hushall"), "", "Kostnad per hushåll, kr", period, names),
		r.indicatorLine(r.find("hushall_per_1000"), "", "Hushåll per 1"+prose.NBSP+"000 invånare", period, names),
	}
}

// inTables are the indicators that householdLines and reasons show.
var inTables = []string{"hushall", "kostnad_per_hushall", "hushall_per_1000", "forsorjningshinder"}

const reasonsName = "forsorjningshinder"

// reasonTables are adults by what keeps them from supporting themselves: how many, and
// which share, marked where it differs surely.
func (r *report) reasonTables(period string, names []string) []*tableau {
	s := r.find(reasonsName)
	if s == nil {
		return nil
	}
	var counts, shares []line
	for _, c := range s.categories {
		counts = append(counts, r.factLine("vuxna_hinder", c, c, period, names))
		shares = append(shares, r.indicatorLine(s, c, c, period, names))
	}
	out := r.grid("Vuxna biståndstagare efter försörjningshinder", prose.Upper(prose.Period(period))+", antal personer", names, counts)
	return append(out, r.grid("Vuxna biståndstagare efter försörjningshinder, andelar", prose.Upper(prose.Period(period))+". "+marksNote, names, shares)...)
}

// What the marks of a table mean: of shares, and of a table that has medians
// too, whose intervals are held against the city's own figure.
const (
	marksNote = "▲ tydligt högre och ▼ tydligt lägre än i övriga stadsdelar, ○ ingen säker skillnad"
	mixedNote = "▲ tydligt högre och ▼ tydligt lägre än i övriga stadsdelar (tider: än i hela staden), ○ ingen säker skillnad"
)

// otherLines are all other indicators of a period without categories.
func (r *report) otherLines(period string, names []string) []line {
	var out []line
	for _, s := range r.series {
		if slices.Contains(inTables, s.Name) || len(s.categories) > 0 {
			continue
		}
		at, title := s.lately(period), ""
		if at != period {
			title = hard(s.Title) + unitNote(s) + ", " + prose.Period(at)
		}
		out = append(out, r.indicatorLine(s, "", title, at, names))
	}
	return out
}

// lateBy is how many months an indicator may be behind a month's report and still stand in it, with its own month: one
// that waits for decisions to be due always is.
const lateBy = 2

// lately is the newest month of an indicator that a report of a month shows; the period itself for others.
func (s *series) lately(period string) string {
	p, err := timeperiod.Parse(period)
	if err != nil || p.IsYear() {
		return period
	}
	for n := range lateBy + 1 {
		if at := p.Add(-n).String(); s.divisionOf(at) != "" {
			return at
		}
	}
	return period
}

// areaFacts are the facts about districts that a report shows, in the order of
// the city's own descriptions.
var areaFacts = []string{"folkmangd", "utlandsk_bakgrund", "barnfamiljer", "gifta_samboende", "ensamstaende_mor", "ensamstaende_far",
	"forvarvsarbetande_andel", "arbetsloshet_andel", "medelinkomst_kr", "ej_slutbetyg_svenska", "ej_slutbetyg_engelska", "ej_slutbetyg_matematik", "ohalsotal"}

// factYears is how old an area fact may be beside a period's figures.
const factYears = 2

func oldestFact(period string) string {
	p, err := timeperiod.Parse(period)
	if err != nil {
		return period
	}
	return strconv.Itoa(p.Year() - factYears)
}

// areaFactLines are the newest area facts of years that were over before a
// period began, or, for a year, that are no later; facts of long before are left
// out.
func (r *report) areaFactLines(period string, names []string) []line {
	var out []line
	oldest := oldestFact(period)
	for _, measure := range areaFacts {
		newest, category := "", ""
		for k, f := range r.facts {
			known := k.measure == measure && slices.Contains(names, k.area) && f.Status != publication.NotDelivered && len(k.period) == len("2011")
			over := k.period < period[:4] || period == k.period
			if known && over && k.period >= oldest && (k.period > newest || k.period == newest && k.category < category) {
				newest, category = k.period, k.category
			}
		}
		if newest == "" {
			continue
		}
		title := prose.MeasureName(measure)
		if category != "" {
			title += ", " + strings.ReplaceAll(category, "-", "–")
		}
		if unit := r.unitOf(measure, newest); unit == "kr" || unit == "dagar" {
			title += ", " + unit
		}
		out = append(out, r.factLine(measure, category, title+", "+newest, newest, names))
	}
	return out
}

func (r *report) unitOf(measure, period string) string {
	for k, f := range r.facts {
		if k.measure == measure && k.period == period {
			return f.Unit
		}
	}
	return ""
}
