package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"
	"github.com/spf13/cobra"
)

func scheduleCommand(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "schedule",
		Short: "Do `run` on the schedule of the config, until stopped",
		Long: "schedule reads tidplan.run, a cron expression in Stockholm's time, and does `run` at those times.\n" +
			"A run that is still going when the next is due is not overlapped. A time that passed while the\n" +
			"program was not running is not caught up.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runSchedule(cmd.Context(), e, workspaceFlag(cmd)) },
	}
}

func runSchedule(ctx context.Context, e *env, dir string) error {
	cfg, err := loadConfig(dir)
	if err != nil {
		return err
	}
	if cfg.Tidplan.Run == "" {
		return fmt.Errorf("%s has no tidplan.run\nhint: for example run = \"0 6 16 * *\" under [tidplan]", configName)
	}
	stockholm, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		return fmt.Errorf("schedule: %w", err)
	}
	log := slog.New(slog.NewTextHandler(e.Stderr, nil))
	jobs := cron.New(cron.WithLocation(stockholm), cron.WithChain(cron.SkipIfStillRunning(cron.DiscardLogger)))
	_, err = jobs.AddFunc(cfg.Tidplan.Run, func() {
		if err := runRun(ctx, e, dir); err != nil {
			log.Error("run", "code", exitCode(ctx, err), "error", err)
			return
		}
		log.Info("run done")
	})
	if err != nil {
		return fmt.Errorf("schedule: %w", err)
	}
	jobs.Start()
	log.Info("scheduled", "run", cfg.Tidplan.Run, "next", jobs.Entries()[0].Next)
	<-ctx.Done()
	<-jobs.Stop().Done()
	return nil
}
