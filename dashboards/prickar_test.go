package dashboards

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/dashboards/chart"
)

// A share of the expected is read against 100, which nobody has delivered.
func TestAShareOfTheExpectedIsDrawnAgainstIt(t *testing.T) {
	s := held(12, 10)
	ind := s.inds[0]
	ind.index(nil, nil)
	for name, want := range map[string]*chart.Reference{"andel": nil, "beslut_i_tid_mot_forvantat": {Value: 100, Text: hard("Som väntat 100~%")}} {
		ind.Name = name
		if d := cmp.Diff(want, s.dots(ind, []string{"Farsta"}, "", "2011-11").Reference); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		if got := strings.HasSuffix(s.listing(ind, []string{"Farsta"}, "", "2011-11"), hard(" Som väntat: 100~%.")); got != (want != nil) {
			t.Errorf("%s: the line is told: %t", name, got)
		}
	}
}
