//go:build duckdb_arrow

package disclosure

import reader "stadsdelskollen/transform/disclosure/attack"

// Finding is something that a publication must not let a reader see.
type Finding = reader.Finding
