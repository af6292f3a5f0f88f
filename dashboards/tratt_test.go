package dashboards

import (
	"strings"
	"testing"

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

func TestManyOutsideAFunnelAreCounted(t *testing.T) {
	var points []publication.FunnelPoint
	for _, name := range []string{"Bromma", "Farsta", "Järva", "Norrmalm", "Skarpnäck"} {
		points = append(points, publication.FunnelPoint{Area: name, Position: publication.FarAbove})
	}
	if got := funnelTitle(publication.Funnel{}, points); got != "Fem stadsdelar ligger utanför tratten" {
		t.Error(got)
	}
}
