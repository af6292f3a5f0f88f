package chart

import (
	"fmt"
	"runtime"
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
	timeout uint64    // s, of one call
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
// when it is first needed, which takes 0.2 s and some 30 MB. It sees no file, no clock of its own and no network.
func newEngines(n int, program string, timeout uint64) *engines {
	e := &engines{calls: make(chan call), timeout: timeout}
	for range n {
		e.wg.Go(func() { e.serve(program) })
	}
	return e
}

// close ends the engines after the calls under way; nobody may call after it.
func (e *engines) close() {
	e.once.Do(func() { close(e.calls) })
	e.wg.Wait()
}

// serve runs one engine until the pool is closed.
func (e *engines) serve(program string) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	first, open := <-e.calls
	if !open {
		return
	}
	// It collects garbage when it is told to: between pictures, never within one.
	vm := quickjs.NewRuntime(quickjs.WithGCThreshold(-1), quickjs.WithMaxStackSize(stackSize))
	defer vm.Close()
	js := vm.NewContextWithOptions(quickjs.NoBootstrap())
	if js == nil {
		panic("no memory for a chart engine")
	}
	defer js.Close()
	_, broken := text(js, js.Eval(program))
	for c, n := first, 0; open; c, open = <-e.calls {
		if n++; n%gcEvery == 0 {
			vm.RunGC()
		}
		if broken != nil {
			c.reply <- reply{err: fmt.Errorf("load chart bundle: %w", broken)}
			continue
		}
		vm.SetExecuteTimeout(e.timeout)
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
