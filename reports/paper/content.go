package paper

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// report is one report: what its page, its workbook and its PDF show.
type report struct {
	*book
	Name        string // of its files, without ending
	City        bool   // it is about all districts
	Title       string // of the document
	Crumb, H1   string
	Lede        []string
	Own         []item // beside when it was published
	Sections    []*section
	Printable   bool // there is a PDF
	signs       map[string]bool
	tables      int
	figureCount int
}

// item is a name with its value.
type item struct{ Name, Value string }

type link struct{ Text, Href, Note string }

// section is a part of a report under a heading.
type section struct {
	ID, Title string
	Text      []string
	Here      string // the area that all of the report is of
	List      []prose.Said
	Figures   []*figure
	Tables    []*tableau
	Notes     []string // under the tables
	Items     []item
	Cite      string
}

// Told is the list with each figure's name once.
func (s *section) Told() []prose.Told { return prose.BySubject(s.Here, s.List...) }

// figure is a chart with all that belongs to it.
type figure struct {
	ID, Title, Sub string
	Wide, Narrow   template.HTML
	Key            []keyItem
	Say            string // where the chart is easily over-read
	Source         string
	Description    string
	Indicator      string // whose page has all figures
	Told           bool   // paper has the description too, as no table says what the picture shows
	Links          template.HTML

	of about
}

// about is what a chart's files hold.
type about struct {
	kind           string // in their address
	measure        string // of base facts; empty for the indicator's figures
	areas, periods []string
}

type keyItem = chart.KeyItem

// tableau is a table of a report; head and every row have the same number of cells.
type tableau struct {
	ID, Caption, Sub string
	Number           int
	Head             []string
	Left             []bool // columns of words, by their place
	Rows             []row
}

type row struct {
	City  bool
	Head  string
	Cells []cell
}

// cell is a figure as printed and, for the workbook, as a number; or a sign that
// stands for it; or words.
type cell struct {
	Text, Sign, Class string
	Value             *float64
	Decimals          int
	Suffix            string // after a number: %
}

func (b *book) newReport(name, title string) *report {
	return &report{book: b, Name: name, Title: title, signs: map[string]bool{}}
}

// add puts a section last, unless it is empty.
func (r *report) add(s *section) {
	if len(s.Text)+len(s.List)+len(s.Figures)+len(s.Tables)+len(s.Items) == 0 {
		return
	}
	s.ID = fmt.Sprintf("avsnitt-%d", len(r.Sections)+1)
	r.Sections = append(r.Sections, s)
}

// table numbers a table and gives it its id; one without rows is none.
func (r *report) table(t tableau) []*tableau {
	if len(t.Rows) == 0 || len(t.Head) < 2 {
		return nil
	}
	if slices.ContainsFunc(t.Rows, func(w row) bool {
		return slices.ContainsFunc(w.Cells, func(c cell) bool { return strings.ContainsAny(c.Text, "0123456789") })
	}) {
		t.Sub = r.info.Beside(t.Sub)
	}
	r.tables++
	t.Number, t.ID = r.tables, fmt.Sprintf("tabell-%d", r.tables)
	t.Caption = fmt.Sprintf("Tabell %d. %s", r.tables, t.Caption)
	return []*tableau{&t}
}

// picture draws a chart; nothing to draw is no chart.
func (r *report) picture(ctx context.Context, in chart.Input, f figure) ([]*figure, error) {
	r.figureCount++
	f.ID = fmt.Sprintf("diagram-%d", r.figureCount)
	pic, err := r.draw.Draw(ctx, in, chart.A11y{ID: f.ID, LabelledBy: f.ID + "-t", DescribedBy: f.ID + "-d"})
	if errors.Is(err, chart.ErrNoData) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("report %s: %w", r.Name, err)
	}
	f.Wide, f.Narrow = template.HTML(pic.Wide), template.HTML(pic.Narrow)
	var letters []string
	for _, k := range f.Key {
		if k.Letters != "" {
			letters = append(letters, k.Letters+" är "+k.Text)
		}
	}
	if f.Description = in.Description(); len(letters) > 0 {
		f.Description = prose.Join(letters) + ". " + f.Description
	}
	if r.placeChart != nil {
		f.Links, err = r.placeChart(Chart{Page: folder + "/" + r.Name + ".html", Kind: f.of.kind, Indicator: f.Indicator, Measure: f.of.measure,
			Areas: f.of.areas, Periods: f.of.periods, ID: f.ID, Title: f.Title, Sub: f.Sub, Key: f.Key, Say: f.Say, Source: f.Source,
			Description: f.Description, Input: in, Picture: pic})
	}
	return []*figure{&f}, err
}

// signed is the cell of a figure that is not shown.
func (r *report) signed(status string) cell {
	sign := publication.Sign(status)
	if sign == "" {
		sign = publication.Sign(publication.NotDelivered)
	}
	r.signs[sign] = true
	return cell{Sign: sign}
}

// none is the cell of a figure that an area has no row of.
func (r *report) none(area, period string) cell {
	i := slices.IndexFunc(r.areas, func(a publication.Area) bool { return a.Name == area })
	if i < 0 {
		return r.signed(publication.NotDelivered)
	}
	return r.signed(r.areas[i].WhyNone(period))
}

// observed is the cell of an indicator's figure.
func (r *report) observed(s *series, area, category, period string) cell {
	o := s.at(area, category, period)
	if o == nil {
		return r.none(area, period)
	}
	if o.Value == nil || publication.Sign(o.Status) != "" {
		return r.signed(o.Status)
	}
	return number(*o.Value, s.measure())
}

// fact is the cell of a base fact.
func (r *report) fact(at place, decimals int) cell {
	f := r.facts[at]
	if f == nil {
		return r.none(at.area, at.period)
	}
	if f.Value == nil || publication.Sign(f.Status) != "" {
		return r.signed(f.Status)
	}
	return number(*f.Value, prose.Measure{Unit: f.Unit, Decimals: decimals})
}

// number is a cell with a number; only percent keeps its unit, the others are
// named in the heading.
func number(v float64, m prose.Measure) cell {
	c := cell{Text: prose.Number(v, m.Decimals), Value: &v, Decimals: m.Decimals}
	if m.Unit == "procent" {
		c.Text, c.Suffix = prose.Value(v, m.Unit, m.Decimals), "%"
	}
	return c
}

// judged marks a figure by its comparison with the others, in form and not in
// colour alone.
func judged(c cell, compared *publication.Comparison) cell {
	if compared != nil && c.Value != nil {
		c.Class = verdictClass(compared.Verdict)
	}
	return c
}

func verdictClass(v string) string {
	switch v {
	case publication.Higher:
		return "is-hi"
	case publication.Lower:
		return "is-lo"
	case publication.NoSure:
		return "is-no"
	}
	return ""
}

// Short says a sign to who cannot see it.
func (c cell) Short() string {
	i := slices.IndexFunc(prose.Signs, func(s prose.Sign) bool { return s.Sign == c.Sign })
	if i < 0 {
		return ""
	}
	return prose.Signs[i].Short
}

// Signs are the explanations that the report needs.
func (r *report) Signs() []prose.Sign {
	var out []prose.Sign
	for _, s := range prose.Signs {
		if r.signs[s.Sign] {
			out = append(out, s)
		}
	}
	return out
}
