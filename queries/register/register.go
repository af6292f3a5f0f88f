// Package register knows the areas of a city and when each of them existed.
// It reads the CSV files of a workspace's reference folder and answers two
// questions: which area does a name mean on a given day, and which districts
// made up the city on that day. It guesses nothing: a name that it does not
// know is refused with the nearest known ones.
package register

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
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

// Area is one row of stadsdelar.csv: an area for as long as it existed.
type Area struct {
	Name, Code, Level string
	// PartOf is the part of the city that a district lies in, or empty.
	PartOf string
	// From and To are its first and last day; zero where unknown or open.
	From, To time.Time
	// Row and Column place its tile on the map; both -1 when it has none.
	Row, Column int
	// Source says where the row was read.
	Source string
}

// InForce says whether the area exists on that day.
func (a Area) InForce(on time.Time) bool {
	return (a.From.IsZero() || !on.Before(a.From)) && (a.To.IsZero() || !on.After(a.To))
}

// Succession is one row of succession.csv: on Date, From became To or a part of it.
type Succession struct {
	From, To string
	Date     time.Time
	Kind     string
}

// Event is one row of handelser.csv: something to mark on a time axis.
type Event struct {
	Date       time.Time
	Area, Text string
	Source     string
}

// Register is the reference folder, read.
type Register struct {
	Areas      []Area
	Succession []Succession
	Events     []Event

	byKey map[string][]int // key of a name or alias → indices into Areas
}

// Load reads stadsdelar.csv and, where they exist, alias.csv, succession.csv
// and handelser.csv. It reports all faults, each with file and line.
func Load(fsys fs.FS) (*Register, error) {
	r := &Register{byKey: map[string][]int{}}
	var faults []error
	read := func(name string, optional bool, columns []string, row func(get func(string) string) error) {
		faults = append(faults, readCSV(fsys, name, optional, columns, row))
	}
	read("stadsdelar.csv", false, []string{"namn", "kod", "niva", "del_av_staden", "giltig_fran", "giltig_till", "rad", "kolumn", "kalla"}, r.addArea)
	read("alias.csv", true, []string{"alias", "namn"}, r.addAlias)
	read("succession.csv", true, []string{"foregangare", "eftertradare", "datum", "slag"}, func(get func(string) string) error {
		d, err := day(get("datum"))
		r.Succession = append(r.Succession, Succession{get("foregangare"), get("eftertradare"), d, get("slag")})
		return err
	})
	read("handelser.csv", true, []string{"datum", "omrade", "handelse", "kalla"}, func(get func(string) string) error {
		d, err := day(get("datum"))
		r.Events = append(r.Events, Event{d, get("omrade"), get("handelse"), get("kalla")})
		return err
	})
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return r, nil
}

func (r *Register) addArea(get func(string) string) error {
	a := Area{Name: get("namn"), Code: get("kod"), Level: get("niva"), PartOf: get("del_av_staden"), Source: get("kalla"), Row: -1, Column: -1}
	var errs [4]error
	a.From, errs[0] = day(get("giltig_fran"))
	a.To, errs[1] = day(get("giltig_till"))
	if get("rad") != "" {
		a.Row, errs[2] = strconv.Atoi(get("rad"))
		a.Column, errs[3] = strconv.Atoi(get("kolumn"))
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
	r.Areas = append(r.Areas, a)
	for _, k := range []string{key(a.Name), key(a.Code)} {
		if k != "" {
			r.byKey[k] = append(r.byKey[k], len(r.Areas)-1)
		}
	}
	return nil
}

func (r *Register) addAlias(get func(string) string) error {
	known := r.byKey[key(get("namn"))]
	if known == nil {
		return fmt.Errorf("alias %q: no area is named %q", get("alias"), get("namn"))
	}
	if k := key(get("alias")); r.byKey[k] == nil {
		r.byKey[k] = known
	}
	return nil
}

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

func day(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.DateOnly, s)
}

func readCSV(fsys fs.FS, name string, optional bool, columns []string, row func(get func(string) string) error) (err error) {
	f, err := fsys.Open(name)
	if optional && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read register: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	in := csv.NewReader(f)
	in.TrimLeadingSpace = true
	header, err := in.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if len(header) > 0 {
		header[0] = trimBOM(header[0])
	}
	at := map[string]int{}
	for i, h := range header {
		at[h] = i
	}
	var faults []error
	for _, c := range columns {
		if _, ok := at[c]; !ok {
			faults = append(faults, fmt.Errorf("%s:1: column %s is missing", name, c))
		}
	}
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	for {
		rec, err := in.Read()
		if errors.Is(err, io.EOF) {
			return errors.Join(faults...)
		}
		if err != nil {
			return errors.Join(append(faults, fmt.Errorf("%s: %w", name, err))...)
		}
		line, _ := in.FieldPos(0)
		if err := row(func(c string) string { return rec[at[c]] }); err != nil {
			faults = append(faults, fmt.Errorf("%s:%d: %w", name, line, err))
		}
	}
}

func trimBOM(s string) string {
	const bom = "\ufeff"
	if len(s) >= len(bom) && s[:len(bom)] == bom {
		return s[len(bom):]
	}
	return s
}

// nearest orders names by how few letters differ from the wanted one.
func nearest(want string, names []string, n int) []string {
	type near struct {
		name     string
		distance int
	}
	var all []near
	for _, name := range names {
		if d := distance([]rune(want), []rune(key(name))); d <= max(2, len([]rune(want))/3) {
			all = append(all, near{name, d})
		}
	}
	slices.SortFunc(all, func(a, b near) int { return cmp.Or(a.distance-b.distance, cmp.Compare(a.name, b.name)) })
	var out []string
	for _, a := range all[:min(n, len(all))] {
		out = append(out, a.name)
	}
	return slices.Compact(out)
}

// distance is Levenshtein's: insertions, deletions and exchanges of a letter.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, ra := range a {
		prev := row[0]
		row[0] = i + 1
		for j, rb := range b {
			cost := prev
			if ra != rb {
				cost = 1 + min(prev, row[j], row[j+1])
			}
			prev, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
