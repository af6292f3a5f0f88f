package dashboards

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

func TestCellsAreWrittenAsHTML(t *testing.T) {
	hidden, missing := &prose.Signs[0], &prose.Signs[1]
	tab := table{Head: heads("Stadsdel", "Tal", "Utfall"), Rows: []row{
		{Head: cell{Text: "Del ett"}, Group: true},
		{Class: "city", Head: cell{Text: "A & B <i>", Href: "a.html?x=1&y", Note: "2 > 1"}, Cells: []cell{{Text: "+1,5 %"}, {Text: "tydligt högre", Left: true, Class: "is-hi"}}},
		{Head: cell{Text: "C"}, Cells: []cell{{Sign: hidden}, {Sign: missing}}},
	}}
	want := `
<tr class="grp"><th scope="colgroup" colspan="3">Del ett</th></tr>
<tr class="city"><th scope="row"><a href="a.html?x=1&amp;y">A &amp; B &lt;i&gt;</a><small>2 &gt; 1</small></th><td>+1,5 %</td><td class="l"><span class="is-hi">tydligt högre</span></td></tr>
<tr><th scope="row">C</th><td><a class="dold" href="#dolda" title="dolt tal"><span aria-hidden="true">..</span><span class="vh">dolt tal</span></a></td>` +
		`<td><a class="tecken" href="#ej-levererade" title="inte levererat"><span aria-hidden="true">-</span><span class="vh">inte levererat</span></a></td></tr>`
	if diff := cmp.Diff(want, string(tab.Body())); diff != "" {
		t.Error(diff)
	}
	stacked := table{Stacks: true, Rows: []row{{Head: cell{Text: "A"}, Cells: []cell{{Text: "1", Left: true}}}}}
	if diff := cmp.Diff("\n"+`<tr role="row"><th scope="row" role="rowheader">A</th><td class="l" role="cell">1</td></tr>`, string(stacked.Body())); diff != "" {
		t.Error(diff)
	}
}

// A page has the newest five years of a long table, and says where all of it is.
func TestLongTableIsWholeOnTheChartsOwnPage(t *testing.T) {
	s := &site{}
	p := s.newPage("stadsdel/a.html")
	ind := &indicator{Indicator: publication.Indicator{Name: "hushall", Title: "Hushåll"}}
	long := &table{Sub: "A", Head: heads("Period", "A")}
	for i := range 240 {
		long.Rows = append(long.Rows, row{Head: cell{Text: fmt.Sprint("månad ", i)}, Cells: []cell{{Text: fmt.Sprint(i)}}})
	}
	brief := &table{Sub: "B", Rows: long.Rows[:mostRows]}
	f := figure{Tables: []*table{long, brief}, place: &place{ind: ind, kind: "serie", area: publication.Area{Name: "A", Slug: "a"}}, Downloads: []link{{Text: "Hämta som CSV"}}}
	p.shorten(&f)
	if n := len(f.Tables[0].Rows); n != mostRows || f.Tables[0].Rows[0].Head.Text != "månad 0" || f.Tables[0].Sub != "A. De senaste månaderna" || f.Tables[1].Sub != "B" {
		t.Errorf("the page's table has %d rows from %q, %q; the other %q", n, f.Tables[0].Rows[0].Head.Text, f.Tables[0].Sub, f.Tables[1].Sub)
	}
	if diff := cmp.Diff(link{Text: "Alla månader i tabell", Href: "../diagram/hushall/serie-a.html"}, f.Downloads[0]); diff != "" || len(f.Downloads) != 2 {
		t.Error(diff, len(f.Downloads))
	}
	alone := p.diagramPage(&f).Body.(*diagram).Figure
	if n := len(alone.Tables[0].Rows); n != 240 || strings.Contains(alone.Tables[0].Sub, "senaste") {
		t.Errorf("the chart's own page has %d rows, %q", n, alone.Tables[0].Sub)
	}
}

func TestRowsArePartedByIndicator(t *testing.T) {
	var all []publication.Spread
	for _, name := range []string{"a", "a", "b", "c", "c"} {
		all = append(all, publication.Spread{Indicator: name})
	}
	got := map[string]int{}
	for name, own := range parts(all, func(s *publication.Spread) string { return s.Indicator }) {
		got[name] = len(own)
		for _, s := range own {
			if s.Indicator != name {
				t.Errorf("%s is among those of %s", s.Indicator, name)
			}
		}
	}
	if diff := cmp.Diff(map[string]int{"a": 2, "b": 1, "c": 2}, got); diff != "" {
		t.Error(diff)
	}
}
