//go:build duckdb_arrow

package ingest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/ingest/contract"
	"stadsdelskollen/queries/duck"
)

// TestTheWarehouseHasTheColumnsOfEveryContract keeps the tables of rows and
// the contracts from drifting apart.
func TestTheWarehouseHasTheColumnsOfEveryContract(t *testing.T) {
	types := map[string]string{contract.Integer: "BIGINT", contract.Number: "DECIMAL(18,3)", contract.Date: "DATE"}
	wh := openWarehouse(t, workspace(t))
	defer closing(t, wh)
	type column struct {
		Name string `db:"name"`
		Type string `db:"type"`
	}
	for _, feed := range contract.All() {
		want := map[string]string{"receipt": "INTEGER", "line": "BIGINT", "niva": "VARCHAR"}
		for _, f := range feed.Fields {
			want[f.Name] = "VARCHAR"
			if sql, ok := types[f.Type]; ok {
				want[f.Name] = sql
			}
		}
		got := map[string]string{}
		err := wh.Tx(t.Context(), func(tx *duck.Tx) error {
			columns, err := duck.Select[column](t.Context(), tx, "SELECT column_name AS name, data_type AS type FROM duckdb_columns() WHERE table_name = 'row_' || $feed", duck.Args{"feed": feed.Name})
			for _, c := range columns {
				got[c.Name] = c.Type
			}
			return err
		})
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", feed.Name, err, diff)
		}
	}
}
