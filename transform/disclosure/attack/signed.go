//go:build duckdb_arrow

package attack

import "stadsdelskollen/queries/publication"

// signed writes what holds of figures that do not add because someone may count in
// two areas: no area has more than the city, and where that is so in every
// complete line (three at least) the city has no more than its areas together.
func (s *system) signed(pub int, sh *sheet) {
	type line struct{ measure, period string }
	cities, parts := map[line]ref{}, map[line][]ref{}
	var order []line
	for _, r := range sorted(sh.at) {
		f := sh.at[r]
		if f.Kind != publication.KindCount || r.category != "" || sh.defs[r.measure]["stadsdelar"] != publication.AddsSign {
			continue
		}
		l := line{r.measure, r.period}
		switch r.level {
		case publication.LevelCity:
			cities[l] = r
			order = append(order, l)
		case publication.LevelDistrict, publication.LevelOutside:
			parts[l] = append(parts[l], r)
		}
	}
	complete, hold := map[string]int{}, map[string]int{}
	for _, l := range order {
		if left, computed := s.shownSum(sh, cities[l], parts[l]); computed {
			complete[l.measure]++
			if left >= 0 {
				hold[l.measure]++
			}
		}
	}
	for _, l := range order {
		sum := map[ref]int64{cities[l]: -1}
		for _, r := range parts[l] {
			s.atLeastNought(pub, sh, byLink, map[ref]int64{cities[l]: 1, r: -1}, "no area has more than the city")
			sum[r] = 1
		}
		if n := hold[l.measure]; n >= enoughLines && n == complete[l.measure] {
			s.atLeastNought(pub, sh, byLink, sum, "the city has no more than its areas together")
		}
	}
}

// shownSum is the parts less the city, where all of them are shown.
func (s *system) shownSum(sh *sheet, city ref, parts []ref) (left int64, computed bool) {
	v, shown, _ := s.value(sh, city)
	if !shown || len(parts) == 0 {
		return 0, false
	}
	left = -v
	for _, r := range parts {
		v, shown, _ := s.value(sh, r)
		if !shown {
			return 0, false
		}
		left += v
	}
	return left, true
}
