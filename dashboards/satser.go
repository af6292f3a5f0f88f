package dashboards

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// follows is what follows from an indicator's figures, as the publication holds it.
type follows struct {
	funnels []publication.Funnel
	points  []publication.FunnelPoint // of the newest month and year
	curves  []publication.FunnelCurve
	phases  []publication.ChartPhase
	months  []publication.ChartPoint
	charts  []publication.Chart
	trends  []publication.Trend
	unequal []publication.Disparity
	growth  []publication.DisparityChange
	events  []publication.EventChange
	lastly  []publication.OverTime // the newest month with a value, of each area
}

// conclusions are what follows, for all indicators together.
type conclusions struct {
	by           map[string]*follows // by indicator
	standouts    []publication.Standout
	standardised []publication.Standardised
}

// readFollows reads what follows from the figures of the indicators of by.
func readFollows(ctx context.Context, g *errgroup.Group, pub *publication.DB, by map[string]*follows) {
	readParts(ctx, g, pub.Funnels, by, func(r *publication.Funnel) string { return r.Indicator }, func(f *follows, r []publication.Funnel) { f.funnels = r })
	readParts(ctx, g, pub.NewestFunnelPoints, by, func(r *publication.FunnelPoint) string { return r.Indicator }, func(f *follows, r []publication.FunnelPoint) { f.points = r })
	readParts(ctx, g, pub.FunnelCurves, by, func(r *publication.FunnelCurve) string { return r.Indicator }, func(f *follows, r []publication.FunnelCurve) { f.curves = r })
	readParts(ctx, g, pub.ChartPhases, by, func(r *publication.ChartPhase) string { return r.Indicator }, func(f *follows, r []publication.ChartPhase) { f.phases = r })
	readParts(ctx, g, pub.ChartPoints, by, func(r *publication.ChartPoint) string { return r.Indicator }, func(f *follows, r []publication.ChartPoint) { f.months = r })
	readParts(ctx, g, pub.Charts, by, func(r *publication.Chart) string { return r.Indicator }, func(f *follows, r []publication.Chart) { f.charts = r })
	readParts(ctx, g, pub.Trends, by, func(r *publication.Trend) string { return r.Indicator }, func(f *follows, r []publication.Trend) { f.trends = r })
	readParts(ctx, g, pub.Disparities, by, func(r *publication.Disparity) string { return r.Indicator }, func(f *follows, r []publication.Disparity) { f.unequal = r })
	readParts(ctx, g, pub.DisparityChanges, by, func(r *publication.DisparityChange) string { return r.Indicator }, func(f *follows, r []publication.DisparityChange) { f.growth = r })
	readParts(ctx, g, pub.EventChanges, by, func(r *publication.EventChange) string { return r.Indicator }, func(f *follows, r []publication.EventChange) { f.events = r })
	readParts(ctx, g, pub.NewestOverTime, by, func(r *publication.OverTime) string { return r.Indicator }, func(f *follows, r []publication.OverTime) { f.lastly = r })
}

// variationSentences say how the variation among all cases was shared in the
// newest year that has such a figure; none where all are hidden.
func (s *site) variationSentences(ind *indicator) []string {
	what, ok := strings.CutPrefix(prose.Lower(ind.Title), "variation i ")
	if !ok || !slices.Contains(ind.categories, betweenDistricts) {
		return nil
	}
	year := ""
	for _, o := range ind.obs {
		if o.Level == publication.LevelCity && o.Value != nil {
			year = max(year, o.Period)
		}
	}
	of := func(category string) *publication.Observation {
		return ind.figures[key{s.info.CityArea, category, year}]
	}
	return texts(prose.Variation(what, year, of(betweenDistricts), of(betweenUnits), of(betweenWorkers)))
}

// subject is an indicator in a sentence; of a category its name stands after.
func (ind *indicator) subject(category string) prose.Subject {
	name := prose.Lower(hardSpaces(ind.Title))
	if category != "" {
		name += " (" + prose.Lower(category) + ")"
	}
	return prose.Subject{Name: name, Measure: ind.measure(), Direction: ind.Direction}
}

// texts are the sentences that say something.
func texts(said ...prose.Said) []string {
	var out []string
	for _, s := range said {
		if s.Text != "" {
			out = append(out, s.Text)
		}
	}
	return out
}

// funnelSentences say what the funnels of the newest period show; of categories
// only those in which a district lies outside.
func (s *site) funnelSentences(ind *indicator) []string {
	f := s.conclusions.by[ind.Name]
	if f == nil {
		return nil
	}
	var out []string
	for _, funnel := range f.funnels {
		if funnel.Period != ind.newest || funnel.Division != ind.division || funnel.Category != "" && funnel.Outside == 0 {
			continue
		}
		var points []publication.FunnelPoint
		for _, p := range f.points {
			if p.Category == funnel.Category && p.Period == funnel.Period && p.Division == funnel.Division {
				points = append(points, p)
			}
		}
		out = append(out, texts(prose.Funnel(ind.subject(funnel.Category), funnel, points)...)...)
	}
	return slices.Compact(out)
}

// controlSentence says what a control chart shows; of a district that is no more, nothing goes on.
func (s *site) controlSentence(ind *indicator, c publication.Chart) prose.Said {
	subject := ind.subject("")
	to := s.areas[c.Area].To
	subject.Ended = to != nil && to.Format("2006-01") <= c.Last
	return prose.ControlChart(subject, c, c.PhasesIn(s.conclusions.by[ind.Name].phases))
}

