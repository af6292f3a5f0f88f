package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// progress shows what is being done, on a terminal and only once it has taken
// more than a second.
type progress struct {
	mu       sync.Mutex
	out      io.Writer // nil: not a terminal
	started  time.Time
	lastShow time.Time
	shown    bool
}

func newProgress(e *env) *progress {
	p := &progress{started: time.Now()}
	if f, ok := e.Stderr.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.out = f
		}
	}
	return p
}

// step reports that done of total parts of a step are ready; total 0 means
// that the number of parts is not known.
func (p *progress) step(name string, done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if p.out == nil || now.Sub(p.started) < time.Second || now.Sub(p.lastShow) < 100*time.Millisecond {
		return
	}
	p.lastShow, p.shown = now, true
	if total > 0 {
		fmt.Fprintf(p.out, "\r\x1b[K%s %d/%d", name, done, total)
	} else {
		fmt.Fprintf(p.out, "\r\x1b[K%s …", name)
	}
}

// end clears the line.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.out, "\r\x1b[K")
		p.shown = false
	}
}
