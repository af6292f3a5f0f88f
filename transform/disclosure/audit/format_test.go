package audit

import (
	"bytes"
	"encoding/json"
	"math/big"
	"slices"
	"strings"
	"testing"
)

type vectorCell struct {
	Value     json.Number  `json:"value"`
	Published bool         `json:"published"`
	Lo        *json.Number `json:"lo"`
	Hi        *json.Number `json:"hi"`
	Role      string       `json:"role"`
	Integer   *bool        `json:"integer"` // false for kronor, which are whole all the same
}

type vectorRelation struct {
	Sum    []string `json:"sum"`
	Equals string   `json:"equals"`
}

type vectorLimit struct {
	Coef map[string]json.Number `json:"coef"`
	Lo   *json.Number           `json:"lo"`
	Hi   *json.Number           `json:"hi"`
	Why  string                 `json:"why"`
}

type vectorTable struct {
	Cells         map[string]vectorCell `json:"cells"`
	Relations     []vectorRelation      `json:"relations"`
	Constraints   []vectorLimit         `json:"constraints"`
	RequiredWidth int64                 `json:"required_width"`
	Threshold     int64                 `json:"threshold"`
}

// decode refuses fields that the format does not have.
func decode(t *testing.T, data []byte, into any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		t.Fatal(err)
	}
}

// readTable lets a table carry remarks that the format does not know: if one of
// them meant something, the intervals would come out wrong.
func readTable(t *testing.T, v vector) (in vectorTable) {
	t.Helper()
	if err := json.Unmarshal(v.Input, &in); err != nil {
		t.Fatal(err)
	}
	if len(in.Cells) == 0 {
		t.Fatal("a table without cells")
	}
	return in
}

func (v vectorTable) table(t *testing.T) Table {
	t.Helper()
	var out Table
	for id, c := range v.Cells {
		cell := Cell{ID: id, Value: integer(t, c.Value), Published: c.Published, Primary: c.Role == "primary"}
		if c.Lo != nil {
			cell.Lo = integer(t, *c.Lo)
		}
		if c.Hi != nil {
			hi := integer(t, *c.Hi)
			cell.Hi = &hi
		}
		out.Cells = append(out.Cells, cell)
	}
	slices.SortFunc(out.Cells, func(a, b Cell) int { return strings.Compare(a.ID, b.ID) })
	for _, r := range v.Relations {
		out.Relations = append(out.Relations, Relation(r))
	}
	for _, c := range v.Constraints {
		out.Limits = append(out.Limits, c.limit(t))
	}
	return out
}

// limit multiplies a constraint's decimals away.
func (v vectorLimit) limit(t *testing.T) Limit {
	t.Helper()
	scale := big.NewInt(1)
	all := []*json.Number{v.Lo, v.Hi}
	for _, c := range v.Coef {
		all = append(all, &c)
	}
	for _, n := range all {
		if n != nil {
			d := rat(t, *n).Denom()
			g := new(big.Int).GCD(nil, nil, scale, d)
			scale.Mul(scale, new(big.Int).Quo(d, g))
		}
	}
	scaled := func(n json.Number) int64 {
		x := rat(t, n)
		x.Mul(x, new(big.Rat).SetInt(scale))
		if !x.IsInt() || !x.Num().IsInt64() {
			t.Fatalf("%s: %s does not become a whole number", v.Why, n)
		}
		return x.Num().Int64()
	}
	out := Limit{Coef: map[string]int64{}, Why: v.Why}
	for id, c := range v.Coef {
		out.Coef[id] = scaled(c)
	}
	if v.Lo != nil {
		x := scaled(*v.Lo)
		out.Lo = &x
	}
	if v.Hi != nil {
		x := scaled(*v.Hi)
		out.Hi = &x
	}
	return out
}

func rat(t *testing.T, n json.Number) *big.Rat {
	t.Helper()
	x, ok := new(big.Rat).SetString(n.String())
	if !ok {
		t.Fatalf("%q is no number", n)
	}
	return x
}

func integer(t *testing.T, n json.Number) int64 {
	t.Helper()
	x := rat(t, n)
	if !x.IsInt() || !x.Num().IsInt64() {
		t.Fatalf("%s is not a whole number", n)
	}
	return x.Num().Int64()
}

// same compares an exact number with a printed one: to the last printed decimal,
// and exactly where none is printed.
func same(t *testing.T, got *big.Rat, want json.Number) bool {
	t.Helper()
	_, decimals, found := strings.Cut(want.String(), ".")
	diff := new(big.Rat).Sub(got, rat(t, want))
	if !found || strings.Trim(decimals, "0") == "" {
		return diff.Sign() == 0
	}
	unit := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(decimals))), nil))
	noise := new(big.Rat).Abs(rat(t, want)) // printed by a program that computes with doubles
	noise.Mul(noise, big.NewRat(1, 1<<45))
	diff.Abs(diff)
	return diff.Cmp(unit) <= 0 || diff.Cmp(noise) <= 0
}
