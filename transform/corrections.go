package transform

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"stadsdelskollen/queries/publication"
)

// Snapshot is what a publication told, as far as it can be corrected. All of it
// can be read from the publication's files.
type Snapshot struct {
	ID         string
	Facts      []publication.Fact
	Deliveries []publication.Delivery
	// Definitions holds a text for each indicator that changes when its
	// definition does: its SQL, or a hash of it.
	Definitions map[string]string
	// RoundedTo is what its counts are rounded to; 0: they are not.
	RoundedTo int64
}

// factKey names a published fact; place is the same without its division.
type factKey struct{ measure, level, area, division, category, period string }

func keyOf(f publication.Fact) factKey {
	return factKey{f.Measure, f.Level, f.Area, f.Division, f.Category, f.Period}
}

func (k factKey) place() factKey {
	k.division = ""
	return k
}

// Corrections says what a reader of before has to unlearn in now: every fact of
// before that now has another value, limits or status, or that is gone, and
// facts that came late to a period which before spoke of. A new period is no
// correction. What is hidden in now has no value in the answer, not even the one
// that before showed. It is a pure function, in the order of its key.
func Corrections(before, now Snapshot) []publication.Correction {
	d := diff{before: before, now: now, was: map[factKey]publication.Fact{}, is: map[factKey]publication.Fact{}, moved: map[factKey]factKey{},
		spoken: map[[2]string]bool{}, stood: map[[3]string]bool{}, divisions: map[[2]string]bool{}, receipts: map[int64]publication.Delivery{}}
	d.index()
	var out []publication.Correction
	for _, f := range now.Facts {
		k := keyOf(f)
		old, known := d.was[k]
		if from, moved := d.moved[k]; !known && moved {
			old, known = d.was[from], true
		}
		if c, changed := d.changed(old, known, f); changed {
			out = append(out, c)
		}
	}
	for _, old := range before.Facts {
		if c, gone := d.gone(old); gone {
			out = append(out, c)
		}
	}
	for name, text := range now.Definitions {
		if old, known := before.Definitions[name]; known && old != text {
			out = append(out, publication.Correction{Kind: publication.Redefinition, Indicator: name, Cause: publication.ByMethod})
		}
	}
	for i := range out {
		out[i].Publication, out[i].Since = now.ID, before.ID
	}
	slices.SortFunc(out, order)
	return out
}

// diff holds both sides by key.
type diff struct {
	before, now Snapshot
	was, is     map[factKey]publication.Fact
	// moved leads from a new key to the one of another division that it took
	// the place of.
	moved     map[factKey]factKey
	spoken    map[[2]string]bool // measures and periods that before spoke of
	stood     map[[3]string]bool // and the divisions that it told them in
	divisions map[[2]string]bool // measures and periods that now stand in another division besides
	receipts  map[int64]publication.Delivery
}

func (d *diff) index() {
	for _, f := range d.before.Facts {
		d.was[keyOf(f)] = f
		d.spoken[[2]string{f.Measure, f.Period}] = true
		if f.Level == publication.LevelDistrict {
			d.stood[[3]string{f.Measure, f.Period, f.Division}] = true
		}
	}
	for _, f := range d.now.Facts {
		d.is[keyOf(f)] = f
	}
	for _, r := range d.now.Deliveries {
		d.receipts[r.Receipt] = r
	}
	lost := map[factKey]factKey{}
	for _, f := range d.before.Facts {
		if k := keyOf(f); !has(d.is, k) {
			lost[k.place()] = k
		}
	}
	for _, f := range d.now.Facts {
		k := keyOf(f)
		if from, ok := lost[k.place()]; ok && !has(d.was, k) {
			d.moved[k] = from
		}
		if t := [2]string{f.Measure, f.Period}; d.spoken[t] && d.redivided(f) {
			d.divisions[t] = true
		}
	}
}

// redivided says whether a district's fact stands in a division in which before
// told nothing of its measure and period.
func (d *diff) redivided(f publication.Fact) bool {
	return f.Level == publication.LevelDistrict && !d.stood[[3]string{f.Measure, f.Period, f.Division}]
}

// changed compares a fact with the one that stood in its place.
func (d *diff) changed(old publication.Fact, known bool, f publication.Fact) (publication.Correction, bool) {
	c := correction(f)
	c.AfterStatus = f.Status
	if !known {
		c.Kind, c.Cause, c.Receipt = publication.Added, d.lateCause(f), f.Receipt
		late := d.spoken[[2]string{f.Measure, f.Period}] && f.Status != publication.NotDelivered && !d.redivided(f)
		if late && f.Status != publication.Hidden {
			c.After, c.AfterDenominator = f.Value, denominator(f)
		}
		return c, late
	}
	if d.byRule(old, f) {
		return c, false
	}
	c.BeforeStatus, c.Receipt, c.Replaced = old.Status, f.Receipt, old.Receipt
	hidden := f.Status == publication.Hidden
	switch {
	case hidden && old.Status == publication.Hidden:
		return c, false
	case hidden && old.Status == publication.NotDelivered:
		c.Kind = publication.Added
	case hidden:
		c.Kind = publication.NowHidden
	case old.Status == publication.Hidden:
		c.Kind = publication.NowShown
	case old.Value == nil && f.Value != nil:
		c.Kind = publication.Added
	case old.Value != nil && f.Value == nil:
		c.Kind = publication.Withdrawn
	case !same(old.Value, f.Value) || !same(denominator(old), denominator(f)) || old.Value == nil && old.Status != f.Status:
		c.Kind = publication.Revised
	case !same(old.Lower, f.Lower) || !same(old.Upper, f.Upper) || !sameCount(old.N, f.N):
		c.Kind = publication.Interval
	default:
		return c, false
	}
	c.Cause = d.cause(old, f, c.Kind)
	if c.Cause == publication.ByProtection || c.Cause == publication.ByMethod {
		c.Replaced = nil
	}
	if !hidden {
		c.Before, c.BeforeDenominator, c.After, c.AfterDenominator = old.Value, denominator(old), f.Value, denominator(f)
	}
	return c, true
}

