//go:build duckdb_arrow

package disclosure

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
)

// Finding is something that a publication must not let a reader see.
type Finding struct {
	Rule  string // which attack found it
	Where string // file, or the figure
	Text  string
}

func (f Finding) String() string { return f.Where + ": " + f.Text + " (" + f.Rule + ")" }

// Attacks, as Finding.Rule names them.
const (
	attackSmall    = "small count"
	attackSubtract = "subtraction"
	attackTogether = "linked figures"
	attackSigns    = "signs"
	attackAudience = "audience"
	attackUnit     = "unit"
	attackFormats  = "formats"
	attackHash     = "hashes"
	attackSibling  = "sibling publication"
)

// What the attack goes by, said apart from the rules of protection.
const (
	MinCount      = 5
	MinCases      = 10
	cost          = "kostnad_tkr"
	costPerHome   = "kostnad_per_hushall"
	maxHomeCost   = 12.0 // tkr that a household may be thought to receive in a month
	roundingOfTkr = 0.5  // tkr, of one delivered cost
)

// adding are the measures whose figure of the city is the sum of its areas.
var adding = []string{reasons, cost, withinDays}

// attack reads published facts as someone who wishes to know what is hidden. It
// shares nothing with Protect but the smallest count and what adds to what.
func attack(facts []publication.Fact) []Finding {
	a := &attacker{byTable: map[[2]string][]publication.Fact{}}
	for _, f := range facts {
		a.single(f)
		if f.Kind != publication.KindPublic {
			k := [2]string{f.Measure, f.Period}
			a.byTable[k] = append(a.byTable[k], f)
		}
	}
	keys := slices.SortedFunc(maps.Keys(a.byTable), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	for _, k := range keys {
		t := a.byTable[k]
		a.withinAreas(t)
		if slices.Contains(adding, k[0]) {
			a.overAreas(t)
		}
	}
	a.together()
	return a.found
}

type attacker struct {
	byTable map[[2]string][]publication.Fact
	found   []Finding
}

func (a *attacker) find(rule, where, format string, args ...any) {
	a.found = append(a.found, Finding{rule, where, fmt.Sprintf(format, args...)})
}

func label(f publication.Fact) string {
	s := f.Measure + ", " + f.Area + ", " + f.Period
	if f.Category != "" {
		s += ", " + f.Category
	}
	return s
}

func small(v *float64) bool { return v != nil && *v < MinCount }

// single looks at one figure alone.
func (a *attacker) single(f publication.Fact) {
	where := label(f)
	if f.Level == publication.LevelUnit {
		a.find(attackUnit, where, "figures of units are for the internal audience only")
	}
	if visible(f.Status) != (f.Value != nil) {
		a.find(attackSigns, where, "status %s does not go with its value", f.Status)
	}
	if f.Status == publication.Hidden && (f.Lower != nil || f.Upper != nil || f.N != nil || f.Denominator != nil && f.Kind != publication.KindPair) {
		a.find(attackSigns, where, "a hidden figure shows a limit or a number of cases")
	}
	switch f.Kind {
	case publication.KindCount:
		if small(f.Value) {
			a.find(attackSmall, where, "the count is below %d", MinCount)
		}
	case publication.KindPair:
		if small(f.Denominator) {
			a.find(attackSmall, where, "n is below %d", MinCount)
		}
		if f.Value != nil && (f.Denominator == nil || *f.Value < MinCount || *f.Denominator-*f.Value < MinCount) {
			a.find(attackSmall, where, "x or n - x is below %d", MinCount)
		}
	case publication.KindSummary:
		if f.N != nil && *f.N < MinCases {
			a.find(attackSmall, where, "a summary of fewer than %d cases", MinCases)
		}
	}
}

// withinAreas subtracts the visible categories of an area from its total.
func (a *attacker) withinAreas(t []publication.Fact) {
	type sum struct {
		total  publication.Fact
		hidden int
		left   float64
		seen   int
	}
	areas := map[[2]string]*sum{}
	for _, f := range t {
		k := [2]string{f.Level, f.Area}
		s := areas[k]
		if s == nil {
			s = &sum{}
			areas[k] = s
		}
		switch {
		case f.Category == "":
			s.total = f
		case f.Status == publication.Hidden:
			s.hidden++
			s.seen++
		case f.Value != nil:
			s.left -= *f.Value
			s.seen++
		}
	}
	for _, k := range slices.SortedFunc(maps.Keys(areas), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		s := areas[k]
		where := label(s.total)
		switch {
		case s.seen == 0:
		case s.total.Status == publication.Hidden && s.hidden == 0:
			a.find(attackSubtract, where, "the hidden total is the sum of its categories")
		case s.total.Value == nil:
		case s.hidden == 1:
			a.find(attackSubtract, where, "one hidden category is what is left of the total")
		case s.hidden > 1 && s.left+*s.total.Value < MinCount:
			a.find(attackSubtract, where, "the hidden categories together are below %d", MinCount)
		}
	}
}

// overAreas subtracts the areas from the city, category by category; for pairs
// both x and n.
func (a *attacker) overAreas(t []publication.Fact) {
	byCategory := map[string][]publication.Fact{}
	for _, f := range t {
		byCategory[f.Category] = append(byCategory[f.Category], f)
	}
	for _, category := range slices.Sorted(maps.Keys(byCategory)) {
		figures := byCategory[category]
		a.overAreasOf(figures, "", func(f publication.Fact) *float64 { return f.Value })
		if figures[0].Kind == publication.KindPair {
			a.overAreasOf(figures, "n: ", func(f publication.Fact) *float64 { return f.Denominator })
		}
	}
}

func (a *attacker) overAreasOf(figures []publication.Fact, what string, value func(publication.Fact) *float64) {
	var city publication.Fact
	var left, rounding float64
	hidden, missing := 0, 0
	for _, f := range figures {
		v := value(f)
		switch {
		case f.Level == register.City:
			city = f
		case f.Level != register.District && f.Level != register.Outside:
		case f.Status == publication.NotDelivered:
			missing++
		case v == nil:
			hidden++
		default:
			left -= *v
			rounding += roundingOfTkr
		}
	}
	if value(city) == nil {
		return
	}
	left += *value(city)
	least := float64(MinCount)
	if city.Kind == publication.KindAmount {
		least = MinCount * maxHomeCost
		rounding += roundingOfTkr
	} else {
		rounding = 0
	}
	where := label(city)
	switch {
	case hidden == 1 && missing == 0 && city.Kind == publication.KindAmount:
		a.find(attackSubtract, where, "%sone hidden area is what is left of the city", what)
	case hidden > 0 && left < least:
		a.find(attackSubtract, where, "%sthe hidden areas together are below %v", what, least)
	case hidden == 0 && left < least && (missing > 0 || left > rounding):
		a.find(attackSubtract, where, "%swhoever is in no area shown is below %v", what, least)
	}
}

// together looks at figures that can be turned into each other.
func (a *attacker) together() {
	at := map[[4]string]publication.Fact{}
	var keys [][4]string
	for _, t := range a.byTable {
		for _, f := range t {
			k := [4]string{f.Measure, f.Period, f.Level, f.Area}
			if f.Category == "" {
				at[k] = f
				keys = append(keys, k)
			}
		}
	}
	slices.SortFunc(keys, func(a, b [4]string) int { return slices.Compare(a[:], b[:]) })
	for _, k := range keys {
		f := at[k]
		of := func(measure string) publication.Fact { return at[[4]string{measure, k[1], k[2], k[3]}] }
		switch f.Measure {
		case cost:
			if f.Value != nil && of(households).Value == nil {
				a.find(attackTogether, label(f), "a cost without its households")
			}
		case costPerHome:
			if f.Value != nil && (of(households).Value == nil || of(cost).Value == nil) {
				a.find(attackTogether, label(f), "a cost per household without households or cost")
			}
		case households:
			if f.Value != nil && (of(cost).Status == publication.Hidden || of(costPerHome).Status == publication.Hidden) {
				a.find(attackTogether, label(f), "households whose cost is hidden")
			}
		case medianDays:
			p := of(withinDays)
			hidden := p.Status == publication.Hidden
			if f.N != nil && p.Denominator != nil && float64(*f.N) != *p.Denominator {
				a.find(attackTogether, label(f), "two numbers of cases: %d and %v", *f.N, *p.Denominator)
			}
			if n := cmp.Or(p.Denominator, new(float64)); f.Value != nil && hidden && *n > 0 && *n < 2*MinCount {
				a.find(attackTogether, label(f), "the median bounds a hidden x of %v", *n)
			}
		}
	}
}
