package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// bench is a scheduler with a clock that sleeping moves, and jobs that only
// note when they were done.
type bench struct {
	*scheduler
	t    *testing.T
	now  time.Time
	end  time.Time
	done []string
	// what answers each job; nil is success.
	answer func(name string) error
}

func newBench(t *testing.T, dir, from, to string, plan schedules) *bench {
	t.Helper()
	zone, err := stockholm()
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	b := &bench{t: t, now: at(from), end: at(to)}
	b.scheduler = &scheduler{env: &env{Stdout: io.Discard, Stderr: io.Discard, Now: func() time.Time { return b.now }}, dir: dir,
		cfg: config{Namn: "Stockholm", Tidplan: plan}, log: slog.New(slog.DiscardHandler)}
	b.do = func(_ context.Context, _ *env, _, name string) error {
		b.done = append(b.done, name+" "+b.now.In(zone).Format("02 15:04"))
		if b.answer == nil {
			return nil
		}
		return b.answer(name)
	}
	return b
}

// run lets the time pass.
func (b *bench) run() error {
	b.t.Helper()
	ctx, cancel := context.WithCancel(b.t.Context())
	defer cancel()
	b.sleep = func(ctx context.Context, d time.Duration) error {
		if b.now = b.now.Add(d); b.now.After(b.end) {
			cancel()
		}
		return ctx.Err()
	}
	if err := b.start(); err != nil {
		b.t.Fatal(err)
	}
	return b.loop(ctx)
}

func (b *bench) want(done ...string) {
	b.t.Helper()
	if diff := cmp.Diff(done, b.done); diff != "" {
		b.t.Error(diff)
	}
}

func TestJobsAreDoneAtTheirTimesThroughAChangeOfTheClock(t *testing.T) {
	b := newBench(t, t.TempDir(), "2026-10-24 00:00", "2026-10-26 12:00", schedules{Run: "30 2 * * *", Hamta: "0 2 25 * *"})
	if err := b.run(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	b.want("run 24 02:30", "hamta 25 02:00", "run 25 02:30", "run 26 02:30")
	spring := newBench(t, t.TempDir(), "2026-03-28 12:00", "2026-03-30 12:00", schedules{Run: "30 2 * * *"})
	if err := spring.run(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	spring.want("run 29 03:00", "run 30 02:30")
}

func TestWhatWasMissedIsCaughtUpOnce(t *testing.T) {
	dir := t.TempDir()
	daily := schedules{Run: "0 6 * * *"}
	b := newBench(t, dir, "2026-11-01 05:00", "2026-11-01 05:30", daily)
	if err := b.run(); err != nil {
		t.Fatal(err)
	}
	b.want()
	// The machine was off for three days.
	b = newBench(t, dir, "2026-11-04 08:00", "2026-11-05 07:00", daily)
	if err := b.run(); err != nil {
		t.Fatal(err)
	}
	b.want("run 04 08:00", "run 05 06:00")
	// Started once more on the same day there is nothing to catch up.
	b = newBench(t, dir, "2026-11-05 09:00", "2026-11-05 10:00", daily)
	if err := b.run(); err != nil {
		t.Fatal(err)
	}
	b.want()
	// Another expression has missed nothing.
	b = newBench(t, dir, "2026-11-09 09:00", "2026-11-09 10:00", schedules{Run: "30 6 * * *"})
	if err := b.run(); err != nil {
		t.Fatal(err)
	}
	b.want()
	info, err := os.Stat(scheduleFile(dir))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("state: %v, %v", info, err)
	}
}

func TestAClockThatRanAheadDoesNotSilenceAJob(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, dir, "2036-01-01 00:00", "2036-01-01 07:00", schedules{Run: "0 6 * * *"})
	if err := b.run(); err != nil {
		t.Fatal(err)
	}
	b = newBench(t, dir, "2026-11-05 00:00", "2026-11-05 07:00", schedules{Run: "0 6 * * *"})
	if err := b.run(); err != nil {
		t.Fatal(err)
	}
	b.want("run 05 06:00")
}

