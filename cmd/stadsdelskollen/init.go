package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"stadsdelskollen/ingest/contract"
	"stadsdelskollen/queries/register"
)

//go:embed stadsdelskollen.toml
var configTemplate []byte

func initCommand(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: "Make a workspace",
		Long: "init makes a workspace in DIR, which must be missing or empty: the config with comments, the\n" +
			"register of Stockholm's districts (another city replaces reference/), an empty inbox, and in\n" +
			"mallar/ one file per feed with the columns that a delivery has.",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return runInit(e, args[0]) },
	}
}

func runInit(e *env, dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("make workspace: %w", err)
	}
	if len(entries) > 0 {
		return fmt.Errorf("make workspace: %s is not empty", dir)
	}
	for _, sub := range []string{"reference", "inbox", "mallar"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return fmt.Errorf("make workspace: %w", err)
		}
	}
	files := map[string][]byte{configName: configTemplate}
	shipped, err := fs.Glob(register.Stockholm(), "*.csv")
	if err != nil {
		return err
	}
	for _, name := range shipped {
		if files[filepath.Join("reference", name)], err = fs.ReadFile(register.Stockholm(), name); err != nil {
			return fmt.Errorf("make workspace: %w", err)
		}
	}
	for _, feed := range contract.All() {
		var columns []string
		for _, f := range feed.Fields {
			columns = append(columns, f.Name)
		}
		files[filepath.Join("mallar", feed.Name+".csv")] = []byte(strings.Join(columns, ";") + "\n")
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			return fmt.Errorf("make workspace: %w", err)
		}
	}
	fmt.Fprintf(e.Stdout, "made workspace %s\nput deliveries into %s and run: stadsdelskollen run -C %s\n", dir, filepath.Join(dir, "inbox"), dir)
	return nil
}
