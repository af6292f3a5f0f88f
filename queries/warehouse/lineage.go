//go:build duckdb_arrow

package warehouse

import (
	"context"
	"encoding/json"
	"fmt"

	"stadsdelskollen/queries/duck"
)

// Origin asks which rows a base fact was made of.
type Origin struct {
	Feed    string
	Measure string
	Period  string // a year takes its months
	// Areas are the names that rows may stand under; Everywhere takes all, as the
	// city's own figure of cases does.
	Areas      []string
	Everywhere bool
	// Categories are the rows' own categories, all where there is none.
	Categories []string
	// Newest is the newest receipt that counts.
	Newest int64
}

// Lines are rows of one table of one delivery, from its line First to its line
// Last, Rows of them.
type Lines struct {
	Receipt int64  `db:"receipt"`
	Part    string `db:"part"` // file or sheet within the delivery, empty for a plain file
	First   int64  `db:"first_line"`
	Last    int64  `db:"last_line"`
	Rows    int64  `db:"row_count"`
}

// Lineage lists the rows behind a base fact, by receipt. It tells where they
// stand and nothing of what they say.
func (w *DB) Lineage(ctx context.Context, o Origin) ([]Lines, error) {
	areas, err := json.Marshal(append([]string{}, o.Areas...))
	if err != nil {
		return nil, fmt.Errorf("lineage: %w", err)
	}
	categories, err := json.Marshal(append([]string{}, o.Categories...))
	if err != nil {
		return nil, fmt.Errorf("lineage: %w", err)
	}
	return read[Lines](ctx, w, "lineage", duck.Args{"feed": o.Feed, "fact": o.Measure, "period": o.Period, "areas": string(areas),
		"everywhere": o.Everywhere, "categories": string(categories), "newest": o.Newest})
}
