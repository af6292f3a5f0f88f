package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"stadsdelskollen/queries/warehouse"
)

const (
	defaultJobAttempts = 3
	defaultJobWait     = 10 * time.Minute
	// nap bounds a sleep, so that a clock that is set, or a machine that was
	// suspended, is noticed soon.
	nap = 30 * time.Second
)

func scheduleCommand(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "schedule",
		Short: "Do the jobs of [tidplan] at their times, until stopped",
		Long: "schedule does each job of [tidplan] when its cron expression says, in Stockholm's time: run, hamta (only\n" +
			"fetch the sources), publish_internt, and kontroll (only look for what is late). Jobs never overlap. A\n" +
			"time that passed while the program was not running is caught up once. A time that the clock skips in\n" +
			"spring is due when it has been put forward; one that comes twice in autumn is due the first time.\n" +
			"A job that fails is tried again. [meddelande] says whom to tell of faults, quarantine and lateness.\n\n" +
			"On SIGTERM or an interrupt it ends: with exit code 0 if no job was going on, and with 130 if one was\n" +
			"cut off, which then is done when the program starts again.\n\n" + exitCodes,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runSchedule(cmd.Context(), e, workspaceFlag(cmd)) },
	}
}

// job is a line of [tidplan].
type job struct{ name, expression string }

// jobs lists what has a time, in the order in which jobs due at once are done.
func (s schedules) jobs() []job {
	var out []job
	for _, j := range []job{{jobFetch, s.Hamta}, {jobRun, s.Run}, {jobInternal, s.PublishInternt}, {jobCheck, s.Kontroll}} {
		if j.expression != "" {
			out = append(out, j)
		}
	}
	return out
}

func runSchedule(ctx context.Context, e *env, dir string) (err error) {
	cfg, err := loadConfig(dir)
	if err != nil {
		return err
	}
	if len(cfg.Tidplan.jobs()) == 0 {
		return fmt.Errorf("%s has no job in [tidplan], such as tidplan.run\nhint: for example run = \"0 6 16 * *\" under [tidplan]", configName)
	}
	lock, err := lockSchedule(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	s := &scheduler{env: e, dir: dir, cfg: cfg, log: slog.New(slog.NewTextHandler(e.Stderr, nil)), do: doJob, sleep: sleep}
	if err := s.start(); err != nil {
		return err
	}
	return s.loop(ctx)
}

// lockSchedule sees that one scheduler at a time serves a workspace; between
// jobs it does not hold the workspace itself.
func lockSchedule(dir string) (*os.File, error) {
	if err := os.MkdirAll(filepath.Join(dir, stateDir), 0o700); err != nil {
		return nil, fmt.Errorf("schedule: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, stateDir, "schedule.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("schedule: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("schedule: %w", errBusy), f.Close())
	}
	return f, nil
}

// doJob does a job as its command would.
func doJob(ctx context.Context, e *env, dir, name string) error {
	switch name {
	case jobFetch:
		return runFetch(ctx, e, dir)
	case jobInternal:
		return runPublish(ctx, e, dir, publishOptions{audience: audienceInternal})
	case jobCheck:
		return runCheck(ctx, e, dir)
	}
	return runRun(ctx, e, dir)
}

// runCheck looks for what is late, and says so.
func runCheck(ctx context.Context, e *env, dir string) (err error) {
	w, err := openWorkspace(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	defer w.recording(ctx, e, jobCheck, &err)()
	p := newProgress(e)
	defer p.end()
	return w.withWarehouse(ctx, e, p, func(wh *warehouse.DB) error { return lateExit(ctx, e, w, wh) })
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
