//go:build duckdb_arrow

package ingest

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"stadsdelskollen/ingest/contract"
	"stadsdelskollen/ingest/decode"
)

// firstRows is how many rows a dry run shows of each file.
const firstRows = 5

// DryRun says what reading the files, or those of the inbox, would give: how
// each table was understood, its first rows with types, what would be passed
// over or refused, and a mapping for headings it does not know. It writes
// nothing but to w, and runs no checks against earlier deliveries. refused says
// that some row or file would be.
func DryRun(ws Workspace, w io.Writer, files ...string) (refused bool, err error) {
	if len(files) == 0 {
		if files, _, err = ws.inbox(); err != nil {
			return false, err
		}
	}
	for _, file := range files {
		bad, err := ws.dryRun(w, file)
		if err != nil {
			return refused, fmt.Errorf("read %q: %w", file, err)
		}
		refused = refused || bad
	}
	return refused, nil
}

func (ws Workspace) dryRun(w io.Writer, file string) (refused bool, err error) {
	name := decode.FileName(filepath.Base(file))
	var b strings.Builder
	defer func() {
		if _, e := io.WriteString(w, b.String()); err == nil {
			err = e
		}
	}()
	fmt.Fprintf(&b, "%s\n", name)
	feed, err := contract.ForFile(name)
	if err != nil {
		fmt.Fprintf(&b, "  underkänns: %s\n", err)
		return true, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return false, err
	}
	opt := decode.Options{Feed: feed, Register: ws.Register, Mapping: ws.Feeds[feed.Name].Mapping}
	if mended.MatchString(name) {
		opt.Mapping = opt.Mapping.ForMended()
	}
	fmt.Fprintf(&b, "  underlag: %s (%s)\n", feed.Title, feed.Name)
	if !opt.Mapping.IsZero() {
		fmt.Fprintf(&b, "  mappning: %s\n", opt.Mapping)
	}
	tables, err := decode.Inspect(name, info.Size(), f, opt)
	var refusal *decode.Refusal
	if err != nil && !errors.As(err, &refusal) {
		return false, err
	}
	for _, t := range tables {
		writeTable(&b, feed, t)
	}
	return writeReading(&b, name, info.Size(), f, opt)
}

// writeTable says how a table was understood.
func writeTable(b *strings.Builder, feed contract.Feed, t decode.Table) {
	fmt.Fprintf(b, "  tabell: %s\n", orText(t.Part.String(), "hela filen"))
	if t.Encoding != "" {
		fmt.Fprintf(b, "    teckenkodning %s, avgränsare %s\n", t.Encoding, strings.ReplaceAll(t.Separator, "\t", "tabb"))
	}
	fmt.Fprintf(b, "    rubrik på rad %d: %s\n", t.HeaderLine, strings.Join(t.Header, " | "))
	fmt.Fprintf(b, "    layout: %s", t.Layout)
	if len(t.Keys) > 0 {
		fmt.Fprintf(b, " (%d: %s)", len(t.Keys), strings.Join(t.Keys[:min(6, len(t.Keys))], ", "))
	}
	b.WriteString("\n")
	for _, f := range feed.Fields {
		if heading, ok := t.Columns[f.Name]; ok {
			fmt.Fprintf(b, "    %s (%s) ur kolumnen %q\n", f.Name, f.Type, heading)
		}
	}
	if t.District != "" {
		fmt.Fprintf(b, "    %s är %s, ur titel eller namn\n", feed.Own.Area, t.District)
	}
	if len(t.Lacking) > 0 {
		fmt.Fprintf(b, "    saknas: %s\n", strings.Join(t.Lacking, ", "))
	}
	if len(t.Unread) > 0 {
		fmt.Fprintf(b, "    läses inte: %s\n", strings.Join(t.Unread, ", "))
	}
	if len(t.Proposed) > 0 {
		fmt.Fprintf(b, "    förslag till stadsdelskollen.toml:\n      [feed.%s.kolumner]\n", feed.Name)
		for _, heading := range slices.Sorted(maps.Keys(t.Proposed)) {
			fmt.Fprintf(b, "      %q = %q\n", heading, t.Proposed[heading])
		}
	}
}

func orText(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// writeReading reads the rows and says what came of them.
func writeReading(b *strings.Builder, name string, size int64, in io.ReaderAt, opt decode.Options) (refused bool, err error) {
	say := func(what string, faults []decode.Fault, parts []decode.Part) {
		for _, g := range byRule(convert(faults)) {
			for _, f := range g.faults[:min(shown, len(g.faults))] {
				if n, _, _ := decode.Place(f.Line); n < len(parts) {
					f.Part = parts[n].String()
				}
				fmt.Fprintf(b, "  %s: %s\n", what, faultAt(name, f))
			}
			if more := len(g.faults) - shown; more > 0 {
				fmt.Fprintf(b, "  %s: … och %d till av samma slag (%s)\n", what, more, g.rule)
			}
		}
	}
	var refusal *decode.Refusal
	r, err := decode.Open(name, size, in, opt)
	if errors.As(err, &refusal) {
		say("underkänns", refusal.Faults, nil)
		return true, nil
	}
	if err != nil {
		return false, err
	}
	defer r.Close()
	var rows int64
	for r.Next() {
		batch := r.RecordBatch()
		if rows == 0 {
			b.WriteString("  första raderna:\n")
			for i := range int(min(firstRows, batch.NumRows())) {
				fmt.Fprintf(b, "    %s\n", decode.RowText(batch, i))
			}
		}
		rows += batch.NumRows()
	}
	say("obs", r.Notes(), r.Parts())
	say("underkänns", r.Faults(), r.Parts())
	if errors.As(r.Err(), &refusal) {
		say("underkänns", refusal.Faults, r.Parts())
		return true, nil
	}
	if r.Err() != nil {
		return false, r.Err()
	}
	lines := map[int64]bool{}
	for _, f := range r.Faults() {
		lines[f.Line] = true
	}
	fmt.Fprintf(b, "  %d rader kan läsas, %d har fel; kontroller mot tidigare leveranser görs först vid inläsning\n", rows, len(lines))
	return len(lines) > 0, nil
}
