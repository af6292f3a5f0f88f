//go:build duckdb_arrow

package attack

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
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
				v.find(RuleSigns, factsFile, "%s, column %s: %s", label(f), column, err)
			}
			*to = n
		}
		if f.Value == nil && r["varde"] != publication.Sign(f.Status) {
			v.find(RuleSigns, factsFile, "%s: %q stands for status %s", label(f), r["varde"], f.Status)
		}
		for column, to := range map[string]**int64{"antal": &f.N, "kvitto": &f.Receipt} {
			if r[column] == "" {
				continue
			}
			n, err := strconv.ParseInt(r[column], 10, 64)
			if err != nil {
				v.find(RuleSigns, factsFile, "%s, column %s: %q is no number", label(f), column, r[column])
				continue
			}
			*to = &n
		}
		out = append(out, f)
	}
	return out, nil
}

// syntheticMark is what stands before the source of every made-up figure in text
// files.
const syntheticMark = "Syntetiska uppgifter"

// compareFacts compares fakta.csv with the table fakta of the database, and
// returns the facts of the file with the sources of the database.
func (v *verifier) compareFacts(file, database []publication.Fact, synthetic bool) []publication.Fact {
	at := map[factKey]publication.Fact{}
	for _, f := range database {
		at[keyOf(f)] = f
	}
	out := slices.Clone(file)
	for i, f := range file {
		d, ok := at[keyOf(f)]
		delete(at, keyOf(f))
		if !ok || !sameFact(f, d) {
			v.find(RuleFormats, databaseFile, "%s is not what %s says", label(f), factsFile)
		}
		if ok && (f.Source == d.Source || synthetic && (f.Source == syntheticMark+". "+d.Source || f.Source == syntheticMark && d.Source == "")) {
			out[i].Source = d.Source
		} else if ok {
			v.find(RuleFormats, databaseFile, "the source of %s is not that of %s", label(f), factsFile)
		}
	}
	for _, f := range slices.SortedFunc(maps.Values(at), func(a, b publication.Fact) int { return strings.Compare(label(a), label(b)) }) {
		v.find(RuleFormats, databaseFile, "%s is not in %s", label(f), factsFile)
	}
	return out
}

func sameFact(f, d publication.Fact) bool {
	return f.Status == d.Status && f.Kind == d.Kind && f.Unit == d.Unit && near(f.Value, d.Value, 0.0005) && near(f.Denominator, d.Denominator, 0.0005) &&
		near(f.Lower, d.Lower, 0.0005) && near(f.Upper, d.Upper, 0.0005) && near(float(f.N), float(d.N), 0)
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

// halfUnit is half a unit of the last decimal of a printed number.
func halfUnit(text string) float64 {
	_, decimals, _ := strings.Cut(text, ".")
	return 0.5 * math.Pow10(-len(decimals))
}

// observationColumns are the columns that hold figures in an indicator's files.
var observationColumns = []string{"varde", "taljare", "namnare", "nedre", "ovre"}

// compareObservations compares the rows of an indicator's file with the derived
// observations, figure by figure, to the decimals that the file shows.
func (v *verifier) compareObservations(where string, derived []record, rows []map[string]string, signs bool) {
	name := func(get func(string) string) string {
		return strings.Join([]string{get("nyckeltal"), get("niva"), get("omrade"), get("indelning"), get("kategori"), get("period")}, ", ")
	}
	at := map[string]record{}
	for _, d := range derived {
		at[name(d.text)] = d
	}
	for _, r := range rows {
		n := name(func(c string) string { return r[c] })
		d, ok := at[n]
		delete(at, n)
		if !ok {
			v.find(RuleFormats, where, "%s does not follow from %s", n, factsFile)
			continue
		}
		status := d.text("status")
		if r["status"] != status {
			v.find(RuleFormats, where, "%s has status %s, and not %s", n, r["status"], status)
		}
		for _, c := range observationColumns {
			got, err := figure(r[c], r["status"])
			if err != nil {
				v.find(RuleSigns, where, "%s, column %s: %s", n, c, err)
			}
			var want *float64
			if x, ok := d[c].(json.Number); ok {
				if f, err := x.Float64(); err == nil {
					want = &f
				}
			}
			if !near(got, want, halfUnit(r[c])) {
				v.find(RuleFormats, where, "%s, column %s is %q, which does not follow from %s", n, c, r[c], factsFile)
			}
		}
		if signs && r["varde"] != publication.Sign(status) && publication.Sign(status) != "" {
			v.find(RuleSigns, where, "%s: %q stands for status %s", n, r["varde"], status)
		}
	}
	if len(at) > 0 {
		v.find(RuleFormats, where, "%d rows are missing", len(at))
	}
}

// recordsOfJSON reads the observations of an indicator's JSON file as text; a
// figure that is null becomes an empty text.
func (v *verifier) recordsOfJSON(text []byte, where string) []map[string]string {
	var doc struct {
		Rows []map[string]any `json:"observationer"`
	}
	dec := json.NewDecoder(strings.NewReader(string(text)))
	dec.UseNumber()
	if err := dec.Decode(&doc); err != nil {
		return nil
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
				v.find(RuleFormats, where, "column %s holds %v", k, value)
			}
		}
		out = append(out, row)
	}
	return out
}
