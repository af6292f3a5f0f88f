package paper

import (
	"context"
	"math"
	"slices"
	"strings"

	"stadsdelskollen/dashboards/chart"
	timeperiod "stadsdelskollen/queries/period"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// dots is the dot plot of an indicator's districts in a period; nothing where
// fewer than two have a value.
func (r *report) dots(ctx context.Context, s *series, period string, names []string) ([]*figure, error) {
	if s == nil {
		return nil, nil
	}
	m := s.measure()
	in := chart.DotsInput{Axis: chart.Axis{Unit: prose.AxisUnit(s.Unit)}, ValueHead: "värde"}
	low, high, shown := math.Inf(1), 0.0, 0
	seen := map[string]bool{}
	var figures []prose.Figure
	for _, n := range names {
		o, c := s.at(n, "", period), s.verdict(n, "", period)
		w := chart.DotRow{Label: n, Verdict: mark(c), Hidden: o != nil && o.Status == publication.Hidden}
		w.NotDelivered = !w.Hidden && (o == nil || o.Value == nil)
		switch {
		case w.Hidden:
			seen["dold"] = true
		case !w.NotDelivered:
			w.Value, w.Lower, w.Upper = *o.Value, o.Lower, o.Upper
			w.ValueText, w.IntervalText = prose.Brief(*o.Value, m.Unit, m.Decimals), strings.TrimSpace(prose.Interval(o.Lower, o.Upper, m))
			low, high, shown = min(low, *o.Value), max(high, *o.Value), shown+1
			seen[keyOf(c)] = true
			figures = append(figures, prose.Figure{Area: n, Value: *o.Value})
			if w.IntervalText != "" {
				in.ValueHead = "värde (95 %-intervall)"
			}
		}
		in.Rows = append(in.Rows, w)
	}
	if shown < 2 {
		return nil, nil
	}
	in.Axis.Loose = low > 0.6*high
	ref, name := s.reference("", period, r.info.CityArea)
	if ref != nil {
		text := name
		if name == publication.ReportedOnly {
			text = "Redovisade stadsdelar"
		}
		in.Reference = &chart.Reference{Value: *ref, Text: text + " " + prose.Brief(*ref, m.Unit, m.Decimals)}
	}
	f := figure{Indicator: s.Name, Sub: hard(s.Title) + unitNote(s) + ", " + prose.Period(period) + ". Sorterat efter namn", Source: r.sourceOf(s, names, period),
		of: about{kind: "prickar", areas: names, periods: []string{period}}}
	higher, lower, tried := s.differing(names, "", period)
	if tried > 0 {
		f.Title = prose.Upper(prose.DifferingAmong(higher, lower, tried, len(names)))
	} else if f.Title = prose.Upper(prose.Extremes(figures, m)); shown < len(names) {
		f.Title += ", bland de visade talen"
	}
	if from, to, err := in.Scale(); err == nil && from != 0 {
		f.Sub += ". Skalan går från " + prose.Number(from, 0) + " till " + prose.Brief(to, m.Unit, 0)
	}
	if slices.ContainsFunc(names, func(n string) bool { return prose.BeyondLine(s.at(n, "", period), s.verdict(n, "", period), ref) }) {
		f.Say = prose.RingBeyondLine
	}
	for _, k := range markKeys {
		if seen[k.Mark] {
			f.Key = append(f.Key, k)
		}
	}
	return r.picture(ctx, in, f)
}

var markKeys = []keyItem{{Mark: "hi", Text: "tydligt högre"}, {Mark: "lo", Text: "tydligt lägre"}, {Mark: "no", Text: "ingen säker skillnad"},
	{Mark: "nc", Text: "jämförs inte"}, {Mark: "dold", Text: "dolt tal"}}

func keyOf(c *publication.Comparison) string {
	if c == nil || verdictClass(c.Verdict) == "" {
		return "nc"
	}
	return strings.TrimPrefix(verdictClass(c.Verdict), "is-")
}

func mark(c *publication.Comparison) chart.Verdict {
	switch {
	case c == nil:
		return chart.NotCompared
	case c.Verdict == publication.Higher:
		return chart.Higher
	case c.Verdict == publication.Lower:
		return chart.Lower
	case c.Verdict == publication.NoSure:
		return chart.NoSure
	}
	return chart.NotCompared
}

// reasonDots is the chart of adults by reason in a few districts, as counts; of
// a single district it would say less than the table.
func (r *report) reasonDots(ctx context.Context, period string, names []string) ([]*figure, error) {
	s := r.find(reasonsName)
	if s == nil || len(names) < 2 || len(names) > narrow {
		return nil, nil
	}
	in := chart.ReasonsInput{HiddenHead: "dolda tal"}
	short := letters(names)
	largest, most := "", 0
	for _, c := range s.categories {
		w := chart.ReasonRow{Label: c}
		leads := 0
		for _, n := range names {
			f := r.facts[place{"vuxna_hinder", n, c, period}]
			d := chart.ReasonDot{Letter: short[n], Hidden: f != nil && f.Status == publication.Hidden}
			d.NotDelivered = !d.Hidden && (f == nil || f.Value == nil)
			if !d.Hidden && !d.NotDelivered {
				d.Value, d.ValueText = *f.Value, prose.Number(*f.Value, 0)
				if r.leads(s, n, c, period) {
					leads++
				}
			}
			w.Dots = append(w.Dots, d)
		}
		if leads > most {
			largest, most = c, leads
		}
		in.Rows = append(in.Rows, w)
	}
	f := figure{Indicator: s.Name, Title: "Vuxna biståndstagare efter försörjningshinder", Sub: "Antal personer, " + prose.Period(period), Source: r.sourceOf(s, names, period),
		of: about{kind: "hinder", measure: "vuxna_hinder", areas: names, periods: []string{period}}}
	if most == len(names) {
		f.Title = largest + " är vanligast i alla " + prose.Count(len(names), "", "stadsdelar")
	}
	for _, n := range names {
		f.Key = append(f.Key, keyItem{Letters: short[n], Text: n})
	}
	return r.picture(ctx, in, f)
}

// leads says whether a reason is the most common of those that are shown.
func (r *report) leads(s *series, area, category, period string) bool {
	own := r.facts[place{"vuxna_hinder", area, category, period}].Value
	return !slices.ContainsFunc(s.categories, func(c string) bool {
		f := r.facts[place{"vuxna_hinder", area, c, period}]
		return c != category && f != nil && f.Value != nil && *f.Value >= *own
	})
}

// letters gives every district a short label of its own.
func letters(names []string) map[string]string {
	out := map[string]string{}
	for _, n := range names {
		rs := []rune(n)
		size := 1
		for size < len(rs) && slices.ContainsFunc(names, func(o string) bool { return o != n && strings.HasPrefix(o, string(rs[:size])) }) {
			size++
		}
		out[n] = string(rs[:size])
	}
	return out
}

// shownMonths is how many of the newest periods a report's line chart has.
const shownMonths = 36

// lines is the series of a district against the city, with the other districts
// pale; nothing with fewer than six periods.
func (r *report) lines(ctx context.Context, s *series, own string) ([]*figure, error) {
	if s == nil || len(s.categories) > 0 || len(s.periods) < 6 {
		return nil, nil
	}
	periods := s.periods[max(0, len(s.periods)-shownMonths):]
	if periods = slices.DeleteFunc(slices.Clone(periods), func(p string) bool { return len(p) != len(s.periods[len(s.periods)-1]) }); len(periods) < 6 {
		return nil, nil
	}
	in := chart.LinesInput{Axis: chart.Axis{Unit: prose.AxisUnit(s.Unit)}, Own: s.line(own, periods)}
	if in.Own == nil {
		return nil, nil
	}
	if s.Method != publication.MethodCount {
		if in.City = s.line(r.info.CityArea, periods); in.City != nil {
			in.City.StartText, in.City.ShortName = "", "Staden"
		}
	}
	areas := []string{own}
	for _, a := range r.areas {
		if a.Level == publication.LevelDistrict && a.Name != own {
			if l := s.line(a.Name, periods); l != nil {
				l.StartText = ""
				in.Others = append(in.Others, *l)
				areas = append(areas, a.Name)
			}
		}
	}
	f := figure{Indicator: s.Name, Told: true, Title: hard(s.Title) + " " + prose.In(own) + ": " + s.newest(own, periods), Sub: strings.TrimPrefix(unitNote(s)+", ", ", ") + prose.Span(periods[0], periods[len(periods)-1]) + ". De grå linjerna är de andra stadsdelarna",
		Source: r.sourceOf(s, []string{own}, periods[len(periods)-1]), of: about{kind: "linjer", areas: areas, periods: periods}}
	f.Sub = prose.Upper(f.Sub)
	if in.City != nil {
		f.Sub += ", den streckade " + prose.Lower(r.info.CityArea)
	}
	if shown := in.Own.Shown(); 2*shown < len(periods) {
		f.Sub += ". " + prose.Of(shown, len(periods)) + " månader visas"
	}
	return r.picture(ctx, in, f)
}

// newest says the newest value of one area's series, and what it was a year before.
func (s *series) newest(area string, periods []string) string {
	for _, p := range slices.Backward(periods) {
		o := s.at(area, "", p)
		if o == nil || o.Value == nil {
			continue
		}
		var before *float64
		if at, err := timeperiod.Parse(p); err == nil && !at.IsYear() {
			if then := s.at(area, "", at.Add(-12).String()); then != nil {
				before = then.Value
			}
		}
		return prose.Newest(*o.Value, o.Lower, o.Upper, p, before, s.measure())
	}
	return ""
}

// line is one area's series over some periods; nil without a value.
func (s *series) line(area string, periods []string) *chart.Line {
	l, newest := chart.Line{Name: area}, ""
	for _, p := range periods {
		o := s.at(area, "", p)
		if o == nil || o.Value == nil {
			l.Points = append(l.Points, chart.Point{Period: p, Missing: true})
			continue
		}
		l.Points = append(l.Points, chart.Point{Period: p, Value: *o.Value})
		l.EndText, newest = prose.Brief(*o.Value, s.Unit, int(s.Decimals)), p
		if l.StartText == "" {
			l.StartText = l.EndText
		}
	}
	switch newest {
	case "":
		return nil
	case periods[len(periods)-1]:
		return &l
	}
	l.EndText += " (" + prose.ShortPeriod(newest) + ")"
	return &l
}

// sourceOf names the sources of some districts' figures, each once.
func (r *report) sourceOf(s *series, names []string, period string) string {
	var all []string
	for k, o := range s.figures {
		if k.period == period && slices.Contains(names, k.area) && o.Source != "" {
			all = append(all, o.Source)
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	// A source that another one begins with says nothing more.
	all = slices.DeleteFunc(slices.Clone(all), func(a string) bool {
		return slices.ContainsFunc(all, func(b string) bool { return a != b && strings.HasPrefix(b, a) })
	})
	if len(all) == 0 || r.info.Synthetic {
		return ""
	}
	if len(all) > 3 {
		return "Källor: " + strings.Join(all[:3], "; ") + ". Varje tals källa står i datafilen."
	}
	name := "Källa: "
	if len(all) > 1 {
		name = "Källor: "
	}
	return name + strings.TrimSuffix(strings.Join(all, "; "), ".") + "."
}
