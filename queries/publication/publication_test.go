package publication

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/duck"
)

func ptr[T any](v T) *T { return &v }

// november2011 are the review's figures of three districts.
func november2011() Content {
	published := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	fact := func(measure, kind, area, category string, v float64, unit, status string) Fact {
		return Fact{Measure: measure, Kind: kind, Level: LevelDistrict, Area: area, Division: "2007-01-01", Category: category, Period: "2011-11",
			Value: &v, Unit: unit, Status: status, Source: "Månadsrapport november 2011, Sweco"}
	}
	c := Content{
		Info:      Info{Month: "2011-11", Published: published, Audience: AudienceInternal, City: "Stockholm", CityArea: "Hela staden"},
		Divisions: []Division{{ID: "2007-01-01", Areas: 14}},
	}
	for _, d := range []struct {
		name                                         string
		hushall, tkr, kr, adults, unemployed, social float64
		people                                       float64
	}{
		{"Kungsholmen", 211, 1718, 8143, 219, 105, 56, 61047},
		{"Norrmalm", 252, 1991, 7901, 256, 105, 61, 66812},
		{"Östermalm", 222, 1842, 8295, 228, 93, 47, 65528},
	} {
		people := fact("folkmangd", KindPublic, d.name, "", d.people, "personer", Delivered)
		people.Period = "2010"
		c.Areas = append(c.Areas, Area{Name: d.name, Slug: d.name, Level: LevelDistrict})
		c.Facts = append(c.Facts, people,
			fact("hushall", KindCount, d.name, "", d.hushall, "hushåll", OK),
			fact("kostnad_tkr", KindAmount, d.name, "", d.tkr, "tkr", OK),
			fact("kostnad_per_hushall", KindDelivered, d.name, "", d.kr, "kr", Delivered),
			fact("vuxna_hinder", KindCount, d.name, "", d.adults, "vuxna", OK),
			fact("vuxna_hinder", KindCount, d.name, "Arbetslös", d.unemployed, "vuxna", OK),
			fact("vuxna_hinder", KindCount, d.name, "Sociala skäl", d.social, "vuxna", OK))
	}
	return c
}

func filled(t *testing.T, c Content) *DB {
	t.Helper()
	p, err := Create(t.Context(), filepath.Join(t.TempDir(), "publication.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := p.Fill(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if err := p.ComputeIndicators(t.Context()); err != nil {
		t.Fatal(err)
	}
	return p
}

func values(t *testing.T, p *DB, indicator string) map[string]float64 {
	t.Helper()
	obs, err := p.Observations(t.Context(), indicator)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]float64{}
	for _, o := range obs {
		if o.Value != nil {
			out[o.Area+"|"+o.Category] = float64(int(*o.Value*10+0.5)) / 10
		}
	}
	return out
}

