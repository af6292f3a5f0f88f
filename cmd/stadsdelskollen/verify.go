package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"stadsdelskollen/dashboards"
	"stadsdelskollen/reports"
	"stadsdelskollen/transform/disclosure/attack"
)

func verifyCommand(e *env) *cobra.Command {
	var with []string
	cmd := &cobra.Command{
		Use:   "verify DIR",
		Short: "Attack a publication as a reader could",
		Long: "verify reads the files of a publication folder and reports what a reader could infer from them, who\n" +
			"also has the publications beside it: hidden figures that all published equations together give\n" +
			"away, figures in any page or file that do not follow from data/fakta.csv, signs that differ, hashes\n" +
			"of anything but published files, and files that are not those of the manifest.\n\n" +
			"--with adds a publication that lies elsewhere. What an earlier publication told that is gone cannot be\n" +
			"checked: verify says so, and refuses it where it could tell of a hidden figure. Findings are grouped by attack; with any, and for an\n" +
			"internal publication, the exit code is 5.\n\n" + exitCodes,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runVerify(cmd.Context(), e, args[0], with) },
	}
	cmd.Flags().StringArrayVar(&with, "with", nil, "another publication `DIR` that the reader has too")
	return cmd
}

func runVerify(ctx context.Context, e *env, dir string, with []string) error {
	found, err := verifyBeside(ctx, dir, "", with, func(where, text string) { fmt.Fprintf(e.Stdout, "not checked: %s: %s\n", where, text) })
	if err != nil {
		return err
	}
	if len(found) > 0 {
		return &exit{exitGate, fmt.Errorf("verify %s: %s", dir, listFindings(found))}
	}
	fmt.Fprintf(e.Stdout, "%s: nothing found\n", dir)
	return nil
}

// verifyBeside attacks a publication with those that lie beside it, but for the
// one that it takes the place of, and others. unchecked is told what could not be checked because a publication is gone.
func verifyBeside(ctx context.Context, dir, instead string, with []string, unchecked func(where, text string)) ([]attack.Finding, error) {
	siblings, err := attack.Siblings(dir)
	if err != nil {
		return nil, fmt.Errorf("verify %s: %w", dir, err)
	}
	siblings = slices.DeleteFunc(siblings, func(s string) bool { return filepath.Base(s) == filepath.Base(instead) })
	own, err := dashboards.Assets()
	if err != nil {
		return nil, fmt.Errorf("verify %s: %w", dir, err)
	}
	return attack.Verify(ctx, dir, attack.Options{With: slices.Concat(siblings, with), Read: readFigures, Own: own, Unchecked: unchecked})
}

// readFigures reads a published file with the readers that stand beside its
// writers.
func readFigures(name string, data []byte) (attack.Contents, error) {
	c, err := reports.Read(name, data)
	out := attack.Contents{Texts: c.Texts}
	for _, s := range c.Figures {
		out.Figures = append(out.Figures, attack.Shown(s))
	}
	return out, err
}

// shownFindings is how many findings of one attack are printed.
const shownFindings = 10

// listFindings groups findings by attack.
func listFindings(found []attack.Finding) string {
	byRule := slices.Clone(found)
	slices.SortStableFunc(byRule, func(a, b attack.Finding) int { return cmp.Compare(a.Rule, b.Rule) })
	var b strings.Builder
	noun := "findings"
	if len(found) == 1 {
		noun = "finding"
	}
	fmt.Fprintf(&b, "%d %s", len(found), noun)
	for len(byRule) > 0 {
		n := slices.IndexFunc(byRule, func(f attack.Finding) bool { return f.Rule != byRule[0].Rule })
		if n < 0 {
			n = len(byRule)
		}
		fmt.Fprintf(&b, "\n%s (%d):", byRule[0].Rule, n)
		for _, f := range byRule[:min(n, shownFindings)] {
			fmt.Fprintf(&b, "\n  %s: %s", f.Where, f.Text)
		}
		if n > shownFindings {
			fmt.Fprintf(&b, "\n  … and %d more", n-shownFindings)
		}
		byRule = byRule[n:]
	}
	return b.String()
}
