package dashboards

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// finding is what stands out in one indicator or category: districts that differ
// surely in a period, or one that has changed.
type finding struct {
	ind      *indicator
	category string
	period   string
	names    []string // the districts
	changed  *publication.Standout
}

const maxFindings = 3

// standing is what the front page says of what stands out: charts of the first
// ones, those that are worse and getting worse or better and getting better, and
// the rest in sentences. The publication decides what stands out, and in which
// order.
type standing struct {
	findings      []finding
	worse, better []link
	rest          []prose.Said
}

func (s *site) standing() standing {
	var out standing
	var all []finding
	for i := range s.conclusions.standouts {
		x := &s.conclusions.standouts[i]
		ind := s.named(x.Indicator)
		if ind == nil {
			continue
		}
		if x.Kind == publication.StandsChanged {
			all = append(all, finding{ind: ind, category: x.Category, names: []string{x.Area}, changed: x})
			continue
		}
		k := slices.IndexFunc(all, func(f finding) bool { return f.ind == ind && f.category == x.Category && f.changed == nil })
		if k < 0 {
			k = len(all)
			all = append(all, finding{ind: ind, category: x.Category, period: x.Period})
		}
		all[k].names = append(all[k].names, x.Area)
	}
	for _, f := range spreadOut(all) {
		// A change is shown by its series, and a category has none.
		if len(out.findings) < maxFindings && (f.changed == nil || f.category == "") {
			out.findings = append(out.findings, f)
		}
	}
	for i := range s.conclusions.standouts {
		s.placeStandout(&s.conclusions.standouts[i], &out)
	}
	return out
}

// placeStandout puts one row in the list where it belongs.
func (s *site) placeStandout(x *publication.Standout, out *standing) {
	ind := s.named(x.Indicator)
	if ind == nil {
		return
	}
	said := prose.Standout(ind.subject(x.Category), *x)
	both := x.Kind == publication.StandsBoth && x.Judgement == x.ChangeJudgement
	switch {
	case both && x.Judgement == publication.Worse:
		out.worse = append(out.worse, link{Text: said.Text})
	case both && x.Judgement == publication.Better:
		out.better = append(out.better, link{Text: said.Text})
	case slices.ContainsFunc(out.findings, func(f finding) bool {
		return f.ind == ind && f.category == x.Category && slices.Contains(f.names, x.Area) && (f.changed == nil) == (x.Kind != publication.StandsChanged)
	}):
	case len(out.rest) < maxStandouts:
		out.rest = append(out.rest, said)
	}
}

// calmest is the largest difference between a district and the others that is not sure.
func (s *site) calmest() *publication.Comparison {
	var calm *publication.Comparison
	for _, ind := range s.inds {
		if ind.level() || ind.Method != publication.MethodProportion {
			continue
		}
		for _, cat := range append([]string{""}, ind.categories...) {
			for _, name := range s.members[ind.division] {
				c := ind.comparisons[key{name, cat, ind.newest}]
				if c != nil && c.Verdict == publication.NoSure && c.Difference != nil && (calm == nil || math.Abs(*c.Difference) > math.Abs(*calm.Difference)) {
					calm = c
				}
			}
		}
	}
	return calm
}

// spreadOut moves the best finding of each indicator to the front, so that one
// indicator with many categories does not hide the others.
func spreadOut(all []finding) []finding {
	var first, rest []finding
	seen := map[*indicator]bool{}
	for _, f := range all {
		if seen[f.ind] {
			rest = append(rest, f)
		} else {
			seen[f.ind] = true
			first = append(first, f)
		}
	}
	return append(first, rest...)
}

// title says in which districts, by name when they are few.
func (f *finding) title() string {
	if f.changed != nil {
		return strings.TrimSuffix(strings.Join(texts(prose.Standout(f.ind.subject(f.category), *f.changed)), " "), ".")
	}
	return f.ind.dated(f.category, f.period) + ": " + prose.Differing(f.ind.differing(f.category, f.period, f.names))
}

