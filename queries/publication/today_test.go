package publication

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// stockholmDivisions are the real divisions since 1999 and how each became the
// next, with a split in 1999 of which no sum can be made.
func stockholmDivisions() Content {
	c := Content{Info: Info{Month: "2023-08", Published: day("2026-11-21"), Audience: AudiencePublic, City: "Stockholm", CityArea: "Hela staden"}}
	stayed := []string{"Hässelby-Vällingby", "Bromma", "Kungsholmen", "Farsta", "Skärholmen"}
	divisions := []struct {
		id    string
		areas []string
	}{
		{"1997-01-01", append([]string{"Skarpnäck", "Hammarby", "Vantör", "Kista"}, stayed...)},
		{"1999-01-01", append([]string{"Skarpnäck", "Kista", "Rinkeby", "Spånga-Tensta", "Norrmalm", "Östermalm", "Maria-Gamla stan", "Katarina-Sofia", "Enskede-Årsta", "Vantör", "Älvsjö", "Liljeholmen", "Hägersten"}, stayed...)},
		{"2007-01-01", append([]string{"Skarpnäck", "Rinkeby-Kista", "Spånga-Tensta", "Norrmalm", "Östermalm", "Södermalm", "Enskede-Årsta-Vantör", "Älvsjö", "Hägersten-Liljeholmen"}, stayed...)},
		{"2020-07-01", append([]string{"Skarpnäck", "Rinkeby-Kista", "Spånga-Tensta", "Norrmalm", "Östermalm", "Södermalm", "Enskede-Årsta-Vantör", "Hägersten-Älvsjö"}, stayed...)},
		{"2023-07-01", append([]string{"Skarpnäck", "Järva", "Norra innerstaden", "Södermalm", "Enskede-Årsta-Vantör", "Hägersten-Älvsjö"}, stayed...)},
	}
	for _, d := range divisions {
		c.Divisions = append(c.Divisions, Division{ID: d.id, From: ptr(day(d.id)), Areas: int64(len(d.areas))})
		for _, a := range d.areas {
			c.Members = append(c.Members, Member{d.id, a})
		}
	}
	for _, s := range []string{
		"Hammarby|Skarpnäck|1999-01-01|delad", "Hammarby|Katarina-Sofia|1999-01-01|delad",
		"Kista|Rinkeby-Kista|2007-01-01|sammanslagen", "Rinkeby|Rinkeby-Kista|2007-01-01|sammanslagen",
		"Maria-Gamla stan|Södermalm|2007-01-01|sammanslagen", "Katarina-Sofia|Södermalm|2007-01-01|sammanslagen",
		"Enskede-Årsta|Enskede-Årsta-Vantör|2007-01-01|sammanslagen", "Vantör|Enskede-Årsta-Vantör|2007-01-01|sammanslagen",
		"Hägersten|Hägersten-Liljeholmen|2007-01-01|sammanslagen", "Liljeholmen|Hägersten-Liljeholmen|2007-01-01|sammanslagen",
		"Hägersten-Liljeholmen|Hägersten-Älvsjö|2020-07-01|sammanslagen", "Älvsjö|Hägersten-Älvsjö|2020-07-01|sammanslagen",
		"Rinkeby-Kista|Järva|2023-07-01|sammanslagen", "Spånga-Tensta|Järva|2023-07-01|sammanslagen",
		"Norrmalm|Norra innerstaden|2023-07-01|sammanslagen", "Östermalm|Norra innerstaden|2023-07-01|sammanslagen",
	} {
		f := strings.Split(s, "|")
		c.Succession = append(c.Succession, Succession{f[0], f[1], day(f[2]), f[3]})
	}
	return c
}

// told is a fact in the division of its period.
func told(c Content, measure, kind, area, category, period string, v float64) Fact {
	division := ""
	for _, d := range c.Divisions {
		if d.ID <= (period + "-12-31")[:len("2011-11")]+"-31" {
			division = d.ID
		}
	}
	return Fact{Measure: measure, Kind: kind, Level: LevelDistrict, Area: area, Division: division, Category: category, Period: period,
		Value: &v, Unit: "x", Status: OK, Source: "källa"}
}

// asked prints the figures of an indicator in one division.
func asked(t *testing.T, p *DB, indicator, division string, areas ...string) []string {
	t.Helper()
	obs, err := p.Observations(t.Context(), indicator)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, o := range obs {
		if o.Division != division || len(areas) > 0 && !slices.Contains(areas, o.Area) {
			continue
		}
		v := Sign(o.Status)
		if o.Value != nil {
			v = fmt.Sprintf("%.4g", *o.Value)
		}
		out = append(out, strings.TrimRight(strings.Join([]string{o.Period, o.Area, v, o.SumOf}, " "), " "))
	}
	return out
}

