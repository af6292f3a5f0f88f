//go:build duckdb_arrow

package disclosure

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"

	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"stadsdelskollen/queries/publication"
)

// records reads a CSV file as one map a row.
func records(name string) ([]map[string]string, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	all, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))).ReadAll()
	if err != nil || len(all) == 0 {
		return nil, errors.Join(err, fmt.Errorf("read %s: no table", name))
	}
	var out []map[string]string
	for _, rec := range all[1:] {
		row := map[string]string{}
		for i, column := range all[0] {
			row[column] = rec[i]
		}
		out = append(out, row)
	}
	return out, nil
}

// figure reads a number of a text file, or a sign that must go with the status.
func figure(text, status string) (*float64, error) {
	if text == "" || text == publication.Sign(status) {
		return nil, nil
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return nil, fmt.Errorf("%q is neither a number nor the sign of status %s", text, status)
	}
	return &n, nil
}

// readFacts reads data/fakta.csv.
func (v *verifier) readFacts() ([]publication.Fact, error) {
	rows, err := records(v.path(factsFile))
	if err != nil {
		return nil, err
	}
	var out []publication.Fact
	for _, r := range rows {
		f := publication.Fact{Measure: r["matt"], Kind: r["slag"], Level: r["niva"], Area: r["omrade"], Division: r["indelning"],
			Category: r["kategori"], Period: r["period"], Unit: r["enhet"], Status: r["status"], Source: r["kalla"]}
		for column, to := range map[string]**float64{"varde": &f.Value, "namnare": &f.Denominator, "nedre": &f.Lower, "ovre": &f.Upper} {
			n, err := figure(r[column], f.Status)
			if err != nil {
				v.find(attackSigns, factsFile, "%s, column %s: %s", label(f), column, err)
			}
			*to = n
		}
		if f.Value == nil && r["varde"] != publication.Sign(f.Status) {
			v.find(attackSigns, factsFile, "%s: %q stands for status %s", label(f), r["varde"], f.Status)
		}
		for column, to := range map[string]**int64{"antal": &f.N, "kvitto": &f.Receipt} {
			if r[column] == "" {
				continue
			}
			n, err := strconv.ParseInt(r[column], 10, 64)
			if err != nil {
				v.find(attackSigns, factsFile, "%s, column %s: %q is no number", label(f), column, r[column])
				continue
			}
			*to = &n
		}
		out = append(out, f)
	}
	return out, nil
}

type factKey struct{ measure, level, area, division, category, period string }

func keyOf(f publication.Fact) factKey {
	return factKey{f.Measure, f.Level, f.Area, f.Division, f.Category, f.Period}
}

func keyOfObservation(o publication.Observation) factKey {
	return factKey{o.Indicator, o.Level, o.Area, o.Division, o.Category, o.Period}
}

// compareFacts compares fakta.csv with the table fakta of the database.
func (v *verifier) compareFacts(file, database []publication.Fact) {
	at := map[factKey]publication.Fact{}
	for _, f := range database {
		at[keyOf(f)] = f
	}
	for _, f := range file {
		d, ok := at[keyOf(f)]
		delete(at, keyOf(f))
		same := ok && f.Status == d.Status && near(f.Value, d.Value, 0.0005) && near(f.Denominator, d.Denominator, 0.0005) &&
			near(f.Lower, d.Lower, 0.0005) && near(f.Upper, d.Upper, 0.0005) && near(float(f.N), float(d.N), 0)
		if !same {
			v.find(attackFormats, databaseFile, "%s is not what %s says", label(f), factsFile)
		}
	}
	for _, f := range slices.SortedFunc(maps.Values(at), func(a, b publication.Fact) int { return strings.Compare(label(a), label(b)) }) {
		v.find(attackFormats, databaseFile, "%s is not in %s", label(f), factsFile)
	}
}

func float(n *int64) *float64 {
	if n == nil {
		return nil
	}
	f := float64(*n)
	return &f
}

// near says whether two figures are the same but for rounding; a missing one is
// like a missing one only.
func near(a, b *float64, rounding float64) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return math.Abs(*a-*b) <= rounding+1e-9*math.Max(1, math.Abs(*b))
}

// compareStored compares the database's observations with those derived.
func (v *verifier) compareStored(derived, stored map[string][]publication.Observation) {
	for _, name := range slices.Sorted(maps.Keys(stored)) {
		var rows []printed
		for _, o := range stored[name] {
			rows = append(rows, printed{Observation: o})
		}
		v.compareRows(databaseFile, derived[name], rows)
	}
	for _, name := range slices.Sorted(maps.Keys(derived)) {
		if _, ok := stored[name]; !ok {
			v.find(attackFormats, databaseFile, "%s is missing", name)
		}
	}
}

// printed is an observation as a file shows it, with half a unit of its last
// decimal for each figure.
type printed struct {
	publication.Observation
	value, numerator, denominator, lower, upper float64
}

