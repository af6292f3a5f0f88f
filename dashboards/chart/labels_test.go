package chart

import "testing"

// A name with room stands right of its point, wherever that is: sums of areas are
// not exact, and a last digit is no reason to move it. Beside another point it is
// put where nobody takes it for that one's.
func TestANameStandsRightOfItsPointWhereThereIsRoom(t *testing.T) {
	written := func(points ...xy) fields {
		s := newSheet(700, 400, false)
		l := labeller{bounds: box{0, 0, 700, 400}, marks: points}
		for _, p := range points {
			l.taken = append(l.taken, box{p.x - 6, p.y - 6, 12, 12})
		}
		s.name(&l, "Enskede-Årsta-Vantör", points[0], false)
		if len(s.more.graphic) != 1 {
			t.Fatalf("%v: %d names", points, len(s.more.graphic))
		}
		return s.more.graphic[0]["style"].(fields)
	}
	for i := range 200 {
		at := xy{40 + float64(i)*2.137, 30 + float64(i)*1.713}
		if x := written(at)["x"].(float64); x != round2(at.x+9) {
			t.Fatalf("the name of %v stands at %g", at, x)
		}
	}
	if x := written(xy{200, 100}, xy{260, 88})["x"].(float64); x > 200 {
		t.Errorf("the name of a point with another over its right stands at %g", x)
	}
}
