package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/duck"
)

var kills = flag.Int("kills", 30, "at how many points the crash test kills the program")

const (
	smallRegister = `namn,kod,niva,del_av_staden,giltig_fran,giltig_till,statistik_till,rad,kolumn,kalla,anmarkning
Hela staden,,stad,,,,,,,test,
Kungsholmen,08,stadsdel,,2007-01-01,,,1,2,test,
Norrmalm,09,stadsdel,,2007-01-01,,,1,3,test,
`
	smallHeader = "stadsdel;manad;hushall;kostnad_tkr\n"
)

// small is a workspace that runs in a second: a register and, in its inbox, a
// good file and one with a row that is refused.
func small(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"reference/stadsdelar.csv":             smallRegister,
		"inbox/ekonomiskt_bistand_2011-10.csv": smallHeader + "Kungsholmen;2011-10;211;1718\nNorrmalm;2011-10;252;1991\n",
		"inbox/ekonomiskt_bistand_2011-11.csv": smallHeader + "Kungsholmen;2011-11;213;1728\nNorrmalm;2011-11;x;1991\n",
	} {
		write(t, filepath.Join(dir, name), text)
	}
	return dir
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// program is the real binary on a fixed day.
func program(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "stadsdelskollen", args...)
	cmd.Env = append(os.Environ(), browserVariable+"=nej", "SOURCE_DATE_EPOCH=1795262400") // 2026-11-21 12:00 UTC
	return cmd
}

// mustEnd runs the program to its end, with one of the exit codes.
func mustEnd(t *testing.T, cmd *exec.Cmd, codes ...int) string {
	t.Helper()
	text, err := cmd.CombinedOutput()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		t.Fatalf("%v: %v", cmd.Args, err)
	}
	for _, c := range codes {
		if cmd.ProcessState.ExitCode() == c {
			return string(text)
		}
	}
	t.Fatalf("%v: exit code %d, want one of %d\n%s", cmd.Args, cmd.ProcessState.ExitCode(), codes, text)
	return ""
}

// databaseSum is what a manifest says of the bytes of publication.duckdb.
var databaseSum = regexp.MustCompile(`"fil": "data/publication.duckdb",\s*"sha256": "[0-9a-f]+",\s*"bytes": [0-9]+`)

