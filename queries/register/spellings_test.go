package register

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func stockholm(t *testing.T) *Register {
	t.Helper()
	r, err := Load(Stockholm())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Every spelling of an area that was seen in the sources of the shipped
// register and of the example: the city's tables, BRÅ, OpenStreetMap, the
// Region's codes, annual reports, files from macOS.
func TestEverySpellingSeenInTheWildResolves(t *testing.T) {
	r := stockholm(t)
	for _, c := range []struct {
		on   string
		want string
		as   []string
	}{
		{"2024-12-31", "Hässelby-Vällingby", []string{"Hässelby-Vällingby", "Hässelby - Vällingby", "Hässelby- Vällingby", "Hässelby–Vällingby", "HÄSSELBY-VÄLLINGBY",
			"hässelby vällingby", "Hässelby-Vällingbys stadsdelsområde", "Hässelby-Vällingby sdn", "04", "4", "80104", norm.NFD.String("Hässelby-Vällingby")}},
		{"2024-12-31", "Bromma", []string{"Bromma", "Bromma (Sthlm)", "Bromma stadsdelsförvaltning", "Brommas stadsdelsnämnd", "06", "80106", "SDN Bromma"}},
		{"2024-12-31", "Enskede-Årsta-Vantör", []string{"Enskede-Årsta-Vantör", "Enskede - Årsta - Vantör (Sthlm)", "Enskede-Årsta-Vantörs stadsdelsförvaltning",
			norm.NFD.String("Enskede - Årsta - Vantör"), "28", "80128", "ENSKEDE-ÅRSTA-VANTÖR"}},
		{"2024-12-31", "Norra innerstaden", []string{"Norra innerstaden", "Norra innerstadens stadsdelsområde", "Norra Innerstaden sdf", "31", "80131"}},
		{"2024-12-31", "Kungsholmen", []string{"Kungsholmen", "708 Kungsholmen", "708", "Stadsdelsnämnd 708 Kungsholmen", "Kungsholmens stadsdelsnämnd", "08", "8", "80108"}},
		{"2024-12-31", "Skarpnäck", []string{"Skarpnäck", "715 Skarpnäck", "Skarpnäcks stadsdelsområde", norm.NFD.String("Skarpnäck"), "15", "80115"}},
		{"2013-12-31", "Farsta", []string{"Farsta", "718 Farsta", "Stadsdelsnämnd 718 Farsta", "Farsta stadsdelsförvaltning", "18", "80118", " farsta "}},
		{"2024-12-31", "Järva", []string{"Järva", "Järva stadsdelsområde", "Järvas stadsdelsförvaltning", "32", "80132", norm.NFD.String("Järva")}},
		{"2024-12-31", "Södermalm", []string{"Södermalm", "Södermalms stadsdelsförvaltningen", "27", "80127"}},
		{"2024-12-31", "Skärholmen", []string{"Skärholmen", "Skärholmens SDN", "24", "80124", norm.NFD.String("Skärholmen")}},
		{"2024-12-31", "Hägersten-Älvsjö", []string{"Hägersten-Älvsjö", "Hägersten - Älvsjö", "29", "80129", norm.NFD.String("Hägersten-Älvsjö")}},
		{"2015-12-31", "Hägersten-Liljeholmen", []string{"Hägersten-Liljeholmen", "Hägersten - Liljeholmen", "Hägersten-Liljeholmens stadsdelsnämnd"}},
		{"2015-12-31", "Älvsjö", []string{"Älvsjö", "ÄLVSJÖ", norm.NFD.String("älvsjö"), "Älvsjö sdo"}},
		{"2015-12-31", "Rinkeby-Kista", []string{"Rinkeby-Kista", "Rinkeby - Kista", "Rinkeby-Kista sdf"}},
		{"2015-12-31", "Spånga-Tensta", []string{"Spånga-Tensta", "Spånga - Tensta (Sthlm)", norm.NFD.String("Spånga-Tensta")}},
		{"2015-12-31", "Norrmalm", []string{"Norrmalm", "Norrmalms stadsdelsområde", "NORRMALM"}},
		{"2015-12-31", "Östermalm", []string{"Östermalm", norm.NFD.String("Östermalm"), "Östermalms stadsdelsområde"}},
		{"2015-12-31", "Hela staden", []string{"Hela staden", "HELA STADEN"}},
		{"2015-12-31", "Västerort", []string{"Västerort"}},
		{"2015-12-31", "Inre staden", []string{"Inre staden"}},
		{"2015-12-31", "Söderort", []string{"Söderort"}},
		{"2016-12-31", "Intro Stockholm", []string{"Intro Stockholm"}},
		{"2016-12-31", "Enheten för hemlösa", []string{"Enheten för hemlösa", "enheten för hemlösa"}},
		{"2016-12-31", "Boutredningsenheten", []string{"Boutredningsenheten"}},
		{"2005-12-31", "Hägersten", []string{"Hägersten"}},
		{"2005-12-31", "Maria-Gamla stan", []string{"Maria-Gamla stan", "Maria - Gamla Stan", "Maria-Gamla stans stadsdelsförvaltning"}},
		{"2005-12-31", "Katarina-Sofia", []string{"Katarina-Sofia"}},
		{"1998-06-30", "Hornstull", []string{"Hornstull"}},
	} {
		for _, name := range c.as {
			if a, err := r.Resolve(name, on(t, c.on)); err != nil || a.Name != c.want {
				t.Errorf("%q on %s: got %q, %v; want %s", name, c.on, a.Name, err, c.want)
			}
		}
	}
}

func TestANameMeansWhatItMeantOnTheDay(t *testing.T) {
	r := stockholm(t)
	for _, c := range []struct{ name, on, want, says string }{
		{"Hägersten", "2005-12-31", "Hägersten", ""},
		{"Hägersten", "2015-12-31", "", "fanns inte 2015-12-31 (giltig från 1997-01-01 till 2006-12-31); menades Hägersten-Liljeholmen?"},
		{"Hägersten", "2021-12-31", "", "menades Hägersten-Älvsjö?"},
		{"Järva", "2011-11-30", "", "menades Rinkeby-Kista eller Spånga-Tensta?"},
		{"Älvsjö", "2024-12-31", "", "menades Hägersten-Älvsjö?"},
		// Statistics may speak of an area before and after its board.
		{"Norrmalm", "2023-08-31", "Norrmalm", ""},
		{"Norrmalm", "2024-01-31", "", "fanns inte 2024-01-31"},
		{"Södermalm", "2000-12-31", "Södermalm", ""},
		{"Södermalm", "1999-12-31", "", "menades Maria-Gamla stan eller Katarina-Sofia?"},
		{"Östermlam", "2011-11-30", "", `okänt område "Östermlam"; menades Östermalm?`},
		{"Göteborg", "2011-11-30", "", `okänt område "Göteborg"`},
		{"", "2011-11-30", "", `okänt område ""`},
	} {
		a, err := r.Resolve(c.name, on(t, c.on))
		if a.Name != c.want || (err != nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s on %s: %q, %v", c.name, c.on, a.Name, err)
		}
	}
}

func TestADecidingAdministrationIsNoDistrict(t *testing.T) {
	r := stockholm(t)
	_, err := r.Resolve("Östermalms stadsdelsförvaltning", on(t, "2011-11-30"))
	var u *Unknown
	if !errors.As(err, &u) || u.Unit != "Enheten för försörjningsstöd på Östermalm" || !slices.Equal(u.Nearest, []string{"Kungsholmen", "Norrmalm", "Östermalm"}) ||
		!strings.Contains(err.Error(), "en enhet som beslutar för Kungsholmen, Norrmalm och Östermalm, inte på ett stadsdelsområde") {
		t.Errorf("got %v", err)
	}
	// Before the unit decided for others, the name meant the district.
	if a, err := r.Resolve("Östermalms stadsdelsförvaltning", on(t, "2007-08-31")); err != nil || a.Name != "Östermalm" {
		t.Errorf("%q, %v", a.Name, err)
	}
	for name, want := range map[string]string{
		"enheten för försörjningsstöd  på Östermalm":                                                  "Enheten för försörjningsstöd på Östermalm",
		"Östermalms stadsdelsförvaltning":                                                             "Enheten för försörjningsstöd på Östermalm",
		"Enheten för försörjningsstöd vid Östermalms/Norrmalms och Kungsholmens stadsdelsförvaltning": "Enheten för försörjningsstöd på Östermalm",
		" Enhet  7 ": "Enhet 7",
	} {
		if got := r.Unit(name); got != want {
			t.Errorf("%q: got %q", name, got)
		}
	}
}

func TestUnionsAreTheRealMergers(t *testing.T) {
	got := map[string]string{}
	for _, u := range stockholm(t).Unions() {
		got[u.Division+" → "+u.In+" "+u.Area] = strings.Join(u.Of, " + ")
	}
	for k, want := range map[string]string{
		"2007-01-01 → 2020-07-01 Hägersten-Älvsjö":     "Hägersten-Liljeholmen + Älvsjö",
		"2020-07-01 → 2023-07-01 Järva":                "Rinkeby-Kista + Spånga-Tensta",
		"2020-07-01 → 2023-07-01 Norra innerstaden":    "Norrmalm + Östermalm",
		"1999-01-01 → 2023-07-01 Järva":                "Spånga-Tensta + Kista + Rinkeby",
		"1999-01-01 → 2020-07-01 Hägersten-Älvsjö":     "Älvsjö + Hägersten + Liljeholmen",
		"1999-01-01 → 2007-01-01 Södermalm":            "Maria-Gamla stan + Katarina-Sofia",
		"1997-01-01 → 1999-01-01 Enskede-Årsta":        "Enskede + Årsta",
		"1997-01-01 → 1999-01-01 Maria-Gamla stan":     "", // it grew under its own name
		"1997-01-01 → 2007-01-01 Södermalm":            "", // a part of Hammarby went into it
		"2007-01-01 → 2023-07-01 Enskede-Årsta-Vantör": "",
	} {
		if got[k] != want {
			t.Errorf("%s: got %q, want %q", k, got[k], want)
		}
	}
}
