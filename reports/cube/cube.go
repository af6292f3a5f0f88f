// Package cube writes a table of an indicator's figures as statisticians'
// files: JSON-stat 2.0 and PX. Both see a table as a cube: every area at every
// category and period, also where there is no row.
//
// It promises that a hidden figure, one that was not delivered, one that cannot
// be and a place without a row look different from each other, and that the
// same table gives the same bytes. It knows neither files, databases nor
// clocks. It refuses a table with two rows for one place.
package cube

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"stadsdelskollen/reports/table"
)

// Roles of a dimension.
const (
	roleArea   = "geo"
	rolePeriod = "time"
	roleMetric = "metric"
	rolePlain  = ""
)

// dimension is one edge of the cube.
type dimension struct {
	name, title, role string
	codes, labels     []string
}

// metric is what a cell is a figure of.
type metric struct {
	table.Column
	index int // of its column
	// places is how many decimals it is written with.
	places int
}

// cell is one figure; exists is false where the table has no row.
type cell struct {
	table.Cell
	status string
	exists bool
}

// cube is a table with its cells in the order of dims, the metric last.
type cube struct {
	table.Table
	dims    []dimension
	metrics []metric
	cells   []cell
}

// Total is the code of the category that is all categories together.
const Total = "(totalt)"

// AreaCode names an area for programs: its level, its name, and the first day
// of the division it stands in, if any. stadsdel:Norrmalm@2007-01-01
func AreaCode(level, area, division string) string {
	code := level + ":" + area
	if division != "" {
		code += "@" + division
	}
	return code
}

// place is where a row stands.
type place struct{ area, category, period string }

// columns of a table that say where a row stands.
type columns struct{ level, area, division, category, period, status int }

func find(t table.Table) (c columns, err error) {
	for name, at := range map[string]*int{"niva": &c.level, "omrade": &c.area, "indelning": &c.division, "kategori": &c.category, "period": &c.period, "status": &c.status} {
		if *at = t.Index(name); *at < 0 {
			return c, fmt.Errorf("%s has no column %s", t.Name, name)
		}
	}
	return c, nil
}

func (c columns) place(row []table.Cell) place {
	p := place{AreaCode(row[c.level].Text, row[c.area].Text, row[c.division].Text), row[c.category].Text, row[c.period].Text}
	p.category = cmp.Or(p.category, Total)
	return p
}

// build makes the cube of a table of an indicator.
func build(t table.Table) (*cube, error) {
	at, err := find(t)
	if err != nil {
		return nil, err
	}
	c := &cube{Table: t}
	rows := map[place][]table.Cell{}
	for _, row := range t.Rows {
		p := at.place(row)
		if _, twice := rows[p]; twice {
			return nil, fmt.Errorf("%s has two rows for %s, %s, %s", t.Name, p.area, p.category, p.period)
		}
		rows[p] = row
	}
	areas, categories, periods := dimensions(t, at)
	c.dims = append(c.dims, areas)
	if !slices.Equal(categories.codes, []string{Total}) {
		c.dims = append(c.dims, categories)
	}
	c.dims = append(c.dims, periods)
	c.metrics = metrics(t)
	last := dimension{name: "uppgift", title: "Uppgift", role: roleMetric}
	for _, m := range c.metrics {
		last.codes, last.labels = append(last.codes, m.Name), append(last.labels, m.Title)
	}
	c.dims = append(c.dims, last)
	for _, a := range areas.codes {
		for _, k := range categories.codes {
			for _, p := range periods.codes {
				row, ok := rows[place{a, k, p}]
				for _, m := range c.metrics {
					if !ok {
						c.cells = append(c.cells, cell{})
						continue
					}
					c.cells = append(c.cells, cell{row[m.index], row[at.status].Text, true})
				}
			}
		}
	}
	return c, nil
}

// dimensions are the areas, categories and periods of a table. An area whose
// name stands in several divisions says which.
func dimensions(t table.Table, at columns) (areas, categories, periods dimension) {
	areas = dimension{name: "omrade", title: "Område", role: roleArea}
	categories = dimension{name: "kategori", title: "Kategori", role: rolePlain}
	periods = dimension{name: "period", title: "Period", role: rolePeriod}
	names := map[string]string{}
	division := map[string]string{}
	times := map[string]int{}
	for _, row := range t.Rows {
		p := at.place(row)
		if _, seen := names[p.area]; !seen {
			names[p.area] = row[at.area].Text
			division[p.area] = row[at.division].Text
			times[row[at.area].Text]++
			areas.codes = append(areas.codes, p.area)
		}
		if !slices.Contains(categories.codes, p.category) {
			categories.codes = append(categories.codes, p.category)
		}
		if !slices.Contains(periods.codes, p.period) {
			periods.codes = append(periods.codes, p.period)
		}
	}
	slices.Sort(areas.codes)
	slices.Sort(categories.codes)
	slices.Sort(periods.codes)
	for _, code := range areas.codes {
		label := names[code]
		if times[label] > 1 && division[code] != "" {
			label += " (indelning " + division[code] + ")"
		}
		areas.labels = append(areas.labels, label)
	}
	for _, code := range categories.codes {
		categories.labels = append(categories.labels, strings.Replace(code, Total, "Totalt", 1))
	}
	periods.labels = periods.codes
	return areas, categories, periods
}

// metrics are the columns of figures that hold anything.
func metrics(t table.Table) (out []metric) {
	for j, col := range t.Columns {
		if col.Kind == table.Text {
			continue
		}
		if slices.ContainsFunc(t.Rows, func(row []table.Cell) bool { return row[j] != table.Cell{} }) {
			out = append(out, metric{col, j, decimals(t, col, j)})
		}
	}
	return out
}

// decimals that the figures of a column are written with.
func decimals(t table.Table, col table.Column, j int) int {
	if col.Kind == table.Figure && col.Decimals >= 0 {
		return col.Decimals
	}
	most := 0
	for _, row := range t.Rows {
		_, fraction, _ := strings.Cut(row[j].Text, ".")
		most = max(most, len(fraction))
	}
	return most
}
