package dashboards

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// comparePeriods is how many periods, counted from the newest, the page where
// readers choose districts knows; all of them are in the files of figures.
const comparePeriods = 60

// choice is what the page Jämför reads of an indicator: one small file each.
type choice struct {
	Note     string         `json:"anmarkning,omitempty"`
	Name     string         `json:"nyckeltal"`
	Title    string         `json:"titel"`
	Unit     string         `json:"enhet"`
	Suffix   string         `json:"tillagg"` // written after a number: no-break space and %, kr or nothing
	Decimals int64          `json:"decimaler"`
	Periods  []string       `json:"perioder"`
	Names    []string       `json:"periodnamn"`
	Short    []string       `json:"periodnamn_kort"`
	Against  string         `json:"mot"` // heads the outcomes
	Source   string         `json:"kalla"`
	Told     string         `json:"indelning"`
	Sets     []choiceSeries `json:"serier"`
}

// choiceSeries are the series of all districts, of one category or of none.
type choiceSeries struct {
	Category  string        `json:"kategori"`
	Reference []figureValue `json:"referens"`
	Called    string        `json:"referensnamn"` // the reference
	Areas     []choiceArea  `json:"stadsdelar"`
	Dots      string        `json:"prickar,omitempty"`  // the address of the chart of the newest period, without its ending
	Over      string        `json:"over_tid,omitempty"` // of the one over time
}

type choiceArea struct {
	Name    string        `json:"namn"`
	Slug    string        `json:"id"`
	Where   string        `json:"plats"`  // i or på, before the name
	Values  []figureValue `json:"varden"` // a number, or the sign that stands in its place
	Lower   *float64      `json:"nedre"`  // of the newest period
	Upper   *float64      `json:"ovre"`
	Verdict string        `json:"utfall"` // in words, of the newest period
	Class   string        `json:"klass"`
}

// figureValue is a number as it is printed, or a sign.
type figureValue struct {
	v    *float64
	sign string
	d    int64
}

// MarshalJSON writes the number with its decimals, or the sign as a text.
func (f figureValue) MarshalJSON() ([]byte, error) {
	if f.v == nil {
		return json.Marshal(f.sign)
	}
	return []byte(fixed(f.v, f.d)), nil
}

// compareView is what the page Jämför shows without a script: every district.
type compareView struct {
	Choices []compareChoice
	Told    string
}

type compareChoice struct {
	ID, Title string
	File      string // the indicator's file
	First     bool   // shown to who has chosen nothing
	Link      link
	Tables    []*table
}

func (s *site) compare(ctx context.Context, p *page) error {
	p.kind, p.Nav, p.Title, p.H1 = "jamfor", "Jämför", "Jämför", "Jämför stadsdelar"
	p.Lede = []string{"Välj ett nyckeltal och de stadsdelar som du vill se bredvid varandra. Valet står i adressen, så att jämförelsen går att länka till."}
	p.Description = "Jämför stadsdelar i ett nyckeltal."
	p.Scripts = []string{"jamfor.js"}
	body := &compareView{Told: s.comparedDivision()}
	for _, ind := range s.inds {
		if ind.newest == "" {
			continue
		}
		c := compareChoice{ID: "val-" + ind.Name, Title: hardSpaces(ind.Title), File: "jamfor/" + ind.Name + ".json",
			Link: link{Text: "Mer om " + prose.Lower(hardSpaces(ind.Short)), Href: p.indicatorLink(ind)}}
		if len(ind.categories) > 0 {
			c.Tables = append(c.Tables, s.categoryTable(p, ind, s.districtsWith(ind, ind.newest)))
		} else {
			c.Tables = append(c.Tables, s.periodTable(p, ind, s.districtsOf(ind, "", ind.newest), "", ind.newest))
		}
		text, err := s.choiceFile(ctx, p, ind)
		if err != nil {
			return err
		}
		if text == nil {
			continue
		}
		body.Choices = append(body.Choices, c)
		p.beside = append(p.beside, file{c.File, text})
	}
	first := "val-" + s.compareFirst()
	for i := range body.Choices {
		body.Choices[i].First = body.Choices[i].ID == first
	}
	p.Body = body
	return nil
}

// compareFirst is the indicator that shows most: that of the first finding, else the one that leads the front page.
func (s *site) compareFirst() string {
	if found := s.standing().findings; len(found) > 0 {
		return found[0].ind.Name
	}
	if s.lead != nil {
		return s.lead.Name
	}
	return ""
}

