//go:build duckdb_arrow

package ingest

import (
	"os"
	"testing"

	"stadsdelskollen/queries/warehouse"
)

func TestAFileThatSomeoneHasOpenForWritingIsLeftUntilItIsClosed(t *testing.T) {
	ws := workspace(t)
	wh := openWarehouse(t, ws)
	defer closing(t, wh)
	// A copy that has stalled: nothing about the file changes any more.
	f, err := os.Create(ws.path(inboxDir, "ekonomiskt_bistand.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(header + "Kungsholmen;2011-11;211;1718;8143\n"); err != nil {
		t.Fatal(err)
	}
	if r := run(t, ws, wh); len(r.Files) != 1 || r.Files[0].Status != Waiting || r.Refused() {
		t.Errorf("half a file: %+v", r)
	}
	if _, err := f.WriteString("Norrmalm;2011-11;252;1991;7901\n"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if r := run(t, ws, wh); len(r.Files) != 1 || r.Files[0].Status != warehouse.Accepted || r.Files[0].Accepted != 2 {
		t.Errorf("the whole file: %+v", r)
	}
}
