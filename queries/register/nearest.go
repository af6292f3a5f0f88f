package register

import (
	"cmp"
	"slices"
)

// nearest orders names by how few letters differ from the wanted one.
func nearest(want string, names []string, n int) []string {
	type near struct {
		name     string
		distance int
	}
	var all []near
	for _, name := range names {
		if d := distance([]rune(want), []rune(key(name))); d <= max(2, len([]rune(want))/3) {
			all = append(all, near{name, d})
		}
	}
	slices.SortFunc(all, func(a, b near) int { return cmp.Or(a.distance-b.distance, cmp.Compare(a.name, b.name)) })
	var out []string
	for _, a := range all[:min(n, len(all))] {
		out = append(out, a.name)
	}
	return slices.Compact(out)
}

// distance is Levenshtein's: insertions, deletions and exchanges of a letter.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, ra := range a {
		prev := row[0]
		row[0] = i + 1
		for j, rb := range b {
			cost := prev
			if ra != rb {
				cost = 1 + min(prev, row[j], row[j+1])
			}
			prev, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
