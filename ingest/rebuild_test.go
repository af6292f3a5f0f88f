//go:build duckdb_arrow

package ingest

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/warehouse"
)

func TestTheArchiveRebuildsTheSameWarehouse(t *testing.T) {
	ws := workspace(t)
	wh := openWarehouse(t, ws)
	dropThree(t, ws)
	run(t, ws, wh)
	put(t, ws, "arenden_2011-11.csv", "arende;manad;stadsdel;ansokan\na1;2011-11;Kungsholmen;2011-11-02\n")
	run(t, ws, wh)
	want := everything(t, wh)
	closing(t, wh)
	receipts, err := Rebuild(t.Context(), ws, ws.database())
	if err != nil || len(receipts) != 4 {
		t.Fatalf("%d receipts, %v", len(receipts), err)
	}
	wh = openWarehouse(t, ws)
	if diff := cmp.Diff(want, everything(t, wh)); diff != "" {
		t.Error(diff)
	}
	closing(t, wh)

	if err := os.Remove(ws.database()); err != nil {
		t.Fatal(err)
	}
	wh = openWarehouse(t, ws)
	if diff := cmp.Diff(want, everything(t, wh)); diff != "" {
		t.Errorf("from a missing file: %s", diff)
	}
	err = wh.Tx(t.Context(), func(tx *duck.Tx) error {
		return tx.Exec(t.Context(), "UPDATE warehouse_version SET version = '0-older'", nil)
	})
	if err := errors.Join(err, wh.Close()); err != nil {
		t.Fatal(err)
	}
	wh = openWarehouse(t, ws)
	defer closing(t, wh)
	if diff := cmp.Diff(want, everything(t, wh)); diff != "" {
		t.Errorf("from another version: %s", diff)
	}
}

