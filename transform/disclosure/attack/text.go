//go:build duckdb_arrow

package attack

import (
	"encoding/csv"
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
			v.find(RuleFormats, factsFile, "the source of %s is not that of %s", label(f), databaseFile)
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
