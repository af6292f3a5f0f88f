package dashboards

import (
	"maps"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// told is the indicators in one division: that of each period's own time, or
// today's for all periods.
type told struct {
	inds []*indicator
	lead *indicator
	// withFigures are the districts, or units, that have a page, in Swedish order.
	withFigures []publication.Area
	others      string // what the other lines of a chart are
}

// rows are the figures of an indicator with what was compared.
type rows struct {
	def         publication.Indicator
	obs         []publication.Observation
	comparisons []publication.Comparison
	spreads     []publication.Spread
}

// inItsTime keeps what was reported, each in the division of its time.
func (r rows) inItsTime() rows {
	if !slices.ContainsFunc(r.obs, func(o publication.Observation) bool { return o.SumOf != "" }) {
		return r
	}
	type set struct{ period, division string }
	carried := map[set]bool{}
	out := rows{def: r.def}
	for _, o := range r.obs {
		if o.SumOf == "" {
			out.obs = append(out.obs, o)
		} else {
			carried[set{o.Period, o.Division}] = true
		}
	}
	for _, c := range r.comparisons {
		if !carried[set{c.Period, c.Division}] {
			out.comparisons = append(out.comparisons, c)
		}
	}
	for _, s := range r.spreads {
		if !carried[set{s.Period, s.Division}] {
			out.spreads = append(out.spreads, s)
		}
	}
	return out
}

// inDivision keeps the districts' figures in one division, and the city's.
func (r rows) inDivision(id string) rows {
	out := rows{def: r.def}
	for _, o := range r.obs {
		if o.Level != publication.LevelDistrict || o.Division == id {
			out.obs = append(out.obs, o)
		}
	}
	for _, c := range r.comparisons {
		if c.Division == id {
			out.comparisons = append(out.comparisons, c)
		}
	}
	for _, s := range r.spreads {
		if s.Division == id {
			out.spreads = append(out.spreads, s)
		}
	}
	return out
}

// todaysDivision is the division that figures have been carried to; empty when
// none has.
func todaysDivision(all []rows) string {
	for _, r := range all {
		for _, o := range r.obs {
			if o.SumOf != "" {
				return o.Division
			}
		}
	}
	return ""
}

// tell makes the indicators of some rows and finds whose pages they fill.
func (s *site) tell(all []rows, areas []publication.Area) told {
	t := told{others: "stadsdelar", inds: make([]*indicator, len(all))}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, r := range all {
		t.inds[i] = &indicator{Indicator: r.def, obs: r.obs, about: publication.LevelDistrict}
		g.Go(func() error {
			t.inds[i].index(r.comparisons, r.spreads)
			return nil
		})
	}
	_ = g.Wait() // nothing in it fails
	seen := map[string]bool{}
	for _, r := range all {
		for i := range r.obs {
			o := &r.obs[i]
			seen[o.Area] = seen[o.Area] || delivered(o) && o.SumOf != publication.Breaks
		}
	}
	for _, a := range areas {
		if a.Level == publication.LevelDistrict && seen[a.Name] {
			t.withFigures = append(t.withFigures, a)
		}
	}
	t.lead = s.findLead(t.inds)
	return t
}

// inToday is the site as told in today's division.
func (s *site) inToday() *site {
	v := *s
	v.told = s.now
	return &v
}

// present says whether a district is one of today's, where its history can be
// told in today's division.
func (s *site) present(name string) bool {
	return s.today != "" && slices.Contains(s.members[s.today], name)
}

// former says whether a district is none of the newest division's.
func (s *site) former(name string) bool {
	division := s.today
	if division == "" {
		for _, ind := range s.inds {
			division = max(division, ind.division)
		}
	}
	return !slices.Contains(s.members[division], name)
}

// withPages are the districts that have a page: those with figures in the
// division of their time or in today's, in Swedish order.
func (s *site) withPages() []publication.Area {
	all := slices.Clone(s.withFigures)
	for _, a := range s.now.withFigures {
		if !slices.ContainsFunc(all, func(b publication.Area) bool { return b.Slug == a.Slug }) {
			all = append(all, a)
		}
	}
	order := publication.Swedish()
	slices.SortStableFunc(all, func(a, b publication.Area) int { return order(a.Name, b.Name) })
	return all
}

// added says whether a figure is of its parts together.
func added(o *publication.Observation) bool {
	return o != nil && o.Status != publication.NotDelivered && o.SumOf != "" && o.SumOf != o.Area && o.SumOf != publication.Breaks
}

// sumOf is what a figure is put together of; empty for one that is not.
func sumOf(o *publication.Observation) string {
	if !added(o) {
		return ""
	}
	return o.SumOf
}

// sumNote says which periods of a series are sums, of what, and where it
// breaks off; empty when it is as it was reported.
func sumNote(ind *indicator, area string, periods []string) string {
	var sums []string
	last := map[string]string{}
	broken := ""
	for _, p := range periods {
		o := ind.figures[key{area, "", p}]
		switch {
		case o == nil:
		case o.SumOf == publication.Breaks:
			broken = p
		case added(o):
			if last[o.SumOf] == "" {
				sums = append(sums, o.SumOf)
			}
			last[o.SumOf] = p
		}
	}
	text := ""
	for _, parts := range sums {
		text += " Till och med " + prose.Period(last[parts]) + " är talet räknat på " + together(ind) + parts + "."
	}
	if len(sums) > 0 && households(ind) {
		text += " Hushåll som flyttat mellan dem räknas två gånger."
	}
	if broken != "" {
		text += " Till och med " + prose.Period(broken) + " kan talet inte räknas om till dagens indelning."
	}
	return strings.TrimSpace(text)
}

// together is how an indicator's parts were put together, before their names.
func together(ind *indicator) string {
	if ind.Method == publication.MethodMedian {
		return "ärendena i "
	}
	return "summan av "
}

// households says whether an indicator counts households, which a sum may
// count twice.
func households(ind *indicator) bool {
	switch ind.Name {
	case "hushall", "hushall_per_1000", "kostnad_per_hushall":
		return true
	}
	return false
}

// todayIntro says in which division a present district's history is told.
func (s *site) todayIntro(name string) string {
	if !s.present(name) {
		return ""
	}
	return "Serierna är i dagens indelning (" + s.divisionText(s.today) + ")."
}

// mergedSentence says until when a present district's figures are sums, and of
// what; empty for a district that never changed. The border is the day it began,
// however long before it the figures end.
func (s *site) mergedSentence(a publication.Area) string {
	name := a.Name
	if !s.present(name) {
		return ""
	}
	last := map[string]string{}
	count := false
	for _, ind := range s.now.inds {
		for _, o := range ind.of[name] {
			if added(o) {
				last[o.SumOf] = max(last[o.SumOf], o.Period)
				count = count || households(ind)
			}
		}
	}
	text := ""
	for _, parts := range slices.Sorted(maps.Keys(last)) {
		if len(last) == 1 && a.From != nil && last[parts] < a.From.Format("2006-01") {
			text = "Talen före den " + prose.Date(*a.From) + " är räknade på summan av " + parts + "."
			continue
		}
		text += " Till och med " + prose.Period(last[parts]) + " är talen räknade på summan av " + parts + "."
	}
	if count {
		text += " Hushåll som flyttat mellan dem räknas två gånger."
	}
	return strings.TrimSpace(text)
}

// successors are the districts that a former one became.
func (s *site) successors(p *page, name string) []link {
	var out []link
	for _, c := range s.succession {
		if c.From == name {
			out = append(out, link{Text: c.To, Href: p.areaLink(c.To)})
		}
	}
	return out
}

// todayTable is an indicator's newest periods of the districts that have been made of others within them, in today's
// division; the others stand in the table above it. Nil without any.
func (s *site) todayTable(p *page, ind *indicator) *table {
	if s.today == "" {
		return nil
	}
	t := s.inToday()
	now := t.named(ind.Name)
	if !slices.ContainsFunc(now.obs, func(o publication.Observation) bool { return o.SumOf != "" && o.Value != nil }) {
		return nil
	}
	out := t.changesTable(p, now)
	out.Caption += ", i dagens indelning"
	var merged []row
	for _, r := range out.Rows {
		name, parts := r.Head.Text, ""
		for _, period := range now.periods[max(0, len(now.periods)-shownPeriods):] {
			if o := now.figures[key{name, "", period}]; added(o) {
				parts = "till och med " + prose.ShortPeriod(period) + " " + together(now) + o.SumOf
			}
		}
		if r.Head.Note = parts; parts != "" {
			merged = append(merged, r)
		}
	}
	if out.Rows = merged; len(merged) == 0 {
		return nil
	}
	return out
}

// named is the indicator of that name.
func (t told) named(name string) *indicator {
	return t.inds[slices.IndexFunc(t.inds, func(ind *indicator) bool { return ind.Name == name })]
}

// todayCategories is an indicator's newest figures of today's merged districts,
// by category, with the sentence that says what they are sums of. There is none
// where the newest figures are told in today's division already.
func (s *site) todayCategories(p *page, ind *indicator) (*table, string) {
	if s.today == "" || ind.newest == "" || ind.division == s.today {
		return nil, ""
	}
	now := s.now.named(ind.Name)
	for _, period := range slices.Backward(now.periods) {
		parts, shown := partsOf(now, period)
		if !shown {
			continue
		}
		t := table{Caption: hardSpaces(ind.Title) + ", i dagens indelning", Sub: prose.Upper(prose.Period(period)) + ", " + ind.Unit, Head: heads("Stadsdel")}
		for _, c := range ind.categories {
			t.Head = append(t.Head, cell{Text: c})
		}
		var sums []prose.Sum
		for _, n := range slices.SortedFunc(maps.Keys(parts), publication.Swedish()) {
			r := row{Head: cell{Text: n, Href: p.areaLink(n)}}
			for _, c := range ind.categories {
				r.Cells = append(r.Cells, p.value(now.figures[key{n, c, period}], ind.measure()))
			}
			t.Rows = append(t.Rows, r)
			sums = append(sums, prose.Sum{Area: n, Of: parts[n]})
		}
		return p.table(t), "Ovan står varje tal i den indelning som gällde då. Här står talen " + prose.When(period) + " för de stadsdelar i dagens indelning (" +
			s.divisionText(s.today) + ") som har bildats genom sammanslagning. " + prose.Sums(sums) + " Ett dolt tal döljer summan."
	}
	return nil, ""
}

// partsOf are the districts that are sums in a period, with what they are sums
// of, and whether any of their figures is shown.
func partsOf(ind *indicator, period string) (parts map[string]string, shown bool) {
	parts = map[string]string{}
	for i := range ind.obs {
		if o := &ind.obs[i]; o.Period == period && added(o) {
			parts[o.Area] = o.SumOf
			shown = shown || o.Value != nil
		}
	}
	return parts, shown
}
