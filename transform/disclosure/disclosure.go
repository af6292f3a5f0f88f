//go:build duckdb_arrow

// Package disclosure is the gate: the only reader of the warehouse's base facts
// that writes a publication, and the only place where a figure is hidden.
//
// It promises, for every figure that it hides from the public, two complete
// worlds of whole numbers that agree with everything published, now and before,
// and yet differ in that figure by at least five, one of them being at least five
// (kronor: 15 percent; SDC.md sections 7 and 8). What was hidden once stays hidden.
// The internal audience gets every figure unchanged, those of deciding units
// too, which the public never gets; but none of a unit with few case workers.
//
// It reads base_fact and the ledger, and writes publication.duckdb and the
// ledger. It refuses to publish (ErrRefused) a measure that has no definition,
// a figure that cannot be a count, two divisions of one period (but for medians
// over the cases of whole former districts), people who would be published twice,
// what it cannot prove by showing less, and anything that its own attack finds
// fault with.
package disclosure

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
)

// ErrRefused says that the gate did not let a publication through.
var ErrRefused = errors.New("the gate refuses to publish")

// Measures whose figures bound each other beyond what their definitions say.
const (
	households = "hushall"
	reasons    = "vuxna_hinder"
	withinDays = "beslut_inom_riktlinje"
	medianDays = "handlaggningstid_median"
)

// defined are the measures by name. A measure without a definition is refused,
// unless it is published statistics of others.
var defined = func() map[string]publication.Measure {
	out := map[string]publication.Measure{}
	for _, m := range publication.Measures() {
		out[m.Name] = m
	}
	return out
}()

// Setting is what Protect goes by besides facts and the past.
type Setting struct {
	Rules      Rules
	Groups     []Group           // nil: DefaultGroups
	Unions     []register.Union  // districts made of whole former ones
	PartOf     map[string]string // the part of the city that a district belongs to
	Succession []register.Succession
	Patterns   int // how many small counts are tried for what their pattern tells; 0: none
}

// Known is what earlier publications have shown and hidden.
type Known struct {
	Hidden []ledger.Hiding
	Tables []ledger.Table
	Shown  []ledger.Shown
	Proofs map[string]ledger.Proof // by fingerprint
	// Rounded says that some publication told counts rounded.
	Rounded bool
	Told    []ledger.Told // by rounded publications
}

// Protected is what may be published, and what to remember.
type Protected struct {
	Facts   []publication.Fact
	Hidden  []ledger.Hiding
	Grouped []publication.Grouped
	Proofs  []ledger.Proof // those that were not known
	// Inferable are small counts that one who knows the code could tell from the
	// pattern; for the operator only.
	Inferable []ledger.Hiding
}

// gate is one run of Protect: published facts at the indices of the base facts.
type gate struct {
	set        Setting
	steps      protections
	base       []warehouse.BaseFact
	out        []publication.Fact
	known      map[ledger.Hiding]bool
	whole      map[ledger.Hiding]bool // categories hidden for all areas
	shown      map[ledger.Hiding][]float64
	hidden     map[ledger.Hiding]bool
	fine       map[ledger.Hiding]int64 // what groups are made of
	ownFacts   map[placed]int
	homes      map[placed]float64 // households, as they are
	toldBefore map[ledger.Hiding][]ledger.Told
	families   [][]int
	system
}

// Protect drops the figures of units, tells reasons in groups and by year, and
// hides what must not be seen. It is a pure function: the same facts and the
// same past give the same publication, in the order of base_fact.
func Protect(facts []warehouse.BaseFact, known Known, set Setting) (Protected, error) {
	return protectWith(facts, known, set, everything())
}

