package dashboards

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"

	"github.com/google/go-cmp/cmp"
)

func TestAnEventInAControlChartHasNeitherItsDateNorAFullStop(t *testing.T) {
	s := &site{events: []publication.Event{{Date: time.Date(2021, 9, 1, 0, 0, 0, 0, time.UTC), Area: "Farsta", Text: "Påhittad händelse: balans i handläggningen."}}}
	s.conclusions.by = map[string]*follows{"": {}}
	in := s.controlInput(&indicator{}, &publication.Chart{Area: "Farsta", First: "2021-01", Last: "2021-12"})
	if d := cmp.Diff([]chart.Event{{Period: "2021-09", Text: "påhittad händelse: balans i handläggningen"}}, in.Events); d != "" {
		t.Error(d)
	}
}

// The signs of a control chart are explained where they are in the picture, on the page and in the file, and its own page
// names the periods that have them.
func TestTheSignsOfAControlChartAreExplained(t *testing.T) {
	in := chart.ControlInput{Name: "Farsta", Points: []chart.ControlPoint{{Period: "2021-01", ValueText: "7", Signal: chart.Beyond}, {Period: "2021-02", ValueText: "5"},
		{Period: "2021-03", ValueText: "6", Signal: chart.Near}, {Period: "2021-04", Signal: chart.Run, Absence: chart.Hidden}}}
	want := []keyItem{{Mark: "utanfor", Text: "utanför gränserna"}, {Mark: "nara", Text: "två av tre nära en gräns"}, {Mark: "sidor", Text: "orange över medel, blått under"}}
	key := controlKey(in)
	if d := cmp.Diff(want, key); d != "" {
		t.Error(d)
	}
	if key := controlKey(chart.ControlInput{Points: in.Points[1:2]}); key != nil {
		t.Errorf("a chart of ordinary variation has the key %v", key)
	}
	var b strings.Builder
	y := 0
	if err := drawKey(&b, append(key, keyItem{Mark: "foljd"}), &y); err != nil {
		t.Error(err)
	}
	if n := strings.Count(b.String(), "<g "); n != 4 {
		t.Errorf("%d of four marks are in the file: %s", n, b.String())
	}
	s := &site{conclusions: conclusions{by: map[string]*follows{"": {}}}}
	p := s.newPage("nyckeltal/x.html")
	f := s.controlFigure(p, &indicator{}, publication.Area{Name: "Farsta"}, &publication.Chart{Area: "Farsta", Kind: publication.ChartXmR, First: "2021-01", Last: "2021-04"}, in)
	if d := cmp.Diff(want, f.Key); d != "" || len(f.own) != 1 {
		t.Errorf("the figure has %d tables of its own and another key: %s", len(f.own), d)
	}
	table := p.beyondTable(in)
	var got []string
	for _, r := range table.Rows {
		got = append(got, strings.ReplaceAll(r.Head.Text+" "+r.Cells[0].Text+" "+r.Cells[1].Text, "\u00a0", " "))
	}
	if d := cmp.Diff([]string{"mars 2021 6 två av tre nära en gräns", "januari 2021 7 utanför gränserna"}, got); d != "" {
		t.Error(d)
	}
	if p.beyondTable(chart.ControlInput{Points: in.Points[1:2]}) != nil {
		t.Error("a table without rows")
	}
}

// Limits begin anew at a merger: what comes after is ordinary within others than those that were broken, and the text of
// the chart has them all.
func TestNewLimitsAreSaidAndAllAreTold(t *testing.T) {
	phase := func(n int64, from, to string, centre float64) publication.ChartPhase {
		return publication.ChartPhase{Area: "Farsta", Phase: n, From: from, To: to, Position: publication.PhaseSet, Centre: &centre}
	}
	f := &follows{phases: []publication.ChartPhase{phase(1, "2021-01", "2021-06", 4), phase(2, "2021-07", "2021-11", 8), phase(3, "2021-12", "2021-12", 9)}}
	f.phases[1].Lower, f.phases[1].Upper = ptr(6.0), ptr(10.0)
	f.phases[2].Position = publication.PhaseShort
	for i := range 12 {
		pt := publication.ChartPoint{Area: "Farsta", Phase: 1, Period: fmt.Sprintf("2021-%02d", i+1), Value: ptr(5.0)}
		if i < 6 {
			pt.Lower, pt.Upper = ptr(float64(3-i%2)), ptr(float64(5+i%2))
		} else {
			pt.Phase = 2
		}
		f.months = append(f.months, pt)
	}
	s := &site{}
	s.conclusions.by = map[string]*follows{"": f}
	ind := &indicator{Indicator: publication.Indicator{Title: "Kostnad"}}
	c := publication.Chart{Area: "Farsta", Kind: publication.ChartXmR, First: "2021-01", Last: "2021-12", LatestRule: publication.RuleBeyond,
		LatestSide: publication.Higher, LatestFrom: "2021-05", LatestTo: "2021-05"}
	for to, want := range map[string]string{"2021-05": "; därefter ordinarie variation inom de nya gränserna från~juli~2021; december~2021 går inte att pröva.", "2021-07": "; därefter ordinarie variation; december~2021 går inte att pröva."} {
		c.LatestFrom, c.LatestTo = to, to
		if got := s.controlSentence(ind, c).Text; !strings.HasSuffix(got, hard(want)) {
			t.Errorf("a special cause of %s: %q", to, got)
		}
	}
	want := "Bandet visar vanlig variation: från januari 2021 till juni 2021 medel 4, i den sista månaden nedre gräns 2, övre gräns 6; från juli 2021 till november 2021 medel 8, nedre gräns 6, övre gräns 10."
	if got := strings.ReplaceAll(s.controlInput(ind, &c).Description(), "\u00a0", " "); !strings.Contains(got, want) {
		t.Errorf("the chart is told as %q", got)
	}
}

func TestATipHasTheUnitThatTheTableHas(t *testing.T) {
	for unit, want := range map[string]string{"dagar": "@dagar|1", "tkr": "@tkr|1", "kr": "@kr|1", "procent": "@procent|1", "hushåll": "@tal|1"} {
		if got := tipFormat(&indicator{Indicator: publication.Indicator{Unit: unit, Decimals: 1}}); got != want {
			t.Errorf("%s: %s", unit, got)
		}
	}
}
