//go:build duckdb_arrow

package disclosure

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/transform/disclosure/audit"
)

// kept is what the ledger keeps of a part's proof: what was hidden, what was
// told less, and the worlds.
type kept struct {
	Hidden []int           `json:"dolda"`
	Closed []ledger.Hiding `json:"slutna,omitempty"`
	Worlds []worlds        `json:"varldar"`
}

// worlds are the cells of a witness with their values in either world.
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

func (p *part) proof(print string, witnesses []audit.Witness) *ledger.Proof {
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
	for _, w := range witnesses {
		out := worlds{Primary: index(w.Primary)}
		for id, low := range w.Low {
			n := int64(index(strings.TrimPrefix(id, "s")))
			if strings.HasPrefix(id, "s") {
				n = -1 - int64(slices.Index(p.lines, int(n)))
			}
			out.Cells = append(out.Cells, [3]int64{n, low, w.High[id]})
		}
		slices.SortFunc(out.Cells, func(a, b [3]int64) int { return int(a[0] - b[0]) })
		k.Worlds = append(k.Worlds, out)
	}
	text, _ := json.Marshal(k) // numbers and strings only
	return &ledger.Proof{Fingerprint: print, Text: string(text)}
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
	proved := map[string]bool{}
	var witnesses []audit.Witness
	for _, w := range k.Worlds {
		out := audit.Witness{Primary: strconv.Itoa(w.Primary), Low: map[string]int64{}, High: map[string]int64{}}
		for _, c := range w.Cells {
			id := strconv.FormatInt(c[0], 10)
			if line := int(-1 - c[0]); line >= 0 && line < len(p.lines) {
				id = "s" + strconv.Itoa(p.lines[line])
			}
			out.Low[id], out.High[id] = c[1], c[2]
		}
		proved[out.Primary] = true
		witnesses = append(witnesses, out)
	}
	for _, c := range t.Cells {
		if c.Primary && !proved[c.ID] {
			return p.forget()
		}
	}
	if audit.Verify(t, p.g.set.count(), witnesses) != nil {
		return p.forget()
	}
	p.settle()
	return true
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
