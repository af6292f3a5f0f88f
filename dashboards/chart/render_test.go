package chart

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPicturesAreTheSameFromEveryEngine(t *testing.T) {
	one, pool := engine(t, 1), engine(t, 2)
	for name, in := range everyKind() {
		want := draw(t, one, in)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				pool.mu.Lock()
				clear(pool.drawn) // so that the engines draw, not the memory
				pool.mu.Unlock()
				got, err := pool.Draw(t.Context(), in, A11y{ID: "b", LabelledBy: "b-t", DescribedBy: "b-d"})
				if err != nil {
					t.Errorf("%s: %v", name, err)
					return
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s: %s", name, diff)
				}
			})
		}
		wg.Wait()
	}
}

// allowed is what a picture may consist of: the contract with the page's policy and its CSS.
var allowed = map[string][]string{
	"svg":    {"class", "viewBox", "width", "height", "role", "aria-labelledby", "aria-describedby", "focusable"},
	"path":   {"class", "d"},
	"circle": {"class", "cx", "cy", "r"},
	"text":   {"x", "y", "class"},
}

var vocabulary = strings.Fields("w n k b a s xs big w6 e m nh on-hi on-lo water g gz c cd own pale ihi ilo ino hl gap hi lo no nc ownf palef thi-t tlo-t tno-t pp nof lim lim2 ev run edge tick q1 q2 q3 q4 t1 t2 t3 rim")

func TestPicturesHoldOnlyTheAgreedElementsAttributesAndClasses(t *testing.T) {
	r := engine(t, 1)
	for name, in := range everyKind() {
		p := draw(t, r, in)
		for _, svg := range []string{p.Wide, p.Narrow} {
			d := xml.NewDecoder(strings.NewReader(svg))
			for {
				token, err := d.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				start, ok := token.(xml.StartElement)
				if !ok {
					continue
				}
				may, known := allowed[start.Name.Local]
				if !known {
					t.Errorf("%s: element %s", name, start.Name.Local)
				}
				for _, a := range start.Attr {
					if !slices.Contains(may, a.Name.Local) {
						t.Errorf("%s: attribute %s on %s", name, a.Name.Local, start.Name.Local)
					}
					for _, class := range strings.Fields(a.Value) {
						if a.Name.Local == "class" && !slices.Contains(vocabulary, class) {
							t.Errorf("%s: class %s", name, class)
						}
					}
				}
			}
			if strings.ContainsAny(svg, "#") || strings.Contains(svg, "NaN") || strings.Contains(svg, "undefined") {
				t.Errorf("%s: a colour or a broken number: %s", name, svg)
			}
			if m := regexp.MustCompile(`\d\.\d{2,}`).FindString(svg); m != "" {
				t.Errorf("%s: the coordinate %s has more than one decimal", name, m)
			}
		}
	}
}

func TestRootNamesItsTitleAndDescription(t *testing.T) {
	p := draw(t, engine(t, 1), dots())
	want := `<svg class="w" viewBox="0 0 720 215" width="720" height="215" role="img" aria-labelledby="b-t" aria-describedby="b-d" focusable="false">`
	if !strings.HasPrefix(p.Wide, want) {
		t.Errorf("wide: %.200s", p.Wide)
	}
	if !strings.HasPrefix(p.Narrow, `<svg class="n" viewBox="0 0 320 292" width="320" height="292" role="img"`) {
		t.Errorf("narrow: %.200s", p.Narrow)
	}
}

func TestHiddenValueLeavesNoTraceInPicture(t *testing.T) {
	r := engine(t, 1)
	for name, in := range everyKind() {
		p := draw(t, r, in)
		for _, trace := range []string{"4,4321", "4.4321", "3,9876", "3.9876", "77.77", "88,88"} {
			if strings.Contains(p.Wide+p.Narrow+string(p.Live), trace) {
				t.Errorf("%s: the hidden %s is found", name, trace)
			}
		}
	}
	p := draw(t, r, dots())
	if got := len(pathsOf(p.Wide, "hl")); got != 1 {
		t.Errorf("%d hatched rows, want 1", got)
	}
	if !strings.Contains(p.Wide, ">..</text>") || !strings.Contains(p.Wide, ">-</text>") {
		t.Error("the signs .. and - are not in the picture")
	}
	if !strings.Contains(p.Wide, "Dold &lt;&amp;&gt; &quot;rad&quot;</text>") {
		t.Error("the label of the hidden row is not in the picture as text")
	}
}

