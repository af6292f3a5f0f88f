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
	// Nearest are the names in force that are most like it, at most three.
	Nearest []string
}

// Error is in Swedish: whoever sent the file reads it.
func (u *Unknown) Error() string {
	if len(u.Known) > 0 {
		a := u.Known[0]
		return fmt.Sprintf("%q fanns inte %s (giltig %s)", u.Name, u.On.Format(time.DateOnly), a.validity())
	}
	msg := fmt.Sprintf("okänt område %q", u.Name)
	if len(u.Nearest) > 0 {
		msg += "; menades " + strings.Join(u.Nearest, " eller ") + "?"
	}
	return msg
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

// Resolve finds the area that a name, a code or an alias means on that day,
// whatever its spelling: case, hyphens, spaces, decomposed letters and the
// city's own additions do not matter. The error is *Unknown.
func (r *Register) Resolve(name string, on time.Time) (Area, error) {
	found := r.byKey[key(name)]
	var known []Area
	for _, i := range found {
		if r.Areas[i].InForce(on) {
			return r.Areas[i], nil
		}
		known = append(known, r.Areas[i])
	}
	u := &Unknown{Name: name, On: on, Known: known}
	var names []string
	for _, a := range r.Areas {
		if a.InForce(on) && a.Level != Part {
			names = append(names, a.Name)
		}
	}
	u.Nearest = nearest(key(name), names, 3)
	return Area{}, u
}

var (
	additions = regexp.MustCompile(`\b(stadsdelsområde|stadsdelsförvaltning|stadsdelsnämnd|sdf|sdn|sdo)\b|\(sthlm\)|\(stockholm\)`)
	notLetter = regexp.MustCompile(`[^\p{L}\p{N}]+`)
)

// key is the form in which spellings of a name agree.
func key(name string) string {
	s := strings.ToLower(norm.NFC.String(name))
	short := additions.ReplaceAllString(s, " ")
	// The genitive belongs to the addition: "Norra innerstadens stadsdelsområde".
	if short != s && !strings.Contains(s, "(s") {
		fields := strings.Fields(short)
		if n := len(fields); n > 0 && strings.HasSuffix(fields[n-1], "s") && !strings.HasPrefix(s, "sd") {
			fields[n-1] = strings.TrimSuffix(fields[n-1], "s")
		}
		short = strings.Join(fields, " ")
	}
	if k := notLetter.ReplaceAllString(short, ""); k != "" {
		return k
	}
	return notLetter.ReplaceAllString(s, "")
}

// City is the area of level stad.
func (r *Register) City() (Area, bool) {
	i := slices.IndexFunc(r.Areas, func(a Area) bool { return a.Level == City })
	if i < 0 {
		return Area{}, false
	}
	return r.Areas[i], true
}
