package dashboards

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/publication"
)

// sick has two reasons in one month: the city's own figure of the one is shown,
// of the other hidden, so that its districts are held against those reported.
func sick(t *testing.T) (*site, *indicator) {
	t.Helper()
	ind := &indicator{Indicator: publication.Indicator{Name: "hinder", Title: "Hinder, andel", Short: "Hinder", Unit: "procent", Decimals: 1,
		Method: publication.MethodProportion, Categories: "hinder"}, about: publication.LevelDistrict}
	var comparisons []publication.Comparison
	for _, c := range []struct {
		category, reference string
		city                *float64
		value               float64
	}{{"Arbetslös", "Hela staden", ptr(39.9), 39.9}, {"Sjuk", publication.ReportedOnly, nil, 4.6}} {
		status := publication.OK
		if c.city == nil {
			status = publication.Hidden
		}
		ind.obs = append(ind.obs, publication.Observation{Level: publication.LevelCity, Area: "Hela staden", Category: c.category, Period: "2023-12", Value: c.city, Status: status},
			publication.Observation{Level: publication.LevelDistrict, Area: "Farsta", Category: c.category, Period: "2023-12", Value: ptr(5.0), Status: publication.OK})
		comparisons = append(comparisons, publication.Comparison{Area: "Farsta", Category: c.category, Period: "2023-12", Reference: c.reference, ReferenceValue: &c.value, Verdict: publication.NoSure})
	}
	ind.index(comparisons, nil)
	s := &site{info: publication.Info{CityArea: "Hela staden"}, told: told{inds: []*indicator{ind}}}
	return s, ind
}

func TestCategoriesWithDifferentReferencesEachSayTheirOwn(t *testing.T) {
	s, ind := sick(t)
	var body districtPage
	s.compareTable(s.newPage("stadsdel/farsta.html"), publication.Area{Name: "Farsta"}, &body)
	var got [][2]string
	for _, r := range body.Compare.Rows[1:] {
		got = append(got, [2]string{r.Cells[1].Text, r.Cells[1].Note})
	}
	if diff := cmp.Diff([][2]string{{"39,9\u00a0%", "hela staden"}, {"4,6\u00a0%", "de redovisade"}}, got); diff != "" {
		t.Error(diff)
	}
	if note := body.Compare.Rows[0].Head.Note; note != "december\u00a02023" {
		t.Errorf("the head says %q of all", note)
	}
	p := s.newPage("nyckeltal/hinder.html")
	rows := s.categoryTable(p, ind, []string{"Farsta"}).Rows
	if c := rows[1].Cells[1]; rows[1].Head.Text != "Hela staden" || c.Sign == nil || c.Sign.Sign != ".." {
		t.Errorf("the city's hidden figure stands as %+v", c)
	}
	if a, b := s.choiceSet(p, ind, "Arbetslös", ind.periods).Called, s.choiceSet(p, ind, "Sjuk", ind.periods).Called; a != "Hela staden" || b != "Redovisade stadsdelar" {
		t.Errorf("the page Jämför calls the references %q and %q", a, b)
	}
}

func TestRowsOfCategoriesAreDescribedAsWhatTheyAre(t *testing.T) {
	queue := &indicator{Indicator: publication.Indicator{Name: "oppna", Title: "Öppna ärenden", Short: "Öppna ärenden", Unit: "ärenden", Method: publication.MethodCount, Categories: "väntetid"},
		about: publication.LevelDistrict}
	var areas []publication.Area
	for _, n := range []string{"A", "B", "C", "D", "E", "F", "Järva"} {
		areas = append(areas, publication.Area{Name: n})
		for _, c := range []string{"0–7 dagar", "8–14 dagar"} {
			o := publication.Observation{Level: publication.LevelDistrict, Area: n, Category: c, Period: "2023-12", Status: publication.Hidden}
			if n != "Järva" && c == "0–7 dagar" {
				o.Value, o.Status = ptr(7.0), publication.OK
			}
			queue.obs = append(queue.obs, o)
		}
	}
	queue.index(nil, nil)
	s := &site{told: told{inds: []*indicator{queue}}, areas: map[string]publication.Area{}}
	p := s.newPage("stadsdel/a.html")
	if v, err := s.reasonsOf(t.Context(), p, queue, areas[6]); v != nil || err != nil {
		t.Errorf("a district whose every figure is hidden has the chart %+v, %v", v, err)
	}
	if got := s.categoryListing(queue, "Järva", "2023-12"); got != "Järva: utan tal är 0–7 dagar och 8–14 dagar." {
		t.Error(got)
	}
	if got := s.categoryListing(queue, "A", "2023-12"); got != "A: 0–7 dagar 7; utan tal är 8–14 dagar." {
		t.Error(got)
	}
	if got := queue.kindOfFigure(); got != "ett antal ärenden" {
		t.Error(got)
	}
}

