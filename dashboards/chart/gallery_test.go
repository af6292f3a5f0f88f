package chart

import (
	"flag"
	"fmt"
	"html"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var galleryDir = flag.String("gallery", "", "write a page with every kind of chart to this folder, for looking")

var fourteen = []struct {
	name     string
	row, col int
	value    float64
	size     float64
}{
	{"Rinkeby-Kista", 0, 2, 7.2, 49600}, {"Spånga-Tensta", 0, 1, 5.7, 38900}, {"Hässelby-Vällingby", 1, 0, 3.0, 73900}, {"Bromma", 1, 1, 1.2, 78300},
	{"Kungsholmen", 1, 2, 0.4, 70600}, {"Norrmalm", 1, 3, 0.4, 71400}, {"Östermalm", 1, 4, 0.3, 75300}, {"Södermalm", 2, 3, 0.8, 128900},
	{"Enskede-Årsta-Vantör", 3, 3, 3.0, 99300}, {"Skarpnäck", 3, 4, 2.4, 46100}, {"Farsta", 4, 3, 2.7, 58700}, {"Älvsjö", 3, 2, 1.4, 29200},
	{"Hägersten-Liljeholmen", 2, 2, 1.3, 90500}, {"Skärholmen", 3, 1, 5.1, 36300},
}

func text1(v float64) string { return swedish(v, 1) }

// funnel is a funnel about 2.1 %, with one area hidden.
func funnel() FunnelInput {
	in := FunnelInput{Axis: Axis{Unit: "%"}, SizeUnit: "invånare i stadsdelen", Target: &Reference{2.1, "stadsdelarna tillsammans 2,1\u00a0%"}}
	for i, d := range fourteen {
		p := FunnelPoint{Label: d.name, Size: d.size, Value: 2.1 + (d.value-2.1)/3, Verdict: NoSure, SizeText: swedish(d.size, 0)}
		half := 3.09 * 100 * math.Sqrt(0.021*0.979/d.size*20)
		if p.Value > 2.1+half {
			p.Verdict = Higher
		} else if p.Value < 2.1-half {
			p.Verdict = Lower
		}
		p.ValueText = text1(p.Value) + "\u00a0%"
		if i == 9 {
			p = FunnelPoint{Label: d.name, Size: 4.4321, Value: 77.77, ValueText: "4,4321", Absence: Hidden}
		}
		in.Points = append(in.Points, p)
	}
	for n := 25000.0; n <= 135000; n += 5000 {
		se := 100 * math.Sqrt(0.021*0.979/n*20)
		in.Limits = append(in.Limits, FunnelLimit{n, 2.1 - 1.96*se, 2.1 + 1.96*se, 2.1 - 3.09*se, 2.1 + 3.09*se})
	}
	return in
}

// control is 36 months: a phase of limits, a change, a gap, one signal of each kind, an event.
func control() ControlInput {
	in := ControlInput{Name: "Farsta", Axis: Axis{Loose: true}, Format: "@tal|1",
		Phases: []Phase{
			{From: "2016-01", To: "2017-06", Centre: 4.6, Lower: 4.2, Upper: 5.0},
			{From: "2017-07", To: "2018-12", Centre: 4.9, Lower: 4.4, Upper: 5.4, NearLower: ptr(4.57), NearUpper: ptr(5.23),
				CentreText: "medel 4,9", LowerText: "nedre gräns 4,4", UpperText: "övre gräns 5,4"}},
		Events: []Event{{"2017-07", "ny indelning"}, {"2018-09", "boendestödet avskaffat"}}}
	for i := range 36 {
		p := ControlPoint{Period: fmt.Sprintf("%d-%02d", 2016+i/12, i%12+1), Value: 4.6 + 0.25*math.Sin(float64(i)*1.9)}
		if i >= 18 {
			p.Value += 0.3
		}
		switch {
		case i == 9:
			p.Value, p.Signal = 5.6, Beyond
		case i == 12:
			p.Value, p.Signal = 3.9, Beyond
		case i == 25, i == 26:
			p.Value, p.Signal = 5.3, Near
		case i > 30:
			p.Value, p.Signal = 5.1, Run
		case i == 20:
			p = ControlPoint{Period: p.Period, Value: 77.77, Absence: NotDelivered}
		}
		p.ValueText = text1(p.Value)
		in.Points = append(in.Points, p)
	}
	return in
}

func spine() SpineInput {
	pos := func(v ...float64) []float64 { return v }
	in := SpineInput{OwnHead: "Farsta", CityHead: "Staden", CityLabel: "Hela staden", CityName: "hela staden", Rows: []SpineRow{
		{Label: "Ekonomiskt bistånd", Sub: "andel av befolkningen 2017", OwnText: "2,7\u00a0%", CityText: "2,7\u00a0%", Position: 0, Lower: ptr(-0.06), Upper: ptr(0.07),
			Others: pos(-0.5, -0.45, -0.4, -0.3, 0.1, 0.5, 0.6, 1), Quartile1: ptr(-0.4), Quartile3: ptr(0.2), Verdict: NoSure},
		{Label: "Hushåll under 200 tkr", Sub: "disponibel inkomst 2016", OwnText: "23,8\u00a0%", CityText: "19,6\u00a0%", Position: 0.5, Lower: ptr(0.44), Upper: ptr(0.56),
			Others: pos(-0.45, -0.3, -0.2, 0.1, 0.9, 1), Quartile1: ptr(-0.3), Quartile3: ptr(0.3), Verdict: Higher},
		{Label: "Medelinkomst per hushåll", Sub: "2016, intervall saknas", OwnText: "443 tkr", CityText: "585 tkr", Position: -0.36, Others: pos(-0.5, -0.3, 0.1, 0.4, 1)},
		{Label: "Beslut inom 14 dagar", Sub: "andel av ansökningarna", OwnText: "61\u00a0%", CityText: "70\u00a0%", Position: -0.7, Lower: ptr(-0.8), Upper: ptr(-0.6), Others: pos(-1, 0.2, 0.3, 0.4), Verdict: Lower},
		{Label: "Avhysta barnfamiljer", Sub: "syntetisk, visar dolt tal", OwnText: "4,4321", CityText: "", Position: 0.7777, Absence: Hidden},
		{Label: "Gemensamma bedömningar", Sub: "", CityText: "12", Absence: NotDelivered},
	}}
	for i := range in.Rows {
		in.Rows[i].City = "staden"
	}
	return in
}

func heat() HeatInput {
	in := HeatInput{}
	for i := range 40 {
		in.Months = append(in.Months, fmt.Sprintf("%d-%02d", 2014+i/12, i%12+1))
	}
	for i, d := range fourteen {
		r := HeatRow{Label: d.name, Air: i == 4 || i == 8}
		for j := range in.Months {
			v := math.Sin(float64(i*7+j*3)) * 20
			c := HeatCell{Value: v + 20, ValueText: text1(v + 20), Verdict: NoSure}
			switch {
			case v > 18.5:
				c.Verdict = Higher
			case v < -18.5:
				c.Verdict = Lower
			case (i*5+j)%67 == 0:
				c = HeatCell{Value: 4.4321, ValueText: "4,4321", Verdict: Higher, Absence: Hidden}
			case (i*5+j)%71 == 0:
				c = HeatCell{Absence: NotDelivered}
			case i == 11 && j > 36:
				c = HeatCell{Absence: NotApplicable}
			case (i+j)%9 == 0:
				c.Verdict = NotCompared
			}
			r.Cells = append(r.Cells, c)
		}
		in.Rows = append(in.Rows, r)
	}
	return in
}

func shadedHeat() HeatInput {
	in := heat()
	in.Steps = &HeatSteps{Limits: [3]float64{10, 20, 30}, Texts: [4]string{"under 10", "10–20", "20–30", "30 eller mer"}}
	return in
}

func multiples() MultiplesInput {
	in := MultiplesInput{CityText: "hela staden", BandText: "mittersta hälften", Axis: Axis{Unit: "%"}}
	for j := range 72 {
		period := fmt.Sprintf("%d-%02d", 2012+j/12, j%12+1)
		city := 2.1 + 0.2*math.Sin(float64(j)/7)
		in.City = append(in.City, Point{Period: period, Value: city})
		in.Band = append(in.Band, BandPoint{period, city - 0.8, city + 1, text1(city - 0.8), text1(city + 1)})
	}
	for i, d := range fourteen {
		p := Panel{Label: d.name, Row: d.row, Col: d.col, Placed: true, EndText: text1(d.value)}
		if i == 11 {
			p.Absence, p.EndText = Hidden, "4,4321"
		}
		for j := range 72 {
			if i != 11 {
				p.Points = append(p.Points, Point{Period: in.City[j].Period, Value: d.value * (1 + float64(71-j)/200 + 0.06*math.Sin(float64(j+i))), Missing: j > 40 && j < 46 && i == 2})
			}
		}
		in.Panels = append(in.Panels, p)
	}
	return in
}

func slope() SlopeInput {
	in := SlopeInput{From: "2016", To: "2017", Rows: []SlopeRow{{Label: "Hela staden", From: 2.8, To: 2.7, FromText: "2,8\u00a0%", ToText: "2,7\u00a0%", City: true, Verdict: NoSure}}}
	for i, d := range fourteen {
		r := SlopeRow{Label: d.name, From: d.value * (1.1 - 0.02*float64(i%6)), To: d.value, Verdict: []Verdict{Lower, NoSure, NoSure, Higher}[i%4]}
		r.FromText, r.ToText = text1(r.From)+"\u00a0%", text1(r.To)+"\u00a0%"
		if i == 12 {
			r.From, r.FromText, r.FromAbsence = 77.77, "4,4321", Hidden
		}
		in.Rows = append(in.Rows, r)
	}
	return in
}

// geo is a map of rectangles in degrees, with one area in two parts.
func geo() MapInput {
	var features []string
	in := MapInput{}
	for i, d := range fourteen {
		x, y := 17.8+0.07*float64(d.col), 59.4-0.035*float64(d.row)
		square := func(x, y, k float64) string {
			return fmt.Sprintf("[[[%g,%g],[%g,%g],[%g,%g],[%g,%g],[%g,%g]]]", x, y, x+0.07*k, y+0.004, x+0.066*k, y-0.035*k, x+0.01, y-0.03*k, x, y)
		}
		kind, coordinates := "Polygon", square(x, y, 1)
		if i == 6 {
			kind, coordinates = "MultiPolygon", "["+square(x, y, 1)+","+square(x+0.08, y, 0.4)+"]"
		}
		features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{"namn":%q},"geometry":{"type":%q,"coordinates":%s}}`, strings.ToUpper(d.name), kind, coordinates))
		a := MapArea{Name: d.name, ValueText: text1(d.value), Verdict: []Verdict{Higher, Lower, NoSure}[i%3]}
		if i == 12 {
			a.ValueText, a.Absence = "4,4321", Hidden
		}
		in.Areas = append(in.Areas, a)
	}
	in.GeoJSON = []byte(`{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`)
	return in
}

// tightReasons is many areas near each other: their letters must not touch.
func tightReasons() ReasonsInput {
	row := func(label string, v ...float64) ReasonRow {
		r := ReasonRow{Label: label}
		for i, x := range v {
			r.Dots = append(r.Dots, ReasonDot{Letter: []string{"Sk", "Sp", "Ö", "Hägers", "K", "Hä"}[i], Value: x, ValueText: swedish(x, 1)})
		}
		return r
	}
	return ReasonsInput{Axis: Axis{Unit: "%"}, Rows: []ReasonRow{
		row("Arbetslös", 40, 41, 42, 43, 44, 45), row("Sjukdom", 10, 11, 12, 12, 13, 30), row("Sociala skäl", 1, 1.5, 2, 2.5, 3, 3.5)}}
}

// TestGallery writes, with -gallery DIR, a page with every kind to look at.
func TestGallery(t *testing.T) {
	dir := *galleryDir
	if dir == "" {
		dir = t.TempDir()
	}
	kinds := everyKind()
	for n, day := range divisionDays {
		kinds[fmt.Sprintf("tiles-%d", n)] = division(t, day)
	}
	writeGallery(t, dir, kinds)
	for name, in := range kinds {
		table := in.Table()
		if in.Description() == "" || len(table.Rows) == 0 {
			t.Errorf("%s: no description or no table", name)
		}
		for _, r := range table.Rows {
			if len(r) != len(table.Head) {
				t.Errorf("%s: a row of %d cells under %d heads: %v", name, len(r), len(table.Head), r)
			}
		}
	}
}

// writeGallery writes a page with charts, their files and what they need to come to life.
func writeGallery(t *testing.T, dir string, kinds map[string]Input) {
	t.Helper()
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r := engine(t, 2)
	var b strings.Builder
	b.WriteString(`<!doctype html><html lang="sv"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Diagramsorter</title>` +
		`<link rel="icon" href="ikon.svg"><link rel="stylesheet" href="tokens.css"><link rel="stylesheet" href="stadsdelskollen.css"><link rel="stylesheet" href="diagram.css">` +
		`<main class="wrap"><h1>Diagramsorter</h1>`)
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		in := kinds[name]
		p, err := r.Draw(t.Context(), in, A11y{ID: name, LabelledBy: name + "-t", DescribedBy: name + "-d"})
		if err != nil {
			t.Fatal(err)
		}
		write(name+".json", p.Live)
		fmt.Fprintf(&b, `<figure class="fig" id="%s"><p class="fig-t" id="%s-t">%s</p><div class="fig-c" %s>%s%s</div><p class="fig-src" id="%s-d">%s</p>%s</figure>`+"\n",
			name, name, name, LiveAttr(name+".json"), p.Wide, p.Narrow, name, html.EscapeString(in.Description()), htmlTable(in.Table()))
	}
	b.WriteString(`</main><script type="module" src="diagram.js"></script></html>`)
	write("index.html", []byte(b.String()))
	assets, err := LiveAssets()
	if err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{"../assets/tokens.css", "../assets/stadsdelskollen.css", "../assets/ikon.svg"} {
		if assets[filepath.Base(from)], err = os.ReadFile(from); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range assets {
		write(name, data)
	}
}

func htmlTable(t Table) string {
	var b strings.Builder
	b.WriteString("<details class=\"fig-d\"><summary>Tabell</summary><div class=\"tw\"><table><thead><tr>")
	for _, h := range t.Head {
		fmt.Fprintf(&b, "<th scope=\"col\">%s</th>", html.EscapeString(h))
	}
	b.WriteString("</tr></thead>")
	for _, r := range t.Rows {
		b.WriteString("<tr>")
		for _, c := range r {
			fmt.Fprintf(&b, "<td>%s</td>", html.EscapeString(c))
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</table></div></details>")
	return b.String()
}