// comparedDivision says in which division the series are told.
func (s *site) comparedDivision() string {
	if s.today == "" {
		return "Varje tal står i den indelning som gällde då."
	}
	return "Dagens stadsdelar följs bakåt i dagens indelning (" + s.divisionText(s.today) + "), tidigare stadsdelar så länge de fanns."
}

// history is an indicator as a district's own page tells it: in today's
// division for a present district, else in that of its time.
func (s *site) history(ind *indicator, area string) *indicator {
	if s.present(area) {
		return s.now.named(ind.Name)
	}
	return ind
}

// choiceFile is an indicator's file; nil where no district has delivered any of its figures.
func (s *site) choiceFile(ctx context.Context, p *page, ind *indicator) ([]byte, error) {
	periods := slices.Clone(ind.periods)
	if s.today != "" {
		for _, q := range s.now.named(ind.Name).periods {
			if !slices.Contains(periods, q) {
				periods = append(periods, q)
			}
		}
		slices.Sort(periods)
	}
	periods = periods[max(0, len(periods)-comparePeriods):]
	_, suffix, _ := strings.Cut(brief(0, prose.Measure{Unit: ind.Unit}), "0")
	c := choice{Name: ind.Name, Title: hardSpaces(ind.Title), Unit: hardSpaces(ind.Unit), Suffix: suffix, Decimals: ind.Decimals, Periods: periods,
		Source: s.sourceLine(s.plainSource(ind, s.districtsOf(ind, "", ind.newest), "", ind.newest)), Told: s.comparedDivision(), Against: "Mot " + ind.tried()}
	c.Note = s.info.Mark()
	for _, q := range periods {
		c.Names, c.Short = append(c.Names, prose.Period(q)), append(c.Short, prose.ShortPeriod(q))
	}
	for _, category := range append([]string{""}, ind.categories...) {
		set := s.choiceSet(p, ind, category, periods)
		if len(set.Areas) == 0 {
			continue
		}
		if err := s.choiceCharts(ctx, p, ind, &set, periods); err != nil {
			return nil, err
		}
		c.Sets = append(c.Sets, set)
	}
	if len(c.Sets) == 0 {
		return nil, nil
	}
	text, err := json.Marshal(c)
	return append(text, '\n'), err
}

func (s *site) choiceSet(p *page, ind *indicator, category string, periods []string) choiceSeries {
	_, name := ind.reference(category, ind.newest)
	set := choiceSeries{Category: category, Called: shortReference(name)}
	for _, q := range periods {
		v := figureValue{d: ind.Decimals, sign: publication.Sign(publication.NotDelivered)}
		ref, n := ind.reference(category, q)
		switch of := ind.figures[key{s.info.CityArea, category, q}]; {
		case ind.Method == publication.MethodCount: // beside the whole city no district's count can be read
			v.sign = publication.Sign(publication.NotApplicable)
		case n == name:
			v.v = ref
		case of != nil && of.Value == nil:
			v.sign = publication.Sign(of.Status)
		}
		set.Reference = append(set.Reference, v)
	}
	for _, a := range s.pages {
		told := s.history(ind, a.Name)
		area := choiceArea{Name: a.Name, Slug: a.Slug, Where: strings.TrimSuffix(prose.In(a.Name), " "+a.Name)}
		any := false
		for _, q := range periods {
			v := figureValue{d: ind.Decimals, sign: publication.Sign(s.whyNone(a.Name, q))}
			if o := told.figures[key{a.Name, category, q}]; o != nil {
				any = any || delivered(o)
				if v.v = o.Value; v.v == nil {
					v.sign = publication.Sign(o.Status)
				}
			}
			area.Values = append(area.Values, v)
		}
		newest := key{a.Name, category, ind.newest}
		if o := ind.figures[newest]; o != nil {
			area.Lower, area.Upper = printedLimit(o.Lower, ind.Decimals), printedLimit(o.Upper, ind.Decimals)
		}
		if c := ind.comparisons[newest]; c != nil {
			area.Verdict, area.Class = prose.Verdict(c.Verdict), strings.TrimPrefix(verdictClass(c.Verdict), "is-")
		}
		if any {
			set.Areas = append(set.Areas, area)
			for _, v := range area.Values {
				p.signs[v.sign] = p.signs[v.sign] || v.v == nil
			}
		}
	}
	return set
}

// printedLimit is a limit with the decimals that are printed.
func printedLimit(v *float64, decimals int64) *float64 {
	if v == nil {
		return nil
	}
	scale := math.Pow10(int(decimals))
	r := math.Round(*v*scale) / scale
	return &r
}
