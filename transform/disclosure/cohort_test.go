//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"testing"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
)

// seen is a pair or summary as a reader sees it: x of n, or value, limits and n.
func seen(f publication.Fact) string {
	s := f.Status
	for _, v := range []*float64{f.Value, f.Denominator, f.Lower, f.Upper} {
		if v == nil {
			s += " -"
		} else {
			s += fmt.Sprintf(" %v", *v)
		}
	}
	if f.N != nil {
		s += fmt.Sprintf(" n=%d", *f.N)
	}
	return s
}

func TestAPairHidesXWhereEitherSideIsSmall(t *testing.T) {
	for _, c := range []struct {
		x, n float64
		want string
	}{
		{20, 40, "ok 20 40 - -"}, {4, 40, "dold - 40 - -"}, {36, 40, "dold - 40 - -"}, {0, 5, "dold - 5 - -"},
		{2, 4, "dold - - - -"}, {0, 0, "dold - - - -"}, {5, 10, "ok 5 10 - -"},
	} {
		p := protect(t, []warehouse.BaseFact{pair(register.District, "A", c.x, c.n)}, Known{})
		if got := seen(p.Facts[0]); got != c.want {
			t.Errorf("%v of %v: %s, want %s", c.x, c.n, got, c.want)
		}
	}
}

func TestTheCitysPairIsHiddenWhereItTellsOfAnArea(t *testing.T) {
	for _, c := range []struct {
		name           string
		bx, bn, ox, on float64 // district B, and those in no district
		missing        bool
		want           string
		wantCityCases  bool
	}{
		{"nothing hidden", 20, 30, 0, 0, false, "ok 40 70 - -", true},
		{"x of B hidden", 2, 30, 0, 0, false, "dold - 70 - -", true},
		{"n of B hidden", 1, 3, 0, 0, false, "dold - - - -", false},
		{"few in no district", 20, 30, 1, 3, false, "dold - - - -", false},
		{"many in no district", 20, 30, 10, 20, false, "ok 50 90 - -", true},
		{"many in no district, all in time", 20, 30, 20, 20, false, "dold - 90 - -", true},
		{"a district is missing, and nobody is left", 20, 30, 0, 0, true, "dold - - - -", false},
	} {
		x, n := 20+c.bx+c.ox, 40+c.bn+c.on
		facts := []warehouse.BaseFact{pair(register.District, "A", 20, 40), pair(register.District, "B", c.bx, c.bn), pair(register.City, theCity, x, n),
			summary(register.District, "A", 12, 40), summary(register.District, "B", 12, int64(c.bn)), summary(register.City, theCity, 12, int64(n))}
		if c.missing {
			m := notDelivered(medianDays, register.District, "C", "")
			facts = append(facts, notDelivered(withinDays, register.District, "C", ""), m)
		}
		p := protect(t, facts, Known{})
		if got := seen(find(t, p.Facts, withinDays, theCity, "")); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		city := find(t, p.Facts, medianDays, theCity, "")
		if (city.N != nil) != c.wantCityCases || city.Value == nil {
			t.Errorf("%s: the city's median is %s", c.name, seen(city))
		}
	}
}

func TestAMedianNeedsTenCasesAndItsLimitsFiveBeyond(t *testing.T) {
	limits := summary(register.District, "A", 12, 20)
	limits.BelowLower, limits.AboveUpper = whole(5), whole(4)
	unreached := summary(register.District, "A", 12, 12)
	unreached.Value, unreached.Status = nil, publication.NotApplicable
	unreachedFew := summary(register.District, "A", 12, 3)
	unreachedFew.Value, unreachedFew.Status = nil, publication.NotApplicable
	other := pair(register.District, "A", 10, 30)
	for _, c := range []struct {
		name  string
		facts []warehouse.BaseFact
		want  string
	}{
		{"nine", []warehouse.BaseFact{summary(register.District, "A", 12, 9)}, "dold - - - -"},
		{"ten", []warehouse.BaseFact{summary(register.District, "A", 12, 10)}, "ok 12 - 11 13 n=10"},
		{"four beyond", []warehouse.BaseFact{limits}, "ok 12 - 11 - n=20"},
		{"not reached", []warehouse.BaseFact{unreached}, "ej_tillamplig - - - - n=12"},
		{"not reached by three", []warehouse.BaseFact{unreachedFew}, "dold - - - -"},
		{"ten, x hidden", []warehouse.BaseFact{summary(register.District, "A", 12, 10), pair(register.District, "A", 4, 10)}, "dold - - - -"},
		{"eleven, x hidden", []warehouse.BaseFact{summary(register.District, "A", 12, 11), pair(register.District, "A", 4, 11)}, "ok 12 - 11 13 n=11"},
		{"another population", []warehouse.BaseFact{summary(register.District, "A", 12, 31), other}, "ok 12 - 11 13"},
	} {
		p := protect(t, c.facts, Known{})
		if got := seen(p.Facts[0]); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
