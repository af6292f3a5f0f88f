package chart

import (
	"fmt"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// eventWords are the words of the events under a plot, broken into lines.
type eventWords [][]string

const (
	underAxis  = 26.0 // room for the axis' own texts
	eventRoom  = 10.0 // between them and the events
	eventLine  = 16.0 // from line to line
	eventAfter = 3.0  // and a little more from event to event
)

// bottom is the room under the plot.
func (w eventWords) bottom() float64 {
	if len(w) == 0 {
		return underAxis
	}
	return underAxis + eventRoom + w.top(len(w))
}

// top is how far below the first line an event's first line stands.
func (w eventWords) top(event int) float64 {
	y := 0.0
	for _, lines := range w[:event] {
		y += eventLine*float64(len(lines)) + eventAfter
	}
	return y
}

// eventWords breaks the events' words to the width that there is. They begin with their date.
func (in ControlInput) eventWords(l lineLayout, width float64) (w eventWords) {
	for _, e := range in.Events {
		w = append(w, wrap(e.words(), width-eventLeft(l, width), 12, true))
	}
	return w
}

// eventLeft is where the words begin: under the plot, or where the room is short at the edge.
func eventLeft(l lineLayout, width float64) float64 {
	if width < wideEnough {
		return 0
	}
	return l.plot.left
}

const wideEnough = 480.0

// addEvents draws each event as a line through the plot, and its words under the axis, one below the other: from
// the left, since what stands at its line would be crossed by the next one's. A single event that has room stands at its line.
func (s *sheet) addEvents(events []Event, words eventWords, l lineLayout) error {
	var lines []any
	perPx := (l.sc.max - l.sc.min) / l.plot.height
	width := float64(s.size.Width)
	for i, e := range events {
		at, err := l.at(e.Period)
		if err != nil {
			return fmt.Errorf("event %q: %w", e.Text, err)
		}
		base := l.plot.top + l.plot.height + underAxis + eventRoom + 6 + words.top(i)
		x, down := eventLeft(l, width), 6.0
		if len(events) == 1 && len(words[0]) == 1 {
			x, down = l.x(l.cal.index[e.Period])+6, underAxis+eventRoom
			if w := textWidth(e.words(), 12, true); x+w > width {
				x = max(x-12-w, 0)
			}
		}
		lines = append(lines, []any{at, significant(l.sc.min - down*perPx)}, []any{at, significant(l.sc.max + 10*perPx)}, []any{at, nil})
		for k, text := range words[i] {
			s.textAt(x, base+eventLine*float64(k), text, smallSemi)
		}
	}
	if len(lines) > 0 {
		s.add(charts.SingleSeries{Type: "line", Data: lines, ConnectNulls: opts.Bool(false), Symbol: "none",
			LineStyle: &opts.LineStyle{Color: ink, Width: limit, Type: "solid"}}, 3, fields{"clip": false, "showSymbol": false})
	}
	return nil
}
