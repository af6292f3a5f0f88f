package dashboards

import (
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"stadsdelskollen/reports/prose"
)

// table is a table with its caption. Head and every row have the same number of cells.
type table struct {
	ID, Caption, Sub string
	Quiet            bool // its caption is for who does not see the heading above it
	Stacks           bool // on a phone a row's name stands above its figures: its columns have no room beside it
	Head             []cell
	Rows             []row
}

// Wide says whether the table has many columns.
func (t *table) Wide() bool { return len(t.Head) > 5 }

// Long says whether the table is long and narrow, so that paper has room for it in columns. A column of words takes that room.
func (t *table) Long() bool {
	return len(t.Head) <= 4 && len(t.Rows) > 18 && !slices.ContainsFunc(t.Head, func(c cell) bool { return c.Left })
}

// Four says that it needs the room of four columns.
func (t *table) Four() bool { return len(t.Head) == 4 }

// figures says whether a cell holds a number.
func (t *table) figures() bool {
	return slices.ContainsFunc(t.Rows, func(r row) bool {
		return slices.ContainsFunc(r.Cells, func(c cell) bool { return !c.Left && strings.ContainsAny(c.Text, "0123456789") })
	})
}

// row is one row; a Group row is a heading across the table.
type row struct {
	Class string // city, own or empty
	Head  cell
	Cells []cell
	Group bool
}

// cell is one cell: a text, or a sign in place of it.
type cell struct {
	Text, Note, Href string
	Left             bool
	Class            string // is-hi, is-lo or is-no
	Sign             *sign
}

// table gives t an id of its own on the page.
func (p *page) table(t table) *table {
	p.tables++
	t.ID = fmt.Sprintf("tabell-%d", p.tables)
	if t.figures() {
		t.Sub = p.info.Beside(t.Sub)
	}
	return &t
}

// Body is the table's rows as HTML. A site of twenty years has half a million cells, which take a
// template ten times as long as the rest of their page.
func (t *table) Body() template.HTML {
	var b strings.Builder
	for _, r := range t.Rows {
		if r.Group {
			b.WriteString("\n" + `<tr class="grp"><th scope="colgroup" colspan="` + strconv.Itoa(len(t.Head)) + `">`)
			r.Head.write(&b)
			b.WriteString("</th></tr>")
			continue
		}
		b.WriteString("\n<tr")
		if r.Class != "" {
			b.WriteString(` class="` + r.Class + `"`)
		}
		b.WriteString(t.role("row") + `><th scope="row"` + t.role("rowheader") + ">")
		r.Head.write(&b)
		b.WriteString("</th>")
		for i := range r.Cells {
			b.WriteString("<td")
			if r.Cells[i].Left {
				b.WriteString(` class="l"`)
			}
			b.WriteString(t.role("cell") + ">")
			r.Cells[i].write(&b)
			b.WriteString("</td>")
		}
		b.WriteString("</tr>")
	}
	return template.HTML(b.String())
}

// role keeps a part of a table that stacks what it is for who hears it: laid out as blocks it
// would no longer be one.
func (t *table) role(name string) string {
	if !t.Stacks {
		return ""
	}
	return ` role="` + name + `"`
}

// write writes what a cell holds: a sign with its explanation, a link, a verdict or a text, and a note.
func (c *cell) write(b *strings.Builder) {
	text := template.HTMLEscapeString(c.Text)
	switch {
	case c.Sign != nil:
		class := "tecken"
		if c.Sign.ID == prose.HiddenID {
			class = "dold"
		}
		fmt.Fprintf(b, `<a class="%s" href="#%s" title="%s"><span aria-hidden="true">%s</span><span class="vh">%s</span></a>`, class, c.Sign.ID, c.Sign.Short, c.Sign.Sign, c.Sign.Short)
	case c.Href != "":
		b.WriteString(`<a href="` + template.HTMLEscapeString(c.Href) + `">` + text + "</a>")
	case c.Class != "":
		b.WriteString(`<span class="` + c.Class + `">` + text + "</span>")
	default:
		b.WriteString(text)
	}
	if c.Note != "" {
		b.WriteString("<small>" + template.HTMLEscapeString(c.Note) + "</small>")
	}
}
