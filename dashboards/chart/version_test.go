package chart

import (
	"encoding/json"
	"os"
	"testing"
)

func TestVersionIsThatOfPackageJSON(t *testing.T) {
	text, err := os.ReadFile("../../package.json")
	if err != nil {
		t.Fatal(err)
	}
	var p struct {
		Dependencies, DevDependencies map[string]string
	}
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatal(err)
	}
	if got := p.Dependencies["echarts"] + p.DevDependencies["echarts"]; got != EChartsVersion {
		t.Errorf("package.json has %q, the program says %q", got, EChartsVersion)
	}
}
