package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"stadsdelskollen/queries/warehouse"
	"stadsdelskollen/reports"
)

// status is what `status --json` prints.
type status struct {
	Deliveries   []warehouse.Stored       `json:"leveranser"`
	Completeness []warehouse.Completeness `json:"fullstandighet"`
	Quarantine   []warehouse.Quarantined  `json:"karantan"`
	Current      *current                 `json:"publicering"`
}

// current is the publication that `site` points at.
type current struct {
	ID        string `json:"id"`
	Month     string `json:"manad"`
	Published string `json:"publicerad"`
}

func statusCommand(e *env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show deliveries, what is missing, what is refused and why",
		Long: "status shows how complete each feed is, period by period, what is in quarantine and why, and which\n" +
			"publication is current. It does not yet know deadlines.\n\n" + exitCodes,
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
	err = w.withWarehouse(ctx, e, p, func(wh *warehouse.DB) (err error) {
		s, err = readStatus(ctx, e, w, wh)
		return err
	})
	if err != nil {
		return err
	}
	p.end()
	if !asJSON {
		return s.print(e.Stdout)
	}
	enc := json.NewEncoder(e.Stdout)
	enc.SetIndent("", " ")
	return enc.Encode(s)
}

func readStatus(ctx context.Context, e *env, w *workspace, wh *warehouse.DB) (s status, err error) {
	if s.Deliveries, err = wh.Deliveries(ctx); err != nil {
		return s, err
	}
	if s.Completeness, err = wh.Completeness(ctx, e.Now()); err != nil {
		return s, err
	}
	if s.Quarantine, err = wh.Quarantine(ctx); err != nil {
		return s, err
	}
	_, site := w.publications(audiencePublic)
	m, err := reports.ReadManifest(site)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return s, nil
	case err != nil:
		return s, err
	}
	s.Current = &current{m.ID, m.Month, m.Published.Format("2006-01-02 15:04")}
	return s, nil
}

func (s status) print(out io.Writer) error {
	if s.Current == nil {
		fmt.Fprintln(out, "nothing published yet")
	} else {
		fmt.Fprintf(out, "current publication %s, published %s\n", s.Current.ID, s.Current.Published)
	}
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "\nfeed\tperiod\tdistricts\t\n")
	for _, c := range s.Completeness {
		note := ""
		if c.Delivered < c.Expected {
			note = "incomplete"
		}
		fmt.Fprintf(t, "%s\t%s\t%d of %d\t%s\n", c.Feed, c.Period, c.Delivered, c.Expected, note)
	}
	fmt.Fprintf(t, "\nreceipt\tfile\treceived\tstatus\trows\trefused\n")
	for _, d := range s.Deliveries {
		fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%d\t%d\n", d.Receipt, filepath.Base(d.Name), d.Received.Format("2006-01-02 15:04"), d.Status, d.Accepted, d.Refused)
	}
	for i, q := range s.Quarantine {
		if i == 0 {
			fmt.Fprintf(t, "\nreceipt\tin quarantine\trule\tfaults\tfor example\n")
		}
		fmt.Fprintf(t, "%d\t%s\t%s\t%d\t%s\n", q.Receipt, filepath.Base(q.Name), q.Rule, q.Faults, q.Example)
	}
	return t.Flush()
}
