package audit

import (
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// vector is one test case of testdata/sdc; origin.md there describes the format.
type vector struct {
	ID       string                     `json:"id"`
	Method   string                     `json:"method"`
	Title    string                     `json:"title"`
	Input    json.RawMessage            `json:"input"`
	Expected map[string]json.RawMessage `json:"expected"`
}

var methods = map[string]func(*testing.T, vector){
	"feasible_interval":               feasibleInterval,
	"primary_rule_magnitude":          primaryRule,
	"ratio_reveals_count":             ratioReveals,
	"derived_statistic_reveals_count": derivedReveals,
	"optimal_secondary_suppression":   optimalPattern,
	"verify_witness":                  verifyWitness,
}

// Every file that lies in testdata/sdc is read, so that more can be put beside.
func TestEveryVectorComesOutAsPublishedOrComputedElsewhere(t *testing.T) {
	files, err := filepath.Glob("testdata/sdc/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no vectors: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var vectors []vector
		if err := json.Unmarshal(data, &vectors); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if len(vectors) == 0 {
			t.Errorf("%s: no vector in it", file)
		}
		for _, v := range vectors {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".json")+"/"+v.ID, func(t *testing.T) {
				check, ok := methods[v.Method]
				if !ok {
					t.Fatalf("unknown method %q", v.Method)
				}
				check(t, v)
			})
		}
	}
}

func checkIntervals(t *testing.T, kind string, want map[string][2]*json.Number, got func(id string) Interval) {
	t.Helper()
	for id, w := range want {
		iv := got(id)
		if iv.Lo == nil || w[0] == nil || !same(t, iv.Lo, *w[0]) {
			t.Errorf("%s of %s: least is %v, want %v", kind, id, iv.Lo, *w[0])
		}
		switch {
		case w[1] == nil && iv.Hi == nil:
		case w[1] == nil || iv.Hi == nil || !same(t, iv.Hi, *w[1]):
			t.Errorf("%s of %s: largest is %v, want %v", kind, id, iv.Hi, w[1])
		}
	}
}

var statedThreshold = regexp.MustCompile(`threshold (\d+)`)

func feasibleInterval(t *testing.T, v vector) {
	in := readTable(t, v)
	table := in.table(t)
	got, err := Intervals(table)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string][2]*json.Number
	decode(t, v.Expected["intervals"], &want)
	if len(want) == 0 {
		t.Error("vector without intervals")
	}
	checkIntervals(t, "interval", want, func(id string) Interval { return got[id] })
	checkBySimplex(t, table, got)

	var exact, wantExact []string
	if raw, ok := v.Expected["exactly_disclosed"]; ok {
		decode(t, raw, &wantExact)
	} else {
		t.Error("vector does not say what is exactly disclosed")
	}
	for id := range want {
		if got[id].Exact() {
			exact = append(exact, id)
		}
	}
	slices.Sort(exact)
	slices.Sort(wantExact)
	if !slices.Equal(exact, wantExact) {
		t.Errorf("exactly disclosed: %v, want %v", exact, wantExact)
	}
	if raw, ok := v.Expected["integer_intervals"]; ok {
		var want map[string][2]*json.Number
		decode(t, raw, &want)
		checkIntervals(t, "integer interval", want, func(id string) Interval {
			iv, err := IntegerInterval(table, id)
			if err != nil {
				t.Error(err)
			}
			return iv
		})
	}
	if raw, ok := v.Expected["safe"]; ok {
		var want bool
		decode(t, raw, &want)
		checkSafe(t, table, in.rule(v.Title), got, want)
	}
}

// rule is the vector's own where it states one, and else five.
func (v vectorTable) rule(title string) Rule {
	r := Five
	if m := statedThreshold.FindStringSubmatch(title); m != nil {
		n, _ := strconv.ParseInt(m[1], 10, 64)
		r = Rule{Threshold: n, Width: n}
	}
	if v.Threshold > 0 {
		r.Threshold = v.Threshold
	}
	if v.RequiredWidth > 0 {
		r.Width = v.RequiredWidth
	}
	return r
}

// checkSafe asks both the intervals and the proof.
func checkSafe(t *testing.T, table Table, r Rule, got map[string]Interval, want bool) {
	t.Helper()
	safe := true
	for _, c := range table.Cells {
		if c.Primary && !got[c.ID].Meets(r) {
			safe = false
		}
	}
	if safe != want {
		t.Errorf("safe by intervals: %v, want %v", safe, want)
	}
	proof, err := Prove(table, r)
	if err != nil {
		t.Fatal(err)
	}
	if proved := len(proof.Exposed) == 0; proved != want {
		t.Errorf("proved safe: %v, want %v (exposed %v)", proved, want, proof.Exposed)
	}
}

