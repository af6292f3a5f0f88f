//go:build duckdb_arrow

package disclosure

import (
	"stadsdelskollen/queries/publication"
	reader "stadsdelskollen/transform/disclosure/attack"
)

// Finding is something that a publication must not let a reader see.
type Finding = reader.Finding

// attack reads facts as someone who wishes to know what is hidden, before they
// leave the gate.
func attack(facts []publication.Fact) []Finding {
	return reader.Facts(reader.Publication{Facts: facts})
}
