//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
	reader "stadsdelskollen/transform/disclosure/attack"
)

// paid is a district's cost with what is known of its contributors.
func paid(tkr, largest, second float64, contributors int64) warehouse.BaseFact {
	f := fact(cost, register.District, "A", "", tkr)
	f.Largest, f.Second, f.Contributors = value(largest), value(second), whole(contributors)
	return f
}

func TestACostIsHiddenWhereOneContributorCanTellAnother(t *testing.T) {
	for _, c := range []struct {
		name string
		fact warehouse.BaseFact
		want string
	}{
		{"the others are just 15 percent of the largest", paid(660, 400, 200, 30), publication.OK},
		{"the others are less than 15 percent of the largest", paid(659.999, 400, 200, 30), publication.Hidden},
		{"four contributors", paid(660, 200, 160, 4), publication.Hidden},
		{"five contributors", paid(660, 200, 160, 5), publication.OK},
		{"contributors unknown, as where only sums are delivered", fact(cost, register.District, "A", "", 660), publication.OK},
	} {
		p := protect(t, []warehouse.BaseFact{c.fact}, Known{})
		if got := find(t, p.Facts, cost, "A", ""); got.Status != c.want || got.Value != nil != (c.want == publication.OK) {
			t.Errorf("%s: %+v, want %s", c.name, got, c.want)
		}
	}
}

// A hidden cost takes its households with it, and another district's, for the city adds.
func TestWhatGoesWithAnEstimableCostIsHidden(t *testing.T) {
	facts := slices.Concat(costsOf(register.District, "A", 40, 660), costsOf(register.District, "B", 50, 500), costsOf(register.District, "C", 90, 900), costsOf(register.City, theCity, 180, 2060))
	facts[1] = paid(660, 500, 150, 40)
	p := protect(t, facts, Known{})
	for _, m := range []string{households, cost, costPerHome} {
		if got := find(t, p.Facts, m, "A", ""); got.Status != publication.Hidden {
			t.Errorf("%s: %+v", m, got)
		}
		if got := find(t, p.Facts, m, theCity, ""); got.Value == nil {
			t.Errorf("%s of the city is hidden", m)
		}
	}
	if found := attack(p.Facts); len(found) > 0 {
		t.Errorf("%v", found)
	}
}

func TestAllOrNearlyAllInOneCategoryHidesTheCategories(t *testing.T) {
	for name, row := range map[string][]float64{"all": {48, 0}, "all but four": {48, 4}, "the only category that the area has": {48}} {
		facts := slices.Concat(areaRow(register.District, "A", row...), areaRow(register.District, "B", 70, 25), areaRow(register.District, "C", 80, 30))
		p := protect(t, facts, Known{})
		for i := range row {
			if got := find(t, p.Facts, reasons, "A", p.category(i)); got.Value != nil {
				t.Errorf("%s: %+v", name, got)
			}
		}
		if found := attack(p.Facts); len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
	}
	enough := protect(t, slices.Concat(areaRow(register.District, "A", 48, 5), areaRow(register.District, "B", 70, 25)), Known{})
	if got := find(t, enough.Facts, reasons, "A", "Sjukdom"); got.Value == nil {
		t.Errorf("five in another category: %+v", got)
	}
}

// category is the name that a month shows in place of a reason.
func (Protected) category(reason int) string {
	return plain.groupOf(reasonNames[reason])
}

func TestFewerThanFiveCaseWorkersAreNotTold(t *testing.T) {
	by := func(workers int64, f warehouse.BaseFact) warehouse.BaseFact { f.Workers = whole(workers); return f }
	for _, c := range []struct {
		facts []warehouse.BaseFact
		open  bool
	}{
		{[]warehouse.BaseFact{by(4, summary(register.District, "A", 12, 80))}, false},
		{[]warehouse.BaseFact{by(5, summary(register.District, "A", 12, 80))}, true},
		{[]warehouse.BaseFact{by(4, pair(register.District, "A", 40, 80))}, false},
		{[]warehouse.BaseFact{by(5, pair(register.District, "A", 40, 80))}, true},
		{[]warehouse.BaseFact{by(4, fact(households, register.District, "A", "", 80))}, false},
		{[]warehouse.BaseFact{by(4, fact(cost, register.District, "A", "", 800))}, false},
	} {
		f := protect(t, c.facts, Known{}).Facts[0]
		if (f.Value != nil) != c.open || !c.open && (f.Denominator != nil || f.N != nil || f.Lower != nil) {
			t.Errorf("%s by %d: %s", f.Measure, *c.facts[0].Workers, seen(f))
		}
	}
}

