package chart

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// amongGaps is two panels of six years: the first has a value in some of them, and the band lies in some.
func amongGaps(own, band []int) MultiplesInput {
	in := MultiplesInput{BandText: "mittersta hälften"}
	for _, label := range []string{"Farsta", "Älvsjö"} {
		p := Panel{Label: label, EndText: "3"}
		for y := range 6 {
			p.Points = append(p.Points, Point{Period: fmt.Sprint(2010 + y), Value: 3, Missing: label == "Farsta" && !slices.Contains(own, y)})
		}
		in.Panels = append(in.Panels, p)
	}
	for _, y := range band {
		in.Band = append(in.Band, BandPoint{fmt.Sprint(2010 + y), 2, 4, "2", "4"})
	}
	return in
}

func TestAValueAloneInAPanelIsADotSmallerThanTheEnds(t *testing.T) {
	radii := func(svg string) []string {
		var out []string
		for _, m := range regexp.MustCompile(`<circle class="ownf"[^>]* r="([\d.]+)"`).FindAllStringSubmatch(svg, -1) {
			out = append(out, m[1])
		}
		slices.Sort(out)
		return out
	}
	for want, own := range map[string][]int{"[1.5 1.5 3 3]": {0, 2, 4, 5}, "[1.5 3 3]": {0, 1, 3, 5}, "[3 3]": {0, 1, 2, 3}} {
		if got := fmt.Sprint(radii(draw(t, engine(t, 1), amongGaps(own, nil)).Wide)); got != want {
			t.Errorf("years %v: dots %s, want %s", own, got, want)
		}
	}
}

func TestTheBandOfAPanelIsPartedWhereAPeriodHasNone(t *testing.T) {
	svg := draw(t, engine(t, 1), amongGaps([]int{0, 1, 2, 3, 4, 5}, []int{0, 1, 3, 5})).Wide
	band := pathsOf(svg, "tno-t")
	if len(band) != 2 || strings.Count(band[0], "Z") != 6 { // two panels; and the key's sample
		t.Errorf("the band of years 0–1, 3 and 5 is not three areas in each panel: %v", band)
	}
	if got := amongGaps(nil, []int{0, 3}).Description(); !strings.Contains(got, "Grått band: mittersta hälften, senast från 2 till 4 (2013). Senaste värden: ") {
		t.Error(got)
	}
	if got := multiples().Description(); !strings.Contains(got, "Svag linje i varje ruta: hela staden. Grått band: ") {
		t.Error(got)
	}
}

func TestAPanelsNameHasTwoLinesRatherThanAFullStop(t *testing.T) {
	in := amongGaps([]int{0, 1}, nil)
	in.Panels[0].Label, in.Panels[1].Label = "Sjukskriven med läkarintyg", "Arbetslös"
	in.Panels = append(in.Panels, in.Panels[1])
	svg := draw(t, engine(t, 1), in)
	if !strings.Contains(svg.Narrow, ">Sjukskriven med</text>") || !strings.Contains(svg.Narrow, ">läkarintyg</text>") || !strings.Contains(svg.Wide, ">Sjukskriven med läkarintyg</text>") {
		t.Error("a long name is not whole")
	}
	ends := regexp.MustCompile(`y="([\d.]+)"[^>]*>3</text>`).FindAllStringSubmatch(svg.Narrow, -1)
	if len(ends) != 3 || ends[0][1] != ends[1][1] || number(ends[2][1])-number(ends[1][1]) != 126 {
		t.Errorf("the values of a row stand at %v", ends)
	}
}
