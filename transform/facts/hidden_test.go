//go:build duckdb_arrow

package facts

import (
	"testing"

	"stadsdelskollen/queries/publication"
)

// A figure that the deliverer hides is hidden, and the sum that it is in; one
// that is merely missing was not delivered.
func TestWhatTheDelivererHidesIsHiddenAndNotMissing(t *testing.T) {
	f := fill(t)
	f.deliver("forsorjningshinder", "manad", "stadsdel",
		"'Norrmalm', 'stadsdel', '2011-11', 'Vård av barn', NULL, ''", "'Norrmalm', 'stadsdel', '2011-11', 'Arbetslös', 105, ''",
		"'Kungsholmen', 'stadsdel', '2011-11', 'Vård av barn', NULL, ''", "'Kungsholmen', 'stadsdel', '2011-11', 'Arbetslös', 93, ''")
	f.exec("INSERT INTO figure_state VALUES (1, 2, 'vuxna', 'dold')", nil)
	f.deliver("ekonomiskt_bistand", "manad", "stadsdel", "'Norrmalm', 'stadsdel', '2011-11', NULL, 1991, NULL, NULL, NULL, NULL, ''",
		"'Kungsholmen', 'stadsdel', '2011-11', NULL, 1718, NULL, NULL, NULL, NULL, ''")
	f.exec("INSERT INTO figure_state VALUES (2, 2, 'hushall', 'dold'), (2, 2, 'kostnad_per_hushall', 'dold')", nil)
	got := map[[3]string]string{}
	for _, b := range f.build(Options{}) {
		if b.Period == "2011-11" {
			got[[3]string{b.Measure, b.Area, b.Category}] = b.Status
			if (b.Value == nil) == (b.Status == publication.OK) {
				t.Errorf("%+v", b)
			}
		}
	}
	for k, want := range map[[3]string]string{
		{"vuxna_hinder", "Norrmalm", "Vård av barn"}:    publication.Hidden,
		{"vuxna_hinder", "Norrmalm", ""}:                publication.Hidden,
		{"vuxna_hinder", "Norrmalm", "Arbetslös"}:       publication.OK,
		{"vuxna_hinder", "Kungsholmen", "Vård av barn"}: publication.NotDelivered,
		{"vuxna_hinder", "Kungsholmen", ""}:             publication.NotDelivered,
		{"vuxna_hinder", "Bromma", ""}:                  publication.NotDelivered,
		{"hushall", "Norrmalm", ""}:                     publication.Hidden,
		{"kostnad_per_hushall", "Norrmalm", ""}:         publication.Hidden,
		{"kostnad_tkr", "Norrmalm", ""}:                 publication.OK,
		{"hushall", "Kungsholmen", ""}:                  publication.NotDelivered,
		{"kostnad_per_hushall", "Kungsholmen", ""}:      "",
	} {
		if got[k] != want {
			t.Errorf("%v: %q, want %q", k, got[k], want)
		}
	}
}
