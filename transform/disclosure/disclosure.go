//go:build duckdb_arrow

// Package disclosure is the gate: the only reader of the warehouse's base facts
// that writes a publication, and the only place where a figure is hidden.
//
// It promises, for every count that it hides from the public, that the figures
// published with it leave room for at least five whole numbers' width and for a
// number of five or more (SDC.md section 13, the crude gate that is safe by
// construction), and that what was hidden once stays hidden. The internal
// audience gets every figure unchanged, those of deciding units too, which the
// public never gets; but none of a unit with fewer than five case workers.
//
// It reads base_fact and the ledger, and writes publication.duckdb and the
// ledger. It refuses to publish (ErrRefused) a measure that it has no rule for,
// a figure that cannot be a count, two divisions of one period (but for the medians of carried.go), people who would
// be published twice, and anything that its own attack finds fault with. What it cannot show safely it hides.
package disclosure

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/warehouse"
)

// ErrRefused says that the gate did not let a publication through.
var ErrRefused = errors.New("the gate refuses to publish")

const (
	// MinCount is the smallest count that is shown. Zero is hidden as well: a
	// printed zero would say that a hidden count is at least one.
	MinCount = 5
	// MinCases is the smallest number of cases behind a published median.
	MinCases = 10
	// MinBeyond is the smallest number of cases beyond a published limit.
	MinBeyond = 5
	// Rule is what the method page names.
	Rule = "Antal under fem döljs, liksom de uppgifter som annars skulle avslöja dem (enkel regel: samma hinder döljs för alla områden en månad)."
)

// Measures that the gate has rules for, and the relations that hold for them.
const (
	households    = "hushall"
	cost          = "kostnad_tkr"
	costPerHome   = "kostnad_per_hushall"
	reasons       = "vuxna_hinder"
	withinDays    = "beslut_inom_riktlinje"
	medianDays    = "handlaggningstid_median"
	maxHomeCost   = 12.0 // tkr that a household may be thought to receive in a month
	roundingOfTkr = 0.5  // tkr, of one delivered cost
)

// kinds is the kind of each protected measure. A measure that is neither here
// nor published statistics of others is refused.
var kinds = map[string]string{
	households:  publication.KindCount,
	cost:        publication.KindAmount,
	costPerHome: publication.KindDelivered,
	reasons:     publication.KindCount,
	withinDays:  publication.KindPair,
	medianDays:  publication.KindSummary,
}

// Known is what earlier publications have shown and hidden.
type Known struct {
	Hidden []ledger.Hiding
	Tables []ledger.Table
}

// Protected is what may be published, and the pattern to remember.
type Protected struct {
	Facts  []publication.Fact
	Hidden []ledger.Hiding
}

// gate is one run of Protect: published facts at the indices of the base facts.
type gate struct {
	base   []warehouse.BaseFact
	out    []publication.Fact
	known  map[ledger.Hiding]bool
	shown  map[ledger.Table]bool // tables whose categories have been shown
	hidden map[ledger.Hiding]bool
}

// Protect drops the figures of units and hides what must not be seen. It is a pure function: the same facts and
// the same past give the same publication, in the order of the facts.
func Protect(facts []warehouse.BaseFact, known Known) (Protected, error) {
	facts = withRules(withoutUnits(facts))
	g := &gate{base: facts, known: map[ledger.Hiding]bool{}, shown: map[ledger.Table]bool{}, hidden: map[ledger.Hiding]bool{}}
	for _, h := range known.Hidden {
		g.known[h] = true
	}
	for _, t := range known.Tables {
		g.shown[t] = t.Categories
	}
	if err := g.check(known.Tables); err != nil {
		return Protected{}, errors.Join(ErrRefused, err)
	}
	for _, f := range facts {
		g.out = append(g.out, crossing(f))
	}
	var faults []error
	for _, t := range g.tables(reasons) {
		faults = append(faults, g.protectTable(t))
	}
	for _, t := range g.tables(households, cost, costPerHome) {
		g.protectCosts(t)
	}
	for _, t := range g.tables(withinDays, medianDays) {
		g.protectCohort(t)
	}
	for i := range g.out {
		if g.knows(i, ledger.Value) {
			g.hide(i)
		}
	}
	g.protectCarried()
	if err := errors.Join(faults...); err != nil {
		return Protected{}, errors.Join(ErrRefused, err)
	}
	return Protected{Facts: g.out, Hidden: sorted(g.hidden)}, nil
}

