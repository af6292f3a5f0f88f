package dashboards

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// districtPage is what the page of a district shows.
type districtPage struct {
	Name         string
	Facts        []keyFigure
	Successors   []link // what a former district became
	CompareTitle string
	Spine        *figure
	Compare      *table
	Aside        []note
	Expected     []prose.Told // what is beside what who lives there would give
	Likes        *likeView
	Decides      *decidesView
	Movements    []prose.Told // what has changed, by indicator
	Untried      []prose.Told // what cannot be tried, and why
	Series       []*figure
	YearBefore   *yearBeforeView
	SeriesIntro  string
	Reasons      []reasonsView
	Events       []correction
	All          []*table
	Downloads    []link
}

// keyFigure is one of the figures at the top.
type keyFigure struct{ Name, Value, Note string }

// reasonsView is an indicator with categories on a district's page.
type reasonsView struct {
	ID, Title string
	Chart     *figure
	Aside     []note
}

func (s *site) district(ctx context.Context, p *page, a publication.Area) error {
	p.kind, p.Nav, p.Title, p.H1 = "stadsdel", "Stadsdelar", a.Name, a.Name
	p.Crumbs = []link{{Text: "Stadsdelar", Href: p.to("stadsdelar.html")}}
	if a.Part != "" {
		p.Crumbs = append(p.Crumbs, link{Text: a.Part})
	}
	// What happened over time is told in today's division for a present
	// district; the newest figures as they were reported, where they were.
	history := s
	if s.present(a.Name) {
		history = s.inToday()
		if !slices.ContainsFunc(s.withFigures, func(b publication.Area) bool { return b.Name == a.Name }) {
			s = history
		}
	}
	body := &districtPage{Name: a.Name, Facts: s.keyFigures(a)}
	if s.former(a.Name) {
		body.Successors, p.Ended = s.successors(p, a.Name), true
	}
	p.Body = body
	s.compareTable(p, a, body)
	spine, err := s.spineFigure(ctx, p, a)
	if err != nil {
		return err
	}
	body.Spine = spine
	body.Expected = prose.BySubject(a.Name, s.expectedSentences(a.Name)...)
	body.Likes = s.likesOf(p, a)
	body.Decides = s.decidedBy(a)
	moved := s.areaSentences(a)
	body.Movements, body.Untried = prose.BySubject(a.Name, moved.all()...), prose.BySubject(a.Name, moved.untried...)
	body.YearBefore = history.yearBefore(p, a.Name)
	for i, ind := range s.inds {
		if len(ind.categories) > 0 {
			v, err := s.reasonsOf(ctx, p, ind, a)
			if err != nil {
				return err
			}
			if v != nil {
				body.Reasons = append(body.Reasons, *v)
			}
			continue
		}
		f, err := history.seriesOf(ctx, p, history.inds[i], a)
		if err != nil {
			return err
		}
		if f != nil {
			body.Series = append(body.Series, f)
			if isMonth(ind.newest) {
				body.SeriesIntro = "Ett tal varierar från månad till månad. En enstaka topp eller dal säger inte att något har ändrats."
			}
		}
	}
	if len(body.Series) > 0 {
		body.SeriesIntro = strings.TrimSpace(s.todayIntro(a.Name) + " " + body.SeriesIntro)
	}
	body.Events = s.eventsOf(a)
	body.All = history.allFigures(p, a)
	for _, ind := range s.inds {
		if s.has(ind, a.Name) {
			body.Downloads = append(body.Downloads, link{Text: ind.heading(), Href: p.to("data/" + ind.Name + ".csv"), Note: "CSV"})
		}
	}
	s.districtOpening(p, a)
	return nil
}

// has says whether an area has any row of an indicator.
func (s *site) has(ind *indicator, area string) bool {
	return slices.ContainsFunc(ind.of[area], delivered)
}

// inOrder are the indicators without categories, the lead first.
func (s *site) inOrder() []*indicator {
	var out []*indicator
	if s.lead != nil {
		out = append(out, s.lead)
	}
	for _, ind := range s.inds {
		if ind != s.lead && len(ind.categories) == 0 {
			out = append(out, ind)
		}
	}
	return out
}

