package dashboards

import (
	"bytes"
	"fmt"
	"html/template"
	"path"
	"slices"
	"strings"
	"sync"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// Chart is a drawn chart of a page that somebody else writes: a report.
type Chart struct {
	Page           string // that shows it, from the site's top: rapport/manad.html
	Kind           string // what it is called in its address: prickar
	Indicator      string // whose figures it shows, those of all categories together
	Measure        string // whose base facts it shows instead, those of all categories; else empty
	Areas, Periods []string
	ID, Title, Sub string
	Key            []chart.KeyItem
	Say            string
	Source         string
	Description    string
	Input          chart.Input
	Picture        chart.Picture
}

// Charts knows which charts of a site have an address, and gives those of other pages one.
type Charts struct {
	site    *site
	dir     string
	mu      sync.Mutex
	written map[string]written // by their paths
}

// written is what tells a chart that has its files from another one.
type written struct {
	title string
	obs   []*publication.Observation
}

// add remembers charts that are written. Each has an address of its own.
func (c *Charts) add(all []*figure) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, f := range all {
		at := f.place.path()
		if _, taken := c.written[at]; taken {
			return fmt.Errorf("two charts have the address %s", at)
		}
		c.written[at] = written{f.aloneTitle(), f.place.obs}
	}
	return nil
}

// Place gives a chart of another page its address and writes its files there, unless the site has the very same chart:
// then the address is that one's. It returns the line of links that belongs under the chart.
func (c *Charts) Place(x Chart) (template.HTML, error) {
	p := c.site.newPage(x.Page)
	f := figure{ID: x.ID, Title: x.Title, Sub: x.Sub, Key: x.Key, Say: x.Say, Source: x.Source, Description: x.Description}
	if err := c.locate(&f, x); err != nil {
		return "", err
	}
	if f.place.borrowed {
		p.settle(&f)
		return f.linkLine()
	}
	p.finish(x.Input, x.Picture, &f)
	if err := c.add(p.alone); err != nil {
		return "", err
	}
	if err := p.writeFigures(c.dir); err != nil {
		return "", err
	}
	return f.linkLine()
}

// locate finds the place of a chart: that of the site's own chart where it is the same, else one that names the page,
// since the site may have another chart of that kind. A chart of base facts stands among those of several indicators.
func (c *Charts) locate(f *figure, x Chart) error {
	kind := x.Kind + "-" + strings.TrimSuffix(path.Base(x.Page), path.Ext(x.Page))
	if x.Measure != "" {
		f.place = &place{kind: kind, facts: c.site.factsAbout(x.Measure, x.Areas, x.Periods)}
	} else {
		ind := c.site.named(x.Indicator)
		if ind == nil {
			return fmt.Errorf("chart %s of %s: no indicator %q", x.ID, x.Page, x.Indicator)
		}
		f.at(ind, x.Kind, nobody, ind.observed(x.Areas, "", x.Periods))
		if f.place.borrowed = c.same(f, x.Areas); f.place.borrowed {
			return nil
		}
		f.place.kind = kind
	}
	if len(x.Periods) == 1 {
		f.place.when = prose.Period(x.Periods[0])
	}
	return nil
}

// same says whether the chart that is written at the figure's place says the same of the same figures, and of no
// fewer areas.
func (c *Charts) same(f *figure, areas []string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	own, ok := c.written[f.place.path()]
	without := func(area string) bool {
		return !slices.ContainsFunc(own.obs, func(o *publication.Observation) bool { return o.Area == area })
	}
	return ok && own.title == f.aloneTitle() && slices.Equal(own.obs, f.place.obs) && !slices.ContainsFunc(areas, without)
}

// factsAbout are the base facts of a measure that a chart is about, in their file's order.
func (s *site) factsAbout(measure string, areas, periods []string) []*publication.Fact {
	var out []*publication.Fact
	for i := range s.facts {
		f := &s.facts[i]
		if f.Measure == measure && f.Level == publication.LevelDistrict && slices.Contains(areas, f.Area) && slices.Contains(periods, f.Period) {
			out = append(out, f)
		}
	}
	return out
}

// linkLine is the line of links under a figure.
func (f *figure) linkLine() (template.HTML, error) {
	var b bytes.Buffer
	err := sets["diagram.html"].ExecuteTemplate(&b, "figurelinks", f.Links)
	return template.HTML(b.String()), err
}
