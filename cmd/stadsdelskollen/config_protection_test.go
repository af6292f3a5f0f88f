//go:build duckdb_arrow

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheRuleOfProtectionMayBeToRound(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, configName), []byte("[skydd]\nregel = \"avrundning\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if cfg, err := loadConfig(dir); err != nil || cfg.Skydd.rules().RoundTo != 5 || defaultProtection().rules().RoundTo != 0 {
		t.Errorf("%+v, %v", cfg.Skydd, err)
	}
}

func TestProtectionMayBeStricterAndNeverLooser(t *testing.T) {
	for text, want := range map[string]string{
		"[skydd]\nminsta_antal = 10\n":                                     "",
		"[skydd]\nregel = \"doljning\"\nminsta_antal = 10\n":               "",
		"[skydd]\nregel = \"avrundning\"\nminsta_antal = 10\n":             "goes with hiding",
		"[skydd]\nregel = \"slumpning\"\n":                                 "all rounded to 5",
		"[skydd]\np_procent = 20\nminsta_antal = 4\n":                      "stadsdelskollen.toml:3:1: skydd.minsta_antal is looser than the public may have",
		"[skydd.hindergrupper]\n\"A\" = [\"x\", \"y\"]\n\"B\" = [\"y\"]\n": `"y" is in the groups "A" and "B"`,
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, configName), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		cfg, err := loadConfig(dir)
		switch {
		case want == "" && (err != nil || cfg.Skydd.rules().MinCount != 10 || cfg.Skydd.rules().MedianMin != 10):
			t.Errorf("%s: %+v, %v", text, cfg.Skydd, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
