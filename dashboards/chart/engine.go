package chart

import (
	"fmt"
	"runtime"
	"strings"
	"sync"

	"github.com/buke/quickjs-go"
)

const (
	drawTimeout = 30      // s, of one picture; a slow one takes 0.05 s
	gcEvery     = 16      // pictures between two collections of what they left behind
	stackSize   = 1 << 20 // bytes, of a thread's 8 MB; without a limit a call without end would end the program
)

// engines is a pool of JavaScript engines. Each stays on the thread that it was started on, as QuickJS wants.
type engines struct {
	calls   chan call // to the first that is free
	code    func() ([]byte, error)
	timeout uint64 // s, of one call
	wg      sync.WaitGroup
	once    sync.Once
}

// call is a function of the bundle with what it is to be given: texts and numbers.
type call struct {
	name  string
	args  []any
	reply chan<- reply
}

type reply struct {
	text string
	err  error
}

// newEngines makes a pool of n engines that run a program, each call for at most timeout seconds. An engine starts
// when it is first needed and takes some 30 MB. It sees no file and no network.
func newEngines(n int, program string, timeout uint64) *engines {
	e := &engines{calls: make(chan call), timeout: timeout, code: sync.OnceValues(func() ([]byte, error) { return compiled(program) })}
	e.wg.Go(func() { _, _ = e.code() }) // while the first figures are read; a fault is told by the engines
	for range n {
		e.wg.Go(e.serve)
	}
	return e
}

// close ends the engines after the calls under way; nobody may call after it.
func (e *engines) close() {
	e.once.Do(func() { close(e.calls) })
	e.wg.Wait()
}

// newContext starts an engine on a thread of its own. It collects garbage when it is told to: between pictures, never within one.
func newContext() (*quickjs.Context, func()) {
	runtime.LockOSThread() // it measures its stack from where it was started
	vm := quickjs.NewRuntime(quickjs.WithGCThreshold(-1), quickjs.WithMaxStackSize(stackSize))
	js := vm.NewContextWithOptions(quickjs.NoBootstrap())
	if js == nil {
		panic("no memory for a chart engine")
	}
	return js, func() {
		js.Close()
		vm.Close()
		runtime.UnlockOSThread()
	}
}

// compiled is a program as the engines' own code: reading that takes a tenth of the time.
func compiled(program string) ([]byte, error) {
	js, end := newContext()
	defer end()
	// The word stands in literals only. The binding compiles a program that has it twice more, to see whether it is a module.
	code, err := js.Compile(strings.ReplaceAll(program, "import", `im\x70ort`))
	if err != nil {
		return nil, fmt.Errorf("compile chart bundle: %w", err)
	}
	return code, nil
}

// serve runs one engine until the pool is closed.
func (e *engines) serve() {
	first, open := <-e.calls
	if !open {
		return
	}
	js, end := newContext()
	defer end()
	code, broken := e.code()
	if broken == nil {
		_, broken = text(js, js.EvalBytecode(code))
	}
	for c, n := first, 0; open; c, open = <-e.calls {
		if n++; n%gcEvery == 0 {
			js.Runtime().RunGC()
		}
		if broken != nil {
			c.reply <- reply{err: fmt.Errorf("load chart bundle: %w", broken)}
			continue
		}
		js.Runtime().SetExecuteTimeout(e.timeout)
		out, err := invoke(js, c)
		c.reply <- reply{out, err}
	}
}

func invoke(js *quickjs.Context, c call) (string, error) {
	args := make([]*quickjs.Value, len(c.args))
	for i, a := range c.args {
		switch a := a.(type) {
		case string:
			args[i] = js.NewString(a)
		case int:
			args[i] = js.NewInt64(int64(a))
		case float64:
			args[i] = js.NewFloat64(a)
		}
		defer args[i].Free()
	}
	return text(js, js.Globals().Call(c.name, args...))
}

// text is a value as text; the engine's own error when there is none.
func text(js *quickjs.Context, v *quickjs.Value) (string, error) {
	defer v.Free()
	if v.IsException() {
		return "", js.Exception()
	}
	return v.ToString(), nil
}
