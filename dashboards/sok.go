package dashboards

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// found is something that a reader may look for: a district, an indicator, a
// word or a page.
type found struct {
	Name, Kind, Text, Href string
}

// letter is one letter of the list, with what begins with it.
type letter struct {
	ID, Name string
	Entries  []found
}

// search is the list of everything that has a name, in Swedish order. A script
// may narrow it down; without one it is read as it stands.
func (s *site) search(_ context.Context, p *page) error {
	p.kind, p.Nav, p.Title, p.H1 = "sok", "Sök", "Sök", "Sök"
	p.Lede = []string{"Stadsdelar, nyckeltal, ord och sidor, i bokstavsordning."}
	p.Description = "Sök bland stadsdelar, nyckeltal och ord."
	p.Scripts = []string{"sok.js"}
	var letters []letter
	for _, e := range s.entries(p) {
		first, _ := utf8.DecodeRuneInString(e.Name)
		name := string(unicode.ToUpper(first))
		if n := len(letters); n == 0 || letters[n-1].Name != name {
			letters = append(letters, letter{ID: "bokstav-" + prose.Number(float64(n+1), 0), Name: name})
		}
		last := &letters[len(letters)-1]
		last.Entries = append(last.Entries, e)
	}
	p.Body = letters
	return nil
}

func (s *site) entries(p *page) []found {
	var all []found
	for _, a := range s.pages {
		kind := "Stadsdel"
		if s.former(a.Name) {
			kind = "Tidigare stadsdel"
		}
		all = append(all, found{a.Name, kind, a.Part, p.areaLink(a.Name)})
	}
	for _, ind := range s.inds {
		text := hardSpaces(ind.Topic)
		if len(ind.categories) > 0 {
			var names []string
			for _, c := range ind.cityCategories() {
				names = append(names, prose.Lower(c.name))
			}
			text += ": " + strings.Join(names, ", ")
		}
		all = append(all, found{hardSpaces(ind.Title), "Nyckeltal", text, p.indicatorLink(ind)})
	}
	if s.hasUnits() {
		for _, a := range s.units.withFigures {
			all = append(all, found{a.Name, "Enhet", "", p.unitLink(a.Name)})
		}
	}
	for _, t := range s.sortedTerms() {
		text, _, _ := strings.Cut(t.Text, ". ")
		all = append(all, found{t.Name, "Ord", prose.Sentence(text), p.to("ord.html#" + t.ID)})
	}
	formats := map[string]string{"Rapporter": "Webbsida, PDF och XLSX", "Data": "CSV, XLSX, Parquet, Arrow, JSON, JSON-stat, PX och Koladas form"}
	for _, l := range p.Menu() {
		if l.Text != "Sök" {
			all = append(all, found{l.Text, "Sida", formats[l.Text], l.Href})
		}
	}
	all = append(all, found{"Ord och tecken", "Sida", "", p.to("ord.html")}, found{"Tillgänglighet", "Sida", "", p.to("tillganglighet.html")},
		found{"Om stadsdelskollen", "Sida", "", p.to("om.html")}, found{"Rättelser", "Sida", "Leveranser som har ersatt tidigare", p.to("rattelser.html")})
	order := publication.Swedish()
	slices.SortStableFunc(all, func(a, b found) int { return order(a.Name, b.Name) })
	return all
}