// The golden series across the mergers of 2020 and 2023: figures that addition
// gives, in the division of the time and in today's.
func TestTheSameFiguresInTheDivisionOfTheTimeAndInTodays(t *testing.T) {
	c := stockholmDivisions()
	for period, values := range map[string]map[string][2]float64{
		"2020-06": {"Hägersten-Liljeholmen": {700, 6000}, "Älvsjö": {100, 900}, "Kungsholmen": {200, 1700}},
		"2020-07": {"Hägersten-Älvsjö": {810, 7000}, "Kungsholmen": {201, 1710}, "Norrmalm": {252, 1991}, "Östermalm": {222, 1842}},
		"2023-06": {"Rinkeby-Kista": {900, 9000}, "Spånga-Tensta": {800, 8500}, "Norrmalm": {250, 2000}, "Östermalm": {220, 1700}},
		"2023-07": {"Järva": {1690, 17400}, "Norra innerstaden": {468, 3690}},
	} {
		for area, v := range values {
			c.Facts = append(c.Facts, told(c, "hushall", KindCount, area, "", period, v[0]), told(c, "kostnad_tkr", KindAmount, area, "", period, v[1]),
				told(c, "kostnad_per_hushall", KindDelivered, area, "", period, 8000))
		}
	}
	p := filled(t, c)
	for _, q := range []struct {
		indicator, division string
		want                []string
	}{
		{"hushall", "2007-01-01", []string{"2020-06 Hägersten-Liljeholmen 700", "2020-06 Kungsholmen 200", "2020-06 Älvsjö 100"}},
		{"hushall", "2020-07-01", []string{"2020-07 Hägersten-Älvsjö 810", "2020-07 Kungsholmen 201", "2020-07 Norrmalm 252", "2020-07 Östermalm 222",
			"2023-06 Norrmalm 250", "2023-06 Rinkeby-Kista 900", "2023-06 Spånga-Tensta 800", "2023-06 Östermalm 220"}},
		{"hushall", "2023-07-01", []string{"2020-06 Hägersten-Älvsjö 800 Hägersten-Liljeholmen och Älvsjö", "2020-06 Kungsholmen 200 Kungsholmen",
			"2020-07 Hägersten-Älvsjö 810 Hägersten-Älvsjö", "2020-07 Kungsholmen 201 Kungsholmen", "2020-07 Norra innerstaden 474 Norrmalm och Östermalm",
			"2023-06 Järva 1700 Rinkeby-Kista och Spånga-Tensta", "2023-06 Norra innerstaden 470 Norrmalm och Östermalm",
			"2023-07 Järva 1690", "2023-07 Norra innerstaden 468"}},
		// The ratio of the sums; where it was delivered it stands as delivered.
		{"kostnad_per_hushall", "2023-07-01", []string{"2020-06 Hägersten-Älvsjö 8625 Hägersten-Liljeholmen och Älvsjö", "2020-06 Kungsholmen 8000 Kungsholmen",
			"2020-07 Hägersten-Älvsjö 8000 Hägersten-Älvsjö", "2020-07 Kungsholmen 8000 Kungsholmen", "2020-07 Norra innerstaden 8086 Norrmalm och Östermalm",
			"2023-06 Järva 1.029e+04 Rinkeby-Kista och Spånga-Tensta", "2023-06 Norra innerstaden 7872 Norrmalm och Östermalm",
			"2023-07 Järva 8000", "2023-07 Norra innerstaden 8000"}},
	} {
		if diff := cmp.Diff(q.want, asked(t, p, q.indicator, q.division)); diff != "" {
			t.Errorf("%s in %s: %s", q.indicator, q.division, diff)
		}
	}
	obs, err := p.Observations(t.Context(), "hushall")
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(obs, func(o Observation) bool { return o.Area == "Norra innerstaden" && o.Period == "2020-07" })
	if want := "källa. Summa av Norrmalm och Östermalm (hushåll som flyttat mellan dem räknas två gånger)"; obs[i].Source != want {
		t.Errorf("the sign is %q, want %q", obs[i].Source, want)
	}
}