func TestAFileThatIsNoDatabaseIsNotReplacedUnasked(t *testing.T) {
	ws := workspace(t)
	if err := os.WriteFile(ws.database(), []byte("not a database, but somebody's"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenWarehouse(t.Context(), ws, ws.database(), duck.Options{}); err == nil {
		t.Error("it was opened")
	}
	if _, err := Rebuild(t.Context(), ws, ws.database()); err != nil {
		t.Errorf("asked to rebuild: %v", err)
	}
}

func TestDamagedOrMissingArchivedBytesStopTheRebuildAndKeepTheOldWarehouse(t *testing.T) {
	ws := workspace(t)
	wh := openWarehouse(t, ws)
	dropThree(t, ws)
	run(t, ws, wh)
	want := everything(t, wh)
	closing(t, wh)
	r, err := ws.receipt(2)
	if err != nil {
		t.Fatal(err)
	}
	object := ws.path(objectsDir, r.SHA256)
	intact, err := os.ReadFile(object)
	if err != nil {
		t.Fatal(err)
	}
	refuses := func(change error) {
		t.Helper()
		if change != nil {
			t.Fatal(change)
		}
		_, err := Rebuild(t.Context(), ws, ws.database())
		if err == nil || !strings.Contains(err.Error(), "receipt 2, ekonomiskt_bistand_2.csv, is not loaded: "+object+" is damaged or gone") {
			t.Errorf("got %v", err)
		}
		if left, err := filepath.Glob(ws.database() + ".*"); err != nil || len(left) > 0 {
			t.Errorf("%v are left, %v", left, err)
		}
	}
	refuses(os.WriteFile(object, []byte(strings.Replace(string(intact), "252", "352", 1)), 0o600))
	refuses(os.Remove(object))
	wh = openWarehouse(t, ws)
	defer closing(t, wh)
	if diff := cmp.Diff(want, everything(t, wh)); diff != "" {
		t.Error(diff)
	}
}

func TestTheSameFileAgainMendsADamagedArchive(t *testing.T) {
	for _, lost := range []bool{false, true} { // the warehouse
		ws := workspace(t)
		text := header + "Kungsholmen;2011-11;211;1718;8143\n"
		put(t, ws, "ekonomiskt_bistand.csv", text)
		wh := openWarehouse(t, ws)
		run(t, ws, wh)
		closing(t, wh)
		r, err := ws.receipt(1)
		if err != nil {
			t.Fatal(err)
		}
		object := ws.path(objectsDir, r.SHA256)
		if err := os.WriteFile(object, []byte(strings.Replace(text, "211", "311", 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		if lost {
			err = os.Remove(ws.database())
		}
		put(t, ws, "ekonomiskt_bistand_igen.csv", text)
		wh = openWarehouse(t, ws)
		if f := run(t, ws, wh).Files; len(f) != 1 || f[0].Status != Duplicate {
			t.Errorf("%+v", f)
		}
		closing(t, wh)
		if got, e := os.ReadFile(object); errors.Join(err, e) != nil || string(got) != text {
			t.Errorf("%q, %v, %v", got, err, e)
		}
	}
}

func TestANameThatIsNotUTF8IsReadableFromTheDoorOn(t *testing.T) {
	ws := workspace(t)
	put(t, ws, "ekonomiskt_bistand_\xd6\x1b[2J.csv", header+"Kungsholmen;2011-11;211;1718;8143\n")
	// It stops before the file leaves the inbox and goes on in the next run.
	power := errors.New("power cut")
	ws.after = func(step string) error {
		if step == "quarantine" {
			return power
		}
		return nil
	}
	wh := openWarehouse(t, ws)
	defer closing(t, wh)
	if _, err := Run(t.Context(), ws, wh); !errors.Is(err, power) {
		t.Fatal(err)
	}
	ws.after = nil
	f := run(t, ws, wh).Files
	if len(f) != 1 || f[0].Status != warehouse.Accepted || f[0].Name != "ekonomiskt_bistand_Ö\ufffd[2J.csv" {
		t.Errorf("%+v", f)
	}
	for name := range tree(t, ws) {
		if strings.HasPrefix(name, inboxDir) || strings.HasPrefix(name, pendingDir) {
			t.Errorf("%q is left", name)
		}
	}
}

func TestALostReceiptIsNamedAndItsNumberNotGivenAgain(t *testing.T) {
	for lost, want := range map[int]string{2: "000002.json is missing", 3: "receipt 3 as ekonomiskt_bistand_3.csv, and the archive does not"} {
		ws := workspace(t)
		dropThree(t, ws)
		wh := openWarehouse(t, ws)
		run(t, ws, wh)
		closing(t, wh)
		if err := os.Remove(ws.receiptFile(lost)); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenWarehouse(t.Context(), ws, ws.database(), duck.Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("receipt %d: %v", lost, err)
		}
		// The newest can be done without, if one asks for it.
		if _, err := Rebuild(t.Context(), ws, ws.database()); (err == nil) != (lost == 3) {
			t.Errorf("receipt %d: %v", lost, err)
		}
	}
}

func TestStatusCountsDistrictsInForceAndFaultsByRule(t *testing.T) {
	ws := workspace(t)
	wh := openWarehouse(t, ws)
	defer closing(t, wh)
	put(t, ws, "ekonomiskt_bistand_1.csv", header+"Kungsholmen;2011-11;211;1718;8143\nÖstermalm;2011-11;222;1842;8295\nHela staden;2011-11;1;1;\nKungsholmen;2023-07;1;1;\n")
	put(t, ws, "ekonomiskt_bistand_2.csv", header+"Norrmalm;2011-11;x;1991;y\nOstermalm;2011-11;222;1842;9295\n")
	put(t, ws, "utbetalningar_2011-11.csv", "hushall;manad;stadsdel;belopp_kr\nh1;2011-11;Kungsholmen;1\n")
	run(t, ws, wh)
	complete, err := wh.Completeness(t.Context(), ws.Now())
	want := []warehouse.Completeness{
		{Feed: "ekonomiskt_bistand", Period: "2023-07", Delivered: 1, Expected: 4, Missing: []string{"Hässelby-Vällingby", "Norra innerstaden", "Rinkeby-Kista"}},
		{Feed: "ekonomiskt_bistand", Period: "2011-11", Delivered: 2, Expected: 5, Missing: []string{"Hässelby-Vällingby", "Norrmalm", "Rinkeby-Kista"}},
		{Feed: "utbetalningar", Period: "2011-11", Delivered: 5, Expected: 5, Missing: []string{}},
	}
	if diff := cmp.Diff(want, complete); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	deliveries, err := wh.Deliveries(t.Context())
	if err != nil || len(deliveries) != 3 || deliveries[0].Receipt != 3 || deliveries[1].Status != warehouse.Refused {
		t.Errorf("%+v, %v", deliveries, err)
	}
	quarantined, err := wh.Quarantine(t.Context())
	if err != nil || len(quarantined) != 2 || quarantined[1].Rule != "typ" || quarantined[1].Faults != 2 || quarantined[1].Received.Before(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v, %v", quarantined, err)
	}
}
