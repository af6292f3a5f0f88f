package dashboards

import (
	"context"
	"math"
	"slices"
	"strings"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/period"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

const (
	// heatMonthsShown is how many months a heat map holds; all are in the file.
	heatMonthsShown = 36
	// heatLeastShown is the least part of its cells that have a value: one in three.
	heatLeastShown = 3
)

// inNewestDivision is an indicator and the site that tell all periods in the
// division of the newest, so that districts can be followed: in today's by sums,
// where that is the one.
func (s *site) inNewestDivision(ind *indicator) (*site, *indicator) {
	if s.today == "" || ind.division != s.today {
		return s, ind
	}
	t := s.inToday()
	if now := t.named(ind.Name); now != nil && len(now.periods) > 0 {
		return t, now
	}
	return s, ind
}

// membersWith are the districts of the division that an indicator's newest
// period is told in, those of one part of the city together.
func (s *site) membersWith(ind *indicator) []publication.Area {
	var out []publication.Area
	for _, a := range s.withFigures {
		if slices.Contains(s.members[ind.division], a.Name) {
			out = append(out, a)
		}
	}
	order := publication.Swedish()
	slices.SortStableFunc(out, func(a, b publication.Area) int { return order(a.Part, b.Part) })
	return out
}

// heatFigure shows, month by month, which districts have differed surely; of
// figures that nothing is compared with, how large they were.
func (s *site) heatFigure(ctx context.Context, p *page, ind *indicator) (*figure, error) {
	t, now := s.inNewestDivision(ind)
	months := contiguous(now.periods, heatMonthsShown)
	if len(months) < 6 {
		return nil, nil
	}
	m := now.measure()
	var values []float64
	in := chart.HeatInput{Months: months}
	part := ""
	for i, a := range t.membersWith(now) {
		r := chart.HeatRow{Label: a.Name, Air: i > 0 && a.Part != part}
		part = a.Part
		for _, q := range months {
			k := key{a.Name, "", q}
			o := now.figures[k]
			c := chart.HeatCell{Verdict: mark(now.comparisons[k]), Absence: absence(o)}
			if c.Absence == chart.Shown {
				c.Value, c.ValueText = asPrinted(*o.Value, m.Decimals), brief(*o.Value, m)
				values = append(values, c.Value)
			}
			r.Cells = append(r.Cells, c)
		}
		in.Rows = append(in.Rows, r)
	}
	compared := t.everCompared(now, months)
	if !compared {
		in.Steps = heatSteps(values, m.Decimals)
	}
	if len(values)*heatLeastShown < len(in.Rows)*len(months) || !compared && in.Steps == nil {
		return nil, nil
	}
	names := namesOf(t.membersWith(now))
	last := months[len(months)-1]
	f := figure{ID: "varmekarta", Title: heatTitle(in), Sub: now.subtitle(prose.Span(months[0], last)) + ". Färg bara där skillnaden är säker den månaden",
		Say:       "En ensam ruta kan vara slump. Läs raderna: flera i följd säger mer än en.",
		Source:    t.plainSource(now, names, "", last),
		Elsewhere: "Talen finns i CSV-filen.", Downloads: p.csv(ind), Description: "Värmekarta, en rad per stadsdel och en ruta per månad. " + in.Description()}
	if !compared {
		f.Title, f.Sub = highestTitle(in), now.subtitle(prose.Span(months[0], last))+". Ju starkare ton, desto högre tal"
		f.Say = "Färgen visar hur högt talet är, inte om en skillnad är mer än slump."
	}
	f.own = p.byYear(in.Table())
	f.at(now, "varmekarta", nobody, now.observed(names, "", months))
	return p.figure(ctx, in, f)
}

// byYear is a heat map's table in tables of twelve months each: so many columns paper holds.
func (p *page) byYear(all chart.Table) []*table {
	var out []*table
	for from := 1; from < len(all.Head); from += 12 {
		to := min(from+12, len(all.Head))
		t := chart.Table{Head: append(slices.Clone(all.Head[:1]), all.Head[from:to]...)}
		for _, r := range all.Rows {
			t.Rows = append(t.Rows, append(slices.Clone(r[:1]), r[from:to]...))
		}
		out = append(out, p.plain("Månad för månad, "+all.Head[from]+" – "+all.Head[to-1], t))
	}
	return out
}

// contiguous are the newest months of some periods, at most n, with none left out between them.
func contiguous(periods []string, n int) []string {
	if len(periods) == 0 || !isMonth(periods[0]) {
		return nil
	}
	first, errA := period.Parse(periods[0])
	last, errB := period.Parse(periods[len(periods)-1])
	if errA != nil || errB != nil {
		return nil
	}
	if from := last.Add(1 - n); first.Compare(from) < 0 {
		first = from
	}
	var out []string
	for _, q := range period.Between(first, last) {
		out = append(out, q.String())
	}
	return out
}

func (s *site) everCompared(ind *indicator, months []string) bool {
	return slices.ContainsFunc(months, func(q string) bool { return ind.outcome("", q).compared() })
}

// asPrinted is a value as it is read, so that it has the shade of what is read.
func asPrinted(v float64, decimals int) float64 {
	unit := math.Pow10(decimals)
	return math.Round(v*unit) / unit
}

// heatSteps are limits near the quartiles of some values as printed: of the values
// there, the roundest, so that a limit is easily said and is itself a figure that is
// told. Nil when the values are too alike for four shades.
func heatSteps(values []float64, decimals int) *chart.HeatSteps {
	if len(values) < 4 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(values))
	near := len(sorted) / 12
	var limits [3]float64
	for i := range limits {
		at := (i + 1) * len(sorted) / 4
		limits[i] = sorted[at]
		for d := range near {
			for _, v := range []float64{sorted[at-1-d], sorted[min(at+1+d, len(sorted)-1)]} {
				if roundness(v, decimals) > roundness(limits[i], decimals) {
					limits[i] = v
				}
			}
		}
	}
	if sorted[0] >= limits[0] || limits[0] >= limits[1] || limits[1] >= limits[2] {
		return nil
	}
	text := func(i int) string { return prose.Number(limits[i], decimals) }
	return &chart.HeatSteps{Limits: limits, Texts: [4]string{"under " + text(0), text(0) + " till under " + text(1), text(1) + " till under " + text(2), text(2) + " eller mer"}}
}

