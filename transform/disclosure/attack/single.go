//go:build duckdb_arrow

package attack

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"stadsdelskollen/queries/publication"
)

func small(v *float64) bool { return v != nil && *v < minCount }

// single looks at one figure alone.
func (a *attacker) single(f publication.Fact, rounded bool) {
	where := label(f)
	if f.Level == publication.LevelUnit {
		a.find(RuleUnit, where, "figures of units are for the internal audience only")
	}
	if visible := publication.Sign(f.Status) == ""; visible != (f.Value != nil) {
		a.find(RuleSigns, where, "status %s does not go with its value", f.Status)
	}
	if f.Status == publication.Hidden && (f.Lower != nil || f.Upper != nil || f.N != nil || f.Denominator != nil && f.Kind != publication.KindPair) {
		a.find(RuleSigns, where, "a hidden figure shows a limit or a number of cases")
	}
	switch {
	case f.Kind == publication.KindSummary:
		a.summary(f)
	case !rounded:
		a.count(f)
	}
}

// count looks at a count, or a pair, that is told as it is.
func (a *attacker) count(f publication.Fact) {
	where := label(f)
	switch f.Kind {
	case publication.KindCount:
		if small(f.Value) {
			a.find(RuleSmall, where, "the count %v is below %d", *f.Value, minCount)
		}
	case publication.KindPair:
		if small(f.Denominator) {
			a.find(RuleSmall, where, "n is %v, below %d", *f.Denominator, minCount)
		}
		if f.Value != nil && (f.Denominator == nil || *f.Value < minCount || *f.Denominator-*f.Value < minCount) {
			a.find(RuleSmall, where, "x or n - x is below %d", minCount)
		}
	}
}

// summary looks at how many cases stand behind a statistic of cases, or how
// many groups of case workers behind a share of the variation between them.
func (a *attacker) summary(f publication.Fact) {
	if f.Value != nil && f.N == nil && f.Category != "" {
		a.find(RuleStaff, where(f), "a share of variance over nobody knows how many groups")
	}
	if f.N == nil || f.Value == nil {
		return
	}
	least, what := int64(minCases), "cases"
	switch {
	case strings.Contains(f.Measure, "p90"):
		least = minCasesP
	case f.Category != "":
		least, what = minWorkers, "groups"
	}
	switch {
	case *f.N >= least:
	case what == "groups":
		a.find(RuleStaff, where(f), "a share of variance over %d groups, below %d", *f.N, least)
	default:
		a.find(RuleCases, where(f), "a summary of %d %s, below %d", *f.N, what, least)
	}
}

func where(f publication.Fact) string { return label(f) }

// together looks at figures that can be turned into each other: all that the
// definitions hide together, and the share whose n the median's cases repeat.
func (a *attacker) together(p Publication) {
	type place struct{ period, level, area, division, category string }
	at := func(f publication.Fact) place { return place{f.Period, f.Level, f.Area, f.Division, f.Category} }
	defs := p.defined()
	groups := map[string]map[place][]publication.Fact{}
	pairs, cells := map[place]publication.Fact{}, map[place]map[string]publication.Fact{}
	for _, f := range p.Facts {
		if cells[at(f)] == nil {
			cells[at(f)] = map[string]publication.Fact{}
		}
		cells[at(f)][f.Measure] = f
		if f.Measure == withinDays {
			pairs[at(f)] = f
		}
		g := cmp.Or(defs[f.Measure].together(), linkedBefore[f.Measure])
		if g == "" || f.Kind == publication.KindPublic {
			continue
		}
		if groups[g] == nil {
			groups[g] = map[place][]publication.Fact{}
		}
		groups[g][at(f)] = append(groups[g][at(f)], f)
	}
	for _, places := range groups {
		for _, of := range places {
			if p.RoundedTo == 0 { // beside a rounded count nothing is turned into another: see rounded
				a.hiddenTogether(of)
			}
		}
	}
	a.years(p, defs)
	for _, f := range p.Facts {
		if f.Kind == publication.KindSummary && f.Category == "" {
			a.casesBeside(f, pairs[at(f)], defs[f.Measure].together())
		}
		if p.RoundedTo == 0 && f.Kind == publication.KindAmount && f.Measure == cost && f.Value != nil && cells[at(f)][households].Value == nil {
			a.find(RuleTogether, label(f), "a cost of %v without its households: they are between %.0f and %.0f", *f.Value, *f.Value/20, *f.Value/leastHomeCost)
		}
	}
}

// The measures that this package knows by name, for what no definition says.
const (
	households  = "hushall"
	cost        = "kostnad_tkr"
	costPerHome = "kostnad_per_hushall"
	adults      = "vuxna_hinder"
	withinDays  = "beslut_inom_riktlinje"
	medianDays  = "handlaggningstid_median"
	p90Days     = "handlaggningstid_p90"
)

