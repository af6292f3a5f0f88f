package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"stadsdelskollen/transform/disclosure"
)

func verifyCommand(e *env) *cobra.Command {
	var with []string
	cmd := &cobra.Command{
		Use:   "verify DIR",
		Short: "Attack a publication as a reader could",
		Long: "verify reads the files of a publication folder and reports what a reader could infer from them:\n" +
			"small counts that stand open, hidden ones that a subtraction gives away, figures that differ\n" +
			"between formats, files that are not those of the manifest, and values that a publication named\n" +
			"by --with shows and this one hides. It does not yet solve for all equations at once.\n\n" + exitCodes,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runVerify(cmd.Context(), e, args[0], with) },
	}
	cmd.Flags().StringArrayVar(&with, "with", nil, "another publication `DIR` that the reader has too")
	return cmd
}

func runVerify(ctx context.Context, e *env, dir string, with []string) error {
	found, err := disclosure.Verify(ctx, dir, with...)
	if err != nil {
		return err
	}
	if len(found) > 0 {
		return &exit{exitGate, fmt.Errorf("verify %s: %s", dir, listFindings(found))}
	}
	fmt.Fprintf(e.Stdout, "%s: nothing found\n", dir)
	return nil
}