// roundness is the largest of 1, 2 and 5 times a power of ten that divides a number as printed.
func roundness(v float64, decimals int) int {
	n := int(math.Round(math.Abs(v) * math.Pow10(decimals)))
	best := 1
	for p := 1; n > 0 && n%p == 0; p *= 10 {
		for _, m := range []int{1, 2, 5} {
			if n%(p*m) == 0 {
				best = max(best, p*m)
			}
		}
	}
	return best
}

// highestTitle names the district that has had the highest value most months, of
// those that are shown.
func highestTitle(in chart.HeatInput) string {
	count, months := map[string]int{}, 0
	for j := range in.Months {
		highest := math.Inf(-1)
		var who []string
		for _, r := range in.Rows {
			switch c := r.Cells[j]; {
			case c.Absence != chart.Shown || c.Value < highest:
			case c.Value > highest:
				highest, who = c.Value, []string{r.Label}
			default:
				who = append(who, r.Label)
			}
		}
		if len(who) > 0 {
			months++
		}
		for _, n := range who {
			count[n]++
		}
	}
	most := 0
	for _, n := range count {
		most = max(most, n)
	}
	var who []string
	for _, r := range in.Rows {
		if count[r.Label] == most {
			who = append(who, r.Label)
		}
	}
	return "Högst av de tal som visas: " + prose.Join(who) + ", " + prose.Of(most, months) + " månader"
}

// heatTitle names the districts that have differed surely in most months, each of those that could be tried: a month
// whose figure is hidden, or too small to be tried, could not have differed.
func heatTitle(in chart.HeatInput) string {
	var parts []string
	for _, v := range []struct {
		verdict chart.Verdict
		words   string
	}{{chart.Higher, "tydligt högre"}, {chart.Lower, "tydligt lägre"}} {
		best := 2 // a month or two is no pattern
		var tried []int
		who := map[int][]string{} // by the months that were tried
		for _, r := range in.Rows {
			sure, of := 0, 0
			for _, c := range r.Cells {
				if c.Absence != chart.Shown || c.Verdict == chart.NotCompared {
					continue
				}
				if of++; c.Verdict == v.verdict {
					sure++
				}
			}
			if sure > best {
				best, tried, who = sure, nil, map[int][]string{}
			}
			if sure == best && best > 2 {
				if who[of] == nil {
					tried = append(tried, of)
				}
				who[of] = append(who[of], r.Label)
			}
		}
		var places []string
		for _, of := range tried {
			places = append(places, prose.InAll(who[of])+" "+prose.Of(best, of))
		}
		if len(places) > 0 {
			parts = append(parts, v.words+" "+prose.Join(places)+" prövade månader")
		}
	}
	if len(parts) == 0 {
		return "Ingen stadsdel skiljer sig säkert mer än enstaka månader"
	}
	return prose.Upper(strings.Join(parts, ", "))
}

// absence says how a figure without a value is drawn.
func absence(o *publication.Observation) chart.Absence {
	switch {
	case o == nil:
		return chart.NotDelivered
	case o.Status == publication.Hidden:
		return chart.Hidden
	case o.Status == publication.NotApplicable:
		return chart.NotApplicable
	case o.Value == nil:
		return chart.NotDelivered
	}
	return chart.Shown
}

// plain is a chart's own table with signs where it has them.
func (p *page) plain(caption string, from chart.Table) *table {
	t := table{Caption: caption, Head: heads(from.Head...)}
	for _, r := range from.Rows {
		out := row{Head: cell{Text: r[0]}}
		for _, text := range r[1:] {
			c := cell{Text: text}
			for i := range prose.Signs {
				if prose.Signs[i].Sign == text {
					c = cell{Sign: &prose.Signs[i]}
				}
			}
			out.Cells = append(out.Cells, c)
		}
		t.Rows = append(t.Rows, out)
	}
	return p.table(t)
}
