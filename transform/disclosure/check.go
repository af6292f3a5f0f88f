//go:build duckdb_arrow

package disclosure

import (
	"errors"
	"fmt"
	"math"

	"stadsdelskollen/queries/ledger"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
)

// maxFaults bounds how many faults of one kind a message lists.
const maxFaults = 20

// check refuses what the rules were not made for.
func (g *gate) check(earlier []ledger.Table) error {
	var faults []error
	seen := map[ledger.Hiding]bool{}
	division := map[[2]string]string{}
	for _, t := range earlier {
		k := [2]string{t.Measure, t.Period}
		// A median in a later division was shown only beside those of the time.
		if d, ok := division[k]; ok && defined[t.Measure].Kind == publication.KindSummary && d < t.Division {
			continue
		}
		division[k] = t.Division
	}
	for i, f := range g.base {
		if err := checkFact(f); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", cellName(f), err))
		}
		if k := g.key(i, ledger.Value); seen[k] {
			faults = append(faults, fmt.Errorf("%s: stands twice", cellName(f)))
		} else {
			seen[k] = true
		}
		// One exception to one division for each period: a median over the cases
		// of visible parts. It does not add, so nothing can be subtracted from it;
		// checkCarried and protectCarried hold it to that.
		if f.Level != register.District || f.Kind == publication.KindPublic || carried(f) {
			continue
		}
		t := [2]string{f.Measure, f.Period}
		if d, ok := division[t]; ok && d != f.Division {
			faults = append(faults, fmt.Errorf("%s: in division %s, but the same period is published in %s", cellName(f), f.Division, d))
		}
		division[t] = f.Division
	}
	faults = append(faults, g.checkCarried()...)
	if n := len(faults); n > maxFaults {
		faults = append(faults[:maxFaults], fmt.Errorf("and %d more", n-maxFaults))
	}
	return errors.Join(faults...)
}

func checkFact(f warehouse.BaseFact) error {
	def, known := defined[f.Measure]
	protected := known && def.Kind != publication.KindPublic
	switch {
	case f.Kind == publication.KindPublic && protected:
		return fmt.Errorf("published statistics may not bear the name of a protected measure")
	case f.Kind == publication.KindPublic:
		return nil
	case !protected:
		return fmt.Errorf("no rule of protection for this measure (kind %s)", f.Kind)
	case def.Kind != f.Kind:
		return fmt.Errorf("kind %s, want %s", f.Kind, def.Kind)
	case f.Category != "" && def.OverCategories != publication.AddsYes && f.Kind != publication.KindSummary:
		return fmt.Errorf("no rule of protection for categories of this measure")
	case f.Level == register.District && f.Division == "":
		return fmt.Errorf("a district without a division")
	}
	if !visible(f.Status) {
		if f.Status != publication.NotDelivered && f.Status != publication.NotApplicable && f.Status != publication.Hidden {
			return fmt.Errorf("status %s is none of a base fact", f.Status)
		}
		if f.Value != nil {
			return fmt.Errorf("status %s with a value", f.Status)
		}
		return nil
	}
	switch f.Kind {
	case publication.KindCount:
		return count(f.Value)
	case publication.KindPair:
		if err := errors.Join(count(f.Value), count(f.Denominator)); err != nil {
			return err
		}
		if *f.Value > *f.Denominator {
			return fmt.Errorf("%v of %v", *f.Value, *f.Denominator)
		}
		return nil
	case publication.KindSummary:
		if f.Value == nil || f.N == nil {
			return errors.New("a summary without value or number of cases")
		}
		return nil
	}
	if f.Value == nil {
		return fmt.Errorf("status %s without a value", f.Status)
	}
	return nil
}

func count(v *float64) error {
	switch {
	case v == nil:
		return errors.New("a count is missing")
	case *v < 0 || *v != math.Trunc(*v) || *v >= 1<<53:
		return fmt.Errorf("%v is not a count", *v)
	}
	return nil
}