func TestThreeDivisionsBackAreSumsOfSumsAndASplitBreaksTheSeries(t *testing.T) {
	c := stockholmDivisions()
	for _, a := range []string{"Kista", "Rinkeby", "Spånga-Tensta", "Enskede-Årsta", "Vantör", "Liljeholmen", "Hägersten", "Älvsjö", "Skarpnäck"} {
		c.Facts = append(c.Facts, told(c, "hushall", KindCount, a, "", "2006-12", 10))
	}
	for _, a := range []string{"Kista", "Vantör", "Skarpnäck", "Hammarby", "Bromma"} {
		c.Facts = append(c.Facts, told(c, "hushall", KindCount, a, "", "1998-12", 10))
	}
	want := []string{"1998-12 Bromma 10 Bromma", "1998-12 Enskede-Årsta-Vantör . bryts", "1998-12 Järva . bryts", "1998-12 Skarpnäck . bryts", "1998-12 Södermalm . bryts",
		"2006-12 Enskede-Årsta-Vantör 20 Enskede-Årsta och Vantör", "2006-12 Hägersten-Älvsjö 30 Hägersten, Liljeholmen och Älvsjö",
		"2006-12 Järva 30 Kista, Rinkeby och Spånga-Tensta", "2006-12 Skarpnäck 10 Skarpnäck"}
	if diff := cmp.Diff(want, asked(t, filled(t, c), "hushall", "2023-07-01")); diff != "" {
		t.Error(diff)
	}
}

func TestAHiddenPartHidesTheSumAndAMissingOneLeavesItOut(t *testing.T) {
	c := stockholmDivisions()
	hidden := told(c, "hushall", KindCount, "Östermalm", "", "2023-01", 0)
	hidden.Value, hidden.Status = nil, Hidden
	missing := told(c, "hushall", KindCount, "Östermalm", "", "2023-02", 0)
	missing.Value, missing.Status = nil, NotDelivered
	early := told(c, "hushall", KindCount, "Östermalm", "", "2023-04", 5)
	early.Status = Preliminary
	c.Facts = append(c.Facts, hidden, missing, early)
	for _, p := range []string{"2023-01", "2023-02", "2023-03", "2023-04"} {
		c.Facts = append(c.Facts, told(c, "hushall", KindCount, "Norrmalm", "", p, 250))
	}
	want := []string{"2023-01 Norra innerstaden .. Norrmalm och Östermalm", "2023-02 Norra innerstaden - Norrmalm och Östermalm",
		"2023-03 Norra innerstaden - Norrmalm", "2023-04 Norra innerstaden 255 Norrmalm och Östermalm"}
	p := filled(t, c)
	if diff := cmp.Diff(want, asked(t, p, "hushall", "2023-07-01")); diff != "" {
		t.Error(diff)
	}
	obs, err := p.Observations(t.Context(), "hushall")
	if err != nil || obs[len(obs)-1].Status != Preliminary {
		t.Errorf("%+v, %v", obs[len(obs)-1], err)
	}
}

func TestWhatDoesNotAddBreaksAndSharesAreRecomputed(t *testing.T) {
	c := stockholmDivisions()
	const month = "2023-05"
	for _, a := range []struct {
		area              string
		x, n, days        float64
		unemployed, adult float64
	}{{"Norrmalm", 80, 100, 12, 105, 256}, {"Östermalm", 30, 60, 20, 93, 228}} {
		pair := told(c, "beslut_inom_riktlinje", KindPair, a.area, "", month, a.x)
		pair.Denominator = ptr(a.n)
		median := told(c, "handlaggningstid_median", KindSummary, a.area, "", month, a.days)
		median.Lower, median.Upper, median.N = ptr(a.days-1), ptr(a.days+1), ptr(int64(a.n))
		c.Facts = append(c.Facts, pair, median, told(c, "vuxna_hinder", KindCount, a.area, "", month, a.adult), told(c, "vuxna_hinder", KindCount, a.area, "Arbetslös", month, a.unemployed),
			told(c, "bistandstagare", KindPublic, a.area, "", "2019", 500), told(c, "bistandstagare_andel", KindPublic, a.area, "", "2019", 1.5))
	}
	// Made of the cases of both, before the gate.
	both := told(c, "handlaggningstid_median", KindSummary, "Norra innerstaden", "", "2023-04", 15)
	both.Division, both.Source = "2023-07-01", "räknad på ärenden i Norrmalm och Östermalm"
	c.Facts = append(c.Facts, both, told(c, "handlaggningstid_median", KindSummary, "Norrmalm", "", "2023-04", 12),
		told(c, "handlaggningstid_median", KindSummary, "Östermalm", "", "2023-04", 20))
	p := filled(t, c)
	if diff := cmp.Diff([]string{"2023-04 Norra innerstaden 15 Norrmalm och Östermalm", month + " Norra innerstaden . bryts"},
		asked(t, p, "handlaggningstid_median", "2023-07-01")); diff != "" {
		t.Error(diff)
	}
	for indicator, want := range map[string]string{
		"handlaggningstid_inom_riktlinje": month + " Norra innerstaden 68.75 Norrmalm och Östermalm", // 110 of 160
		"forsorjningshinder":              month + " Norra innerstaden 40.91 Norrmalm och Östermalm", // 198 of 484
		"bistandstagare_andel":            "2019 Norra innerstaden . bryts",
	} {
		if diff := cmp.Diff([]string{want}, asked(t, p, indicator, "2023-07-01")); diff != "" {
			t.Errorf("%s: %s", indicator, diff)
		}
	}
}