// outcome is all that a workspace holds for those who come after: the text of
// every file, the rows of publications, and what status says.
func outcome(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		switch {
		case err != nil || d.IsDir():
			return err
		case d.Type()&fs.ModeSymlink != 0:
			out[name], err = os.Readlink(path)
			return err
		case d.Name() == "publication.duckdb":
			out[name] = rowsOf(t, path)
			return nil
		case strings.HasSuffix(name, ".duckdb"):
			out[name] = "a database"
			return nil
		}
		text, err := os.ReadFile(path)
		if d.Name() == "manifest.json" {
			// Two builds of one database differ in bytes, not in rows.
			text = databaseSum.ReplaceAll(text, nil)
		}
		out[name] = fmt.Sprintf("%x", sha256.Sum256(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// What ran when, and how it ended, is told of this folder's own past.
	delete(out, "state/runs.json")
	var told map[string]any
	if err := json.Unmarshal([]byte(mustEnd(t, program(t.Context(), "status", "-C", dir, "--json"), exitDone)), &told); err != nil {
		t.Fatal(err)
	}
	delete(told, "jobb")
	text, err := json.Marshal(told)
	if err != nil {
		t.Fatal(err)
	}
	out["status"] = string(text)
	return out
}

// rowsOf is every row of a publication's tables, as text.
func rowsOf(t *testing.T, database string) string {
	t.Helper()
	type row struct {
		Text string `db:"text"`
	}
	db, err := duck.Open(t.Context(), database, duck.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	err = db.Tx(t.Context(), func(tx *duck.Tx) error {
		tables, err := duck.Select[row](t.Context(), tx, "SELECT table_name AS text FROM duckdb_tables() ORDER BY text", nil)
		if err != nil {
			return err
		}
		for _, x := range tables {
			rows, err := duck.Select[row](t.Context(), tx, fmt.Sprintf("SELECT to_json(r)::VARCHAR AS text FROM %s AS r ORDER BY ALL", x.Text), nil)
			if err != nil {
				return err
			}
			for _, r := range rows {
				fmt.Fprintln(&b, x.Text, r.Text)
			}
		}
		return nil
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// watcher tells of every change in a folder and those below it.
type watcher struct {
	fd   int
	dirs map[int32]string
}

const changes = syscall.IN_CREATE | syscall.IN_MODIFY | syscall.IN_CLOSE_WRITE | syscall.IN_MOVED_TO | syscall.IN_MOVED_FROM | syscall.IN_DELETE

func watch(t *testing.T, dir string) *watcher {
	t.Helper()
	fd, err := syscall.InotifyInit1(syscall.IN_CLOEXEC | syscall.IN_NONBLOCK)
	if err != nil {
		t.Fatal(err)
	}
	w := &watcher{fd, map[int32]string{}}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			w.add(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// add watches one more folder; one that is gone already needs no watching.
func (w *watcher) add(dir string) {
	if wd, err := syscall.InotifyAddWatch(w.fd, dir, changes); err == nil {
		w.dirs[int32(wd)] = dir
	}
}

// count calls stop once n changes were seen, and goes on until done is closed.
// It returns how many there were.
func (w *watcher) count(n int, stop func(), done <-chan struct{}) int {
	defer syscall.Close(w.fd)
	seen := 0
	buf := make([]byte, 64<<10)
	for {
		got, err := syscall.Read(w.fd, buf)
		for at := 0; err == nil && at < got; {
			e := (*syscall.InotifyEvent)(unsafe.Pointer(&buf[at]))
			name := strings.TrimRight(string(buf[at+syscall.SizeofInotifyEvent:at+syscall.SizeofInotifyEvent+int(e.Len)]), "\x00")
			at += syscall.SizeofInotifyEvent + int(e.Len)
			if e.Mask&syscall.IN_ISDIR != 0 && e.Mask&syscall.IN_CREATE != 0 {
				w.add(filepath.Join(w.dirs[e.Wd], name))
			}
			if seen++; seen == n {
				stop()
			}
		}
		if err == nil {
			continue
		}
		select {
		case <-done:
			return seen
		case <-time.After(50 * time.Microsecond):
		}
	}
}

// runWatched runs the program and kills it at the n-th change of the
// workspace, or after a time; 0 of both lets it end.
func runWatched(t *testing.T, dir string, n int, after time.Duration) (killed bool, seen int, took time.Duration) {
	t.Helper()
	w := watch(t, dir)
	cmd := program(t.Context(), "run", "-C", dir)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	began := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill := sync.OnceFunc(func() { _ = cmd.Process.Kill() })
	if after > 0 {
		defer time.AfterFunc(after, kill).Stop()
	}
	done, counted := make(chan struct{}), make(chan int)
	go func() { counted <- w.count(n, kill, done) }()
	_ = cmd.Wait() // how it ended is in ProcessState
	took = time.Since(began)
	close(done)
	seen = <-counted
	status := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if !status.Signaled() && status.ExitStatus() != exitDone && status.ExitStatus() != exitRefused {
		t.Fatalf("exit code %d: %s", status.ExitStatus(), said.String())
	}
	return status.Signaled(), seen, took
}

// scene is a state from which runs are killed, and how an undisturbed run of it ends.
type scene struct {
	dir     string
	changes int
	took    time.Duration
	want    map[string]string
}

func newScene(t *testing.T, dir string) scene {
	t.Helper()
	s := scene{dir: dir}
	undisturbed := copyOf(t, dir)
	_, s.changes, s.took = runWatched(t, undisturbed, 0, 0)
	s.want = outcome(t, undisturbed)
	return s
}

func copyOf(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "w")
	if text, err := exec.CommandContext(t.Context(), "cp", "-a", dir, to).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return to
}

// TestKilledAnywhereAndRunAgainEndsAsIfItHadNotBeen kills the real program, by
// SIGKILL, at changes of the workspace spread over the whole run (half of the
// points) and at moments spread over its time (the other half): in a workspace
// that has published nothing and in one that publishes a revision. Every fifth
// is killed a second time while it recovers.
func TestKilledAnywhereAndRunAgainEndsAsIfItHadNotBeen(t *testing.T) {
	published := small(t)
	mustEnd(t, program(t.Context(), "run", "-C", published), exitRefused)
	write(t, filepath.Join(published, "inbox/ekonomiskt_bistand_2011-11_rattad.csv"), smallHeader+"Kungsholmen;2011-11;214;1730\nNorrmalm;2011-11;255;2003\n")
	scenes := []scene{newScene(t, small(t)), newScene(t, published)}
	var killed atomic.Int32
	t.Run("points", func(t *testing.T) {
		for i := range *kills {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				s := scenes[i%2]
				dir := copyOf(t, s.dir)
				change, after := 1 + i*s.changes / *kills, time.Duration(0)
				if i%4 >= 2 {
					change, after = 0, time.Millisecond+s.took*time.Duration(i)/time.Duration(*kills)
				}
				was, seen, _ := runWatched(t, dir, change, after)
				if was {
					killed.Add(1)
				}
				at := fmt.Sprintf("killed %v after %d changes (wanted %d or %v)", was, seen, change, after)
				whole(t, dir, at)
				if i%5 == 0 {
					runWatched(t, dir, 1+seen/2, 0)
					whole(t, dir, at+", twice")
				}
				mustEnd(t, program(t.Context(), "run", "-C", dir), exitDone, exitRefused)
				if diff := cmp.Diff(s.want, outcome(t, dir)); diff != "" {
					t.Errorf("%s: %s", at, diff)
				}
				forOwnerOnly(t, dir)
			})
		}
	})
	if n := int(killed.Load()); n < *kills*2/3 {
		t.Errorf("only %d of %d runs were killed before their end", n, *kills)
	}
}

// whole sees that a reader of site finds nothing or a whole publication.
func whole(t *testing.T, dir, at string) {
	t.Helper()
	if _, err := os.Lstat(filepath.Join(dir, "site")); errors.Is(err, fs.ErrNotExist) {
		return
	}
	for _, name := range []string{"manifest.json", "index.html", "data/publication.duckdb"} {
		if _, err := os.Stat(filepath.Join(dir, "site", name)); err != nil {
			t.Errorf("%s: site: %v", at, err)
		}
	}
}

// forOwnerOnly sees that what is secret in a workspace is its owner's alone.
func forOwnerOnly(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir || d.Type()&fs.ModeSymlink != 0 {
			return err
		}
		switch name, err := filepath.Rel(dir, path); {
		case err != nil:
			return err
		case name == "publications" || name == "inbox" || name == "reference":
			return fs.SkipDir
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