func TestMissingPeriodIsAGapInTheLine(t *testing.T) {
	r := engine(t, 1)
	own := pathsOf(draw(t, r, years()).Wide, "own")
	if len(own) != 1 || strings.Count(own[0], "M") != 2 {
		t.Errorf("own line %q: want two strokes", own)
	}
	unnamed := years()
	unnamed.Own.Points = slices.Delete(unnamed.Own.Points, 3, 4) // not named at all, instead of missing
	if diff := cmp.Diff(own, pathsOf(draw(t, r, unnamed).Wide, "own")); diff != "" {
		t.Errorf("a period that is not named: %s", diff)
	}
	lone := years()
	lone.Own.Points[4].Missing = true // 2015 stands alone
	if svg := draw(t, r, lone).Wide; strings.Count(svg, `class="ownf"`) != 4 {
		t.Errorf("a point between two gaps is not seen: %s", svg)
	}
}

func TestTimeAxisIsTrue(t *testing.T) {
	in := years()
	in.Own.Points = []Point{{Period: "2010", Value: 1}, {Period: "2011", Value: 1}, {Period: "2020", Value: 1}}
	in.City, in.Others = nil, nil
	svg := draw(t, engine(t, 1), in).Wide
	x := regexp.MustCompile(`<circle class="ownf" cx="([\d.]+)"`).FindAllStringSubmatch(svg, -1)
	if len(x) != 3 {
		t.Fatalf("%d points: %s", len(x), svg)
	}
	first, second, last := number(x[0][1]), number(x[1][1]), number(x[2][1])
	if ratio := (last - first) / (second - first); ratio < 9.9 || ratio > 10.1 {
		t.Errorf("ten years are %.2f times as long as one", ratio)
	}
}

func TestNumbersAndPeriodsAreSwedish(t *testing.T) {
	r := engine(t, 1)
	const november2011 = 1320105600000 // ms, 2011-11-01 UTC
	for _, c := range []struct {
		name  string
		value float64
		want  string
	}{
		{"@tal|0", 8295, "8\u00a0295"}, {"@tal|1", 17.5, "17,5"}, {"@tal|1", -0.04, "0,0"}, {"@tal|0", -1234567, "\u22121\u00a0234\u00a0567"},
		{"@kr|0", 8295, "8\u00a0295\u00a0kr"}, {"@procent|1", 47.9, "47,9\u00a0%"}, {"@dagar|1", 13.4, "13,4\u00a0dagar"}, {"@dagar|0", 1, "1\u00a0dag"}, {"@tkr|1", 415.24, "415,2\u00a0tkr"},
		{"@axel|0|%|8", 6, "6"}, {"@axel|0|%|8", 8, "8\u00a0%"}, {"@axel|1||0.4", 0.2, "0,2"},
		{"@ar", november2011, "2011"}, {"@manad", november2011, "november\u00a02011"}, {"@manadkort", november2011, "nov\u00a02011"},
	} {
		got, err := r.FormatValue(t.Context(), c.name, c.value)
		if err != nil {
			t.Fatal(err)
		}
		if got != c.want {
			t.Errorf("%s of %v: %q, want %q", c.name, c.value, got, c.want)
		}
	}
	if _, err := r.FormatValue(t.Context(), "@okänd", 1); err == nil {
		t.Error("an unknown formatter gives no error")
	}
	svg := draw(t, r, months(60)).Wide
	if !strings.Contains(svg, ">400\u00a0hushåll</text>") {
		t.Errorf("the unit is not on the last tick: %s", svg)
	}
}

func TestColourOutsideTheTableIsAnError(t *testing.T) {
	r := engine(t, 1)
	o, err := dots().Options(Wide)
	if err != nil {
		t.Fatal(err)
	}
	for _, colour := range []string{hi, ink, hiCI, rule} {
		bad := o
		bad.JSON = []byte(strings.ReplaceAll(string(o.JSON), colour, "#123456"))
		if _, err := r.SVG(t.Context(), bad, A11y{ID: "b"}); err == nil || !strings.Contains(err.Error(), "no class for") {
			t.Errorf("%s changed: error %v", colour, err)
		}
	}
}

func TestRepeatedPictureIsRemembered(t *testing.T) {
	r := engine(t, 1)
	draw(t, r, dots())
	draw(t, r, dots())
	if len(r.drawn) != 2 {
		t.Errorf("%d pictures drawn, want one wide and one narrow", len(r.drawn))
	}
}

// The size that the plan counts on: 240 months, two lines. About 30 ms on one core.
func BenchmarkLinesOf240Months(b *testing.B) {
	r := engine(b, 1)
	o, err := months(240).Options(Wide)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		clear(r.drawn)
		if _, err := r.SVG(b.Context(), o, A11y{ID: "b"}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNewRenderer(b *testing.B) {
	for b.Loop() {
		engine(b, 1).Close()
	}
}
