package dashboards

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"regexp"
	"slices"
	"strings"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// figure is a chart with all that belongs to it.
type figure struct {
	ID, Title, Sub string
	Small          bool // its title is an h4, under a finding's h3
	Wide, Narrow   template.HTML
	Key            []keyItem
	Say            string   // one honest sentence, where the chart is easily over-read
	Said           []string // sentences of what the chart shows and does not
	Source         string
	Description    string // what the picture shows, from the figures
	Tables         []*table
	Elsewhere      string // where the figures stand, when not in Tables
	Downloads      []link
	Links          []link // to the chart's own address, and to where its figures come from

	Live template.HTMLAttr // where the picture's file is

	place *place   // where it stands on its own; nil for none
	live  string   // the path of the picture's file
	own   []*table // tables for the chart's own page only, too large for others
	whole []*table // Tables with all their rows, for the chart's own page; nil where Tables has them
}

type keyItem = chart.KeyItem

// aRange is two numbers with a dash between, after which a line may break, and the parentheses that hold it.
var aRange = regexp.MustCompile(`\(?[\d−][\d,\x{00a0}]*–−?\d[\d,\x{00a0}]*\)?`)

// Heading is the title with every range kept on one line.
func (f *figure) Heading() template.HTML {
	return template.HTML(aRange.ReplaceAllString(template.HTMLEscapeString(f.Title), `<span class="nw">$0</span>`))
}

// figure draws the picture of a figure. It returns nil when there is nothing to draw.
func (p *page) figure(ctx context.Context, in chart.Input, f figure) (*figure, error) {
	pic, err := p.draw.Draw(ctx, in, chart.A11y{ID: f.ID, LabelledBy: f.ID + "-t", DescribedBy: f.ID + "-d"})
	if errors.Is(err, chart.ErrNoData) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("chart %s: %w", f.ID, err)
	}
	p.finish(in, pic, &f)
	return &f, nil
}

// finish gives a drawn figure all that belongs to it.
func (p *page) finish(in chart.Input, pic chart.Picture, f *figure) {
	f.Wide, f.Narrow = template.HTML(pic.Wide), template.HTML(pic.Narrow)
	f.Source = p.sourceLine(f.Source)
	if f.Description == "" {
		f.Description = in.Description()
	}
	if p.info.Synthetic {
		f.Description += " Uppgifterna är syntetiska."
	}
	if len(f.Tables) == 0 && len(f.own) == 0 {
		f.own = []*table{p.plain("Talen i diagrammet", in.Table())}
	}
	p.charts++
	p.settle(f)
	p.shorten(f)
	p.enliven(f, pic.Live)
}

// mostRows is how many rows a table under a chart has at most: five years of months. A page
// with twenty charts of twenty years weighs 0.8 MB else.
const mostRows = 60

// shorten leaves the newest rows of long tables on the page; the chart's own page has them all.
func (p *page) shorten(f *figure) {
	if f.place == nil || !slices.ContainsFunc(f.Tables, func(t *table) bool { return len(t.Rows) > mostRows }) {
		return
	}
	f.whole = f.Tables
	f.Tables = nil
	for _, t := range f.whole {
		short := *t
		if len(t.Rows) > mostRows {
			short.Rows = t.Rows[:mostRows]
			short.Sub += ". De senaste månaderna" // without a number: verify asks of each where it comes from
			f.Downloads = append([]link{{Text: "Alla månader i tabell", Href: p.to(f.place.path()) + ".html"}}, f.Downloads...)
		}
		f.Tables = append(f.Tables, &short)
	}
}

// sourceLine marks a source line, and says where figures are rounded; sources that
// say so themselves are not repeated.
func (s *site) sourceLine(source string) (line string) {
	if s.info.RoundedTo > 0 {
		defer func() { line = s.info.Beside(line) + "." }()
	}
	mark := s.info.Mark()
	if mark == "" {
		return source
	}
	if rest, ok := strings.CutPrefix(source, "Källa: "+publication.SyntheticMark); ok {
		_, more, _ := strings.Cut(rest, ".")
		source = strings.TrimSpace(more)
	}
	return strings.TrimSpace(mark + ". " + source)
}