// A median is held against the city, a share against the other districts.
func TestWhatIsHeldAgainstTheCityIsSaidToBe(t *testing.T) {
	of := func(name, method, verdict string) *indicator {
		ind := &indicator{Indicator: publication.Indicator{Name: name, Title: name, Short: name, Unit: "dagar", Method: method}, about: publication.LevelDistrict}
		ind.obs = []publication.Observation{{Level: publication.LevelDistrict, Area: "Farsta", Period: "2023", Value: ptr(13.0), Status: publication.OK}}
		ind.index([]publication.Comparison{{Area: "Farsta", Period: "2023", Verdict: verdict}}, nil)
		return ind
	}
	for _, c := range []struct{ median, share, want string }{
		{publication.Higher, publication.Lower, "Tydligt lägre än i de övriga: beslut\u00a02023. Tydligt högre än i staden: tid\u00a02023. "},
		{publication.Higher, publication.NoSure, "Tydligt högre än i staden: tid\u00a02023. Ett tal visar ingen säker skillnad."},
		{publication.NoSure, publication.NotCompared, "Av ett tal som går att pröva skiljer sig inget säkert från staden."},
		{publication.NotCompared, publication.NoSure, "Av ett tal som går att pröva skiljer sig inget säkert från de övriga redovisade stadsdelarna."},
		{publication.NoSure, publication.NoSure, "Av två tal som går att pröva skiljer sig inget säkert från de övriga redovisade stadsdelarna eller, för handläggningstider, från staden."},
	} {
		median, share := of("Tid", publication.MethodMedian, c.median), of("Beslut", publication.MethodProportion, c.share)
		s := &site{told: told{inds: []*indicator{median, share}}}
		if got := s.verdictSentence("Farsta"); got != c.want {
			t.Error(got)
		}
		p := s.newPage("nyckeltal/tid.html")
		for _, of := range []*indicator{median, share} {
			head := s.periodTable(p, of, []string{"Farsta"}, "", "2023").Head
			if want := map[*indicator]string{median: "Jämfört med staden", share: "Jämfört med de övriga"}[of]; of.outcome("", "2023").compared() && head[len(head)-1].Text != want {
				t.Errorf("%s: %q", of.Name, head[len(head)-1].Text)
			}
		}
	}
}

func TestWhyNoVerdictIsGivenFollowsTheMethod(t *testing.T) {
	s := &site{}
	for method, want := range map[string]string{publication.MethodCount: "olika stora", publication.MethodRatio: "kvot mellan två summor",
		publication.MethodSummary: "sägs inte om detta tal", publication.MethodDelivered: "så som det är levererat", publication.MethodProportion: "räcker inte"} {
		ind := &indicator{Indicator: publication.Indicator{Method: method}, about: publication.LevelDistrict,
			obs: []publication.Observation{{Level: publication.LevelDistrict, Area: "Farsta", Period: "2023", Value: ptr(13.0), Lower: ptr(12.0), Status: publication.OK}}}
		ind.index(nil, nil)
		text := strings.Join(s.howToRead(ind, "2023")[0].Text, " ")
		contains(t, method, text, "Öppen romb: talet prövas inte mot slumpen.", want, "95 %-intervallet")
	}
	for _, n := range compareNotes(true, "") {
		if strings.Contains(strings.Join(n.Text, " "), "inget intervall") {
			t.Errorf("beside costs with an interval it says %q", n.Text)
		}
	}
}

// Some months are held against the city, others against the reported districts.
func TestASeriesDoesNotCallOneReferenceByTheNameOfAnother(t *testing.T) {
	ind := &indicator{Indicator: publication.Indicator{Name: "beslut", Title: "Beslut i tid", Short: "Beslut", Unit: "procent", Decimals: 1, Method: publication.MethodProportion}, about: publication.LevelDistrict}
	var comparisons []publication.Comparison
	for period, reference := range map[string]string{"2023-10": "Hela staden", "2023-11": publication.ReportedOnly, "2023-12": ""} {
		ind.obs = append(ind.obs, publication.Observation{Level: publication.LevelDistrict, Area: "Farsta", Period: period, Value: ptr(60.0), Status: publication.OK})
		if reference != "" {
			comparisons = append(comparisons, publication.Comparison{Area: "Farsta", Period: period, Reference: reference, ReferenceValue: ptr(68.1), Verdict: publication.NoSure})
		}
	}
	ind.index(comparisons, nil)
	s := &site{told: told{withFigures: []publication.Area{{Name: "Farsta"}}}, areas: map[string]publication.Area{}}
	p := s.newPage("stadsdel/farsta.html")
	tab := s.seriesTable(p, ind, "Farsta", ind.periods)
	if diff := cmp.Diff([]string{"Redovisade stadsdelar", "–", "68,1\u00a0%", "68,1\u00a0% hela staden"},
		[]string{tab.Head[2].Text, tab.Rows[0].Cells[1].Text, tab.Rows[1].Cells[1].Text, tab.Rows[2].Cells[1].Text + " " + tab.Rows[2].Cells[1].Note}); diff != "" {
		t.Error(diff)
	}
	rows := s.changesTable(p, ind).Rows
	var got []string
	for _, c := range rows[len(rows)-1].Cells {
		got = append(got, c.Text)
	}
	if diff := cmp.Diff([]string{"–", "68,1\u00a0%", "–"}, got); diff != "" || rows[len(rows)-1].Head.Text != "Redovisade stadsdelar" {
		t.Error(diff, rows[len(rows)-1].Head.Text)
	}
}
