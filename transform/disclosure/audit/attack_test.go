package audit

import (
	"bufio"
	"bytes"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// attack reads a table as published, by code of its own as far as that reaches,
// and fails where a primary cell is too narrow. It reports whether every whole
// world could be counted.
func attack(t *testing.T, table Table, r Rule) (counted bool) {
	t.Helper()
	got := mustIntervals(t, table)
	e := enumeration{limit: 200_000}
	counted = e.run(table)
	for _, c := range table.Cells {
		if !c.Primary {
			continue
		}
		if c.Published {
			t.Errorf("%s is primary and published", c.ID)
			continue
		}
		iv := got[c.ID]
		if !iv.Meets(r) {
			t.Errorf("%s: interval [%v, %v]", c.ID, iv.Lo, iv.Hi)
		}
		if !counted {
			continue
		}
		low, high := e.low[c.ID], e.high[c.ID]
		if !r.met(low, high) {
			t.Errorf("%s: of %d worlds the extremes are %d and %d", c.ID, e.worlds, low, high)
		}
		if new(big.Rat).SetInt64(low).Cmp(iv.Lo) < 0 || new(big.Rat).SetInt64(high).Cmp(iv.Hi) > 0 {
			t.Errorf("%s: worlds with %d and %d outside [%v, %v]", c.ID, low, high, iv.Lo, iv.Hi)
		}
	}
	return counted
}

// enumeration counts all whole worlds of a small table, one cell after another.
// It knows nothing of graphs and tableaus.
type enumeration struct {
	limit     int // of steps
	worlds    int
	low, high map[string]int64

	ids   []string
	least []int64
	rows  []equationLeft
	of    [][]int // rows of a cell
	world []int64
}

// equationLeft is what must still come from the cells not yet chosen.
type equationLeft struct {
	coef map[int]int64
	rest int64
	open int
}

func (e *enumeration) run(table Table) bool {
	e.low, e.high = map[string]int64{}, map[string]int64{}
	index := map[string]int{}
	for _, c := range table.Cells {
		if !c.Published {
			index[c.ID] = len(e.ids)
			e.ids, e.least = append(e.ids, c.ID), append(e.least, c.Lo)
		}
	}
	e.of, e.world = make([][]int, len(e.ids)), make([]int64, len(e.ids))
	add := func(coef map[string]int64, rhs int64) {
		row := equationLeft{coef: map[int]int64{}, rest: rhs}
		for _, c := range table.Cells {
			k := coef[c.ID]
			if i, hidden := index[c.ID]; hidden && k != 0 {
				row.coef[i] = k
				row.open++
				e.of[i] = append(e.of[i], len(e.rows))
			} else {
				row.rest -= k * c.Value
			}
		}
		e.rows = append(e.rows, row)
	}
	for _, rel := range table.Relations {
		coef := map[string]int64{rel.Equals: -1}
		for _, id := range rel.Sum {
			coef[id]++
		}
		add(coef, 0)
	}
	for _, l := range table.Limits {
		if l.Lo == nil || l.Hi == nil || *l.Lo != *l.Hi {
			return false
		}
		add(l.Coef, *l.Lo)
	}
	return e.choose(0) && e.worlds > 0
}

func (e *enumeration) choose(i int) bool {
	if e.limit--; e.limit < 0 {
		return false
	}
	if i == len(e.ids) {
		e.worlds++
		for j, id := range e.ids {
			if old, ok := e.low[id]; !ok || e.world[j] < old {
				e.low[id] = e.world[j]
			}
			if old, ok := e.high[id]; !ok || e.world[j] > old {
				e.high[id] = e.world[j]
			}
		}
		return true
	}
	from, to, bounded := e.span(i)
	if !bounded {
		return false
	}
	for x := from; x <= to; x++ {
		e.world[i] = x
		e.set(i, x, -1)
		ok := e.choose(i + 1)
		e.set(i, x, 1)
		if !ok {
			return false
		}
	}
	return true
}

func (e *enumeration) set(i int, x, sign int64) {
	for _, r := range e.of[i] {
		e.rows[r].rest += sign * e.rows[r].coef[i] * x
		e.rows[r].open += int(sign)
	}
}

// span is what the rows of a cell still allow: exactly one value where it is the
// last open one, and no more than the rest where all signs agree and no cell can
// be below nought.
func (e *enumeration) span(i int) (from, to int64, bounded bool) {
	from, to = e.least[i], 1<<40
	for _, r := range e.of[i] {
		row := &e.rows[r]
		k := row.coef[i]
		if row.open == 1 {
			if row.rest%k != 0 {
				return 1, 0, true
			}
			from, to = max(from, row.rest/k), min(to, row.rest/k)
			continue
		}
		same := true
		for j, c := range row.coef {
			same = same && (j <= i || c*k > 0 && e.least[j] >= 0)
		}
		if same {
			to = min(to, row.rest/k)
		}
	}
	return from, to, to < 1<<40
}

// glpkRequired is the environment variable that CI sets to 1: then a missing
// GLPK is a fault. Where it is not set, GLPK attacks if it is installed, and
// otherwise enumeration and the simplex of this package attack alone.
const glpkRequired = "AUDIT_GLPK"

// glpsol is GLPK's solver, the independent second opinion (Debian: glpk-utils).
func glpsol(t *testing.T) (path string, ok bool) {
	t.Helper()
	path, err := exec.LookPath("glpsol")
	if err != nil && os.Getenv(glpkRequired) == "1" {
		t.Fatalf("%s=1, but there is no glpsol: %v", glpkRequired, err)
	}
	return path, err == nil
}

// attackByGLPK compares the interval of every primary cell with GLPK's.
func attackByGLPK(t *testing.T, glpsol string, table Table) {
	t.Helper()
	got := mustIntervals(t, table)
	dir := t.TempDir()
	for _, c := range table.Cells {
		if !c.Primary || c.Published {
			continue
		}
		iv := got[c.ID]
		low, bounded := solve(t, glpsol, dir, "Minimize", c.ID, table)
		if !bounded || !near(low, iv.Lo) {
			t.Errorf("%s: least is %v, GLPK says %v", c.ID, iv.Lo, low)
		}
		high, bounded := solve(t, glpsol, dir, "Maximize", c.ID, table)
		if bounded != (iv.Hi != nil) || bounded && !near(high, iv.Hi) {
			t.Errorf("%s: largest is %v, GLPK says %v (bounded: %v)", c.ID, iv.Hi, high, bounded)
		}
	}
}

// near allows for the doubles that glpsol prints.
func near(a, b *big.Rat) bool {
	d := new(big.Rat).Sub(a, b)
	return d.Abs(d).Cmp(big.NewRat(1, 1000)) < 0
}

func solve(t *testing.T, glpsol, dir, goal, id string, table Table) (value *big.Rat, bounded bool) {
	t.Helper()
	model, answer := filepath.Join(dir, "table.lp"), filepath.Join(dir, "answer.txt")
	if err := os.WriteFile(model, lp(goal, id, table), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), glpsol, "--exact", "--nopresol", "--lp", model, "-w", answer).CombinedOutput()
	if err != nil {
		t.Fatalf("glpsol: %v\n%s", err, out)
	}
	data, err := os.ReadFile(answer)
	if err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		// s bas rows columns primal-status dual-status objective
		f := strings.Fields(lines.Text())
		if len(f) != 7 || f[0] != "s" {
			continue
		}
		value, ok := new(big.Rat).SetString(f[6])
		if !ok || f[4] != "f" {
			t.Fatalf("glpsol: %s\n%s", lines.Text(), out)
		}
		return value, f[5] == "f"
	}
	t.Fatalf("glpsol gave no answer:\n%s", out)
	return nil, false
}

