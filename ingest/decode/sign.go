package decode

import (
	"regexp"
	"strings"
)

// The three states of a figure that is not there.
const (
	Missing       = "saknas"        // nobody delivered it
	NotApplicable = "ej_tillamplig" // it cannot exist
	Hidden        = "dold"          // the deliverer hides it
)

// States are the words of the three states, as a mapping writes them.
var States = []string{Missing, NotApplicable, Hidden}

// signs are read so unless the workspace says otherwise. Producers differ:
// ".." is hidden in some tables and missing in others.
var signs = map[string]string{
	"-": Missing, "–": Missing, "—": Missing, "−": Missing,
	".":  NotApplicable,
	"..": Hidden, "...": Hidden, "…": Hidden, "*": Hidden, "**": Hidden, "***": Hidden, "X": Hidden,
}

// atMost is a hidden small count: <5, 1–4.
var atMost = regexp.MustCompile(`^(?:[<≤]\s*\d{1,3}|\d{1,2}\s*[-–]\s*\d{1,2})$`)

// absent says in which state a figure without a number is; ok is false for
// text that is no such sign.
func (m Mapping) absent(text string) (state string, ok bool) {
	if text == "" {
		return Missing, true
	}
	low := strings.ToLower(text)
	for own, state := range m.Signs {
		if strings.ToLower(strings.TrimSpace(own)) == low {
			return state, true
		}
	}
	if state, ok := signs[text]; ok {
		return state, true
	}
	return Hidden, atMost.MatchString(text)
}
