//go:build duckdb_arrow

package transform

import (
	"math"
	"slices"

	"stadsdelskollen/queries/period"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform/compare"
)

// baselineMonths is how many observed months of a phase set its limits, which
// are fixed from then on: three whole years. With fewer the limits are so
// uncertain themselves that more series are flagged by chance than promised
// (docs/decisions/0029).
const baselineMonths = 36

// chartState is what later steps need to know of a series' chart.
type chartState struct {
	limits bool // it has limits: its months are not slow, and not too few
}

// drawn is a control chart of either kind, one entry a month.
type drawn struct {
	phases []publication.ChartPhase
	points []publication.ChartPoint
	flags  []compare.Flag
}

// chart adds the control chart of a monthly series, or the reason why it has none.
func (m *model) chart(f *figures, s series, d *publication.Derived, states map[seriesKey]chartState) error {
	if len(s.months) == 0 {
		return nil
	}
	row := publication.Chart{Indicator: f.Name, Level: s.level, Area: s.area, Division: s.division, Category: s.category, Kind: publication.ChartLine,
		First: s.month(0), Last: s.month(len(s.months) - 1)}
	values := s.values()
	for i, v := range values {
		if !v.OK {
			row.Gaps++
			continue
		}
		// What is said of the series is said of the months that have a value.
		if row.Months++; row.Months == 1 {
			row.First = s.month(i)
		}
		row.Last = s.month(i)
	}
	switch {
	case f.Type == "bestand":
		row.Reason = publication.ReasonStock
	case f.Indicator.Chart != publication.ChartXmR && f.Indicator.Chart != publication.ChartLaney:
		row.Reason = publication.ReasonDeclared
	case f.rounded:
		row.Reason = publication.ReasonRounded
	case row.Months < compare.BaselinePoints:
		row.Reason = publication.ReasonFew
	}
	if row.Reason != "" {
		d.Charts = append(d.Charts, row)
		return nil
	}
	starts, causes := m.newLevels(s)
	c, err := s.draw(f, starts, m.knownEvents(s))
	if err != nil {
		return err
	}
	row.Phases = int64(len(c.phases))
	limits := false
	for i := range c.phases {
		p := &c.phases[i]
		if i > 0 {
			p.Cause = causes[i-1]
		}
		limits = limits || p.Position == publication.PhaseSet || p.Position == publication.PhaseTrial
	}
	if limits {
		row.Kind = f.Indicator.Chart
		latest(&row, s, c.flags)
	} else {
		row.Reason = reasonOf(c.phases[len(c.phases)-1].Position)
	}
	last := c.phases[len(c.phases)-1].Position
	states[s.seriesKey] = chartState{limits: last == publication.PhaseSet || last == publication.PhaseTrial}
	d.Charts = append(d.Charts, row)
	d.ChartPhases, d.ChartPoints = append(d.ChartPhases, c.phases...), append(d.ChartPoints, c.points...)
	return nil
}

func reasonOf(state string) string {
	switch state {
	case publication.PhaseSlow:
		return publication.ReasonSlow
	case publication.PhaseUnvarying:
		return publication.ReasonUnvarying
	}
	return publication.ReasonFew
}

// newLevels are the months at which a series begins anew, with why: its district
// changed, or a law, system or definition was declared to.
func (m *model) newLevels(s series) (starts []int, causes []string) {
	type start struct {
		at  int
		why string
	}
	var all []start
	add := func(e publication.Event) {
		if at := s.index(firstMonth(e)); at > 0 && at < len(s.months) {
			all = append(all, start{at, e.Text})
		}
	}
	for _, x := range m.succession {
		if s.level == publication.LevelDistrict && (x.From == s.area || x.To == s.area) {
			add(publication.Event{Date: x.Date, Text: "Indelningen ändrades"})
		}
	}
	for _, e := range m.events {
		if e.NewLevel && m.concerns(e, s.area) {
			add(e)
		}
	}
	slices.SortStableFunc(all, func(a, b start) int { return a.at - b.at })
	for _, x := range all {
		if len(starts) == 0 || x.at > starts[len(starts)-1] {
			starts, causes = append(starts, x.at), append(causes, x.why)
		}
	}
	return starts, causes
}

// concerns says whether an event is of the area or of the whole city.
func (m *model) concerns(e publication.Event, area string) bool {
	return e.Area == "" || e.Area == m.city || e.Area == area
}

// firstMonth is the first month that lies wholly after an event.
func firstMonth(e publication.Event) period.Period {
	p := period.Of(e.Date)
	if e.Date.Day() > 1 {
		p = p.Add(1)
	}
	return p
}

// knownEvents are the months after declared events of a series that begin no
// new level.
func (m *model) knownEvents(s series) []int {
	var at []int
	for _, e := range m.events {
		if i := s.index(firstMonth(e)); m.concerns(e, s.area) && i > 0 && i < len(s.months) {
			at = append(at, i)
		}
	}
	return at
}

