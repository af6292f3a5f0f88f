package dashboards

import (
	"context"
	"slices"
	"strings"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// dotsFigure is the dot plot of an indicator's districts in a period, with its table.
func (s *site) dotsFigure(ctx context.Context, p *page, ind *indicator, category, period, id string) (*figure, error) {
	names := s.districtsOf(ind, category, period)
	in := s.dots(ind, names, category, period)
	f := s.dotsFor(p, ind, names, category, period, id)
	if f.at(ind, ind.dotsKind(), nobody, ind.observed(names, category, []string{period})); p.kind != "nyckeltal" {
		f.lent(ind, ind.dotsKind())
	}
	f.Sub += scaleNote(in, ind.measure())
	return p.figure(ctx, in, f)
}

// dotsFor is everything of such a figure but the picture.
func (s *site) dotsFor(p *page, ind *indicator, names []string, category, period, id string) figure {
	f := figure{ID: id, Title: s.dotsTitle(ind, names, category, period), Sub: ind.subtitle(prose.Period(period)),
		Source: s.dotsSource(ind, names, category, period), Downloads: p.csv(ind), Key: verdictKey(ind, names, category, period)}
	if s.hasIntervals(ind, names, category, period) {
		f.Sub += ", med 95 %-intervall"
	}
	if sp := ind.spreads[[2]string{category, period}]; sp != nil {
		f.Say = prose.Spread(*sp)
	}
	if ind.ringBeyondLine(names, category, period) {
		f.Say = strings.TrimSpace(f.Say + " " + prose.RingBeyondLine)
	}
	if slices.ContainsFunc(names, func(n string) bool { return oneLimit(ind.figures[key{n, category, period}]) }) {
		f.Say = strings.TrimSpace(f.Say + " " + oneLimitIsNotDrawn)
	}
	f.Description = "Prickdiagram. " + s.listing(ind, names, category, period)
	f.Tables = []*table{s.periodTable(p, ind, names, category, period)}
	return f
}

// dotsTitle is the finding: how many differ surely, or between which values
// the districts lie.
func (s *site) dotsTitle(ind *indicator, names []string, category, period string) string {
	if !ind.outcome(category, period).compared() {
		return ind.rangeTitle(names, category, period, "")
	}
	higher, lower := ind.differing(category, period, names)
	return prose.Upper(prose.DifferingAmong(higher, lower, ind.outcome(category, period).compares(), len(names)))
}

// rangeTitle says between which values districts lie; it begins with when, which may be empty.
func (ind *indicator) rangeTitle(names []string, category, period, when string) string {
	figures := figuresOf(ind, names, category, period)
	if len(figures) == 0 {
		return prose.Upper(when + "alla tal är dolda eller saknas")
	}
	text := prose.Upper(when + prose.Extremes(figures, ind.measure()))
	if len(figures) < len(names) {
		text += ", bland de visade talen"
	}
	return text
}

func (s *site) hasIntervals(ind *indicator, names []string, category, period string) bool {
	for _, n := range names {
		if o := ind.figures[key{n, category, period}]; o != nil && o.Value != nil && (o.Lower != nil || o.Upper != nil) {
			return true
		}
	}
	return false
}

// plainSource names the sources of the districts' figures.
func (s *site) plainSource(ind *indicator, names []string, category, period string) string {
	var obs []*publication.Observation
	for _, n := range names {
		obs = append(obs, ind.figures[key{n, category, period}])
	}
	return sourcesOf(obs)
}

// dotsSource is plainSource, and what the intervals in the picture mean.
func (s *site) dotsSource(ind *indicator, names []string, category, period string) string {
	text := s.plainSource(ind, names, category, period)
	if s.hasIntervals(ind, names, category, period) {
		text += " Intervallen visar hur mycket talet kan variera av slump."
	}
	return strings.TrimSpace(text)
}

// ringBeyondLine says whether a ring is drawn beside an interval that clears the line.
func (ind *indicator) ringBeyondLine(names []string, category, period string) bool {
	ref, _ := ind.reference(category, period)
	return slices.ContainsFunc(names, func(n string) bool {
		k := key{n, category, period}
		return prose.BeyondLine(ind.figures[k], ind.comparisons[k], ref)
	})
}

// oneLimitIsNotDrawn is said where an interval has one limit: a line from it to the mark would say that chance ends at the
// mark, and one to the edge of the picture how far it reaches.
const oneLimitIsNotDrawn = "Där bara den ena gränsen går att ange är intervallet inte ritat; gränsen står i tabellen."

// oneLimit says whether a figure's interval has but one limit that is known.
func oneLimit(o *publication.Observation) bool {
	return o != nil && o.Value != nil && (o.Lower == nil) != (o.Upper == nil)
}

// verdictKey explains the forms of marks that are in the picture.
func verdictKey(ind *indicator, names []string, category, period string) []keyItem {
	seen, hidden := map[chart.Verdict]bool{}, false
	for _, n := range names {
		k := key{n, category, period}
		switch o := ind.figures[k]; {
		case o == nil:
		case o.Status == publication.Hidden:
			hidden = true
		case o.Value != nil:
			seen[mark(ind.comparisons[k])] = true
		}
	}
	out := markKey(seen, "tydligt högre", "tydligt lägre", "ingen säker skillnad", "jämförs inte")
	if hidden {
		out = append(out, keyItem{Mark: "dold", Text: "dolt tal"})
	}
	return out
}

// markKey explains the marks of verdicts that are seen.
func markKey(seen map[chart.Verdict]bool, higher, lower, unsure, untried string) []keyItem {
	var out []keyItem
	for _, k := range []struct {
		verdict chart.Verdict
		item    keyItem
	}{{chart.Higher, keyItem{Mark: "hi", Text: higher}}, {chart.Lower, keyItem{Mark: "lo", Text: lower}},
		{chart.NoSure, keyItem{Mark: "no", Text: unsure}}, {chart.NotCompared, keyItem{Mark: "nc", Text: untried}}} {
		if seen[k.verdict] {
			out = append(out, k.item)
		}
	}
	return out
}

// listing reads the figures of a period aloud, for who does not see the picture.
func (s *site) listing(ind *indicator, names []string, category, period string) string {
	m := ind.measure()
	var parts, hidden []string
	for _, n := range names {
		k := key{n, category, period}
		o := ind.figures[k]
		switch {
		case o == nil || o.Value == nil:
			hidden = append(hidden, n)
		default:
			t := n + " " + brief(*o.Value, m) + prose.Interval(o.Lower, o.Upper, m)
			if c := ind.comparisons[k]; c != nil && (c.Verdict == publication.Higher || c.Verdict == publication.Lower) {
				t += ", " + prose.Verdict(c.Verdict)
			}
			parts = append(parts, t)
		}
	}
	text := ""
	if len(parts) > 0 {
		text = strings.Join(parts, "; ") + "."
	}
	if ref, _ := ind.reference(category, period); ref != nil {
		text += " " + prose.Upper(s.referenceName(ind, category, period)) + ": " + brief(*ref, m) + "."
	} else if ind.ofExpected() {
		text += " Som väntat: " + brief(asExpected, prose.Measure{Unit: m.Unit}) + "."
	}
	if len(hidden) > 0 {
		text += " Utan tal: " + prose.Join(hidden) + "."
	}
	return strings.TrimSpace(text)
}

// periodTable is the table of the districts in one period.
func (s *site) periodTable(p *page, ind *indicator, names []string, category, period string) *table {
	m := ind.measure()
	compared, intervals := ind.outcome(category, period).compared(), s.hasIntervals(ind, names, category, period)
	title := hardSpaces(ind.Title)
	if category != "" {
		title = category + ": " + prose.Lower(title)
	}
	t := table{Caption: title, Sub: prose.Upper(prose.Period(period)), Head: heads("Stadsdel", valueHead(ind))}
	if u := unitText(ind); u != "" {
		t.Sub += ", " + hardSpaces(u)
	}
	if intervals {
		t.Head = append(t.Head, cell{Text: "95 %-intervall"})
	}
	if compared {
		t.Head = append(t.Head, cell{Text: "Jämfört med " + ind.tried(), Left: true})
	}
	add := func(name, class, href string, o *publication.Observation, c *publication.Comparison, v cell) {
		r := row{Class: class, Head: cell{Text: name, Href: href}, Cells: []cell{v}}
		if intervals {
			r.Cells = append(r.Cells, interval(o, m))
		}
		if compared {
			if o != nil && o.Level == publication.LevelDistrict {
				r.Cells = append(r.Cells, verdict(c))
			} else {
				r.Cells = append(r.Cells, cell{Left: true})
			}
		}
		t.Rows = append(t.Rows, r)
	}
	for _, n := range names {
		k := key{n, category, period}
		add(n, "", p.areaLink(n), ind.figures[k], ind.comparisons[k], p.value(ind.figures[k], m))
	}
	if ref, name := ind.reference(category, period); ref != nil {
		add(prose.Upper(s.referenceName(ind, category, period)), "city", "", ind.figures[key{name, category, period}], nil, cell{Text: brief(*ref, m)})
	}
	return p.table(t)
}

func valueHead(ind *indicator) string {
	switch {
	case ind.Unit == "procent":
		return "Andel"
	case ind.Method == publication.MethodCount:
		return "Antal"
	}
	return "Värde"
}
