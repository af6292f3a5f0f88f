package dashboards

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// controlOf is the control chart of an area's series, in the newest division
// that it is told in, or nil.
func (s *site) controlOf(ind *indicator, area string) *publication.Chart {
	f := s.conclusions.by[ind.Name]
	if f == nil {
		return nil
	}
	var found *publication.Chart
	for i := range f.charts {
		c := &f.charts[i]
		if c.Area == area && c.Category == "" && (found == nil || cmp.Compare(c.Division, found.Division) > 0) {
			found = c
		}
	}
	return found
}

// controlInput is the series of a control chart with limits, signals and events.
func (s *site) controlInput(ind *indicator, c *publication.Chart) chart.ControlInput {
	f, m := s.conclusions.by[ind.Name], ind.measure()
	same := func(area, division, category string) bool {
		return area == c.Area && division == c.Division && category == c.Category
	}
	in := chart.ControlInput{Name: c.Area, Axis: chart.Axis{Unit: prose.AxisUnit(ind.Unit), Loose: true}, Format: tipFormat(ind)}
	phases := f.limitsOf(c)
	moving := map[int64]bool{} // phases whose limits go by how many cases a month has
	for _, ph := range phases {
		if ph.Lower == nil {
			moving[ph.Phase] = true
		}
	}
	last := map[int64]*publication.ChartPoint{} // of a phase, the last with limits of its own
	for i := range f.months {
		pt := &f.months[i]
		if !same(pt.Area, pt.Division, pt.Category) {
			continue
		}
		point := chart.ControlPoint{Period: pt.Period, Signal: signalOf(pt.Signal)}
		if pt.Value == nil {
			if point.Absence = absence(ind.figures[key{c.Area, "", pt.Period}]); point.Absence == chart.Shown {
				point.Absence = chart.NotDelivered
			}
		} else {
			point.Value, point.ValueText = *pt.Value, brief(*pt.Value, m)
		}
		if moving[pt.Phase] && pt.Lower != nil && pt.Upper != nil {
			point.Lower, point.Upper, last[pt.Phase] = pt.Lower, pt.Upper, pt
		}
		in.Points = append(in.Points, point)
	}
	for _, ph := range phases {
		phase := chart.Phase{From: ph.From, To: ph.To, Centre: *ph.Centre, CentreText: "medel " + brief(*ph.Centre, m), Moving: moving[ph.Phase]}
		lower, upper := ph.Lower, ph.Upper
		if pt := last[ph.Phase]; pt != nil {
			lower, upper = pt.Lower, pt.Upper
		}
		if lower == nil || upper == nil {
			continue
		}
		phase.Lower, phase.Upper = *lower, *upper
		phase.LowerText, phase.UpperText = "nedre gräns "+brief(*lower, m), "övre gräns "+brief(*upper, m)
		in.Phases = append(in.Phases, phase)
	}
	for _, e := range s.events {
		month := e.Date.Format("2006-01")
		if (e.Area == "" || e.Area == c.Area) && month >= c.First && month <= c.Last {
			in.Events = append(in.Events, chart.Event{Period: month, Text: strings.TrimSuffix(prose.Lower(e.Text), ".")})
		}
	}
	slices.SortStableFunc(in.Events, func(a, b chart.Event) int { return strings.Compare(a.Period, b.Period) })
	return in
}

// limitsOf are the phases of a control chart that have limits, in the order of time.
func (f *follows) limitsOf(c *publication.Chart) []publication.ChartPhase {
	return slices.DeleteFunc(c.PhasesIn(f.phases), func(ph publication.ChartPhase) bool { return !ph.Limits() })
}

func signalOf(rule string) chart.Signal {
	switch rule {
	case publication.RuleBeyond:
		return chart.Beyond
	case publication.RuleTrend, publication.RuleShift:
		return chart.Run
	case publication.RuleTwoOfThree:
		return chart.Near
	}
	return chart.NoSignal
}

// controlKey explains the signs of the rules that are broken, and their colours.
func controlKey(in chart.ControlInput) []keyItem {
	var out []keyItem
	for _, k := range []struct {
		signal chart.Signal
		mark   string
	}{{chart.Beyond, "utanfor"}, {chart.Run, "foljd"}, {chart.Near, "nara"}} {
		if in.Has(k.signal) {
			out = append(out, keyItem{Mark: k.mark, Text: k.signal.Words()})
		}
	}
	if len(out) > 0 {
		out = append(out, keyItem{Mark: "sidor", Text: "orange över medel, blått under"})
	}
	return out
}

// beyondTable has the periods that break a rule, newest first, as the long table has all of them; nil for none.
func (p *page) beyondTable(in chart.ControlInput) *table {
	all := in.Table()
	all.Rows = slices.DeleteFunc(all.Rows, func(r []string) bool { return r[len(r)-1] == "" })
	if len(all.Rows) == 0 {
		return nil
	}
	slices.Reverse(all.Rows)
	return p.plain("Perioder utöver det vanliga", all)
}

// controlFigure is everything of a control chart but the picture.
func (s *site) controlFigure(p *page, ind *indicator, a publication.Area, c *publication.Chart, in chart.ControlInput) figure {
	f := figure{ID: p.seriesID(ind, a), Title: strings.TrimSuffix(strings.Join(texts(s.controlSentence(ind, *c)), " "), "."),
		Sub:    ind.subtitle(prose.Span(c.First, c.Last)) + ". Mellan de streckade linjerna: ordinarie variation" + scaleNote(in, ind.measure()),
		Source: s.seriesSource(ind, a.Name, ind.periods), Downloads: p.csv(ind), Description: "Styrdiagram. " + in.Description(), Key: controlKey(in)}
	if t := p.beyondTable(in); t != nil {
		f.own = []*table{t}
	}
	if slices.ContainsFunc(in.Phases, func(ph chart.Phase) bool { return ph.Moving }) {
		f.Sub += ". Gränserna är vidare de månader som har få ärenden"
	}
	if len(in.Events) > 0 {
		f.Sub += ". Lodräta linjer: kända händelser"
		f.Say = "Att något hände samma månad säger inte att det ena beror på det andra."
	}
	return f
}

// seriesID tells the charts of one indicator apart, where a page has several.
func (p *page) seriesID(ind *indicator, a publication.Area) string {
	if p.kind == "oversikt" {
		return "serie-" + ind.Name + "-" + a.Slug
	}
	return "serie-" + ind.Name
}

// tipFormat names how a value is written where a chart is touched.
func tipFormat(ind *indicator) string {
	name := map[string]string{"procent": "@procent|", "kr": "@kr|", "tkr": "@tkr|", "dagar": "@dagar|"}[ind.Unit]
	if name == "" {
		name = "@tal|"
	}
	return name + strconv.FormatInt(ind.Decimals, 10)
}
