package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var known struct {
	sync.Mutex
	outcome map[string]string
}

// undisturbed is how a run of the small workspace ends.
func undisturbed(t *testing.T) map[string]string {
	t.Helper()
	known.Lock()
	defer known.Unlock()
	if known.outcome == nil {
		dir := small(t)
		mustEnd(t, program(t.Context(), "run", "-C", dir), exitRefused)
		known.outcome = outcome(t, dir)
	}
	return known.outcome
}

// TestAFullDiskStopsTheRunAndTheNextOneMakesGood lets every file that the way
// in writes meet a device that is full. The message says what could not be
// written; once there is room, the next run ends as if there had been no fault.
func TestAFullDiskStopsTheRunAndTheNextOneMakesGood(t *testing.T) {
	t.Parallel()
	want := undisturbed(t)
	for _, full := range []string{"archive/objects/incoming.tmp", "archive/pending/000001.json.tmp", "archive/receipts/000002.json.tmp",
		"quarantine/ekonomiskt_bistand_2011-11.kvitto2.rader.csv.tmp", "quarantine/ekonomiskt_bistand_2011-11.kvitto2.orsak.txt.tmp"} {
		t.Run(filepath.Base(full), func(t *testing.T) {
			dir := small(t)
			path := filepath.Join(dir, full)
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink("/dev/full", path); err != nil {
				t.Fatal(err)
			}
			if said := mustEnd(t, program(t.Context(), "run", "-C", dir), exitFault); !strings.Contains(said, "no space left on device") {
				t.Errorf("it says: %s", said)
			}
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			mustEnd(t, program(t.Context(), "run", "-C", dir), exitDone, exitRefused)
			if diff := cmp.Diff(want, outcome(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestALimitOnFilesStopsTheRunAndTheNextOneMakesGood lets databases and pages
// meet a limit on the size of files, from one that stops the first database to
// one that stops the last.
func TestALimitOnFilesStopsTheRunAndTheNextOneMakesGood(t *testing.T) {
	t.Parallel()
	want := undisturbed(t)
	stopped := 0
	for _, blocks := range []string{"8", "400", "1600", "4000"} { // of 512 bytes, or of 1024 in some shells
		dir := small(t)
		cmd := program(t.Context(), "run", "-C", dir)
		limited := exec.CommandContext(t.Context(), "sh", append([]string{"-c", `ulimit -f "$0" && exec "$@"`, blocks}, cmd.Args...)...)
		limited.Env = cmd.Env
		if text, err := limited.CombinedOutput(); err != nil && limited.ProcessState.ExitCode() != exitRefused {
			stopped++
		} else if err != nil && len(text) == 0 {
			t.Fatal(err)
		}
		mustEnd(t, program(t.Context(), "run", "-C", dir), exitDone, exitRefused)
		if diff := cmp.Diff(want, outcome(t, dir)); diff != "" {
			t.Errorf("limit %s: %s", blocks, diff)
		}
	}
	if stopped < 2 {
		t.Errorf("only %d runs were stopped by their limit", stopped)
	}
}

// TestAFolderThatCannotBeWrittenStopsTheRunAndTheNextOneMakesGood runs as a
// user without the right to write to one folder after the other.
func TestAFolderThatCannotBeWrittenStopsTheRunAndTheNextOneMakesGood(t *testing.T) {
	t.Parallel()
	want := undisturbed(t)
	for _, closed := range []string{"archive/receipts", "archive/objects", "quarantine", "inbox", "."} {
		t.Run(closed, func(t *testing.T) {
			dir := small(t)
			path := filepath.Join(dir, closed)
			if err := os.MkdirAll(path, 0o755); err != nil {
				t.Fatal(err)
			}
			as := ordinaryUser(t, dir)
			if err := os.Chmod(path, 0o555); err != nil {
				t.Fatal(err)
			}
			cmd := program(t.Context(), "run", "-C", dir)
			as(cmd)
			said := mustEnd(t, cmd, exitFault)
			if !strings.Contains(said, "denied") || !strings.Contains(said, filepath.Base(path)) {
				t.Errorf("it says: %s", said)
			}
			if err := os.Chmod(path, 0o755); err != nil {
				t.Fatal(err)
			}
			cmd = program(t.Context(), "run", "-C", dir)
			as(cmd)
			mustEnd(t, cmd, exitDone, exitRefused)
			if diff := cmp.Diff(want, outcome(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// ordinaryUser gives a workspace to a user for whom modes count, and returns
// what makes a command run as that user: root may write anywhere.
func ordinaryUser(t *testing.T, dir string) func(*exec.Cmd) {
	t.Helper()
	if os.Geteuid() != 0 {
		return func(*exec.Cmd) {}
	}
	const nobody = 65534
	bin := filepath.Join(dir, "..", "stadsdelskollen")
	text, err := os.ReadFile(program(t.Context()).Path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(bin, text, 0o755); err != nil {
		t.Fatal(err)
	}
	// The folders of a test's temporary folder are closed to others.
	for above := filepath.Dir(dir); above != os.TempDir() && above != "/"; above = filepath.Dir(above) {
		if err := os.Chmod(above, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	err = filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		return errors.Join(err, os.Lchown(path, nobody, nobody))
	})
	if err != nil {
		t.Fatal(err)
	}
	return func(cmd *exec.Cmd) {
		cmd.Path = bin
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
}

// TestAFileWhereAFolderShouldBeIsNamedAndKept does what modes cannot do to root.
func TestAFileWhereAFolderShouldBeIsNamedAndKept(t *testing.T) {
	t.Parallel()
	want := undisturbed(t)
	for _, place := range []string{"archive", "quarantine", "publications"} {
		dir := small(t)
		path := filepath.Join(dir, place)
		write(t, path, "somebody's")
		if said := mustEnd(t, program(t.Context(), "run", "-C", dir), exitFault); !strings.Contains(said, place) {
			t.Errorf("%s: it says %s", place, said)
		}
		if text, err := os.ReadFile(path); err != nil || string(text) != "somebody's" {
			t.Errorf("%s: %q, %v", place, text, err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		mustEnd(t, program(t.Context(), "run", "-C", dir), exitDone, exitRefused)
		if diff := cmp.Diff(want, outcome(t, dir)); diff != "" {
			t.Errorf("%s: %s", place, diff)
		}
	}
}

func TestOfTwoRunsAtOnceTheSecondSaysSoAndTheFirstEnds(t *testing.T) {
	t.Parallel()
	want := undisturbed(t)
	dir := small(t)
	first := program(t.Context(), "run", "-C", dir)
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	// The first holds the workspace once it writes there.
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		if _, err := os.Stat(filepath.Join(dir, "archive")); err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the first run does not begin")
		}
	}
	for _, command := range []string{"run", "ingest", "publish", "rebuild"} {
		if said := mustEnd(t, program(t.Context(), command, "-C", dir), exitBusy); !strings.Contains(said, "another run holds the workspace") {
			t.Errorf("%s says: %s", command, said)
		}
	}
	var failed *exec.ExitError
	if err := first.Wait(); !errors.As(err, &failed) || failed.ExitCode() != exitRefused {
		t.Errorf("the first: %v", err)
	}
	if diff := cmp.Diff(want, outcome(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsSecretStaysItsOwnersAfterEveryStep(t *testing.T) {
	t.Parallel()
	dir := small(t)
	for _, step := range []struct {
		args []string
		code int
	}{
		{[]string{"ingest"}, exitRefused}, {[]string{"publish"}, exitDone}, {[]string{"publish", "--audience", "internal"}, exitDone},
		{[]string{"run"}, exitDone}, {[]string{"rebuild"}, exitDone}, {[]string{"status"}, exitDone}, {[]string{"publish"}, exitDone},
	} {
		// The shell's umask is not to be trusted.
		cmd := program(t.Context(), append(step.args, "-C", dir)...)
		open := exec.CommandContext(t.Context(), "sh", append([]string{"-c", `umask 0 && exec "$0" "$@"`}, cmd.Args...)...)
		open.Env = cmd.Env
		mustEnd(t, open, step.code)
		forOwnerOnly(t, dir)
	}
	// What is public can be read by a web server.
	info, err := os.Stat(filepath.Join(dir, "site", "index.html"))
	if err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestWhatWasCutOffSaysSoHereAndInTheStatus(t *testing.T) {
	dir := small(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, told bytes.Buffer
	if code := run(ctx, []string{"run", "-C", dir}, &out, &told, func(string) string { return "" }); code != exitCancelled {
		t.Errorf("exit code %d", code)
	}
	const want = "cancelled; nothing is half done, run again"
	if got := told.String(); got != "stadsdelskollen: "+want+"\n" {
		t.Errorf("it says %q", got)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "state", "runs.json")); err != nil || !strings.Contains(string(text), `"fel": "`+want+`"`) {
		t.Errorf("%s, %v", text, err)
	}
}
