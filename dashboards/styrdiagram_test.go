package dashboards

import (
	"testing"
	"time"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"

	"github.com/google/go-cmp/cmp"
)

func TestAnEventInAControlChartHasNeitherItsDateNorAFullStop(t *testing.T) {
	s := &site{events: []publication.Event{{Date: time.Date(2021, 9, 1, 0, 0, 0, 0, time.UTC), Area: "Farsta", Text: "Påhittad händelse: balans i handläggningen."}}}
	s.conclusions.by = map[string]*follows{"": {}}
	in := s.controlInput(&indicator{}, &publication.Chart{Area: "Farsta", First: "2021-01", Last: "2021-12"})
	if d := cmp.Diff([]chart.Event{{Period: "2021-09", Text: "påhittad händelse: balans i handläggningen"}}, in.Events); d != "" {
		t.Error(d)
	}
}
