//go:build duckdb_arrow

package disclosure

import (
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
)

// interval is what a reader can work out of a cell that is not shown.
type interval struct {
	name         string
	lower, upper int64
}

// network is a table of counts as a circulation: world → area → reason → city →
// world. Areas that nobody delivered, and whoever is in no area, flow as an
// area called rest. What is published cannot change; all else may be any whole
// number from 0. The exact bounds of a hidden cell are then maximal flows
// (SDC.md section 4).
type network struct {
	nodes map[string]int
	edges []edge
}

type edge struct {
	name     string
	from, to int
	flow     int64
	free     bool
}

const without = 1 << 40 // bound of a count that has none

func (n *network) node(name string) int {
	if _, ok := n.nodes[name]; !ok {
		n.nodes[name] = len(n.nodes)
	}
	return n.nodes[name]
}

func (n *network) add(name, from, to string, flow int64, free bool) {
	n.edges = append(n.edges, edge{name, n.node(from), n.node(to), flow, free})
}

// solve returns the interval of every cell that somebody could be protected by:
// hidden ones, and those of the rest.
func solve(truth []warehouse.BaseFact, seen []publication.Fact) []interval {
	n := &network{nodes: map[string]int{}}
	rest, hasCity := map[string]int64{}, false
	var categories []string
	for i, f := range truth {
		if f.Status == publication.NotDelivered {
			continue
		}
		v, hidden := int64(*f.Value), seen[i].Value == nil
		name := f.Area + " " + f.Category
		switch {
		case f.Level == register.City && f.Category == "":
			n.add(name, "city", "world", v, hidden)
			hasCity = true
		case f.Level == register.City:
			n.add(name, "reason "+f.Category, "city", v, hidden)
			rest[f.Category] += v
			categories = append(categories, f.Category)
		case f.Category == "":
			n.add(name, "world", "area "+f.Area, v, hidden)
		default:
			n.add(name, "area "+f.Area, "reason "+f.Category, v, hidden)
			rest[f.Category] -= v
		}
	}
	if hasCity {
		n.addRest(rest, categories, truth)
	} else {
		n.openEnds(rest)
	}
	var out []interval
	for i, e := range n.edges {
		known := strings.HasPrefix(e.name, "rest") && e.flow >= MinCount // not small, and not hidden
		if e.free && e.name != "" && !known {
			out = append(out, interval{e.name,
				e.flow - min(e.flow, n.maxFlow(e.from, e.to, i)),
				min(without, e.flow+n.maxFlow(e.to, e.from, i))})
		}
	}
	return out
}

// addRest adds those in no area. Where there are none and none is missing, the
// definition says so and a reader may know it: then there is no such area.
func (n *network) addRest(rest map[string]int64, categories []string, truth []warehouse.BaseFact) {
	var total int64
	missing := false
	for _, v := range rest {
		total += v
	}
	for _, f := range truth {
		missing = missing || f.Status == publication.NotDelivered
	}
	if total == 0 && !missing {
		return
	}
	n.add("rest ", "world", "area rest", total, true)
	for _, category := range categories {
		n.add("rest "+category, "area rest", "reason "+category, rest[category], true)
	}
}

// openEnds lets each reason flow back without a city that says how much.
func (n *network) openEnds(rest map[string]int64) {
	for category, v := range rest {
		n.add("", "reason "+category, "world", -v, true)
	}
}

// maxFlow is Ford and Fulkerson's with shortest paths, without edge skip: free
// edges can grow without bound and shrink to nothing.
func (n *network) maxFlow(from, to, skip int) int64 {
	residual := make([][2]int64, len(n.edges))
	for i, e := range n.edges {
		if e.free && i != skip {
			residual[i] = [2]int64{without, e.flow}
		}
	}
	var sum int64
	for sum < without {
		via := make([]int, len(n.nodes))
		for i := range via {
			via[i] = -1
		}
		queue := []int{from}
		for len(queue) > 0 && via[to] < 0 {
			at := queue[0]
			queue = queue[1:]
			for i, e := range n.edges {
				if e.from == at && residual[i][0] > 0 && e.to != from && via[e.to] < 0 {
					via[e.to] = 2 * i
					queue = append(queue, e.to)
				}
				if e.to == at && residual[i][1] > 0 && e.from != from && via[e.from] < 0 {
					via[e.from] = 2*i + 1
					queue = append(queue, e.from)
				}
			}
		}
		if via[to] < 0 {
			return sum
		}
		push := int64(without)
		for at := to; at != from; {
			i, back := via[at]/2, via[at]%2
			push = min(push, residual[i][back])
			at = n.before(i, back)
		}
		for at := to; at != from; {
			i, back := via[at]/2, via[at]%2
			residual[i][back] -= push
			residual[i][1-back] += push
			at = n.before(i, back)
		}
		sum += push
	}
	return sum
}

func (n *network) before(i, back int) int {
	if back == 1 {
		return n.edges[i].to
	}
	return n.edges[i].from
}