// changeSentences say what has happened to an indicator over time: its control
// charts, trends, and whether the districts have grown less alike.
func (s *site) changeSentences(ind *indicator) []prose.Said {
	f := s.conclusions.by[ind.Name]
	if f == nil {
		return nil
	}
	var out []prose.Said
	for _, c := range f.charts {
		if c.Category == "" && c.Kind != publication.ChartLine && c.Level == ind.about {
			out = append(out, s.controlSentence(ind, c))
		}
	}
	for _, t := range f.trends {
		if t.Category == "" && t.Direction != publication.TrendUnknown && t.Level == ind.about {
			out = append(out, prose.Trend(ind.subject(""), t))
		}
	}
	return out
}

// unequalSentences say how unlike the districts are and whether that grows.
func (s *site) unequalSentences(ind *indicator) []string {
	f := s.conclusions.by[ind.Name]
	if f == nil {
		return nil
	}
	var out []string
	at := func(c publication.DisparityChange, year string) publication.Disparity {
		i := slices.IndexFunc(f.unequal, func(d publication.Disparity) bool {
			return d.Category == c.Category && d.Measure == c.Measure && d.Fact == c.Fact && d.Year == year
		})
		return f.unequal[i]
	}
	for _, c := range f.growth {
		if c.Category != "" && c.Verdict != publication.Grown && c.Verdict != publication.Shrunk {
			continue
		}
		out = append(out, texts(prose.Inequality(ind.subject(c.Category), c, at(c, c.From), at(c, c.To)))...)
	}
	newest := ""
	for _, d := range f.unequal {
		newest = max(newest, d.Year)
	}
	for _, d := range f.unequal {
		if d.Measure == publication.TheilShare && d.Year == newest {
			out = append(out, texts(prose.BetweenParts(ind.subject(d.Category), d))...)
		}
	}
	return out
}

// unequalTable is the typical difference between districts, year by year.
func (s *site) unequalTable(p *page, ind *indicator) *table {
	f := s.conclusions.by[ind.Name]
	if f == nil {
		return nil
	}
	m := ind.measure()
	t := table{Caption: "Typisk skillnad mellan stadsdelarna utöver slumpen", Sub: prose.Upper(prose.Lower(hardSpaces(ind.Title))), Head: heads("År", "Typisk skillnad", "95 %-intervall")}
	for _, d := range f.unequal {
		if d.Measure != publication.TypicalDifference || d.Category != "" {
			continue
		}
		t.Rows = append(t.Rows, row{Head: cell{Text: d.Year}, Cells: []cell{{Text: prose.Difference(d.Value, m.Unit, m.Decimals)}, {Text: prose.Limits(d.Lower, d.Upper, m)}}})
	}
	if len(t.Rows) < 2 {
		return nil
	}
	return p.table(t)
}

// movements say what has happened in a district: what is sure first, then what is
// ordinary; what cannot be tried, and why, stands for itself.
type movements struct{ sure, ordinary, untried []prose.Said }

func (m *movements) all() []prose.Said { return slices.Concat(m.sure, m.ordinary) }

// areaSentences say what has happened in a district: its control charts, trends
// and declared events.
func (s *site) areaSentences(a publication.Area) (m movements) {
	for _, ind := range s.inds {
		f := s.conclusions.by[ind.Name]
		if f == nil {
			continue
		}
		subject := ind.subject("")
		for _, c := range f.charts {
			if c.Area != a.Name || c.Category != "" || c.Reason == publication.ReasonStock {
				continue
			}
			to := &m.sure
			if c.Kind == publication.ChartLine {
				to = &m.untried
			} else if c.LatestRule == "" {
				to = &m.ordinary
			}
			*to = append(*to, s.controlSentence(ind, c))
		}
		for _, t := range f.trends {
			if t.Area != a.Name || t.Category != "" || t.Direction == publication.TrendUnknown {
				continue
			}
			to := &m.sure
			if t.Direction == publication.TrendNone {
				to = &m.ordinary
			}
			*to = append(*to, prose.Trend(subject, t))
		}
		for _, e := range f.events {
			// Of what cannot be judged it is said where it would matter most.
			if e.Area != a.Name || e.Verdict == publication.EventUnknown && ind.Process != "ja" {
				continue
			}
			to := &m.untried
			switch e.Verdict {
			case publication.EventClear:
				to = &m.sure
			case publication.EventUnsure:
				to = &m.ordinary
			}
			*to = append(*to, prose.Event(subject, e))
		}
	}
	return m
}

// expectedSentences say how many recipients a district has beside what who lives there would give.
func (s *site) expectedSentences(area string) []prose.Said {
	var out []prose.Said
	for _, x := range s.conclusions.standardised {
		if x.Area == area && !slices.ContainsFunc(s.conclusions.standardised, func(y publication.Standardised) bool {
			return y.Measure == x.Measure && y.Area == x.Area && y.Period > x.Period
		}) {
			out = append(out, prose.Standardised("biståndstagare", x))
		}
	}
	return out
}

// peerSentences say in what a district surely differs from the districts most like it.
func (s *site) peerSentences(area string) []prose.Said {
	var out []prose.Said
	for _, ind := range s.inds {
		for _, category := range append([]string{""}, ind.categories...) {
			period := ind.lastPeriodOf(area, category)
			o := ind.figures[key{area, category, period}]
			if o == nil {
				continue
			}
			compared := s.likes.compared[ind.Name]
			for i := range compared {
				c := &compared[i]
				if c.Area == area && c.Category == category && c.Period == period && c.Division == o.Division && (c.Verdict == publication.Higher || c.Verdict == publication.Lower) {
					out = append(out, prose.Peers(ind.subject(category), *c))
				}
			}
		}
	}
	return out
}

// maxStandouts is how many sentences the front page holds.
const maxStandouts = 8
