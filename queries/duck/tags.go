//go:build !duckdb_arrow

package duck

// This program reads and writes Arrow through DuckDB, which needs a build tag.
// The line below does not compile on purpose; its name is the message.
var _ = build_with_tags_duckdb_arrow__see_README
