package dashboards

import (
	"html"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"stadsdelskollen/queries/publication"
)

// sinceMerged is the example with a month before November 2011 and with today's
// division, of which Norra innerstaden is the sum of two districts.
func sinceMerged(t *testing.T) publication.Content {
	c := stockholm(t)
	const eleven = "2023-07-01"
	c.Divisions = append(c.Divisions, publication.Division{ID: eleven, Areas: 11, From: ptr(time.Date(2023, 7, 1, 0, 0, 0, 0, time.UTC))})
	for _, a := range c.Areas {
		if a.Level == publication.LevelDistrict && a.To == nil {
			c.Members = append(c.Members, publication.Member{Division: eleven, Area: a.Name})
		}
	}
	for _, f := range c.Facts {
		if f.Period == "2011-11" && (f.Measure == "hushall" || f.Measure == "kostnad_tkr") {
			f.Period, f.Value = "2011-10", ptr(*f.Value-1)
			c.Facts = append(c.Facts, f)
		}
	}
	return c
}

var tags = regexp.MustCompile(`<[^>]*>`)

// plain is a page's text, with ordinary spaces.
func plain(t *testing.T, dir, name string) string {
	t.Helper()
	return plainAfter(readPage(t, dir, name), "")
}

// plainAfter is the text of a page after the last place of a mark.
func plainAfter(page, mark string) string {
	if mark != "" {
		page = page[strings.LastIndex(page, mark):]
	}
	text := tags.ReplaceAllString(page, " ")
	return strings.Join(strings.Fields(strings.ReplaceAll(html.UnescapeString(text), "\u00a0", " ")), " ")
}

func TestAPresentDistrictsHistoryIsTheSumOfItsPartsAndSaysSo(t *testing.T) {
	dir := build(t, sinceMerged(t), nil)
	text := plain(t, dir, "stadsdel/norra-innerstaden.html")
	for _, want := range []string{
		"Talen före den 1 juli 2023 är räknade på summan av Norrmalm och Östermalm. Hushåll som flyttat mellan dem räknas två gånger.",
		"Serierna är i dagens indelning (11 stadsdelar, från den 1 juli 2023).",
		"Till och med november 2011 är talet räknat på summan av Norrmalm och Östermalm. Hushåll som flyttat mellan dem räknas två gånger.",
		"Till och med november 2011: summan av Norrmalm och Östermalm november 2011 474", // 252 + 222
		"472", // a month before, one less in each
	} {
		if !strings.Contains(text, want) {
			t.Errorf("Norra innerstaden does not say %q", want)
		}
	}
	if strings.Contains(text, "8 098") {
		t.Error("the mean of two delivered costs stands for the cost of both")
	}
	if text := plain(t, dir, "stadsdel/kungsholmen.html"); !strings.Contains(text, "dagens indelning") || strings.Contains(text, "summan av Kungsholmen") {
		t.Error("Kungsholmen, which never changed, is told as a sum")
	}
}

// Who divides the key figures gets the ratio that stands among them, however much newer a population there is.
func TestTheKeyFiguresCanBeDivided(t *testing.T) {
	c := sinceMerged(t)
	c.Facts = append(c.Facts, publication.Fact{Measure: "folkmangd", Kind: publication.KindPublic, Level: publication.LevelDistrict, Area: "Norra innerstaden", Division: "2023-07-01",
		Period: "2024", Value: ptr(155286.0), Unit: "personer", Status: publication.OK, Source: "SCB"})
	if text := plain(t, build(t, c, nil), "stadsdel/norra-innerstaden.html"); !strings.Contains(text, "Invånare 132 340 som talen per invånare är räknade på") {
		t.Error("the population is not the one that the ratio was divided by")
	}
}

func TestAFormerDistrictShowsItsOwnYearsAndLeadsToItsSuccessor(t *testing.T) {
	dir := build(t, sinceMerged(t), nil)
	page := readPage(t, dir, "stadsdel/norrmalm.html")
	if want := `Fortsätter i <a href="../stadsdel/norra-innerstaden.html">Norra innerstaden</a>.`; !strings.Contains(page, want) {
		t.Errorf("no %s", want)
	}
	if strings.Contains(page, "dagens indelning") {
		t.Error("a former district is told in today's division")
	}
	if !strings.Contains(plain(t, dir, "stadsdelar.html"), "Tidigare stadsdelar") {
		t.Error("the list does not part former districts from present ones")
	}
}

func TestAnIndicatorIsOfferedInTheDivisionOfTheTimeAndInTodays(t *testing.T) {
	dir := build(t, sinceMerged(t), nil)
	// Panels follow districts in today's division; the tables tell both.
	text := plainAfter(readPage(t, dir, "nyckeltal/hushall.html"), "</figure>")
	then, now, ok := strings.Cut(text, "I dagens indelning")
	if !ok || !strings.Contains(then, "Norrmalm 251 252") || strings.Contains(then, "Norra innerstaden") {
		t.Errorf("the division of the time: %v %s", ok, then)
	}
	if !strings.Contains(now, "Norra innerstaden till och med nov 2011 summan av Norrmalm och Östermalm 472 474") {
		t.Errorf("today's division: %s", now[:min(900, len(now))])
	}
}

