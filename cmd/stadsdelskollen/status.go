package main

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"stadsdelskollen/ingest/source"
	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/warehouse"
	"stadsdelskollen/reports"
)

// status is what `status --json` prints; docs/operations.md describes it.
type status struct {
	Deliveries   []warehouse.Stored       `json:"leveranser"`
	Completeness []warehouse.Completeness `json:"fullstandighet"`
	Late         []late                   `json:"sena"`
	Quarantine   []warehouse.Quarantined  `json:"karantan"`
	Revisions    []warehouse.Revision     `json:"revideringar"`
	Sources      []sourceStatus           `json:"kallor"`
	Jobs         []jobStatus              `json:"jobb"`
	Current      *current                 `json:"publicering"`
}

// sourceStatus is when a source was asked last, and with what success.
type sourceStatus struct {
	Name    string     `json:"namn"`
	Kind    string     `json:"slag"`
	Tried   *time.Time `json:"forsokt"`
	Fetched *time.Time `json:"hamtad"`
	Changed *time.Time `json:"andrad"`
	File    string     `json:"fil"`
	Fault   string     `json:"fel"`
}

// jobStatus is a job's last time and its next one, if it is scheduled.
type jobStatus struct {
	Name string     `json:"namn"`
	Last *lastRun   `json:"senaste"`
	Cron string     `json:"uttryck"`
	Next *time.Time `json:"nasta"`
}

// current is the publication that `site` points at.
type current struct {
	ID        string    `json:"id"`
	Month     string    `json:"manad"`
	Published time.Time `json:"publicerad"`
}

func statusCommand(e *env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show deliveries, what is missing or late, what is refused and why, and the last runs",
		Long: "status shows how complete each feed is, period by period, with the districts that are missing; what is\n" +
			"late (exit code 4), by the deadlines of the config; what is in quarantine and why; what was revised;\n" +
			"when sources were fetched; the last and the next run; and which publication is current. --json prints\n" +
			"the same in a form that stays.\n\n" + exitCodes,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runStatus(cmd.Context(), e, workspaceFlag(cmd), asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func runStatus(ctx context.Context, e *env, dir string, asJSON bool) (err error) {
	w, err := openWorkspace(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	p := newProgress(e)
	defer p.end()
	var s status
	read := func(wh *warehouse.DB) (err error) {
		s, err = readStatus(ctx, e, w, wh)
		return err
	}
	err = w.withWarehouse(ctx, e, p, read)
	var hinder error
	if err != nil && w.inWarehouse(ctx, e, p, duck.Options{ReadOnly: true}, read) == nil {
		// What is loaded is shown, and then what hinders the rest.
		hinder, err = err, nil
	}
	if err != nil {
		return err
	}
	p.end()
	if asJSON {
		enc := json.NewEncoder(e.Stdout)
		enc.SetIndent("", " ")
		err = enc.Encode(s)
	} else {
		err = s.print(e.Stdout)
	}
	if err = errors.Join(err, hinder); err == nil && len(s.Late) > 0 {
		return &exit{code: exitLate}
	}
	return err
}

func readStatus(ctx context.Context, e *env, w *workspace, wh *warehouse.DB) (s status, err error) {
	if s.Deliveries, err = wh.Deliveries(ctx); err != nil {
		return s, err
	}
	// Not the clock alone: one that was set back would hide the newest deliveries.
	present, err := wh.Present(ctx, e.Now())
	if err != nil {
		return s, err
	}
	if s.Completeness, err = wh.Completeness(ctx, present); err != nil {
		return s, err
	}
	if s.Quarantine, err = wh.Quarantine(ctx); err != nil {
		return s, err
	}
	if s.Late, err = findLate(ctx, w.cfg, wh, e.Now(), s.Completeness); err != nil {
		return s, err
	}
	if s.Revisions, err = wh.Revisions(ctx, present); err != nil {
		return s, err
	}
	if err := errors.Join(s.readSources(w), s.readJobs(e, w)); err != nil {
		return s, err
	}
	s.neverNull()
	_, site := w.publications(audiencePublic)
	m, err := reports.ReadManifest(site)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return s, nil
	case err != nil:
		return s, err
	}
	s.Current = &current{m.ID, m.Month, m.Published.UTC()}
	return s, nil
}

// neverNull makes what is empty a list in JSON too.
func (s *status) neverNull() {
	s.Deliveries = append([]warehouse.Stored{}, s.Deliveries...)
	s.Completeness = append([]warehouse.Completeness{}, s.Completeness...)
	s.Quarantine = append([]warehouse.Quarantined{}, s.Quarantine...)
	s.Revisions = append([]warehouse.Revision{}, s.Revisions...)
	s.Sources = append([]sourceStatus{}, s.Sources...)
	s.Jobs = append([]jobStatus{}, s.Jobs...)
}

func (s *status) readSources(w *workspace) error {
	known, err := source.ReadState(w.sourceState())
	for _, k := range w.cfg.Kallor {
		st := known[k.Namn]
		s.Sources = append(s.Sources, sourceStatus{k.Namn, k.Slag, given(st.Tried), given(st.Fetched), given(st.Changed), st.File, st.Fault})
	}
	return err
}

func (s *status) readJobs(e *env, w *workspace) error {
	runs, errRuns := readState[map[string]lastRun](e, w.runsFile())
	scheduled, errSchedule := readState[scheduleState](e, scheduleFile(w.dir))
	if err := errors.Join(errRuns, errSchedule); err != nil {
		return err
	}
	expressions := map[string]string{}
	for _, j := range w.cfg.Tidplan.jobs() {
		expressions[j.name] = j.expression
	}
	for _, name := range []string{jobFetch, jobRun, jobInternal, jobCheck} {
		j := jobStatus{Name: name, Cron: expressions[name]}
		if last, ok := runs[name]; ok {
			j.Last = &last
		}
		// What the scheduler planned counts as long as the config says the same.
		if st := scheduled.Jobs[name]; j.Cron != "" && st.Expression == j.Cron {
			j.Next = given(st.Next)
		}
		if j.Last != nil || j.Cron != "" {
			s.Jobs = append(s.Jobs, j)
		}
	}
	return nil
}

// given is nil for the zero time.
func given(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
