package main

import (
	"errors"

	"stadsdelskollen/ingest"
)

// dryRun shows what ingest would read. It takes no lock and opens no database:
// nothing on disk changes. The error carries exit code 3 when something would
// be refused.
func dryRun(e *env, dir string, files ...string) error {
	cfg, errConfig := loadConfig(dir)
	reg, errRegister := loadRegister(dir)
	if err := errors.Join(errConfig, errRegister); err != nil {
		return err
	}
	refused, err := ingest.DryRun(ingest.Workspace{Dir: dir, Register: reg, Feeds: cfg.feeds(), Now: e.Now}, e.Stdout, files...)
	if err == nil && refused {
		return &exit{code: exitRefused}
	}
	return err
}
