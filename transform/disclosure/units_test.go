//go:build duckdb_arrow

package disclosure

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
	reader "stadsdelskollen/transform/disclosure/attack"
)

func ofUnit(f warehouse.BaseFact, workers int64) warehouse.BaseFact {
	f.Level, f.Division, f.Workers = publication.LevelUnit, "", whole(workers)
	return f
}

func handling() []warehouse.BaseFact {
	return []warehouse.BaseFact{
		pair(register.City, theCity, 200, 300), pair(register.District, "Bromma", 120, 180), pair(register.District, "Farsta", 80, 120),
		ofUnit(pair("", "Stor", 90, 140), 12), ofUnit(pair("", "Mellan", 60, 80), 6), ofUnit(pair("", "Liten", 50, 80), 3),
		ofUnit(summary("", "Stor", 12, 140), 12), ofUnit(summary("", "Mellan", 9, 80), 6),
	}
}

func TestThePublicNeverSeesAUnit(t *testing.T) {
	p := protect(t, handling(), Known{})
	if len(p.Facts) != 3 {
		t.Errorf("%d facts", len(p.Facts))
	}
	for _, f := range p.Facts {
		if f.Level == publication.LevelUnit {
			t.Errorf("%+v", f)
		}
	}
	for _, h := range p.Hidden {
		if h.Level == publication.LevelUnit {
			t.Errorf("the ledger remembers %+v", h)
		}
	}
	// A measure of units alone, for which the public side has no rule, is no reason to refuse.
	f := ofUnit(fact("personalomsattning", "", "Stor", "", 12), 12)
	f.Kind = publication.KindCount
	protect(t, append(handling(), f), Known{})
	if found := attack(Pass(handling(), plain)); !slices.ContainsFunc(found, func(f Finding) bool { return f.Rule == reader.RuleUnit && strings.Contains(f.Where, "Stor") }) {
		t.Errorf("the attack overlooks a unit: %v", found)
	}
}

func TestAUnitWithFewCaseWorkersIsHiddenFromTheInternalAudienceToo(t *testing.T) {
	facts := Pass(handling(), plain)
	for area, want := range map[string]string{"Stor": publication.OK, "Mellan": publication.Hidden, "Liten": publication.Hidden, "Bromma": publication.OK} {
		f := find(t, facts, withinDays, area, "")
		if f.Status != want || want == publication.Hidden && (f.Value != nil || f.Denominator != nil) {
			t.Errorf("%s: %+v", area, f)
		}
	}
	// Nobody is hidden among the medians, so that nothing has to be hidden with it.
	if f := find(t, facts, medianDays, "Mellan", ""); f.Status != publication.OK {
		t.Errorf("%+v", f)
	}
	unknown := ofUnit(pair("", "Okänd", 50, 80), 0)
	unknown.Workers = nil
	if f := Pass([]warehouse.BaseFact{unknown}, plain)[0]; f.Status != publication.Hidden {
		t.Errorf("workers that were not delivered are none: %+v", f)
	}
}

func TestNothingIsPublishedInTwoDivisions(t *testing.T) {
	in := func(f warehouse.BaseFact, division, period string) warehouse.BaseFact {
		f.Division, f.Period = division, period
		return f
	}
	public := func(area, division string) warehouse.BaseFact {
		f := in(fact("folkmangd", register.District, area, "", 70000), division, "2023")
		f.Kind, f.Status = publication.KindPublic, publication.Delivered
		return f
	}
	for name, facts := range map[string][]warehouse.BaseFact{
		"a district beside what it was made of": {public("Norrmalm", "2020-07-01"), public("Norra innerstaden", "2023-07-01")},
		"at any distance":                       {public("Kista", "1999-01-01"), public("Järva", "2023-07-01")},
		"an area in two divisions":              {public("Bromma", "2020-07-01"), public("Bromma", "2023-07-01")},
		"a protected measure in two divisions": {in(fact(households, register.District, "Bromma", "", 200), "2020-07-01", "2023-08"),
			in(fact(households, register.District, "Farsta", "", 200), "2023-07-01", "2023-08")},
	} {
		t.Run(name, func(t *testing.T) {
			for _, audience := range []string{publication.AudienceInternal, publication.AudiencePublic} {
				led, err := OpenLedger(t.Context(), filepath.Join(t.TempDir(), "l.duckdb"), false)
				if err != nil {
					t.Fatal(err)
				}
				_, err = Publish(t.Context(), warehouseOf(t, facts), led, filepath.Join(t.TempDir(), "p.duckdb"),
					Options{Audience: audience, Register: exampleRegister(t), Rules: DefaultRules(), AsOf: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)})
				if !errors.Is(err, ErrRefused) {
					t.Errorf("%s: got %v", audience, err)
				}
				if err := led.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	beside := []warehouse.BaseFact{public("Norrmalm", "2020-07-01"), public("Järva", "2023-07-01"), public("Bromma", "2023-07-01")}
	if found := reader.Divisions(Pass(beside, plain), nil); len(found) > 0 {
		t.Errorf("areas that hold other people: %v", found)
	}
}

func TestTwoPublicationsInTwoDivisionsAreSetAgainstEachOther(t *testing.T) {
	here := Pass([]warehouse.BaseFact{fact(households, register.District, "Bromma", "", 200), fact(households, register.District, "Farsta", "", 300)}, plain)
	there := slices.Clone(here)
	if found := reader.OtherDivision(here, there, "b"); len(found) > 0 {
		t.Errorf("%v", found)
	}
	there[0].Division = "2020-07-01"
	if found := reader.OtherDivision(here, there[:1], "b"); len(found) != 1 || found[0].Rule != reader.RuleGeography {
		t.Errorf("%v", found)
	}
}

func TestAddedDistrictsAndDecidingUnitsAreToldInThePublication(t *testing.T) {
	merged := fact(cost, register.District, "Norra innerstaden", "", 2891)
	merged.Division, merged.Period, merged.Parts = "2023-07-01", "2023-08", "Norrmalm + Östermalm"
	file := filepath.Join(t.TempDir(), "p.duckdb")
	if _, err := Publish(t.Context(), warehouseOf(t, []warehouse.BaseFact{merged}), nil, file,
		Options{Audience: publication.AudienceInternal, Register: exampleRegister(t), Rules: DefaultRules(), AsOf: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}); err != nil {
		t.Fatal(err)
	}
	pub, err := publication.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pub.Close() }()
	m, err := pub.Merged(t.Context())
	if err != nil || len(m) != 1 || m[0] != (publication.Merged{Measure: cost, Area: "Norra innerstaden", Division: "2023-07-01", Period: "2023-08", Parts: "Norrmalm + Östermalm"}) {
		t.Errorf("%+v, %v", m, err)
	}
	units, err := pub.Units(t.Context())
	if err != nil || len(units) != 12 || !slices.ContainsFunc(units, func(u publication.Unit) bool {
		return u.Name == "Enheten för försörjningsstöd på Östermalm" && u.District == "Kungsholmen" && u.From.Format(time.DateOnly) == "2007-09-01" && u.To == nil
	}) {
		t.Errorf("%d units, %v", len(units), err)
	}
}