// farthest says the districts that differ most to either side and what they differ
// from: 93,2 % i Hässelby-Vällingby och 40,2 % i Farsta, mot 65,4 % i hela staden.
func (s *site) farthest(f finding) string {
	ind, period := f.ind, f.period
	value := func(n string) float64 { return *ind.figures[key{n, f.category, period}].Value }
	higher, lower := ind.differing(f.category, period, f.names)
	var ends []string
	if len(higher) > 0 {
		ends = append(ends, slices.MaxFunc(higher, func(a, b string) int { return cmp.Compare(value(a), value(b)) }))
	}
	if len(lower) > 0 {
		ends = append(ends, slices.MinFunc(lower, func(a, b string) int { return cmp.Compare(value(a), value(b)) }))
	}
	for i, n := range ends {
		ends[i] = brief(value(n), ind.measure()) + " " + prose.In(n)
	}
	text := prose.Join(ends)
	if ref, _ := ind.reference(f.category, period); ref != nil {
		text += ", mot " + brief(*ref, ind.measure()) + " i " + prose.Lower(s.referenceName(ind, f.category, period))
	}
	return text
}

// shown are the districts of the finding's chart: those that differ surely,
// and up to five with the largest of the others.
func (s *site) shown(f finding) []string {
	const rows = 5
	all := s.districtsOf(f.ind, f.category, f.period)
	var others []string
	for _, n := range all {
		o := f.ind.figures[key{n, f.category, f.period}]
		if !slices.Contains(f.names, n) && o.Value != nil && o.Denominator != nil {
			others = append(others, n)
		}
	}
	size := func(n string) float64 { return *f.ind.figures[key{n, f.category, f.period}].Denominator }
	slices.SortStableFunc(others, func(a, b string) int { return cmp.Compare(size(b), size(a)) })
	picked := slices.Concat(f.names, others[:min(len(others), max(0, rows-len(f.names)))])
	return slices.DeleteFunc(all, func(n string) bool { return !slices.Contains(picked, n) })
}

// changedView is a finding about one district's series.
func (s *site) changedView(ctx context.Context, p *page, f finding) (findingView, error) {
	v := findingView{Title: f.title(), More: link{Text: "Mer om " + f.names[0], Href: p.areaLink(f.names[0])}}
	t, ind := s, f.ind
	if s.present(f.names[0]) {
		t = s.inToday()
		ind = t.named(ind.Name)
	}
	var err error
	if v.Chart, err = t.seriesOf(ctx, p, ind, s.areas[f.names[0]]); v.Chart != nil {
		v.Chart.Small, v.Chart.Tables = true, nil
		v.Chart.Title = ind.heading() + " " + prose.In(f.names[0]) + ": " + ind.courseTitle(f.names[0])
		v.Chart.Downloads = append([]link{{Text: "Tabellen på sidan om " + f.names[0], Href: p.areaLink(f.names[0]) + "#serie-" + ind.Name}}, v.Chart.Downloads...)
	}
	return v, err
}

