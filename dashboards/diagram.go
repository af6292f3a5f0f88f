package dashboards

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// place is where a chart stands on its own, under an address that stays the
// same from publication to publication: diagram/<nyckeltal>/<slag>[-<område>].
// There are four files: .html (a small page that can be framed), .svg, .csv and
// .metadata.json.
type place struct {
	ind  *indicator       // nil for a chart of several
	kind string           // prickar, karta, smabilder, serie, fordelning …
	area publication.Area // the one that it is about, or none
	when string           // its period, where others of its kind may have the same title
	// obs are the figures that the chart is about, as data/<nyckeltal>.csv has them.
	obs []*publication.Observation
	// facts are the base facts that it is about instead, as data/fakta.csv has them.
	facts []*publication.Fact
	// borrowed says that another page writes the files: the chart here is a
	// part of that one, or the same.
	borrowed bool
}

// path is the address without its ending, from the site's top.
func (a *place) path() string {
	name := a.kind
	if a.area.Slug != "" {
		name += "-" + a.area.Slug
	}
	if a.ind == nil {
		return "diagram/alla/" + name
	}
	return "diagram/" + a.ind.Name + "/" + name
}

// span is the first and the last period of its figures.
func (a *place) span() (first, last string) {
	var periods []string
	for _, o := range a.obs {
		periods = append(periods, o.Period)
	}
	for _, f := range a.facts {
		periods = append(periods, f.Period)
	}
	if len(periods) == 0 {
		return "", ""
	}
	return slices.Min(periods), slices.Max(periods)
}

// dotsKind is what the dot plot of an indicator's own page is called in its
// address: of all, or of the category with the least chance behind it.
func (ind *indicator) dotsKind() string {
	if len(ind.categories) > 0 {
		return "storst-skillnad"
	}
	return "prickar"
}

// mainKind is the chart of all districts in the newest period.
func (s *site) mainKind(ind *indicator) string {
	if len(ind.categories) > 0 && len(s.districtsWith(ind, ind.newest)) <= manyDistricts {
		return "fordelning"
	}
	return ind.dotsKind()
}

// at gives a figure its place on its own.
func (f *figure) at(ind *indicator, kind string, area publication.Area, obs []*publication.Observation) {
	f.place = &place{ind: ind, kind: kind, area: area, obs: obs}
}

// lent says that the figure's own address is that of another, written elsewhere.
func (f *figure) lent(ind *indicator, kind string) {
	f.place = &place{ind: ind, kind: kind, borrowed: true}
}

// nobody is the area of a chart of all districts.
var nobody publication.Area

// aloneTitle is a figure's title where no page around it says whose it is.
func (f *figure) aloneTitle() string {
	if name := f.place.area.Name; name != "" && !strings.Contains(f.Title, name) {
		return name + ". " + f.Title
	}
	return f.Title
}

// fullTitle is a figure's title where nothing beside it says of what it is: in a tab, a list or a citation.
func (f *figure) fullTitle() string {
	title := f.aloneTitle()
	if ind := f.place.ind; ind != nil && !strings.Contains(title, hardSpaces(ind.Title)) {
		title += " – " + hardSpaces(ind.Title)
	}
	if f.place.when != "" {
		title += ", " + f.place.when
	}
	return title
}

// settle makes the links under a figure and remembers what is to be written.
func (p *page) settle(f *figure) {
	if f.place == nil {
		return
	}
	// The front page shows charts of other pages; only the map and the sum are its own.
	f.place.borrowed = f.place.borrowed || p.kind == "oversikt" && f.place.kind != "karta" && f.place.kind != "summa"
	base := p.to(f.place.path())
	method := p.to("metod.html")
	if f.place.ind != nil {
		method = p.indicatorLink(f.place.ind) + "#kvalitet"
	}
	f.Links = []link{{Text: "Ladda ner bild (SVG)", Href: base + ".svg"}, {Text: "tal (CSV)", Href: base + ".csv"},
		{Text: "Bädda in", Href: base + ".html#badda-in"}, {Text: "Källa och metod", Href: method}}
	if p.Internal() {
		f.Links[2] = link{Text: "Egen sida", Href: base + ".html"}
	}
	if !f.place.borrowed {
		p.alone = append(p.alone, f)
	}
}

// diagram is what a chart's own page shows.
type diagram struct {
	Figure *figure
	Files  []link
	More   link
	Cite   string
	Embed  string // empty where the page must not be spread
	// Unplaced says that the site's address is not known, and so not in Embed.
	Unplaced bool
	Newest   string // the last period of its figures
}

// diagramPage is the small page of a chart that stands on page p.
func (p *page) diagramPage(f *figure) *page {
	at := f.place
	q := p.newPage(at.path() + ".html")
	q.kind, q.Title, q.Description = "diagram", f.fullTitle(), prose.Sentence(f.aloneTitle())+" "+prose.Sentence(f.Sub)
	own := *f
	own.Title = f.aloneTitle()
	own.Live, q.charts = q.liveFrom(f), 1
	own.Links, own.Downloads, own.Tables = nil, nil, nil
	tables := f.Tables
	if f.whole != nil {
		tables = f.whole
	}
	for _, t := range slices.Concat(tables, f.own) {
		own.Tables = append(own.Tables, q.moved(t, p.Root))
	}
	name := at.path()[strings.LastIndex(at.path(), "/")+1:]
	_, last := at.span()
	body := &diagram{Figure: &own, Newest: prose.Period(last), More: link{Text: at.area.Name, Href: q.areaLink(at.area.Name)}}
	body.Cite = prose.Citation(p.info.City, p.info.Publisher, q.Title, p.info.ID, p.info.Published, p.info.Permanent(at.path()+".html"))
	switch {
	case at.ind != nil:
		body.More = link{Text: hardSpaces(at.ind.Title), Href: q.indicatorLink(at.ind)}
	case at.area.Name == "":
		body.More = link{Text: "Så är talen gjorda", Href: q.to("metod.html")}
	}
	body.Files = []link{{Text: "Bild (SVG)", Href: name + ".svg"}, {Text: "Tal (CSV)", Href: name + ".csv"}, {Text: "Beskrivning (JSON)", Href: name + ".metadata.json"}}
	body.Unplaced = p.info.Address == ""
	if !p.Internal() {
		body.Embed = `<iframe src="` + p.address(at.path()+".html") + `" title="` + attributeText(q.Title) + `" width="100%" height="640" loading="lazy"></iframe>`
	}
	q.Body = body
	return q
}

