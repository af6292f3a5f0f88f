package dashboards

import (
	"context"
	"maps"
	"slices"

	"stadsdelskollen/reports/prose"
)

// fileEntry is one file for download.
type fileEntry struct {
	Name, Text string
	Links      []link
}

// dataPage is what the page about data shows.
type dataPage struct {
	Files          *table // indicators by format; nil without files
	Whole          []fileEntry
	Signs          []sign
	Licence        *link // nil when the publisher gives none
	HasDataCatalog bool
}

// described are the files that stand once, in the order of the page.
var described = []struct{ name, title, text string }{
	{"publication.duckdb", "Hela databasen", "Basfakta, nyckeltal, jämförelser och frågorna som de är räknade med. Öppnas med DuckDB."},
	{"rattelser.csv", "Rättelser", "Vad som har ändrats sedan tidigare publiceringar, från vad till vad och varför."},
	{"rattelser.json", "Rättelser som JSON", "Samma rättelser, med en mening om var och en."},
	{"datapackage.json", "Datapaket", "Beskriver varje fil, och varje kolumn i CSV-filerna, så att program kan läsa och kontrollera dem (Frictionless Data Package)."},
	{"dcat.rdf", "Katalog för dataportaler", "Beskriver filerna enligt DCAT-AP-SE 3.0.1, som RDF/XML."},
	{"dcat.jsonld", "Samma katalog som JSON-LD", "För program som hellre läser JSON."},
}

func (s *site) data(_ context.Context, p *page) error {
	p.kind, p.Nav, p.Title, p.H1 = "data", "Data", "Data", "Alla tal, att ladda ned"
	p.Lede = []string{"Allt som visas på sidorna finns som filer, med källa och status för varje tal."}
	p.Description = "Alla publicerade tal som CSV, XLSX, JSON, Parquet, Arrow, JSON-stat, PX och DuckDB."
	body := dataPage{Files: s.fileTable(p), Signs: prose.Signs}
	for _, d := range described {
		i := slices.IndexFunc(s.files, func(f File) bool { return f.Name == d.name })
		if i < 0 {
			continue
		}
		body.HasDataCatalog = body.HasDataCatalog || d.name == "dcat.rdf"
		body.Whole = append(body.Whole, fileEntry{d.title, d.text, []link{{Text: d.name, Href: p.to("data/" + d.name), Note: size(s.files[i].Bytes)}}})
	}
	body.Whole = append(body.Whole, fileEntry{"Innehållsförteckning", "Alla filer i publiceringen med storlek och kontrollsumma.",
		[]link{{Text: "manifest.json", Href: p.to("manifest.json")}}})
	if l := s.info.License; l != "" {
		body.Licence = &link{Text: prose.Licence(l), Href: l}
	}
	p.Body = body
	return nil
}

func size(bytes int64) string {
	if bytes == 0 {
		return ""
	}
	return prose.Size(bytes)
}

// factsTable is the table of base facts among the files.
const factsTable = "fakta"

// fileTable has a row for each indicator and one for the base facts, and a
// column for each format.
func (s *site) fileTable(p *page) *table {
	var formats []string
	byTable := map[string]map[string]File{}
	for _, f := range s.files {
		if f.Table == "" {
			continue
		}
		if byTable[f.Table] == nil {
			byTable[f.Table] = map[string]File{}
		}
		byTable[f.Table][f.Format] = f
		if !slices.Contains(formats, f.Format) {
			formats = append(formats, f.Format)
		}
	}
	if len(formats) == 0 {
		return nil
	}
	t := table{Caption: "Filer", Sub: "Storlek i tusen byte (kB) eller miljoner byte (MB)", Head: []cell{{Text: "Tabell", Left: true}}}
	for _, f := range formats {
		t.Head = append(t.Head, cell{Text: f, Left: true})
	}
	add := func(name string, head cell) {
		r := row{Head: head}
		for _, format := range formats {
			f, ok := byTable[name][format]
			if !ok {
				r.Cells = append(r.Cells, cell{Left: true})
				continue
			}
			r.Cells = append(r.Cells, cell{Text: format, Note: size(f.Bytes), Href: p.to("data/" + f.Name), Left: true})
		}
		t.Rows = append(t.Rows, r)
	}
	for _, ind := range s.inds {
		if len(byTable[ind.Name]) == 0 {
			continue
		}
		head := cell{Text: hardSpaces(ind.Title), Href: p.indicatorLink(ind)}
		if ind.newest != "" {
			head.Note = prose.Upper(prose.Span(ind.periods[0], ind.newest))
		}
		add(ind.Name, head)
		delete(byTable, ind.Name)
	}
	facts := byTable[factsTable]
	delete(byTable, factsTable)
	for _, name := range slices.Sorted(maps.Keys(byTable)) {
		add(name, cell{Text: name})
	}
	byTable[factsTable] = facts
	note := "Alla tal som nyckeltalen är räknade ur"
	if !p.Internal() {
		note += ", efter skyddet av små tal"
	}
	add(factsTable, cell{Text: "Publicerade basfakta", Note: note})
	return p.table(t)
}
