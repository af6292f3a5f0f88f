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

// finding is an indicator, or one of its categories, in which some districts
// differ surely in its newest period.
type finding struct {
	ind      *indicator
	category string
	names    []string // the districts
	p        float64  // the smallest adjusted p
	effect   float64  // the largest difference
}

const (
	maxFindings = 3
	level       = 0.05
)

// findings are the sure differences in process indicators and shares, at most
// three, those least due to chance first; and the largest difference that is
// not sure. Levels are no findings: they differ because people live
// differently.
//
// A front page picks among many figures. A verdict is therefore shown there
// only if it also stands when the false discoveries of all of them together
// are held at 5 % (Benjamini and Hochberg, JRSS B 1995).
func (s *site) findings() ([]finding, *publication.Comparison) {
	type candidate struct {
		ind *indicator
		c   *publication.Comparison
	}
	var all []candidate
	var ps []float64
	for _, ind := range s.inds {
		if ind.level() {
			continue
		}
		for _, cat := range append([]string{""}, ind.categories...) {
			for _, name := range s.members[ind.division] {
				c := ind.comparisons[key{name, cat, ind.newest}]
				if c == nil || c.Verdict == publication.NotCompared {
					continue
				}
				all = append(all, candidate{ind, c})
				if c.P != nil {
					ps = append(ps, *c.P)
				}
			}
		}
	}
	limit := benjaminiHochberg(ps, level)
	var out []finding
	var calm *publication.Comparison
	for _, k := range all {
		c := k.c
		sure := c.Verdict == publication.Higher || c.Verdict == publication.Lower
		if !sure {
			if c.Difference != nil && k.ind.Method == publication.MethodProportion && (calm == nil || math.Abs(*c.Difference) > math.Abs(*calm.Difference)) {
				calm = c
			}
			continue
		}
		if c.P != nil && *c.P > limit {
			continue
		}
		i := slices.IndexFunc(out, func(f finding) bool { return f.ind == k.ind && f.category == c.Category })
		if i < 0 {
			i = len(out)
			out = append(out, finding{ind: k.ind, category: c.Category, p: 1})
		}
		out[i].add(c)
	}
	slices.SortStableFunc(out, func(a, b finding) int { return cmp.Or(cmp.Compare(a.p, b.p), cmp.Compare(b.effect, a.effect)) })
	out = spreadOut(out)
	return out[:min(len(out), maxFindings)], calm
}

// benjaminiHochberg is the largest p that stands at the given rate of false
// discoveries, or 0.
func benjaminiHochberg(ps []float64, rate float64) float64 {
	sorted := slices.Sorted(slices.Values(ps))
	for i, p := range slices.Backward(sorted) {
		if p <= rate*float64(i+1)/float64(len(sorted)) {
			return p
		}
	}
	return 0
}

func (f *finding) add(c *publication.Comparison) {
	f.names = append(f.names, c.Area)
	if c.PAdjusted != nil {
		f.p = min(f.p, *c.PAdjusted)
	}
	if c.Difference != nil {
		f.effect = max(f.effect, math.Abs(*c.Difference))
	}
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
	subject := f.ind.heading()
	if f.category != "" {
		subject += ", " + prose.Lower(f.category)
	}
	return subject + ": " + prose.Differing(f.ind.differing(f.category, f.ind.newest, f.names))
}

// shown are the districts of the finding's chart: those that differ surely,
// and up to five with the largest of the others.
func (s *site) shown(f finding) []string {
	const rows = 5
	all := s.districtsOf(f.ind, f.category, f.ind.newest)
	var others []string
	for _, n := range all {
		o := f.ind.figures[key{n, f.category, f.ind.newest}]
		if !slices.Contains(f.names, n) && o.Value != nil && o.Denominator != nil {
			others = append(others, n)
		}
	}
	size := func(n string) float64 { return *f.ind.figures[key{n, f.category, f.ind.newest}].Denominator }
	slices.SortStableFunc(others, func(a, b string) int { return cmp.Compare(size(b), size(a)) })
	picked := slices.Concat(f.names, others[:min(len(others), max(0, rows-len(f.names)))])
	return slices.DeleteFunc(all, func(n string) bool { return !slices.Contains(picked, n) })
}

func (s *site) findingView(ctx context.Context, p *page, f finding) (findingView, error) {
	ind, m := f.ind, f.ind.measure()
	v := findingView{Title: f.title(), More: link{Text: "Mer om " + prose.Lower(hardSpaces(ind.Short)), Href: p.indicatorLink(ind)}}
	text := ""
	higher, lower := ind.differing(f.category, ind.newest, f.names)
	for _, n := range slices.Concat(higher[:min(2, len(higher))], lower[:min(2, len(lower))]) {
		o := ind.figures[key{n, f.category, ind.newest}]
		text += prose.Against(n, *o.Value, o.Lower, o.Upper, "", nil, m) + " "
	}
	if ref, _ := ind.reference(f.category, ind.newest); ref != nil {
		text += prose.Upper(s.referenceName(ind, f.category, ind.newest)) + ": " + brief(*ref, m) + "."
	}
	v.Text = append(v.Text, text)
	names := s.shown(f)
	id := "fynd-" + ind.Name
	if i := slices.Index(ind.categories, f.category); i >= 0 {
		id += "-" + prose.Number(float64(i+1), 0)
	}
	fig := s.dotsFor(p, ind, names, f.category, ind.newest, id)
	fig.Small, fig.Title = true, ind.heading()+" "+prose.When(ind.newest)
	if f.category != "" {
		fig.Title = f.category + " " + prose.When(ind.newest)
	}
	if fig.Sub += ". De som skiljer sig säkert och några av de andra"; len(names) == len(s.districtsOf(ind, f.category, ind.newest)) {
		fig.Sub = strings.TrimSuffix(fig.Sub, ". De som skiljer sig säkert och några av de andra")
	}
	fig.Elsewhere = "Alla stadsdelar finns på nyckeltalets sida."
	in := s.dots(ind, names, f.category, ind.newest)
	fig.Sub += scaleNote(in, m)
	fig.lent(ind, s.mainKind(ind))
	var err error
	v.Chart, err = p.figure(ctx, in, fig)
	return v, err
}

// noFinding says why nothing stands out.
func (s *site) noFinding() string {
	compared := 0
	for _, ind := range s.inds {
		for _, cat := range append([]string{""}, ind.categories...) {
			if !ind.level() && ind.outcome(cat, ind.newest).compared() {
				compared++
			}
		}
	}
	if compared == 0 {
		return "Inget av de tal som finns går att pröva mot slumpen. Nivåer, som antal hushåll och kostnad, speglar vilka som bor i stadsdelen och visas längre ned."
	}
	return "Inget sticker ut. Av " + prose.Count(compared, "en jämförelse", "jämförelser") +
		" som går att pröva visar ingen en skillnad mellan stadsdelar som är större än vad slumpen brukar ge. Nivåer, som antal hushåll och kostnad, speglar vilka som bor i stadsdelen och räknas inte hit."
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
	subject := hardSpaces(ind.Short)
	if c.Category != "" {
		subject = c.Category + " (" + prose.Lower(subject) + ")"
	}
	return &unsure{Title: "Ser stort ut men är ingen säker skillnad.",
		Text: subject + " " + prose.When(c.Period) + ". " + prose.Against(c.Area, *o.Value, o.Lower, o.Upper, s.referenceName(ind, c.Category, c.Period), c.ReferenceValue, m) +
			" " + prose.Unsure(*c.Difference, c.DiffLower, c.DiffUpper, m)}
}
