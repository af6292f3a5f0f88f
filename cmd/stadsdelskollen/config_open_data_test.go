package main

import (
	"strings"
	"testing"
)

func TestFaultsOfOpenDataSayWhereTheyStand(t *testing.T) {
	_, err := configFrom(t, `[webb]
adress = "https://jag:hemligt@example.se/"
[oppna_data]
licens = "gratis"
utgivartyp = "Kommun"
epost = "Öppna data <a@example.se>"
`)
	if err == nil {
		t.Fatal("no fault")
	}
	for _, want := range []string{":2:1: webb.adress", ":4:1: oppna_data.licens", ":5:1: oppna_data.utgivartyp", ":6:1: oppna_data.epost", "LocalAuthority"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in:\n%v", want, err)
		}
	}
}

func TestLicenceAndAddressAreWrittenAsCataloguesWantThem(t *testing.T) {
	cfg, err := configFrom(t, `[webb]
adress = "https://example.se/statistik"
[oppna_data]
licens = "CC0-1.0"
utgivartyp = "LocalAuthority"
kontakt = "Statistikgruppen"
epost = "statistik@example.se"
`)
	if err != nil {
		t.Fatal(err)
	}
	if got := cfg.Webb.address() + " " + cfg.OppnaData.license(); got != "https://example.se/statistik http://creativecommons.org/publicdomain/zero/1.0/" {
		t.Errorf("got %s", got)
	}
	if got := (openDataConfig{Licens: "https://example.se/villkor"}).license(); got != "https://example.se/villkor" {
		t.Errorf("got %s", got)
	}
}
