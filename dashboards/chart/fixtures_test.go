package chart

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func ptr(v float64) *float64 { return &v }

// engine starts a renderer for one test.
func engine(t testing.TB, n int) *Renderer {
	t.Helper()
	r, err := NewRenderer(n)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

// dots is a plot with every kind of row. The hidden row holds figures that must not be found again.
func dots() DotsInput {
	return DotsInput{
		Axis: Axis{Unit: "%"}, Reference: &Reference{2.7, "Hela staden 2,7\u00a0%"}, ValueHead: "värde (95\u00a0%-intervall)",
		Rows: []DotRow{
			{Label: "Rinkeby-Kista", Value: 7.2, Lower: ptr(6.9), Upper: ptr(7.6), Verdict: Higher, ValueText: "7,2\u00a0%", IntervalText: "(6,9–7,6)"},
			{Label: "Farsta", Value: 2.7, Lower: ptr(2.6), Upper: ptr(2.9), Verdict: NoSure, ValueText: "2,7\u00a0%", IntervalText: "(2,6–2,9)"},
			{Label: "Bromma", Value: 1.2, Verdict: Lower, ValueText: "1,2\u00a0%"},
			{Label: "Älvsjö", Value: 1.4, ValueText: "1,4\u00a0%"},
			{Label: "Dold <&> \"rad\"", Value: 4.4321, Lower: ptr(3.9876), Upper: ptr(4.9876), Verdict: Higher,
				ValueText: "4,4321\u00a0%", IntervalText: "(3,9876–4,9876)", Hidden: true},
			{Label: "Skarpnäck", NotDelivered: true},
		},
	}
}

// years is a line chart with a missing year in the own line.
func years() LinesInput {
	line := func(name string, v ...float64) Line {
		l := Line{Name: name, EndText: "5,7\u00a0%"}
		for i, x := range v {
			l.Points = append(l.Points, Point{Period: fmt.Sprint(2010 + i), Value: x, Missing: x < 0})
		}
		return l
	}
	own, city := line("Spånga-Tensta", 7.3, 6.9, 6.2, -1, 5.9, 5.7), line("Hela staden", 2.7, 2.6, 2.5, 2.6, 2.6, 2.7)
	own.StartText, city.ShortName = "7,3\u00a0%", "Staden"
	return LinesInput{Own: &own, City: &city, Axis: Axis{Unit: "%"},
		Others: []Line{line("Farsta", 3.3, 3.2, 3.1, 2.9, 2.8, 2.7)}}
}

// months is two lines of n months.
func months(n int) LinesInput {
	own, city := Line{Name: "Farsta", EndText: "310"}, Line{Name: "Hela staden", EndText: "305"}
	for i := range n {
		period := fmt.Sprintf("%d-%02d", 1998+i/12, i%12+1)
		own.Points = append(own.Points, Point{Period: period, Value: 300 + 40*math.Sin(float64(i)/9)})
		city.Points = append(city.Points, Point{Period: period, Value: 305 + 9*math.Cos(float64(i)/11)})
	}
	return LinesInput{Own: &own, City: &city, Axis: Axis{Unit: "hushåll"}}
}

// amongMonths is months(n) with three other areas, of which the third has no values in the second year.
func amongMonths(n int) LinesInput {
	in := months(n)
	for k, name := range []string{"Bromma", "Skarpnäck", "Älvsjö"} {
		l := Line{Name: name, EndText: "300"}
		for i, p := range in.Own.Points {
			l.Points = append(l.Points, Point{Period: p.Period, Value: 280 + 30*float64(k) + 20*math.Sin(float64(i)/7), Missing: k == 2 && i/12 == 1})
		}
		in.Others = append(in.Others, l)
	}
	return in
}

func reasons() ReasonsInput {
	return ReasonsInput{HiddenHead: "dolda tal", Rows: []ReasonRow{
		{"Arbetslös", []ReasonDot{{Letter: "K", Value: 105, ValueText: "105"}, {Letter: "N", Value: 105, ValueText: "105"}, {Letter: "Ö", Value: 93, ValueText: "93"}}},
		{"Sjuk- eller aktivitetsersättning", []ReasonDot{{Letter: "K", Value: 6, ValueText: "6"}, {Letter: "N", Value: 13, ValueText: "13"}, {Letter: "Ö", Value: 10, ValueText: "10"}}},
		{"Tillfälliga behov", []ReasonDot{{Letter: "K", Value: 77.77, ValueText: "77,77", Hidden: true}, {Letter: "N", Value: 10, ValueText: "10"}, {Letter: "Ö", NotDelivered: true}}},
	}}
}

func tiles() TilesInput {
	return TilesInput{Waters: []Water{{"Mälaren", 2, 0.5}}, Tiles: []Tile{
		{Label: "Spånga-Tensta", Row: 0, Col: 1, Verdict: Higher, ValueText: "5,7"},
		{Label: "Kungsholmen", Row: 1, Col: 2, Verdict: Lower, ValueText: "0,4"},
		{Label: "Farsta", Row: 4, Col: 3, Verdict: NoSure, ValueText: "2,7"},
		{Label: "Bromma", Row: 1, Col: 1, ValueText: "1,2"},
		{Label: "Älvsjö", Row: 3, Col: 2, Verdict: Higher, ValueText: "88,88", Hidden: true},
		{Label: "Skarpnäck", Row: 3, Col: 4, NotDelivered: true},
	}}
}

func everyKind() map[string]Input {
	return map[string]Input{"dots": dots(), "years": years(), "months": amongMonths(120), "reasons": reasons(), "tight-reasons": tightReasons(), "tiles": tiles(),
		"funnel": funnel(), "control": control(), "spine": spine(), "heat": heat(), "shades": shadedHeat(), "multiples": multiples(),
		"slope": slope(), "map": geo()}
}

func draw(t testing.TB, r *Renderer, in Input) Picture {
	t.Helper()
	p, err := r.Draw(t.Context(), in, A11y{ID: "b", LabelledBy: "b-t", DescribedBy: "b-d"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// pathOf gives the path data of the elements of a class.
func pathsOf(svg, class string) []string {
	var out []string
	for _, part := range strings.Split(svg, `<path class="`+class+`" d="`)[1:] {
		d, _, _ := strings.Cut(part, `"`)
		out = append(out, d)
	}
	return out
}
