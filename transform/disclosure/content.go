//go:build duckdb_arrow

package disclosure

import (
	"cmp"
	"fmt"
	"time"

	"stadsdelskollen/queries/period"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
)

// content puts the facts together with what pages need to name and place them.
func content(opt Options, facts []publication.Fact, received []warehouse.Received) publication.Content {
	c := publication.Content{Info: opt.Info, Facts: facts}
	c.Info.Audience = opt.Audience
	c.Info.Published = opt.Info.Published.UTC()
	c.Info.Month = newest(facts)
	c.Info.RoundedTo = opt.Rules.RoundTo
	if c.Info.Rule = opt.Rules.Text(); opt.Audience == publication.AudienceInternal {
		c.Info.Rule, c.Info.RoundedTo = internalText, 0
	}
	if city, ok := opt.Register.City(); ok {
		c.Info.CityArea = city.Name
	}
	addRegister(&c, opt.Register)
	for _, d := range received {
		c.Deliveries = append(c.Deliveries, publication.Delivery{Receipt: d.Receipt, Feed: d.Feed, Received: d.Received, First: d.First, Last: d.Last, Replaces: d.Replaces})
	}
	return c
}

func addRegister(c *publication.Content, r *register.Register) {
	taken := map[string]bool{}
	for _, a := range r.Areas {
		area := publication.Area{Name: a.Name, Slug: free(taken, cmp.Or(publication.Slug(a.Name), publication.Slug(a.Code), "omrade")), Code: a.Code, Level: a.Level, Part: a.PartOf, From: date(a.From), To: date(a.To)}
		if a.Row >= 0 && a.Column >= 0 {
			row, column := int64(a.Row), int64(a.Column)
			area.Row, area.Column = &row, &column
		}
		c.Areas = append(c.Areas, area)
	}
	for _, d := range r.Divisions() {
		c.Divisions = append(c.Divisions, publication.Division{ID: d.ID, From: date(d.From), To: date(d.To), Areas: int64(len(d.Areas))})
		for _, a := range d.Areas {
			c.Members = append(c.Members, publication.Member{Division: d.ID, Area: a.Name})
		}
	}
	for _, s := range r.Succession {
		c.Succession = append(c.Succession, publication.Succession{From: s.From, To: s.To, Date: s.Date, Kind: s.Kind})
	}
	for _, u := range r.Units {
		c.Units = append(c.Units, publication.Unit{Name: u.Name, District: u.District, Task: u.Task, From: date(u.From), To: date(u.To), Source: u.Source})
	}
	for _, e := range r.Events {
		c.Events = append(c.Events, publication.Event{Date: e.Date, Area: e.Area, Text: e.Text, Source: e.Source, NewLevel: e.NewLevel})
	}
}

// merged lists the facts that were added up of former districts, one for all
// categories of a measure; a carried median is no sum.
func merged(base []warehouse.BaseFact) []publication.Merged {
	seen := map[publication.Merged]bool{}
	var out []publication.Merged
	for _, f := range base {
		m := publication.Merged{Measure: f.Measure, Area: f.Area, Division: f.Division, Period: f.Period, Parts: f.Parts}
		if f.Parts != "" && !carried(f) && !seen[m] {
			seen[m] = true
			out = append(out, m)
		}
	}
	return out
}

// newest is the newest month of a monthly figure that somebody delivered, or
// the newest year where there is none.
func newest(facts []publication.Fact) string {
	var month, year string
	for _, f := range facts {
		if f.Status == publication.NotDelivered {
			continue
		}
		switch p, err := period.Parse(f.Period); {
		case err != nil:
		case p.IsYear():
			year = max(year, f.Period)
		default:
			month = max(month, f.Period)
		}
	}
	if month != "" {
		return month
	}
	return year
}

func free(taken map[string]bool, want string) string {
	s := want
	for n := 2; taken[s]; n++ {
		s = fmt.Sprintf("%s-%d", want, n)
	}
	taken[s] = true
	return s
}

func date(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
