//go:build duckdb_arrow

package transform

import (
	"errors"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform/compare"
)

// changesAt adds what changed in a series at each declared event of its area or
// of the whole city. The months that count lie between the event before and the
// event after it: a change of another day would be taken for this one's.
func (m *model) changesAt(f *figures, s series, d *publication.Derived) {
	if s.category != "" || len(s.months) == 0 || s.level == publication.LevelUnit {
		return
	}
	var cuts []int
	for _, e := range m.events {
		if m.concerns(e, s.area) {
			cuts = append(cuts, s.index(firstMonth(e)))
		}
	}
	starts, _ := m.newLevels(s)
	cuts = append(cuts, starts...)
	values := s.values()
	for i, e := range m.events {
		at := s.index(firstMonth(e))
		if i > 0 && e == m.events[i-1] {
			continue // told twice
		}
		if !m.concerns(e, s.area) || at <= 0 || at >= len(values) {
			continue
		}
		from, to := 0, len(values)
		for _, c := range cuts {
			if c < at {
				from = max(from, c)
			}
			if c > at {
				to = min(to, c)
			}
		}
		row := publication.EventChange{Indicator: f.Name, Level: s.level, Area: s.area, Division: s.division, Date: e.Date, Text: e.Text,
			From: s.month(from), To: s.month(to - 1), Verdict: publication.EventUnknown}
		c, err := compare.Interrupted(values[from:to], int(s.first.Add(from).Month()), at-from)
		row.Before, row.After = int64(c.Before), int64(c.After)
		if c.Before+c.After == 0 {
			continue
		}
		if err == nil {
			fill(&row, c)
		} else if !errors.Is(err, compare.ErrCannotBeJudged) {
			continue
		}
		d.EventChanges = append(d.EventChanges, row)
	}
}

func fill(row *publication.EventChange, c compare.EventChange) {
	row.Verdict = publication.EventUnsure
	if c.Clear() {
		row.Verdict = publication.EventClear
	}
	// Slopes are per month in the fit and per year here.
	const months = 12
	row.LevelChange, row.LevelLower, row.LevelUpper = scaled(1, compare.Of(c.Level.Value)), scaled(1, c.Level.Lower), scaled(1, c.Level.Upper)
	row.SlopeChange, row.SlopeLower, row.SlopeUpper = scaled(months, compare.Of(c.Slope.Value)), scaled(months, c.Slope.Lower), scaled(months, c.Slope.Upper)
	row.LevelP, row.SlopeP = scaled(1, compare.Of(c.LevelP)), scaled(1, compare.Of(c.SlopeP))
}
