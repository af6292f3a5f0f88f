//go:build duckdb_arrow

package warehouse

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"stadsdelskollen/queries/duck"
)

// Month is a period of a feed.
type Month struct {
	Feed   string `json:"feed"`
	Period string `json:"period"`
}

// Revision is a receipt that took another one's place in a period.
type Revision struct {
	Receipt  int       `db:"receipt" json:"kvitto"`
	Replaced int       `db:"replaced" json:"ersatter_kvitto"`
	Feed     string    `db:"feed" json:"underlag"`
	Period   string    `db:"period" json:"period"`
	Name     string    `db:"name" json:"fil"`
	Received time.Time `db:"received" json:"mottagen"`
	Areas    int       `db:"areas" json:"omraden"`
}

// Missing names the districts that were not delivered in the periods asked
// for; a period that is complete has no entry.
func (w *DB) Missing(ctx context.Context, asOf time.Time, asked []Month) (map[Month][]string, error) {
	out := map[Month][]string{}
	if len(asked) == 0 {
		return out, nil
	}
	text, err := json.Marshal(asked)
	if err != nil {
		return nil, fmt.Errorf("missing districts: %w", err)
	}
	type row struct {
		Feed   string `db:"feed"`
		Period string `db:"period"`
		Area   string `db:"area"`
	}
	rows, err := read[row](ctx, w, "missing", duck.Args{"as_of": utc(asOf), "asked": string(text)})
	for _, r := range rows {
		m := Month{r.Feed, r.Period}
		out[m] = append(out[m], r.Area)
	}
	return out, err
}

// Revisions lists what was delivered anew, the newest first.
func (w *DB) Revisions(ctx context.Context, asOf time.Time) ([]Revision, error) {
	return read[Revision](ctx, w, "revisions", duck.Args{"as_of": utc(asOf)})
}
