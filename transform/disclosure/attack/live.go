//go:build duckdb_arrow

package attack

import (
	"bytes"
	"encoding/json"
	"math"
	"path"
	"regexp"
	"slices"
	"strings"
)

// firstTime is 1990 in milliseconds: a greater number in a chart is a time.
const firstTime = 631152000000

// A number with more decimals than positions have is a figure. In short series,
// which may be marks beside the figures, positions have more of them.
const (
	finest     = 3
	finestMark = 7
	longSeries = 8 // points
)

// words are the keys of a chart's options under which a reader meets texts.
var words = map[string]bool{"text": true, "name": true, "n": true, "description": true, "label": true}

// options are all keys that charts have; another could hold anything.
var options = wordSet(`align alignMaxLabel alignMinLabel animation axisLabel axisLine axisTick backgroundColor borderColor borderWidth clip color connectNulls
	coord customValues data fill font fontFamily fontSize formatter graphic grid height info interval inverse itemStyle label left length lineStyle margin
	markArea markLine max min name opacity outerBoundsMode padding position series shape show showAllSymbol showMaxLabel showMinLabel showMinLine showSymbol
	silent splitLine style symbol symbolRotate symbolSize text textStyle top type useUTC value verticalAlign width x xAxis y yAxis z
	geo map nameProperty regions aspectScale layoutCenter layoutSize boundingCoords roam selectedMode emphasis disabled areaColor dash v f n at description tooltip
	lines beside head format count every from words features geometry properties coordinates symbolOffset points polygon rect right lineWidth stroke transform showLegendSymbol r cx cy x1 x2 y1 y2`)

// looks are the texts with numbers that say how marks look: colours, fonts, paths,
// how axes write numbers, and lengths.
var looks = regexp.MustCompile(`^(?:#[0-9a-f]{3,8}|rgba?\([\d., ]+\)|\d{3} \d{1,2}px [a-z-]+|path://[MmLlHhVvCcQqAaZz\d., -]+|@axel\|\d\|[^|\d]*\|[\d.]+|@\p{L}+\|\d|[01]?\d{1,3}(?:\.\d+)?)$`)

// readLive checks the file that a live chart is drawn from: its texts, the points
// of its series and what it tells when a reader points at them.
func (v *verifier) readLive(name string, text []byte, d *derived) error {
	var doc map[string]json.RawMessage
	if err := json.Unmarshal(text, &doc); err != nil {
		v.find(RuleMetadata, name, "%v", err)
		return nil
	}
	for key, text := range doc {
		l := &live{v: v, name: name, d: d, subject: chartSubject(name, d)}
		read := l.rendering
		if key == "anmarkning" {
			read = l.note
		}
		if err := read(text); err != nil {
			v.find(RuleMetadata, name, "%s: %v", key, err)
		}
	}
	return nil
}

// note reads what stands before the renderings.
func (l *live) note(text []byte) error {
	var note string
	if err := json.Unmarshal(text, &note); err != nil {
		return err
	}
	l.v.tell(l.name, quote(note), note, l.d, l.subject)
	return nil
}

// rendering reads one of the two sizes that a chart is drawn in.
func (l *live) rendering(text []byte) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	dec.DisallowUnknownFields()
	var r struct {
		Width  float64 `json:"width"`
		Height float64 `json:"height"`
		Zoom   any     `json:"zoom"`
		Tips   any     `json:"tips"`
		Option any     `json:"option"`
		// Reading says how the points are told: its figures are those of the series.
		Reading any `json:"reading"`
		Map     any `json:"map"` // shapes of areas, in px
	}
	if err := dec.Decode(&r); err != nil {
		return err
	}
	l.size = max(r.Width, r.Height)
	l.size = max(l.size, l.axes(r.Option))
	l.walk(r.Option, "", false, false)
	l.walk(r.Tips, "tips", true, true)
	l.walk(r.Zoom, "zoom", false, false)
	l.walk(r.Reading, "reading", false, false)
	l.walk(r.Map, "map", false, false)
	return nil
}

// chartSubject is what the files of a chart are about: the indicator that their
// folder is named for, or all of them.
func chartSubject(name string, d *derived) about {
	return about{indicator: d.names.indicator[path.Base(path.Dir(name))]}
}

// live is one chart's file while it is read.
type live struct {
	v       *verifier
	name    string
	d       *derived
	subject about
	size    float64 // in px, of the longer side: no position is beyond it
}

// walk looks at a value that stands under a key; figures says that its numbers
// are points or figures, and not the look of marks; series, that they are of a
// series of figures and not of a mark beside one.
func (l *live) walk(x any, key string, figures, series bool) {
	switch x := x.(type) {
	case map[string]any:
		for k, y := range x {
			points, _ := y.([]any)
			if !options[k] {
				l.v.find(RuleMetadata, l.name, "%s, which no chart has", quote(k))
			}
			l.walk(y, k, figures && k != "style" && k != "itemStyle" || k == "data", series || k == "data" && len(points) > longSeries)
		}
	case []any:
		at := slices.IndexFunc(x, isTime)
		for i, y := range x {
			if n, ok := y.(json.Number); ok && figures {
				l.figure(n, series, series && at >= 0 && i > at)
				continue
			}
			l.walk(y, key, figures, series)
		}
	case string:
		if words[key] {
			l.v.tell(l.name, "text "+quote(x), x, l.d, l.subject)
		} else if hasDigit(x) && !looks.MatchString(x) {
			l.v.find(RuleMetadata, l.name, "%s is %s, which is no look", key, quote(x))
		}
	case json.Number:
		if figures {
			l.figure(x, series, key == "v")
		}
	}
}

func isTime(x any) bool {
	n, ok := x.(json.Number)
	if !ok {
		return false
	}
	f, err := n.Float64()
	return err == nil && f >= firstTime
}

// axes is the greatest number that an axis goes to. It is round, or a position.
func (l *live) axes(option any) (greatest float64) {
	all, _ := option.(map[string]any)
	for _, key := range []string{"xAxis", "yAxis"} {
		list, ok := all[key].([]any)
		if !ok {
			list = []any{all[key]}
		}
		for _, x := range list {
			axis, _ := x.(map[string]any)
			for _, end := range []string{"min", "max"} {
				n, ok := axis[end].(json.Number)
				f, err := n.Float64()
				if !ok || err != nil || isTime(n) {
					continue
				}
				if math.Abs(f) > l.size && !round(f) {
					l.v.find(RuleFormats, l.name, "an axis ends at %s, which is not round", n)
				}
				greatest = max(greatest, math.Abs(f))
			}
		}
	}
	return greatest
}

// besideAxis is how far beyond the end of an axis a mark's name may stand.
const besideAxis = 1.1

// figure checks a number of a point. Where it may be a position it is checked only
// when it is finer than positions are, or beyond the picture.
func (l *live) figure(n json.Number, series, sure bool) {
	_, decimals, _ := strings.Cut(n.String(), ".")
	f, err := n.Float64()
	position := err == nil && math.Abs(f) <= besideAxis*l.size && (len(decimals) <= finest || !series && len(decimals) <= finestMark)
	if isTime(n) || !sure && position {
		return
	}
	if err == nil && holds(l.d.numbers(l.subject), printed{text: n.String(), value: f, half: halfUnit(n.String())}) {
		return
	}
	l.v.find(RuleFormats, l.name, "the number %s in a chart does not follow from %s", n, factsFile)
}
