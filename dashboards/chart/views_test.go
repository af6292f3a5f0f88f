package chart

import (
	"encoding/json"
	"fmt"
	"testing"
)

// A view of one area shows its texts, all of them and nobody else's: whoever cuts
// the picture there loses nothing and tells of no other.
func TestAViewHoldsItsAreasTextsAndNoOthers(t *testing.T) {
	rows, panels := dots(), multiples()
	rows.Rows = rows.Rows[:4]
	for i := range rows.Rows {
		rows.Rows[i].ID, rows.Rows[i].Label, rows.Rows[i].ValueText = fmt.Sprint("v", i), fmt.Sprint("namn", i), fmt.Sprint("tal", i)
		rows.Rows[i].Hidden, rows.Rows[i].IntervalText = false, fmt.Sprint("intervall", i)
	}
	panels.Panels = panels.Panels[:4]
	for i := range panels.Panels {
		p := &panels.Panels[i]
		p.ID, p.Label, p.EndText, p.End, p.Absence = fmt.Sprint("v", i), fmt.Sprint("namn", i), fmt.Sprint("tal", i), Shown, Shown
	}
	for kind, in := range map[string]Input{"dots": rows, "multiples": panels} {
		for _, width := range []int{Wide, Narrow} {
			o, err := in.Options(width)
			if err != nil {
				t.Fatal(err)
			}
			var drawn struct {
				Graphic []struct {
					Type  string
					Style struct {
						Text string
						X, Y float64
					}
				}
			}
			if err := json.Unmarshal(o.JSON, &drawn); err != nil {
				t.Fatal(err)
			}
			if len(o.views) != 4 {
				t.Fatalf("%s, %d px: %d views", kind, width, len(o.views))
			}
			for i, v := range o.views {
				if v.box.left < 0 || v.box.top < 0 || v.box.left+v.box.width > float64(o.Size.Width) || v.box.top+v.box.height > float64(o.Size.Height) {
					t.Errorf("%s, %d px: the view %s, %v, is not within the picture, %v", kind, width, v.name, v.box, o.Size)
				}
				own := map[string]bool{fmt.Sprint("namn", i): true, fmt.Sprint("tal", i): true, fmt.Sprint("intervall", i): kind == "dots"}
				found := 0
				for _, g := range drawn.Graphic {
					s := g.Style
					half := lineGap / 2.0 // of a line of text about its middle
					beside := kind == "dots" || s.X >= v.box.left && s.X < v.box.left+v.box.width
					within := beside && s.Y-half >= v.box.top && s.Y+half <= v.box.top+v.box.height
					touched := beside && s.Y+half > v.box.top && s.Y-half < v.box.top+v.box.height
					switch {
					case g.Type != "text":
					case own[s.Text] && !within:
						t.Errorf("%s, %d px: %q at %g is not within %s, %v", kind, width, s.Text, s.Y, v.name, v.box)
					case own[s.Text]:
						found++
					case touched:
						t.Errorf("%s, %d px: %q at %g, %g reaches into %s, %v", kind, width, s.Text, s.X, s.Y, v.name, v.box)
					}
				}
				if want := map[string]int{"dots": 3, "multiples": 2}[kind]; found != want {
					t.Errorf("%s, %d px: %d texts in %s, want %d", kind, width, found, v.name, want)
				}
			}
		}
	}
}
