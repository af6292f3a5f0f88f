package chart

import (
	"strings"
	"testing"
)

// ask has the pool's only engine evaluate a program.
func ask(t *testing.T, e *engines, program string) (string, error) {
	t.Helper()
	answer := make(chan reply, 1)
	e.calls <- call{"eval", []any{program}, answer}
	a := <-answer
	return a.text, a.err
}

func TestEngineGoesOnAfterAFault(t *testing.T) {
	e := newEngines(1, "globalThis.started = 1", 1)
	defer e.close()
	for _, c := range []struct{ program, want string }{
		{"throw new Error('halted')", "halted"},
		{"while (true);", "interrupted"},
		{"null.x", "cannot read property 'x' of null"},
		{"(function f() { return f() + 1 })()", "Maximum call stack size exceeded"},
	} {
		if got, err := ask(t, e, c.program); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %q, %v; want %q", c.program, got, err, c.want)
		}
		if got, err := ask(t, e, "started + 1"); err != nil || got != "2" {
			t.Errorf("after %s: got %q, %v", c.program, got, err)
		}
	}
}

func TestEngineHasNothingOfTheComputerItRunsOn(t *testing.T) {
	e := newEngines(1, "", 1)
	defer e.close()
	for _, name := range []string{"std", "os", "require", "process", "fetch", "print", "scriptArgs"} {
		if got, err := ask(t, e, "typeof "+name); err != nil || got != "undefined" {
			t.Errorf("%s is %q (%v)", name, got, err)
		}
	}
	if got, err := ask(t, e, "import('std').then(() => 'read'); 'asked'"); err != nil || got != "asked" {
		t.Errorf("importing: %q, %v", got, err)
	}
}

func TestProgramThatDoesNotLoadIsSaid(t *testing.T) {
	e := newEngines(1, "this is no program", 1)
	defer e.close()
	for range 2 {
		if _, err := ask(t, e, "1"); err == nil || !strings.Contains(err.Error(), "load chart bundle: ") {
			t.Errorf("got %v", err)
		}
	}
}
