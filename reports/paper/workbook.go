package paper

import (
	"strconv"

	"stadsdelskollen/reports/prose"
	"stadsdelskollen/reports/table"
)

// workbook is the report as a workbook: a sheet per table, and a sheet that says
// what they are and what the report says in words.
func (r *report) workbook() ([]byte, error) {
	f := frame{book: r.book, Title: r.Title}
	b := table.Book{Title: f.FullTitle(), Published: r.info.Published, Warning: r.info.Mark()}
	if f.Synthetic() {
		b.About = append(b.About, []string{"Anmärkning", "Syntetiska uppgifter. Talen är påhittade för att pröva programmet."})
	}
	if f.Internal() {
		b.About = append(b.About, []string{"INTERNT", "Arbetsboken innehåller tal som inte är skyddade. Sprid den inte."})
	}
	b.About = append(b.About, []string{"Rapport", r.Title})
	for _, x := range r.colophon() {
		b.About = append(b.About, []string{x.Name, x.Value})
	}
	b.About = append(b.About, []string{"Citera", r.citation()})
	for _, s := range r.Sections {
		var said []string
		for _, x := range s.List {
			said = append(said, x.Text)
		}
		for i, text := range append(said, s.Notes...) {
			title := ""
			if i == 0 {
				title = s.Title
			}
			b.About = append(b.About, []string{title, text})
		}
		for _, x := range s.Items {
			if s.Cite == "" {
				b.About = append(b.About, []string{x.Name, x.Value})
			}
		}
		for _, t := range s.Tables {
			b.Sheets = append(b.Sheets, t.sheet())
			b.About = append(b.About, []string{b.Sheets[len(b.Sheets)-1].Name, t.Caption + ". " + t.Sub})
		}
	}
	for _, s := range r.Signs() {
		b.About = append(b.About, []string{s.Sign, prose.Upper(s.Text)})
	}
	for _, s := range r.series {
		b.About = append(b.About, []string{hard(s.Title), hard(s.Definition)})
	}
	return table.Workbook(b)
}

// sheet is a table as a sheet: numbers as numbers, signs and words as text.
func (t *tableau) sheet() table.Sheet {
	s := table.Sheet{Name: "Tabell " + strconv.Itoa(t.Number), Title: t.Caption, Sub: t.Sub, Head: t.Head}
	for _, r := range t.Rows {
		line := []table.Entry{{Text: r.Head}}
		for _, c := range r.Cells {
			line = append(line, table.Entry{Text: c.Text + c.Sign, Value: c.Value, Decimals: c.Decimals, Suffix: c.Suffix})
		}
		s.Rows = append(s.Rows, line)
	}
	return s
}
