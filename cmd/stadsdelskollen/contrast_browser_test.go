package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// faint are the words of a page's pictures whose colour is less than 4.5 to 1
// against what they stand on: their halo, or else what was painted there before
// them (paper, then each shape that holds their middle).
const faint = `(() => {
	const colour = s => { const m = s.match(/[\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
	const over = (top, under, share) => { const a = top[3] * share; return [0, 1, 2].map(i => top[i] * a + under[i] * (1 - a)).concat(1); };
	const light = c => c.slice(0, 3).map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
	const contrast = (a, b) => (Math.max(light(a), light(b)) + .05) / (Math.min(light(a), light(b)) + .05);
	const out = {read: 0, faint: []};
	for (const svg of document.querySelectorAll('svg[role="img"]')) {
		if (!svg.getBoundingClientRect().width) continue;
		let paper = [255, 255, 255, 1];
		for (let e = svg; e; e = e.parentElement) { const c = colour(getComputedStyle(e).backgroundColor); if (c[3] === 1) { paper = c; break; } }
		const painted = [];
		for (const e of svg.querySelectorAll("path, rect, circle, text")) {
			const s = getComputedStyle(e), share = s.fillOpacity * s.opacity;
			if (e.tagName !== "text") { if (s.fill.startsWith("rgb")) painted.push([e, colour(s.fill), share]); continue; }
			if (!e.textContent.trim()) continue;
			const b = e.getBoundingClientRect(), x = b.left + b.width / 2, y = b.top + b.height / 2;
			let ground = paper;
			for (const [shape, fill, part] of painted)
				if (shape.isPointInFill(new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse()))) ground = over(fill, ground, part);
			if (s.stroke.startsWith("rgb") && parseFloat(s.strokeWidth) >= 1) ground = over(colour(s.stroke), ground, s.strokeOpacity * s.opacity);
			const c = contrast(over(colour(s.fill), ground, share), ground);
			out.read++;
			if (c < 4.5) out.faint.push(c.toFixed(2) + " " + e.textContent + " " + s.fill + " on " + ground);
		}
	}
	return out;
})()`

// axe reads no colours in pictures. The words of one chart of each kind are read in
// light, in dark and on paper, on a phone and on a wide screen.
func TestWordsInPicturesStandOut(t *testing.T) {
	root, ctx := sitesForTest(t), browser(t)
	for _, dir := range []string{"syntetisk/site", "stockholm/site"} {
		files, err := filepath.Glob(filepath.Join(root, dir, "diagram", "*", "*.html"))
		must(t, err)
		ctx, _ := tab(ctx, t, served(t, dir)+"/index.html")
		address, seen, read := evaluate[string](ctx, t, "location.origin"), map[string]bool{}, 0
		for _, f := range files {
			kind, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(f), ".html"), "-")
			if seen[kind] {
				continue
			}
			seen[kind] = true
			p, err := filepath.Rel(filepath.Join(root, dir), f)
			must(t, err)
			must(t, chromedp.Run(ctx, chromedp.Navigate(address+"/"+filepath.ToSlash(p))))
			for _, width := range []int64{320, 1280} {
				for _, look := range [][2]string{{"screen", "light"}, {"screen", "dark"}, {"print", "light"}} {
					must(t, chromedp.Run(ctx, media(look[0], look[1]), chromedp.EmulateViewport(width, 900)))
					got := evaluate[struct {
						Read  int
						Faint []string
					}](ctx, t, faint)
					if read += got.Read; len(got.Faint) > 0 || got.Read == 0 {
						t.Errorf("%s/%s, %v, %d px: %d texts, faint are %q", dir, p, look, width, got.Read, got.Faint[:min(4, len(got.Faint))])
					}
				}
			}
		}
		if len(seen) < 6 || read < 500 {
			t.Errorf("%s: %d kinds, %d texts", dir, len(seen), read)
		}
	}
}
