//go:build duckdb_arrow

package transform

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform/compare"
)

// PeerOptions say what makes districts alike.
type PeerOptions struct {
	// Facts are area facts with their weights; without any there are no peers.
	Facts map[string]float64
	// Count is how many peers a district has.
	Count int
}

// Peers fills jamlik, jamlik_grund and jamlik_jamforelse: for each division the
// districts most like each other by their newest published facts, and each
// district's shares and ratios beside those of its peers together. It runs
// after the indicators have been computed.
func Peers(ctx context.Context, pub *publication.DB, opt PeerOptions) error {
	if len(opt.Facts) == 0 {
		return nil
	}
	divisions, err := pub.Divisions(ctx)
	if err != nil {
		return fmt.Errorf("peers: %w", err)
	}
	members, err := pub.Members(ctx)
	if err != nil {
		return fmt.Errorf("peers: %w", err)
	}
	facts, err := pub.Facts(ctx)
	if err != nil {
		return fmt.Errorf("peers: %w", err)
	}
	var basis []publication.PeerBasis
	var rows []publication.Peer
	for _, d := range divisions {
		var areas []string
		for _, m := range members {
			if m.Division == d.ID {
				areas = append(areas, m.Area)
			}
		}
		if len(areas) == 0 {
			continue
		}
		b, r, err := peersIn(d.ID, areas, facts, opt)
		if err != nil {
			return fmt.Errorf("peers in %s: %w", d.ID, err)
		}
		basis, rows = append(basis, b...), append(rows, r...)
	}
	compared, err := besidePeers(ctx, pub, rows)
	if err != nil {
		return fmt.Errorf("peers: %w", err)
	}
	return pub.StorePeers(ctx, basis, rows, compared)
}

// peersIn finds the peers within one division.
func peersIn(division string, areas []string, facts []publication.Fact, opt PeerOptions) ([]publication.PeerBasis, []publication.Peer, error) {
	var basis []publication.PeerBasis
	var used []compare.PeerFact
	for _, name := range slices.Sorted(maps.Keys(opt.Facts)) {
		year, values := newestFact(division, areas, name, facts)
		b := publication.PeerBasis{Division: division, Fact: name, Weight: opt.Facts[name]}
		if year != "" {
			b.Year = &year
		}
		basis = append(basis, b)
		used = append(used, compare.PeerFact{Weight: opt.Facts[name], Values: values})
	}
	found, err := compare.Peers(areas, used, opt.Count)
	if err != nil {
		return nil, nil, err
	}
	var rows []publication.Peer
	for i, peers := range found {
		for n, p := range peers {
			rows = append(rows, publication.Peer{Division: division, Area: areas[i], Peer: p.Area, Order: int64(n + 1), Distance: p.Distance})
		}
	}
	return basis, rows, nil
}

// newestFact is a fact of the districts in the year in which most of them have
// it, and of such years the newest. Only facts told in the division count.
func newestFact(division string, areas []string, name string, facts []publication.Fact) (year string, values []compare.Number) {
	byYear := map[string]map[string]float64{}
	for _, f := range facts {
		if f.Measure != name || f.Category != "" || f.Level != publication.LevelDistrict || f.Division != division || f.Value == nil ||
			len(f.Period) != len("2011") || !slices.Contains(areas, f.Area) {
			continue
		}
		if byYear[f.Period] == nil {
			byYear[f.Period] = map[string]float64{}
		}
		byYear[f.Period][f.Area] = *f.Value
	}
	for _, y := range slices.Sorted(maps.Keys(byYear)) {
		if len(byYear[y]) >= len(byYear[year]) {
			year = y
		}
	}
	for _, a := range areas {
		v, ok := byYear[year][a]
		values = append(values, compare.Number{Value: v, OK: ok})
	}
	return year, values
}

// besidePeers sets every share and ratio beside its area's peers, where all of
// them have a figure: what some of them give is not what they give together.
// Shares get a verdict by the rule of every verdict, with the peers in place of
// the rest.
func besidePeers(ctx context.Context, pub *publication.DB, rows []publication.Peer) ([]publication.PeerComparison, error) {
	peers := map[place][]string{}
	for _, r := range rows {
		at := place{r.Division, r.Area}
		peers[at] = append(peers[at], r.Peer)
	}
	indicators, err := pub.Indicators(ctx)
	if err != nil {
		return nil, err
	}
	info, err := pub.Info(ctx)
	if err != nil {
		return nil, err
	}
	var out []publication.PeerComparison
	for _, ind := range indicators {
		if ind.Method != publication.MethodProportion && ind.Method != publication.MethodRatio {
			continue
		}
		obs, err := pub.Observations(ctx, ind.Name)
		if err != nil {
			return nil, err
		}
		for _, g := range groups(obs) {
			g.ind, g.rounded = ind, roundingOf(info)
			out = append(out, g.besidePeers(peers)...)
		}
	}
	return out, nil
}

// place is a district in a division.
type place struct{ division, area string }

// besidePeers compares the districts of one category, period and division.
func (g group) besidePeers(peers map[place][]string) []publication.PeerComparison {
	at := map[string]int{}
	shares := make([]compare.Share, len(g.districts))
	for i, o := range g.districts {
		if usable(o) {
			at[o.Area], shares[i] = i, compare.Share{X: *o.Numerator, N: *o.Denominator}
		}
	}
	others := make([][]int, len(g.districts))
	for i, o := range g.districts {
		names := peers[place{o.Division, o.Area}]
		for _, name := range names {
			if j, ok := at[name]; ok {
				others[i] = append(others[i], j)
			}
		}
		if _, ok := at[o.Area]; !ok || len(others[i]) < len(names) {
			others[i] = nil
		}
	}
	var c compare.Comparison
	if g.ind.Method == publication.MethodProportion {
		c = compare.SharesAgainst(shares, others)
	}
	rs := g.rounded.all(g.districts)
	if g.ind.Method == publication.MethodProportion && g.rounded > 0 {
		again := func(s []compare.Share) compare.Comparison { return compare.SharesAgainst(s, others) }
		c = rs.guarded(c, again, func(i, j int) bool { return slices.Contains(others[i], j) })
	}
	var out []publication.PeerComparison
	for i, o := range g.districts {
		if len(others[i]) == 0 {
			continue
		}
		var pooled compare.Share
		for _, j := range others[i] {
			pooled.X, pooled.N = pooled.X+shares[j].X, pooled.N+shares[j].N
		}
		row := publication.PeerComparison{Indicator: g.ind.Name, Category: o.Category, Period: o.Period, Area: o.Area, Division: o.Division,
			Value: g.ind.Factor * pooled.X / pooled.N, Verdict: publication.NotCompared}
		if g.ind.Method == publication.MethodProportion {
			// The interval stands beside every share; the verdict only where the areas can be tested.
			if d, err := compare.ProportionDifference(shares[i], pooled, compare.Conf95); err == nil {
				lower, upper, _, _ := rs[i].against(rs.pooled(func(j int) bool { return slices.Contains(others[i], j) }))
				row.Difference = scaled(g.ind.Factor, compare.Of(d.Value))
				row.DiffLower, row.DiffUpper = scaled(g.ind.Factor, lower), scaled(g.ind.Factor, upper)
			}
			a := c.Areas[i]
			row.Verdict, row.P, row.PAdjusted = verdict(a.Verdict), scaled(1, a.P), scaled(1, a.AdjustedP)
		}
		out = append(out, row)
	}
	return out
}
