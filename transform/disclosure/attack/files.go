//go:build duckdb_arrow

package attack

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
)

// reader checks one kind of file against what follows from the facts.
type reader func(v *verifier, name string, text []byte, d *derived) error

// readers say how each kind of file is read, by its ending. A kind that is not
// here is a finding: whoever adds one teaches it here. A nil reader is a kind
// that holds no figures, or that is compared elsewhere.
var readers = map[string]reader{
	".csv":    (*verifier).readCSV,
	".json":   (*verifier).readJSON,
	".html":   (*verifier).readPage,
	".svg":    (*verifier).readPage,
	".xml":    (*verifier).readFeed,
	".txt":    (*verifier).readText,
	".md":     (*verifier).readText,
	".css":    nil, // style sheets are the program's own and the same in every publication
	".duckdb": nil, // compareDatabase has read it
	".pdf":    nil, // a report printed from its page, which is read
}

// compareFiles reads every file of the folder.
func (v *verifier) compareFiles(files []string, d *derived) error {
	d.index()
	for _, name := range files {
		if name == factsFile || name == manifestFile {
			continue
		}
		read, known := readers[path.Ext(name)]
		switch {
		case !known:
			v.find(RuleUnread, name, "a kind of file that verify cannot read")
		case read != nil:
			text, err := os.ReadFile(v.path(name))
			for _, h := range secretHash.FindAll(text, -1) {
				v.find(RuleHash, name, "%s looks like the hash of something", h)
			}
			if err == nil {
				err = read(v, name, text, d)
			}
			if err != nil {
				return fmt.Errorf("read %s: %w", name, err)
			}
		}
	}
	for _, r := range d.rows["nyckeltal"] {
		for _, ending := range []string{".csv", ".json"} {
			if where := "data/" + r.text("namn") + ending; !slices.Contains(files, where) {
				v.find(RuleFormats, where, "the file is missing")
			}
		}
	}
	return nil
}

// observations are those of the indicator that a file is named for.
func (d *derived) observations(name string) ([]record, bool) {
	indicator := strings.TrimSuffix(path.Base(name), path.Ext(name))
	if path.Dir(name) != "data" || d.names.indicator[indicator] != indicator {
		return nil, false
	}
	var out []record
	for _, r := range d.rows["observation"] {
		if r.text("nyckeltal") == indicator {
			out = append(out, r)
		}
	}
	return out, true
}

func (v *verifier) readCSV(name string, text []byte, d *derived) error {
	if name == correctionsFile {
		return v.readCorrections(name, d)
	}
	if obs, ok := d.observations(name); ok {
		rows, err := records(v.path(name))
		if err == nil {
			v.compareObservations(name, obs, rows, true)
		}
		return err
	}
	v.unsupported(name, text)
	return v.readText(name, text, d)
}

// unsupported finds a file of figures of an indicator that no fact gives.
func (v *verifier) unsupported(name string, text []byte) {
	if bytes.Contains(text, []byte("nyckeltal")) && bytes.Contains(text, []byte("varde")) {
		v.find(RuleFormats, name, "figures of an indicator that does not follow from %s", factsFile)
	}
}

func (v *verifier) readJSON(name string, text []byte, d *derived) error {
	if obs, ok := d.observations(name); ok {
		v.compareObservations(name, obs, v.recordsOfJSON(text, name), false)
		return nil
	}
	v.unsupported(name, text)
	return v.looseJSON(name, text, d, about{})
}

// looseJSON checks every number and text of a JSON value.
func (v *verifier) looseJSON(name string, text []byte, d *derived, subject about) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var doc any
	if err := dec.Decode(&doc); err != nil {
		return err
	}
	var walk func(x any)
	walk = func(x any) {
		switch x := x.(type) {
		case map[string]any:
			for _, y := range x {
				walk(y)
			}
		case []any:
			for _, y := range x {
				walk(y)
			}
		case json.Number:
			v.check(name, "JSON", numbersIn(strings.ReplaceAll(x.String(), "e", " ")), d, subject)
		case string:
			v.check(name, "JSON", d.numbersIn(x), d, subject)
		}
	}
	walk(doc)
	return nil
}

// readText checks every number of a text that is no page.
func (v *verifier) readText(name string, text []byte, d *derived) error {
	for i, l := range strings.Split(string(text), "\n") {
		v.check(name, fmt.Sprintf("line %d", i+1), d.numbersIn(l), d, about{})
	}
	return nil
}

// check finds the numbers of a text that do not follow. What is computed from two
// numbers of the same text says nothing that they do not.
func (v *verifier) check(name, place string, of []printed, d *derived, subject about) {
	for _, n := range of {
		if !holds(d.numbers(subject), n) && !(len(of) > 2 && arithmetic(n, of)) {
			v.find(RuleFormats, name, "%s: %s %s does not follow from %s", place, n.text, n.after, factsFile)
		}
	}
}
