package table

import (
	"fmt"
	"slices"
)

// Shown is one figure as a file shows it.
type Shown struct {
	Table string // the indicator, or a base fact's measure
	Level, Area, Division, Category, Period,
	Column string // varde, taljare, namnare, nedre, ovre or antal
	// Text is the number with a decimal point, Sign what stands in its place.
	// Both are empty for a place that the file leaves empty; formats without
	// signs leave it empty where another has one.
	Text, Sign string
	// Status and Outcome of the row, where the format has them.
	Status, Outcome string
}

// Contents is all that a reader can get out of a file.
type Contents struct {
	Figures []Shown
	// Texts are all other texts in the file, each once, in the order of the file.
	Texts []string
}

// Add keeps a text that is not there yet.
func (c *Contents) add(seen map[string]bool, text string) {
	if text != "" && !seen[text] {
		seen[text] = true
		c.Texts = append(c.Texts, text)
	}
}

// figureColumns are the columns that hold figures.
var figureColumns = []string{"varde", "taljare", "namnare", "nedre", "ovre", "antal"}

// signs that stand in a figure's place.
var signs = []string{"..", "-", "."}

var knownColumns = slices.Concat(figureColumns, []string{"nyckeltal", "matt", "slag", "niva", "omrade", "indelning", "kategori", "period", "enhet", "status", "kalla", "utfall", "kvitto"})

// contents are rows of texts under a header. It refuses a column that no table
// of ours has, since it could hold anything.
func contents(header []string, rows [][]string, texts []string) (c Contents, err error) {
	at := map[string]int{}
	for i, name := range header {
		if _, twice := at[name]; twice || !slices.Contains(knownColumns, name) {
			return c, fmt.Errorf("column %q is not known or stands twice", name)
		}
		at[name] = i
	}
	seen := map[string]bool{}
	for _, s := range texts {
		c.add(seen, s)
	}
	for n, row := range rows {
		if len(row) != len(header) {
			return c, fmt.Errorf("row %d has %d cells, want %d", n+1, len(row), len(header))
		}
		get := func(name string) string {
			if i, ok := at[name]; ok {
				return row[i]
			}
			return ""
		}
		for _, name := range header {
			text := row[at[name]]
			if !slices.Contains(figureColumns, name) {
				c.add(seen, text)
				continue
			}
			s := Shown{Table: get("nyckeltal") + get("matt"), Level: get("niva"), Area: get("omrade"), Division: get("indelning"), Category: get("kategori"),
				Period: get("period"), Column: name, Text: text, Status: get("status"), Outcome: get("utfall")}
			if slices.Contains(signs, text) {
				s.Text, s.Sign = "", text
			}
			c.Figures = append(c.Figures, s)
		}
	}
	return c, nil
}
