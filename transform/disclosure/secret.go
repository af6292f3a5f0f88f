//go:build duckdb_arrow

package disclosure

import (
	"stadsdelskollen/queries/publication"
)

// bySender is why a figure is closed that the deliverer hides, or that would tell it.
const bySender = "hidden by the deliverer"

// closeSecret closes the whole row of an area where the deliverer hides a
// figure: its value is not known here either, so the row cannot be proved. A
// reader sees .. for all of it, and it counts as a part of the city's rest.
func (g *gate) closeSecret(t *table) {
	for _, p := range t.places {
		if g.secretRow(t, p) {
			g.closeAll(t, p)
		}
	}
}

func (g *gate) secretRow(t *table, p place) bool {
	for _, i := range t.at[p] {
		if g.base[i].Status == publication.Hidden {
			return true
		}
	}
	return false
}

func (g *gate) closeAll(t *table, p place) {
	for _, i := range t.at[p] {
		if g.base[i].Status != publication.NotDelivered {
			g.close[i] = bySender
		}
	}
}

// closeLinked closes the households of an area whose adults the deliverer hides,
// since each has one adult or two; and the adults where they are so few
// that they would tell the hidden households.
func (g *gate) closeLinked(tables []*table) {
	adults := map[string]*table{}
	for _, t := range tables {
		if t.def.Name == reasons {
			adults[t.period] = t
		}
	}
	for _, homes := range tables {
		of := adults[homes.period]
		if homes.def.Name != households || of == nil {
			continue
		}
		for _, p := range homes.places {
			secret := g.secretRow(homes, p)
			if g.secretRow(of, p) {
				g.closeAll(homes, p)
			}
			if i, ok := of.at[p][""]; secret && ok && g.base[i].Value != nil && int64(*g.base[i].Value) < 2*g.set.Rules.MinCount {
				g.closeAll(of, p)
			}
		}
	}
}

// closeFamilies closes what could be turned into a figure that is closed here: the
// rest of its family.
func (g *gate) closeFamilies() {
	type key struct {
		family, category, period string
		place
	}
	of := func(i int) key {
		f := g.base[i]
		return key{defined[f.Measure].Together, f.Category, f.Period, placeOf(f)}
	}
	secret := map[key]bool{}
	for i := range g.close {
		if g.base[i].Kind != publication.KindSummary {
			secret[of(i)] = true
		}
	}
	for i, f := range g.base {
		if k := of(i); k.family != "" && secret[k] && f.Status != publication.NotDelivered {
			g.close[i] = bySender
		}
	}
}
