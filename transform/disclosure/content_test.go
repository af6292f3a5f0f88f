//go:build duckdb_arrow

package disclosure

import (
	"slices"
	"testing"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
)

// A page stands in a file of its district's name, and no two in the same.
func TestEveryAreaGetsAFileNameOfItsOwn(t *testing.T) {
	var c publication.Content
	r := &register.Register{}
	for _, a := range [][2]string{{"Hässelby-Vällingby", "01"}, {"Ærø Łódź ß", ""}, {"北区", "07 A"}, {"南区", ""}, {"東区", ""}, {"Västra", ""}, {"Vastra", ""}} {
		r.Areas = append(r.Areas, register.Area{Name: a[0], Code: a[1], Row: -1, Column: -1})
	}
	addRegister(&c, r)
	var got []string
	for _, a := range c.Areas {
		got = append(got, a.Slug)
	}
	if want := []string{"hasselby-vallingby", "aero-lodz-ss", "07-a", "omrade", "omrade-2", "vastra", "vastra-2"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