func TestALimitNeedsFiveCasesBeyondIt(t *testing.T) {
	for _, c := range []struct {
		below, above *int64
		want         string
	}{
		{whole(5), whole(5), "ok 12 - 11 13 n=80"},
		{whole(4), whole(5), "ok 12 - - 13 n=80"},
		{whole(5), whole(4), "ok 12 - 11 - n=80"},
		{nil, nil, "ok 12 - - - n=80"},
	} {
		f := summary(register.District, "A", 12, 80)
		f.BelowLower, f.AboveUpper = c.below, c.above
		if got := seen(protect(t, []warehouse.BaseFact{f}, Known{}).Facts[0]); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

func TestAMedianNeedsTenCasesAndAP90Fifty(t *testing.T) {
	for _, c := range []struct {
		measure string
		n       int64
		open    bool
	}{
		{medianDays, 9, false}, {medianDays, 10, true}, {"handlaggningstid_p90", 49, false}, {"handlaggningstid_p90", 50, true},
	} {
		f := summary(register.District, "A", 12, c.n)
		f.Measure = c.measure
		p := protect(t, []warehouse.BaseFact{f}, Known{})
		if got := p.Facts[0]; (got.Value != nil) != c.open || (got.N != nil) != c.open {
			t.Errorf("%s of %d: %s", c.measure, c.n, seen(got))
		}
		if found := attack(p.Facts); len(found) > 0 {
			t.Errorf("%s of %d: %v", c.measure, c.n, found)
		}
	}
}

// A merged district's median is the median of its parts' cases, so it bounds what
// they were together, and nothing of either.
func TestAMergedMedianBoundsItsPartsTogether(t *testing.T) {
	facts := append(merging(10, 10), pair(register.District, "A", 8, 10), pair(register.District, "B", 4, 10), pair(register.City, theCity, 52, 100), pair(register.District, "C", 40, 80))
	p := protect(t, facts, Known{})
	guideline := int64(14)
	if found := reader.Facts(reader.Publication{Facts: p.Facts, Guideline: &guideline, Succession: intoAB}); len(found) > 0 {
		t.Errorf("%v", found)
	}
	g := &gate{steps: everything(), set: plain}
	g.base = facts
	sortFacts(g.base)
	if err := g.build(); err != nil {
		t.Fatal(err)
	}
	for _, l := range g.lines {
		if l.of > 0 && g.base[l.of-1].Area == "AB" {
			if len(l.terms) != 4 {
				t.Errorf("%+v: the line is not of both parts", l.terms)
			}
			return
		}
	}
	t.Error("a merged median says nothing")
}

// Cases that have no median, or not yet, are counted by the sign itself: it is
// hidden where they are few or where their share is hidden, and no sign has a number.
func TestTheSignOfAMissingMedianDoesNotSayHowFewThereWere(t *testing.T) {
	for _, c := range []struct {
		n, within int64
		want      string
	}{
		{0, 0, "dold - - - -"}, {4, 2, "dold - - - -"}, {12, 2, "dold - - - -"}, {40, 20, "ej_tillamplig - - - -"},
	} {
		none := summary(register.District, "A", 0, c.n)
		none.Value, none.Lower, none.Upper, none.Status = nil, nil, nil, publication.NotApplicable
		facts := []warehouse.BaseFact{none, pair(register.District, "A", float64(c.within), float64(c.n)), pair(register.District, "B", 40, 80), pair(register.District, "C", 30, 80)}
		p := protect(t, facts, Known{})
		if got := seen(find(t, p.Facts, medianDays, "A", "")); got != c.want {
			t.Errorf("%d of %d: %s, want %s", c.within, c.n, got, c.want)
		}
		if found := attack(p.Facts); len(found) > 0 {
			t.Errorf("%d of %d: %v", c.within, c.n, found)
		}
		if !strings.HasPrefix(c.want, publication.Hidden) {
			continue
		}
		for i := range p.Facts {
			if p.Facts[i].Measure == medianDays && p.Facts[i].Area == "A" {
				p.Facts[i].Status = publication.NotApplicable
			}
		}
		if found := attack(p.Facts); len(found) != 1 || !strings.Contains(fmt.Sprint(found), "sign") {
			t.Errorf("%d of %d, with its sign: %v", c.within, c.n, found)
		}
	}
}
