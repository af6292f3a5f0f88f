package audit

import (
	"math/big"
	"testing"
)

// attack reads a table as published and fails where an interval is too narrow.
func attack(t *testing.T, table Table, r Rule) {
	t.Helper()
	for _, c := range table.Cells {
		if c.Primary && c.Published {
			t.Errorf("%s is primary and published", c.ID)
		}
	}
	for id, iv := range mustIntervals(t, table) {
		if primary(table, id) && !iv.Meets(r) {
			t.Errorf("%s: [%v, %v]", id, iv.Lo, iv.Hi)
		}
	}
	_ = big.NewRat
}

func primary(table Table, id string) bool {
	for _, c := range table.Cells {
		if c.ID == id {
			return c.Primary
		}
	}
	return false
}
