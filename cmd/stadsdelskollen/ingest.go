package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"stadsdelskollen/ingest"
	"stadsdelskollen/queries/warehouse"
)

func ingestCommand(e *env) *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use:   "ingest [FILE...]",
		Short: "Take in deliveries: from the inbox, or the files named",
		Long: "ingest archives each delivery, checks it and loads what is right into the warehouse. What is\n" +
			"refused is kept in quarantine/ with its reasons. It reads CSV, XLSX, JSON, Parquet and Arrow, also in\n" +
			".zip and .gz; docs/deliveries.md says how. Without files it first fetches the sources of the config;\n" +
			"one that cannot be fetched hinders nothing, and is named at the end with exit code 1. --dry-run shows\n" +
			"what would be read and proposes names for columns that it does not know; it changes nothing on disk.\n\n" + exitCodes,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if dry {
				return dryRun(e, workspaceFlag(cmd), args...)
			}
			w, err := openWorkspace(workspaceFlag(cmd))
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, w.close()) }()
			var fetched error
			if len(args) == 0 {
				if fetched = fetch(cmd.Context(), e, w); fetched != nil && !errors.Is(fetched, errSource) {
					return fetched
				}
			}
			p := newProgress(e)
			defer p.end()
			if err := retire(cmd.Context(), e, w, p); err != nil {
				return err
			}
			return worst(fetched, w.withWarehouse(cmd.Context(), e, p, func(wh *warehouse.DB) error { return takeIn(cmd.Context(), e, w, wh, p, args...) }))
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "show what would be read; change nothing")
	return cmd
}

// takeIn loads deliveries and says what became of each. The error carries exit
// code 3 when something was refused.
func takeIn(ctx context.Context, e *env, w *workspace, wh *warehouse.DB, p *progress, files ...string) error {
	report, err := ingest.Run(ctx, w.ingestWorkspace(e, p), wh, files...)
	p.end()
	if e := report.Write(e.Stdout); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	if report.Refused() {
		return &exit{code: exitRefused}
	}
	return nil
}

// retire deletes deliveries whose time has passed, and says which.
func retire(ctx context.Context, e *env, w *workspace, p *progress) error {
	gone, err := ingest.Retire(ctx, w.ingestWorkspace(e, p), w.path("warehouse.duckdb"))
	if err != nil {
		return err
	}
	p.end()
	printGone(e, gone)
	return nil
}

func printGone(e *env, gone []ingest.Receipt) {
	for _, r := range gone {
		fmt.Fprintf(e.Stdout, "gone: receipt %d, %s, received %s, bytes deleted %s (gallra)\n",
			r.Number, r.Name, r.Received.Format(time.DateOnly), r.Gone.When.Format(time.DateOnly))
	}
}

func runCommand(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "run",
		Short: "Fetch, take in the inbox and publish: the main job",
		Long: "run fetches the sources of the config, takes in what lies in the inbox, protects it, compares it\n" +
			"and publishes it for the public audience. It publishes also when rows or files were refused; the\n" +
			"figures that are missing then are shown as not delivered. A source that cannot be fetched hinders\n" +
			"nothing. In the end one exit code is left: 1 before 3, and 3 before 4.\n\n" + exitCodes,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runRun(cmd.Context(), e, workspaceFlag(cmd)) },
	}
}

func runRun(ctx context.Context, e *env, dir string) (err error) {
	w, err := openWorkspace(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	defer w.recording(ctx, e, jobRun, &err)()
	fetched := fetch(ctx, e, w)
	if fetched != nil && !errors.Is(fetched, errSource) {
		return fetched
	}
	p := newProgress(e)
	defer p.end()
	if err := retire(ctx, e, w, p); err != nil {
		return err
	}
	return worst(fetched, w.withWarehouse(ctx, e, p, func(wh *warehouse.DB) error {
		refused := takeIn(ctx, e, w, wh, p)
		var code *exit
		if refused != nil && !errors.As(refused, &code) {
			return refused
		}
		if err := publish(ctx, e, w, wh, p, publishOptions{audience: audiencePublic}); err != nil {
			return err
		}
		if late := lateExit(ctx, e, w, wh); refused == nil || late != nil && !errors.As(late, &code) {
			return late
		}
		return refused
	}))
}

func rebuildCommand(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "rebuild",
		Short: "Make the warehouse anew from the archive",
		Long:  "rebuild loads every delivery of the archive again, in the order of their receipts. It never touches the ledger.\n\n" + exitCodes,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			w, err := openWorkspace(workspaceFlag(cmd))
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, w.close()) }()
			p := newProgress(e)
			defer p.end()
			receipts, err := ingest.Rebuild(cmd.Context(), w.ingestWorkspace(e, p), w.path("warehouse.duckdb"))
			if err != nil {
				return err
			}
			p.end()
			gone := slices.DeleteFunc(slices.Clone(receipts), func(r ingest.Receipt) bool { return r.Gone == nil })
			fmt.Fprintf(e.Stdout, "rebuilt %s from %d deliveries\n", w.path("warehouse.duckdb"), len(receipts)-len(gone))
			printGone(e, gone)
			return nil
		},
	}
}
