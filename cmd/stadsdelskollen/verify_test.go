//go:build duckdb_arrow

package main

import (
	"testing"

	"stadsdelskollen/transform/disclosure/attack"
)

func TestFindingsAreCountedAndGroupedByAttack(t *testing.T) {
	a, b := attack.Finding{Rule: "x", Where: "f", Text: "1"}, attack.Finding{Rule: "w", Where: "f", Text: "2"}
	for want, found := range map[string][]attack.Finding{"1 finding\nx (1):\n  f: 1": {a}, "2 findings\nw (1):\n  f: 2\nx (1):\n  f: 1": {a, b}} {
		if got := listFindings(found); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
