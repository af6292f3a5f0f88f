package dashboards

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// went is how an area's figure went from one period to another: 1 up, -1 down, 0 where its printed
// values are the same or its intervals meet. It is not known where a value is lacking.
func (ind *indicator) went(area, from, to string) (direction int, known bool) {
	a, b := ind.figures[key{area, "", from}], ind.figures[key{area, "", to}]
	if a == nil || b == nil || a.Value == nil || b.Value == nil {
		return 0, false
	}
	if d := int(ind.Decimals); prose.Number(*a.Value, d) == prose.Number(*b.Value, d) || overlap(a, b) {
		return 0, true
	}
	return cmp.Compare(*b.Value, *a.Value), true
}

// slopeFigure joins every district's first and newest year, in the newest division. It is nil for
// months, of which two show nothing, and where fewer than two districts have both years.
func (s *site) slopeFigure(ctx context.Context, p *page, ind *indicator) (*figure, error) {
	t, now := s.inNewestDivision(ind)
	if isMonth(now.newest) || len(now.periods) < 2 {
		return nil, nil
	}
	from, to := now.periods[0], now.newest
	names := slices.DeleteFunc(t.districtsOf(now, "", to), func(n string) bool { return now.figures[key{n, "", from}] == nil })
	in := chart.SlopeInput{From: prose.Period(from), To: prose.Period(to), Unit: cmp.Or(prose.AxisUnit(ind.Unit), ind.Unit)}
	whole := 0
	for _, n := range names {
		r := now.slopeRow(n, from, to)
		if in.Rows = append(in.Rows, r); r.FromAbsence == chart.Shown && r.ToAbsence == chart.Shown {
			whole++
		}
	}
	if whole < 2 {
		return nil, nil
	}
	f := figure{ID: "tva-ar", Title: now.slopeTitle(in.Rows, from, to), Sub: now.subtitle(in.From + " och " + in.To), Key: slopeKey(in), Downloads: p.csv(ind),
		Source: t.dotsSource(now, names, "", to), Elsewhere: "Talen finns i tabellen nedanför och i CSV-filen."}
	// Beside the whole city no district's count can be read.
	if city := now.slopeRow(s.info.CityArea, from, to); now.Method != publication.MethodCount && city.FromAbsence == chart.Shown && city.ToAbsence == chart.Shown {
		city.City = true
		in.Rows = append(in.Rows, city)
		f.Sub += ". Streckad linje: " + prose.Lower(s.info.CityArea)
	}
	f.Sub += scaleNote(in, now.measure())
	if slices.ContainsFunc(in.Rows, func(r chart.SlopeRow) bool { return r.Verdict != chart.NotCompared }) {
		f.Say = "En förändring är säker när 95 %-intervallen för de två åren inte möts."
	}
	if lacking := len(names) - whole; lacking > 0 {
		f.Say = strings.TrimSpace(f.Say + " " + prose.Upper(prose.Count(lacking, "en stadsdel", "stadsdelar")) + " saknar tal för något av åren och är inte med i bilden.")
	}
	f.Say = strings.TrimSpace(f.Say + " " + s.outsideNote(now, from, to))
	f.Description = "Linjer mellan två år. " + in.Description()
	f.own = []*table{p.plain("Talen i diagrammet", in.Table())}
	f.at(now, "tva-ar", nobody, now.observed(names, "", []string{from, to}))
	return p.figure(ctx, in, f)
}

// slopeRow is an area's row. Its movement is told to be sure or not where both figures have an interval.
func (ind *indicator) slopeRow(area, from, to string) chart.SlopeRow {
	a, b := ind.figures[key{area, "", from}], ind.figures[key{area, "", to}]
	r := chart.SlopeRow{Label: area, FromAbsence: absence(a), ToAbsence: absence(b)}
	if r.FromAbsence == chart.Shown {
		r.From, r.FromText = *a.Value, brief(*a.Value, ind.measure())
	}
	if r.ToAbsence == chart.Shown {
		r.To, r.ToText = *b.Value, brief(*b.Value, ind.measure())
	}
	if direction, known := ind.went(area, from, to); known && a.Lower != nil && a.Upper != nil && b.Lower != nil && b.Upper != nil {
		r.Verdict = map[int]chart.Verdict{1: chart.Higher, -1: chart.Lower, 0: chart.NoSure}[direction]
	}
	return r
}

// slopeTitle names the district whose figure went farthest; where movements are tried, of those that are sure.
func (ind *indicator) slopeTitle(rows []chart.SlopeRow, from, to string) string {
	tried := slices.ContainsFunc(rows, func(r chart.SlopeRow) bool { return r.Verdict != chart.NotCompared })
	var most chart.SlopeRow
	went, of := 0, 0
	for _, r := range rows {
		direction, known := ind.went(r.Label, from, to)
		if !known || tried && r.Verdict == chart.NotCompared {
			continue
		}
		if of++; direction == 0 {
			continue
		}
		if went++; went == 1 || math.Abs(r.To-r.From) > math.Abs(most.To-most.From) {
			most = r
		}
	}
	since := prose.Period(from)
	if went == 0 {
		return map[bool]string{true: "Ingen säker förändring", false: "Ingen förändring"}[tried] + " sedan " + since + " i " + prose.Count(of, "en stadsdel", "stadsdelar")
	}
	what := map[bool]map[bool]string{true: {true: "Säker förändring bara", false: "Största säkra förändring"}, false: {true: "Förändring bara", false: "Störst förändring"}}[tried][went == 1]
	return what + " " + prose.In(most.Label) + ": talet " + prose.Change(most.From, most.To, ind.measure()) + ", " + prose.Span(from, to)
}

// slopeKey explains the marks at the ends that are in the picture.
func slopeKey(in chart.SlopeInput) []keyItem {
	seen := map[chart.Verdict]bool{}
	for _, r := range in.Rows {
		if r.FromAbsence == chart.Shown && r.ToAbsence == chart.Shown {
			seen[r.Verdict] = true
		}
	}
	return markKey(seen, "säker ökning", "säker minskning", "ingen säker förändring", "prövas inte")
}
