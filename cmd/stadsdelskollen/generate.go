package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"stadsdelskollen/ingest/synthetic"
	"stadsdelskollen/queries/register"
)

func generateCommand(e *env) *cobra.Command {
	opt := synthetic.Options{}
	cmd := &cobra.Command{
		Use:   "generate DIR",
		Short: "Make a workspace of synthetic deliveries",
		Long: "generate makes a workspace of synthetic deliveries in DIR, which must be missing or empty: all\n" +
			"feeds, month by month, with known differences and faults planted; its README lists them. The same\n" +
			"seed gives the same bytes. Everything made from it says \"Syntetiska uppgifter\".",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			err := opt.Check()
			if opt.Months == 0 || opt.Cases == 0 || opt.Scale == 0 || opt.To == "" { // a default elsewhere, here a slip
				err = errors.Join(errors.New("--months, --cases and --scale have to be above 0, and --to a month"), err)
			}
			if err != nil {
				return &exit{exitUsage, err}
			}
			return runGenerate(cmd.Context(), e, args[0], opt)
		},
	}
	cmd.Flags().Uint64Var(&opt.Seed, "seed", 1, "seed of the random numbers")
	cmd.Flags().StringVar(&opt.To, "to", synthetic.DefaultTo, "last `MONTH`")
	cmd.Flags().IntVar(&opt.Months, "months", synthetic.DefaultMonths, "how many months")
	cmd.Flags().IntVar(&opt.Cases, "cases", synthetic.DefaultCases, "how many cases over all months")
	cmd.Flags().Float64Var(&opt.Scale, "scale", 1, "households, as a share of their real number")
	return cmd
}

func runGenerate(ctx context.Context, e *env, dir string, opt synthetic.Options) error {
	p := newProgress(e)
	defer p.end()
	opt.Register = register.Stockholm()
	opt.Progress = func(done, total int) { p.step("months", done, total) }
	s, err := synthetic.Write(ctx, dir, opt)
	if err != nil {
		return err
	}
	p.end()
	fmt.Fprintf(e.Stdout, "made %s: %s to %s, %d files, %d cases, %d payments\n", dir, s.From, s.To, s.Files, s.Cases, s.Payments)
	return nil
}
