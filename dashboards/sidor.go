package dashboards

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// partView is a part of the city, or the former districts, in the list.
type partView struct {
	ID, Name string
	Table    *table
}

// districts is the list of all districts that have a page.
func (s *site) districts(_ context.Context, p *page) error {
	p.kind, p.Nav, p.Title, p.H1 = "stadsdelar", "Stadsdelar", "Stadsdelar", "Stadsdelar"
	p.Lede = []string{"Varje stadsdel med uppgifter har en egen sida. Talet här är bara en ingång: nivåer speglar vilka som bor i stadsdelen."}
	p.Description = "Alla stadsdelar med uppgifter, efter del av staden."
	newest := ""
	for _, ind := range s.inds {
		newest = max(newest, ind.division, s.today)
	}
	p.Own = []fresh{{Name: "Områdesindelning", Value: s.divisionText(newest)}}
	var parts []partView
	for _, a := range s.pages {
		name := a.Part
		switch {
		case s.former(a.Name):
			name = formerDistricts
		case name == "":
			name = "Övriga"
		}
		i := slices.IndexFunc(parts, func(v partView) bool { return v.Name == name })
		if i < 0 {
			i = len(parts)
			parts = append(parts, partView{Name: name, Table: p.table(s.listHead(name))})
		}
		parts[i].Table.Rows = append(parts[i].Table.Rows, s.listRow(p, a, name == formerDistricts))
	}
	order := publication.Swedish()
	slices.SortStableFunc(parts, func(a, b partView) int {
		if (a.Name == formerDistricts) != (b.Name == formerDistricts) {
			return map[bool]int{true: 1, false: -1}[a.Name == formerDistricts]
		}
		return order(a.Name, b.Name)
	})
	for i := range parts {
		parts[i].ID = "h-del-" + prose.Number(float64(i+1), 0)
	}
	body := districtList{Parts: parts}
	if body.Missing, _ = s.notReported(s.inds, s.info.Month); len(body.Missing) > 0 {
		body.MissingTitle = "Saknas " + prose.When(s.info.Month)
	}
	p.Body = body
	return nil
}

// districtList is what the list of districts shows.
type districtList struct {
	Parts        []partView
	MissingTitle string
	Missing      []string
}

const formerDistricts = "Tidigare stadsdelar"

func (s *site) listHead(name string) table {
	t := table{Caption: name, Head: heads("Stadsdel")}
	if s.lead != nil {
		head := cell{Text: hardSpaces(s.lead.Short), Note: prose.Period(s.lead.newest)}
		if name == formerDistricts {
			head.Note = "senaste uppgift"
		}
		t.Head = append(t.Head, head)
	}
	return table{Caption: t.Caption, Quiet: true, Head: append(t.Head, cell{Text: "Uppgifter för", Left: true}, cell{Text: "Fanns", Left: true})}
}

func (s *site) listRow(p *page, a publication.Area, former bool) row {
	r := row{Head: cell{Text: a.Name, Href: p.areaLink(a.Name)}}
	if s.lead != nil {
		period := s.lead.newest
		if former {
			period = s.lead.lastPeriodOf(a.Name, "")
		}
		o := s.lead.figures[key{a.Name, "", period}]
		if o == nil && s.present(a.Name) {
			o = s.inToday().named(s.lead.Name).figures[key{a.Name, "", period}]
		}
		r.Cells = append(r.Cells, p.value(o, s.lead.measure()))
	}
	first, last := map[bool]string{}, map[bool]string{}
	history := s
	if s.present(a.Name) {
		history = s.inToday()
	}
	for o := range history.deliveredOf(a.Name) {
		if o.SumOf == publication.Breaks {
			continue
		}
		m := isMonth(o.Period)
		if first[m] == "" || o.Period < first[m] {
			first[m] = o.Period
		}
		last[m] = max(last[m], o.Period)
	}
	var spans []string
	for _, m := range []bool{true, false} {
		if last[m] != "" {
			spans = append(spans, prose.Span(first[m], last[m]))
		}
	}
	exists := "" // in years, since a phone has no room for days; they stand on the district's page
	if a.From != nil {
		exists = "från" + prose.NBSP + a.From.Format("2006")
	}
	if a.To != nil {
		exists += " till" + prose.NBSP + a.To.Format("2006")
	}
	r.Cells = append(r.Cells, cell{Text: prose.Join(spans), Left: true}, cell{Text: exists, Left: true})
	return r
}

