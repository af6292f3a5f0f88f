//go:build duckdb_arrow

package transform

import (
	"cmp"
	"maps"
	"slices"

	"stadsdelskollen/queries/period"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform/compare"
)

// seriesKey names the series of an indicator: an area told in one division.
type seriesKey struct{ indicator, level, area, division, category string }

// series is one area's figures of one category over time.
type series struct {
	seriesKey
	first  period.Period              // of months; zero when there is none
	months []*publication.Observation // every month from the first delivered to the last; nil where nobody delivered
	years  []*publication.Observation // of calendar years, those delivered, in order
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// seriesOf splits observations into series. A district of today is followed in
// today's division, where periods before a merger are sums of its parts; a
// former district in the division of its time.
func (m *model) seriesOf(obs []publication.Observation) []series {
	inToday := map[string]bool{}
	for _, o := range obs {
		if o.Level == publication.LevelDistrict && o.Division == m.today && m.members[m.today][o.Area] {
			inToday[o.Area] = true
		}
	}
	rows := map[seriesKey][]*publication.Observation{}
	for i := range obs {
		o := &obs[i]
		k := seriesKey{o.Indicator, o.Level, o.Area, o.Division, o.Category}
		switch {
		case o.Status == publication.NotDelivered:
			continue
		case o.Level == publication.LevelDistrict && inToday[o.Area]:
			if o.Division != m.today {
				continue
			}
		case o.SumOf != "":
			continue
		case o.Level == publication.LevelDistrict:
			k.division = "" // of its time, which can change under one name
		case o.Level != publication.LevelCity && o.Level != publication.LevelUnit:
			continue
		}
		rows[k] = append(rows[k], o)
	}
	keys := slices.SortedFunc(maps.Keys(rows), func(a, b seriesKey) int {
		return cmp.Or(cmp.Compare(a.level, b.level), cmp.Compare(a.area, b.area), cmp.Compare(a.division, b.division), cmp.Compare(a.category, b.category))
	})
	out := make([]series, 0, len(keys))
	for _, k := range keys {
		out = append(out, inOrder(k, rows[k]))
	}
	return out
}

// inOrder puts the observations of one series, which come in the order of time,
// into months without holes and years.
func inOrder(k seriesKey, rows []*publication.Observation) series {
	s := series{seriesKey: k}
	for _, o := range rows {
		p, err := period.Parse(o.Period)
		if err != nil {
			continue
		}
		if s.division == "" && o.Level == publication.LevelDistrict {
			s.division = o.Division
		}
		if p.IsYear() {
			s.years = append(s.years, o)
			continue
		}
		if s.first == (period.Period{}) {
			s.first = p
		}
		for at := s.index(p); len(s.months) <= at; {
			s.months = append(s.months, nil)
		}
		s.months[s.index(p)] = o
	}
	return s
}

// index is how many months p lies after the first.
func (s series) index(p period.Period) int {
	return (p.Year()-s.first.Year())*12 + int(p.Month()) - int(s.first.Month())
}

// month is the month at an index.
func (s series) month(i int) string { return s.first.Add(i).String() }

// values are the months' figures; what is hidden or missing is a gap.
func (s series) values() []compare.Number {
	out := make([]compare.Number, len(s.months))
	for i, o := range s.months {
		if o != nil {
			out[i] = number(o.Value)
		}
	}
	return out
}

// counts are the months' numerators and denominators; the zero Count is a gap.
func (s series) counts() []compare.Count {
	out := make([]compare.Count, len(s.months))
	for i, o := range s.months {
		if o != nil && usable(*o) {
			out[i] = compare.Count{Events: *o.Numerator, Exposure: *o.Denominator}
		}
	}
	return out
}

// yearFigure is what stands for a calendar year of a series.
type yearFigure struct {
	year  int
	value float64
	count compare.Count // zero when the year has no counts
	lower *float64
	upper *float64
	off   float64 // how many rounded counts stand behind count, each off by as much
}

// What stands for a year.
const (
	basisYear     = "arsuppgift"   // the year's own figure
	basisSum      = "tolv_manader" // the twelve months of a flow, summed
	basisDecember = "december"     // the last month of a stock: its months are mostly the same households
)

// yearly are the calendar years of a series: their own figures where any is
// delivered, else the twelve months of a flow together, or a stock's December.
func (s series) yearly(ind publication.Indicator) ([]yearFigure, string) {
	if len(s.years) > 0 {
		var out []yearFigure
		for _, o := range s.years {
			if y, ok := yearFrom(o, o.Period); ok {
				out = append(out, y)
			}
		}
		return out, basisYear
	}
	if len(s.months) == 0 || ind.Method != publication.MethodProportion && ind.Method != publication.MethodRatio {
		return nil, ""
	}
	if ind.Type == "bestand" {
		var out []yearFigure
		for _, o := range s.months {
			if o != nil && o.Period[5:] == "12" {
				if y, ok := yearFrom(o, o.Period[:4]); ok {
					out = append(out, y)
				}
			}
		}
		return out, basisDecember
	}
	return s.sums(ind), basisSum
}

func yearFrom(o *publication.Observation, text string) (yearFigure, bool) {
	p, err := period.Parse(text)
	if err != nil || o.Value == nil {
		return yearFigure{}, false
	}
	y := yearFigure{year: p.Year(), value: *o.Value, lower: o.Lower, upper: o.Upper, off: rounding(1).off(*o)}
	if usable(*o) {
		y.count = compare.Count{Events: *o.Numerator, Exposure: *o.Denominator}
	}
	return y, true
}

// sums are the years of which all twelve months are visible.
func (s series) sums(ind publication.Indicator) []yearFigure {
	var out []yearFigure
	for from := (13 - int(s.first.Month())) % 12; from+12 <= len(s.months); from += 12 {
		var c compare.Count
		n, off := 0, 0.0
		for _, o := range s.months[from : from+12] {
			if o != nil && usable(*o) {
				c.Events, c.Exposure, n = c.Events+*o.Numerator, c.Exposure+*o.Denominator, n+1
				off += rounding(1).off(*o)
			}
		}
		if n == 12 {
			out = append(out, yearFigure{year: s.first.Add(from).Year(), value: ind.Factor * c.Events / c.Exposure, count: c, off: off})
		}
	}
	return out
}