func TestIndicatorsGiveTheFiguresOfTheReview(t *testing.T) {
	p := filled(t, november2011())
	for name, want := range map[string]map[string]float64{
		"hushall":              {"Kungsholmen|": 211, "Norrmalm|": 252, "Östermalm|": 222},
		"kostnad_per_hushall":  {"Kungsholmen|": 8143, "Norrmalm|": 7901, "Östermalm|": 8295},
		"hushall_per_1000":     {"Kungsholmen|": 3.5, "Norrmalm|": 3.8, "Östermalm|": 3.4},
		"kostnad_per_invanare": {"Kungsholmen|": 28.1, "Norrmalm|": 29.8, "Östermalm|": 28.1},
		"forsorjningshinder": {"Kungsholmen|Arbetslös": 47.9, "Norrmalm|Arbetslös": 41.0, "Östermalm|Arbetslös": 40.8,
			"Kungsholmen|Sociala skäl": 25.6, "Norrmalm|Sociala skäl": 23.8, "Östermalm|Sociala skäl": 20.6},
	} {
		if diff := cmp.Diff(want, values(t, p, name)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	inds, err := p.Indicators(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, i := range inds {
		names = append(names, i.Name)
	}
	if diff := cmp.Diff([]string{"hushall", "hushall_per_1000", "kostnad_per_hushall", "kostnad_per_invanare", "forsorjningshinder"}, names); diff != "" {
		t.Errorf("an indicator without figures has a row: %s", diff)
	}
}

func TestHiddenHouseholdsHideWhatIsComputedFromThem(t *testing.T) {
	c := november2011()
	for i, f := range c.Facts {
		if f.Area == "Norrmalm" && f.Measure != "folkmangd" && f.Measure != "vuxna_hinder" {
			c.Facts[i].Value, c.Facts[i].Status = nil, Hidden
		}
	}
	p := filled(t, c)
	for _, name := range []string{"hushall", "hushall_per_1000", "kostnad_per_hushall", "kostnad_per_invanare"} {
		obs, err := p.Observations(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range obs {
			if o.Area == "Norrmalm" && (o.Status != Hidden || o.Value != nil) {
				t.Errorf("%s: got %v, %s", name, o.Value, o.Status)
			}
		}
	}
}

func TestTheSourceOfAFigureThatWasNotDeliveredIsThatOfItsInhabitants(t *testing.T) {
	c := november2011()
	for i := range c.Facts {
		f := &c.Facts[i]
		switch {
		case f.Measure == "folkmangd":
			f.Source = "SCB"
		case f.Area == "Norrmalm":
			f.Value, f.Status, f.Source = nil, NotDelivered, ""
		default:
			f.Source = "Staden"
		}
	}
	obs, err := filled(t, c).Observations(t.Context(), "hushall_per_1000")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, o := range obs {
		got[o.Area] = o.Source
	}
	const folk = "Folkmängd 31 december 2010: SCB"
	if diff := cmp.Diff(map[string]string{"Kungsholmen": "Staden. " + folk, "Norrmalm": folk, "Östermalm": "Staden. " + folk}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAFigureCannotBeOfAYearThatItsDistrictDidNotSeeTheEndOf(t *testing.T) {
	from, to := time.Date(2023, time.July, 1, 0, 0, 0, 0, time.UTC), time.Date(2023, time.June, 30, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		of     Area
		period string
		want   string
	}{
		{Area{From: &from}, "2022", NotApplicable}, {Area{From: &from}, "2023", NotDelivered}, {Area{From: &from}, "2023-06", NotApplicable}, {Area{From: &from}, "2023-07", NotDelivered},
		{Area{To: &to}, "2022", NotDelivered}, {Area{To: &to}, "2023", NotApplicable}, {Area{To: &to}, "2023-06", NotDelivered}, {Area{To: &to}, "2023-07", NotApplicable},
		{Area{}, "2023", NotDelivered},
	} {
		if got := c.of.WhyNone(c.period); got != c.want {
			t.Errorf("from %v to %v, %s: %s, want %s", c.of.From, c.of.To, c.period, got, c.want)
		}
	}
}

func TestMergedDistrictTakesOverItsPredecessorsInhabitants(t *testing.T) {
	c := november2011()
	c.Divisions = append(c.Divisions, Division{ID: "2011-07-01", Areas: 2})
	for _, d := range []string{"Kungsholmen", "Norrmalm", "Östermalm"} {
		c.Members = append(c.Members, Member{Division: "2007-01-01", Area: d})
	}
	c.Members = append(c.Members, Member{"2011-07-01", "Kungsholmen"}, Member{"2011-07-01", "Norra innerstaden"})
	c.Succession = []Succession{
		{"Norrmalm", "Norra innerstaden", time.Date(2011, 7, 1, 0, 0, 0, 0, time.UTC), "sammanslagen"},
		{"Östermalm", "Norra innerstaden", time.Date(2011, 7, 1, 0, 0, 0, 0, time.UTC), "sammanslagen"},
	}
	c.Facts = append(c.Facts, Fact{Measure: "hushall", Kind: KindCount, Level: LevelDistrict, Area: "Norra innerstaden", Division: "2011-07-01",
		Period: "2011-11", Value: ptr(500.0), Unit: "hushåll", Status: OK})
	p := filled(t, c)
	if got := values(t, p, "hushall_per_1000")["Norra innerstaden|"]; got != 3.8 {
		t.Errorf("got %v, want 1000·500/(66812+65528) = 3.8", got)
	}
}

func TestIdDependsOnFiguresAndNotOnTheClock(t *testing.T) {
	seal := func(c Content) string {
		id, err := filled(t, c).Seal(t.Context(), "v1")
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	first := seal(november2011())
	later := november2011()
	later.Info.Published = later.Info.Published.AddDate(0, 1, 0)
	if got := seal(later); got != first {
		t.Errorf("another clock gave %s, not %s", got, first)
	}
	changed := november2011()
	changed.Facts[1].Value = ptr(212.0)
	if got := seal(changed); got == first {
		t.Error("another figure gave the same id")
	}
}

func TestEveryQueryRunsAndNamesWhatItReads(t *testing.T) {
	p := filled(t, november2011())
	for _, dir := range []string{"indicators", "relations", "read"} {
		set, err := duck.Load(files, dir)
		if err != nil {
			t.Error(err)
		}
		for _, s := range set {
			args := duck.Args{}
			for _, name := range s.Params {
				args[name] = "x"
			}
			err := p.db.Tx(t.Context(), func(tx *duck.Tx) error {
				if err := tx.Exec(t.Context(), "CREATE OR REPLACE TEMP TABLE svar AS "+s.SQL, args); err != nil {
					return err
				}
				if len(s.Grain) == 0 {
					return nil
				}
				return tx.Exec(t.Context(), "CREATE UNIQUE INDEX u ON svar ("+s.Header["grain"]+")", nil)
			})
			if err != nil {
				t.Errorf("%s: %v", s.File, err)
			}
		}
	}
}

func TestNamesAreSortedAsInSwedish(t *testing.T) {
	order := Swedish()
	for _, c := range [][2]string{{"Zinken", "Årsta"}, {"Årsta", "Älvsjö"}, {"Älvsjö", "Östermalm"}, {"Hägersten", "Hässelby"}} {
		if order(c[0], c[1]) >= 0 {
			t.Errorf("%s must come before %s", c[0], c[1])
		}
	}
}

func TestIndicatorNamesTheMeasuresItIsComputedFrom(t *testing.T) {
	feeds, err := filled(t, november2011()).Feeds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, f := range feeds {
		got[f.Indicator] = append(got[f.Indicator], f.Measure)
	}
	want := map[string][]string{
		"hushall":              {"hushall"},
		"hushall_per_1000":     {"folkmangd", "hushall"},
		"kostnad_per_hushall":  {"hushall", "kostnad_per_hushall", "kostnad_tkr"},
		"kostnad_per_invanare": {"folkmangd", "kostnad_tkr"},
		"forsorjningshinder":   {"vuxna_hinder"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMemoryIsKeptBesideTheIdAndNotInIt(t *testing.T) {
	p := filled(t, november2011())
	id, err := p.Seal(t.Context(), "v1")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	earlier := []Earlier{{ID: "2011-10_a", Number: 1, Published: at, Month: "2011-10"}, {ID: "2011-11_b", Number: 2, Published: at, Month: "2011-11"}}
	mine := Correction{Publication: id, Published: at, Since: "2011-11_b", Kind: Revised, Measure: "hushall", Level: LevelDistrict, Area: "Norrmalm", Period: "2011-11",
		Before: ptr(252.0), After: ptr(253.0), BeforeStatus: OK, AfterStatus: OK, Cause: ByReplacement, Receipt: ptr(int64(2)), Replaced: ptr(int64(1))}
	old := mine
	old.Publication, old.Since, old.Area = "2011-11_b", "2011-10_a", "Kungsholmen"
	if err := p.Remember(t.Context(), earlier, []Correction{old, mine}); err != nil {
		t.Fatal(err)
	}
	got, err := p.Corrections(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Correction{mine, old}, got); diff != "" {
		t.Error(diff)
	}
	kept, err := p.EarlierPublications(t.Context())
	if err != nil || len(kept) != 2 || kept[0].Number != 2 {
		t.Errorf("got %v, %v", kept, err)
	}
	if again, err := p.Seal(t.Context(), "v1"); err != nil || again != id {
		t.Errorf("with a memory the id is %s, without %s (%v)", again, id, err)
	}
}
