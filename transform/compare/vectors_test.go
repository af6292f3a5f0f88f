package compare_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// vector is one published or computed result, in the format of every file in
// testdata/vectors.
type vector struct {
	ID        string         `json:"id"`
	Method    string         `json:"method"`
	Input     input          `json:"input"`
	Expected  map[string]any `json:"expected"`
	Tolerance float64        `json:"tolerance"`
	Source    string         `json:"source"`
	Note      string         `json:"note"`
}

// output holds the figures of a method under the names used in the vectors; a
// figure that could not be computed is nil.
type output map[string]any

// packaged marks a vector that documents a defect of a reference package.
const packaged = "_AS_PACKAGED"

func TestEveryPublishedVectorIsReproduced(t *testing.T) {
	files, err := filepath.Glob("testdata/vectors/*")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no vector files")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			vectors := readVectors(t, file)
			for _, v := range vectors {
				t.Run(v.ID, func(t *testing.T) { v.check(t) })
			}
		})
	}
}

func readVectors(t *testing.T, file string) []vector {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if len(vectors) == 0 {
		t.Fatalf("%s holds no vectors", file)
	}
	return vectors
}

func (v vector) check(t *testing.T) {
	base, defect := strings.CutSuffix(v.Method, packaged)
	method, known := methods[base]
	if !known {
		t.Fatalf("method %q is not known", v.Method)
	}
	if v.Source == "" || len(v.Expected) == 0 {
		t.Fatal("vector without a source or without an expected result")
	}
	faults := v.compare(method)
	if _, err := method(v.Input); defect && err != nil {
		t.Fatalf("a defect can only be avoided by a result, got %v", err)
	}
	if why, deviates := deviations[v.ID]; deviates || defect {
		if len(faults) == 0 {
			t.Errorf("equals a result known to be wrong: %s %s", v.Note, why)
		}
		return
	}
	for _, fault := range faults {
		t.Error(fault)
	}
}

// compare runs the method and returns how its output differs from the vector.
func (v vector) compare(method func(input) (output, error)) (faults []string) {
	got, err := method(v.Input)
	if _, mustFail := v.Expected["error"]; mustFail {
		if err == nil {
			return []string{fmt.Sprintf("got %v, want an error", got)}
		}
		return nil
	}
	for name, want := range v.Expected {
		// After an error no figure exists, which is what a null asks for.
		figure, named := got[name]
		if err == nil && !named {
			faults = append(faults, fmt.Sprintf("%s: the method does not give it", name))
			continue
		}
		tolerance := v.Tolerance
		if strings.HasPrefix(name, "simulated_") {
			tolerance = v.simulatedTolerance(want)
		}
		if diff := difference(figure, want, tolerance); diff != "" {
			faults = append(faults, fmt.Sprintf("%s: %s (error: %v)", name, diff, err))
		}
	}
	return faults
}

// simulatedTolerance is that of a limit which the source simulated, and which
// its vector says not to test closer than 5 %: here 5 % of the interval's width,
// given relative to the limit as all tolerances are.
func (v vector) simulatedTolerance(want any) float64 {
	width := number(v.Expected["simulated_upper95_approx"]) - number(v.Expected["simulated_lower95_approx"])
	return 0.05 * width / math.Max(1, math.Abs(number(want)))
}

// difference returns how got differs from want, "" if it does not. A number
// passes if |got - want| <= tolerance * max(1, |want|).
func difference(got, want any, tolerance float64) string {
	switch want := want.(type) {
	case nil:
		if got == nil {
			return ""
		}
	case float64:
		if g, ok := got.(float64); ok && math.Abs(g-want) <= tolerance*math.Max(1, math.Abs(want)) {
			return ""
		}
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(want) {
			break
		}
		for i := range want {
			if diff := difference(list[i], want[i], tolerance); diff != "" {
				return fmt.Sprintf("[%d]: %s", i, diff)
			}
		}
		return ""
	default:
		if got == want {
			return ""
		}
	}
	return fmt.Sprintf("got %v, want %v", got, want)
}

// input is the input of a vector. A number that is absent or null is NaN, which
// every method must refuse.
type input map[string]any

func (in input) num(name string) float64 { return number(in[name]) }

func (in input) numOr(name string, otherwise float64) float64 {
	if _, ok := in[name]; !ok {
		return otherwise
	}
	return in.num(name)
}

// any is the first number under one of the names that authors give it.
func (in input) any(names ...string) float64 {
	for _, name := range names {
		if v := in.num(name); !math.IsNaN(v) {
			return v
		}
	}
	return math.NaN()
}

func (in input) conf() float64 { return in.numOr("confidence", 0.95) }

func (in input) text(name string) string { s, _ := in[name].(string); return s }

func (in input) nums(name string) []float64 {
	list, _ := in[name].([]any)
	values := make([]float64, len(list))
	for i, v := range list {
		values[i] = number(v)
	}
	return values
}

func number(v any) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case bool:
		if v {
			return 1
		}
		return 0
	}
	return math.NaN()
}

// deviations are vectors whose expected result we have decided not to give, by
// id, with the reason.
var deviations = map[string]string{
	"isr-district-missing_stratum": "a missing stratum is missing, not zero",
}
