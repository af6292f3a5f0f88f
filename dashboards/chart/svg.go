package chart

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// baseline is how far under a text's middle its base line lies, in type sizes.
const baseline = 0.35

// node is one element of an SVG tree.
type node struct {
	name     string
	attrs    map[string]string
	children []*node
	text     string
}

// clean makes what is in ECharts' SVG fit for a page: colours become classes, style attributes and style
// elements go, transforms are worked into the coordinates, coordinates are rounded, ids go (ECharts' differ
// from run to run). The root element goes, too: framed gives the picture one of its own.
func clean(raw string) (string, error) {
	root, err := parseSVG(raw)
	if err != nil {
		return "", err
	}
	w := &writer{}
	for _, c := range root.children {
		if err := w.node(c); err != nil {
			return "", err
		}
	}
	return w.b.String(), nil
}

// framed puts a cleaned picture into a root that says what it is and by what it is described. Its views have the ids
// FIGURE-w-AREA and FIGURE-n-AREA.
func framed(body string, o Options, a A11y) string {
	w := &writer{}
	w.root(o, a)
	for _, v := range o.views {
		fmt.Fprintf(&w.b, `<view id="%s-%s-%s" viewBox="%s %s %s %s"/>`, a.ID, rendering(o), v.name, short(v.box.left), short(v.box.top), short(v.box.width), short(v.box.height))
	}
	w.b.WriteString(body)
	w.b.WriteString("</svg>")
	return w.b.String()
}

// parseSVG reads the tree. Style elements are left out: they hold only what happens under a pointer.
func parseSVG(raw string) (*node, error) {
	d := xml.NewDecoder(strings.NewReader(raw))
	top := &node{}
	open := []*node{top}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read svg: %w", err)
		}
		last := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			n := &node{name: t.Name.Local, attrs: map[string]string{}}
			for _, at := range t.Attr {
				n.attrs[at.Name.Local] = at.Value
			}
			if n.name != "style" {
				last.children = append(last.children, n)
			}
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			last.text += string(t)
		}
	}
	if len(top.children) != 1 || top.children[0].name != "svg" {
		return nil, errors.New("read svg: no svg element")
	}
	return top.children[0], nil
}

// rendering is the class of a picture: wide or narrow.
func rendering(o Options) string { return map[bool]string{false: "w", true: "n"}[o.Narrow] }

type writer struct{ b strings.Builder }

func (w *writer) root(o Options, a A11y) {
	fmt.Fprintf(&w.b, `<svg class="%s" viewBox="0 0 %d %d" width="%d" height="%d" role="img"`,
		rendering(o), o.Size.Width, o.Size.Height, o.Size.Width, o.Size.Height)
	w.attr("aria-labelledby", a.LabelledBy)
	w.attr("aria-describedby", a.DescribedBy)
	w.b.WriteString(` focusable="false">`)
}

func (w *writer) attr(name, value string) {
	if value == "" {
		return
	}
	w.b.WriteString(" " + name + `="`)
	w.escape(value)
	w.b.WriteString(`"`)
}

func (w *writer) escape(s string) {
	w.b.WriteString(strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s))
}

func (w *writer) node(n *node) error {
	switch n.name {
	case "polygon":
		n.attrs["d"] = polygonPath(n.attrs["points"])
		return w.shape(n)
	case "path", "rect":
		return w.shape(n)
	case "text":
		return w.textNode(n)
	case "g":
		return w.group(n)
	case "defs":
		return w.definitions(n)
	}
	return fmt.Errorf("element %q is not one that a chart may hold", n.name)
}

// group writes what a group holds. Its clip path goes: every axis covers its data, so it cuts nothing off,
// and without it a picture has no ids that could meet another picture's.
func (w *writer) group(n *node) error {
	if n.attrs["transform"] != "" || n.attrs["opacity"] != "" {
		return errors.New("a group with a transform or an opacity")
	}
	for _, c := range n.children {
		if err := w.node(c); err != nil {
			return err
		}
	}
	return nil
}

// definitions lets clip paths pass unwritten and refuses the rest: gradients, patterns, filters.
func (w *writer) definitions(n *node) error {
	for _, c := range n.children {
		if c.name != "clipPath" {
			return fmt.Errorf("definition %q is not one that a chart may hold", c.name)
		}
	}
	return nil
}

