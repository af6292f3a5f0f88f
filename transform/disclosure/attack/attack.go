//go:build duckdb_arrow

// Package attack is the reader who wishes to know what a publication hides.
//
// It promises to use nothing but published files: it takes the facts of a
// publication and of all that were published beside it, writes down every
// equation that holds between their figures, solves them together, and says of
// each hidden figure that can be worked out too closely what follows, and from
// which figures. It recomputes everything else that a publication shows from its
// facts alone, and reports each number in any file that does not follow.
//
// It reads publication folders and writes nothing there. It shares no code with
// the gate: both generate their equations from the definitions of the measures
// (publication.Measures), each by itself, so that each checks the other. Only
// the exact arithmetic of package audit is common to both.
//
// A file that cannot be read is an error; a kind of file that nobody has taught
// it to read is a finding.
package attack

import (
	"cmp"
	"fmt"
	"slices"

	"stadsdelskollen/queries/publication"
)

// Finding is something that a publication must not let a reader see.
type Finding struct {
	Rule  string // which attack found it: one of the Rule constants
	Where string // file, or the figure
	Text  string // what follows, and from which figures
}

func (f Finding) String() string { return f.Where + ": " + f.Text + " (" + f.Rule + ")" }

// The attacks, as Finding.Rule names them.
const (
	RuleSmall     = "small count"
	RuleSubtract  = "subtraction"
	RuleResidual  = "residuals"
	RuleBridge    = "bridges"
	RuleEquations = "all equations"
	RuleIntegers  = "whole numbers"
	RuleHierarchy = "hierarchy"
	RuleTime      = "sums over time"
	RulePair      = "pairs"
	RuleMedian    = "derived statistics"
	RuleUnlisted  = "unlisted sums"
	RuleUndecided = "undecided"
	RuleTogether  = "linked figures"
	RuleSigns     = "signs"
	RuleCases     = "order statistics"
	RuleShares    = "full shares"
	RuleStaff     = "staff"
	RuleAudience  = "audience"
	RuleUnit      = "unit"
	RuleFormats   = "formats"
	RuleUnread    = "unread files"
	RuleHash      = "hashes"
	RuleMetadata  = "metadata"
	RuleSibling   = "sibling publication"
	RuleGeography = "two divisions"
	RuleCarried   = "a median of merged cases"
	RuleRounding  = "rounding"
)

// What a reader takes for too small, or too close. They repeat the rules of the
// gate on purpose: a slip there is found here.
const (
	minCount   = 5  // people
	minCases   = 10 // behind a median
	minCasesP  = 50 // behind a 90th percentile
	minWorkers = 5
	// A household costs at least so many tkr in a month: kronor below five times
	// that are of fewer than five households.
	leastHomeCost = 3
)

// Publication is what a reader has of one publication.
type Publication struct {
	Name  string
	Facts []publication.Fact
	// Definitions say what adds to what; nil stands for publication.Measures.
	Definitions []Definition
	Succession  []publication.Succession
	// Groups are the fine categories of a published monthly group: by measure and
	// group.
	Groups map[[2]string][]string
	// Parts are the parts of the city that districts lie in, by area.
	Parts map[string]string
	// Guideline is N of "decided within N days"; nil where none is set.
	Guideline *int64
	// Published is when, as the database writes it; empty where nobody knows.
	Published string
	// RoundedTo is what its counts are said to be rounded to; 0: they are not.
	RoundedTo int64
	// Rule is what the publication says about its protection.
	Rule string
}

// Facts attacks the facts of a publication with the help of those of others.
// The findings come in a fixed order.
func Facts(p Publication, others ...Publication) []Finding {
	a := &attacker{}
	for _, f := range p.Facts {
		a.single(f, p.RoundedTo > 0)
	}
	a.together(p)
	a.shares(p)
	for _, o := range others {
		a.found = append(a.found, OtherDivision(p.Facts, o.Facts, o.Name)...)
		a.sibling(p, o)
	}
	all := append([]Publication{p}, others...)
	if p.RoundedTo > 0 {
		a.rounded(p)
		a.found = append(a.found, unpick(all)...)
	} else {
		a.latent(p)
	}
	s := newSystem(all)
	a.rests(s)
	a.found = append(a.found, s.solve()...)
	slices.SortStableFunc(a.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Where, b.Where), cmp.Compare(a.Text, b.Text))
	})
	return slices.Compact(a.found)
}

type attacker struct{ found []Finding }

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
