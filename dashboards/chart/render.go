package chart

import (
	"context"
	"crypto/sha256"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"sync"
)

// The folder is embedded, not the file: it holds a committed README, so that the program compiles
// before the bundle is built and says what is missing when it is run.
//
//go:embed js/dist
var dist embed.FS

// ErrNoBundle is returned when the program was built without the chart bundle.
var ErrNoBundle = errors.New("the chart bundle is missing: run `make bundle` and build again")

// Renderer draws option objects with ECharts' own server-side renderer, in a small pool of embedded
// JavaScript engines. It remembers what it drew by content. It is safe for concurrent use.
type Renderer struct {
	engines *engines
	version [sha256.Size]byte // of the bundle and of the table of classes
	kept    *folder           // nil: nothing is kept between runs

	mu    sync.Mutex
	drawn map[[sha256.Size]byte]string
}

// NewRenderer makes a renderer of n engines, at least one.
func NewRenderer(n int) (*Renderer, error) {
	source, err := fs.ReadFile(dist, "js/dist/echarts.js")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoBundle
	}
	if err != nil {
		return nil, fmt.Errorf("read chart bundle: %w", err)
	}
	return &Renderer{engines: newEngines(max(n, 1), string(source), drawTimeout), drawn: map[[sha256.Size]byte]string{},
		version: sha256.Sum256(fmt.Append(source, drawingVersion, shapeClass, textColour, textSize))}, nil
}

// Close ends the engines, after the pictures under way. The renderer is of no use after it.
func (r *Renderer) Close() { r.engines.close() }

// SVG draws one option object as an <svg> element for a page.
func (r *Renderer) SVG(ctx context.Context, o Options, a A11y) (string, error) {
	body, err := r.draw(ctx, o)
	if err != nil {
		return "", fmt.Errorf("draw chart %s: %w", a.ID, err)
	}
	return framed(body, o, a), nil
}

// Draw lays out and draws both renderings of a chart.
func (r *Renderer) Draw(ctx context.Context, in Input, a A11y) (Picture, error) {
	var drawn [2]Options
	var svg [2]string
	for i, width := range []int{Wide, Narrow} {
		o, err := in.Options(width)
		if err != nil {
			return Picture{}, fmt.Errorf("lay out chart %s: %w", a.ID, err)
		}
		if svg[i], err = r.SVG(ctx, o, a); err != nil {
			return Picture{}, err
		}
		drawn[i] = o
	}
	live, err := liveFile(drawn[0], drawn[1])
	if err != nil {
		return Picture{}, fmt.Errorf("chart %s: %w", a.ID, err)
	}
	return Picture{Wide: svg[0], Narrow: svg[1], Live: live}, nil
}

// draw gives the cleaned picture of an option object: remembered, kept, or from the first free engine.
func (r *Renderer) draw(ctx context.Context, o Options) (string, error) {
	key := r.key(o)
	r.mu.Lock()
	body, ok := r.drawn[key]
	r.mu.Unlock()
	if ok {
		return body, nil
	}
	body, ok, err := r.kept.read(key)
	if err != nil {
		return "", err
	}
	if !ok {
		raw, err := r.call(ctx, "drawChart", string(o.JSON), o.Size.Width, o.Size.Height, string(o.shape))
		if err != nil {
			return "", err
		}
		if body, err = clean(raw); err != nil {
			return "", fmt.Errorf("clean: %w", err)
		}
		if err := r.kept.write(key, body); err != nil {
			return "", err
		}
	}
	r.mu.Lock()
	r.drawn[key] = body
	r.mu.Unlock()
	return body, nil
}

// FormatValue writes a number as a named formatter of the bundle does: ("@kr", 8295) → "8 295 kr".
func (r *Renderer) FormatValue(ctx context.Context, name string, value float64) (string, error) {
	text, err := r.call(ctx, "formatValue", name, value)
	if err != nil {
		return "", fmt.Errorf("format %g by %q: %w", value, name, err)
	}
	return text, nil
}

// call asks the first free engine.
func (r *Renderer) call(ctx context.Context, name string, args ...any) (string, error) {
	answer := make(chan reply, 1)
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case r.engines.calls <- call{name, args, answer}:
		a := <-answer
		return a.text, a.err
	}
}
