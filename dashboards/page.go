package dashboards

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// page is one page: its head and opening, and Body, which the page's own
// template knows.
type page struct {
	*site
	path string
	kind string // the template file of its body

	Root        string // leads to the top folder: "" or "../"
	Nav         string // the entry of the main menu that it belongs to
	Title       string
	Description string
	Crumbs      []link
	H1          string
	LongH1      bool
	Lede        []string
	Own         []fresh    // what the page adds to the line about freshness
	Ended       bool       // its figures get no more periods
	of          *indicator // whose figures alone it shows; nil where there are others
	Scripts     []string   // of assets/, which nothing that is read needs
	Body        any

	signs  map[string]bool // signs that its tables or charts hold
	tables int
	charts int
	alone  []*figure // its charts that have an address of their own
	beside []file    // what its scripts fetch
}

// file is a file of the site that is no page.
type file struct {
	path string
	text []byte
}

// link is an entry that leads somewhere, or plain text without Href.
type link struct {
	Text, Href, Note string
	Current          bool
}

// fresh is one item of the line about how fresh the figures are.
type fresh struct {
	Name, Value string
	Href        string
	Bar         bars // the little bar of districts
}

// bar is one stroke of it.
type bar struct {
	X  int
	On bool
}

type bars []bar

// Width is the bar's width in its own units.
func (b bars) Width() int { return b[len(b)-1].X + 6 }

func (s *site) newPage(path string) *page {
	return &page{site: s, path: path, Root: strings.Repeat("../", strings.Count(path, "/")), signs: map[string]bool{}}
}

// to is a link to a page or file of the site, as seen from p.
func (p *page) to(path string) string { return p.Root + path }

// slug is a district's name in addresses; empty for an area without a page.
func (s *site) slug(name string) string {
	for _, a := range s.pages {
		if a.Name == name {
			return a.Slug
		}
	}
	return ""
}

// areaLink leads to the page of a district, or nowhere when it has none.
func (p *page) areaLink(name string) string {
	if slug := p.slug(name); slug != "" {
		return p.to("stadsdel/" + slug + ".html")
	}
	return ""
}

// unitLink leads to the page of a unit, or nowhere when it has none.
func (p *page) unitLink(name string) string {
	for _, a := range p.units.withFigures {
		if a.Name == name {
			return p.to("enhet/" + a.Slug + ".html")
		}
	}
	return ""
}

func (p *page) indicatorLink(ind *indicator) string { return p.to("nyckeltal/" + ind.Name + ".html") }

// Menu is the main menu.
func (p *page) Menu() []link {
	menu := []link{{Text: "Översikt", Href: "index.html"}, {Text: "Stadsdelar", Href: "stadsdelar.html"},
		{Text: "Nyckeltal", Href: "nyckeltal.html"}, {Text: "Jämför", Href: "jamfor.html"}, {Text: "Data", Href: "data.html"},
		{Text: "Metod", Href: "metod.html"}, {Text: "Sök", Href: "sok.html"}}
	if p.hasUnits() {
		menu = slices.Insert(menu, 2, link{Text: "Enheter", Href: "enheter.html"})
	}
	if p.reports {
		i := slices.IndexFunc(menu, func(l link) bool { return l.Text == "Data" })
		menu = slices.Insert(menu, i, link{Text: "Rapporter", Href: "rapporter.html"})
	}
	for i := range menu {
		menu[i].Current = menu[i].Text == p.Nav
		menu[i].Href = p.to(menu[i].Href)
	}
	return menu
}

// HasCharts says whether the page shows any chart.
func (p *page) HasCharts() bool { return p.charts > 0 }

// Synthetic says whether the figures are made up.
func (p *page) Synthetic() bool { return p.info.Synthetic }

// Internal says whether the page is for the internal audience only.
func (p *page) Internal() bool { return p.info.Audience == publication.AudienceInternal }

// City is the name of the city that the site is about.
func (p *page) City() string { return p.info.City }

// Publisher answers for the publication.
func (p *page) Publisher() string { return p.info.Publisher }

// Published says when and as which version.
func (p *page) Published() string { return prose.Date(p.info.Published) }

// Version is the publication's id.
func (p *page) Version() string { return p.info.ID }

// sign is one sign of the tables, explained.
type sign = prose.Sign

// Signs are the explanations that the page needs.
func (p *page) Signs() []sign {
	var out []sign
	for _, s := range prose.Signs {
		if p.signs[s.Sign] {
			out = append(out, s)
		}
	}
	return out
}

// FullTitle is what stands in the title element.
func (p *page) FullTitle() string {
	t := p.Title + " – stadsdelskollen"
	if p.info.Synthetic {
		t += " (syntetiska uppgifter)"
	}
	if p.Internal() {
		t = "INTERNT: " + t
	}
	return t
}

// FullDescription is what stands in the meta element.
func (p *page) FullDescription() string {
	if p.info.Synthetic {
		return "Syntetiska uppgifter. " + p.Description
	}
	return p.Description
}

// sets holds one parsed template per kind of page.
var sets = parseTemplates()

func parseTemplates() map[string]*template.Template {
	shared := template.Must(template.New("bas.html").ParseFS(files, "templates/bas.html", "templates/ram.html", "templates/delar.html", "templates/raknade.html"))
	out := map[string]*template.Template{}
	entries, err := files.ReadDir("templates")
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		if name := e.Name(); name != "bas.html" && name != "ram.html" && name != "delar.html" && name != "raknade.html" {
			out[name] = template.Must(template.Must(shared.Clone()).ParseFS(files, "templates/"+name))
		}
	}
	return out
}

// render writes the page as HTML.
func (p *page) render() ([]byte, error) {
	set := sets[p.kind+".html"]
	if set == nil {
		return nil, fmt.Errorf("no template %q", p.kind)
	}
	var out bytes.Buffer
	frame := "bas.html"
	if p.kind == "diagram" || p.Adrift() {
		frame = "ram.html"
	}
	if err := set.ExecuteTemplate(&out, frame, p); err != nil {
		return nil, err
	}
	// A table that the page leaves out, or shows on another one, may have asked for a sign that stands nowhere here.
	explained := p.Signs()
	for _, s := range explained {
		if p.kind != "ord" && p.kind != "jamfor" && !bytes.Contains(out.Bytes(), []byte(`href="#`+s.ID+`"`)) && bytes.Count(out.Bytes(), []byte(">"+s.Sign+"<")) == 1 {
			delete(p.signs, s.Sign)
		}
	}
	if len(p.Signs()) < len(explained) {
		out.Reset()
		if err := set.ExecuteTemplate(&out, frame, p); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), nil
}
