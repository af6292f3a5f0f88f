//go:build duckdb_arrow

package ingest

import (
	"os"
	"strings"
	"testing"
	"time"

	"stadsdelskollen/queries/warehouse"
)

func TestAFileThatChangesBetweenTwoLooksIsLeftUntilItDoesNot(t *testing.T) {
	ws := workspace(t)
	ws.Settle = 300 * time.Millisecond
	wh := openWarehouse(t, ws)
	defer closing(t, wh)
	const name = "ekonomiskt_bistand.csv"
	put(t, ws, name, header)
	grew := make(chan error, 1)
	time.AfterFunc(50*time.Millisecond, func() {
		grew <- os.WriteFile(ws.path(inboxDir, name), []byte(header+"Kungsholmen;2011-11;211;1718;8143\n"), 0o600)
	})
	r := run(t, ws, wh)
	if err := <-grew; err != nil {
		t.Fatal(err)
	}
	if len(r.Files) != 1 || r.Files[0].Status != Waiting || !strings.Contains(text(t, r), "skrivs fortfarande") {
		t.Errorf("while it grew: %+v", r)
	}
	if r := run(t, ws, wh); len(r.Files) != 1 || r.Files[0].Status != warehouse.Accepted {
		t.Errorf("afterwards: %+v", r)
	}
}

func TestAClockThatIsSetBackDoesNotReorderDeliveries(t *testing.T) {
	ws := workspace(t)
	wh := openWarehouse(t, ws)
	defer closing(t, wh)
	ahead := time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)
	back := ahead.AddDate(0, -3, 0)
	ws.Now = func() time.Time { return ahead }
	put(t, ws, "ekonomiskt_bistand_1.csv", header+"Kungsholmen;2011-11;211;1718;8143\n")
	run(t, ws, wh)
	ws.Now = func() time.Time { return back }
	put(t, ws, "ekonomiskt_bistand_2.csv", header+"Kungsholmen;2011-11;212;1718;\n")
	run(t, ws, wh)
	receipts, err := ws.receipts()
	if err != nil || len(receipts) != 2 || receipts[1].Received.Before(receipts[0].Received) {
		t.Fatalf("%+v, %v", receipts, err)
	}
	present, err := wh.Present(t.Context(), ws.Now())
	if err != nil {
		t.Fatal(err)
	}
	if now := rowsInForce(t, wh, present); !strings.Contains(now, `"hushall":212`) || strings.Contains(now, `"hushall":211`) {
		t.Errorf("in force: %s", now)
	}
}
