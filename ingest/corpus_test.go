//go:build duckdb_arrow

package ingest

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"stadsdelskollen/ingest/contract"
	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
)

var update = flag.Bool("update", false, "write the outcome into the corpus")

// workspace is an empty one with the small register of testdata.
func workspace(t *testing.T) Workspace {
	t.Helper()
	r, err := register.Load(os.DirFS("testdata/reference"))
	if err != nil {
		t.Fatal(err)
	}
	clock := time.Date(2024, 1, 8, 6, 0, 0, 0, time.UTC)
	ws := Workspace{Dir: t.TempDir(), Register: r, Now: func() time.Time {
		clock = clock.Add(time.Hour)
		return clock
	}}
	if err := makeDir(ws.path(inboxDir)); err != nil {
		t.Fatal(err)
	}
	return ws
}

func (ws Workspace) database() string { return ws.path("warehouse.duckdb") }

func openWarehouse(t *testing.T, ws Workspace) *warehouse.DB {
	t.Helper()
	wh, err := OpenWarehouse(t.Context(), ws, ws.database(), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return wh
}

func closing(t *testing.T, wh *warehouse.DB) {
	t.Helper()
	if err := wh.Close(); err != nil {
		t.Error(err)
	}
}

func put(t *testing.T, ws Workspace, name, text string) {
	t.Helper()
	if err := os.WriteFile(ws.path(inboxDir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// run takes in what is in the inbox.
func run(t *testing.T, ws Workspace, wh *warehouse.DB) Report {
	t.Helper()
	report, err := Run(t.Context(), ws, wh)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func text(t *testing.T, r Report) string {
	t.Helper()
	var b strings.Builder
	if err := r.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// rowsInForce are the current rows of every feed as JSON lines.
func rowsInForce(t *testing.T, wh *warehouse.DB, asOf time.Time) string {
	t.Helper()
	type row struct {
		Text string `db:"text"`
	}
	set, err := warehouse.CurrentStatements()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	rollback := errors.New("roll back")
	err = wh.Tx(t.Context(), func(tx *duck.Tx) error {
		if err := tx.Materialize(t.Context(), set, duck.Args{"as_of": asOf}); err != nil {
			return err
		}
		for _, s := range set {
			grain := strings.Join(s.Grain, ", ")
			rows, err := duck.Select[row](t.Context(), tx, fmt.Sprintf("SELECT to_json(list(r))::VARCHAR AS text FROM %s AS r GROUP BY %s HAVING count(*) > 1", s.Name, grain), nil)
			if err != nil {
				return err
			}
			if len(rows) > 0 {
				t.Errorf("%s: not unique by %s: %v", s.File, grain, rows)
			}
		}
		for _, feed := range contract.Names() {
			rows, err := duck.Select[row](t.Context(), tx, fmt.Sprintf("SELECT to_json(r)::VARCHAR AS text FROM current_%s AS r ORDER BY line, receipt", feed), nil)
			if err != nil {
				return err
			}
			for _, r := range rows {
				fmt.Fprintf(&b, "%s %s\n", feed, r.Text)
			}
		}
		states, err := duck.Select[row](t.Context(), tx, "SELECT to_json(s)::VARCHAR AS text FROM figure_state AS s ORDER BY receipt, line, column_name", nil)
		if err != nil {
			return err
		}
		for _, r := range states {
			fmt.Fprintf(&b, "tecken %s\n", r.Text)
		}
		return rollback
	})
	if !errors.Is(err, rollback) {
		t.Fatal(err)
	}
	return b.String()
}

// TestCorpus runs each file of testdata/corpus as one delivery or several and
// compares what was said of it, and what is in force, with what stands beside.
// A file's name ending in .quoted holds quoted strings to be joined.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("testdata/corpus/*.txtar")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			ws := workspace(t)
			want := map[string]string{}
			var given []txtar.File
			for _, f := range archive.Files {
				if f.Name == "want" || f.Name == "rows" {
					want[f.Name] = string(f.Data)
					continue
				}
				given = append(given, f)
				name, isQuoted := strings.CutSuffix(f.Name, ".quoted")
				data := string(f.Data)
				if isQuoted {
					data = unquote(t, data)
				}
				put(t, ws, name, data)
			}
			wh := openWarehouse(t, ws)
			defer closing(t, wh)
			report := run(t, ws, wh)
			got := map[string]string{"want": text(t, report), "rows": rowsInForce(t, wh, ws.Now())}
			if *update {
				archive.Files = append(given, txtar.File{Name: "want", Data: []byte(got["want"])}, txtar.File{Name: "rows", Data: []byte(got["rows"])})
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func unquote(t *testing.T, lines string) string {
	t.Helper()
	var b strings.Builder
	for line := range strings.Lines(lines) {
		s, err := strconv.Unquote(strings.TrimSpace(line))
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		b.WriteString(s)
	}
	return b.String()
}
