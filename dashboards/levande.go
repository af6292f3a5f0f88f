package dashboards

import (
	"html/template"
	"slices"
	"strings"

	"stadsdelskollen/dashboards/chart"
)

// A chart comes to life when a reader touches it: the page then fetches the
// drawing engine and the chart's own file, which holds the object that its
// picture was drawn from. Nothing of it is needed to read the page.

// liveName is where the file of a figure on page p lies: beside the chart's
// other files where it has an address of its own, else among those of its page.
func (p *page) liveName(f *figure) string {
	if f.place != nil && !f.place.borrowed {
		return f.place.path() + ".json"
	}
	return "diagram/sidor/" + strings.TrimSuffix(strings.ReplaceAll(p.path, "/", "-"), ".html") + "-" + f.ID + ".json"
}

// enliven writes the figure's file beside the page and says where it is.
func (p *page) enliven(f *figure, live []byte) {
	name := p.liveName(f)
	f.live = name
	f.Live = chart.LiveAttr(p.to(name))
	if mark := p.info.Mark(); mark != "" {
		live = slices.Concat([]byte(`{"anmarkning":"`+mark+`",`), live[1:])
	}
	p.beside = append(p.beside, file{name, live})
}

// liveFrom is the attribute for a page other than the figure's own.
func (p *page) liveFrom(f *figure) template.HTMLAttr { return chart.LiveAttr(p.to(f.live)) }