func (s *site) districtOpening(p *page, a publication.Area) {
	division, latest, hidden := "", "", 0
	for o := range s.deliveredOf(a.Name) {
		division = max(division, o.Division)
		if o.Status == publication.Hidden {
			hidden++
		}
	}
	for _, ind := range s.inds {
		if last := ind.lastPeriodOf(a.Name, ""); len(ind.categories) == 0 {
			latest = max(latest, last)
		}
	}
	lead := ""
	for _, ind := range s.inOrder() {
		if lead = s.leadSentence(ind, a.Name); lead != "" {
			break
		}
	}
	for _, text := range []string{lead, s.verdictSentence(a.Name), s.lifeSentence(a), s.mergedSentence(a)} {
		if text != "" {
			p.Lede = append(p.Lede, text)
		}
	}
	p.Description = a.Name + " jämförd med staden och de andra stadsdelarna. " + lead
	p.Own = []fresh{{Name: newestName, Value: prose.Period(latest)}, {Name: "Områdesindelning", Value: s.divisionText(division)}}
	if hidden > 0 {
		p.Own = append(p.Own, fresh{Name: "Dolda tal", Value: prose.Number(float64(hidden), 0), Href: "#dolda"})
		p.signs[publication.Sign(publication.Hidden)] = true
	}
}

// leadSentence says a district's newest value against the reference, and how
// yearly values have moved.
func (s *site) leadSentence(ind *indicator, area string) string {
	period := ind.lastPeriodOf(area, "")
	o := ind.figures[key{area, "", period}]
	if o == nil || o.Value == nil {
		return ""
	}
	m := ind.measure()
	text := hardSpaces(ind.Title) + ": " + brief(*o.Value, m) + prose.Interval(o.Lower, o.Upper, m) + " " + prose.When(period)
	if ref, _ := ind.reference("", period); ref != nil {
		text += ", " + s.referenceName(ind, "", period) + " " + brief(*ref, m)
	}
	text += "."
	first, last := ind.ends(area)
	if change, since := change(first, last, m); change != "" {
		text += " Talet " + change + " sedan " + since + "."
		if before, after, ok := s.outsideOf(ind, first.Period, last.Period); ok {
			text += " Samtidigt räknas " + map[bool]string{true: "fler", false: "färre"}[*after.Share > *before.Share] + " utanför stadsdelarna."
		}
	}
	return text
}

// ends are the first and the last figure of an area's series that have a value; nil without any.
func (ind *indicator) ends(area string) (first, last *publication.Observation) {
	for _, period := range ind.periods {
		if o := ind.figures[key{area, "", period}]; o != nil && o.Value != nil {
			if first == nil {
				first = o
			}
			last = o
		}
	}
	return first, last
}

// change says how a yearly series has moved from its first year to its last, and since
// when; months move up and down, and two of them show nothing.
func change(first, last *publication.Observation, m prose.Measure) (text, since string) {
	if first == last || isMonth(last.Period) || overlap(first, last) {
		return "", ""
	}
	return prose.Change(*first.Value, *last.Value, m), prose.Period(first.Period)
}

// overlap says whether the intervals of two figures meet, so that a change
// between them is not sure.
func overlap(a, b *publication.Observation) bool {
	if a.Lower == nil || a.Upper == nil || b.Lower == nil || b.Upper == nil {
		return false
	}
	return *a.Lower <= *b.Upper && *b.Lower <= *a.Upper
}

// verdictSentence gathers the sure differences of a district's newest figures.
func (s *site) verdictSentence(area string) string {
	// Medians are held against the city, all else against the other districts.
	against := []string{"de övriga", "staden"}
	higher, lower := map[string][]string{}, map[string][]string{}
	compared, sure, medians := 0, 0, 0
	for _, ind := range s.inds {
		for _, cat := range append([]string{""}, ind.categories...) {
			c := ind.comparisons[key{area, cat, ind.lastPeriodOf(area, cat)}]
			if c == nil || c.Verdict == publication.NotCompared {
				continue
			}
			compared++
			if ind.Method == publication.MethodMedian {
				medians++
			}
			name := prose.Lower(ind.heading())
			if last := ind.lastPeriodOf(area, cat); last != s.info.Month {
				name = prose.Lower(ind.dated("", last))
			}
			if cat != "" {
				name = prose.Lower(cat)
			}
			switch to := ind.tried(); c.Verdict {
			case publication.Higher:
				higher[to] = append(higher[to], name)
				sure++
			case publication.Lower:
				lower[to] = append(lower[to], name)
				sure++
			}
		}
	}
	if compared == 0 {
		return ""
	}
	text := ""
	for _, to := range against {
		if names := higher[to]; len(names) > 0 {
			text += "Tydligt högre än i " + to + ": " + listed(names) + ". "
		}
		if names := lower[to]; len(names) > 0 {
			text += "Tydligt lägre än i " + to + ": " + listed(names) + ". "
		}
	}
	if rest := compared - sure; text != "" && rest > 0 {
		return text + prose.Upper(prose.Count(rest, "ett tal", "tal")) + " visar ingen säker skillnad."
	}
	if text == "" {
		others := map[int]string{0: "de övriga redovisade stadsdelarna", compared: "staden"}
		return "Av " + prose.Count(compared, "ett tal", "tal") + " som går att pröva skiljer sig inget säkert från " +
			cmp.Or(others[medians], others[0]+" eller, för handläggningstider, från staden") + "."
	}
	return text
}

