//go:build duckdb_arrow

package transform

import (
	"context"
	"fmt"

	"stadsdelskollen/queries/publication"
)

// Compute fills everything in a publication that follows from its facts: the
// indicators, their comparisons, peers, funnels, control charts, trends, how
// unequal the districts are, what events changed, and what stands out. The
// publication holds its facts, its register and its choice of peers already. It
// is a function of those alone: the same content gives the same rows.
func Compute(ctx context.Context, pub *publication.DB) error {
	if err := pub.ComputeIndicators(ctx); err != nil {
		return err
	}
	if err := Compare(ctx, pub); err != nil {
		return err
	}
	choice, err := pub.PeerChoice(ctx)
	if err != nil {
		return fmt.Errorf("compute: %w", err)
	}
	if err := Peers(ctx, pub, peerOptions(choice)); err != nil {
		return err
	}
	return derive(ctx, pub)
}

func derive(ctx context.Context, pub *publication.DB) error {
	m, err := load(ctx, pub)
	if err != nil {
		return fmt.Errorf("compute: %w", err)
	}
	d, err := m.derive()
	if err != nil {
		return fmt.Errorf("compute: %w", err)
	}
	return pub.StoreDerived(ctx, d)
}

// peerOptions are the options that a publication holds.
func peerOptions(choice []publication.PeerChoice) PeerOptions {
	opt := PeerOptions{Facts: map[string]float64{}}
	for _, c := range choice {
		opt.Facts[c.Fact], opt.Count = c.Weight, int(c.Count)
	}
	return opt
}

// Choice are the rows of jamlik_val that say opt.
func (opt PeerOptions) Choice() []publication.PeerChoice {
	var rows []publication.PeerChoice
	for _, name := range sortedKeys(opt.Facts) {
		rows = append(rows, publication.PeerChoice{Fact: name, Weight: opt.Facts[name], Count: int64(opt.Count)})
	}
	return rows
}

// model is a publication read into memory, as far as what follows needs it.
type model struct {
	today      string                     // the division in force on the day of publication
	members    map[string]map[string]bool // division → its districts
	parts      map[string]string          // district → the part of the city it lies in
	city       string
	succession []publication.Succession
	events     []publication.Event
	facts      []publication.Fact
	figures    []figures // one an indicator, in the order of pages
	rounding   rounding
}

// figures are an indicator with its observations, comparisons and series.
type figures struct {
	publication.Indicator
	obs         []publication.Observation
	comparisons []publication.Comparison
	series      []series
	rounded     bool // of counts that are told rounded
}

func load(ctx context.Context, pub *publication.DB) (*model, error) {
	m := &model{members: map[string]map[string]bool{}, parts: map[string]string{}}
	info, err := pub.Info(ctx)
	if err != nil {
		return nil, err
	}
	m.city, m.rounding = info.CityArea, roundingOf(info)
	rounded, err := roundedIndicators(ctx, pub)
	if err != nil {
		return nil, err
	}
	divisions, err := pub.Divisions(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range divisions {
		if d.From == nil || !d.From.After(info.Published) {
			m.today = max(m.today, d.ID)
		}
	}
	members, err := pub.Members(ctx)
	if err != nil {
		return nil, err
	}
	for _, x := range members {
		if m.members[x.Division] == nil {
			m.members[x.Division] = map[string]bool{}
		}
		m.members[x.Division][x.Area] = true
	}
	areas, err := pub.Areas(ctx)
	if err != nil {
		return nil, err
	}
	for _, a := range areas {
		m.parts[a.Name] = a.Part
	}
	if m.succession, err = pub.Succession(ctx); err != nil {
		return nil, err
	}
	if m.events, err = pub.Events(ctx); err != nil {
		return nil, err
	}
	if m.facts, err = pub.Facts(ctx); err != nil {
		return nil, err
	}
	indicators, err := pub.Indicators(ctx)
	if err != nil {
		return nil, err
	}
	for _, ind := range indicators {
		f := figures{Indicator: ind, rounded: m.rounding > 0 && rounded[ind.Name]}
		if f.obs, err = pub.Observations(ctx, ind.Name); err != nil {
			return nil, err
		}
		if f.comparisons, err = pub.Comparisons(ctx, ind.Name); err != nil {
			return nil, err
		}
		f.series = m.seriesOf(f.obs)
		m.figures = append(m.figures, f)
	}
	return m, nil
}

// derive is everything that follows, without a database.
func (m *model) derive() (publication.Derived, error) {
	var d publication.Derived
	charted := map[seriesKey]chartState{}
	months := 0
	for _, f := range m.figures {
		for _, s := range f.series {
			months += len(s.months)
		}
	}
	d.ChartPoints, d.OverTime = make([]publication.ChartPoint, 0, months), make([]publication.OverTime, 0, months)
	for i := range m.figures {
		f := &m.figures[i]
		funnels(f, m.rounding, &d)
		for _, s := range f.series {
			if err := m.chart(f, s, &d, charted); err != nil {
				return d, fmt.Errorf("%s, %s: %w", f.Name, s.area, err)
			}
			overTime(f, s, &d)
			trend(f, s, m.rounding, &d)
			if !f.rounded {
				m.changesAt(f, s, &d)
			}
		}
		if !f.rounded {
			m.inequality(f, &d)
		}
	}
	m.standardise(&d)
	m.standouts(&d, charted)
	return d, nil
}
