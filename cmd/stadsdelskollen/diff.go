package main

import (
	"github.com/spf13/cobra"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports"
	"stadsdelskollen/transform"
)

func diffCommand(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "diff BEFORE AFTER",
		Short: "Show what changed between two publications",
		Long: "diff compares the facts of two publication folders, whichever they are, and prints what changed as CSV\n" +
			"with the columns of data/rattelser.csv. It reads published files only, and refuses those that are not the\n" +
			"ones of the manifest. A figure that is hidden in AFTER has no value.\n\n" + exitCodes,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error { return runDiff(e, args[0], args[1]) },
	}
}

func runDiff(e *env, from, to string) error {
	var sides [2]transform.Snapshot
	info := publication.Info{Audience: audiencePublic}
	for i, dir := range []string{from, to} {
		m, err := reports.ReadManifest(dir)
		if err != nil {
			return err
		}
		if sides[i], err = readSnapshot(dir, m); err != nil {
			return err
		}
		info.Synthetic = info.Synthetic || m.Synthetic
		if m.Audience == audienceInternal {
			info.Audience = audienceInternal
		}
	}
	_, err := e.Stdout.Write(reports.CorrectionsCSV(info.Mark(), transform.Corrections(sides[0], sides[1])))
	return err
}
