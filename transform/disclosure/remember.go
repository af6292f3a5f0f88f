//go:build duckdb_arrow

package disclosure

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/transform/disclosure/audit"
)

// kept is what the ledger keeps of a part's proof: what was hidden, what was
// told less, and the worlds.
type kept struct {
	Hidden []int           `json:"dolda"`
	Closed []ledger.Hiding `json:"slutna,omitempty"`
	Worlds []worlds        `json:"varldar"`
	Fines  []worlds        `json:"hinder,omitempty"` // of months of reasons, where the true world does not do
}

// worlds are the cells of a witness with their values in either world; what the
// rounding of a line leaves open has -1 less the line's place in the part.
type worlds struct {
	Primary int        `json:"cell"`
	Cells   [][3]int64 `json:"i"`
}

// fingerprint is of all that a part's proof is about: figures, rules and lines,
// not what was shown or hidden before, which recall looks at. It stays in the ledger:
// small counts could be guessed against it.
func (p *part) fingerprint() string {
	sum := sha256.New()
	fmt.Fprintln(sum, "1", p.g.set.Rules)
	for _, n := range p.cells {
		c := p.g.cells[n]
		fmt.Fprintln(sum, c.key, c.value, c.rule)
	}
	for _, n := range p.fines {
		fmt.Fprintln(sum, p.g.fines[n].key, p.g.fines[n].value)
	}
	for _, n := range p.lines {
		l := p.g.lines[n]
		fmt.Fprint(sum, bound(l.lo), bound(l.hi), l.of > 0 && p.g.told(l.of-1))
		for _, t := range l.terms {
			fmt.Fprint(sum, " ", p.local[t.cell], "*", t.coef)
		}
		fmt.Fprintln(sum)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func bound(v *int64) string {
	if v == nil {
		return "-"
	}
	return strconv.FormatInt(*v, 10)
}

func (p *part) proof(print string, found proved) *ledger.Proof {
	var k kept
	for i, h := range p.hidden {
		if h {
			k.Hidden = append(k.Hidden, i)
		}
	}
	for i := range p.close {
		k.Closed = append(k.Closed, p.g.key(i, ledger.Value))
	}
	slices.SortFunc(k.Closed, compareKeys)
	for _, w := range found.witnesses {
		k.Worlds = append(k.Worlds, p.keep(index(w.Primary), outer(w.Low), outer(w.High)))
	}
	for at, n := range p.fines {
		if s := found.fines[n]; len(s.low) > 0 || len(s.high) > 0 {
			k.Fines = append(k.Fines, p.keep(at, s.low, s.high))
		}
	}
	text, _ := json.Marshal(k) // numbers and strings only
	return &ledger.Proof{Fingerprint: print, Text: string(text)}
}

// keep writes two worlds; a cell that only one of them names has its true value in
// the other.
func (p *part) keep(primary int, low, high world) worlds {
	out := worlds{Primary: primary}
	for _, w := range []world{low, high} {
		for i := range w {
			l, h := p.in(low, i), p.in(high, i)
			if i < 0 {
				i = -1 - slices.Index(p.lines, -1-i)
			}
			out.Cells = append(out.Cells, [3]int64{int64(i), l, h})
		}
	}
	slices.SortFunc(out.Cells, func(a, b [3]int64) int { return int(a[0] - b[0]) })
	out.Cells = slices.Compact(out.Cells)
	return out
}

// take reads two worlds again; false where they name what the part has not.
func (p *part) take(k worlds) (low, high world, ok bool) {
	low, high = world{}, world{}
	for _, c := range k.Cells {
		i := int(c[0])
		if i >= len(p.cells) || -1-i >= len(p.lines) {
			return nil, nil, false
		}
		if i < 0 {
			i = -1 - p.lines[-1-i]
		}
		low[i], high[i] = c[1], c[2]
	}
	return low, high, true
}

// recall takes a known proof and verifies it by addition: then nothing has to be
// searched again. It is false when the proof does not hold, which a damaged
// ledger alone could bring about.
func (p *part) recall(known ledger.Proof) bool {
	var k kept
	if json.Unmarshal([]byte(known.Text), &k) != nil || !p.closeAgain(k.Closed) {
		return false
	}
	p.start() // with what is told less
	must := slices.Clone(p.hidden)
	clear(p.hidden)
	for _, i := range k.Hidden {
		if i < 0 || i >= len(p.hidden) {
			return p.forget()
		}
		p.hidden[i] = true
	}
	for i, m := range must {
		if m && !p.hidden[i] {
			return p.forget() // more must be hidden than was
		}
	}
	t := p.table(false)
	if p.g.set.Rules.rounds() && p.ofCounts() {
		t = p.readings()
	}
	done := map[string]bool{}
	var witnesses []audit.Witness
	for _, of := range k.Worlds {
		low, high, ok := p.take(of)
		if !ok {
			return p.forget()
		}
		w := audit.Witness{Primary: strconv.Itoa(of.Primary), Low: low.named(), High: high.named()}
		done[w.Primary] = true
		witnesses = append(witnesses, w)
	}
	for _, c := range t.Cells {
		if c.Primary && !done[c.ID] {
			return p.forget()
		}
	}
	fines, ok := p.finesAgain(k.Fines)
	if !ok || p.verified(t, proved{witnesses, fines}) != nil {
		return p.forget()
	}
	p.settle()
	return true
}

// finesAgain are the worlds of the months of reasons: those that were kept, and for
// all others the true one.
func (p *part) finesAgain(kept []worlds) (map[int]spread, bool) {
	found := map[int]spread{}
	for _, of := range kept {
		low, high, ok := p.take(of)
		if !ok || of.Primary < 0 || of.Primary >= len(p.fines) {
			return nil, false
		}
		found[p.fines[of.Primary]] = spread{low, high}
	}
	for _, n := range p.fines {
		if _, ok := found[n]; !ok && !p.knownBefore(p.g.fines[n]) {
			found[n] = spread{}
		}
	}
	return found, true
}

func (p *part) forget() bool {
	p.close = map[int]string{}
	p.start()
	return false
}

// closeAgain finds the facts that a proof told less of.
func (p *part) closeAgain(keys []ledger.Hiding) bool {
	if len(keys) == 0 {
		return true
	}
	facts := map[ledger.Hiding]int{}
	for _, n := range p.cells {
		if i := p.g.cells[n].fact; i >= 0 {
			facts[p.g.key(i, ledger.Value)] = i
		}
	}
	for _, n := range p.lines {
		if l := p.g.lines[n]; l.of > 0 {
			facts[p.g.key(l.of-1, ledger.Value)] = l.of - 1
		}
	}
	for _, k := range keys {
		i, ok := facts[k]
		if !ok {
			return p.forget()
		}
		p.close[i] = "as it was proved before"
	}
	return true
}
