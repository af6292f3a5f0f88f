//go:build duckdb_arrow

package disclosure

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/transform/disclosure/audit"
)

// coarsen tells less where a cell could not be proved: first without the
// summaries that bound it, then the area without categories, then the table
// without, then nothing of the area, then no table. It is false when all that is done.
func (p *part) coarsen(exposed []audit.Exposure) bool {
	more := false
	drop := func(i int, why string) {
		if p.close[i] == "" && p.g.close[i] == "" {
			p.close[i], more = why, true
		}
	}
	for _, step := range []func(c, other cell) bool{
		func(c, other cell) bool {
			return other.key.Category != "" && sameRow(c, other)
		},
		func(c, other cell) bool { return other.key.Category != "" && sameTable(c, other) },
		func(c, other cell) bool { return c.key.Period == other.key.Period && c.key.Area == other.key.Area },
		sameTable,
	} {
		for _, e := range exposed {
			at, _ := p.exposed(e.ID)
			c := p.g.cells[at]
			for _, n := range p.lines {
				if l := p.g.lines[n]; l.of > 0 && p.g.base[l.of-1].Period == c.key.Period {
					drop(l.of-1, "it would say too much of a hidden figure")
				}
			}
			if more {
				continue
			}
			for i, n := range p.cells {
				if other := p.g.cells[n]; other.fact >= 0 && !other.was && !p.hidden[i] && step(c, other) {
					drop(other.fact, "the table could not be proved")
				}
			}
		}
		if more {
			return true
		}
	}
	return false
}

func sameTable(a, b cell) bool { return a.key.Measure == b.key.Measure && a.key.Period == b.key.Period }

func sameRow(a, b cell) bool {
	return sameTable(a, b) && a.key.Level == b.key.Level && a.key.Area == b.key.Area
}

// refusal says what could be inferred, and from which figures.
func (p *part) refusal(exposed []audit.Exposure) error {
	var faults []error
	for n, e := range exposed {
		if n == maxFaults {
			faults = append(faults, fmt.Errorf("and %d more", len(exposed)-n))
			break
		}
		at, name := p.exposed(e.ID)
		to := "without end"
		if e.Interval.Hi != nil {
			to = e.Interval.Hi.RatString()
		}
		faults = append(faults, fmt.Errorf("%s could be told to lie between %s and %s from %s", keyName(name), e.Interval.Lo.RatString(), to, p.sources(at)))
	}
	return errors.Join(faults...)
}

// sources names the figures that stand in a line with a cell.
func (p *part) sources(n int) string {
	var names []string
	for _, k := range p.lines {
		l := p.g.lines[k]
		if !slices.ContainsFunc(l.terms, func(t term) bool { return t.cell == n }) {
			continue
		}
		for _, t := range l.terms {
			if c := p.g.cells[t.cell]; t.cell != n && c.fact >= 0 && !p.hidden[p.local[t.cell]] && len(names) < 8 {
				names = append(names, keyName(c.key))
			}
		}
	}
	if len(names) == 0 {
		return "what was published before"
	}
	return strings.Join(names, "; ")
}

func (p *part) name() string { return keyName(p.g.cells[p.cells[0]].key) }

func keyName(k ledger.Hiding) string {
	name := k.Measure + ", " + k.Area + ", " + k.Period
	if strings.HasPrefix(k.Level, restOf) {
		name = k.Measure + ", whoever is in no area of " + k.Area + ", " + k.Period
	}
	if k.Category != "" {
		name += ", " + k.Category
	}
	switch k.Column {
	case ledger.Denominator:
		name += " (n)"
	case others:
		name += " (n - x)"
	case ledger.Cases:
		name += " (cases)"
	}
	return name
}
