package source

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// rig is a workspace's inbox with a clock that stands, and sleeps that are
// only noted.
type rig struct {
	*Fetcher
	t      *testing.T
	now    time.Time
	sleeps []time.Duration
}

func newRig(t *testing.T) *rig {
	t.Helper()
	dir := t.TempDir()
	r := &rig{t: t, now: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}
	r.Fetcher = &Fetcher{Inbox: filepath.Join(dir, "inbox"), StateFile: filepath.Join(dir, "state", "sources.json"),
		Now:    func() time.Time { return r.now },
		Secret: func(name string) string { return map[string]string{"SK_NYCKEL": "hemlig-1234"}[name] },
		Sleep: func(ctx context.Context, d time.Duration) error {
			r.sleeps = append(r.sleeps, d)
			return ctx.Err()
		}}
	return r
}

// fetch asks one source, a second later than last time.
func (r *rig) fetch(s Source) Result {
	r.t.Helper()
	r.now = r.now.Add(time.Second)
	if s.MaxBytes == 0 {
		s.MaxBytes = 1 << 20
	}
	s.Attempts, s.Timeout = max(s.Attempts, 1), max(s.Timeout, 10*time.Second)
	got, err := r.Fetch(r.t.Context(), []Source{s})
	if err != nil || len(got) != 1 {
		r.t.Fatalf("%v, %v", got, err)
	}
	return got[0]
}

// want checks the files in the inbox, those half-written included.
func (r *rig) want(names ...string) {
	r.t.Helper()
	entries, err := os.ReadDir(r.Inbox)
	if err != nil && !os.IsNotExist(err) {
		r.t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, names) {
		r.t.Errorf("inbox holds %q, want %q", got, names)
	}
}

func (r *rig) state(name string) State {
	r.t.Helper()
	all, err := ReadState(r.StateFile)
	if err != nil {
		r.t.Fatal(err)
	}
	return all[name]
}

func (r *rig) read(name string) string {
	r.t.Helper()
	text, err := os.ReadFile(filepath.Join(r.Inbox, name))
	if err != nil {
		r.t.Fatal(err)
	}
	return string(text)
}

func drop(t *testing.T, dir, name, text string, at time.Time) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

func TestAFolderDeliversWhatIsNewAndLiesStill(t *testing.T) {
	r, dir := newRig(t), t.TempDir()
	s := Source{Name: "drop", Kind: Folder, Address: dir, Feed: "matt", Settled: 10 * time.Second}
	old := r.now.Add(-time.Hour)
	drop(t, dir, "matt_2011.csv", "a", old)
	drop(t, dir, "Enkät.xlsx", "b", old)
	drop(t, dir, "pagar.csv.part", "c", old)
	drop(t, dir, ".dold.csv", "d", old)
	drop(t, dir, "skrivs.csv", "e", r.now)
	drop(t, dir, "matt.kvitto7.rader.csv", "f", old)
	if err := os.Mkdir(filepath.Join(dir, "mapp"), 0o755); err != nil {
		t.Fatal(err)
	}
	if got := r.fetch(s); got.Err != nil || len(got.Files) != 3 {
		t.Errorf("got %v", got)
	}
	first := []string{"matt.kvitto7.rader.csv", "matt_2011_drop_20261121T120001Z.csv", "matt_Enkät_drop_20261121T120001Z.xlsx"}
	r.want(first...)
	if got := r.fetch(s); got.Err != nil || len(got.Files) != 0 {
		t.Errorf("unchanged files: got %v", got)
	}
	// The same bytes saved anew are no delivery; other bytes are.
	drop(t, dir, "matt_2011.csv", "a", old.Add(time.Minute))
	if got := r.fetch(s); got.Err != nil || len(got.Files) != 0 {
		t.Errorf("saved anew: got %v", got)
	}
	drop(t, dir, "matt_2011.csv", "a2", old.Add(2*time.Minute))
	if got := r.fetch(s); got.Err != nil || !slices.Equal(got.Files, []string{"matt_2011_drop_20261121T120004Z.csv"}) {
		t.Errorf("changed: got %v", got)
	}
	r.now = r.now.Add(time.Minute)
	if got := r.fetch(s); got.Err != nil || len(got.Files) != 1 || !strings.HasPrefix(got.Files[0], "matt_skrivs_drop_") {
		t.Errorf("settled: got %v", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "matt_2011.csv")); err != nil {
		t.Errorf("a source's file was taken away: %v", err)
	}
}

func TestAFolderDeliversANameThatIsNotUTF8OnceAndReadably(t *testing.T) {
	r, dir := newRig(t), t.TempDir()
	s := Source{Name: "prov", Kind: Folder, Address: dir}
	drop(t, dir, "arenden_\xd6\n.csv", "one", r.now.Add(-time.Minute))
	r.fetch(s)
	r.now = r.now.Add(time.Hour)
	r.fetch(s)
	r.want("arenden_\ufffd\ufffd_prov_20261121T120001Z.csv")
}

func TestAFolderThatIsToBeEmptiedKeepsWhatDidNotArrive(t *testing.T) {
	r, dir := newRig(t), t.TempDir()
	s := Source{Name: "drop", Kind: Folder, Address: dir, Feed: "matt", Remove: true, MaxBytes: 4}
	drop(t, dir, "a.csv", "1234", r.now.Add(-time.Hour))
	drop(t, dir, "b.csv", "12345", r.now.Add(-time.Hour))
	got := r.fetch(s)
	if got.Err == nil || !strings.Contains(got.Err.Error(), "b.csv: larger than the limit of 4 bytes") {
		t.Errorf("got %v", got.Err)
	}
	r.want("matt_a_drop_20261121T120001Z.csv")
	if _, err := os.Stat(filepath.Join(dir, "a.csv")); !os.IsNotExist(err) {
		t.Errorf("a.csv: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "b.csv")); err != nil {
		t.Errorf("b.csv: %v", err)
	}
}

func TestAMissingFolderIsAFaultOfItsSourceOnly(t *testing.T) {
	r, dir := newRig(t), t.TempDir()
	drop(t, dir, "matt.csv", "a", r.now.Add(-time.Hour))
	got, err := r.Fetch(t.Context(), []Source{
		{Name: "borta", Kind: Folder, Address: filepath.Join(dir, "nosuch")},
		{Name: "finns", Kind: Folder, Address: dir, MaxBytes: 10},
	})
	if err != nil || len(got) != 2 || got[0].Err == nil || got[1].Err != nil || len(got[1].Files) != 1 {
		t.Errorf("got %v, %v", got, err)
	}
	if s := r.state("borta"); !strings.Contains(s.Fault, "fetch borta") || !s.Fetched.IsZero() || s.Tried.IsZero() {
		t.Errorf("state %+v", s)
	}
	info, err := os.Stat(r.StateFile)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("state file: %v, %v", info, err)
	}
}
