// Package chart draws the site's pictures: it turns ready figures and ready Swedish texts into one ECharts
// option object per chart and width, and option objects into SVG.
//
// It promises: an option object is pure JSON, without code, built on go-echarts' types, and it is the only
// source of a picture; the same input gives the same bytes, whichever engine draws it and in whatever order;
// a picture needs no style attribute, no style element and no script, so it stands under a strict
// Content-Security-Policy, and light, dark and paper are the page's CSS alone; nothing of a hidden value
// (its number, its text, a coordinate made from it) reaches an option object or a picture.
//
// It reads nothing but its arguments and the embedded bundle (js/dist), writes nothing but the folder of kept
// pictures when Renderer.Keep names one, and refuses a colour that is not in its table, a number that is not
// finite, a period that a series lacks, an area that a map lacks and a formatter it does not know.
//
// To put a chart in a page: fill the Input of a kind, let Renderer.Draw make its Picture, and write
//
//	<figure class="fig">
//	  <p class="fig-t" id="ID-t">the finding</p>
//	  <div class="fig-c" {{.LiveAttr}}>{{.Wide}}{{.Narrow}}</div>
//	  <p id="ID-d">{{.Description}}</p>          and the figures of Table one tap away
//	</figure>
//
// where ID-t and ID-d are A11y.LabelledBy and DescribedBy. Input.Description gives the words, Input.Table the
// figures; both say signs, never a hidden value. live.go says what brings the picture to life. Values and texts
// come ready from the caller: a Value places the mark, a ValueText is what is printed and told.
//
// A picture uses these CSS classes and no others:
//
//	root    w n                              wide (720) and narrow (320) rendering
//	text    k b a s xs big w6 e m nh on-hi on-lo water
//	line    g gz c cd own pale ihi ilo ino hl gap lim lim2 ev run edge tick
//	mark    hi lo no nc ownf palef nof
//	area    thi-t tlo-t tno-t pp q1 q2 q3 q4 rim
package chart

import (
	"encoding/json"
	"errors"
	"fmt"
)

// The two widths, in px, that every chart is drawn at. The wide picture is never scaled down.
const (
	Wide   = 720
	Narrow = 320
)

// Size is a picture's size in px.
type Size struct{ Width, Height int }

// Options is one chart at one width: an ECharts option object as pure JSON, and the size it is laid out for.
type Options struct {
	JSON   json.RawMessage
	Size   Size
	Narrow bool // the 320 px rendering

	frame   []byte // JSON without its series
	series  []byte
	tips    []tip
	reading *reading
	zoom    string
	shape   []byte
	views   []view
}

// view is a part of a picture that can be seen alone: one area's row or panel.
type view struct {
	name string // as in an address
	box  box
}

// A11y holds the ids that tie a picture to its title and its description in the page.
type A11y struct {
	ID          string // the figure's id: named in errors
	LabelledBy  string // id of the title element
	DescribedBy string // id of the description element
}

// Picture is one chart ready for a page.
type Picture struct {
	Wide, Narrow string // <svg> elements, classes w and n
	Live         []byte // the chart's file, JSON: what diagram.js needs to bring it to life; see LiveAttr
}

// KeyItem explains a form in a chart, beside its picture: a mark, or letters.
type KeyItem struct{ Mark, Letters, Text string }

// Input is the figures of one chart: DotsInput, LinesInput, ReasonsInput, TilesInput, FunnelInput,
// ControlInput, SpineInput, HeatInput, MultiplesInput, SlopeInput or MapInput.
type Input interface {
	// Options lays the chart out for a width: Wide or Narrow.
	Options(width int) (Options, error)
	// Description says in Swedish, from the figures, what the picture shows: the text of the element that
	// A11y.DescribedBy names. Whole sentences, without the title's finding.
	Description() string
	// Table is the picture's figures as printed.
	Table() Table
}

// Table is a chart's figures: as many cells in every row as in the head. The first cell of a row names it.
// A hidden value is "..", one not delivered "-", one that is not applicable ".".
type Table struct {
	Head []string
	Rows [][]string
}

// Absence says why there is no value. The zero Absence is a value that is there.
type Absence int

const (
	Shown         Absence = iota
	Hidden                // protected: ".."
	NotDelivered          // "-"
	NotApplicable         // "."
)

// Verdict says how a value compares with the reference, and thereby its mark.
type Verdict int

const (
	NotCompared Verdict = iota // not compared: a hollow diamond
	Higher                     // surely higher: filled, orange
	Lower                      // surely lower: filled, blue
	NoSure                     // no sure difference: a ring
)

// Axis says what a value axis is labelled with and where it may start.
type Axis struct {
	Unit  string // written after the last tick only: "%", "kr"; may be empty
	Loose bool   // may start off zero, for dots and lines far from it; say so in the subtitle
}

// Reference is the line that everything is read against: the city, or the districts that are shown.
type Reference struct {
	Value float64
	Text  string // "Hela staden 2,7 %"
}

// ErrNoData is returned for a chart without any value to draw.
var ErrNoData = errors.New("nothing to draw")

func checkWidth(width int) (narrow bool, err error) {
	switch width {
	case Wide:
		return false, nil
	case Narrow:
		return true, nil
	}
	return false, fmt.Errorf("width %d: a chart is drawn %d or %d px wide", width, Wide, Narrow)
}