// checkBySimplex computes networks a second way: max-flow and simplex share
// nothing but the component.
func checkBySimplex(t *testing.T, table Table, got map[string]Interval) {
	t.Helper()
	p, err := compile(table)
	if err != nil {
		t.Fatal(err)
	}
	parts, err := p.parts()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range parts {
		s, ok := newSimplex(c)
		if !ok {
			t.Fatal("simplex finds no world")
		}
		for i, v := range c.cells {
			a, b := s.interval(i), got[p.ids[v]]
			if a.Lo.Cmp(b.Lo) != 0 || (a.Hi == nil) != (b.Hi == nil) || a.Hi != nil && a.Hi.Cmp(b.Hi) != 0 {
				t.Errorf("%s: simplex says %v, %v", p.ids[v], a, b)
			}
		}
	}
}

var (
	dominanceName = regexp.MustCompile(`^\((\d+),(\d+)\)-dominance$`)
	percentName   = regexp.MustCompile(`^p%=(\d+)$`)
	minimumName   = regexp.MustCompile(`^minfreq (\d+)$`)
	pUnsafeKey    = regexp.MustCompile(`^p(\d+)_unsafe$`)
	upperKey      = regexp.MustCompile(`^(required_upper_bound|upper_protection_level)_(\d+)_(\d+)$`)
)

