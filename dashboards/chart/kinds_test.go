package chart

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func count(svg, class string) int { return strings.Count(svg, `class="`+class+`"`) }

func TestFunnelNamesPointsOutsideAndDrawsBothLimits(t *testing.T) {
	svg := draw(t, engine(t, 1), funnel())
	for _, picture := range []string{svg.Wide, svg.Narrow} {
		if count(picture, "hi") != 2 || count(picture, "no") != 11 {
			t.Errorf("%d marks outside and %d inside, want 2 and 11", count(picture, "hi"), count(picture, "no"))
		}
		if count(picture, "lim") != 1 || count(picture, "lim2") != 1 || count(picture, "tno-t") != 1 || count(picture, "c") != 1 {
			t.Error("the 99.8 % limits, the 95 % limits, the band or the target is missing")
		}
		for _, name := range []string{"Rinkeby-Kista", "Spånga-Tensta"} {
			if !strings.Contains(picture, ">"+name+"</text>") {
				t.Errorf("%s lies outside and is not named", name)
			}
		}
		if strings.Contains(picture, "Skarpnäck") {
			t.Error("the hidden district has a place in the picture")
		}
	}
	if strings.Contains(svg.Narrow, "Älvsjö") {
		t.Error("the narrow picture names a point inside the limits")
	}
}

func TestControlChartTellsSignalsByShapeAndSide(t *testing.T) {
	svg := draw(t, engine(t, 1), control()).Wide
	if count(svg, "lo") != 1 || count(svg, "hi") != 8 {
		t.Errorf("%d marks below and %d above, want 1 and 8", count(svg, "lo"), count(svg, "hi"))
	}
	shapes := map[string]bool{}
	for _, d := range pathsOf(svg, "hi") {
		shapes[regexp.MustCompile(`^M[^a-z]*`).ReplaceAllString(d, "")] = true // wherever it stands
	}
	if len(shapes) != 3 {
		t.Errorf("three rules are broken, in %d shapes: %v", len(shapes), slices.Collect(maps.Keys(shapes)))
	}
	if run := pathsOf(svg, "run"); len(run) != 1 || strings.Count(run[0], "M") != 2 {
		t.Errorf("the missing month is not a gap: %v", run)
	}
	if count(svg, "tno-t") != 2 || count(svg, "c") != 2 {
		t.Error("the two phases have not a band and a centre each")
	}
	if events := pathsOf(svg, "ev"); len(events) != 1 || strings.Count(events[0], "M") != 2 || !strings.Contains(svg, ">juli\u00a02017: ny indelning</text>") {
		t.Errorf("the events are not two lines with words: %v", events)
	}
}

func TestManyPeriodsShowTheOthersAsABandAndFewAsALineEach(t *testing.T) {
	r := engine(t, 1)
	many := draw(t, r, amongMonths(thinFrom)).Wide
	if count(many, "tno-t") != 1 || count(many, "pale") != 0 {
		t.Errorf("%d bands and %d pale lines, want a band alone", count(many, "tno-t"), count(many, "pale"))
	}
	few := draw(t, r, amongMonths(thinFrom-1)).Wide
	if pale := pathsOf(few, "pale"); count(few, "tno-t") != 0 || len(pale) != 1 || strings.Count(pale[0], "M") != 4 {
		t.Errorf("the three lines, one with a gap, are not four strokes: %v", pale)
	}
	if got := amongMonths(thinFrom).Description(); !strings.Contains(got, "Bandet går från det lägsta till det högsta av 3 andra områden.") {
		t.Errorf("the band is not told: %s", got)
	}
}

func TestControlChartOfManyPeriodsMarksOnlyWhatBreaksARule(t *testing.T) {
	in := control()
	long := in
	long.Points = nil
	for i := range 120 {
		long.Points = append(long.Points, ControlPoint{Period: fmt.Sprintf("%d-%02d", 2010+i/12, i%12+1), Value: 5})
	}
	long.Points[7].Signal, long.Points[7].Value, long.Points[7].ValueText = Beyond, 9, "9"
	long.Phases, long.Events = nil, nil
	if svg := draw(t, engine(t, 1), long).Wide; count(svg, "nof") != 0 || count(svg, "hi") != 1 {
		t.Errorf("%d ordinary points and %d that break a rule are marked, want 0 and 1", count(svg, "nof"), count(svg, "hi"))
	}
}

