//go:build duckdb_arrow

package ingest

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
)

func TestTheExampleLoadsWithoutAFault(t *testing.T) {
	const example = "../examples/stockholm"
	ws := workspace(t)
	var err error
	if ws.Register, err = register.Load(os.DirFS(filepath.Join(example, "reference"))); err != nil {
		t.Fatal(err)
	}
	ws.Now = func() time.Time { return time.Date(2026, 1, 8, 6, 0, 0, 0, time.UTC) }
	if err := os.CopyFS(ws.path(inboxDir), os.DirFS(filepath.Join(example, inboxDir))); err != nil {
		t.Fatal(err)
	}
	wh := openWarehouse(t, ws)
	defer closing(t, wh)
	report := run(t, ws, wh)
	if len(report.Files) == 0 {
		t.Fatal("the example has no deliveries")
	}
	for _, f := range report.Files {
		if f.Status != warehouse.Accepted || len(f.Warnings) > 0 {
			t.Errorf("%s", text(t, Report{[]FileReport{f}}))
		}
	}
}