// lifeSentence says when a former district existed and what it became.
func (s *site) lifeSentence(a publication.Area) string {
	if a.To == nil {
		return ""
	}
	text := "Stadsdelen fanns till och med den " + prose.Date(*a.To)
	if a.From != nil {
		text = "Stadsdelen fanns från den " + prose.Date(*a.From) + " till och med den " + prose.Date(*a.To)
	}
	var into []string
	for _, c := range s.succession {
		if c.From == a.Name {
			into = append(into, c.To)
		}
	}
	if len(into) > 0 {
		text += " och ingår därefter i " + prose.Join(into)
	}
	return text + "."
}

// divisionText names a division: 14 stadsdelar, 2007–2020.
func (s *site) divisionText(id string) string {
	for _, d := range s.divisions {
		if d.ID != id {
			continue
		}
		text := prose.Number(float64(d.Areas), 0) + prose.NBSP + "stadsdelar"
		if d.From != nil {
			text += ", från den " + prose.Date(*d.From)
		}
		if d.To != nil {
			text += " till den " + prose.Date(*d.To)
		}
		return text
	}
	return "okänd"
}

// keyFigures are the newest values of the first two indicators and the
// population, or of three indicators. Who divides them must get what stands
// beside: the population is the one that a ratio among them was divided by.
func (s *site) keyFigures(a publication.Area) []keyFigure {
	var out []keyFigure
	var divisor *float64
	for _, ind := range s.inOrder() {
		period := ind.lastPeriodOf(a.Name, "")
		o := ind.figures[key{a.Name, "", period}]
		if o == nil || o.Value == nil {
			continue
		}
		m := ind.measure()
		note := prose.Period(period)
		if t := prose.Interval(o.Lower, o.Upper, m); t != "" {
			note += ", intervall" + t
		}
		if ref, _ := ind.reference("", period); ref != nil {
			note += "; " + s.plainReferenceText(ind, period) + " " + brief(*ref, m)
		}
		if ind.perInhabitant() && len(out) < 2 {
			divisor = o.Denominator
		}
		out = append(out, keyFigure{Name: hardSpaces(ind.Title), Value: brief(*o.Value, m), Note: note})
	}
	people := keyFigure{Name: "Invånare"}
	if divisor != nil { // of a merged district perhaps a sum that no fact holds
		people.Value, people.Note = prose.Number(*divisor, 0), "som talen per invånare är räknade på"
	}
	for i := len(s.facts) - 1; i >= 0; i-- {
		f := s.facts[i]
		if f.Measure == "folkmangd" && f.Area == a.Name && f.Category == "" && f.Value != nil && !isMonth(f.Period) && (divisor == nil || *f.Value == *divisor) {
			people.Value, people.Note = prose.Number(*f.Value, 0), "31"+prose.NBSP+"december"+prose.NBSP+f.Period
			break
		}
	}
	if people.Value == "" {
		return out[:min(3, len(out))]
	}
	return append(out[:min(2, len(out))], people)
}

func (s *site) plainReferenceText(ind *indicator, period string) string {
	_, name := ind.reference("", period)
	if name == publication.ReportedOnly {
		return "redovisade stadsdelar"
	}
	return prose.Lower(name)
}

// eventsOf are the events of the city and of a district, within its figures' time.
func (s *site) eventsOf(a publication.Area) []correction {
	first, last := "9999", ""
	for _, ind := range s.inds {
		for _, period := range ind.periods {
			if ind.lastPeriodOf(a.Name, "") != "" || len(ind.categories) > 0 {
				first, last = min(first, period), max(last, period)
			}
		}
	}
	var out []correction
	for _, e := range s.events {
		if day := e.Date.Format("2006-01-02"); (e.Area == "" || e.Area == a.Name) && day[:4] >= first[:4] && day[:4] <= (last + "0000")[:4] {
			out = append(out, correction{What: prose.Date(e.Date), Text: prose.Sentence(e.Text)})
		}
	}
	return out
}
