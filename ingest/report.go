//go:build duckdb_arrow

package ingest

import (
	"context"
	"fmt"
	"io"
	"strings"

	"stadsdelskollen/ingest/decode"
	"stadsdelskollen/queries/warehouse"
)

// Fault is one fault of a file, with its place in it.
type Fault = warehouse.Fault

// Report is what became of the files of one run.
type Report struct{ Files []FileReport }

// FileReport is what became of one file.
type FileReport struct {
	Name    string
	Receipt int
	Feed    string
	// Status is one of the warehouse's, or Duplicate, Waiting or NoFile.
	Status            string
	Accepted, Refused int64
	Faults, Warnings  []Fault
	// DuplicateOf is the receipt under which the same bytes came in before.
	DuplicateOf int
	// Reasons is the account in quarantine, from the workspace; empty when
	// nothing was refused.
	Reasons string
}

// Refused says whether anything was refused, rows or files.
func (r Report) Refused() bool {
	for _, f := range r.Files {
		if f.Status == warehouse.Partly || f.Status == warehouse.Refused {
			return true
		}
	}
	return false
}

// shown bounds how many faults of one rule a summary lists; the account in
// quarantine holds them all.
const shown = 10

// Write says in Swedish what became of each file.
func (r Report) Write(w io.Writer) error {
	var b strings.Builder
	for _, f := range r.Files {
		fmt.Fprintf(&b, "%s: %s\n", f.Name, f.outcome())
		for _, g := range byRule(f.Faults) {
			for _, x := range g.faults[:min(shown, len(g.faults))] {
				fmt.Fprintf(&b, "  %s\n", faultAt(f.Name, x))
			}
			if more := len(g.faults) - shown; more > 0 {
				fmt.Fprintf(&b, "  … och %d fel till av samma slag (%s)\n", more, g.rule)
			}
		}
		for _, g := range byRule(f.Warnings) {
			for _, x := range g.faults[:min(shown, len(g.faults))] {
				fmt.Fprintf(&b, "  obs: %s\n", faultAt(f.Name, x))
			}
			if more := len(g.faults) - shown; more > 0 {
				fmt.Fprintf(&b, "  obs: … och %d till av samma slag (%s)\n", more, g.rule)
			}
		}
		if f.Reasons != "" {
			fmt.Fprintf(&b, "  alla orsaker: %s\n", f.Reasons)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// outcome is the sentence on what became of the file.
func (f FileReport) outcome() string {
	switch f.Status {
	case Duplicate:
		return fmt.Sprintf("samma innehåll är redan inläst (kvitto %d); ingenting ändrades", f.DuplicateOf)
	case Waiting:
		return "filen skrivs fortfarande och fick ligga kvar i inbox"
	case NoFile:
		return "hoppades över: ingen vanlig fil utan en mapp, en länk eller liknande"
	case warehouse.Accepted:
		return fmt.Sprintf("inläst, %s (kvitto %d)", rows(f.Accepted), f.Receipt)
	case warehouse.Partly:
		return fmt.Sprintf("delvis inläst: %s lästes in, %d underkändes (kvitto %d)", rows(f.Accepted), f.Refused, f.Receipt)
	}
	if f.Refused > 0 {
		return fmt.Sprintf("hela filen underkändes: ingen av %s lästes in (kvitto %d)", rows(f.Refused), f.Receipt)
	}
	return fmt.Sprintf("hela filen underkändes, ingenting lästes in (kvitto %d)", f.Receipt)
}

func rows(n int64) string {
	if n == 1 {
		return "1 rad"
	}
	return fmt.Sprintf("%d rader", n)
}

// faultAt is a fault as file:line:field with its column and message.
func faultAt(name string, f Fault) string {
	at := name
	if f.Part != "" {
		at += " (" + f.Part + ")"
	}
	if _, _, line := decode.Place(f.Line); line > 0 {
		at += fmt.Sprintf(":%d", line)
		if f.Field > 0 {
			at += fmt.Sprintf(":%d", f.Field)
		}
	}
	if f.Column != "" {
		return fmt.Sprintf("%s: %s: %s", at, f.Column, f.Message)
	}
	return at + ": " + f.Message
}

// fileReport reads back from the warehouse what became of a delivery.
func fileReport(ctx context.Context, wh *warehouse.DB, r Receipt) (FileReport, error) {
	known, err := wh.Deliveries(ctx)
	if err != nil {
		return FileReport{}, err
	}
	for _, d := range known {
		if d.Receipt != r.Number {
			continue
		}
		out := FileReport{Name: r.Name, Receipt: r.Number, Feed: r.Feed, Status: d.Status, Accepted: d.Accepted, Refused: d.Refused}
		if out.Faults, err = wh.Faults(ctx, r.Number); err != nil {
			return out, err
		}
		out.Warnings, err = wh.Warnings(ctx, r.Number)
		return out, err
	}
	return FileReport{}, fmt.Errorf("receipt %d is not in the warehouse", r.Number)
}
