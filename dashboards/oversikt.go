package dashboards

import (
	"context"
	"slices"
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// overview is what the front page shows.
type overview struct {
	Findings  []findingView
	NoFinding string
	Standouts []prose.Told // what else stands out, in the publication's order
	// Worse and Better are those that are so and become more so; Judged says
	// whether any figure has a good direction.
	Worse, Better []link
	Judged        bool
	Unsure        *unsure
	Map, Dots     *figure
	AllTitle      string
	AllIntro      string
	Month         *table
	MonthTitle    string
	MonthNotes    []string
	Sum           *sumView
	Corrections   []correction
	Uncorrected   string
}

// findingView is a finding: the sentence carries it, the chart proves it.
type findingView struct {
	Title string
	Text  []string
	More  link
	Chart *figure
}

// unsure is a calm line about what looks big but is not sure.
type unsure struct{ Title, Text string }

// correction is a delivery that replaced another one.
type correction struct{ What, Text string }

func (s *site) overview(ctx context.Context, p *page) error {
	p.kind, p.Nav, p.Title = "oversikt", "Översikt", "Översikt"
	stands := s.standing()
	findings := stands.findings
	body := &overview{Unsure: s.unsureView(s.calmest()), Standouts: prose.BySubject("", stands.rest...), Worse: stands.worse, Better: stands.better, Judged: s.anyJudged()}
	p.Body = body
	for i, f := range findings {
		v, err := s.findingView(ctx, p, f, i == 0)
		if err != nil {
			return err
		}
		body.Findings = append(body.Findings, v)
	}
	if len(findings) == 0 {
		body.NoFinding = s.noFinding()
	}
	if err := s.allDistricts(ctx, p, body); err != nil {
		return err
	}
	s.monthTable(p, body)
	var err error
	if body.Sum, err = s.citySum(ctx, p); err != nil {
		return err
	}
	body.Corrections = s.replaced()
	if len(body.Corrections) == 0 {
		body.Uncorrected = "Ingen leverans har ersatt en tidigare."
	}
	s.opening(p, body, findings)
	return nil
}

// anyJudged says whether any indicator has a direction that is good.
func (s *site) anyJudged() bool {
	return slices.ContainsFunc(s.inds, func(ind *indicator) bool { return ind.Process == "ja" && ind.Direction != "ingen" && ind.newest != "" })
}

// opening writes crumb, h1, lede and the line about freshness.
func (s *site) opening(p *page, body *overview, findings []finding) {
	periods := []string{prose.Period(s.info.Month)}
	if s.lead != nil && s.lead.newest != s.info.Month && s.lead.newest != "" {
		periods = append(periods, prose.Period(s.lead.newest))
	}
	p.Crumbs = []link{{Text: "Ekonomiskt bistånd i " + s.info.City + " · uppgifter för " + prose.Join(periods)}}
	p.LongH1 = true
	lead := ""
	if s.lead != nil {
		names := s.districtsOf(s.lead, "", s.lead.newest)
		lead = prose.Extremes(figuresOf(s.lead, names, "", s.lead.newest), s.lead.measure())
	}
	switch {
	case len(findings) > 0:
		p.H1 = findings[0].title()
		if lead != "" {
			p.Lede = append(p.Lede, hardSpaces(s.lead.Title)+", "+prose.Period(s.lead.newest)+": "+lead+s.referencePart(s.lead)+".")
		}
	case lead != "":
		p.H1 = s.lead.dated("", s.lead.newest) + ": " + lead
		text := hardSpaces(s.lead.Title) + " " + prose.When(s.lead.newest) + s.referencePart(s.lead) + "."
		if ref := s.referencePart(s.lead); ref != "" && s.lead.heading() == hardSpaces(s.lead.Title) {
			text = strings.TrimPrefix(ref, ". ") + "." // the heading has said the rest
		}
		p.Lede = append(p.Lede, text)
	default:
		p.H1 = "Ekonomiskt bistånd i " + s.info.City
	}
	if s.lead != nil && s.lead.level() && len(p.Lede) > 0 {
		p.Lede[0] += " " + levelNote
	}
	shown, of := s.monthCoverage()
	if shown < of {
		p.Lede = append(p.Lede, prose.Upper(prose.When(s.info.Month))+" är "+prose.Of(shown, of)+" stadsdelar redovisade. De är inte hela staden.")
	}
	p.Description = prose.Sentence(p.H1)
	s.freshness(p, len(body.Corrections))
}

func (s *site) referencePart(ind *indicator) string {
	ref, _ := ind.reference("", ind.newest)
	if ref == nil {
		return ""
	}
	return ". " + prose.Upper(s.referenceName(ind, "", ind.newest)) + ": " + brief(*ref, ind.measure())
}

// monthCoverage is how many districts have any row in the newest month.
func (s *site) monthCoverage() (shown, of int) {
	missing, of := s.notReported(s.inds, s.info.Month)
	return of - len(missing), of
}

func (s *site) freshness(p *page, corrections int) {
	latest := prose.Period(s.info.Month)
	if s.lead != nil && s.lead.newest != s.info.Month {
		latest += ", årsuppgifter " + prose.Period(s.lead.newest)
	}
	p.Own = []fresh{{Name: newestName, Value: latest}}
	preliminary := 0
	for _, ind := range s.inds {
		for _, o := range ind.obs {
			if o.Status == publication.Preliminary {
				preliminary++
			}
		}
	}
	text := "inget"
	if preliminary > 0 {
		text = prose.Count(preliminary, "ett tal", "tal")
	}
	p.Own = append(p.Own, fresh{Name: "Preliminärt", Value: text})
	text = "inga"
	if corrections > 0 {
		text = prose.Count(corrections, "en leverans", "leveranser")
	}
	p.Own = append(p.Own, fresh{Name: "Rättelser", Value: text, Href: "#rattat"})
}

// allDistricts makes the map and the dots of the lead indicator.
func (s *site) allDistricts(ctx context.Context, p *page, body *overview) error {
	body.AllTitle = "Alla stadsdelar"
	ind := s.lead
	if ind == nil {
		if ind = s.anyIndicator(); ind == nil {
			return nil
		}
		body.AllTitle = "De redovisade stadsdelarna"
	}
	var err error
	if body.Dots, err = s.dotsFigure(ctx, p, ind, "", ind.newest, "rang"); err != nil {
		return err
	}
	if s.lead == nil {
		return nil
	}
	if body.Map, err = s.mapFigure(ctx, p, ind); body.Map != nil {
		body.AllIntro = "Samma tal på två sätt: var i staden, och hur stort."
	}
	return err
}

// mapFigure is the map of a division's districts: of their shapes where a map file has every one of them, else of
// tiles; nil where neither is known.
func (s *site) mapFigure(ctx context.Context, p *page, ind *indicator) (*figure, error) {
	names := s.districtsOf(ind, "", ind.newest)
	f := figure{ID: "karta", Title: s.mapTitle(ind, names), Sub: ind.subtitle(prose.Period(ind.newest)),
		Source: s.dotsSource(ind, names, "", ind.newest), Elsewhere: "Talen finns i tabellen till nästa diagram.", Downloads: p.csv(ind)}
	f.at(ind, "karta", nobody, ind.observed(names, "", []string{ind.newest}))
	if in, ok := s.choropleth(ind, ind.newest); ok {
		f.shaded(in.Shaded, verdictKey(ind, names, "", ind.newest))
		f.Sub += ". En stor stadsdel syns mest: ytan säger inget om talet"
		f.Description = "Karta över stadsdelarna. " + s.listing(ind, names, "", ind.newest)
		return p.figure(ctx, in, f)
	}
	in, ok := s.tiles(ind, ind.newest)
	if !ok {
		return nil, nil
	}
	f.Sub += ". Alla rutor är lika stora: ytan säger inget"
	f.shaded(in.Shaded, verdictKey(ind, names, "", ind.newest))
	f.Description = "Rutkarta med lika stora rutor, ordnade ungefär som stadsdelarna ligger. " + s.listing(ind, names, "", ind.newest)
	return p.figure(ctx, in, f)
}

// shaded says what a map's colours mean: shades of values, or verdicts as the key explains them.
func (f *figure) shaded(is bool, verdicts []keyItem) {
	if is {
		f.Sub += ". Ju starkare ton, desto högre tal"
	} else {
		f.Key = verdicts
	}
}

// anyIndicator is the first one without categories, shares and ratios before counts.
func (s *site) anyIndicator() *indicator {
	var found *indicator
	for _, ind := range s.inds {
		if ind.newest == "" || len(ind.categories) > 0 {
			continue
		}
		if ind.Method != publication.MethodCount {
			return ind
		}
		if found == nil {
			found = ind
		}
	}
	return found
}

// mapTitle says in which parts of the city the three highest and the three
// lowest values lie, when they lie together; else what the map shows.
func (s *site) mapTitle(ind *indicator, names []string) string {
	figures := figuresOf(ind, names, "", ind.newest)
	if !s.ranked(ind, "", ind.newest) || len(figures) < 9 {
		return "Så ser det ut över staden"
	}
	slices.SortStableFunc(figures, func(a, b prose.Figure) int {
		switch {
		case a.Value > b.Value:
			return -1
		case a.Value < b.Value:
			return 1
		}
		return 0
	})
	n := len(figures)
	if figures[2].Value == figures[3].Value || figures[n-3].Value == figures[n-4].Value {
		return "Så ser det ut över staden"
	}
	parts := func(fs []prose.Figure) string {
		var out []string
		for _, f := range fs {
			part := s.areas[f.Area].Part
			if part == "" {
				return ""
			}
			if !slices.Contains(out, part) {
				out = append(out, part)
			}
		}
		slices.Sort(out)
		return strings.ReplaceAll(prose.Join(out), "Inre staden", "inre staden")
	}
	high, low := parts(figures[:3]), parts(figures[n-3:])
	if high == "" || low == "" || high == low {
		return "Så ser det ut över staden"
	}
	return "De tre högsta ligger i " + high + ", de tre lägsta i " + low
}

// replaced are the deliveries that replaced earlier ones, newest first.
func (s *site) replaced() []correction {
	var out []correction
	for _, d := range slices.Backward(s.deliveries) {
		if d.Replaces == nil {
			continue
		}
		out = append(out, correction{What: prose.FeedName(d.Feed), Text: "Uppgifterna för " + prose.Span(d.First, d.Last) + " kom i ny leverans den " + prose.Date(d.Received) +
			" (kvitto " + prose.Number(float64(d.Receipt), 0) + ") som ersätter kvitto " + prose.Number(float64(*d.Replaces), 0) + "."})
	}
	return out
}
