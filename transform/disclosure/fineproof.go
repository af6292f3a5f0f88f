//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/transform/disclosure/audit"
)

// world is what the cells of a part are in one of the worlds of a witness; a cell
// that it does not name has its true value.
type world map[int]int64 // by place in the part, or -1 less the line whose rounding is open

// in is what a cell is in a world.
func (p *part) in(w world, i int) int64 {
	if v, ok := w[i]; ok {
		return v
	}
	if i < 0 {
		return p.open(-1 - i)
	}
	return p.g.cells[p.cells[i]].value
}

// named is a world for the verifier.
func (w world) named() map[string]int64 {
	out := make(map[string]int64, len(w))
	for i, v := range w {
		out[idOf(i)] = v
	}
	return out
}

// spread is two worlds between which a month of a reason moves: in the first it is
// as small as the table around it lets it be, in the second as large.
type spread struct{ low, high world }

func (p *part) sum(terms []term, w world) (s int64) {
	for _, t := range terms {
		s += t.coef * p.in(w, p.local[t.cell])
	}
	return s
}

// inner is a block in one world, with its cell as small or as large as can be.
func (p *part) inner(b block, w world, large bool) (z, s, u, v int64) {
	r, c, total := p.sum(b.month, w), p.sum(b.year, w), p.sum(b.total, w)
	if z = max(0, r+c-total); large {
		z = min(r, c)
	}
	return z, r - z, c - z, total - r - c + z
}

func (p *part) least(z fine, w world) (sum int64) {
	for _, b := range z.of {
		v, _, _, _ := p.inner(b, w, false)
		sum += v
	}
	return sum
}

func (p *part) most(z fine, w world) (sum int64) {
	for _, b := range z.of {
		v, _, _, _ := p.inner(b, w, true)
		sum += v
	}
	return sum
}

// apart chooses two of some worlds between which a month of a reason moves most; ok
// says that it is enough.
func (p *part) apart(z fine, worlds []world) (s spread, ok bool) {
	low, high := p.least(z, nil), p.most(z, nil)
	for _, w := range worlds {
		if l := p.least(z, w); l < low {
			low, s.low = l, w
		}
		if h := p.most(z, w); h > high {
			high, s.high = h, w
		}
	}
	least := p.g.set.Rules.MinCount
	return s, high >= least && high-low >= least
}

// fineProofs finds two worlds of every small month of a reason: among those that
// the witnesses show, or by a search of their own, which may hide more. What neither
// helps is exposed.
func (p *part) fineProofs(t audit.Table, witnesses []audit.Witness, headlines bool) (found map[int]spread, more bool, exposed []audit.Exposure, err error) {
	found = map[int]spread{}
	var worlds map[int][]world
	for _, n := range p.fines {
		z := p.g.fines[n]
		s, ok := p.apart(z, nil)
		if ok {
			found[n] = s
		}
		if ok || p.knownBefore(z) {
			continue
		}
		if worlds == nil {
			worlds = byCell(witnesses)
		}
		var near []world
		for _, b := range z.of {
			for _, x := range slices.Concat(b.month, b.total) {
				near = append(near, worlds[p.local[x.cell]]...)
			}
		}
		if s, ok := p.apart(z, near); ok {
			found[n] = s
			continue
		}
		s, hidden, e, err := p.seek(t, n)
		switch {
		case err != nil:
			return nil, false, nil, err
		case e != nil:
			exposed = append(exposed, *e)
		case len(hidden) > 0:
			more = true
			for _, i := range hidden {
				p.hidden[i] = true
			}
			t = p.table(headlines)
		default:
			found[n] = s
		}
	}
	return found, more, exposed, nil
}

// knownBefore says whether earlier publications showed all that bounds a month of a
// reason: nothing that is hidden now could help it.
func (p *part) knownBefore(z fine) bool {
	for _, b := range z.of {
		for _, x := range slices.Concat(b.month, b.total) {
			if !p.g.cells[x.cell].was {
				return false
			}
		}
	}
	return true
}

// byCell are the worlds that name each cell.
func byCell(witnesses []audit.Witness) map[int][]world {
	out := map[int][]world{}
	for _, w := range witnesses {
		for _, of := range []map[string]int64{w.Low, w.High} {
			one := outer(of)
			for i := range one {
				out[i] = append(out[i], one)
			}
		}
	}
	return out
}

// outer is a world without the months of reasons.
func outer(of map[string]int64) world {
	out := make(world, len(of))
	for id, v := range of {
		if i, ok := numbered(id); ok {
			out[i] = v
		}
	}
	return out
}

// numbered is the number of a cell in the part; what a line leaves open has -1 less the
// line's own.
func numbered(id string) (n int, ok bool) {
	if line, isLine := strings.CutPrefix(id, openLine); isLine {
		n, err := strconv.Atoi(line)
		return -1 - n, err == nil
	}
	n, err := strconv.Atoi(id)
	return n, err == nil
}

func idOf(n int) string {
	if n < 0 {
		return openLine + strconv.Itoa(-1-n)
	}
	return strconv.Itoa(n)
}

// The unknowns around a month of a reason, in front of its number.
const (
	fineCell   = "z"
	fineOthers = "rsuv" // z of each block, other reasons, other months, both
)

