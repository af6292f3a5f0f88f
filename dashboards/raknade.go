package dashboards

import (
	"slices"
	"strings"

	"stadsdelskollen/reports/prose"
)

// counted is how an indicator was computed: its SQL, the base facts that it
// reads and the deliveries behind the newest figures.
type counted struct {
	SQL        string
	Database   string // leads to the file that the SQL can be run on
	Measures   []countedMeasure
	Deliveries *table
	Period     string
}

// countedMeasure is a base fact, by its code in fakta.csv and its name.
type countedMeasure struct{ Code, Name string }

func (s *site) counted(p *page, ind *indicator) *counted {
	c := &counted{SQL: strings.TrimSpace(ind.SQL), Database: p.to("data/publication.duckdb"), Period: prose.Period(ind.newest)}
	for _, m := range s.measuresOf(ind) {
		c.Measures = append(c.Measures, countedMeasure{m, prose.MeasureName(m)})
	}
	t := table{Caption: "Leveranserna bakom talen för " + c.Period, Head: heads("Kvitto", "Underlag", "Kom", "Perioder", "Ersätter")}
	for i := 1; i < len(t.Head); i++ {
		t.Head[i].Left = true
	}
	receipts := s.receiptsBehind(ind)
	for _, d := range s.deliveries {
		if !receipts[d.Receipt] {
			continue
		}
		replaces := cell{Text: "–", Left: true}
		if d.Replaces != nil {
			replaces.Text = "kvitto " + prose.Number(float64(*d.Replaces), 0)
		}
		t.Rows = append(t.Rows, row{Head: cell{Text: prose.Number(float64(d.Receipt), 0)}, Cells: []cell{{Text: prose.FeedName(d.Feed), Left: true},
			{Text: prose.Date(d.Received), Left: true}, {Text: prose.Span(d.First, d.Last), Left: true}, replaces}})
	}
	if len(t.Rows) > 0 {
		c.Deliveries = p.table(t)
	}
	return c
}

// measuresOf are the base facts that an indicator reads.
func (s *site) measuresOf(ind *indicator) []string {
	var out []string
	for _, f := range s.feeds {
		if f.Indicator == ind.Name {
			out = append(out, f.Measure)
		}
	}
	return out
}

// receiptsBehind are the receipts of the base facts of the newest period. A
// measure that is not told of that period counts with its newest one before it:
// of a month the newest year that has ended.
func (s *site) receiptsBehind(ind *indicator) map[int64]bool {
	measures := s.measuresOf(ind)
	newest := map[string]string{}
	for _, r := range s.receipts {
		if slices.Contains(measures, r.Measure) && r.Period <= ind.newest && (len(r.Period) == len(ind.newest) || r.Period < ind.newest[:4]) && r.Delivered {
			newest[r.Measure] = max(newest[r.Measure], r.Period)
		}
	}
	out := map[int64]bool{}
	for _, r := range s.receipts {
		if r.Receipt != nil && newest[r.Measure] != "" && r.Period == newest[r.Measure] {
			out[*r.Receipt] = true
		}
	}
	return out
}

// citation is how to quote the page of an indicator.
func (s *site) citation(ind *indicator) string {
	title := hardSpaces(ind.Title)
	if ind.newest != "" {
		title += ", " + prose.Span(ind.periods[0], ind.newest)
	}
	text := prose.Citation(s.info.City, s.info.Publisher, title, s.info.ID, s.info.Published, s.info.Permanent("nyckeltal/"+ind.Name+".html"))
	if s.info.Synthetic {
		text += " Syntetiska uppgifter."
	}
	return text
}

// dataset describes an indicator to search engines (schema.org/Dataset). As a
// script of a type that is no script it is data: no browser runs it, and no
// policy forbids it.
type dataset struct {
	Context      string         `json:"@context"`
	Type         string         `json:"@type"`
	Name         string         `json:"name"`
	Description  string         `json:"description"`
	Identifier   string         `json:"identifier"`
	URL          string         `json:"url,omitempty"`
	Version      string         `json:"version"`
	Published    string         `json:"datePublished"`
	Language     string         `json:"inLanguage"`
	Free         bool           `json:"isAccessibleForFree"`
	Temporal     string         `json:"temporalCoverage,omitempty"`
	Spatial      string         `json:"spatialCoverage"`
	Creator      organization   `json:"creator"`
	Variable     variable       `json:"variableMeasured"`
	Citation     string         `json:"citation"`
	Distribution []distribution `json:"distribution"`
}

type organization struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

type variable struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	Unit string `json:"unitText"`
}

type distribution struct {
	Type   string `json:"@type"`
	Format string `json:"encodingFormat"`
	URL    string `json:"contentUrl"`
}

func (s *site) dataset(p *page, ind *indicator) dataset {
	by := s.info.Publisher
	if by == "" {
		by = s.info.City
	}
	d := dataset{Context: "https://schema.org/", Type: "Dataset", Name: ind.Title, Description: ind.Definition, Identifier: s.info.ID + "/" + ind.Name, Version: s.info.ID,
		Published: s.info.Published.UTC().Format("2006-01-02"), Language: "sv", Free: true, Spatial: s.info.City, Creator: organization{"Organization", by},
		Variable: variable{"PropertyValue", ind.Title, ind.Unit}, Citation: s.citation(ind)}
	if s.info.Synthetic {
		d.Name, d.Description = "Syntetiska uppgifter: "+d.Name, "Syntetiska uppgifter. "+d.Description
	}
	if ind.newest != "" {
		d.Temporal = ind.periods[0] + "/" + ind.newest
	}
	file := func(name string) string { return p.to(name) }
	if s.info.Address != "" {
		d.URL, file = s.info.Permanent("nyckeltal/"+ind.Name+".html"), s.info.Permanent
	}
	for _, f := range [][2]string{{"text/csv", ".csv"}, {"application/json", ".json"}} {
		d.Distribution = append(d.Distribution, distribution{"DataDownload", f[0], file("data/" + ind.Name + f[1])})
	}
	return d
}
