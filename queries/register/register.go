// Package register knows the areas of a city, when each of them existed, what
// became of it, and which units decide for it. It reads the CSV files of a
// workspace's reference folder and answers: which area does a name mean on a
// given day, which districts made up the city on that day, and which former
// districts make up a later one.
//
// It guesses nothing: a name that it does not know is refused with the nearest
// known ones, and a folder that contradicts itself with every fault, by file
// and line. No city is written into it; Stockholm's files are only shipped.
package register

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"time"
)

// The levels of an area.
const (
	District = "stadsdel" // a district with a board of its own
	City     = "stad"     // the whole city
	Outside  = "utanfor"  // a unit that serves people outside every district
	Part     = "del"      // a part of the city that holds several districts
)

// The kinds of a succession.
const (
	Merged = "sammanslagen" // the predecessor went whole into the successor
	Split  = "delad"        // the predecessor ended, and a part of it went there
	Ceded  = "del"          // the predecessor goes on without the part that went there
)

// Area is one row of stadsdelar.csv: an area for as long as it existed.
type Area struct {
	Name, Code, Level string
	// PartOf is the part of the city that a district lies in, or empty.
	PartOf string
	// From and To are its first and last day; zero where unknown or open.
	From, To time.Time
	// StatisticsFrom and StatisticsTo are the days between which producers of
	// statistics speak of it, where those reach beyond its own; else zero.
	StatisticsFrom, StatisticsTo time.Time
	// Row and Column place its tile on the map; both -1 when it has none.
	Row, Column int
	// Source says where the row was read.
	Source string
}

// InForce says whether the area exists on that day.
func (a Area) InForce(on time.Time) bool { return within(on, a.From, a.To) }

// InStatistics says whether figures for that day may speak of the area: it
// exists, or some producer of statistics speaks of it before or after that.
func (a Area) InStatistics(on time.Time) bool {
	from, to := a.Statistics()
	return within(on, from, to)
}

// Statistics are the first and last day that figures may speak of the area; a
// zero one is open.
func (a Area) Statistics() (from, to time.Time) {
	from, to = a.From, a.To
	if !a.StatisticsFrom.IsZero() && a.StatisticsFrom.Before(from) {
		from = a.StatisticsFrom
	}
	if !to.IsZero() && a.StatisticsTo.After(to) {
		to = a.StatisticsTo
	}
	return from, to
}

// within says whether the day lies from the first to the last; a zero bound is open.
func within(on, from, to time.Time) bool {
	return (from.IsZero() || !on.Before(from)) && (to.IsZero() || !on.After(to))
}

// Succession is one row of succession.csv: on Date, From became To or a part of it.
type Succession struct {
	From, To string
	Date     time.Time
	Kind     string
}

// Unit is one row of enheter.csv: from From to To the unit decides in Task for
// the people of District; for people outside every district where that is empty.
type Unit struct {
	Name, District, Task string
	From, To             time.Time // zero where unknown or open
	Source               string
}

// InForce says whether the unit decides for the district on that day.
func (u Unit) InForce(on time.Time) bool { return within(on, u.From, u.To) }

// Event is one row of handelser.csv: something to mark on a time axis.
type Event struct {
	Date       time.Time
	Area, Text string
	Source     string
	// NewLevel says that series begin anew on the day: a law, a system, a
	// definition; never because a chart would look better.
	NewLevel bool
}

// Register is the reference folder, read.
type Register struct {
	Areas      []Area
	Succession []Succession
	Units      []Unit
	Events     []Event

	byKey  map[string][]int  // key of a name, code or alias → indices into Areas
	byUnit map[string]string // key of a unit's name or alias → its name
}

// loader is a register being read, with the line of each row.
type loader struct {
	*Register
	areaLine, successionLine, unitLine, eventLine []int
}

// Load reads stadsdelar.csv and, where they exist, alias.csv, succession.csv,
// enheter.csv and handelser.csv. It reports all faults, each with file and line.
func Load(fsys fs.FS) (*Register, error) {
	l := &loader{Register: &Register{byKey: map[string][]int{}, byUnit: map[string]string{}}}
	var faults []error
	read := func(name string, optional bool, columns []string, row func(line int, get func(string) string) error) {
		faults = append(faults, readCSV(fsys, name, optional, columns, row))
	}
	read("stadsdelar.csv", false, []string{"namn", "kod", "niva", "del_av_staden", "giltig_fran", "giltig_till", "rad", "kolumn", "kalla"}, l.addArea)
	read("enheter.csv", true, []string{"enhet", "stadsdel", "uppgift", "giltig_fran", "giltig_till", "kalla"}, l.addUnit)
	if len(l.Areas) > 0 { // else every alias would be a fault
		read("alias.csv", true, []string{"alias", "namn"}, l.addAlias)
	}
	read("succession.csv", true, []string{"foregangare", "eftertradare", "datum", "slag"}, l.addSuccession)
	read("handelser.csv", true, []string{"datum", "omrade", "handelse", "kalla"}, l.addEvent)
	if err := errors.Join(faults...); err != nil {
		return nil, err // what the rows say of each other cannot be judged
	}
	if err := errors.Join(l.contradictions()...); err != nil {
		return nil, err
	}
	return l.Register, nil
}