// withFines is a table with months of reasons as unknowns that need two worlds,
// each with the tables of two by two that it is the sum of.
func (p *part) withFines(t audit.Table, numbers []int) audit.Table {
	t.Cells, t.Limits = slices.Clone(t.Cells), slices.Clone(t.Limits)
	rule, zero := p.g.set.count(), int64(0)
	for _, n := range numbers {
		z := p.g.fines[n]
		one := fineCell + strconv.Itoa(n)
		t.Cells = append(t.Cells, audit.Cell{ID: one, Value: z.value, Primary: true, Need: &rule})
		whole := map[string]int64{one: -1}
		for i, b := range z.of {
			id := fineIDs(n, i)
			whole[id[0]] = 1
			r, c, total := p.sum(b.month, nil), p.sum(b.year, nil), p.sum(b.total, nil)
			for k, v := range []int64{b.z, r - b.z, c - b.z, total - r - c + b.z} {
				t.Cells = append(t.Cells, audit.Cell{ID: id[k], Value: v})
			}
			for _, sum := range []struct {
				why   string
				of    []term
				cells []string
			}{{"reasons of the group in the month", b.month, id[:2]}, {"months of the reason in the year", b.year, []string{id[0], id[2]}}, {"reasons of the group in the year", b.total, id[:]}} {
				coef := map[string]int64{}
				for _, x := range sum.of {
					coef[strconv.Itoa(p.local[x.cell])] -= x.coef
				}
				for _, x := range sum.cells {
					coef[x] = 1
				}
				t.Limits = append(t.Limits, audit.Limit{Coef: coef, Lo: &zero, Hi: &zero, Why: sum.why})
			}
		}
		t.Limits = append(t.Limits, audit.Limit{Coef: whole, Lo: &zero, Hi: &zero, Why: "a month of a reason is its areas"})
	}
	return t
}

func fineIDs(n, block int) (ids [4]string) {
	for k := range ids {
		ids[k] = fmt.Sprintf("%c%d.%d", fineOthers[k], n, block)
	}
	return ids
}

// seek looks for two worlds of one month of a reason in the system with it as an
// unknown; where there are none it names what else has to be hidden.
func (p *part) seek(t audit.Table, n int) (s spread, hide []int, e *audit.Exposure, err error) {
	t = p.withFines(t, []int{n})
	for i := range t.Cells {
		t.Cells[i].Primary = t.Cells[i].ID[:1] == fineCell
	}
	result, err := audit.Protect(t, p.g.set.count())
	switch {
	case err != nil:
		return s, nil, nil, fmt.Errorf("months of a reason: %w", err)
	case len(result.Exposed) > 0:
		e := result.Exposed[0]
		e.ID = fineCell + strconv.Itoa(n)
		return s, nil, &e, nil
	}
	for _, id := range result.Complementary {
		hide = append(hide, index(id))
	}
	w := result.Witnesses[0]
	return spread{outer(w.Low), outer(w.High)}, hide, nil, nil
}

// verified checks two worlds of every hidden figure and of every month of a reason,
// these with the tables around all such months filled in, by addition.
func (p *part) verified(t audit.Table, found proved) error {
	rule := p.g.set.count()
	if err := audit.Verify(t, rule, found.witnesses); err != nil || len(found.fines) == 0 {
		return err
	}
	beside := map[int][]int{} // months of reasons by the cells that bound them
	for _, n := range p.fines {
		for _, b := range p.g.fines[n].of {
			for _, x := range slices.Concat(b.month, b.total) {
				beside[p.local[x.cell]] = append(beside[p.local[x.cell]], n)
			}
		}
	}
	var witnesses []audit.Witness
	for _, n := range p.fines {
		s, ok := found.fines[n]
		if !ok {
			continue
		}
		touched := map[int]bool{n: true}
		for _, w := range []world{s.low, s.high} {
			for i := range w {
				for _, other := range beside[i] {
					touched[other] = true
				}
			}
		}
		w := audit.Witness{Primary: fineCell + strconv.Itoa(n), Low: map[string]int64{}, High: map[string]int64{}}
		for other := range touched {
			p.fill(w.Low, other, s.low, s.high, false)
			p.fill(w.High, other, s.high, s.low, other == n)
		}
		witnesses = append(witnesses, w)
	}
	return audit.Verify(p.withFines(t, p.fines), rule, witnesses)
}

// fill writes a world with the tables around a month of a reason; cells that only
// the other world names have their true value.
func (p *part) fill(to map[string]int64, n int, w, other world, large bool) {
	for _, of := range []world{other, w} {
		for i := range of {
			to[idOf(i)] = p.in(w, i)
		}
	}
	var sum int64
	for i, b := range p.g.fines[n].of {
		id := fineIDs(n, i)
		z, s, u, v := p.inner(b, w, large)
		to[id[0]], to[id[1]], to[id[2]], to[id[3]] = z, s, u, v
		sum += z
	}
	to[fineCell+strconv.Itoa(n)] = sum
}

// exposed is the cell of an exposure and its name; of a month of a reason, the cell
// of its group and its own name.
func (p *part) exposed(id string) (int, ledger.Hiding) {
	if number, isFine := strings.CutPrefix(id, fineCell); isFine {
		z := p.g.fines[index(number)]
		return z.month, z.key
	}
	n := p.cells[index(id)]
	return n, p.g.cells[n].key
}
