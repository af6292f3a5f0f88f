package chart

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A control chart's signs are not those of verdicts, and the same on either side of the centre.
func TestASignalNearALimitIsNoTriangle(t *testing.T) {
	in := control()
	in.Points[5].Value, in.Points[5].Signal = 4.25, Near // under the centre
	in.Points[12].Signal = NoSignal
	svg := draw(t, engine(t, 1), in).Wide
	form := func(d string) string { return regexp.MustCompile(`^M[^a-z]*`).ReplaceAllString(d, "") }
	low := pathsOf(svg, "lo")
	if len(low) != 1 || strings.Count(low[0], " ") < 10 {
		t.Fatalf("the one sign under the centre is no cross: %v", low)
	}
	if !slices.ContainsFunc(pathsOf(svg, "hi"), func(d string) bool { return form(d) == form(low[0]) }) {
		t.Error("a rule has another sign under the centre than over it")
	}
}