// findingView shows a finding in words and, where two ways of saying it are needed, in the chart's title the other one.
// Of the finding that opens the page the page's own heading has said who differs.
func (s *site) findingView(ctx context.Context, p *page, f finding, opens bool) (findingView, error) {
	if f.changed != nil {
		return s.changedView(ctx, p, f)
	}
	ind, m := f.ind, f.ind.measure()
	v := findingView{Title: f.title(), More: link{Text: "Mer om " + prose.Lower(ind.heading()), Href: p.indicatorLink(ind)}}
	text := ""
	higher, lower := ind.differing(f.category, f.period, f.names)
	for _, n := range slices.Concat(higher[:min(2, len(higher))], lower[:min(2, len(lower))]) {
		o := ind.figures[key{n, f.category, f.period}]
		text += prose.Against(n, *o.Value, o.Lower, o.Upper, "", nil, m) + " "
	}
	if ref, _ := ind.reference(f.category, f.period); ref != nil {
		text += prose.Upper(s.referenceName(ind, f.category, f.period)) + ": " + brief(*ref, m) + "."
	}
	v.Text = append(v.Text, text)
	names := s.shown(f)
	id := "fynd-" + ind.Name
	if i := slices.Index(ind.categories, f.category); i >= 0 {
		id += "-" + prose.Number(float64(i+1), 0)
	}
	fig := s.dotsFor(p, ind, names, f.category, f.period, id)
	far := s.farthest(f)
	if fig.Small, fig.Title = true, prose.Upper(far); opens {
		v.Title, fig.Title = ind.dated(f.category, f.period)+": "+far, prose.Upper(prose.Differing(higher, lower))
	}
	if len(names) < len(s.districtsOf(ind, f.category, f.period)) {
		fig.Sub += ". De som skiljer sig säkert"
		if len(names) > len(f.names) {
			fig.Sub += " och några av de andra"
		}
	}
	fig.Downloads = append([]link{{Text: "Alla stadsdelar på nyckeltalets sida", Href: p.indicatorLink(ind)}}, fig.Downloads...)
	in := s.dots(ind, names, f.category, f.period)
	fig.Sub += scaleNote(in, m)
	fig.lent(ind, s.mainKind(ind))
	var err error
	v.Chart, err = p.figure(ctx, in, fig)
	return v, err
}

// noFinding says why nothing stands out.
func (s *site) noFinding() string {
	compared, sure, where := 0, 0, ""
	for _, ind := range s.inds {
		for _, cat := range append([]string{""}, ind.categories...) {
			if o := ind.outcome(cat, ind.newest); !ind.level() && o.compared() {
				if compared++; compared == 1 {
					where = s.triedOf(ind)
				} else if where != s.triedOf(ind) {
					where = ""
				}
				if o.sure() {
					sure++
				}
			}
		}
	}
	if compared == 0 {
		return "Inget av de tal som finns går att pröva mot slumpen. Nivåer, som antal hushåll och kostnad, speglar vilka som bor i stadsdelen och visas längre ned."
	}
	if sure > 0 {
		return "Inget mått på arbetssätt sticker ut när hänsyn har tagits till hur många tal som prövas. Var för sig visar " + prose.Of(sure, compared) +
			" tal en säker skillnad mellan stadsdelar. De står på nyckeltalens sidor. Nivåer, som antal hushåll och kostnad, speglar vilka som bor i stadsdelen och räknas inte hit."
	}
	return "Inget sticker ut" + where + ". Av " + prose.Count(compared, "ett tal", "tal") +
		" som går att pröva visar inget en skillnad mellan stadsdelar som är större än vad slumpen brukar ge. Nivåer, som antal hushåll och kostnad, speglar vilka som bor i stadsdelen och räknas inte hit."
}

// triedOf says among which districts and when an indicator is tried, where not all are reported.
func (s *site) triedOf(ind *indicator) string {
	shown, of := s.coverage(ind, ind.newest)
	if shown == of {
		return ""
	}
	return " bland " + prose.Reference(publication.ReportedOnly, shown, of) + " " + prose.When(ind.newest)
}

// unsureView is the calm line about the largest difference that is not sure.
func (s *site) unsureView(c *publication.Comparison) *unsure {
	if c == nil || c.Difference == nil {
		return nil
	}
	i := slices.IndexFunc(s.inds, func(ind *indicator) bool { return ind.Name == c.Indicator })
	ind := s.inds[i]
	o, m := ind.figures[key{c.Area, c.Category, c.Period}], ind.measure()
	if o == nil || o.Value == nil {
		return nil
	}
	subject := ind.heading()
	if c.Category != "" {
		subject = c.Category + " (" + prose.Lower(subject) + ")"
	}
	return &unsure{Title: "Ser stort ut men är ingen säker skillnad.",
		Text: subject + " " + prose.When(c.Period) + ". " + prose.Against(c.Area, *o.Value, o.Lower, o.Upper, s.referenceName(ind, c.Category, c.Period), c.ReferenceValue, m) +
			" " + prose.Unsure(*c.Difference, c.DiffLower, c.DiffUpper, m)}
}