func TestAJobThatFailsIsTriedAgainAndGivenUp(t *testing.T) {
	dir := t.TempDir()
	plan := schedules{Run: "0 6 * * *", Forsok: 3, Vanta: duration(10 * time.Minute)}
	b := newBench(t, dir, "2026-11-01 00:00", "2026-11-02 05:00", plan)
	b.answer = func(string) error { return errors.New("disk full") }
	if err := b.run(); err != nil {
		t.Fatal(err)
	}
	b.want("run 01 06:00", "run 01 06:10", "run 01 06:30")
	// What was refused or is late is no failure.
	b = newBench(t, t.TempDir(), "2026-11-01 00:00", "2026-11-02 05:00", plan)
	b.answer = func(string) error { return &exit{code: exitRefused} }
	if err := b.run(); err != nil {
		t.Fatal(err)
	}
	b.want("run 01 06:00")
	// A restart between attempts goes on where it was.
	dir = t.TempDir()
	b = newBench(t, dir, "2026-11-01 00:00", "2026-11-01 06:05", plan)
	b.answer = func(string) error { return errBusy }
	if err := b.run(); err != nil {
		t.Fatal(err)
	}
	b = newBench(t, dir, "2026-11-01 06:20", "2026-11-01 12:00", plan)
	b.answer = func(string) error { return errBusy }
	if err := b.run(); err != nil {
		t.Fatal(err)
	}
	b.want("run 01 06:20", "run 01 06:40")
}

func TestAJobThatWasCutOffIsDoneAtTheNextStart(t *testing.T) {
	dir := t.TempDir()
	plan := schedules{Run: "0 6 * * *"}
	b := newBench(t, dir, "2026-11-01 05:00", "2026-11-01 12:00", plan)
	ctx, cancel := context.WithCancel(t.Context())
	b.sleep = func(_ context.Context, d time.Duration) error { b.now = b.now.Add(d); return nil }
	b.answer = func(string) error { cancel(); return ctx.Err() }
	if err := b.start(); err != nil {
		t.Fatal(err)
	}
	if code := exitCode(ctx, b.loop(ctx)); code != exitCancelled {
		t.Errorf("exit code %d", code)
	}
	b = newBench(t, dir, "2026-11-01 09:00", "2026-11-01 12:00", plan)
	if err := b.run(); err != nil {
		t.Fatal(err)
	}
	b.want("run 01 09:00")
}

func TestTwoSchedulersDoNotServeOneWorkspace(t *testing.T) {
	dir := t.TempDir()
	first, err := lockSchedule(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close() //nolint:errcheck // a test's lock
	if err := os.WriteFile(filepath.Join(dir, configName), []byte("[tidplan]\nrun = \"0 6 * * *\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	err = runSchedule(t.Context(), &env{Stdout: io.Discard, Stderr: io.Discard, Now: time.Now}, dir)
	if code := exitCode(t.Context(), err); code != exitBusy {
		t.Errorf("exit code %d, %v", code, err)
	}
}

func TestOneExitCodeIsLeftOfFetchingAndWork(t *testing.T) {
	failed := fmt.Errorf("%w: x", errSource)
	for _, c := range []struct {
		fetched, worked error
		want            int
		says            string
	}{
		{nil, nil, exitDone, ""},
		{nil, &exit{code: exitLate}, exitLate, ""},
		{failed, nil, exitFault, "could not be fetched"},
		{failed, &exit{code: exitRefused}, exitFault, "could not be fetched"},
		{failed, errBusy, exitBusy, "could not be fetched"},
	} {
		err := worst(c.fetched, c.worked)
		if got := exitCode(t.Context(), err); got != c.want || c.says != "" && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v and %v: %d, %v", c.fetched, c.worked, got, err)
		}
	}
}
