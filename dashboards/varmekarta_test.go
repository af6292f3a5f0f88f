package dashboards

import (
	"fmt"
	"slices"
	"testing"

	"stadsdelskollen/dashboards/chart"

	"github.com/google/go-cmp/cmp"
)

func TestShadesHaveLimitsThatCanBeSaid(t *testing.T) {
	for _, test := range []struct {
		values   []float64
		decimals int
		want     *chart.HeatSteps
	}{
		{[]float64{0, 1, 1, 2, 2, 3, 3, 4}, 0, &chart.HeatSteps{Limits: [3]float64{1, 2, 3}, Texts: [4]string{"under 1", "1 till under 2", "2 till under 3", "3 eller mer"}}},
		{[]float64{4.2, 4.4, 4.6, 4.8}, 1, &chart.HeatSteps{Limits: [3]float64{4.4, 4.6, 4.8}, Texts: [4]string{"under 4,4", "4,4 till under 4,6", "4,6 till under 4,8", "4,8 eller mer"}}},
		{[]float64{7850, 8001, 8003, 8100, 8121, 8204, 8306, 8333, 8452, 8500, 8513, 9125}, 0,
			&chart.HeatSteps{Limits: [3]float64{8100, 8306, 8500}, Texts: [4]string{"under 8\u00a0100", "8\u00a0100 till under 8\u00a0306", "8\u00a0306 till under 8\u00a0500", "8\u00a0500 eller mer"}}}, // each a value that is told
		{[]float64{5, 5, 5, 5, 5, 6}, 0, nil}, // too alike
		{[]float64{0, 0, 0, 0, 0, 0}, 0, nil},
		{[]float64{1, 2}, 0, nil},
	} {
		if d := cmp.Diff(test.want, heatSteps(test.values, test.decimals)); d != "" {
			t.Errorf("%v: %s", test.values, d)
		}
	}
}

func TestTheHighestOfAShadedMapIsAmongThoseThatAreShown(t *testing.T) {
	cells := func(v ...float64) (out []chart.HeatCell) {
		for _, x := range v {
			c := chart.HeatCell{Value: x}
			if x < 0 {
				c = chart.HeatCell{Value: 99, Absence: chart.Hidden}
			}
			out = append(out, c)
		}
		return out
	}
	in := chart.HeatInput{Months: []string{"2021-01", "2021-02", "2021-03"}, Rows: []chart.HeatRow{{Label: "Farsta", Cells: cells(3, 5, -1)}, {Label: "Järva", Cells: cells(4, 4, -1)}, {Label: "Bromma", Cells: cells(-1, 5, -1)}}}
	if got := highestTitle(in); got != "Högst av de tal som visas: Farsta, Järva och Bromma, 1\u00a0av\u00a02 månader" {
		t.Error(got)
	}
}

func TestAHeatMapSaysInHowManyOfTheTriedMonthsADistrictDiffers(t *testing.T) {
	row := func(name, verdicts string) chart.HeatRow {
		r := chart.HeatRow{Label: name}
		for _, v := range verdicts {
			r.Cells = append(r.Cells, map[rune]chart.HeatCell{'h': {Verdict: chart.Higher}, 'l': {Verdict: chart.Lower}, 'o': {Verdict: chart.NoSure},
				'-': {}, '.': {Verdict: chart.Higher, Absence: chart.Hidden}}[v])
		}
		return r
	}
	for _, test := range []struct {
		rows []chart.HeatRow
		want string
	}{
		{[]chart.HeatRow{row("Farsta", "hhoooo"), row("Norrmalm", "oooooo")}, "Ingen stadsdel skiljer sig säkert mer än enstaka månader"},
		{[]chart.HeatRow{row("Farsta", "hhh-.o"), row("Norrmalm", "lll---")}, "Tydligt högre i Farsta 3\u00a0av\u00a04 prövade månader, tydligt lägre på Norrmalm 3\u00a0av\u00a03 prövade månader"},
		{[]chart.HeatRow{row("Farsta", "hhhh-o"), row("Norrmalm", "hhh..o"), row("Bromma", "hhhh-o")}, "Tydligt högre i Farsta och Bromma 4\u00a0av\u00a05 prövade månader"},
		{[]chart.HeatRow{row("Farsta", "hhho-."), row("Norrmalm", "hhhooo")}, "Tydligt högre i Farsta 3\u00a0av\u00a04 och på Norrmalm 3\u00a0av\u00a06 prövade månader"},
	} {
		if got := heatTitle(chart.HeatInput{Rows: test.rows}); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}

// On paper a table of 36 months was cut off after a third of them.
func TestAHeatMapsTableIsPartedByTwelveMonths(t *testing.T) {
	all := chart.Table{Head: []string{"Område"}, Rows: [][]string{{"Farsta"}}}
	for i := range 30 {
		all.Head, all.Rows[0] = append(all.Head, fmt.Sprint("m", i)), append(all.Rows[0], fmt.Sprint(i))
	}
	p := (&site{}).newPage("x.html")
	var heads, values []string
	for _, tab := range p.byYear(all) {
		if len(tab.Head) > 13 || tab.Rows[0].Head.Text != "Farsta" || tab.Head[0].Text != "Område" {
			t.Errorf("a table has the head %v and the row %v", tab.Head, tab.Rows[0])
		}
		for i, h := range tab.Head[1:] {
			heads, values = append(heads, h.Text), append(values, tab.Rows[0].Cells[i].Text)
		}
	}
	if !slices.Equal(heads, all.Head[1:]) || !slices.Equal(values, all.Rows[0][1:]) {
		t.Errorf("the months are %v, their values %v", heads, values)
	}
}
