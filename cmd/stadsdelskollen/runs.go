package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// stateDir holds what is remembered between runs, besides the deliveries: it
// can be thrown away at the cost of fetching and telling again.
const stateDir = "state"

// The jobs, as the config, the state and `status` name them.
const (
	jobRun      = "run"
	jobFetch    = "hamta"
	jobInternal = "publish_internt"
	jobCheck    = "kontroll"
)

// lastRun is how a job went the last time, by hand or on schedule.
type lastRun struct {
	Started time.Time `json:"startad"`
	Ended   time.Time `json:"slutad"`
	Code    int       `json:"kod"`
	Fault   string    `json:"fel,omitempty"`
}

func (w *workspace) runsFile() string { return w.path(stateDir, "runs.json") }

// recording notes how a job goes while this process holds the workspace:
// `defer w.recording(ctx, e, job, &err)()`.
func (w *workspace) recording(ctx context.Context, e *env, job string, result *error) func() {
	started := e.Now().UTC()
	return func() {
		runs, err := readState[map[string]lastRun](e, w.runsFile())
		if runs == nil {
			runs = map[string]lastRun{}
		}
		r := lastRun{Started: started, Ended: e.Now().UTC(), Code: exitCode(ctx, *result)}
		var coded *exit
		if *result != nil && !(errors.As(*result, &coded) && coded.err == nil) {
			r.Fault = told(r.Code, *result)
		}
		runs[job] = r
		if err == nil {
			err = writeState(w.runsFile(), runs)
		}
		if err != nil {
			*result = errors.Join(*result, err)
		}
	}
}

// readState reads a file of state; a missing one is empty, and so is a damaged one, which is told.
func readState[T any](e *env, path string) (state T, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return state, nil
	}
	if err != nil {
		return state, fmt.Errorf("read state: %w", err)
	}
	if err := json.Unmarshal(text, &state); err != nil {
		var none T
		fmt.Fprintf(e.Stderr, "stadsdelskollen: %s is damaged and counts as lost: %v\n", path, err)
		return none, nil
	}
	return state, nil
}

// writeState puts a file of state in place whole or not at all, for its owner
// alone.
func writeState(path string, v any) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write state: %w", err)
		}
	}()
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path+".tmp", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path)
}
