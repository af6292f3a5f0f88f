package decode

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"stadsdelskollen/ingest/contract"
	"stadsdelskollen/queries/register"
)

var update = flag.Bool("update", false, "write the outcome into the corpus")

// TestEveryConventionOfTheCorpus reads each file of testdata/avkodning, one
// fault or convention each, and compares rows, notes and faults with what
// stands beside. A file's name may end in .quoted (quoted strings to be joined)
// or .base64; mapping, if there is one, is the workspace's.
func TestEveryConventionOfTheCorpus(t *testing.T) {
	files, err := filepath.Glob("../testdata/avkodning/*.txtar")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	reg, err := register.Load(os.DirFS("../testdata/reference"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			opt := Options{Register: reg}
			name, want := "", ""
			var data []byte
			var given []txtar.File
			for _, f := range archive.Files {
				switch {
				case f.Name == "want":
					want = string(f.Data)
					continue
				case f.Name == "mapping":
					if err := json.Unmarshal(f.Data, &opt.Mapping); err != nil {
						t.Fatal(err)
					}
				default:
					name, data = unpack(t, f)
				}
				given = append(given, f)
			}
			if opt.Feed, err = contract.ForFile(name); err != nil {
				t.Fatal(err)
			}
			got := transcript(t, name, data, opt)
			if *update {
				archive.Files = append(given, txtar.File{Name: "want", Data: []byte(got)})
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

func unpack(t *testing.T, f txtar.File) (name string, data []byte) {
	t.Helper()
	if name, ok := strings.CutSuffix(f.Name, ".base64"); ok {
		data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(f.Data)), ""))
		if err != nil {
			t.Fatal(err)
		}
		return name, data
	}
	name, ok := strings.CutSuffix(f.Name, ".quoted")
	if !ok {
		return f.Name, f.Data
	}
	for line := range strings.Lines(string(f.Data)) {
		s, err := strconv.Unquote(strings.TrimSpace(line))
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		data = append(data, s...)
	}
	return name, data
}

// transcript is all that reading a file gives: typed rows with their places,
// then notes, then faults or what the whole was refused for.
func transcript(t *testing.T, name string, data []byte, opt Options) string {
	t.Helper()
	var b strings.Builder
	say := func(what string, faults []Fault) {
		for _, f := range faults {
			part, column, line := Place(f.Line)
			fmt.Fprintf(&b, "%s %d:%d:%d:%d %s %s: %s\n", what, part, line, column, f.Field, f.Rule, f.Column, f.Message)
		}
	}
	r, err := Open(name, int64(len(data)), strings.NewReader(string(data)), opt)
	if err == nil {
		defer r.Close()
		for r.Next() {
			for i := range int(r.RecordBatch().NumRows()) {
				b.WriteString(RowText(r.RecordBatch(), i) + "\n")
			}
		}
		say("obs", r.Notes())
		say("fel", r.Faults())
		err = r.Err()
	}
	var refusal *Refusal
	if errors.As(err, &refusal) {
		say("underkänd", refusal.Faults)
	} else if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
