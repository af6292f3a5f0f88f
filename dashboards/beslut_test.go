package dashboards

import (
	"strings"
	"testing"
	"time"

	"stadsdelskollen/queries/publication"
)

// withDeciders is the example with units' figures and with the register of who
// decides for whom.
func withDeciders(t *testing.T, audience string) publication.Content {
	c := withUnits(t, audience)
	for _, r := range read(t, "reference/enheter.csv", ',') {
		u := publication.Unit{Name: r["enhet"], District: r["stadsdel"], Task: r["uppgift"], Source: r["kalla"]}
		if r["giltig_fran"] != "" {
			from, err := time.Parse(time.DateOnly, r["giltig_fran"])
			if err != nil {
				t.Fatal(err)
			}
			u.From = &from
		}
		c.Units = append(c.Units, u)
	}
	// One that had ended when the newest figures were made.
	c.Units = append(c.Units, publication.Unit{Name: "Tidigare enheten", District: "Kungsholmen", Task: "ekonomiskt bistånd",
		From: ptr(time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)), To: ptr(time.Date(2007, 8, 31, 0, 0, 0, 0, time.UTC)), Source: "Arkivet"})
	const own = "Östermalms enhet för försörjningsstöd"
	for _, d := range []string{"Kungsholmen", "Norrmalm"} {
		c.Units = append(c.Units, publication.Unit{Name: own, District: d, Task: "ekonomiskt bistånd", From: ptr(time.Date(2007, 9, 1, 0, 0, 0, 0, time.UTC)), Source: "Granskningen"})
	}
	return c
}

func TestAUnitSaysForWhomItDecides(t *testing.T) {
	dir := build(t, withDeciders(t, publication.AudienceInternal), nil)
	page := plain(t, dir, "enhet/ostermalms-enhet-for-forsorjningsstod.html")
	want := "Kungsholmen ekonomiskt bistånd sedan den 1 september 2007 Norrmalm ekonomiskt bistånd sedan den 1 september 2007 Källa: Granskningen."
	if !strings.Contains(page, want) {
		t.Errorf("the unit's page does not say %q", want)
	}
	if page := plain(t, dir, "enhet/enheten-for-hemlosa.html"); !strings.Contains(page, "Utanför stadsdelarna ekonomiskt bistånd –") {
		t.Error("a unit for people outside every district does not say so")
	}
	list := plain(t, dir, "enheter.html")
	for _, want := range []string{
		"Enheten för försörjningsstöd på Östermalm Kungsholmen, Norrmalm och Östermalm ekonomiskt bistånd sedan den 1 september 2007",
		"Boutredning samt budget- och skuldrådgivning på Norrmalm Kungsholmen, Södermalm och Östermalm boutredning och budget- och skuldrådgivning sedan 2010",
		"Tidigare enheten Kungsholmen ekonomiskt bistånd från 1999 till och med den 31 augusti 2007",
	} {
		if !strings.Contains(list, want) {
			t.Errorf("the list of units does not say %q", want)
		}
	}
	if want := "Enheten för hemlösa. Källa: statistik.stockholm.se b020, fotnot 2; årsrapport Ekonomiskt bistånd 2017."; !strings.Contains(list, want) {
		t.Errorf("the list of units does not say %q", want)
	}
	checkAll(t, dir)
}

func TestTheListOfUnitsNeedsNoFigures(t *testing.T) {
	c := withDeciders(t, publication.AudienceInternal)
	c.Facts = stockholm(t).Facts
	dir := build(t, c, nil)
	if list := plain(t, dir, "enheter.html"); !strings.Contains(list, "Intro Stockholm Utanför stadsdelarna") || strings.Contains(list, "Handläggning ") {
		t.Error("the list of units is not the register's: " + list)
	}
	checkAll(t, dir)
}

// Who decides is public, how a unit handles is not.
func TestADistrictSaysToEverybodyWhoDecides(t *testing.T) {
	for _, audience := range []string{publication.AudienceInternal, publication.AudiencePublic} {
		dir := build(t, withDeciders(t, audience), nil)
		page := plain(t, dir, "stadsdel/kungsholmen.html")
		for _, want := range []string{
			"Ekonomiskt bistånd för Kungsholmen handläggs av Enheten för försörjningsstöd på Östermalm sedan den 1 september 2007.",
			"Socialtjänstinspektörernas granskning av Kungsholmen, Norrmalm och Östermalm, december 2011; JO dnr 6514-2009. Källorna anger inget slutdatum.",
		} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: Kungsholmen does not say %q", audience, want)
			}
		}
		if former := plain(t, dir, "stadsdel/norrmalm.html"); !strings.Contains(former, "Norrmalm handlades av Enheten för försörjningsstöd på Östermalm från den 1 september 2007.") {
			t.Errorf("%s: a district that is no more is spoken of as if it were", audience)
		}
		if strings.Contains(page, "Tidigare enheten") {
			t.Errorf("%s: a unit that had ended is said to decide", audience)
		}
		for name, text := range htmlFiles(t, dir) {
			if audience == publication.AudiencePublic && (strings.HasPrefix(name, "enhet") || strings.Contains(text, "enheter.html") || strings.Contains(text, "enhet/")) {
				t.Errorf("%s leads the public to units", name)
			}
		}
		if strings.Contains(plain(t, dir, "stadsdel/farsta.html"), "Vem beslutar") {
			t.Errorf("%s: Farsta, of which the register says nothing, has a unit", audience)
		}
	}
}

// checkAll checks every page of a site.
func checkAll(t *testing.T, dir string) {
	t.Helper()
	files := allFiles(t, dir)
	for name, text := range files {
		if strings.HasSuffix(name, ".html") {
			checkPage(t, name, name, text, files)
		}
	}
}
