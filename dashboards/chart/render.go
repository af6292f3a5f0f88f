package chart

import (
	"context"
	"crypto/sha256"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"modernc.org/quickjs"
)

// The folder is embedded, not the file: it holds a committed README, so that the program compiles
// before the bundle is built and says what is missing when it is run.
//
//go:embed js/dist
var dist embed.FS

// ErrNoBundle is returned when the program was built without the chart bundle.
var ErrNoBundle = errors.New("the chart bundle is missing: run `make bundle` and build again")

const (
	drawTimeout = 30 * time.Second // of one picture; a slow one takes 0.1 s
)

// Renderer draws option objects with ECharts' own server-side renderer, in a small pool of embedded
// JavaScript engines. It remembers what it drew by content. It is safe for concurrent use.
type Renderer struct {
	engines chan *quickjs.VM
	count   int

	mu    sync.Mutex
	drawn map[[sha256.Size]byte]string
}

// NewRenderer starts n engines, at least one. Each takes about 0.1 s to start and some 30 MB.
func NewRenderer(n int) (*Renderer, error) {
	source, err := fs.ReadFile(dist, "js/dist/echarts.js")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoBundle
	}
	if err != nil {
		return nil, fmt.Errorf("read chart bundle: %w", err)
	}
	r := &Renderer{engines: make(chan *quickjs.VM, max(n, 1)), drawn: map[[sha256.Size]byte]string{}}
	var code []byte
	for range max(n, 1) {
		vm, err := quickjs.NewVM()
		if err != nil {
			return nil, errors.Join(fmt.Errorf("start chart engine: %w", err), r.Close())
		}
		r.engines <- vm
		r.count++
		if code == nil {
			if code, err = vm.Compile(string(source), quickjs.EvalGlobal); err != nil {
				return nil, errors.Join(fmt.Errorf("compile chart bundle: %w", err), r.Close())
			}
		}
		if _, err := vm.EvalBytecode(code); err != nil {
			return nil, errors.Join(fmt.Errorf("load chart bundle: %w", err), r.Close())
		}
		if err := vm.SetEvalTimeout(drawTimeout); err != nil {
			return nil, errors.Join(fmt.Errorf("limit chart engine: %w", err), r.Close())
		}
	}
	return r, nil
}

// Close ends the engines, after the pictures under way.
func (r *Renderer) Close() error {
	var errs []error
	for ; r.count > 0; r.count-- {
		errs = append(errs, (<-r.engines).Close())
	}
	return errors.Join(errs...)
}

// SVG draws one option object as an <svg> element for a page.
func (r *Renderer) SVG(ctx context.Context, o Options, a A11y) (string, error) {
	raw, err := r.draw(ctx, o)
	if err != nil {
		return "", fmt.Errorf("draw chart %s: %w", a.ID, err)
	}
	svg, err := clean(raw, o, a)
	if err != nil {
		return "", fmt.Errorf("clean chart %s: %w", a.ID, err)
	}
	return svg, nil
}

// Draw lays out and draws both renderings of a chart.
func (r *Renderer) Draw(ctx context.Context, in Input, a A11y) (Picture, error) {
	var p Picture
	for _, width := range []int{Wide, Narrow} {
		o, err := in.Options(width)
		if err != nil {
			return Picture{}, fmt.Errorf("lay out chart %s: %w", a.ID, err)
		}
		svg, err := r.SVG(ctx, o, a)
		if err != nil {
			return Picture{}, err
		}
		if o.Narrow {
			p.Narrow = svg
		} else {
			p.Wide, p.Options = svg, o.JSON
		}
	}
	return p, nil
}

// draw gives ECharts' own SVG text for an option object: remembered, or from the first free engine.
func (r *Renderer) draw(ctx context.Context, o Options) (string, error) {
	key := sha256.Sum256(fmt.Appendf(nil, "%d %d %s %s", o.Size.Width, o.Size.Height, o.shape, o.JSON))
	r.mu.Lock()
	svg, ok := r.drawn[key]
	r.mu.Unlock()
	if ok {
		return svg, nil
	}
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case vm := <-r.engines:
		defer func() { r.engines <- vm }()
		out, err := vm.Call("drawChart", string(o.JSON), o.Size.Width, o.Size.Height, string(o.shape))
		if err != nil {
			return "", err
		}
		svg, ok = out.(string)
		if !ok {
			return "", fmt.Errorf("the engine gave %T, not an SVG text", out)
		}
	}
	r.mu.Lock()
	r.drawn[key] = svg
	r.mu.Unlock()
	return svg, nil
}

// FormatValue writes a number as a named formatter of the bundle does: ("@kr", 8295) → "8 295 kr".
func (r *Renderer) FormatValue(ctx context.Context, name string, value float64) (string, error) {
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case vm := <-r.engines:
		defer func() { r.engines <- vm }()
		out, err := vm.Call("formatValue", name, value)
		if err != nil {
			return "", fmt.Errorf("format %g by %q: %w", value, name, err)
		}
		return fmt.Sprint(out), nil
	}
}
