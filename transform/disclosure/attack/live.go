//go:build duckdb_arrow

package attack

import (
	"bytes"
	"encoding/json"
	"path"
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

// readLive checks the file that a live chart is drawn from: its texts, the points
// of its series and what it tells when a reader points at them.
func (v *verifier) readLive(name string, text []byte, d *derived) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var doc map[string]map[string]any
	if err := dec.Decode(&doc); err != nil {
		v.find(RuleMetadata, name, "%v", err)
		return nil
	}
	l := &live{v: v, name: name, d: d, subject: chartSubject(name, d)}
	for _, rendering := range doc {
		l.walk(rendering["option"], "", false, false)
		l.walk(rendering["tips"], "tips", true, true)
		l.walk(rendering["reading"], "reading", false, false) // its figures are those of the option's series
	}
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
}

// walk looks at a value that stands under a key; figures says that its numbers
// are points or figures, and not the look of marks; series, that they are of a
// series of figures and not of a mark beside one.
func (l *live) walk(x any, key string, figures, series bool) {
	switch x := x.(type) {
	case map[string]any:
		for k, y := range x {
			points, _ := y.([]any)
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
			l.v.check(l.name, "text "+quote(x), l.d.numbersIn(x), l.d, l.subject)
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

// figure checks a number of a point. Where it may be a position it is checked only
// when it is finer than positions are.
func (l *live) figure(n json.Number, series, sure bool) {
	_, decimals, _ := strings.Cut(n.String(), ".")
	if isTime(n) || !sure && (len(decimals) <= finest || !series && len(decimals) <= finestMark) {
		return
	}
	f, err := n.Float64()
	if err == nil && holds(l.d.numbers(l.subject), printed{text: n.String(), value: f, half: halfUnit(n.String())}) {
		return
	}
	l.v.find(RuleFormats, l.name, "the number %s in a chart does not follow from %s", n, factsFile)
}
