package audit

import "math"

// endless is a capacity without bound.
const endless = math.MaxInt64

// network is a component whose rows are the nodes of a graph and whose cells are
// its arcs: raising a cell carries that much from its tail to its head. A two-way
// table is one, and stays one with one hierarchical dimension (Castro, Network
// flows heuristics for complementary cell suppression, 2002). Node 0 stands for
// "in no row": a cell of a single row goes there.
type network struct {
	c          *component
	tail, head []int
	at         [][]int // arcs per node
}

// asNetwork recognises a network: every row is an equation, every cell stands in
// at most two rows with coefficient 1 or -1, and rows can be turned in sign so
// that it has one of each.
func asNetwork(c *component) (*network, bool) {
	if !c.true {
		return nil, false // flows start from the true world
	}
	in := make([][]term, len(c.cells))
	for i := range c.rows {
		if !c.rows[i].equation() {
			return nil, false
		}
		for _, t := range c.rows[i].terms {
			if t.c != 1 && t.c != -1 || len(in[t.v]) == 2 {
				return nil, false
			}
			in[t.v] = append(in[t.v], term{i, t.c})
		}
	}
	turn := make([]int64, len(c.rows))
	for start := range turn {
		if turn[start] != 0 {
			continue
		}
		turn[start] = 1
		for todo := []int{start}; len(todo) > 0; {
			i := todo[0]
			todo = todo[1:]
			for _, t := range c.rows[i].terms {
				for _, other := range in[t.v] {
					want := -turn[i] * t.c * other.c
					switch {
					case other.v == i:
					case turn[other.v] == 0:
						turn[other.v] = want
						todo = append(todo, other.v)
					case turn[other.v] != want:
						return nil, false
					}
				}
			}
		}
	}
	n := &network{c: c, tail: make([]int, len(c.cells)), head: make([]int, len(c.cells)), at: make([][]int, len(c.rows)+1)}
	for v, rows := range in {
		for _, t := range rows {
			if t.c*turn[t.v] > 0 {
				n.head[v] = t.v + 1
			} else {
				n.tail[v] = t.v + 1
			}
		}
		n.at[n.tail[v]] = append(n.at[n.tail[v]], v)
		n.at[n.head[v]] = append(n.at[n.head[v]], v)
	}
	return n, true
}

// extreme moves one cell as far as the others allow, up (sign 1) or down (-1),
// but not further than most, and returns the world there. endless is true where
// nothing stops it.
//
// The cell takes δ from its tail to its head, so δ must flow back the other way
// through the rest: a maximal flow (SDC handbook, section 5.2; Gusfield 1988).
func (n *network) extreme(v int, sign, most int64) (world []int64, unbounded bool) {
	world = append([]int64(nil), n.c.value...)
	from, to := n.head[v], n.tail[v]
	if sign < 0 {
		from, to = to, from
	}
	own := n.room(world, v, sign)
	if from == to { // in no row at all
		if own == endless && most == endless {
			return world, true
		}
		world[v] += sign * min(own, most)
		return world, false
	}
	if own == endless && most == endless && n.path(world, v, from, to, true) != nil {
		return world, true
	}
	for left := min(own, most); left > 0; {
		back := n.path(world, v, from, to, false)
		if back == nil {
			break
		}
		step, at := left, from
		for _, a := range back {
			s := n.away(a, at)
			step = min(step, n.room(world, a, s))
			at = n.over(a, at)
		}
		at = from
		for _, a := range back {
			world[a] += n.away(a, at) * step
			at = n.over(a, at)
		}
		world[v] += sign * step
		if left != endless {
			left -= step
		}
	}
	return world, false
}

// room is how far a cell can go up or down.
func (n *network) room(world []int64, v int, sign int64) int64 {
	if sign < 0 {
		return world[v] - n.c.lo[v]
	}
	if n.c.hi[v] == noHigh {
		return endless
	}
	return n.c.hi[v] - world[v]
}

// away is the sign by which a cell changes when flow leaves a node through it.
func (n *network) away(a, node int) int64 {
	if n.tail[a] == node {
		return 1
	}
	return -1
}

func (n *network) over(a, node int) int { return n.tail[a] + n.head[a] - node }

// path is a shortest way for flow without cell v, or nil; with endless only over
// cells that nothing bounds.
func (n *network) path(world []int64, v, from, to int, onlyEndless bool) []int {
	via := make([]int, len(n.at))
	for i := range via {
		via[i] = -1
	}
	queue := []int{from}
	for len(queue) > 0 && via[to] < 0 {
		node := queue[0]
		queue = queue[1:]
		for _, a := range n.at[node] {
			next := n.over(a, node)
			if a == v || next == from || via[next] >= 0 {
				continue
			}
			room := n.room(world, a, n.away(a, node))
			if room == 0 || onlyEndless && room != endless {
				continue
			}
			via[next] = a
			queue = append(queue, next)
		}
	}
	if via[to] < 0 {
		return nil
	}
	var back []int
	for node := to; node != from; node = n.over(via[node], node) {
		back = append(back, via[node])
	}
	for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
	return back
}

// Bridges: a cell on no cycle of the network can be worked out exactly, whatever
// the values (Gusfield, A graph theoretic approach to statistical data security,
// 1988). bridge reports this without looking at any value.
func (n *network) bridge(v int) bool {
	seen := make([]bool, len(n.at))
	seen[n.head[v]] = true
	for todo := []int{n.head[v]}; len(todo) > 0; {
		node := todo[0]
		todo = todo[1:]
		for _, a := range n.at[node] {
			if next := n.over(a, node); a != v && !seen[next] {
				seen[next] = true
				todo = append(todo, next)
			}
		}
	}
	return !seen[n.tail[v]]
}
