//go:build duckdb_arrow

package disclosure

import (
	"cmp"
	"slices"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/warehouse"
)

// MinWorkers is the smallest number of case workers behind a figure of a unit:
// one of fewer would be about them (METHODS.md section 17). Workers that were
// not delivered are none.
const MinWorkers = 5

// withoutUnits are the facts that the public may see at all: what a unit does
// is for the internal audience only, whatever its size.
func withoutUnits(facts []warehouse.BaseFact) []warehouse.BaseFact {
	return slices.DeleteFunc(slices.Clone(facts), func(f warehouse.BaseFact) bool { return f.Level == publication.LevelUnit })
}

// fewWorkers are the indices of the units' figures that not even the internal
// audience sees. Where those hidden have too few case workers together, the next
// smallest units are hidden with them: the city less the others would tell.
func fewWorkers(facts []warehouse.BaseFact) map[int]bool {
	type table struct{ measure, period string }
	units := map[table][]int{}
	for i, f := range facts {
		if f.Level == publication.LevelUnit {
			t := table{f.Measure, f.Period}
			units[t] = append(units[t], i)
		}
	}
	out := map[int]bool{}
	for _, of := range units {
		slices.SortFunc(of, func(a, b int) int {
			return cmp.Or(cmp.Compare(workers(facts[a]), workers(facts[b])), cmp.Compare(facts[a].Area, facts[b].Area))
		})
		together := int64(0)
		for n, i := range of {
			if few := workers(facts[i]) < MinWorkers; !few && (n == 0 || together >= MinWorkers) {
				break
			}
			out[i] = true
			together += workers(facts[i])
		}
	}
	return out
}

func workers(f warehouse.BaseFact) int64 {
	if f.Workers == nil {
		return 0
	}
	return *f.Workers
}
