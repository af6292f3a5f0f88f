//go:build duckdb_arrow

package attack

import "stadsdelskollen/queries/publication"

// shares finds areas all of whose people, or all but a few, are in one category
// that is shown beside the total: to belong to the area is to be in the category.
// Of a rounded total below ten the category need not be most. Where other areas have further categories, one that is missing is nobody.
func (a *attacker) shares(p Publication) {
	type table struct{ measure, period string }
	categories := map[table]map[string]bool{}
	totals := map[ref]float64{}
	defs := p.defined()
	for _, f := range p.Facts {
		if f.Kind != publication.KindCount || !defs[f.Measure].overCategories() {
			continue
		}
		t := table{f.Measure, f.Period}
		switch {
		case f.Category == "" && f.Value != nil:
			totals[refOf(f)] = *f.Value
		case f.Category != "" && categories[t] == nil:
			categories[t] = map[string]bool{f.Category: true}
		case f.Category != "":
			categories[t][f.Category] = true
		}
	}
	for _, f := range p.Facts {
		if f.Category == "" || f.Value == nil || len(categories[table{f.Measure, f.Period}]) < 2 {
			continue
		}
		row := refOf(f)
		row.category = ""
		if total, ok := totals[row]; ok && total-*f.Value < minCount && !(p.RoundedTo > 0 && total < leastBase) {
			a.find(RuleShares, label(f), "all but %v of %v are in this category", total-*f.Value, total)
		}
	}
}
