package publication

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"stadsdelskollen/queries/duck"
)

// dimension is something that figures may be added over: its name in headers,
// the columns that keep its members apart, and what a measure says of it.
type dimension struct {
	name    string
	columns *regexp.Regexp
	of      func(Measure) string
}

var dimensions = []dimension{
	{"stadsdelar", regexp.MustCompile(`\b(omrade|blev)\b`), func(m Measure) string { return m.OverDistricts }},
	{"manader", regexp.MustCompile(`\b(period|ar)\b`), func(m Measure) string { return m.OverPeriods }},
	{"kategorier", regexp.MustCompile(`\bkategori\b`), func(m Measure) string { return m.OverCategories }},
}

var (
	aggregate = regexp.MustCompile(`(?i)\b(sum|avg|mean|fsum|favg|kahan_sum|list_sum|list_avg)\s*\(`)
	grouping  = regexp.MustCompile(`(?is)\b(?:GROUP|PARTITION)\s+BY\s+(.*?)(?:\bHAVING\b|\bQUALIFY\b|\bORDER\b|\bLIMIT\b|\)|$)`)
	oneName   = regexp.MustCompile(`(?i)\bmatt\s*=\s*'([^']*)'`)
	manyNames = regexp.MustCompile(`(?i)\bmatt\s+IN\s*\(\s*('[^)]*)\)`)
	quoted    = regexp.MustCompile(`'([^']*)'`)
)

// checkSums refuses a statement that adds what its measures may not be added
// over. What it adds over is what its header's `sums` says, and whatever its
// GROUP BY or PARTITION BY lets fall together besides. A measure that adds with
// a sign only needs a `sign` in the header: where a reader sees it. A statement
// that names no measure must take what may be added from mattdefinition.
func checkSums(s duck.Statement) error {
	if !aggregate.MatchString(s.SQL) {
		return nil
	}
	declared := strings.FieldsFunc(s.Header["sums"], func(r rune) bool { return r == ',' || r == ' ' })
	if len(declared) == 0 {
		return fmt.Errorf("%s: it adds figures up, but its header does not say over what (sums)", s.File)
	}
	var faults []error
	for _, d := range declared {
		if !slices.ContainsFunc(dimensions, func(k dimension) bool { return k.name == d }) {
			faults = append(faults, fmt.Errorf("%s: sums names %q, want stadsdelar, manader or kategorier", s.File, d))
		}
	}
	measures := measuresIn(s.SQL)
	if len(measures) == 0 && !slices.Contains(s.Reads, "mattdefinition") {
		faults = append(faults, fmt.Errorf("%s: it adds figures up without naming their measures", s.File))
	}
	for _, d := range dimensions {
		if slices.Contains(declared, d.name) || falls(s.SQL, d) {
			faults = append(faults, refused(s, measures, d))
		}
	}
	return errors.Join(faults...)
}

// falls says whether a grouping lets the members of d fall together.
func falls(sql string, d dimension) bool {
	if d.name == "kategorier" && !strings.Contains(sql, "kategori") || strings.Contains(sql, "kategori = ''") && d.name == "kategorier" {
		return false
	}
	groups := grouping.FindAllStringSubmatch(sql, -1)
	for _, g := range groups {
		if !d.columns.MatchString(g[1]) {
			return true
		}
	}
	return len(groups) == 0
}

func refused(s duck.Statement, measures []string, d dimension) error {
	var faults []error
	for _, name := range measures {
		switch rule := d.of(measure(name)); {
		case rule == AddsYes, rule == AddsSign && s.Header["sign"] != "":
		case rule == AddsSign:
			faults = append(faults, fmt.Errorf("%s: %s adds over %s with a sign only, and the header names none (sign)", s.File, name, d.name))
		default:
			faults = append(faults, fmt.Errorf("%s: %s may not be added over %s", s.File, name, d.name))
		}
	}
	return errors.Join(faults...)
}

// checkAdds refuses an indicator that says it adds over what one of its
// measures does not add over.
func checkAdds(s duck.Statement, adds string) error {
	var faults []error
	for _, d := range dimensions {
		if !slices.Contains(strings.Fields(adds), d.name) {
			continue
		}
		for _, name := range measuresIn(s.SQL) {
			if d.of(measure(name)) != AddsYes {
				faults = append(faults, fmt.Errorf("%s: adds is %q, but %s may not be added over %s", s.File, adds, name, d.name))
			}
		}
	}
	return errors.Join(faults...)
}

// measuresIn are the measures that a statement names, each once.
func measuresIn(sql string) []string {
	var out []string
	for _, m := range oneName.FindAllStringSubmatch(sql, -1) {
		out = append(out, m[1])
	}
	for _, m := range manyNames.FindAllStringSubmatch(sql, -1) {
		for _, q := range quoted.FindAllStringSubmatch(m[1], -1) {
			out = append(out, q[1])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// measure is the definition of a measure; without one it adds over nothing.
func measure(name string) Measure {
	for _, m := range Measures() {
		if m.Name == name {
			return m
		}
	}
	return Measure{Name: name, OverDistricts: AddsNo, OverPeriods: AddsNo, OverCategories: AddsNo}
}

// relations are what several indicators share, each checked.
func relations() ([]duck.Statement, error) {
	set, err := duck.Load(files, "relations")
	faults := []error{err}
	for _, s := range set {
		faults = append(faults, checkSums(s))
	}
	return set, errors.Join(faults...)
}