// Pass is Protect for the internal audience: every figure, unchanged, but those
// of units with few case workers.
func Pass(facts []warehouse.BaseFact) []publication.Fact {
	hidden := fewWorkers(facts)
	var out []publication.Fact
	for i, f := range facts {
		p := crossing(f)
		if hidden[i] {
			p.Value, p.Denominator, p.Lower, p.Upper, p.N, p.Status = nil, nil, nil, nil, nil, publication.Hidden
		}
		out = append(out, p)
	}
	return out
}

// crossing is a base fact with the columns that its kind has, and no others.
func crossing(f warehouse.BaseFact) publication.Fact {
	p := publication.Fact{Measure: f.Measure, Kind: f.Kind, Level: f.Level, Area: f.Area, Division: f.Division,
		Category: f.Category, Period: f.Period, Value: f.Value, Unit: f.Unit, Status: f.Status, Source: f.Source, Receipt: f.Receipt}
	switch f.Kind {
	case publication.KindPair, publication.KindPublic:
		p.Denominator = f.Denominator
	case publication.KindSummary:
		p.Lower, p.Upper = f.Lower, f.Upper
		if !carried(f) {
			p.N = f.N
		}
	}
	return p
}

// table is what a rule looks at together: one or more measures of one period.
type table struct {
	period   string
	division string
	indices  []int
}

func (g *gate) tables(measures ...string) []table {
	byPeriod := map[string]*table{}
	for i, f := range g.base {
		if !slices.Contains(measures, f.Measure) || f.Kind == publication.KindPublic {
			continue
		}
		t := byPeriod[f.Period]
		if t == nil {
			t = &table{period: f.Period}
			byPeriod[f.Period] = t
		}
		t.division = cmp.Or(t.division, f.Division)
		t.indices = append(t.indices, i)
	}
	var out []table
	for _, period := range slices.Sorted(maps.Keys(byPeriod)) {
		out = append(out, *byPeriod[period])
	}
	return out
}

func (g *gate) key(i int, column string) ledger.Hiding {
	f := g.base[i]
	return ledger.Hiding{Measure: f.Measure, Level: f.Level, Area: f.Area, Division: f.Division, Category: f.Category, Period: f.Period, Column: column}
}

// knows says whether a cell was hidden in an earlier publication.
func (g *gate) knows(i int, column string) bool { return i >= 0 && g.known[g.key(i, column)] }

// hide hides a cell that somebody delivered; one that nobody delivered stays
// what it is.
func (g *gate) hide(i int) {
	if i < 0 || g.base[i].Status == publication.NotDelivered {
		return
	}
	p := &g.out[i]
	p.Status = publication.Hidden
	p.Value, p.Lower, p.Upper, p.N = nil, nil, nil, nil
	if p.Kind != publication.KindPair {
		p.Denominator = nil
	}
	g.hidden[g.key(i, ledger.Value)] = true
}

// hideAll hides a pair's n with its x, and any other cell as hide does.
func (g *gate) hideAll(i int) {
	if i < 0 || g.base[i].Status == publication.NotDelivered {
		return
	}
	g.hide(i)
	if g.out[i].Kind == publication.KindPair {
		g.out[i].Denominator = nil
		g.hidden[g.key(i, ledger.Denominator)] = true
	}
}

func visible(status string) bool {
	switch status {
	case publication.OK, publication.Delivered, publication.Preliminary:
		return true
	}
	return false
}

func sorted(set map[ledger.Hiding]bool) []ledger.Hiding {
	return slices.SortedFunc(maps.Keys(set), func(a, b ledger.Hiding) int {
		return cmp.Or(cmp.Compare(a.Measure, b.Measure), cmp.Compare(a.Period, b.Period), cmp.Compare(a.Division, b.Division),
			cmp.Compare(a.Level, b.Level), cmp.Compare(a.Area, b.Area), cmp.Compare(a.Category, b.Category), cmp.Compare(a.Column, b.Column))
	})
}

// cellName names a cell for the operator.
func cellName(f warehouse.BaseFact) string {
	name := fmt.Sprintf("%s, %s, %s", f.Measure, f.Area, f.Period)
	if f.Category != "" {
		name += ", " + f.Category
	}
	return name
}