// A publication of which no figure belongs to a former division is told once.
func TestNothingIsSaidOfTodaysDivisionWhereThereIsOnlyOne(t *testing.T) {
	dir := build(t, stockholm(t), nil)
	names, err := filepath.Glob(filepath.Join(dir, "*", "*.html"))
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, n := range names {
		rel, _ := filepath.Rel(dir, n)
		if strings.Contains(readPage(t, dir, rel), "dagens indelning") {
			t.Errorf("%s speaks of today's division", rel)
		}
	}
}

func TestTheSiteSaysOnItsOwnThatTheCityIsNotTheSumOfItsDistricts(t *testing.T) {
	text := plain(t, build(t, stockholm(t), nil), "index.html")
	for _, want := range []string{
		"Från 2016 till 2017 ökade antalet i hela staden medan det minskade i stadsdelarna tillsammans",
		"2016–2017 ökade antalet i hela staden med 6,6 procent. I stadsdelarna tillsammans minskade det med 6,6 procent.",
		"5 304 högre än stadsdelarnas tillsammans. Det är 21,0 % av stadens tal, mot 9,9 % år 2016.", // 25 228 − 19 924
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the front page does not say %q", want)
		}
	}
}

func TestCategoriesOfMergedDistrictsAreToldInTodaysDivision(t *testing.T) {
	text := plain(t, build(t, sinceMerged(t), nil), "nyckeltal/forsorjningshinder.html")
	_, now, ok := strings.Cut(text, "I dagens indelning")
	now, _, _ = strings.Cut(now, "Definition och kvalitet")
	for _, want := range []string{
		"Här står talen i november 2011 för de stadsdelar i dagens indelning (11 stadsdelar, från den 1 juli 2023) som har bildats genom sammanslagning.",
		"Talen för Norra innerstaden är räknade på summan av Norrmalm och Östermalm.",
		"Norra innerstaden 40,9 % 22,3 %", // (105 + 93) and (61 + 47) of 256 + 228
	} {
		if !strings.Contains(now, want) {
			t.Errorf("%v: no %q in %q", ok, want, now)
		}
	}
	if strings.Contains(now, "Kungsholmen") {
		t.Error("a district that never changed is told again")
	}
}

func TestAHiddenPartHidesItsSumInACategory(t *testing.T) {
	c := sinceMerged(t)
	for i := range c.Facts {
		if f := &c.Facts[i]; f.Measure == "vuxna_hinder" && f.Area == "Norrmalm" && f.Category == "Sociala skäl" {
			f.Value, f.Status = nil, publication.Hidden
		}
	}
	_, now, _ := strings.Cut(plain(t, build(t, c, nil), "nyckeltal/forsorjningshinder.html"), "I dagens indelning")
	if !strings.Contains(now, "Norra innerstaden 40,9 % .. dolt tal") {
		t.Error("no sign for a hidden sum: " + now[:min(900, len(now))])
	}
}

// Where the newest figures are told in today's division nothing is told again.
func TestNewestCategoriesInTodaysDivisionAreToldOnce(t *testing.T) {
	c := sinceMerged(t)
	for _, cat := range []string{"", "Arbetslös"} {
		c.Facts = append(c.Facts, publication.Fact{Measure: "vuxna_hinder", Kind: publication.KindCount, Level: publication.LevelDistrict, Area: "Norra innerstaden",
			Division: "2023-07-01", Category: cat, Period: "2023-08", Value: ptr(100.0), Unit: "vuxna", Status: publication.OK, Source: "Källan"})
	}
	if strings.Contains(plain(t, build(t, c, nil), "nyckeltal/forsorjningshinder.html"), "I dagens indelning") {
		t.Error("the newest figures are told twice")
	}
}

func TestAFigureCannotBeWhereItsDistrictWasNot(t *testing.T) {
	from, to := time.Date(2023, time.July, 1, 0, 0, 0, 0, time.UTC), time.Date(2023, time.June, 30, 0, 0, 0, 0, time.UTC)
	s := &site{areas: map[string]publication.Area{"Järva": {From: &from}, "Rinkeby-Kista": {To: &to}}}
	for of, want := range map[[2]string]string{
		{"Järva", "2023-06"}: publication.NotApplicable, {"Järva", "2023-07"}: publication.NotDelivered,
		{"Rinkeby-Kista", "2023-06"}: publication.NotDelivered, {"Rinkeby-Kista", "2023-07"}: publication.NotApplicable,
		{"Järva", "2022"}: publication.NotApplicable, {"Rinkeby-Kista", "2022"}: publication.NotDelivered, {"Farsta", "2022"}: publication.NotDelivered,
	} {
		if got := s.whyNone(of[0], of[1]); got != want {
			t.Errorf("%v: %s, want %s", of, got, want)
		}
	}
}
