package dashboards

import (
	"context"
	"slices"
	"strings"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// spineFigure sets every indicator of a district against the city, one row each.
func (s *site) spineFigure(ctx context.Context, p *page, a publication.Area) (*figure, error) {
	in := chart.SpineInput{OwnHead: a.Name, CityHead: "Jämförs med"}
	var obs, pooled []*publication.Observation
	var higher, lower []string
	compared, half := 0, false
	for _, ind := range s.inOrder() {
		r, at, ok := s.spineRow(ind, a.Name)
		if !ok {
			continue
		}
		in.Rows = append(in.Rows, r)
		half = half || oneLimit(ind.figures[key{a.Name, "", at}])
		obs = append(obs, ind.observed(s.members[ind.divisions[at]], "", []string{at})...)
		pooled = append(pooled, ind.pooled(at)...)
		name := prose.Lower(ind.heading())
		switch r.Verdict {
		case chart.Higher:
			higher = append(higher, name)
		case chart.Lower:
			lower = append(lower, name)
		}
		if r.Verdict != chart.NotCompared {
			compared++
		}
	}
	if len(in.Rows) < 2 {
		return nil, nil
	}
	beyond := slices.ContainsFunc(in.Rows, func(r chart.SpineRow) bool {
		return r.Verdict == chart.NoSure && r.Lower != nil && r.Upper != nil && (*r.Lower > 0 || *r.Upper < 0)
	})
	in.CityLabel, in.CityName = s.spineCity(in.Rows)
	f := figure{ID: "jamfort", Title: spineTitle(higher, lower, compared), Source: sourcesOf(obs),
		Sub: "Varje rad har sin egen skala med det som raden jämförs med i mitten: " + in.CityName + ". Längd kan inte jämföras mellan rader",
		Key: spineKey(in), Elsewhere: "Talen finns i tabellen nedanför."}
	if beyond {
		f.Say = prose.RingBeyondLine
	}
	if half {
		f.Say = strings.TrimSpace(f.Say + " " + oneLimitIsNotDrawn)
	}
	f.Description = "Ryggradsdiagram. " + in.Description()
	f.own = []*table{p.plain(a.Name+" jämfört", in.Table())}
	f.place = &place{kind: "jamfort", area: a, obs: append(obs, pooled...)}
	return p.figure(ctx, in, f)
}

// reportedShort is what the reported districts are called beside a figure of theirs.
const reportedShort = "de redovisade"

// pooled is what the reported districts have together in a period, as a row of a chart's file; none where the city's own
// figure is what they are held against.
func (ind *indicator) pooled(period string) []*publication.Observation {
	ref, name := ind.reference("", period)
	if name != publication.ReportedOnly {
		return nil
	}
	return []*publication.Observation{{Indicator: ind.Name, Level: publication.LevelReported, Area: name, Division: ind.divisions[period], Period: period,
		Value: ref, Unit: ind.Unit, Status: publication.OK, Source: "Räknat ur de redovisade stadsdelarnas visade tal"}}
}

// spineRow is an indicator's newest figure of a district; counts have no row,
// since no district can be held against the whole city.
func (s *site) spineRow(ind *indicator, area string) (r chart.SpineRow, at string, ok bool) {
	at = ind.lastPeriodOf(area, "")
	ref, name := ind.reference("", at)
	if at == "" || ref == nil || ind.Method == publication.MethodCount {
		return r, at, false
	}
	m := ind.measure()
	k := key{area, "", at}
	o := ind.figures[k]
	r = chart.SpineRow{Label: hardSpaces(ind.Short), Sub: prose.Period(at), CityText: brief(*ref, m), Verdict: mark(ind.comparisons[k]), Absence: absence(o), City: "staden"}
	if name == publication.ReportedOnly {
		r.City = reportedShort
	}
	var visible []float64
	for _, n := range s.members[ind.divisions[at]] {
		if v := ind.figures[key{n, "", at}]; v != nil && v.Value != nil {
			visible = append(visible, *v.Value)
		}
	}
	if o != nil && o.Lower != nil && o.Upper != nil {
		visible = append(visible, *o.Lower, *o.Upper)
	}
	place := chart.Standardise(*ref, visible)
	for _, n := range s.members[ind.divisions[at]] {
		if v := ind.figures[key{n, "", at}]; n != area && v != nil && v.Value != nil {
			r.Others = append(r.Others, place(*v.Value))
		}
	}
	slices.Sort(r.Others)
	if r.Absence == chart.Shown {
		r.Position, r.OwnText, r.IntervalText = place(*o.Value), brief(*o.Value, m), prose.Interval(o.Lower, o.Upper, m)
		if o.Lower != nil && o.Upper != nil {
			from, to := place(*o.Lower), place(*o.Upper)
			r.Lower, r.Upper = &from, &to
		}
	}
	return r, at, true
}

// spineCity is what stands in the middle of all rows, on the axis and in running text.
func (s *site) spineCity(rows []chart.SpineRow) (label, name string) {
	reported := 0
	for _, r := range rows {
		if r.City == reportedShort {
			reported++
		}
	}
	switch reported {
	case 0:
		return s.info.CityArea, prose.Lower(s.info.CityArea)
	case len(rows):
		return prose.Upper(reportedShort), "de redovisade stadsdelarna"
	}
	return "Jämförelsen", "staden eller de redovisade stadsdelarna"
}

// spineTitle is of the rows, and says so: the sentences of the page are also of
// the categories, which have no row.
func spineTitle(higher, lower []string, compared int) string {
	switch {
	case compared == 0:
		return "Inget av talen i diagrammet går att pröva mot slumpen"
	case len(higher)+len(lower) == 0:
		return "Ingen säker skillnad i de tal i diagrammet som går att pröva"
	case len(lower) == 0:
		return "Tydligt högre: " + listed(higher)
	case len(higher) == 0:
		return "Tydligt lägre: " + listed(lower)
	}
	return "Tydligt högre: " + listed(higher) + ". Tydligt lägre: " + listed(lower)
}

// spineKey explains the marks that are there.
func spineKey(in chart.SpineInput) []keyItem {
	seen, ticks := map[chart.Verdict]bool{}, false
	for _, r := range in.Rows {
		if r.Absence == chart.Shown {
			seen[r.Verdict] = true
			ticks = ticks || len(r.Others) > 0
		}
	}
	out := markKey(seen, "tydligt högre", "tydligt lägre", "ingen säker skillnad", "jämförs inte")
	if ticks {
		out = append(out, keyItem{Mark: "streck", Text: "övriga stadsdelar"})
	}
	return out
}

// listed puts names in a row, parted so that names with a comma can be told apart.
func listed(names []string) string {
	if slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, ",") }) {
		return strings.Join(names, "; ")
	}
	return prose.Join(names)
}
