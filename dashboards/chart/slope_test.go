package chart

import (
	"regexp"
	"strings"
	"testing"
)

func TestASureChangeHasTheColourOfItsMark(t *testing.T) {
	svg := draw(t, engine(t, 1), slope())
	sure := map[Verdict]int{}
	for _, r := range slope().drawn() {
		sure[r.Verdict]++
	}
	for class, v := range map[string]Verdict{"ihi": Higher, "ilo": Lower} {
		lines := pathsOf(svg.Wide, class)
		if len(lines) != 1 || strings.Count(lines[0], "M") != sure[v] {
			t.Errorf("%s: %v, want %d lines", class, lines, sure[v])
		} else if strings.Index(svg.Wide, `class="`+class+`"`) < strings.Index(svg.Wide, `class="pale"`) {
			t.Errorf("%s lies under the others", class)
		}
	}
}

func TestANarrowSlopeChartLeavesTheUnitToTheSubtitle(t *testing.T) {
	in := slope()
	in.Unit = "%"
	svg := draw(t, engine(t, 1), in)
	if strings.Contains(svg.Narrow, "%<") || !strings.Contains(svg.Wide, "\u00a0%<") {
		t.Error("the unit is not in the wide picture alone")
	}
	heads := regexp.MustCompile(`<text x="([\d.]+)"[^>]*>201[67]</text>`).FindAllStringSubmatch(svg.Narrow, -1)
	if len(heads) != 2 || number(heads[1][1])-number(heads[0][1]) < 70 {
		t.Errorf("the lines have no room: %v", heads)
	}
}