// linkedBefore are the groups of publications whose definitions name none.
var linkedBefore = map[string]string{households: households, cost: households, costPerHome: households}

// casesBeside finds a number of cases that tells the n of a share.
func (a *attacker) casesBeside(f, pair publication.Fact, family string) {
	switch {
	case f.Status == publication.NotApplicable && pair.Status == publication.Hidden:
		a.find(RuleTogether, label(f), "its sign says that hardly any of the hidden cases of %s are decided, or that there are none", pair.Measure)
	case f.N == nil:
	case family == households:
		a.find(RuleTogether, label(f), "it shows that %d households are behind it", *f.N)
	case pair.Denominator != nil && float64(*f.N) != *pair.Denominator:
		a.find(RuleTogether, label(f), "two numbers of cases: %d and %v", *f.N, *pair.Denominator)
	case pair.Status == publication.Hidden && pair.Denominator == nil:
		a.find(RuleTogether, label(f), "its %d cases are the hidden n of %s", *f.N, pair.Measure)
	}
}

// years finds a year's summary whose family has a hidden month: with the other
// months and the year's ratio it could be turned into that one.
func (a *attacker) years(p Publication, defs map[string]Definition) {
	type month struct{ family, period, area string }
	hidden, counted := map[month]publication.Fact{}, map[month]bool{}
	for _, f := range p.Facts {
		family := defs[f.Measure].together()
		if family == "" || f.Kind == publication.KindSummary {
			continue
		}
		if counted[month{family, f.Period, f.Area}] = true; f.Status != publication.Hidden {
			continue
		}
		areas := []string{f.Area}
		if f.Level == publication.LevelDistrict {
			areas = append(areas, mergedInto(f.Area, f.Division, p.Succession)...)
		}
		for _, area := range areas {
			hidden[month{family, f.Period, area}] = f
		}
	}
	for _, f := range p.Facts {
		family := defs[f.Measure].together()
		if family == "" || f.Kind != publication.KindSummary || f.Value == nil || len(f.Period) != 4 || counted[month{family, f.Period, f.Area}] {
			continue
		}
		for m := 1; m <= 12; m++ {
			if h, ok := hidden[month{family, f.Period + "-" + strconv.Itoa(100 + m)[1:], f.Area}]; ok {
				a.find(RuleTogether, label(h), "%s of its year is shown: %v", f.Measure, *f.Value)
			}
		}
	}
}

// hiddenTogether finds a shown figure beside a hidden one that it is linked with.
// A hidden summary is no secret of its own: the others say more.
func (a *attacker) hiddenTogether(of []publication.Fact) {
	shown := slices.IndexFunc(of, func(f publication.Fact) bool { return f.Value != nil })
	hidden := slices.IndexFunc(of, func(f publication.Fact) bool {
		return f.Status == publication.Hidden && f.Kind != publication.KindSummary
	})
	if shown >= 0 && hidden >= 0 {
		a.find(RuleTogether, label(of[hidden]), "%s of the same place and time is shown: %v", of[shown].Measure, *of[shown].Value)
	}
}

// sibling looks for figures that another publication shows and this one hides,
// or the other way round. What a revision has come between is left to the joint
// equations, and so is a figure that an earlier publication shows and this one
// hides: it was corrected, or is hidden for another's sake. Its old value is known
// there; what is now may not be told.
func (a *attacker) sibling(p, other Publication) {
	facts := p.Facts
	before := other.Published != "" && other.Published < p.Published
	here, at := map[ref]publication.Fact{}, map[ref]publication.Fact{}
	for _, f := range facts {
		here[refOf(f)] = f
	}
	for _, f := range other.Facts {
		at[refOf(f)] = f
	}
	between := revised(here, at)
	for _, here := range facts {
		there, ok := at[refOf(here)]
		switch {
		case !ok || here.Status == publication.Hidden && between(refOf(here)):
		case before && here.Status == publication.Hidden && (there.Value != nil || there.Denominator != nil):
		case here.Status == publication.Hidden && there.Value != nil:
			a.find(RuleSibling, label(here), "hidden here, shown in %s: %v", other.Name, *there.Value)
		case here.Status == publication.Hidden && here.Denominator == nil && there.Denominator != nil:
			a.find(RuleSibling, label(here), "n is hidden here, shown in %s: %v", other.Name, *there.Denominator)
		case there.Status == publication.Hidden && here.Value != nil:
			a.find(RuleSibling, label(here), "shown here, hidden in %s: %v", other.Name, *here.Value)
		case there.Status == publication.Hidden && there.Denominator == nil && here.Denominator != nil:
			a.find(RuleSibling, label(here), "n is shown here, hidden in %s: %v", other.Name, *here.Denominator)
		}
	}
}

type factKey struct{ measure, level, area, division, category, period string }

func keyOf(f publication.Fact) factKey {
	return factKey{f.Measure, f.Level, f.Area, f.Division, f.Category, f.Period}
}
