package prose

import (
	"slices"
	"strings"
)

// Told is what is said in a row: of several subjects, each named once, or in whole sentences where one begins otherwise. A
// single sentence is left whole: nothing is said twice in it.
type Told struct {
	Groups    []Group
	Sentences []string
}

// Group is what is said of one subject: the sentences go on from its name.
type Group struct {
	Name string
	Says []string
}

// BySubject gathers sentences under the figure that they begin with, in the order in which the figures come. A page that
// is of one area, here, does not name it again:
//
//	Beslut i tid · Särskild orsak sedan september 2021, åt det sämre hållet.
func BySubject(here string, said ...Said) []Told {
	return gather(said, func(s Said) (string, string) {
		rest, ok := strings.CutPrefix(s.Text, Upper(s.Claim.Subject)+" ")
		if !ok {
			return "", s.Text
		}
		if after, ok := afterPlace(rest, here); ok {
			rest = after
		}
		return Upper(s.Claim.Subject), rest
	})
}

// ByArea gathers sentences about one figure under the areas that they are of:
//
//	Farsta · Särskild orsak sedan september 2021, åt det sämre hållet.
func ByArea(said ...Said) []Told {
	return gather(said, func(s Said) (string, string) {
		rest, ok := strings.CutPrefix(s.Text, Upper(s.Claim.Subject)+" ")
		if rest, found := afterPlace(rest, s.Claim.Area); ok && found {
			return s.Claim.Area, rest
		}
		return "", s.Text
	})
}

// gather asks of every sentence what it is of, and what is left of it then; without a name it stays whole.
func gather(said []Said, split func(Said) (name, rest string)) []Told {
	if named := slices.DeleteFunc(slices.Clone(said), func(s Said) bool { name, _ := split(s); return name == "" }); len(named) < 2 {
		split = func(s Said) (string, string) { return "", s.Text }
	}
	var out []Told
	at := map[string][2]int{} // where a name stands
	for _, s := range said {
		if s.Text == "" {
			continue
		}
		name, rest := split(s)
		rest = Upper(rest)
		last := len(out) - 1
		if name == "" {
			if last < 0 || out[last].Sentences == nil {
				out, last = append(out, Told{}), last+1
			}
			out[last].Sentences = append(out[last].Sentences, rest)
			continue
		}
		if i, ok := at[name]; ok {
			g := &out[i[0]].Groups[i[1]]
			g.Says = append(g.Says, rest)
			continue
		}
		if last < 0 || out[last].Groups == nil {
			out, last = append(out, Told{}), last+1
		}
		at[name] = [2]int{last, len(out[last].Groups)}
		out[last].Groups = append(out[last].Groups, Group{name, []string{rest}})
	}
	return out
}

// afterPlace takes an area off the beginning of a text, in any of the ways in which sentences name one, with what joins
// the two.
func afterPlace(text, area string) (string, bool) {
	if area == "" {
		return "", false
	}
	for _, in := range []string{In(area), "i " + Lower(area), "vid " + area} {
		if rest, ok := strings.CutPrefix(text, in); ok && strings.ContainsAny(rest[:min(1, len(rest))], ":, ") {
			return strings.TrimLeft(rest, ":, "), true
		}
	}
	return "", false
}

// Plain is a sentence that claims nothing of one figure.
func Plain(text string) Said { return Said{Text: text} }
