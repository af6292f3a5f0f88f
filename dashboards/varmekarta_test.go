package dashboards

import (
	"testing"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"

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

func TestAHeatMapSaysInHowManyMonthsADistrictDiffers(t *testing.T) {
	months := []string{"2021-01", "2021-02", "2021-03", "2021-04", "2021-05", "2021-06"}
	ind := &indicator{comparisons: map[key]*publication.Comparison{}}
	title := func() string { return (&site{}).heatTitle(ind, []string{"Farsta", "Norrmalm"}, months) }
	for _, q := range months[:2] {
		ind.comparisons[key{"Farsta", "", q}] = &publication.Comparison{Verdict: publication.Higher}
	}
	if got := title(); got != "Ingen stadsdel skiljer sig säkert mer än enstaka månader" {
		t.Error(got)
	}
	for i, q := range months {
		ind.comparisons[key{"Farsta", "", q}] = &publication.Comparison{Verdict: publication.Higher}
		if i < 3 {
			ind.comparisons[key{"Norrmalm", "", q}] = &publication.Comparison{Verdict: publication.Lower}
		}
	}
	if got := title(); got != "Tydligt högre i Farsta 6\u00a0av\u00a06 månader, tydligt lägre på Norrmalm 3\u00a0av\u00a06 månader" {
		t.Error(got)
	}
}
