package dashboards

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/publication"
)

func TestAFunnelOfWiderLimitsNeverSaysThatChanceSuffices(t *testing.T) {
	const suffices = "räcker slumpen som förklaring"
	ind := &indicator{Indicator: publication.Indicator{Unit: "procent", Decimals: 1}}
	f := &follows{points: []publication.FunnelPoint{{Area: "Farsta", Size: 246, Value: 40.2, Position: publication.Within}}}
	for _, flat := range []bool{false, true} {
		wide := publication.Funnel{Tau2: 0.01, Typical: 4.5, Flat: flat}
		_, in := (&site{}).funnelInput(ind, f, wide)
		if text := in.Description(); strings.Contains(text, "där slumpen räcker") || !strings.Contains(text, "inte att slumpen räcker") || !strings.Contains(text, "typiskt med 4,5\u00a0procentenheter") {
			t.Errorf("the description says %q", text)
		}
		if note := bandNote(wide); strings.Contains(note, suffices) || !strings.Contains(note, "rymmer mer än slumpen") {
			t.Errorf("the band is said to be %q", note)
		}
	}
	_, in := (&site{}).funnelInput(ind, f, publication.Funnel{})
	if text := in.Description(); !strings.Contains(text, "där slumpen räcker som förklaring") || strings.Contains(text, "vidare") {
		t.Errorf("with limits of chance alone the description says %q", text)
	}
	if note := bandNote(publication.Funnel{}); !strings.Contains(note, suffices) {
		t.Errorf("the band of chance is said to be %q", note)
	}
}

// Every indicator that has a funnel says what its basis counts.
func TestAFunnelSaysWhatItCounts(t *testing.T) {
	pub, err := publication.Create(t.Context(), filepath.Join(t.TempDir(), "publication.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := pub.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := errors.Join(pub.Fill(t.Context(), withUnits(t, publication.AudienceInternal)), pub.ComputeIndicators(t.Context())); err != nil {
		t.Fatal(err)
	}
	inds, err := pub.Indicators(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, def := range inds {
		ind := &indicator{Indicator: def}
		if def.Funnel == "nej" {
			continue
		}
		_, in := (&site{}).funnelInput(ind, &follows{}, publication.Funnel{})
		said[def.Name] = in.SizeUnit
	}
	want := map[string]string{"forsorjningshinder": "vuxna i stadsdelen", "handlaggningstid_inom_riktlinje": "ansökningar i stadsdelen", "hushall_per_1000": "invånare i stadsdelen"}
	if d := cmp.Diff(want, said); d != "" {
		t.Error(d)
	}
}

func TestManyOutsideAFunnelAreCounted(t *testing.T) {
	var points []publication.FunnelPoint
	for _, name := range []string{"Bromma", "Farsta", "Järva", "Norrmalm", "Skarpnäck"} {
		points = append(points, publication.FunnelPoint{Area: name, Position: publication.FarAbove})
	}
	if got := funnelTitle(publication.Funnel{}, points); got != "Fem stadsdelar ligger utanför tratten" {
		t.Error(got)
	}
}