func number64(t *testing.T, s string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func unsafeBy(t *testing.T, name string, x []int64) bool {
	t.Helper()
	if m := dominanceName.FindStringSubmatch(name); m != nil {
		return Dominated(x, int(number64(t, m[1])), number64(t, m[2]))
	}
	if m := percentName.FindStringSubmatch(name); m != nil {
		return Estimable(x, number64(t, m[1]))
	}
	if m := minimumName.FindStringSubmatch(name); m != nil {
		return TooFew(int64(len(x)), number64(t, m[1]))
	}
	t.Fatalf("unknown rule %q", name)
	return false
}

func primaryRule(t *testing.T, v vector) {
	var in struct {
		Contributions []int64 `json:"contributions"`
	}
	decode(t, v.Input, &in)
	x := in.Contributions
	total, _ := sums(x, 0)
	for key, raw := range v.Expected {
		if key == "unsafe" {
			var want map[string]bool
			decode(t, raw, &want)
			for name, w := range want {
				if got := unsafeBy(t, name, x); got != w {
					t.Errorf("%s: unsafe %v, want %v", name, got, w)
				}
			}
			continue
		}
		if m := pUnsafeKey.FindStringSubmatch(key); m != nil {
			if got := strconv.FormatBool(Estimable(x, number64(t, m[1]))); got != string(raw) {
				t.Errorf("%s: %s, want %s", key, got, raw)
			}
			continue
		}
		estimate := new(big.Rat).SetInt(new(big.Int).Sub(total, big.NewInt(x[1])))
		got := new(big.Rat)
		switch m := upperKey.FindStringSubmatch(key); {
		case m != nil:
			got = DominanceUpper(x, int(number64(t, m[2])), number64(t, m[3]))
			if m[1] == "upper_protection_level" {
				got.Sub(got, new(big.Rat).SetInt(total))
			}
		case key == "cell_total":
			got.SetInt(total)
		case key == "estimate_of_largest_by_second":
			got = estimate
		case key == "relative_error_percent":
			largest := new(big.Rat).SetInt64(x[0])
			got.Sub(estimate, largest).Quo(got, largest).Mul(got, big.NewRat(100, 1))
		default:
			t.Fatalf("unknown expectation %q", key)
		}
		if !same(t, got, json.Number(raw)) {
			t.Errorf("%s: %s, want %s", key, got.FloatString(15), raw)
		}
	}
}

func ratioReveals(t *testing.T, v vector) {
	var in struct {
		Cost        json.Number `json:"published_cost"`
		CostUnit    json.Number `json:"cost_unit"`
		Average     json.Number `json:"published_average"`
		AverageUnit json.Number `json:"average_unit"`
		N           int64       `json:"true_n"`
	}
	decode(t, v.Input, &in)
	iv := QuotientCounts(rat(t, in.Cost), rat(t, in.CostUnit), rat(t, in.Average), rat(t, in.AverageUnit))
	var bounds [2]*json.Number
	decode(t, v.Expected["n_real_interval"], &bounds)
	checkIntervals(t, "n", map[string][2]*json.Number{"n": bounds}, func(string) Interval { return iv })
	got := iv.Whole(1 << 20)
	var want []int64
	decode(t, v.Expected["n_integers"], &want)
	if !slices.Equal(got, want) {
		t.Errorf("integers %v, want %v", got, want)
	}
	if !slices.Contains(got, in.N) {
		t.Errorf("the truth %d is not among %v", in.N, got)
	}
	if exact := fmt.Sprint(len(got) == 1); exact != string(v.Expected["exactly_disclosed"]) {
		t.Errorf("exactly disclosed: %s", exact)
	}
}

func derivedReveals(t *testing.T, v vector) {
	var in struct {
		N      int64        `json:"n"`
		Lower  *json.Number `json:"lower95_percent_2dp"`
		Upper  *json.Number `json:"upper95_percent_2dp"`
		Months []int64      `json:"published_months"`
		Mean   *json.Number `json:"published_mean_2dp"`
		Of     int64        `json:"n_months"`
	}
	decode(t, v.Input, &in)
	var got, want []int64
	switch {
	case in.Lower != nil && in.Upper != nil:
		got = WilsonCounts(in.N, rat(t, *in.Lower), rat(t, *in.Upper), big.NewRat(1, 100))
	case in.Mean != nil && len(in.Months) == int(in.Of)-1:
		sum, _ := sums(in.Months, 0)
		got = MeanCounts(sum.Int64(), in.Of, rat(t, *in.Mean), big.NewRat(1, 100))
	default:
		t.Fatal("unknown derived statistic")
	}
	decode(t, v.Expected["x_integers"], &want)
	if !slices.Equal(got, want) {
		t.Errorf("integers %v, want %v", got, want)
	}
}

func optimalPattern(t *testing.T, v vector) {
	var in struct {
		Table     [][]int64 `json:"table"`
		Threshold int64     `json:"threshold"`
		Width     int64     `json:"required_width"`
		Margins   bool      `json:"margins_published"`
	}
	decode(t, v.Input, &in)
	if !in.Margins {
		t.Fatal("only tables with published margins are known")
	}
	r := Rule{Threshold: in.Threshold, Width: in.Width}
	got, err := Protect(twoWay(in.Table, r.Threshold), r)
	if err != nil {
		t.Fatal(err)
	}
	if !got.Safe() {
		t.Fatalf("exposed: %v", got.Exposed)
	}
	var least int
	decode(t, v.Expected["min_secondary_cells"], &least)
	if n := len(got.Complementary); n < least || n > least+1 {
		t.Errorf("%d complementary cells %v, the optimum is %d", n, got.Complementary, least)
	}
	attack(t, Hide(twoWay(in.Table, r.Threshold), got.Complementary), r)
	minimal(t, twoWay(in.Table, r.Threshold), r, got)
}

func verifyWitness(t *testing.T, v vector) {
	in := readTable(t, v)
	table, r := in.table(t), in.rule(v.Title)
	type worlds struct {
		Primary string           `json:"primary"`
		Low     map[string]int64 `json:"low_world"`
		High    map[string]int64 `json:"high_world"`
		Verdict string           `json:"verdict"`
	}
	var valid, invalid []worlds
	decode(t, v.Expected["valid"], &valid)
	decode(t, v.Expected["invalid"], &invalid)
	if len(valid) == 0 || len(invalid) == 0 {
		t.Error("vector without witnesses")
	}
	for _, w := range valid {
		if err := Verify(table, r, []Witness{{w.Primary, w.Low, w.High}}); err != nil {
			t.Errorf("valid, but: %v", err)
		}
	}
	for _, w := range invalid {
		err := Verify(table, r, []Witness{{w.Primary, w.Low, w.High}})
		kind, _, _ := strings.Cut(w.Verdict, ",")
		if err == nil || !strings.Contains(err.Error(), kind) {
			t.Errorf("want %q: %v", w.Verdict, err)
		}
	}
	checkSafe(t, table, r, mustIntervals(t, table), true)
}

func mustIntervals(t *testing.T, table Table) map[string]Interval {
	t.Helper()
	got, err := Intervals(table)
	if err != nil {
		t.Fatal(err)
	}
	return got
}
