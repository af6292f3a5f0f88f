// Command stadsdelskollen takes in monthly figures of a city's districts,
// compares them and publishes the comparison as a site that needs no server.
//
// This package is the wiring: flags, the workspace, exit codes and progress.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
	_ "time/tzdata" // Stockholm's clock changes, on hosts that lack them

	"github.com/spf13/cobra"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/transform/disclosure"
)

// version is set by the build.
var version = "dev"

// Exit codes are a contract; help lists them.
const (
	exitDone      = 0
	exitFault     = 1
	exitUsage     = 2
	exitRefused   = 3 // done, but rows or files were refused
	exitLate      = 4 // done, but a delivery is late
	exitGate      = 5 // the gate refused to publish, or verify found something
	exitBusy      = 11
	exitCancelled = 130
)

const exitCodes = `Exit codes:
  0    done
  1    fault
  2    usage
  3    done, but something was refused (see quarantine/)
  4    done, but a delivery is late
  5    the gate refused to publish, or verify found something
  11   another run holds the workspace
  130  cancelled`

// env is what a command may use of the world around it.
type env struct {
	Stdout, Stderr io.Writer
	Now            func() time.Time
	// Getenv answers for secrets that the config names and for where the browser
	// is that reports are printed with, and for nothing else.
	Getenv func(string) string
}

// exit carries an exit code with or without a message to print.
type exit struct {
	code int
	err  error
}

func (e *exit) Error() string {
	if e.err == nil {
		return "exit " + strconv.Itoa(e.code)
	}
	return e.err.Error()
}

func (e *exit) Unwrap() error { return e.err }

func main() {
	// What lies in a workspace is secret; what is public is opened on purpose,
	// file by file, when it is published. DuckDB takes its files' mode from here.
	syscall.Umask(0o077)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr, os.Getenv))
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer, getenv func(string) string) int {
	now, err := clock(getenv("SOURCE_DATE_EPOCH"))
	if err != nil {
		fmt.Fprintf(stderr, "stadsdelskollen: %v\n", err)
		return exitUsage
	}
	out := &output{to: stdout}
	cmd := rootCommand(&env{Stdout: out, Stderr: stderr, Now: now, Getenv: getenv})
	cmd.SetArgs(args)
	cmd.SetOut(out)
	cmd.SetErr(stderr)
	err = cmd.ExecuteContext(ctx)
	code := exitCode(ctx, err)
	if out.err != nil && (code == exitDone || code == exitRefused || code == exitLate) {
		code, err = exitFault, fmt.Errorf("write the output: %w", out.err)
	}
	var e *exit
	if err != nil && !(errors.As(err, &e) && e.err == nil) {
		fmt.Fprintf(stderr, "stadsdelskollen: %s\n", told(code, err))
	}
	return code
}

// told is what a person hears of an error: of what was cut off not whatever it was doing just then.
func told(code int, err error) string {
	if code == exitCancelled {
		return "cancelled; nothing is half done, run again"
	}
	return err.Error()
}

// output remembers that something could not be written, so that no command has to ask.
type output struct {
	to  io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.to.Write(p)
	o.err = cmp.Or(o.err, err)
	return n, err
}

func exitCode(ctx context.Context, err error) int {
	var e *exit
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &e):
		return e.code
	case ctx.Err() != nil:
		return exitCancelled
	case errors.Is(err, duck.ErrLocked), errors.Is(err, errBusy):
		return exitBusy
	case errors.Is(err, disclosure.ErrRefused):
		return exitGate
	}
	return exitFault
}

// clock is the time of day, or the one instant that SOURCE_DATE_EPOCH names.
func clock(epoch string) (func() time.Time, error) {
	if epoch == "" {
		return time.Now, nil
	}
	sec, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("SOURCE_DATE_EPOCH is %q, want seconds since 1970", epoch)
	}
	return func() time.Time { return time.Unix(sec, 0).UTC() }, nil
}

func rootCommand(e *env) *cobra.Command {
	root := &cobra.Command{
		Use:   "stadsdelskollen",
		Short: "Compare a city's districts and publish the comparison as a static site",
		Long: "stadsdelskollen takes in monthly figures of a city's districts, keeps them in DuckDB,\n" +
			"compares them and publishes a site that needs no server.\n\n" + exitCodes,
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &exit{exitUsage, err} })
	root.PersistentFlags().StringP("workspace", "C", ".", "the workspace `DIR`")
	root.AddCommand(initCommand(e), runCommand(e), scheduleCommand(e), ingestCommand(e), publishCommand(e), verifyCommand(e),
		statusCommand(e), explainCommand(e), diffCommand(e), rebuildCommand(e), serveCommand(e), generateCommand(e))
	for _, c := range root.Commands() {
		c.Args = usage(c.Args)
		switch c.Name() {
		case "init", "generate", "verify", "diff":
			c.PreRunE = withoutWorkspace
		}
	}
	root.Args = usage(root.Args)
	return root
}

// usage gives faults of the command line their exit code.
func usage(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if check == nil {
			return nil
		}
		if err := check(cmd, args); err != nil {
			return &exit{exitUsage, fmt.Errorf("%w; see %s --help", err, cmd.CommandPath())}
		}
		return nil
	}
}

func withoutWorkspace(cmd *cobra.Command, _ []string) error {
	if cmd.Flags().Changed("workspace") {
		return &exit{exitUsage, fmt.Errorf("%s works on the folder that is its argument; -C has no meaning here", cmd.Name())}
	}
	return nil
}

func workspaceFlag(cmd *cobra.Command) string {
	// The flag is defined on the root, so it is always there.
	dir, _ := cmd.Flags().GetString("workspace")
	return dir
}