// address is a file's permanent address where the publication knows it, else
// the path from the site's top.
func (s *site) address(path string) string {
	if s.info.Address == "" {
		return path
	}
	return s.info.Permanent(path)
}

// attributeText is a text for an attribute of an example that is shown.
func attributeText(s string) string {
	return strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;").Replace(s)
}

// moved is a table for page q that was made for a page with another root.
func (q *page) moved(t *table, root string) *table {
	out := *t
	put := func(c cell) cell {
		if c.Href != "" && !strings.HasPrefix(c.Href, "#") {
			c.Href = q.Root + strings.TrimPrefix(c.Href, root)
		}
		if c.Sign != nil {
			q.signs[c.Sign.Sign] = true
		}
		return c
	}
	out.Rows = nil
	for _, r := range t.Rows {
		r.Head = put(r.Head)
		cells := slices.Clone(r.Cells)
		for i := range cells {
			cells[i] = put(cells[i])
		}
		r.Cells = cells
		out.Rows = append(out.Rows, r)
	}
	return &out
}

// writeAlone writes the four files of each chart of p that has an address.
func (p *page) writeAlone(dir string) error {
	for _, f := range p.alone {
		base := f.place.path()
		text, err := p.diagramPage(f).render()
		if err != nil {
			return fmt.Errorf("%s.html: %w", base, err)
		}
		svg, err := p.standalone(f)
		if err != nil {
			return fmt.Errorf("%s.svg: %w", base, err)
		}
		meta, err := p.metadata(f)
		if err != nil {
			return fmt.Errorf("%s.metadata.json: %w", base, err)
		}
		for ending, content := range map[string][]byte{".html": text, ".svg": svg, ".csv": p.figuresCSV(f.place), ".metadata.json": meta} {
			if err := writeFile(dir, base+ending, content); err != nil {
				return err
			}
		}
	}
	return nil
}

// metadata says what a chart is, for who takes its files away.
func (p *page) metadata(f *figure) ([]byte, error) {
	type described struct {
		Name string `json:"namn"`
		Text string `json:"beskrivning"`
	}
	at := f.place
	first, last := at.span()
	doc := struct {
		Note        string            `json:"anmarkning,omitempty"`
		Title       string            `json:"titel"`
		Subtitle    string            `json:"underrubrik"`
		Text        string            `json:"beskrivning"`
		Indicator   string            `json:"nyckeltal,omitempty"`
		Name        string            `json:"namn,omitempty"`
		Definition  string            `json:"definition,omitempty"`
		Method      string            `json:"metod,omitempty"`
		Unit        string            `json:"enhet,omitempty"`
		First       string            `json:"forsta_period,omitempty"`
		Last        string            `json:"sista_period,omitempty"`
		Source      string            `json:"kalla"`
		Licence     string            `json:"licens"`
		Citation    string            `json:"citera"`
		Publication string            `json:"publikation"`
		Published   string            `json:"publicerad"`
		Page        string            `json:"sida"`
		Files       map[string]string `json:"filer"`
		Columns     []described       `json:"kolumner"`
		Signs       map[string]string `json:"tecken"`
	}{
		Title: f.aloneTitle(), Subtitle: f.Sub, Text: f.Description, First: first, Last: last, Source: f.Source, Licence: p.licence(),
		Citation:    prose.Citation(p.info.City, p.info.Publisher, f.fullTitle(), p.info.ID, p.info.Published, p.info.Permanent(at.path()+".html")),
		Publication: p.info.ID, Published: p.info.Published.UTC().Format("2006-01-02"), Page: "metod.html",
		Files: map[string]string{"html": at.path() + ".html", "svg": at.path() + ".svg", "csv": at.path() + ".csv"},
		Signs: map[string]string{},
	}
	if ind := at.ind; ind != nil {
		doc.Indicator, doc.Name, doc.Definition, doc.Method, doc.Unit = ind.Name, ind.Title, ind.Definition, methodText(ind.Method), ind.Unit
		doc.Page, doc.Files["alla"] = "nyckeltal/"+ind.Name+".html", "data/"+ind.Name+".csv"
	}
	if len(at.facts) > 0 {
		doc.Files["alla"] = "data/fakta.csv"
	}
	doc.Note = p.info.Mark()
	for _, c := range at.columns() {
		doc.Columns = append(doc.Columns, described{c.name, c.text})
	}
	for _, s := range prose.Signs {
		doc.Signs[s.Sign] = s.Text
	}
	text, err := json.MarshalIndent(doc, "", " ")
	return append(text, '\n'), err
}

// licence is what is known of the conditions for the figures.
func (s *site) licence() string {
	if s.info.License == "" {
		return "Ingen licens är angiven. Fråga utgivaren."
	}
	return prose.Licence(s.info.License) + " " + s.info.License
}