func (s series) draw(f *figures, starts, known []int) (drawn, error) {
	plan := compare.Plan{Starts: starts, Known: known, Baseline: baselineMonths}
	if f.Indicator.Chart == publication.ChartLaney {
		return s.drawShares(f, plan)
	}
	values := s.values()
	chart, err := compare.XmR(values, plan)
	if err != nil {
		return drawn{}, err
	}
	c := drawn{flags: chart.Flags}
	for n, p := range chart.Phases {
		l := p.Limits
		row := s.phase(n, p.Start, p.End, p.Status)
		row.Centre, row.R1 = scaled(1, l.Mean), scaled(1, p.R1)
		row.Lower, row.Upper = scaled(1, l.DrawnLower()), scaled(1, l.Upper)
		c.phases = append(c.phases, row)
		near := l.Near()
		for i := p.Start; i < p.End; i++ {
			x := s.point(f, i, n, chart.Flags[i])
			x.Centre, x.Lower, x.Upper = row.Centre, row.Lower, row.Upper
			x.NearLower, x.NearUpper = notNegative(scaled(1, near.Lower)), scaled(1, near.Upper)
			c.points = append(c.points, x)
		}
	}
	return c, nil
}

// drawShares is Laney's P': each month has limits by its own denominator.
func (s series) drawShares(f *figures, plan compare.Plan) (drawn, error) {
	counts := s.counts()
	chart, err := compare.Attributes(compare.PPrime, counts, plan)
	if err != nil {
		return drawn{}, err
	}
	c := drawn{flags: chart.Flags}
	for n, p := range chart.Phases {
		row := s.phase(n, p.Start, p.End, p.Status)
		row.Centre, row.Sigma, row.R1 = scaled(f.Factor, p.Centre), scaled(1, p.Sigma), scaled(1, p.R1)
		c.phases = append(c.phases, row)
		for i := p.Start; i < p.End; i++ {
			x := s.point(f, i, n, chart.Flags[i])
			if l := chart.Limits[i]; !l.Empty() && counts[i].Exposure > 0 {
				half := 2 * p.Sigma.Value * math.Sqrt(p.Centre.Value*(1-p.Centre.Value)/counts[i].Exposure)
				x.Centre, x.Lower, x.Upper = row.Centre, scaled(f.Factor, l.Lower), scaled(f.Factor, l.Upper)
				x.NearLower = scaled(f.Factor, compare.Of(max(0, p.Centre.Value-half)))
				x.NearUpper = scaled(f.Factor, compare.Of(min(1, p.Centre.Value+half)))
			} else if row.Position == publication.PhaseSet || row.Position == publication.PhaseTrial {
				x.Centre = row.Centre
			}
			c.points = append(c.points, x)
		}
	}
	return c, nil
}

func (s series) phase(n, start, end int, status compare.PhaseStatus) publication.ChartPhase {
	row := publication.ChartPhase{Indicator: s.indicator, Level: s.level, Area: s.area, Division: s.division, Category: s.category,
		Phase: int64(n + 1), From: s.month(start), To: s.month(end - 1), Position: phaseStates[status]}
	for _, o := range s.months[start:end] {
		if o != nil && o.Value != nil {
			row.Months++
		}
	}
	row.BaseMonths = min(row.Months, baselineMonths)
	return row
}

var phaseStates = map[compare.PhaseStatus]string{compare.Charted: publication.PhaseSet, compare.Trial: publication.PhaseTrial,
	compare.TooShort: publication.PhaseShort, compare.Unvarying: publication.PhaseUnvarying, compare.Slow: publication.PhaseSlow}

var rules = map[compare.Cause]string{compare.BeyondLimits: publication.RuleBeyond, compare.SevenTrend: publication.RuleTrend,
	compare.TwoOfThree: publication.RuleTwoOfThree, compare.SevenShift: publication.RuleShift}

func (s series) point(f *figures, i, phase int, flag compare.Flag) publication.ChartPoint {
	x := publication.ChartPoint{Indicator: s.indicator, Level: s.level, Area: s.area, Division: s.division, Category: s.category,
		Period: s.month(i), Phase: int64(phase + 1), Signal: rules[flag.Cause]}
	if o := s.months[i]; o != nil {
		x.Value = o.Value
	}
	if flag.Cause != compare.OrdinaryVariation {
		x.Side = verdict(flag.Side)
	}
	return x
}

func notNegative(v *float64) *float64 {
	if v == nil {
		return nil
	}
	return scaled(1, compare.Of(max(0, *v)))
}

// latest tells the newest special cause of a series: its flagged months without
// any unflagged one between, all on one side.
func latest(row *publication.Chart, s series, flags []compare.Flag) {
	end := -1
	for i, f := range flags {
		if f.Cause != compare.OrdinaryVariation {
			row.Signals++
			end = i
		}
	}
	if end < 0 {
		return
	}
	from := end
	for i := end - 1; i >= 0; i-- {
		if flags[i].Cause == compare.OrdinaryVariation || flags[i].Side != flags[end].Side {
			break
		}
		from = i
	}
	row.LatestRule, row.LatestSide = rules[flags[end].Cause], verdict(flags[end].Side)
	row.LatestFrom, row.LatestTo = s.month(from), s.month(end)
	row.Ongoing = !slices.ContainsFunc(s.values()[end+1:], func(v compare.Number) bool { return v.OK })
}
