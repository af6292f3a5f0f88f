package dashboards

import (
	"testing"

	"stadsdelskollen/queries/publication"
)

// A figure that is no measure of how work is done is never a finding; that it
// differs surely all the same must not be denied.
func TestNothingStandingOutDoesNotDenySureDifferences(t *testing.T) {
	sure := outcome{higher: 1, unsure: 2}
	alike := outcome{unsure: 3}
	of := func(o outcome) *indicator {
		return &indicator{Indicator: publication.Indicator{Process: "ja", Method: publication.MethodProportion}, newest: "2023-12", outcomes: map[[2]string]outcome{{"", "2023-12"}: o}}
	}
	s := &site{told: told{inds: []*indicator{of(sure), of(alike)}}}
	contains(t, "some", s.noFinding(), "Var för sig visar 1~av~2 tal en säker skillnad mellan stadsdelar.")
	s.inds = []*indicator{of(alike), of(alike)}
	contains(t, "none", s.noFinding(), "Av två tal som går att pröva visar inget en skillnad")
}
