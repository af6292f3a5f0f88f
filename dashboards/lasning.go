package dashboards

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"

	"stadsdelskollen/queries/publication"
)

// load reads a publication, several tables at the same time.
func load(ctx context.Context, pub *publication.DB) (*site, error) {
	s := &site{areas: map[string]publication.Area{}, members: map[string][]string{}, verdicts: map[[5]string]string{}}
	list, err := pub.Indicators(ctx)
	if err != nil {
		return nil, err
	}
	if s.info, err = pub.Info(ctx); err != nil {
		return nil, err
	}
	var areas []publication.Area
	var members []publication.Member
	all := map[string]*rows{}
	s.conclusions.by = map[string]*follows{}
	for _, def := range list {
		all[def.Name], s.conclusions.by[def.Name] = &rows{def: def}, &follows{}
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	// What takes longest first.
	readParts(ctx, g, pub.Observations, all, func(o *publication.Observation) string { return o.Indicator }, func(r *rows, o []publication.Observation) { r.obs = o })
	readParts(ctx, g, pub.Comparisons, all, func(c *publication.Comparison) string { return c.Indicator }, func(r *rows, c []publication.Comparison) { r.comparisons = c })
	readParts(ctx, g, pub.Spreads, all, func(p *publication.Spread) string { return p.Indicator }, func(r *rows, p []publication.Spread) { r.spreads = p })
	readFollows(ctx, g, pub, s.conclusions.by)
	g.Go(func() error {
		compared, err := pub.NewestPeerComparisons(ctx, "")
		s.likes.compared = parts(compared, func(c *publication.PeerComparison) string { return c.Indicator })
		return err
	})
	g.Go(func() (e error) { s.facts, e = pub.FactsOf(ctx, s.info.Month); return })
	g.Go(func() (e error) { s.receipts, e = pub.FactReceipts(ctx); return })
	g.Go(func() (e error) { areas, e = pub.Areas(ctx); return })
	g.Go(func() (e error) { s.divisions, e = pub.Divisions(ctx); return })
	g.Go(func() (e error) { members, e = pub.Members(ctx); return })
	g.Go(func() (e error) { s.events, e = pub.Events(ctx); return })
	g.Go(func() (e error) { s.deliveries, e = pub.Deliveries(ctx); return })
	g.Go(func() (e error) { s.succession, e = pub.Succession(ctx); return })
	g.Go(func() (e error) { s.gaps, e = pub.Gaps(ctx); return })
	g.Go(func() (e error) { s.deciding, e = pub.Units(ctx); return })
	g.Go(func() (e error) { s.corrections, e = pub.Corrections(ctx); return })
	g.Go(func() (e error) { s.earlier, e = pub.EarlierPublications(ctx); return })
	g.Go(func() (e error) { s.feeds, e = pub.Feeds(ctx); return })
	g.Go(func() (e error) { s.likes.basis, e = pub.PeerBasis(ctx); return })
	g.Go(func() (e error) { s.likes.peers, e = pub.Peers(ctx); return })
	g.Go(func() (e error) { s.conclusions.standouts, e = pub.Standouts(ctx); return })
	g.Go(func() (e error) { s.conclusions.standardised, e = pub.Standardised(ctx); return })
	if err := g.Wait(); err != nil {
		return nil, err
	}
	for _, m := range members {
		s.members[m.Division] = append(s.members[m.Division], m.Area)
	}
	for _, a := range areas {
		s.areas[a.Name] = a
		if a.Level == publication.LevelOutside {
			s.outside = append(s.outside, a.Name)
		}
	}
	told := make([]rows, len(list))
	for i, def := range list {
		told[i] = *all[def.Name]
	}
	s.tellAll(told, areas)
	s.pages = s.withPages()
	return s, nil
}

// readParts reads a table of all indicators, which takes less than a query for each, and gives
// each what is its own.
func readParts[T, Into any](ctx context.Context, g *errgroup.Group, read func(context.Context, string) ([]T, error), into map[string]*Into, indicator func(*T) string, put func(*Into, []T)) {
	g.Go(func() error {
		all, err := read(ctx, "")
		for name, own := range parts(all, indicator) {
			if to := into[name]; to != nil {
				put(to, own)
			}
		}
		return err
	})
}

// parts cuts rows that come indicator by indicator.
func parts[T any](all []T, indicator func(*T) string) map[string][]T {
	out := map[string][]T{}
	for len(all) > 0 {
		name, n := indicator(&all[0]), 1
		for n < len(all) && indicator(&all[n]) == name {
			n++
		}
		out[name], all = all[:n:n], all[n:]
	}
	return out
}

// tellAll tells the indicators in the division of their time, in today's, and of units.
func (s *site) tellAll(all []rows, areas []publication.Area) {
	var own, now []rows
	for _, r := range all {
		for _, c := range r.comparisons {
			s.verdicts[verdictKeyOf(c.Indicator, c.Area, c.Division, c.Category, c.Period)] = c.Verdict
		}
		own = append(own, r.inItsTime())
	}
	s.told = s.tell(own, areas)
	s.tellUnits(all)
	if s.today = todaysDivision(all); s.today == "" {
		return
	}
	for _, r := range all {
		now = append(now, r.inDivision(s.today))
	}
	s.now = s.tell(now, areas)
}
