// Package audit proves that a published table lets no reader work out a hidden
// cell, and chooses which further cells to hide so that this can be proved.
//
// It promises three things. Intervals gives what an attacker who solves every
// published equation learns of each hidden cell: its exact feasible interval.
// Prove gives for each primary cell two whole-number worlds that agree with
// everything published and yet differ in that cell by at least the required
// width; Verify checks such a witness by addition alone and shares no code with
// the search. Protect adds complementary cells until every primary cell has its
// witness, and names those that it could not protect: a caller must then publish
// less.
//
// It reads only what it is given and writes nothing: no files, database,
// network, clock or log. All arithmetic is on integers and fractions, exact. It
// refuses tables that name unknown cells, contradict themselves, or hold figures
// too large for sums in 62 bits.
//
// Theory and names: Hundepool and others, Handbook on Statistical Disclosure
// Control (2nd edition, chapters 4 and 5); Fischetti and Salazar, Solving the
// cell suppression problem on tabular data with linear constraints (2001).
package audit

import "math/big"

// Cell is one published or hidden figure, in whole units: kronor are whole, too.
type Cell struct {
	ID        string
	Value     int64  // the truth; an attacker has it only where Published
	Published bool   // printed; otherwise hidden, whatever the reason
	Lo        int64  // what any reader knows beforehand, as a count's 0
	Hi        *int64 // nil: no bound
	Primary   bool   // hidden for its own sake: needs a witness
	Need      *Rule  // what protects this primary cell; nil: the table's rule
	Keep      bool   // Protect may not hide it, as a headline total
}

// Relation says that the cells of Sum add up to Equals.
type Relation struct {
	Sum    []string
	Equals string
}

// Limit is a weighted row: Lo <= sum of coefficient times cell <= Hi. It is an
// equation where Lo equals Hi. A rounding interval, the cost per household or
// two releases of one figure tied equal are limits. Decimals are multiplied away
// beforehand.
type Limit struct {
	Coef   map[string]int64
	Lo, Hi *int64 // nil: no bound
	Why    string
}

// Table is everything that readers have: cells, and what they know of them.
type Table struct {
	Cells     []Cell
	Relations []Relation
	Limits    []Limit
}

// Rule is what protects a primary cell: its largest possible value is at least
// Threshold, and its possible values span at least Width. For kronor a cell's own
// rule says both: 15 percent above its value, and 15 percent wide.
type Rule struct{ Threshold, Width int64 }

// Five is the rule for counts of people: nobody can tell that a cell is below
// five, nor pin it down closer than five.
var Five = Rule{Threshold: 5, Width: 5}

func (c Cell) rule(r Rule) Rule {
	if c.Need != nil {
		return *c.Need
	}
	return r
}

func (r Rule) met(low, high int64) bool { return high >= r.Threshold && high-low >= r.Width }

// Interval holds all values that a hidden cell can have, given what is
// published. Hi is nil where nothing bounds it.
type Interval struct{ Lo, Hi *big.Rat }

// Exact reports that a reader knows the value.
func (iv Interval) Exact() bool { return iv.Hi != nil && iv.Lo.Cmp(iv.Hi) == 0 }

// Meets reports whether the interval is as wide and as high as the rule asks.
// Where it does not, no witness exists; where it does, one may still be missing,
// for the ends need not be whole.
func (iv Interval) Meets(r Rule) bool {
	if iv.Hi == nil {
		return true
	}
	width := new(big.Rat).Sub(iv.Hi, iv.Lo)
	return iv.Hi.Cmp(big.NewRat(r.Threshold, 1)) >= 0 && width.Cmp(big.NewRat(r.Width, 1)) >= 0
}

// Witness is two worlds that a reader cannot tell apart. A hidden cell that
// neither names has its true value in both, so a witness stays inside the house.
type Witness struct {
	Primary   string
	Low, High map[string]int64
}
