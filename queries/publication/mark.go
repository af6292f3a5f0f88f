package publication

import "strings"

// What a publication's pages and files say of all its figures.
const (
	// InternalMark stands on everything that is made without protection.
	InternalMark = "INTERNT, får inte spridas"
	// SyntheticMark stands on everything that is made of synthetic deliveries.
	SyntheticMark = "Syntetiska uppgifter"
)

func (i Info) marks() (out []string) {
	if i.Audience == AudienceInternal {
		out = append(out, InternalMark)
	}
	if i.Synthetic {
		out = append(out, SyntheticMark)
	}
	return out
}

// Mark is what every page and file of the publication says first of its figures;
// empty where there is nothing to say. Whoever adds a format writes it there.
func (i Info) Mark() string { return strings.Join(i.marks(), ". ") }

// Marked is a source of figures with the mark before it. A mark that the source has
// already is not repeated. So a row that is copied out of its file keeps it.
func (i Info) Marked(source string) string {
	var out []string
	for _, m := range i.marks() {
		if !strings.Contains(source, m) {
			out = append(out, m)
		}
	}
	if source != "" {
		out = append(out, source)
	}
	return strings.Join(out, ". ")
}