// Carrying to today's division keeps every sum of additive measures per period,
// as long as all parts are there and no split lies between.
func TestCarryingKeepsEverySumOfAPeriod(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		c := stockholmDivisions()
		want := map[string]float64{}
		for _, m := range c.Members {
			period := map[string]string{"1999-01-01": "2003-04", "2007-01-01": "2011-11", "2020-07-01": "2021-02", "2023-07-01": "2023-08"}[m.Division]
			if period == "" {
				continue
			}
			v := float64(rng.IntN(100000)) / 8
			c.Facts = append(c.Facts, told(c, "kostnad_tkr", KindAmount, m.Area, "", period, v), told(c, "hushall", KindCount, m.Area, "", period, 1))
			want[period] += c.Facts[len(c.Facts)-2].value3()
		}
		got := map[string]float64{}
		obs, err := filled(t, c).Observations(t.Context(), "kostnad_per_hushall")
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range obs {
			if o.Division == "2023-07-01" {
				got[o.Period] += *o.Numerator
			}
		}
		for period, w := range want {
			if d := got[period] - w; d > 1e-6 || d < -1e-6 {
				t.Errorf("%s: %v tkr in today's division, %v in that of the time", period, got[period], w)
			}
		}
	}
}

// value3 is the value as the database keeps it, with three decimals.
func (f Fact) value3() float64 { return float64(int64(*f.Value*1000+0.5)) / 1000 }

func TestTheCityIsNotTheSumOfItsDistricts(t *testing.T) {
	c := stockholmDivisions()
	c.Divisions = []Division{{ID: "2007-01-01", From: ptr(day("2007-01-01")), Areas: 2}}
	add := func(level, area, measure, kind, period string, v float64, status string) {
		f := told(c, measure, kind, area, "", period, v)
		f.Level, f.Status = level, status
		if level != LevelDistrict {
			f.Division = ""
		}
		if status == Hidden {
			f.Value = nil
		}
		c.Facts = append(c.Facts, f)
	}
	for _, y := range []struct {
		period  string
		city, a float64
	}{{"2016", 23655, 11323}, {"2017", 25228, 9924}} {
		add(LevelCity, "Hela staden", "bistandstagare", KindPublic, y.period, y.city, Delivered)
		add(LevelDistrict, "Farsta", "bistandstagare", KindPublic, y.period, y.a, Delivered)
		add(LevelDistrict, "Bromma", "bistandstagare", KindPublic, y.period, 10000, Delivered)
		add(LevelCity, "Hela staden", "bistandstagare_andel", KindPublic, y.period, 2.7, Delivered)
		add(LevelDistrict, "Farsta", "bistandstagare_andel", KindPublic, y.period, 2, Delivered)
		add(LevelDistrict, "Bromma", "bistandstagare_andel", KindPublic, y.period, 2, Delivered)
	}
	add(LevelOutside, "Enheten för hemlösa", "bistandstagare", KindPublic, "2017", 900, Delivered)
	// A hidden district: then nothing is said, since the difference would give it away.
	add(LevelCity, "Hela staden", "hushall", KindCount, "2011-11", 500, OK)
	add(LevelDistrict, "Farsta", "hushall", KindCount, "2011-11", 480, OK)
	add(LevelDistrict, "Bromma", "hushall", KindCount, "2011-11", 3, Hidden)
	gaps, err := filled(t, c).Gaps(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []Gap{
		{Measure: "bistandstagare", Period: "2016", Division: "2007-01-01", City: 23655, Districts: 21323, Difference: 2332, Share: ptr(0.098584), Source: "källa"},
		{Measure: "bistandstagare", Period: "2017", Division: "2007-01-01", City: 25228, Districts: 19924, Difference: 5304, Share: ptr(0.210243), Outside: ptr(900.0), Before: ptr("2016"),
			CityChange: ptr(0.066498), DistrictsChange: ptr(-0.065610), Source: "källa"},
	}
	if diff := cmp.Diff(want, gaps); diff != "" {
		t.Error(diff)
	}
}