func (v *verifier) compareRows(where string, derived []publication.Observation, rows []printed) {
	at := map[factKey]publication.Observation{}
	for _, o := range derived {
		at[keyOfObservation(o)] = o
	}
	for _, r := range rows {
		k := keyOfObservation(r.Observation)
		d, ok := at[k]
		delete(at, k)
		name := strings.Join([]string{r.Indicator, r.Area, r.Period, r.Category}, ", ")
		switch {
		case !ok:
			v.find(attackFormats, where, "%s does not follow from %s", name, factsFile)
		case r.Status != d.Status || !near(r.Value, d.Value, r.value) || !near(r.Numerator, d.Numerator, r.numerator) ||
			!near(r.Denominator, d.Denominator, r.denominator) || !near(r.Lower, d.Lower, r.lower) || !near(r.Upper, d.Upper, r.upper):
			v.find(attackFormats, where, "%s is not what follows from %s", name, factsFile)
		}
	}
	if len(at) > 0 {
		v.find(attackFormats, where, "%d rows are missing", len(at))
	}
}

// compareFiles compares the CSV and JSON file of each indicator with what was
// derived, and refuses files of figures that it cannot derive.
func (v *verifier) compareFiles(derived map[string][]publication.Observation) error {
	seen := map[string]bool{}
	for _, pattern := range []string{"*.csv", "*.json"} {
		files, err := filepath.Glob(v.path("data/" + pattern))
		if err != nil {
			return err
		}
		for _, file := range files {
			base := filepath.Base(file)
			where := "data/" + base
			if where == factsFile {
				continue
			}
			rows, err := v.readFigures(file, where)
			if err != nil {
				return err
			}
			name := strings.TrimSuffix(base, filepath.Ext(base))
			if _, ok := derived[name]; !ok && len(rows) == 0 {
				continue // not a file of figures
			}
			seen[where] = true
			v.compareRows(where, derived[name], rows)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(derived)) {
		for _, ending := range []string{".csv", ".json"} {
			if where := "data/" + name + ending; !seen[where] {
				v.find(attackFormats, where, "the file is missing")
			}
		}
	}
	return nil
}

func (v *verifier) readFigures(file, where string) ([]printed, error) {
	var rows []map[string]string
	var err error
	if filepath.Ext(file) == ".json" {
		rows, err = v.recordsOfJSON(file, where)
	} else {
		rows, err = records(file)
	}
	if err != nil {
		return nil, err
	}
	var out []printed
	for _, r := range rows {
		if _, ok := r["varde"]; !ok {
			return nil, nil
		}
		p := printed{Observation: publication.Observation{Indicator: r["nyckeltal"], Level: r["niva"], Area: r["omrade"], Division: r["indelning"],
			Category: r["kategori"], Period: r["period"], Unit: r["enhet"], Status: r["status"], Source: r["kalla"]}}
		for _, c := range []struct {
			column string
			to     **float64
			round  *float64
		}{{"varde", &p.Value, &p.value}, {"taljare", &p.Numerator, &p.numerator}, {"namnare", &p.Denominator, &p.denominator},
			{"nedre", &p.Lower, &p.lower}, {"ovre", &p.Upper, &p.upper}} {
			n, err := figure(r[c.column], p.Status)
			if err != nil {
				v.find(attackSigns, where, "%s, %s, column %s: %s", p.Area, p.Period, c.column, err)
			}
			*c.to, *c.round = n, halfUnit(r[c.column])
		}
		if p.Value == nil && filepath.Ext(file) == ".csv" && r["varde"] != publication.Sign(p.Status) {
			v.find(attackSigns, where, "%s, %s: %q stands for status %s", p.Area, p.Period, r["varde"], p.Status)
		}
		out = append(out, p)
	}
	return out, nil
}

// halfUnit is half a unit of the last decimal of a printed number.
func halfUnit(text string) float64 {
	_, decimals, _ := strings.Cut(text, ".")
	return 0.5 * math.Pow10(-len(decimals))
}

// recordsOfJSON reads the observations of an indicator's JSON file as text; a
// figure that is null becomes an empty text.
func (v *verifier) recordsOfJSON(file, where string) ([]map[string]string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var doc struct {
		Rows []map[string]any `json:"observationer"`
	}
	dec := json.NewDecoder(strings.NewReader(string(text)))
	dec.UseNumber()
	if err := dec.Decode(&doc); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) {
			return nil, nil // a JSON file of something else
		}
		return nil, fmt.Errorf("read %s: %w", where, err)
	}
	var out []map[string]string
	for _, r := range doc.Rows {
		row := map[string]string{}
		for k, value := range r {
			switch value := value.(type) {
			case nil:
				row[k] = ""
			case string:
				row[k] = value
			case json.Number:
				row[k] = value.String()
			default:
				v.find(attackFormats, where, "column %s holds %v", k, value)
			}
		}
		out = append(out, row)
	}
	return out, nil
}
