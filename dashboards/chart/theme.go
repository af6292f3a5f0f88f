package chart

import (
	"fmt"
	"strings"
)

// The theme's colours as an option object writes them: the light values of look/tokens.css. In the page
// every one of them becomes a class, so the CSS decides what they are in light, in dark and on paper.
const (
	ink    = "#16211f" // text, the city's line, the own district
	ink2   = "#45514e" // text of second rank
	ink3   = "#5d6966" // axis text, zero line
	rule   = "#d7dddb" // grid lines, the outline of an empty tile
	pale   = "#8c9693" // the other districts
	paper  = "#ffffff"
	hi     = "#a84300"
	hiCI   = "#cc7f42"
	hiTint = "#f9dfc9"
	hiInk  = "#6e2c00" // text on hiTint
	lo     = "#2268b5"
	loCI   = "#6496cb"
	loTint = "#d6e6f5"
	loInk  = "#0f3f75" // text on loTint
	no     = "#6b7774"
	noCI   = "#8a9592"
	noTint = "#eaeeec"
	noInk  = "#16211e" // ink on noTint: one step from ink, so that the text gets no halo
	water  = "#5d6967" // a lake's name: one step from ink3
	hatch  = "#87928f" // hidden value
	q1     = "#e3e9e6" // q1 to q4: shades of a scale, from least to most; direction has its own colours
	q2     = "#b7c4bf"
	q3     = "#7d8f88"
	q4     = "#43554f"
	t1     = "#eef1f0" // t1 to t3: shades that text can stand on
	t2     = "#d3dcd8"
	t3     = "#aebdb7"
)

// Line widths in px, as in look/tokens.css. They tell marks of one colour apart.
const (
	gridWidth = 1
	cityWidth = 1.5
	ownWidth  = 2.25
	paleWidth = 1.25
	ciWidth   = 3.5
	ringWidth = 2
	thinRing  = 1.5 // the diamond of a value that is not compared
	limit     = 1.3 // a limit, an event, a line that is one of many
)

// paint is how ECharts drew a shape: the key of the table below.
type paint struct {
	fill, stroke string
	width        float64
	dashed       bool
}

// shapeClass is the whole table from a shape's paint to its class.
var shapeClass = map[paint]string{
	{stroke: rule, width: gridWidth}:              "g",
	{stroke: ink3, width: gridWidth}:              "gz",
	{stroke: ink, width: cityWidth}:               "c",
	{stroke: ink, width: cityWidth, dashed: true}: "cd",
	{stroke: ink, width: ownWidth}:                "own",
	{stroke: pale, width: paleWidth}:              "pale",
	{stroke: hiCI, width: ciWidth}:                "ihi",
	{stroke: loCI, width: ciWidth}:                "ilo",
	{stroke: noCI, width: ciWidth}:                "ino",
	{stroke: hatch, width: paleWidth}:             "hl",
	{fill: hi}:                                    "hi",
	{fill: lo}:                                    "lo",
	{fill: paper, stroke: no, width: ringWidth}:   "no",
	{fill: paper, stroke: ink3, width: thinRing}:  "nc",
	{fill: ink}:    "ownf",
	{fill: pale}:   "palef",
	{fill: hiTint}: "thi-t",
	{fill: loTint}: "tlo-t",
	{fill: noTint}: "tno-t",
	{fill: paper}:  "pp",
	{fill: paper, stroke: rule, width: gridWidth}:  "gap",
	{stroke: ink3, width: limit, dashed: true}:     "lim",
	{stroke: ink3, width: gridWidth, dashed: true}: "lim2",
	{stroke: ink, width: limit}:                    "ev",
	{stroke: no, width: limit}:                     "run",
	{stroke: paper, width: limit}:                  "edge",
	{stroke: ink2, width: limit}:                   "tick",
	{fill: no}:                                     "nof",
	{fill: q1}:                                     "q1",
	{fill: q2}:                                     "q2",
	{fill: q3}:                                     "q3",
	{fill: q4}:                                     "q4",
	{fill: t1}:                                     "t1",
	{fill: t2}:                                     "t2",
	{fill: t3}:                                     "t3",
	{fill: hiTint, stroke: ink3, width: gridWidth}: "thi-t rim",
	{fill: loTint, stroke: ink3, width: gridWidth}: "tlo-t rim",
	{fill: noTint, stroke: ink3, width: gridWidth}: "tno-t rim",
	{fill: paper, stroke: ink3, width: gridWidth}:  "pp rim",
	{fill: t1, stroke: ink3, width: gridWidth}:     "t1 rim",
	{fill: t2, stroke: ink3, width: gridWidth}:     "t2 rim",
	{fill: t3, stroke: ink3, width: gridWidth}:     "t3 rim",
}

// textColour is the table from a text's colour to its classes, size and weight apart.
var textColour = map[string]string{
	ink: "k", ink2: "", ink3: "a", hiInk: "k nh on-hi", loInk: "k nh on-lo", noInk: "k nh", water: "water",
}

// textSize is the table from a text's size in px to its class; 13 is the size of a text without class.
var textSize = map[string]string{"11": "xs", "12": "s", "13": "", "19": "big"}

func classOfShape(p paint) (string, error) {
	if class, ok := shapeClass[p]; ok {
		return class, nil
	}
	return "", fmt.Errorf("no class for fill %q, stroke %q, width %g, dashed %t", p.fill, p.stroke, p.width, p.dashed)
}

// classOfText gives the classes of a text. The classes a, water and big carry their own size and weight.
func classOfText(colour, size, weight string) (string, error) {
	c, okColour := textColour[colour]
	s, okSize := textSize[size]
	w, okWeight := map[string]string{"": "", "400": "", "normal": "", "600": "w6", "700": "b", "bold": "b"}[weight]
	if !okColour || !okSize || !okWeight {
		return "", fmt.Errorf("no class for text of colour %q, size %q, weight %q", colour, size, weight)
	}
	if c == "a" || c == "water" {
		s = ""
	}
	if s == "big" {
		w = ""
	}
	if w == "b" && c == "k" {
		c = ""
	}
	return strings.Join(strings.Fields(s+" "+c+" "+w), " "), nil
}

// markOf gives a verdict's mark in a plot, the same forms as in the tables: told apart on paper and by those who
// do not see the colours.
func markOf(v Verdict) mark {
	switch v {
	case Higher:
		return mark{symbol: "triangle", size: []float64{11, 10}, look: style(hi, "", 0)}
	case Lower:
		return mark{symbol: "triangle", size: []float64{11, 10}, rotate: 180, look: style(lo, "", 0)}
	case NoSure:
		return mark{symbol: "circle", size: 9, look: style(paper, no, ringWidth)}
	default:
		return mark{symbol: "diamond", size: 10, look: style(paper, ink3, thinRing)}
	}
}

func intervalColour(v Verdict) string {
	switch v {
	case Higher:
		return hiCI
	case Lower:
		return loCI
	default:
		return noCI
	}
}
