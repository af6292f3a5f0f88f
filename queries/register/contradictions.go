package register

import (
	"fmt"
	"slices"
	"time"
)

// contradictions are the faults that no row has by itself: what the files say
// of each other.
func (l *loader) contradictions() []error {
	var faults []error
	at := func(file string, line int, format string, args ...any) {
		faults = append(faults, fmt.Errorf("%s:%d: %s", file, line, fmt.Sprintf(format, args...)))
	}
	l.checkAreas(at)
	l.checkSuccession(at)
	l.checkChanges(at)
	l.checkUnits(at)
	for i, e := range l.Events {
		if e.Area != "" && len(l.named(e.Area)) == 0 {
			at("handelser.csv", l.eventLine[i], "unknown area %q", e.Area)
		}
	}
	return faults
}

type report func(file string, line int, format string, args ...any)

// checkAreas sees that a name and a code mean one area on any day, and that
// the part of the city is known.
func (l *loader) checkAreas(at report) {
	for i, a := range l.Areas {
		for _, b := range l.Areas[:i] {
			if !overlap(a.From, a.To, b.From, b.To) {
				continue
			}
			if key(a.Name) == key(b.Name) {
				at("stadsdelar.csv", l.areaLine[i], "%s stands twice for the same days", a.Name)
			} else if a.Code != "" && a.Code == b.Code {
				at("stadsdelar.csv", l.areaLine[i], "%s and %s have the code %s on the same days", a.Name, b.Name, a.Code)
			}
		}
		if a.PartOf != "" && !slices.ContainsFunc(l.Areas, func(p Area) bool { return p.Level == Part && p.Name == a.PartOf }) {
			at("stadsdelar.csv", l.areaLine[i], "%s lies in %q, which is no area of niva %s", a.Name, a.PartOf, Part)
		}
		if !a.StatisticsFrom.IsZero() && a.StatisticsFrom.After(a.From) {
			at("stadsdelar.csv", l.areaLine[i], "%s: statistik_fran is later than giltig_fran", a.Name)
		}
		if !a.StatisticsTo.IsZero() && (a.To.IsZero() || a.StatisticsTo.Before(a.To)) {
			at("stadsdelar.csv", l.areaLine[i], "%s: statistik_till is earlier than giltig_till", a.Name)
		}
	}
}

// checkSuccession sees that both areas are districts, the predecessor ends on
// the day before (unless it only ceded a part), and the successor is there.
func (l *loader) checkSuccession(at report) {
	for i, s := range l.Succession {
		line := l.successionLine[i]
		for _, name := range []string{s.From, s.To} {
			if len(l.named(name)) == 0 {
				at("succession.csv", line, "unknown area %q", name)
			}
		}
		before := s.Date.AddDate(0, 0, -1)
		if from := l.named(s.From); len(from) > 0 && !slices.ContainsFunc(from, func(a Area) bool {
			return a.InForce(before) && (s.Kind == Ceded) == a.InForce(s.Date)
		}) {
			at("succession.csv", line, "%s does not end on %s, the day before", s.From, before.Format(time.DateOnly))
		}
		if to := l.named(s.To); len(to) > 0 && !slices.ContainsFunc(to, func(a Area) bool { return a.InForce(s.Date) }) {
			at("succession.csv", line, "%s is not in force on %s", s.To, s.Date.Format(time.DateOnly))
		}
	}
}

// checkChanges sees that each district that begins after the first division, or
// that ends, is in succession.csv on that day.
func (l *loader) checkChanges(at report) {
	var first time.Time
	if all := l.Divisions(); len(all) > 0 {
		first = all[0].From
	}
	in := func(pick func(Succession) string, name string, on time.Time) bool {
		return slices.ContainsFunc(l.Succession, func(s Succession) bool { return pick(s) == name && s.Date.Equal(on) })
	}
	for i, a := range l.Areas {
		if a.Level != District {
			continue
		}
		if a.From.After(first) && !in(func(s Succession) string { return s.To }, a.Name, a.From) {
			at("stadsdelar.csv", l.areaLine[i], "%s begins on %s, and succession.csv does not say of what", a.Name, a.From.Format(time.DateOnly))
		}
		if a.To.IsZero() {
			continue
		}
		if end := a.To.AddDate(0, 0, 1); !in(func(s Succession) string { return s.From }, a.Name, end) {
			at("stadsdelar.csv", l.areaLine[i], "%s ends on %s, and succession.csv does not say what it became", a.Name, a.To.Format(time.DateOnly))
		}
	}
}

// checkUnits sees that a unit's district is one while the unit decides for it,
// that no two units decide in the same for it, and that a unit without a
// district is an area outside them.
func (l *loader) checkUnits(at report) {
	for i, u := range l.Units {
		line := l.unitLine[i]
		if u.District == "" {
			if !slices.ContainsFunc(l.named(u.Name), func(a Area) bool { return a.Level == Outside }) {
				at("enheter.csv", line, "%s has no stadsdel and is no area of niva %s", u.Name, Outside)
			}
			continue
		}
		if !slices.ContainsFunc(l.named(u.District), func(a Area) bool {
			return a.Level == District && overlap(a.From, a.To, u.From, u.To)
		}) {
			at("enheter.csv", line, "%s decides for %q, which is no district then", u.Name, u.District)
		}
		for _, v := range l.Units[:i] {
			if v.District == u.District && v.Task == u.Task && overlap(v.From, v.To, u.From, u.To) {
				at("enheter.csv", line, "%s and %s both decide in %s for %s", v.Name, u.Name, u.Task, u.District)
			}
		}
	}
}

// named are the rows of that very name.
func (r *Register) named(name string) []Area {
	var out []Area
	for _, a := range r.Areas {
		if a.Name == name {
			out = append(out, a)
		}
	}
	return out
}

// overlap says whether two spans of days have one in common; a zero bound is open.
func overlap(from, to, otherFrom, otherTo time.Time) bool {
	return (to.IsZero() || !otherFrom.After(to)) && (otherTo.IsZero() || !from.After(otherTo))
}
