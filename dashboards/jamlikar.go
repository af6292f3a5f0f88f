package dashboards

import (
	"slices"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// likes is who is like whom, by what, and how they compare.
type likes struct {
	basis    []publication.PeerBasis
	peers    []publication.Peer
	compared map[string][]publication.PeerComparison // by indicator, of each area's newest month and year
}

// likeView is a district beside the districts that are most like it.
type likeView struct {
	Intro   string
	Peers   []link // after the intro
	Caution string // after the peers
	Said    []prose.Told
	Table   *table
}

// likesOf sets a district's newest figures beside its peers', as its compare
// table tells them; nil when the workspace names no facts.
func (s *site) likesOf(p *page, a publication.Area) *likeView {
	division := ""
	for o := range s.deliveredOf(a.Name) {
		division = max(division, o.Division)
	}
	var facts, lacking []string
	for _, b := range s.likes.basis {
		switch {
		case b.Division != division:
		case b.Year == nil:
			lacking = append(lacking, prose.FactName(b.Fact))
		default:
			facts = append(facts, prose.FactName(b.Fact)+" ("+*b.Year+")")
		}
	}
	if len(facts)+len(lacking) == 0 {
		return nil
	}
	v := &likeView{}
	for _, q := range s.likes.peers {
		if q.Division == division && q.Area == a.Name {
			v.Peers = append(v.Peers, link{Text: q.Peer, Href: p.areaLink(q.Peer)})
		}
	}
	if len(v.Peers) == 0 {
		v.Intro = "Vilka stadsdelar som liknar " + a.Name + " går inte att säga: uppgifter som behövs för det saknas (" + prose.Join(append(lacking, facts...)) + ")."
		return v
	}
	v.Intro = "Närmast " + a.Name + " i " + prose.Join(facts) + " ligger, den mest lika först: "
	v.Caution = "Att de liknar varandra i detta säger inte att de gör det i annat. Utfallet ovan prövas mot alla övriga, inte mot dessa."
	v.Said = prose.BySubject(a.Name, s.peerSentences(a.Name)...)
	v.Table = s.likesTable(p, a.Name, division)
	return v
}

func (s *site) likesTable(p *page, area, division string) *table {
	t := table{Caption: area + " jämfört med liknande stadsdelar", Sub: "Senaste uppgift för varje nyckeltal; de liknande stadsdelarna sammanvägda",
		Head: []cell{{Text: "Nyckeltal"}, {Text: area}, {Text: "Liknande stadsdelar"}, {Text: "Skillnad", Note: "95 %-intervall"}}}
	for _, ind := range s.inds {
		for _, category := range append([]string{""}, ind.categories...) {
			period := ind.lastPeriodOf(area, category)
			i := slices.IndexFunc(s.likes.compared[ind.Name], func(c publication.PeerComparison) bool {
				return c.Area == area && c.Division == division && c.Category == category && c.Period == period
			})
			if i < 0 {
				continue
			}
			c, m := s.likes.compared[ind.Name][i], ind.measure()
			head := cell{Text: hardSpaces(ind.Title), Href: p.indicatorLink(ind), Note: prose.Period(period)}
			if category != "" {
				head.Text = category
				head.Note = prose.Lower(hardSpaces(ind.Short)) + ", " + head.Note
			}
			difference := cell{Text: "–"}
			if c.Difference != nil {
				difference.Text = prose.Signed(*c.Difference, m.Decimals)
				if c.DiffLower != nil && c.DiffUpper != nil {
					difference.Note = prose.Signed(*c.DiffLower, m.Decimals) + " till " + prose.Signed(*c.DiffUpper, m.Decimals)
				}
			}
			t.Rows = append(t.Rows, row{Head: head, Cells: []cell{p.value(ind.figures[key{area, category, period}], m), {Text: brief(c.Value, m)}, difference}})
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return p.table(t)
}
