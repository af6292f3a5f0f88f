//go:build duckdb_arrow

package ingest

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/warehouse"
)

const casesHeader = "arende;manad;stadsdel;ansokan\n"

// aged is a workspace that took in two files of cases and one of figures in
// January 2022, one of the cases with a row refused, and cases again in 2024,
// by its clock now. Cases are kept for 24 months.
func aged(t *testing.T) Workspace {
	t.Helper()
	ws := workspace(t)
	ws.Feeds = map[string]FeedConfig{"arenden": {Keep: 24}}
	clock := time.Date(2022, 1, 8, 6, 0, 0, 0, time.UTC)
	ws.Now = func() time.Time { return clock }
	put(t, ws, "arenden_2021-11.csv", casesHeader+"secret1;2021-11;Kungsholmen;2021-11-02\n")
	put(t, ws, "arenden_2021-12.csv", casesHeader+"secret2;2021-12;Kungsholmen;2021-12-02\nsecret3;2021-12;Nowhere;2021-12-02\n")
	put(t, ws, "ekonomiskt_bistand_2021-11.csv", header+"Kungsholmen;2021-11;211;1718;8143\n")
	wh := openWarehouse(t, ws)
	run(t, ws, wh)
	clock = time.Date(2024, 1, 8, 6, 0, 1, 0, time.UTC)
	put(t, ws, "arenden_2023-12.csv", casesHeader+"kept;2023-12;Kungsholmen;2023-12-02\n")
	run(t, ws, wh)
	closing(t, wh)
	return ws
}

func retire(t *testing.T, ws Workspace) []int {
	t.Helper()
	gone, err := Retire(t.Context(), ws, ws.database())
	if err != nil {
		t.Fatal(err)
	}
	var out []int
	for _, r := range gone {
		out = append(out, r.Number)
	}
	return out
}

func TestBytesOfCasesGoWhenTheirTimeHasPassedAndReceiptsStay(t *testing.T) {
	ws := aged(t)
	if diff := cmp.Diff([]int{1, 2}, retire(t, ws)); diff != "" {
		t.Error(diff)
	}
	for name, text := range tree(t, ws) {
		if strings.Contains(text, "secret") {
			t.Errorf("%s still holds a case", name)
		}
	}
	wh := openWarehouse(t, ws)
	all := everything(t, wh)
	for _, gone := range []string{"secret1", "secret2", "secret3"} {
		if strings.Contains(all, gone) {
			t.Errorf("the warehouse still holds %s", gone)
		}
	}
	for _, stays := range []string{"kept", `"hushall":211`, `"receipt":1,"feed":"arenden","name":"arenden_2021-11.csv"`} {
		if !strings.Contains(all, stays) {
			t.Errorf("the warehouse lacks %s", stays)
		}
	}
	known, err := wh.Deliveries(t.Context())
	if err != nil || len(known) != 4 || known[3].Status != warehouse.Gone || known[2].Status != warehouse.Gone || known[2].Accepted != 1 || known[2].Refused != 1 {
		t.Errorf("%+v, %v", known, err)
	}
	closing(t, wh)
	receipts, err := Rebuild(t.Context(), ws, ws.database())
	if err != nil || len(receipts) != 4 || receipts[0].Gone == nil || receipts[2].Gone != nil {
		t.Errorf("%+v, %v", receipts, err)
	}
	wh = openWarehouse(t, ws)
	defer closing(t, wh)
	if diff := cmp.Diff(all, everything(t, wh)); diff != "" {
		t.Errorf("rebuilt: %s", diff)
	}
}

func TestRetiringTwiceDoesNothingAndTheSameBytesAreStillKnown(t *testing.T) {
	ws := aged(t)
	retire(t, ws)
	before := tree(t, ws)
	if again := retire(t, ws); again != nil {
		t.Errorf("retired %v again", again)
	}
	wh := openWarehouse(t, ws)
	defer closing(t, wh)
	put(t, ws, "arenden_2021-11.csv", casesHeader+"secret1;2021-11;Kungsholmen;2021-11-02\n")
	if f := run(t, ws, wh).Files[0]; f.Status != Duplicate || f.DuplicateOf != 1 {
		t.Errorf("%+v", f)
	}
	if diff := cmp.Diff(before, tree(t, ws)); diff != "" {
		t.Error(diff)
	}
}

func TestBytesThatAKeptDeliveryAlsoSpeaksOfStay(t *testing.T) {
	ws := aged(t)
	wh := openWarehouse(t, ws)
	// The same bytes under the name of a feed that keeps them.
	put(t, ws, "matt_fel_namn.csv", casesHeader+"secret1;2021-11;Kungsholmen;2021-11-02\n")
	run(t, ws, wh)
	closing(t, wh)
	retire(t, ws)
	r, err := ws.receipt(1)
	if err != nil || r.Gone == nil {
		t.Fatalf("%+v, %v", r, err)
	}
	if _, err := Rebuild(t.Context(), ws, ws.database()); err != nil {
		t.Error(err)
	}
	if objects := slices.Collect(maps.Keys(tree(t, ws))); !slices.Contains(objects, objectsDir+"/"+r.SHA256) {
		t.Error("bytes that are still needed are gone")
	}
}

func TestAStopWhileRetiringAndAnotherRunEndAsIfThereHadBeenNone(t *testing.T) {
	undisturbed := aged(t)
	steps := 0
	undisturbed.after = func(string) error { steps++; return nil }
	retire(t, undisturbed)
	want := tree(t, undisturbed)
	if steps < 7 {
		t.Fatalf("%d steps", steps)
	}
	power := errors.New("power cut")
	for stop := 1; stop <= steps; stop++ {
		ws := aged(t)
		n := 0
		ws.after = func(string) error {
			if n++; n == stop {
				return power
			}
			return nil
		}
		if _, err := Retire(t.Context(), ws, ws.database()); !errors.Is(err, power) {
			t.Fatalf("step %d: %v", stop, err)
		}
		ws.after = nil
		retire(t, ws)
		if diff := cmp.Diff(want, tree(t, ws)); diff != "" {
			t.Errorf("stopped after step %d: %s", stop, diff)
		}
		wh := openWarehouse(t, ws)
		if all := everything(t, wh); strings.Contains(all, "secret") {
			t.Errorf("stopped after step %d: the warehouse still holds a case", stop)
		}
		closing(t, wh)
	}
}

func TestACopyWithoutAnEndingGoesToo(t *testing.T) {
	ws := workspace(t)
	ws.Feeds = map[string]FeedConfig{"arenden": {Keep: 24}}
	clock := time.Date(2022, 1, 8, 6, 0, 0, 0, time.UTC)
	ws.Now = func() time.Time { return clock }
	put(t, ws, "arenden_2021-11", casesHeader+"secret1;2021-11;Kungsholmen;2021-11-02\n")
	wh := openWarehouse(t, ws)
	run(t, ws, wh)
	closing(t, wh)
	clock = clock.AddDate(3, 0, 0)
	retire(t, ws)
	for name, text := range tree(t, ws) {
		if strings.Contains(text, "secret") {
			t.Errorf("%s still holds a case", name)
		}
	}
}