func TestLimitsThatGoByEachPeriodAreDrawnAtEachPeriod(t *testing.T) {
	in := control()
	in.Phases = []Phase{{From: "2016-01", To: "2018-12", Centre: 4.6, Lower: 4.2, Upper: 5, Moving: true, CentreText: "medel 4,6"}}
	for i := range in.Points {
		in.Points[i].Lower, in.Points[i].Upper = ptr(4-0.01*float64(i)), ptr(5.2+0.01*float64(i))
	}
	svg := draw(t, engine(t, 1), in).Wide
	if limits := pathsOf(svg, "lim"); len(limits) != 1 || strings.Count(limits[0], "M") != 2 || strings.Count(limits[0], "l") == 0 {
		t.Errorf("the limits are not two lines that move: %v", limits)
	}
	if count(svg, "tno-t") != 1 || count(svg, "c") != 1 {
		t.Error("the band or the centre is missing")
	}
}

func TestPeriodThatTheSeriesLacksIsAnError(t *testing.T) {
	event, phase := control(), control()
	event.Events[0].Period = "2031-01"
	phase.Phases[0].To = "i fjol"
	for name, in := range map[string]ControlInput{"event": event, "phase": phase} {
		if _, err := in.Options(Wide); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSpineHasTheCityInTheMiddleAndASignForWhatIsNotThere(t *testing.T) {
	svg := draw(t, engine(t, 1), spine()).Wide
	if city := pathsOf(svg, "c"); len(city) != 1 || !strings.HasPrefix(city[0], "M560 ") {
		t.Errorf("city line %v", city)
	}
	if count(svg, "hi") != 1 || count(svg, "lo") != 1 || count(svg, "no") != 1 || count(svg, "nc") != 1 || count(svg, "hl") != 1 {
		t.Error("not one mark for each of higher, lower, no sure difference, not compared and hidden")
	}
	if !strings.Contains(svg, ">..</text>") || !strings.Contains(svg, ">-</text>") {
		t.Error("the signs .. and - are missing")
	}
}

func TestStandardisedPositionsAreWithinOneOfTheCity(t *testing.T) {
	p := Standardise(10, []float64{4, 10, 13})
	for v, want := range map[float64]float64{10: 0, 4: -1, 13: 0.5} {
		if got := p(v); math.Abs(got-want) > 1e-9 {
			t.Errorf("%g: %g, want %g", v, got, want)
		}
	}
	if Standardise(3, []float64{3, 3})(3) != 0 {
		t.Error("areas that are all alike lie off the centre")
	}
}

func TestHeatMapShowsTheLatestMonthsAndHidesByPattern(t *testing.T) {
	r := engine(t, 1)
	in := heat()
	svg := draw(t, r, in)
	months := regexp.MustCompile(`class="a m">[a-z]</text>`)
	if wide, narrow := len(months.FindAllString(svg.Wide, -1)), len(months.FindAllString(svg.Narrow, -1)); wide != 36 || narrow != 12 {
		t.Errorf("%d months wide and %d narrow, want 36 and 12", wide, narrow)
	}
	hidden, higher := 0, 0
	for _, row := range in.latest(36).Rows {
		for _, c := range row.Cells {
			if c.Absence == Hidden {
				hidden++
			} else if c.Verdict == Higher {
				higher++
			}
		}
	}
	if got := count(svg.Wide, "hl"); got != hidden+1 { // and one in the key
		t.Errorf("%d hatched cells, want %d and one in the key", got, hidden)
	}
	if got := strings.Count(pathsOf(svg.Wide, "hi")[0], "M"); got != higher {
		t.Errorf("%d cells surely higher, want %d", got, higher)
	}
	shaded := draw(t, r, shadedHeat()).Wide
	for _, want := range []string{"q1", "q2", "q3", "q4", ">30 eller mer<"} {
		if !strings.Contains(shaded, want) {
			t.Errorf("the shaded map lacks %s", want)
		}
	}
	if count(shaded, "hi") != 0 {
		t.Error("a shaded map has a direction")
	}
}

func TestAHeatMapTellsWhatWasNotTriedFromWhatShowedNothing(t *testing.T) {
	r := engine(t, 1)
	in := heat()
	svg := draw(t, r, in)
	untried, unsure := 0, 0
	for _, row := range in.latest(heatMonths).Rows {
		for _, c := range row.Cells {
			switch {
			case c.Absence != Shown:
			case c.Verdict == NotCompared:
				untried++
			case c.Verdict == NoSure:
				unsure++
			}
		}
	}
	if got := strings.Count(strings.Join(pathsOf(svg.Wide, "nc"), ""), "M"); got != untried+1 { // and one in the key
		t.Errorf("%d diamonds, want %d", got, untried)
	}
	if got := strings.Count(pathsOf(svg.Wide, "tno-t")[0], "M"); got != unsure {
		t.Errorf("%d grey cells, want %d", got, unsure)
	}
	for name, picture := range map[string]string{"wide": svg.Wide, "narrow": svg.Narrow} {
		if !strings.Contains(picture, ">jämförs inte<") {
			t.Errorf("the key of the %s picture does not say what a diamond is", name)
		}
	}
	if text := in.Description(); !strings.Contains(text, "Övriga rutor med tal visar ingen säker skillnad eller jämförs inte.") {
		t.Errorf("the description does not tell the two apart: %s", text)
	}
	if s := draw(t, r, shadedHeat()); count(s.Wide, "nc") != 0 || strings.Contains(s.Wide, ">jämförs inte<") || strings.Contains(shadedHeat().Description(), "jämförs inte") {
		t.Error("a map of shades, of which nothing is tried, says so of some cells")
	}
}

func TestMultiplesHaveOnePanelEachWithTheSameScaleAndSixtyPeriods(t *testing.T) {
	svg := draw(t, engine(t, 1), multiples()).Wide
	own := pathsOf(svg, "own")
	if len(own) != 2 || strings.Count(own[0], "M") != 14 { // 13 areas, one of them with a gap; and the key's sample
		t.Errorf("%d own paths, the first of %d strokes", len(own), strings.Count(own[0], "M"))
	}
	if got := count(svg, "ownf"); got != 13 {
		t.Errorf("%d latest values are marked, want 13", got)
	}
	if !strings.Contains(svg, "januari\u00a02013–december\u00a02017, skala 0 till 10\u00a0%") {
		t.Error("the key does not say that it is 60 months on one scale")
	}
}

func TestAPanelWhoseLastValueIsHiddenSaysSo(t *testing.T) {
	in := multiples()
	in.Panels[0].EndText, in.Panels[0].End = "4,4321 (mar 2017)", Hidden
	svg := draw(t, engine(t, 1), in).Wide
	if !strings.Contains(svg, ">..</text>") || strings.Contains(svg, "4,4321") {
		t.Error("the picture prints an older value where the newest is hidden")
	}
	if got := in.Table().Rows[0][1]; got != ".." {
		t.Errorf("the table has %q", got)
	}
	if got := in.Description(); !strings.Contains(got, in.Panels[0].Label+" dolt tal") {
		t.Errorf("the description is %q", got)
	}
}

func TestSlopeKeepsLabelsApartAndLeavesHiddenAreasOut(t *testing.T) {
	svg := draw(t, engine(t, 1), slope()).Wide
	if strings.Contains(svg, "Hägersten-Liljeholmen") {
		t.Error("an area with a hidden value has a place")
	}
	if count(svg, "cd") != 1 {
		t.Error("the city is not dashed")
	}
	var heights []float64
	for _, m := range regexp.MustCompile(`<text x="([\d.]+)" y="([\d.]+)" class="s k[^"]*">[^<]+%</text>`).FindAllStringSubmatch(svg, -1) {
		if number(m[1]) > 400 {
			heights = append(heights, number(m[2]))
		}
	}
	slices.Sort(heights)
	for i := 1; i < len(heights); i++ {
		if heights[i]-heights[i-1] < 14 {
			t.Errorf("two labels are %.1f px apart", heights[i]-heights[i-1])
		}
	}
	if len(heights) < 12 {
		t.Errorf("%d labels at the right", len(heights))
	}
}

func TestMapMatchesNamesAndRefusesOneThatItLacks(t *testing.T) {
	in := geo()
	svg := draw(t, engine(t, 1), in).Wide
	if got := count(svg, "thi-t rim") + count(svg, "tlo-t rim") + count(svg, "tno-t rim") + count(svg, "pp rim"); got != 14 {
		t.Errorf("%d areas are drawn, want 14", got)
	}
	in.Areas[3].Name = "Utby"
	if _, err := in.Options(Wide); err == nil || !strings.Contains(err.Error(), "Utby") {
		t.Errorf("a name that the map lacks: %v", err)
	}
	in.GeoJSON = []byte(`{"type":"FeatureCollection","features":[{"properties":{"namn":"A"},"geometry":{"type":"Point","coordinates":[1,2]}}]}`)
	if _, err := in.Options(Wide); err == nil || !strings.Contains(err.Error(), "not a polygon") {
		t.Errorf("a map of points: %v", err)
	}
}

func TestLettersOfReasonsNeverMeet(t *testing.T) {
	for _, width := range []float64{320, 720} {
		for _, row := range append(tightReasons().Rows, reasons().Rows...) {
			x := func(g group) float64 { return 9 + g.value*(width-30)/120 }
			end := map[bool]float64{true: -1, false: -1}
			letters := 0
			for _, l := range placed(row.groups(), x, 0, width) {
				half := textWidth(l.text, 12, true) / 2
				if l.x-half < end[l.below] || l.x+half > width {
					t.Errorf("%s at %g px: %q meets its neighbour or the edge", row.Label, width, l.text)
				}
				end[l.below] = l.x + half
				letters += strings.Count(l.text, ",") + 1
			}
			want := 0
			for _, g := range row.groups() {
				want += len(g.letters)
			}
			if letters != want {
				t.Errorf("%s: %d letters of %d", row.Label, letters, want)
			}
		}
	}
}

func TestDescriptionsSayTheMessageAndNothingHidden(t *testing.T) {
	for name, want := range map[string]string{
		"dots":    "Linjen: Hela staden 2,7\u00a0%. Tydligt högre: Rinkeby-Kista 7,2\u00a0% (6,9–7,6). Tydligt lägre: Bromma 1,2\u00a0%. Ingen säker skillnad: Farsta 2,7\u00a0% (2,6–2,9). Jämförs inte: Älvsjö 1,4\u00a0%. Dolt tal: Dold <&> \"rad\". Inte redovisat: Skarpnäck.",
		"funnel":  "Över gränsen 99,8 %: Rinkeby-Kista 3,8\u00a0% och Spånga-Tensta 3,3\u00a0%.",
		"control": " av 35 perioder går utöver det vanliga: oktober\u00a02016 5,6 (utanför gränserna)",
		"spine": "Tydligt högre: Hushåll under 200 tkr 23,8\u00a0% (staden 19,6\u00a0%). Tydligt lägre: Beslut inom 14 dagar 61\u00a0% (staden 70\u00a0%). Ingen säker skillnad: Ekonomiskt bistånd 2,7\u00a0% (staden 2,7\u00a0%). " +
			"Jämförs inte: Medelinkomst per hushåll 443 tkr (staden 585 tkr). Utan värde: Avhysta barnfamiljer (dolt tal) och Gemensamma bedömningar (inte redovisat). Korta streck: övriga stadsdelar.",
		"slope":   "Inte med i bilden: Hägersten-Liljeholmen (dolt tal).",
		"map":     "Utan värde: Hägersten-Liljeholmen (dolt tal).",
		"reasons": "Tillfälliga behov: K dolt tal, N 10 och Ö inte redovisat.",
		"years":   "Spånga-Tensta från 7,3\u00a0% till 5,7\u00a0% och Hela staden till sist 5,7\u00a0%.",
	} {
		if got := everyKind()[name].Description(); !strings.Contains(got, want) {
			t.Errorf("%s: %q lacks %q", name, got, want)
		}
	}
	for name, in := range everyKind() {
		table := in.Table()
		for _, text := range append(slices.Concat(table.Rows...), in.Description()) {
			for _, trace := range []string{"4,4321", "77,77", "88,88", "3,9876"} {
				if strings.Contains(text, trace) {
					t.Errorf("%s: the hidden %s is told: %s", name, trace, text)
				}
			}
		}
	}
}

func TestNewKindsWithoutFiguresAreRefused(t *testing.T) {
	for _, in := range []Input{FunnelInput{}, ControlInput{}, SpineInput{}, HeatInput{}, MultiplesInput{}, SlopeInput{}, MapInput{}} {
		for _, width := range []int{Wide, Narrow} {
			if _, err := in.Options(width); !errors.Is(err, ErrNoData) {
				t.Errorf("empty %T: %v", in, err)
			}
		}
		_, _ = in.Description(), in.Table()
	}
}

func TestLabelsThatWouldMeetAreSpreadRoundTheirPoints(t *testing.T) {
	rows := []SlopeRow{{From: 100}, {From: 101}, {From: 200}}
	got := apart(rows, func(r SlopeRow) float64 { return r.From }, 0, 300)
	if got[0] != 93 || got[1] != 108 || got[2] != 200 {
		t.Errorf("%v", got)
	}
}

func TestTheCitysLineLeavesOutTheNamesThatItWouldCross(t *testing.T) {
	in := dots()
	in.Rows[1].Label = "Enskede-Årsta-Vantör"
	svg := draw(t, engine(t, 1), in)
	if line := pathsOf(svg.Wide, "c"); len(line) != 1 || strings.Count(line[0], "M") != 1 {
		t.Errorf("where names have a column of their own, the line is whole: %v", line)
	}
	line := pathsOf(svg.Narrow, "c")
	if len(line) != 1 || strings.Count(line[0], "M") != 2 {
		t.Fatalf("the line is not left out behind one name: %v", line)
	}
	var x, from, down, on, name float64
	base := regexp.MustCompile(`y="([\d.]+)"[^>]*>Enskede-Årsta-Vantör<`).FindStringSubmatch(svg.Narrow)
	if base == nil {
		t.Fatal("the name is not in the picture")
	}
	if _, err := fmt.Sscanf(line[0], "M%f %fv%fM%f %f", &x, &from, &down, &x, &on); err != nil {
		t.Fatalf("%v: %v", line, err)
	}
	if _, err := fmt.Sscan(base[1], &name); err != nil {
		t.Fatal(err)
	}
	if from+down > name-10 || on < name+3 {
		t.Errorf("the line ends at %v and goes on at %v, the name stands at %v", from+down, on, name)
	}
}

func TestAControlChartIsToldCountFirstAndRunsTogether(t *testing.T) {
	in := ControlInput{Name: "Farsta", Phases: []Phase{{Centre: 4}}, Events: []Event{{"2021-09", "balans i handläggningen"}, {"2022-06", "läget är åter det vanliga"}}}
	for i, signal := range []Signal{Beyond, NoSignal, Run, Beyond, Run, NoSignal} {
		in.Points = append(in.Points, ControlPoint{Period: fmt.Sprintf("2021-%02d", i+1), ValueText: "7", Signal: signal})
	}
	in.Points[5].Absence = Hidden
	want := "Farsta över tid. 4 av 5 perioder går utöver det vanliga: januari 2021 7 (utanför gränserna) och från mars 2021 till maj 2021 (flera i rad på samma sida eller åt samma håll; utanför gränserna). " +
		"Bandet visar vanlig variation. Känd händelse september 2021: balans i handläggningen. Känd händelse juni 2022: läget är åter det vanliga. 1 period saknar värde och är en lucka i linjen."
	if got := strings.ReplaceAll(in.Description(), "\u00a0", " "); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestANarrowHeatMapSaysThatItHoldsFewerMonths(t *testing.T) {
	for _, in := range []HeatInput{heat(), shadedHeat()} {
		svg := draw(t, engine(t, 1), in)
		if note := "Här visas 12 månader; fler i tabellen."; !strings.Contains(svg.Narrow, note) || strings.Contains(svg.Wide, note) {
			t.Error("it is not said where, and only where, months are left out")
		}
	}
	if got := shadedHeat().Description(); !strings.Contains(got, "Från den lägsta månaden till den högsta: ") || strings.Contains(got, "4,4321") {
		t.Error(got)
	}
}

func TestAFunnelOnAPhoneHasNamesWhenNoneLiesOutside(t *testing.T) {
	in := funnel()
	for i := range in.Points {
		in.Points[i].Verdict = NoSure
	}
	svg := draw(t, engine(t, 1), in).Narrow
	if !strings.Contains(svg, ">Rinkeby-Kista</text>") || strings.Contains(svg, "Skarpnäck") {
		t.Error("the point farthest from the middle has no name, or a hidden one has")
	}
	o, err := in.Options(Narrow)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(fmt.Sprintf("%+v", o), "underlag ") {
		t.Error("what a size is of is not said")
	}
}

func TestTheWordsOfAFunnelsLineCoverNoMarkWhereThereIsRoom(t *testing.T) {
	in := funnel()
	in.Points = []FunnelPoint{{Label: "Farsta", Size: 130000, Value: 2.2, Verdict: NoSure}, {Label: "Järva", Size: 130000, Value: 2, Verdict: NoSure}}
	svg := draw(t, engine(t, 1), in).Wide
	if at := regexp.MustCompile(`<text x="(\d+)[^>]*>stadsdelarna tillsammans`).FindStringSubmatch(svg); len(at) != 2 || len(at[1]) > 2 {
		t.Errorf("the words do not stand at the left end, away from the marks: %v", at)
	}
}