func (l *loader) addArea(line int, get func(string) string) error {
	a := Area{Name: get("namn"), Code: get("kod"), Level: get("niva"), PartOf: get("del_av_staden"), Source: get("kalla"), Row: -1, Column: -1}
	var errs [6]error
	a.From, errs[0] = day(get("giltig_fran"))
	a.To, errs[1] = day(get("giltig_till"))
	a.StatisticsFrom, errs[2] = day(get("statistik_fran"))
	a.StatisticsTo, errs[3] = day(get("statistik_till"))
	if get("rad") != "" {
		a.Row, errs[4] = strconv.Atoi(get("rad"))
		a.Column, errs[5] = strconv.Atoi(get("kolumn"))
	}
	if err := errors.Join(errs[:]...); err != nil {
		return err
	}
	if a.Name == "" {
		return errors.New("namn is empty")
	}
	if !slices.Contains([]string{District, City, Outside, Part}, a.Level) {
		return fmt.Errorf("niva %q is none of %s, %s, %s, %s", a.Level, District, City, Outside, Part)
	}
	if !a.To.IsZero() && a.To.Before(a.From) {
		return fmt.Errorf("%s ends before it begins", a.Name)
	}
	l.Areas = append(l.Areas, a)
	l.areaLine = append(l.areaLine, line)
	names := []string{key(a.Name)}
	if a.Code != "" {
		names = append(names, key(a.Code))
	}
	for _, k := range names {
		l.byKey[k] = append(l.byKey[k], len(l.Areas)-1)
	}
	return nil
}

func (l *loader) addUnit(line int, get func(string) string) error {
	u := Unit{Name: get("enhet"), District: get("stadsdel"), Task: get("uppgift"), Source: get("kalla")}
	var errs [2]error
	u.From, errs[0] = day(get("giltig_fran"))
	u.To, errs[1] = day(get("giltig_till"))
	switch {
	case errors.Join(errs[:]...) != nil:
		return errors.Join(errs[:]...)
	case u.Name == "":
		return errors.New("enhet is empty")
	case u.Task == "":
		return fmt.Errorf("%s: uppgift is empty", u.Name)
	case !u.To.IsZero() && u.To.Before(u.From):
		return fmt.Errorf("%s ends before it begins", u.Name)
	}
	l.Units = append(l.Units, u)
	l.unitLine = append(l.unitLine, line)
	l.byUnit[key(u.Name)] = u.Name
	return nil
}

// addAlias lets an alias stand for an area, or for a unit of enheter.csv. It
// may not mean what something else is called.
func (l *loader) addAlias(_ int, get func(string) string) error {
	alias, name := get("alias"), get("namn")
	areas, unit := l.byKey[key(name)], l.byUnit[key(name)]
	k := key(alias)
	switch {
	case areas != nil:
		if other := l.byKey[k]; other != nil && !slices.Equal(other, areas) {
			return fmt.Errorf("alias %q of %s is already %s", alias, name, l.Areas[other[0]].Name)
		}
		l.byKey[k] = areas
	case unit != "":
		if other, ok := l.byUnit[k]; ok && other != unit {
			return fmt.Errorf("alias %q of %s is already %s", alias, name, other)
		}
		l.byUnit[k] = unit
	default:
		return fmt.Errorf("alias %q: no area and no unit is named %q", alias, name)
	}
	return nil
}

func (l *loader) addSuccession(line int, get func(string) string) error {
	d, err := day(get("datum"))
	if err != nil {
		return err
	}
	s := Succession{get("foregangare"), get("eftertradare"), d, get("slag")}
	if !slices.Contains([]string{Merged, Split, Ceded}, s.Kind) {
		return fmt.Errorf("slag %q is none of %s, %s, %s", s.Kind, Merged, Split, Ceded)
	}
	l.Succession = append(l.Succession, s)
	l.successionLine = append(l.successionLine, line)
	return nil
}

func (l *loader) addEvent(line int, get func(string) string) error {
	d, err := day(get("datum"))
	if err != nil {
		return err
	}
	e := Event{Date: d, Area: get("omrade"), Text: get("handelse"), Source: get("kalla")}
	switch again := get("ny_niva"); again {
	case "", "nej":
	case "ja":
		e.NewLevel = true
	default:
		return fmt.Errorf("ny_niva is %q, want ja or nej", again)
	}
	l.Events = append(l.Events, e)
	l.eventLine = append(l.eventLine, line)
	return nil
}

// City is the area of level stad.
func (r *Register) City() (Area, bool) {
	i := slices.IndexFunc(r.Areas, func(a Area) bool { return a.Level == City })
	if i < 0 {
		return Area{}, false
	}
	return r.Areas[i], true
}