// shape writes a path as a path or, where it is one, as a circle.
func (w *writer) shape(n *node) error {
	if n.name == "rect" {
		if n.attrs["fill"] == "none" && n.attrs["stroke"] == "" {
			return nil // the transparent background
		}
		return errors.New("a rect that is not the background")
	}
	if n.attrs["style"] != "" {
		return fmt.Errorf("a path with a style attribute %q", n.attrs["style"])
	}
	if n.name == "path" && n.attrs["d"] == "" {
		return nil // a series without points
	}
	m, err := parseMatrix(n.attrs["transform"])
	if err != nil {
		return err
	}
	p, err := paintOf(n, m)
	if err != nil || p == (paint{}) {
		return err // not painted: nothing to see
	}
	class, err := classOfShape(p)
	if err != nil {
		return err
	}
	if n.attrs["d"] == unitCircle && m.a == m.d && m.b == 0 && m.c == 0 {
		fmt.Fprintf(&w.b, `<circle class="%s" cx="%s" cy="%s" r="%s"/>`, class, short(m.e), short(m.f), short(m.a))
		return nil
	}
	d, err := pathData(n.attrs["d"], m)
	if err != nil {
		return err
	}
	if d == "" {
		return nil
	}
	fmt.Fprintf(&w.b, `<path class="%s" d="%s"/>`, class, d)
	return nil
}

// polygonPath is the path of a polygon's points.
func polygonPath(points string) string {
	f := strings.FieldsFunc(points, func(r rune) bool { return r == ' ' || r == ',' })
	var b strings.Builder
	for i := 0; i+1 < len(f); i += 2 {
		fmt.Fprintf(&b, "%c%s %s", map[bool]byte{true: 'M', false: 'L'}[i == 0], f[i], f[i+1])
	}
	return b.String() + "Z"
}

// paintOf reads how a path is painted. A stroke's width is multiplied by the transform's scale.
func paintOf(n *node, m matrix) (paint, error) {
	for _, name := range []string{"opacity", "fill-opacity", "stroke-opacity"} {
		if v := n.attrs[name]; v != "" && v != "1" {
			return paint{}, fmt.Errorf("a path with %s %s", name, v)
		}
	}
	p := paint{fill: n.attrs["fill"], stroke: n.attrs["stroke"]}
	if p.fill == "none" || p.fill == "transparent" {
		p.fill = ""
	}
	if p.stroke == "none" || p.stroke == "transparent" {
		p.stroke = ""
	}
	if p.stroke == "" {
		return p, nil
	}
	p.width, p.dashed = 1, n.attrs["stroke-dasharray"] != ""
	if v := n.attrs["stroke-width"]; v != "" {
		width, err := strconv.ParseFloat(v, 64)
		if err != nil {
			return paint{}, fmt.Errorf("stroke width %q: %w", v, err)
		}
		p.width = width
	}
	p.width = float64(int(p.width*m.scale()*100+0.5)) / 100
	if p.width == 0 {
		p.stroke, p.dashed = "", false
	}
	return p, nil
}

var (
	styleSize   = regexp.MustCompile(`(\d+(?:\.\d+)?)px`)
	styleWeight = regexp.MustCompile(`(?:font-weight:\s*|font:\s*)(bold|normal|\d00)\b`)
)

// textNode writes a text with its base line as y.
func (w *writer) textNode(n *node) error {
	size, weight := "13", ""
	if m := styleSize.FindStringSubmatch(n.attrs["style"]); m != nil {
		size = m[1]
	}
	if m := styleWeight.FindStringSubmatch(n.attrs["style"]); m != nil {
		weight = m[1]
	}
	class, err := classOfText(n.attrs["fill"], size, weight)
	if err != nil {
		return fmt.Errorf("text %q: %w", n.text, err)
	}
	m, err := parseMatrix(n.attrs["transform"])
	if err != nil {
		return err
	}
	x, y := m.apply(number(n.attrs["x"]), number(n.attrs["y"]))
	if n.attrs["dominant-baseline"] == "central" {
		y += baseline * number(size)
	}
	class += map[string]string{"middle": " m", "end": " e"}[n.attrs["text-anchor"]]
	fmt.Fprintf(&w.b, `<text x="%s" y="%s"`, short(x), short(y))
	w.attr("class", strings.TrimSpace(class))
	w.b.WriteString(">")
	w.escape(strings.TrimSpace(n.text))
	w.b.WriteString("</text>")
	return nil
}
