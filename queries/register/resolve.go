package register

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Unknown is the fault of a name that means no area on the day asked for.
type Unknown struct {
	// Name as it was written.
	Name string
	// On is the day that was asked for.
	On time.Time
	// Known holds the areas of that name at other times.
	Known []Area
	// Unit is the deciding unit that the name means, where it means one.
	Unit string
	// Nearest are the names in force that it may have meant: the unit's
	// districts, what a former district became, or those most like it.
	Nearest []string
}

// Error is in Swedish: whoever sent the file reads it.
func (u *Unknown) Error() string {
	on := u.On.Format(time.DateOnly)
	if u.Unit != "" {
		return fmt.Sprintf("%q är %s namnet på en enhet som beslutar för %s, inte på ett stadsdelsområde; skriv området där hushållen bor",
			u.Name, on, list(u.Nearest, "och"))
	}
	msg := fmt.Sprintf("okänt område %q", u.Name)
	if len(u.Known) > 0 {
		msg = fmt.Sprintf("%q fanns inte %s (giltig %s)", u.Name, on, u.Known[0].validity())
	}
	if len(u.Nearest) > 0 {
		msg += "; menades " + list(u.Nearest, "eller") + "?"
	}
	return msg
}

func list(names []string, last string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " " + last + " " + names[n-1]
	}
	return strings.Join(names, "")
}

func (a Area) validity() string {
	text := "till " + a.To.Format(time.DateOnly)
	if a.To.IsZero() {
		text = "tills vidare"
	}
	if !a.From.IsZero() {
		text = "från " + a.From.Format(time.DateOnly) + " " + text
	}
	return text
}

// Resolve finds the area that a name, a code or an alias means in figures for
// that day, whatever its spelling: case, hyphens, spaces, decomposed letters
// and the city's own additions do not matter. An area in force goes before one
// that only statistics still, or already, speak of. The name of a unit that
// decides for several districts is refused: a district is where people live.
// The error is *Unknown.
func (r *Register) Resolve(name string, on time.Time) (Area, error) {
	if unit, districts := r.decidingUnit(name, on); len(districts) > 1 {
		return Area{}, &Unknown{Name: name, On: on, Unit: unit, Nearest: districts}
	}
	var known []Area
	for _, k := range keys(name) {
		for _, i := range r.byKey[k] {
			known = append(known, r.Areas[i])
		}
	}
	for _, valid := range []func(Area, time.Time) bool{Area.InForce, Area.InStatistics} {
		for _, a := range known {
			if valid(a, on) {
				return a, nil
			}
		}
	}
	return Area{}, &Unknown{Name: name, On: on, Known: known, Nearest: r.meant(name, known, on)}
}

// Unit is the name of the deciding unit in enheter.csv that is meant, whatever
// its spelling; one that is not there keeps the name that it was given.
func (r *Register) Unit(name string) string {
	if unit, ok := r.byUnit[key(name)]; ok {
		return unit
	}
	return strings.Join(strings.Fields(norm.NFC.String(name)), " ")
}

// decidingUnit is the unit of exactly that name and the districts that it
// decides for on that day, in any task.
func (r *Register) decidingUnit(name string, on time.Time) (unit string, districts []string) {
	unit, ok := r.byUnit[key(name)]
	if !ok {
		return "", nil
	}
	for _, u := range r.Units {
		if u.Name != unit || u.District == "" || !u.InForce(on) || slices.Contains(districts, u.District) {
			continue
		}
		if slices.ContainsFunc(r.named(u.District), func(a Area) bool { return a.InStatistics(on) }) {
			districts = append(districts, u.District)
		}
	}
	return unit, districts
}

// meant are the names in force that an unknown one may have meant: what the
// areas of that name have become or were made of, else those most like it.
func (r *Register) meant(name string, known []Area, on time.Time) []string {
	var out []string
	for _, d := range r.Divisions() {
		if !within(on, d.From, d.To) {
			continue
		}
		for _, a := range d.Areas {
			if slices.ContainsFunc(known, func(k Area) bool { return r.related(k.Name, a.Name) }) {
				out = append(out, a.Name)
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	var names []string
	for _, a := range r.Areas {
		if a.InForce(on) && a.Level != Part {
			names = append(names, a.Name)
		}
	}
	return nearest(key(name), names, 3)
}

var (
	// additions are what offices append to the name of a district in Swedish.
	additions = regexp.MustCompile(`\b(stadsdels(område|förvaltning|nämnd)(et|en)?|sdf|sdn|sdo)\b`)
	bracketed = regexp.MustCompile(`\([^)]*\)`)
	notLetter = regexp.MustCompile(`[^\p{L}\p{N}]+`)
	number    = regexp.MustCompile(`^0*([0-9]+)$`)
)

// keys are the forms in which spellings of a name may agree, nearest first: as
// written; without what stands in brackets; without the addition of an office;
// and without the genitive that belongs to it ("Norra innerstadens
// stadsdelsområde").
func keys(name string) []string {
	out := []string{key(name)}
	add := func(text string) {
		if k := key(text); k != "" && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	text := strings.ToLower(norm.NFC.String(name))
	plain := bracketed.ReplaceAllString(text, " ")
	add(plain)
	if at := additions.FindStringIndex(plain); at != nil {
		add(additions.ReplaceAllString(plain, " "))
		if before := strings.TrimSpace(plain[:at[0]]); strings.HasSuffix(before, "s") {
			add(strings.TrimSuffix(before, "s") + " " + plain[at[1]:])
		}
	}
	return out
}

// key is a name without case, hyphens, spaces and the ways of writing å; a
// number without the zeros before it, which spreadsheets drop.
func key(name string) string {
	k := notLetter.ReplaceAllString(strings.ToLower(norm.NFC.String(name)), "")
	return number.ReplaceAllString(k, "$1")
}
