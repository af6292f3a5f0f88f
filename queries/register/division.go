package register

import (
	"slices"
	"time"
)

// Division is the set of districts that were in force together.
type Division struct {
	// ID is its first day, for example 2007-01-01.
	ID       string
	From, To time.Time // To is zero while it is in force
	Areas    []Area    // its districts, in the register's order
}

// Divisions lists the city's divisions in the order of time. A division ends
// when any district begins or ends.
func (r *Register) Divisions() []Division {
	var starts []time.Time
	for _, a := range r.Areas {
		if a.Level != District {
			continue
		}
		starts = append(starts, a.From)
		if !a.To.IsZero() {
			starts = append(starts, a.To.AddDate(0, 0, 1))
		}
	}
	slices.SortFunc(starts, time.Time.Compare)
	starts = slices.Compact(starts)
	var out []Division
	for i, from := range starts {
		d := Division{ID: from.Format(time.DateOnly), From: from}
		if from.IsZero() {
			d.ID = ""
		}
		if i+1 < len(starts) {
			d.To = starts[i+1].AddDate(0, 0, -1)
		}
		for _, a := range r.Areas {
			if a.Level == District && a.InForce(from) {
				d.Areas = append(d.Areas, a)
			}
		}
		if len(d.Areas) > 0 {
			out = append(out, d)
		}
	}
	return out
}

// DivisionOn is the division in force on that day; false when there was none.
func (r *Register) DivisionOn(on time.Time) (Division, bool) {
	for _, d := range slices.Backward(r.Divisions()) {
		if !on.Before(d.From) && (d.To.IsZero() || !on.After(d.To)) {
			return d, true
		}
	}
	return Division{}, false
}

// Union is a district of one division that is made of whole districts of an
// earlier one, none of which bears its name.
type Union struct {
	// Division is the earlier one's id, In the later one's.
	Division, In string
	Area         string   // as it is called in the later division
	Of           []string // its parts in the earlier one, in the register's order
}

// Unions lists every district that is a pure union in some earlier division.
// A district that took in only a part of another, or that grew under its own
// name, is none: what it was cannot be added up.
func (r *Register) Unions() []Union {
	all := r.Divisions()
	var out []Union
	for i, later := range all {
		for _, earlier := range all[:i] {
			for _, a := range later.Areas {
				if parts, ok := r.partsOf(a.Name, earlier, later.From); ok {
					out = append(out, Union{earlier.ID, later.ID, a.Name, inOrder(earlier, parts)})
				}
			}
		}
	}
	return out
}

// partsOf are the districts of an earlier division that had merged into the
// area by that day.
func (r *Register) partsOf(area string, earlier Division, by time.Time) (parts []string, ok bool) {
	if earlier.Has(area) {
		return nil, false
	}
	for _, s := range r.Succession {
		if s.To != area || !s.Date.After(earlier.From) || s.Date.After(by) {
			continue
		}
		if s.Kind != Merged {
			return nil, false
		}
		if earlier.Has(s.From) {
			if r.grew(s.From, earlier.From, s.Date) {
				return nil, false
			}
			parts = append(parts, s.From)
			continue
		}
		more, whole := r.partsOf(s.From, earlier, s.Date.AddDate(0, 0, -1))
		if !whole {
			return nil, false
		}
		parts = append(parts, more...)
	}
	return parts, len(parts) > 0
}

// grew says whether anything was added to the district, under its own name,
// after one day and before another.
func (r *Register) grew(area string, after, before time.Time) bool {
	return slices.ContainsFunc(r.Succession, func(s Succession) bool {
		return s.To == area && s.Date.After(after) && s.Date.Before(before)
	})
}

// Has says whether the district is in the division.
func (d Division) Has(name string) bool {
	return slices.ContainsFunc(d.Areas, func(a Area) bool { return a.Name == name })
}

func inOrder(d Division, names []string) []string {
	var out []string
	for _, a := range d.Areas {
		if slices.Contains(names, a.Name) {
			out = append(out, a.Name)
		}
	}
	return out
}

// Related are the pairs of names of which one became the other, or a part of
// it, at any distance: figures for both count the same people.
func (r *Register) Related() [][2]string {
	var names []string
	for _, a := range r.Areas {
		if a.Level == District && !slices.Contains(names, a.Name) {
			names = append(names, a.Name)
		}
	}
	var out [][2]string
	for i, a := range names {
		for _, b := range names[:i] {
			if r.related(a, b) {
				out = append(out, [2]string{a, b})
			}
		}
	}
	return out
}

// related says whether one of the areas became the other, or a part of it.
func (r *Register) related(a, b string) bool {
	return r.became(a, b, time.Time{}) || r.became(b, a, time.Time{})
}

// became follows the successions from one area to another, forward in time.
func (r *Register) became(from, to string, after time.Time) bool {
	for _, s := range r.Succession {
		if s.From == from && s.Date.After(after) && (s.To == to || r.became(s.To, to, s.Date)) {
			return true
		}
	}
	return false
}
