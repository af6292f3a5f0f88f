//go:build duckdb_arrow

package transform

import (
	"testing"

	"stadsdelskollen/queries/publication"
)

func TestWhatStandsApartIsToldOfTheNewestPeriodThatIsCompared(t *testing.T) {
	p := 0.001
	compared := func(category string, periods ...string) (out []publication.Comparison) {
		for _, period := range periods {
			out = append(out, publication.Comparison{Level: publication.LevelDistrict, Area: "Farsta", Category: category, Period: period, Verdict: publication.Lower, P: &p})
		}
		return out
	}
	f := &figures{comparisons: append(compared("", "2020", "2022", "2021"), compared("Arbetslös", "2022", "2021-11", "2021-12", "2023")...)}
	// A year that was put together from former districts' is none that was reported.
	f.comparisons = append(f.comparisons, publication.Comparison{Level: publication.LevelDistrict, Area: "Järva", Division: "2023-07-01", Period: "2023", P: &p})
	f.obs = []publication.Observation{{Area: "Järva", Division: "2023-07-01", Period: "2023", SumOf: "Rinkeby-Kista och Spånga-Tensta"}}
	got := differences(f)
	for key, want := range map[string]string{"\x00Farsta": "2022", "Arbetslös\x00Farsta": "2021-12"} {
		if c := got[key]; c == nil || c.row.Period != want {
			t.Errorf("%q: %+v, want %s", key, c, want)
		}
	}
	if len(got) != 2 {
		t.Errorf("%d districts stand apart, want 2: %v", len(got), got)
	}
}
