package audit

import (
	"fmt"
	"testing"
)

// twoWay is a table with all its margins, the small cells primary.
func twoWay(x [][]int64, threshold int64) Table {
	b := builder{threshold: threshold}
	b.grid("", x, true)
	return b.t
}

// builder makes tables and their relations together.
type builder struct {
	t         Table
	threshold int64
	value     map[string]int64
}

func (b *builder) cell(id string, x int64, keep bool) string {
	if b.value == nil {
		b.value = map[string]int64{}
	}
	b.value[id] = x
	b.t.Cells = append(b.t.Cells, Cell{ID: id, Value: x, Published: true, Keep: keep, Primary: x < b.threshold})
	return id
}

// total adds a cell that is the sum of others.
func (b *builder) total(id string, keep bool, parts ...string) string {
	var s int64
	for _, p := range parts {
		s += b.value[p]
	}
	b.cell(id, s, keep)
	b.t.Relations = append(b.t.Relations, Relation{Sum: parts, Equals: id})
	return id
}

// grid adds rows, columns and margins under a prefix and returns the ids of the
// inner cells; margins are kept when headline.
func (b *builder) grid(prefix string, x [][]int64, headline bool) [][]string {
	ids := make([][]string, len(x))
	columns := make([][]string, len(x[0]))
	var rows, cols []string
	for i, line := range x {
		for j, v := range line {
			id := b.cell(fmt.Sprintf("%sr%d:c%d", prefix, i+1, j+1), v, false)
			ids[i] = append(ids[i], id)
			columns[j] = append(columns[j], id)
		}
		rows = append(rows, b.total(fmt.Sprintf("%sr%d:Total", prefix, i+1), headline, ids[i]...))
	}
	for j, c := range columns {
		cols = append(cols, b.total(fmt.Sprintf("%sTotal:c%d", prefix, j+1), headline, c...))
	}
	b.total(prefix+"Total:Total", headline, rows...)
	b.t.Relations = append(b.t.Relations, Relation{Sum: cols, Equals: prefix + "Total:Total"})
	return ids
}

// minimal shows that every complementary cell is needed: with any one of them
// printed again, the audit finds an exposed cell.
func minimal(t *testing.T, table Table, r Rule, p Pattern) {
	t.Helper()
	for i, id := range p.Complementary {
		rest := append(append([]string(nil), p.Complementary[:i]...), p.Complementary[i+1:]...)
		proof, err := Prove(Hide(table, rest), r)
		if err != nil {
			t.Fatal(err)
		}
		if len(proof.Exposed) == 0 {
			t.Errorf("without %s the audit still passes", id)
		}
	}
}
