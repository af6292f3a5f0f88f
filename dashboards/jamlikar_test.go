package dashboards

import (
	"path/filepath"
	"strings"
	"testing"

	"stadsdelskollen/queries/publication"
)

// buildWithPeers builds the example with Kungsholmen's peers as given.
func buildWithPeers(t *testing.T, basis []publication.PeerBasis, peers []publication.Peer, compared []publication.PeerComparison) string {
	t.Helper()
	pub, err := publication.Create(t.Context(), filepath.Join(t.TempDir(), "publication.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := pub.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := pub.Fill(t.Context(), stockholm(t)); err != nil {
		t.Fatal(err)
	}
	if err := pub.ComputeIndicators(t.Context()); err != nil {
		t.Fatal(err)
	}
	compare(t, pub, nil)
	if err := pub.StorePeers(t.Context(), basis, peers, compared); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if _, err := Build(t.Context(), pub, dir, Options{Workers: 2}); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestADistrictIsSetBesideItsLikes(t *testing.T) {
	dir := buildWithPeers(t, []publication.PeerBasis{{Division: fourteen, Fact: "medelinkomst_kr", Weight: 1, Year: ptr("2010")}},
		[]publication.Peer{{Division: fourteen, Area: "Kungsholmen", Peer: "Norrmalm", Order: 1, Distance: 0.1}, {Division: fourteen, Area: "Kungsholmen", Peer: "Östermalm", Order: 2, Distance: 0.2}},
		[]publication.PeerComparison{
			{Indicator: "kostnad_per_hushall", Period: "2011-11", Area: "Kungsholmen", Division: fourteen, Value: 8086.4979},
			{Indicator: "forsorjningshinder", Category: "Arbetslös", Period: "2011-11", Area: "Kungsholmen", Division: fourteen, Value: 40.9091, Difference: ptr(7.0361), DiffLower: ptr(-0.8), DiffUpper: ptr(14.9)},
			{Indicator: "forsorjningshinder", Category: "Sociala skäl", Period: "2011-11", Area: "Kungsholmen", Division: fourteen, Value: 20, Difference: ptr(-6.0), DiffLower: ptr(-9.0), DiffUpper: ptr(-3.0), Verdict: publication.Lower},
		})
	text := plain(t, dir, "stadsdel/kungsholmen.html")
	for _, want := range []string{
		"ligger, den mest lika först: Norrmalm , Östermalm",
		"Närmast Kungsholmen i medelinkomst (2010) ligger",
		"Kostnad per hushåll november 2011 8 143 kr 8 086 kr –",
		"Arbetslös försörjningshinder, november 2011 47,9 % 40,9 % +7,0 −0,8 till +14,9",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("Kungsholmen's page does not say %q", want)
		}
	}
	// A difference from others is no change.
	if said := strings.Index(text, "(sociala skäl) på Kungsholmen i november 2011: tydligt lägre än i liknande stadsdelar"); said < strings.Index(text, "ligger, den mest lika först") || strings.Contains(text, "Har något ändrats?") {
		t.Errorf("the difference from the likes stands at %d, not under their heading", said)
	}
	if text := plain(t, dir, "metod.html"); !strings.Contains(text, "De liknande är de stadsdelar som ligger närmast i medelinkomst.") {
		t.Error("the method page does not say what makes districts alike")
	} else if !strings.Contains(text, "Skillnaden mot de liknande prövas för sig") {
		t.Error("the method page does not say that the difference from the likes is tried")
	}
	if text := plain(t, dir, "stadsdel/bromma.html"); !strings.Contains(text, "Vilka stadsdelar som liknar Bromma går inte att säga: uppgifter som behövs för det saknas") {
		t.Error("Bromma, of which the facts are missing, is not said to have no peers")
	}
}
