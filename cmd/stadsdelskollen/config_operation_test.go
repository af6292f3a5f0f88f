package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func configFrom(t *testing.T, text string) (config, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, configName), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return loadConfig(dir)
}

func TestFaultsOfSourcesAndScheduleSayWhereTheyStand(t *testing.T) {
	_, err := configFrom(t, `[tidplan]
run = "0 6 16 * *"
  hamta = "0 6 30 2 *"

[feed.ekonomiskt_bistand]
senast = 31

[feed.omradesfakta]
senast = 15

[[kallor]]
namn = "drop"
slag = "mapp"
adress = "inbox"

[[kallor]] # Kolada
namn = "drop"
slag = "kolada"
adress = "ftp://api.kolada.se"
kommuner = ["180"]

[[kallor]]
namn = "Öppna data"
slag = "http"
adress = "https://user:hemligt@example.se/fil.csv"
feed = "hushall"
hemlighet_miljo = "abc-123"
huvud = "X-Key"
sha256 = "abc"
andelse = "csv"
storst_mb = -1
forsok = 99

[meddelande]
webhook = "example.se"
hemlighet_miljo = "a b"
vid = ["allt"]
kommando = [""]
`)
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{
		":3:3: tidplan.hamta: that day never comes",
		":6:1: senast is 31",
		":9:1: senast is for feeds by month",
		`:14:1: source "drop": adress has to be a folder other than the inbox`,
		`:17:1: source "drop": the name is taken`,
		`:19:1: source "drop": adress has to be an address`,
		`:16:1: source "drop": nyckeltal`,
		`:20:1: source "drop": "180" is no municipality's code`,
		`:23:1: source "Öppna data": namn has to be`,
		`:25:1: source "Öppna data": adress holds a user`,
		`:26:1: source "Öppna data": there is no feed hushall`,
		`:27:1: source "Öppna data": hemlighet_miljo is the name`,
		`:29:1: .*sha256`, `:30:1: .*andelse`, `:31:1: .*storst_mb`, `:32:1: .*forsok`,
		`:35:1: meddelande.webhook has to be`, `:36:1: meddelande.hemlighet_miljo`, `:37:1: meddelande.vid: "allt" is none of fel, karantan, sen`,
		`:38:1: meddelande.kommando`,
	} {
		if !regexp.MustCompile(want).MatchString(err.Error()) {
			t.Errorf("%s is missing in\n%v", want, err)
		}
	}
	if strings.Contains(err.Error(), "hemligt") {
		t.Errorf("a password is in the fault: %v", err)
	}
	if _, err := configFrom(t, "[tidplan]\nvanta = \"snart\"\n"); err == nil || !strings.Contains(err.Error(), "2:9") || !strings.Contains(err.Error(), "no duration") {
		t.Errorf("got %v", err)
	}
}

func TestAllFaultsOfTheConfigAreToldInTheOrderOfTheirLines(t *testing.T) {
	_, err := configFrom(t, "\ufeff[webb]\nadress = \"x\"\nfel = 1\n[tidplan]\nrun = \"ibland\"\n[jamlikar]\nantal = 0\n")
	if got := regexp.MustCompile(`(?m)toml:(\d+:\d+: \S+)`).FindAllString(fmt.Sprint(err), -1); !slices.Equal(got,
		[]string{"toml:2:1: webb.adress", "toml:3:1: unknown", "toml:5:1: tidplan.run:", "toml:7:1: jamlikar.antal"}) {
		t.Errorf("%q in %v", got, err)
	}
	if cfg, err := configFrom(t, "\ufeffnamn = \"Umeå\"\n"); err != nil || cfg.Namn != "Umeå" {
		t.Errorf("%+v, %v", cfg, err)
	}
}

// Every key that the template shows in a comment has to be a key.
func TestTheTemplateOfTheConfigIsRightWhenItsCommentsAreTakenAway(t *testing.T) {
	var b strings.Builder
	for line := range strings.Lines(string(configTemplate)) {
		// An example is a comment that begins with a key or a table.
		if m := regexp.MustCompile(`^# ((\[|"|[a-z0-9_]+ = ).*)`).FindStringSubmatch(line); m != nil {
			line = m[1] + "\n"
		}
		b.WriteString(line)
	}
	cfg, err := configFrom(t, b.String())
	if err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	if len(cfg.Kallor) != 3 || len(cfg.Tidplan.jobs()) != 4 || cfg.Feed["ekonomiskt_bistand"].Senast != 15 || len(cfg.Meddelande.Kommando) == 0 {
		t.Errorf("something is not shown: %+v", cfg)
	}
}
