package chart

import "math"

// labeller places names beside points: each where it meets nothing that stands there already.
type labeller struct {
	bounds box
	taken  []box
	shun   []box // lines that a name rather does not stand on
	marks  []xy  // points: a name beside another than its own is taken for that one's
}

func (b box) meets(o box) bool {
	return b.left < o.left+o.width && o.left < b.left+b.width && b.top < o.top+o.height && o.top < b.top+b.height
}

// from is how far a point is from a box.
func (b box) from(p xy) float64 {
	return math.Hypot(max(b.left-p.x, 0, p.x-b.left-b.width), max(b.top-p.y, 0, p.y-b.top-b.height))
}

// beside is how near to a point its name stands, in px.
const beside = 16

// worse is how much the name of a point, in a box, stands on lines or beside other points.
func (l *labeller) worse(b box, own xy) float64 {
	sum := 0.0
	for _, o := range l.shun {
		if b.meets(o) {
			sum += 0.05 * b.width
		}
	}
	for _, m := range l.marks {
		if m != own && b.from(m) < beside {
			sum += 0.2 * b.width
		}
	}
	return sum
}

// overlap is the area that a box shares with those taken, and with what lies outside the bounds.
func (l *labeller) overlap(b box) float64 {
	sum := 0.0
	for _, o := range l.taken {
		if b.meets(o) {
			w := min(b.left+b.width, o.left+o.width) - max(b.left, o.left)
			h := min(b.top+b.height, o.top+o.height) - max(b.top, o.top)
			sum += w * h
		}
	}
	w := min(b.left+b.width, l.bounds.left+l.bounds.width) - max(b.left, l.bounds.left)
	h := min(b.top+b.height, l.bounds.top+l.bounds.height) - max(b.top, l.bounds.top)
	return sum + 4*(b.width*b.height-max(w, 0)*max(h, 0))
}

// name writes a name at the best of eight places round a point: right, left, over, under, then the corners.
// One that must stand is written even where it meets something. Of the others, none stands at a corner: between
// two marks nobody could tell whose it is.
func (s *sheet) name(l *labeller, text string, at xy, must bool) {
	const height = 13.0
	w := textWidth(text, 12, false)
	best, least, cost := box{}, 0.0, math.Inf(1)
	for i, c := range []xy{
		{at.x + 9, at.y - height/2}, {at.x - 9 - w, at.y - height/2}, {at.x - w/2, at.y - 8 - height}, {at.x - w/2, at.y + 8},
		{at.x + 6, at.y - 5 - height}, {at.x + 6, at.y + 5}, {at.x - 6 - w, at.y - 5 - height}, {at.x - 6 - w, at.y + 5},
	} {
		if i > 3 && !must {
			break
		}
		b := box{c.x, c.y, w, height}
		if o := l.overlap(b); o+l.worse(b, at) < cost-0.5 {
			best, least, cost = b, o, o+l.worse(b, at)
		}
	}
	if least > 0.5 && !must {
		return
	}
	l.taken = append(l.taken, best)
	s.text(best.left, best.top+height/2+baseline*12, text, "left", smallInk)
}

// textBox is the place of a text that stands on the sheet already.
func textBox(graphic fields) box {
	st, ok := graphic["style"].(fields)
	if !ok {
		return box{}
	}
	text, _ := st["text"].(string)
	x, _ := st["x"].(float64)
	y, _ := st["y"].(float64)
	w := textWidth(text, 12, true)
	switch st["align"] {
	case "right":
		x -= w
	case "center":
		x -= w / 2
	}
	return box{x, y - 7, w, 14}
}