// gone is the correction of a fact that has no row any more. Its value is told
// where a delivery took it back; a row may also be gone to protect others.
func (d *diff) gone(old publication.Fact) (publication.Correction, bool) {
	k := keyOf(old)
	if d.now.RoundedTo != d.before.RoundedTo && trueMean(old) || has(d.is, k) || old.Status == publication.NotDelivered {
		return publication.Correction{}, false
	}
	for _, from := range d.moved {
		if from == k {
			return publication.Correction{}, false
		}
	}
	c := correction(old)
	c.Kind, c.BeforeStatus, c.AfterStatus, c.Replaced = publication.Withdrawn, old.Status, publication.NotDelivered, old.Receipt
	switch by := d.replacing(old); {
	case d.divisions[[2]string{old.Measure, old.Period}] && old.Level == publication.LevelDistrict:
		c.Cause = publication.ByDivision
	case by != nil:
		c.Cause, c.Receipt = publication.ByReplacement, by
		if old.Status != publication.Hidden {
			c.Before, c.BeforeDenominator = old.Value, denominator(old)
		}
	case old.Receipt != nil && !d.kept(*old.Receipt):
		c.Cause = publication.ByRetention
	default:
		c.Cause, c.Replaced = publication.ByMethod, nil
	}
	return c, true
}

func (d *diff) kept(receipt int64) bool {
	_, ok := d.receipts[receipt]
	return ok
}

// replacing is the newest delivery that corrects the one behind a fact and
// speaks of its period, and that before did not know.
func (d *diff) replacing(old publication.Fact) *int64 {
	if old.Receipt == nil {
		return nil
	}
	var by *int64
	for _, r := range d.now.Deliveries {
		if r.Replaces != nil && *r.Replaces >= *old.Receipt && r.Receipt > *old.Receipt && r.First <= old.Period && old.Period <= r.Last && !d.knew(r.Receipt) &&
			d.receipts[*old.Receipt].Feed == r.Feed {
			by = &r.Receipt
		}
	}
	return by
}

func (d *diff) knew(receipt int64) bool {
	return slices.ContainsFunc(d.before.Deliveries, func(r publication.Delivery) bool { return r.Receipt == receipt })
}

// cause says why a fact changed.
func (d *diff) cause(old, f publication.Fact, kind string) string {
	switch {
	case old.Division != f.Division:
		return publication.ByDivision
	case f.Receipt != nil && (old.Receipt == nil || *old.Receipt != *f.Receipt):
		return d.lateCause(f)
	case f.Receipt == nil && old.Receipt != nil && !d.kept(*old.Receipt):
		return publication.ByRetention
	case f.Receipt == nil && old.Receipt != nil && d.replacing(old) != nil:
		return publication.ByReplacement
	case kind == publication.NowHidden || kind == publication.NowShown:
		return publication.ByProtection
	}
	return publication.ByMethod
}

// lateCause says whether the delivery behind a fact replaced an earlier one or
// came beside it.
func (d *diff) lateCause(f publication.Fact) string {
	switch {
	case f.Receipt == nil || d.knew(*f.Receipt):
		return publication.ByMethod
	case d.receipts[*f.Receipt].Replaces != nil:
		return publication.ByReplacement
	}
	return publication.ByDelivery
}

// Carry is the memory that a publication takes over from the one before it: the
// corrections that one told, without the values of what now hides or, but for
// what was withdrawn, no longer has.
func Carry(told []publication.Correction, now []publication.Fact) []publication.Correction {
	status := map[factKey]string{}
	for _, f := range now {
		if k := keyOf(f).place(); status[k] != publication.Hidden {
			status[k] = f.Status
		}
	}
	out := slices.Clone(told)
	for i := range out {
		c := &out[i]
		s, stands := status[factKey{c.Measure, c.Level, c.Area, "", c.Category, c.Period}]
		if s == publication.Hidden || !stands && c.Kind != publication.Withdrawn {
			c.Before, c.After, c.BeforeDenominator, c.AfterDenominator = nil, nil, nil, nil
		}
	}
	return out
}

func correction(f publication.Fact) publication.Correction {
	return publication.Correction{Measure: f.Measure, Level: f.Level, Area: f.Area, Division: f.Division, Category: f.Category, Period: f.Period, Unit: f.Unit}
}

// denominator is a pair's n; what else has a denominator is a share whose value
// says it all.
func denominator(f publication.Fact) *float64 {
	if f.Kind != publication.KindPair {
		return nil
	}
	return f.Denominator
}

// same compares as publications store: with three decimals.
func same(a, b *float64) bool {
	return a == b || a != nil && b != nil && math.Abs(*a-*b) < 0.0005
}

func sameCount(a, b *int64) bool { return a == b || a != nil && b != nil && *a == *b }

func order(a, b publication.Correction) int {
	return cmp.Or(strings.Compare(a.Indicator, b.Indicator), strings.Compare(a.Measure, b.Measure), strings.Compare(b.Period, a.Period),
		strings.Compare(a.Category, b.Category), strings.Compare(a.Division, b.Division), strings.Compare(a.Level, b.Level), strings.Compare(a.Area, b.Area))
}

func has(m map[factKey]publication.Fact, k factKey) bool {
	_, ok := m[k]
	return ok
}
