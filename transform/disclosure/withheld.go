//go:build duckdb_arrow

package disclosure

import (
	"slices"

	"stadsdelskollen/queries/warehouse"
)

// withheld are the measures made from cases and payments that the present rule
// cannot prove safe beside the others; the public does not get them.
var withheld = []string{"beslut_i_tid_mot_forvantat", "handlaggningstid_p90", "kostnad_per_hushallsmanad", "oppna_arenden", "variation_bifall", "variation_handlaggningstid"}

// withRules are the facts that the present rule was made for. It looks at one
// month at a time, so it lets no year of cases through: a year less its visible
// months would tell of a hidden one.
func withRules(facts []warehouse.BaseFact) []warehouse.BaseFact {
	return slices.DeleteFunc(facts, func(f warehouse.BaseFact) bool {
		return slices.Contains(withheld, f.Measure) || len(f.Period) == 4 && (f.Measure == withinDays || f.Measure == medianDays)
	})
}