// methodPage is what the page about method needs of the publication.
type methodPage struct {
	Rule, CityArea   string
	Guideline        string
	Signs            []sign
	CitySum          string
	Pooled           string // what the reported districts together are made of
	HasPerInhabitant bool
	HasPayments      bool // costs made from single payments
	HasFunnels       bool
	HasCharts        bool // series with limits
	HasExpected      bool
	HasVariation     bool
	Likes            string // the facts that make districts alike; empty without any
}

func (s *site) method(_ context.Context, p *page) error {
	p.kind, p.Nav, p.Title, p.H1 = "metod", "Metod", "Metod", "Så är talen gjorda"
	p.Lede = []string{"Talen räknas ur lämnade uppgifter, " + map[bool]string{false: "skyddas där de är små, "}[p.Internal()] + "jämförs bara när det går och sägs aldrig säkrare än de är."}
	p.Description = "Hur talen är gjorda: källor, skydd av små tal, intervall, jämförelser och kända begränsningar."
	body := methodPage{Rule: s.info.Rule, Pooled: prose.PooledNote, CityArea: prose.Lower(s.info.CityArea), Signs: prose.Signs}
	if n := s.info.GuidelineDays; n != nil {
		body.Guideline = prose.Value(float64(*n), "dagar", 0)
	}
	for _, ind := range s.inds {
		body.HasPerInhabitant = body.HasPerInhabitant || ind.perInhabitant()
	}
	body.HasPayments, body.HasExpected = s.named("kostnad_per_hushallsmanad") != nil, s.named("beslut_i_tid_mot_forvantat") != nil
	body.HasVariation = s.named("variation_handlaggningstid") != nil || s.named("variation_bifall") != nil
	for _, f := range s.conclusions.by {
		body.HasFunnels = body.HasFunnels || len(f.funnels) > 0
		body.HasCharts = body.HasCharts || slices.ContainsFunc(f.charts, func(c publication.Chart) bool { return c.Kind != publication.ChartLine })
	}
	var facts []string
	for _, b := range s.likes.basis {
		if name := prose.FactName(b.Fact); !slices.Contains(facts, name) {
			facts = append(facts, name)
		}
	}
	body.Likes = prose.Join(facts)
	if c := s.findSum(); c != nil {
		body.CitySum = prose.Upper(prose.When(c.last().Period)) + " har hela staden " + prose.InText(c.last().City, c.noun, 0) + " med ekonomiskt bistånd och stadsdelarna tillsammans " + prose.Number(c.last().Districts, 0) + "."
	}
	p.Body = body
	return nil
}

func (s *site) about(_ context.Context, p *page) error {
	p.kind, p.Title, p.H1 = "om", "Om stadsdelskollen", "Om stadsdelskollen"
	p.Lede = []string{"Stadsdelskollen jämför socialtjänsten i en stads stadsdelar utifrån de uppgifter som lämnas varje månad, och säger bara det som uppgifterna räcker till."}
	p.Description = "Vad stadsdelskollen är, vem som står bakom publiceringen och vad den inte visar."
	p.Body = s.info.Publisher
	return nil
}

func (s *site) accessibility(_ context.Context, p *page) error {
	p.kind, p.Title, p.H1 = "tillganglighet", "Tillgänglighet", "Tillgänglighet"
	p.Lede = []string{"Sidorna är gjorda för att kunna läsas av alla: på liten och stor skärm, med skärmläsare, med bara tangentbord, utskrivna och utan skript."}
	p.Description = "Hur sidorna är gjorda för att vara tillgängliga, och vad som återstår."
	p.Body = s.info.Publisher
	return nil
}

func (s *site) notFound(_ context.Context, p *page) error {
	p.kind, p.Title, p.H1 = "404", "Sidan finns inte", "Sidan finns inte"
	p.Lede = []string{"Adressen leder inte till någon sida i den här publiceringen. Sidan kan ha bytt namn, eller så är adressen fel skriven."}
	p.Description = "Sidan finns inte."
	// A server shows this page at whatever address was asked for, so that a link
	// seen from here would lead anywhere. Only the site's own address helps.
	body := missingPage{Rooted: s.info.Address != ""}
	if body.Rooted {
		at, err := url.Parse(s.info.Address)
		if err != nil {
			return fmt.Errorf("the site's address: %w", err)
		}
		p.Root = strings.TrimSuffix(at.Path, "/") + "/"
	}
	p.Body = body
	return nil
}

// missingPage is the page that stands in for a missing one: Rooted where links
// from any depth are known.
type missingPage struct{ Rooted bool }

// Adrift says whether the page may be shown at another depth than its own, with
// no way to know which.
func (p *page) Adrift() bool {
	body, ok := p.Body.(missingPage)
	return ok && !body.Rooted
}
