package paper

import (
	"bytes"
	"html/template"
	"slices"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// frame is what every page needs of the publication.
type frame struct {
	*book
	Root    string // leads to the top folder
	Current string // what aria-current says of the menu's entry
	Title   string
	// Printing says that the page is only made to be printed.
	Printing bool
}

// Link leads to a file of the publication. On paper it is the permanent address,
// and none where that is not known: the folder that is printed from is nobody's
// affair, and will not be there.
func (f frame) Link(file string) string {
	switch {
	case !f.Printing:
		return f.Root + file
	case f.info.Address == "":
		return ""
	}
	return f.info.Permanent(file)
}

// Menu is the main menu of the site, as its other pages have it.
func (f frame) Menu() []link {
	menu := []link{{Text: "Översikt", Href: "index.html"}, {Text: "Stadsdelar", Href: "stadsdelar.html"}, {Text: "Nyckeltal", Href: "nyckeltal.html"},
		{Text: "Jämför", Href: "jamfor.html"}, {Text: "Rapporter", Href: "rapporter.html"}, {Text: "Data", Href: "data.html"},
		{Text: "Metod", Href: "metod.html"}, {Text: "Sök", Href: "sok.html"}}
	if f.units {
		menu = slices.Insert(menu, 2, link{Text: "Enheter", Href: "enheter.html"})
	}
	return menu
}

// Synthetic says whether the figures are made up.
func (f frame) Synthetic() bool { return f.info.Synthetic }

// Internal says whether the page is for the internal audience only.
func (f frame) Internal() bool { return f.info.Audience == publication.AudienceInternal }

// City is the name of the city.
func (f frame) City() string { return f.info.City }

// Publisher answers for the publication.
func (f frame) Publisher() string { return f.info.Publisher }

// Month is the newest month; Next says when the one after it comes, empty where that is not known; Shown how many
// districts the newest has figures of.
func (f frame) Month() string { return prose.Period(f.info.Month) }
func (f frame) Next() string  { return prose.Next(f.info.Month, f.info.Next, f.info.Published) }
func (f frame) Shown() string {
	return prose.Of(len(f.reported(f.info.Month)), f.expected(f.info.Month))
}

// Published says when.
func (f frame) Published() string { return prose.Date(f.info.Published) }

// ID is the publication's id.
func (f frame) ID() string { return f.info.ID }

// FullTitle is what stands in the title element.
func (f frame) FullTitle() string {
	t := f.Title + " – stadsdelskollen"
	if f.Synthetic() {
		t += " (syntetiska uppgifter)"
	}
	if f.Internal() {
		t = "INTERNT: " + t
	}
	return t
}

// Description is what stands in the meta element.
func (f frame) Description() string {
	text := "Ekonomiskt bistånd i stadsdelarna. " + f.Title + "."
	if f.Synthetic() {
		return "Syntetiska uppgifter. " + text
	}
	return text
}

// IsLeft says whether a column of the head holds words; the first one always does.
func (t *tableau) IsLeft(column int) bool { return column > 0 && t.IsLeftCell(column-1) }

// IsLeftCell is IsLeft, counted from the first cell after the row's head.
func (t *tableau) IsLeftCell(column int) bool { return column+1 < len(t.Left) && t.Left[column+1] }

var pages = map[string]*template.Template{"rapport": parse("rapport"), "rapporter": parse("rapporter")}

func parse(name string) *template.Template {
	return template.Must(template.ParseFS(files, "templates/ram.html", "templates/"+name+".html"))
}

// render writes the report as a page.
func (r *report) render() ([]byte, error) { return r.page(false) }

func (r *report) page(printing bool) ([]byte, error) {
	var out bytes.Buffer
	f := frame{book: r.book, Root: "../", Current: "true", Title: r.Title, Printing: printing}
	err := pages["rapport"].ExecuteTemplate(&out, "ram.html", struct {
		frame
		Crumb, H1, Name string
		Lede            []string
		Own             []item
		Sections        []*section
		Printable       bool
		Signs           []prose.Sign
	}{f, r.Crumb, r.H1, r.Name, r.Lede, r.Own, r.Sections, r.Printable, r.Signs()})
	return out.Bytes(), err
}

// group is reports of one kind in the list.
type group struct {
	ID, Title, Text string
	Reports         []*report
}

// list writes the page that lists the reports.
func (b *book) list(reports []*report) ([]byte, error) {
	groups := []group{{ID: "h-stad", Title: "Hela staden", Text: "Alla stadsdelar bredvid varandra: en månad, och det senaste hela året."},
		{ID: "h-stadsdel", Title: "För stadsdelsnämnden", Text: "En rapport för varje stadsdel, högst fyra sidor, att lägga till dagordningen."}}
	printed := len(reports) > 0
	for _, r := range reports {
		i := 1
		if r.City {
			i = 0
		}
		groups[i].Reports = append(groups[i].Reports, r)
		printed = printed && r.Printable
	}
	groups = slices.DeleteFunc(groups, func(g group) bool { return len(g.Reports) == 0 })
	var out bytes.Buffer
	err := pages["rapporter"].ExecuteTemplate(&out, "ram.html", struct {
		frame
		Groups  []group
		Printed bool
	}{frame{book: b, Current: "page", Title: "Rapporter"}, groups, printed})
	return out.Bytes(), err
}
