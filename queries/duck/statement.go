//go:build duckdb_arrow

package duck

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Statement is one SQL file: a header of `-- key: value` lines, then words on
// why it exists, then one statement that holds no transaction words.
type Statement struct {
	// File is the path it was read from, for messages.
	File string
	// Name is the relation or indicator that it makes; equal to the file's name.
	Name string
	// Reads are the relations that it reads.
	Reads []string
	// Params are the named parameters that it takes, without the $.
	Params []string
	// Grain are the columns of which no two rows are alike.
	Grain []string
	// Header holds every key of the header, these included.
	Header map[string]string
	// SQL is the statement without its header.
	SQL string
}

var (
	headerLine = regexp.MustCompile(`^--\s*([a-z_]+):\s*(.*)$`)
	identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	parameter  = regexp.MustCompile(`\$([a-z][a-z0-9_]*)`)
	forbidden  = regexp.MustCompile(`(?i)\b(begin|commit|rollback|attach|detach|now\(\)|current_date|current_timestamp|random\(\))`)
)

// Load reads every .sql file in dir, in the order of their names, and reports
// all faults of all headers.
func Load(fsys fs.FS, dir string) ([]Statement, error) {
	files, err := fs.Glob(fsys, path.Join(dir, "*.sql"))
	if err != nil {
		return nil, err
	}
	var out []Statement
	var faults []error
	for _, file := range files {
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, err
		}
		s, err := Parse(file, string(text))
		faults = append(faults, err)
		out = append(out, s)
	}
	return out, errors.Join(faults...)
}

// Parse reads one SQL file's text.
func Parse(file, text string) (Statement, error) {
	s := Statement{File: file, Header: map[string]string{}}
	lines := strings.Split(text, "\n")
	last, end := "", 0
	for i, line := range lines {
		if !strings.HasPrefix(line, "--") {
			end = i
			break
		}
		switch m := headerLine.FindStringSubmatch(line); {
		case m != nil:
			last = m[1]
			if _, twice := s.Header[last]; twice {
				return s, fmt.Errorf("%s:%d: header key %s stands twice", file, i+1, last)
			}
			s.Header[last] = m[2]
		case last != "" && strings.HasPrefix(line, "--   "):
			// A value goes on over lines that are indented.
			s.Header[last] += " " + strings.TrimSpace(strings.TrimPrefix(line, "--"))
		default:
			last = ""
		}
	}
	s.Name = s.Header["name"]
	s.Reads, s.Params, s.Grain = words(s.Header["reads"]), words(s.Header["params"]), words(s.Header["grain"])
	s.SQL = strings.TrimSuffix(strings.TrimSpace(strings.Join(lines[end:], "\n")), ";")
	return s, s.check()
}

func (s Statement) check() error {
	code := withoutComments(s.SQL)
	var faults []error
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("%s: "+format, append([]any{s.File}, args...)...))
	}
	if base := strings.TrimSuffix(path.Base(s.File), ".sql"); s.Name != base || !identifier.MatchString(s.Name) {
		fault("header name %q is not the file's name", s.Name)
	}
	if m := forbidden.FindString(code); m != "" {
		fault("%q does not belong in an SQL file", m)
	}
	if strings.Contains(code, ";") {
		fault("one statement a file")
	}
	var used []string
	for _, m := range parameter.FindAllStringSubmatch(code, -1) {
		used = append(used, m[1])
	}
	for _, p := range used {
		if !slices.Contains(s.Params, p) {
			fault("parameter $%s is not in the header's params", p)
		}
	}
	for _, p := range s.Params {
		if !slices.Contains(used, p) {
			fault("params names %s, which is not used", p)
		}
	}
	return errors.Join(faults...)
}

func withoutComments(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		code, _, _ := strings.Cut(line, "--")
		b.WriteString(code + "\n")
	}
	return b.String()
}

func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
}

// Order sorts statements so that each comes after those of the same set that
// it reads; among equals the order of names holds.
func Order(set []Statement) ([]Statement, error) {
	byName := map[string]Statement{}
	for _, s := range set {
		byName[s.Name] = s
	}
	var out []Statement
	state := map[string]int{} // 1 on the way, 2 done
	var visit func(s Statement) error
	visit = func(s Statement) error {
		switch state[s.Name] {
		case 1:
			return fmt.Errorf("%s: reads itself in a circle", s.File)
		case 2:
			return nil
		}
		state[s.Name] = 1
		for _, r := range s.Reads {
			if dep, ok := byName[r]; ok {
				if err := visit(dep); err != nil {
					return err
				}
			}
		}
		state[s.Name] = 2
		out = append(out, s)
		return nil
	}
	for _, s := range set {
		if err := visit(s); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Pick keeps of args those that the statement takes, and reports missing ones:
// DuckDB lets needless arguments pass unnoticed.
func (s Statement) Pick(args Args) (Args, error) {
	out := Args{}
	for _, p := range s.Params {
		v, ok := args[p]
		if !ok {
			return nil, fmt.Errorf("%s: no value for $%s", s.File, p)
		}
		out[p] = v
	}
	return out, nil
}

// Materialize runs the statements in the order of their reads, each into a
// table of its name that replaces an earlier one.
func (tx *Tx) Materialize(ctx context.Context, set []Statement, args Args) error {
	ordered, err := Order(set)
	if err != nil {
		return err
	}
	for _, s := range ordered {
		picked, err := s.Pick(args)
		if err != nil {
			return err
		}
		if err := tx.Exec(ctx, "CREATE OR REPLACE TABLE "+quote(s.Name)+" AS\n"+s.SQL, picked); err != nil {
			return fmt.Errorf("%s: %w", s.File, err)
		}
	}
	return nil
}

// Run executes statements that define or change something, in the order of
// their reads.
func (tx *Tx) Run(ctx context.Context, set []Statement, args Args) error {
	ordered, err := Order(set)
	if err != nil {
		return err
	}
	for _, s := range ordered {
		picked, err := s.Pick(args)
		if err != nil {
			return err
		}
		if err := tx.Exec(ctx, s.SQL, picked); err != nil {
			return fmt.Errorf("%s: %w", s.File, err)
		}
	}
	return nil
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