// sourcesOf names the sources of some figures, each once.
func sourcesOf(obs []*publication.Observation) string {
	var all []string
	for _, o := range obs {
		if o != nil && strings.HasPrefix(o.Source, publication.SyntheticMark) {
			return "Källa: " + publication.SyntheticMark + "."
		}
		if o != nil && o.Source != "" && !slices.Contains(all, o.Source) {
			all = append(all, o.Source)
		}
	}
	// A source that another one begins with says nothing more.
	all = slices.DeleteFunc(slices.Clone(all), func(s string) bool {
		return slices.ContainsFunc(all, func(t string) bool { return t != s && strings.HasPrefix(t, s) })
	})
	if len(all) == 0 {
		return ""
	}
	slices.Sort(all)
	name, more := "Källa: ", ""
	if len(all) > 1 {
		name = "Källor: "
	}
	if len(all) > 3 {
		all, more = all[:3], " Varje tals källa står i CSV-filen."
	}
	return name + strings.Join(all, "; ") + "." + more
}

// value is the cell of one figure: its value, or the sign that stands for it.
func (p *page) value(o *publication.Observation, m prose.Measure) cell {
	if o == nil {
		return p.signed(publication.NotDelivered)
	}
	if o.Value == nil || publication.Sign(o.Status) != "" {
		return p.signed(o.Status)
	}
	return cell{Text: brief(*o.Value, m)}
}

// referenceCell is the cell of what districts are compared with: its value, the sign of the city's figure
// where that is hidden, or a dash where there is nothing.
func (p *page) referenceCell(ind *indicator, category, period string) cell {
	if ref, _ := ind.reference(category, period); ref != nil {
		return cell{Text: brief(*ref, ind.measure())}
	}
	return p.withoutReference(ind, category, period)
}

// withoutReference is such a cell where there is no value: the sign of the city's figure, where it is that which is hidden.
func (p *page) withoutReference(ind *indicator, category, period string) cell {
	if o := ind.figures[key{p.info.CityArea, category, period}]; o != nil && o.Value == nil {
		return p.signed(o.Status)
	}
	return cell{Text: "–"}
}

// fact is the cell of one base fact.
func (p *page) fact(f *publication.Fact) cell {
	if f == nil {
		return p.signed(publication.NotDelivered)
	}
	if f.Value == nil || publication.Sign(f.Status) != "" {
		return p.signed(f.Status)
	}
	return cell{Text: prose.Number(*f.Value, 0)}
}

func (p *page) signed(status string) cell {
	text := publication.Sign(status)
	if text == "" {
		text = publication.Sign(publication.NotDelivered)
	}
	p.signs[text] = true
	i := slices.IndexFunc(prose.Signs, func(s sign) bool { return s.Sign == text })
	return cell{Sign: &prose.Signs[i]}
}

// brief keeps the unit only where it is short; tables and axes name it in
// their heads.
func brief(v float64, m prose.Measure) string { return prose.Brief(v, m.Unit, m.Decimals) }

// interval is the cell of a figure's limits.
func interval(o *publication.Observation, m prose.Measure) cell {
	if o == nil || o.Value == nil {
		return cell{}
	}
	return cell{Text: prose.Limits(o.Lower, o.Upper, m)}
}

// verdict is the cell of a comparison's outcome.
func verdict(c *publication.Comparison) cell {
	v := publication.NotCompared
	if c != nil {
		v = c.Verdict
	}
	return cell{Text: prose.Verdict(v), Left: true, Class: verdictClass(v)}
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

func heads(names ...string) []cell {
	out := make([]cell, len(names))
	for i, n := range names {
		out[i] = cell{Text: n}
	}
	return out
}

// csv are the downloads of an indicator, for a figure.
func (p *page) csv(ind *indicator) []link {
	return []link{{Text: "Hämta som CSV", Href: p.to("data/" + ind.Name + ".csv")}}
}
