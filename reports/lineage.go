package reports

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"stadsdelskollen/queries/publication"
)

// Lineage is where a published figure comes from, as far as the publication
// itself can tell: its observations, one for each division that it is told in,
// and the base facts that they were computed from.
type Lineage struct {
	Indicator    publication.Indicator
	Measures     []string
	Observations []publication.Observation
	Facts        []publication.Fact
}

// Page is the page that shows the figure.
func (l Lineage) Page() string { return "nyckeltal/" + l.Indicator.Name + ".html" }

// TraceFigure follows one figure of a publication to its base facts. A figure
// that is not there gives a Lineage without observations.
func TraceFigure(ctx context.Context, pub *publication.DB, ind publication.Indicator, area, period, category string) (l Lineage, err error) {
	l.Indicator = ind
	feeds, err := pub.Feeds(ctx)
	if err != nil {
		return l, fmt.Errorf("trace figure: %w", err)
	}
	for _, f := range feeds {
		if f.Indicator == ind.Name {
			l.Measures = append(l.Measures, f.Measure)
		}
	}
	observations, err := pub.Observations(ctx, ind.Name)
	if err != nil {
		return l, fmt.Errorf("trace figure: %w", err)
	}
	for _, o := range observations {
		if o.Area == area && o.Period == period && o.Category == category {
			l.Observations = append(l.Observations, o)
		}
	}
	if len(l.Observations) == 0 {
		return l, nil
	}
	facts, err := pub.Facts(ctx)
	if err != nil {
		return l, fmt.Errorf("trace figure: %w", err)
	}
	succession, err := pub.Succession(ctx)
	if err != nil {
		return l, fmt.Errorf("trace figure: %w", err)
	}
	areas := []string{area}
	for _, o := range l.Observations {
		if o.SumOf != publication.Breaks {
			areas = append(areas, Parts(o.SumOf)...)
		}
	}
	level := l.Observations[0].Level
	for _, m := range l.Measures {
		found := of(facts, m, level, areas, period, category)
		if len(found) == 0 {
			found = yearBefore(facts, m, level, areas, period)
		}
		if len(found) == 0 {
			found = yearBefore(facts, m, level, predecessors(area, succession), period)
		}
		l.Facts = append(l.Facts, found...)
	}
	return l, nil
}

// Parts reads the names of a sum's parts: Norrmalm och Östermalm.
func Parts(sum string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(strings.ReplaceAll(sum, " och ", "\n"), ", ", "\n"), func(r rune) bool { return r == '\n' })
}

// of are the facts of a measure in a period: of the category and of the total.
func of(facts []publication.Fact, measure, level string, areas []string, period, category string) []publication.Fact {
	var out []publication.Fact
	for _, f := range facts {
		if f.Measure == measure && f.Level == level && slices.Contains(areas, f.Area) && f.Period == period && (f.Category == category || f.Category == "") {
			out = append(out, f)
		}
	}
	return out
}

// yearBefore are the facts of the latest year before a month, at most two years
// earlier: what a month is divided by.
func yearBefore(facts []publication.Fact, measure, level string, areas []string, period string) []publication.Fact {
	var out []publication.Fact
	newest := ""
	for _, f := range facts {
		if f.Measure != measure || f.Level != level || f.Category != "" || !slices.Contains(areas, f.Area) || len(f.Period) != 4 || f.Period >= period[:4] || f.Value == nil {
			continue
		}
		if f.Period > newest {
			newest, out = f.Period, nil
		}
		if f.Period == newest {
			out = append(out, f)
		}
	}
	return out
}

// predecessors are the districts that an area was made of, at any distance.
func predecessors(area string, succession []publication.Succession) []string {
	var out []string
	for _, s := range succession {
		if s.To == area && s.From != area && !slices.Contains(out, s.From) {
			out = append(out, s.From)
			out = append(out, predecessors(s.From, succession)...)
		}
	}
	return out
}

// CheckFile compares a file of a publication with what its manifest says.
func (m Manifest) CheckFile(dir, file string) error {
	_, err := m.checked(dir, file)
	return err
}

// Check compares every file that the manifest names with what it says of it.
func (m Manifest) Check(dir string) error {
	for _, f := range m.Files {
		if err := m.CheckFile(dir, f.Path); err != nil {
			return err
		}
	}
	return nil
}
