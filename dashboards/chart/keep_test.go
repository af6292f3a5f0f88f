package chart

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// idle is a renderer that keeps pictures in a folder and fails when it has to draw one.
func idle(t *testing.T, dir string) *Renderer {
	t.Helper()
	r := engine(t, 1)
	if err := r.Keep(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := r.call(t.Context(), "eval", "globalThis.drawChart = () => { throw new Error('drawn anew') }"); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestKeptPictureIsNotDrawnAgainAndIsTheSame(t *testing.T) {
	dir := t.TempDir()
	first := engine(t, 1)
	if err := first.Keep(dir); err != nil {
		t.Fatal(err)
	}
	want := draw(t, first, dots())
	if diff := cmp.Diff(want, draw(t, idle(t, dir), dots())); diff != "" {
		t.Error(diff)
	}
	changed := dots()
	changed.Rows[0].Value = 7.3
	if _, err := idle(t, dir).Draw(t.Context(), changed, A11y{ID: "b"}); err == nil {
		t.Error("a changed figure is not drawn anew")
	}
}

func TestDamagedPictureIsDrawnAnewAndUnusedOnesAreSwept(t *testing.T) {
	dir := t.TempDir()
	r := engine(t, 1)
	if err := r.Keep(dir); err != nil {
		t.Fatal(err)
	}
	want := draw(t, r, dots())
	draw(t, r, years())
	files, err := filepath.Glob(filepath.Join(dir, "*"+keptSuffix))
	if err != nil || len(files) != 4 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		if err := os.WriteFile(f, []byte("halv"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	again := engine(t, 1)
	if err := again.Keep(dir); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, draw(t, again, dots())); diff != "" {
		t.Error(diff)
	}
	if err := again.Sweep(); err != nil {
		t.Fatal(err)
	}
	if files, _ = filepath.Glob(filepath.Join(dir, "*")); len(files) != 2 {
		t.Errorf("%d files after the sweep, want the two of the last drawing", len(files))
	}
}

// site draws 400 charts as a site of 80 pages has them: half of them dots, and no two alike.
func site(b *testing.B, r *Renderer, changed int) {
	b.Helper()
	for i := range 400 {
		var in Input
		n := float64(i)
		if i < changed {
			n += 0.5
		}
		switch i % 8 {
		case 0, 1, 2, 3:
			d := dots()
			d.Rows[0].Value = 3 + n/100
			in = d
		case 4, 5:
			m := months(48)
			m.Own.Points[0].Value += n / 100
			in = m
		case 6:
			c := control()
			c.Points[0].Value += n / 1000
			in = c
		default:
			s := spine()
			s.Rows[0].Position = n / 1000
			in = s
		}
		if _, err := r.Draw(b.Context(), in, A11y{ID: fmt.Sprint(i)}); err != nil {
			b.Fatal(err)
		}
	}
}

// All charts of a site on one engine, none kept: two engines take half as long.
func BenchmarkSiteOf400Charts(b *testing.B) {
	r := engine(b, 1)
	for b.Loop() {
		clear(r.drawn)
		site(b, r, 0)
	}
}

// The same when one chart in twenty-five has changed since the pictures were kept.
func BenchmarkSiteOf400ChartsWhenLittleHasChanged(b *testing.B) {
	dir := b.TempDir()
	first := engine(b, 2)
	if err := first.Keep(dir); err != nil {
		b.Fatal(err)
	}
	site(b, first, 0)
	for b.Loop() {
		r := engine(b, 1)
		if err := r.Keep(dir); err != nil {
			b.Fatal(err)
		}
		clear(r.drawn)
		site(b, r, 16)
		if err := r.Sweep(); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		site(b, first, 0) // puts back what was swept
		for key, body := range first.drawn {
			if err := first.kept.write(key, body); err != nil {
				b.Fatal(err)
			}
		}
		b.StartTimer()
	}
}
