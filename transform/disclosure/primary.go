//go:build duckdb_arrow

package disclosure

import (
	"maps"
	"math"
	"slices"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/warehouse"
	"stadsdelskollen/transform/disclosure/audit"
)

// protections are the steps of the gate by name, so that a test can take away
// one at a time and see what then comes out.
type protections struct {
	small      bool // counts below the least are primary
	pairs      bool // x, n - x and n of a pair alike
	group      bool // all of an area in one category
	percent    bool // the p % rule
	workers    bool // few case workers
	summaries  bool // few cases behind a summary
	limits     bool // few cases beyond a limit
	categories bool // R1
	areas      bool // R2
	rest       bool // R2: the rest is somebody
	signed     bool // R2 of what does not add
	months     bool // R4
	fine       bool // R4: reasons of a month, never printed
	linked     bool // R5
	medians    bool // R6
	sticky     bool // R7: hidden once, hidden for ever
	known      bool // R7: shown once, known for ever
	earlier    bool // R7: lines of earlier publications
	together   bool // households, cost and cost per household
	complement bool // cells hidden for another's sake
	rounding   bool // counts are told rounded, where that is the rule
	readings   bool // rounded counts together are proved
	fewHomes   bool // kronor of few households beside their rounded number
	means      bool // true means beside rounded counts
}

func everything() protections {
	return protections{true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true}
}

// primaries marks what is hidden for its own sake, and what was hidden before.
func (g *gate) primaries(tables []*table) {
	for n := range g.cells {
		c := &g.cells[n]
		if c.fact < 0 {
			continue
		}
		f := g.base[c.fact]
		few := g.steps.workers && f.Workers != nil && *f.Workers < g.set.Rules.WorkersMin
		switch {
		case f.Kind == publication.KindAmount:
			c.primary = few || g.steps.percent && g.estimable(f) || g.set.Rules.rounds() && g.steps.fewHomes && g.fewHomes(f)
		case g.set.Rules.rounds():
			c.primary = few
		case f.Kind == publication.KindPair && !g.steps.pairs && c.key.Column != ledger.Denominator:
			c.primary = few
		default:
			c.primary = few || g.steps.small && audit.TooFew(c.value, g.set.Rules.MinCount)
		}
		column := c.key.Column
		if column == others {
			column = ledger.Value
		}
		c.primary = c.primary || g.steps.sticky && g.knows(c.fact, column)
	}
	for _, t := range tables {
		if t.def.Kind == publication.KindCount && t.def.OverCategories == publication.AddsYes && g.steps.group {
			g.oneCategory(t)
		}
	}
}

// estimable is the p % rule of an amount whose contributions are known, and
// fewer than five contributors.
func (g *gate) estimable(f warehouse.BaseFact) bool {
	if f.Contributors != nil && *f.Contributors < g.set.Rules.MinCount {
		return true
	}
	if f.Largest == nil || f.Second == nil {
		return false
	}
	öre := func(v float64) int64 { return int64(math.Round(v * 1000)) }
	rest := max(0, öre(*f.Value)-öre(*f.Largest)-öre(*f.Second))
	return audit.Estimable([]int64{öre(*f.Largest), öre(*f.Second), rest}, g.set.Rules.Percent)
}

// oneCategory hides the categories of an area all or nearly all of whose adults
// are in one: to belong to the area would be to have that reason. A category that an
// area lacks and others have is nobody there.
func (g *gate) oneCategory(t *table) {
	categories := map[string]bool{}
	for _, p := range t.places {
		for c := range t.at[p] {
			categories[c] = categories[c] || c != ""
		}
	}
	delete(categories, "")
	for _, p := range t.places {
		var row []int64
		var cells []int
		for _, c := range slices.Sorted(maps.Keys(t.at[p])) {
			if n := g.cellOf(t.at[p][c], ledger.Value); n >= 0 && c != "" {
				row, cells = append(row, g.cells[n].value), append(cells, n)
			}
		}
		if len(categories) > 1 && g.groupDisclosed(row) {
			for _, n := range cells {
				g.cells[n].primary = true
			}
		}
	}
}

// tooFew says whether a summary has too little behind it to be shown.
func (g *gate) tooFew(f warehouse.BaseFact) bool {
	r := g.set.Rules
	if g.steps.workers && f.Workers != nil && *f.Workers < r.WorkersMin {
		return true
	}
	if !g.steps.summaries {
		return false
	}
	switch {
	case g.steps.percent && g.estimable(f):
		return true
	case f.Category != "": // a share of the variation between so many groups of case workers
		return f.N == nil || *f.N < r.WorkersMin || f.Workers == nil
	case isP90(f.Measure):
		return f.N == nil || *f.N < r.P90Min
	}
	return f.N == nil || *f.N < r.MedianMin
}