func protectWith(facts []warehouse.BaseFact, known Known, set Setting, steps protections) (Protected, error) {
	if set.Groups == nil {
		set.Groups = DefaultGroups()
	}
	if err := set.Rules.check(); err != nil {
		return Protected{}, errors.Join(ErrRefused, err)
	}
	if known.Rounded && !set.Rules.rounds() {
		return Protected{}, fmt.Errorf("%w: publications have told counts rounded, and what is known so closely cannot be hidden afterwards: keep to rounding ([skydd] regel)", ErrRefused)
	}
	g := &gate{set: set, steps: steps, known: map[ledger.Hiding]bool{}, whole: map[ledger.Hiding]bool{}, shown: map[ledger.Hiding][]float64{}, hidden: map[ledger.Hiding]bool{}, fine: map[ledger.Hiding]int64{}}
	for _, h := range known.Hidden {
		g.known[h] = true
		if h.Area == ledger.AllAreas {
			g.whole[ledger.Hiding{Measure: h.Measure, Category: h.Category, Period: h.Period}] = true
		}
	}
	for _, s := range known.Shown {
		if s.RoundedTo == 0 {
			g.shown[s.Hiding] = append(g.shown[s.Hiding], s.Figure)
		}
	}
	g.toldBefore = map[ledger.Hiding][]ledger.Told{}
	for _, r := range known.Told {
		g.toldBefore[r.Hiding] = append(g.toldBefore[r.Hiding], r)
	}
	base := withoutUnits(facts)
	sortFacts(base)
	var grouped []publication.Grouped
	g.base, grouped = g.design(base)
	if set.Rules.rounds() && steps.means {
		g.base = withoutMeans(g.base)
	}
	sortFacts(g.base)
	g.homes = g.homesByPlace()
	if err := g.check(known.Tables); err != nil {
		return Protected{}, errors.Join(ErrRefused, err)
	}
	for _, f := range g.base {
		g.out = append(g.out, crossing(f))
	}
	if err := g.build(); err != nil {
		return Protected{}, errors.Join(ErrRefused, err)
	}
	g.ownFacts = g.own()
	proofs, err := g.prove(known.Proofs)
	if err != nil {
		return Protected{}, err
	}
	inferable, err := g.inferable()
	if err != nil {
		return Protected{}, err
	}
	g.show()
	return Protected{Facts: g.out, Hidden: sorted(g.hidden), Grouped: grouped, Proofs: proofs, Inferable: inferable}, nil
}

// Pass is Protect for the internal audience: every figure, unchanged, but those
// of units with few case workers; months by every reason, and the year.
func Pass(facts []warehouse.BaseFact, set Setting) []publication.Fact {
	facts = append(slices.Clone(facts), set.years(facts)...)
	sortFacts(facts)
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

func sortFacts(facts []warehouse.BaseFact) {
	order := func(a, b warehouse.BaseFact) int {
		return cmp.Or(cmp.Compare(a.Measure, b.Measure), cmp.Compare(a.Period, b.Period), cmp.Compare(a.Division, b.Division),
			cmp.Compare(a.Level, b.Level), cmp.Compare(a.Area, b.Area), cmp.Compare(a.Category, b.Category))
	}
	if !slices.IsSortedFunc(facts, order) {
		slices.SortStableFunc(facts, order)
	}
}

func (g *gate) key(i int, column string) ledger.Hiding {
	f := g.base[i]
	return ledger.Hiding{Measure: f.Measure, Level: f.Level, Area: f.Area, Division: f.Division, Category: f.Category, Period: f.Period, Column: column}
}

// knows says whether a cell was hidden in an earlier publication, by itself or
// as one of a whole category or table.
func (g *gate) knows(i int, column string) bool {
	k := g.key(i, column)
	if g.known[k] {
		return true
	}
	if k.Category == "" || column != ledger.Value {
		return false
	}
	return g.whole[ledger.Hiding{Measure: k.Measure, Category: k.Category, Period: k.Period}] ||
		g.whole[ledger.Hiding{Measure: k.Measure, Category: ledger.AllCategory, Period: k.Period}]
}

// saw says whether an earlier publication showed this very figure.
func (g *gate) saw(i int, column string, figure float64) bool {
	return slices.Contains(g.shown[g.key(i, column)], figure)
}

func visible(status string) bool {
	switch status {
	case publication.OK, publication.Delivered, publication.Preliminary:
		return true
	}
	return false
}

func sorted(set map[ledger.Hiding]bool) []ledger.Hiding {
	return slices.SortedFunc(maps.Keys(set), compareKeys)
}

// cellName names a cell for the operator.
func cellName(f warehouse.BaseFact) string {
	name := fmt.Sprintf("%s, %s, %s", f.Measure, f.Area, f.Period)
	if f.Category != "" {
		name += ", " + f.Category
	}
	return name
}

// isP90 says whether a summary is a 90th percentile, by its name.
func isP90(measure string) bool { return strings.HasSuffix(measure, "_p90") }
