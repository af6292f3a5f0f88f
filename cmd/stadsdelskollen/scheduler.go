package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"
)

// jobState is what is remembered of a job: every time up to Handled has been
// done or given up.
type jobState struct {
	Expression string    `json:"uttryck"`
	Handled    time.Time `json:"hanterad"`
	// Failed counts the attempts that failed at what is due, Retry is when the
	// next one comes.
	Failed int       `json:"misslyckade,omitempty"`
	Retry  time.Time `json:"nytt_forsok,omitzero"`
	// Next is for `status` to show.
	Next time.Time `json:"nasta"`
}

// scheduleState is state/schedule.json, written by the scheduler alone.
type scheduleState struct {
	Jobs map[string]jobState `json:"jobb"`
	// Told holds what is late and has been told, as "feed period".
	Told map[string]time.Time `json:"meddelat,omitempty"`
}

func scheduleFile(dir string) string { return filepath.Join(dir, stateDir, "schedule.json") }

// scheduler does jobs one after the other, so that none overlaps.
type scheduler struct {
	env   *env
	dir   string
	cfg   config
	log   *slog.Logger
	do    func(ctx context.Context, e *env, dir, name string) error
	sleep func(ctx context.Context, d time.Duration) error

	plans map[string]plan
	state scheduleState
}

// start reads what was remembered. A job that is new, or whose expression was
// changed, has missed nothing.
func (s *scheduler) start() error {
	s.plans = map[string]plan{}
	old, err := readState[scheduleState](s.env, scheduleFile(s.dir))
	if err != nil {
		return err
	}
	s.state = scheduleState{Jobs: map[string]jobState{}, Told: old.Told}
	if s.state.Told == nil {
		s.state.Told = map[string]time.Time{}
	}
	now := s.env.Now()
	for _, j := range s.cfg.Tidplan.jobs() {
		p, err := parsePlan(j.expression)
		if err != nil {
			return fmt.Errorf("schedule %s: %w", j.name, err)
		}
		s.plans[j.name] = p
		state, known := old.Jobs[j.name]
		// A time of the future stems from a clock that was wrong.
		if !known || state.Expression != j.expression || state.Handled.After(now) {
			state = jobState{Expression: j.expression, Handled: now.UTC()}
		}
		state.Next = s.due(j.name, state).UTC()
		s.state.Jobs[j.name] = state
		s.log.Info("scheduled", "job", j.name, "cron", j.expression, "next", state.Next.In(p.zone), "missed", !state.Next.After(now))
	}
	return s.save()
}

func (s *scheduler) save() error { return writeState(scheduleFile(s.dir), s.state) }

// due is when a job is to be done next; what was missed is due already.
func (s *scheduler) due(name string, state jobState) time.Time {
	if !state.Retry.IsZero() {
		return state.Retry
	}
	return s.plans[name].next(state.Handled)
}

// loop does what is due until ctx ends. The error carries 130 if that cut a
// job off.
func (s *scheduler) loop(ctx context.Context) error {
	for ctx.Err() == nil {
		name, at := s.first()
		if wait := at.Sub(s.env.Now()); wait > 0 {
			if s.sleep(ctx, min(wait, nap)) != nil {
				break
			}
			continue
		}
		if err := s.serve(ctx, name); err != nil {
			return err
		}
	}
	s.log.Info("stopped")
	return nil
}

// first is the job that is due first.
func (s *scheduler) first() (name string, at time.Time) {
	for _, j := range s.cfg.Tidplan.jobs() {
		if d := s.due(j.name, s.state.Jobs[j.name]); name == "" || d.Before(at) {
			name, at = j.name, d
		}
	}
	return name, at
}

// serve does one job and remembers what came of it.
func (s *scheduler) serve(ctx context.Context, name string) error {
	state, started := s.state.Jobs[name], s.env.Now()
	s.log.Info("job begins", "job", name, "attempt", state.Failed+1)
	err := s.do(ctx, s.env, s.dir, name)
	code := exitCode(ctx, err)
	if ctx.Err() != nil && code != exitDone {
		s.log.Info("job cut off; it is done when schedule starts again", "job", name)
		return &exit{code: exitCancelled}
	}
	failed := code == exitFault || code == exitBusy
	if failed && state.Failed+1 < orElse(s.cfg.Tidplan.Forsok, defaultJobAttempts) {
		wait := orElse(time.Duration(s.cfg.Tidplan.Vanta), defaultJobWait) << state.Failed
		state.Failed++
		state.Retry = s.env.Now().Add(wait).UTC()
		s.log.Warn("job failed", "job", name, "code", code, "error", err, "again", state.Retry)
	} else {
		state.Failed, state.Retry, state.Handled = 0, time.Time{}, started.UTC()
		s.report(ctx, name, code, err)
		s.notify(ctx, name, started, code, err)
	}
	state.Next = s.due(name, state).UTC()
	s.state.Jobs[name] = state
	return s.save()
}

func (s *scheduler) report(_ context.Context, name string, code int, err error) {
	var bare *exit
	switch {
	case err == nil:
		s.log.Info("job done", "job", name)
	case errors.As(err, &bare) && bare.err == nil:
		s.log.Warn("job done", "job", name, "code", code)
	default:
		s.log.Error("job failed", "job", name, "code", code, "error", err)
	}
}
