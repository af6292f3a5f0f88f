//go:build duckdb_arrow

package disclosure

import (
	"slices"

	"stadsdelskollen/queries/warehouse"
)

// withheld are the measures made from cases and payments that no rule here binds
// to the counts and kronor that they could be turned into: observed over expected
// decisions, a cost ratio from payments, shares of variation. The public does
// not get them.
var withheld = []string{"beslut_i_tid_mot_forvantat", "kostnad_per_hushallsmanad", "variation_bifall", "variation_handlaggningstid"}

// withRules are the facts that there are rules for.
func withRules(facts []warehouse.BaseFact) []warehouse.BaseFact {
	return slices.DeleteFunc(facts, func(f warehouse.BaseFact) bool { return slices.Contains(withheld, f.Measure) })
}