// lp writes what a reader knows in CPLEX LP format.
func lp(goal, id string, table Table) []byte {
	var b bytes.Buffer
	name, value := map[string]string{}, map[string]int64{}
	for i, c := range table.Cells {
		value[c.ID] = c.Value
		if !c.Published {
			name[c.ID] = fmt.Sprintf("x%d", i)
		}
	}
	fmt.Fprintf(&b, "%s\n goal: %s\nSubject To\n", goal, name[id])
	row := func(coef map[string]int64, relation string, rhs int64) {
		var terms strings.Builder
		for cell, k := range coef {
			if n, hidden := name[cell]; hidden && k != 0 {
				fmt.Fprintf(&terms, " %+d %s", k, n)
			} else {
				rhs -= k * value[cell]
			}
		}
		if terms.Len() > 0 {
			fmt.Fprintf(&b, "%s %s %d\n", terms.String(), relation, rhs)
		}
	}
	for _, rel := range table.Relations {
		coef := map[string]int64{rel.Equals: -1}
		for _, id := range rel.Sum {
			coef[id]++
		}
		row(coef, "=", 0)
	}
	for _, l := range table.Limits {
		if l.Lo != nil {
			row(l.Coef, ">=", *l.Lo)
		}
		if l.Hi != nil {
			row(l.Coef, "<=", *l.Hi)
		}
	}
	b.WriteString("Bounds\n")
	for _, c := range table.Cells {
		if n, hidden := name[c.ID]; hidden {
			fmt.Fprintf(&b, " %s >= %d\n", n, c.Lo)
			if c.Hi != nil {
				fmt.Fprintf(&b, " %s <= %d\n", n, *c.Hi)
			}
		}
	}
	b.WriteString("End\n")
	return b.Bytes()
}
