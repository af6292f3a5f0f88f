package cube

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"stadsdelskollen/reports/table"
)

// edge is a dimension as a file has it.
type edge struct {
	name  string
	codes []string
}

// shown are the cells of a cube that was read: edges in the order of the cells.
// A cell is nil where the file has no figure and says nothing about it.
func shown(name string, edges []edge, cells []*table.Shown) (out []table.Shown, err error) {
	size := 1
	for _, e := range edges {
		size *= len(e.codes)
	}
	if size != len(cells) {
		return nil, fmt.Errorf("%d cells, want %d", len(cells), size)
	}
	for i, c := range cells {
		if c == nil {
			continue
		}
		c.Table = name
		rest := i
		for j := len(edges) - 1; j >= 0; j-- {
			code := edges[j].codes[rest%len(edges[j].codes)]
			rest /= len(edges[j].codes)
			switch edges[j].name {
			case "omrade":
				c.Level, c.Area, c.Division = SplitArea(code)
			case "kategori":
				if code != Total {
					c.Category = code
				}
			case "period":
				c.Period = code
			case "uppgift":
				c.Column = code
			default:
				return nil, fmt.Errorf("a dimension %q", edges[j].name)
			}
		}
		out = append(out, *c)
	}
	return out, nil
}

// SplitArea is what AreaCode joined.
func SplitArea(code string) (level, area, division string) {
	level, area, _ = strings.Cut(code, ":")
	if i := strings.LastIndexByte(area, '@'); i >= 0 {
		area, division = area[:i], area[i+1:]
	}
	return level, area, division
}

// ReadJSONStat reads what JSONStat wrote.
func ReadJSONStat(data []byte) (c table.Contents, err error) {
	var doc struct {
		ID        []string `json:"id"`
		Size      []int    `json:"size"`
		Dimension map[string]struct {
			Label    string `json:"label"`
			Category struct {
				Index []string          `json:"index"`
				Label map[string]string `json:"label"`
			} `json:"category"`
		} `json:"dimension"`
		Value     []*json.Number    `json:"value"`
		Status    map[string]string `json:"status"`
		Extension struct {
			Table string `json:"tabell"`
		} `json:"extension"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return c, err
	}
	var edges []edge
	for i, id := range doc.ID {
		edges = append(edges, edge{id, doc.Dimension[id].Category.Index})
		if len(doc.Size) != len(doc.ID) || doc.Size[i] != len(edges[i].codes) {
			return c, fmt.Errorf("the sizes are %v, which is not those of the dimensions", doc.Size)
		}
	}
	cells := make([]*table.Shown, len(doc.Value))
	used := 0
	for i, v := range doc.Value {
		status, has := doc.Status[strconv.Itoa(i)]
		if has {
			used++
		}
		switch {
		case v != nil:
			cells[i] = &table.Shown{Text: v.String(), Status: status}
		case has:
			cells[i] = &table.Shown{Sign: status}
		}
	}
	if used != len(doc.Status) {
		return c, errors.New("a status without a cell")
	}
	if c.Figures, err = shown(doc.Extension.Table, edges, cells); err != nil {
		return c, err
	}
	// All else in the file, without the values, their statuses and the sizes that were compared.
	var rest map[string]json.RawMessage
	if err := json.Unmarshal(data, &rest); err != nil {
		return c, err
	}
	c.Texts, err = others(rest, "value", "status", "size")
	return c, err
}

// others are the texts of an object but for some of its keys.
func others(doc map[string]json.RawMessage, but ...string) (out []string, err error) {
	var keys []string
	for key := range doc {
		if !slices.Contains(but, key) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		texts, err := table.ReadTexts(doc[key])
		if err != nil {
			return nil, err
		}
		out = append(append(out, key), texts...)
	}
	return out, nil
}

// ReadKolada reads what Kolada wrote.
func ReadKolada(data []byte) (c table.Contents, err error) {
	var doc struct {
		Values []struct {
			KPI          string `json:"kpi"`
			Municipality string `json:"municipality"`
			Period       any    `json:"period"`
			Values       []struct {
				Gender string       `json:"gender"`
				Value  *json.Number `json:"value"`
				Status string       `json:"status"`
				Count  int          `json:"count"`
			} `json:"values"`
		} `json:"values"`
		Count int `json:"count"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return c, err
	}
	if doc.Count != len(doc.Values) {
		return c, fmt.Errorf("%d rows, want %d", len(doc.Values), doc.Count)
	}
	for i, r := range doc.Values {
		if len(r.Values) != 1 || r.Values[0].Gender != "T" || (r.Values[0].Value != nil) != (r.Values[0].Count == 1) {
			return c, fmt.Errorf("row %d has other values than one for all", i+1)
		}
		s := table.Shown{Column: "varde", Sign: r.Values[0].Status, Period: fmt.Sprint(r.Period)}
		s.Table, s.Category, _ = strings.Cut(r.KPI, ":")
		s.Level, s.Area, s.Division = SplitArea(r.Municipality)
		if v := r.Values[0].Value; v != nil {
			s.Text = v.String()
		}
		c.Figures = append(c.Figures, s)
	}
	var rest map[string]json.RawMessage
	if err := json.Unmarshal(data, &rest); err != nil {
		return c, err
	}
	c.Texts, err = others(rest, "values", "count")
	return c, err
}
